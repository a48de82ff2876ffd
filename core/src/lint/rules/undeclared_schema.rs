use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds `@@schema` with a name that is not in `schemas` of the datasource, and models and enums without one where the datasource
    /// lists some.
    ///
    /// ## Why is this bad?
    /// Prisma would not know where the table is, and refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// datasource db {
    ///   provider = "postgresql"
    ///   schemas  = ["auth"]
    /// }
    ///
    /// model Post {
    ///   id Int @id
    ///
    ///   @@schema("blog")
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// datasource db {
    ///   provider = "postgresql"
    ///   schemas  = ["auth", "blog"]
    /// }
    ///
    /// model Post {
    ///   id Int @id
    ///
    ///   @@schema("blog")
    /// }
    /// ```
    static RULE: Rule = {
        name: "undeclared-schema",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a schema of PostgreSQL that the datasource does not list",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::SchemaUndeclared,
        message: "the datasource does not list the schema `{1}`",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "add it to `schemas` of the datasource, or name one that is there",
        other: "",
    },
    Told {
        kind: RejectionKind::SchemaMissing,
        message: "{0} says no schema, and the datasource lists some",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "add @@schema",
        other: "",
    },
];
