//! The one list of rules.

use super::LintContext;
use crate::rule::Rule;

type Check = fn(&mut LintContext<'_>);

/// Declares a module for each rule and lists its `RULE` and `check`.
macro_rules! rules {
    ($list:ident: $($rule:ident,)*) => {
        $(pub(super) mod $rule;)*
        static $list: &[(&Rule, Check)] = &[$((&$rule::RULE, $rule::check)),*];
    };
}

// Adding a rule is adding a line, in the order of the alphabet.
rules! { STATE:
    duplicate_index,
    foreign_key_not_allowed,
    index_duplicates_primary_key,
    join_table_column_unique,
    missing_foreign_key_index,
    missing_primary_key,
    no_usable_unique_key,
    redundant_index,
    referential_integrity_renamed,
    statement_not_understood,
    syntax_error,
    unique_implied_by_unique,
}

// Rules about the comments that silence rules: they look at what all others found.
rules! { SUPPRESSIONS:
    expired_suppression,
    unknown_rule,
    unused_suppression,
}

/// All rules, by name.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let mut all: Vec<&'static Rule> = STATE.iter().chain(SUPPRESSIONS).map(|(rule, _)| *rule).collect();
    all.sort_by_key(|rule| rule.name);
    all.into_iter()
}

/// The rule of a name.
pub fn find_rule(name: &str) -> Option<&'static Rule> {
    STATE.iter().chain(SUPPRESSIONS).map(|(rule, _)| *rule).find(|rule| rule.name == name)
}

pub(super) fn checks() -> impl Iterator<Item = Check> {
    STATE.iter().map(|(_, check)| *check)
}

pub(super) fn checks_of_suppressions() -> impl Iterator<Item = Check> {
    SUPPRESSIONS.iter().map(|(_, check)| *check)
}
