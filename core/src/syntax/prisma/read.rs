//! One block, read into its tree.

use std::borrow::Cow;

use pest::{
    Parser,
    iterators::{Pair, Pairs},
};
use shoring_prisma_grammar::{Braces, Grammar, KEYWORDS, Kind, Rule, Scanner, has_line_break, written_lines};
use smol_str::SmolStr;

use super::{
    ast::{
        Argument, Arity, Attribute, Block, BlockKind, Comment, EnumValue, Field, FieldType, Member, Property, Value,
    },
    explain,
    lines::KnownLines,
};
use crate::{
    order::sort_by_key,
    syntax::{Name, SyntaxError, quoted::unescape},
    text::Span,
};

/// The largest block that is read, in bytes. A model of 4 MiB has about 60,000 fields.
pub const MAX_BLOCK_BYTES: usize = 4 << 20;

/// How deep parentheses, brackets and braces may nest within a block. Real schemas need four levels; the
/// grammar is recursive, and a stack has an end.
pub const MAX_NESTING: usize = 100;

/// Past so many errors in one block, a line is not looked at for what it may have been meant to be.
const MAX_EXPLAINED: usize = 100;

/// Reads one piece that [`cut`](super::cut()) made: a block with the comments above it.
///
/// It never fails. What cannot be read is in [`Block::errors`], and the rest is in the tree; a piece
/// without a block (only comments, or a stray line) gives [`BlockKind::Other`]. When the text holds more
/// than one block, the first is read, and the rest is an error.
pub fn read_block(text: &str) -> Block {
    read(text, None)
}

/// Reads blocks as [`read_block`] does, and of lines that differ in names only (`id Int @id`) the first.
#[derive(Debug, Default)]
pub struct BlockReader {
    lines: KnownLines,
}

impl BlockReader {
    /// Reads one piece. The tree does not depend on what was read before.
    pub fn read(&mut self, text: &str) -> Block {
        read(text, Some(&mut self.lines))
    }
}

fn read(text: &str, known: Option<&mut KnownLines>) -> Block {
    let layout = Layout::of(text);
    let plain = layout.without_comments(text);
    let line_break = if layout.crlf { "\r\n" } else { "\n" };
    let mut reader = Reader {
        text,
        plain: &plain,
        base: 0,
        errors: Vec::new(),
        members: Vec::new(),
        shared_line: false,
        line_break,
    };
    let (kind, name, span) = reader.block(&layout, known);
    sort_by_key(&mut reader.errors, |error| error.span.start);
    let refused = reader.members.iter().flat_map(|member| refused(text, &plain, member)).collect();
    Block {
        kind,
        name,
        span,
        members: reader.members,
        close: Span::at(layout.close.unwrap_or(text.len())).start,
        comments: layout.comments,
        errors: reader.errors,
        refused,
    }
}

/// What Prisma's parser refuses of a member that reads well: it wants each on one line, and no comma before a closing bracket.
fn refused(text: &str, plain: &str, member: &Member) -> Vec<SyntaxError> {
    let span = member.span();
    let own = span.of(plain);
    let mut found = Vec::new();
    let has_comment = span.of(text) != own;
    // Most have none of what this is about.
    let closes_behind = |comma: usize| {
        let rest = own.as_bytes().get(comma + 1..).unwrap_or_default();
        rest.iter().find(|byte| **byte != b' ').is_some_and(|byte| !byte.is_ascii_alphanumeric())
    };
    if !has_comment && !has_line_break(own) && !memchr::memchr_iter(b',', own.as_bytes()).any(closes_behind) {
        return found;
    }
    let mut comma = None;
    for lexeme in Scanner::new(own) {
        match lexeme.kind {
            Kind::Close(_) => {
                if let Some(at) = comma.filter(|at| !is_of_native_type(member, span.start() + at)) {
                    found.push(SyntaxError {
                        help: Some("remove it".into()),
                        fix: Some((Span::new(at, at + 1).shift(span.start()), String::new())),
                        ..problem(
                            Span::new(at, at + 1).shift(span.start()),
                            "Prisma takes no comma before a closing bracket",
                        )
                    });
                }
                comma = None;
            }
            Kind::Newline => {}
            Kind::Text if own.get(lexeme.start..lexeme.end).is_some_and(|it| it.ends_with(',')) => {
                comma = Some(lexeme.end - 1);
            }
            _ => comma = None,
        }
    }
    if has_line_break(own) {
        let joined = joined_lines(own);
        found.clear();
        found.push(SyntaxError {
            help: Some("write it on one line".into()),
            // Comments in between are not thrown away.
            fix: Some((span, joined)).filter(|_| !has_comment),
            ..problem(span, "this stands on several lines, and Prisma reads one line at a time")
        });
    } else if has_comment {
        found.push(SyntaxError {
            help: Some("put it behind the line, or above".into()),
            ..problem(span, "Prisma takes no comment within a line")
        });
    }
    found
}

