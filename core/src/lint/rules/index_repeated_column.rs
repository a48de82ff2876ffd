use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, rejected::Told},
    schema::{Fault, FaultKind, RejectionKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a key that names one column twice.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1060). Usually another column was meant.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE follow (
    ///   follower int NOT NULL,
    ///   followee int NOT NULL,
    ///   PRIMARY KEY (follower, follower)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE follow (
    ///   follower int NOT NULL,
    ///   followee int NOT NULL,
    ///   PRIMARY KEY (follower, followee)
    /// );
    /// ```
    static RULE: Rule = {
        name: "index-repeated-column",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a key that names a column twice",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::ColumnTwice], twice);
}

fn twice(fault: &Fault) -> Diagnostic {
    let message = format!("this key of table `{}` names the column `{}` twice", fault.table, fault.name);
    Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .note("the server refuses the whole statement")
        .help("name each column once; was another column meant?")
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::FieldTwice,
    message: "{0} names `{1}` twice",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "name it once",
    other: "",
}];
