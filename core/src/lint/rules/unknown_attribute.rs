use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds attributes that Prisma does not have, or does not have there: native types on enums, attributes of fields on blocks.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema. What the attribute was meant to say counts as unknown.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int    @id
    ///   title String @uniqe
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id    Int    @id
    ///   title String @unique
    /// }
    /// ```
    static RULE: Rule = {
        name: "unknown-attribute",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "an attribute that Prisma does not have",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::UnknownAttribute,
    message: "there is no attribute {1} here",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "remove it, or name the one that is meant",
    other: "",
}];
