//! Floor 9: files in, analysis out.
//!
//! A workspace holds one state: the files of one Prisma schema, or the SQL that leads to one database. Files are fed in
//! pieces of any size; of a dump's rows nothing is kept.

mod column_types;
mod compare;
mod description;
mod inference;
mod live;
mod mend;
mod mentions;
mod outline;
pub mod pscale;
mod read;
mod steps;

pub use column_types::DatabaseType;
pub use compare::{Comparison, States};
pub use description::{
    ColumnDescription, Description, EnumDescription, ForeignKeyDescription, IndexDescription, TableDescription,
};
pub use inference::{DialectsDiffer, Evidence, Hint};
pub use live::{Live, LiveAnalysis};
pub use mend::{Fixes, MendError, Mended, TextToMend, mend};
pub use mentions::{Entity, Found, Mention, Names, Use, definition_of, references_to};
pub use outline::{Fold, Item, ItemKind, Outline};
pub use read::{FileSummary, SkippedText};

use std::string::FromUtf8Error;

use read::{Side, State};

use crate::{
    config::Config,
    ddl::create,
    diagnostic::Diagnostic,
    diff::RenameHint,
    lint::{lint, unread},
    safety::all_rules,
    schema::{LeftOut, Schema},
    syntax::sql::Splitter,
    target::{Dialect, Target},
    text::{Columns, Edit, FileId, Language, LineCounter, Source, SourceId, SourceMap},
};

/// The most bytes of a Prisma file that are read. The largest schemas known are under 1 MiB.
pub const MAX_PRISMA_BYTES: usize = 64 << 20;

/// What is asked of an analysis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// What the project wants, in every run.
    pub config: Config,
    /// The database: of this run, before what the project wants. Inferred from the files where neither says it.
    pub target: Option<Target>,
    /// Today, as `2027-03-01`, for suppressions with an end; absent where the host has no clock.
    pub today: Option<String>,
    /// What stands around the files and tells the platform.
    pub hints: Vec<Hint>,
    /// Renames that were asked for by name.
    pub renames: Vec<RenameHint>,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It describes the state.
    State,
    /// It is a step of the history that leads to the state. It may be applied somewhere already, so it is never edited.
    History,
    /// A step of the history that the state before does not have: it is judged for itself, and may still be edited.
    Added,
    /// A Prisma schema that tells the relations of the state's tables.
    Relations,
    /// It describes the state before, with which the state is compared.
    Base,
    /// The JSON that tells how Vitess spreads the state's tables over shards (`VSchema`), whatever language it is said to be.
    VSchema,
    /// The JSON of Vitess' routing rules, whatever language it is said to be.
    RoutingRules,
}

impl Role {
    /// Whether the state is made of it.
    pub fn tells_the_state(self) -> bool {
        matches!(self, Self::State | Self::History | Self::Added)
    }

    /// Whether it is JSON of Vitess, which stands beside the state.
    pub fn is_of_vitess(self) -> bool {
        matches!(self, Self::VSchema | Self::RoutingRules)
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Bytes that are no text.
    #[error("not UTF-8 text: byte {offset} is not part of a character")]
    NotUtf8 {
        /// The first bad byte, from the start of the file.
        offset: u64,
        /// It begins as UTF-16 files do.
        looks_like_utf16: bool,
    },
    /// More than is read.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The most bytes that are read.
        limit: usize,
    },
    /// SQL and Prisma in one state.
    #[error("one state is written in one language, and this is {} beside {}", .this.name(), .others.name())]
    MixedLanguages {
        /// This file's language.
        this: Language,
        /// The other files'.
        others: Language,
    },
    /// The file was closed, or never opened.
    #[error("the file is not open")]
    NotOpen,
}

/// The files of one state.
#[derive(Debug, Default)]
pub struct Workspace {
    sources: SourceMap,
    /// Numbered as the files of `sources` are.
    files: Vec<OpenFile>,
}

#[derive(Debug)]
struct OpenFile {
    id: FileId,
    role: Role,
    language: Language,
    reading: Reading,
    /// Statements without text here: rows of data.
    data: u64,
    /// Pieces that are not kept and not understood.
    lost: Vec<(SourceId, read::Lost)>,
    error: Option<ReadError>,
    /// Why the host could not read it.
    unreadable: Option<(SourceId, String)>,
}

#[derive(Debug)]
enum Reading {
    Prisma(Vec<u8>),
    Json(Vec<u8>),
    Sql(Box<Splitter>),
    Done,
}

