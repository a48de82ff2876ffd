//! What rules about a state as a whole ask of each table: asked table by table, so that an edit asks those again that it
//! touched, and not all.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{LintInput, rings::Ways};
use crate::{
    order::may_repeat,
    schema::{ColumnWalker, ForeignKeyWalker, IndexWalker, ReferentialAction, TableId, TableWalker},
    target::Dialect,
};

/// What was asked of all tables. One that nobody judges is as one that has nothing.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// By the place of the table.
    tables: Vec<Surveyed>,
    /// How many keys of all tables have a name, by its hash, where no two of them may have one.
    names: FxHashMap<u64, u32>,
    /// How many of these hashes several have.
    shared: u32,
    /// Emulated relations of models whose actions change rows.
    pub(super) cascades: Ways,
}

/// What was asked of a table.
#[derive(Debug, Default)]
pub(super) struct Surveyed {
    /// Columns whose times end in 2038, where they do.
    pub(super) timestamps: u32,
    /// Foreign keys that the database keeps.
    pub(super) enforced: u32,
    /// Relations that the client keeps itself.
    pub(super) emulated: u32,
    /// Two of its own keys may have one name.
    may_repeat_names: bool,
    /// The hashes of the names of its keys, where no other table may have these.
    names: Vec<u64>,
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
        let dialect = input.target.dialect();
        let names_are_of_tables = dialect.is_none_or(Dialect::is_mysql_family);
        for id in tables {
            let Some(table) = input.schema.walk(id).filter(|it| !input.left_out.contains(&it.get().name)) else {
                continue;
            };
            let enforced = table.foreign_keys().filter(|it| !it.is_emulated()).count();
            let of_table = Surveyed {
                timestamps: count(table.columns().filter(|it| is_timestamp(*it)).count()),
                enforced: count(enforced),
                emulated: count(table.get().foreign_keys.len() - enforced),
                may_repeat_names: may_repeat(table.get().indexes.iter().map(|it| &it.name)),
                names: if names_are_of_tables {
                    Vec::new()
                } else {
                    named_keys(dialect, table).map(hash_of_name).collect()
                },
            };
            for name in &of_table.names {
                let count = self.names.entry(*name).or_default();
                *count += 1;
                self.shared += u32::from(*count == 2);
            }
            if self.tables.len() <= id.place() {
                self.tables.resize_with(id.place() + 1, Surveyed::default);
            }
            let before = self.tables.get_mut(id.place()).map(|it| std::mem::replace(it, of_table));
            for name in before.into_iter().flat_map(|it| it.names) {
                let count = self.names.entry(name).or_default();
                *count -= 1;
                self.shared -= u32::from(*count == 1);
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

    /// Whether a key of a table may be called as another one of it, or, where that matters, of another table.
    pub(super) fn may_share_names(&self, table: &Surveyed) -> bool {
        let is_shared = |name: &u64| self.names.get(name).is_some_and(|count| *count > 1);
        table.may_repeat_names || (self.shared > 0 && table.names.iter().any(is_shared))
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

/// The keys of a model that have a name of their own in the database.
pub(super) fn named_keys(dialect: Option<Dialect>, table: TableWalker<'_>) -> impl Iterator<Item = IndexWalker<'_>> {
    let has_name = move |key: &IndexWalker<'_>| !key.is_primary() || dialect == Some(Dialect::Postgres);
    table.keys().filter(move |key| table.get().model.is_some() && !key.get().implicit && has_name(key))
}

/// Each schema of PostgreSQL has names of its own.
fn hash_of_name(key: IndexWalker<'_>) -> u64 {
    FxBuildHasher.hash_one((&key.table().get().namespace, &key.get().name))
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
