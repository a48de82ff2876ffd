use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    diff::{RenameCandidate, Renamed},
    safety::{
        SafetyContext,
        wording::{answers, asked, column_word, count, expand_and_contract, name},
    },
    schema::ColumnWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds a column that is dropped and one that is added, and that are probably one column under two names.
    ///
    /// ## Why is this bad?
    /// Neither Prisma nor a deploy request knows renames: they drop the old column with all its values, and add an empty one.
    /// Whether it is a rename, only you know; so nothing is renamed before you say so.
    ///
    /// ## What to do
    /// - You renamed a field of Prisma, and the column may keep its name: `@map("old")`. Nothing is dropped, nothing to deploy.
    /// - The column shall have the new name: `// shoring:renamed-from old` above it (`--` in SQL). Then `rename-column` tells how
    ///   to get there.
    /// - They are two columns: silence this rule above the new one. Then the dropped and the added column are judged each on
    ///   its own.
    ///
    /// ## How it is told
    /// By the type, the place among the other columns, the likeness of the names (their style, a prefix, plural, abbreviation or
    /// slip of the pen), and the keys and relations that follow. The finding says which of them, and how sure it is.
    ///
    /// ## Example
    /// ```prisma,base
    /// model Post {
    ///   id    Int    @id
    ///   title String
    ///   body  String
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model Post {
    ///   id       Int    @id
    ///   headline String
    ///   body     String
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id       Int    @id
    ///   headline String @map("title")
    ///   body     String
    /// }
    /// ```
    static RULE: Rule = {
        name: "probable-column-rename",
        category: Safety,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a column dropped and one added that are probably one, renamed",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for candidate in cx.candidates() {
        let Renamed::Column { base, head } = candidate.renamed else { continue };
        // Within a table that is probably renamed itself, the table's finding speaks.
        let Some((dropped, added)) = candidate.changes else { continue };
        if !super::map_removed::is_of_column(base, head) {
            let finding = probable(cx, base, head, candidate);
            cx.report([dropped, added], finding);
        }
    }
}

/// How sure it is, in words.
pub(super) fn certainty(candidate: &RenameCandidate<'_>) -> String {
    format!("{:.0} % sure: {}", candidate.score * 100.0, candidate.reasons.join(", "))
}

fn probable(
    cx: &SafetyContext<'_>,
    base: ColumnWalker<'_>,
    head: ColumnWalker<'_>,
    candidate: &RenameCandidate<'_>,
) -> Diagnostic {
    let (old, new) = (&base.get().name, &head.get().name);
    // A field that has kept its name has another column.
    let message = if head.label() == base.label() {
        format!(
            "column {}.{new} of field {} looks like {old} under another name, and that one is dropped with its values",
            head.table().get().name,
            head.full_label()
        )
    } else {
        format!(
            "{} {} looks like {} under another name, and that one is dropped with its values",
            column_word(head),
            head.full_label(),
            base.label()
        )
    };
    let help = if head.is_prisma() {
        format!(
            "the same column? @map(\"{old}\") keeps it, `// shoring:renamed-from {old}` renames it; another one? `// shoring-ignore {}: why`",
            RULE.name
        )
    } else {
        format!(
            "the same column? `-- shoring:renamed-from {old}` above it says so; another one? `-- shoring-ignore {}: why`",
            RULE.name
        )
    };
    let condition = format!("{} IS NOT NULL", name(cx, old));
    let mut finding = Diagnostic::new(&RULE, head.subject(), head.get().origin.name_location(), message)
        .here(certainty(candidate))
        .label(base.get().origin.name_location(), "this one is dropped")
        .note(format!(
            "as it stands, `{old}` is dropped and an empty `{new}` is added{}; code of before still uses `{old}`",
            if super::add_required_column::lacks_value(head) {
                ", which is required and so fails where there are rows"
            } else {
                ""
            }
        ))
        .verdict(Verdict::LosesData)
        .verdict(Verdict::BreaksRunningCode)
        .proof(count(cx, base.table(), &condition))
        .help(help)
        .steps(expand_and_contract(
            &format!("{}.{old}", base.table().label()),
            &format!("{}.{new}", head.table().label()),
        ));
    let keep = asked(format!("Keep the column: @map(\"{old}\")"), cx.editor().map_column(head.get(), old));
    finding.fixes = answers(cx, keep, (head.get().origin, old), &RULE);
    finding
}
