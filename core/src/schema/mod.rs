//! Floor 3: the one model of a schema that every reader lowers to and every rule reads.
//!
//! Names are the database's own; the names that Prisma has for the same things ride along for messages.
//! A relation under `relationMode = "prisma"` is a foreign key whose enforcement is *emulated*, a constraint
//! is one that is *enforced*: rules see foreign keys, never file formats.

mod bytes;
mod checks;
mod expression;
mod fault;
mod missing_value;
mod names;
mod normal_expression;
mod partitions;
mod rejection;
mod settings;
mod table_options;
mod tool_tables;
mod type_change;
mod types;
mod views;
mod vschema;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

pub use bytes::bytes_of_character;
pub use checks::CheckConstraint;
pub use expression::{ColumnName, NamedColumns, columns_in, named_columns};
pub use fault::{Fault, FaultKind};

pub use missing_value::{MissingValue, Refusal};
pub use names::{derived_name, without_vitess_ending};
pub use normal_expression::{ColumnsOf, normal_expression, normal_view, normal_words, same_expression};
pub use partitions::{Partition, PartitionBound, PartitionMethod, Partitioning};
pub use rejection::{Rejection, RejectionKind};
pub use settings::{PreviewFeature, PrismaSettings, RelationMode, Setting};
pub use table_options::HeldOption;
pub use tool_tables::LeftOut;
pub use type_change::{Narrowing, TypeChange};
pub use types::{ColumnType, is_number};
pub use views::{Routine, RoutineKind, View, ViewColumn, ViewName, ViewTable};
pub use vschema::{ColumnVindex, VSchema, VTable, Vindex};
pub use walk::{CheckWalker, ColumnWalker, Coverage, ForeignKeyWalker, IndexWalker, TableWalker};

use crate::{
    order::sort,
    target::Target,
    text::{Location, SourceId, Span},
};

/// Names a table of a [`Schema`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(u32);

impl TableId {
    /// Its place among all tables that were made, from 0.
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

/// A state of a database.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "three are habits of the target, set once")]
pub struct Schema {
    /// A dropped table leaves its place empty, so that ids stay true.
    tables: Vec<Option<Table>>,
    by_name: FxHashMap<SmolStr, TableId>,
    /// The tables that may have foreign keys to the table of a name.
    referrers: FxHashMap<SmolStr, Vec<TableId>>,
    folds_table_names: bool,
    folds_column_names: bool,
    /// Whether the server makes an index for a foreign key that has none.
    indexes_foreign_keys: bool,
    /// The enums that are types of their own (PostgreSQL), by the name that columns know them by.
    pub enums: BTreeMap<SmolStr, EnumType>,
    /// Views, by name.
    pub views: BTreeMap<SmolStr, View>,
    /// Procedures, functions, triggers and events, by kind and name.
    pub routines: BTreeMap<(RoutineKind, SmolStr), Routine>,
    /// What Prisma says about the database and its own tools, where the schema is Prisma's.
    pub prisma: Option<PrismaSettings>,
    /// A statement was not understood that may have changed any table.
    pub anything_may_differ: bool,
    /// How Vitess spreads the tables over shards, where that is told.
    pub vschema: Option<Box<VSchema>>,
    /// What is wrong with routing rules, in words.
    pub routing_mistakes: Vec<(Location, String)>,
    /// There may be tables that no text here makes: a migration speaks of what others made.
    pub others_may_exist: bool,
    /// What the text has and this model does not hold yet: `check constraints`. Two states are not compared by it.
    pub not_held: BTreeSet<&'static str>,
}

/// An enum that is a type of its own.
#[derive(Clone, Debug)]
pub struct EnumType {
    /// The schema that it stands in, where that is not the usual one.
    pub namespace: Option<SmolStr>,
    /// Its values, in order.
    pub values: Vec<SmolStr>,
}

/// The name of what stands in a schema of PostgreSQL: `auth.User`.
pub fn qualified(namespace: Option<&SmolStr>, name: &SmolStr) -> SmolStr {
    namespace.map_or_else(|| name.clone(), |namespace| SmolStr::new([namespace.as_str(), ".", name].concat()))
}

/// The name of what stands in a schema of PostgreSQL without that.
pub fn unqualified<'n>(namespace: Option<&SmolStr>, name: &'n str) -> &'n str {
    namespace.and_then(|it| name.get(it.len() + 1..)).unwrap_or(name)
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name in the database, by which others know it: where it stands in a schema that is not the usual one, `schema.name`.
    pub name: SmolStr,
    /// The schema that it stands in (PostgreSQL), where that is not the usual one.
    pub namespace: Option<SmolStr>,
    /// The Prisma model's name.
    pub model: Option<SmolStr>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its primary key.
    pub primary_key: Option<Index>,
    /// Its other indexes and unique keys, in the order of their text.
    pub indexes: Vec<Index>,
    /// Its foreign keys, in the order of their text.
    pub foreign_keys: Vec<ForeignKey>,
    /// Its checks, in the order of their text.
    pub checks: Vec<CheckConstraint>,
    /// How its rows are parted.
    pub partitioning: Option<Box<Partitioning>>,
    /// Storage engine, where the text names one.
    pub engine: Option<SmolStr>,
    /// Character set of columns that name none, where the text names one.
    pub charset: Option<SmolStr>,
    /// Collation of columns that name none, where the text names one.
    pub collation: Option<SmolStr>,
    /// What its owner says about it (`COMMENT`).
    pub comment: Option<SmolStr>,
    /// Its other options that a server keeps, by name: `ROW_FORMAT` is `COMPRESSED`.
    pub options: BTreeMap<&'static str, SmolStr>,
    /// Prisma's client does not see it (`@@ignore`).
    pub ignored: bool,
    /// What the text left unknown about it.
    pub unknown: Unknown,
    /// Where it comes from.
    pub origin: Origin,
    /// Where a line may be added to its text; absent when it is not written as one block.
    pub anchors: Option<Anchors>,
}

