//! Foreign keys that lead around in a ring.

use rustc_hash::FxHashMap;

use crate::schema::{ForeignKeyWalker, Schema};

/// Rings of foreign keys, each found once: a search in depth tells a ring where it comes back to a table that it came through.
pub(super) fn rings<'s>(schema: &Schema, foreign_keys: &[ForeignKeyWalker<'s>]) -> Vec<Vec<ForeignKeyWalker<'s>>> {
    let mut from: FxHashMap<_, Vec<ForeignKeyWalker<'s>>> = FxHashMap::default();
    for foreign_key in foreign_keys {
        from.entry(schema.table_key(&foreign_key.table().get().name)).or_default().push(*foreign_key);
    }
    let mut found = Vec::new();
    let mut is_done: FxHashMap<_, bool> = FxHashMap::default();
    for start in foreign_keys.iter().map(|it| schema.table_key(&it.table().get().name)) {
        if is_done.contains_key(&start) {
            continue;
        }
        // The way so far: the foreign key that led to each table, and which of its own comes next. No recursion: a chain may
        // be as long as there are tables.
        let mut way = vec![(start.clone(), None::<ForeignKeyWalker<'s>>, 0_usize)];
        is_done.insert(start, false);
        while let Some((table, _, next)) = way.last_mut() {
            let foreign_key = from.get(table).and_then(|all| all.get(*next)).copied();
            *next += 1;
            let Some(foreign_key) = foreign_key else {
                is_done.insert(table.clone(), true);
                way.pop();
                continue;
            };
            let to = schema.table_key(&foreign_key.get().referenced_table);
            match is_done.get(&to) {
                None => {
                    is_done.insert(to.clone(), false);
                    way.push((to, Some(foreign_key), 0));
                }
                Some(false) => {
                    let ring = way.iter().skip_while(|(table, ..)| *table != to).skip(1);
                    found.push(ring.filter_map(|(_, led, _)| *led).chain([foreign_key]).collect());
                }
                Some(true) => {}
            }
        }
    }
    found
}
