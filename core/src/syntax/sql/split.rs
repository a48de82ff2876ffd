//! Cuts a file into statements while it streams past.

use super::{
    routine::Routine,
    scan::{Detail, Event, Scanner},
};
use crate::{
    target::Dialect,
    text::{Columns, LineCounter},
};

/// The longest statement that is kept, comments above it included: 4 MiB.
pub const MAX_STATEMENT_BYTES: usize = 4 << 20;

/// A statement as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Bytes before it in the file.
    pub offset: u64,
    /// Lines before it in the file.
    pub line: u32,
    /// The width of what stands before it on its first line.
    pub lead: Columns,
    /// What it is.
    pub text: PieceText,
}

/// What a piece of a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceText {
    /// A statement with the comments above it, from its first comment or word to its last, without the
    /// delimiter; or comments alone, where no statement follows them.
    Statement(String),
    /// Rows (`INSERT`, `REPLACE`, `LOAD`): stepped over, nothing kept. Comments above come as a piece of
    /// their own.
    Data,
    /// Rows that end with the file, in a string or comment that is not closed: what follows it was lost in it.
    OpenData,
    /// A statement longer than [`MAX_STATEMENT_BYTES`]: stepped over.
    TooLong,
    /// A statement that is not UTF-8.
    NotUtf8 {
        /// The first wrong byte, counted from the start of the file.
        at: u64,
    },
}

