use crate::{declare_rule, diagnostic::Diagnostic, lint::LintContext, rule::Severity, schema::TableWalker};

declare_rule! {
    /// ## What it does
    /// Finds tables in a storage engine that keeps no transactions: MyISAM, Aria, MEMORY, CSV, ARCHIVE and such. On Vitess and PlanetScale every engine but
    /// InnoDB is an error.
    ///
    /// ## Why is this bad?
    /// A write that fails half-way stays half done, a crash may leave the table damaged, foreign keys are read and forgotten, and a write locks the
    /// whole table. PlanetScale refuses the branch (`UNSUPPORTED_FEATURE`).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY) ENGINE=MyISAM;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (id int PRIMARY KEY) ENGINE=InnoDB;
    /// ```
    static RULE: Rule = {
        name: "engine-not-innodb",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a table in another storage engine than InnoDB",
    }
}

/// Without transactions. Source: MySQL manual, "Alternative Storage Engines"; MariaDB, "Storage Engines".
const WITHOUT_TRANSACTIONS: &[&str] =
    &["myisam", "mrg_myisam", "merge", "aria", "memory", "heap", "csv", "archive", "blackhole", "federated", "isam"];

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let Some(engine) = table.get().engine.as_ref().filter(|_| !table.is_in_innodb()) else { return };
    let only_innodb = cx.target().needs_unique_row_key();
    if only_innodb || WITHOUT_TRANSACTIONS.contains(&engine.to_lowercase().as_str()) {
        let finding = another(cx, table, engine);
        cx.report(finding);
    }
}

fn another(cx: &LintContext<'_>, table: TableWalker<'_>, engine: &str) -> Diagnostic {
    let message = format!("{} is kept in {engine}, not in InnoDB", table.label());
    let finding =
        Diagnostic::new(&RULE, table.subject(), table.get().origin.name_location(), message).help("use ENGINE=InnoDB");
    if cx.target().needs_unique_row_key() {
        let note = format!("{} takes InnoDB only", cx.target().product_name());
        return cx.with_code(finding.severity(Severity::Error).note(note), "UNSUPPORTED_FEATURE");
    }
    finding.note("it keeps no transactions and no foreign keys, and a crash may leave it damaged")
}
