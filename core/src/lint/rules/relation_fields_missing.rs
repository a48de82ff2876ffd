use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds relations of which neither side says which fields it is kept in, or which they refer to.
    ///
    /// ## Why is this bad?
    /// The relation has no columns. Prisma refuses the schema; `prisma format` adds them.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id     Int  @id
    ///   author User
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int  @id
    ///   author   User @relation(fields: [authorId], references: [id])
    ///   authorId Int
    ///
    ///   @@index([authorId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "relation-fields-missing",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a relation that says no columns",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::NoRelationFields,
    message: "{0} has no {1}",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "write @relation(fields: […], references: […]) on the side that keeps the columns",
    other: "the other side",
}];
