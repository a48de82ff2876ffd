use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::report_each},
    schema::{ForeignKeyWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds foreign keys that refer to a view.
    ///
    /// ## Why is this bad?
    /// A view has no rows of its own and no keys. The server refuses the statement, and PlanetScale the branch (`FOREIGN_KEYS_REFERENCED_VIEW`).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY, active bool NOT NULL);
    /// CREATE VIEW active_author AS SELECT id FROM author WHERE active;
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   FOREIGN KEY (author_id) REFERENCES active_author (id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY, active bool NOT NULL);
    /// CREATE VIEW active_author AS SELECT id FROM author WHERE active;
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "foreign-key-references-view",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a foreign key to a view",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    report_each(cx, table, &RULE, to_view);
}

fn to_view(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    let (schema, it) = (cx.schema(), foreign_key.get());
    if foreign_key.referenced_table().is_some() {
        return None;
    }
    let view = schema.views.get(&it.referenced_table)?;
    let message = format!("{}'s foreign key refers to `{}`, which is a view", foreign_key.table().label(), view.name);
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), it.origin.location(), message)
        .label(view.origin.name_location(), "the view")
        .note("a view has no keys: the server refuses the statement")
        .help("refer to the table that the view is of");
    Some(cx.with_code(finding, "FOREIGN_KEYS_REFERENCED_VIEW"))
}
