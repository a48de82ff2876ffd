use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, rejected::Told},
    schema::{Fault, FaultKind, RejectionKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a column under a name that another column of its table has: in a `CREATE TABLE`, by `ADD COLUMN`, or by a new name. The case of the
    /// letters does not tell columns apart.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1060).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   body text,
    ///   Body varchar(200)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   body text
    /// );
    /// ```
    static RULE: Rule = {
        name: "duplicate-column",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a column that its table has already",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::ColumnExists], exists);
}

fn exists(fault: &Fault) -> Diagnostic {
    let message = format!("table `{}` has a column `{}` already", fault.table, fault.name);
    let finding = Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .note("the server refuses the statement; the case of its letters does not tell a column from another")
        .help("give it another name, or remove it");
    finding.label_if(fault.other, "the column of this name")
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::FieldExists,
        message: "there is a field {0} already",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give one of them another name, or remove it",
        other: "the first one",
    },
    Told {
        kind: RejectionKind::ColumnTaken,
        message: "the column `{1}` of {0} is another field's already",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give one of them another @map",
        other: "the other field",
    },
];
