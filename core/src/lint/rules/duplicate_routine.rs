use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Fault, FaultKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a procedure, function, trigger or event under a name that another one of its kind has.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (errors 1304, 1359, 1537).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE PROCEDURE tidy() DELETE FROM note WHERE id < 0;
    /// CREATE PROCEDURE tidy() DELETE FROM letter WHERE id < 0;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE PROCEDURE tidy() DELETE FROM note WHERE id < 0;
    /// CREATE PROCEDURE tidy_letters() DELETE FROM letter WHERE id < 0;
    /// ```
    static RULE: Rule = {
        name: "duplicate-routine",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a procedure, function, trigger or event that is there already",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::RoutineExists], exists);
}

fn exists(fault: &Fault) -> Diagnostic {
    let message = format!("a {} `{}` exists already", fault.name.to_lowercase(), fault.table);
    let finding = Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .note("the server refuses the statement")
        .help("drop the other one before, or give this one another name");
    finding.label_if(fault.other, "the one of this name")
}
