use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds what Prisma has for other databases only: named primary keys and hash indexes on MySQL, lengths on PostgreSQL, `@@fulltext`
    /// outside of MySQL, `clustered`, names for defaults, `@@schema` on MySQL and SQLite.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int    @id
    ///   title String
    ///
    ///   @@index([title], type: Hash)
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id    Int    @id
    ///   title String
    ///
    ///   @@index([title])
    /// }
    /// ```
    static RULE: Rule = {
        name: "unsupported-by-provider",
        category: Compatibility,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "what Prisma has for other databases only",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::NotSupported,
    message: "Prisma has no {1} on {2}",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "remove it",
    other: "",
}];
