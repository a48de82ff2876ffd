use rustc_hash::FxHashMap;

use super::probable_column_rename::certainty;
use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    diff::{RenameCandidate, Renamed},
    safety::{
        SafetyContext,
        wording::{answers, asked, count, make_and_copy, table_word},
    },
    schema::TableWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds a table that is dropped and one that is made, and that are probably one table under two names.
    ///
    /// ## Why is this bad?
    /// Neither Prisma nor a deploy request knows renames: they drop the old table with all its rows, and make an empty one.
    /// Whether it is a rename, only you know; so nothing is renamed before you say so.
    ///
    /// ## What to do
    /// - You renamed a model of Prisma, and the table may keep its name: `@@map("old")`. Nothing is dropped, nothing to deploy.
    /// - The table shall have the new name: `// shoring:renamed-from old` above it (`--` in SQL). Then `rename-table` tells how to
    ///   get there.
    /// - They are two tables: silence this rule above the new one. Then the dropped one is judged on its own.
    ///
    /// ## How it is told
    /// By the columns that both have, the likeness of the names, and the tables that they refer to and that refer to them.
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
    /// model Article {
    ///   id    Int    @id
    ///   title String
    ///   body  String
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Article {
    ///   id    Int    @id
    ///   title String
    ///   body  String
    ///
    ///   @@map("Post")
    /// }
    /// ```
    static RULE: Rule = {
        name: "probable-table-rename",
        category: Safety,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a table dropped and one made that are probably one, renamed",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    let mut within: FxHashMap<&str, Vec<String>> = FxHashMap::default();
    for candidate in cx.candidates().filter(|it| it.changes.is_none()) {
        if let Renamed::Column { base, head } = candidate.renamed {
            let renamed = format!("{} → {}", base.label(), head.label());
            within.entry(&head.table().get().name).or_default().push(renamed);
        }
    }
    for candidate in cx.candidates() {
        let (Renamed::Table { base, head }, Some((dropped, added))) = (candidate.renamed, candidate.changes) else {
            continue;
        };
        if !super::map_removed::is_of_table(base, head) {
            let within = within.get(head.get().name.as_str()).map_or(&[][..], Vec::as_slice);
            let finding = probable(cx, (base, head), candidate, within);
            let references = cx.references_moved(base, head);
            cx.report([dropped, added].into_iter().chain(references), finding);
        }
    }
}

fn probable(
    cx: &SafetyContext<'_>,
    (base, head): (TableWalker<'_>, TableWalker<'_>),
    candidate: &RenameCandidate<'_>,
    renamed_within: &[String],
) -> Diagnostic {
    let (old, new) = (&base.get().name, &head.get().name);
    // A model that has kept its name has another table.
    let message = if head.label() == base.label() {
        format!(
            "table {new} of model {} looks like {old} under another name, and that one is dropped with its rows",
            head.label()
        )
    } else {
        format!(
            "{} {} looks like {} under another name, and that one is dropped with its rows",
            table_word(head),
            head.label(),
            base.label()
        )
    };
    let help = if head.is_prisma() && head.get().model.is_none() {
        // The table of an implicit many-to-many relation has no model: its name is the relation's.
        format!(
            "the same table? @relation(\"{}\") on both of its fields keeps it",
            old.strip_prefix('_').unwrap_or(old)
        )
    } else if head.is_prisma() {
        format!(
            "the same table? @@map(\"{old}\") keeps it, `// shoring:renamed-from {old}` renames it; another one? `// shoring-ignore {}: why`",
            RULE.name
        )
    } else {
        format!(
            "the same table? `-- shoring:renamed-from {old}` above it says so; another one? `-- shoring-ignore {}: why`",
            RULE.name
        )
    };
    let within = if renamed_within.is_empty() {
        String::new()
    } else {
        format!("; probably renamed in it: {}", renamed_within.join(", "))
    };
    let mut finding = Diagnostic::new(&RULE, head.subject(), head.get().origin.name_location(), message)
        .here(certainty(candidate))
        .label(base.get().origin.name_location(), "this one is dropped")
        .note(format!(
            "as it stands, `{old}` is dropped and an empty `{new}` is made{within}; code of before still uses `{old}`"
        ))
        .verdict(Verdict::LosesData)
        .verdict(Verdict::BreaksRunningCode)
        .proof(count(cx, base, ""))
        .help(help)
        .steps(make_and_copy(old, new));
    let keep = asked(format!("Keep the table: @@map(\"{old}\")"), cx.editor().map_table(head.get(), old));
    finding.fixes = answers(cx, keep, (head.get().origin, old), &RULE);
    finding
}
