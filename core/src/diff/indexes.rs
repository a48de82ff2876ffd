//! The keys and indexes of a table that both states have.

use smol_str::SmolStr;

use super::Differ;
use crate::{
    change::{Change, Pair},
    schema::{IndexPart, IndexWalker, PartKey, TableWalker, same_but_for_case},
};

impl<'a> Differ<'a, '_> {
    pub(super) fn indexes_of(&mut self, base: TableWalker<'a>, head: TableWalker<'a>) {
        match (base.primary_key(), head.primary_key()) {
            (None, Some(key)) => self.changes.push(Change::Index(Pair::Added(key))),
            (Some(key), None) => self.changes.push(Change::Index(Pair::Dropped(key))),
            (Some(old), Some(new)) if !self.same_index(old, new) => {
                self.changes.push(Change::Index(Pair::Altered { base: old, head: new }));
            }
            _ => {}
        }
        let mut old: Vec<IndexWalker<'a>> = base.indexes().collect();
        let mut new: Vec<IndexWalker<'a>> = head.indexes().collect();
        let same_name = |a: IndexWalker<'_>, b: IndexWalker<'_>| same_but_for_case(&a.get().name, &b.get().name);
        // First what is the same in all, then what has kept its name, then what has kept all but its name.
        self.take_pairs(&mut old, &mut new, |it, a, b| same_name(a, b) && it.same_index(a, b));
        // The name that the server gives its own means nothing.
        let altered = self.take_pairs(&mut old, &mut new, |_, a, b| !b.get().implicit && same_name(a, b));
        for (a, b) in altered.into_iter().filter(|(a, b)| a.get().understood && b.get().understood) {
            self.changes.push(Change::Index(Pair::Altered { base: a, head: b }));
        }
        for (a, b) in self.take_pairs(&mut old, &mut new, Self::same_index) {
            // One that the server made for a constraint has the name that the server gave it, and goes by itself for
            // one that its owner writes.
            match (a.get().implicit, b.get().implicit) {
                (false, false) => self.changes.push(Change::Index(Pair::Renamed { base: a, head: b })),
                (true, false) => self.changes.push(Change::Index(Pair::Added(b))),
                (_, true) => {}
            }
        }
        // What the server makes with a constraint comes with it, and stays when it goes.
        let comes = new.into_iter().filter(|index| !index.get().implicit);
        self.changes.extend(comes.map(|index| Change::Index(Pair::Added(index))));
        let gone = old.into_iter().filter(|index| !self.is_replaced(*index, head));
        let gone: Vec<_> = gone.map(|index| Change::Index(Pair::Dropped(index))).collect();
        self.changes.extend(gone);
    }

    /// Whether the server drops an index by itself: it made it for a constraint that stays, and an index that its owner
    /// writes serves that as well (MySQL manual, "FOREIGN KEY Constraints").
    fn is_replaced(&self, index: IndexWalker<'a>, head: TableWalker<'a>) -> bool {
        let columns = self.columns_after(&index.table().get().name, &index.column_names());
        let same = |(a, b): (&SmolStr, &SmolStr)| self.head.same_column(a, b);
        let is_kept = |it: &[SmolStr]| it.len() == columns.len() && it.iter().zip(&columns).all(same);
        index.get().implicit
            && head.foreign_keys().any(|it| !it.is_emulated() && is_kept(&it.get().columns))
            && head.keys().any(|it| it.begins_with(&columns))
    }

    /// Takes the pairs out that are the same in some sense, each with the first that fits.
    fn take_pairs(
        &self,
        old: &mut Vec<IndexWalker<'a>>,
        new: &mut Vec<IndexWalker<'a>>,
        is_same: impl Fn(&Self, IndexWalker<'a>, IndexWalker<'a>) -> bool,
    ) -> Vec<(IndexWalker<'a>, IndexWalker<'a>)> {
        let mut pairs = Vec::new();
        new.retain(|b| {
            let Some(at) = old.iter().position(|a| is_same(self, *a, *b)) else { return true };
            pairs.push((old.remove(at), *b));
            false
        });
        pairs
    }

    /// Whether two indexes are one in all but their names.
    fn same_index(&self, base: IndexWalker<'a>, head: IndexWalker<'a>) -> bool {
        let (old, new) = (base.get(), head.get());
        if !old.understood || !new.understood {
            return same_but_for_case(&old.name, &new.name);
        }
        let table = &base.table().get().name;
        let same_key = |a: &PartKey, b: &PartKey| match (a, b) {
            (PartKey::Column(a), PartKey::Column(b)) => self.head.same_column(self.pairing.column_after(table, a), b),
            (PartKey::Expression(a), PartKey::Expression(b)) => crate::schema::same_expression(a, b),
            _ => false,
        };
        let both_sql = !base.table().is_prisma() && !head.table().is_prisma();
        // Prisma for MySQL has no words for these.
        let is_compared = both_sql || self.dialect.is_some_and(|it| !it.is_mysql_family());
        let same_words = || {
            old.method == new.method
                && old.visible == new.visible
                && old.comment == new.comment
                && old.key_block_size == new.key_block_size
        };
        // A prefix as long as its column is the column.
        let length = |index: IndexWalker<'_>, part: &IndexPart| index.prefix_of(part);
        let same_part = |(a, b): (&IndexPart, &IndexPart)| {
            same_key(&a.key, &b.key)
                && length(base, a) == length(head, b)
                && a.descending == b.descending
                && (!is_compared || a.compared_by == b.compared_by)
        };
        old.kind == new.kind
            && old.predicate == new.predicate
            && (!is_compared || same_words())
            && old.parts.len() == new.parts.len()
            && old.parts.iter().zip(&new.parts).all(same_part)
    }

    /// The names that columns of the state before have in the state after.
    pub(super) fn columns_after(&self, table: &SmolStr, columns: &[SmolStr]) -> Vec<SmolStr> {
        columns.iter().map(|column| self.pairing.column_after(table, column).clone()).collect()
    }
}
