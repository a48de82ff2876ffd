use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, unknown_columns::unknown_column},
    schema::{ColumnWalker, TableWalker, named_columns},
};

declare_rule! {
    /// ## What it does
    /// Finds generated columns whose expression names a column which their table does not have.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1054).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE ware (id int PRIMARY KEY, price int, tax int AS (pirce / 10));
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE ware (id int PRIMARY KEY, price int, tax int AS (price / 10));
    /// ```
    static RULE: Rule = {
        name: "unknown-column-in-generated-column",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a generated column of a column that its table does not have",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    for column in table.columns() {
        let Some(generated) = &column.get().generated else { continue };
        let named = named_columns(&generated.expression);
        if let Some(name) = unknown_column(table, &named.columns).filter(|_| !named.more) {
            cx.report(unknown(column, name));
        }
    }
}

fn unknown(column: ColumnWalker<'_>, name: &str) -> Diagnostic {
    let table = &column.table().get().name;
    let message = format!("{} is computed from `{name}`, and table `{table}` has no such column", column.full_label());
    Diagnostic::new(&RULE, column.subject(), column.get().origin.location(), message)
        .note("the server refuses the whole statement")
        .help("name a column of the table")
}
