use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds partial indexes, shard keys, views and extensions in a schema whose generators do not switch on the preview feature that
    /// they need.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema until the feature is named.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id     Int @id
    ///   userId Int @shardKey
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// generator client {
    ///   provider        = "prisma-client-js"
    ///   previewFeatures = ["shardKeys"]
    /// }
    ///
    /// model Post {
    ///   id     Int @id
    ///   userId Int @shardKey
    /// }
    /// ```
    static RULE: Rule = {
        name: "preview-feature-missing",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "what needs a preview feature that is not switched on",
    }
}

pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::FeatureMissing,
    message: "{1} needs the preview feature `{2}`",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "add \"{2}\" to previewFeatures of a generator, or remove it",
    other: "",
}];
