use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds enums without a value.
    ///
    /// ## Why is this bad?
    /// No row could be written, and Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// enum Role {
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// enum Role {
    ///   MEMBER
    /// }
    /// ```
    static RULE: Rule = {
        name: "empty-enum",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "an enum without values",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::NoValues,
    message: "the enum {0} has no value",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "add a value, or remove the enum",
    other: "",
}];
