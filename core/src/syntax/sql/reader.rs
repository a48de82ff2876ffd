//! A place in a statement's tokens, and the few questions that all readers of elements ask.

use smol_str::SmolStr;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{
    ast::ObjectName,
    tokens::{self, Tokens},
};
use crate::{
    syntax::{Name, Skipped, SyntaxError, Touches},
    text::Span,
};

/// What readers have to say beside the tree.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) skipped: Vec<Skipped>,
    pub(super) errors: Vec<SyntaxError>,
}

impl Notes {
    pub(super) fn skip(&mut self, span: Span, reason: impl Into<String>, touches: Touches) {
        self.skipped.push(Skipped { span, reason: reason.into(), touches });
    }

    pub(super) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.errors.push(SyntaxError { span, message: message.into(), help: None, fix: None });
    }

    pub(super) fn error_with_fix(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
        fix: (Span, &str),
    ) {
        let fix = Some((fix.0, fix.1.to_owned()));
        self.errors.push(SyntaxError { span, message: message.into(), help: Some(help.into()), fix });
    }
}

/// A run of tokens and a place in it. A copy looks ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    /// The statement, comments wiped.
    code: &'a str,
    tokens: &'a Tokens,
    at: usize,
    until: usize,
    /// Where the run starts, for a run of no tokens.
    origin: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(code: &'a str, tokens: &'a Tokens) -> Self {
        let origin = tokens.list.first().map_or(0, |token| tokens::span(token).start());
        Self { code, tokens, at: 0, until: tokens.list.len(), origin }
    }

    /// The run of some tokens, by their indexes.
    fn run(&self, from: usize, until: usize, origin: usize) -> Self {
        Self { code: self.code, tokens: self.tokens, at: from, until: until.max(from), origin }
    }

    fn token(&self, index: usize) -> Option<&'a TokenWithSpan> {
        self.tokens.list.get(index).filter(|_| index < self.until)
    }

    // Where it is

    pub(super) fn code(&self) -> &'a str {
        self.code
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.until
    }

    pub(super) fn rest(&self) -> &'a [TokenWithSpan] {
        self.tokens.list.get(self.at..self.until).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<&'a Token> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<&'a Token> {
        self.token(self.at + ahead).map(|token| &token.token)
    }

    /// The span of the current token, or the place behind the last one.
    pub(super) fn here(&self) -> Span {
        self.token(self.at).map_or_else(|| Span::at(self.end()), tokens::span)
    }

    /// Where the current token starts.
    pub(super) fn start(&self) -> usize {
        self.here().start()
    }

    /// Where the token before this place ends.
    pub(super) fn previous_end(&self) -> usize {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.list.get(before));
        before.map_or(self.origin, |token| tokens::span(token).end().max(self.origin))
    }

    /// Where the run ends.
    pub(super) fn end(&self) -> usize {
        let last = self.until.checked_sub(1).and_then(|last| self.tokens.list.get(last));
        last.map_or(self.origin, |token| tokens::span(token).end().max(self.origin))
    }

    /// From a byte to the end of the token before this place.
    pub(super) fn since(&self, start: usize) -> Span {
        Span::new(start, self.previous_end())
    }

    /// From the current token to the end of the run.
    pub(super) fn rest_span(&self) -> Span {
        Span::new(self.start(), self.end())
    }

    /// All of the run.
    pub(super) fn whole_span(&self) -> Span {
        Span::new(self.origin, self.end())
    }

    /// Whether the current token is the first of its line.
    pub(super) fn starts_line(&self) -> bool {
        let between = self.code.get(self.previous_end()..self.start()).unwrap_or_default();
        between.contains(['\n', '\r'])
    }

    // Moving

    pub(super) fn bump(&mut self) -> Option<&'a Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    pub(super) fn go_to_end(&mut self) {
        self.at = self.until;
    }

    /// Whether the current token is this word, unquoted.
    pub(super) fn is(&self, word: &str) -> bool {
        self.is_at(0, word)
    }

    pub(super) fn is_at(&self, ahead: usize, word: &str) -> bool {
        matches!(self.peek_at(ahead), Some(Token::Word(it)) if it.quote_style.is_none() && it.value.eq_ignore_ascii_case(word))
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    pub(super) fn are(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.is_at(ahead, word))
    }

    pub(super) fn is_symbol(&self, symbol: &Token) -> bool {
        self.peek() == Some(symbol)
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let is = self.is(word);
        self.at += usize::from(is);
        is
    }

    /// Eats the first of the words that is here.
    pub(super) fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    /// Eats all of the words in a row, or none.
    pub(super) fn eat_all(&mut self, words: &[&str]) -> bool {
        let are = self.are(words);
        if are {
            self.at += words.len();
        }
        are
    }

    pub(super) fn eat_symbol(&mut self, symbol: &Token) -> bool {
        let is = self.is_symbol(symbol);
        self.at += usize::from(is);
        is
    }

    /// Eats how long MariaDB waits for a lock: `WAIT 5`, `NOWAIT`.
    pub(super) fn eat_wait(&mut self) {
        if self.eat("WAIT") {
            self.number();
        } else {
            self.eat("NOWAIT");
        }
    }

    // Names and values

    /// The unquoted word here.
    pub(super) fn word(&self) -> Option<&'a str> {
        match self.peek() {
            Some(Token::Word(word)) if word.quote_style.is_none() => Some(&word.value),
            _ => None,
        }
    }

    /// A name: a word, `` `quoted` ``, or `"quoted"` as ANSI has it.
    pub(super) fn name(&mut self) -> Option<Name> {
        let span = self.here();
        let text = match self.peek()? {
            Token::Word(word) => SmolStr::new(&word.value),
            // The tokenizer takes it for a string and a backslash for an escape; in a name it is neither.
            Token::DoubleQuotedString(_) => {
                let inner = span.of(self.code);
                let inner = inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(inner);
                SmolStr::new(inner.replace("\"\"", "\""))
            }
            _ => return None,
        };
        self.at += 1;
        Some(Name { text, span })
    }

    /// `name` or `qualifier.name`.
    pub(super) fn object_name(&mut self) -> Option<ObjectName> {
        let first = self.name()?;
        let mut ahead = *self;
        if ahead.eat_symbol(&Token::Period)
            && let Some(name) = ahead.name()
        {
            *self = ahead;
            return Some(ObjectName { qualifier: Some(first), name });
        }
        Some(ObjectName { qualifier: None, name: first })
    }

    /// The value of the string here, escapes resolved.
    pub(super) fn string(&mut self) -> Option<&'a str> {
        let (Token::SingleQuotedString(value) | Token::DoubleQuotedString(value) | Token::NationalStringLiteral(value)) =
            self.peek()?
        else {
            return None;
        };
        self.at += 1;
        Some(value)
    }

    pub(super) fn number(&mut self) -> Option<&'a str> {
        let Token::Number(value, _) = self.peek()? else { return None };
        self.at += 1;
        Some(value)
    }

    // Runs of tokens

    /// What stands in the parentheses that open here; steps behind them. None where none open, or they do
    /// not close.
    pub(super) fn parenthesised(&mut self) -> Option<Reader<'a>> {
        let close = self.closing()?;
        let inner = self.run(self.at + 1, close, self.here().end());
        self.at = close + 1;
        Some(inner)
    }

    /// The index of the token that closes the parenthesis here, within the run.
    fn closing(&self) -> Option<usize> {
        if !self.is_symbol(&Token::LParen) {
            return None;
        }
        self.tokens.closing(self.at).filter(|close| *close < self.until)
    }

    /// Whether a parenthesis opens here that the run does not close.
    pub(super) fn is_unclosed(&self) -> bool {
        self.is_symbol(&Token::LParen) && self.closing().is_none()
    }

    /// Whether some parenthesis opens in the rest that the rest does not close.
    pub(super) fn has_unclosed(&self) -> bool {
        let mut ahead = *self;
        while !ahead.is_done() {
            if ahead.is_unclosed() {
                return true;
            }
            ahead.step();
        }
        false
    }

    /// Goes to where another run of the same tokens is.
    pub(super) fn go_to(&mut self, other: &Self) {
        self.at = other.at.min(self.until);
    }

    /// Steps over one token, or over the parentheses that open here.
    pub(super) fn step(&mut self) {
        self.at = self.closing().unwrap_or(self.at).saturating_add(1).min(self.until);
    }

    /// The tokens between a place passed before and this one.
    pub(super) fn passed_since(&self, before: &Self) -> Reader<'a> {
        self.run(before.at, self.at, before.start())
    }

    /// The first `count` of the tokens that are left; steps behind them.
    pub(super) fn take(&mut self, count: usize) -> Reader<'a> {
        let from = self.at;
        let origin = self.previous_end();
        self.at = self.at.saturating_add(count).min(self.until);
        self.run(from, self.at, origin)
    }

    /// Cuts the rest at commas outside parentheses. Each piece comes with the comma before it.
    pub(super) fn cut_at_commas(&self) -> Vec<(Reader<'a>, Option<Span>)> {
        let mut depth = 0usize;
        self.cut(|token, _| {
            match token.token {
                Token::LParen => depth += 1,
                Token::RParen => depth = depth.saturating_sub(1),
                Token::Comma => return depth == 0,
                _ => {}
            }
            false
        })
    }

    /// Cuts the rest at commas that end a line, whatever parentheses are open: for text whose parentheses
    /// do not match.
    pub(super) fn cut_at_lines(&self) -> Vec<(Reader<'a>, Option<Span>)> {
        self.cut(|token, next| {
            token.token == Token::Comma
                && next.is_none_or(|next| {
                    let between = tokens::span(token).end()..tokens::span(next).start();
                    self.code.get(between).unwrap_or_default().contains(['\n', '\r'])
                })
        })
    }

    fn cut(
        &self,
        mut cuts: impl FnMut(&TokenWithSpan, Option<&TokenWithSpan>) -> bool,
    ) -> Vec<(Reader<'a>, Option<Span>)> {
        let mut pieces = Vec::new();
        let mut from = self.at;
        let mut comma: Option<Span> = None;
        let mut origin = self.previous_end();
        let rest = self.rest();
        for (index, token) in rest.iter().enumerate() {
            if cuts(token, rest.get(index + 1)) {
                pieces.push((self.run(from, self.at + index, origin), comma));
                from = self.at + index + 1;
                comma = Some(tokens::span(token));
                origin = tokens::span(token).end();
            }
        }
        pieces.push((self.run(from, self.until, origin), comma));
        pieces
    }
}
