use super::add_required_column::make_optional;
use crate::{
    change::Aspect,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    rule::Severity,
    safety::{
        SafetyContext,
        wording::{column_word, count, name, platform_code},
    },
    schema::ColumnWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds a column that could be empty and now must have a value.
    ///
    /// ## Why is this bad?
    /// If one row has no value, the change fails: on PlanetScale when that row is copied, elsewhere when the server looks
    /// through the table. Without strict mode MySQL writes 0 or an empty text into such rows instead. And code that still
    /// writes rows without a value gets errors.
    ///
    /// A default does not help: it is for new rows, not for those that are there. Where migrations of the same branch change
    /// rows by the column before (`UPDATE … SET c = …`, `DELETE … WHERE c IS NULL`) it is a warning: look whether that is all
    /// of them.
    ///
    /// ## What to do
    /// Deploy code that always writes a value, fill the rows that have none, see that the query answers 0, then make the
    /// column required.
    ///
    /// ## Example
    /// ```prisma,base
    /// model User {
    ///   id   Int     @id
    ///   name String?
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model User {
    ///   id   Int    @id
    ///   name String
    /// }
    /// ```
    static RULE: Rule = {
        name: "nullable-to-required",
        category: Safety,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a column that could be NULL and now must have a value",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for (number, base, head) in cx.altered(Aspect::Nullability) {
        if base.get().nullable && !head.get().nullable && head.get().generated.is_none() && cx.dialect().is_some() {
            let finding = required(cx, base, head);
            cx.report([number], finding);
        }
    }
}

fn required(cx: &SafetyContext<'_>, base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> Diagnostic {
    let label = head.full_label();
    let (table, column) = (name(cx, &base.table().get().name), name(cx, &base.get().name));
    let product = cx.target().product_name();
    let why = if cx.target().alters_by_copying_rows() {
        format!("{product} copies the rows into a table that wants a value: the first row without one ends the change")
    } else {
        format!("{product} refuses the change when it meets a row without a value")
    };
    let default = if head.get().default.is_some() { "; the default is for new rows only" } else { "" };
    let finding = Diagnostic::new(
        &RULE,
        head.subject(),
        head.get().origin.name_location(),
        format!("{} {label} may be empty in rows that are there, and must have a value now", column_word(head)),
    )
    .label(base.get().origin.name_location(), "it could be empty here")
    .note(format!("{why}{default}; code that writes rows without a value fails afterwards"))
    .verdict(Verdict::MayFailOnRows)
    .verdict(Verdict::BreaksRunningCode)
    .proof(count(cx, base.table(), &format!("{column} IS NULL")))
    .help(format!("fill the rows first, and make {label} required in a deploy of its own"))
    .steps([
        format!("deploy code that always writes {label}"),
        format!("fill the rows that are there: UPDATE {table} SET {column} = … WHERE {column} IS NULL, in batches"),
        format!("see that no row is left: {}", count(cx, base.table(), &format!("{column} IS NULL"))),
        format!("make {label} required in a deploy of its own"),
    ])
    .fix(make_optional(cx, head));
    // Whether it fills all of them, and whether code writes another one meanwhile, no text can tell.
    let finding = match cx.filled(base) {
        Some(filled) => finding
            .severity(Severity::Warning)
            .label(filled, "rows are changed by it here")
            .help(format!("see that it fills all rows; code that goes on to write rows without {label} undoes it"))
            .steps([
                format!("deploy code that always writes {label}, where there is code that knows it"),
                format!(
                    "fill the rows, and see that none is left: {}",
                    count(cx, base.table(), &format!("{column} IS NULL"))
                ),
                format!("make {label} required in a deploy of its own"),
            ]),
        None => finding,
    };
    platform_code(cx, finding, "column-cannot-be-null")
}
