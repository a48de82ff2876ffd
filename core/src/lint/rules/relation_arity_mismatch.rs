use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds required relations over optional fields, and relations of one to one whose side without columns is required.
    ///
    /// ## Why is this bad?
    /// Nothing could keep the promise: the column may be NULL, or no row may refer to this one. Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int  @id
    ///   author   User @relation(fields: [authorId], references: [id])
    ///   authorId Int?
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
    ///   author   User? @relation(fields: [authorId], references: [id])
    ///   authorId Int?
    ///
    ///   @@index([authorId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "relation-arity-mismatch",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a required relation that may be missing",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::RequiredOverOptional,
        message: "{0} is required, and {1}, which it is kept in, is not",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "make it optional, or {1} required",
        other: "",
    },
    Told {
        kind: RejectionKind::BackRequired,
        message: "{0} is required, and has no column that could be",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "make it optional",
        other: "the side with columns",
    },
];
