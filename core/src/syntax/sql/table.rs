//! `CREATE TABLE`: its elements are cut at commas and read one by one.

use sqlparser::tokenizer::Token;

use super::{
    ast::{CreateTable, Element, ObjectName, StatementKind},
    columns, keys, options, partitions,
    reader::{Notes, Reader},
};
use crate::{syntax::Touches, text::Span};

/// Reads a table from its name on.
pub(super) fn create_table(reader: &mut Reader<'_>, notes: &mut Notes, temporary: bool) -> Option<StatementKind> {
    let if_not_exists = reader.eat_all(&["IF", "NOT", "EXISTS"]);
    let name = reader.object_name()?;
    let mut table = CreateTable {
        name,
        if_not_exists,
        or_replace: false,
        temporary,
        like: None,
        elements: Vec::new(),
        open: 0,
        close: 0,
        options: Vec::new(),
        partitioning: None,
    };
    if let Some(like) = like(reader) {
        table.like = Some(like);
    } else if reader.is_symbol(&Token::LParen) && !options::starts_query(reader) {
        body(reader, notes, &mut table);
    }
    rest(reader, notes, &mut table);
    Some(StatementKind::CreateTable(table))
}

/// `LIKE other`, or `(LIKE other)`.
fn like(reader: &mut Reader<'_>) -> Option<ObjectName> {
    if reader.is("LIKE") {
        reader.bump();
        return reader.object_name();
    }
    let mut ahead = *reader;
    let mut inner = ahead.parenthesised()?;
    if !inner.eat("LIKE") {
        return None;
    }
    let other = inner.object_name().filter(|_| inner.is_done())?;
    *reader = ahead;
    Some(other)
}

fn touched(table: &CreateTable) -> Touches {
    Touches::Tables(vec![table.name.name.text.clone()])
}

fn body(reader: &mut Reader<'_>, notes: &mut Notes, table: &mut CreateTable) {
    let open = reader.here();
    table.open = open.start;
    let pieces = if let Some(inner) = reader.parenthesised() {
        table.close = Span::at(reader.previous_end().saturating_sub(1)).start;
        inner.cut_at_commas()
    } else {
        unclosed_body(reader, notes, table)
    };
    let last = pieces.len().saturating_sub(1);
    let lone = pieces.len() == 1;
    for (index, (mut piece, comma)) in pieces.into_iter().enumerate() {
        if !piece.is_done() {
            elements(&mut piece, notes, table);
            continue;
        }
        match comma {
            Some(comma) if index == last => {
                notes.error_with_fix(comma, "a comma stands before the closing parenthesis", "remove it", (comma, ""));
            }
            Some(comma) => notes.error_with_fix(comma, "this comma follows another", "remove it", (comma, "")),
            None if lone => notes.error(open.cover(Span::at(table.close as usize + 1)), "a table needs a column"),
            // The comma behind it is the one too many.
            None => notes.error(piece.here(), "an element is missing before this comma"),
        }
    }
}

/// A body whose parenthesis is not closed, or swallowed by one of an element: its elements are cut at line
/// ends instead, and it ends at the last line that begins with a parenthesis.
fn unclosed_body<'a>(
    reader: &mut Reader<'a>,
    notes: &mut Notes,
    table: &mut CreateTable,
) -> Vec<(Reader<'a>, Option<Span>)> {
    let open = reader.here();
    reader.bump();
    let mut ahead = *reader;
    let mut close = None;
    let mut count = 0;
    let mut total = 0;
    while let Some(token) = ahead.peek() {
        if *token == Token::RParen && ahead.starts_line() {
            close = Some(ahead.here());
            count = total;
        }
        total += 1;
        ahead.bump();
    }
    let errors = notes.errors.len();
    if let Some(close) = close {
        let inner = reader.take(count);
        table.close = close.start;
        reader.bump();
        let pieces = inner.cut_at_lines();
        // The parenthesis that is open is one of an element, and is told there; if none is, it is this.
        let told = pieces.iter().any(|(piece, _)| piece.has_unclosed());
        if !told {
            notes.error(open, "this parenthesis is not closed");
        }
        return pieces;
    }
    let inner = reader.take(total);
    if notes.errors.len() == errors {
        let end = Span::at(reader.previous_end());
        notes.error_with_fix(open, "this parenthesis is not closed", "close it at the end of the table", (end, ")"));
    }
    table.close = 0;
    inner.cut_at_commas()
}

/// Reads what stands between two commas: one element, or more where commas are missing.
fn elements(reader: &mut Reader<'_>, notes: &mut Notes, table: &mut CreateTable) {
    loop {
        let before = *reader;
        let element = element(reader, notes, table);
        table.elements.extend(element);
        if reader.is_done() {
            return;
        }
        if !keys::starts_element(reader) || reader.start() == before.start() {
            notes.skip(reader.rest_span(), "this is not understood", touched(table));
            return;
        }
        let place = Span::at(reader.previous_end());
        notes.error_with_fix(reader.here(), "a comma is missing before this", "add a comma", (place, ","));
    }
}

fn element(reader: &mut Reader<'_>, notes: &mut Notes, table: &CreateTable) -> Option<Element> {
    if keys::is_constraint(reader) {
        return keys::constraint(reader, notes);
    }
    let start = reader.start();
    // MariaDB: names two columns that hold a period, and makes none.
    if reader.are(&["PERIOD", "FOR"]) {
        notes.skip(reader.rest_span(), "periods are not known", Touches::Options);
        reader.go_to_end();
        return None;
    }
    if let Some(name) = reader.name() {
        return columns::column(name, reader, notes).map(Element::Column);
    }
    reader.go_to_end();
    notes.skip(reader.since(start), "this is neither a column nor a key", touched(table));
    None
}

/// What follows the elements: options, partitions, a query.
fn rest(reader: &mut Reader<'_>, notes: &mut Notes, table: &mut CreateTable) {
    while !reader.is_done() {
        if options::starts_query(reader) {
            notes.skip(reader.rest_span(), "the columns of a query are not known", touched(table));
            reader.go_to_end();
            return;
        }
        if partitions::starts(reader) {
            table.partitioning = partitions::partitioning(reader, notes);
        } else if let Some(option) = options::option(reader) {
            table.options.push(option);
        } else if !reader.eat_symbol(&Token::Comma) {
            unknown_option(reader, notes);
        }
    }
}

/// Steps over what is no table option, up to one that is.
pub(super) fn unknown_option(reader: &mut Reader<'_>, notes: &mut Notes) {
    let before = *reader;
    reader.step();
    if before.is_symbol(&Token::RParen) {
        let span = before.here();
        notes.error_with_fix(span, "this parenthesis closes nothing", "remove it", (span, ""));
        return;
    }
    while !reader.is_done()
        && !reader.is_symbol(&Token::Comma)
        && !options::starts_query(reader)
        && !partitions::starts(reader)
        && options::option(&mut reader.clone()).is_none()
    {
        reader.step();
    }
    notes.skip(reader.since(before.start()), "this table option is not known", Touches::Options);
}
