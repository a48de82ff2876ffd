//! Which table and which column of the state after is which of the state before.

use std::{cell::Cell, collections::VecDeque};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::{Asked, DeclaredRename, DiffHints, RenameHint, Unresolved, tables};
use crate::{
    order::sort,
    schema::{ColumnWalker, Schema, TableWalker},
    target::nearest,
    text::{Location, SourceId, Span},
};

/// What the name of a thing has become that is gone, while another has its name now.
static NOWHERE: SmolStr = SmolStr::new_static("");

/// The most names that are looked for among others of a table: each costs a look at all of them.
const MAX_SUGGESTIONS: u32 = 32;

/// The pairs of two schemas.
#[derive(Debug, Default)]
pub(super) struct Pairing<'a> {
    /// Each table of the state after, with what it was.
    pub(super) of_head: Vec<(TableWalker<'a>, Option<TableWalker<'a>>)>,
    /// The tables that are no more.
    pub(super) dropped: Vec<TableWalker<'a>>,
    /// The tables of another name than before: the name before, the name after; [`NOWHERE`] where it has gone and another
    /// has its name.
    tables: FxHashMap<SmolStr, SmolStr>,
    /// The columns of another name than before: table and column before, column after or [`NOWHERE`].
    columns: FxHashMap<(SmolStr, SmolStr), SmolStr>,
    /// The declarations that stand at something.
    seen: FxHashSet<usize>,
    /// Renames that were asked for and cannot be.
    pub(super) unresolved: Vec<Unresolved>,
}

