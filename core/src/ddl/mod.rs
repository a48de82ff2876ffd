//! Floor 4: pieces of a schema → SQL, and changes → the statements that make them, in an order in which each one applies.
//!
//! Statements are written for MySQL and MariaDB; for other dialects there are none yet.

mod mysql;
mod script;

use crate::{
    change::Change,
    schema::{CheckWalker, ColumnWalker, ForeignKeyWalker, IndexWalker, Partitioning, Schema, TableWalker},
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

/// A table as the statement that makes it, with its foreign keys and the semicolon.
pub fn create_table(table: TableWalker<'_>, dialect: Option<Dialect>) -> String {
    let foreign_keys: Vec<_> = table.foreign_keys().filter(|it| !it.is_emulated()).collect();
    mysql::create_table(table, &foreign_keys, dialect.unwrap_or(Dialect::MySql))
}

/// What stands behind a column's name: `varchar(191) NOT NULL DEFAULT 'x'`.
pub fn column_definition(column: ColumnWalker<'_>, dialect: Option<Dialect>) -> String {
    mysql::definition(column.get(), column.own_check(), dialect.unwrap_or(Dialect::MySql))
}

/// An index as an element of its table: ``UNIQUE KEY `email` (`email`)``.
pub fn index_element(index: IndexWalker<'_>, dialect: Option<Dialect>) -> String {
    mysql::index(index.table(), index.get(), dialect.unwrap_or(Dialect::MySql))
}

/// What stands behind the elements of a table: `ENGINE=InnoDB …`.
pub fn table_options(table: TableWalker<'_>) -> String {
    mysql::table_options(table)
}

/// A foreign key as an element of its table.
pub fn foreign_key_element(foreign_key: ForeignKeyWalker<'_>) -> String {
    mysql::foreign_key(foreign_key)
}

/// A check as an element of its table: ``CONSTRAINT `positive` CHECK (`price` > 0)``.
pub fn check_element(check: CheckWalker<'_>) -> String {
    mysql::check(check)
}

/// How the rows of a table are parted: `PARTITION BY …`.
pub fn partitioning(partitioning: &Partitioning) -> String {
    mysql::partitioning(partitioning)
}
