use crate::{
    declare_rule,
    lint::{LintContext, programs::report_each},
    schema::RoutineKind,
};

declare_rule! {
    /// ## What it does
    /// Finds scheduled events, on PlanetScale.
    ///
    /// ## Why is this bad?
    /// PlanetScale does not take it: nothing is scheduled within its servers. A branch with one cannot be deployed (`UNSUPPORTED_FEATURE`). Other targets take it, and nothing is said there.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=planetscale
    /// CREATE EVENT tidy ON SCHEDULE EVERY 1 DAY DO DELETE FROM note WHERE id < 0;
    /// ```
    ///
    /// ## How to fix it
    /// Let a job of the application do it.
    static RULE: Rule = {
        name: "event",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "an event, which the platform refuses",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    const KINDS: &[RoutineKind] = &[RoutineKind::Event];
    let why = "nothing is scheduled within its servers.";
    report_each(cx, &RULE, KINDS, (why, "let a job of the application do it"));
}
