use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds fields whose type is no scalar of Prisma and no model, enum or composite type of the schema, in any of its files.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema. Which column the field has, or whether it is a relation, is not known, so other rules call nothing
    /// missing there.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int    @id
    ///   title Strng
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id    Int    @id
    ///   title String
    /// }
    /// ```
    static RULE: Rule = {
        name: "unknown-type",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a type that nothing defines",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::UnknownType,
    message: "{0} has the type `{1}`, which nothing defines",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "name a type that is there, or define `{1}`",
    other: "",
}];
