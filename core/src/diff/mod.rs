//! Floor 6: what differs between two schemas.
//!
//! Things are paired by the database's names. What is only here and what is only there may be one thing under two names: that
//! is a *candidate*, with a score and reasons, and never a rename until its owner says so.

mod checks;
mod columns;
mod foreign_keys;
mod indexes;
mod pairing;
mod renames;

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::{
    change::{Change, Pair, table_options_differ},
    order::sort_by_key,
    schema::{LeftOut, Schema, TableId, TableWalker, View},
    target::Dialect,
    text::Location,
};

use pairing::Pairing;
pub use renames::{RenameCandidate, Renamed};

/// What its owner says about a change that two texts cannot tell.
#[derive(Clone, Debug, Default)]
pub struct DiffHints {
    /// `--rename Post.title=headline`
    pub renames: Vec<RenameHint>,
    /// Renames that the statements of the state after make, and those of the state before do not.
    pub replayed: Vec<RenameHint>,
    /// `shoring:renamed-from title` above what the name was given to.
    pub declared: Vec<DeclaredRename>,
    /// The same of the state before: a comment that stood there speaks of what has happened.
    pub declared_before: Vec<DeclaredRename>,
    /// The tables that are not compared.
    pub left_out: LeftOut,
    /// Places of things that are no renames, whatever they look like: a comment says so.
    pub not_renamed: Vec<Location>,
}

/// A rename that was asked for by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RenameHint {
    /// The table of a column, under its old or its new name; absent where a table is renamed.
    pub table: Option<SmolStr>,
    /// The name before.
    pub old: SmolStr,
    /// The name after.
    pub new: SmolStr,
}

impl std::str::FromStr for RenameHint {
    type Err = &'static str;

    /// Reads `TABLE.OLD=NEW` or `OLD=NEW`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "write TABLE.OLD=NEW for a column, OLD=NEW for a table";
        let (before, new) = text.split_once('=').ok_or(WANTED)?;
        let (table, old) = match before.rsplit_once('.') {
            Some((table, old)) => (Some(table.trim()), old.trim()),
            None => (None, before.trim()),
        };
        // The table may be said again on the right: `posts.title=posts.headline`.
        let new = new.trim();
        let new = table.and_then(|table| new.strip_prefix(table)?.strip_prefix('.')).unwrap_or(new);
        if old.is_empty() || new.is_empty() || table.is_some_and(str::is_empty) {
            return Err(WANTED);
        }
        Ok(Self { table: table.map(Into::into), old: old.into(), new: new.into() })
    }
}

impl std::fmt::Display for RenameHint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.table {
            Some(table) => write!(f, "{table}.{}={}", self.old, self.new),
            None => write!(f, "{}={}", self.old, self.new),
        }
    }
}

/// A rename that a comment declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredRename {
    /// The name before: the database's, or Prisma's.
    pub old: SmolStr,
    /// What the comment speaks of.
    pub scope: Location,
    /// The comment.
    pub comment: Location,
}

/// A rename that could not be taken, because what it speaks of is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// Which: the place of the hint among [`DiffHints::renames`], or of the declaration among [`DiffHints::declared`].
    pub of: Asked,
    /// Why, without a final stop.
    pub reason: String,
    /// It has happened already: the state before has the new name.
    pub is_done: bool,
}

/// How a rename was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// By the hint of this number.
    Hint(usize),
    /// By the declaration of this number.
    Declaration(usize),
    /// By a statement.
    Replayed,
}

/// The difference of two schemas.
#[derive(Debug)]
pub struct SchemaDiff<'a> {
    /// The state before.
    pub base: &'a Schema,
    /// The state after.
    pub head: &'a Schema,
    /// The changes, in the order of the state after; what is gone comes last.
    pub changes: Vec<Change<'a>>,
    /// What was dropped and added, and is probably one thing.
    pub candidates: Vec<RenameCandidate<'a>>,
    /// Renames that were asked for and cannot be.
    pub unresolved: Vec<Unresolved>,
}

/// Compares two schemas of one dialect. The tables of the state after in `unchanged` are known to be what they were, where nothing
/// has another name, and are not looked at then; those that prove so are added. Where something is renamed, all are looked at: a
/// table that refers to it may differ.
#[expect(clippy::implicit_hasher, reason = "a generic function is compiled once for each caller")]
pub fn diff<'a>(
    base: &'a Schema,
    head: &'a Schema,
    dialect: Option<Dialect>,
    hints: &DiffHints,
    unchanged: &mut FxHashSet<TableId>,
) -> SchemaDiff<'a> {
    let mut pairing = Pairing::default();
    pairing.tables(base, head, hints);
    pairing.columns(hints);
    let none = &mut FxHashSet::default();
    let unchanged = if pairing.has_renames() { none } else { unchanged };
    let mut differ = Differ { base, head, dialect, pairing: &pairing, changes: Vec::new() };
    differ.run(unchanged);
    let changes = differ.changes;
    let candidates = renames::candidates(&changes, &pairing, hints);
    SchemaDiff { base, head, changes, candidates, unresolved: pairing.unresolved }
}

