use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::judges_constraints},
    schema::{ColumnWalker, ForeignKeyWalker, ReferentialAction, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds foreign keys with `ON DELETE SET NULL` or `ON UPDATE SET NULL` over a column that is NOT NULL.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1830; MariaDB 1005 with errno 150).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int NOT NULL,
    ///   FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE SET NULL
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int NULL,
    ///   FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE SET NULL
    /// );
    /// ```
    static RULE: Rule = {
        name: "set-null-on-required",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a foreign key that sets NULL what must not be",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if !judges_constraints(cx) {
        cx.is_idle(&RULE);
        return;
    }
    let told: Vec<_> = table.foreign_keys().filter(|it| !it.is_emulated()).filter_map(|it| never_null(it)).collect();
    for finding in told {
        cx.report(finding);
    }
}

fn never_null(foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    let it = foreign_key.get();
    let when = match (it.on_delete, it.on_update) {
        (ReferentialAction::SetNull, _) => "ON DELETE SET NULL",
        (_, ReferentialAction::SetNull) => "ON UPDATE SET NULL",
        _ => return None,
    };
    let mut columns = it.columns.iter().filter_map(|name| foreign_key.table().column(name));
    let column: ColumnWalker<'_> = columns.find(|column| !column.get().nullable)?;
    let message = format!("{when} cannot set {}, which is NOT NULL", column.full_label());
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), it.origin.location(), message)
        .label(column.get().origin.location(), "never NULL")
        .note("the server refuses the statement")
        .help("let the column be NULL, or choose CASCADE or RESTRICT");
    Some(finding)
}
