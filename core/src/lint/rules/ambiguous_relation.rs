use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds models with several fields that lead to one model and have one relation name, or none.
    ///
    /// ## Why is this bad?
    /// Which field of the other model belongs to which of them, nothing tells. Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id       Int    @id
    ///   written  Post[]
    ///   reviewed Post[]
    /// }
    ///
    /// model Post {
    ///   id         Int   @id
    ///   author     User  @relation("Author", fields: [authorId], references: [id])
    ///   authorId   Int
    ///   reviewer   User? @relation("Reviewer", fields: [reviewerId], references: [id])
    ///   reviewerId Int?
    ///
    ///   @@index([authorId])
    ///   @@index([reviewerId])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id       Int    @id
    ///   written  Post[] @relation("Author")
    ///   reviewed Post[] @relation("Reviewer")
    /// }
    ///
    /// model Post {
    ///   id         Int   @id
    ///   author     User  @relation("Author", fields: [authorId], references: [id])
    ///   authorId   Int
    ///   reviewer   User? @relation("Reviewer", fields: [reviewerId], references: [id])
    ///   reviewerId Int?
    ///
    ///   @@index([authorId])
    ///   @@index([reviewerId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "ambiguous-relation",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "several relations between two models that nothing tells apart",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::Ambiguous,
    message: "`{1}` lead to {2}, and nothing tells the relations apart",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "give each relation a name of its own, the same on both of its sides: @relation(\"…\")",
    other: "it leads there, too",
}];
