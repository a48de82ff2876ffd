use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ColumnWalker, IndexKind, IndexWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds a key over a TEXT, BLOB, JSON or geometry column that does not say how much of it is indexed.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement: such values have no greatest length, so a key holds the beginning of them only, and must say how much (error
    /// 1170; a JSON column cannot be in a key at all, error 3152). MariaDB takes plain and unique keys of that kind, and refuses primary keys.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE page (
    ///   id int PRIMARY KEY,
    ///   url text NOT NULL,
    ///   KEY page_url (url)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE page (
    ///   id int PRIMARY KEY,
    ///   url text NOT NULL,
    ///   KEY page_url (url(191))
    /// );
    /// ```
    static RULE: Rule = {
        name: "text-index-without-length",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a key over a text without a length",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if !cx.target().keeps_tables_in_innodb() {
        cx.is_idle(&RULE);
        return;
    }
    for index in table.keys() {
        let is_tree = matches!(index.get().kind, IndexKind::Primary | IndexKind::Unique | IndexKind::Plain);
        let takes_texts = cx.target().hashes_long_unique_keys() && !index.is_primary();
        // A length does not help there: `blob-in-primary-key` tells what does.
        let is_told = cx.target().needs_unique_row_key() && index.is_primary();
        if !is_tree || takes_texts || is_told || index.get().implicit {
            continue;
        }
        let without = index.get().parts.iter().filter(|part| part.length.is_none());
        let mut column = without.filter_map(|part| table.column(part.column_name()?));
        if let Some(column) = column.find(|it| it.get().ty.is_blob_or_text()) {
            cx.report(unlimited(index, column));
        }
    }
}

fn unlimited(index: IndexWalker<'_>, column: ColumnWalker<'_>) -> Diagnostic {
    let (table, ty) = (index.table(), &column.get().ty);
    let message = format!(
        "{}'s key on {} needs a length for {}, which is {ty}",
        table.label(),
        index.parts_label(),
        column.label()
    );
    let help = match (ty.name.as_str(), table.is_prisma()) {
        ("json", _) => "index a generated column that holds the part that is looked for".to_owned(),
        (_, true) => format!(
            "write [{}(length: 191)], or give the field a type with a length, like @db.VarChar(191)",
            column.label()
        ),
        (_, false) => {
            format!("write {}(191), or give the column a type with a length, like varchar(191)", column.label())
        }
    };
    Diagnostic::new(&RULE, index.subject(), index.get().origin.location(), message)
        .label(column.get().origin.location(), "its values have no greatest length")
        .note("the server refuses the statement: it indexes the beginning of such values only, and wants to know how much")
        .help(help)
}
