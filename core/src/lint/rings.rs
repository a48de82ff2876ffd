//! Foreign keys that lead around in a ring.

use rustc_hash::FxHashMap;

use crate::schema::{ForeignKeyWalker, Schema, Table};

/// Rings of foreign keys, each found once: a search in depth tells a ring where it comes back to a table that it came through.
/// Those of a table stand together.
pub(super) fn rings<'s>(schema: &Schema, foreign_keys: &[ForeignKeyWalker<'s>]) -> Vec<Vec<ForeignKeyWalker<'s>>> {
    let is_of_one = |a: &ForeignKeyWalker<'s>, b: &ForeignKeyWalker<'s>| std::ptr::eq(a.table().get(), b.table().get());
    let tables: Vec<&[ForeignKeyWalker<'s>]> = foreign_keys.chunk_by(is_of_one).collect();
    // By address, and each name is looked up once: this is done at each keystroke.
    let numbers: FxHashMap<*const Table, usize> = tables
        .iter()
        .enumerate()
        .filter_map(|(number, all)| Some((std::ptr::from_ref(all.first()?.table().get()), number)))
        .collect();
    let number_of = |name: &str| numbers.get(&std::ptr::from_ref(schema.table(name)?.get())).copied();
    let mut found = Vec::new();
    // Whether the search has come to a table, and whether it has left it for good.
    let mut is_done: Vec<Option<bool>> = vec![None; tables.len()];
    for start in 0..tables.len() {
        if is_done.get(start).is_some_and(Option::is_some) {
            continue;
        }
        // The way so far: the foreign key that led to each table, and which of its own comes next. No recursion: a chain may
        // be as long as there are tables.
        let mut way = vec![(start, None::<ForeignKeyWalker<'s>>, 0_usize)];
        mark(&mut is_done, start, false);
        while let Some((table, _, next)) = way.last_mut() {
            let foreign_key = tables.get(*table).and_then(|all| all.get(*next)).copied();
            *next += 1;
            let Some(foreign_key) = foreign_key else {
                mark(&mut is_done, *table, true);
                way.pop();
                continue;
            };
            // From a table without foreign keys nothing leads on.
            let Some(to) = number_of(&foreign_key.get().referenced_table) else { continue };
            match is_done.get(to).copied().flatten() {
                None => {
                    mark(&mut is_done, to, false);
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

fn mark(is_done: &mut [Option<bool>], table: usize, done: bool) {
    if let Some(it) = is_done.get_mut(table) {
        *it = Some(done);
    }
}
