//! Floor 4: edits of the user's own text, in its own language and style.
//!
//! Nothing here decides what should change: rules do. An edit that cannot be made cleanly is not made.

mod prisma;
mod sql;

use smol_str::SmolStr;

use crate::{
    schema::{Column, ForeignKey, Index, Origin, Table},
    target::Dialect,
    text::{Edit, Language, Location, SourceMap, Span},
};

/// The statement that adds an index to a running database.
pub fn create_index_statement(dialect: Option<Dialect>, table: &str, index: &NewIndex) -> String {
    sql::create_index_statement(Some(quotation_mark(dialect)), table, index)
}

/// A name of SQL in its dialect's quotes.
pub fn quoted(dialect: Option<Dialect>, name: &str) -> String {
    sql::quote(Some(quotation_mark(dialect)), name)
}

fn quotation_mark(dialect: Option<Dialect>) -> char {
    if dialect.is_none_or(Dialect::is_mysql_family) { '`' } else { '"' }
}

/// Makes edits of the texts that were read.
#[derive(Clone, Copy, Debug)]
pub struct Editor<'a> {
    sources: &'a SourceMap,
}

/// An index to be written.
#[derive(Clone, Debug)]
pub struct NewIndex {
    /// The columns, by the database's names.
    pub columns: Vec<SmolStr>,
    /// The columns, by the names of the text's language.
    pub labels: Vec<SmolStr>,
    /// The name in the database.
    pub name: SmolStr,
    /// Whether the text must spell the name: Prisma derives the usual one itself.
    pub spell_name: bool,
}

impl<'a> Editor<'a> {
    /// An editor of these texts.
    pub fn new(sources: &'a SourceMap) -> Self {
        Self { sources }
    }

    fn language(self, origin: Origin) -> Option<Language> {
        Some(self.sources.file_of(origin.source)?.language)
    }

    fn at(self, origin: Origin, span: Span, text: impl Into<String>) -> Option<Edit> {
        Edit::replace(self.sources, Location { source: origin.source, span }, text)
    }

    /// Adds a plain index to a table: where its text has its other indexes, or, where that text does not have the
    /// columns yet, as a statement at the end of the file.
    pub fn add_index(&self, table: &Table, index: &NewIndex) -> Option<Edit> {
        let Some(anchors) = table.anchors.filter(|_| has_columns_there(table, index)) else {
            return self.append_index(table, index);
        };
        let text = self.sources.text(table.origin.source);
        let (span, new) = match self.language(table.origin)? {
            Language::Prisma => prisma::add_index(text, anchors, index)?,
            Language::Sql => sql::add_index(text, table.origin, anchors, index)?,
        };
        self.at(table.origin, span, new)
    }

    /// Adds `CREATE INDEX` after the last statement of a file: by then the table has its name and its columns.
    fn append_index(self, table: &Table, index: &NewIndex) -> Option<Edit> {
        let file = self.sources.source(table.origin.source)?.file;
        (self.language(table.origin)? == Language::Sql).then_some(())?;
        let of_file = self.sources.sources().rev().skip_while(|(_, source)| source.file != file);
        let mut statements =
            of_file.take_while(|(_, source)| source.file == file).filter(|(_, it)| !sql::is_comment(&it.text));
        let (last, source) = statements.next()?;
        let span = Span::at(source.text.len());
        let new = sql::create_index(&source.text, table, index)?;
        Edit::replace(self.sources, Location { source: last, span }, new)
    }

    /// Writes another plain index where an index stands in the text of its table.
    pub fn replace_index(&self, table: &Table, old: &Index, index: &NewIndex) -> Option<Edit> {
        let here = old.origin.source == table.origin.source && has_columns_there(table, index);
        let anchors = table.anchors.filter(|_| here);
        let text = self.sources.text(old.origin.source);
        match self.language(old.origin)? {
            Language::Prisma => self.at(old.origin, old.origin.span, anchors.map(|_| prisma::index_attribute(index))?),
            Language::Sql => {
                let new = sql::index_element(text, table.origin, Some(anchors?), index);
                self.at(old.origin, sql::whole_element(text, old.origin.span), new)
            }
        }
    }