/// Whether a byte stands within a native type: those are read by another part of Prisma, which takes the comma.
fn is_of_native_type(member: &Member, at: usize) -> bool {
    let Member::Field(field) = member else { return false };
    let is_there = |it: &&Attribute| it.span.start() <= at && at < it.span.end();
    field.attributes.iter().find(is_there).is_some_and(|it| it.name.text.contains('.'))
}

/// A text on one line, without commas before closing brackets.
fn joined_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()) {
        let closes = line.starts_with([')', ']', '}']);
        if closes && out.ends_with(',') {
            out.pop();
        }
        if !(out.is_empty() || out.ends_with(['(', '[']) || closes) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// What the bytes of a piece tell.
#[derive(Default)]
struct Layout {
    comments: Vec<Comment>,
    /// `/*` without an end.
    open_comment: Option<Span>,
    /// The first byte that is neither blank nor comment.
    first: Option<usize>,
    /// One past the last such byte, up to the closing brace when there is one.
    last: usize,
    /// The brace that opens the block.
    open: Option<usize>,
    /// The brace that closes it.
    close: Option<usize>,
    /// Content on the line of the opening brace, behind it.
    crowded_open: Option<Span>,
    /// Content on the line of the closing brace, before it.
    crowded_close: bool,
    /// Content behind the closing brace.
    behind: Option<Span>,
    /// Whether a line ends with `\r\n`.
    crlf: bool,
    /// A bracket that is nested too deep.
    too_deep: Option<Span>,
}

impl Layout {
    fn of(text: &str) -> Self {
        let mut layout = Self::default();
        let mut braces = Braces::default();
        let mut depth = 0_usize;
        let mut line_has_content = false;
        let mut open_line = false;
        // The last content, when it is a `}` at the start of its line.
        let mut last_brace = None;
        for lexeme in Scanner::new(text) {
            let span = Span::new(lexeme.start, lexeme.end);
            match lexeme.kind {
                Kind::Newline => {
                    layout.crlf |= lexeme.end - lexeme.start == 2;
                    line_has_content = false;
                    open_line = false;
                    continue;
                }
                Kind::Comment | Kind::OpenComment => {
                    layout.comments.push(Comment { span });
                    if lexeme.kind == Kind::OpenComment {
                        layout.open_comment.get_or_insert(span);
                    }
                    continue;
                }
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if layout.close.is_some() {
                layout.behind = Some(layout.behind.map_or(span, |behind| behind.cover(span)));
                continue;
            }
            let first_of_line = !line_has_content;
            line_has_content = true;
            layout.first.get_or_insert(lexeme.start);
            if open_line && layout.crowded_open.is_none() {
                layout.crowded_open = Some(span);
            }
            // The block's own brace is not nesting.
            if depth > MAX_NESTING + 1 {
                layout.too_deep.get_or_insert(span);
            }
            if layout.open.is_none() && lexeme.kind == Kind::Open(b'{') {
                layout.open = Some(lexeme.start);
                open_line = true;
            }
            last_brace = (first_of_line && lexeme.kind == Kind::Close(b'}')).then_some(lexeme.start);
            if layout.open.is_some() && braces.close_with(text, lexeme, first_of_line) {
                layout.close = Some(lexeme.start);
                layout.crowded_close = !first_of_line;
            }
            layout.last = lexeme.end;
        }
        // A value's brace is not closed: the last one is still most likely meant for the block.
        if layout.open.is_some() && layout.close.is_none() {
            layout.close = last_brace;
        }
        layout
    }

    /// The text with spaces for comments; every byte keeps its place.
    fn without_comments<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.comments.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut plain = String::with_capacity(text.len());
        let mut done = 0;
        for comment in &self.comments {
            plain.push_str(text.get(done..comment.span.start()).unwrap_or_default());
            plain.extend(std::iter::repeat_n(' ', comment.span.len()));
            done = comment.span.end();
        }
        plain.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(plain)
    }
}

/// What the lines of a block are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// Fields and `@@` attributes.
    Model,
    /// Values and `@@` attributes.
    Enum,
    /// Properties.
    Config,
    /// Nobody knows: lines that cannot be read are no further error.
    Unknown,
}

