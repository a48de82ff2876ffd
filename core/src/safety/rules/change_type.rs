use super::narrow_type::change;
use crate::{
    change::Aspect,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    safety::{
        SafetyContext,
        wording::{column_word, expand_and_contract},
    },
    schema::{ColumnWalker, TypeChange},
};

declare_rule! {
    /// ## What it does
    /// Finds a column that gets a type of another kind, into which its values have to be converted.
    ///
    /// ## Why is this bad?
    /// The server converts each value as it sees fit: a text that is no number ends the change, a date becomes a number, the
    /// order of the rows may be another. And code of before reads and writes the other kind: a client that expects a text gets
    /// a number.
    ///
    /// A type that holds every value of the old one (an `int` that becomes a `bigint`) is no such change; one that does not
    /// hold them all is spoken of by `narrow-type`.
    ///
    /// ## What to do
    /// Look at what the values become, or go in steps: a column of the new type beside the old one.
    ///
    /// ## Example
    /// ```prisma,base
    /// model Order {
    ///   id    Int    @id
    ///   total String
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model Order {
    ///   id    Int @id
    ///   total Int
    /// }
    /// ```
    static RULE: Rule = {
        name: "change-type",
        category: Safety,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a type of another kind, into which the values are converted",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for (number, base, head) in cx.altered(Aspect::Type) {
        if change(cx, base, head) == Some(TypeChange::Converts) {
            let finding = converted(cx, base, head);
            cx.report([number], finding);
        }
    }
}

fn converted(cx: &SafetyContext<'_>, base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> Diagnostic {
    let label = head.full_label();
    let (old, new) = (&base.get().ty, &head.get().ty);
    Diagnostic::new(
        &RULE,
        head.subject(),
        head.get().origin.name_location(),
        format!("{} {label} goes from {old} to {new}: each value is converted", column_word(head)),
    )
    .label(base.get().origin.name_location(), format!("{old} here"))
    .note(format!(
        "{} converts the values as it sees fit, or stops at one that it cannot; code of before reads and writes {old}",
        cx.target().product_name()
    ))
    .verdict(Verdict::MayFailOnRows)
    .verdict(Verdict::BreaksRunningCode)
    .help("look at what the values become, or add a column of the new type beside it")
    .steps(expand_and_contract(&label, "a column of the new type"))
}
