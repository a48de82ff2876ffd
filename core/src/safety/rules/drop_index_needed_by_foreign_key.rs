use smol_str::SmolStr;

use crate::{
    change::Pair,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    rule::Severity,
    safety::{
        SafetyContext,
        wording::{asked, place_of_gone_index},
    },
    schema::{ForeignKeyWalker, IndexWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds an index that goes, though a relation looks rows up by it, and no other index does as well.
    ///
    /// ## Why is this bad?
    /// With `relationMode = "prisma"` nobody stops you: each read of the relation, and each check when a row is deleted, looks
    /// at every row of the table from then on. Where the database keeps the constraint, it refuses to drop the index of the
    /// columns that are referred to.
    ///
    /// ## What to do
    /// Keep the index, or add one that begins with the same columns in the same deploy.
    ///
    /// ## Severity
    /// An error; a warning where the database keeps the constraint and lets the index of its own columns go: that is slow, and
    /// nothing breaks.
    ///
    /// ## Example
    /// ```prisma,base
    /// model User {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int  @id
    ///   authorId Int
    ///   author   User @relation(fields: [authorId], references: [id])
    ///
    ///   @@index([authorId])
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model User {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int  @id
    ///   authorId Int
    ///   author   User @relation(fields: [authorId], references: [id])
    /// }
    /// ```
    static RULE: Rule = {
        name: "drop-index-needed-by-foreign-key",
        category: Safety,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "an index that goes, and that a relation looks rows up by",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    let indexes: Vec<_> = cx.indexes().collect();
    for (number, pair) in indexes {
        let (Pair::Dropped(index) | Pair::Altered { base: index, .. }) = pair else { continue };
        let Some(needed_by) = needed_by(cx, index) else { continue };
        let finding = needed(cx, index, needed_by);
        cx.report([number], finding);
    }
}

/// A foreign key that the index served, and that nothing serves now.
fn needed_by<'a>(cx: &SafetyContext<'a>, index: IndexWalker<'a>) -> Option<ForeignKeyWalker<'a>> {
    let table = cx.table_after(index.table()).filter(|table| table.keys_are_known())?;
    let served = index.table().foreign_keys().filter(|it| index.serves_equality_on(&it.get().columns));
    let own = served.filter_map(|it| {
        let columns: Vec<_> = it.get().columns.iter().filter_map(|name| it.table().column(name)).collect();
        let after: Vec<_> = columns.into_iter().map(|column| cx.column_after(column).clone()).collect();
        let same = |other: &ForeignKeyWalker<'a>| cx.head().same_columns(&other.get().columns, &after);
        table.foreign_keys().find(|other| same(other) && !other.is_covered())
    });
    let mut own = own.filter(|it| !it.get().ignored && !it.table().get().ignored);
    own.next().or_else(|| {
        // The columns that others refer to need an index, where the database keeps the constraint.
        let refers = |it: &ForeignKeyWalker<'a>| {
            let columns = &it.get().referenced_columns;
            !it.is_emulated()
                && !columns.is_empty()
                && index.serves_equality_on(columns)
                && !table.keys().any(|key| key.serves_equality_on(columns))
        };
        cx.head().foreign_keys_to(&table.get().name).find(refers)
    })
}

fn needed(cx: &SafetyContext<'_>, index: IndexWalker<'_>, by: ForeignKeyWalker<'_>) -> Diagnostic {
    let label = by.label();
    let columns = by.columns_label();
    let is_own = cx.table_after_name(index.table()) == Some(&by.table().get().name)
        && index.serves_equality_on(&by.get().columns);
    let (place, message, why) = if is_own {
        (
            by.get().origin.name_location(),
            format!("{label} loses the index on {columns} that it looks rows up by"),
            format!(
                "to find the `{}` rows of one row that they refer to, the whole table is read from then on",
                by.table().label()
            ),
        )
    } else {
        (
            place_of_gone_index(cx, index),
            format!("{label} refers to {} of `{}`, whose index goes", index.parts_label(), index.table().label()),
            format!("{} refuses to drop the index while the constraint is there", cx.target().product_name()),
        )
    };
    let fix = cx.table_after_name(index.table()).and_then(|name| cx.head().table(name)).filter(|_| is_own).and_then(
        |table| {
            // The name of a key of another kind is no name of a plain index.
            let usual = crate::schema::derived_name(cx.dialect(), table.get().own_name(), &by.get().columns, "_idx");
            let is_plain = index.get().kind == crate::schema::IndexKind::Plain;
            let is_free = |name: &SmolStr| !table.keys().any(|key| key.get().name.eq_ignore_ascii_case(name));
            let own = is_plain.then(|| index.get().name.clone());
            let name = own.into_iter().chain([usual.clone()]).find(is_free)?;
            let new = crate::edit::NewIndex {
                columns: by.get().columns.clone(),
                labels: by
                    .get()
                    .columns
                    .iter()
                    .map(|name| table.column(name).map_or_else(|| name.clone(), |it| it.label().into()))
                    .collect(),
                spell_name: name != usual,
                name,
            };
            asked(format!("Keep the index on {columns}"), cx.editor().add_index(table.get(), &new))
        },
    );
    let finding = Diagnostic::new(&RULE, by.subject(), place, message);
    let finding = match (is_own, by.is_emulated()) {
        // Slow is not an error.
        (true, false) => finding.severity(Severity::Warning),
        (true, true) => finding.verdict(Verdict::BlocksReads),
        (false, _) => finding.verdict(Verdict::PlatformRefuses),
    };
    finding
        .label(index.get().origin.location(), "this index goes")
        .note(why)
        .help("keep it, or add one that begins with the same columns in the same deploy")
        .fix(fix)
}
