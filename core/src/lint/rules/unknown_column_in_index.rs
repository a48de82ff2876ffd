use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, rejected::Told},
    schema::{Fault, FaultKind, RejectionKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a primary key, unique key or index that names a column which its table does not have.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1072), and with it the table or all of the `ALTER TABLE`.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   KEY note_author (auhtor_id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   KEY note_author (author_id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "unknown-column-in-index",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a key over a column that its table does not have",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::NoColumnOfKey], unknown);
}

fn unknown(fault: &Fault) -> Diagnostic {
    let message = format!("this key names `{}`, and table `{}` has no such column here", fault.name, fault.table);
    Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .note("the server refuses the whole statement")
        .help("name a column of the table, or add the column in the same statement")
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::NoFieldOfKey,
        message: "{0} names a field `{1}` that is not there",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "name a field that is there",
        other: "",
    },
    Told {
        kind: RejectionKind::RelationInKey,
        message: "{0} names the relation `{1}`, which has no column",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "name the fields that the relation is kept in",
        other: "",
    },
];
