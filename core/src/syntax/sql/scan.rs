//! Where strings, comments and statements end: the lexical rules that cutting and blanking share, so that
//! the two can never disagree about what is inside a comment.
//!
//! The scanner is fed a growing buffer. It keeps its place inside a token, so a string of a gigabyte is
//! scanned once, in whatever pieces it comes.

use memchr::{memchr, memchr2};

use crate::target::Dialect;

/// What the scanner passed. Offsets are bytes of the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A comment that the server does not run, without the line end of a `--` comment.
    Comment(usize, usize),
    /// `/*!50001`: what follows is code for this dialect.
    Open(usize, usize),
    /// The `*/` of an `Open`.
    Close(usize, usize),
    /// An unquoted word or number.
    Word(usize, usize),
    /// A string or a quoted name.
    Quoted(usize, usize),
    /// The statement's end: the delimiter, or Drizzle's `--> statement-breakpoint`.
    Delimiter(usize, usize),
    /// Any other byte.
    Other(usize, usize),
}

/// What may be left open at the end of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unclosed {
    /// A string in `'` or `"`.
    String,
    /// A name in back-ticks.
    Name,
    /// `/*`
    Comment,
    /// `/*!50001`
    ConditionalComment,
}

/// How much of the code between quotes and comments the caller wants to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Every word and symbol.
    Words,
    /// None of it: quotes, comments and ends only. Scans at memory speed.
    Marks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Code,
    Word {
        start: usize,
    },
    Quoted {
        start: usize,
        quote: u8,
    },
    Line {
        start: usize,
    },
    /// `deepest` is how many levels may nest: MySQL has one, or two inside a conditional comment that it
    /// does not run; the others count them all.
    Block {
        start: usize,
        depth: u32,
        deepest: u32,
    },
}

const BREAKPOINT: &[u8] = b"--> statement-breakpoint";

/// See the module.
#[derive(Debug)]
pub(super) struct Scanner {
    dialect: Dialect,
    at: usize,
    mode: Mode,
    open: u32,
    opened_at: usize,
    delimiter: Vec<u8>,
}

impl Scanner {
    /// A scanner at the start of a buffer. Without a delimiter nothing but a breakpoint ends a statement.
    pub(super) fn new(dialect: Dialect, delimiter: &[u8]) -> Self {
        Self { dialect, at: 0, mode: Mode::Code, open: 0, opened_at: 0, delimiter: delimiter.to_vec() }
    }

    /// The first byte that was not passed.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The start of the token that the scanner is inside, or its place.
    pub(super) fn token_start(&self) -> usize {
        match self.mode {
            Mode::Code => self.at,
            Mode::Word { start } | Mode::Quoted { start, .. } | Mode::Line { start } | Mode::Block { start, .. } => {
                start
            }
        }
    }

    /// Whether the scanner is inside a word.
    pub(super) fn in_word(&self) -> bool {
        matches!(self.mode, Mode::Word { .. })
    }

    /// Goes on from a byte, as code.
    pub(super) fn resume_at(&mut self, at: usize) {
        self.at = at;
        self.mode = Mode::Code;
    }

    /// Takes another delimiter.
    pub(super) fn set_delimiter(&mut self, delimiter: &[u8]) {
        self.delimiter = delimiter.to_vec();
    }

    /// Whether the delimiter is a lone semicolon.
    pub(super) fn ends_at_semicolon(&self) -> bool {
        self.delimiter == b";"
    }

    /// Tells that the first bytes of the buffer are gone.
    pub(super) fn forget(&mut self, bytes: usize) {
        self.at = self.at.saturating_sub(bytes);
        self.opened_at = self.opened_at.saturating_sub(bytes);
        if let Mode::Word { start } | Mode::Quoted { start, .. } | Mode::Line { start } | Mode::Block { start, .. } =
            &mut self.mode
        {
            *start = start.saturating_sub(bytes);
        }
    }

    /// What is still open when the text has ended.
    pub(super) fn unclosed(&self) -> Option<(Unclosed, usize)> {
        match self.mode {
            Mode::Quoted { start, quote: b'`' } => Some((Unclosed::Name, start)),
            Mode::Quoted { start, .. } => Some((Unclosed::String, start)),
            Mode::Block { start, .. } => Some((Unclosed::Comment, start)),
            _ if self.open > 0 => Some((Unclosed::ConditionalComment, self.opened_at)),
            _ => None,
        }
    }

    /// The next event; none when the buffer holds no more, or too little to tell. `last` promises that
    /// nothing will follow what the buffer holds.
    pub(super) fn next(&mut self, bytes: &[u8], last: bool, detail: Detail) -> Option<Event> {
        loop {
            match self.mode {
                Mode::Code => match self.code(bytes, last, detail)? {
                    Step::Event(event) => return Some(event),
                    Step::Mode(mode) => self.mode = mode,
                },
                Mode::Word { start } => return self.word(bytes, last, start),
                Mode::Quoted { start, quote } => return self.quoted(bytes, last, start, quote),
                Mode::Line { start } => return self.line(bytes, last, start),
                Mode::Block { start, depth, deepest } => return self.block(bytes, last, start, depth, deepest),
            }
        }
    }

