use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds lists of values on MySQL and SQLite, composite types on databases other than MongoDB, relations within composite types, and
    /// `Unsupported("…")` of a type that Prisma does support.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id   Int      @id
    ///   tags String[]
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id   Int  @id
    ///   tags Json
    /// }
    /// ```
    static RULE: Rule = {
        name: "type-not-supported",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a type that the database does not have",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::ListNotSupported,
        message: "{0} is a list, which {1} has no column for",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "use Json, or a model of its own with a relation",
        other: "",
    },
    Told {
        kind: RejectionKind::CompositeNotSupported,
        message: "{0} is a composite type, which {1} does not have",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "use Json, or a model with a relation",
        other: "",
    },
    Told {
        kind: RejectionKind::RelationInComposite,
        message: "{0} leads to the model {1}, and stands within a composite type",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "keep the id of the other one there",
        other: "",
    },
    Told {
        kind: RejectionKind::TypeIsSupported,
        message: "{0} is Unsupported(\"{1}\"), and Prisma has that type",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "name the type, with `@db.{1}` behind it",
        other: "",
    },
];
