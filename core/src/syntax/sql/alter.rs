//! `ALTER TABLE`: its clauses are cut at commas and read one by one.
//!
//! Read by hand over the tokens: sqlparser's `parse_alter_table_operation` refuses a third of MySQL's clauses
//! and takes `DROP KEY k` and `DROP CHECK c` for columns named `KEY` and `CHECK`.

use sqlparser::tokenizer::Token;

use super::{
    ast::{AlterTable, Clause, ClauseKind, Element, Place, StatementKind, TableOption},
    columns, expressions, keys, options, partitions,
    reader::{Notes, Reader},
    table,
};
use crate::{
    syntax::{Name, Touches},
    text::Span,
};

/// Reads an `ALTER TABLE` from the table's name on.
pub(super) fn alter_table(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<StatementKind> {
    let if_exists = reader.eat_all(&["IF", "EXISTS"]);
    let table = reader.object_name()?;
    reader.eat_wait();
    let mut alter = AlterTable { table, if_exists, clauses: Vec::new() };
    let pieces = if reader.has_unclosed() { reader.cut_at_lines() } else { reader.cut_at_commas() };
    let last = pieces.len().saturating_sub(1);
    for (index, (mut piece, comma)) in pieces.into_iter().enumerate() {
        // These take the commas behind them.
        let mut rest = reader_from(reader, &piece);
        if partitions::starts_clause(&rest) {
            let start = rest.start();
            let before = rest;
            if let Some((kind, if_exists)) = partitions::clause(&mut rest) {
                alter.clauses.push(Clause { kind, if_exists, span: rest.since(start) });
            } else {
                rest = before;
                let reason = "this clause about partitions is not understood";
                notes.skip(rest.rest_span(), reason, Touches::Partitions);
                rest.go_to_end();
            }
            // What may follow it: options without a comma, none of which concerns partitions.
            if !rest.is_done() {
                notes.skip(rest.rest_span(), "this part of a clause is not understood", Touches::Partitions);
            }
            break;
        }
        if piece.are(&["ORDER", "BY"]) {
            alter.clauses.push(Clause::new(ClauseKind::WithoutEffect, rest.rest_span()));
            break;
        }
        if piece.is_done() {
            empty_piece(comma, index == last, notes);
            continue;
        }
        clause(&mut piece, notes, &mut alter);
    }
    reader.go_to_end();
    Some(StatementKind::AlterTable(alter))
}

fn empty_piece(comma: Option<Span>, is_last: bool, notes: &mut Notes) {
    match comma {
        Some(comma) if is_last => {
            notes.error_with_fix(comma, "nothing follows this comma", "remove it", (comma, ""));
        }
        Some(comma) => notes.error_with_fix(comma, "this comma follows another", "remove it", (comma, "")),
        // `ALTER TABLE t` alone is allowed, and does nothing.
        None => {}
    }
}

/// The rest of the statement, from where a piece of it starts.
fn reader_from<'a>(whole: &Reader<'a>, piece: &Reader<'a>) -> Reader<'a> {
    let mut rest = *whole;
    rest.go_to(piece);
    rest
}

/// Reads one piece: a clause, or table options without commas between.
fn clause(reader: &mut Reader<'_>, notes: &mut Notes, alter: &mut AlterTable) {
    let before = *reader;
    let errors = notes.errors.len();
    match known_clause(reader, notes, alter) {
        Outcome::Read if reader.is_done() => {}
        Outcome::Read => {
            let rest = *reader;
            if rest.is_symbol(&Token::RParen) {
                let span = rest.here();
                notes.error_with_fix(span, "this parenthesis closes nothing", "remove it", (span, ""));
                reader.bump();
            } else if starts_clause(&rest) && rest.starts_line() {
                let place = Span::at(rest.previous_end());
                notes.error_with_fix(rest.here(), "a comma is missing before this", "add a comma", (place, ","));
                return clause(reader, notes, alter);
            }
            if partitions::starts(reader) {
                partition_by(reader, notes, alter);
            }
            if !reader.is_done() {
                let touches = Touches::Tables(vec![alter.table.name.text.clone()]);
                notes.skip(reader.rest_span(), "this part of a clause is not understood", touches);
            }
        }
        Outcome::Unknown(touches) => {
            let mut ahead = before;
            while !ahead.is_done() && !ahead.is_unclosed() {
                ahead.step();
            }
            if !ahead.is_done() && notes.errors.len() == errors {
                let end = Span::at(before.end());
                notes.error_with_fix(ahead.here(), "this parenthesis is not closed", "close it", (end, ")"));
            }
            notes.skip(before.rest_span(), "this clause is not understood", touches);
        }
    }
}

fn starts_clause(reader: &Reader<'_>) -> bool {
    reader.is_any(&["ADD", "DROP", "MODIFY", "CHANGE", "RENAME", "ALTER"])
}

enum Outcome {
    Read,
    Unknown(Touches),
}

fn known_clause(reader: &mut Reader<'_>, notes: &mut Notes, alter: &mut AlterTable) -> Outcome {
    let start = reader.start();
    let anything = || Touches::Tables(vec![alter.table.name.text.clone()]);
    if reader.eat("ADD") {
        return add(reader, notes, alter, start);
    }
    let mut touches = anything();
    let mut if_exists = false;
    let kind = if reader.eat("DROP") {
        drop(reader, &mut touches, &mut if_exists)
    } else if reader.eat("MODIFY") || reader.is("CHANGE") {
        change(reader, notes, &mut touches, &mut if_exists)
    } else if reader.eat("RENAME") {
        rename(reader, &mut touches, &mut if_exists)
    } else if reader.eat("ALTER") {
        alter_part(reader, notes, &mut touches, &mut if_exists)
    } else if without_effect(reader) {
        Some(ClauseKind::WithoutEffect)
    } else {
        return table_options(reader, notes, alter);
    };
    match kind {
        Some(kind) => {
            alter.clauses.push(Clause { kind, if_exists, span: reader.since(start) });
            Outcome::Read
        }
        None => Outcome::Unknown(touches),
    }
}

/// The clauses that say nothing about a schema.
fn without_effect(reader: &mut Reader<'_>) -> bool {
    // How the change is made.
    if reader.is_any(&["ALGORITHM", "LOCK"]) {
        reader.bump();
        reader.eat_symbol(&Token::Eq);
        return reader.bump().is_some();
    }
    reader.eat("FORCE")
        || reader.eat_all(&["DISABLE", "KEYS"])
        || reader.eat_all(&["ENABLE", "KEYS"])
        || reader.eat_all(&["WITH", "VALIDATION"])
        || reader.eat_all(&["WITHOUT", "VALIDATION"])
        // Where the rows are.
        || reader.eat_all(&["DISCARD", "TABLESPACE"])
        || reader.eat_all(&["IMPORT", "TABLESPACE"])
        // Whether a secondary engine (HeatWave) has a copy of them.
        || reader.eat_any(&["SECONDARY_LOAD", "SECONDARY_UNLOAD"])
        // How long MariaDB waits for the lock, and whether it breaks off.
        || reader.eat("NOWAIT")
        || reader.eat("ONLINE")
}

/// `ADD …`: columns, keys and checks.
fn add(reader: &mut Reader<'_>, notes: &mut Notes, alter: &mut AlterTable, start: usize) -> Outcome {
    let anything = Touches::Tables(vec![alter.table.name.text.clone()]);
    if keys::is_constraint(reader) {
        if let Some(element) = keys::constraint(reader, notes) {
            alter.clauses.push(Clause::new(added(element, None, false), reader.since(start)));
        }
        return Outcome::Read;
    }
    if let Some(option) = versioning(reader, start) {
        alter.clauses.push(Clause::new(option, reader.since(start)));
        return Outcome::Read;
    }
    if reader.are(&["PERIOD", "FOR"]) {
        return Outcome::Unknown(anything);
    }
    reader.eat("COLUMN");
    let if_not_exists = reader.eat_all(&["IF", "NOT", "EXISTS"]);
    if let Some(inner) = reader.parenthesised() {
        for (mut piece, comma) in inner.cut_at_commas() {
            let start = piece.start();
            let element = if keys::is_constraint(&piece) {
                keys::constraint(&mut piece, notes)
            } else if let Some(name) = piece.name() {
                columns::column(name, &mut piece, notes).map(Element::Column)
            } else {
                let span = comma.unwrap_or_else(|| piece.here());
                notes.error(span, "a column is missing here");
                None
            };
            if !piece.is_done() {
                notes.skip(piece.rest_span(), "this is not understood", anything.clone());
            }
            let span = Span::new(start, piece.end());
            alter.clauses.extend(element.map(|element| Clause::new(added(element, None, if_not_exists), span)));
        }
        return Outcome::Read;
    }
    let Some(name) = reader.name() else { return Outcome::Unknown(anything) };
    let Some(column) = columns::column(name, reader, notes) else { return Outcome::Read };
    let place = place(reader);
    let kind = added(Element::Column(column), place, if_not_exists);
    alter.clauses.push(Clause::new(kind, reader.since(start)));
    Outcome::Read
}

/// `{ADD | DROP} SYSTEM VERSIONING` (MariaDB) behind its first word: whether the table keeps the history of its rows.
fn versioning(reader: &mut Reader<'_>, start: usize) -> Option<ClauseKind> {
    let is_it = reader.eat_all(&["SYSTEM", "VERSIONING"]);
    let name = "SYSTEM VERSIONING".into();
    is_it.then(|| ClauseKind::SetOption(TableOption { name, value: String::new(), span: reader.since(start) }))
}

fn added(element: Element, place: Option<Place>, if_not_exists: bool) -> ClauseKind {
    match element {
        Element::Column(column) => ClauseKind::AddColumn { column, place, if_not_exists },
        Element::Index(index) => ClauseKind::AddIndex(index),
        Element::ForeignKey(key) => ClauseKind::AddForeignKey(key),
        Element::Check(check) => ClauseKind::AddCheck(check),
    }
}

fn place(reader: &mut Reader<'_>) -> Option<Place> {
    if reader.eat("FIRST") {
        return Some(Place::First);
    }
    let mut ahead = *reader;
    if !ahead.eat("AFTER") {
        return None;
    }
    let column = ahead.name()?;
    *reader = ahead;
    Some(Place::After(column))
}

/// `MODIFY [COLUMN] c …` behind its first word, or `CHANGE [COLUMN] old new …`.
fn change(
    reader: &mut Reader<'_>,
    notes: &mut Notes,
    touches: &mut Touches,
    if_exists: &mut bool,
) -> Option<ClauseKind> {
    let renames = reader.eat("CHANGE");
    reader.eat("COLUMN");
    *if_exists = reader.eat_all(&["IF", "EXISTS"]);
    let old = reader.name()?;
    *touches = Touches::Column(old.text.clone());
    let new = if renames {
        *touches = Touches::Columns;
        reader.name()?
    } else {
        old.clone()
    };
    let skipped = notes.skipped.len();
    let column = columns::column(new, reader, notes);
    let Some(column) = column else {
        // Told once, for the whole clause: a change of a name concerns two columns.
        notes.skipped.truncate(skipped);
        return None;
    };
    Some(ClauseKind::ChangeColumn { old, column, place: place(reader) })
}

fn drop(reader: &mut Reader<'_>, touches: &mut Touches, if_exists: &mut bool) -> Option<ClauseKind> {
    if reader.eat_all(&["PRIMARY", "KEY"]) {
        return Some(ClauseKind::DropPrimaryKey);
    }
    let start = reader.start();
    if let Some(option) = versioning(reader, start) {
        return Some(option);
    }
    if reader.are(&["PERIOD", "FOR"]) {
        return None;
    }
    *touches = Touches::Keys;
    let make: fn(Name) -> ClauseKind = if reader.eat_all(&["FOREIGN", "KEY"]) {
        ClauseKind::DropForeignKey
    } else if reader.eat_any(&["INDEX", "KEY"]) {
        ClauseKind::DropIndex
    } else if reader.eat("CHECK") {
        *touches = Touches::Checks;
        ClauseKind::DropCheck
    } else if reader.eat("CONSTRAINT") {
        ClauseKind::DropConstraint
    } else {
        *touches = Touches::Columns;
        reader.eat("COLUMN");
        ClauseKind::DropColumn
    };
    *if_exists = reader.eat_all(&["IF", "EXISTS"]);
    let name = reader.name()?;
    // Allowed behind a column, and without a meaning.
    reader.eat_any(&["RESTRICT", "CASCADE"]);
    Some(make(name))
}

fn rename(reader: &mut Reader<'_>, touches: &mut Touches, if_exists: &mut bool) -> Option<ClauseKind> {
    if reader.eat("COLUMN") {
        *touches = Touches::Columns;
        *if_exists = reader.eat_all(&["IF", "EXISTS"]);
        let old = reader.name()?;
        let new = reader.eat("TO").then(|| reader.name()).flatten()?;
        return Some(ClauseKind::RenameColumn { old, new });
    }
    if reader.eat_any(&["INDEX", "KEY"]) {
        *touches = Touches::Keys;
        *if_exists = reader.eat_all(&["IF", "EXISTS"]);
        let old = reader.name()?;
        let new = reader.eat("TO").then(|| reader.name()).flatten()?;
        return Some(ClauseKind::RenameIndex { old, new });
    }
    *touches = Touches::Everything;
    if !reader.eat_any(&["TO", "AS"]) {
        reader.eat_symbol(&Token::Eq);
    }
    reader.object_name().map(ClauseKind::RenameTable)
}

/// `ALTER [COLUMN] c …`, `ALTER INDEX k …`
fn alter_part(
    reader: &mut Reader<'_>,
    notes: &mut Notes,
    touches: &mut Touches,
    if_exists: &mut bool,
) -> Option<ClauseKind> {
    if reader.eat_any(&["INDEX", "KEY"]) {
        *touches = Touches::Keys;
        *if_exists = reader.eat_all(&["IF", "EXISTS"]);
        let name = reader.name()?;
        let visible = reader.eat("VISIBLE") || reader.eat_all(&["NOT", "IGNORED"]);
        if !visible && !reader.eat_any(&["INVISIBLE", "IGNORED"]) {
            return None;
        }
        return Some(ClauseKind::SetIndexVisibility { name, invisible: !visible });
    }
    if reader.eat_any(&["CHECK", "CONSTRAINT"]) {
        *touches = Touches::Checks;
        let name = reader.name()?;
        let enforced = !reader.eat("NOT");
        return reader.eat("ENFORCED").then_some(ClauseKind::SetCheckEnforcement { name, enforced });
    }
    reader.eat("COLUMN");
    *if_exists = reader.eat_all(&["IF", "EXISTS"]);
    let column = reader.name()?;
    *touches = Touches::Column(column.text.clone());
    if reader.eat_all(&["DROP", "DEFAULT"]) {
        return Some(ClauseKind::SetDefault { column, default: None });
    }
    if reader.eat_all(&["SET", "INVISIBLE"]) {
        return Some(ClauseKind::SetColumnVisibility { column, invisible: true });
    }
    if reader.eat_all(&["SET", "VISIBLE"]) {
        return Some(ClauseKind::SetColumnVisibility { column, invisible: false });
    }
    if !reader.eat_all(&["SET", "DEFAULT"]) {
        return None;
    }
    let default = expressions::value(reader, notes, touches)?;
    Some(ClauseKind::SetDefault { column, default: Some(default) })
}

/// Table options, and `CONVERT TO CHARACTER SET x [COLLATE y]`, of which the collation becomes an option of
/// its own named `CONVERT TO COLLATE`.
fn table_options(reader: &mut Reader<'_>, notes: &mut Notes, alter: &mut AlterTable) -> Outcome {
    let start = reader.start();
    let mut push = |option: TableOption| {
        let span = option.span;
        alter.clauses.push(Clause::new(ClauseKind::SetOption(option), span));
    };
    if reader.eat_all(&["CONVERT", "TO"]) {
        let Some(mut option) = options::option(reader).filter(|option| option.name == "CHARSET") else {
            return Outcome::Unknown(Touches::Columns);
        };
        option.name = "CONVERT TO CHARSET".into();
        option.span = reader.since(start);
        push(option);
        if reader.is("COLLATE")
            && let Some(mut option) = options::option(reader)
        {
            option.name = "CONVERT TO COLLATE".into();
            push(option);
        }
        return Outcome::Read;
    }
    if partitions::starts(reader) {
        return partition_by(reader, notes, alter);
    }
    let Some(option) = options::option(reader) else {
        return Outcome::Unknown(Touches::Tables(vec![alter.table.name.text.clone()]));
    };
    push(option);
    while !reader.is_done() && !starts_clause(reader) {
        if partitions::starts(reader) {
            return partition_by(reader, notes, alter);
        }
        match options::option(reader) {
            Some(option) => push(option),
            None => table::unknown_option(reader, notes),
        }
    }
    Outcome::Read
}

/// `PARTITION BY …` or `REMOVE PARTITIONING`, which may follow other clauses without a comma.
fn partition_by(reader: &mut Reader<'_>, notes: &mut Notes, alter: &mut AlterTable) -> Outcome {
    let start = reader.start();
    let kind = if reader.eat_all(&["REMOVE", "PARTITIONING"]) {
        ClauseKind::RemovePartitioning
    } else {
        match partitions::partitioning(reader, notes) {
            Some(partitioning) => ClauseKind::PartitionBy(partitioning),
            None => return Outcome::Read,
        }
    };
    alter.clauses.push(Clause::new(kind, reader.since(start)));
    Outcome::Read
}
