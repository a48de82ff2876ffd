//! `ALTER TABLE`: all of its clauses at once, or none of them.
//!
//! A server makes the new table from the old one: what is dropped is gone before anything is added, wherever it stands,
//! and names that are changed are those from before. One clause that it refuses undoes all.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::{At, RefusedRenames, add_column, checks, faults::Faults, keys, partitions, position_of, set_option};
use crate::{
    schema::{ColumnDetails, FaultKind, Index, IndexKind, Origin, PartKey, Table, named_columns, same_but_for_case},
    syntax::{
        Name,
        sql::ast::{Clause, ClauseKind, Column, Place},
    },
    target::Dialect,
    text::Location,
};

/// The table after the clauses; none where the server refuses one of them.
pub(super) fn altered(table: &Table, clauses: &[Clause], at: At, faults: &mut Faults) -> Option<Table> {
    let before = faults.refusals();
    let clauses: Vec<&Clause> = clauses.iter().filter(|clause| applies(table, clause)).collect();
    let mut table = table.clone();
    drop_keys(&mut table, &clauses, at, faults);
    drop_columns(&mut table, &clauses, at, faults);
    rename_columns(&mut table, &clauses, at, faults);
    change_columns(&mut table, &clauses, at, faults);
    change_indexes(&mut table, &clauses, at, faults);
    for clause in &clauses {
        match &clause.kind {
            ClauseKind::AddColumn { column, .. } | ClauseKind::ChangeColumn { column, .. } => {
                keys::add_of_column(&mut table, column, at, faults);
            }
            ClauseKind::AddIndex(index) => keys::add_index(&mut table, index, at, faults),
            _ => {}
        }
    }
    // After all keys: the server makes an index only for what none of them serves.
    for clause in clauses {
        match &clause.kind {
            ClauseKind::AddColumn { column, .. } | ClauseKind::ChangeColumn { column, .. } => {
                keys::add_reference_of_column(&mut table, column, at, faults);
                checks::add_of_column(&mut table, column, at, faults);
            }
            ClauseKind::AddForeignKey(foreign_key) => keys::add_foreign_key(&mut table, foreign_key, at, faults),
            ClauseKind::AddCheck(check) => checks::add(&mut table, check, None, at, faults),
            ClauseKind::SetCheckEnforcement { name, enforced } => {
                checks::set_enforced(&mut table, name, *enforced, at, faults);
            }
            ClauseKind::SetOption(option) => {
                keep_or_convert_text(&mut table, &option.name);
                set_option(&mut table, option);
            }
            kind => partitions::alter(&mut table, kind, clause.span, at, faults),
        }
    }
    (faults.refusals() == before).then_some(table)
}

/// What the clauses of a refused statement would have brought is not missing by a mistake of its own later, and keys that
/// they would have brought are not known to be missing.
pub(super) fn remember_refused(table: &mut Table, clauses: &[Clause], faults: &mut Faults) {
    for clause in clauses {
        match &clause.kind {
            ClauseKind::AddColumn { column, .. } | ClauseKind::ChangeColumn { column, .. } => {
                faults.mean(&table.name, &column.name.text);
                table.unknown.keys |= keys::has_keys(column);
            }
            ClauseKind::RenameColumn { new, .. } | ClauseKind::RenameIndex { new, .. } => {
                faults.mean(&table.name, &new.text);
            }
            ClauseKind::AddIndex(index) => {
                index.name.iter().for_each(|name| faults.mean(&table.name, &name.text));
                table.unknown.keys = true;
            }
            ClauseKind::AddForeignKey(foreign_key) => {
                foreign_key.name.iter().for_each(|name| faults.mean(&table.name, &name.text));
                table.unknown.keys = true;
            }
            _ => {}
        }
    }
}

/// A new default of the table leaves its columns as they are, which are said to be so from now on; `CONVERT TO` takes them
/// along (MySQL manual, "ALTER TABLE", "Changing the Character Set").
fn keep_or_convert_text(table: &mut Table, option: &str) {
    let (charset, collation) = (table.charset.clone(), table.collation.clone());
    for column in table.columns.iter_mut().filter(|column| column.ty.is_text()) {
        let mut details = column.details().clone();
        match option {
            "CHARSET" | "COLLATE" if details.charset.is_none() && details.collation.is_none() => {
                details.charset.clone_from(&charset);
                details.collation.clone_from(&collation);
            }
            "CONVERT TO CHARSET" => (details.charset, details.collation) = (None, None),
            _ => continue,
        }
        column.details = (details != ColumnDetails::default()).then(|| Box::new(details));
    }
}

