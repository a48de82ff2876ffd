//! Indexes and foreign keys of a table.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::{At, Outcome, checks, is_serial, missing, position_of, refuse};
use crate::{
    lower::{MAX_KEYS, MAX_PARTS},
    schema::{
        Enforcement, ForeignKey, Index, IndexKind, IndexMethod, IndexPart, Origin, PartKey, ReferentialAction, Table,
        same_but_for_case,
    },
    syntax::{
        Name,
        sql::ast::{
            Action, Column as ColumnText, ColumnOption, ForeignKey as ForeignKeyText, Index as IndexText,
            IndexKind as KindText,
        },
    },
    target::Dialect,
    text::Span,
};

// Indexes

/// The keys that a column's own options make.
pub(super) fn add_of_column(table: &mut Table, column: &ColumnText, at: At) -> Outcome<()> {
    let serial = is_serial(column, at).then_some((IndexKind::Unique, column.ty.span));
    let keys = column.options.iter().filter_map(|option| match option {
        ColumnOption::PrimaryKey(span) => Some((IndexKind::Primary, *span)),
        ColumnOption::Unique(span) => Some((IndexKind::Unique, *span)),
        _ => None,
    });
    let is_primary = column.options.iter().any(|option| matches!(option, ColumnOption::PrimaryKey(_)));
    for (kind, span) in keys.chain(serial) {
        // To MariaDB the primary key of a column is its unique key too; MySQL makes both.
        if is_primary && kind == IndexKind::Unique && at.dialect == Some(Dialect::MariaDb) {
            continue;
        }
        let index = Index {
            name: SmolStr::default(),
            kind,
            parts: vec![IndexPart::column(column.name.text.clone())],
            method: usual_method(table, kind),
            predicate: None,
            visible: true,
            comment: None,
            key_block_size: None,
            understood: true,
            implicit: false,
            origin: Origin { source: at.source, span, name: column.name.span },
        };
        put_index(table, index, None, at)?;
    }
    Ok(())
}

/// The foreign keys that a column's own options make.
pub(super) fn add_reference_of_column(table: &mut Table, column: &ColumnText, at: At) -> Outcome<()> {
    // MariaDB makes a foreign key of a column's REFERENCES since 10.5. MySQL reads and ignores it (its manual,
    // "FOREIGN KEY Constraints": "parses but ignores inline REFERENCES specifications").
    for option in column.options.iter().filter(|_| at.dialect == Some(Dialect::MariaDb)) {
        if let ColumnOption::References(text) = option {
            let columns = vec![column.name.clone()];
            add_foreign_key(table, &ForeignKeyText { columns, ..text.clone() }, at)?;
        }
    }
    Ok(())
}

pub(super) fn add_index(table: &mut Table, text: &IndexText, at: At) -> Outcome<()> {
    let kind = match text.kind {
        KindText::Primary => IndexKind::Primary,
        KindText::Unique => IndexKind::Unique,
        KindText::Plain => IndexKind::Plain,
        KindText::FullText => IndexKind::FullText,
        KindText::Spatial => IndexKind::Spatial,
    };
    let parts = text.parts.iter().filter_map(|part| {
        let key = match (&part.column, &part.expression) {
            (Some(column), _) => PartKey::Column(column.text.clone()),
            (None, Some(expression)) => PartKey::Expression(SmolStr::new(expression)),
            (None, None) => return None,
        };
        Some(IndexPart { key, length: part.length, descending: part.descending, compared_by: text.parser.clone() })
    });
    let method = match text.method.as_deref() {
        // MEMORY has them, and makes them where nothing is said.
        Some("hash") if is_in_memory(table) => IndexMethod::Hash,
        None => usual_method(table, kind),
        // InnoDB has no hash indexes: it makes a tree of them without a word. MariaDB hashes unique keys by itself.
        Some("hash") if at.dialect == Some(Dialect::MariaDb) && kind == IndexKind::Unique => IndexMethod::Hash,
        Some("hash") if at.dialect.is_none_or(Dialect::is_mysql_family) => IndexMethod::BTree,
        Some("hash") => IndexMethod::Hash,
        Some("brin") => IndexMethod::Brin,
        Some("btree") => IndexMethod::BTree,
        Some(_) => IndexMethod::Other,
    };
    let index = Index {
        name: SmolStr::default(),
        kind,
        parts: parts.collect(),
        method,
        predicate: text.predicate.as_ref().map(|predicate| SmolStr::new(&predicate.text)),
        visible: !text.invisible,
        comment: text.comment.clone(),
        key_block_size: text.key_block_size.clone(),
        understood: text.understood,
        implicit: false,
        origin: Origin {
            source: at.source,
            span: text.span,
            name: text.name.as_ref().map_or(text.span, |name| name.span),
        },
    };
    put_index(table, index, text.name.as_ref(), at)
}

