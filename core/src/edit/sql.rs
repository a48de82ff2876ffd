//! Edits of a `CREATE TABLE`.

use super::{NewIndex, begins_line, indentation, line_break, whole_line};
use crate::{
    schema::{Anchors, Origin},
    text::Span,
};

/// A new `KEY` after the last key, or after the last column.
pub(super) fn add_index(text: &str, origin: Origin, anchors: Anchors, index: &NewIndex) -> Option<(Span, String)> {
    let last = anchors.last_key.or(anchors.last_member)?;
    let element = index_element(text, origin, Some(anchors), index);
    let new = if begins_line(text, last.start()) {
        format!(",{}{}{element}", line_break(text), indentation(text, last.start()))
    } else {
        format!(", {element}")
    };
    Some((Span::at(last.end()), new))
}

/// `KEY name (columns)` in the style of the statement: its quotes, its word for an index, its case.
pub(super) fn index_element(text: &str, origin: Origin, anchors: Option<Anchors>, index: &NewIndex) -> String {
    let statement = origin.span.of(text);
    let quoted = origin.name.of(text).starts_with('`') || !index.columns.iter().chain([&index.name]).all(|name| is_plain(name));
    let quote = |name: &str| if quoted { format!("`{}`", name.replace('`', "``")) } else { name.to_owned() };
    let last_key = anchors.and_then(|anchors| anchors.last_key).map_or("", |span| span.of(text));
    let mut words = last_key.split_whitespace();
    let says_index = words.by_ref().take(2).any(|word| word.eq_ignore_ascii_case("index"));
    let word = if says_index { "INDEX" } else { "KEY" };
    let word = if statement.starts_with("create") { word.to_ascii_lowercase() } else { word.to_owned() };
    let columns: Vec<String> = index.columns.iter().map(|name| quote(name)).collect();
    // Dumps write no blank between columns.
    let comma = if statement.contains("`,`") { "," } else { ", " };
    format!("{word} {} ({})", quote(&index.name), columns.join(comma))
}

/// Whether a name needs no quotes. Reserved words do: a name that might be one is quoted.
fn is_plain(name: &str) -> bool {
    name.contains('_') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// What goes when an element goes: it, one comma, and its line when it stands alone.
pub(super) fn removal(text: &str, element: Span) -> Option<Span> {
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
    Some(Span::new(before.len(), element.end()))
}

/// How many bytes of `UNIQUE KEY k (a)` are the word that makes it unique, with the blank after it.
pub(super) fn unique_word(element: &str) -> Option<usize> {
    let word = element.get(..6).filter(|word| word.eq_ignore_ascii_case("unique"))?;
    let rest = element.get(word.len()..)?;
    let trimmed = rest.trim_start();
    let next = trimmed.get(..5).unwrap_or(trimmed.get(..3)?).to_ascii_lowercase();
    (next.starts_with("key") || next == "index").then_some(word.len() + rest.len() - trimmed.len())
}
