use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Routine, RoutineKind},
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
    if cx.target().takes_stored_programs() {
        cx.is_idle(&RULE);
        return;
    }
    let is_one = |routine: &&Routine| {
        matches!(
            routine.kind,
            RoutineKind::Procedure | RoutineKind::Function | RoutineKind::Package | RoutineKind::PackageBody
        )
    };
    for routine in cx.schema().routines.values().filter(is_one) {
        let finding = refused(cx, routine);
        cx.report(finding);
    }
}

fn refused(cx: &LintContext<'_>, routine: &Routine) -> Diagnostic {
    let kind = routine.kind.words().to_lowercase();
    let message = format!("{} takes no {kind}, and `{}` is one", cx.target().product_name(), routine.name);
    let finding = Diagnostic::new(&RULE, routine.subject(), routine.origin.name_location(), message)
        .note("rows are copied and moved between servers, and what runs within one of them is not.")
        .help("keep it in the application");
    cx.with_code(finding, "UNSUPPORTED_FEATURE")
}
