//! What the migrations before one have done: what is new with them holds nothing to be lost, and what they filled has values.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::{
    change::{Aspect, Change, Pair},
    schema::ColumnWalker,
    text::Location,
};

/// A table and a column of it, by the database's names in small letters.
type ColumnName = (SmolStr, SmolStr);

/// What of a table a statement speaks of, in small letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The table itself.
    Whole,
    /// A column.
    Column(SmolStr),
    /// An index or a constraint.
    Index(SmolStr),
}

/// What the migrations that a branch adds have done so far, and where the one that is looked at says what it does.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    new_tables: FxHashSet<SmolStr>,
    new_columns: FxHashSet<ColumnName>,
    /// The statements that changed rows, by what they gave values to.
    filled: FxHashMap<ColumnName, Location>,
    /// Those of the step that is looked at, each once, by their tables.
    pub(super) changed_rows: Vec<(SmolStr, Location)>,
    /// Where it is spoken of, by the table's name in small letters.
    said: FxHashMap<(SmolStr, Part), Location>,
}

impl Progress {
    /// Begins the next step: `said` is where it speaks of what, `filled` the columns by which rows were changed before it; all
    /// names in small letters.
    pub fn begin(
        &mut self,
        said: FxHashMap<(SmolStr, Part), Location>,
        filled: impl IntoIterator<Item = (ColumnName, Location)>,
    ) {
        self.said = said;
        self.changed_rows.clear();
        for (name, location) in filled {
            if self.changed_rows.iter().all(|(_, other)| *other != location) {
                self.changed_rows.push((name.0.clone(), location));
            }
            self.filled.insert(name, location);
        }
    }

    /// Goes on behind a step that made these changes.
    pub fn follow(&mut self, changes: &[Change<'_>]) {
        for change in changes {
            match change {
                Change::Table(Pair::Added(head)) => {
                    self.new_tables.insert(in_small_letters(&head.get().name));
                }
                Change::Table(Pair::Dropped(base)) => self.forget_table(&in_small_letters(&base.get().name)),
                Change::Table(Pair::Renamed { base, head }) => {
                    self.rename_table(&in_small_letters(&base.get().name), &in_small_letters(&head.get().name));
                }
                Change::Column(Pair::Added(head)) => {
                    self.new_columns.insert(name_of(*head));
                }
                Change::Column(Pair::Dropped(base)) => {
                    self.new_columns.remove(&name_of(*base));
                    self.filled.remove(&name_of(*base));
                }
                Change::Column(Pair::Renamed { base, head }) => self.rename_column(&name_of(*base), &name_of(*head)),
                _ => {}
            }
        }
    }

    fn forget_table(&mut self, name: &SmolStr) {
        self.new_tables.remove(name);
        self.new_columns.retain(|(table, _)| table != name);
        self.filled.retain(|(table, _), _| table != name);
    }

    fn rename_table(&mut self, old: &SmolStr, new: &SmolStr) {
        if self.new_tables.remove(old) {
            self.new_tables.insert(new.clone());
        }
        let renamed = |(table, column): ColumnName| (if table == *old { new.clone() } else { table }, column);
        self.new_columns = std::mem::take(&mut self.new_columns).into_iter().map(renamed).collect();
        let filled = std::mem::take(&mut self.filled).into_iter();
        self.filled = filled.map(|(name, location)| (renamed(name), location)).collect();
    }

    fn rename_column(&mut self, old: &ColumnName, new: &ColumnName) {
        if self.new_columns.remove(old) {
            self.new_columns.insert(new.clone());
        }
        if let Some(location) = self.filled.remove(old) {
            self.filled.insert(new.clone(), location);
        }
    }

    /// Whether nothing can be lost by a change, nor anything break: what it changes came with the migrations before it.
    pub(super) fn is_harmless(&self, change: &Change<'_>) -> bool {
        let is_new_table = |name: &str| self.new_tables.contains(&in_small_letters(name));
        let is_new = |column: ColumnWalker<'_>| self.new_columns.contains(&name_of(column));
        match change {
            Change::Table(pair) => pair.base().is_some_and(|it| is_new_table(&it.get().name)),
            Change::ColumnOrder { base, .. } => is_new_table(&base.get().name),
            Change::Column(Pair::Added(head)) => is_new_table(&head.table().get().name),
            Change::Column(Pair::Dropped(base) | Pair::Renamed { base, .. } | Pair::Altered { base, .. }) => {
                is_new(*base) || is_new_table(&base.table().get().name)
            }
            // A new column that may be empty is empty, until something fills it.
            Change::ColumnAspect { base, aspect, .. } => {
                is_new_table(&base.table().get().name) || is_new(*base) && *aspect != Aspect::Nullability
            }
            Change::Index(pair) => is_new_table(&pair.either().table().get().name),
            Change::ForeignKey(pair) => is_new_table(&pair.either().table().get().name),
            Change::Check(pair) => is_new_table(&pair.either().table().get().name),
            Change::Partitioning { head, .. } => is_new_table(&head.get().name),
            Change::View(_) | Change::Routine(_) | Change::RelationMode { .. } => false,
        }
    }

    /// Whether a column came with the migrations before, and no statement gave it values.
    pub(super) fn is_new_and_empty(&self, column: ColumnWalker<'_>) -> bool {
        let name = name_of(column);
        self.new_columns.contains(&name) && !self.filled.contains_key(&name)
    }

    /// The statement that changed the rows of a table by a column.
    pub(super) fn filled(&self, column: ColumnWalker<'_>) -> Option<Location> {
        self.filled.get(&name_of(column)).copied()
    }

    /// Where the step speaks of a table, or of something of it.
    pub(super) fn said(&self, table: &str, part: Part) -> Option<Location> {
        self.said.get(&(in_small_letters(table), part)).copied()
    }
}

fn name_of(column: ColumnWalker<'_>) -> ColumnName {
    (in_small_letters(&column.table().get().name), in_small_letters(&column.get().name))
}

/// As names are compared here: statements may write a name in other letters than the one before.
pub(super) fn in_small_letters(name: &str) -> SmolStr {
    SmolStr::new(name.to_lowercase())
}