    fn is_mysql(&self) -> bool {
        matches!(self.dialect, Dialect::MySql | Dialect::MariaDb)
    }

    fn code(&mut self, bytes: &[u8], last: bool, detail: Detail) -> Option<Step> {
        self.skip_blank(bytes, detail);
        let rest = bytes.get(self.at..)?;
        let first = *rest.first()?;
        if self.open == 0 && !self.delimiter.is_empty() && self.delimiter.first() == Some(&first) {
            match begins(rest, &self.delimiter, last) {
                Begins::Yes => return Some(self.pass(self.delimiter.len(), Event::Delimiter)),
                Begins::Unknown => return None,
                Begins::No => {}
            }
        }
        let start = self.at;
        match first {
            b'\'' | b'"' | b'`' => {
                self.at += 1;
                Some(Step::Mode(Mode::Quoted { start, quote: first }))
            }
            b'#' if self.is_mysql() => Some(Step::Mode(Mode::Line { start })),
            b'-' => self.dashes(rest, last),
            b'/' => self.slash(rest, last),
            b'*' if self.open > 0 => match begins(rest, b"*/", last) {
                Begins::Yes => {
                    self.open -= 1;
                    Some(self.pass(2, Event::Close))
                }
                Begins::Unknown => None,
                Begins::No => Some(self.pass(1, Event::Other)),
            },
            _ if detail == Detail::Words && is_word(first) => Some(Step::Mode(Mode::Word { start })),
            _ => Some(self.pass(1, Event::Other)),
        }
    }

    fn pass(&mut self, length: usize, event: fn(usize, usize) -> Event) -> Step {
        let start = self.at;
        self.at += length;
        Step::Event(event(start, self.at))
    }

    /// Passes blanks; when only marks are asked for, everything that cannot be one.
    fn skip_blank(&mut self, bytes: &[u8], detail: Detail) {
        let rest = bytes.get(self.at..).unwrap_or_default();
        let length = match detail {
            Detail::Words => rest.iter().position(|byte| *byte > b' '),
            Detail::Marks => {
                let end = self.delimiter.first().copied().unwrap_or(b'\'');
                let open = self.open > 0;
                rest.iter().position(|byte| {
                    matches!(*byte, b'\'' | b'"' | b'`' | b'#' | b'-' | b'/') || *byte == end || (open && *byte == b'*')
                })
            }
        };
        self.at += length.unwrap_or(rest.len());
    }

    /// `--` is a comment in MySQL only before a blank, a control character or the end: `5--1` is six.
    fn dashes(&mut self, rest: &[u8], last: bool) -> Option<Step> {
        let start = self.at;
        if self.open == 0 {
            match begins(rest, BREAKPOINT, last) {
                Begins::Yes => return Some(self.pass(BREAKPOINT.len(), Event::Delimiter)),
                Begins::Unknown => return None,
                Begins::No => {}
            }
        }
        match begins(rest, b"--", last) {
            Begins::No => Some(self.pass(1, Event::Other)),
            Begins::Unknown => None,
            Begins::Yes if !self.is_mysql() => Some(Step::Mode(Mode::Line { start })),
            Begins::Yes => match rest.get(2) {
                None if !last => None,
                None => Some(Step::Mode(Mode::Line { start })),
                Some(byte) if *byte <= b' ' || *byte == 0x7F => Some(Step::Mode(Mode::Line { start })),
                Some(_) => Some(self.pass(1, Event::Other)),
            },
        }
    }

    fn slash(&mut self, rest: &[u8], last: bool) -> Option<Step> {
        let start = self.at;
        match begins(rest, b"/*", last) {
            Begins::No => return Some(self.pass(1, Event::Other)),
            Begins::Unknown => return None,
            Begins::Yes => {}
        }
        let plain = if self.is_mysql() { 1 } else { u32::MAX };
        let deepest = match conditional(rest, last, self.dialect)? {
            Conditional::No => plain,
            Conditional::Ignored => 2,
            Conditional::Runs { marker } => {
                if self.open == 0 {
                    self.opened_at = start;
                }
                self.open += 1;
                return Some(self.pass(marker, Event::Open));
            }
        };
        self.at += 2;
        Some(Step::Mode(Mode::Block { start, depth: 1, deepest }))
    }

    fn word(&mut self, bytes: &[u8], last: bool, start: usize) -> Option<Event> {
        while let Some(byte) = bytes.get(self.at) {
            let ends = self.at > start && self.open == 0 && self.delimiter.first() == Some(byte);
            if ends {
                match begins(bytes.get(self.at..).unwrap_or_default(), &self.delimiter, last) {
                    Begins::Yes => break,
                    Begins::Unknown => return None,
                    Begins::No => {}
                }
            }
            if !is_word(*byte) {
                break;
            }
            self.at += 1;
        }
        if self.at == bytes.len() && !last {
            return None;
        }
        self.mode = Mode::Code;
        Some(Event::Word(start, self.at))
    }