/// What a text left unknown about a table: unknown, not absent. No rule may report as missing what may
/// stand in a part that was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each part is known or not, whatever the others are")]
pub struct Unknown {
    /// It may have columns, or properties of columns, that are not here.
    pub columns: bool,
    /// It may have keys that are not here, or miss keys that are here.
    pub keys: bool,
    /// It may have checks that are not here, or miss checks that are here.
    pub checks: bool,
    /// Its rows may be parted otherwise.
    pub partitions: bool,
}

impl Unknown {
    /// Nothing is known.
    pub const ALL: Self = Self { columns: true, keys: true, checks: true, partitions: true };
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in the database.
    pub name: SmolStr,
    /// The Prisma field's name.
    pub field: Option<SmolStr>,
    /// Its type in normal form.
    pub ty: ColumnType,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// The default in the DDL; Prisma's own (`cuid()`, `@updatedAt`) is none.
    pub default: Option<DefaultValue>,
    /// Whether the server counts it up.
    pub auto_increment: bool,
    /// The expression it is computed from.
    pub generated: Option<Box<Generated>>,
    /// What only some columns have.
    pub details: Option<Box<ColumnDetails>>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Column {
    /// What only some columns have; nothing of it, where it has none.
    pub fn details(&self) -> &ColumnDetails {
        static NONE: ColumnDetails = ColumnDetails {
            client_default: None,
            on_update_now: false,
            charset: None,
            collation: None,
            comment: None,
            invisible: false,
            srid: None,
            is_json: false,
            storage: None,
        };
        self.details.as_deref().unwrap_or(&NONE)
    }

    /// Calls other columns by their new names, and itself, in all that it computes.
    pub fn rename_in_expressions(&mut self, renames: &[(SmolStr, SmolStr)]) {
        let default = self.default.as_mut().and_then(|default| match default {
            DefaultValue::Expression(text) => Some(text),
            _ => None,
        });
        let generated = self.generated.as_mut().map(|generated| &mut generated.expression);
        for text in default.into_iter().chain(generated) {
            *text = names::renamed_in(text, renames).into();
        }
    }
}

/// What only some columns have.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ColumnDetails {
    /// What Prisma's client fills in itself, as written: `@default(cuid())`, `@updatedAt`. The database knows nothing of it.
    pub client_default: Option<SmolStr>,
    /// `ON UPDATE CURRENT_TIMESTAMP`
    pub on_update_now: bool,
    /// Its own character set, where the text names one.
    pub charset: Option<SmolStr>,
    /// Its own collation, where the text names one.
    pub collation: Option<SmolStr>,
    /// What its owner says about it (`COMMENT`).
    pub comment: Option<SmolStr>,
    /// `SELECT *` leaves it out.
    pub invisible: bool,
    /// The spatial reference system that its values are in.
    pub srid: Option<SmolStr>,
    /// MariaDB's JSON: its type is `longtext`, and the server checks that its values are JSON.
    pub is_json: bool,
    /// How it is stored, as written: `COMPRESSED`, `COLUMN_FORMAT DYNAMIC`.
    pub storage: Option<SmolStr>,
}

