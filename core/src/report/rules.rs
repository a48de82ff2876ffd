//! The rules, as programs see them.

use serde::Serialize;

use crate::{
    rule::Rule as RuleOf,
    safety::{all_rules, find_rule},
};

use super::refusal::Refusal;

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rule {
    /// Its name, as findings carry it.
    pub name: String,
    /// `correctness`, `safety`, `performance`, `compatibility` or `style`.
    pub category: String,
    /// `error`, `warning` or `info`, where it does not depend on the target.
    pub severity: String,
    /// What it can do about its findings: `none`, `safe` or `unsafe`.
    pub fix: String,
    /// The release that brought it.
    pub since: String,
    /// What it finds, in one line.
    pub summary: String,
    /// The address of its page.
    pub url: String,
}

/// The page of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulePage {
    /// The rule.
    #[serde(flatten)]
    pub rule: Rule,
    /// What it does, why that is bad, and examples, as Markdown.
    pub page: String,
}

impl Rule {
    fn new(rule: &RuleOf) -> Self {
        Self {
            name: rule.name.to_owned(),
            category: rule.category.name().to_owned(),
            severity: rule.severity.name().to_owned(),
            fix: rule.fix.name().to_owned(),
            since: rule.since.to_owned(),
            summary: rule.summary.to_owned(),
            url: rule.url(),
        }
    }

    /// All rules, by name.
    pub fn all() -> Vec<Self> {
        all_rules().into_iter().map(Self::new).collect()
    }

    /// The rule of a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn of_name(name: &str) -> Result<Self, Refusal> {
        find_rule(name).map(Self::new).ok_or_else(|| Refusal::of_unknown_rule(name))
    }
}

impl RulePage {
    fn new(rule: &RuleOf) -> Self {
        Self { rule: Rule::new(rule), page: rule.page() }
    }

    /// As Markdown: a page of its own.
    pub fn to_markdown(&self) -> String {
        let Rule { name, category, severity, fix, since, url, .. } = &self.rule;
        format!("# {name}\n\n{category} · {severity} · fix: {fix} · since {since}\n\n{}\n\n{url}\n", self.page)
    }
}

/// The page of a rule; it is empty without the feature `docs`.
///
/// # Errors
/// When there is none.
pub fn page(name: &str) -> Result<RulePage, Refusal> {
    let rule = Rule::of_name(name)?;
    Ok(RulePage { page: find_rule(name).map(RuleOf::page).unwrap_or_default(), rule })
}

/// Rules as text, one line each.
pub fn rules_as_text(rules: &[Rule]) -> String {
    let widest = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    rules.iter().map(|rule| format!("{:widest$}  {:7}  {}\n", rule.name, rule.severity, rule.summary)).collect()
}

/// Rules as a table of Markdown.
pub fn rules_as_markdown(rules: &[Rule]) -> String {
    let row = |rule: &Rule| {
        let Rule { name, category, severity, fix, summary, url, .. } = rule;
        let summary = summary.replace('|', "\\|");
        format!("| [{name}]({url}) | {summary} | {category} | {severity} | {fix} |\n")
    };
    let rows: String = rules.iter().map(row).collect();
    format!("| rule | finds | category | severity | fix |\n|---|---|---|---|---|\n{rows}")
}

/// The pages of all rules, by name; the pages are empty without the feature `docs`.
pub fn pages() -> Vec<RulePage> {
    all_rules().into_iter().map(RulePage::new).collect()
}
