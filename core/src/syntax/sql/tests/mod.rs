//! What the reader of SQL promises, by area.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may fail"
)]

mod alter;
mod columns;
mod comments;
mod hostile;
mod keys;
mod mistakes;
mod partitions;
mod printed;
mod queries;
mod routines;
mod split;
mod statements;

use super::{
    ast::{AlterTable, Column, CreateTable, Element, ForeignKey, Index, Statement, StatementKind},
    read_statement,
};
use crate::{syntax::Touches, target::Dialect};

const MYSQLDUMP: &str = include_str!("mysqldump.sql");
const MARIADB_DUMP: &str = include_str!("mariadb-dump.sql");
const PRISMA: &str = include_str!("prisma-migrate.sql");

fn read(text: &str) -> Statement {
    read_statement(text, Dialect::MySql)
}

/// Reads a statement of which every clause must be understood.
fn understood(text: &str) -> Statement {
    let statement = read(text);
    assert_eq!(statement.skipped, [], "{text}");
    assert_eq!(statement.errors, [], "{text}");
    assert_ne!(statement.kind, StatementKind::NotUnderstood, "{text}");
    statement
}

fn table_of(statement: Statement) -> CreateTable {
    match statement.kind {
        StatementKind::CreateTable(table) => table,
        other => panic!("{other:?}"),
    }
}

fn alter_of(statement: Statement) -> AlterTable {
    match statement.kind {
        StatementKind::AlterTable(alter) => alter,
        other => panic!("{other:?}"),
    }
}

/// The column that a fully understood definition gives.
fn column(definition: &str) -> Column {
    let table = table_of(understood(&format!("CREATE TABLE t ({definition})")));
    match table.elements.as_slice() {
        [Element::Column(column)] => column.clone(),
        other => panic!("{other:?}"),
    }
}

/// The index that a fully understood definition gives.
fn index(definition: &str) -> Index {
    let table = table_of(understood(&format!("CREATE TABLE t (a int, {definition})")));
    match table.elements.as_slice() {
        [_, Element::Index(index)] => index.clone(),
        other => panic!("{other:?}"),
    }
}

fn foreign_key(definition: &str) -> ForeignKey {
    let table = table_of(understood(&format!("CREATE TABLE t (a int, {definition})")));
    match table.elements.as_slice() {
        [_, Element::ForeignKey(key)] => key.clone(),
        other => panic!("{other:?}"),
    }
}

/// The names of a table's columns and how many other elements it has.
fn shape(table: &CreateTable) -> (Vec<&str>, usize) {
    let columns = table.elements.iter().filter_map(|element| match element {
        Element::Column(column) => Some(column.name.text.as_str()),
        _ => None,
    });
    let columns: Vec<_> = columns.collect();
    let others = table.elements.len() - columns.len();
    (columns, others)
}

fn touches(text: &str) -> Vec<Touches> {
    read(text).skipped.into_iter().map(|skipped| skipped.touches).collect()
}

/// The text that each skipped clause names.
fn skipped(text: &str) -> Vec<&str> {
    read(text).skipped.into_iter().map(|skipped| skipped.span.of(text)).collect()
}

/// The message of each error, and the text it names.
fn errors(text: &str) -> Vec<(String, &str)> {
    read(text).errors.into_iter().map(|error| (error.message, error.span.of(text))).collect()
}

/// The text with the fix of its one error applied.
fn mended(text: &str) -> String {
    let statement = read(text);
    let [error] = statement.errors.as_slice() else { panic!("{:?}", statement.errors) };
    let (span, new) = error.fix.as_ref().expect("a fix");
    format!("{}{new}{}", &text[..span.start()], &text[span.end()..])
}
