use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds indexes of PostgreSQL over columns whose type they do not take: an inverted index (`Gin`) over a number, any index over
    /// `Xml`, and operator classes that are for another type or another kind of index.
    ///
    /// ## Why is this bad?
    /// PostgreSQL has no operator class for the pair, and refuses the index. Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// datasource db {
    ///   provider = "postgresql"
    /// }
    ///
    /// model Post {
    ///   id   Int    @id
    ///   body String
    ///
    ///   @@index([body], type: Gin)
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// datasource db {
    ///   provider = "postgresql"
    /// }
    ///
    /// model Post {
    ///   id   Int    @id
    ///   body String
    ///
    ///   @@index([body(ops: raw("gin_trgm_ops"))], type: Gin)
    /// }
    /// ```
    static RULE: Rule = {
        name: "unindexable-type",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a column whose type the index does not take",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::Unindexable,
        message: "{0} is of type {2}, which {1} does not take",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "use another kind of index, or name an operator class with `ops: raw(\"…\")`",
        other: "this key",
    },
    Told {
        kind: RejectionKind::OperatorClass,
        message: "the operator class {1} does not fit {0}",
        note: "it is for {2}; Prisma refuses the schema",
        help: "name another one, or `raw(\"…\")` for one that Prisma does not know",
        other: "",
    },
];
