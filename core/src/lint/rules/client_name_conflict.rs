use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds keys over several fields whose name in Prisma's client is that of a field or of another key. A key over `a` and `b` is
    /// called `a_b`, and Prisma refuses a field of that name even where the key has a `name` of its own.
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
    ///   label String @map("row_place")
    ///
    ///   @@id([row, place])
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
        message: "the field `{1}` is called like {0}",
        note: "Prisma calls a key over several fields by their names, and refuses a field of that name, even where the key has a `name` of its own",
        help: "give the field another name; @map keeps its column",
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
