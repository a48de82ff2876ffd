//! Floor 7: rules about a change. One file holds one rule; [`rules`](self::rules()) is the one list of them.
//!
//! A change has at most one finding for each verdict. What was dropped and added and is probably renamed is spoken of by
//! the rules about renames alone, until its owner has answered.

mod context;
mod progress;
mod rules;
mod wording;

pub use context::SafetyContext;
pub use progress::{Part, Progress};
pub use rules::rules;

use crate::{
    change::{Aspect, Change, Pair},
    diagnostic::{Diagnostic, Suppression},
    diff::SchemaDiff,
    level::Levels,
    lint::{MISSING_FOREIGN_KEY_INDEX, sort, suppress},
    order::sort_by_key,
    rule::Rule,
    schema::ForeignKeyWalker,
    target::Target,
    text::{Location, SourceMap},
};

/// All that rules about changes may look at.
#[derive(Clone, Copy, Debug)]
pub struct SafetyInput<'a> {
    /// The two states and what differs between them.
    pub diff: &'a SchemaDiff<'a>,
    /// The renames that comments declare, in the order of the hints.
    pub declared: &'a [crate::diff::DeclaredRename],
    /// The database.
    pub target: &'a Target,
    /// The texts of both states.
    pub sources: &'a SourceMap,
    /// The comments in the state after that silence rules.
    pub suppressions: &'a [Suppression],
    /// How severe the project wants the rules to be.
    pub levels: Levels<'a>,
    /// Today, as `2027-03-01`; absent where the host has no clock.
    pub today: Option<&'a str>,
    /// What migrations before this step have done, where the changes are those of migrations.
    pub progress: Option<&'a Progress>,
}

/// Judges all changes: the findings in the order of the text, what comments silence left out.
pub fn judge(input: SafetyInput<'_>) -> Vec<Diagnostic> {
    let mut context = SafetyContext::new(input);
    for check in rules::checks() {
        check(&mut context);
    }
    let found = context.into_found();
    let mut found = suppress::without_silenced(input.suppressions, input.sources, input.today, found);
    input.levels.judge(&mut found, input.sources);
    sort(&mut found);
    found
}

/// The places that comments call no renames: to silence a rule about probable renames is to answer it with no.
pub fn not_renamed(suppressions: &[Suppression], sources: &SourceMap, today: Option<&str>) -> Vec<Location> {
    rules::not_renamed(suppressions, sources, today)
}

/// All rules that there are, about states and about changes, by name.
pub fn all_rules() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = crate::lint::rules().chain(rules()).collect();
    sort_by_key(&mut all, |rule| rule.name);
    all
}

/// The rule of a name.
pub fn find_rule(name: &str) -> Option<&'static Rule> {
    crate::lint::rules().chain(rules()).find(|rule| rule.name == name)
}

/// Whether a finding about a state is of the same cause as one about a change: an index that goes, and is missing then.
pub fn is_same_cause(hazard: &Diagnostic, state: &Diagnostic) -> bool {
    let pairs = [(&rules::drop_index_needed_by_foreign_key::RULE, &MISSING_FOREIGN_KEY_INDEX)];
    pairs.iter().any(|(change, of_state)| hazard.rule == *change && state.rule == *of_state)
}

/// Whether the rules of this release look at all that a change of this kind can do. What they do not look at yet must not
/// be called harmless.
pub fn is_judged(change: &Change<'_>) -> bool {
    match change {
        Change::Table(Pair::Altered { .. })
        | Change::ColumnOrder { .. }
        | Change::Check(_)
        | Change::Partitioning { .. }
        | Change::View(_)
        | Change::Routine(_) => false,
        Change::Table(_) | Change::Column(_) | Change::RelationMode { .. } | Change::Index(Pair::Renamed { .. }) => {
            true
        }
        Change::ColumnAspect { base, head, aspect } => match aspect {
            // An enum whose values change their order sorts otherwise.
            Aspect::Type => {
                base.get().ty.name != "enum" || head.get().ty.arguments.starts_with(&base.get().ty.arguments)
            }
            Aspect::Nullability | Aspect::Comment => true,
            _ => false,
        },
        Change::Index(Pair::Added(index)) => !index.is_primary(),
        Change::Index(_) => false,
        // What the client keeps is no change of the database.
        Change::ForeignKey(pair) => {
            pair.base().is_none_or(ForeignKeyWalker::is_emulated)
                && pair.head().is_none_or(ForeignKeyWalker::is_emulated)
        }
    }
}
