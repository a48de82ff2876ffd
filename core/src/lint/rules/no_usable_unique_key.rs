use super::{blob_in_primary_key::blob_of, prefix_in_primary_key::prefix_of};
use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{IndexWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds tables that Vitess cannot copy row by row: without a primary or unique key whose columns are all NOT NULL,
    /// whole, and neither TEXT, BLOB, JSON nor floating numbers.
    ///
    /// ## Why is this bad?
    /// Vitess changes a table by copying its rows to a new one in the order of such a key. PlanetScale refuses a branch
    /// with a table that has none (`NO_UNIQUE_KEY`), so no deploy request can be opened.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=planetscale
    /// CREATE TABLE page_view (
    ///   page_id int NOT NULL,
    ///   visitor varchar(40) DEFAULT NULL,
    ///   UNIQUE KEY page_visitor (page_id, visitor)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=planetscale
    /// CREATE TABLE page_view (
    ///   page_id int NOT NULL,
    ///   visitor varchar(40) NOT NULL,
    ///   UNIQUE KEY page_visitor (page_id, visitor)
    /// );
    /// ```
    static RULE: Rule = {
        name: "no-usable-unique-key",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a table without a unique key that Vitess can copy rows by",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if !cx.target().needs_unique_row_key() {
        cx.is_idle(&RULE);
        return;
    }
    // Of a primary key that is in the way, rules of their own speak.
    let is_told = table.primary_key().is_some_and(|key| blob_of(key).is_some() || prefix_of(key).is_some());
    let is_known = table.keys_are_known() && table.columns_are_known();
    if is_known && !is_told && !table.keys().any(IndexWalker::is_vitess_row_key) {
        let finding = no_key(cx, table);
        cx.report(finding);
    }
}

fn no_key(cx: &LintContext<'_>, table: TableWalker<'_>) -> Diagnostic {
    let message = format!("{} has no unique key that {} can copy rows by", table.label(), cx.target().product_name());
    let mut finding = Diagnostic::new(&RULE, table.subject(), table.get().origin.name_location(), message)
        .here("nothing tells its rows apart")
        .note("schema changes copy rows in the order of a primary or unique key whose columns are all NOT NULL, in it whole, and not TEXT, BLOB, JSON or floating numbers")
        .help("add a primary key: the columns that tell rows apart, or an auto-increment id");
    for key in table.keys().filter(|key| key.is_unique()) {
        finding = finding.label(key.get().origin.location(), why_not(key));
    }
    match cx.target().lint_codes() {
        Some(platform) => finding.code(platform, "NO_UNIQUE_KEY"),
        None => finding,
    }
}

fn why_not(key: IndexWalker<'_>) -> String {
    let table = key.table();
    for part in &key.get().parts {
        let Some(column) = part.column_name().and_then(|name| table.column(name)) else {
            return "this key does not count: it is over an expression".to_owned();
        };
        let label = column.label();
        if column.get().nullable {
            return format!("this key does not count: {label} may be NULL");
        }
        if let Some(length) = key.prefix_of(part) {
            return format!("this key does not count: it holds only the first {length} characters of {label}");
        }
        if column.get().ty.is_blob_or_text() || column.get().ty.is_floating() {
            return format!("this key does not count: {label} is of type {}", column.get().ty);
        }
    }
    "this key does not count: it holds only some of the rows".to_owned()
}
