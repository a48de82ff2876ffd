//! Which table and which column of the state after is which of the state before.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::{Asked, DeclaredRename, DiffHints, RenameHint, Unresolved, is_called, tables};
use crate::{
    schema::{ColumnWalker, Schema, TableWalker},
    target::nearest,
    text::SourceId,
};

/// The pairs of two schemas.
#[derive(Debug, Default)]
pub(super) struct Pairing<'a> {
    /// Each table of the state after, with what it was.
    pub(super) of_head: Vec<(TableWalker<'a>, Option<TableWalker<'a>>)>,
    /// The tables that are no more.
    pub(super) dropped: Vec<TableWalker<'a>>,
    /// The tables of another name than before: the name before, the name after.
    tables: FxHashMap<SmolStr, SmolStr>,
    /// The columns of another name than before: table and column before, column after.
    columns: FxHashMap<(SmolStr, SmolStr), SmolStr>,
    /// Renames that were asked for and cannot be.
    pub(super) unresolved: Vec<Unresolved>,
}

impl<'a> Pairing<'a> {
    /// The name that a table of the state before has in the state after.
    pub(super) fn table_after<'n>(&'n self, name: &'n SmolStr) -> &'n SmolStr {
        self.tables.get(name).unwrap_or(name)
    }

    /// The name that a column of the state before has in the state after, by its table's name before.
    pub(super) fn column_after<'n>(&'n self, table: &SmolStr, column: &'n SmolStr) -> &'n SmolStr {
        if self.columns.is_empty() {
            return column;
        }
        self.columns.get(&(table.clone(), column.clone())).unwrap_or(column)
    }

    /// Pairs the tables.
    pub(super) fn tables(&mut self, base: &'a Schema, head: &'a Schema, hints: &DiffHints) {
        let by_source = declarations_by_source(hints);
        let mut was: FxHashMap<SmolStr, TableWalker<'a>> = FxHashMap::default();
        let mut taken: FxHashSet<SmolStr> = FxHashSet::default();
        for table in tables(head, hints) {
            for (nth, declared) in declared_at(table.get().origin.source, &by_source, hints) {
                if declared.scope == table.get().origin.location() {
                    let found = named_table(base, hints, &declared.old);
                    self.take_table(Asked::Declaration(nth), &declared.old, found, table, &mut was, &mut taken);
                }
            }
        }
        for (asked, hint) in asked_for(hints).filter(|(_, hint)| hint.table.is_none()) {
            let found = named_table(base, hints, &hint.old);
            match named_table(head, hints, &hint.new) {
                Some(table) => self.take_table(asked, &hint.old, found, table, &mut was, &mut taken),
                None => self.refuse(asked, format!("the state after has no table `{}`", hint.new)),
            }
        }
        for table in tables(head, hints) {
            let name = &table.get().name;
            let same = || base.table(name).filter(|it| !taken.contains(&it.get().name));
            self.of_head.push((table, was.get(name).copied().or_else(same)));
        }
        let kept: FxHashSet<SmolStr> = self.of_head.iter().filter_map(|(_, was)| Some(was.as_ref()?.get().name.clone())).collect();
        self.dropped = tables(base, hints).filter(|table| !kept.contains(&table.get().name)).collect();
    }

    fn take_table(
        &mut self,
        asked: Asked,
        old: &SmolStr,
        found: Option<TableWalker<'a>>,
        table: TableWalker<'a>,
        was: &mut FxHashMap<SmolStr, TableWalker<'a>>,
        taken: &mut FxHashSet<SmolStr>,
    ) {
        let name = &table.get().name;
        let Some(found) = found else {
            let base = found.map_or_else(|| None, |it| it.schema().table(name));
            return self.refuse_or_done(asked, format!("the state before has no table `{old}`"), base.is_some());
        };
        if found.schema().table(name).is_some() && !found.schema().same_table(&found.get().name, name) {
            return self.refuse_or_done(asked, format!("the state before has a table `{name}` already"), true);
        }
        if table.schema().table(&found.get().name).is_some() {
            return self.refuse(asked, format!("the state after still has a table `{}`", found.get().name));
        }
        if was.contains_key(name) || !taken.insert(found.get().name.clone()) {
            return self.refuse(asked, format!("`{old}` or `{name}` is renamed twice"));
        }
        self.tables.insert(found.get().name.clone(), name.clone());
        was.insert(name.clone(), found);
    }

