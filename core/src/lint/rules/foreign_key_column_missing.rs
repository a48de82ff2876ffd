use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, rejected::Told},
    schema::{Fault, FaultKind, RejectionKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a foreign key over a column that its own table does not have.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1072). Of a table or column that is *referred to* and missing, `foreign-key-target-missing` speaks.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT note_author FOREIGN KEY (author) REFERENCES author (id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT note_author FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "foreign-key-column-missing",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a foreign key over a column that its table does not have",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::NoColumnOfForeignKey], missing);
}

fn missing(fault: &Fault) -> Diagnostic {
    let message =
        format!("this foreign key is over `{}`, and table `{}` has no such column here", fault.name, fault.table);
    Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .note("the server refuses the whole statement")
        .help("name a column of the table, or add the column in the same statement")
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::NoFieldOfRelation,
        message: "{0} names a field `{1}` that {2} does not have",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "name a field that is there, or add it",
        other: "",
    },
    Told {
        kind: RejectionKind::RelationInRelation,
        message: "{0} names the relation `{1}`, which has no column",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "name fields with columns",
        other: "",
    },
];