impl Body {
    fn of(kind: &BlockKind) -> Self {
        match kind {
            BlockKind::Model | BlockKind::View | BlockKind::CompositeType => Self::Model,
            BlockKind::Enum => Self::Enum,
            BlockKind::Datasource | BlockKind::Generator => Self::Config,
            BlockKind::Other(_) => Self::Unknown,
        }
    }

    fn rule(self) -> Rule {
        match self {
            Self::Model => Rule::model_lines,
            Self::Enum => Rule::enum_lines,
            Self::Config => Rule::config_lines,
            Self::Unknown => Rule::other_lines,
        }
    }

    /// Whether a text is one whole member of such a block. It may hold no comment.
    pub(super) fn reads(self, line: &str) -> bool {
        let rule = match self {
            Self::Model => Rule::model_proof,
            Self::Enum => Rule::enum_proof,
            Self::Config => Rule::config_proof,
            Self::Unknown => return false,
        };
        Grammar::parse(rule, line).is_ok()
    }
}

fn kind_of(keyword: &str) -> BlockKind {
    match keyword {
        "model" => BlockKind::Model,
        "view" => BlockKind::View,
        "type" => BlockKind::CompositeType,
        "enum" => BlockKind::Enum,
        "datasource" => BlockKind::Datasource,
        "generator" => BlockKind::Generator,
        _ => BlockKind::Other(keyword.into()),
    }
}

/// The keyword that a word was probably meant to be.
fn nearest_keyword(word: &str) -> Option<&'static str> {
    if word.len() > 24 {
        return None;
    }
    let word = word.to_lowercase();
    let near = KEYWORDS.iter().map(|keyword| (strsim::damerau_levenshtein(&word, keyword), *keyword)).min()?;
    (near.0 <= 2 && near.0 * 2 <= word.chars().count()).then_some(near.1)
}

struct Reader<'t> {
    /// The piece as it was given.
    text: &'t str,
    /// The piece with spaces for comments.
    plain: &'t str,
    /// Where the text that pest sees starts in the piece.
    base: usize,
    errors: Vec<SyntaxError>,
    members: Vec<Member>,
    /// Whether the last member stands on the line of the one before.
    shared_line: bool,
    /// The line break that the piece uses, for fixes.
    line_break: &'static str,
}

/// An error without advice; callers add it with `..problem(…)`.
fn problem(span: Span, message: impl Into<String>) -> SyntaxError {
    SyntaxError { span, message: message.into(), help: None, fix: None }
}

impl<'t> Reader<'t> {
    fn block(&mut self, layout: &Layout, known: Option<&mut KnownLines>) -> (BlockKind, Option<Name>, Span) {
        if let Some(span) = layout.open_comment {
            self.errors.push(SyntaxError {
                help: Some("close it with `*/`; until then the rest of its line counts as the comment".into()),
                fix: Some((Span::at(span.end()), " */".into())),
                ..problem(span, "this comment is not closed")
            });
        }
        let Some(first) = layout.first else {
            return (BlockKind::Other(SmolStr::default()), None, Span::at(self.text.len()));
        };
        let Some(open) = layout.open else {
            return self.loose_lines(layout, first);
        };
        let span = Span::new(first, layout.close.map_or(layout.last, |close| close + 1));
        let (kind, body) = self.keyword(first, open);
        let name = if let Some(refusal) = self.refusal(layout, first, open) {
            self.errors.push(refusal);
            // Only the head: it names the block, and cannot nest.
            self.head(first, open)
        } else {
            self.crowded(layout, open);
            let name = self.head(first, open);
            self.lines(open + 1, layout.close.unwrap_or(layout.last), body, known);
            self.unclosed(layout, first, open);
            name
        };
        if let Some(behind) = layout.behind {
            self.errors.push(SyntaxError {
                help: Some("a block ends with its `}`: start the next one on a new line".into()),
                ..problem(behind, "this text stands outside of the block")
            });
        }
        (kind, name, span)
    }

