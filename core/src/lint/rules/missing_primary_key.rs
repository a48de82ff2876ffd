use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, rejected::Told},
    rule::Severity,
    schema::{IndexWalker, RejectionKind, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds tables without a primary key, and without a unique key over NOT NULL columns that could stand for it.
    ///
    /// ## Why is this bad?
    /// Rows that nothing tells apart cannot be updated or deleted one by one; row-based replication searches the whole
    /// table for each of them; online schema change tools refuse the table. InnoDB hides a row id of its own there, which
    /// no query can use.
    ///
    /// On Vitess and PlanetScale `no-usable-unique-key` speaks instead.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE page_view (
    ///   page_id int NOT NULL,
    ///   seen_at datetime NOT NULL
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE page_view (
    ///   id bigint unsigned NOT NULL AUTO_INCREMENT,
    ///   page_id int NOT NULL,
    ///   seen_at datetime NOT NULL,
    ///   PRIMARY KEY (id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "missing-primary-key",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a table without a primary key",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if cx.target().dialect().is_none() || cx.target().needs_unique_row_key() {
        cx.is_idle(&RULE);
        return;
    }
    if table.keys_are_known()
        && table.columns_are_known()
        && !table.keys().any(|key| key.is_primary() || key.identifies_rows())
    {
        let finding = keyless(table);
        // Prisma refuses a model of which it cannot tell one row from another.
        let is_refused = table.get().model.is_some() && cx.schema().prisma.is_some() && !table.get().ignored;
        cx.report(if is_refused { finding.severity(Severity::Error) } else { finding });
    }
}

fn keyless(table: TableWalker<'_>) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, table.subject(), table.get().origin.name_location(), format!("{} has no primary key", table.label()))
        .here("nothing tells its rows apart")
        .note("rows cannot be changed one by one, replication searches the table for each, and tools for online schema changes refuse it")
        .help("add a primary key: the columns that tell rows apart, or an auto-increment id");
    let unique = table.indexes().filter(|index| index.is_unique());
    unique.fold(finding, |finding, unique| finding.label(unique.get().origin.location(), why_not(unique)))
}

/// Why a unique key does not tell all rows apart.
fn why_not(unique: IndexWalker<'_>) -> String {
    let table = unique.table();
    for part in &unique.get().parts {
        let Some(column) = part.column_name().and_then(|name| table.column(name)) else {
            return "this key is over an expression, so it cannot stand for a primary key".to_owned();
        };
        let label = column.label();
        if column.get().nullable {
            return format!("{label} may be NULL, and rows with NULL are never the same to this key");
        }
        if let Some(length) = unique.prefix_of(part) {
            return format!("this key compares only the first {length} characters of {label}");
        }
    }
    "this key holds only some of the rows".to_owned()
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::NoUsableKey,
    message: "{0} has no id or unique key that the client can use",
    note: "types that Prisma does not know tell it no rows apart, and Prisma refuses the schema",
    help: "add an id of another type, or @@ignore",
    other: "",
}];
