use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds native types with too many or too few arguments, and with arguments out of range: `@db.VarChar` without a length on MySQL,
    /// `@db.Decimal(5, 6)`.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema, and so would the database the column.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int    @id
    ///   title String @db.VarChar
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id    Int    @id
    ///   title String @db.VarChar(191)
    /// }
    /// ```
    static RULE: Rule = {
        name: "native-type-argument",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "arguments that a native type does not take",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::NativeArguments,
    message: "{1} of {0} takes {2}",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "give it that",
    other: "",
}];
