//! Strings, comments, brackets and line ends: what can be told of a schema by looking at its bytes.

use memchr::memmem;

/// What a [`Lexeme`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `\n`, `\r\n` or a lone `\r`, outside of block comments.
    Newline,
    /// A comment, without the line break after it.
    Comment,
    /// `/*` that nothing closes: it counts to the end of its line.
    OpenComment,
    /// A string with its quotes.
    String,
    /// A string that its line does not close: it counts to the end of the line.
    OpenString,
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// Anything else up to one of the above, without the blanks at its ends.
    Text,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The bytes that text may end at, by their number.
#[expect(clippy::indexing_slicing, reason = "computed while it is compiled, which fails where it is wrong")]
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let all = b"\n\r\"()[]{}/";
    let mut at = 0;
    while at < all.len() {
        stops[all[at] as usize] = true;
        at += 1;
    }
    stops
};

/// Walks over a text, in linear time. Blanks and a leading byte order mark lie between the lexemes.
pub struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// No `*/` is left, so nobody has to look for one again.
    no_comment_end: bool,
}

impl<'t> Scanner<'t> {
    /// At the start of a text.
    pub fn new(text: &'t str) -> Self {
        let at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Self { text, at, no_comment_end: false }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &'t [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    fn line_end(&self, from: usize) -> usize {
        memchr::memchr2(b'\n', b'\r', self.rest(from)).map_or(self.text.len(), |found| from + found)
    }

    fn string(&self, start: usize) -> (Kind, usize) {
        let mut at = start + 1;
        while let Some(byte) = self.byte(at) {
            match byte {
                b'"' => return (Kind::String, at + 1),
                b'\n' | b'\r' => break,
                b'\\' if !matches!(self.byte(at + 1), None | Some(b'\n' | b'\r')) => at += 2,
                _ => at += 1,
            }
        }
        (Kind::OpenString, self.line_end(at.min(self.text.len())))
    }

    fn block_comment(&mut self, start: usize) -> (Kind, usize) {
        if !self.no_comment_end {
            if let Some(found) = memmem::find(self.rest(start + 2), b"*/") {
                return (Kind::Comment, start + 2 + found + 2);
            }
            self.no_comment_end = true;
        }
        (Kind::OpenComment, self.line_end(start))
    }

    /// The text from here to the next byte that means something; `None` when it is all blank.
    fn text(&mut self) -> Option<Lexeme> {
        let from = self.at;
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            at += rest.iter().position(|byte| STOPS.get(usize::from(*byte)) == Some(&true)).unwrap_or(rest.len());
            // A slash alone is text.
            if self.byte(at) != Some(b'/') || matches!(self.byte(at + 1), Some(b'/' | b'*')) {
                break;
            }
            at += 1;
        }
        self.at = at;
        let (blanks, content) = without_blanks(self.text.get(from..at).unwrap_or_default());
        let start = from + blanks;
        (!content.is_empty()).then_some(Lexeme { kind: Kind::Text, start, end: start + content.len() })
    }
}

impl Iterator for Scanner<'_> {
    type Item = Lexeme;

    fn next(&mut self) -> Option<Lexeme> {
        loop {
            let start = self.at;
            let (kind, end) = match self.byte(start)? {
                b'\r' if self.byte(start + 1) == Some(b'\n') => (Kind::Newline, start + 2),
                b'\n' | b'\r' => (Kind::Newline, start + 1),
                b'"' => self.string(start),
                b'/' if self.byte(start + 1) == Some(b'/') => (Kind::Comment, self.line_end(start)),
                b'/' if self.byte(start + 1) == Some(b'*') => self.block_comment(start),
                open @ (b'(' | b'[' | b'{') => (Kind::Open(open), start + 1),
                close @ (b')' | b']' | b'}') => (Kind::Close(close), start + 1),
                b' ' | b'\t' => {
                    self.at += 1;
                    continue;
                }
                _ => match self.text() {
                    Some(lexeme) => return Some(lexeme),
                    None => continue,
                },
            };
            self.at = end;
            return Some(Lexeme { kind, start, end });
        }
    }
}

/// Follows the braces of one block, from its first `{`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Braces {
    open: usize,
}

impl Braces {
    /// Takes the next content of a block. True when it is the brace that closes the block.
    ///
    /// A `}` too many inside a value (`where: a: true })`) does not: it is not the first of its line, and
    /// the value goes on after it.
    pub fn close_with(&mut self, text: &str, lexeme: Lexeme, first_of_line: bool) -> bool {
        match lexeme.kind {
            Kind::Open(b'{') => self.open += 1,
            Kind::Close(b'}') if self.open > 1 => self.open -= 1,
            Kind::Close(b'}') if first_of_line || !value_goes_on(text, lexeme.end) => {
                self.open = 0;
                return true;
            }
            _ => {}
        }
        false
    }
}

fn value_goes_on(text: &str, from: usize) -> bool {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let next = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    matches!(next, Some(b')' | b']' | b','))
}

/// A text without the blanks at its ends, and how many bytes of them stood before it.
fn without_blanks(text: &str) -> (usize, &str) {
    // Most blanks are spaces and tabs, which need no look at characters.
    let is_plain = |byte: &u8| matches!(byte, b' ' | b'\t');
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|byte| !is_plain(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !is_plain(byte)).map_or(start, |last| last + 1);
    let content = text.get(start..end).unwrap_or_default();
    if content.starts_with(|c: char| c.is_ascii()) && content.ends_with(|c: char| c.is_ascii()) {
        return (start, content);
    }
    let tail = content.trim_start_matches(is_blank);
    (end - tail.len(), tail.trim_end_matches(is_blank))
}

/// The lines of a text that are not blank, without the blanks around them, and where they start.
pub fn written_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]);
    ends.filter_map(move |end| {
        let (blanks, content) = without_blanks(text.get(at..end).unwrap_or_default());
        let start = at + blanks;
        at = end + 1;
        (!content.is_empty()).then_some((start, content))
    })
}

/// Whether a text has more than one line.
pub fn has_line_break(text: &str) -> bool {
    memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some()
}

/// Whether a character is white space within a line: Unicode's space separators, and the tab.
pub fn is_blank(c: char) -> bool {
    match c {
        ' ' | '\t' => true,
        '!'..='~' => false,
        _ => matches!(c, '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'),
    }
}

/// The words that start a block.
pub const KEYWORDS: [&str; 6] = ["model", "view", "type", "enum", "datasource", "generator"];

/// Whether a text is a keyword and a name: `model User`.
pub fn is_header(text: &str) -> bool {
    let mut words = text.split(is_blank).filter(|word| !word.is_empty());
    words.next().is_some_and(|word| KEYWORDS.contains(&word))
        && words.next().is_some_and(|word| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')))
        && words.next().is_none()
}
