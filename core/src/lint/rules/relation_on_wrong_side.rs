use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds `fields`, `references`, `onDelete` and `onUpdate` on both sides of a relation, on the side that has no columns, and in
    /// relations of many to many, which have none in either model.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema: what stands there has no column to speak of.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id    Int    @id
    ///   posts Post[] @relation(onDelete: Cascade)
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
    ///   author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
    ///   authorId Int
    ///
    ///   @@index([authorId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "relation-on-wrong-side",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a relation that is described on both sides, or on the side without columns",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::BothSides,
        message: "{0} has {1}, and so has the other side",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "leave them to {2}",
        other: "the other side",
    },
    Told {
        kind: RejectionKind::BackSide,
        message: "{0} has {1}, and is the side without columns",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "move them to {2}",
        other: "the side with columns",
    },
    Told {
        kind: RejectionKind::ManyToMany,
        message: "{0} has {1}, and is a relation of many to many",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "remove them, or write a model for the pairs",
        other: "",
    },
];
