//! Which foreign keys are judged as constraints of a server.

use super::LintContext;
use crate::{
    diagnostic::Diagnostic,
    rule::Rule,
    schema::{ForeignKeyWalker, TableWalker},
};

/// What a rule says of a foreign key.
type Judge = fn(&LintContext<'_>, ForeignKeyWalker<'_>) -> Option<Diagnostic>;

/// Reports what a rule says of each constraint of a table, where the server keeps constraints.
pub(super) fn report_each(cx: &mut LintContext<'_>, table: TableWalker<'_>, rule: &'static Rule, judge: Judge) {
    if !judges_constraints(cx) {
        cx.is_idle(rule);
        return;
    }
    for foreign_key in table.foreign_keys().filter(|it| !it.is_emulated()) {
        if let Some(finding) = judge(cx, foreign_key) {
            cx.report(finding);
        }
    }
}

/// Whether the server keeps foreign key constraints as InnoDB does. Where it takes none, `foreign-key-not-allowed` has said so
/// already.
pub(super) fn judges_constraints(cx: &LintContext<'_>) -> bool {
    cx.target().keeps_tables_in_innodb() && cx.target().accepts_foreign_keys()
}
