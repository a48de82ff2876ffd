use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds attributes without an argument that they need, and arguments with a value of another kind: a number for a name, an empty
    /// name, a word that is no referential action, a key without fields, a length on a column that is no text.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int    @id
    ///   title String @map(headline)
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id    Int    @id
    ///   title String @map("headline")
    /// }
    /// ```
    static RULE: Rule = {
        name: "invalid-argument",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "an argument that is missing, or is not what the attribute takes",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::ArgumentMissing,
        message: "{0} needs `{1}`",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "add it",
        other: "",
    },
    Told {
        kind: RejectionKind::ArgumentValue,
        message: "`{1}` of {0} takes {2}",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "write {2}",
        other: "",
    },
    Told {
        kind: RejectionKind::ArgumentEmpty,
        message: "`{1}` of {0} has no value",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "write one, or remove the argument",
        other: "",
    },
    Told {
        kind: RejectionKind::NoFields,
        message: "{0} has no fields",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "name at least one, or remove it",
        other: "",
    },
    Told {
        kind: RejectionKind::LengthOfNoText,
        message: "{0} takes a length of `{1}`, which is no String and no Bytes",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "remove the length",
        other: "",
    },
];
