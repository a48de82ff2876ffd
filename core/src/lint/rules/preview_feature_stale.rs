use crate::{declare_rule, lint::rejected::Told, schema::RejectionKind};

declare_rule! {
    /// ## What it does
    /// Finds preview features that Prisma has for everybody by now.
    ///
    /// ## Why is this bad?
    /// They switch nothing on, and Prisma warns of them on every run.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// generator client {
    ///   provider        = "prisma-client-js"
    ///   previewFeatures = ["multiSchema"]
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// generator client {
    ///   provider        = "prisma-client-js"
    /// }
    /// ```
    static RULE: Rule = {
        name: "preview-feature-stale",
        category: Compatibility,
        severity: Info,
        fix: Safe,
        since: "0.1.0",
        summary: "a preview feature that is none any more",
    }
}

pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::FeatureRenamed,
        message: "`{1}` is called `{2}` on PostgreSQL now",
        note: "the old name still works, and Prisma warns on every run",
        help: "write \"{2}\"",
        other: "",
    },
    Told {
        kind: RejectionKind::FeatureOver,
        message: "`{1}` is no preview feature any more",
        note: "what it did is there without it, and Prisma warns on every run",
        help: "take it out of previewFeatures",
        other: "",
    },
];
