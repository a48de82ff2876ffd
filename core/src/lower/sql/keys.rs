//! Indexes and foreign keys of a table.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::{At, checks, faults::Faults, is_serial, position_of};
use crate::{
    lower::{MAX_KEYS, MAX_PARTS},
    schema::{
        Column, Enforcement, FaultKind, ForeignKey, Index, IndexKind, IndexMethod, IndexPart, Origin, PartKey,
        ReferentialAction, Table, same_but_for_case,
    },
    syntax::{
        Name,
        sql::ast::{
            Action, Column as ColumnText, ColumnOption, ForeignKey as ForeignKeyText, Index as IndexText,
            IndexKind as KindText,
        },
    },
    target::Dialect,
    text::{Location, Span},
};

// Indexes

/// The keys that a column's own options make.
pub(super) fn add_of_column(table: &mut Table, column: &ColumnText, at: At, faults: &mut Faults) {
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
        put_index(table, index, None, at, faults);
    }
}

/// Whether a column's own options make keys.
pub(super) fn has_keys(column: &ColumnText) -> bool {
    let makes_key = |option: &ColumnOption| {
        matches!(option, ColumnOption::PrimaryKey(_) | ColumnOption::Unique(_) | ColumnOption::References(_))
    };
    column.options.iter().any(makes_key)
}

/// The foreign keys that a column's own options make.
pub(super) fn add_reference_of_column(table: &mut Table, column: &ColumnText, at: At, faults: &mut Faults) {
    for option in &column.options {
        let ColumnOption::References(text) = option else { continue };
        if at.reads_inline_references {
            let columns = vec![column.name.clone()];
            add_foreign_key(table, &ForeignKeyText { columns, ..text.clone() }, at, faults);
        } else {
            faults.note(at.fault(FaultKind::ReferencesIgnored, table, &column.name.text, text.span));
        }
    }
}

