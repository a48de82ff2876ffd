use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds native types on fields whose type they do not hold: `Int @db.VarChar(10)`.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema: the client could not read the values.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int @id
    ///   price Int @db.Decimal(10, 2)
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id    Int     @id
    ///   price Decimal @db.Decimal(10, 2)
    /// }
    /// ```
    static RULE: Rule = {
        name: "native-type-mismatch",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a native type that does not hold the field's type",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::NativeMismatch,
    message: "{0} is of another type than {1} holds",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "use it on a field of type {2}, or another native type here",
    other: "",
}];
