use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Routine, RoutineKind},
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
    if cx.target().takes_stored_programs() {
        cx.is_idle(&RULE);
        return;
    }
    let is_one = |routine: &&Routine| matches!(routine.kind, RoutineKind::Event);
    for routine in cx.schema().routines.values().filter(is_one) {
        let finding = refused(cx, routine);
        cx.report(finding);
    }
}

fn refused(cx: &LintContext<'_>, routine: &Routine) -> Diagnostic {
    let kind = routine.kind.words().to_lowercase();
    let message = format!("{} takes no {kind}, and `{}` is one", cx.target().product_name(), routine.name);
    let finding = Diagnostic::new(&RULE, routine.subject(), routine.origin.name_location(), message)
        .note("nothing is scheduled within its servers.")
        .help("let a job of the application do it");
    cx.with_code(finding, "UNSUPPORTED_FEATURE")
}
