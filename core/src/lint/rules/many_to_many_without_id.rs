use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds relations of many to many without a model for the pairs, of which one model has no `@id`, or one over several fields, or is
    /// a view.
    ///
    /// ## Why is this bad?
    /// The table of pairs holds one column for each side. Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id   Int   @id
    ///   tags Tag[]
    /// }
    ///
    /// model Tag {
    ///   space String
    ///   name  String
    ///   posts Post[]
    ///
    ///   @@id([space, name])
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
    ///   space String
    ///   name  String
    ///   posts PostTag[]
    ///
    ///   @@id([space, name])
    /// }
    ///
    /// model PostTag {
    ///   postId Int
    ///   space  String
    ///   name   String
    ///   post   Post   @relation(fields: [postId], references: [id])
    ///   tag    Tag    @relation(fields: [space, name], references: [space, name])
    ///
    ///   @@id([postId, space, name])
    ///   @@index([space, name])
    /// }
    /// ```
    static RULE: Rule = {
        name: "many-to-many-without-id",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a relation of many to many to a model without a single id",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::ManyToManyWithoutId,
    message: "{0} leads to {1}, which has no id of one field",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "give {1} an id of one field, or write a model for the pairs",
    other: "the other side",
}];
