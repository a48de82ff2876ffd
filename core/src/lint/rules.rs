//! The one list of rules.

use super::{LintContext, rejected::Telling};
use crate::{
    rule::Rule,
    rules,
    schema::{Schema, TableWalker},
    telling_rules,
};

type Check = fn(&mut LintContext<'_>);
type CheckTable = for<'a> fn(&mut LintContext<'a>, TableWalker<'a>);

// Rules about what could not be read.
rules! { READING, CHECKS_OF_READING: Check,
    statement_not_understood,
    syntax_error,
}

// Rules about statements that a server refuses after those before them: read, and not applied.
rules! { REFUSED, CHECKS_OF_REFUSED: Check,
    change_target_missing,
    dropped_column_in_use,
    duplicate_column,
    duplicate_constraint,
    duplicate_index_name,
    duplicate_routine,
    duplicate_table,
    foreign_key_column_missing,
    index_repeated_column,
    multiple_primary_keys,
    partition_change_impossible,
    renamed_column_in_use,
    unknown_column_in_index,
}

// Rules about what Prisma refuses. They hold words only: what is refused is found where a schema is read.
telling_rules! { TOLD: Telling,
    ambiguous_relation,
    client_name_conflict,
    duplicate_attribute,
    duplicate_block,
    empty_enum,
    invalid_argument,
    invalid_datasource,
    invalid_name,
    many_to_many_without_id,
    misplaced_attribute,
    native_type_argument,
    native_type_mismatch,
    nullable_primary_key,
    one_to_one_not_unique,
    preview_feature_missing,
    preview_feature_stale,
    relation_arity_mismatch,
    relation_fields_missing,
    relation_on_wrong_side,
    relation_opposite_missing,
    relation_to_ignored_model,
    type_not_supported,
    undeclared_schema,
    unindexable_type,
    unknown_argument,
    unknown_attribute,
    unknown_native_type,
    unknown_preview_feature,
    unknown_type,
    unsupported_by_provider,
}

/// What other rules say of a Prisma schema.
pub(super) static TOLD_TOO: &[Telling] = &[
    (&auto_increment_not_first_in_key::RULE, auto_increment_not_first_in_key::TOLD),
    (&default_not_valid::RULE, default_not_valid::TOLD),
    (&duplicate_column::RULE, duplicate_column::TOLD),
    (&duplicate_constraint::RULE, duplicate_constraint::TOLD),
    (&duplicate_enum_value::RULE, duplicate_enum_value::TOLD),
    (&duplicate_index_name::RULE, duplicate_index_name::TOLD),
    (&duplicate_table::RULE, duplicate_table::TOLD),
    (&foreign_key_column_count::RULE, foreign_key_column_count::TOLD),
    (&foreign_key_column_missing::RULE, foreign_key_column_missing::TOLD),
    (&foreign_key_target_not_unique::RULE, foreign_key_target_not_unique::TOLD),
    (&foreign_key_type_mismatch::RULE, foreign_key_type_mismatch::TOLD),
    (&identifier_too_long::RULE, identifier_too_long::TOLD),
    (&index_repeated_column::RULE, index_repeated_column::TOLD),
    (&missing_primary_key::RULE, missing_primary_key::TOLD),
    (&multiple_primary_keys::RULE, multiple_primary_keys::TOLD),
    (&set_default_on_innodb::RULE, set_default_on_innodb::TOLD),
    (&unknown_column_in_index::RULE, unknown_column_in_index::TOLD),
];

// Rules about a state as a whole that only SQL can tell of.
rules! { SQL_STATE, CHECKS_OF_SQL_STATE: Check,
    event,
    foreign_key_cycle,
    inline_references_ignored,
    sql_has_foreign_keys_but_emulated,
    stored_routine,
    trigger,
    utf8mb3_deprecated,
    view_column_missing,
    view_table_missing,
}

// Rules about a table that only SQL can tell of. They look as far as those below.
rules! { SQL_TABLE, CHECKS_OF_SQL_TABLES: CheckTable,
    auto_increment_not_first_in_key,
    auto_increment_not_integer,
    charset_collation_mismatch,
    charset_not_allowed,
    default_not_valid,
    duplicate_enum_value,
    duplicate_foreign_key,
    engine_not_innodb,
    foreign_key_column_count,
    foreign_key_references_view,
    foreign_key_target_missing,
    foreign_key_target_not_unique,
    foreign_key_type_mismatch,
    null_default_on_required,
    partition_column_not_in_unique,
    partitioned_table,
    relation_collation_mismatch,
    set_default_on_innodb,
    text_literal_default,
    unknown_column_in_check,
    unknown_column_in_generated_column,
    unknown_column_in_partition,
    zero_date_default,
}

// Rules about what a `VSchema` and routing rules tell of a state, in whatever language that is.
rules! { SHARDED_STATE, CHECKS_OF_SHARDED_STATE: Check,
    invalid_routing_rules,
    invalid_vschema,
    view_in_sharded_keyspace,
}

// The same of a table. They look as far as those below.
rules! { SHARDED_TABLE, CHECKS_OF_SHARDED_TABLES: CheckTable,
    sharded_auto_increment,
    unique_without_sharding_key,
    vindex_column_missing,
    vindex_type,
}

// Rules about a state as a whole. They look at all of it after each edit: a rule that can look at one table belongs below.
// Adding a rule is adding a line, in the order of the alphabet.
rules! { STATE, CHECKS_OF_STATE: Check,
    datasource_provider_vs_dialect,
    emulated_cascade_cycle,
    foreign_key_not_allowed,
    referential_integrity_renamed,
    relation_mode_missing_for_planetscale,
    timestamp_2038,
}

// Rules about a table. They look at it, at the tables that it refers to and at those that refer to it, and no further: after
// an edit, only the tables around it are looked at again.
rules! { TABLE, CHECKS_OF_TABLES: CheckTable,
    action_not_emulated,
    blob_in_primary_key,
    duplicate_index,
    identifier_too_long,
    implicit_many_to_many_table,
    index_duplicates_primary_key,
    index_key_too_long,
    join_table_column_unique,
    missing_foreign_key_index,
    missing_primary_key,
    no_usable_unique_key,
    prefix_in_primary_key,
    redundant_index,
    relation_native_type_mismatch,
    row_size_limit,
    set_null_on_required,
    text_index_without_length,
    too_many_columns,
    unique_implied_by_unique,
}

// Rules about the comments that silence rules: they look at what all others found.
rules! { SUPPRESSIONS, CHECKS_OF_SUPPRESSIONS: Check,
    expired_suppression,
    unknown_rule,
    unused_suppression,
}

/// Whether a comment at its place silences what a rule finds: not what is wrong with such comments, nor with text that cannot be
/// read, of which nobody knows what a comment beside it speaks of.
pub fn is_silenced_at_its_place(name: &str) -> bool {
    let about_comments = SUPPRESSIONS.iter().any(|rule| rule.name == name);
    !about_comments && name != syntax_error::RULE.name
}

/// The rules about a state, and about the comments that silence rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let of_reading = READING.iter().chain(REFUSED);
    let of_state = STATE.iter().chain(SQL_STATE).chain(TABLE).chain(SQL_TABLE);
    let of_state = of_state.chain(SHARDED_STATE).chain(SHARDED_TABLE);
    let told = TOLD.iter().map(|(rule, _)| *rule);
    of_reading.chain(of_state).chain(SUPPRESSIONS).copied().chain(told)
}

