use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds relations to models with `@@ignore`, without `@ignore` themselves.
    ///
    /// ## Why is this bad?
    /// The client has no type for the field. Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id   Int   @id
    ///   logs Log[]
    /// }
    ///
    /// model Log {
    ///   id     Int  @id
    ///   user   User @relation(fields: [userId], references: [id])
    ///   userId Int
    ///
    ///   @@index([userId])
    ///   @@ignore
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id   Int   @id
    ///   logs Log[] @ignore
    /// }
    ///
    /// model Log {
    ///   id     Int  @id
    ///   user   User @relation(fields: [userId], references: [id])
    ///   userId Int
    ///
    ///   @@index([userId])
    ///   @@ignore
    /// }
    /// ```
    static RULE: Rule = {
        name: "relation-to-ignored-model",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a relation to a model that the client ignores",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::ToIgnored,
    message: "{0} leads to {1}, which the client ignores",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "add @ignore to the field",
    other: "",
}];