/// The columns whose names change, with their names after.
pub(super) fn renames<'a>(clauses: impl IntoIterator<Item = &'a Clause>) -> Vec<(&'a Name, &'a Name)> {
    let of_clause = |clause: &'a Clause| match &clause.kind {
        ClauseKind::ChangeColumn { old, column, .. } => Some((old, &column.name)),
        ClauseKind::RenameColumn { old, new } => Some((old, new)),
        _ => None,
    };
    clauses.into_iter().filter_map(of_clause).collect()
}

/// Gives a column's name its new form.
pub(super) fn rename(name: &mut SmolStr, renames: &[(&Name, &Name)]) {
    if let Some((_, new)) = renames.iter().find(|(old, _)| same_but_for_case(&old.text, name)) {
        *name = new.text.clone();
    }
}

/// Whether a clause with `IF EXISTS` or `IF NOT EXISTS` does anything: the server asks the table from before.
fn applies(table: &Table, clause: &Clause) -> bool {
    let has_column = |name: &Name| position_of(table, &name.text).is_some();
    match &clause.kind {
        ClauseKind::AddColumn { column, if_not_exists, .. } => !(*if_not_exists && has_column(&column.name)),
        ClauseKind::AddIndex(index) => !(index.if_not_exists && keys::has_index(table, index)),
        ClauseKind::AddForeignKey(it) => !(it.if_not_exists && keys::has_foreign_key_of(table, it)),
        _ if !clause.if_exists => true,
        ClauseKind::DropColumn(name)
        | ClauseKind::ChangeColumn { old: name, .. }
        | ClauseKind::RenameColumn { old: name, .. }
        | ClauseKind::SetDefault { column: name, .. } => has_column(name),
        ClauseKind::DropIndex(name) => {
            keys::find_index(table, &name.text).is_some() || keys::is_primary(table, &name.text)
        }
        ClauseKind::RenameIndex { old: name, .. } | ClauseKind::SetIndexVisibility { name, .. } => {
            keys::find_index(table, &name.text).is_some()
        }
        ClauseKind::DropForeignKey(name) => keys::has_foreign_key(table, &name.text),
        ClauseKind::DropConstraint(name) => keys::has_constraint(table, &name.text),
        ClauseKind::DropPartitions(names) => {
            let partitioning = table.partitioning.as_ref();
            partitioning.is_some_and(|it| names.iter().all(|name| it.partition(&name.text).is_some()))
        }
        _ => true,
    }
}

fn drop_keys(table: &mut Table, clauses: &[&Clause], at: At, faults: &mut Faults) {
    for clause in clauses {
        match &clause.kind {
            ClauseKind::DropPrimaryKey => keys::drop_primary_key(table, clause.span, at, faults),
            ClauseKind::DropIndex(name) => keys::drop_index(table, name, at, faults),
            ClauseKind::DropForeignKey(name) => keys::drop_foreign_key(table, name, at, faults),
            ClauseKind::DropCheck(name) => checks::drop(table, name, at, faults),
            ClauseKind::DropConstraint(name) => keys::drop_constraint(table, name, at, faults),
            _ => {}
        }
    }
}

fn drop_columns(table: &mut Table, clauses: &[&Clause], at: At, faults: &mut Faults) {
    for clause in clauses {
        let ClauseKind::DropColumn(name) = &clause.kind else { continue };
        let Some(found) = position_of(table, &name.text) else {
            no_column(table, name, at, faults);
            continue;
        };
        let holds = |column: &SmolStr| same_but_for_case(column, &name.text);
        if let Some(foreign_key) = table.foreign_keys.iter().find(|it| it.columns.iter().any(holds)) {
            let fault = at.fault(FaultKind::NeededByForeignKey, table, &name.text, name.span);
            faults.note(fault.beside(Some(foreign_key.origin.location())));
            continue;
        }
        if checks::drop_column(table, name, at, faults) {
            table.columns.remove(found);
        }
    }
    // The columns leave their indexes too, and an index left empty goes (MySQL manual, "ALTER TABLE"). To an index, one
    // that comes back under its name in the same statement was never gone.
    let comes_back = |name: &Name| {
        clauses.iter().any(|clause| match &clause.kind {
            ClauseKind::AddColumn { column, .. } => same_but_for_case(&column.name.text, &name.text),
            _ => false,
        })
    };
    let gone: Vec<&Name> = clauses
        .iter()
        .filter_map(|clause| if let ClauseKind::DropColumn(name) = &clause.kind { Some(name) } else { None })
        .filter(|name| !comes_back(name))
        .collect();
    if gone.is_empty() {
        return;
    }
    let dropped = |part: &SmolStr| gone.iter().find(|name| same_but_for_case(&name.text, part));
    let mut needed = Vec::new();
    for index in table.indexes.iter_mut().chain(&mut table.primary_key) {
        let gone = index.parts.iter().find_map(|part| dropped(part.column_name()?));
        index.parts.retain(|part| part.column_name().is_none_or(|name| dropped(name).is_none()));
        // MariaDB: rows that differ in the column alone would become equal.
        if let Some(gone) = gone
            && at.dialect == Some(Dialect::MariaDb)
            && matches!(index.kind, IndexKind::Primary | IndexKind::Unique)
            && !index.parts.is_empty()
        {
            needed.push((*gone, index.origin.location()));
        }
    }
    for (name, key) in needed {
        faults.note(at.fault(FaultKind::NeededByUniqueKey, table, &name.text, name.span).beside(Some(key)));
    }
    let is_left = |index: &Index| !index.parts.is_empty();
    table.indexes.retain(is_left);
    table.primary_key = table.primary_key.take().filter(is_left);
}

