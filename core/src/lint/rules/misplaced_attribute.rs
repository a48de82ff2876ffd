use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds attributes that Prisma has, and that mean nothing where they stand: `@relation` on a field that leads to no model, `@id`,
    /// `@unique`, `@default` and `@map` on one that does, `@updatedAt` on something other than a time, `@ignore` where all is ignored,
    /// keys in views, operator classes outside of `@@index`.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id       Int @id
    ///   editedAt Int @updatedAt
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id       Int      @id
    ///   editedAt DateTime @updatedAt
    /// }
    /// ```
    static RULE: Rule = {
        name: "misplaced-attribute",
        category: Correctness,
        severity: Error,
        fix: Safe,
        since: "0.1.0",
        summary: "an attribute where it means nothing",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::Misplaced,
    message: "{1} cannot stand on {0}: {2}",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "remove it, or move it to where it belongs",
    other: "",
}];
