use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, rejected::Told},
    schema::{Fault, FaultKind, RejectionKind},
};

declare_rule! {
    /// ## What it does
    /// Finds an index under a name that another index of its table has.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1061). A key without a name is called after its first column, so a name may be taken by a key
    /// that does not show it.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author int,
    ///   day date,
    ///   KEY note_idx (author),
    ///   KEY note_idx (day)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author int,
    ///   day date,
    ///   KEY note_author_idx (author),
    ///   KEY note_day_idx (day)
    /// );
    /// ```
    static RULE: Rule = {
        name: "duplicate-index-name",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "an index name that its table has already",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::IndexExists], exists);
}

fn exists(fault: &Fault) -> Diagnostic {
    let message = format!("table `{}` has an index `{}` already", fault.table, fault.name);
    let finding = Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .note("the server refuses the statement; a key without a name is called after its first column")
        .help("give it another name");
    finding.label_if(fault.other, "the index of this name")
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::KeyNameTaken,
    message: "a key of {0} is called `{1}`, as another one is",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "give one of them another name: `map: \"…\"`",
    other: "the other one",
}];