impl<'a> Pairing<'a> {
    /// Whether anything has another name than before.
    pub(super) fn has_renames(&self) -> bool {
        !self.tables.is_empty() || !self.columns.is_empty()
    }

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
        let mut wishes = Vec::new();
        if !hints.declared.is_empty() || asked_for(hints).any(|(_, hint)| hint.table.is_none()) {
            wishes = self.wishes_of_tables(&TablesByName::new(base, hints), &TablesByName::new(head, hints), hints);
        }
        let mut was_declared: FxHashSet<(&str, &str)> = FxHashSet::default();
        let declared_before = by_scope(&hints.declared_before);
        for table in tables(base, hints).filter(|_| !declared_before.is_empty()) {
            let at_table = declared_before.get(&table.get().origin.location()).into_iter().flatten();
            was_declared
                .extend(at_table.map(|nth| (table.get().name.as_str(), old_name(&hints.declared_before, *nth))));
        }
        let names = Names {
            thing: "table",
            had: "the state before has",
            still_has: "the state after still has",
            base: &|name| base.table(name).map(|it| it.get().name.clone()),
            head: &|name| head.table(name).map(|it| it.get().name.clone()),
            near: &|_| None,
            was_declared: &|holder, word| was_declared.contains(&(holder, word)),
        };
        for (old, new) in self.granted(wishes, &names) {
            self.tables.insert(old, new);
        }
        let before: FxHashMap<SmolStr, SmolStr> =
            self.tables.iter().map(|(old, new)| (new.clone(), old.clone())).collect();
        for table in tables(head, hints) {
            let name = &table.get().name;
            let was = match before.get(name) {
                Some(old) => base.table(old),
                None => base.table(name).filter(|it| !self.tables.contains_key(&it.get().name)),
            };
            self.of_head.push((table, was));
        }
        let kept: FxHashSet<SmolStr> =
            self.of_head.iter().filter_map(|(_, was)| Some(was.as_ref()?.get().name.clone())).collect();
        self.dropped = tables(base, hints).filter(|table| !kept.contains(&table.get().name)).collect();
    }

    fn wishes_of_tables(&mut self, base: &TablesByName<'_>, head: &TablesByName<'_>, hints: &DiffHints) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let old_of = |word: &str| base.called(word).map(|it| it.get().name.clone());
        let declared = by_scope(&hints.declared);
        for table in tables(head.schema, hints).filter(|_| !declared.is_empty()) {
            for nth in declared.get(&table.get().origin.location()).into_iter().flatten() {
                self.seen.insert(*nth);
                let (word, new) = (old_name(&hints.declared, *nth), table.get().name.clone());
                let asked = Asked::Declaration(*nth);
                wishes.push(Wish { asked, word: word.into(), old: old_of(word), new });
            }
        }
        for (asked, hint) in asked_for(hints).filter(|(_, hint)| hint.table.is_none()) {
            match head.called(&hint.new).map(|it| it.get().name.clone()) {
                Some(new) => wishes.push(Wish { asked, word: hint.old.clone(), old: old_of(&hint.old), new }),
                None => self.refuse(asked, format!("the state after has no table `{}`", hint.new)),
            }
        }
        wishes
    }

    /// Pairs the columns whose names differ: those of the same name need no word.
    pub(super) fn columns(&mut self, hints: &DiffHints) {
        let tables = self.of_head.clone();
        let mut wishes: FxHashMap<usize, WishesOfTable<'a>> = FxHashMap::default();
        let heads: Vec<TableWalker<'a>> = tables.iter().map(|(head, _)| *head).collect();
        for (at, place, nth) in declared_columns(&heads, &hints.declared) {
            self.seen.insert(nth);
            let Some((head, base)) = tables.get(at) else { continue };
            let (asked, Some(column)) = (Asked::Declaration(nth), head.columns().nth(place)) else { continue };
            match base {
                Some(base) => {
                    let of_table = wishes.entry(at).or_insert_with(|| WishesOfTable::new(*base, *head));
                    of_table.push(asked, &old_name(&hints.declared, nth).into(), column);
                }
                None => self.refuse(asked, format!("its table `{}` is new", head.label())),
            }
        }
        self.wishes_by_name(&tables, hints, &mut wishes);
        // What nobody asked about speaks of nothing that has a name.
        for nth in 0..hints.declared.len() {
            if !self.seen.contains(&nth) {
                self.refuse(Asked::Declaration(nth), "it stands at nothing that can be renamed".to_owned());
            }
        }
        for at in 0..tables.len() {
            let Some(WishesOfTable { base, head, old, new, wishes }) = wishes.remove(&at) else { continue };
            let (had, still_has) = (format!("`{}` had", head.label()), format!("`{}` still has", head.label()));
            // A computed column under the old name keeps old code going: it is no reason against the rename.
            let in_the_way = |name: &str| {
                let was_computed = old.get(name).is_some_and(|it| it.get().generated.is_some());
                let column = new.get(name).filter(|it| it.get().generated.is_none() || was_computed);
                column.map(|it| it.get().name.clone())
            };
            let declared_before = declared_columns(&[base], &hints.declared_before);
            let was_declared: FxHashSet<(&str, &str)> = declared_before
                .iter()
                .filter_map(|(_, place, nth)| {
                    Some((base.get().columns.get(*place)?.name.as_str(), old_name(&hints.declared_before, *nth)))
                })
                .collect();
            let asked = Cell::new(0);
            let names = Names {
                thing: "column",
                had: &had,
                still_has: &still_has,
                base: &|name| old.get(name).map(|it| it.get().name.clone()),
                head: &in_the_way,
                near: &|name| {
                    asked.set(asked.get() + 1);
                    let all = base.columns().map(ColumnWalker::label);
                    nearest(name, all.filter(|_| asked.get() <= MAX_SUGGESTIONS)).map(ToOwned::to_owned)
                },
                was_declared: &|holder, word| was_declared.contains(&(holder, word)),
            };
            let table = &base.get().name;
            for (old, new) in self.granted(wishes, &names) {
                self.columns.insert((table.clone(), old), new);
            }
        }
    }

    /// The renames of columns that were asked for by name, and those of statements.
    fn wishes_by_name(
        &mut self,
        tables: &[(TableWalker<'a>, Option<TableWalker<'a>>)],
        hints: &DiffHints,
        wishes: &mut FxHashMap<usize, WishesOfTable<'a>>,
    ) {
        let mut by_name: FxHashMap<SmolStr, usize> = FxHashMap::default();
        if asked_for(hints).any(|(_, hint)| hint.table.is_some()) {
            for (at, (head, base)) in tables.iter().enumerate() {
                for table in base.iter().flat_map(|base| [head, base]) {
                    by_name.entry(table.schema().table_key(&table.get().name)).or_insert(at);
                    by_name.entry(SmolStr::new(table.label())).or_insert(at);
                }
            }
        }
        for (asked, hint) in asked_for(hints) {
            let Some(name) = &hint.table else { continue };
            let key = tables.first().map_or_else(|| name.clone(), |(head, _)| head.schema().table_key(name));
            // Under the spelling of the database, or under its owner's.
            let found = by_name.get(&key).into_iter().chain(by_name.get(name)).min();
            let found = found.and_then(|at| Some((*at, tables.get(*at)?)));
            let Some((at, (head, Some(base)))) = found else {
                self.refuse(asked, format!("both states have no table `{name}`"));
                continue;
            };
            let of_table = wishes.entry(at).or_insert_with(|| WishesOfTable::new(*base, *head));
            match of_table.new.called(&hint.new) {
                Some(column) => of_table.push(asked, &hint.old, column),
                None => self.refuse(asked, format!("`{name}` has no column `{}` in the state after", hint.new)),
            }
        }
    }

    /// The wishes that can be granted together, as names before and after: those of a chain or a swap need each other. With
    /// them, the names of what is gone and has left its name to another.
    fn granted(&mut self, wishes: Vec<Wish>, names: &Names<'_>) -> Vec<(SmolStr, SmolStr)> {
        let mut kept = self.without_rivals(wishes, names);
        let mut given: FxHashSet<SmolStr> = kept.iter().filter_map(|wish| wish.old.clone()).collect();
        let mut taken: FxHashSet<SmolStr> = kept.iter().map(|wish| wish.new.clone()).collect();
        // Whom a refusal concerns: who wants the name that is not given now, and who gives one that is not taken now.
        let (mut wanted_by, mut offered_by) = (FxHashMap::default(), FxHashMap::default());
        for (at, wish) in kept.iter().enumerate() {
            wanted_by.extend((names.base)(&wish.new).map(|name| (name, at)));
            offered_by.extend(wish.old.as_ref().and_then(|old| (names.head)(old)).map(|name| (name, at)));
        }
        let mut waiting: VecDeque<usize> = (0..kept.len()).collect();
        let mut is_refused = vec![false; kept.len()];
        while let Some(at) = waiting.pop_front() {
            let (Some(wish), Some(is_refused)) = (kept.get(at), is_refused.get_mut(at)) else { continue };
            if *is_refused {
                continue;
            }
            let Some((reason, is_done)) = refusal(wish, names, &given, &taken) else { continue };
            *is_refused = true;
            if let Some(old) = &wish.old {
                given.remove(old);
                waiting.extend(wanted_by.get(old));
            }
            taken.remove(&wish.new);
            waiting.extend(offered_by.get(&wish.new));
            self.refuse_or_done(wish.asked, reason, is_done);
        }
        let mut refused = is_refused.into_iter();
        kept.retain(|_| !refused.next().unwrap_or_default());
        let gone: Vec<SmolStr> =
            kept.iter().filter_map(|wish| (names.base)(&wish.new)).filter(|holder| !given.contains(holder)).collect();
        let renamed = kept.into_iter().filter_map(|wish| Some((wish.old?, wish.new)));
        renamed.chain(gone.into_iter().map(|name| (name, NOWHERE.clone()))).collect()
    }

    /// The wishes that could be granted if all others were: of two that want the same, the first.
    fn without_rivals(&mut self, wishes: Vec<Wish>, names: &Names<'_>) -> Vec<Wish> {
        let possible = || wishes.iter().filter(|wish| wish.old.is_some());
        let given: FxHashSet<SmolStr> = possible().filter_map(|wish| wish.old.clone()).collect();
        let taken: FxHashSet<SmolStr> = possible().map(|wish| wish.new.clone()).collect();
        let (mut by_old, mut by_new) = (FxHashMap::<SmolStr, usize>::default(), FxHashMap::<SmolStr, usize>::default());
        let mut kept: Vec<Wish> = Vec::new();
        for wish in wishes {
            let rival: Option<&Wish> = wish.old.as_ref().and_then(|old| {
                let (of_old, of_new) = (by_old.get(old).copied(), by_new.get(&wish.new).copied());
                kept.get(of_old.into_iter().chain(of_new).min()?)
            });
            let refused = match rival {
                Some(rival) if rival.old == wish.old && rival.new == wish.new => continue,
                Some(rival) => {
                    let old = rival.old.as_deref().unwrap_or_default();
                    Some((format!("`{old}` is `{}` already", rival.new), false))
                }
                None => refusal(&wish, names, &given, &taken),
            };
            if let Some((reason, is_done)) = refused {
                self.refuse_or_done(wish.asked, reason, is_done);
                continue;
            }
            by_old.extend(wish.old.clone().map(|old| (old, kept.len())));
            by_new.insert(wish.new.clone(), kept.len());
            kept.push(wish);
        }
        kept
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

/// A rename that somebody wants.
#[derive(Clone, Debug)]
struct Wish {
    asked: Asked,
    /// The name before, as it was written.
    word: SmolStr,
    /// The name before in the database, where there is such a thing.
    old: Option<SmolStr>,
    /// The name after in the database.
    new: SmolStr,
}

/// The renames that somebody wants in one table, and its columns before and after.
struct WishesOfTable<'a> {
    base: TableWalker<'a>,
    head: TableWalker<'a>,
    old: ColumnsByName<'a>,
    new: ColumnsByName<'a>,
    wishes: Vec<Wish>,
}

