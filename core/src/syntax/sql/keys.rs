//! Indexes, foreign keys and checks of a table.
//!
//! Read by hand over the tokens: sqlparser's `parse_optional_table_constraint` refuses half of what SHOW
//! CREATE TABLE prints after a key (`KEY_BLOCK_SIZE`, `INVISIBLE`, `WITH PARSER`, `COMMENT`), and gives a
//! prefix length `a(10)` as a call of a function `a`.

use smol_str::SmolStr;
use sqlparser::tokenizer::Token;

use super::{
    ast::{Action, Element, ForeignKey, Index, IndexKind, IndexPart},
    columns, expressions, partitions,
    reader::{Notes, Reader},
};
use crate::{
    syntax::{Name, Touches},
    text::Span,
};

/// Whether an element starts here for sure, where an option of the element before could stand: so its comma
/// is missing.
pub(super) fn starts_element(reader: &Reader<'_>) -> bool {
    match reader.peek() {
        Some(Token::Word(word)) if word.quote_style.is_some() => return columns::is_type_at(reader, 1),
        Some(Token::Word(_)) => {}
        _ => return false,
    }
    if reader.starts_line() && is_key(reader) {
        return true;
    }
    let mut ahead = *reader;
    if ahead.eat("CONSTRAINT") {
        ahead.name();
        return ahead.is_any(&["FOREIGN", "UNIQUE", "PRIMARY"]);
    }
    if ahead.is_any(&["INDEX", "FULLTEXT", "SPATIAL", "FOREIGN"]) {
        return true;
    }
    if ahead.eat_all(&["PRIMARY", "KEY"]) {
        return ahead.is_symbol(&Token::LParen);
    }
    if ahead.eat("UNIQUE") {
        ahead.eat_any(&["KEY", "INDEX"]);
        return parts_follow(ahead);
    }
    if ahead.eat("KEY") {
        return parts_follow(ahead);
    }
    reader.starts_line() && columns::is_type_at(reader, 1) && !columns::starts_option(reader)
}

/// Whether the element before ends here: another begins, or what follows the clauses of an `ALTER TABLE` without a comma.
fn ends_element(reader: &Reader<'_>) -> bool {
    starts_element(reader) || partitions::starts(reader)
}

/// A key that names its columns, not an option of a column.
fn is_key(reader: &Reader<'_>) -> bool {
    let mut ahead = *reader;
    ahead.eat_any(&["PRIMARY", "UNIQUE"]);
    ahead.eat_any(&["KEY", "INDEX"]) && parts_follow(ahead)
}

fn parts_follow(mut ahead: Reader<'_>) -> bool {
    // Behind KEY a name is no option; what only looks like one (`KEY NULL`) has no parenthesis behind it.
    ahead.is_symbol(&Token::LParen) || ahead.name().is_some() && ahead.is_symbol(&Token::LParen)
}

/// Whether an element of a table, or what `ADD` adds, is a key or a check: none of these words may be a
/// column's name without quotes.
pub(super) fn is_constraint(reader: &Reader<'_>) -> bool {
    reader.is_any(&["PRIMARY", "UNIQUE", "KEY", "INDEX", "FULLTEXT", "SPATIAL", "CONSTRAINT", "FOREIGN", "CHECK"])
        || reader.is("VECTOR") && reader.is_at(1, "INDEX")
        || reader.is("VECTOR") && reader.is_at(1, "KEY")
}

