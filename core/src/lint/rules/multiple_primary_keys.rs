use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, rejected::Told},
    schema::{Fault, FaultKind, RejectionKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a primary key of a table that has one already.
    ///
    /// ## Why is this bad?
    /// A table has at most one primary key: the server refuses the statement (error 1068). Two columns with `PRIMARY KEY` behind them are two
    /// primary keys, not one over both.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE follow (
    ///   follower int PRIMARY KEY,
    ///   followee int PRIMARY KEY
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE follow (
    ///   follower int,
    ///   followee int,
    ///   PRIMARY KEY (follower, followee)
    /// );
    /// ```
    static RULE: Rule = {
        name: "multiple-primary-keys",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a second primary key of a table",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::PrimaryKeyExists], second);
}

fn second(fault: &Fault) -> Diagnostic {
    let message = format!("table `{}` has a primary key already", fault.table);
    let finding = Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .here("a second one")
        .note("the server refuses the statement: a table has one primary key at most")
        .help("write one PRIMARY KEY over all of its columns, make the second one UNIQUE, or drop the first one in the same statement");
    finding.label_if(fault.other, "the first one")
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::SecondId,
    message: "{0} is a second id",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "keep one; @@unique does for the other",
    other: "the first one",
}];
