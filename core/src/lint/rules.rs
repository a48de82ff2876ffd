//! The one list of rules.

use super::LintContext;
use crate::{rule::Rule, rules, schema::TableWalker};

type Check = fn(&mut LintContext<'_>);
type CheckTable = for<'a> fn(&mut LintContext<'a>, TableWalker<'a>);

// Rules about what could not be read.
rules! { READING, CHECKS_OF_READING: Check,
    statement_not_understood,
    syntax_error,
}

// Rules about a state as a whole. They look at all of it after each edit: a rule that can look at one table belongs below.
// Adding a rule is adding a line, in the order of the alphabet.
rules! { STATE, CHECKS_OF_STATE: Check,
    foreign_key_not_allowed,
    referential_integrity_renamed,
}

// Rules about a table. They look at it, at the tables that it refers to and at those that refer to it, and no further: after
// an edit, only the tables around it are looked at again.
rules! { TABLE, CHECKS_OF_TABLES: CheckTable,
    duplicate_index,
    index_duplicates_primary_key,
    join_table_column_unique,
    missing_foreign_key_index,
    missing_primary_key,
    no_usable_unique_key,
    redundant_index,
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
    READING.iter().chain(STATE).chain(TABLE).chain(SUPPRESSIONS).copied()
}

/// The rules about what could not be read.
pub(super) fn checks_of_reading() -> impl Iterator<Item = Check> {
    CHECKS_OF_READING.iter().copied()
}

pub(super) fn checks_of_state() -> impl Iterator<Item = Check> {
    CHECKS_OF_STATE.iter().copied()
}

pub(super) fn checks_of_tables() -> impl Iterator<Item = CheckTable> {
    CHECKS_OF_TABLES.iter().copied()
}

/// Whether a rule is about a table.
pub(super) fn is_about_tables(name: &str) -> bool {
    TABLE.iter().any(|rule| rule.name == name)
}

pub(super) fn checks_of_suppressions() -> impl Iterator<Item = Check> {
    CHECKS_OF_SUPPRESSIONS.iter().copied()
}
