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
    /// The declarations that stand at something.
    seen: FxHashSet<usize>,
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
        let mut wishes = Vec::new();
        for table in tables(head, hints) {
            for (nth, declared) in declared_at(table.get().origin.source, &by_source, hints) {
                if declared.scope == table.get().origin.location() {
                    self.seen.insert(nth);
                    let old = named_table(base, hints, &declared.old).map(|it| it.get().name.clone());
                    let new = table.get().name.clone();
                    wishes.push(Wish { asked: Asked::Declaration(nth), word: declared.old.clone(), old, new });
                }
            }
        }
        for (asked, hint) in asked_for(hints).filter(|(_, hint)| hint.table.is_none()) {
            let old = named_table(base, hints, &hint.old).map(|it| it.get().name.clone());
            match named_table(head, hints, &hint.new).map(|it| it.get().name.clone()) {
                Some(new) => wishes.push(Wish { asked, word: hint.old.clone(), old, new }),
                None => self.refuse(asked, format!("the state after has no table `{}`", hint.new)),
            }
        }
        let names = Names {
            thing: "table",
            had: "the state before has",
            still_has: "the state after still has",
            base: &|name| base.table(name).map(|it| it.get().name.clone()),
            head: &|name| head.table(name).is_some(),
            near: &|_| None,
        };
        for Wish { old, new, .. } in self.granted(wishes, &names) {
            self.tables.extend(old.map(|old| (old, new)));
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

    /// Pairs the columns whose names differ: those of the same name need no word.
    pub(super) fn columns(&mut self, hints: &DiffHints) {
        let by_source = declarations_by_source(hints);
        let tables = self.of_head.clone();
        let mut wishes: Vec<Vec<Wish>> = tables.iter().map(|_| Vec::new()).collect();
        for ((head, base), wishes) in tables.iter().zip(&mut wishes) {
            for column in head.columns() {
                let at = column.get().origin;
                for (nth, declared) in declared_at(at.source, &by_source, hints) {
                    let scope = declared.scope;
                    if scope != head.get().origin.location() && scope.span.contains(at.span) {
                        self.seen.insert(nth);
                        let asked = Asked::Declaration(nth);
                        match base {
                            Some(base) => wishes.push(Wish::of_column(asked, &declared.old, *base, column)),
                            None => self.refuse(asked, format!("its table `{}` is new", head.label())),
                        }
                    }
                }
            }
        }
        for (asked, hint) in asked_for(hints) {
            let Some(name) = &hint.table else { continue };
            let is_it =
                |table: &TableWalker<'_>| table.schema().same_table(&table.get().name, name) || table.label() == name;
            let found = tables.iter().zip(&mut wishes).find_map(|((head, base), wishes)| {
                let base = (*base)?;
                (is_it(head) || is_it(&base)).then_some((*head, base, wishes))
            });
            let Some((head, base, wishes)) = found else {
                self.refuse(asked, format!("both states have no table `{name}`"));
                continue;
            };
            match head.columns().find(|column| is_called(*column, &hint.new)) {
                Some(column) => wishes.push(Wish::of_column(asked, &hint.old, base, column)),
                None => self.refuse(asked, format!("`{name}` has no column `{}` in the state after", hint.new)),
            }
        }
        // What nobody asked about speaks of nothing that has a name.
        for nth in 0..hints.declared.len() {
            if !self.seen.contains(&nth) {
                self.refuse(Asked::Declaration(nth), "it stands at nothing that can be renamed".to_owned());
            }
        }
        for ((head, base), wishes) in tables.into_iter().zip(wishes) {
            let Some(base) = base.filter(|_| !wishes.is_empty()) else { continue };
            let (had, still_has) = (format!("`{}` had", head.label()), format!("`{}` still has", head.label()));
            // A computed column under the old name keeps old code going: it is no reason against the rename.
            let is_in_the_way = |name: &str| {
                let was_computed = base.column(name).is_some_and(|it| it.get().generated.is_some());
                head.column(name).is_some_and(|it| it.get().generated.is_none() || was_computed)
            };
            let names = Names {
                thing: "column",
                had: &had,
                still_has: &still_has,
                base: &|name| base.column(name).map(|it| it.get().name.clone()),
                head: &is_in_the_way,
                near: &|name| nearest(name, base.columns().map(ColumnWalker::label)).map(ToOwned::to_owned),
            };
            for Wish { old, new, .. } in self.granted(wishes, &names) {
                let Some(old) = old else { continue };
                self.columns.insert((base.get().name.clone(), old), new);
            }
        }
    }

    /// The wishes that can be granted together: those of a chain or a swap need each other.
    fn granted(&mut self, mut wishes: Vec<Wish>, names: &Names<'_>) -> Vec<Wish> {
        loop {
            let possible = || wishes.iter().filter(|wish| wish.old.is_some());
            let given: FxHashSet<SmolStr> = possible().filter_map(|wish| wish.old.clone()).collect();
            let taken: FxHashSet<SmolStr> = possible().map(|wish| wish.new.clone()).collect();
            let before = wishes.len();
            let mut kept: Vec<Wish> = Vec::with_capacity(before);
            for wish in wishes {
                // Of two that want the same, the first has it.
                let rival =
                    kept.iter().find(|it| it.old == wish.old || it.new == wish.new).filter(|_| wish.old.is_some());
                let refused = match rival {
                    Some(rival) if rival.old == wish.old && rival.new == wish.new => continue,
                    Some(rival) => {
                        let old = rival.old.as_deref().unwrap_or_default();
                        Some((format!("`{old}` is `{}` already", rival.new), false))
                    }
                    None => refusal(&wish, names, &given, &taken),
                };
                match refused {
                    Some((reason, is_done)) => self.refuse_or_done(wish.asked, reason, is_done),
                    None => kept.push(wish),
                }
            }
            wishes = kept;
            if wishes.len() == before {
                return wishes;
            }
        }
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

impl Wish {
    fn of_column(asked: Asked, word: &SmolStr, base: TableWalker<'_>, column: ColumnWalker<'_>) -> Self {
        let old = base.columns().find(|it| is_called(*it, word)).map(|it| it.get().name.clone());
        Self { asked, word: word.clone(), old, new: column.get().name.clone() }
    }
}

/// The names before and after, among which a rename is wanted.
struct Names<'n> {
    thing: &'n str,
    had: &'n str,
    still_has: &'n str,
    /// A name before, as it is written there.
    base: &'n dyn Fn(&str) -> Option<SmolStr>,
    /// Whether a name after stands in the way of its going.
    head: &'n dyn Fn(&str) -> bool,
    /// A name before that is nearly this.
    near: &'n dyn Fn(&str) -> Option<String>,
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
        let near = (names.near)(&wish.word).filter(|_| new_before.is_none());
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Some((format!("{had} no {thing} `{}`{near}", wish.word), new_before.is_some()));
    };
    if new_before.as_ref() == Some(old) {
        return Some((format!("`{old}` has kept its name"), false));
    }
    if new_before.is_some_and(|name| !given.contains(&name)) {
        return Some((format!("{had} a {thing} `{}` already", wish.new), false));
    }
    if (names.head)(old) && !taken.contains(old) {
        return Some((format!("{still_has} a {thing} `{old}`"), false));
    }
    None
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
