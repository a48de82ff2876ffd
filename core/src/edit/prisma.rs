//! Edits of a Prisma block.

use super::{NewIndex, begins_line, indentation, line_break, line_end, line_start, whole_line};
use crate::{schema::Anchors, text::Span};

/// A new `@@index`: after the last key of the block, before its `@@map`, or set off at its end.
pub(super) fn add_index(text: &str, anchors: Anchors, index: &NewIndex) -> Option<(Span, String)> {
    let attribute = index_attribute(index);
    let newline = line_break(text);
    if let Some(last) = anchors.last_key {
        let end = end_of_line_after(text, last)?;
        let indent = indentation(text, last.start());
        return Some((Span::at(end), format!("{newline}{indent}{attribute}")));
    }
    if let Some(first) = anchors.first_setting.filter(|first| begins_line(text, first.start())) {
        let start = start_with_comments(text, line_start(text, first.start()));
        let indent = indentation(text, first.start());
        return Some((Span::at(start), format!("{indent}{attribute}{newline}")));
    }
    let last = anchors.last_member?;
    let end = end_of_line_after(text, last)?;
    let indent = indentation(text, last.start());
    Some((Span::at(end), format!("{newline}{newline}{indent}{attribute}")))
}

/// Where the comments right above a line start, which speak of it; the line's own start when there are none.
fn start_with_comments(text: &str, line: usize) -> usize {
    let mut start = line;
    loop {
        let before = text.get(..start).unwrap_or_default();
        let above = ["\r\n", "\n", "\r"].into_iter().find_map(|line_break| before.strip_suffix(line_break));
        let Some(above) = above.map(|above| line_start(text, above.len())) else { return start };
        if !before.get(above..).is_some_and(|line| line.trim_start().starts_with("//")) {
            return start;
        }
        start = above;
    }
}

/// `@@index([columns])`, with its name where Prisma would not derive it.
pub(super) fn index_attribute(index: &NewIndex) -> String {
    let map = if index.spell_name { format!(", map: \"{}\"", index.name) } else { String::new() };
    format!("@@index([{}]{map})", index.labels.join(", "))
}

/// The end of the line on which a member ends. None when a comment runs over it, or the block ends on it.
fn end_of_line_after(text: &str, member: Span) -> Option<usize> {
    let end = line_end(text, member.end());
    let rest = text.get(member.end()..end)?.trim();
    let is_plain = rest.is_empty() || rest.starts_with("//");
    (is_plain && begins_line(text, member.start())).then_some(end)
}

/// What goes when an attribute or a comment goes: its whole line when it stands alone, with the blank line that set it
/// off at the end of a block; else it and the blanks before it.
pub(super) fn removal(text: &str, span: Span) -> Span {
    let before = text.get(..span.start()).unwrap_or_default();
    let Some(line) = whole_line(text, span) else {
        if begins_line(text, span.start()) {
            // A comment behind it is left, where its line began.
            let after = text.get(span.end()..).unwrap_or_default();
            return Span::new(span.start(), span.end() + after.len() - after.trim_start_matches([' ', '\t']).len());
        }
        return Span::new(before.trim_end_matches([' ', '\t']).len(), span.end());
    };
    let ends_block = text.get(line.end()..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with('}'));
    let blank_above = text.get(..line.start()).map(|above| above.trim_end_matches(['\n', '\r', ' ', '\t']).len());
    match blank_above {
        Some(end) if ends_block => {
            // The break of the last line that is left stays.
            let first_break = line_end(text, end);
            let after = text.get(first_break..).unwrap_or_default();
            let length = if after.starts_with("\r\n") { 2 } else { 1 };
            Span::new((first_break + length).min(line.start()), line.end())
        }
        _ => line,
    }
}
