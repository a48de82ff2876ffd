//! The relations of one schema, laid over the tables of another: a dump of PlanetScale has no foreign keys, the
//! Prisma schema of the same database has them all.

use smol_str::SmolStr;

use crate::schema::{Enforcement, ForeignKey, IndexElsewhere, IndexWalker, Schema};

/// Gives the tables of `schema` the foreign keys of `described`, as emulated ones. Those that the table has already
/// stay as they are. Answers the tables and columns that `described` has relations of and `schema` does not have.
pub fn add_relations(schema: &mut Schema, described: &Schema) -> Vec<SmolStr> {
    let mut missing = Vec::new();
    for described_table in described.tables() {
        let mut wanted = described_table.foreign_keys().peekable();
        if wanted.peek().is_none() {
            continue;
        }
        let name = &described_table.get().name;
        let Some(table) = schema.table(name) else {
            if !schema.anything_may_differ {
                missing.push(name.clone());
            }
            continue;
        };
        for column in described_table.foreign_keys().flat_map(|it| &it.get().columns) {
            if table.columns_are_known() && table.column(column).is_none() {
                missing.push(SmolStr::new(format!("{name}.{column}")));
            }
        }
        let have: Vec<Vec<SmolStr>> = table.foreign_keys().map(|it| it.get().columns.clone()).collect();
        let added: Vec<ForeignKey> = wanted
            .filter(|it| !have.contains(&it.get().columns))
            .map(|it| {
                let index = described_table.keys().find(|index| index.serves_equality_on(&it.get().columns));
                ForeignKey {
                    enforcement: Enforcement::Emulated,
                    index_elsewhere: index.and_then(elsewhere),
                    ..it.get().clone()
                }
            })
            .collect();
        // What the database keeps and the client would keep has the client's name for it, too.
        let kept: Vec<(Vec<SmolStr>, Option<SmolStr>)> = described_table
            .foreign_keys()
            .filter(|it| it.is_emulated())
            .map(|it| (it.get().columns.clone(), it.get().relation.clone()))
            .collect();
        let own = schema.table_mut(name).map(|table| table.foreign_keys.iter_mut());
        for foreign_key in own.into_iter().flatten().filter(|it| it.relation.is_none()) {
            let relation = kept.iter().find(|(columns, _)| *columns == foreign_key.columns);
            foreign_key.relation = relation.and_then(|(_, relation)| relation.clone());
        }
        for foreign_key in added {
            schema.add_foreign_key(name, foreign_key);
        }
    }
    missing
}

/// An index that can be asked for in another place: not a key, and of whole columns.
fn elsewhere(index: IndexWalker<'_>) -> Option<IndexElsewhere> {
    let whole = index.get().parts.iter().all(|part| part.length.is_none() && !part.descending);
    let columns = index.columns().filter(|_| whole && !index.is_unique())?;
    Some(IndexElsewhere { name: index.get().name.clone(), columns })
}
