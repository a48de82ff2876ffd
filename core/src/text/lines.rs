//! Lines and columns: computed here and nowhere else.
//!
//! A line ends at `\n`, at `\r\n` or at a lone `\r`.

/// How a column counts the text before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Unicode scalar values: what people and terminals call a column.
    #[default]
    Characters,
    /// UTF-8 bytes.
    Utf8,
    /// UTF-16 code units, as the Language Server Protocol counts by default.
    Utf16,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Characters, Self::Utf8, Self::Utf16];

    /// The name that programs ask for it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }

    /// The encoding of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.name() == name)
    }
}

/// The width of a piece of a line, in each unit at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Columns {
    /// UTF-8 bytes.
    pub utf8: u32,
    /// UTF-16 code units.
    pub utf16: u32,
    /// Unicode scalar values.
    pub characters: u32,
}

impl Columns {
    /// The width of some bytes of UTF-8. Bytes that are not UTF-8 count by their shape and never fail.
    pub fn of(bytes: &[u8]) -> Self {
        let mut columns = Self::default();
        for byte in bytes {
            columns.utf8 = columns.utf8.saturating_add(1);
            // A continuation byte belongs to the character before it.
            if byte & 0xC0 != 0x80 {
                columns.characters = columns.characters.saturating_add(1);
                columns.utf16 = columns.utf16.saturating_add(if *byte >= 0xF0 { 2 } else { 1 });
            }
        }
        columns
    }

    /// The width of this followed by the other.
    pub fn plus(self, other: Self) -> Self {
        Self {
            utf8: self.utf8.saturating_add(other.utf8),
            utf16: self.utf16.saturating_add(other.utf16),
            characters: self.characters.saturating_add(other.characters),
        }
    }

    /// The width in one unit.
    pub fn get(self, encoding: Encoding) -> u32 {
        match encoding {
            Encoding::Characters => self.characters,
            Encoding::Utf8 => self.utf8,
            Encoding::Utf16 => self.utf16,
        }
    }
}

/// A place in a file. Line and column count from 0; edges that count from 1 add one when they print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Bytes from the start of the file.
    pub offset: u64,
    /// Lines before this one.
    pub line: u32,
    /// Columns before this one, in the encoding that was asked for.
    pub column: u32,
}

/// Counts lines while bytes stream past, in pieces of any size: what a reader of huge files keeps
/// instead of the file.
#[derive(Clone, Debug, Default)]
pub struct LineCounter {
    offset: u64,
    line: u32,
    column: Columns,
    after_cr: bool,
}

/// The mark that some editors put at the start of a file: no column of any line.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl LineCounter {
    /// At the start of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Passes over some bytes.
    pub fn advance(&mut self, bytes: &[u8]) {
        let mut tail = 0;
        for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let after_cr = if end == 0 { self.after_cr } else { bytes.get(end - 1) == Some(&b'\r') };
            let completes_crlf = after_cr && bytes.get(end) == Some(&b'\n');
            if !completes_crlf {
                self.line = self.line.saturating_add(1);
            }
            tail = end + 1;
            self.column = Columns::default();
        }
        if let Some(last) = bytes.last() {
            self.after_cr = *last == b'\r';
        }
        self.column = self.column.plus(Columns::of(bytes.get(tail..).unwrap_or_default()));
        self.offset += bytes.len() as u64;
    }

    /// At the start of a file that begins with these bytes: past its byte order mark, which is no column.
    pub fn after_mark(beginning: &[u8]) -> Self {
        let length = if beginning.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        Self { offset: length as u64, ..Self::default() }
    }

    /// Bytes passed.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Lines passed: the number of the current line, from 0.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The width of the current line so far.
    pub fn column(&self) -> Columns {
        self.column
    }
}

