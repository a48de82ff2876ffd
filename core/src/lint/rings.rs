//! Foreign keys that lead around in a ring.

use crate::schema::{ForeignKeyWalker, Schema, TableId, TableWalker};

/// Which tables lead to which, by some of their foreign keys.
#[derive(Debug, Default)]
pub(super) struct Ways {
    /// By the place of the table.
    of_tables: Vec<Vec<Way>>,
}

/// A foreign key: the table that it leads to, and its place among those of its own table.
#[derive(Clone, Copy, Debug)]
struct Way {
    to: TableId,
    nth: usize,
}

impl Ways {
    /// By the foreign keys of all tables that lead on.
    pub(super) fn of<'s>(
        schema: &'s Schema,
        tables: impl Iterator<Item = TableWalker<'s>>,
        leads_on: impl Fn(ForeignKeyWalker<'s>) -> bool,
    ) -> Self {
        let mut ways = Self::default();
        for table in tables {
            if let Some(id) = schema.id(&table.get().name) {
                ways.set(id, table, &leads_on);
            }
        }
        ways
    }

    /// Those of a table, in place of what they were.
    pub(super) fn set<'s>(
        &mut self,
        id: TableId,
        table: TableWalker<'s>,
        leads_on: impl Fn(ForeignKeyWalker<'s>) -> bool,
    ) {
        let to = |it: ForeignKeyWalker<'_>| table.schema().id(&it.get().referenced_table);
        let all = table.foreign_keys().enumerate().filter(|(_, it)| leads_on(*it));
        let ways = all.filter_map(|(nth, it)| Some(Way { to: to(it)?, nth }));
        if self.of_tables.len() <= id.place() {
            self.of_tables.resize_with(id.place() + 1, Vec::new);
        }
        if let Some(of_table) = self.of_tables.get_mut(id.place()) {
            of_table.clear();
            of_table.extend(ways);
        }
    }

    /// Rings of foreign keys, each found once: a search in depth tells a ring where it comes back to a table that it came
    /// through. Those of a table stand together.
    pub(super) fn rings<'s>(&self, schema: &'s Schema) -> Vec<Vec<ForeignKeyWalker<'s>>> {
        let walk = |(table, nth): (TableId, usize)| schema.walk(table)?.foreign_keys().nth(nth);
        let mut found = Vec::new();
        // Whether the search has come to a table, and whether it has left it for good.
        let mut is_done: Vec<Option<bool>> = vec![None; self.of_tables.len()];
        for (start, ways) in schema.ids().zip(&self.of_tables) {
            // From a table without foreign keys nothing leads on.
            if ways.is_empty() || is_done.get(start.place()).is_some_and(Option::is_some) {
                continue;
            }
            // The way so far: the foreign key that led to each table, and which of its own comes next. No recursion: a chain
            // may be as long as there are tables.
            let mut way = vec![(start, None::<(TableId, usize)>, 0_usize)];
            mark(&mut is_done, start, false);
            while let Some((table, _, next)) = way.last_mut() {
                let from = *table;
                let foreign_key = self.of_tables.get(from.place()).and_then(|all| all.get(*next)).copied();
                *next += 1;
                let Some(Way { to, nth }) = foreign_key else {
                    mark(&mut is_done, from, true);
                    way.pop();
                    continue;
                };
                match is_done.get(to.place()).copied().flatten() {
                    None => {
                        mark(&mut is_done, to, false);
                        way.push((to, Some((from, nth)), 0));
                    }
                    Some(false) => {
                        let ring = way.iter().skip_while(|(table, ..)| *table != to).skip(1);
                        let ring = ring.filter_map(|(_, led, _)| *led).chain([(from, nth)]);
                        found.push(ring.filter_map(walk).collect());
                    }
                    Some(true) => {}
                }
            }
        }
        found
    }
}

fn mark(is_done: &mut [Option<bool>], table: TableId, done: bool) {
    if let Some(it) = is_done.get_mut(table.place()) {
        *it = Some(done);
    }
}
