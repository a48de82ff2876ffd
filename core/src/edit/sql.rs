//! Edits of a `CREATE TABLE`.

use super::{NewIndex, begins_line, indentation, line_break, line_end, line_start, whole_line};
use crate::{
    schema::{Anchors, Origin, Table},
    text::Span,
};

/// A new `KEY` after the last key, or after the last column.
pub(super) fn add_index(text: &str, origin: Origin, anchors: Anchors, index: &NewIndex) -> Option<(Span, String)> {
    let last = anchors.last_key.or(anchors.last_member)?;
    let element = index_element(text, origin, Some(anchors), index);
    let new = if begins_line(text, last.start()) {
        let new_line = format!("{}{}{element}", line_break(text), indentation(text, last.start()));
        // A comment behind the last key goes on speaking of that key.
        let end = end_of(text, last);
        let rest = Span::new(end, line_end(text, end));
        let (comma, comment) = rest.of(text).strip_prefix(',').map_or(("", rest.of(text)), |comment| (",", comment));
        if comment.trim_start().starts_with("--") || comment.trim_start().starts_with('#') {
            return Some((rest, format!(",{comment}{new_line}{comma}")));
        }
        format!(",{new_line}")
    } else {
        format!(", {element}")
    };
    Some((Span::at(end_of(text, last)), new))
}

/// An element with the mark that closes a conditional comment it ends in.
pub(super) fn whole_element(text: &str, element: Span) -> Span {
    Span::new(element.start(), end_of(text, element))
}

/// Where an element ends, with the mark that closes a conditional comment it ends in: `KEY k (a) /*!80000 INVISIBLE */`.
fn end_of(text: &str, element: Span) -> usize {
    let written = element.of(text);
    let is_open = written.rfind("/*") > written.rfind("*/");
    let after = text.get(element.end()..).unwrap_or_default();
    let blanks = after.len() - after.trim_start().len();
    let closes = after.get(blanks..).is_some_and(|rest| rest.starts_with("*/"));
    if is_open && closes { element.end() + blanks + 2 } else { element.end() }
}

/// What a place in a statement is in.
pub(super) enum Member {
    /// A column, a key or a clause, and where it ends.
    Ends(usize),
    /// None: it follows the columns and keys of a table, or the statement has no such things; and where the statement begins.
    IsOver(usize),
}

/// How deep in parentheses the members of a statement stand, of which a comment can speak; none where it has no members.
fn level_of_members(statement: &str) -> Option<usize> {
    let mut words = statement.split_whitespace().map(str::to_ascii_lowercase);
    match words.next()?.as_str() {
        "alter" => Some(0),
        // `CREATE OR REPLACE TABLE`
        "create" => words.take(3).any(|word| word == "table").then_some(1),
        _ => None,
    }
}

/// What a place is in; none within a string or a comment.
pub(super) fn member_at(text: &str, place: usize) -> Option<Member> {
    let mut level = None;
    let (mut depth, mut end, mut statement) = (0_usize, 0, 0);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        let is_comment = c == '#' || rest.starts_with("--") || rest.starts_with("/*");
        let members = level.unwrap_or_default();
        let length = match c {
            _ if rest.starts_with("/*") => 2 + rest.get(2..)?.find("*/")? + 2,
            _ if is_comment => line_end(rest, 0),
            '\'' | '"' | '`' => 1 + closing_quote(rest.get(1..)?, c)?,
            ',' | ')' | ';' if at >= place && depth <= members => return Some(Member::Ends(end)),
            c => c.len_utf8(),
        };
        if at < place && place < at + length {
            return None;
        }
        if !c.is_whitespace() && !is_comment {
            if level.is_none() {
                let Some(members) = level_of_members(rest) else { return Some(Member::IsOver(at)) };
                (level, statement) = (Some(members), at);
            }
            end = at + length;
        }
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // The members of a table have come to their end before the place.
        if c == ')' && depth == 0 && members == 1 && at < place {
            return Some(Member::IsOver(statement));
        }
        rest = rest.get(length..)?;
    }
    (end >= place).then_some(Member::Ends(end))
}

/// The only place in a part of a statement where these words stand beside each other, in any case, with `=` and blanks between them;
/// with the text in quotes behind them, where one is asked for. What stands in quotes and comments is none.
pub(super) fn only_place_of(text: &str, within: Span, words: &[&str], with_text: bool) -> Option<Span> {
    let part = within.of(text);
    let (mut found, mut start, mut passed) = (None, 0, 0);
    let mut rest = part;
    while let Some(c) = rest.chars().next() {
        let at = part.len() - rest.len();
        let is_comment = c == '#' || rest.starts_with("-- ") || rest.starts_with("/*");
        let length = match c {
            _ if rest.starts_with("/*") => 2 + rest.get(2..)?.find("*/")? + 2,
            _ if is_comment => line_end(rest, 0).max(1),
            '\'' | '"' | '`' => 1 + closing_quote(rest.get(1..)?, c)?,
            _ if is_of_word(c) => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
            _ => c.len_utf8(),
        };
        let piece = rest.get(..length)?;
        if !(is_comment || c == '=' || c.is_whitespace()) {
            let is_wanted = |nth: usize| match words.get(nth) {
                Some(word) => piece.eq_ignore_ascii_case(word),
                None => with_text && nth == words.len() && matches!(c, '\'' | '"'),
            };
            if !is_wanted(passed) {
                passed = 0;
            }
            if is_wanted(passed) {
                start = if passed == 0 { at } else { start };
                passed += 1;
            }
            if passed == words.len() + usize::from(with_text) {
                // Where it stands twice, nothing tells which of them is meant.
                if found.is_some() {
                    return None;
                }
                found = Some(Span::new(within.start() + start, within.start() + at + length));
                passed = 0;
            }
        }
        rest = rest.get(length..)?;
    }
    found
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// How many bytes a quoted text has behind its first mark, its last one included.
fn closing_quote(text: &str, mark: char) -> Option<usize> {
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if c == '\\' && mark != '`' {
            letters.next();
        } else if c == mark && letters.next_if(|(_, next)| *next == mark).is_none() {
            return Some(at + 1);
        }
    }
    None
}

