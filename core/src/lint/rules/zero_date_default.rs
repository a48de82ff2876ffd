use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, fixes, literals},
    schema::{ColumnWalker, DefaultValue, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds dates with zeros as defaults: `0000-00-00`, `2020-00-01`.
    ///
    /// ## Why is this bad?
    /// It is no date. MySQL refuses it by its usual settings since 5.7 (`NO_ZERO_DATE`, `NO_ZERO_IN_DATE`), so a dump of an old server cannot be loaded, and no
    /// other change of the table made; Vitess refuses the table in a schema change.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   read_at datetime NOT NULL DEFAULT '0000-00-00 00:00:00'
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   read_at datetime NULL
    /// );
    /// ```
    static RULE: Rule = {
        name: "zero-date-default",
        category: Compatibility,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a date of zeros as a default",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let is_zero = |column: &ColumnWalker<'_>| match &column.get().default {
        Some(DefaultValue::Literal(value)) => literals::is_zero_date(&column.get().ty, value),
        _ => false,
    };
    let zeros: Vec<_> = table.columns().filter(is_zero).collect();
    for column in zeros {
        let finding = zero(cx, column);
        cx.report(finding);
    }
}

fn zero(cx: &LintContext<'_>, column: ColumnWalker<'_>) -> Diagnostic {
    let message = format!("the default of {} is a date of zeros", column.full_label());
    let note = if cx.target().refuses_zero_dates() {
        "it is no date, and the server refuses it by its usual settings, with every other change of the table"
    } else {
        "it is no date: other servers and stricter settings refuse it"
    };
    // Where it may be NULL.
    let words = column.get().nullable.then(|| {
        cx.editor().replace_words(column.get().origin.location(), &["DEFAULT"], true, |_| "DEFAULT NULL".to_owned())
    });
    Diagnostic::new(&RULE, column.subject(), column.get().origin.location(), message)
        .note(note)
        .help("let the column be NULL where there is no date yet")
        .fix(fixes::risky("Write DEFAULT NULL", words.flatten()))
}