/// Reads a key or a check; none, and a note, when it is not understood.
pub(super) fn constraint(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<Element> {
    let before = *reader;
    let known = known_constraint(reader, notes);
    if known.is_none() {
        if reader.is_unclosed() {
            unclosed(reader, notes);
        }
        reader.go_to_end();
        notes.skip(reader.since(before.start()), "this key or constraint is not understood", Touches::Keys);
    }
    known
}

fn unclosed(reader: &Reader<'_>, notes: &mut Notes) {
    let mut last = *reader;
    last.go_to_end();
    let end = Span::at(last.previous_end());
    notes.error_with_fix(reader.here(), "this parenthesis is not closed", "close it", (end, ")"));
}

fn known_constraint(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<Element> {
    let start = reader.start();
    let mut ahead = *reader;
    let symbol = if ahead.eat("CONSTRAINT") && !is_constraint(&ahead) {
        ahead.eat_all(&["IF", "NOT", "EXISTS"]);
        Some(ahead.name()?)
    } else {
        None
    };
    if ahead.is("CHECK") {
        return columns::check(reader, notes).map(Element::Check);
    }
    *reader = ahead;
    if reader.eat_all(&["FOREIGN", "KEY"]) {
        let if_not_exists = reader.eat_all(&["IF", "NOT", "EXISTS"]);
        let index_name = if reader.is_symbol(&Token::LParen) { None } else { Some(reader.name()?) };
        let columns = names(reader)?;
        let key = references(reader, notes, symbol, columns, start)?;
        return Some(Element::ForeignKey(ForeignKey { index_name, if_not_exists, ..key }));
    }
    let kind = index_kind(reader)?;
    index(reader, notes, kind, symbol, start).map(Element::Index)
}

/// The words that say what an index is for.
fn index_kind(reader: &mut Reader<'_>) -> Option<IndexKind> {
    let kind = if reader.eat_all(&["PRIMARY", "KEY"]) {
        return Some(IndexKind::Primary);
    } else if reader.eat("UNIQUE") {
        IndexKind::Unique
    } else if reader.eat("FULLTEXT") {
        IndexKind::FullText
    } else if reader.eat("SPATIAL") {
        IndexKind::Spatial
    } else {
        return reader.eat_any(&["KEY", "INDEX"]).then_some(IndexKind::Plain);
    };
    reader.eat_any(&["KEY", "INDEX"]);
    Some(kind)
}

/// `[name] [USING method] (parts) options`
fn index(
    reader: &mut Reader<'_>,
    notes: &mut Notes,
    kind: IndexKind,
    symbol: Option<Name>,
    start: usize,
) -> Option<Index> {
    let if_not_exists = reader.eat_all(&["IF", "NOT", "EXISTS"]);
    let named = !reader.is_symbol(&Token::LParen) && !is_method(reader);
    let name = if named { Some(reader.name()?) } else { None };
    let method = method(reader);
    let mut index = parts_and_options(reader, notes, kind, name.or(symbol), method)?;
    index.if_not_exists = if_not_exists;
    index.span = reader.since(start);
    Some(index)
}

fn is_method(reader: &Reader<'_>) -> bool {
    (reader.is("USING") || reader.is("TYPE")) && ["BTREE", "HASH", "RTREE"].iter().any(|word| reader.is_at(1, word))
}

/// `USING BTREE`
pub(super) fn method(reader: &mut Reader<'_>) -> Option<SmolStr> {
    if !is_method(reader) {
        return None;
    }
    reader.bump();
    let method = reader.word().map(|word| SmolStr::new(word.to_ascii_lowercase()));
    reader.bump();
    method
}

/// Reads an index from its parts on. Its span is for the caller to say.
pub(super) fn parts_and_options(
    reader: &mut Reader<'_>,
    notes: &mut Notes,
    kind: IndexKind,
    name: Option<Name>,
    method: Option<SmolStr>,
) -> Option<Index> {
    let parts = parts(reader, notes)?;
    let mut index = Index {
        name,
        if_not_exists: false,
        or_replace: false,
        kind,
        parts,
        method,
        invisible: false,
        comment: None,
        key_block_size: None,
        has_engine_attributes: false,
        understood: true,
        parser: None,
        predicate: None,
        span: Span::default(),
    };
    options(reader, notes, &mut index);
    Some(index)
}

fn options(reader: &mut Reader<'_>, notes: &mut Notes, index: &mut Index) {
    while !reader.is_done() && !ends_element(reader) {
        let before = *reader;
        if let Some(method) = method(reader) {
            index.method = Some(method);
        } else if reader.eat("INVISIBLE") || reader.eat("IGNORED") {
            index.invisible = true;
        } else if reader.is("WITH") && reader.is_at(1, "PARSER") {
            reader.bump();
            reader.bump();
            index.parser = reader.name().map(|name| name.text);
        } else if !stored_option(reader, index) && !option_without_effect(reader) {
            *reader = before;
            reader.step();
            while !reader.is_done() && !ends_element(reader) && !starts_index_option(reader) {
                reader.step();
            }
            if before.is_symbol(&Token::RParen) {
                let span = before.here();
                notes.error_with_fix(span, "this parenthesis closes nothing", "remove it", (span, ""));
            }
            notes.skip(reader.since(before.start()), "this index option is not known", Touches::Keys);
            index.understood = false;
        }
    }
}

fn starts_index_option(reader: &Reader<'_>) -> bool {
    reader.is_any(&[
        "USING",
        "TYPE",
        "COMMENT",
        "VISIBLE",
        "INVISIBLE",
        "IGNORED",
        "NOT",
        "KEY_BLOCK_SIZE",
        "WITH",
        "ENGINE_ATTRIBUTE",
        "SECONDARY_ENGINE_ATTRIBUTE",
        "ALGORITHM",
        "LOCK",
        "WAIT",
        "NOWAIT",
    ])
}

/// The options that are told for people, or say how the index is stored.
fn stored_option(reader: &mut Reader<'_>, index: &mut Index) -> bool {
    if reader.eat("COMMENT") {
        let comment = reader.string().map(SmolStr::new);
        let is_there = comment.is_some();
        index.comment = comment.filter(|comment| !comment.is_empty());
        return is_there;
    }
    if reader.eat("KEY_BLOCK_SIZE") {
        reader.eat_symbol(&Token::Eq);
        let size = reader.number().map(SmolStr::new);
        let is_there = size.is_some();
        // 0 is the server's own choice (MySQL manual, "CREATE INDEX").
        index.key_block_size = size.filter(|size| size != "0");
        return is_there;
    }
    if reader.eat_any(&["ENGINE_ATTRIBUTE", "SECONDARY_ENGINE_ATTRIBUTE"]) {
        reader.eat_symbol(&Token::Eq);
        index.has_engine_attributes = true;
        return reader.string().is_some();
    }
    false
}

/// The options of an index that say nothing about it.
fn option_without_effect(reader: &mut Reader<'_>) -> bool {
    // An index is visible, and not ignored, unless it says so.
    if reader.eat("VISIBLE") || reader.eat_all(&["NOT", "IGNORED"]) {
        return true;
    }
    // How it is built, after CREATE INDEX.
    if reader.eat_any(&["ALGORITHM", "LOCK"]) {
        reader.eat_symbol(&Token::Eq);
        return reader.bump().is_some();
    }
    if reader.eat("WAIT") {
        return reader.number().is_some();
    }
    reader.eat("NOWAIT")
}

/// `(a, b(10) DESC, (lower(c)))`
fn parts(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<Vec<IndexPart>> {
    let before = *reader;
    let inner = reader.parenthesised()?;
    let parts: Option<Vec<_>> =
        inner.cut_at_commas().into_iter().map(|(mut piece, _)| part(&mut piece, notes)).collect();
    if parts.is_none() {
        *reader = before;
    }
    parts
}

fn part(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<IndexPart> {
    let start = reader.start();
    let mut part = IndexPart { column: None, expression: None, length: None, descending: false, span: Span::default() };
    if reader.is_symbol(&Token::LParen) {
        let inner = reader.parenthesised()?;
        expressions::whole(inner, notes, &Touches::Keys);
        part.expression = Some(reader.since(start).of(reader.code()).to_owned());
    } else {
        part.column = Some(reader.name()?);
        if let Some(mut length) = reader.parenthesised() {
            part.length = Some(length.number()?.parse().ok()?);
            if !length.is_done() {
                return None;
            }
        }
    }
    part.descending = reader.eat("DESC");
    if !part.descending {
        reader.eat("ASC");
    }
    part.span = reader.since(start);
    reader.is_done().then_some(part)
}

/// `(a, b)`
pub(super) fn names(reader: &mut Reader<'_>) -> Option<Vec<Name>> {
    let before = *reader;
    let inner = reader.parenthesised()?;
    let one = |(mut piece, _): (Reader<'_>, _)| piece.name().filter(|_| piece.is_done());
    let names: Option<Vec<_>> = inner.cut_at_commas().into_iter().map(one).collect();
    if names.is_none() {
        *reader = before;
    }
    names
}

/// `REFERENCES t (a) [MATCH …] [ON DELETE …] [ON UPDATE …]`
pub(super) fn references(
    reader: &mut Reader<'_>,
    notes: &mut Notes,
    name: Option<Name>,
    columns: Vec<Name>,
    start: usize,
) -> Option<ForeignKey> {
    if !reader.eat("REFERENCES") {
        return None;
    }
    let table = reader.object_name()?;
    let referenced = if reader.is_symbol(&Token::LParen) { names(reader)? } else { Vec::new() };
    let mut key = ForeignKey {
        name,
        index_name: None,
        if_not_exists: false,
        columns,
        table,
        referenced,
        on_delete: None,
        on_update: None,
        span: Span::default(),
    };
    loop {
        let mut ahead = *reader;
        if ahead.eat("MATCH") {
            // Parsed by MySQL, and without a meaning there.
            ahead.bump();
        } else if key.on_delete.is_none() && ahead.eat_all(&["ON", "DELETE"]) {
            key.on_delete = action(&mut ahead);
            if key.on_delete.is_none() {
                break;
            }
        } else if key.on_update.is_none() && ahead.eat_all(&["ON", "UPDATE"]) {
            key.on_update = action(&mut ahead);
            if key.on_update.is_none() {
                break;
            }
        } else {
            break;
        }
        *reader = ahead;
    }
    key.span = reader.since(start);
    // On a column more options may follow, as their own reader sees; on a table none does.
    if !key.columns.is_empty() && !reader.is_done() && !ends_element(reader) {
        let rest = reader.rest_span();
        notes.skip(rest, "this part of a foreign key is not understood", Touches::Keys);
        reader.go_to_end();
    }
    Some(key)
}

fn action(reader: &mut Reader<'_>) -> Option<Action> {
    if reader.eat("CASCADE") {
        Some(Action::Cascade)
    } else if reader.eat("RESTRICT") {
        Some(Action::Restrict)
    } else if reader.eat_all(&["SET", "NULL"]) {
        Some(Action::SetNull)
    } else if reader.eat_all(&["SET", "DEFAULT"]) {
        Some(Action::SetDefault)
    } else if reader.eat_all(&["NO", "ACTION"]) {
        Some(Action::NoAction)
    } else {
        None
    }
}
