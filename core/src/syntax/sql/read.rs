//! Reads one statement.

use sqlparser::tokenizer::Token;

use super::{
    MAX_STATEMENT_BYTES, alter,
    ast::{CreateView, IndexKind, ObjectName, Statement, StatementKind},
    blank::{self, Code},
    heads::{self, Head},
    keys, query,
    reader::{Notes, Reader},
    routine, rows,
    scan::Unclosed,
    table,
    tokens::Tokens,
};
use crate::{syntax::Touches, target::Dialect, text::Span};

/// Reads one statement, as a [`Splitter`](super::Splitter) cuts it: with the comments around it and without
/// its delimiter. Reading never fails: what is not understood or not allowed is said in the result, and the
/// rest is read.
///
/// ```
/// use shoring_core::{syntax::sql::{ast::StatementKind, read_statement}, target::Dialect};
///
/// let statement = read_statement("CREATE TABLE t (id INT, KEY (id) SHINY)", Dialect::MySql);
/// let StatementKind::CreateTable(table) = &statement.kind else { panic!() };
/// assert_eq!(table.elements.len(), 2);
/// assert_eq!(statement.skipped[0].reason, "this index option is not known");
/// ```
pub fn read_statement(text: &str, dialect: Dialect) -> Statement {
    let mut notes = Notes::default();
    if text.len() > MAX_STATEMENT_BYTES {
        let span = Span::new(0, text.len());
        notes.skip(span, "this statement is too long", Touches::Everything);
        return finish(StatementKind::NotUnderstood, span, notes, Vec::new());
    }
    let Code { text: code, comments, unclosed } = blank::blank(text, dialect);
    let readable = unclosed.map_or(code.len(), |(what, start)| match what {
        // Its markers are wiped, and what it holds can be read.
        Unclosed::ConditionalComment => code.len(),
        Unclosed::String | Unclosed::Name | Unclosed::Comment => start,
    });
    let span = trimmed(&code, readable);
    if let Some((what, start)) = unclosed {
        tell_unclosed(&mut notes, what, start, text);
    }
    if span.is_empty() {
        if readable < code.len() && !matches!(unclosed, Some((Unclosed::Comment, _))) {
            let rest = Span::new(readable, code.len());
            notes.skip(rest, "what follows an open quote is not understood", Touches::Everything);
            return finish(StatementKind::NotUnderstood, rest, notes, comments);
        }
        return finish(StatementKind::WithoutEffect, span, notes, comments);
    }
    let words = code.get(..span.end()).unwrap_or_default();
    let kind = match heads::head(words, dialect) {
        Head::Schema => schema_statement(&code, span, &mut notes),
        Head::Routine(start) => routine::statement(&code, span, start),
        Head::WithoutEffect => rows::change(&code, span).unwrap_or(StatementKind::WithoutEffect),
        Head::Unknown(reason) => {
            notes.skip(span, reason, Touches::Everything);
            StatementKind::NotUnderstood
        }
        Head::Misspelt { start, end, nearest } => {
            misspelt(&mut notes, Span::new(start, end), words, nearest);
            notes.skip(span, "this statement is not known", Touches::Everything);
            StatementKind::NotUnderstood
        }
    };
    if readable < code.len() && !matches!(unclosed, Some((Unclosed::Comment, _))) {
        skip_after_quote(&mut notes, &kind, Span::new(readable, code.len()));
        // What is missing before the quote may stand behind it.
        notes.errors.iter_mut().for_each(|error| error.fix = None);
    }
    finish(kind, span, notes, comments)
}

fn finish(kind: StatementKind, span: Span, notes: Notes, comments: Vec<Span>) -> Statement {
    Statement { kind, span, skipped: notes.skipped, errors: notes.errors, comments }
}

/// The code before a byte, without blanks and semicolons around it.
fn trimmed(code: &str, end: usize) -> Span {
    let code = code.get(..end).unwrap_or_default();
    let blank = |character: char| character.is_ascii_whitespace() || matches!(character, ';' | '\u{FEFF}' | '\0'..' ');
    let start = code.len() - code.trim_start_matches(blank).len();
    let end = code.trim_end_matches(blank).len();
    Span::new(start, end)
}

fn tell_unclosed(notes: &mut Notes, what: Unclosed, start: usize, text: &str) {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let message = match what {
        Unclosed::String => "this string is not closed",
        Unclosed::Name => "this quoted name is not closed",
        Unclosed::Comment => "this comment is not closed",
        Unclosed::ConditionalComment => "this conditional comment is not closed",
    };
    notes.error(Span::new(start, start + line), message);
}