impl ColumnDetails {
    /// Makes it those of MariaDB's JSON, which is `longtext` of this collation, whatever the table's is.
    pub fn become_json(&mut self) {
        self.charset.get_or_insert(SmolStr::new_static("utf8mb4"));
        self.collation.get_or_insert(SmolStr::new_static("utf8mb4_bin"));
        self.is_json = true;
    }
}

/// The default of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultValue {
    /// `NULL`, written out.
    Null,
    /// The value of a literal, without quotes and escapes: `'0'` and `0` are one default.
    Literal(SmolStr),
    /// The time of the statement.
    CurrentTimestamp,
    /// Any other expression, as written.
    Expression(SmolStr),
}

/// The expression of a generated column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// As written, without the parentheses.
    pub expression: SmolStr,
    /// Whether the value is stored in the row.
    pub stored: bool,
}

/// What an index is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexKind {
    /// The primary key.
    Primary,
    /// A unique key.
    Unique,
    /// A plain index.
    Plain,
    /// An index of words.
    FullText,
    /// An index of places.
    Spatial,
}

/// How an index finds its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum IndexMethod {
    /// An ordered tree: left prefixes are served too.
    #[default]
    BTree,
    /// By equality of all its columns only.
    Hash,
    /// Of block ranges: serves no look-up of single rows.
    Brin,
    /// Of the parts of values (GIN): not by plain equality.
    Gin,
    /// Of places and ranges: not by plain equality.
    Gist,
    /// Of partitioned places and words: not by plain equality.
    SpGist,
    /// Any other.
    Other,
}

/// An index, unique key or primary key.
#[derive(Clone, Debug)]
pub struct Index {
    /// Its name in the database, given or derived as the server or Prisma derives it.
    pub name: SmolStr,
    /// What it is for.
    pub kind: IndexKind,
    /// Its key parts, in order.
    pub parts: Vec<IndexPart>,
    /// How it finds its rows.
    pub method: IndexMethod,
    /// The condition of a partial index, as written.
    pub predicate: Option<SmolStr>,
    /// Whether the optimiser may use it.
    pub visible: bool,
    /// What its owner says about it (`COMMENT`).
    pub comment: Option<SmolStr>,
    /// The size of its pages in KiB, where the text names one (`KEY_BLOCK_SIZE`).
    pub key_block_size: Option<SmolStr>,
    /// Whether all that was said of it was understood; only then is it compared with others.
    pub understood: bool,
    /// The server made it for a foreign key that had none, and drops it for an index that serves as well.
    pub implicit: bool,
    /// Where it comes from.
    pub origin: Origin,
}

/// One part of an index.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IndexPart {
    /// What is indexed.
    pub key: PartKey,
    /// How much of it: bytes of binary strings, characters of text. None: all of it.
    pub length: Option<u32>,
    /// Whether it is sorted from high to low.
    pub descending: bool,
    /// What the index can compare it by, as written, where that is not the usual (PostgreSQL's operator class).
    pub compared_by: Option<SmolStr>,
}

/// What a part of an index holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PartKey {
    /// A column, by name.
    Column(SmolStr),
    /// An expression, as written.
    Expression(SmolStr),
}

impl IndexPart {
    /// All of a column, from low to high.
    pub fn column(name: impl Into<SmolStr>) -> Self {
        Self { key: PartKey::Column(name.into()), length: None, descending: false, compared_by: None }
    }

    /// The column that it holds, whole or a prefix.
    pub fn column_name(&self) -> Option<&SmolStr> {
        if let PartKey::Column(name) = &self.key { Some(name) } else { None }
    }
}

/// Who keeps a foreign key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Enforcement {
    /// The database, by a constraint.
    Enforced,
    /// The client, by extra queries; the database knows nothing of it.
    Emulated,
}

