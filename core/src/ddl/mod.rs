//! Floor 4: pieces of a schema → SQL, and changes → the statements that make them, in an order in which each one applies.
//!
//! A whole state is written for all dialects; what changes between two, for MySQL and MariaDB only yet.

mod mysql;
mod script;
mod standard;

use smol_str::SmolStr;

use crate::{
    change::{Change, Pair},
    order::sort_by_key,
    schema::{
        CheckWalker, ColumnType, ColumnWalker, DefaultValue, ForeignKeyWalker, IndexWalker, Partitioning, Schema,
        TableWalker, View,
    },
    target::{Dialect, Target},
};

/// One statement, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its text, with the semicolon.
    pub sql: String,
    /// The numbers of the changes that it makes, or helps to make.
    pub changes: Vec<usize>,
}

/// The statements that make the changes between two states. None where the dialect is not written yet.
pub fn statements(changes: &[Change<'_>], base: &Schema, head: &Schema, target: &Target) -> Option<Vec<Statement>> {
    let dialect = target.dialect().filter(|dialect| dialect.is_mysql_family())?;
    Some(script::Script::new(changes, base, head, target, dialect).write())
}

/// The statements that make a state from nothing, in an order in which each applies. None where there is no SQL for the target.
pub fn create(schema: &Schema, target: &Target) -> Option<Vec<String>> {
    let dialect = target.dialect()?;
    if !dialect.is_mysql_family() {
        return Some(standard::create(schema, dialect));
    }
    // Views in the order of their text, which is one in which they can be made; Prisma says nothing of what is in them.
    let mut views: Vec<&View> = schema.views.values().filter(|view| !view.text.is_empty()).collect();
    sort_by_key(&mut views, |view| view.origin.location());
    let tables = schema.tables().map(|table| Change::Table(Pair::Added(table)));
    let changes: Vec<_> = tables.chain(views.into_iter().map(|view| Change::View(Pair::Added(view)))).collect();
    let statements = script::Script::new(&changes, &Schema::new(target), schema, target, dialect).write();
    Some(statements.into_iter().map(|it| it.sql).collect())
}

/// A default of PostgreSQL or SQLite, or an item of one.
pub fn value(default: &DefaultValue, ty: &ColumnType) -> String {
    standard::value(default, ty)
}

/// A type of PostgreSQL or SQLite; `namespace` is that of an enum.
pub fn type_name(ty: &ColumnType, namespace: Option<&SmolStr>) -> String {
    standard::type_name(ty, namespace)
}

/// PostgreSQL or SQLite.
fn of_standard(dialect: Option<Dialect>) -> Option<Dialect> {
    dialect.filter(|it| !it.is_mysql_family())
}

/// A table as the statements that make it, with its foreign keys and the semicolon.
pub fn create_table(table: TableWalker<'_>, dialect: Option<Dialect>) -> String {
    if let Some(dialect) = of_standard(dialect) {
        return standard::whole_table(table, dialect);
    }
    let foreign_keys: Vec<_> = table.foreign_keys().filter(|it| !it.is_emulated()).collect();
    mysql::create_table(table, &foreign_keys, dialect.unwrap_or(Dialect::MySql))
}

/// What stands behind a column's name: `varchar(191) NOT NULL DEFAULT 'x'`.
pub fn column_definition(column: ColumnWalker<'_>, dialect: Option<Dialect>) -> String {
    if let Some(dialect) = of_standard(dialect) {
        return standard::definition(column, dialect == Dialect::Postgres);
    }
    mysql::definition(column.get(), column.own_check(), dialect.unwrap_or(Dialect::MySql))
}

/// An index as an element of its table: ``UNIQUE KEY `email` (`email`)``; of PostgreSQL and SQLite, as a statement.
pub fn index_element(index: IndexWalker<'_>, dialect: Option<Dialect>) -> String {
    if of_standard(dialect).is_some() {
        return standard::index(index.table().get(), index.get());
    }
    mysql::index(index.table(), index.get(), dialect.unwrap_or(Dialect::MySql))
}

/// What stands behind the elements of a table: `ENGINE=InnoDB …`.
pub fn table_options(table: TableWalker<'_>) -> String {
    mysql::table_options(table)
}

/// A foreign key as an element of its table.
pub fn foreign_key_element(foreign_key: ForeignKeyWalker<'_>, dialect: Option<Dialect>) -> String {
    if of_standard(dialect).is_some() { standard::foreign_key(foreign_key) } else { mysql::foreign_key(foreign_key) }
}

/// A check as an element of its table: ``CONSTRAINT `positive` CHECK (`price` > 0)``.
pub fn check_element(check: CheckWalker<'_>) -> String {
    mysql::check(check)
}

/// How the rows of a table are parted: `PARTITION BY …`.
pub fn partitioning(partitioning: &Partitioning) -> String {
    mysql::partitioning(partitioning)
}
