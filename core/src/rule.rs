//! Floor 2: what a rule is, and how one is declared.

use std::fmt;

/// What kind of promise a rule keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// The database or Prisma would refuse it, or it cannot mean what it says.
    Correctness,
    /// Data or traffic is at risk while the change is applied.
    Safety,
    /// It works, slower than it needs to.
    Performance,
    /// The platform refuses it.
    Compatibility,
    /// Names and policies; off by default.
    Style,
}

impl Category {
    /// The name in reports and documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
            Self::Safety => "safety",
            Self::Performance => "performance",
            Self::Compatibility => "compatibility",
            Self::Style => "style",
        }
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Worth mending.
    Warning,
    /// The target refuses it, data is lost, or running code breaks.
    Error,
}

impl Severity {
    /// The name in reports and documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a rule can do about its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FixKind {
    /// Nothing that a tool should do.
    None,
    /// The usual fix may be applied without asking (`--fix`); a finding says where it may not.
    Safe,
    /// Every fix must be asked for (`--unsafe-fixes`).
    Unsafe,
}

impl FixKind {
    /// The name in reports and documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// One rule: its name, its promise, its documentation. Declared by [`declare_rule!`](crate::declare_rule).
#[derive(Debug)]
pub struct Rule {
    /// The pattern that it finds, in kebab case: "allow NAME" reads well.
    pub name: &'static str,
    /// What kind of promise it keeps.
    pub category: Category,
    /// The severity where it does not depend on the target; the documentation tells where it does.
    pub severity: Severity,
    /// What it can do about its findings.
    pub fix: FixKind,
    /// The release that brought it.
    pub since: &'static str,
    /// One line, lower case, without a final stop.
    pub summary: &'static str,
    /// The page of the rule in Markdown; empty without the feature `docs`.
    pub docs: &'static str,
}

impl Rule {
    /// The address of the rule's page.
    pub fn url(&self) -> String {
        format!("https://shoring.dev/rules/{}", self.name)
    }

    /// Its documentation for readers: without the space after `///`, and without what a fence tells the tests
    /// (`prisma,expect_finding`), which no highlighter knows.
    pub fn page(&self) -> String {
        let mut page = String::new();
        let mut behind_base = false;
        for line in self.docs.lines() {
            let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
            let (line, words) = match line.split_once(',').filter(|_| line.starts_with("```")) {
                Some((line, words)) => (line, words),
                None => (line, ""),
            };
            let is_base = words.split(',').any(|word| word == "base");
            if is_base {
                page.push_str("Before:\n");
                behind_base = true;
            } else if !words.is_empty() && std::mem::take(&mut behind_base) {
                page.push_str("\nAfter:\n");
            }
            page.push_str(line);
            page.push('\n');
        }
        page.trim().to_owned()
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// Declares the rule of a file: its documentation and metadata, as `static RULE`, seen in the whole crate.
#[macro_export]
macro_rules! declare_rule {
    (
        $(#[doc = $doc:literal])*
        static RULE: Rule = {
            name: $name:literal,
            category: $category:ident,
            severity: $severity:ident,
            fix: $fix:ident,
            since: $since:literal,
            summary: $summary:literal $(,)?
        }
    ) => {
        #[doc = $summary]
        pub(crate) static RULE: $crate::rule::Rule = $crate::rule::Rule {
            name: $name,
            category: $crate::rule::Category::$category,
            severity: $crate::rule::Severity::$severity,
            fix: $crate::rule::FixKind::$fix,
            since: $since,
            summary: $summary,
            docs: if cfg!(feature = "docs") { concat!($($doc, "\n"),*) } else { "" },
        };
    };
}

/// Declares a module for each rule of a list, and two lists of them: their `RULE`s and their `check`s. Two, so that a build that
/// knows the names and never judges (`shoring/prisma` and the rules about changes) is not linked with the checks.
#[macro_export]
macro_rules! rules {
    ($rules:ident, $checks:ident: $check:ty, $($rule:ident,)*) => {
        $(pub(super) mod $rule;)*
        static $rules: &[&$crate::rule::Rule] = &[$(&$rule::RULE),*];
        static $checks: &[$check] = &[$($rule::check),*];
    };
}

/// Declares a module for each rule that only finds words for what was refused, and a list of the rules with what they tell.
#[macro_export]
macro_rules! telling_rules {
    ($rules:ident: $telling:ty, $($rule:ident,)*) => {
        $(pub(super) mod $rule;)*
        pub(super) static $rules: &[$telling] = &[$((&$rule::RULE, $rule::TOLD)),*];
    };
}