/// What happens to the rows that refer to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferentialAction {
    /// They go or change with it.
    Cascade,
    /// It is refused.
    Restrict,
    /// It is refused, checked late where the database can.
    NoAction,
    /// They refer to nothing.
    SetNull,
    /// They refer to their default.
    SetDefault,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The name of the constraint, given or derived.
    pub name: Option<SmolStr>,
    /// The name that its owner calls it by: Prisma's `Post.author`.
    pub relation: Option<SmolStr>,
    /// Its columns.
    pub columns: Vec<SmolStr>,
    /// The table that it refers to.
    pub referenced_table: SmolStr,
    /// The columns that it refers to; empty when the text leaves them to the primary key.
    pub referenced_columns: Vec<SmolStr>,
    /// When the row referred to is deleted.
    pub on_delete: ReferentialAction,
    /// When the key referred to changes.
    pub on_update: ReferentialAction,
    /// Who keeps it.
    pub enforcement: Enforcement,
    /// The other side holds many of these rows, or does not say; false where Prisma says at most one.
    pub many: bool,
    /// Prisma's client does not use it (`@ignore`).
    pub ignored: bool,
    /// An index that another description of the database has for it.
    pub index_elsewhere: Option<IndexElsewhere>,
    /// Where it comes from.
    pub origin: Origin,
}

/// An index of another description of the same database: its name and its columns, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexElsewhere {
    /// Its name.
    pub name: SmolStr,
    /// Its columns, in order.
    pub columns: Vec<SmolStr>,
}

/// Where an entity comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The text.
    pub source: SourceId,
    /// All of it.
    pub span: Span,
    /// Its name, or what stands for it.
    pub name: Span,
}

impl Origin {
    /// All of it, as a location.
    pub fn location(self) -> Location {
        Location { source: self.source, span: self.span }
    }

    /// Its name, as a location.
    pub fn name_location(self) -> Location {
        Location { source: self.source, span: self.name }
    }
}

/// Where a line may be added to the text of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchors {
    /// The last index or key: a new one goes after it.
    pub last_key: Option<Span>,
    /// The first attribute of the block that is no index (`@@map`, `@@schema`): a new index goes before it
    /// when there is no key. Prisma only.
    pub first_setting: Option<Span>,
    /// The last column or key.
    pub last_member: Option<Span>,
    /// The byte of the closing brace or parenthesis.
    pub close: u32,
}

impl Schema {
    /// Whether all that was said of it was understood: only then may it be called equal to another.
    pub fn is_known(&self) -> bool {
        let is_known = |it: TableWalker<'_>| {
            it.columns_are_known() && it.keys_are_known() && it.checks_are_known() && it.partitions_are_known()
        };
        !self.anything_may_differ && self.tables().all(is_known)
    }
}

impl Schema {
    /// An empty state for a target, which decides how names compare.
    pub fn new(target: &Target) -> Self {
        Self {
            folds_table_names: !target.table_names_have_case(),
            folds_column_names: !target.column_names_have_case(),
            indexes_foreign_keys: target.indexes_foreign_keys_itself(),
            ..Self::default()
        }
    }

    /// What is equal for the names of one table.
    pub fn table_key(&self, name: &str) -> SmolStr {
        if self.folds_table_names { SmolStr::new(name.to_lowercase()) } else { SmolStr::new(name) }
    }

    /// What is equal for the names of one column.
    pub fn column_key(&self, name: &str) -> SmolStr {
        if self.folds_column_names { SmolStr::new(name.to_lowercase()) } else { SmolStr::new(name) }
    }

    /// Whether two lists name the same columns, in any order.
    pub fn same_columns(&self, a: &[SmolStr], b: &[SmolStr]) -> bool {
        a.len() == b.len() && a.iter().all(|a| b.iter().any(|b| self.same_column(a, b)))
    }

    /// Whether two names name one table.
    pub fn same_table(&self, a: &str, b: &str) -> bool {
        a == b || (self.folds_table_names && same_but_for_case(a, b))
    }

    /// Whether two names name one column.
    pub fn same_column(&self, a: &str, b: &str) -> bool {
        a == b || (self.folds_column_names && same_but_for_case(a, b))
    }

