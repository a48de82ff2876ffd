use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::LintContext,
    schema::TableWalker,
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds tables and columns whose character set is utf8mb3, or `utf8`, which means it. A schema is told once, with the number of them.
    ///
    /// ## Why is this bad?
    /// utf8mb3 has three bytes for a character: emoji, and many Chinese characters, are refused. MySQL has deprecated it since 8.0 and will remove it,
    /// and `utf8` is to mean utf8mb4 then (MySQL manual, "The utf8mb3 Character Set"). MariaDB keeps it.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY, word varchar(20)) DEFAULT CHARSET=utf8;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY, word varchar(20)) DEFAULT CHARSET=utf8mb4;
    /// ```
    static RULE: Rule = {
        name: "utf8mb3-deprecated",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "tables and columns in the old utf8",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    if !cx.target().deprecates_utf8mb3() {
        cx.is_idle(&RULE);
        return;
    }
    let mut first = None;
    let mut tables = 0_usize;
    for table in cx.tables() {
        if let Some((label, location)) = old_text(table) {
            first.get_or_insert((label, location));
            tables += 1;
        }
    }
    if let Some((label, location)) = first {
        cx.report(old(&label, location, tables));
    }
}

/// What of a table is said to be in utf8mb3: all of it, or its first such column.
fn old_text(table: TableWalker<'_>) -> Option<(String, Location)> {
    if table.get().charset.as_deref() == Some("utf8mb3") {
        return Some((table.label().to_owned(), table.get().origin.name_location()));
    }
    let is_old = |name: &str| name == "utf8mb3" || name.starts_with("utf8mb3_");
    let mut columns = table.columns().filter(|column| {
        let details = column.get().details();
        details.charset.as_deref().or(details.collation.as_deref()).is_some_and(is_old)
    });
    columns.next().map(|column| (column.full_label(), column.get().origin.location()))
}

fn old(label: &str, location: Location, tables: usize) -> Diagnostic {
    let others = match tables {
        1 => String::new(),
        2 => ", and so is text of another table".to_owned(),
        count => format!(", and so is text of {} other tables", count - 1),
    };
    // The schema is told once, whichever table comes first.
    let subject =
        Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name: Some("utf8mb3".into()) };
    Diagnostic::new(&RULE, subject, location, format!("{label} is in utf8mb3{others}"))
        .note("it has no place for emoji and many Chinese characters, and MySQL will remove it; `utf8` means it today, and something else then")
        .help("use utf8mb4: ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4; indexes over long texts may have to become shorter")
}
