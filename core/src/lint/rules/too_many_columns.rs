use crate::{declare_rule, diagnostic::Diagnostic, lint::LintContext, rule::Severity, schema::TableWalker};

declare_rule! {
    /// ## What it does
    /// Finds tables with more than 250 columns, and, as an error, with more than the 1,017 that InnoDB takes.
    ///
    /// ## Why is this bad?
    /// Past 1,017 columns the server refuses the table (error 1117). Long before, a row does not fit a page, every `SELECT *` moves all of it, and each
    /// change of the table has more to copy. A table that grows a column for each new thing usually wants rows for them.
    ///
    /// ## Example
    /// A table with more columns than can be shown here: `c0` to `c250`.
    ///
    /// ## How to fix it
    /// Keep what belongs together in tables of its own, or what has the same shape in rows.
    static RULE: Rule = {
        name: "too-many-columns",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a table with more columns than is good for it",
    }
}

/// MySQL manual, "InnoDB Limits".
const MOST: usize = 1_017;
/// Real tables stay below it by far.
const MANY: usize = 250;

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if !cx.target().keeps_tables_in_innodb() {
        cx.is_idle(&RULE);
        return;
    }
    let count = table.get().columns.len();
    if count > MANY {
        let finding = too_many(cx, table, count);
        cx.report(finding);
    }
}

fn too_many(cx: &LintContext<'_>, table: TableWalker<'_>, count: usize) -> Diagnostic {
    let message = format!("{} has {count} columns", table.label());
    let finding = Diagnostic::new(&RULE, table.subject(), table.get().origin.name_location(), message)
        .help("keep what belongs together in a table of its own, or what has the same shape in rows");
    if count > MOST {
        let finding = finding.severity(Severity::Error).note(format!("the server refuses a table of more than {MOST}"));
        return cx.with_code(finding, "UNSUPPORTED_FEATURE");
    }
    finding.note(format!("wide rows are slow to read and to change; past {MOST} columns the server refuses the table"))
}
