use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Fault, FaultKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a statement that changes, drops or renames a column, index, constraint or partition which the table does not have at that point, or puts a column
    /// after one that is not there.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement, and all of its other clauses with it (errors 1054, 1091, 1176). Where a table was made by a text that is not
    /// here, nothing is called missing.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY, title varchar(100));
    /// ALTER TABLE note ADD COLUMN body text AFTER headline;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY, title varchar(100));
    /// ALTER TABLE note ADD COLUMN body text AFTER title;
    /// ```
    static RULE: Rule = {
        name: "change-target-missing",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a change to a column or key that is not there",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(
        &[
            FaultKind::NoColumn,
            FaultKind::NoIndex,
            FaultKind::NoPrimaryKey,
            FaultKind::NoForeignKey,
            FaultKind::NoCheck,
            FaultKind::NoConstraint,
            FaultKind::NotPartitioned,
            FaultKind::NoPartition,
        ],
        missing,
    );
}

fn missing(fault: &Fault) -> Diagnostic {
    let what = match fault.kind {
        FaultKind::NoIndex => format!("index `{}`", fault.name),
        FaultKind::NoPrimaryKey => "primary key".to_owned(),
        FaultKind::NoForeignKey => format!("foreign key `{}`", fault.name),
        FaultKind::NoCheck => format!("check `{}`", fault.name),
        FaultKind::NoConstraint => format!("constraint `{}`", fault.name),
        FaultKind::NotPartitioned => "partitions".to_owned(),
        FaultKind::NoPartition => format!("partition `{}`", fault.name),
        _ => format!("column `{}`", fault.name),
    };
    Diagnostic::new(&RULE, fault.subject(), fault.location, format!("table `{}` has no {what} here", fault.table))
        .note("the server refuses the statement, and all of its other clauses with it")
        .help("name what the table has after the statements before this one")
}