struct Differ<'a, 'p> {
    base: &'a Schema,
    head: &'a Schema,
    dialect: Option<Dialect>,
    pairing: &'p Pairing<'a>,
    changes: Vec<Change<'a>>,
}

impl<'a> Differ<'a, '_> {
    fn run(&mut self, unchanged: &mut FxHashSet<TableId>) {
        self.relation_mode();
        let pairing = self.pairing;
        for (head, base) in &pairing.of_head {
            match *base {
                // Where not all is known, what is here may be there too.
                None if self.base.anything_may_differ => {}
                None => self.changes.push(Change::Table(Pair::Added(*head))),
                Some(base) => {
                    let id = self.head.id(&head.get().name);
                    if id.is_some_and(|id| unchanged.contains(&id)) {
                        continue;
                    }
                    let before = self.changes.len();
                    self.table(base, *head);
                    unchanged.extend(id.filter(|_| self.changes.len() == before));
                }
            }
        }
        for base in &pairing.dropped {
            if !self.head.anything_may_differ {
                self.changes.push(Change::Table(Pair::Dropped(*base)));
            }
        }
        self.views();
    }

    fn relation_mode(&mut self) {
        let (Some(base), Some(head)) = (&self.base.prisma, &self.head.prisma) else { return };
        // Without a datasource nothing says who keeps them.
        if base.datasource.is_some() && head.datasource.is_some() && base.mode() != head.mode() {
            let (base, head) = (base.mode_setting(), head.mode_setting());
            self.changes.push(Change::RelationMode { base, head });
        }
    }

    fn table(&mut self, base: TableWalker<'a>, head: TableWalker<'a>) {
        if !self.head.same_table(&base.get().name, &head.get().name) {
            self.changes.push(Change::Table(Pair::Renamed { base, head }));
        }
        if table_options_differ(base, head) {
            self.changes.push(Change::Table(Pair::Altered { base, head }));
        }
        self.columns_of(base, head);
        if base.keys_are_known() && head.keys_are_known() {
            self.indexes_of(base, head);
            self.foreign_keys_of(base, head);
        }
        if base.checks_are_known() && head.checks_are_known() {
            self.checks_of(base, head);
        }
        if base.partitions_are_known() && head.partitions_are_known() {
            self.partitioning_of(base, head);
        }
    }

    fn views(&mut self) {
        // Prisma's views make no SQL, and a schema need not tell all that there are.
        if self.base.prisma.is_some() || self.head.prisma.is_some() {
            return;
        }
        let (base, head) = (self.base, self.head);
        self.statements(
            (&base.routines, &head.routines),
            head.routines.iter(),
            |a, b| a.form == b.form,
            Change::Routine,
        );
        // In the order in which they are made: one may show another.
        let mut views: Vec<_> = head.views.iter().collect();
        sort_by_key(&mut views, |(_, view)| view.origin.location());
        self.statements((&base.views, &head.views), views.into_iter(), View::is_same_as, Change::View);
    }

    /// What is one statement each: those of the state after in this order, then what is gone.
    fn statements<K: Ord, T>(
        &mut self,
        (base, head): (&'a BTreeMap<K, T>, &'a BTreeMap<K, T>),
        in_order: impl Iterator<Item = (&'a K, &'a T)>,
        is_same: fn(&T, &T) -> bool,
        change: fn(Pair<&'a T>) -> Change<'a>,
    ) {
        for (name, head) in in_order {
            match base.get(name) {
                None if self.base.anything_may_differ => {}
                None => self.changes.push(change(Pair::Added(head))),
                Some(base) if !is_same(base, head) => self.changes.push(change(Pair::Altered { base, head })),
                Some(_) => {}
            }
        }
        if !self.head.anything_may_differ {
            let gone = base.iter().filter(|(name, _)| !head.contains_key(*name));
            self.changes.extend(gone.map(|(_, base)| change(Pair::Dropped(base))));
        }
    }
}

/// The tables that are compared.
fn tables<'a, 'h>(schema: &'a Schema, hints: &'h DiffHints) -> impl Iterator<Item = TableWalker<'a>> + use<'a, 'h> {
    schema.tables().filter(|table| !hints.left_out.contains(&table.get().name))
}
