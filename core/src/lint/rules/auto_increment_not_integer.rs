use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    rule::Severity,
    schema::{ColumnWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds AUTO_INCREMENT on a column that is no whole number.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1063). On floating numbers it is taken by MariaDB and by MySQL before 8.4, where it is deprecated: past
    /// 16,777,216 a FLOAT does not count on. There it is a warning.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (id decimal(10,0) NOT NULL AUTO_INCREMENT PRIMARY KEY);
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY);
    /// ```
    static RULE: Rule = {
        name: "auto-increment-not-integer",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "AUTO_INCREMENT on a column that does not count",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let counted = table.columns().filter(|it| it.get().auto_increment && !it.get().ty.is_integer());
    let told: Vec<_> = counted.map(|column| no_integer(cx, column)).collect();
    for finding in told {
        cx.report(finding);
    }
}

fn no_integer(cx: &LintContext<'_>, column: ColumnWalker<'_>) -> Diagnostic {
    let ty = &column.get().ty;
    let message = format!("{} counts up, and is {ty}", column.full_label());
    let finding = Diagnostic::new(&RULE, column.subject(), column.get().origin.location(), message)
        .help("make it bigint, or int, or remove AUTO_INCREMENT");
    if ty.is_floating() && cx.target().counts_floating_numbers() {
        let note = "a floating number skips whole numbers when it gets large; MySQL refuses it since 8.4";
        return finding.severity(Severity::Warning).note(note);
    }
    finding.note("the server refuses the statement: only whole numbers count up")
}
