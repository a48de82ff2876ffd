//! What is known of something of a database: for a person who points at it. By the database's names; plain values, which
//! `report::hover` puts in words.

use smol_str::SmolStr;

use super::{Entity, Names};
use crate::{
    schema::{
        ColumnWalker, DefaultValue, Enforcement, ForeignKeyWalker, IndexKind, IndexWalker, PartKey, ReferentialAction,
        TableWalker,
    },
    target::Target,
};

/// What is known of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Description {
    /// Of a table.
    Table(TableDescription),
    /// Of a view: its name.
    View(SmolStr),
    /// Of a column.
    Column(Box<ColumnDescription>),
    /// Of an index.
    Index(IndexDescription),
    /// Of a foreign key.
    ForeignKey(ForeignKeyDescription),
    /// Of an enum, and of each of its values.
    Enum(EnumDescription),
}

/// What is known of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDescription {
    /// Its name in the database.
    pub name: SmolStr,
    /// The Prisma model's name.
    pub model: Option<SmolStr>,
    /// No text shows it: Prisma makes it for an implicit many-to-many relation.
    pub is_hidden: bool,
    /// How many columns it has.
    pub columns: usize,
    /// Its primary key.
    pub primary_key: Option<IndexDescription>,
    /// Its other indexes.
    pub indexes: Vec<IndexDescription>,
    /// Its foreign keys.
    pub foreign_keys: Vec<ForeignKeyDescription>,
    /// The foreign keys that refer to it.
    pub referred_to_by: Vec<ForeignKeyDescription>,
    /// What its owner says about it (`COMMENT`).
    pub comment: Option<SmolStr>,
    /// Not all that was said of it was understood: there may be more.
    pub may_have_more: bool,
}

/// What is known of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property that a column has or has not")]
pub struct ColumnDescription {
    /// Its table's name in the database.
    pub table: SmolStr,
    /// Its name in the database.
    pub name: SmolStr,
    /// What Prisma calls it: `User.authorName`.
    pub field: Option<String>,
    /// Its type as the database has it; absent where the database is not known.
    pub ty: Option<String>,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Its default in the DDL.
    pub default: Option<DefaultValue>,
    /// What Prisma's client fills in itself: `@default(cuid())`.
    pub client_default: Option<SmolStr>,
    /// Whether the server counts it up.
    pub auto_increment: bool,
    /// It becomes the time of each update of its row.
    pub on_update_now: bool,
    /// The expression that it is computed from, and whether its value is stored.
    pub generated: Option<(SmolStr, bool)>,
    /// Its collation, else its character set, as far as the text tells.
    pub collation: Option<SmolStr>,
    /// What its owner says about it (`COMMENT`).
    pub comment: Option<SmolStr>,
    /// The primary key and the indexes that hold it, each with its place among their columns, from 0.
    pub indexes: Vec<(IndexDescription, usize)>,
    /// The foreign keys that it belongs to.
    pub foreign_keys: Vec<ForeignKeyDescription>,
    /// The foreign keys that refer to it.
    pub referred_to_by: Vec<ForeignKeyDescription>,
    /// Not all that was said of its table was understood: there may be more indexes.
    pub may_have_more: bool,
}

/// An index, unique key or primary key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexDescription {
    /// Its table's name in the database.
    pub table: SmolStr,
    /// Its name in the database.
    pub name: SmolStr,
    /// What it is for.
    pub kind: IndexKind,
    /// Its parts: `author_name(10) DESC`.
    pub parts: Vec<String>,
    /// The server made it for a foreign key that had none.
    pub implicit: bool,
    /// Whether the optimiser may use it.
    pub visible: bool,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKeyDescription {
    /// The name of its constraint; where the client keeps it, there is none.
    pub name: Option<SmolStr>,
    /// What Prisma calls it: `Post.author`.
    pub relation: Option<SmolStr>,
    /// The table whose rows refer.
    pub table: SmolStr,
    /// Its columns.
    pub columns: Vec<SmolStr>,
    /// The table that is referred to.
    pub referenced_table: SmolStr,
    /// The columns that are referred to; empty when the text leaves them to the primary key.
    pub referenced_columns: Vec<SmolStr>,
    /// When a row that is referred to is deleted.
    pub on_delete: ReferentialAction,
    /// When its key changes.
    pub on_update: ReferentialAction,
    /// The client keeps it, and the database knows nothing of it.
    pub is_emulated: bool,
    /// Whether an index looks its rows up.
    pub is_covered: bool,
}

/// An enum of a Prisma schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumDescription {
    /// Its name in the schema.
    pub name: SmolStr,
    /// The name of its type, where the database has types of values: not MySQL, where each column lists them.
    pub type_name: Option<SmolStr>,
    /// Prisma's name of each value, and the database's.
    pub values: Vec<(SmolStr, SmolStr)>,
    /// The columns that hold them, each with its table.
    pub columns: Vec<(SmolStr, SmolStr)>,
    /// The value that is pointed at, by the database's name.
    pub value: Option<SmolStr>,
}

