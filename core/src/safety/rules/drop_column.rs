use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    safety::{
        SafetyContext,
        wording::{column_word, count, name, place_of_gone},
    },
    schema::ColumnWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds a column that is no more.
    ///
    /// ## Why is this bad?
    /// Its values are gone, and code that still reads or writes it gets errors from the moment of the deploy: Prisma's client
    /// names every column of a model in its queries, whether the program looks at it or not.
    ///
    /// ## What to do
    /// First deploy code that does not know the column. Then drop it, in a deploy of its own.
    ///
    /// A column that has only got another name is spoken of by `probable-column-rename`.
    ///
    /// ## Example
    /// ```prisma,base
    /// model User {
    ///   id  Int     @id
    ///   fax String?
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model User {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "drop-column",
        category: Safety,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a column that is dropped with its values",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for (number, pair) in cx.columns() {
        if let (Some(column), None) = (pair.base(), pair.head()) {
            let finding = dropped(cx, column);
            cx.report([number], finding);
        }
    }
}

fn dropped(cx: &SafetyContext<'_>, column: ColumnWalker<'_>) -> Diagnostic {
    let label = column.full_label();
    let place = place_of_gone(cx, column);
    let client =
        if column.is_prisma() { "; Prisma's client of before names it in every query of the model" } else { "" };
    let is_computed = column.get().generated.is_some();
    let what = if is_computed { "is dropped" } else { "is dropped with its values" };
    let mut finding =
        Diagnostic::new(&RULE, column.subject(), place, format!("{} {label} {what}", column_word(column)))
            .note(format!("code that still uses it fails from the deploy on{client}"))
            .verdict(Verdict::BreaksRunningCode)
            .help("deploy code that does not know it first, and drop it in a deploy of its own")
            .steps([format!("deploy code that does not use {label}"), format!("drop {label} in a deploy of its own")]);
    if place != column.get().origin.name_location() {
        finding = finding.label(column.get().origin.name_location(), "it was here");
    }
    if is_computed {
        return finding;
    }
    let condition = format!("{} IS NOT NULL", name(cx, &column.get().name));
    finding.verdict(Verdict::LosesData).proof(count(cx, column.table(), &condition))
}
