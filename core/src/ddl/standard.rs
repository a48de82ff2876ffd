//! A state in the words of PostgreSQL and SQLite, which quote as the standard does: its database from nothing.
//!
//! The two differ where `is_postgres` asks. What stands in a schema of PostgreSQL is known as `schema.name`, and written as
//! two names.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::mysql::foreign_key_words;
use crate::{
    schema::{
        ColumnType, ColumnWalker, DefaultValue, ForeignKeyWalker, Index, IndexKind, IndexMethod, PartKey, Schema,
        Table, TableWalker, is_number, unqualified,
    },
    target::Dialect,
};

/// A name in quotes.
fn quoted(name: &str) -> String {
    ["\"", &name.replace('"', "\"\""), "\""].concat()
}

/// A name behind that of its schema.
fn in_namespace(namespace: Option<&SmolStr>, name: &str) -> String {
    let own = quoted(unqualified(namespace, name));
    namespace.map_or_else(|| own.clone(), |namespace| [&quoted(namespace), ".", &own].concat())
}

fn name_of(table: &Table) -> String {
    in_namespace(table.namespace.as_ref(), &table.name)
}

fn string(text: &str) -> String {
    ["'", &text.replace('\'', "''"), "'"].concat()
}

fn list(names: impl Iterator<Item = String>) -> String {
    ["(", &names.collect::<Vec<_>>().join(", "), ")"].concat()
}

/// A default of a column, or an item of one.
pub(super) fn value(default: &DefaultValue, ty: &ColumnType) -> String {
    match default {
        DefaultValue::Null => "NULL".to_owned(),
        DefaultValue::CurrentTimestamp => "CURRENT_TIMESTAMP".to_owned(),
        DefaultValue::Literal(text) if ty.name == "boolean" || is_number(text) && takes_numbers(ty) => text.to_string(),
        DefaultValue::Literal(text) => string(text),
        DefaultValue::Expression(text) => text.to_string(),
    }
}

fn takes_numbers(ty: &ColumnType) -> bool {
    ty.is_number() || matches!(ty.name.as_str(), "oid" | "money")
}

/// A type; `namespace` is that of an enum.
pub(super) fn type_name(ty: &ColumnType, namespace: Option<&SmolStr>) -> String {
    let Some(called) = &ty.called else { return ty.to_string() };
    let list = if ty.name.ends_with("[]") { "[]" } else { "" };
    in_namespace(namespace, called) + list
}

/// All statements that make a state, in an order in which each applies.
pub(super) fn create(schema: &Schema, dialect: Dialect) -> Vec<String> {
    let is_postgres = dialect == Dialect::Postgres;
    let mut out = Vec::new();
    if let Some(prisma) = schema.prisma.as_ref().filter(|_| is_postgres) {
        // Of schemas, those in which something stands.
        let tables = schema.tables().map(|table| table.get().namespace.as_deref());
        let all: BTreeSet<_> = tables.chain(schema.enums.values().map(|it| it.namespace.as_deref())).collect();
        let name = |it: Option<&str>| ["CREATE SCHEMA IF NOT EXISTS ", &quoted(it.unwrap_or("public")), ";"].concat();
        out.extend(all.into_iter().map(name));
        for extension in &prisma.extensions {
            let mut text = "CREATE".to_owned();
            for (word, name) in [" EXTENSION IF NOT EXISTS ", " WITH SCHEMA ", " VERSION "].into_iter().zip(extension) {
                text.extend(name.as_ref().map(|name| [word, &quoted(name)].concat()));
            }
            out.push(text + ";");
        }
    }
    for (name, it) in &schema.enums {
        let values = list(it.values.iter().map(|value| string(value)));
        out.push(["CREATE TYPE ", &in_namespace(it.namespace.as_ref(), name), " AS ENUM ", &values, ";"].concat());
    }
    out.extend(schema.tables().flat_map(|table| table_and_indexes(table, is_postgres)));
    out.extend(schema.tables().flat_map(|table| constraints(table, is_postgres)));
    out
}

/// A table with all that is of it.
pub(super) fn whole_table(table: TableWalker<'_>, dialect: Dialect) -> String {
    let is_postgres = dialect == Dialect::Postgres;
    [table_and_indexes(table, is_postgres), constraints(table, is_postgres)].concat().join("\n")
}

fn table_and_indexes(table: TableWalker<'_>, is_postgres: bool) -> Vec<String> {
    let indexes = table.indexes().filter(|it| !it.get().implicit).map(|it| index(table.get(), it.get()) + ";");
    std::iter::once(create_table(table, is_postgres)).chain(indexes).collect()
}

