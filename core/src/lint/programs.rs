//! What a server runs by itself or when it is called, on platforms that take none of it.

use super::LintContext;
use crate::{
    diagnostic::Diagnostic,
    rule::Rule,
    schema::{Routine, RoutineKind},
};

/// Reports each of some kinds, with why the platform refuses it and what to do.
pub(super) fn report_each(
    cx: &mut LintContext<'_>,
    rule: &'static Rule,
    kinds: &[RoutineKind],
    (note, help): (&str, &str),
) {
    if cx.target().takes_stored_programs() {
        cx.is_idle(rule);
        return;
    }
    let is_one = |routine: &&Routine| kinds.contains(&routine.kind);
    for routine in cx.schema().routines.values().filter(is_one) {
        let kind = routine.kind.words().to_lowercase();
        let message = format!("{} takes no {kind}, and `{}` is one", cx.target().product_name(), routine.name);
        let finding = Diagnostic::new(rule, routine.subject(), routine.origin.name_location(), message);
        let finding = cx.with_code(finding.note(note).help(help), "UNSUPPORTED_FEATURE");
        cx.report(finding);
    }
}