impl<'a> WishesOfTable<'a> {
    fn new(base: TableWalker<'a>, head: TableWalker<'a>) -> Self {
        Self { base, head, old: ColumnsByName::new(base), new: ColumnsByName::new(head), wishes: Vec::new() }
    }

    fn push(&mut self, asked: Asked, word: &SmolStr, column: ColumnWalker<'_>) {
        let old = self.old.called(word).map(|it| it.get().name.clone());
        self.wishes.push(Wish { asked, word: word.clone(), old, new: column.get().name.clone() });
    }
}

/// The columns of a table by name: the database's, or the one that their owner knows them by.
struct ColumnsByName<'a> {
    table: TableWalker<'a>,
    names: FxHashMap<SmolStr, ColumnWalker<'a>>,
    labels: FxHashMap<&'a str, ColumnWalker<'a>>,
}

impl<'a> ColumnsByName<'a> {
    fn new(table: TableWalker<'a>) -> Self {
        let (mut names, mut labels) = (FxHashMap::default(), FxHashMap::default());
        for column in table.columns() {
            names.entry(table.schema().column_key(&column.get().name)).or_insert(column);
            labels.entry(column.label()).or_insert(column);
        }
        Self { table, names, labels }
    }

    fn get(&self, name: &str) -> Option<ColumnWalker<'a>> {
        self.names.get(&self.table.schema().column_key(name)).copied()
    }

    fn called(&self, name: &str) -> Option<ColumnWalker<'a>> {
        self.get(name).or_else(|| self.labels.get(name).copied())
    }
}

