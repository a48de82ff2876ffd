use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    diff::Renamed,
    safety::{
        SafetyContext,
        wording::{asked, count, name},
    },
    schema::{ColumnWalker, TableWalker},
    text::Fix,
};

declare_rule! {
    /// ## What it does
    /// Finds a Prisma field or model that loses its `@map` or `@@map`.
    ///
    /// ## Why is this bad?
    /// The field has kept its name, so the code looks unchanged; but without `@map` its column is another one. Prisma drops the
    /// old column with all its values and adds an empty one. The same goes for a model and its table.
    ///
    /// ## What to do
    /// Put the `@map` back. To really rename the column, say so: `// shoring:renamed-from old`, and `rename-column` tells how.
    ///
    /// ## Example
    /// ```prisma,base
    /// model User {
    ///   id        Int    @id
    ///   firstName String @map("first_name")
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model User {
    ///   id        Int    @id
    ///   firstName String
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id        Int    @id
    ///   firstName String @map("first_name")
    /// }
    /// ```
    static RULE: Rule = {
        name: "map-removed",
        category: Safety,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a field or model whose `@map` is gone, and with it its column or table",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for candidate in cx.candidates() {
        let Some((dropped, added)) = candidate.changes else { continue };
        let (finding, references) = match candidate.renamed {
            Renamed::Column { base, head } if is_of_column(base, head) => (column(cx, base, head), Vec::new()),
            Renamed::Table { base, head } if is_of_table(base, head) => {
                (table(cx, base, head), cx.references_moved(base, head))
            }
            _ => continue,
        };
        cx.report([dropped, added].into_iter().chain(references), finding);
    }
}

/// Whether a field has kept its name, and lost the name of its column.
pub(super) fn is_of_column(base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> bool {
    let (old, new) = (base.get(), head.get());
    new.field.as_ref() == Some(&new.name) && old.field == new.field && old.name != new.name
}

/// Whether a model has kept its name, and lost the name of its table.
pub(super) fn is_of_table(base: TableWalker<'_>, head: TableWalker<'_>) -> bool {
    let (old, new) = (base.get(), head.get());
    new.model.as_ref() == Some(&new.name) && old.model == new.model && old.name != new.name
}

fn column(cx: &SafetyContext<'_>, base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> Diagnostic {
    let (old, new) = (&base.get().name, &head.get().name);
    let condition = format!("{} IS NOT NULL", name(cx, old));
    Diagnostic::new(
        &RULE,
        head.subject(),
        head.get().origin.name_location(),
        format!("field {} has lost its @map(\"{old}\"), so `{old}` is dropped with its values", head.full_label()),
    )
    .label(base.get().origin.name_location(), format!("its column is `{old}` here"))
    .note(format!("without @map the column of the field is `{new}`: as it stands, `{old}` is dropped and an empty `{new}` is added"))
    .verdict(Verdict::LosesData)
    .verdict(Verdict::BreaksRunningCode)
    .proof(count(cx, base.table(), &condition))
    .help(format!("put @map(\"{old}\") back"))
    .fix(back(format!("Put @map(\"{old}\") back"), asked("", cx.editor().map_column(head.get(), old))))
}

fn table(cx: &SafetyContext<'_>, base: TableWalker<'_>, head: TableWalker<'_>) -> Diagnostic {
    let (old, new) = (&base.get().name, &head.get().name);
    Diagnostic::new(
        &RULE,
        head.subject(),
        head.get().origin.name_location(),
        format!("model {} has lost its @@map(\"{old}\"), so `{old}` is dropped with its rows", head.label()),
    )
    .label(base.get().origin.name_location(), format!("its table is `{old}` here"))
    .note(format!(
        "without @@map the table of the model is `{new}`: as it stands, `{old}` is dropped and an empty `{new}` is made"
    ))
    .verdict(Verdict::LosesData)
    .verdict(Verdict::BreaksRunningCode)
    .proof(count(cx, base, ""))
    .help(format!("put @@map(\"{old}\") back"))
    .fix(back(format!("Put @@map(\"{old}\") back"), asked("", cx.editor().map_table(head.get(), old))))
}

fn back(title: String, fix: Option<Fix>) -> Option<Fix> {
    fix.map(|fix| Fix { title, ..fix })
}
