use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::LintContext,
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds what is wrong with routing rules: text that is no JSON, a rule without a target or with several, a target without its keyspace.
    ///
    /// ## Why is this bad?
    /// Vitess cannot route queries by them, and PlanetScale refuses the branch (`INVALID_ROUTING_RULES`).
    ///
    /// ## Example
    /// Needs the rules: `shoring lint schema.sql --routing-rules rules.json`.
    ///
    /// ## How to fix it
    /// Give each table one target, as `keyspace.table`.
    static RULE: Rule = {
        name: "invalid-routing-rules",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "routing rules that are not valid",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let mistakes: Vec<_> = cx.schema().routing_mistakes.iter().collect();
    for (location, message) in mistakes {
        let finding = invalid(cx, *location, message);
        cx.report(finding);
    }
}

fn invalid(cx: &LintContext<'_>, location: Location, message: &str) -> Diagnostic {
    let subject = Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name: Some(message.into()) };
    let finding = Diagnostic::new(&RULE, subject, location, message)
        .note("Vitess cannot route queries by these rules")
        .help("give each table one target, as keyspace.table");
    cx.with_code(finding, "INVALID_ROUTING_RULES")
}
