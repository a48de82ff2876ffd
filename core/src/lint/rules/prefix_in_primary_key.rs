use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ColumnWalker, IndexWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds primary keys that hold only the beginning of a column, on Vitess and PlanetScale. Of a TEXT or BLOB column, `blob-in-primary-key` speaks.
    ///
    /// ## Why is this bad?
    /// Vitess copies the rows of a table in the order of a key whose columns are in it whole. PlanetScale refuses a branch with such a table
    /// (`PARTIAL_KEY_IN_UNIQUE_KEY`).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=planetscale
    /// CREATE TABLE page (
    ///   url varchar(500) NOT NULL,
    ///   PRIMARY KEY (url(100))
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=planetscale
    /// CREATE TABLE page (
    ///   url varchar(500) NOT NULL,
    ///   PRIMARY KEY (url)
    /// );
    /// ```
    static RULE: Rule = {
        name: "prefix-in-primary-key",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a primary key over the beginning of a column",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if !cx.target().needs_unique_row_key() {
        cx.is_idle(&RULE);
        return;
    }
    let Some(key) = table.primary_key().filter(|key| super::blob_in_primary_key::blob_of(*key).is_none()) else {
        return;
    };
    if let Some((column, length)) = prefix_of(key) {
        let finding = prefix(cx, key, column, length);
        cx.report(finding);
    }
}

/// The column of which a primary key holds the beginning only, and how much of it.
pub(in crate::lint) fn prefix_of(key: IndexWalker<'_>) -> Option<(ColumnWalker<'_>, u32)> {
    let mut prefixes = key.get().parts.iter().filter_map(|part| Some((part.column_name()?, key.prefix_of(part)?)));
    prefixes.find_map(|(name, length)| Some((key.table().column(name)?, length)))
}

fn prefix(cx: &LintContext<'_>, key: IndexWalker<'_>, column: ColumnWalker<'_>, length: u32) -> Diagnostic {
    let (table, label) = (key.table(), column.label());
    let message = format!("{}'s primary key holds only the first {length} characters of {label}", table.label());
    let finding = Diagnostic::new(&RULE, key.subject(), key.get().origin.location(), message)
        .note(format!("{} copies rows in the order of a key whose columns are in it whole", cx.target().product_name()))
        .help(format!("take all of {label} into the key, or add a short key of its own"));
    cx.with_code(finding, "PARTIAL_KEY_IN_UNIQUE_KEY")
}