    /// Adds a table. One that has its name already stays, and the new one is handed back.
    ///
    /// # Errors
    /// The table itself, when its name is taken.
    pub fn add_table(&mut self, table: Table) -> Result<TableId, Box<Table>> {
        let key = self.table_key(&table.name);
        if self.by_name.contains_key(&key) {
            return Err(Box::new(table));
        }
        let id = TableId(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        for foreign_key in &table.foreign_keys {
            self.referrers.entry(self.table_key(&foreign_key.referenced_table)).or_default().push(id);
        }
        self.tables.push(Some(table));
        self.by_name.insert(key, id);
        Ok(id)
    }

    /// Takes a table out.
    pub fn remove_table(&mut self, name: &str) -> Option<Table> {
        let id = self.by_name.remove(&self.table_key(name))?;
        self.tables.get_mut(id.0 as usize)?.take()
    }

    /// Gives a table another name. Foreign keys that refer to it follow, as they do in MySQL.
    pub fn rename_table(&mut self, old: &str, new: &str) -> bool {
        let Some(id) = self.by_name.remove(&self.table_key(old)) else { return false };
        self.by_name.insert(self.table_key(new), id);
        if let Some(Some(table)) = self.tables.get_mut(id.0 as usize) {
            table.name = SmolStr::new(new);
        }
        self.update_references(old, |foreign_key| foreign_key.referenced_table = SmolStr::new(new));
        let followed = self.referrers.remove(&self.table_key(old)).unwrap_or_default();
        self.referrers.entry(self.table_key(new)).or_default().extend(followed);
        true
    }

    /// Gives a table a foreign key. Where the server makes an index for it, and no index of the table begins with its
    /// columns, the table has that index too.
    pub fn add_foreign_key(&mut self, table: &str, foreign_key: ForeignKey) {
        self.note_reference(table, &foreign_key.referenced_table);
        let makes_index = self.indexes_foreign_keys;
        if let Some(table) = self.table_mut(table) {
            if makes_index {
                table.make_index_for(&foreign_key);
            }
            table.foreign_keys.push(foreign_key);
        }
    }

    /// Remembers that a table has got a foreign key to another, where the table itself was changed.
    pub fn note_reference(&mut self, from: &str, to: &str) {
        if let Some(id) = self.id(from) {
            let of_table = self.referrers.entry(self.table_key(to)).or_default();
            // One that comes and goes with each edit is here many times.
            if of_table.len() >= 32 && of_table.len().is_power_of_two() {
                sort(of_table);
                of_table.dedup();
            }
            of_table.push(id);
        }
    }

    /// The tables that may have foreign keys to a table, each once.
    fn referrers_of(&self, name: &str) -> Vec<TableId> {
        let mut from = self.referrers.get(&self.table_key(name)).cloned().unwrap_or_default();
        sort(&mut from);
        from.dedup();
        from
    }

    /// The foreign keys that refer to a table.
    pub fn foreign_keys_to(&self, name: &str) -> impl Iterator<Item = ForeignKeyWalker<'_>> {
        let key = self.table_key(name);
        let from = self.referrers_of(name).into_iter();
        let all = from.filter_map(|id| self.walk(id)).flat_map(TableWalker::foreign_keys);
        all.filter(move |foreign_key| self.table_key(&foreign_key.get().referenced_table) == key)
    }

    /// Changes the foreign keys that refer to a table.
    pub fn update_references(&mut self, name: &str, mut change: impl FnMut(&mut ForeignKey)) {
        let fold = self.folds_table_names;
        for id in self.referrers_of(name) {
            let table = self.tables.get_mut(id.0 as usize).and_then(Option::as_mut);
            for foreign_key in table.into_iter().flat_map(|table| &mut table.foreign_keys) {
                let refers = &foreign_key.referenced_table;
                if refers == name || (fold && same_but_for_case(refers, name)) {
                    change(foreign_key);
                }
            }
        }
    }

    /// The table of a name.
    pub fn table(&self, name: &str) -> Option<TableWalker<'_>> {
        self.id(name).and_then(|id| self.walk(id))
    }

    /// The table of a name, to change it.
    pub fn table_mut(&mut self, name: &str) -> Option<&mut Table> {
        let id = self.id(name)?;
        self.tables.get_mut(id.0 as usize)?.as_mut()
    }

    /// A table by its id.
    pub fn walk(&self, id: TableId) -> Option<TableWalker<'_>> {
        self.tables.get(id.0 as usize)?.as_ref().map(|table| TableWalker::new(self, table))
    }

    /// The ids of all tables, in the order in which they were made.
    pub fn ids(&self) -> impl Iterator<Item = TableId> + use<> {
        let count = u32::try_from(self.tables.len()).unwrap_or(u32::MAX);
        (0..count).map(TableId)
    }

    /// The id of the table of a name.
    pub fn id(&self, name: &str) -> Option<TableId> {
        // Asked of each foreign key at each keystroke: most names are what they are known by.
        let id = if self.folds_table_names { self.by_name.get(&self.table_key(name)) } else { self.by_name.get(name) };
        id.copied()
    }

    /// All tables, in the order in which they were made.
    pub fn tables(&self) -> impl Iterator<Item = TableWalker<'_>> {
        self.tables.iter().flatten().map(|table| TableWalker::new(self, table))
    }

    /// All foreign keys of all tables.
    pub fn foreign_keys(&self) -> impl Iterator<Item = ForeignKeyWalker<'_>> {
        self.tables().flat_map(TableWalker::foreign_keys)
    }
}

