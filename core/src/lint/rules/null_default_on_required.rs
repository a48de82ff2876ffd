use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, fixes},
    schema::{ColumnWalker, DefaultValue, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds columns that are NOT NULL and have DEFAULT NULL.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1067).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   word varchar(20) NOT NULL DEFAULT NULL
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   word varchar(20) NOT NULL
    /// );
    /// ```
    static RULE: Rule = {
        name: "null-default-on-required",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "NULL as the default of a column that must not be NULL",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let is_null =
        |column: &ColumnWalker<'_>| !column.get().nullable && column.get().default == Some(DefaultValue::Null);
    for column in table.columns().filter(is_null) {
        let finding = null(cx, column);
        cx.report(finding);
    }
}

fn null(cx: &LintContext<'_>, column: ColumnWalker<'_>) -> Diagnostic {
    let words =
        cx.editor().replace_words(column.get().origin.location(), &["DEFAULT", "NULL"], false, |_| String::new());
    let message = format!("{} is NOT NULL, and NULL is its default", column.full_label());
    Diagnostic::new(&RULE, column.subject(), column.get().origin.location(), message)
        .note("the server refuses the statement")
        .help("remove DEFAULT NULL, so that inserts must name a value, or let the column be NULL")
        .fix(fixes::risky("Remove DEFAULT NULL", words))
}
