//! The texts that were read: files, and the pieces of them that are kept.

use super::{Columns, Encoding, LineCounter, LineIndex, Position, Span};

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// A Prisma schema.
    Prisma,
    /// SQL statements.
    Sql,
}

impl Language {
    /// The language that a path's ending tells.
    pub fn of_path(path: &str) -> Option<Self> {
        let ending = path.rsplit_once('.')?.1;
        if ending.eq_ignore_ascii_case("prisma") {
            Some(Self::Prisma)
        } else if ending.eq_ignore_ascii_case("sql") {
            Some(Self::Sql)
        } else {
            None
        }
    }

    /// `prisma` or `sql`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prisma => "prisma",
            Self::Sql => "sql",
        }
    }
}

/// Names a file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// Names a source of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A span of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The source.
    pub source: SourceId,
    /// The bytes of it.
    pub span: Span,
}

/// A file, by the path its owner knows it by.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as it was given.
    pub path: String,
    /// What it is written in.
    pub language: Language,
}

/// A piece of a file that means something on its own: a Prisma block with the comments above it, or an
/// SQL statement with the comments above it. Only these are kept, so a dump of 10 GB of rows costs the
/// memory of its schema.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file it is a piece of.
    pub file: FileId,
    /// Bytes before it in the file.
    pub offset: u64,
    /// Lines before it in the file.
    pub line: u32,
    /// The width of what stands before it on its first line.
    pub lead: Columns,
    /// Its text.
    pub text: Box<str>,
}

impl Source {
    /// Where a byte of this source stands in its file.
    ///
    /// `lines` is the index of this source's text: one caller asks for many places.
    pub fn position(&self, lines: &LineIndex, offset: usize, encoding: Encoding) -> Position {
        let offset = offset.min(self.text.len());
        let (line, start) = lines.line_of(offset);
        let before = Columns::of(self.text.as_bytes().get(start..offset).unwrap_or_default());
        let before = if line == 0 { self.lead.plus(before) } else { before };
        Position {
            offset: self.offset + offset as u64,
            line: self.line.saturating_add(u32::try_from(line).unwrap_or(u32::MAX)),
            column: before.get(encoding),
        }
    }
}

/// Where the text behind an edit has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where it began, in bytes of its file.
    pub from: u64,
    /// How many bytes further behind it is; before, where this is negative.
    pub bytes: i64,
    /// How many lines further down it is.
    pub lines: i64,
}

/// All files and sources of one analysis.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
    sources: Vec<Source>,
}

impl SourceMap {
    /// Adds a file.
    pub fn add_file(&mut self, path: impl Into<String>, language: Language) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path: path.into(), language });
        id
    }

    /// Adds a piece of a file.
    pub fn add_source(&mut self, source: Source) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(source);
        id
    }

    /// Gives a source another text. Those behind it in its file move; none where one of them begins within a line, or would.
    pub fn replace(&mut self, id: SourceId, text: Box<str>) -> Option<Moved> {
        let lines = |text: &str| {
            let mut lines = LineCounter::new();
            lines.advance(text.as_bytes());
            i64::from(lines.line())
        };
        let ends_line = |text: &str| text.ends_with(['\n', '\r']);
        let at = id.0 as usize;
        let (before, behind) = self.sources.split_at_mut_checked(at + 1)?;
        let source = before.last_mut()?;
        let file = source.file;
        let behind = behind.iter_mut().take_while(|it| it.file == file);
        let moved = Moved {
            from: source.offset + source.text.len() as u64,
            bytes: i64::try_from(text.len()).ok()? - i64::try_from(source.text.len()).ok()?,
            lines: lines(&text) - lines(&source.text),
        };
        let (ended, ends) = (ends_line(&source.text), ends_line(&text));
        for (nth, it) in behind.enumerate() {
            if nth == 0 && !(ended && ends) {
                return None;
            }
            it.offset = it.offset.saturating_add_signed(moved.bytes);
            it.line = u32::try_from(i64::from(it.line) + moved.lines).ok()?;
        }
        source.text = text;
        Some(moved)
    }

    /// The source of a file that holds a range of its bytes whole; of two that meet there, the first.
    pub fn source_at(&self, file: FileId, start: u64, end: u64) -> Option<SourceId> {
        let before = self.sources.partition_point(|it| (it.file, it.offset + it.text.len() as u64) < (file, start));
        let holds = |it: &&Source| it.file == file && it.offset <= start && end <= it.offset + it.text.len() as u64;
        self.sources.get(before).filter(holds)?;
        u32::try_from(before).ok().map(SourceId)
    }

    /// The location of some bytes of a file; none where no source holds them all.
    pub fn location_at(&self, file: FileId, start: u64, end: u64) -> Option<Location> {
        let id = self.source_at(file, start, end)?;
        // Where two sources meet, what begins there is the second one's.
        let next = SourceId(id.0 + 1);
        let begins = |it: &&Source| it.file == file && it.offset == start && end <= it.offset + it.text.len() as u64;
        let source = match self.source(next).filter(begins) {
            Some(_) if start < end => next,
            _ => id,
        };
        let offset = self.source(source)?.offset;
        let within = |byte: u64| usize::try_from(byte - offset).ok();
        Some(Location { source, span: Span::new(within(start)?, within(end)?) })
    }

    /// The file of a location, and its bytes there.
    pub fn place_of(&self, location: Location) -> Option<(FileId, u64, u64)> {
        let source = self.source(location.source)?;
        let at = |byte: u32| source.offset + u64::from(byte);
        Some((source.file, at(location.span.start), at(location.span.end)))
    }

    /// The files, in the order they were added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// One file.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// One source.
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// The sources, in the order they were added: for one file, the order of the file.
    pub fn sources(&self) -> impl DoubleEndedIterator<Item = (SourceId, &Source)> {
        let count = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
        (0..count).map(SourceId).zip(&self.sources)
    }

    /// The text of a source; empty for one that is not here.
    pub fn text(&self, id: SourceId) -> &str {
        self.source(id).map_or("", |source| &source.text)
    }

    /// The text that a location names.
    pub fn slice(&self, location: Location) -> &str {
        location.span.of(self.text(location.source))
    }

    /// The file of a source.
    pub fn file_of(&self, id: SourceId) -> Option<&SourceFile> {
        self.file(self.source(id)?.file)
    }
}
