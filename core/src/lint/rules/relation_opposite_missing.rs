use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds fields that lead to a model that has no field back.
    ///
    /// ## Why is this bad?
    /// Prisma needs both sides of a relation, and refuses the schema. `prisma format` adds the other one.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id Int @id
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
        name: "relation-opposite-missing",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a relation with one side",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::NoOpposite,
    message: "{0} leads to {1}, which has no field back",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "add a field of type {2} to model {1}",
    other: "it leads back, by another name",
}];
