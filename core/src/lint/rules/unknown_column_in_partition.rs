use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, unknown_columns::unknown_column},
    schema::{Partitioning, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds partitions by a column which the table does not have.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (errors 1054 and 1488).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE log (id int NOT NULL, day int NOT NULL, PRIMARY KEY (id, day)) PARTITION BY HASH (dya);
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE log (id int NOT NULL, day int NOT NULL, PRIMARY KEY (id, day)) PARTITION BY HASH (day);
    /// ```
    static RULE: Rule = {
        name: "unknown-column-in-partition",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "partitions by a column that the table does not have",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let Some(partitioning) = table.get().partitioning.as_deref().filter(|_| table.partitions_are_known()) else {
        return;
    };
    for of in [Some(partitioning), partitioning.subpartitioning.as_deref()].into_iter().flatten() {
        if let Some(name) = unknown_column(table, &of.columns) {
            cx.report(unknown(table, partitioning, name));
        }
    }
}

fn unknown(table: TableWalker<'_>, partitioning: &Partitioning, name: &str) -> Diagnostic {
    let message = format!("{} is parted by `{name}`, and has no such column", table.label());
    Diagnostic::new(&RULE, table.subject(), partitioning.origin.location(), message)
        .note("the server refuses the whole statement")
        .help("name a column of the table")
}
