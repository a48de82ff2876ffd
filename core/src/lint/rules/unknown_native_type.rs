use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds native types (`@db.…`) that Prisma does not have for the database, and such whose prefix is not the name of the datasource.
    /// SQLite has none.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema. Which type the column has is not known.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id   Int    @id
    ///   body String @db.Clob
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id   Int    @id
    ///   body String @db.LongText
    /// }
    /// ```
    static RULE: Rule = {
        name: "unknown-native-type",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a native type that the database does not have",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::NativeUnknown,
        message: "there is no native type {1} on {2}",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "name one that the database has",
        other: "",
    },
    Told {
        kind: RejectionKind::NativePrefix,
        message: "`{1}` is no datasource of this schema",
        note: "the prefix of a native type is the name of the datasource, and Prisma refuses another one",
        help: "write `@{2}.…`",
        other: "",
    },
];
