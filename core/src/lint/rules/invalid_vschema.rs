use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::LintContext,
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds what is wrong with a `VSchema` in itself: text that is no JSON, vindexes that are not there, tables of a sharded keyspace without a primary vindex, a
    /// sequence that is not named.
    ///
    /// ## Why is this bad?
    /// Vitess cannot route queries by it, and PlanetScale refuses the branch (`INVALID_VSCHEMA`).
    ///
    /// ## Example
    /// Needs a `VSchema`: `shoring lint schema.sql --vschema vschema.json`.
    ///
    /// ## How to fix it
    /// Mend the place that is shown.
    static RULE: Rule = {
        name: "invalid-vschema",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a VSchema that is not valid in itself",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let Some(vschema) = cx.schema().vschema.as_deref() else {
        cx.is_idle(&RULE);
        return;
    };
    for (location, message) in &vschema.mistakes {
        let finding = invalid(cx, *location, message);
        cx.report(finding);
    }
}

fn invalid(cx: &LintContext<'_>, location: Location, message: &str) -> Diagnostic {
    let subject = Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name: Some(message.into()) };
    let finding =
        Diagnostic::new(&RULE, subject, location, message).note("Vitess cannot route queries by this VSchema");
    cx.with_code(finding, "INVALID_VSCHEMA")
}
