use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, fixes},
    schema::{ForeignKeyWalker, IndexKind, IndexWalker, TableWalker},
    text::{Applicability, Fix},
};

declare_rule! {
    /// ## What it does
    /// Finds a column of a join table that is unique on its own.
    ///
    /// ## Why is this bad?
    /// A join table holds pairs: this user follows that one. A unique key over both columns keeps a pair from being there
    /// twice, and looks rows up by its first column. The second column needs an index of its own, and it is an easy
    /// mistake to make that one unique too: then every followee may have *one* follower, and the second one who follows
    /// gets an error.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id        Int      @id
    ///   following Follow[] @relation("follower")
    ///   followers Follow[] @relation("followee")
    /// }
    ///
    /// model Follow {
    ///   id         Int  @id
    ///   followerId Int
    ///   followeeId Int
    ///   follower   User @relation("follower", fields: [followerId], references: [id])
    ///   followee   User @relation("followee", fields: [followeeId], references: [id])
    ///
    ///   @@unique([followerId, followeeId])
    ///   @@unique([followeeId])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id        Int      @id
    ///   following Follow[] @relation("follower")
    ///   followers Follow[] @relation("followee")
    /// }
    ///
    /// model Follow {
    ///   id         Int  @id
    ///   followerId Int
    ///   followeeId Int
    ///   follower   User @relation("follower", fields: [followerId], references: [id])
    ///   followee   User @relation("followee", fields: [followeeId], references: [id])
    ///
    ///   @@unique([followerId, followeeId])
    ///   @@index([followeeId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "join-table-column-unique",
        category: Correctness,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a column of a join table that is unique on its own",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    for unique in table.indexes() {
        if let Some(mistake) = mistake(unique) {
            let finding = alone(cx, table, unique, &mistake);
            cx.report(finding);
        }
    }
}

/// A unique key on one side of a join table.
pub(in crate::lint) struct Mistake<'s> {
    /// The side that is unique on its own.
    side: ForeignKeyWalker<'s>,
    /// The other side.
    other: ForeignKeyWalker<'s>,
    /// The key over both sides.
    pair: IndexWalker<'s>,
}

/// Whether a unique key makes one side of a join table unique on its own.
pub(in crate::lint) fn mistake(unique: IndexWalker<'_>) -> Option<Mistake<'_>> {
    let table = unique.table();
    let schema = table.schema();
    if unique.get().kind != IndexKind::Unique || unique.get().predicate.is_some() {
        return None;
    }
    let columns = unique.columns()?;
    // Where the other side holds at most one of these rows, its owner means it so.
    let side = table.foreign_keys().find(|it| schema.same_columns(&it.get().columns, &columns) && it.get().many)?;
    let mistake = table.keys().filter(|key| key.is_unique()).find_map(|pair| {
        let both = pair.columns().filter(|both| both.len() > columns.len())?;
        let rest: Vec<_> =
            both.iter().filter(|name| !columns.iter().any(|it| schema.same_column(it, name))).cloned().collect();
        if rest.len() + columns.len() != both.len() {
            return None;
        }
        let other = table.foreign_keys().find(|it| schema.same_columns(&it.get().columns, &rest))?;
        Some(Mistake { side, other, pair })
    })?;
    // What other tables refer to is unique because they do.
    let refers = |it: ForeignKeyWalker<'_>| schema.same_columns(&it.get().referenced_columns, &columns);
    (!schema.foreign_keys_to(&table.get().name).any(refers)).then_some(mistake)
}

fn alone(cx: &LintContext<'_>, table: TableWalker<'_>, unique: IndexWalker<'_>, mistake: &Mistake<'_>) -> Diagnostic {
    let Mistake { side, other, pair } = mistake;
    let columns = side.columns_label();
    let others = other.columns_label();
    // Where another key looks the column up, a plain index would be one too many.
    let is_served =
        table.keys().any(|key| key.get().name != unique.get().name && key.serves_equality_on(&side.get().columns));
    let (edits, title, help) = if is_served {
        let edit = cx.editor().remove_index(table.get(), unique.get());
        let help = format!("remove it: another key looks {columns} up already");
        (edit.map(|edit| vec![edit]), format!("Allow many rows per {columns}: without this key"), help)
    } else {
        let index = fixes::new_index(cx, table, &side.get().columns, None);
        let edits = cx.editor().make_plain(table.get(), unique.get(), &index);
        let help = format!("look {columns} up by a plain index; keep the unique key over both");
        (edits, format!("Allow many rows per {columns}: a plain index instead"), help)
    };
    let fix = edits.map(|edits| Fix { title, applicability: Applicability::Unsafe, edits });
    let message = format!("{}.{columns} may occur only once, so it pairs with one {others} only", table.label());
    Diagnostic::new(&RULE, unique.subject(), unique.get().origin.location(), message)
        .here("unique on its own")
        .label(pair.get().origin.location(), "this key keeps pairs apart already")
        .note(format!(
            "`{}` pairs {others} with {columns}; the second pair with the same {columns} is refused",
            table.label()
        ))
        .help(help)
        .fix(fix)
}