/// All columns get their new names at once, and their keys follow.
fn rename_columns(table: &mut Table, clauses: &[&Clause], at: At, faults: &mut Faults) {
    for clause in clauses {
        if let ClauseKind::ChangeColumn { old, column: Column { name: new, .. }, .. }
        | ClauseKind::RenameColumn { old, new } = &clause.kind
            && position_of(table, &old.text).is_none()
        {
            no_column(table, old, at, faults);
            faults.mean(&table.name, &new.text);
        }
    }
    let renames = renames(clauses.iter().copied());
    if renames.is_empty() {
        return;
    }
    if at.refused_renames != RefusedRenames::None {
        refuse_named(table, clauses, &renames, at, faults);
    }
    for column in &mut table.columns {
        if let Some((_, new)) = renames.iter().find(|(old, _)| same_but_for_case(&old.text, &column.name)) {
            column.name.clone_from(&new.text);
            // What an earlier text calls otherwise is not to be named in it.
            column.origin = Origin { source: at.source, span: new.span, name: new.span };
        }
    }
    for part in table.indexes.iter_mut().chain(&mut table.primary_key).flat_map(|index| &mut index.parts) {
        if let PartKey::Column(name) = &mut part.key {
            rename(name, &renames);
        }
    }
    for column in table.foreign_keys.iter_mut().flat_map(|it| &mut it.columns) {
        rename(column, &renames);
    }
    let names: Vec<_> = renames.iter().map(|(old, new)| (old.text.clone(), new.text.clone())).collect();
    for column in &mut table.columns {
        column.rename_in_expressions(&names);
    }
    table.checks.iter_mut().for_each(|check| check.rename_columns(&names));
    if let Some(partitioning) = &mut table.partitioning {
        partitioning.rename_columns(&names);
    }
    for (_, new) in renames {
        if table.columns.iter().filter(|column| same_but_for_case(&column.name, &new.text)).count() > 1 {
            column_exists(table, new, at, faults);
        }
    }
}

/// Checks and generated columns stand in the way of another name for a column that they name.
fn refuse_named(table: &Table, clauses: &[&Clause], renames: &[(&Name, &Name)], at: At, faults: &mut Faults) {
    let is_other = |(old, new): &&(&Name, &Name)| !same_but_for_case(&old.text, &new.text);
    let mut others: FxHashSet<String> =
        renames.iter().filter(is_other).map(|(old, _)| old.text.to_lowercase()).collect();
    let is_changed = |name: &str| {
        clauses.iter().any(
            |clause| matches!(&clause.kind, ClauseKind::ChangeColumn { old, .. } if same_but_for_case(&old.text, name)),
        )
    };
    let mut refuse = |kind, columns: &[SmolStr], by: Origin| {
        // Each name is told once.
        for name in columns.iter().filter(|name| others.remove(&name.to_lowercase())) {
            if let Some((old, _)) = renames.iter().find(|(old, _)| same_but_for_case(&old.text, name)) {
                faults.note(at.fault(kind, table, &old.text, old.span).beside(Some(by.location())));
            }
        }
    };
    for check in table.checks.iter().filter(|it| at.refused_renames == RefusedRenames::InChecksToo && it.understood) {
        refuse(FaultKind::RenamedInCheck, &check.columns, check.origin);
    }
    for column in &table.columns {
        if let Some(generated) = column.generated.as_ref().filter(|_| !is_changed(&column.name)) {
            refuse(FaultKind::RenamedInGenerated, &named_columns(&generated.expression).columns, column.origin);
        }
    }
}