/// What was found in a state.
#[derive(Debug)]
pub struct Analysis<'w> {
    /// The texts.
    pub sources: &'w SourceMap,
    /// The database, and why it is thought to be that.
    pub target: Evidence,
    /// The state.
    pub schema: Schema,
    /// The findings, in the order of the text.
    pub findings: Vec<Diagnostic>,
    /// How much of each file was understood.
    pub files: Vec<FileSummary>,
    /// What else a person should know, one sentence each.
    pub notes: Vec<String>,
}

impl Workspace {
    /// Without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a file. It is fed next, and closed.
    ///
    /// # Errors
    /// When the state's other files are in another language.
    pub fn open(&mut self, path: &str, language: Language, role: Role) -> Result<FileId, ReadError> {
        let is_beside = |other: Role| other == role || (role.tells_the_state() && other.tells_the_state());
        let others = self.files.iter().find(|file| is_beside(file.role) && file.language != language);
        if let Some(others) = others {
            return Err(ReadError::MixedLanguages { this: language, others: others.language });
        }
        Ok(self.begin(path, language, role))
    }

    fn begin(&mut self, path: &str, language: Language, role: Role) -> FileId {
        let id = self.sources.add_file(path, language);
        let reading = match language {
            _ if role.is_of_vitess() => Reading::Json(Vec::new()),
            Language::Prisma => Reading::Prisma(Vec::new()),
            // Which dialect it is shows in what is read; all that are read yet are cut as MySQL's is.
            Language::Sql => Reading::Sql(Box::new(Splitter::new(Dialect::MySql))),
        };
        self.files.push(OpenFile {
            id,
            role,
            language,
            reading,
            data: 0,
            lost: Vec::new(),
            error: None,
            unreadable: None,
        });
        id
    }

    /// Gives the next bytes of a file.
    ///
    /// # Errors
    /// When they are no text or too many.
    pub fn feed(&mut self, id: FileId, bytes: &[u8]) -> Result<(), ReadError> {
        let Some(file) = self.files.get_mut(id.0 as usize) else { return Err(ReadError::NotOpen) };
        match &mut file.reading {
            Reading::Done => return Err(ReadError::NotOpen),
            Reading::Prisma(text) | Reading::Json(text) => {
                if text.len() + bytes.len() > MAX_PRISMA_BYTES {
                    return Err(ReadError::TooLarge { limit: MAX_PRISMA_BYTES });
                }
                text.extend_from_slice(bytes);
            }
            Reading::Sql(splitter) => {
                let mut keeper = read::Keeper::new(id, &mut self.sources);
                splitter.feed(bytes, &mut |piece| keeper.keep(piece));
                keeper.settle(&mut file.data, &mut file.lost, &mut file.error);
            }
        }
        file.error.clone().map_or(Ok(()), Err)
    }

    /// Ends a file.
    ///
    /// # Errors
    /// When its bytes are no text.
    pub fn close(&mut self, id: FileId) -> Result<(), ReadError> {
        let Some(file) = self.files.get_mut(id.0 as usize) else { return Err(ReadError::NotOpen) };
        match std::mem::replace(&mut file.reading, Reading::Done) {
            Reading::Done => Err(ReadError::NotOpen),
            Reading::Prisma(bytes) => {
                add_blocks(&mut self.sources, id, &String::from_utf8(bytes)?);
                Ok(())
            }
            Reading::Json(bytes) => {
                let text = String::from_utf8(bytes)?;
                let lead = Columns::default();
                self.sources.add_source(Source { file: id, offset: 0, line: 0, lead, text: text.into() });
                Ok(())
            }
            Reading::Sql(splitter) => {
                let mut keeper = read::Keeper::new(id, &mut self.sources);
                splitter.finish(&mut |piece| keeper.keep(piece));
                keeper.settle(&mut file.data, &mut file.lost, &mut file.error);
                file.error.clone().map_or(Ok(()), Err)
            }
        }
    }

    /// Adds a whole file.
    ///
    /// # Errors
    /// As [`open`](Self::open), [`feed`](Self::feed) and [`close`](Self::close).
    pub fn add(&mut self, path: &str, language: Language, role: Role, text: &[u8]) -> Result<FileId, ReadError> {
        let id = self.open(path, language, role)?;
        self.feed(id, text)?;
        self.close(id)?;
        Ok(id)
    }

