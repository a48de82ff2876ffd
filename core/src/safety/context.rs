//! What a rule about changes sees.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::{SafetyInput, progress::Part};
use crate::{
    change::{Aspect, Change, Pair},
    diagnostic::Diagnostic,
    diff::{DeclaredRename, RenameCandidate, Renamed, Unresolved},
    edit::Editor,
    schema::{Column, ColumnWalker, ForeignKeyWalker, IndexWalker, Origin, Schema, TableWalker},
    target::{Dialect, Target},
    text::{Location, SourceMap},
};

/// The changes, the target, and a place for findings.
#[derive(Debug)]
pub struct SafetyContext<'a> {
    input: SafetyInput<'a>,
    /// The changes that a probable rename speaks of, and those that do no harm.
    spoken_of: Vec<bool>,
    /// What was dropped and added, and is probably one thing.
    candidates: Vec<&'a RenameCandidate<'a>>,
    renamed_tables: FxHashMap<SmolStr, TableWalker<'a>>,
    tables_before: FxHashMap<SmolStr, TableWalker<'a>>,
    renamed_columns: FxHashMap<*const Column, ColumnWalker<'a>>,
    /// What columns of the state after were under another name, for certain or probably.
    columns_before: FxHashMap<*const Column, ColumnWalker<'a>>,
    new_columns: FxHashSet<*const Column>,
    /// What dropped columns probably became.
    probably: FxHashMap<*const Column, ColumnWalker<'a>>,
    /// The changes of foreign keys that come or go, by the table that they refer to.
    referring: FxHashMap<&'a SmolStr, Vec<usize>>,
    /// The columns that are no more.
    gone_columns: FxHashSet<*const Column>,
    /// The comments that declare renames, by what they speak of.
    declarations: FxHashMap<Location, Location>,
    found: Vec<Diagnostic>,
}

