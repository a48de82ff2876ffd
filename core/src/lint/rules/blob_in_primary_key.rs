use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ColumnWalker, IndexWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds primary keys that hold a TEXT, BLOB or JSON column, on Vitess and PlanetScale.
    ///
    /// ## Why is this bad?
    /// Vitess copies the rows of a table in the order of its primary key, and cannot do so by such a column. PlanetScale refuses a branch with
    /// such a table (`BLOB_IN_UNIQUE_KEY`).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=planetscale
    /// CREATE TABLE page (
    ///   url text NOT NULL,
    ///   PRIMARY KEY (url(191))
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=planetscale
    /// CREATE TABLE page (
    ///   id bigint unsigned NOT NULL AUTO_INCREMENT,
    ///   url text NOT NULL,
    ///   PRIMARY KEY (id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "blob-in-primary-key",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a primary key over a TEXT or BLOB column",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if !cx.target().needs_unique_row_key() {
        cx.is_idle(&RULE);
        return;
    }
    let Some(key) = table.primary_key() else { return };
    if let Some(column) = blob_of(key) {
        let finding = blob(cx, key, column);
        cx.report(finding);
    }
}

/// The column of a primary key that is stored out of line.
pub(in crate::lint) fn blob_of(key: IndexWalker<'_>) -> Option<ColumnWalker<'_>> {
    let mut columns = key.get().parts.iter().filter_map(|part| key.table().column(part.column_name()?));
    columns.find(|column| column.get().ty.is_blob_or_text())
}

fn blob(cx: &LintContext<'_>, key: IndexWalker<'_>, column: ColumnWalker<'_>) -> Diagnostic {
    let table = key.table();
    let (label, ty) = (column.label(), &column.get().ty);
    let message = format!("{}'s primary key holds {label}, which is {ty}", table.label());
    let finding = Diagnostic::new(&RULE, key.subject(), key.get().origin.location(), message)
        .label(column.get().origin.location(), "a value of it may be of any length")
        .note(format!(
            "{} copies rows in the order of the primary key, and cannot by a TEXT, BLOB or JSON column",
            cx.target().product_name()
        ))
        .help(format!("add a short key of its own, or make {label} a varchar that is in the key whole"));
    cx.with_code(finding, "BLOB_IN_UNIQUE_KEY")
}
