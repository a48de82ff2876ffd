use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ForeignKeyWalker, TableWalker},
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds many-to-many relations without a model between: Prisma makes a hidden table for each.
    ///
    /// ## Why is this bad?
    /// It need not be. But the table is in the database, under a name and with a key that Prisma's version decides: on PostgreSQL a
    /// unique index until Prisma 5, a primary key since; elsewhere a unique index. It cannot have columns of its own, and to
    /// turn it into a model later moves its rows.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id   Int   @id
    ///   tags Tag[]
    /// }
    ///
    /// model Tag {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id   Int       @id
    ///   tags PostTag[]
    /// }
    ///
    /// model Tag {
    ///   id    Int       @id
    ///   posts PostTag[]
    /// }
    ///
    /// model PostTag {
    ///   postId Int
    ///   tagId  Int
    ///   post   Post @relation(fields: [postId], references: [id])
    ///   tag    Tag  @relation(fields: [tagId], references: [id])
    ///
    ///   @@id([postId, tagId])
    ///   @@index([tagId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "implicit-many-to-many-table",
        category: Correctness,
        severity: Info,
        fix: None,
        since: "0.1.0",
        summary: "a many-to-many relation whose table Prisma makes itself",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    // Of a relation that Prisma refuses there will be no table.
    let sides = || table.foreign_keys().map(|it| it.get().origin).chain([table.get().origin]);
    let is_of_side = |at: Location| sides().any(|it| it.source == at.source && it.span.contains(at.span));
    let is_refused = || cx.rejections().iter().any(|it| is_of_side(it.location));
    if cx.schema().prisma.is_some() && table.get().model.is_none() && !is_refused() {
        cx.report(hidden(table));
    }
}

fn hidden(table: TableWalker<'_>) -> Diagnostic {
    let sides: Vec<String> = table.foreign_keys().map(ForeignKeyWalker::label).collect();
    let message = format!("{} are kept in the hidden table {}", sides.join(" and "), table.label());
    Diagnostic::new(&RULE, table.subject(), table.get().origin.name_location(), message)
        .note("Prisma's version decides what its key is, and it takes no columns of its own")
        .help("a model between the two has a name and a key that are yours")
}
