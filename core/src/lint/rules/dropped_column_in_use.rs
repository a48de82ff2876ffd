use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Fault, FaultKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a `DROP COLUMN` of a column that a foreign key of its table is over, or that a check names among others. On MariaDB also of one that a unique key over several columns holds:
    /// without it, rows could become equal.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement, and all of its other clauses with it (errors 1828 and 3959; MariaDB 1072).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT note_author FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ALTER TABLE note DROP COLUMN author_id;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT note_author FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ALTER TABLE note DROP FOREIGN KEY note_author, DROP COLUMN author_id;
    /// ```
    static RULE: Rule = {
        name: "dropped-column-in-use",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a dropped column that a key needs",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::NeededByForeignKey, FaultKind::NeededByCheck, FaultKind::NeededByUniqueKey], needed);
}

fn needed(fault: &Fault) -> Diagnostic {
    let what = match fault.kind {
        FaultKind::NeededByForeignKey => "a foreign key",
        FaultKind::NeededByCheck => "a check",
        _ => "a unique key",
    };
    let message = format!("{what} of table `{}` needs `{}`", fault.table, fault.name);
    let finding = Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .note("the server refuses the statement, and all of its other clauses with it")
        .help("drop that in the same statement");
    finding.label_if(fault.other, "this one")
}
