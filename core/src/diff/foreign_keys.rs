//! The foreign keys of a table that both states have.

use smol_str::SmolStr;

use super::Differ;
use crate::{
    change::{Change, Pair},
    schema::{
        Enforcement, ForeignKeyWalker, IndexWalker, ReferentialAction, TableWalker, same_but_for_case,
        without_vitess_ending,
    },
    target::Dialect,
};

/// What a foreign key ties together, by the names of the state after.
type Ends = (Vec<SmolStr>, SmolStr, Vec<SmolStr>);

impl<'a> Differ<'a, '_> {
    pub(super) fn foreign_keys_of(&mut self, base: TableWalker<'a>, head: TableWalker<'a>) {
        let mut old: Vec<(Ends, ForeignKeyWalker<'a>)> =
            base.foreign_keys().map(|it| (self.ends_before(it), it)).collect();
        let mut added = Vec::new();
        for new in head.foreign_keys() {
            let ends = ends(new);
            match old.iter().position(|(before, _)| self.same_ends(before, &ends)) {
                Some(at) => {
                    let (_, old) = old.remove(at);
                    self.kept(old, new);
                }
                None => added.push(new),
            }
        }
        added.retain(|new: &ForeignKeyWalker<'a>| {
            let Some(at) = old.iter().position(|(_, old)| same_given_name(*old, *new)) else { return true };
            let (_, old) = old.remove(at);
            self.changes.push(Change::ForeignKey(Pair::Altered { base: old, head: *new }));
            false
        });
        // SQL has no words for a relation that the client keeps.
        let compared = |it: &ForeignKeyWalker<'_>, other: TableWalker<'_>| !it.is_emulated() || other.is_prisma();
        let added = added.into_iter().filter(|it| compared(it, base));
        self.changes.extend(added.map(|it| Change::ForeignKey(Pair::Added(it))));
        let gone = old.into_iter().map(|(_, it)| it).filter(|it| compared(it, head));
        self.changes.extend(gone.map(|it| Change::ForeignKey(Pair::Dropped(it))));
    }

    fn kept(&mut self, base: ForeignKeyWalker<'a>, head: ForeignKeyWalker<'a>) {
        let (old, new) = (base.get(), head.get());
        let same_action = |a, b| self.settled(a) == self.settled(b);
        let both_keep = old.enforcement == new.enforcement;
        // A relation that the client keeps has no actions in SQL.
        if !both_keep || !same_action(old.on_delete, new.on_delete) || !same_action(old.on_update, new.on_update) {
            self.changes.push(Change::ForeignKey(Pair::Altered { base, head }));
        } else if both_keep && old.enforcement == Enforcement::Enforced && is_renamed(base, head) {
            self.changes.push(Change::ForeignKey(Pair::Renamed { base, head }));
        }
    }

    /// To MySQL, `NO ACTION` is `RESTRICT` (its manual, "FOREIGN KEY Constraints").
    fn settled(&self, action: ReferentialAction) -> ReferentialAction {
        let is_mysql = self.dialect.is_none_or(Dialect::is_mysql_family);
        if is_mysql && action == ReferentialAction::Restrict { ReferentialAction::NoAction } else { action }
    }

    fn ends_before(&self, it: ForeignKeyWalker<'a>) -> Ends {
        let (columns, to, referenced) = ends(it);
        let referenced = self.columns_after(&to, &referenced);
        (self.columns_after(&it.table().get().name, &columns), self.pairing.table_after(&to).clone(), referenced)
    }

    /// Whether two foreign keys tie the same columns together, in whatever order they are written.
    fn same_ends(&self, a: &Ends, b: &Ends) -> bool {
        let same = |(left, right): (&SmolStr, &SmolStr), (l, r): (&SmolStr, &SmolStr)| {
            self.head.same_column(left, l) && self.head.same_column(right, r)
        };
        let pairs_of_b = || b.0.iter().zip(&b.2);
        self.head.same_table(&a.1, &b.1)
            && a.0.len() == b.0.len()
            && a.2.len() == b.2.len()
            && a.0.iter().zip(&a.2).all(|pair| pairs_of_b().any(|other| same(pair, other)))
    }
}

fn ends(it: ForeignKeyWalker<'_>) -> Ends {
    let foreign_key = it.get();
    let mut referenced = foreign_key.referenced_columns.clone();
    if referenced.is_empty() {
        let key = it.referenced_table().and_then(TableWalker::primary_key);
        referenced = key.map(IndexWalker::column_names).unwrap_or_default();
    }
    (foreign_key.columns.clone(), foreign_key.referenced_table.clone(), referenced)
}

fn same_given_name(base: ForeignKeyWalker<'_>, head: ForeignKeyWalker<'_>) -> bool {
    let name = |it: ForeignKeyWalker<'_>| it.get().name.clone().filter(|_| it.is_named());
    name(base).zip(name(head)).is_some_and(|(a, b)| same_but_for_case(&a, &b))
}

/// Whether its owner gave it another name.
fn is_renamed(base: ForeignKeyWalker<'_>, head: ForeignKeyWalker<'_>) -> bool {
    let name = |it: ForeignKeyWalker<'_>| it.get().name.clone().filter(|_| it.is_named());
    name(base)
        .zip(name(head))
        .is_some_and(|(a, b)| !same_but_for_case(without_vitess_ending(&a), without_vitess_ending(&b)))
}
