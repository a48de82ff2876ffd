//! Wipes comments and opens conditional ones, so that what is left is code and every byte of it stands where
//! it stood.
//!
//! sqlparser opens `/*!50001 … */` itself, but with wrong columns, without knowing about quotes inside, and
//! for every dialect alike. Here the markers become blanks of the same length.

use std::borrow::Cow;

use super::scan::{Detail, Event, Scanner, Unclosed};
use crate::{target::Dialect, text::Span};

/// A statement without its comments.
#[derive(Debug)]
pub(super) struct Code<'a> {
    /// The text, as long as before.
    pub(super) text: Cow<'a, str>,
    /// The comments; conditional ones are not among them, whether the dialect runs them or not.
    pub(super) comments: Vec<Span>,
    /// What is not closed, and the byte where it opens. `text` still holds it.
    pub(super) unclosed: Option<(Unclosed, usize)>,
}

/// Wipes a statement's comments. Line ends stay.
pub(super) fn blank(text: &str, dialect: Dialect) -> Code<'_> {
    let bytes = text.as_bytes();
    let mut scanner = Scanner::new(dialect, b"");
    let mut comments = Vec::new();
    let mut wiped: Option<Vec<u8>> = None;
    let mut wipe = |start: usize, end: usize| {
        let target = wiped.get_or_insert_with(|| bytes.to_vec());
        for byte in target.get_mut(start..end).unwrap_or_default() {
            if !matches!(*byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    };
    while let Some(event) = scanner.next(bytes, true, Detail::Marks) {
        match event {
            Event::Comment(start, end) => {
                let rest = bytes.get(start..).unwrap_or_default();
                if !rest.starts_with(b"/*!") && !rest.starts_with(b"/*M!") {
                    comments.push(Span::new(start, end));
                }
                wipe(start, end);
            }
            Event::Delimiter(start, end) | Event::Open(start, end) | Event::Close(start, end) => wipe(start, end),
            Event::Word(..) | Event::Quoted(..) | Event::Other(..) => {}
        }
    }
    let unclosed = scanner.unclosed();
    if let Some((Unclosed::Comment, start)) = unclosed {
        comments.push(Span::new(start, bytes.len()));
    }
    // Only whole comments and ASCII markers were overwritten, so this is UTF-8.
    let text = match wiped.map(String::from_utf8) {
        Some(Ok(wiped)) => Cow::Owned(wiped),
        _ => Cow::Borrowed(text),
    };
    Code { text, comments, unclosed }
}
