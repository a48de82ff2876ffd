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

    /// The byte where a line (from 0) starts, or the end of the last line for one past it.
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line).map(|start| *start as usize)
    }
}
