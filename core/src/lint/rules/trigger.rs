use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Routine, RoutineKind},
};

declare_rule! {
    /// ## What it does
    /// Finds triggers, on PlanetScale.
    ///
    /// ## Why is this bad?
    /// PlanetScale does not take it: schema changes copy rows, and a trigger would run for each of them. A branch with one cannot be deployed (`UNSUPPORTED_FEATURE`). Other targets take it, and nothing is said there.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=planetscale
    /// CREATE TABLE note (id int PRIMARY KEY, word varchar(20));
    /// CREATE TRIGGER lower_word BEFORE INSERT ON note FOR EACH ROW SET NEW.word = LOWER(NEW.word);
    /// ```
    ///
    /// ## How to fix it
    /// Do it in the application, or in a generated column.
    static RULE: Rule = {
        name: "trigger",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a trigger, which the platform refuses",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    if cx.target().takes_stored_programs() {
        cx.is_idle(&RULE);
        return;
    }
    let is_one = |routine: &&Routine| matches!(routine.kind, RoutineKind::Trigger);
    for routine in cx.schema().routines.values().filter(is_one) {
        let finding = refused(cx, routine);
        cx.report(finding);
    }
}

fn refused(cx: &LintContext<'_>, routine: &Routine) -> Diagnostic {
    let kind = routine.kind.words().to_lowercase();
    let message = format!("{} takes no {kind}, and `{}` is one", cx.target().product_name(), routine.name);
    let finding = Diagnostic::new(&RULE, routine.subject(), routine.origin.name_location(), message)
        .note("schema changes copy rows, and a trigger would run for each of them.")
        .help("do it in the application, or in a generated column");
    cx.with_code(finding, "UNSUPPORTED_FEATURE")
}
