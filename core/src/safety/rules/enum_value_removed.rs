use smol_str::SmolStr;

use super::narrow_type::change;
use crate::{
    change::Aspect,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    safety::{
        SafetyContext,
        wording::{count, name, platform_code, string},
    },
    schema::{ColumnWalker, TypeChange},
};

declare_rule! {
    /// ## What it does
    /// Finds an enum that loses a value.
    ///
    /// ## Why is this bad?
    /// Rows that have the value cannot keep it: the change fails at the first of them. (Without strict mode MySQL writes an
    /// empty text instead.) And code that still writes the value gets errors.
    ///
    /// A value that is only renamed is one that goes and one that comes, too.
    ///
    /// ## What to do
    /// Deploy code that does not write the value any more, give the rows that have it another one, see that the query
    /// answers 0, then remove it.
    ///
    /// ## Example
    /// ```prisma,base
    /// enum Status {
    ///   DRAFT
    ///   REVIEW
    ///   PUBLISHED
    /// }
    ///
    /// model Post {
    ///   id     Int    @id
    ///   status Status
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// enum Status {
    ///   DRAFT
    ///   PUBLISHED
    /// }
    ///
    /// model Post {
    ///   id     Int    @id
    ///   status Status
    /// }
    /// ```
    static RULE: Rule = {
        name: "enum-value-removed",
        category: Safety,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a value of an enum that rows may have, and that is no more",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for (number, base, head) in cx.altered(Aspect::Type) {
        if let Some(TypeChange::RemovesValues(values)) = change(cx, base, head) {
            let finding = removed(cx, base, head, &values);
            cx.report([number], finding);
        }
    }
}

fn removed(cx: &SafetyContext<'_>, base: ColumnWalker<'_>, head: ColumnWalker<'_>, values: &[SmolStr]) -> Diagnostic {
    let label = head.full_label();
    let column = name(cx, &base.get().name);
    let list: Vec<String> = values.iter().map(|value| string(value)).collect();
    let condition = match base.get().ty.name.as_str() {
        // A set holds several values in one.
        "set" => list.iter().map(|value| format!("FIND_IN_SET({value}, {column})")).collect::<Vec<_>>().join(" OR "),
        _ => format!("{column} IN ({})", list.join(", ")),
    };
    let gone = list.join(", ");
    let proof = count(cx, base.table(), &condition);
    let table = name(cx, &base.table().get().name);
    let finding = Diagnostic::new(
        &RULE,
        head.subject(),
        head.get().origin.name_location(),
        format!("{label} loses {gone}, which rows may hold"),
    )
    .label(base.get().origin.name_location(), format!("it could be {gone} here"))
    .note("a row that has such a value ends the change, and code that still writes one fails afterwards")
    .verdict(Verdict::MayFailOnRows)
    .verdict(Verdict::BreaksRunningCode)
    .proof(&proof)
    .help(if head.is_prisma() {
        "give those rows another value first; a value that has only got another name keeps its rows by @map(\"old\")"
    } else {
        "give those rows another value first; a new value for them is added in a deploy before this one"
    })
    .steps([
        format!("deploy code that does not write {gone} any more"),
        format!(
            "give the rows another value, one that both states have: UPDATE {table} SET {column} = … WHERE {condition}"
        ),
        format!("see that no row is left: {proof}"),
        format!("remove {gone} in a deploy of its own"),
    ]);
    platform_code(cx, finding, "value-does-not-fit-column")
}
