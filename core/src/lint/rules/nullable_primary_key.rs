use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds `@id`, `@@id`, `@shardKey` and `@@shardKey` over optional fields and lists.
    ///
    /// ## Why is this bad?
    /// No database has primary keys with NULL, and a row without a shard key belongs nowhere. Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id Int? @id
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "nullable-primary-key",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "an id or shard key over a field that may be missing",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::OptionalInId,
    message: "{0} is in {1} and not required",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "make it required",
    other: "",
}];
