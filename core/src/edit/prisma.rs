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

/// The `@map` of a field: put in, changed, or taken out where the name is the field's own.
pub(super) fn map_field(text: &str, field: Span, field_name: &str, name: &str) -> (Span, String) {
    let new = if name == field_name { String::new() } else { format!(" @map({})", string(name)) };
    match attribute(text, field, "@map(") {
        Some(old) => {
            let before = text.get(..old.start()).unwrap_or_default();
            (Span::new(before.trim_end_matches([' ', '\t']).len(), old.end()), new)
        }
        None => add_attribute(text, field, new.trim_start()),
    }
}

/// The order in which Prisma's formatter writes the attributes of a field.
const ORDER: [&str; 7] = ["@id", "@unique", "@default", "@updatedAt", "@map", "@relation", "@"];

/// An attribute of a field where Prisma's formatter would write it: among others in their order, else under those of the fields
/// around.
pub(super) fn add_attribute(text: &str, field: Span, new: &str) -> (Span, String) {
    let place = |attribute: &str| ORDER.iter().position(|it| attribute.starts_with(it));
    let written = field.of(text);
    let attributes = starts_of_attributes(written);
    if let Some(next) = attributes.iter().find(|at| written.get(**at..).and_then(place) > place(new)) {
        return (Span::at(field.start() + next), [new, " "].concat());
    }
    let column = |line: &str| {
        let at = starts_of_attributes(line)
            .first()
            .copied()
            .filter(|_| line.trim_start().starts_with(char::is_alphanumeric));
        Some(line.get(..at?)?.chars().count())
    };
    let start = line_start(text, field.start());
    // A group of fields ends at a blank line.
    let around =
        |lines: &mut dyn Iterator<Item = &str>| lines.take_while(|line| !line.trim().is_empty()).find_map(column);
    let above = around(&mut text.get(..start).unwrap_or_default().lines().rev());
    let below = around(&mut text.get(line_end(text, field.end())..).unwrap_or_default().lines().skip(1));
    let width = text.get(start..field.end()).unwrap_or_default().chars().count();
    let blanks =
        above.or(below).filter(|_| attributes.is_empty()).map_or(1, |wanted| wanted.saturating_sub(width).max(1));
    (Span::at(field.end()), [&" ".repeat(blanks), new].concat())
}

/// Where the attributes of a field begin; what stands in strings is none.
fn starts_of_attributes(field: &str) -> Vec<usize> {
    let of_all = field.match_indices(" @").map(|(at, _)| at + 1);
    of_all.filter(|at| field.get(..*at).is_some_and(|before| before.matches('"').count() % 2 == 0)).collect()
}

/// The `@@map` of a block: put in, changed, or taken out where the name is the model's own.
pub(super) fn map_block(text: &str, block: Span, anchors: Anchors, model: &str, name: &str) -> Option<(Span, String)> {
    let new = format!("@@map({})", string(name));
    if let Some(old) = attribute(text, block, "@@map(") {
        return Some(if name == model { (removal(text, old), String::new()) } else { (old, new) });
    }
    let last = anchors.last_member?;
    let end = end_of_line_after(text, last)?;
    let indent = indentation(text, last.start());
    let newline = line_break(text);
    let is_set_off = anchors.last_key.is_some() || anchors.first_setting.is_some();
    let gap = if is_set_off { "" } else { newline };
    Some((Span::at(end), format!("{gap}{newline}{indent}{new}")))
}

/// Where the type of a field ends, and a `?` would stand: in place of a blank where what follows stands under that of other fields.
/// None where it has one, or is a list.
pub(super) fn end_of_type(text: &str, field: Span) -> Option<Span> {
    let written = field.of(text);
    let name = written.find([' ', '\t'])?;
    let rest = written.get(name..)?;
    let start = name + rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let ty = written.get(start..)?;
    let length = ty.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(ty.len());
    let is_plain = length > 0 && !ty.get(length..)?.starts_with(['?', '[', '(']);
    let end = field.start() + start + length;
    let blank = usize::from(ty.get(length..)?.starts_with("  "));
    is_plain.then_some(Span::new(end, end + blank))
}

/// Where the `@relation` of a field says `word: …`, an empty place where it does not; and where its arguments end.
pub(super) fn relation_argument(text: &str, field: Span, word: &str) -> Option<(Span, usize)> {
    let relation = attribute(text, field, "@relation(")?;
    let end = relation.end().checked_sub(1)?;
    let written = relation.of(text);
    let is_it = |(at, _): &(usize, &str)| {
        let rest = written.get(at + word.len()..).unwrap_or_default();
        rest.trim_start().starts_with(':') && written.get(..*at).is_some_and(|it| it.ends_with([' ', ',', '(']))
    };
    let Some((at, _)) = written.match_indices(word).find(is_it) else { return Some((Span::at(end), end)) };
    let value = written.get(at..)?;
    let length = value.find([',', ')']).unwrap_or(value.len());
    let length = value.get(..length)?.trim_end().len();
    Some((Span::new(relation.start() + at, relation.start() + at + length), end))
}

/// The native type of a field: `@db.VarChar(30)`.
pub(super) fn native_type(text: &str, field: Span) -> Option<Span> {
    let written = field.of(text);
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    starts_of_attributes(written).into_iter().find_map(|at| {
        let rest = written.get(at + 1..)?;
        let length = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        let (name, behind) = rest.split_at_checked(length)?;
        let arguments = if behind.starts_with('(') { behind.find(')')? + 1 } else { 0 };
        let start = field.start() + at;
        name.contains('.').then(|| Span::new(start, start + 1 + length + arguments))
    })
}

fn string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// An attribute that begins so, up to its closing parenthesis; what stands in a string or comment is none.
fn attribute(text: &str, within: Span, opening: &str) -> Option<Span> {
    let mut in_string = false;
    let mut in_comment = false;
    let mut start = None;
    let mut before = ' ';
    for (at, c) in within.of(text).char_indices() {
        let rest = text.get(within.start() + at..).unwrap_or_default();
        if in_comment {
            in_comment = !matches!(c, '\n' | '\r');
        } else if in_string {
            in_string = c != '"' || before == '\\';
        } else if c == '"' {
            in_string = true;
        } else if rest.starts_with("//") {
            in_comment = true;
        } else if let Some(start) = start.filter(|_| c == ')') {
            return Some(Span::new(start, within.start() + at + 1));
        } else if start.is_none() && before != '@' && rest.starts_with(opening) {
            start = Some(within.start() + at);
        }
        before = c;
    }
    None
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
