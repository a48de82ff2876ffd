//! What stands between double quotes: Prisma schemas have the escapes of JSON.

use super::SyntaxError;
use crate::text::Span;

/// The text that a string means, and what is wrong with its escapes; spans count from the first quote's end.
pub(super) fn unescape(raw: &str) -> (String, Vec<SyntaxError>) {
    let mut text = String::with_capacity(raw.len());
    let mut errors = Vec::new();
    let mut rest = raw.char_indices();
    while let Some((start, c)) = rest.next() {
        if c < ' ' {
            text.push(c);
            let fix = if c == '\t' { "\\t".to_owned() } else { format!("\\u{:04x}", u32::from(c)) };
            errors.push(SyntaxError {
                span: Span::new(start, start + 1),
                message: "a string cannot hold a tab or another control character".into(),
                help: Some(format!("write `{fix}`")),
                fix: Some((Span::new(start, start + 1), fix)),
            });
            continue;
        }
        if c != '\\' {
            text.push(c);
            continue;
        }
        let escaped = match rest.next().map(|(_, c)| c) {
            Some(c @ ('"' | '\\' | '/')) => Some(c),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{C}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => {
                let found = unicode(rest.as_str());
                // The escape is ASCII: one character is one byte.
                let digits = rest.as_str().bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
                rest.by_ref().take(found.map_or(digits, |(_, length)| length)).for_each(drop);
                found.map(|(c, _)| c)
            }
            _ => None,
        };
        if let Some(c) = escaped {
            text.push(c);
            continue;
        }
        let end = raw.len() - rest.as_str().len();
        text.push_str(raw.get(start..end).unwrap_or_default());
        errors.push(SyntaxError {
            span: Span::new(start, end),
            message: "this escape does not exist".into(),
            help: Some("write `\\\\` for a backslash".into()),
            fix: Some((Span::at(start), "\\".into())),
        });
    }
    (text, errors)
}

/// The character of `XXXX` or of the pair `XXXX\uXXXX`, and how many bytes it takes.
fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 4)?;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
    };
    let first = unit(0)?;
    if let Some(c) = char::from_u32(u32::from(first)) {
        return Some((c, 4));
    }
    let second = unit(6).filter(|_| text.get(4..6) == Some("\\u"))?;
    let c = char::decode_utf16([first, second]).next()?.ok()?;
    Some((c, 10))
}
