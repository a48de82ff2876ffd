use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds a model, view, type or enum under a name that another block has already, a second generator of one name, and a second
    /// datasource.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema: a type of a field could mean either, and a schema describes one database.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// enum Role {
    ///   ADMIN
    /// }
    ///
    /// model Role {
    ///   id Int @id
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// enum RoleKind {
    ///   ADMIN
    /// }
    ///
    /// model Role {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "duplicate-block",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "two blocks of one name",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::BlockExists,
        message: "there is {1} called `{0}` already",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give one of them another name; `@@map` keeps its name in the database",
        other: "the other one",
    },
    Told {
        kind: RejectionKind::SecondDatasource,
        message: "{0} is a second datasource",
        note: "a schema describes one database, and Prisma refuses two",
        help: "keep one, and put the models of the other database into a schema of their own",
        other: "the first one",
    },
];
