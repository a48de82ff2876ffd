use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{IndexKind, IndexMethod, IndexWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds primary keys, unique keys and indexes that are wider than InnoDB's keys: 3,072 bytes all together, and 767 bytes a column in a table with
    /// `ROW_FORMAT=COMPACT` or `REDUNDANT`. A character of utf8mb4 counts as 4 bytes, whatever is stored.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1071). MariaDB makes a hash of a unique key that is too long, and shortens a column of a plain one; its
    /// primary keys, and plain keys that are too long all together, it refuses too.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE page (
    ///   id int PRIMARY KEY,
    ///   url varchar(1000) NOT NULL,
    ///   UNIQUE KEY page_url (url)
    /// ) DEFAULT CHARSET=utf8mb4;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE page (
    ///   id int PRIMARY KEY,
    ///   url varchar(768) NOT NULL,
    ///   UNIQUE KEY page_url (url)
    /// ) DEFAULT CHARSET=utf8mb4;
    /// ```
    static RULE: Rule = {
        name: "index-key-too-long",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a key of more bytes than the server takes",
    }
}

/// MySQL manual, "InnoDB Limits": of a key in all, and of a column of it in the older row formats.
const OF_KEY: u64 = 3_072;
const OF_OLD_COLUMN: u64 = 767;

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if !cx.target().keeps_tables_in_innodb() {
        cx.is_idle(&RULE);
        return;
    }
    let told: Vec<_> = table.keys().filter_map(|index| too_long(cx, index)).collect();
    for finding in told {
        cx.report(finding);
    }
}

fn too_long(cx: &LintContext<'_>, index: IndexWalker<'_>) -> Option<Diagnostic> {
    let it = index.get();
    let table = index.table();
    let is_tree = matches!(it.kind, IndexKind::Primary | IndexKind::Unique | IndexKind::Plain);
    if !is_tree || it.method != IndexMethod::BTree || it.implicit || !table.is_in_innodb() {
        return None;
    }
    if it.kind == IndexKind::Unique && cx.target().hashes_long_unique_keys() {
        return None;
    }
    let old_format = table
        .get()
        .options
        .get("ROW_FORMAT")
        .is_some_and(|format| ["COMPACT", "REDUNDANT"].iter().any(|old| format.eq_ignore_ascii_case(old)));
    let of_column = if old_format { OF_OLD_COLUMN } else { OF_KEY };
    let mut whole = 0;
    for part in &it.parts {
        let Some(column) = part.column_name().and_then(|name| table.column(name)) else { continue };
        // What is not known counts for nothing: no key is called too long for it.
        let bytes = match part.length {
            // A text of no greatest length is shortened to the most of a key, where it is taken at all.
            None if column.get().ty.is_blob_or_text() && cx.target().shortens_long_keys() => OF_KEY,
            length => column.bytes_in_key(length, cx.target()).unwrap_or(0),
        };
        let is_shortened = it.kind == IndexKind::Plain && cx.target().shortens_long_keys() && !old_format;
        if bytes > of_column && !is_shortened {
            let what = format!("{} has {bytes} bytes in it", column.label());
            return Some(finding(index, &what, of_column));
        }
        whole += bytes.min(of_column);
    }
    (whole > OF_KEY).then(|| finding(index, &format!("it has {whole} bytes"), OF_KEY))
}

fn finding(index: IndexWalker<'_>, what: &str, limit: u64) -> Diagnostic {
    let key = if index.is_primary() { "primary key" } else { "key" };
    let table = index.table();
    let message = format!("{}'s {key} on {} is too long: {what}", table.label(), index.parts_label());
    let help = if table.is_prisma() {
        "make the fields shorter (@db.VarChar(n)), or index the beginning only: [field(length: n)]"
    } else {
        "make the columns shorter, or index the beginning only: column(n)"
    };
    Diagnostic::new(&RULE, index.subject(), index.get().origin.location(), message)
        .here(format!("the server takes {limit} bytes"))
        .note("a character counts for as many bytes as its character set has at most, 4 in utf8mb4; the server refuses the statement")
        .help(help)
}
