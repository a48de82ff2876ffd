use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds keys over several fields whose name in Prisma's client is that of a field or of another key. Without `name`, a key over `a`
    /// and `b` is called `a_b`.
    ///
    /// ## Why is this bad?
    /// The client could not tell the two apart. Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Seat {
    ///   row     Int
    ///   place   Int
    ///   row_place String
    ///
    ///   @@id([row, place])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Seat {
    ///   row     Int
    ///   place   Int
    ///   row_place String
    ///
    ///   @@id([row, place], name: "seat")
    /// }
    /// ```
    static RULE: Rule = {
        name: "client-name-conflict",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a key that the client calls like something else",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::ClientNameOfField,
        message: "the client calls {0} `{1}`, and there is a field `{1}`",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give the key another `name`",
        other: "",
    },
    Told {
        kind: RejectionKind::ClientNameTwice,
        message: "the client calls {0} `{1}`, as it does another key",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give one of them another `name`",
        other: "",
    },
];
