use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Fault, FaultKind},
};

declare_rule! {
    /// ## What it does
    /// Finds an `ALTER TABLE` that adds a partition under a name that the table has, or that would leave no partition.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement, and all of its other clauses with it (errors 1517 and 1508). Of a partition that is not there,
    /// `change-target-missing` speaks.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE log (day int NOT NULL, PRIMARY KEY (day))
    /// PARTITION BY RANGE (day) (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (200));
    /// ALTER TABLE log ADD PARTITION (PARTITION p1 VALUES LESS THAN (300));
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE log (day int NOT NULL, PRIMARY KEY (day))
    /// PARTITION BY RANGE (day) (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (200));
    /// ALTER TABLE log ADD PARTITION (PARTITION p2 VALUES LESS THAN (300));
    /// ```
    static RULE: Rule = {
        name: "partition-change-impossible",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a change of partitions that cannot be made",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::PartitionExists, FaultKind::NoPartitionLeft], impossible);
}

fn impossible(fault: &Fault) -> Diagnostic {
    let (message, help) = if fault.kind == FaultKind::PartitionExists {
        (format!("table `{}` has a partition `{}` already", fault.table, fault.name), "give it another name")
    } else {
        let help = "keep one, or REMOVE PARTITIONING, or drop the table";
        (format!("table `{}` would have no partition left", fault.table), help)
    };
    Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .note("the server refuses the statement, and all of its other clauses with it")
        .help(help)
}
