//! The columns of a table that both states have.

use super::Differ;
use crate::{
    change::{Change, Pair, column_differences},
    schema::{ColumnWalker, TableWalker},
};

impl<'a> Differ<'a, '_> {
    pub(super) fn columns_of(&mut self, base: TableWalker<'a>, head: TableWalker<'a>) {
        let table = &base.get().name;
        // Most columns stand where they stood, under their old names: the others are looked for.
        let mut was: Vec<Option<ColumnWalker<'a>>> = vec![None; head.get().columns.len()];
        let mut gone = Vec::new();
        for (place, old) in base.columns().enumerate() {
            let name = self.pairing.column_after(table, &old.get().name);
            let stands = head.get().columns.get(place).is_some_and(|it| it.name == *name);
            let place = if stands { Some(place) } else { head.column(name).map(ColumnWalker::place) };
            match place.and_then(|place| was.get_mut(place)) {
                Some(was) => *was = Some(old),
                None => gone.push(old),
            }
        }
        let both_known = base.columns_are_known() && head.columns_are_known();
        for (new, old) in head.columns().zip(&was) {
            let Some(old) = *old else {
                // What is here may be there too, where not all is known.
                if base.columns_are_known() {
                    self.changes.push(Change::Column(Pair::Added(new)));
                }
                continue;
            };
            if !self.head.same_column(&old.get().name, &new.get().name) {
                self.changes.push(Change::Column(Pair::Renamed { base: old, head: new }));
            }
            if both_known {
                let aspects = column_differences(old, new).into_iter();
                self.changes.extend(aspects.map(|aspect| Change::ColumnAspect { base: old, head: new, aspect }));
            }
        }
        if head.columns_are_known() {
            self.changes.extend(gone.into_iter().map(|old| Change::Column(Pair::Dropped(old))));
        }
        // The order of the fields in a Prisma schema says nothing about the database.
        let compared = !base.is_prisma() && !head.is_prisma() && both_known;
        if compared && !was.iter().flatten().map(|old| old.place()).is_sorted() {
            self.changes.push(Change::ColumnOrder { base, head });
        }
    }
}