/// The checks of what only SQL can tell, for a state that is SQL's. A build that reads no SQL is not linked with them.
fn of_sql<T>(checks: &'static [T], schema: &Schema) -> &'static [T] {
    if cfg!(feature = "sql") && schema.prisma.is_none() { checks } else { &[] }
}

/// The checks of what tells how a state is spread, where anything does.
fn of_shards<T>(checks: &'static [T], schema: &Schema) -> &'static [T] {
    let is_told = schema.vschema.is_some() || !schema.routing_mistakes.is_empty();
    if cfg!(feature = "sql") && is_told { checks } else { &[] }
}

/// Whether a rule has nothing to look at in a state: it is about what only SQL can tell, or about shards of which nothing tells.
pub(super) fn has_no_place(name: &str, schema: &Schema) -> bool {
    let is_told = TOLD_TOO.iter().any(|(rule, _)| rule.name == name);
    let mut of_sql = REFUSED.iter().chain(SQL_STATE).chain(SQL_TABLE).filter(|_| !is_told);
    let mut of_shards = SHARDED_STATE.iter().chain(SHARDED_TABLE);
    (schema.prisma.is_some() && of_sql.any(|rule| rule.name == name))
        || (schema.vschema.is_none() && of_shards.any(|rule| rule.name == name))
}

/// The rules about what could not be read, or not be applied.
pub(super) fn checks_of_reading(schema: &Schema) -> impl Iterator<Item = Check> + use<> {
    const OF_PRISMA: &[Check] = &[super::rejected::check];
    let of_prisma = if schema.prisma.is_some() { OF_PRISMA } else { &[] };
    CHECKS_OF_READING.iter().chain(of_sql(CHECKS_OF_REFUSED, schema)).chain(of_prisma).copied()
}

pub(super) fn checks_of_state(schema: &Schema) -> impl Iterator<Item = Check> + use<> {
    let of_state = CHECKS_OF_STATE.iter().chain(of_sql(CHECKS_OF_SQL_STATE, schema));
    of_state.chain(of_shards(CHECKS_OF_SHARDED_STATE, schema)).copied()
}

pub(super) fn checks_of_tables(schema: &Schema) -> impl Iterator<Item = CheckTable> + use<> {
    let of_table = CHECKS_OF_TABLES.iter().chain(of_sql(CHECKS_OF_SQL_TABLES, schema));
    of_table.chain(of_shards(CHECKS_OF_SHARDED_TABLES, schema)).copied()
}

/// Whether a rule is about a table.
pub(super) fn is_about_tables(name: &str) -> bool {
    TABLE.iter().chain(SQL_TABLE).chain(SHARDED_TABLE).any(|rule| rule.name == name)
}

pub(super) fn checks_of_suppressions() -> impl Iterator<Item = Check> {
    CHECKS_OF_SUPPRESSIONS.iter().copied()
}