/// The rest of a statement behind an open quote is lost.
fn skip_after_quote(notes: &mut Notes, kind: &StatementKind, rest: Span) {
    let table = |name: &ObjectName| Touches::Tables(vec![name.name.text.clone()]);
    let touches = match kind {
        StatementKind::CreateTable(it) => table(&it.name),
        StatementKind::AlterTable(it) => table(&it.table),
        StatementKind::CreateIndex { table: it, .. } | StatementKind::DropIndex { table: it, .. } => table(it),
        StatementKind::WithoutEffect
        | StatementKind::ChangeRows { .. }
        | StatementKind::CreateRoutine { .. }
        | StatementKind::DropRoutine { .. } => return,
        _ => Touches::Everything,
    };
    notes.skip(rest, "what follows an open quote is not understood", touches);
}

fn misspelt(notes: &mut Notes, span: Span, code: &str, nearest: Option<&'static str>) {
    let Some(nearest) = nearest else { return };
    let word = span.of(code);
    let message = format!("`{word}` starts no statement");
    notes.error_with_fix(span, message, format!("did you mean {nearest}?"), (span, nearest));
}

/// Reads a statement that makes or changes tables, indexes or views.
fn schema_statement(code: &str, span: Span, notes: &mut Notes) -> StatementKind {
    let tokens = Tokens::new(span.of(code), span.start());
    let mut all = Reader::new(code, &tokens);
    let first = all.rest().iter().position(|token| token.token == Token::SemiColon);
    let mut reader = all.take(first.unwrap_or(usize::MAX));
    let kind = known_statement(&mut reader, notes);
    if !all.is_done() {
        notes.skip(all.rest_span(), "a second statement begins here", Touches::Everything);
    }
    let Some(kind) = kind else {
        notes.skip(span, "this statement is not understood", Touches::Everything);
        return StatementKind::NotUnderstood;
    };
    if !reader.is_done() {
        notes.skip(reader.rest_span(), "this part of the statement is not understood", touched(&kind));
    }
    kind
}

fn touched(kind: &StatementKind) -> Touches {
    let tables = |names: &[ObjectName]| Touches::Tables(names.iter().map(|name| name.name.text.clone()).collect());
    match kind {
        StatementKind::CreateTable(it) => tables(std::slice::from_ref(&it.name)),
        StatementKind::AlterTable(it) => tables(std::slice::from_ref(&it.table)),
        StatementKind::CreateIndex { .. } | StatementKind::DropIndex { .. } => Touches::Keys,
        _ => Touches::Everything,
    }
}

