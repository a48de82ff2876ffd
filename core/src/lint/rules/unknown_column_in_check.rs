use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::{LintContext, unknown_columns::unknown_column},
    schema::{CheckConstraint, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds checks that name a column which their table does not have.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 3820; MariaDB 1054).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE ware (id int PRIMARY KEY, price int, CHECK (pirce > 0));
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE ware (id int PRIMARY KEY, price int, CHECK (price > 0));
    /// ```
    static RULE: Rule = {
        name: "unknown-column-in-check",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a check of a column that its table does not have",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    for check in &table.get().checks {
        if let Some(name) = unknown_column(table, &check.columns).filter(|_| check.understood) {
            cx.report(unknown(table, check, name));
        }
    }
}

fn unknown(table: TableWalker<'_>, check: &CheckConstraint, name: &str) -> Diagnostic {
    let subject = Subject {
        kind: SubjectKind::Table,
        table: Some(table.get().name.clone()),
        columns: vec![name.into()],
        name: check.name.clone(),
    };
    let message = format!("this check names `{name}`, and table `{}` has no such column", table.get().name);
    Diagnostic::new(&RULE, subject, check.origin.location(), message)
        .note("the server refuses the whole statement")
        .help("name a column of the table")
}
