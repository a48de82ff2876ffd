//! What is probably wrong with a line that the grammar could not read.

use std::ops::Range;

use shoring_prisma_grammar::{Kind, Lexeme, Scanner, is_header};

use super::read::Body;

/// A longer line is a file in a wrong language: it gets the plain message.
const LONGEST_EXPLAINED: usize = 4096;

/// Attributes of a field that people know by name, to find a lost `@`.
const FIELD_ATTRIBUTES: [&str; 7] = ["id", "unique", "default", "relation", "map", "updatedAt", "ignore"];

/// Why a line is wrong.
pub(super) struct Explanation {
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// Bytes of the line to replace, and by what. Offered only when the mended line can be read.
    pub(super) fix: Option<(Range<usize>, String)>,
}

/// What holds for every line that cannot be read.
pub(super) fn plain(body: Body) -> Explanation {
    let (message, help) = match body {
        Body::Model | Body::Unknown => {
            ("this line is not a field, an attribute or a comment", "a field is written `name Type @attribute`")
        }
        Body::Enum => ("this line is not a value, an attribute or a comment", "an enum has one value on each line"),
        Body::Config => ("this line is not a property or a comment", "a property is written `name = value`"),
    };
    explained(message, help, None)
}

/// Explains a line without comments.
pub(super) fn line(body: Body, text: &str) -> Explanation {
    if text.len() > LONGEST_EXPLAINED {
        return plain(body);
    }
    let line = Line { body, text, lexemes: Scanner::new(text).collect() };
    let specific = line.header().or_else(|| line.open_string()).or_else(|| line.brackets()).or_else(|| line.start());
    specific.or_else(|| line.end()).or_else(|| line.inside()).unwrap_or_else(|| plain(body))
}

struct Line<'t> {
    body: Body,
    text: &'t str,
    lexemes: Vec<Lexeme>,
}

fn explained(message: impl Into<String>, help: impl Into<String>, fix: Option<(Range<usize>, String)>) -> Explanation {
    Explanation { message: message.into(), help: Some(help.into()), fix }
}