/// Where the lines of a text start.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of a text.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(u32::try_from(end + 1).unwrap_or(u32::MAX));
        }
        Self { starts }
    }

    /// How many lines there are; an empty text has one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: a text has at least one line.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The line (from 0) that holds a byte, and the byte where that line starts.
    pub fn line_of(&self, offset: usize) -> (usize, usize) {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        (line, self.starts.get(line).copied().unwrap_or(0) as usize)
    }

    /// The byte where a line (from 0) starts; none where there is no such line.
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line).map(|start| *start as usize)
    }

    /// Where a byte of the text that this is the index of stands. A byte order mark at the start of a file is a column here: what
    /// edits a text counts all of it.
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let offset = offset.min(text.len());
        let (line, start) = self.line_of(offset);
        let before = Columns::of(text.as_bytes().get(start..offset).unwrap_or_default());
        Position { offset: offset as u64, line: u32::try_from(line).unwrap_or(u32::MAX), column: before.get(encoding) }
    }

    /// The byte of the text that this is the index of at a line and a column. A column past the end of its line is that end, a
    /// line past the last one the end of the text; within a character, its beginning.
    pub fn offset(&self, text: &str, line: u32, column: u32, encoding: Encoding) -> usize {
        let Some(start) = self.start_of(line as usize) else { return text.len() };
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let rest = rest.get(..end).unwrap_or_default();
        let mut width = 0;
        for (at, c) in rest.char_indices() {
            width += match encoding {
                Encoding::Characters => 1,
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
            };
            if width > column as usize {
                return start + at;
            }
        }
        start + end
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::string_slice, reason = "a test may fail")]

    use super::{Columns, Encoding, LineCounter, LineIndex};

    const TEXT: &str = "a\r\nb\rc\n\n한글🥕 x\r\r\nend";

    #[test]
    fn a_line_ends_at_any_of_the_three_breaks() {
        let index = LineIndex::new(TEXT);
        let starts: Vec<&str> =
            (0..index.len()).map(|line| &TEXT[index.start_of(line).unwrap_or_default()..]).collect();
        let firsts: Vec<char> = starts.iter().map(|text| text.chars().next().unwrap_or('-')).collect();
        assert_eq!(firsts, ['a', 'b', 'c', '\n', '한', '\r', 'e']);
    }

    #[test]
    fn columns_count_in_the_unit_that_was_asked_for() {
        let columns = Columns::of("한🥕x".as_bytes());
        assert_eq!([Encoding::Characters, Encoding::Utf8, Encoding::Utf16].map(|it| columns.get(it)), [3, 8, 4]);
    }

    #[test]
    fn counting_in_pieces_of_any_size_is_counting_at_once() {
        for size in 1..TEXT.len() {
            let mut counter = LineCounter::new();
            for piece in TEXT.as_bytes().chunks(size) {
                counter.advance(piece);
                // The counter is where the index says, wherever the piece ends.
                let offset = usize::try_from(counter.offset()).unwrap_or_default();
                if TEXT.is_char_boundary(offset) && !TEXT[offset..].starts_with('\n') {
                    let (line, start) = LineIndex::new(TEXT).line_of(offset);
                    assert_eq!(counter.line() as usize, line, "at byte {offset}, pieces of {size}");
                    assert_eq!(counter.column(), Columns::of(&TEXT.as_bytes()[start..offset]), "at byte {offset}");
                }
            }
        }
    }

    #[test]
    fn every_character_is_found_by_its_line_and_column() {
        let index = LineIndex::new(TEXT);
        for encoding in Encoding::ALL {
            for (at, c) in TEXT.char_indices().filter(|(_, c)| !matches!(c, '\n' | '\r')) {
                let place = index.position(TEXT, at, encoding);
                assert_eq!(index.offset(TEXT, place.line, place.column, encoding), at, "{c:?} in {encoding:?}");
            }
        }
    }

    #[test]
    fn a_place_that_is_not_there_is_the_nearest_before_it() {
        let index = LineIndex::new(TEXT);
        assert_eq!(index.offset(TEXT, 0, 99, Encoding::Utf16), 1, "past the end of a line");
        assert_eq!(index.offset(TEXT, 99, 0, Encoding::Utf16), TEXT.len(), "past the last line");
        let carrot = TEXT.find('🥕').unwrap_or_default();
        assert_eq!(index.offset(TEXT, 4, 3, Encoding::Utf16), carrot, "within a character");
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let counter = LineCounter::after_mark("\u{feff}a".as_bytes());
        assert_eq!((counter.offset(), counter.column()), (3, Columns::default()));
        assert_eq!(LineCounter::after_mark(b"a").offset(), 0);
    }
}
