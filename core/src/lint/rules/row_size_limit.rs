use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ColumnWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Adds up the bytes that the columns of a table may take, each at its longest, and finds tables with more than 65,535 of them. Of TEXT, BLOB and
    /// JSON only the 9 to 12 bytes count that stand in the row. A character of utf8mb4 counts as 4 bytes. InnoDB moreover takes
    /// 8,125 bytes in a page of 16 KB, in which 41 bytes of a long text stay (21 in MariaDB, which counts texts of up to 255 bytes in full): so many TEXT columns are too many, too.
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
/// The same: a little less than half of a page of 16 KB, which is the usual size.
const MOST_IN_PAGE: u64 = 8_125;
/// What a record has beside its columns: its head, and who wrote it (MySQL manual, "COMPACT Row Format").
const BESIDE_COLUMNS: u64 = 5 + 6 + 7;

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
    // Fewer columns fit: none counts more than 256. The other formats of rows hold as much at most.
    let are_many = table.get().columns.len() > 30 && table.is_in_innodb();
    let in_page = || {
        let of_columns: u64 = stored().filter_map(|column| column.bytes_in_page(cx.target())).sum();
        of_columns + nulls.div_ceil(8) + BESIDE_COLUMNS
    };
    let in_page = if are_many { in_page() } else { 0 };
    if whole > MOST {
        cx.report(too_wide(cx, table, whole, None));
    } else if in_page > MOST_IN_PAGE {
        cx.report(too_wide(cx, table, in_page, Some(MOST_IN_PAGE)));
    }
}

fn too_wide(cx: &LintContext<'_>, table: TableWalker<'_>, bytes: u64, page: Option<u64>) -> Diagnostic {
    let (message, note, help) = match page {
        None => (
            format!("a row of {} may have {bytes} bytes, and the server takes {MOST}", table.label()),
            "each column counts at its longest, a character with as many bytes as its character set has at most; the server refuses the statement",
            "make long texts TEXT, of which 12 bytes count at most, or shorter, or keep some in another table",
        ),
        Some(most) => (
            format!("a row of {} may have {bytes} bytes in its page, and InnoDB takes {most}", table.label()),
            "two rows must fit a page of 16 KB, with what stays in it of long texts; the server refuses the statement",
            "keep some columns in another table, or together in one",
        ),
    };
    let mut finding =
        Diagnostic::new(&RULE, table.subject(), table.get().origin.name_location(), message).note(note).help(help);
    let bytes_of = |column: ColumnWalker<'_>| match page {
        None => column.bytes_in_row(cx.target()),
        Some(_) => column.bytes_in_page(cx.target()),
    };
    let widest = table.columns().max_by_key(|column| bytes_of(*column));
    if let Some((column, bytes)) = widest.and_then(|column| Some((column, bytes_of(column)?))) {
        finding = finding.label(column.get().origin.location(), format!("{bytes} of them, the most of one column"));
    }
    finding
}