/// Whether a table is kept in memory, where indexes are hashes unless they say otherwise (MySQL manual, "The MEMORY
/// Storage Engine").
fn is_in_memory(table: &Table) -> bool {
    table.engine.as_ref().is_some_and(|engine| ["MEMORY", "HEAP"].iter().any(|it| engine.eq_ignore_ascii_case(it)))
}

/// How an index finds its rows that does not say it.
fn usual_method(table: &Table, kind: IndexKind) -> IndexMethod {
    let is_hash = is_in_memory(table) && !matches!(kind, IndexKind::FullText | IndexKind::Spatial);
    if is_hash { IndexMethod::Hash } else { IndexMethod::BTree }
}

/// Adds an index that has no name yet.
fn put_index(table: &mut Table, mut index: Index, given: Option<&Name>, at: At) -> Outcome<()> {
    if table.indexes.len() >= MAX_KEYS || index.parts.len() > MAX_PARTS {
        table.unknown.keys = true;
        return Ok(());
    }
    settle_parts(table, &mut index, at)?;
    if index.kind == IndexKind::Primary {
        if table.primary_key.is_some() {
            return refuse(index.origin.span, format!("table `{}` has a primary key already", table.name));
        }
        index.name = SmolStr::new_static("PRIMARY");
        table.primary_key = Some(index);
        primary_key_is_not_null(table);
        return Ok(());
    }
    if let Some(given) = given.filter(|given| find_index(table, &given.text).is_some()) {
        return index_exists(table, given);
    }
    // What the server made for a foreign key goes for an index that serves it as well.
    let replaced = |it: &Index| {
        let same = |(a, b): (&IndexPart, &IndexPart)| a.key == b.key && b.length.is_none();
        it.implicit && it.parts.len() <= index.parts.len() && it.parts.iter().zip(&index.parts).all(same)
    };
    table.indexes.retain(|it| !replaced(it));
    index.name = given.map_or_else(|| derived_name(table, &index.parts), |given| given.text.clone());
    table.indexes.push(index);
    Ok(())
}

/// Writes the parts of an index as the server keeps them.
fn settle_parts(table: &Table, index: &mut Index, at: At) -> Outcome<()> {
    let mut told = FxHashSet::default();
    for part in &mut index.parts {
        let PartKey::Column(name) = &mut part.key else { continue };
        let Some(column) = position_of(table, name).and_then(|found| table.columns.get(found)) else {
            no_column(table, name, index.origin.span, at)?;
            continue;
        };
        if !told.insert(column.name.clone()) {
            return refuse(index.origin.span, format!("this key names the column `{name}` twice"));
        }
        name.clone_from(&column.name);
        // A prefix as long as the column is the column.
        part.length = part.length.filter(|length| column.ty.length().is_none_or(|whole| *length < whole));
        // MariaDB keeps a text of any length unique by its hash.
        if at.dialect == Some(Dialect::MariaDb)
            && index.kind == IndexKind::Unique
            && part.length.is_none()
            && column.ty.is_blob_or_text()
        {
            index.method = IndexMethod::Hash;
        }
    }
    Ok(())
}

/// The columns of a primary key are NOT NULL, said or not.
pub(super) fn primary_key_is_not_null(table: &mut Table) {
    for name in table.primary_key.iter().flat_map(|key| &key.parts).filter_map(IndexPart::column_name) {
        if let Some(column) = table.columns.iter_mut().find(|it| same_but_for_case(&it.name, name)) {
            column.nullable = false;
        }
    }
}