/// The foreign keys that come when all tables are there: in SQLite, they are a part of their table.
fn constraints(table: TableWalker<'_>, is_postgres: bool) -> Vec<String> {
    let name = name_of(table.get());
    let keys = if is_postgres { foreign_keys(table) } else { Vec::new() };
    keys.iter().map(|key| ["ALTER TABLE ", &name, " ADD ", key, ";"].concat()).collect()
}

fn foreign_keys(table: TableWalker<'_>) -> Vec<String> {
    table.foreign_keys().filter(|it| !it.is_emulated()).map(foreign_key).collect()
}

/// A foreign key as an element of its table.
pub(super) fn foreign_key(it: ForeignKeyWalker<'_>) -> String {
    let to = it.referenced_table();
    foreign_key_words(it, quoted, &to.map_or_else(|| quoted(&it.get().referenced_table), |to| name_of(to.get())))
}

/// What stands behind a column's name.
pub(super) fn definition(column: ColumnWalker<'_>, is_postgres: bool) -> String {
    let it = column.get();
    let enums = &column.table().schema().enums;
    let ty = type_name(&it.ty, it.ty.called.as_ref().and_then(|called| enums.get(called)?.namespace.as_ref()));
    let mut text = match ty.as_str() {
        "smallint" if it.auto_increment && is_postgres => "smallserial".to_owned(),
        "integer" if it.auto_increment && is_postgres => "serial".to_owned(),
        "bigint" if it.auto_increment && is_postgres => "bigserial".to_owned(),
        _ => ty,
    };
    text.push_str(if it.nullable { "" } else { " NOT NULL" });
    text.extend(it.default.as_ref().map(|default| [" DEFAULT ", &value(default, &it.ty)].concat()));
    text
}

fn create_table(table: TableWalker<'_>, is_postgres: bool) -> String {
    let it = table.get();
    let key = it.primary_key.as_ref();
    // SQLite counts up only what is called its key where it stands.
    let own_key =
        key.filter(|key| !is_postgres && key.parts.len() == 1).and_then(|key| key.parts.first()?.column_name());
    let mut elements: Vec<String> = Vec::new();
    for column in table.columns() {
        let mut text = [&quoted(&column.get().name), " ", &definition(column, is_postgres)].concat();
        let column = column.get();
        if own_key == Some(&column.name) {
            text.push_str(if column.auto_increment { " PRIMARY KEY AUTOINCREMENT" } else { " PRIMARY KEY" });
        }
        elements.push(text);
    }
    if let Some(key) = key.filter(|_| own_key.is_none()) {
        let name = if is_postgres { ["CONSTRAINT ", &quoted(&key.name), " "].concat() } else { String::new() };
        elements.push(name + &index(it, key));
    }
    if !is_postgres {
        elements.extend(foreign_keys(table));
    }
    ["CREATE TABLE ", &name_of(it), " (\n  ", &elements.join(",\n  "), "\n);"].concat()
}

/// An index as the statement that makes it, a primary key as an element of its table.
pub(super) fn index(table: &Table, it: &Index) -> String {
    if it.kind == IndexKind::Primary {
        return ["PRIMARY KEY ", &parts(it)].concat();
    }
    let unique = if it.kind == IndexKind::Unique { "UNIQUE " } else { "" };
    let method = match it.method {
        IndexMethod::BTree | IndexMethod::Other => "",
        IndexMethod::Hash => "USING hash ",
        IndexMethod::Brin => "USING brin ",
        IndexMethod::Gin => "USING gin ",
        IndexMethod::Gist => "USING gist ",
        IndexMethod::SpGist => "USING spgist ",
    };
    let condition = it.predicate.as_ref().map(|it| [" WHERE (", it, ")"].concat()).unwrap_or_default();
    let (name, on) = (quoted(&it.name), name_of(table));
    ["CREATE ", unique, "INDEX ", &name, " ON ", &on, " ", method, &parts(it), &condition].concat()
}

fn parts(it: &Index) -> String {
    list(it.parts.iter().map(|part| {
        let mut text = match &part.key {
            PartKey::Column(name) => quoted(name),
            PartKey::Expression(text) => text.to_string(),
        };
        text.extend(part.compared_by.as_ref().map(|class| [" ", class.as_str()].concat()));
        text.push_str(if part.descending { " DESC" } else { "" });
        text
    }))
}