pub(super) fn add_index(table: &mut Table, text: &IndexText, at: At, faults: &mut Faults) {
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
    let mut parts: Vec<IndexPart> = parts.collect();
    // Most have one, and were given room for four.
    parts.shrink_to_fit();
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
        parts,
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
    put_index(table, index, text.name.as_ref(), at, faults);
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

/// Adds an index that has no name yet, unless the server refuses it.
fn put_index(table: &mut Table, mut index: Index, given: Option<&Name>, at: At, faults: &mut Faults) {
    if table.indexes.len() >= MAX_KEYS || index.parts.len() > MAX_PARTS {
        table.unknown.keys = true;
        return;
    }
    if !settle_parts(table, &mut index, at, faults) {
        // What it would have been is not known to be missing.
        table.unknown.keys = true;
        if let Some(given) = given {
            faults.mean(&table.name, &given.text);
        }
        return;
    }
    if index.kind == IndexKind::Primary {
        if let Some(other) = &table.primary_key {
            let fault = at.fault(FaultKind::PrimaryKeyExists, table, "PRIMARY", index.origin.span);
            faults.note(fault.beside(Some(other.origin.location())));
            return;
        }
        index.name = SmolStr::new_static("PRIMARY");
        table.primary_key = Some(index);
        primary_key_is_not_null(table);
        return;
    }
    if let Some(given) = given.filter(|given| find_index(table, &given.text).is_some()) {
        index_exists(table, given, at, faults);
        table.unknown.keys = true;
        return;
    }
    // What the server made for a foreign key goes for an index that serves it as well.
    let replaced = |it: &Index| {
        let same = |(a, b): (&IndexPart, &IndexPart)| a.key == b.key && b.length.is_none();
        it.implicit && it.parts.len() <= index.parts.len() && it.parts.iter().zip(&index.parts).all(same)
    };
    table.indexes.retain(|it| !replaced(it));
    index.name = given.map_or_else(|| derived_name(table, &index.parts), |given| given.text.clone());
    table.indexes.push(index);
}

/// MariaDB keeps a text of any length unique by its hash.
pub(super) fn hash_long_texts(table: &mut Table, at: At) {
    if at.dialect != Some(Dialect::MariaDb) {
        return;
    }
    let is_long = |part: &IndexPart, columns: &[Column]| {
        let column = part.column_name().and_then(|name| columns.iter().find(|it| same_but_for_case(&it.name, name)));
        part.length.is_none() && column.is_some_and(|it| it.ty.is_blob_or_text())
    };
    for index in table.indexes.iter_mut().filter(|it| it.kind == IndexKind::Unique) {
        if index.parts.iter().any(|part| is_long(part, &table.columns)) {
            index.method = IndexMethod::Hash;
        }
    }
}

/// Writes the parts of an index as the server keeps them. Answers whether it takes them.
fn settle_parts(table: &Table, index: &mut Index, at: At, faults: &mut Faults) -> bool {
    let before = faults.refusals();
    let mut is_known = true;
    let mut told = FxHashSet::default();
    let span = index.origin.span;
    for part in &mut index.parts {
        let PartKey::Column(name) = &mut part.key else { continue };
        let Some(column) = position_of(table, name).and_then(|found| table.columns.get(found)) else {
            let may_be_there = table.unknown.columns || !at.sure;
            is_known &= may_be_there;
            faults.missing(may_be_there, at.fault(FaultKind::NoColumnOfKey, table, name, span));
            continue;
        };
        if !told.insert(column.name.clone()) {
            faults.note(at.fault(FaultKind::ColumnTwice, table, name, span));
            continue;
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
    is_known && faults.refusals() == before
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

/// Whether a table has a key of this name.
pub(super) fn has_index_named(table: &Table, name: &str) -> bool {
    find_index(table, name).is_some() || is_primary(table, name)
}

pub(super) fn drop_index(table: &mut Table, name: &Name, at: At, faults: &mut Faults) {
    if name.text.eq_ignore_ascii_case("PRIMARY") {
        drop_primary_key(table, name.span, at, faults);
    } else if let Some(found) = find_index(table, &name.text) {
        table.indexes.remove(found);
    } else {
        no_index(table, name, at, faults);
    }
}

pub(super) fn drop_primary_key(table: &mut Table, span: Span, at: At, faults: &mut Faults) {
    if table.primary_key.take().is_none() {
        faults.missing(table.unknown.keys, at.fault(FaultKind::NoPrimaryKey, table, "PRIMARY", span));
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
pub(super) fn drop_constraint(table: &mut Table, name: &Name, at: At, faults: &mut Faults) {
    if !has_constraint(table, &name.text) {
        let may_be_there = table.unknown.keys || table.unknown.checks;
        faults.missing(may_be_there, at.fault(FaultKind::NoConstraint, table, &name.text, name.span));
        return;
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
}

pub(super) fn no_index(table: &Table, name: &Name, at: At, faults: &mut Faults) {
    faults.missing(table.unknown.keys, at.fault(FaultKind::NoIndex, table, &name.text, name.span));
}

pub(super) fn index_exists(table: &Table, name: &Name, at: At, faults: &mut Faults) {
    let here = Location { source: at.source, span: name.span };
    let mut others = table.indexes.iter().filter(|index| same_but_for_case(&index.name, &name.text));
    let other = others.find(|index| index.origin.name_location() != here);
    let fault = at.fault(FaultKind::IndexExists, table, &name.text, name.span);
    faults.note(fault.beside(other.map(|index| index.origin.location())));
}

// Foreign keys

pub(super) fn add_foreign_key(table: &mut Table, text: &ForeignKeyText, at: At, faults: &mut Faults) {
    let action = |action: Option<Action>| match action {
        Some(Action::Cascade) => ReferentialAction::Cascade,
        Some(Action::Restrict) => ReferentialAction::Restrict,
        Some(Action::SetNull) => ReferentialAction::SetNull,
        Some(Action::SetDefault) => ReferentialAction::SetDefault,
        Some(Action::NoAction) | None => ReferentialAction::NoAction,
    };
    if table.foreign_keys.len() >= MAX_KEYS || text.columns.len() > MAX_PARTS {
        table.unknown.keys = true;
        return;
    }
    let mut columns = Vec::new();
    let mut is_known = true;
    for name in &text.columns {
        let column = position_of(table, &name.text).and_then(|found| table.columns.get(found));
        if column.is_none() {
            let may_be_there = table.unknown.columns || !at.sure;
            is_known &= may_be_there;
            faults.missing(may_be_there, at.fault(FaultKind::NoColumnOfForeignKey, table, &name.text, name.span));
        }
        columns.push(column.map_or(&name.text, |column| &column.name).clone());
    }
    let given = given_name(text, at);
    if let Some(given) = given.filter(|given| has_foreign_key(table, &given.text)) {
        let is_it = |it: &&ForeignKey| it.name.as_ref().is_some_and(|name| same_but_for_case(name, &given.text));
        let other = table.foreign_keys.iter().find(is_it).map(|it| it.origin.location());
        faults.note(at.fault(FaultKind::ConstraintExists, table, &given.text, given.span).beside(other));
        is_known = false;
    }
    if !is_known {
        // The server makes an index with it, so keys may be missing with it.
        table.unknown.keys = true;
        return;
    }
    let name = given.map_or_else(|| numbered_name(table), |given| given.text.clone());
    let mut referenced_columns: Vec<SmolStr> = text.referenced.iter().map(|name| name.text.clone()).collect();
    // Where none are named, MariaDB takes those of the same names (measured on 10.11).
    if referenced_columns.is_empty() && at.dialect == Some(Dialect::MariaDb) {
        referenced_columns.clone_from(&columns);
    }
    let foreign_key = ForeignKey {
        name: Some(name),
        relation: None,
        columns,
        referenced_table: text.table.name.text.clone(),
        referenced_columns,
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

pub(super) fn drop_foreign_key(table: &mut Table, name: &Name, at: At, faults: &mut Faults) {
    let is_it = |it: &ForeignKey| it.name.as_ref().is_some_and(|it| same_but_for_case(it, &name.text));
    if let Some(found) = table.foreign_keys.iter().position(is_it) {
        let gone = table.foreign_keys.remove(found);
        // InnoDB keeps the index that it made for the constraint: it is an index like others from now on.
        for index in table.indexes.iter_mut().filter(|index| index.implicit) {
            let same = |(part, column): (&IndexPart, &SmolStr)| part.column_name() == Some(column);
            index.implicit = !index.parts.iter().zip(&gone.columns).all(same);
        }
        return;
    }
    faults.missing(table.unknown.keys, at.fault(FaultKind::NoForeignKey, table, &name.text, name.span));
}
