//! The texts that are open in an editor.

use lsp_types::{Position, Range, TextDocumentContentChangeEvent, Uri};
use shoring_core::text::{Encoding, Language, LineIndex};

/// A text with its lines.
#[derive(Clone, Debug)]
pub(crate) struct Lined {
    pub(crate) text: String,
    lines: LineIndex,
}

impl Lined {
    pub(crate) fn new(text: String) -> Self {
        Self { lines: LineIndex::new(&text), text }
    }

    /// Where a byte is.
    pub(crate) fn position(&self, offset: u64, encoding: Encoding) -> Position {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        // Within a line end of two characters is no place: the line ends before them.
        let is_within_end = self.text.get(..offset).is_some_and(|before| before.ends_with('\r'))
            && self.text.get(offset..).is_some_and(|after| after.starts_with('\n'));
        let offset = if is_within_end { offset - 1 } else { offset };
        let at = self.lines.position(&self.text, offset, encoding);
        Position { line: at.line, character: at.column }
    }

    /// Where some bytes are.
    pub(crate) fn range(&self, start: u64, end: u64, encoding: Encoding) -> Range {
        Range { start: self.position(start, encoding), end: self.position(end, encoding) }
    }

    /// The byte at a place.
    pub(crate) fn offset(&self, at: Position, encoding: Encoding) -> usize {
        self.lines.offset(&self.text, at.line, at.character, encoding)
    }

    /// Replaces bytes by other text. What is no boundary of characters is not taken.
    fn replace(&mut self, start: usize, end: usize, text: &str) {
        if self.text.get(start..end).is_some() {
            self.text.replace_range(start..end, text);
            self.lines = LineIndex::new(&self.text);
        }
    }
}

/// Bytes that were replaced by other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replaced {
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) text: String,
}

/// A text that is open in an editor.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    /// The number of its folder.
    pub(crate) folder: usize,
    /// Its path, seen from there.
    pub(crate) path: String,
    /// What it is written in, where that is a schema's.
    pub(crate) language: Option<Language>,
    pub(crate) lined: Lined,
}

impl Document {
    /// Takes over a change; answers which bytes it replaced.
    pub(crate) fn change(&mut self, change: TextDocumentContentChangeEvent, encoding: Encoding) -> Replaced {
        let Some(range) = change.range else { return self.become_text(&change.text) };
        let (a, b) = (self.lined.offset(range.start, encoding), self.lined.offset(range.end, encoding));
        let (start, end) = (a.min(b), a.max(b));
        self.lined.replace(start, end, &change.text);
        Replaced { start: start as u64, end: end as u64, text: change.text }
    }

    /// Takes over a whole text. Editors that send it at each keystroke change little of it: only that is replaced.
    pub(crate) fn become_text(&mut self, new: &str) -> Replaced {
        let old = &self.lined.text;
        let same = |a: &mut dyn Iterator<Item = (char, char)>| -> usize {
            a.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
        };
        let start = same(&mut old.chars().zip(new.chars()));
        let (old_rest, new_rest) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
        let behind = same(&mut old_rest.chars().rev().zip(new_rest.chars().rev()));
        let end = old.len() - behind;
        let text = new_rest.get(..new_rest.len() - behind).unwrap_or_default().to_owned();
        self.lined.replace(start, end, &text);
        Replaced { start: start as u64, end: end as u64, text }
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Lined, Replaced};
    use lsp_types::{Position, Range, TextDocumentContentChangeEvent};
    use shoring_core::text::Encoding;
    use std::str::FromStr;

    fn document(text: &str) -> Document {
        let uri = lsp_types::Uri::from_str("file:///a.prisma").unwrap_or_else(|error| panic!("{error}"));
        Document {
            uri,
            version: 1,
            folder: 0,
            path: "a.prisma".to_owned(),
            language: None,
            lined: Lined::new(text.to_owned()),
        }
    }

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let at = |(line, character)| Position { line, character };
        let range = Some(Range { start: at(from), end: at(to) });
        TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() }
    }

    #[test]
    fn a_change_is_placed_in_the_unit_that_was_agreed_on() {
        // Korean letters are three bytes and one unit, a carrot is four bytes and two units.
        for (encoding, column) in [(Encoding::Utf16, 5), (Encoding::Utf8, 11), (Encoding::Characters, 4)] {
            let mut it = document("a\r\n한🥕\t글b\r\n");
            let replaced = it.change(change((1, column), (1, column + 1), "X"), encoding);
            assert_eq!(it.lined.text, "a\r\n한🥕\t글X\r\n", "{encoding:?}");
            assert_eq!(replaced, Replaced { start: 14, end: 15, text: "X".to_owned() });
        }
    }

    #[test]
    fn a_change_that_is_out_of_the_text_or_backwards_is_put_right() {
        let mut it = document("ab\ncd");
        it.change(change((0, 9), (7, 7), "!"), Encoding::Utf16);
        assert_eq!(it.lined.text, "ab!");
        it.change(change((0, 2), (0, 1), ""), Encoding::Utf16);
        assert_eq!(it.lined.text, "a!");
    }

    #[test]
    fn of_a_whole_text_only_what_differs_is_replaced() {
        for (old, new, expected) in [
            ("abc", "abXc", Replaced { start: 2, end: 2, text: "X".to_owned() }),
            ("aaa", "aa", Replaced { start: 2, end: 3, text: String::new() }),
            ("한글", "한국", Replaced { start: 3, end: 6, text: "국".to_owned() }),
            ("", "new", Replaced { start: 0, end: 0, text: "new".to_owned() }),
            ("same", "same", Replaced { start: 4, end: 4, text: String::new() }),
        ] {
            let mut it = document(old);
            assert_eq!(it.become_text(new), expected, "{old} → {new}");
            assert_eq!(it.lined.text, new);
        }
    }
}
