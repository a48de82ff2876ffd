use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds an attribute that stands twice on one field or block (`@id @id`), an argument that an attribute has twice, and a property
    /// that a datasource or generator has twice. `@@index`, `@@unique` and `@@fulltext` may stand as often as there are keys.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema: which of the two is meant, nothing tells.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int    @id
    ///   title String @map("headline") @map("title_text")
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id    Int    @id
    ///   title String @map("title_text")
    /// }
    /// ```
    static RULE: Rule = {
        name: "duplicate-attribute",
        category: Correctness,
        severity: Error,
        fix: Safe,
        since: "0.1.0",
        summary: "an attribute, argument or property that is said twice",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::AttributeTwice,
        message: "{0} has {1} twice",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "keep one of them",
        other: "the first one",
    },
    Told {
        kind: RejectionKind::ArgumentTwice,
        message: "{0} has the argument `{1}` twice",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "keep one of them",
        other: "the first one",
    },
    Told {
        kind: RejectionKind::PropertyTwice,
        message: "{0} has `{1}` twice",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "keep one of them",
        other: "the first one",
    },
    Told {
        kind: RejectionKind::UnnamedTwice,
        message: "{0} has more than one argument without a name",
        note: "Prisma refuses the schema: only one may be without",
        help: "put brackets around a list, as in `[a, b]`, or name the argument",
        other: "",
    },
    Told {
        kind: RejectionKind::NameAndMap,
        message: "{0} has `name` and `map`",
        note: "on @@index, `name` is the old word for `map`, and Prisma refuses both together",
        help: "keep `map`",
        other: "",
    },
    Told {
        kind: RejectionKind::SecondShardKey,
        message: "{0} is a second shard key",
        note: "rows are spread by one key, and Prisma refuses two",
        help: "keep one",
        other: "the first one",
    },
];
