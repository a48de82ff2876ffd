use crate::{declare_rule, diagnostic::Diagnostic, lint::LintContext, schema::TableWalker};

declare_rule! {
    /// ## What it does
    /// Adds up the bytes that the columns of a table may take, each at its longest, and finds tables with more than 65,535 of them. Of TEXT, BLOB and
    /// JSON only the 9 to 12 bytes count that stand in the row. A character of utf8mb4 counts as 4 bytes.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1118; for a single column 1074), whatever the rows really hold. Prisma's `String` is `VARCHAR(191)`,
    /// 764 bytes and 2 for the length: a model with 86 of them is refused.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE letter (
    ///   id int PRIMARY KEY,
    ///   greeting varchar(1000),
    ///   body varchar(16000)
    /// ) DEFAULT CHARSET=utf8mb4;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE letter (
    ///   id int PRIMARY KEY,
    ///   greeting varchar(1000),
    ///   body text
    /// ) DEFAULT CHARSET=utf8mb4;
    /// ```
    static RULE: Rule = {
        name: "row-size-limit",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a row of more bytes than the server takes",
    }
}

/// MySQL manual, "Limits on Table Column Count and Row Size".
const MOST: u64 = 65_535;

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if !cx.target().keeps_tables_in_innodb() {
        cx.is_idle(&RULE);
        return;
    }
    let stored = || table.columns().filter(|column| column.get().generated.as_ref().is_none_or(|it| it.stored));
    // What is not known counts for nothing.
    let bytes: u64 = stored().filter_map(|column| column.bytes_in_row(cx.target())).sum();
    let nulls = stored().filter(|column| column.get().nullable).count() as u64;
    let whole = bytes + nulls.div_ceil(8);
    if whole > MOST {
        cx.report(too_wide(cx, table, whole));
    }
}

fn too_wide(cx: &LintContext<'_>, table: TableWalker<'_>, bytes: u64) -> Diagnostic {
    let message = format!("a row of {} may have {bytes} bytes, and the server takes {MOST}", table.label());
    let mut finding = Diagnostic::new(&RULE, table.subject(), table.get().origin.name_location(), message)
        .note("each column counts at its longest, a character with as many bytes as its character set has at most; the server refuses the statement")
        .help("make long texts TEXT, of which 12 bytes count at most, or shorter, or keep some in another table");
    let widest = table.columns().max_by_key(|column| column.bytes_in_row(cx.target()));
    if let Some((column, bytes)) = widest.and_then(|column| Some((column, column.bytes_in_row(cx.target())?))) {
        finding = finding.label(column.get().origin.location(), format!("{bytes} of them, the most of one column"));
    }
    finding
}
