//! sqlparser's tokens, with byte offsets.

use std::any::TypeId;

use sqlparser::{
    dialect::{Dialect, MySqlDialect},
    tokenizer::{Location, Span as Stamp, Token, TokenWithSpan, Tokenizer},
};

use crate::text::Span;

/// The tokens of a statement, and which parentheses belong together.
#[derive(Debug)]
pub(super) struct Tokens {
    /// The tokens, white space left out.
    pub(super) list: Vec<TokenWithSpan>,
    closing: Vec<u32>,
}

impl Tokens {
    /// Tokenises the part of a statement that starts at a byte.
    pub(super) fn new(code: &str, base: usize) -> Self {
        let list = tokenise(code, base);
        let mut closing = vec![u32::MAX; list.len()];
        let mut open = Vec::new();
        for (index, token) in list.iter().enumerate() {
            match token.token {
                Token::LParen => open.push(index),
                Token::RParen => {
                    if let Some(closes) = open.pop().and_then(|open| closing.get_mut(open)) {
                        *closes = u32::try_from(index).unwrap_or(u32::MAX);
                    }
                }
                _ => {}
            }
        }
        Self { list, closing }
    }

    /// The index of the parenthesis that closes the one at an index.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        self.closing.get(open).filter(|index| **index != u32::MAX).map(|index| *index as usize)
    }
}

/// MySQL's dialect as far as tokens go. sqlparser's own brings its parser of whole statements along (its table of methods names
/// it), which nothing here calls: 250 KB gzip of wasm.
#[derive(Debug)]
struct MySqlTokens;

impl Dialect for MySqlTokens {
    fn dialect(&self) -> TypeId {
        TypeId::of::<MySqlDialect>()
    }

    fn is_identifier_start(&self, c: char) -> bool {
        MySqlDialect {}.is_identifier_start(c)
    }

    fn is_identifier_part(&self, c: char) -> bool {
        MySqlDialect {}.is_identifier_part(c)
    }

    fn is_delimited_identifier_start(&self, c: char) -> bool {
        MySqlDialect {}.is_delimited_identifier_start(c)
    }

    fn supports_string_literal_backslash_escape(&self) -> bool {
        MySqlDialect {}.supports_string_literal_backslash_escape()
    }

    fn ignores_wildcard_escapes(&self) -> bool {
        MySqlDialect {}.ignores_wildcard_escapes()
    }

    fn supports_numeric_prefix(&self) -> bool {
        MySqlDialect {}.supports_numeric_prefix()
    }

    fn supports_multiline_comment_hints(&self) -> bool {
        MySqlDialect {}.supports_multiline_comment_hints()
    }

    fn requires_single_line_comment_whitespace(&self) -> bool {
        MySqlDialect {}.requires_single_line_comment_whitespace()
    }
}

/// Tokenises code without comments. White space is left out. Each token's place is
/// `Location { line: 1, column: byte offset }`, with `base` added, so that everything made of it (a span, an
/// error) says bytes of the statement.
///
/// What sqlparser refuses to tokenise (a lone `._`) is left out too, and reading goes on behind it.
fn tokenise(code: &str, base: usize) -> Vec<TokenWithSpan> {
    let mut tokens = Vec::with_capacity(code.len() / 4);
    let mut done = 0;
    while let Some(rest) = code.get(done..).filter(|rest| !rest.is_empty()) {
        let mut cursor = Cursor { bytes: rest.as_bytes(), base: base + done, byte: 0, line: 1, column: 1 };
        let outcome = Tokenizer::new(&MySqlTokens, rest)
            .tokenize_with_location_into_buf_with_mapper(&mut tokens, |token| cursor.stamp(token));
        let Err(error) = outcome else { break };
        cursor.go_to(error.location);
        // Behind the character that stopped it, and always forward.
        cursor.step();
        done += cursor.byte;
    }
    tokens.retain(|token| !matches!(token.token, Token::Whitespace(_)));
    tokens
}

/// The bytes of a stamped token.
pub(super) fn span(token: &TokenWithSpan) -> Span {
    let byte = |location: Location| usize::try_from(location.column).unwrap_or(usize::MAX);
    Span::new(byte(token.span.start), byte(token.span.end))
}

/// Turns the tokenizer's lines and columns back into bytes. It walks the text along with the tokens, which
/// come in order, and counts as the tokenizer does: a column is a character, and only `\n` starts a line.
struct Cursor<'a> {
    bytes: &'a [u8],
    base: usize,
    byte: usize,
    line: u64,
    column: u64,
}

impl Cursor<'_> {
    fn stamp(&mut self, token: TokenWithSpan) -> TokenWithSpan {
        let start = self.go_to(token.span.start);
        let end = self.go_to(token.span.end);
        TokenWithSpan { token: token.token, span: Stamp { start, end } }
    }

    fn go_to(&mut self, place: Location) -> Location {
        while (self.line, self.column) < (place.line, place.column) && self.byte < self.bytes.len() {
            self.step();
        }
        Location { line: 1, column: (self.base + self.byte) as u64 }
    }

    fn step(&mut self) {
        let Some(first) = self.bytes.get(self.byte) else { return };
        self.byte += match first {
            0xF0.. => 4,
            0xE0.. => 3,
            0xC0.. => 2,
            _ => 1,
        };
        if *first == b'\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
    }
}
