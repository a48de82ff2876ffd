//! A file, cut into blocks.

use std::ops::Range;

use crate::scan::{Braces, Kind, Lexeme, Scanner, is_header};

/// Cuts a schema into pieces that tile it: each is one top-level block with the comments and blank lines
/// above it, up to the end of the line of its closing brace. Comments after the last block are a piece,
/// and so is each line that belongs to no block. Ranges are in bytes, on character boundaries.
///
/// Only strings, comments and braces are looked at. Where a brace is missing, a line such as
/// `model User {` starts the next block all the same.
pub fn cut(text: &str) -> Vec<Range<usize>> {
    let mut cutter = Cutter {
        text,
        pieces: Vec::new(),
        start: 0,
        state: State::Between { loose_end: None },
        line: Line::default(),
        trivia: 0,
    };
    for lexeme in Scanner::new(text) {
        cutter.take(lexeme);
    }
    cutter.finish()
}

enum State {
    /// Above a block. `loose_end` is the end of a line that had content but no brace: the piece ends there
    /// unless the brace comes first thing on a later line.
    Between { loose_end: Option<usize> },
    /// Within a block.
    Inside(Braces),
    /// On the line of a closing brace that ends at this byte.
    Behind(usize),
}

#[derive(Default)]
struct Line {
    /// Whether anything but blanks and comments was on it.
    content: bool,
    /// Its first content, when that is text.
    first: Option<Lexeme>,
    /// How much content was on it: a header's brace is the second.
    count: usize,
}

struct Cutter<'t> {
    text: &'t str,
    pieces: Vec<Range<usize>>,
    start: usize,
    state: State,
    line: Line,
    /// The end of the last line with content: comments and blank lines since then.
    trivia: usize,
}

impl Cutter<'_> {
    fn cut_at(&mut self, at: usize) {
        if at > self.start {
            self.pieces.push(self.start..at);
            self.start = at;
        }
    }

    fn take(&mut self, lexeme: Lexeme) {
        match lexeme.kind {
            Kind::Newline => self.newline(lexeme.end),
            Kind::Comment | Kind::OpenComment => {}
            _ => {
                let first_of_line = !self.line.content;
                self.line.content = true;
                self.line.count += 1;
                if first_of_line && lexeme.kind == Kind::Text {
                    self.line.first = Some(lexeme);
                }
                self.content(lexeme, first_of_line);
            }
        }
    }

    fn newline(&mut self, end: usize) {
        if let State::Behind(_) = self.state {
            self.cut_at(end);
            self.state = State::Between { loose_end: None };
        }
        if self.line.content {
            self.trivia = end;
            if let State::Between { loose_end } = &mut self.state {
                // The line of a closing brace was cut off above, with `start` at its end.
                *loose_end = (end > self.start).then_some(end);
            }
        }
        self.line = Line::default();
    }

    fn content(&mut self, lexeme: Lexeme, first_of_line: bool) {
        if let State::Behind(brace) = self.state {
            self.cut_at(brace);
            self.state = State::Between { loose_end: None };
        }
        let starts_block = lexeme.kind == Kind::Open(b'{')
            && self.line.count == 2
            && self.line.first.is_some_and(|it| self.is_header(it));
        match &mut self.state {
            State::Between { loose_end } => {
                let loose_end = loose_end.take();
                if lexeme.kind == Kind::Open(b'{') {
                    self.open(lexeme, first_of_line);
                    return;
                }
                if let Some(end) = loose_end {
                    self.cut_at(end);
                }
                if lexeme.kind == Kind::Close(b'}') {
                    // It closes nothing, but a block may start behind it.
                    self.state = State::Behind(lexeme.end);
                }
            }
            State::Inside(braces) => {
                if starts_block {
                    self.cut_at(self.trivia);
                    self.open(lexeme, first_of_line);
                } else if braces.close_with(self.text, lexeme, first_of_line) {
                    self.state = State::Behind(lexeme.end);
                }
            }
            State::Behind(_) => {}
        }
    }

    fn open(&mut self, lexeme: Lexeme, first_of_line: bool) {
        let mut braces = Braces::default();
        braces.close_with(self.text, lexeme, first_of_line);
        self.state = State::Inside(braces);
    }

    fn is_header(&self, lexeme: Lexeme) -> bool {
        self.text.get(lexeme.start..lexeme.end).is_some_and(is_header)
    }

    fn finish(mut self) -> Vec<Range<usize>> {
        let end = self.text.len();
        if let State::Between { loose_end: Some(loose_end) } = self.state {
            self.cut_at(loose_end);
        }
        let rest = self.text.get(self.start..).unwrap_or_default();
        match self.pieces.last_mut() {
            // Blank lines at the end say nothing: no piece of their own.
            Some(last) if rest.trim().is_empty() => last.end = end,
            _ => self.cut_at(end),
        }
        self.pieces
    }
}
