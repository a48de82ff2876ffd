use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Partition, PartitionMethod, Partitioning, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds partitions that PlanetScale does not take: those by LIST, subpartitions, and partitions in another storage engine than InnoDB.
    ///
    /// ## Why is this bad?
    /// PlanetScale takes RANGE, HASH and KEY only, and refuses the branch (`UNSUPPORTED_PARTITIONING_FEATURE`). Other targets take them, and nothing is said
    /// there.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=planetscale
    /// CREATE TABLE sale (country int NOT NULL, id int NOT NULL, PRIMARY KEY (country, id))
    /// PARTITION BY LIST (country) (PARTITION asia VALUES IN (1, 2), PARTITION europe VALUES IN (3, 4));
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=planetscale
    /// CREATE TABLE sale (country int NOT NULL, id int NOT NULL, PRIMARY KEY (country, id))
    /// PARTITION BY HASH (country) PARTITIONS 4;
    /// ```
    static RULE: Rule = {
        name: "partitioned-table",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "partitions of a kind that the platform refuses",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if cx.target().takes_all_partitions() {
        cx.is_idle(&RULE);
        return;
    }
    let Some(partitioning) = table.get().partitioning.as_deref() else { return };
    if let Some(what) = refused(partitioning) {
        let finding = of_kind(cx, table, partitioning, &what);
        cx.report(finding);
    }
}

/// What of partitions the platform does not take.
fn refused(partitioning: &Partitioning) -> Option<String> {
    let is_taken = matches!(
        partitioning.method,
        PartitionMethod::Range
            | PartitionMethod::RangeColumns
            | PartitionMethod::Hash
            | PartitionMethod::LinearHash
            | PartitionMethod::Key
            | PartitionMethod::LinearKey
    );
    if !is_taken {
        return Some(format!("it is parted by {}", partitioning.method.words()));
    }
    if partitioning.subpartitioning.is_some() {
        return Some("its partitions are parted again".to_owned());
    }
    let is_other =
        |partition: &&Partition| partition.engine.as_ref().is_some_and(|it| !it.eq_ignore_ascii_case("innodb"));
    let other = partitioning.partitions.iter().find(is_other)?;
    Some(format!("partition `{}` is kept in {}", other.name, other.engine.as_deref().unwrap_or_default()))
}

fn of_kind(cx: &LintContext<'_>, table: TableWalker<'_>, partitioning: &Partitioning, what: &str) -> Diagnostic {
    let message = format!("{} does not take the partitions of {}: {what}", cx.target().product_name(), table.label());
    let finding = Diagnostic::new(&RULE, table.subject(), partitioning.origin.location(), message)
        .note("it takes RANGE, HASH and KEY in InnoDB, and no subpartitions")
        .help("part the table by one of these, or not at all");
    cx.with_code(finding, "UNSUPPORTED_PARTITIONING_FEATURE")
}