/// The tables of a schema by name: the database's, or the one that their owner knows them by.
struct TablesByName<'a> {
    schema: &'a Schema,
    labels: FxHashMap<&'a str, TableWalker<'a>>,
}

impl<'a> TablesByName<'a> {
    fn new(schema: &'a Schema, hints: &DiffHints) -> Self {
        let mut labels = FxHashMap::default();
        for table in tables(schema, hints) {
            labels.entry(table.label()).or_insert(table);
        }
        Self { schema, labels }
    }

    fn called(&self, name: &str) -> Option<TableWalker<'a>> {
        self.schema.table(name).or_else(|| self.labels.get(name).copied())
    }
}

/// The names before and after, among which a rename is wanted.
struct Names<'n> {
    thing: &'n str,
    had: &'n str,
    still_has: &'n str,
    /// A name before, as it is written there.
    base: &'n dyn Fn(&str) -> Option<SmolStr>,
    /// What has a name after and stands in the way of its going, as it is written there.
    head: &'n dyn Fn(&str) -> Option<SmolStr>,
    /// A name before that is nearly this.
    near: &'n dyn Fn(&str) -> Option<String>,
    /// Whether what had a name before was declared to be renamed from another name already.
    was_declared: &'n dyn Fn(&str, &str) -> bool,
}

