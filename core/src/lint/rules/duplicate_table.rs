use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, rejected::Told},
    schema::{Fault, FaultKind, RejectionKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a `CREATE TABLE` or `RENAME TABLE` under a name that a table has already, and a `CREATE VIEW` under that of a view.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1050), and a script ends there. What the second table says of columns and keys never comes
    /// to be.
    ///
    /// Tables of two databases of one dump may have one name: what stands behind `USE other_database` is no second table.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY);
    /// CREATE TABLE note (id bigint PRIMARY KEY, body text);
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (id bigint PRIMARY KEY, body text);
    /// ```
    static RULE: Rule = {
        name: "duplicate-table",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a table that is there already",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::TableExists, FaultKind::ViewExists], exists);
}

fn exists(fault: &Fault) -> Diagnostic {
    let what = if fault.kind == FaultKind::ViewExists { "view" } else { "table" };
    let message = format!("a {what} `{}` exists already", fault.table);
    let finding = Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .here("so this statement changes nothing")
        .note("the server refuses the statement: no two tables or views of a database have one name")
        .help("drop the other one before, give this one another name, or say IF NOT EXISTS where either will do");
    finding.label_if(fault.other, "the one of this name")
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::TableTaken,
        message: "the table `{1}` of {0} is another model's already",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give one of them another @@map",
        other: "the other model",
    },
    Told {
        kind: RejectionKind::EnumTaken,
        message: "the name `{1}` of {0} in the database is another enum's already",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give one of them another @@map",
        other: "the other enum",
    },
];
