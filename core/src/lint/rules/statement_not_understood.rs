use crate::{
    declare_rule,
    diagnostic::{Diagnostic, ProblemKind, Subject},
    lint::LintContext,
    schema::{Fault, FaultKind},
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Points at a statement, or a clause of one, that was stepped over because it was not understood.
    ///
    /// ## Why does it matter?
    /// What a skipped text touches counts as unknown, not as absent: rules say nothing about a table whose keys may be
    /// defined there. So a clean result beside such a note is a result about less than the whole file.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int NOT NULL PRIMARY KEY,
    ///   body text FROBNICATED
    /// );
    /// ```
    static RULE: Rule = {
        name: "statement-not-understood",
        category: Correctness,
        severity: Info,
        fix: None,
        since: "0.1.0",
        summary: "a statement or clause that was stepped over",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let errors: Vec<Location> = cx
        .problems()
        .iter()
        .filter(|problem| problem.kind == ProblemKind::Syntax)
        .map(|problem| problem.location)
        .collect();
    // One cause, one finding: a mistake in it says already why it was not understood.
    let is_told = |skipped: Location| {
        errors.iter().any(|error| error.source == skipped.source && skipped.span.contains(error.span))
    };
    let skipped =
        cx.problems().iter().filter(|problem| problem.kind == ProblemKind::NotUnderstood && !is_told(problem.location));
    for problem in skipped {
        cx.report(
            Diagnostic::new(&RULE, Subject::file(), problem.location, format!("stepped over: {}", problem.message))
                .note("what it touches counts as unknown, so rules are silent about it"),
        );
    }
    let of_others: Vec<&Fault> = cx.faults(&[FaultKind::OtherDatabase]).collect();
    for fault in of_others {
        let message = format!("stepped over: a table `{}` was made in another database before", fault.name);
        cx.report(
            Diagnostic::new(&RULE, Subject::file(), fault.location, message)
                .note("the databases of a dump are read as one: of two tables of one name, the first is looked at"),
        );
    }
}
