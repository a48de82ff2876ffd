use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{Fault, FaultKind},
};

declare_rule! {
    /// ## What it does
    /// Finds a column that gets another name while a check or a generated column of its table names it.
    ///
    /// ## Why is this bad?
    /// MySQL does not write expressions anew: it refuses the statement, and all of its other clauses with it (errors 3959 and
    /// 3108). MariaDB takes it.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE item (id int PRIMARY KEY, price int, CONSTRAINT item_price CHECK (price > 0));
    /// ALTER TABLE item RENAME COLUMN price TO cents;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE item (id int PRIMARY KEY, price int, CONSTRAINT item_price CHECK (price > 0));
    /// ALTER TABLE item DROP CHECK item_price;
    /// ALTER TABLE item RENAME COLUMN price TO cents;
    /// ALTER TABLE item ADD CONSTRAINT item_price CHECK (cents > 0);
    /// ```
    static RULE: Rule = {
        name: "renamed-column-in-use",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "another name for a column that an expression names",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    cx.report_faults(&[FaultKind::RenamedInCheck, FaultKind::RenamedInGenerated], named);
}

fn named(fault: &Fault) -> Diagnostic {
    let what = if fault.kind == FaultKind::RenamedInCheck { "check" } else { "generated column" };
    let message = format!("a {what} of table `{}` names `{}`", fault.table, fault.name);
    let finding = Diagnostic::new(&RULE, fault.subject(), fault.location, message)
        .note("the server refuses the statement, and all of its other clauses with it")
        .help(format!("drop the {what} before, and add it anew behind"));
    finding.label_if(fault.other, "this one")
}