    fn quoted(&mut self, bytes: &[u8], last: bool, start: usize, quote: u8) -> Option<Event> {
        let escapes = quote != b'`' && self.is_mysql();
        loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            let found = if escapes { memchr2(quote, b'\\', rest) } else { memchr(quote, rest) };
            let Some(found) = found else {
                self.at = bytes.len().max(self.at);
                return None;
            };
            let after = self.at + found + 1;
            let escape = rest.get(found) == Some(&b'\\');
            match bytes.get(after) {
                None if !last => {
                    self.at += found;
                    return None;
                }
                None if escape => {
                    self.at = after;
                    return None;
                }
                Some(_) if escape => self.at = after + 1,
                Some(next) if *next == quote => self.at = after + 1,
                _ => {
                    self.at = after;
                    self.mode = Mode::Code;
                    return Some(Event::Quoted(start, after));
                }
            }
        }
    }

    fn line(&mut self, bytes: &[u8], last: bool, start: usize) -> Option<Event> {
        let rest = bytes.get(self.at..).unwrap_or_default();
        let end = memchr2(b'\n', b'\r', rest);
        self.at += end.unwrap_or(rest.len());
        if end.is_none() && !last {
            return None;
        }
        self.mode = Mode::Code;
        Some(Event::Comment(start, self.at))
    }

    fn block(&mut self, bytes: &[u8], last: bool, start: usize, mut depth: u32, deepest: u32) -> Option<Event> {
        loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            let found = if deepest > 1 { memchr2(b'*', b'/', rest) } else { memchr(b'*', rest) };
            let Some(found) = found else {
                self.at = bytes.len().max(self.at);
                return None;
            };
            let place = self.at + found;
            let (byte, next) = (rest.get(found), bytes.get(place + 1));
            if next.is_none() && !last {
                self.at = place;
                return None;
            }
            match (byte, next) {
                (Some(b'*'), Some(b'/')) => {
                    self.at = place + 2;
                    depth -= 1;
                    if depth == 0 {
                        self.mode = Mode::Code;
                        return Some(Event::Comment(start, self.at));
                    }
                }
                (Some(b'/'), Some(b'*')) if depth < deepest => {
                    self.at = place + 2;
                    depth += 1;
                }
                _ => self.at = place + 1,
            }
            self.mode = Mode::Block { start, depth, deepest };
        }
    }
}

enum Step {
    Event(Event),
    Mode(Mode),
}

enum Begins {
    Yes,
    No,
    Unknown,
}

/// Whether a text begins so, as far as the text that has come so far can tell.
fn begins(text: &[u8], with: &[u8], last: bool) -> Begins {
    if text.starts_with(with) {
        Begins::Yes
    } else if !last && with.starts_with(text) {
        Begins::Unknown
    } else {
        Begins::No
    }
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

enum Conditional {
    /// A plain comment, an optimizer hint, TiDB's `/*T!`.
    No,
    /// A conditional comment that this dialect's servers take for a comment.
    Ignored,
    /// One whose content they run.
    Runs { marker: usize },
}

/// What a text that begins with `/*` opens; none when there is too little of it to tell.
///
/// The version is five or six digits right after the `!` (MySQL manual 11.7; `/*!080013` is 8.0.13).
/// MariaDB takes `/*!50700` to `/*!99999` for comments, because MySQL 5.7 and later say there what MariaDB
/// does not know (tried on 10.11). `/*M!` is MariaDB's own. Nothing runs `/*M!999999\- …`, the first line of
/// its dumps.
fn conditional(text: &[u8], last: bool, dialect: Dialect) -> Option<Conditional> {
    let (prefix, own) = match (dialect, text.get(2)) {
        (Dialect::Postgres | Dialect::Sqlite, _) => return Some(Conditional::No),
        (_, None) => return last.then_some(Conditional::No),
        (_, Some(b'!')) => (3, false),
        (Dialect::MariaDb, Some(b'M')) => match text.get(3) {
            None if !last => return None,
            Some(b'!') => (4, true),
            _ => return Some(Conditional::No),
        },
        _ => return Some(Conditional::No),
    };
    let rest = text.get(prefix..).unwrap_or_default();
    let digits = rest.iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
    if !last && digits == rest.len() && digits < 6 {
        return None;
    }
    if digits < 5 {
        return Some(Conditional::Runs { marker: prefix });
    }
    let version = rest.iter().take(digits).fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let runs = match dialect {
        Dialect::MariaDb => version < 200_000 && (own || !(50_700..=99_999).contains(&version)),
        _ => version <= 99_999,
    };
    Some(if runs { Conditional::Runs { marker: prefix + digits } } else { Conditional::Ignored })
}