impl<'a> SafetyContext<'a> {
    pub(super) fn new(input: SafetyInput<'a>) -> Self {
        let is_harmless = |change: &Change<'_>| input.progress.is_some_and(|it| it.is_harmless(change));
        let mut spoken_of: Vec<bool> = input.diff.changes.iter().map(is_harmless).collect();
        // What came with the migrations before has no rows to be kept.
        let harmless = |(dropped, _): (usize, usize)| spoken_of.get(dropped).copied().unwrap_or_default();
        let candidates: Vec<&RenameCandidate<'_>> =
            input.diff.candidates.iter().filter(|it| !it.changes.is_some_and(harmless)).collect();
        for (dropped, added) in candidates.iter().filter_map(|candidate| candidate.changes) {
            for number in [dropped, added] {
                if let Some(spoken_of) = spoken_of.get_mut(number) {
                    *spoken_of = true;
                }
            }
        }
        let (mut renamed_tables, mut tables_before) = (FxHashMap::default(), FxHashMap::default());
        let (mut renamed_columns, mut new_columns) = (FxHashMap::default(), FxHashSet::default());
        let (mut gone_columns, mut columns_before) = (FxHashSet::default(), FxHashMap::default());
        let mut referring: FxHashMap<&SmolStr, Vec<usize>> = FxHashMap::default();
        for (number, change) in input.diff.changes.iter().enumerate() {
            match change {
                Change::Table(Pair::Renamed { base, head }) => {
                    renamed_tables.insert(base.get().name.clone(), *head);
                    tables_before.insert(head.get().name.clone(), *base);
                }
                Change::Column(Pair::Renamed { base, head }) => {
                    renamed_columns.insert(std::ptr::from_ref(base.get()), *head);
                    columns_before.insert(std::ptr::from_ref(head.get()), *base);
                }
                Change::Column(Pair::Dropped(base)) => {
                    gone_columns.insert(std::ptr::from_ref(base.get()));
                }
                Change::ForeignKey(Pair::Added(of) | Pair::Dropped(of)) => {
                    referring.entry(&of.get().referenced_table).or_default().push(number);
                }
                Change::Column(Pair::Added(head)) => {
                    new_columns.insert(std::ptr::from_ref(head.get()));
                }
                _ => {}
            }
        }
        let mut probably = FxHashMap::default();
        for candidate in &candidates {
            if let Renamed::Column { base, head } = candidate.renamed {
                probably.insert(std::ptr::from_ref(base.get()), head);
                columns_before.insert(std::ptr::from_ref(head.get()), base);
                // As far as its keys go, it is not new.
                new_columns.remove(&std::ptr::from_ref(head.get()));
            }
        }
        let mut declarations = FxHashMap::default();
        for declared in input.declared {
            declarations.entry(declared.scope).or_insert(declared.comment);
        }
        Self {
            input,
            spoken_of,
            candidates,
            renamed_tables,
            tables_before,
            renamed_columns,
            columns_before,
            new_columns,
            probably,
            referring,
            gone_columns,
            declarations,
            found: Vec::new(),
        }
    }

    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }

    /// The changes with their numbers, but for those of a probable rename.
    pub fn changes(&self) -> impl Iterator<Item = (usize, Change<'a>)> + use<'a> {
        let spoken_of = self.spoken_of.clone();
        let all = self.input.diff.changes.iter().copied().enumerate();
        all.filter(move |(number, _)| !spoken_of.get(*number).copied().unwrap_or_default())
    }

    /// The changes of tables.
    pub fn tables(&self) -> impl Iterator<Item = (usize, Pair<TableWalker<'a>>)> + use<'a> {
        self.changes().filter_map(|(number, change)| match change {
            Change::Table(pair) => Some((number, pair)),
            _ => None,
        })
    }

    /// The changes of columns.
    pub fn columns(&self) -> impl Iterator<Item = (usize, Pair<ColumnWalker<'a>>)> + use<'a> {
        self.changes().filter_map(|(number, change)| match change {
            Change::Column(pair) => Some((number, pair)),
            _ => None,
        })
    }

    /// The columns of which one thing is another, before and after.
    pub fn altered(
        &self,
        wanted: Aspect,
    ) -> impl Iterator<Item = (usize, ColumnWalker<'a>, ColumnWalker<'a>)> + use<'a> {
        self.changes().filter_map(move |(number, change)| match change {
            Change::ColumnAspect { base, head, aspect } if aspect == wanted => Some((number, base, head)),
            _ => None,
        })
    }

    /// The changes of keys and indexes.
    pub fn indexes(&self) -> impl Iterator<Item = (usize, Pair<IndexWalker<'a>>)> + use<'a> {
        self.changes().filter_map(|(number, change)| match change {
            Change::Index(pair) => Some((number, pair)),
            _ => None,
        })
    }

    /// The changes of foreign keys.
    pub fn foreign_keys(&self) -> impl Iterator<Item = (usize, Pair<ForeignKeyWalker<'a>>)> + use<'a> {
        self.changes().filter_map(|(number, change)| match change {
            Change::ForeignKey(pair) => Some((number, pair)),
            _ => None,
        })
    }

    /// What was dropped and added, and is probably one thing.
    pub fn candidates(&self) -> impl Iterator<Item = &'a RenameCandidate<'a>> + use<'a> {
        self.candidates.clone().into_iter()
    }

    /// The renames that comments declare and that cannot be, each with the declaration.
    pub fn unresolved(&self) -> impl Iterator<Item = (&'a Unresolved, &'a DeclaredRename)> + use<'a> {
        let declared = self.input.declared;
        self.input.diff.unresolved.iter().filter_map(move |it| match it.of {
            crate::diff::Asked::Declaration(nth) => Some((it, declared.get(nth)?)),
            crate::diff::Asked::Hint(_) | crate::diff::Asked::Replayed => None,
        })
    }

    /// The state before.
    pub fn base(&self) -> &'a Schema {
        self.input.diff.base
    }

    /// The state after.
    pub fn head(&self) -> &'a Schema {
        self.input.diff.head
    }

    /// The table that a table of the state before has become.
    pub fn table_after(&self, base: TableWalker<'a>) -> Option<TableWalker<'a>> {
        let name = &base.get().name;
        self.renamed_tables.get(name).copied().or_else(|| self.head().table(name))
    }

    /// The name that a table of the state before has in the state after, where it is still there.
    pub fn table_after_name(&self, base: TableWalker<'_>) -> Option<&'a SmolStr> {
        let name = &base.get().name;
        let after = self.renamed_table(name).or_else(|| self.head().table(name));
        after.map(|table| &table.get().name)
    }

    /// The column that a column of the state after was; what was probably renamed is one.
    pub fn column_before(&self, head: ColumnWalker<'_>) -> Option<ColumnWalker<'a>> {
        self.columns_before.get(&std::ptr::from_ref(head.get())).copied().or_else(|| {
            let base = self.table_before(head.table())?.column(&head.get().name)?;
            let it = std::ptr::from_ref(base.get());
            (!self.gone_columns.contains(&it) && !self.renamed_columns.contains_key(&it)).then_some(base)
        })
    }

    /// The table that a table of the state after was.
    pub fn table_before(&self, head: TableWalker<'_>) -> Option<TableWalker<'a>> {
        let name = &head.get().name;
        self.tables_before.get(name).copied().or_else(|| self.base().table(name))
    }

    /// Whether a column of the state after is new in its table.
    pub fn is_new(&self, head: ColumnWalker<'_>) -> bool {
        let came_before = self.input.progress.is_some_and(|it| it.is_new_and_empty(head));
        came_before || self.new_columns.contains(&std::ptr::from_ref(head.get()))
    }

    /// The statement of a migration that has changed rows by a column, before the column itself is changed.
    pub fn filled(&self, base: ColumnWalker<'_>) -> Option<Location> {
        self.input.progress?.filled(base)
    }

    /// The statements of the step that is looked at which change rows, by their tables.
    pub fn changed_rows(&self) -> &'a [(SmolStr, Location)] {
        self.input.progress.map_or(&[], |it| &it.changed_rows)
    }

    /// Where a migration speaks of a table, or of something of it.
    pub fn said(&self, table: &str, part: Part) -> Option<Location> {
        self.input.progress?.said(table, part)
    }

    /// The table that has another name than this, which it had before.
    pub fn renamed_table(&self, old: &str) -> Option<TableWalker<'a>> {
        self.renamed_tables.get(old).copied()
    }

    /// The name that a column of the state before has in the state after; none's where it is no more, though another may have
    /// its name now.
    pub fn column_after<'c>(&'c self, base: ColumnWalker<'c>) -> &'c SmolStr {
        static NONE: SmolStr = SmolStr::new_static("");
        if self.gone_columns.contains(&std::ptr::from_ref(base.get())) {
            return &NONE;
        }
        let renamed = self.renamed_columns.get(&std::ptr::from_ref(base.get())).copied();
        &renamed.unwrap_or(base).get().name
    }

    /// The name that a column of the state before has in the state after, or probably has.
    pub fn probably_after<'c>(&'c self, base: ColumnWalker<'c>) -> &'c SmolStr {
        match self.probably.get(&std::ptr::from_ref(base.get())) {
            Some(head) => &head.get().name,
            None => self.column_after(base),
        }
    }

    /// The comment that declares the rename of something.
    pub fn declaration_of(&self, origin: Origin) -> Option<Location> {
        self.declarations.get(&origin.location()).copied()
    }

    /// The changes of foreign keys that refer to a table under its name before, and come back under its name after.
    pub fn references_moved(&self, base: TableWalker<'_>, head: TableWalker<'_>) -> Vec<usize> {
        let of = |table: TableWalker<'_>| self.referring.get(&table.get().name).into_iter().flatten().copied();
        of(base).chain(of(head)).collect()
    }

    /// The database.
    pub fn target(&self) -> &'a Target {
        self.input.target
    }

    /// The SQL that the database speaks; none where no rule about its data can be kept.
    pub fn dialect(&self) -> Option<Dialect> {
        self.input.target.dialect()
    }

    /// The texts of both states.
    pub fn sources(&self) -> &'a SourceMap {
        self.input.sources
    }

    /// Makes edits of the texts.
    pub fn editor(&self) -> Editor<'a> {
        Editor::new(self.input.sources)
    }

    /// A finding about the changes of these numbers.
    pub fn report(&mut self, changes: impl IntoIterator<Item = usize>, finding: Diagnostic) {
        self.found.push(Diagnostic { changes: changes.into_iter().collect(), ..finding });
    }
}