    /// Takes an index out of the text of its table. None when it is written elsewhere (`CREATE INDEX`,
    /// `ALTER TABLE`): history is not edited.
    pub fn remove_index(&self, table: &Table, index: &Index) -> Option<Edit> {
        self.remove_element(table, index.origin)
    }

    /// Takes a foreign key out of the text of its table, or puts a plain index in its place.
    pub fn remove_foreign_key(
        &self,
        table: &Table,
        foreign_key: &ForeignKey,
        leave: Option<&NewIndex>,
    ) -> Option<Edit> {
        if self.language(table.origin)? != Language::Sql {
            return None;
        }
        let Some(index) = leave else { return self.remove_element(table, foreign_key.origin) };
        table.anchors.filter(|_| foreign_key.origin.source == table.origin.source)?;
        let text = self.sources.text(table.origin.source);
        let span = sql::whole_element(text, foreign_key.origin.span);
        self.at(table.origin, span, sql::index_element(text, table.origin, table.anchors, index))
    }

    fn remove_element(self, table: &Table, origin: Origin) -> Option<Edit> {
        table.anchors.filter(|_| origin.source == table.origin.source)?;
        let text = self.sources.text(origin.source);
        let span = match self.language(origin)? {
            Language::Prisma => prisma::removal(text, origin.span),
            Language::Sql if is_within_column(table, origin) => sql::option_removal(text, origin.span)?,
            Language::Sql => sql::removal(text, origin.span)?,
        };
        self.at(origin, span, "")
    }

    /// Turns a unique key of a Prisma model or of a `CREATE TABLE` into a plain index.
    pub fn make_plain(&self, table: &Table, unique: &Index, index: &NewIndex) -> Option<Vec<Edit>> {
        let anchors = table.anchors.filter(|_| unique.origin.source == table.origin.source)?;
        let text = self.sources.text(table.origin.source);
        let written = unique.origin.span.of(text);
        match self.language(table.origin)? {
            Language::Prisma if written.starts_with("@@unique") => {
                let word = Span::new(unique.origin.span.start(), unique.origin.span.start() + "@@unique".len());
                // `name:` is the client's word for a unique key; an index has none.
                (!written.contains("name:")).then_some(())?;
                Some(vec![self.at(unique.origin, word, "@@index")?])
            }
            Language::Prisma => {
                let (span, new) = prisma::add_index(text, anchors, index)?;
                let removed = self.at(unique.origin, prisma::removal(text, unique.origin.span), "")?;
                Some(vec![removed, self.at(table.origin, span, new)?])
            }
            Language::Sql if is_within_column(table, unique.origin) => {
                let (place, new) = sql::add_index(text, table.origin, anchors, index)?;
                let removed = self.at(unique.origin, sql::option_removal(text, unique.origin.span)?, "")?;
                Some(vec![removed, self.at(table.origin, place, new)?])
            }
            Language::Sql => {
                let (end, word) = sql::make_plain(written)?;
                let span = Span::new(unique.origin.span.start(), unique.origin.span.start() + end);
                Some(vec![self.at(unique.origin, span, word)?])
            }
        }
    }

    /// Takes out a line, or what of it the location names when other words share the line.
    pub fn remove_line(&self, at: Location) -> Option<Edit> {
        let text = self.sources.text(at.source);
        Edit::replace(self.sources, Location { source: at.source, span: prisma::removal(text, at.span) }, "")
    }

    /// Adds a line below one, as far from the margin.
    pub fn line_below(&self, at: Location, line: &str) -> Option<Edit> {
        let text = self.sources.text(at.source);
        let new = [line_break(text), indentation(text, at.span.start()), line].concat();
        self.replace(Location { source: at.source, span: Span::at(line_end(text, at.span.end())) }, new)
    }