    /// Ends a file that cannot be read further: the finding says so, and the rest goes on.
    pub fn fail(&mut self, id: FileId, reason: &str) {
        let empty = Source { file: id, offset: 0, line: 0, lead: Columns::default(), text: "".into() };
        let source = self.sources.add_source(empty);
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.reading = Reading::Done;
            file.unreadable = Some((source, reason.to_owned()));
        }
    }

    /// Adds a file that was found but cannot be read: the finding says so, and the rest goes on.
    pub fn add_unreadable(&mut self, path: &str, language: Language, role: Role, reason: &str) -> FileId {
        let id = self.begin(path, language, role);
        self.fail(id, reason);
        id
    }

    /// The texts.
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// Reads the state and runs all rules on it.
    pub fn lint(&self, options: &Options) -> Analysis<'_> {
        let state = read::read_state(self, Side::Head, read::infer(self, Side::Head, options), options);
        let findings = self.lint_state(&state, options);
        self.analysis(state, findings)
    }

    /// Reads the state, to be written as SQL: the findings are what could not be read of it. No statements where there is no
    /// SQL for the target.
    pub fn sql(&self, options: &Options) -> (Analysis<'_>, Option<Vec<String>>) {
        let state = read::read_state(self, Side::Head, read::infer(self, Side::Head, options), options);
        let findings = unread(state.input(&self.sources, options, &LeftOut::default(), &all_rules()));
        let statements = create(&state.schema, &state.target.target);
        (self.analysis(state, findings), statements)
    }

    fn analysis(&self, state: State, findings: Vec<Diagnostic>) -> Analysis<'_> {
        let State { target, schema, files, notes, .. } = state;
        Analysis { sources: &self.sources, target, schema, findings, files, notes }
    }

    /// Reads both states, for one database.
    ///
    /// # Errors
    /// When the two are for databases that do not speak the same SQL.
    pub fn states(&self, options: &Options) -> Result<States<'_>, DialectsDiffer> {
        let target =
            inference::of_both(read::infer(self, Side::Base, options), read::infer(self, Side::Head, options))?;
        let base = read::read_state(self, Side::Base, target.clone(), options);
        let head = read::read_state(self, Side::Head, target.clone(), options);
        Ok(States { workspace: self, target, base, head })
    }

    fn lint_state(&self, state: &State, options: &Options) -> Vec<Diagnostic> {
        let known = all_rules();
        let left_out = LeftOut::of(&state.schema, options.config.ignored_tables());
        let mut findings = lint(state.input(&self.sources, options, &left_out, &known));
        self.keep_editable(&mut findings);
        findings
    }

    /// What is not the state's own text is not edited: history, and what another state describes.
    fn keep_editable(&self, findings: &mut [Diagnostic]) {
        for finding in findings {
            finding.fixes.retain(|fix| fix.edits.iter().all(|edit| self.may_edit(edit)));
        }
    }

    fn may_edit(&self, edit: &Edit) -> bool {
        let file = self.files.get(edit.file.0 as usize);
        file.is_some_and(|file| matches!(file.role, Role::State | Role::Added))
    }
}

impl From<FromUtf8Error> for ReadError {
    fn from(error: FromUtf8Error) -> Self {
        let beginning = error.as_bytes();
        let looks_like_utf16 = beginning.starts_with(&[0xFF, 0xFE]) || beginning.starts_with(&[0xFE, 0xFF]);
        Self::NotUtf8 { offset: error.utf8_error().valid_up_to() as u64, looks_like_utf16 }
    }
}

const DATASOURCE: &str = "datasource";

/// Whether a Prisma text has a datasource, by which the files around it are one schema: a word that begins a line.
pub fn has_datasource(text: &str) -> bool {
    // An editor asks at each keystroke.
    memchr::memmem::find_iter(text.as_bytes(), DATASOURCE).any(|at| {
        let behind = text.get(at + DATASOURCE.len()..).unwrap_or_default();
        text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with('\n'))
            && behind.starts_with([' ', '\t'])
    })
}

/// Cuts a Prisma file into its blocks, and keeps each.
fn add_blocks(sources: &mut SourceMap, file: FileId, text: &str) {
    let mut lines = LineCounter::after_mark(text.as_bytes());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for range in crate::syntax::prisma::cut(text) {
        let block = text.get(range).unwrap_or_default();
        let lead: Columns = lines.column();
        sources.add_source(Source { file, offset: lines.offset(), line: lines.line(), lead, text: block.into() });
        lines.advance(block.as_bytes());
    }
}
