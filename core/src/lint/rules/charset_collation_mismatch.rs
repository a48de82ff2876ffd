use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject},
    lint::LintContext,
    schema::{TableWalker, bytes_of_character},
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds tables and columns whose collation does not belong to the character set that is named beside it.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1253).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   word varchar(20) CHARACTER SET latin1 COLLATE utf8mb4_bin
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   word varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
    /// );
    /// ```
    static RULE: Rule = {
        name: "charset-collation-mismatch",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a collation of another character set",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let it = table.get();
    if let Some((charset, collation)) = mismatch(it.charset.as_deref(), it.collation.as_deref()) {
        cx.report(apart(table.label(), charset, collation, table.subject(), it.origin.name_location()));
    }
    for column in table.columns() {
        let details = column.get().details();
        if let Some((charset, collation)) = mismatch(details.charset.as_deref(), details.collation.as_deref()) {
            let location = column.get().origin.location();
            cx.report(apart(&column.full_label(), charset, collation, column.subject(), location));
        }
    }
}

/// A character set and a collation that do not belong together.
fn mismatch<'n>(charset: Option<&'n str>, collation: Option<&'n str>) -> Option<(&'n str, &'n str)> {
    let (charset, collation) = charset.zip(collation)?;
    let of = collation.split_once('_').map_or(collation, |(of, _)| of);
    // MariaDB has collations of every character set (`uca1400_ai_ci`).
    (of != charset && bytes_of_character(of).is_some()).then_some((charset, collation))
}

fn apart(label: &str, charset: &str, collation: &str, subject: Subject, location: Location) -> Diagnostic {
    let message = format!("{label} is in {charset}, and {collation} is no collation of it");
    Diagnostic::new(&RULE, subject, location, message)
        .note("the server refuses the statement: a collation is of one character set")
        .help(format!("name one of them only, or a collation that begins with {charset}_"))
}