/// The name that MySQL derives for an index from its first column (`a`, `a_2`, `a_3`).
fn derived_name(table: &Table, parts: &[IndexPart]) -> SmolStr {
    let first = parts.first().and_then(IndexPart::column_name).map_or("functional_index", SmolStr::as_str);
    table.numbered_index_name(first)
}

pub(super) fn find_index(table: &Table, name: &str) -> Option<usize> {
    table.indexes.iter().position(|index| same_but_for_case(&index.name, name))
}

/// Whether a name is that of the primary key that a table has.
pub(super) fn is_primary(table: &Table, name: &str) -> bool {
    name.eq_ignore_ascii_case("PRIMARY") && table.primary_key.is_some()
}

/// Whether a table has the index that a text would add `IF NOT EXISTS`.
pub(super) fn has_index(table: &Table, text: &IndexText) -> bool {
    if text.kind == KindText::Primary {
        return table.primary_key.is_some();
    }
    let first = || text.parts.first().and_then(|part| part.column.as_ref());
    text.name.as_ref().or_else(first).is_some_and(|name| find_index(table, &name.text).is_some())
}

pub(super) fn drop_index(table: &mut Table, name: &Name) -> Outcome<()> {
    if name.text.eq_ignore_ascii_case("PRIMARY") {
        return drop_primary_key(table, name.span);
    }
    match find_index(table, &name.text) {
        Some(found) => {
            table.indexes.remove(found);
            Ok(())
        }
        None => no_index(table, name),
    }
}

pub(super) fn drop_primary_key(table: &mut Table, span: Span) -> Outcome<()> {
    match table.primary_key.take() {
        Some(_) => Ok(()),
        None => missing(table.unknown.keys, span, || format!("table `{}` has no primary key here", table.name)),
    }
}

/// Whether a table has a constraint of a name: a check, a foreign key, a unique key or the primary key.
pub(super) fn has_constraint(table: &Table, name: &str) -> bool {
    is_primary(table, name)
        || checks::find(table, name).is_some()
        || has_foreign_key(table, name)
        || table.indexes.iter().any(|index| index.kind == IndexKind::Unique && same_but_for_case(&index.name, name))
}

/// Drops a check, a foreign key, a unique key or the primary key.
pub(super) fn drop_constraint(table: &mut Table, name: &Name) -> Outcome<()> {
    if !has_constraint(table, &name.text) {
        let may_be_there = table.unknown.keys || table.unknown.checks;
        let reason = || format!("table `{}` has no constraint `{}` here", table.name, name.text);
        return missing(may_be_there, name.span, reason);
    }
    if is_primary(table, &name.text) {
        table.primary_key = None;
    }
    if let Some(found) = checks::find(table, &name.text) {
        table.checks.remove(found);
    }
    let is_it = |other: &SmolStr| same_but_for_case(other, &name.text);
    table.foreign_keys.retain(|it| !it.name.as_ref().is_some_and(is_it));
    table.indexes.retain(|index| index.kind != IndexKind::Unique || !is_it(&index.name));
    Ok(())
}

pub(super) fn no_index(table: &Table, name: &Name) -> Outcome<()> {
    missing(table.unknown.keys, name.span, || format!("table `{}` has no index `{}` here", table.name, name.text))
}

pub(super) fn index_exists(table: &Table, name: &Name) -> Outcome<()> {
    refuse(name.span, format!("table `{}` has an index `{}` already", table.name, name.text))
}

/// A key may name no column that is not there, where all columns are known.
fn no_column(table: &Table, name: &str, span: Span, at: At) -> Outcome<()> {
    let reason = || format!("table `{}` has no column `{name}` here", table.name);
    missing(table.unknown.columns || !at.sure, span, reason)
}

// Foreign keys