impl Index {
    /// Whether its first parts are these columns, whole and in this order: then it serves a foreign key over them.
    fn begins_with(&self, columns: &[SmolStr]) -> bool {
        let same = |(part, column): (&IndexPart, &SmolStr)| {
            part.length.is_none() && part.column_name().is_some_and(|name| same_but_for_case(name, column))
        };
        let is_tree = matches!(self.kind, IndexKind::Primary | IndexKind::Unique | IndexKind::Plain);
        is_tree && self.parts.len() >= columns.len() && self.parts.iter().zip(columns).all(same)
    }

    /// The index that InnoDB makes for a foreign key: under the constraint's name where that was given, else under its
    /// first column's (MySQL manual, "FOREIGN KEY Constraints").
    fn made_for(foreign_key: &ForeignKey) -> Self {
        let is_named = foreign_key.relation.is_some() || foreign_key.origin.name != foreign_key.origin.span;
        let name = foreign_key.name.clone().filter(|_| is_named).or_else(|| foreign_key.columns.first().cloned());
        Self {
            name: name.unwrap_or_default(),
            kind: IndexKind::Plain,
            parts: foreign_key.columns.iter().cloned().map(IndexPart::column).collect(),
            method: IndexMethod::BTree,
            predicate: None,
            visible: true,
            comment: None,
            key_block_size: None,
            understood: true,
            implicit: true,
            origin: foreign_key.origin,
        }
    }
}

impl Table {
    /// Its name without the schema that it stands in.
    pub fn own_name(&self) -> &str {
        unqualified(self.namespace.as_ref(), &self.name)
    }

    /// A table of which nothing is known but its name.
    pub fn unknown(name: SmolStr, origin: Origin) -> Self {
        Self { unknown: Unknown::ALL, ..Self::new(name, origin) }
    }

    /// Makes the index that InnoDB makes with a foreign key constraint, unless a key begins with its columns.
    pub fn make_index_for(&mut self, foreign_key: &ForeignKey) {
        let is_served = self.unknown.keys
            || self.primary_key.iter().chain(&self.indexes).any(|it| it.begins_with(&foreign_key.columns));
        if foreign_key.enforcement == Enforcement::Enforced && !is_served {
            let mut made = Index::made_for(foreign_key);
            // One that it made before for the first of these columns goes: the new one serves both.
            let begins = |it: &Index| it.implicit && it.parts.iter().zip(&made.parts).all(|(a, b)| a.key == b.key);
            self.indexes.retain(|it| !begins(it));
            made.name = self.numbered_index_name(&made.name);
            self.indexes.push(made);
        }
    }

    /// The name that MySQL gives an index without one, after its first column: `a`, `a_2`, `a_3`.
    pub fn numbered_index_name(&self, first: &str) -> SmolStr {
        let taken: FxHashSet<String> = self.indexes.iter().map(|index| index.name.to_lowercase()).collect();
        let is_free = |name: &SmolStr| !taken.contains(&name.to_lowercase());
        let numbered = (2..=taken.len() + 2).map(|number| SmolStr::new(format!("{first}_{number}")));
        std::iter::once(SmolStr::new(first)).chain(numbered).find(is_free).unwrap_or_default()
    }

    /// A table without columns and keys.
    pub fn new(name: SmolStr, origin: Origin) -> Self {
        Self {
            name,
            namespace: None,
            model: None,
            columns: Vec::new(),
            primary_key: None,
            indexes: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            partitioning: None,
            engine: None,
            charset: None,
            collation: None,
            comment: None,
            options: BTreeMap::new(),
            ignored: false,
            unknown: Unknown::default(),
            origin,
            anchors: None,
        }
    }
}

/// Whether two names are alike but for the case of their letters.
pub fn same_but_for_case(a: &str, b: &str) -> bool {
    // Most names that are asked about are of other lengths, and of ASCII.
    let may_be = || !(a.is_ascii() && b.is_ascii());
    let lower = || a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase));
    a.eq_ignore_ascii_case(b) || (may_be() && lower())
}
