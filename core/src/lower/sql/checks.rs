//! Checks of a table.

use smol_str::SmolStr;

use super::{At, faults::Faults};
use crate::{
    lower::MAX_KEYS,
    schema::{CheckConstraint, FaultKind, Origin, Table, named_columns, same_but_for_case},
    syntax::{
        Name,
        sql::ast::{Check, Column as ColumnText, ColumnOption},
    },
    target::Dialect,
};

/// The checks that a column's own options make.
pub(super) fn add_of_column(table: &mut Table, column: &ColumnText, at: At, faults: &mut Faults) {
    for option in &column.options {
        // What MariaDB makes of the word JSON is told by the column.
        let is_json = at.dialect == Some(Dialect::MariaDb) && super::checks_json(column, option);
        if let ColumnOption::Check(check) = option
            && !is_json
        {
            add(table, check, Some(&column.name), at, faults);
        }
    }
}

/// Adds a check, of a column where it stands in its definition.
pub(super) fn add(table: &mut Table, text: &Check, column: Option<&Name>, at: At, faults: &mut Faults) {
    if table.checks.len() >= MAX_KEYS {
        table.unknown.checks = true;
        return;
    }
    // To MySQL all are the table's (its manual, "CHECK Constraints").
    let column = column.filter(|_| at.dialect == Some(Dialect::MariaDb)).map(|column| column.text.clone());
    if let Some(given) = &text.name
        && let Some(other) = find(table, &given.text).and_then(|found| table.checks.get(found))
    {
        let fault = at.fault(FaultKind::ConstraintExists, table, &given.text, given.span);
        faults.note(fault.beside(Some(other.origin.location())));
        return;
    }
    let name = match &text.name {
        Some(given) => Some(given.text.clone()),
        None if column.is_some() => None,
        None => Some(counted_name(table, at)),
    };
    let expression = SmolStr::new(&text.expression.text);
    let named = named_columns(&expression);
    table.checks.push(CheckConstraint {
        name,
        columns: named.columns,
        understood: text.expression.understood && !named.more,
        expression,
        enforced: text.enforced,
        column,
        origin: Origin {
            source: at.source,
            span: text.span,
            name: text.name.as_ref().map_or(text.span, |name| name.span),
        },
    });
}

/// The name that the server gives a check without one. MySQL counts on from its highest number (its manual, "CHECK
/// Constraints"), MariaDB takes the first that is free.
fn counted_name(table: &Table, at: At) -> SmolStr {
    if at.dialect == Some(Dialect::MariaDb) {
        let free = (1..=table.checks.len() + 1).map(|number| SmolStr::new(format!("CONSTRAINT_{number}")));
        return free.into_iter().find(|name| find(table, name).is_none()).unwrap_or_default();
    }
    let highest = table.checks.iter().filter_map(|it| number_of(it, &table.name)).max();
    SmolStr::new(format!("{}_chk_{}", table.name, highest.unwrap_or(0).saturating_add(1)))
}

fn number_of(check: &CheckConstraint, table: &str) -> Option<u32> {
    check.name.as_ref()?.strip_prefix(table)?.strip_prefix("_chk_")?.parse().ok()
}

/// Checks that have a number instead of a name are called after their table on MySQL, and follow it.
pub(super) fn follow_table(table: &mut Table, old: &str) {
    for check in &mut table.checks {
        if let Some(number) = number_of(check, old) {
            check.name = Some(SmolStr::new(format!("{}_chk_{number}", table.name)));
        }
    }
}

/// The checks of a table that is made like another. MySQL counts them anew: their names are unique in a database (its
/// manual, "CREATE TABLE ... LIKE Statement").
pub(super) fn like(other: &Table, new: &str, dialect: Option<Dialect>) -> Vec<CheckConstraint> {
    let mut checks = other.checks.clone();
    if dialect != Some(Dialect::MariaDb) {
        for (number, check) in (1..).zip(&mut checks) {
            check.name = Some(SmolStr::new(format!("{new}_chk_{number}")));
        }
    }
    checks
}

pub(super) fn find(table: &Table, name: &str) -> Option<usize> {
    table.checks.iter().position(|it| it.name.as_ref().is_some_and(|it| same_but_for_case(it, name)))
}

pub(super) fn drop(table: &mut Table, name: &Name, at: At, faults: &mut Faults) {
    match find(table, &name.text) {
        Some(found) => {
            table.checks.remove(found);
        }
        None => no_check(table, name, at, faults),
    }
}

pub(super) fn set_enforced(table: &mut Table, name: &Name, enforced: bool, at: At, faults: &mut Faults) {
    match find(table, &name.text).and_then(|found| table.checks.get_mut(found)) {
        Some(check) => {
            check.enforced = enforced;
            // What a later text speaks of is not to be taken out of an earlier one.
            check.origin = Origin { source: at.source, span: name.span, name: check.origin.name };
            check.origin.name = name.span;
        }
        None => no_check(table, name, at, faults),
    }
}

fn no_check(table: &Table, name: &Name, at: At, faults: &mut Faults) {
    let may_be_there = table.unknown.checks || table.unknown.keys;
    faults.missing(may_be_there, at.fault(FaultKind::NoCheck, table, &name.text, name.span));
}

/// A column goes: the checks that name it alone go with it (MySQL's `prepare_check_constraints_for_alter`; MariaDB does the
/// same since 10.2), and one that names others too stands in its way. Answers whether none does.
pub(super) fn drop_column(table: &mut Table, column: &Name, at: At, faults: &mut Faults) -> bool {
    let names = |check: &CheckConstraint| check.columns.iter().any(|it| same_but_for_case(it, &column.text));
    let is_of_column = |check: &CheckConstraint| {
        check.column.as_ref().is_some_and(|it| same_but_for_case(it, &column.text))
            || check.understood && check.columns.len() == 1 && names(check)
    };
    table.checks.retain(|check| !is_of_column(check));
    let needed = table.checks.iter().find(|check| check.understood && names(check));
    if let Some(check) = needed {
        let fault = at.fault(FaultKind::NeededByCheck, table, &column.text, column.span);
        faults.note(fault.beside(Some(check.origin.location())));
    }
    needed.is_none()
}