    /// Where a Prisma relation says what a delete (`onDelete`) or an update (`onUpdate`) does.
    pub fn action(&self, of: &ForeignKey, word: &str) -> Option<Location> {
        let (span, _) = prisma::relation_argument(self.sources.text(of.origin.source), of.origin.span, word)?;
        Some(Location { source: of.origin.source, span }).filter(|_| !span.is_empty())
    }

    /// Gives a Prisma relation these actions: each with its word, `onDelete` or `onUpdate`.
    pub fn set_actions(&self, of: &ForeignKey, actions: &[(&str, &str)]) -> Option<Vec<Edit>> {
        let text = self.sources.text(of.origin.source);
        let mut edits = Vec::new();
        let mut added = String::new();
        for (word, action) in actions {
            let (span, end) = prisma::relation_argument(text, of.origin.span, word)?;
            let argument = [word, ": ", action].concat();
            if span.is_empty() {
                added.push_str(", ");
                added.push_str(&argument);
            } else {
                edits.push(self.at(of.origin, span, argument)?);
            }
            if actions.last().is_some_and(|(last, _)| last == word) && !added.is_empty() {
                edits.push(self.at(of.origin, Span::at(end), std::mem::take(&mut added))?);
            }
        }
        Some(edits)
    }

    /// Gives a Prisma field the native type of another.
    pub fn same_native_type(&self, own: &Column, other: &Column) -> Option<Edit> {
        let written = |of: &Column| prisma::native_type(self.sources.text(of.origin.source), of.origin.span);
        let new = written(other).map(|span| span.of(self.sources.text(other.origin.source)));
        match (written(own), new) {
            (Some(old), Some(new)) => self.at(own.origin, old, new),
            (Some(old), None) => self.remove_line(Location { source: own.origin.source, span: old }),
            (None, Some(new)) => self.add_attribute(own, new),
            (None, None) => None,
        }
    }

    /// Maps a Prisma field to a column of this name.
    pub fn map_column(&self, column: &Column, name: &str) -> Option<Edit> {
        let field = column.field.as_ref()?;
        let (span, new) = prisma::map_field(self.sources.text(column.origin.source), column.origin.span, field, name);
        self.at(column.origin, span, new)
    }

    /// Adds an attribute to a Prisma field.
    pub fn add_attribute(&self, column: &Column, attribute: &str) -> Option<Edit> {
        column.field.as_ref()?;
        let (span, new) = prisma::add_attribute(self.sources.text(column.origin.source), column.origin.span, attribute);
        self.at(column.origin, span, new)
    }

    /// Makes a Prisma field optional.
    pub fn make_optional(&self, column: &Column) -> Option<Edit> {
        column.field.as_ref()?;
        let span = prisma::end_of_type(self.sources.text(column.origin.source), column.origin.span)?;
        self.at(column.origin, span, "?")
    }

    /// Maps a Prisma model to a table of this name.
    pub fn map_table(&self, table: &Table, name: &str) -> Option<Edit> {
        let text = self.sources.text(table.origin.source);
        let (span, new) = prisma::map_block(text, table.origin.span, table.anchors?, table.model.as_ref()?, name)?;
        self.at(table.origin, span, new)
    }

    /// Puts a comment above something, in the words of its language.
    pub fn comment_above(&self, origin: Origin, words: &str) -> Option<Edit> {
        let text = self.sources.text(origin.source);
        let start = origin.span.start();
        let marker = if self.language(origin)? == Language::Prisma { "//" } else { "--" };
        if begins_line(text, start) {
            // What stands before a source on its line is not in its text.
            let indent = indentation(text, start);
            let new = format!("{marker} {words}{}{indent}", line_break(text));
            return self.at(origin, Span::at(start), new);
        }
        (marker == "--").then(|| self.at(origin, Span::at(start), format!("/* {words} */ ")))?
    }