impl Line<'_> {
    /// The edit, when the line with it can be read.
    fn proved(&self, range: Range<usize>, text: &str) -> Option<(Range<usize>, String)> {
        let before = self.text.get(..range.start)?;
        let after = self.text.get(range.end..)?;
        self.body.reads(&format!("{before}{text}{after}")).then(|| (range, text.to_owned()))
    }

    fn insert(&self, at: usize, text: &str) -> Option<(Range<usize>, String)> {
        self.proved(at..at, text)
    }

    /// Content that is not inside a string.
    fn texts(&self) -> impl Iterator<Item = (usize, &str)> {
        let texts = self.lexemes.iter().filter(|lexeme| lexeme.kind == Kind::Text);
        texts.filter_map(|lexeme| Some((lexeme.start, self.text.get(lexeme.start..lexeme.end)?)))
    }

    fn header(&self) -> Option<Explanation> {
        let (_, first) = self.texts().next()?;
        let brace = self.lexemes.get(1).is_some_and(|lexeme| lexeme.kind == Kind::Open(b'{'));
        (brace && is_header(first)).then(|| {
            explained(
                "a block cannot stand inside another one",
                "close the block above with `}` on a line of its own",
                None,
            )
        })
    }

    fn open_string(&self) -> Option<Explanation> {
        let open = self.lexemes.iter().find(|lexeme| lexeme.kind == Kind::OpenString)?;
        // `@map("users)`: the brackets at the end were meant to stand behind the string.
        let end = self.text.trim_end();
        let inner =
            std::iter::successors(end.strip_suffix([')', ']', '}']), |it| it.trim_end().strip_suffix([')', ']', '}']));
        let mut behind = inner.take(4).map(str::len).filter(|at| *at > open.start);
        let fix = behind.find_map(|at| self.insert(at, "\""));
        let fix = fix.or_else(|| ["\"", "\")", "\"])"].iter().find_map(|close| self.insert(end.len(), close)));
        // Where the string swallowed a comment, its end is anybody's guess.
        let fix = fix.filter(|_| !self.text.get(open.start..).unwrap_or_default().contains("//"));
        Some(explained("this string is not closed", "a string ends with `\"` on the line where it starts", fix))
    }

    fn brackets(&self) -> Option<Explanation> {
        let mut open: Vec<(u8, usize)> = Vec::new();
        for lexeme in &self.lexemes {
            match lexeme.kind {
                Kind::Open(bracket) => open.push((bracket, lexeme.start)),
                Kind::Close(bracket) => match open.last() {
                    Some((last, _)) if closing(*last) == bracket => {
                        open.pop();
                    }
                    Some((last, _)) if open.iter().any(|(it, _)| closing(*it) == bracket) => {
                        return Some(unclosed(
                            *last,
                            self.insert(lexeme.start, &char::from(closing(*last)).to_string()),
                        ));
                    }
                    _ => {
                        let bracket = char::from(bracket);
                        let fix = self.proved(lexeme.start..lexeme.end, "");
                        return Some(explained(
                            format!("this `{bracket}` closes nothing"),
                            format!("remove the `{bracket}`"),
                            fix,
                        ));
                    }
                },
                _ => {}
            }
        }
        let (last, at) = *open.last()?;
        let closers: String = open.iter().rev().map(|(bracket, _)| char::from(closing(*bracket))).collect();
        let end = self.text.trim_end();
        // `@id(map: "a" @map("b")`: perhaps it should close before the next attribute.
        let behind = self.text.get(at..).unwrap_or_default();
        let next = behind.find(" @").map(|found| self.text.get(..at + found).unwrap_or_default().trim_end().len());
        let at_comma = end.strip_suffix(',').map(str::len);
        let fix = self
            .insert(end.len(), &closers)
            .or_else(|| self.insert(next?, &closers))
            .or_else(|| self.proved(at_comma?..end.len(), &closers));
        Some(unclosed(last, fix))
    }

    /// Lines that start wrong.
    fn start(&self) -> Option<Explanation> {
        let text = self.text;
        if text.starts_with('#') || text.starts_with("--") {
            let marks = text.bytes().take_while(|byte| matches!(byte, b'#' | b'-')).count();
            return Some(explained(
                "a comment starts with `//`",
                "write `//` in front of it",
                Some((0..marks, "//".into())),
            ));
        }
        if !text.starts_with('@') {
            return None;
        }
        if self.body == Body::Config {
            return Some(explained(
                "a datasource or a generator has no attributes",
                "a property is written `name = value`",
                None,
            ));
        }
        if text.starts_with("@@") {
            return None;
        }
        let help = "write `@@`, or put it behind the field it belongs to";
        Some(explained(
            "an attribute on a line of its own belongs to the whole block and starts with `@@`",
            help,
            self.insert(0, "@"),
        ))
    }

    /// Lines that end wrong.
    fn end(&self) -> Option<Explanation> {
        let mark = self.text.chars().next_back().filter(|mark| matches!(mark, ';' | ','))?;
        let at = self.text.len() - 1;
        let fix = self.proved(at..at + 1, "")?;
        Some(explained(format!("a line does not end with `{mark}`"), format!("remove the `{mark}`"), Some(fix)))
    }

    /// Lines with something wrong in the middle.
    fn inside(&self) -> Option<Explanation> {
        let text = self.text;
        if let (Some(first), Some(last)) = (text.find('\''), text.rfind('\''))
            && self.texts().any(|(_, it)| it.contains('\''))
        {
            let inner = text.get(first + 1..last).filter(|inner| !inner.contains(['"', '\\', '\'']));
            let fix = inner.and_then(|inner| self.proved(first..last + 1, &format!("\"{inner}\"")));
            return Some(explained("a string stands in double quotes", "write `\"` instead of `'`", fix));
        }
        let equals = self.texts().any(|(_, it)| it.contains('='));
        match self.body {
            Body::Config => self.no_equals(),
            Body::Enum if equals => Some(explained(
                "an enum value is only a name",
                "`@map(\"…\")` behind it says how the database spells it",
                None,
            )),
            Body::Model if equals => Some(explained(
                "properties belong to a datasource or a generator",
                "a field is written `name Type @attribute`",
                None,
            )),
            Body::Model => self.doubled_at().or_else(|| self.lost_at()),
            _ => None,
        }
    }

    /// `provider "mysql"`
    fn no_equals(&self) -> Option<Explanation> {
        let (start, first) = self.texts().next()?;
        let word = first.split([' ', '\t', ':']).next()?;
        let at = start + word.len();
        let colon = self.text.get(at..).is_some_and(|rest| rest.trim_start().starts_with(':'));
        let fix = if colon {
            let colon = at + self.text.get(at..)?.find(':')?;
            self.proved(at..colon + 1, " =")
        } else {
            self.insert(at, " =")
        };
        Some(explained(
            "there is no `=` between this property and its value",
            "a property is written `name = value`",
            Some(fix?),
        ))
    }

    /// `id Int @@id`
    fn doubled_at(&self) -> Option<Explanation> {
        let at = self.texts().find_map(|(start, it)| it.find("@@").map(|found| start + found)).filter(|at| *at > 0)?;
        let fix = self.proved(at..at + 1, "");
        Some(explained(
            "an attribute of a field starts with one `@`",
            "attributes with `@@` stand on a line of their own",
            fix,
        ))
    }

    /// `id Int id`
    fn lost_at(&self) -> Option<Explanation> {
        let words = self.texts().flat_map(|(start, it)| {
            let places = it.match_indices([' ', '\t']).map(move |(at, _)| start + at + 1);
            places.filter(|at| {
                self.text
                    .get(*at..)
                    .is_some_and(|rest| FIELD_ATTRIBUTES.iter().any(|name| starts_with_word(rest, name)))
            })
        });
        let fix = words.take(4).find_map(|at| self.insert(at, "@"))?;
        Some(explained("an attribute starts with `@`", "write `@` in front of it", Some(fix)))
    }
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')))
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

fn unclosed(open: u8, fix: Option<(Range<usize>, String)>) -> Explanation {
    let (open, close) = (char::from(open), char::from(closing(open)));
    explained(format!("this `{open}` is not closed"), format!("close it with `{close}`"), fix)
}
