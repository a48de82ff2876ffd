//! What a file is made of, as an editor lists it, and what of it can be folded.

mod prisma;
mod sql;

use super::{Live, mentions::hash_of, read::dialect_read};
use crate::{
    syntax::{prisma::read_block, sql::read_statement},
    text::{FileId, Language, Location, SourceId, Span},
};

/// What a file is made of, in the order of its text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Outline {
    /// Its blocks or statements.
    pub items: Vec<Item>,
    /// What takes more than one line and can be folded to its first.
    pub folds: Vec<Fold>,
}

/// A block, a statement, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// What it is called; never empty.
    pub name: String,
    /// What else to know at a glance: a type, the name in the database, `ALTER TABLE`.
    pub detail: Option<String>,
    /// All of it.
    pub location: Location,
    /// Its name, or what stands for it, within all of it.
    pub name_span: Span,
    /// Its parts.
    pub children: Vec<Item>,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// `datasource`
    Datasource,
    /// `generator`
    Generator,
    /// A table, or a model.
    Table,
    /// A view.
    View,
    /// A composite type.
    Type,
    /// An enum.
    Enum,
    /// A value of an enum.
    EnumValue,
    /// A setting of a block.
    Property,
    /// A column, or a field.
    Column,
    /// A field that leads to another model.
    Relation,
    /// An index, a unique key or the primary key.
    Key,
    /// A foreign key.
    ForeignKey,
    /// A check.
    Check,
    /// A procedure, a function, a trigger or an event.
    Routine,
    /// A change of a table.
    Change,
    /// What goes: `DROP TABLE`.
    Drop,
}

/// Text of several lines that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From where to where.
    pub location: Location,
    /// Whether it is made of comments.
    pub is_comment: bool,
}

/// The outlines of sources, kept from one question to the next: editors ask at each keystroke.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    /// Numbered as the sources are: the hash of the text, and what it is made of.
    of_sources: Vec<(u64, Outline)>,
}

impl Live {
    /// What a file is made of.
    pub fn outline(&mut self, file: FileId) -> Outline {
        let sources = &self.workspace.sources;
        let mut outline = Outline::default();
        let Some(language) = sources.file(file).map(|file| file.language) else { return outline };
        let dialect = dialect_read(&self.state.target.target);
        for (id, source) in sources.sources().filter(|(_, source)| source.file == file) {
            let at = id.0 as usize;
            if self.outlines.of_sources.len() <= at {
                self.outlines.of_sources.resize_with(at + 1, Default::default);
            }
            let Some((hash, kept)) = self.outlines.of_sources.get_mut(at) else { break };
            let hash_now = hash_of(&source.text);
            if *hash != hash_now {
                *hash = hash_now;
                *kept = Outline::default();
                let mut piece = PieceOutline { source: id, text: &source.text, outline: kept };
                match (language, dialect) {
                    (Language::Prisma, _) => piece.block(&read_block(&source.text)),
                    (Language::Sql, Some(dialect)) => piece.statement(&read_statement(&source.text, dialect)),
                    (Language::Sql, None) => {}
                }
            }
            outline.items.extend(kept.items.iter().cloned());
            outline.folds.extend(kept.folds.iter().copied());
        }
        outline
    }
}

/// The outline of a source, as it grows.
struct PieceOutline<'o> {
    source: SourceId,
    text: &'o str,
    outline: &'o mut Outline,
}

impl PieceOutline<'_> {
    fn item(&self, kind: ItemKind, name: impl Into<String>, span: Span, name_span: Span) -> Option<Item> {
        let name = name.into();
        let name_span = if span.contains(name_span) { name_span } else { span };
        let location = Location { source: self.source, span };
        (!name.is_empty()).then(|| Item { kind, name, detail: None, location, name_span, children: Vec::new() })
    }

    fn add(&mut self, item: Option<Item>) {
        self.outline.items.extend(item);
    }

    /// One line, blanks drawn together, not too long.
    fn words(&self, span: Span) -> String {
        const MOST: usize = 80;
        let mut words = String::new();
        for c in span.of(self.text).chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
            if words.len() > MOST {
                words.push('…');
                break;
            }
            if c != ' ' || !words.ends_with(' ') {
                words.push(c);
            }
        }
        words
    }

    fn is_long(&self, span: Span) -> bool {
        span.of(self.text).contains(['\n', '\r'])
    }

    fn fold(&mut self, span: Span) {
        if self.is_long(span) {
            self.outline.folds.push(Fold { location: Location { source: self.source, span }, is_comment: false });
        }
    }

    /// Folds runs of comments: those that stand alone on lines that follow each other.
    fn fold_comments(&mut self, comments: impl Iterator<Item = Span>) {
        let mut run: Option<Span> = None;
        let mut runs = Vec::new();
        for comment in comments {
            let before = self.text.get(..comment.start()).unwrap_or_default().trim_end_matches([' ', '\t']);
            if !(before.is_empty() || before.ends_with(['\n', '\r', '\u{feff}'])) {
                runs.extend(run.take());
                continue;
            }
            run = match run {
                Some(above) if self.follows(above, comment) => Some(above.cover(comment)),
                above => {
                    runs.extend(above);
                    Some(comment)
                }
            };
        }
        runs.extend(run);
        runs.retain(|span| self.is_long(*span));
        for span in runs {
            self.outline.folds.push(Fold { location: Location { source: self.source, span }, is_comment: true });
        }
    }

    /// Whether nothing but one line break and blanks stands between two spans.
    fn follows(&self, above: Span, below: Span) -> bool {
        let between = self.text.get(above.end()..below.start()).unwrap_or("?");
        let rest = between.trim_matches([' ', '\t']);
        // A comment of SQL may end behind its line break.
        matches!(rest, "" | "\n" | "\r\n" | "\r")
    }
}
