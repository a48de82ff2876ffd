use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::report_each},
    schema::{ForeignKeyWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds foreign keys that refer to a table which no statement makes, or to a column which that table does not have.
    ///
    /// Nothing is called missing where other tables may exist that no text here makes: in a single migration, by its name or because it changes tables that it
    /// does not make, and after a statement that was not understood and may do anything.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (errors 1824 and 3734; MariaDB 1005 with errno 150), or, where a dump has switched the checks off, every write to
    /// the table afterwards.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   FOREIGN KEY (author_id) REFERENCES authors (id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "foreign-key-target-missing",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a foreign key to a table or column that is not there",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    report_each(cx, table, &RULE, missing);
}

fn missing(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    let schema = cx.schema();
    let it = foreign_key.get();
    let Some(other) = foreign_key.referenced_table() else {
        let is_view = schema.views.contains_key(&it.referenced_table);
        let may_be_there = is_view || schema.others_may_exist || schema.anything_may_differ;
        return (!may_be_there).then(|| no_table(cx, foreign_key));
    };
    let is_missing = |name: &&smol_str::SmolStr| other.columns_are_known() && other.column(name).is_none();
    let column = it.referenced_columns.iter().find(is_missing)?;
    Some(no_column(cx, foreign_key, other, column))
}

fn no_table(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Diagnostic {
    let it = foreign_key.get();
    let message = format!(
        "{}'s foreign key refers to table `{}`, which is not there",
        foreign_key.table().label(),
        it.referenced_table
    );
    let names = cx.schema().tables().map(|table| table.get().name.as_str());
    let help = match crate::target::nearest(&it.referenced_table, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "make the table first, or remove the foreign key".to_owned(),
    };
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), it.origin.location(), message)
        .note("the server refuses the statement, or, where its checks are switched off, writes to the table later")
        .help(help);
    cx.with_code(finding, "FOREIGN_KEYS_NONEXISTENT_TABLE")
}

fn no_column(
    cx: &LintContext<'_>,
    foreign_key: ForeignKeyWalker<'_>,
    other: TableWalker<'_>,
    name: &str,
) -> Diagnostic {
    let message = format!(
        "{}'s foreign key refers to `{name}`, and table `{}` has no such column",
        foreign_key.table().label(),
        other.get().name
    );
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), foreign_key.get().origin.location(), message)
        .label(other.get().origin.name_location(), "the table")
        .note("the server refuses the statement, or, where its checks are switched off, writes to the table later")
        .help("name a column of that table");
    cx.with_code(finding, "FOREIGN_KEYS_UNRESOLVED")
}
