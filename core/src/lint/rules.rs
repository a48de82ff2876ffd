//! The one list of rules.

use super::LintContext;
use crate::{rule::Rule, rules};

type Check = fn(&mut LintContext<'_>);

// Rules about what could not be read.
rules! { READING, CHECKS_OF_READING: Check,
    statement_not_understood,
    syntax_error,
}

// Adding a rule is adding a line, in the order of the alphabet.
rules! { STATE, CHECKS_OF_STATE: Check,
    duplicate_index,
    foreign_key_not_allowed,
    index_duplicates_primary_key,
    join_table_column_unique,
    missing_foreign_key_index,
    missing_primary_key,
    no_usable_unique_key,
    redundant_index,
    referential_integrity_renamed,
    unique_implied_by_unique,
}

// Rules about the comments that silence rules: they look at what all others found.
rules! { SUPPRESSIONS, CHECKS_OF_SUPPRESSIONS: Check,
    expired_suppression,
    unknown_rule,
    unused_suppression,
}

/// The rules about a state, and about the comments that silence rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    READING.iter().chain(STATE).chain(SUPPRESSIONS).copied()
}

/// The rules about what could not be read.
pub(super) fn checks_of_reading() -> impl Iterator<Item = Check> {
    CHECKS_OF_READING.iter().copied()
}

pub(super) fn checks() -> impl Iterator<Item = Check> {
    CHECKS_OF_STATE.iter().copied()
}

pub(super) fn checks_of_suppressions() -> impl Iterator<Item = Check> {
    CHECKS_OF_SUPPRESSIONS.iter().copied()
}