    /// Lets pest read `start..end`. The rules for blocks take every text; if one does not, that is an error of
    /// the text like any other.
    fn parse(&mut self, rule: Rule, start: usize, end: usize) -> Option<Pairs<'t, Rule>> {
        let plain: &'t str = self.plain;
        let read =
            Grammar::parse(rule, plain.get(start..end).unwrap_or_default()).ok().and_then(|mut pairs| pairs.next());
        if read.is_none() {
            self.errors.push(problem(Span::new(start, end), "this block could not be read"));
        }
        self.base = start;
        read.map(Pair::into_inner)
    }

    /// What stands before the lines of a block, up to its brace. Gives its name.
    fn head(&mut self, first: usize, open: usize) -> Option<Name> {
        let pairs = self.parse(Rule::head, first, open + 1)?;
        let mut keyword = None;
        let mut name = None;
        for pair in pairs {
            match pair.as_rule() {
                Rule::keyword => keyword = Some(self.span(&pair)),
                Rule::name => name = Some(self.block_name(&pair)),
                Rule::junk => {
                    let span = self.trimmed(&pair);
                    self.errors.push(problem(span, "this cannot stand between the name of a block and its `{`"));
                }
                Rule::brace => self.brace(keyword, name.as_ref(), self.span(&pair)),
                _ => {}
            }
        }
        name
    }

    /// The lines of a block. What is wrong may reach over several lines: then all are read together.
    fn lines(&mut self, start: usize, end: usize, body: Body, known: Option<&mut KnownLines>) {
        let errors = self.errors.len();
        if !known.is_some_and(|known| self.lines_apart(start, end, body, known)) {
            self.errors.truncate(errors);
            self.members.clear();
            self.shared_line = false;
            self.lines_together(start, end, body);
        }
    }

    /// Reads only the lines that are not known. False where one of them is not one member, whole: then what was
    /// read is worth nothing.
    ///
    /// One that is reads the same whatever comes after it: a reader that has taken a line up to its end has not looked
    /// further, because only brackets lead over the end of a line, and all of its own are closed.
    fn lines_apart(&mut self, start: usize, end: usize, body: Body, known: &mut KnownLines) -> bool {
        let plain: &'t str = self.plain;
        let mut unknown: Vec<(usize, &'t str)> = Vec::new();
        for (begin, content) in written_lines(plain.get(start..end).unwrap_or_default()) {
            let begin = start + begin;
            let Some(member) = known.get(body, content, begin) else {
                unknown.push((begin, content));
                continue;
            };
            if !self.unknown_lines(&unknown, body, known) {
                return false;
            }
            unknown.clear();
            self.members.push(member);
        }
        self.unknown_lines(&unknown, body, known)
    }

    /// Reads lines that follow each other. False where one of them is not one member, whole.
    fn unknown_lines(&mut self, lines: &[(usize, &'t str)], body: Body, known: &mut KnownLines) -> bool {
        let (Some((start, _)), Some((last, content))) = (lines.first(), lines.last()) else { return true };
        let (members, errors) = (self.members.len(), self.errors.len());
        self.lines_together(*start, last + content.len(), body);
        let read = self.members.get(members..).unwrap_or_default();
        let is_whole =
            |((start, line), member): (&(usize, &str), &Member)| member.span() == Span::new(*start, start + line.len());
        if read.len() != lines.len() || !lines.iter().zip(read).all(is_whole) {
            return false;
        }
        // What an error says of a line is said where it stands.
        if self.errors.len() == errors {
            lines.iter().zip(read).for_each(|((start, line), member)| known.learn(body, line, *start, member));
        }
        true
    }

    fn lines_together(&mut self, start: usize, end: usize, body: Body) {
        if let Some(pairs) = self.parse(body.rule(), start, end) {
            self.body(pairs, body);
        }
    }

    /// What the word before the block says it is, and how to read its lines.
    fn keyword(&mut self, first: usize, open: usize) -> (BlockKind, Body) {
        let head = self.plain.get(first..open).unwrap_or_default();
        let word = head.split(|c: char| !is_part(c)).next().unwrap_or_default();
        let kind = kind_of(word);
        let body = Body::of(&kind);
        if body != Body::Unknown || word.is_empty() {
            return (kind, body);
        }
        let span = Span::new(first, first + word.len());
        let message = format!("`{}` is not a kind of block", shown(word));
        let Some(near) = nearest_keyword(word) else {
            self.errors.push(SyntaxError {
                help: Some(format!("a block starts with {}", listed(&KEYWORDS))),
                ..problem(span, message)
            });
            return (kind, body);
        };
        self.errors.push(SyntaxError {
            help: Some(format!("did you mean `{near}`?")),
            fix: Some((span, near.into())),
            ..problem(span, message)
        });
        (kind, Body::of(&kind_of(near)))
    }

    /// Why this block is not read at all.
    fn refusal(&self, layout: &Layout, first: usize, open: usize) -> Option<SyntaxError> {
        let (span, message) = if self.text.len() > MAX_BLOCK_BYTES {
            (Span::new(first, open + 1), format!("this block is larger than {} MiB", MAX_BLOCK_BYTES >> 20))
        } else {
            (layout.too_deep?, format!("nesting is deeper than {MAX_NESTING} levels"))
        };
        Some(SyntaxError { help: Some("the whole block was not read".into()), ..problem(span, message) })
    }

    /// Prisma wants a new line behind the opening brace and before the closing one.
    fn crowded(&mut self, layout: &Layout, open: usize) {
        if let Some(span) = layout.crowded_open {
            self.errors.push(SyntaxError {
                help: Some("start a new line after the `{`".into()),
                fix: Some((Span::at(open + 1), self.line_break.into())),
                ..problem(span, "what a block holds cannot stand on the line of its `{`")
            });
        } else if let (true, Some(close)) = (layout.crowded_close, layout.close) {
            self.errors.push(SyntaxError {
                help: Some("put the `}` on a line of its own".into()),
                fix: Some((Span::at(close), self.line_break.into())),
                ..problem(Span::new(close, close + 1), "the `}` of a block cannot stand behind something else")
            });
        }
    }

    fn unclosed(&mut self, layout: &Layout, first: usize, open: usize) {
        if layout.close.is_some() {
            return;
        }
        let head = self.plain.get(first..=open).unwrap_or_default();
        // A comment at the end of the last line must not swallow the brace.
        let rest = self.text.get(layout.last..).unwrap_or_default();
        let line_end = layout.last + rest.find(['\n', '\r']).unwrap_or(rest.len());
        let at = layout
            .comments
            .iter()
            .map(|comment| comment.span)
            .find(|span| span.start() <= line_end && line_end < span.end());
        let at = at.map_or(line_end, Span::end);
        self.errors.push(SyntaxError {
            help: Some("end it with `}` on a line of its own".into()),
            fix: Some((Span::at(at), format!("{}}}", self.line_break))),
            ..problem(Span::new(first, first + head.len()), "this block is not closed")
        });
    }

    /// Text that is no block.
    fn loose_lines(&mut self, layout: &Layout, first: usize) -> (BlockKind, Option<Name>, Span) {
        let span = Span::new(first, layout.last);
        let content = span.of(self.plain);
        let word = content.split(|c: char| !is_part(c)).next().unwrap_or_default();
        let kind = BlockKind::Other(word.into());
        if layout.too_deep.is_none()
            && let Ok(mut alias) = Grammar::parse(Rule::alias, content)
        {
            self.base = first;
            let name = alias.next().map(|pair| self.name(&pair));
            self.errors.push(SyntaxError {
                help: Some("use the type itself in each field".into()),
                ..problem(span, "Prisma has no `type X = …` any more")
            });
            return (kind, name, span);
        }
        let mut name = None;
        for (start, line) in content_lines(content) {
            let at = Span::new(first + start, first + start + line.len());
            let mut error = problem(at, "this line stands outside of any block");
            let near = line.split(|c: char| !is_part(c)).next().and_then(nearest_keyword);
            let mut words = line.split_ascii_whitespace().skip(1);
            match (near, words.next(), words.next()) {
                (Some(near), Some(second), None) if second.chars().all(is_part) => {
                    error.message = format!("this {near} has no body");
                    error.help =
                        Some("open it with `{` on this line, and close it with `}` on a line of its own".into());
                    error.fix = Some((Span::at(at.end()), " {".into()));
                    let start = at.end() - second.len();
                    name = Some(Name { text: second.into(), span: Span::new(start, at.end()) });
                }
                _ if line.starts_with('#') || line.starts_with("--") => {
                    let marks = line.bytes().take_while(|byte| matches!(byte, b'#' | b'-')).count();
                    error.message = "a comment starts with `//`".into();
                    error.fix = Some((Span::new(at.start(), at.start() + marks), "//".into()));
                }
                _ if line == "}" => error.message = "this `}` closes nothing".into(),
                _ => error.help = Some(format!("a block starts with {}", listed(&KEYWORDS))),
            }
            self.errors.push(error);
        }
        (kind, name, span)
    }

    /// The members of a block, and lines that are none.
    fn body(&mut self, pairs: Pairs<'t, Rule>, body: Body) {
        for pair in pairs {
            match pair.as_rule() {
                Rule::field | Rule::full_field => {
                    let field = self.field(pair);
                    self.member(Member::Field(field));
                }
                Rule::block_attribute => {
                    let attribute = self.attribute(pair);
                    self.member(Member::BlockAttribute(attribute));
                }
                Rule::enum_value => {
                    let value = self.enum_value(pair);
                    self.member(Member::EnumValue(value));
                }
                Rule::property => {
                    let property = self.property(pair);
                    self.member(Member::Property(property));
                }
                Rule::bad if body != Body::Unknown => self.bad_line(&pair, body),
                _ => {}
            }
        }
    }

    fn brace(&mut self, keyword: Option<Span>, name: Option<&Name>, brace: Span) {
        let Some(keyword) = keyword else {
            self.errors.push(SyntaxError {
                help: Some(format!("a block starts with {}", listed(&KEYWORDS))),
                ..problem(brace, "this block does not say what it is")
            });
            return;
        };
        let Some(name) = name else {
            self.errors.push(SyntaxError {
                help: Some("write a name between the keyword and the `{`".into()),
                ..problem(keyword, "this block has no name")
            });
            return;
        };
        let between = Span::new(name.span.end(), brace.start());
        if has_line_break(between.of(self.text)) {
            self.errors.push(SyntaxError {
                help: Some("put the `{` on the line of the name".into()),
                // Comments in between are not thrown away.
                fix: between.of(self.text).trim().is_empty().then(|| (between, " ".into())),
                ..problem(brace, "the `{` of a block stands on the line of its name")
            });
        }
    }

    /// Keeps a member. Each stands on a line of its own; one error tells it of a whole line.
    fn member(&mut self, member: Member) {
        let before = self.members.last().map_or(0, |before| before.span().end());
        let between = Span::new(before, member.span().start());
        let shares_line = !self.members.is_empty() && !has_line_break(between.of(self.plain));
        if shares_line && !self.shared_line {
            let only_blanks = between.of(self.text).trim().is_empty();
            self.errors.push(SyntaxError {
                help: Some("start a new line before it".into()),
                fix: only_blanks.then(|| (between, self.line_break.to_owned() + "  ")),
                ..problem(member.span(), "this stands on the line of something else")
            });
        }
        self.shared_line = shares_line;
        self.members.push(member);
    }

    fn bad_line(&mut self, pair: &Pair<'t, Rule>, body: Body) {
        let span = self.trimmed(pair);
        let explained = if self.errors.len() < MAX_EXPLAINED {
            explain::line(body, span.of(self.plain))
        } else {
            explain::plain(body)
        };
        self.errors.push(SyntaxError {
            span,
            message: explained.message,
            help: explained.help,
            fix: explained.fix.map(|(range, text)| (Span::new(range.start, range.end).shift(span.start()), text)),
        });
    }

    fn field(&mut self, pair: Pair<'t, Rule>) -> Field {
        let mut field = Field { name: self.no_name(&pair), ty: None, attributes: Vec::new(), span: Span::default() };
        for pair in pair.into_inner() {
            let span = self.span(&pair);
            match pair.as_rule() {
                Rule::name => field.name = self.member_name(&pair),
                Rule::colon => self.errors.push(SyntaxError {
                    help: Some("remove it: a field is written `name Type`".into()),
                    fix: Some((span, String::new())),
                    ..problem(span, "there is no `:` between a field and its type")
                }),
                Rule::ty_name => {
                    field.ty =
                        Some(FieldType { name: self.name(&pair), unsupported: false, arity: Arity::Required, span });
                }
                Rule::unsupported => field.ty = pair.into_inner().next().map(|text| self.unsupported(&text, span)),
                Rule::bracketed => field.ty = pair.into_inner().next().map(|name| self.bracketed(&name, span)),
                Rule::suffix => self.suffix(pair.as_str(), span, field.ty.as_mut()),
                Rule::attribute => {
                    let attribute = self.attribute(pair);
                    field.attributes.push(attribute);
                }
                _ => {}
            }
            field.span = if field.span.is_empty() { span } else { field.span.cover(span) };
        }
        if field.ty.is_none() {
            self.errors.push(SyntaxError {
                help: Some(format!("write one behind its name, as in `{} String`", shown(&field.name.text))),
                ..problem(field.name.span, "this field has no type")
            });
        }
        field
    }

    fn unsupported(&mut self, text: &Pair<'t, Rule>, span: Span) -> FieldType {
        let quoted = self.string(text);
        let inside = Span::new(quoted.span.start() + 1, quoted.span.end() - 1);
        FieldType { name: Name { text: quoted.text, span: inside }, unsupported: true, arity: Arity::Required, span }
    }

    fn bracketed(&mut self, name: &Pair<'t, Rule>, span: Span) -> FieldType {
        let name = self.name(name);
        self.errors.push(SyntaxError {
            help: Some(format!("write `{}[]`", shown(&name.text))),
            fix: Some((span, format!("{}[]", name.text))),
            ..problem(span, "the brackets of a list stand behind its type")
        });
        FieldType { name, unsupported: false, arity: Arity::List, span }
    }

    fn suffix(&mut self, text: &str, span: Span, ty: Option<&mut FieldType>) {
        let Some(ty) = ty else { return };
        ty.span = ty.span.cover(span);
        match text {
            "?" if ty.arity == Arity::Required => ty.arity = Arity::Optional,
            "[]" if ty.arity == Arity::Required => ty.arity = Arity::List,
            "!" => self.errors.push(SyntaxError {
                help: Some("remove the `!`: a type without `?` is required".into()),
                fix: Some((span, String::new())),
                ..problem(span, "Prisma has no `!` behind a type any more")
            }),
            "?" | "[]?" => {
                ty.arity = Arity::List;
                let mark = Span::new(span.end() - 1, span.end());
                self.errors.push(SyntaxError {
                    help: Some("remove the `?`: a list without items is empty".into()),
                    fix: Some((mark, String::new())),
                    ..problem(mark, "a list cannot be optional")
                });
            }
            _ => self.errors.push(SyntaxError {
                help: Some("write `[]` once".into()),
                fix: Some((span, String::new())),
                ..problem(span, "a list of lists is not possible")
            }),
        }
    }

    fn enum_value(&mut self, pair: Pair<'t, Rule>) -> EnumValue {
        let mut value = EnumValue { name: self.no_name(&pair), attributes: Vec::new(), span: Span::default() };
        for pair in pair.into_inner() {
            let span = self.span(&pair);
            if pair.as_rule() == Rule::attribute {
                let attribute = self.attribute(pair);
                value.attributes.push(attribute);
                value.span = value.span.cover(span);
            } else {
                value.name = self.member_name(&pair);
                value.span = span;
            }
        }
        value
    }

    fn property(&mut self, pair: Pair<'t, Rule>) -> Property {
        let mut property = Property { name: self.no_name(&pair), value: None, span: Span::default() };
        let mut inner = pair.into_inner();
        while let Some(pair) = inner.next() {
            let span = self.span(&pair);
            match pair.as_rule() {
                Rule::name => {
                    property.name = self.name(&pair);
                    property.span = span;
                }
                Rule::equals => property.span = property.span.cover(span),
                _ => {
                    let value = self.value(pair, &mut inner);
                    property.span = value.as_ref().map_or(property.span, |value| property.span.cover(value.span()));
                    property.value = value;
                }
            }
        }
        if property.value.is_none() {
            self.errors.push(SyntaxError {
                help: Some("write one behind the `=`".into()),
                ..problem(property.span, "this property has no value")
            });
        }
        property
    }

    fn attribute(&mut self, pair: Pair<'t, Rule>) -> Attribute {
        let mut attribute = Attribute { name: self.no_name(&pair), arguments: Vec::new(), span: self.span(&pair) };
        for pair in pair.into_inner() {
            if pair.as_rule() == Rule::args {
                attribute.arguments = self.arguments(pair);
            } else {
                attribute.name = self.name(&pair);
            }
        }
        attribute
    }

    fn arguments(&mut self, pair: Pair<'t, Rule>) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let mut inner = pair.into_inner();
        while let Some(pair) = inner.next() {
            let span = self.span(&pair);
            let (name, value) =
                if pair.as_rule() == Rule::named { self.named(pair) } else { (None, self.value(pair, &mut inner)) };
            // A call is longer than the word that starts it.
            let span = value.as_ref().map_or(span, |value| span.cover(value.span()));
            arguments.push(Argument { name, value, span });
        }
        arguments
    }

    /// `name: value`, or `name:` alone.
    fn named(&mut self, pair: Pair<'t, Rule>) -> (Option<Name>, Option<Value>) {
        let mut inner = pair.into_inner();
        let name = inner.next().map(|pair| self.name(&pair));
        let value = inner.next().and_then(|pair| self.value(pair, &mut inner));
        (name, value)
    }

    /// A value; the arguments of a call are the next sibling of its name.
    fn value(&mut self, pair: Pair<'t, Rule>, siblings: &mut Pairs<'t, Rule>) -> Option<Value> {
        let span = self.span(&pair);
        Some(match pair.as_rule() {
            Rule::string => Value::String(self.string(&pair)),
            Rule::number => Value::Number(self.name(&pair)),
            Rule::path => {
                let name = self.name(&pair);
                if siblings.peek().is_none_or(|next| next.as_rule() != Rule::args) {
                    return Some(Value::Word(name));
                }
                let args = siblings.next()?;
                let span = span.cover(self.span(&args));
                Value::Call { name, arguments: self.arguments(args), span }
            }
            Rule::list => {
                let mut items = Vec::new();
                let mut inner = pair.into_inner();
                while let Some(pair) = inner.next() {
                    items.extend(self.value(pair, &mut inner));
                }
                Value::List(items, span)
            }
            Rule::object => {
                let mut entries = Vec::new();
                for pair in pair.into_inner() {
                    if let (Some(name), value) = self.named(pair) {
                        entries.push((name, value));
                    }
                }
                Value::Object(entries, span)
            }
            _ => return None,
        })
    }

    fn string(&mut self, pair: &Pair<'t, Rule>) -> Name {
        let span = self.span(pair);
        let quoted = pair.as_str();
        let inside = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
        if !inside.bytes().any(|byte| byte == b'\\' || byte < b' ') {
            return Name { text: inside.into(), span };
        }
        let (text, problems) = unescape(inside);
        self.errors.extend(problems.into_iter().map(|mut error| {
            let by = span.start() + 1;
            error.span = error.span.shift(by);
            error.fix = error.fix.map(|(range, text)| (range.shift(by), text));
            error
        }));
        Name { text: text.into(), span }
    }

    fn block_name(&mut self, pair: &Pair<'t, Rule>) -> Name {
        self.checked_name(pair, "@@map")
    }

    fn member_name(&mut self, pair: &Pair<'t, Rule>) -> Name {
        self.checked_name(pair, "@map")
    }

    fn checked_name(&mut self, pair: &Pair<'t, Rule>, map: &str) -> Name {
        let name = self.name(pair);
        if name.text.starts_with('_') {
            let shown = shown(&name.text);
            self.errors.push(SyntaxError {
                help: Some(format!("give it another name; `{map}(\"{shown}\")` keeps this one in the database")),
                ..problem(name.span, "a name cannot start with an underscore")
            });
        }
        name
    }

    fn name(&self, pair: &Pair<'t, Rule>) -> Name {
        Name { text: pair.as_str().into(), span: self.span(pair) }
    }

    /// Stands in until the name is read, which comes first in every rule that has one.
    fn no_name(&self, pair: &Pair<'t, Rule>) -> Name {
        Name { text: SmolStr::default(), span: Span::at(self.span(pair).start()) }
    }

    fn span(&self, pair: &Pair<'t, Rule>) -> Span {
        let span = pair.as_span();
        Span::new(self.base + span.start(), self.base + span.end())
    }

    /// The span of a pair without the blanks at its end, which may have been a comment.
    fn trimmed(&self, pair: &Pair<'t, Rule>) -> Span {
        let span = self.span(pair);
        Span::new(span.start(), span.start() + span.of(self.plain).trim_end().len())
    }
}

/// Whether a character may be part of a name.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// The lines of a text that are not blank, without the blanks around them, and where they start.
fn content_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(['\n', '\r']).filter_map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len() + 1;
        let line = line.trim();
        (!line.is_empty()).then_some((start, line))
    })
}

/// `a, b or c`, in back-ticks.
fn listed(words: &[&str]) -> String {
    let mut out = String::new();
    for (at, word) in words.iter().enumerate() {
        out.push_str(match at {
            0 => "`",
            _ if at + 1 == words.len() => "` or `",
            _ => "`, `",
        });
        out.push_str(word);
    }
    out.push('`');
    out
}

/// A word of the user's for a message: not longer than a line.
fn shown(word: &str) -> Cow<'_, str> {
    match word.char_indices().nth(60) {
        Some((end, _)) => Cow::Owned(format!("{}…", word.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(word),
    }
}
