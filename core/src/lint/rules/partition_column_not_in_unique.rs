use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{IndexWalker, Partitioning, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds primary and unique keys of a partitioned table that do not hold every column which decides about the partition.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1503): a key is of one partition, so it could not see an equal row of another.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE log (id int NOT NULL, day int NOT NULL, PRIMARY KEY (id)) PARTITION BY HASH (day);
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE log (id int NOT NULL, day int NOT NULL, PRIMARY KEY (id, day)) PARTITION BY HASH (day);
    /// ```
    static RULE: Rule = {
        name: "partition-column-not-in-unique",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a unique key without a column that parts the table",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let Some(partitioning) = table.get().partitioning.as_deref().filter(|_| table.partitions_are_known()) else {
        return;
    };
    let deciding = partitioning.subpartitioning.iter().flat_map(|it| &it.columns).chain(&partitioning.columns);
    for key in table.keys().filter(|key| key.is_unique()) {
        let holds = |name: &smol_str::SmolStr| {
            key.get().parts.iter().any(|part| part.column_name().is_some_and(|it| table.schema().same_column(it, name)))
        };
        // Of one that is not there, another rule speaks.
        let lacks = |name: &&smol_str::SmolStr| table.column(name).is_some() && !holds(name);
        if let Some(column) = deciding.clone().find(lacks) {
            cx.report(without(key, partitioning, column));
        }
    }
}

fn without(key: IndexWalker<'_>, partitioning: &Partitioning, column: &str) -> Diagnostic {
    let what = if key.is_primary() { "primary key" } else { "unique key" };
    let message =
        format!("{}'s {what} on {} lacks {column}, which parts the table", key.table().label(), key.parts_label());
    Diagnostic::new(&RULE, key.subject(), key.get().origin.location(), message)
        .label(partitioning.origin.location(), "by this")
        .note("the server refuses the statement: a key is of one partition, and sees no row of another")
        .help(format!("add {column} to the key, or part the table by columns of the key"))
}
