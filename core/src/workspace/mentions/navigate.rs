//! Where something of a database is defined, and where it is spoken of: over the texts of several states of one database, as
//! a Prisma schema and the migrations beside it.

use super::{Entity, Mention, Names, Use};
use crate::{schema::Schema, workspace::Live};

/// A place of one of several states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The number of the state, from 0.
    pub state: usize,
    /// The place.
    pub mention: Mention,
}

/// Where an entity is defined: by its owner's own description, else where it is made, else where it is added. Of places
/// alike, the last counts in SQL (a table may be dropped and made again), and all count in Prisma (the table of an implicit
/// relation is both fields').
pub fn definition_of<'l>(entity: &Entity, states: impl IntoIterator<Item = &'l mut Live>) -> Vec<Found> {
    let mut found = places(entity, states, Use::defines);
    let Some(best) = found.iter().map(|it| it.mention.used).min() else { return found };
    found.retain(|it| it.mention.used == best);
    if best != Use::Describes {
        found.drain(..found.len().saturating_sub(1));
    }
    found
}

/// All places that name an entity, its definitions among them.
pub fn references_to<'l>(entity: &Entity, states: impl IntoIterator<Item = &'l mut Live>) -> Vec<Found> {
    places(entity, states, |_| true)
}

fn places<'l>(
    entity: &Entity,
    states: impl IntoIterator<Item = &'l mut Live>,
    counts: impl Fn(Use) -> bool,
) -> Vec<Found> {
    let mut found = Vec::new();
    for (state, live) in states.into_iter().enumerate() {
        let names = live.names();
        let it = names.all().filter(|it| counts(it.used) && names.are_one(&it.entity, entity));
        found.extend(it.map(|mention| Found { state, mention }));
    }
    found
}

impl Names<'_> {
    /// Whether two names of this state's database name one thing.
    pub fn are_one(self, a: &Entity, b: &Entity) -> bool {
        let schema: &Schema = self.schema;
        match (a, b) {
            (Entity::Table(a), Entity::Table(b)) => schema.same_table(a, b),
            (Entity::Column { table, name }, Entity::Column { table: of, name: other })
            | (Entity::Index { table, name }, Entity::Index { table: of, name: other })
            | (Entity::ForeignKey { table, name }, Entity::ForeignKey { table: of, name: other }) => {
                schema.same_column(name, other) && schema.same_table(table, of)
            }
            (a, b) => a == b,
        }
    }
}