/// `KEY name (columns)` in the style of the statement: its quotes, its word for an index, its case.
pub(super) fn index_element(text: &str, origin: Origin, anchors: Option<Anchors>, index: &NewIndex) -> String {
    let statement = origin.span.of(text);
    let quoted =
        origin.name.of(text).starts_with('`') || !index.columns.iter().chain([&index.name]).all(|name| is_plain(name));
    let mark = quoted.then_some('`');
    let last_key = anchors.and_then(|anchors| anchors.last_key).map_or("", |span| span.of(text));
    let mut words = last_key.split_whitespace();
    let says_index = words.by_ref().take(2).any(|word| word.eq_ignore_ascii_case("index"));
    let word = if says_index { "INDEX" } else { "KEY" };
    let word = if statement.starts_with("create") { word.to_ascii_lowercase() } else { word.to_owned() };
    let columns: Vec<String> = index.columns.iter().map(|name| quote(mark, name)).collect();
    // Dumps write no blank between columns.
    let comma = if statement.contains("`,`") { "," } else { ", " };
    format!("{word} {} ({})", quote(mark, &index.name), columns.join(comma))
}

/// `CREATE INDEX` after a statement, whose own delimiter then ends it. None behind a comment, which would swallow it.
pub(super) fn create_index(statement: &str, table: &Table, index: &NewIndex) -> Option<String> {
    let last_line = statement.lines().next_back()?;
    let is_clear = !last_line.contains("--") && !last_line.contains('#') && !last_line.ends_with("*/");
    let mut names = index.columns.iter().chain([&index.name, &table.name]);
    let quoted = statement.contains('`') || !names.all(|name| is_plain(name));
    let new = create_index_statement(quoted.then_some('`'), &table.name, index);
    is_clear.then(|| format!(";{}{new}", line_break(statement)))
}

/// `CREATE INDEX`, its names in these quotes.
pub(super) fn create_index_statement(mark: Option<char>, table: &str, index: &NewIndex) -> String {
    let columns: Vec<String> = index.columns.iter().map(|name| quote(mark, name)).collect();
    format!("CREATE INDEX {} ON {} ({})", quote(mark, &index.name), quote(mark, table), columns.join(", "))
}

/// A name in quotes; one that holds the mark has it twice.
pub(super) fn quote(mark: Option<char>, name: &str) -> String {
    mark.map_or_else(|| name.to_owned(), |mark| format!("{mark}{}{mark}", name.replace(mark, &format!("{mark}{mark}"))))
}

/// Whether a text holds comments only.
pub(super) fn is_comment(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with("--") || line.starts_with('#'))
}

/// Whether a name needs no quotes. Reserved words do: a name that might be one is quoted.
fn is_plain(name: &str) -> bool {
    name.contains('_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// What goes when an option of a column goes: it, and the blanks before it.
pub(super) fn option_removal(text: &str, option: Span) -> Option<Span> {
    // SERIAL makes a key too, and is the type.
    option.of(text).get(..6).filter(|word| word.eq_ignore_ascii_case("unique"))?;
    let before = text.get(..option.start())?.trim_end();
    Some(Span::new(before.len(), option.end()))
}

/// What goes when an element goes: it, one comma, and its line when it stands alone.
pub(super) fn removal(text: &str, element: Span) -> Option<Span> {
    let element = Span::new(element.start(), end_of(text, element));
    let after = text.get(element.end()..)?;
    let blanks = after.len() - after.trim_start().len();
    if after.get(blanks..)?.starts_with(',') {
        let with_comma = Span::new(element.start(), element.end() + blanks + 1);
        return Some(whole_line(text, with_comma).unwrap_or_else(|| {
            let rest = text.get(with_comma.end()..).unwrap_or_default();
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            Span::new(with_comma.start(), with_comma.end() + blanks)
        }));
    }
    // The last element: the comma before it goes.
    let before = text.get(..element.start())?.trim_end();
    let before = before.strip_suffix(',')?;
    // A comma that may stand in a comment is no comma.
    let line = text.get(line_start(text, before.len())..before.len())?;
    if line.contains("--") || line.contains('#') {
        return None;
    }
    Some(Span::new(before.len(), element.end()))
}

/// How many bytes of `UNIQUE KEY k (a)` make it unique, and what stands there instead: nothing, or `KEY` where only
/// `UNIQUE` said that it is a key. None where a `CONSTRAINT` is named.
pub(super) fn make_plain(element: &str) -> Option<(usize, &'static str)> {
    let word = element.get(..6).filter(|word| word.eq_ignore_ascii_case("unique"))?;
    let rest = element.get(word.len()..)?;
    let trimmed = rest.trim_start();
    let end = trimmed.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(trimmed.len());
    let next = trimmed.get(..end)?;
    if next.eq_ignore_ascii_case("key") || next.eq_ignore_ascii_case("index") {
        return Some((word.len() + rest.len() - trimmed.len(), ""));
    }
    Some((word.len(), if word.starts_with('u') { "key" } else { "KEY" }))
}
