use rustc_hash::FxHashSet;

use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{
        LintContext,
        views::{Columns, subject},
    },
    schema::{View, ViewName},
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds views that name a column which none of the tables and views they read has, or which several of them have, without saying whose.
    ///
    /// Views whose text was not understood, and such that read what is not known, are left alone.
    ///
    /// ## Why is this bad?
    /// The server refuses to make the view (errors 1054 and 1052). Where the column went later, the view stays and every query of it fails (error 1356).
    /// PlanetScale refuses the branch (`INVALID_COLUMN_REFERENCED_IN_VIEW`).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY, word varchar(20));
    /// CREATE VIEW words AS SELECT id, word FROM note;
    /// ALTER TABLE note RENAME COLUMN word TO term;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY, word varchar(20));
    /// ALTER TABLE note RENAME COLUMN word TO term;
    /// CREATE VIEW words AS SELECT id, term FROM note;
    /// ```
    static RULE: Rule = {
        name: "view-column-missing",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a view of a column that is not there, or there twice",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let views: Vec<&View> = cx.views().filter(|view| view.understood).collect();
    let mut columns = Columns::new(cx.schema());
    for view in views {
        let mut told: FxHashSet<&str> = FxHashSet::default();
        for name in view.names.iter().filter(|name| !name.tables.is_empty()) {
            if let Some(finding) = unclear(cx, &mut columns, view, name)
                && told.insert(&name.column)
            {
                cx.report(finding);
            }
        }
    }
}

fn unclear(cx: &LintContext<'_>, columns: &mut Columns<'_>, view: &View, name: &ViewName) -> Option<Diagnostic> {
    let mut having = Vec::new();
    for table in &name.tables {
        // What is not known may have it.
        if columns.has(table, &name.column)? {
            having.push(table.as_str());
        }
    }
    let message = match having.as_slice() {
        [] => match name.tables.as_slice() {
            [one] => format!("view {} names `{}`, and `{one}` has no such column", view.name, name.column),
            _ => format!("view {} names `{}`, and nothing that it reads has such a column", view.name, name.column),
        },
        [_] => return None,
        several => format!("view {} names `{}`, which {} have", view.name, name.column, several.join(" and ")),
    };
    let location = Location { source: view.origin.source, span: name.span };
    let finding = Diagnostic::new(&RULE, subject(view, Some(&name.column)), location, message)
        .note("the server refuses to make the view, and each query of one that is there")
        .help(if having.is_empty() { "name a column that is there" } else { "say whose it is: table.column" });
    Some(cx.with_code(finding, "INVALID_COLUMN_REFERENCED_IN_VIEW"))
}
