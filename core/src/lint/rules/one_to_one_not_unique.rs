use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds relations of which both sides are single, over fields that no unique key or id is made of.
    ///
    /// ## Why is this bad?
    /// Two rows could refer to one. Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id      Int      @id
    ///   profile Profile?
    /// }
    ///
    /// model Profile {
    ///   id     Int  @id
    ///   user   User @relation(fields: [userId], references: [id])
    ///   userId Int
    ///
    ///   @@index([userId])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id      Int      @id
    ///   profile Profile?
    /// }
    ///
    /// model Profile {
    ///   id     Int  @id
    ///   user   User @relation(fields: [userId], references: [id])
    ///   userId Int  @unique
    /// }
    /// ```
    static RULE: Rule = {
        name: "one-to-one-not-unique",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a relation of one to one whose columns are not unique",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::OneToOneNotUnique,
    message: "{0} is a relation of one to one over {1}, and no unique key is made of that",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "make {1} unique, or the other side a list",
    other: "",
}];
