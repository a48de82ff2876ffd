//! The columns of a table that both states have.

use super::Differ;
use crate::{
    change::{Change, Pair, column_differences},
    schema::TableWalker,
};

impl<'a> Differ<'a, '_> {
    pub(super) fn columns_of(&mut self, base: TableWalker<'a>, head: TableWalker<'a>) {
        let table = &base.get().name;
        let after = |name| self.pairing.column_after(table, name);
        // The columns before, by their names after: each is looked for once.
        let pairs: Vec<_> = base.columns().map(|old| (old, head.column(after(&old.get().name)))).collect();
        let was = |name: &smol_str::SmolStr| {
            let mut same = pairs.iter().filter(|(_, new)| new.is_some_and(|new| new.get().name == *name));
            same.next().map(|(old, _)| *old)
        };
        for new in head.columns() {
            let Some(old) = was(&new.get().name) else {
                // What is here may be there too, where not all is known.
                if base.columns_are_known() {
                    self.changes.push(Change::Column(Pair::Added(new)));
                }
                continue;
            };
            if !self.head.same_column(&old.get().name, &new.get().name) {
                self.changes.push(Change::Column(Pair::Renamed { base: old, head: new }));
            }
            if base.columns_are_known() && head.columns_are_known() {
                let aspects = column_differences(old, new).into_iter();
                self.changes.extend(aspects.map(|aspect| Change::ColumnAspect { base: old, head: new, aspect }));
            }
        }
        if head.columns_are_known() {
            let gone = pairs.iter().filter(|(_, new)| new.is_none());
            self.changes.extend(gone.map(|(old, _)| Change::Column(Pair::Dropped(*old))));
        }
        // The order of the fields in a Prisma schema says nothing about the database.
        let compared = !base.is_prisma() && !head.is_prisma() && base.columns_are_known() && head.columns_are_known();
        let kept: Vec<usize> = head.columns().filter_map(|new| was(&new.get().name)).map(|old| old.place()).collect();
        if compared && !kept.is_sorted() {
            self.changes.push(Change::ColumnOrder { base, head });
        }
    }
}