impl Names<'_> {
    /// What is known of an entity; none where the state does not have it.
    pub fn describe(self, entity: &Entity, target: &Target) -> Option<Description> {
        let schema = self.schema();
        let table = |name: &SmolStr| schema.table(name);
        Some(match entity {
            Entity::Table(name) => match table(name) {
                Some(table) => Description::Table(describe_table(table)),
                None => {
                    Description::View(schema.views.values().find(|it| schema.same_table(&it.name, name))?.name.clone())
                }
            },
            Entity::Column { table: of, name } => {
                Description::Column(Box::new(describe_column(table(of)?.column(name)?, target)))
            }
            Entity::Index { table: of, name } => {
                let mut indexes = table(of)?.indexes();
                Description::Index(describe_index(indexes.find(|it| schema.same_column(&it.get().name, name))?))
            }
            Entity::ForeignKey { table: of, name } => {
                let is_it = |it: &ForeignKeyWalker<'_>| {
                    let given = it.get().name.as_ref().or(it.get().relation.as_ref());
                    given.is_some_and(|given| schema.same_column(given, name))
                };
                Description::ForeignKey(describe_foreign_key(table(of)?.foreign_keys().find(is_it)?))
            }
            Entity::Enum(name) => Description::Enum(self.describe_enum(name, None, target)?),
            Entity::EnumValue { of, name } => Description::Enum(self.describe_enum(of, Some(name.clone()), target)?),
        })
    }

    fn describe_enum(self, database: &SmolStr, value: Option<SmolStr>, target: &Target) -> Option<EnumDescription> {
        let block = self.enum_of(database)?;
        let has_types = target.dialect() == Some(crate::target::Dialect::Postgres);
        let columns = self.columns_of_enum(block.name);
        Some(EnumDescription {
            name: block.name.clone(),
            type_name: has_types.then(|| database.clone()),
            values: block.values.into_iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            columns: columns.map(|(table, column)| (table.clone(), column.clone())).collect(),
            value,
        })
    }
}

fn describe_table(table: TableWalker<'_>) -> TableDescription {
    let it = table.get();
    TableDescription {
        name: it.name.clone(),
        model: it.model.clone(),
        is_hidden: it.model.is_none() && table.schema().prisma.is_some(),
        columns: it.columns.len(),
        primary_key: table.primary_key().map(describe_index),
        indexes: table.indexes().map(describe_index).collect(),
        foreign_keys: table.foreign_keys().map(describe_foreign_key).collect(),
        referred_to_by: table.schema().foreign_keys_to(&it.name).map(describe_foreign_key).collect(),
        comment: it.comment.clone(),
        may_have_more: !(table.keys_are_known() && table.columns_are_known()),
    }
}

fn describe_column(column: ColumnWalker<'_>, target: &Target) -> ColumnDescription {
    let (it, table) = (column.get(), column.table());
    let schema = table.schema();
    let is_it = |name: &SmolStr| schema.same_column(name, &it.name);
    let holds = |index: IndexWalker<'_>| {
        let place = index.get().parts.iter().position(|part| part.column_name().is_some_and(is_it))?;
        Some((describe_index(index), place))
    };
    let belongs = |foreign_key: &ForeignKeyWalker<'_>| foreign_key.get().columns.iter().any(is_it);
    // A reference that names no columns is to the primary key.
    let is_key = |foreign_key: &ForeignKeyWalker<'_>| {
        let refers = &foreign_key.get().referenced_columns;
        let key = || table.primary_key().is_some_and(|key| key.column_names().iter().any(is_it));
        refers.iter().any(is_it) || (refers.is_empty() && key())
    };
    let details = it.details();
    ColumnDescription {
        table: table.get().name.clone(),
        name: it.name.clone(),
        field: it.field.as_ref().map(|_| column.full_label()),
        ty: target.dialect().map(|_| it.ty.to_string()),
        nullable: it.nullable,
        default: it.default.clone(),
        client_default: details.client_default.clone(),
        auto_increment: it.auto_increment,
        on_update_now: details.on_update_now,
        generated: it.generated.as_ref().map(|it| (it.expression.clone(), it.stored)),
        collation: column.collation().or_else(|| column.charset()),
        comment: details.comment.clone(),
        indexes: table.keys().filter_map(holds).collect(),
        foreign_keys: table.foreign_keys().filter(belongs).map(describe_foreign_key).collect(),
        referred_to_by: schema.foreign_keys_to(&table.get().name).filter(is_key).map(describe_foreign_key).collect(),
        // What was not understood of a column may be a key of it.
        may_have_more: !(table.keys_are_known() && table.columns_are_known()),
    }
}

fn describe_index(index: IndexWalker<'_>) -> IndexDescription {
    let it = index.get();
    let parts = it.parts.iter().map(|part| {
        let mut text = match &part.key {
            PartKey::Column(name) => name.to_string(),
            PartKey::Expression(text) => text.to_string(),
        };
        if let Some(length) = part.length {
            text.push_str(&format!("({length})"));
        }
        text.push_str(if part.descending { " DESC" } else { "" });
        text
    });
    IndexDescription {
        table: index.table().get().name.clone(),
        name: it.name.clone(),
        kind: it.kind,
        parts: parts.collect(),
        implicit: it.implicit,
        visible: it.visible,
    }
}

fn describe_foreign_key(foreign_key: ForeignKeyWalker<'_>) -> ForeignKeyDescription {
    let it = foreign_key.get();
    ForeignKeyDescription {
        name: it.name.clone(),
        relation: it.relation.clone(),
        table: foreign_key.table().get().name.clone(),
        columns: it.columns.clone(),
        referenced_table: it.referenced_table.clone(),
        referenced_columns: it.referenced_columns.clone(),
        on_delete: it.on_delete,
        on_update: it.on_update,
        is_emulated: it.enforcement == Enforcement::Emulated,
        is_covered: foreign_key.is_covered(),
    }
}