pub(super) fn add_foreign_key(table: &mut Table, text: &ForeignKeyText, at: At) -> Outcome<()> {
    let action = |action: Option<Action>| match action {
        Some(Action::Cascade) => ReferentialAction::Cascade,
        Some(Action::Restrict) => ReferentialAction::Restrict,
        Some(Action::SetNull) => ReferentialAction::SetNull,
        Some(Action::SetDefault) => ReferentialAction::SetDefault,
        Some(Action::NoAction) | None => ReferentialAction::NoAction,
    };
    if table.foreign_keys.len() >= MAX_KEYS || text.columns.len() > MAX_PARTS {
        table.unknown.keys = true;
        return Ok(());
    }
    let mut columns = Vec::new();
    for name in &text.columns {
        let column = position_of(table, &name.text).and_then(|found| table.columns.get(found));
        if column.is_none() {
            no_column(table, &name.text, name.span, at)?;
        }
        columns.push(column.map_or(&name.text, |column| &column.name).clone());
    }
    let given = given_name(text, at);
    if let Some(given) = given.filter(|given| has_foreign_key(table, &given.text)) {
        return refuse(given.span, format!("table `{}` has a foreign key `{}` already", table.name, given.text));
    }
    let name = given.map_or_else(|| numbered_name(table), |given| given.text.clone());
    let foreign_key = ForeignKey {
        name: Some(name),
        relation: None,
        columns,
        referenced_table: text.table.name.text.clone(),
        referenced_columns: text.referenced.iter().map(|name| name.text.clone()).collect(),
        on_delete: action(text.on_delete),
        on_update: action(text.on_update),
        enforcement: Enforcement::Enforced,
        many: true,
        ignored: false,
        index_elsewhere: None,
        origin: Origin { source: at.source, span: text.span, name: given.map_or(text.span, |name| name.span) },
    };
    if at.indexes_foreign_keys {
        table.make_index_for(&foreign_key);
    }
    table.foreign_keys.push(foreign_key);
    Ok(())
}

/// The name that a text gives. MariaDB takes that of the index where the constraint has none; MySQL does not since
/// 8.0.16 (its manual, "FOREIGN KEY Constraints").
fn given_name(text: &ForeignKeyText, at: At) -> Option<&Name> {
    let of_index = text.index_name.as_ref().filter(|_| at.dialect == Some(Dialect::MariaDb));
    text.name.as_ref().or(of_index)
}

/// InnoDB numbers the constraints that have no name, from the highest number on.
fn numbered_name(table: &Table) -> SmolStr {
    let highest = table.foreign_keys.iter().filter_map(|it| number_of(it, &table.name)).max();
    SmolStr::new(format!("{}_ibfk_{}", table.name, highest.unwrap_or(0).saturating_add(1)))
}

fn number_of(foreign_key: &ForeignKey, table: &str) -> Option<u32> {
    foreign_key.name.as_ref()?.strip_prefix(table)?.strip_prefix("_ibfk_")?.parse().ok()
}

/// The constraints that have a number instead of a name are called after their table, and follow it.
pub(super) fn follow_table(table: &mut Table, old: &str) {
    for foreign_key in &mut table.foreign_keys {
        if let Some(number) = number_of(foreign_key, old) {
            foreign_key.name = Some(SmolStr::new(format!("{}_ibfk_{number}", table.name)));
        }
    }
}

pub(super) fn has_foreign_key(table: &Table, name: &str) -> bool {
    table.foreign_keys.iter().any(|it| it.name.as_ref().is_some_and(|it| same_but_for_case(it, name)))
}

/// Whether a table has the foreign key that a text would add `IF NOT EXISTS`.
pub(super) fn has_foreign_key_of(table: &Table, text: &ForeignKeyText) -> bool {
    let name = text.index_name.as_ref().or(text.name.as_ref());
    name.is_some_and(|name| has_foreign_key(table, &name.text))
}

pub(super) fn drop_foreign_key(table: &mut Table, name: &Name) -> Outcome<()> {
    let is_it = |it: &ForeignKey| it.name.as_ref().is_some_and(|it| same_but_for_case(it, &name.text));
    if let Some(found) = table.foreign_keys.iter().position(is_it) {
        let gone = table.foreign_keys.remove(found);
        // InnoDB keeps the index that it made for the constraint: it is an index like others from now on.
        for index in table.indexes.iter_mut().filter(|index| index.implicit) {
            let same = |(part, column): (&IndexPart, &SmolStr)| part.column_name() == Some(column);
            index.implicit = !index.parts.iter().zip(&gone.columns).all(same);
        }
        return Ok(());
    }
    let reason = || format!("table `{}` has no foreign key `{}` here", table.name, name.text);
    missing(table.unknown.keys, name.span, reason)
}