    /// Silences a rule at a place: by a comment above it, or behind it where other things stand before it on its line.
    pub fn silence(&self, at: Location, rule: &str) -> Option<Edit> {
        let source = self.sources.source(at.source)?;
        let text = &source.text;
        let start = at.span.start();
        let line = line_start(text, start);
        // A comment there would speak of what stands before it on its line.
        if line == 0 && source.lead.utf8 > 0 {
            return None;
        }
        let first = line + indentation(text, start).len();
        let before = text.get(first..start)?;
        let is_prisma = self.sources.file_of(at.source)?.language == Language::Prisma;
        let origin = |place| Origin { source: at.source, span: Span::at(place), name: Span::at(place) };
        let words = format!("shoring-ignore {rule}");
        if is_prisma {
            return self.comment_above(origin(first), &words);
        }
        match sql::member_at(text, at.span.end()) {
            // Among the options of a table, it speaks of nothing.
            Some(sql::Member::IsOver(statement)) => self.comment_above(origin(statement), &words),
            // Of several things on one line, it speaks of the one that it follows.
            Some(sql::Member::Ends(end)) if before.contains(',') => {
                self.at(origin(end), Span::at(end), format!(" /* {words} */"))
            }
            _ if before.contains('(') => self.comment_above(origin(start), &words),
            _ => self.comment_above(origin(first), &words),
        }
    }

    /// Writes something else where these words of SQL stand, with the text in quotes behind them where `with_text` says so: `new` is
    /// told that text. None where they are not there, or more than once.
    pub fn replace_words(
        &self,
        within: Location,
        words: &[&str],
        with_text: bool,
        new: impl Fn(&str) -> String,
    ) -> Option<Edit> {
        let text = self.sources.text(within.source);
        let mut span = sql::only_place_of(text, within.span, words, with_text)?;
        let written = span.of(text);
        let quoted = written.find(['\'', '"']).and_then(|at| written.get(at..)).unwrap_or_default();
        let new = new(quoted);
        // Where nothing comes in their place, one blank is enough.
        if new.is_empty() && text.get(..span.start()).is_some_and(|before| before.ends_with(' ')) {
            span = Span::new(span.start() - 1, span.end());
        }
        Edit::replace(self.sources, Location { source: within.source, span }, new)
    }

    /// Replaces the bytes of a location.
    pub fn replace(&self, at: Location, text: impl Into<String>) -> Option<Edit> {
        Edit::replace(self.sources, at, text)
    }
}

/// Whether the text of a table has the columns of an index: a later statement may have added or renamed them.
fn has_columns_there(table: &Table, index: &NewIndex) -> bool {
    index.columns.iter().all(|name| {
        let column = table.columns.iter().find(|column| crate::schema::same_but_for_case(&column.name, name));
        column.is_some_and(|column| column.origin.source == table.origin.source)
    })
}

/// Whether a key is written as an option of a column: `email varchar(80) UNIQUE`.
fn is_within_column(table: &Table, key: Origin) -> bool {
    let holds = |column: Origin| column.source == key.source && column.span.contains(key.span);
    table.columns.iter().any(|column| holds(column.origin))
}

/// The line break that a text uses.
fn line_break(text: &str) -> &'static str {
    match text.find(['\n', '\r']).and_then(|at| text.get(at..)) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Where the line that holds a byte starts.
fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1)
}

/// Where the line that holds a byte ends, before its line break.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |length| at + length)
}

/// The white space that a line begins with.
fn indentation(text: &str, at: usize) -> &str {
    let line = text.get(line_start(text, at)..at).unwrap_or_default();
    let end = line.find(|c: char| !c.is_whitespace()).unwrap_or(line.len());
    line.get(..end).unwrap_or_default()
}

/// Whether nothing but white space stands before a byte on its line.
fn begins_line(text: &str, at: usize) -> bool {
    text.get(line_start(text, at)..at).is_some_and(|before| before.trim().is_empty())
}

/// The span of a whole line with its line break, when the span is all that stands on it.
fn whole_line(text: &str, span: Span) -> Option<Span> {
    let end = line_end(text, span.end());
    let rest = text.get(span.end()..end)?;
    (begins_line(text, span.start()) && rest.trim().is_empty()).then_some(())?;
    let after = text.get(end..)?;
    let break_length = if after.starts_with("\r\n") { 2 } else { usize::from(!after.is_empty()) };
    Some(Span::new(line_start(text, span.start()), end + break_length))
}