/// Cuts a file into statements, in chunks of any size: the pieces do not depend on the chunks. Memory is that
/// of the longest statement kept, at most [`MAX_STATEMENT_BYTES`], and of a chunk.
///
/// A statement ends at its delimiter (`;`, or what a `DELIMITER` line says) or at Drizzle's
/// `--> statement-breakpoint`. Comments belong to the statement below them; so does a comment on the line
/// of a delimiter, after it. A semicolon within `BEGIN … END` of a routine does not end it.
///
/// ```
/// use shoring_core::{syntax::sql::{PieceText, Splitter}, target::Dialect};
///
/// let mut statements = Vec::new();
/// let mut emit = |piece: shoring_core::syntax::sql::Piece| statements.push(piece.text);
/// let mut splitter = Splitter::new(Dialect::MySql);
/// splitter.feed(b"DROP TABLE a; INSERT INTO b VALUES (", &mut emit);
/// splitter.feed(b"1);", &mut emit);
/// splitter.finish(&mut emit);
/// assert_eq!(statements, [PieceText::Statement("DROP TABLE a".into()), PieceText::Data]);
/// ```
#[derive(Debug)]
pub struct Splitter {
    dialect: Dialect,
    scanner: Scanner,
    /// What is still needed of the file: from the start of the piece, or from where the scanner is.
    buffer: Vec<u8>,
    /// The file offset of the buffer's first byte.
    base: u64,
    /// Lines up to the start of the piece, or up to `base` where that is further.
    lines: LineCounter,
    piece: Option<Start>,
    /// The file offset of the first byte of the piece that is not a comment.
    code: Option<u64>,
    head: Head,
    routine: Routine,
    /// Bytes of the piece are gone, because it is too long.
    dropped: bool,
    bom_checked: bool,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    offset: u64,
    line: u32,
    lead: Columns,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Head {
    /// No word yet.
    Open,
    Data,
    Other,
}

impl Splitter {
    /// At the start of a file.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            scanner: Scanner::new(dialect, b";"),
            buffer: Vec::new(),
            base: 0,
            lines: LineCounter::new(),
            piece: None,
            code: None,
            head: Head::Open,
            routine: Routine::default(),
            dropped: false,
            bom_checked: false,
        }
    }

    /// Takes the next bytes of the file and emits the pieces that end in them.
    pub fn feed(&mut self, chunk: &[u8], emit: &mut dyn FnMut(Piece)) {
        self.buffer.extend_from_slice(chunk);
        self.run(false, emit);
        self.shrink();
    }

    /// Takes the end of the file and emits the rest.
    pub fn finish(mut self, emit: &mut dyn FnMut(Piece)) {
        self.run(true, emit);
        if let Some((_, start)) = self.scanner.unclosed() {
            self.begin(self.base + start as u64);
            if let (Some(start), Head::Data) = (self.piece, self.head) {
                emit(Piece { offset: start.offset, line: start.line, lead: start.lead, text: PieceText::OpenData });
                return;
            }
        }
        self.cut(self.base + self.buffer.len() as u64, emit);
    }

    fn run(&mut self, last: bool, emit: &mut dyn FnMut(Piece)) {
        if !self.bom_checked {
            let bom: &[u8] = b"\xEF\xBB\xBF";
            if !last && self.buffer.len() < bom.len() && bom.starts_with(&self.buffer) {
                return;
            }
            self.bom_checked = true;
            if self.buffer.starts_with(bom) {
                self.scanner.resume_at(bom.len());
                self.lines = LineCounter::after_mark(bom);
            }
        }
        loop {
            let detail = if self.head == Head::Data { Detail::Marks } else { Detail::Words };
            let Some(event) = self.scanner.next(&self.buffer, last, detail) else { return };
            match event {
                Event::Comment(start, _) => self.begin(self.base + start as u64),
                Event::Open(start, _) => self.begin_code(start),
                Event::Close(start, _) | Event::Quoted(start, _) | Event::Other(start, _) => {
                    self.begin_code(start);
                    if self.head == Head::Open {
                        self.head = Head::Other;
                    }
                }
                Event::Word(start, end) => {
                    if self.word(start, end, last, emit) == Word::Unfinished {
                        return;
                    }
                }
                Event::Delimiter(start, end) => {
                    // A breakpoint is longer than a semicolon, and always ends.
                    if self.routine.is_inside() && self.scanner.ends_at_semicolon() && end - start == 1 {
                        self.routine.semicolon();
                    } else {
                        self.cut(self.base + start as u64, emit);
                    }
                }
            }
        }
    }

    fn begin(&mut self, start: u64) {
        if self.piece.is_none() {
            self.count_to(start);
            self.piece = Some(Start { offset: start, line: self.lines.line(), lead: self.lines.column() });
        }
    }

    fn begin_code(&mut self, start: usize) {
        let start = self.base + start as u64;
        self.begin(start);
        self.code.get_or_insert(start);
    }

    fn count_to(&mut self, offset: u64) {
        let index = |offset: u64| usize::try_from(offset.saturating_sub(self.base)).unwrap_or(usize::MAX);
        let passed = self.buffer.get(index(self.lines.offset())..index(offset)).unwrap_or_default();
        self.lines.advance(passed);
    }

    fn word(&mut self, start: usize, end: usize, last: bool, emit: &mut dyn FnMut(Piece)) -> Word {
        if self.head == Head::Open {
            match self.delimiter_line(start, end, last) {
                DelimiterLine::No => {}
                DelimiterLine::Unfinished => {
                    self.scanner.resume_at(start);
                    return Word::Unfinished;
                }
                DelimiterLine::Yes { delimiter, end } => {
                    self.cut(self.base + start as u64, emit);
                    self.scanner.set_delimiter(&delimiter);
                    self.scanner.resume_at(end);
                    return Word::Done;
                }
            }
        }
        self.begin_code(start);
        let offset = self.base + start as u64;
        let begun = self.piece.map_or(offset, |piece| piece.offset);
        if offset - begun > MAX_STATEMENT_BYTES as u64 {
            // Too long already: what it is makes no difference, and must not depend on what is still here.
            self.head = Head::Other;
            return Word::Done;
        }
        let word = self.buffer.get(start..end).unwrap_or_default();
        // `NEW.end` is a column.
        let before = start.checked_sub(1).and_then(|before| self.buffer.get(before));
        let part_of_name = matches!(before, Some(b'.' | b'@'));
        if self.scanner.ends_at_semicolon() && word.len() <= LONGEST_WORD && !part_of_name {
            self.routine.word(word);
        }
        if self.head != Head::Open {
            return Word::Done;
        }
        if !is_data(word, self.dialect) {
            self.head = Head::Other;
            return Word::Done;
        }
        let code = self.code.unwrap_or(offset);
        if code > begun {
            self.cut(code, emit);
            self.begin(code);
            self.code = Some(code);
        }
        self.head = Head::Data;
        Word::Done
    }

    /// `DELIMITER xx`, a command of MySQL's client: the first word of a statement, and a line of its own.
    fn delimiter_line(&self, start: usize, end: usize, last: bool) -> DelimiterLine {
        let word = self.buffer.get(start..end).unwrap_or_default();
        if self.code.is_some()
            || !matches!(self.dialect, Dialect::MySql | Dialect::MariaDb)
            || !word.eq_ignore_ascii_case(b"DELIMITER")
        {
            return DelimiterLine::No;
        }
        let rest = self.buffer.get(end..).unwrap_or_default();
        let line = rest.get(..LONGEST_DELIMITER_LINE).unwrap_or(rest);
        let length = match memchr::memchr2(b'\n', b'\r', line) {
            Some(length) => length,
            None if line.len() == LONGEST_DELIMITER_LINE => return DelimiterLine::No,
            None if !last => return DelimiterLine::Unfinished,
            None => line.len(),
        };
        let mut words = line.get(..length).unwrap_or_default().split(u8::is_ascii_whitespace);
        // The word ends at a blank, so the first of these is what stands between: nothing.
        match (words.next(), words.find(|word| !word.is_empty())) {
            (Some([]), Some(delimiter)) => DelimiterLine::Yes { delimiter: delimiter.to_vec(), end: end + length },
            _ => DelimiterLine::No,
        }
    }

    /// Ends the piece before a byte of the file.
    fn cut(&mut self, end: u64, emit: &mut dyn FnMut(Piece)) {
        if let Some(start) = self.piece.take() {
            let text = if self.head == Head::Data {
                PieceText::Data
            } else if self.dropped || end - start.offset > MAX_STATEMENT_BYTES as u64 {
                PieceText::TooLong
            } else {
                let bytes = self.slice(start.offset, end).trim_ascii_end();
                match std::str::from_utf8(bytes) {
                    Ok(text) => PieceText::Statement(text.to_owned()),
                    Err(error) => PieceText::NotUtf8 { at: start.offset + error.valid_up_to() as u64 },
                }
            };
            emit(Piece { offset: start.offset, line: start.line, lead: start.lead, text });
        }
        self.code = None;
        self.head = Head::Open;
        self.routine = Routine::default();
        self.dropped = false;
    }

    /// The bytes of the file between two offsets, as far as they are still here.
    fn slice(&self, start: u64, end: u64) -> &[u8] {
        let index = |offset: u64| usize::try_from(offset.saturating_sub(self.base)).unwrap_or(usize::MAX);
        self.buffer.get(index(start)..index(end)).unwrap_or_default()
    }

    /// Lets go of what no piece will need.
    fn shrink(&mut self) {
        let at = self.base + self.scanner.at() as u64;
        let token = self.base + self.scanner.token_start() as u64;
        let begun = self.piece.map_or(token, |piece| piece.offset);
        if self.head != Head::Data && at - begun > MAX_STATEMENT_BYTES as u64 {
            self.begin(token);
            self.dropped = true;
        }
        let keep = match self.scanner.in_word() && at - token <= LONGEST_WORD as u64 {
            _ if !self.dropped && self.head != Head::Data => begun,
            true => token,
            false => at,
        };
        self.count_to(keep.max(self.lines.offset()));
        let gone = usize::try_from(keep - self.base).unwrap_or(usize::MAX).min(self.buffer.len());
        self.buffer.drain(..gone);
        self.base += gone as u64;
        self.scanner.forget(gone);
    }
}

/// Words longer than this are never looked at, and need not be kept whole.
const LONGEST_WORD: usize = 64;

const LONGEST_DELIMITER_LINE: usize = 256;

#[derive(PartialEq, Eq)]
enum Word {
    Done,
    /// More of the file must come before the word can be understood.
    Unfinished,
}

enum DelimiterLine {
    No,
    Unfinished,
    Yes { delimiter: Vec<u8>, end: usize },
}

fn is_data(word: &[u8], dialect: Dialect) -> bool {
    let is = |other: &[u8]| word.eq_ignore_ascii_case(other);
    match dialect {
        Dialect::MySql | Dialect::MariaDb => is(b"INSERT") || is(b"REPLACE") || is(b"LOAD"),
        Dialect::Postgres | Dialect::Sqlite => is(b"INSERT") || is(b"REPLACE"),
    }
}
