use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds arguments that an attribute does not have.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int    @id
    ///   title String @unique(nulls: false)
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
        name: "unknown-argument",
        category: Correctness,
        severity: Error,
        fix: Safe,
        since: "0.1.0",
        summary: "an argument that the attribute does not have",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::UnknownArgument,
    message: "{0} has no argument `{1}`",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "remove it",
    other: "",
}];