fn known_statement(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<StatementKind> {
    if reader.eat("CREATE") {
        return create(reader, notes);
    }
    if reader.eat("ALTER") {
        reader.eat_any(&["ONLINE", "OFFLINE"]);
        reader.eat("IGNORE");
        if reader.eat("TABLE") {
            return alter::alter_table(reader, notes);
        }
        if reader.eat("SEQUENCE") {
            return sequence(reader, notes);
        }
        return view(reader, ViewVerb { alters: true, or_replace: false });
    }
    if reader.eat("DROP") {
        return drop(reader, notes);
    }
    reader.eat("RENAME");
    rename(reader)
}

fn create(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<StatementKind> {
    let or_replace = reader.eat_all(&["OR", "REPLACE"]);
    let temporary = reader.eat("TEMPORARY");
    if reader.eat("TABLE") {
        let mut kind = table::create_table(reader, notes, temporary)?;
        if let StatementKind::CreateTable(table) = &mut kind {
            table.or_replace = or_replace;
        }
        return Some(kind);
    }
    if reader.eat("SEQUENCE") {
        return sequence(reader, notes);
    }
    let kind = if reader.eat("UNIQUE") {
        IndexKind::Unique
    } else if reader.eat("FULLTEXT") {
        IndexKind::FullText
    } else if reader.eat("SPATIAL") {
        IndexKind::Spatial
    } else {
        IndexKind::Plain
    };
    if reader.eat("INDEX") {
        let mut kind = create_index(reader, notes, kind);
        if let Some(StatementKind::CreateIndex { index, .. }) = &mut kind {
            index.or_replace = or_replace;
        }
        return kind;
    }
    if reader.eat_all(&["VECTOR", "INDEX"]) {
        let start = reader.start();
        reader.eat_all(&["IF", "NOT", "EXISTS"]);
        reader.name()?;
        let table = reader.eat("ON").then(|| reader.object_name()).flatten()?;
        reader.go_to_end();
        let touches = Touches::Tables(vec![table.name.text]);
        notes.skip(reader.since(start), "vector indexes are not known", touches);
        return Some(StatementKind::NotUnderstood);
    }
    view(reader, ViewVerb { alters: false, or_replace })
}

/// What is done with the text of a view.
#[derive(Clone, Copy)]
struct ViewVerb {
    alters: bool,
    or_replace: bool,
}

/// `[ALGORITHM = …] [DEFINER = …] [SQL SECURITY …] VIEW v [(a, b)] AS … [WITH CHECK OPTION]`
fn view(reader: &mut Reader<'_>, verb: ViewVerb) -> Option<StatementKind> {
    while !reader.is_done() && !reader.is("VIEW") {
        reader.step();
    }
    reader.eat("VIEW");
    let if_not_exists = reader.eat_all(&["IF", "NOT", "EXISTS"]);
    let name = reader.object_name()?;
    let columns = if reader.is_symbol(&Token::LParen) { keys::names(reader)? } else { Vec::new() };
    if !reader.eat("AS") {
        return None;
    }
    let query = query::of_view(reader);
    let ViewVerb { alters, or_replace } = verb;
    let text = reader.code().trim().to_owned();
    Some(StatementKind::CreateView(CreateView { name, or_replace, if_not_exists, alters, columns, query, text }))
}

/// A sequence stands among the tables; none is modelled.
fn sequence(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<StatementKind> {
    let mut ahead = *reader;
    ahead.eat_all(&["IF", "NOT", "EXISTS"]);
    ahead.eat_all(&["IF", "EXISTS"]);
    let name = ahead.object_name()?;
    notes.skip(reader.rest_span(), "sequences are not known", Touches::Tables(vec![name.name.text]));
    reader.go_to_end();
    Some(StatementKind::NotUnderstood)
}

/// `CREATE [kind] INDEX` from the name on.
fn create_index(reader: &mut Reader<'_>, notes: &mut Notes, kind: IndexKind) -> Option<StatementKind> {
    let if_not_exists = reader.eat_all(&["IF", "NOT", "EXISTS"]);
    let name = reader.name()?;
    let method = keys::method(reader);
    reader.eat_wait();
    if !reader.eat("ON") {
        return None;
    }
    let table = reader.object_name()?;
    let Some(mut index) = keys::parts_and_options(reader, notes, kind, Some(name), method) else {
        notes.skip(reader.rest_span(), "this index is not understood", Touches::Tables(vec![table.name.text]));
        reader.go_to_end();
        return Some(StatementKind::NotUnderstood);
    };
    index.if_not_exists = if_not_exists;
    index.span = reader.whole_span();
    Some(StatementKind::CreateIndex { table, index })
}

fn drop(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<StatementKind> {
    // A temporary table is none of the schema's.
    if reader.eat("TEMPORARY") {
        reader.go_to_end();
        return Some(StatementKind::WithoutEffect);
    }
    if reader.eat("INDEX") {
        let if_exists = reader.eat_all(&["IF", "EXISTS"]);
        let name = reader.name()?;
        if !reader.eat("ON") {
            return None;
        }
        let table = reader.object_name()?;
        // How it is dropped.
        reader.eat_wait();
        while reader.eat_any(&["ALGORITHM", "LOCK"]) {
            reader.eat_symbol(&Token::Eq);
            reader.bump();
        }
        return Some(StatementKind::DropIndex { name, table, if_exists });
    }
    if reader.eat("SEQUENCE") {
        return sequence(reader, notes);
    }
    let is_view = reader.eat("VIEW");
    if !is_view && !reader.eat_any(&["TABLE", "TABLES"]) {
        return None;
    }
    let if_exists = reader.eat_all(&["IF", "EXISTS"]);
    let mut names = vec![reader.object_name()?];
    while reader.eat_symbol(&Token::Comma) {
        names.push(reader.object_name()?);
    }
    reader.eat_wait();
    // Allowed, and without a meaning.
    reader.eat_any(&["RESTRICT", "CASCADE"]);
    Some(if is_view {
        StatementKind::DropViews { names, if_exists }
    } else {
        StatementKind::DropTables { names, if_exists }
    })
}

fn rename(reader: &mut Reader<'_>) -> Option<StatementKind> {
    if !reader.eat_any(&["TABLE", "TABLES"]) {
        return None;
    }
    let if_exists = reader.eat_all(&["IF", "EXISTS"]);
    let mut pairs = Vec::new();
    loop {
        let old = reader.object_name()?;
        reader.eat_wait();
        if !reader.eat("TO") {
            return None;
        }
        pairs.push((old, reader.object_name()?));
        if !reader.eat_symbol(&Token::Comma) {
            return Some(StatementKind::RenameTables { pairs, if_exists });
        }
    }
}
