use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds names in `previewFeatures` that Prisma does not have, or has for another database.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema. What the feature was meant to switch on stays off.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// generator client {
    ///   provider        = "prisma-client-js"
    ///   previewFeatures = ["partialIndices"]
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// generator client {
    ///   provider        = "prisma-client-js"
    ///   previewFeatures = ["partialIndexes"]
    /// }
    /// ```
    static RULE: Rule = {
        name: "unknown-preview-feature",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a preview feature that Prisma does not have",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::UnknownFeature,
    message: "there is no preview feature `{1}`",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "remove it, or name the one that is meant",
    other: "",
}];
