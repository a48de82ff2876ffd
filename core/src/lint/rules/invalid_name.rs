use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds names of models, fields, enums and values that are words of TypeScript or types of Prisma, that start with a digit, or that
    /// have a hyphen; and names for the client (`@@unique([…], name: …)`) with other characters than letters, digits and `_`.
    ///
    /// ## Why is this bad?
    /// The client makes types and properties of these names. Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model delete {
    ///   id Int @id
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Deletion {
    ///   id Int @id
    ///
    ///   @@map("delete")
    /// }
    /// ```
    static RULE: Rule = {
        name: "invalid-name",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a name that Prisma's client cannot have",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::NameReserved,
        message: "nothing can be called `{1}`: the word has a meaning of its own",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give it another name; `@@map(\"{1}\")` keeps this one in the database",
        other: "",
    },
    Told {
        kind: RejectionKind::NameStartsWithDigit,
        message: "the name `{1}` starts with a digit",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give it another name; `@map(\"{1}\")` or `@@map` keeps this one in the database",
        other: "",
    },
    Told {
        kind: RejectionKind::NameWithHyphen,
        message: "the name `{1}` has a hyphen",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "write `_` for it; `@map(\"{1}\")` or `@@map` keeps this one in the database",
        other: "",
    },
    Told {
        kind: RejectionKind::ClientNameCharacters,
        message: "the client cannot call {0} `{1}`",
        note: "Prisma refuses other characters than the letters a to z, digits and `_` there",
        help: "use only those",
        other: "",
    },
];
