use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds datasources and generators without a `provider`, properties that a datasource does not have, and values that a property does
    /// not take. A name before the argument of `env` is a warning. `url` is needed before Prisma 7 and refused since, where a
    /// `package.json` tells the version; else either is fine.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// datasource db {
    ///   provider     = "mysql"
    ///   relationMode = "client"
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// datasource db {
    ///   provider     = "mysql"
    ///   relationMode = "prisma"
    /// }
    /// ```
    static RULE: Rule = {
        name: "invalid-datasource",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a property of a datasource or generator that is missing, unknown or wrong",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::PropertyMissing,
        message: "{0} has no `{1}`",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "add it",
        other: "",
    },
    Told {
        kind: RejectionKind::PropertyUnknown,
        message: "{0} cannot have `{1}`",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "remove it",
        other: "",
    },
    Told {
        kind: RejectionKind::PropertyValue,
        message: "`{1}` of {0} takes {2}",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "write {2}",
        other: "",
    },
    Told {
        kind: RejectionKind::NamedVariable,
        message: "the argument of env in `{1}` of {0} has no name",
        note: "Prisma warns of `{2}` on every run",
        help: "remove the name",
        other: "",
    },
    Told {
        kind: RejectionKind::PropertyMoved,
        message: "`{1}` does not belong into the schema any more",
        note: "Prisma 7 reads it from prisma.config.ts, and refuses it here",
        help: "move it to prisma.config.ts",
        other: "",
    },
];