    /// Pairs the columns whose names differ: those of the same name need no word.
    pub(super) fn columns(&mut self, hints: &DiffHints) {
        let by_source = declarations_by_source(hints);
        let pairs: Vec<_> = self.of_head.iter().filter_map(|(head, base)| Some(((*base)?, *head))).collect();
        for (base, head) in &pairs {
            for column in head.columns() {
                let at = column.get().origin;
                for (nth, declared) in declared_at(at.source, &by_source, hints) {
                    let is_of_column =
                        declared.scope != head.get().origin.location() && declared.scope.span.contains(at.span);
                    if is_of_column {
                        self.take_column(Asked::Declaration(nth), &declared.old, *base, column);
                    }
                }
            }
        }
        for (asked, hint) in asked_for(hints) {
            let Some(name) = &hint.table else { continue };
            let is_it = |table: &TableWalker<'_>| table.schema().same_table(&table.get().name, name) || table.label() == name;
            let Some((base, head)) = pairs.iter().find(|(base, head)| is_it(head) || is_it(base)) else {
                self.refuse(asked, format!("both states have no table `{name}`"));
                continue;
            };
            match head.columns().find(|column| is_called(*column, &hint.new)) {
                Some(column) => self.take_column(asked, &hint.old, *base, column),
                None => self.refuse(asked, format!("`{name}` has no column `{}` in the state after", hint.new)),
            }
        }
    }

    fn take_column(&mut self, asked: Asked, old: &SmolStr, base: TableWalker<'a>, column: ColumnWalker<'a>) {
        let (table, name) = (&base.get().name, &column.get().name);
        let is_there = base.column(name).is_some();
        let Some(found) = base.columns().find(|column| is_called(*column, old)) else {
            let near = nearest(old, base.columns().map(|column| column.label()));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let reason = format!("`{}` had no column `{old}`{near}", column.table().label());
            return self.refuse_or_done(asked, reason, is_there);
        };
        if is_there && !base.schema().same_column(&found.get().name, name) {
            return self.refuse_or_done(asked, format!("`{}` had a column `{name}` already", column.table().label()), true);
        }
        if column.table().column(&found.get().name).is_some() {
            return self.refuse(asked, format!("`{}` still has a column `{}`", column.table().label(), found.get().name));
        }
        let before = (table.clone(), found.get().name.clone());
        let given_away = self.columns.iter().any(|((of, _), to)| of == table && to == name);
        if given_away || self.columns.contains_key(&before) {
            return self.refuse(asked, format!("`{old}` or `{name}` is renamed twice"));
        }
        self.columns.insert(before, name.clone());
    }

    fn refuse(&mut self, of: Asked, reason: String) {
        self.refuse_or_done(of, reason, false);
    }

    fn refuse_or_done(&mut self, of: Asked, reason: String, is_done: bool) {
        // What a statement renames may have come and gone between the two states.
        if of == Asked::Replayed {
            return;
        }
        self.unresolved.push(Unresolved { of, reason, is_done });
    }
}

/// The renames that were asked for by name, then those that statements make.
fn asked_for(hints: &DiffHints) -> impl Iterator<Item = (Asked, &RenameHint)> {
    let by_name = hints.renames.iter().enumerate().map(|(nth, hint)| (Asked::Hint(nth), hint));
    by_name.chain(hints.replayed.iter().map(|hint| (Asked::Replayed, hint)))
}

fn declarations_by_source(hints: &DiffHints) -> FxHashMap<SourceId, Vec<usize>> {
    let mut by_source: FxHashMap<SourceId, Vec<usize>> = FxHashMap::default();
    for (nth, declared) in hints.declared.iter().enumerate() {
        by_source.entry(declared.scope.source).or_default().push(nth);
    }
    by_source
}

fn declared_at<'h>(
    source: SourceId,
    by_source: &'h FxHashMap<SourceId, Vec<usize>>,
    hints: &'h DiffHints,
) -> impl Iterator<Item = (usize, &'h DeclaredRename)> {
    let numbers = by_source.get(&source).into_iter().flatten();
    numbers.filter_map(|nth| Some((*nth, hints.declared.get(*nth)?)))
}

/// The table of a name: the database's, or the one that its owner knows it by.
fn named_table<'a>(schema: &'a Schema, hints: &DiffHints, name: &str) -> Option<TableWalker<'a>> {
    schema.table(name).or_else(|| tables(schema, hints).find(|table| table.label() == name))
}
