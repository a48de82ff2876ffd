use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Fault, FaultKind},
};

declare_rule! {
    /// ## What it does
    /// Finds `REFERENCES` behind a column, on a server that reads it and makes no foreign key of it.
    ///
    /// ## Why is this bad?
    /// Nothing keeps the relation, nothing indexes the column, and no word of the server says so. MySQL before 9.0 and Vitess are so; MariaDB since
    /// 10.5 and MySQL since 9.0 make the foreign key.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int REFERENCES author (id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "inline-references-ignored",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "REFERENCES behind a column, which makes no foreign key",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::ReferencesIgnored], ignored);
}

fn ignored(fault: &Fault) -> Diagnostic {
    let message =
        format!("`{}`.`{}` has no foreign key: REFERENCES behind a column is ignored", fault.table, fault.name);
    Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .here("read, and forgotten")
        .note("the server makes a foreign key of a line of its own only")
        .help(format!("write FOREIGN KEY ({}) REFERENCES … as a line of the table", fault.name))
}