/// Why a rename cannot be, and whether it has been already.
fn refusal(
    wish: &Wish,
    names: &Names<'_>,
    given: &FxHashSet<SmolStr>,
    taken: &FxHashSet<SmolStr>,
) -> Option<(String, bool)> {
    let Names { thing, had, still_has, .. } = names;
    let new_before = (names.base)(&wish.new);
    let Some(old) = &wish.old else {
        let near = if new_before.is_none() { (names.near)(&wish.word) } else { None };
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Some((format!("{had} no {thing} `{}`{near}", wish.word), new_before.is_some()));
    };
    if new_before.as_ref() == Some(old) {
        return Some((format!("`{old}` has kept its name"), false));
    }
    let stays = (names.head)(old).is_some_and(|it| !taken.contains(&it));
    // What had the name may have gone: then the old thing must be nowhere else, and the comment must not be an old one.
    let is_old_comment =
        |holder: &str| matches!(wish.asked, Asked::Declaration(_)) && (names.was_declared)(holder, &wish.word);
    if new_before.is_some_and(|holder| !given.contains(&holder) && (stays || is_old_comment(&holder))) {
        return Some((format!("{had} a {thing} `{}` already", wish.new), false));
    }
    if stays {
        return Some((format!("{still_has} a {thing} `{old}`"), false));
    }
    None
}

/// The renames that were asked for by name, then those that statements make.
fn asked_for(hints: &DiffHints) -> impl Iterator<Item = (Asked, &RenameHint)> {
    let by_name = hints.renames.iter().enumerate().map(|(nth, hint)| (Asked::Hint(nth), hint));
    by_name.chain(hints.replayed.iter().map(|hint| (Asked::Replayed, hint)))
}

/// The numbers of declarations, by all that they speak of.
fn by_scope(declared: &[DeclaredRename]) -> FxHashMap<Location, Vec<usize>> {
    let mut by_scope: FxHashMap<Location, Vec<usize>> = FxHashMap::default();
    for (nth, declared) in declared.iter().enumerate() {
        by_scope.entry(declared.scope).or_default().push(nth);
    }
    by_scope
}

fn old_name(declared: &[DeclaredRename], nth: usize) -> &str {
    declared.get(nth).map_or("", |declared| declared.old.as_str())
}

/// The columns that declarations stand at: the place of the table in the list, that of the column in the table, the number
/// of the declaration. One that stands at several columns speaks of the first.
fn declared_columns(tables: &[TableWalker<'_>], declared: &[DeclaredRename]) -> Vec<(usize, usize, usize)> {
    let sources: FxHashSet<SourceId> = declared.iter().map(|it| it.scope.source).collect();
    let mut of_tables: FxHashSet<Location> = FxHashSet::default();
    let mut columns: Vec<(SourceId, Span, usize, usize)> = Vec::new();
    for (at, table) in tables.iter().enumerate().filter(|_| !sources.is_empty()) {
        of_tables.insert(table.get().origin.location());
        let all = table.columns().map(|column| (column.get().origin.source, column.get().origin.span, column.place()));
        columns.extend(
            all.filter(|(source, ..)| sources.contains(source)).map(|(source, span, place)| (source, span, at, place)),
        );
    }
    sort(&mut columns);
    let mut found = Vec::new();
    for (nth, declared) in declared.iter().enumerate() {
        let Location { source, span } = declared.scope;
        let first = columns.partition_point(|column| (column.0, column.1.start) < (source, span.start));
        let column = columns.get(first).filter(|column| column.0 == source && span.contains(column.1));
        found.extend(column.filter(|_| !of_tables.contains(&declared.scope)).map(|(.., at, place)| (*at, *place, nth)));
    }
    sort(&mut found);
    found
}