/// Columns come, change and move, one after another; then they get their defaults.
fn change_columns(table: &mut Table, clauses: &[&Clause], at: At, faults: &mut Faults) {
    for clause in clauses {
        match &clause.kind {
            ClauseKind::AddColumn { column, place, if_not_exists } => {
                if position_of(table, &column.name.text).is_none() {
                    let place = position(table, place.as_ref(), table.columns.len(), at, faults);
                    add_column(table, column, Some(place), at);
                } else if !if_not_exists {
                    column_exists(table, &column.name, at, faults);
                }
            }
            ClauseKind::ChangeColumn { column, place, .. } => {
                // One that is not known is now.
                let found = position_of(table, &column.name.text);
                if let Some(found) = found {
                    table.columns.remove(found);
                }
                let usual = found.unwrap_or(table.columns.len());
                let place = position(table, place.as_ref(), usual, at, faults);
                add_column(table, column, Some(place), at);
                // To MariaDB a check in a definition goes with it. To MySQL it is the table's: it stays.
                let is_of = |it: &SmolStr| same_but_for_case(it, &column.name.text);
                table.checks.retain(|check| !check.column.as_ref().is_some_and(is_of));
            }
            _ => {}
        }
    }
    keys::primary_key_is_not_null(table);
    keys::hash_long_texts(table, at);
    for clause in clauses {
        let (ClauseKind::SetDefault { column, .. } | ClauseKind::SetColumnVisibility { column, .. }) = &clause.kind
        else {
            continue;
        };
        let found = position_of(table, &column.text).and_then(|found| table.columns.get_mut(found));
        match (&clause.kind, found) {
            (_, None) => no_column(table, column, at, faults),
            (ClauseKind::SetDefault { default, .. }, Some(found)) => {
                found.default = default.as_ref().map(super::default_value);
                super::forget_null(found);
                crate::lower::defaults::settle(found, at.dialect);
            }
            (ClauseKind::SetColumnVisibility { invisible, .. }, Some(found)) => {
                let details = ColumnDetails { invisible: *invisible, ..found.details().clone() };
                found.details = (details != ColumnDetails::default()).then(|| Box::new(details));
            }
            _ => {}
        }
    }
}

fn position(table: &Table, place: Option<&Place>, usual: usize, at: At, faults: &mut Faults) -> usize {
    match place {
        None => usual,
        Some(Place::First) => 0,
        Some(Place::After(name)) => {
            if let Some(found) = position_of(table, &name.text) {
                return found + 1;
            }
            no_column(table, name, at, faults);
            table.columns.len()
        }
    }
}

/// Indexes change their names at once, or their visibility.
fn change_indexes(table: &mut Table, clauses: &[&Clause], at: At, faults: &mut Faults) {
    let mut renamed = Vec::new();
    for clause in clauses {
        let (ClauseKind::RenameIndex { old: name, .. } | ClauseKind::SetIndexVisibility { name, .. }) = &clause.kind
        else {
            continue;
        };
        let Some(found) = keys::find_index(table, &name.text) else {
            keys::no_index(table, name, at, faults);
            continue;
        };
        // What a later text speaks of is not to be taken out of an earlier one.
        let origin = |name: &Name| Origin { source: at.source, span: clause.span, name: name.span };
        match (&clause.kind, table.indexes.get_mut(found)) {
            (ClauseKind::RenameIndex { new, .. }, _) => renamed.push((found, new, origin(new))),
            (ClauseKind::SetIndexVisibility { invisible, .. }, Some(index)) => {
                index.visible = !invisible;
                index.origin = origin(name);
            }
            _ => {}
        }
    }
    for (found, new, origin) in &renamed {
        if let Some(index) = table.indexes.get_mut(*found) {
            index.name = new.text.clone();
            index.origin = *origin;
        }
    }
    for (_, new, _) in renamed {
        if table.indexes.iter().filter(|index| same_but_for_case(&index.name, &new.text)).count() > 1 {
            keys::index_exists(table, new, at, faults);
        }
    }
}

fn no_column(table: &Table, name: &Name, at: At, faults: &mut Faults) {
    faults.missing(table.unknown.columns, at.fault(FaultKind::NoColumn, table, &name.text, name.span));
}

pub(super) fn column_exists(table: &Table, name: &Name, at: At, faults: &mut Faults) {
    let is_other = |location: &Location| *location != Location { source: at.source, span: name.span };
    let mut others = table.columns.iter().filter(|column| same_but_for_case(&column.name, &name.text));
    let other = others.find_map(|column| Some(column.origin.name_location()).filter(is_other));
    faults.note(at.fault(FaultKind::ColumnExists, table, &name.text, name.span).beside(other));
}
