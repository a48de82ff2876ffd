use crate::{
    declare_rule,
    lint::{LintContext, programs::report_each},
    schema::RoutineKind,
};

declare_rule! {
    /// ## What it does
    /// Finds procedures and functions, on PlanetScale.
    ///
    /// ## Why is this bad?
    /// PlanetScale does not take it: rows are copied and moved between servers, and what runs within one of them is not. A branch with one cannot be deployed (`UNSUPPORTED_FEATURE`). Other targets take it, and nothing is said there.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=planetscale
    /// CREATE PROCEDURE tidy() DELETE FROM note WHERE id < 0;
    /// ```
    ///
    /// ## How to fix it
    /// Keep it in the application.
    static RULE: Rule = {
        name: "stored-routine",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a procedure or function, which the platform refuses",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    const KINDS: &[RoutineKind] =
        &[RoutineKind::Procedure, RoutineKind::Function, RoutineKind::Package, RoutineKind::PackageBody];
    let why = "rows are copied and moved between servers, and what runs within one of them is not.";
    report_each(cx, &RULE, KINDS, (why, "keep it in the application"));
}
