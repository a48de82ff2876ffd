use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, views::subject},
    schema::{View, ViewTable},
    target::nearest,
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds views that read a table or view which no statement makes. Nothing is called missing where other tables may exist that no text here makes.
    ///
    /// ## Why is this bad?
    /// The server refuses to make the view (error 1146). Where the table went later, the view stays and every query of it fails (error 1356). PlanetScale refuses
    /// the branch (`INVALID_TABLE_REFERENCED_IN_VIEW`).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY);
    /// CREATE VIEW ids AS SELECT id FROM notes;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY);
    /// CREATE VIEW ids AS SELECT id FROM note;
    /// ```
    static RULE: Rule = {
        name: "view-table-missing",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a view of a table that is not there",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let schema = cx.schema();
    if schema.others_may_exist || schema.anything_may_differ {
        return;
    }
    let views: Vec<&View> = cx.views().filter(|view| view.understood).collect();
    for view in views {
        let is_missing = |table: &&ViewTable| {
            let is_view = schema.views.contains_key(&table.name);
            table.database.is_none() && !is_view && schema.table(&table.name).is_none() && table.name != "dual"
        };
        for table in view.tables.iter().filter(is_missing) {
            let finding = missing(cx, view, table);
            cx.report(finding);
        }
    }
}

fn missing(cx: &LintContext<'_>, view: &View, table: &ViewTable) -> Diagnostic {
    let message = format!("view {} reads `{}`, which is not there", view.name, table.name);
    let location = Location { source: view.origin.source, span: table.span };
    let near = nearest(&table.name, cx.schema().tables().map(|it| it.get().name.as_str()));
    let finding = Diagnostic::new(&RULE, subject(view, None), location, message)
        .note("the server refuses to make the view, and each query of one that is there")
        .help(near.map_or_else(
            || "make the table first, or drop the view".to_owned(),
            |near| format!("did you mean `{near}`?"),
        ));
    cx.with_code(finding, "INVALID_TABLE_REFERENCED_IN_VIEW")
}
