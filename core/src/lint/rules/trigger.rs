use crate::{
    declare_rule,
    lint::{LintContext, programs::report_each},
    schema::RoutineKind,
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
    const KINDS: &[RoutineKind] = &[RoutineKind::Trigger];
    let why = "schema changes copy rows, and a trigger would run for each of them.";
    report_each(cx, &RULE, KINDS, (why, "do it in the application, or in a generated column"));
}
