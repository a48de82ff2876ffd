//! The one list of rules about changes.

use super::SafetyContext;
use crate::{
    diagnostic::{Scope, Suppression},
    lint::suppress::is_expired,
    rule::Rule,
    rules,
    text::{Location, SourceMap},
};

type Check = fn(&mut SafetyContext<'_>);

// Adding a rule is adding a line, in the order of the alphabet.
rules! { CHANGE, CHECKS_OF_CHANGE: Check,
    add_required_column,
    add_unique_index,
    change_type,
    declared_rename_not_found,
    drop_and_recreate_column,
    drop_column,
    drop_index_needed_by_foreign_key,
    drop_table,
    enum_value_removed,
    implicit_fill,
    map_removed,
    migration_step_not_deployed,
    narrow_type,
    nullable_to_required,
    probable_column_rename,
    probable_table_rename,
    relation_mode_changed,
    rename_column,
    rename_table,
}

/// The rules about changes, by name.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHANGE.iter().copied()
}

pub(super) fn checks() -> impl Iterator<Item = Check> {
    CHECKS_OF_CHANGE.iter().copied()
}

/// The places of comments that silence a rule about probable renames: their owner has answered.
pub(super) fn not_renamed(suppressions: &[Suppression], sources: &SourceMap, today: Option<&str>) -> Vec<Location> {
    let answers = [probable_column_rename::RULE.name, probable_table_rename::RULE.name, map_removed::RULE.name];
    let is_answer =
        |it: &&Suppression| it.rules.iter().any(|(name, _)| answers.contains(&name.as_str())) && !is_expired(it, today);
    let mut places = Vec::new();
    for suppression in suppressions.iter().filter(is_answer) {
        match suppression.scope {
            Scope::At(location) => places.push(location),
            Scope::File(file) => {
                let of_file = sources.sources().filter(|(_, source)| source.file == file);
                places.extend(
                    of_file.map(|(id, source)| Location {
                        source: id,
                        span: crate::text::Span::new(0, source.text.len()),
                    }),
                );
            }
            Scope::Nothing => {}
        }
    }
    places
}
