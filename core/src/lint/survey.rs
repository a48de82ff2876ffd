//! What rules about a state as a whole ask of each table: asked table by table, so that an edit asks those again that it
//! touched, and not all.

use super::{LintInput, rings::Ways};
use crate::{
    order::may_repeat,
    schema::{ColumnWalker, ForeignKeyWalker, ReferentialAction, TableId, TableWalker},
};

/// What was asked of all tables. One that nobody judges is as one that has nothing.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// By the place of the table.
    tables: Vec<Surveyed>,
    /// Emulated relations of models whose actions change rows.
    pub(super) cascades: Ways,
}

/// What was asked of a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surveyed {
    /// Columns whose times end in 2038, where they do.
    pub(super) timestamps: u32,
    /// Foreign keys that the database keeps.
    pub(super) enforced: u32,
    /// Relations that the client keeps itself.
    pub(super) emulated: u32,
    /// Two of its keys may have one name.
    pub(super) may_have_keys_of_one_name: bool,
}

impl Survey {
    /// Asks all tables.
    pub(super) fn of(input: LintInput<'_>) -> Self {
        let mut survey = Self::default();
        survey.ask(input, input.schema.ids());
        survey
    }

    /// Asks some of the tables again.
    pub(super) fn ask(&mut self, input: LintInput<'_>, tables: impl Iterator<Item = TableId>) {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        for id in tables {
            let Some(table) = input.schema.walk(id).filter(|it| !input.left_out.contains(&it.get().name)) else {
                continue;
            };
            let enforced = table.foreign_keys().filter(|it| !it.is_emulated()).count();
            let of_table = Surveyed {
                timestamps: count(table.columns().filter(|it| is_timestamp(*it)).count()),
                enforced: count(enforced),
                emulated: count(table.get().foreign_keys.len() - enforced),
                may_have_keys_of_one_name: may_repeat(table.get().indexes.iter().map(|it| &it.name)),
            };
            if self.tables.len() <= id.place() {
                self.tables.resize(id.place() + 1, Surveyed::default());
            }
            if let Some(it) = self.tables.get_mut(id.place()) {
                *it = of_table;
            }
            self.cascades.set(id, table, changes_rows);
        }
    }

    /// The tables of which something is true, in the order in which they were made.
    pub(super) fn tables<'s>(
        &self,
        input: LintInput<'s>,
        is_asked_for: impl Fn(&Surveyed) -> bool,
    ) -> impl Iterator<Item = TableWalker<'s>> {
        let ids = input.schema.ids().zip(&self.tables).filter(move |(_, it)| is_asked_for(it));
        ids.filter_map(move |(id, _)| input.schema.walk(id))
    }

    /// What the tables have together.
    pub(super) fn sum(&self, of_table: impl Fn(&Surveyed) -> u32) -> usize {
        self.tables.iter().map(|it| of_table(it) as usize).sum()
    }

    /// Whether something is true of any table.
    pub(super) fn any(&self, is_true: impl Fn(&Surveyed) -> bool) -> bool {
        self.tables.iter().any(is_true)
    }
}

/// Whether it is a column whose times end in 2038, where they do.
pub(super) fn is_timestamp(column: ColumnWalker<'_>) -> bool {
    column.get().ty.name == "timestamp"
}

/// Whether it is a relation of a model that the client keeps, and what becomes of one row changes others.
fn changes_rows(foreign_key: ForeignKeyWalker<'_>) -> bool {
    let changes = |action| !matches!(action, ReferentialAction::NoAction | ReferentialAction::Restrict);
    let (key, is_model) = (foreign_key.get(), foreign_key.table().get().model.is_some());
    foreign_key.is_emulated() && is_model && (changes(key.on_delete) || changes(key.on_update))
}
