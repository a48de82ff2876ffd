use crate::{
    change::Aspect,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    safety::{
        SafetyContext,
        wording::{column_word, count, expand_and_contract, name},
    },
    schema::{ColumnWalker, TypeChange},
};

declare_rule! {
    /// ## What it does
    /// Finds a column that keeps its name and gets a type that its values cannot become.
    ///
    /// ## Why is this bad?
    /// There is no way from one type to the other, so the column is dropped and made anew: Prisma does so without a word on
    /// PostgreSQL when a text becomes a number. The values are gone, though the column is still there.
    ///
    /// ## What to do
    /// Add a column of the new type beside the old one, fill it from the old one as it should be, and drop the old one in a
    /// later deploy.
    ///
    /// ## Example
    /// ```prisma,base,provider=postgresql
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
        name: "drop-and-recreate-column",
        category: Safety,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a column whose values cannot become those of its new type",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for (number, base, head) in cx.altered(Aspect::Type) {
        // What is computed anew loses nothing.
        let is_computed = head.get().generated.is_some();
        if !is_computed && super::narrow_type::change(cx, base, head) == Some(TypeChange::NoCast) {
            let finding = recreated(cx, base, head);
            cx.report([number], finding);
        }
    }
}

fn recreated(cx: &SafetyContext<'_>, base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> Diagnostic {
    let label = head.full_label();
    let (old, new) = (&base.get().ty, &head.get().ty);
    let condition = format!("{} IS NOT NULL", name(cx, &base.get().name));
    Diagnostic::new(
        &RULE,
        head.subject(),
        head.get().origin.name_location(),
        format!("{} {label} goes from {old} to {new}, which its values cannot become", column_word(head)),
    )
    .label(base.get().origin.name_location(), format!("{old} here"))
    .note(format!(
        "{} has no conversion from {old} to {new} by itself: the column is dropped and made anew, or the change is refused",
        cx.target().product_name()
    ))
    .verdict(if cx.target().refuses_impossible_types() { Verdict::PlatformRefuses } else { Verdict::LosesData })
    .verdict(Verdict::BreaksRunningCode)
    .proof(count(cx, base.table(), &condition))
    .help("add a column of the new type beside it, fill that, and drop the old one later")
    .steps(expand_and_contract(&label, "a column of the new type"))
}
