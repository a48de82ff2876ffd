//! Reads the texts of a workspace into a state: pieces → trees → schema, one piece at a time.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::{
    Evidence, Options, ReadError, Role, Workspace, inference,
    steps::{Step, Steps, hint},
};
use crate::{
    diagnostic::{Problem, ProblemKind, Scope, Suppression},
    diff::{DeclaredRename, RenameHint},
    lint::LintInput,
    lower::{
        prisma::{PrismaLowering, check_settings, read_settings},
        relations::add_relations,
        sql::Replay,
        vschema::{mistakes_of_routing, vschema},
    },
    order::sort_by_key,
    rule::Rule,
    schema::{Fault, LeftOut, PrismaSettings, Schema, TableId},
    syntax::{
        Skipped, SyntaxError,
        directive::{may_speak, read_directive, read_rename, scope_of},
        prisma::{
            BlockReader,
            ast::{Block, BlockKind, Member},
            read_block,
        },
        sql::{
            Piece, PieceText,
            ast::{Element, Statement, StatementKind},
            read_statement,
        },
    },
    target::{Dialect, Target},
    text::{FileId, Language, Location, Source, SourceId, SourceMap, Span},
};

/// How much of a file was understood.
#[derive(Clone, Debug)]
pub struct FileSummary {
    /// The file.
    pub file: FileId,
    /// Blocks or statements.
    pub total: u64,
    /// Those of them of which nothing was stepped over.
    pub understood: u64,
    /// What was stepped over.
    pub skipped: Vec<SkippedText>,
    /// Places that could not be read, listed or not.
    problems: usize,
    /// Parts of statements that a server refuses, listed or not.
    faults: usize,
}

impl FileSummary {
    /// Of a file of which only rows of data were seen yet.
    fn new(file: FileId, data: u64) -> Self {
        Self { file, total: data, understood: data, skipped: Vec::new(), problems: 0, faults: 0 }
    }
}

/// The most places of a file that are listed because they could not be read: a text that is no schema at all has
/// hundreds of thousands.
const MAX_PROBLEMS: usize = 1_000;

/// A piece of text that was stepped over.
#[derive(Clone, Debug)]
pub struct SkippedText {
    /// Where.
    pub location: Location,
    /// Why.
    pub reason: String,
}

/// A state, read.
#[derive(Debug)]
pub(super) struct State {
    pub(super) target: Evidence,
    pub(super) schema: Schema,
    /// What made it, where it is Prisma's.
    pub(super) prisma: Option<PrismaLowering>,
    pub(super) problems: Vec<Problem>,
    /// What a server refuses of statements.
    pub(super) faults: Vec<Fault>,
    pub(super) suppressions: Vec<Suppression>,
    pub(super) declared: Vec<DeclaredRename>,
    /// What statements renamed, but for those of the steps.
    pub(super) renamed: Vec<RenameHint>,
    /// The steps that the state before does not have.
    pub(super) steps: Vec<Step>,
    pub(super) files: Vec<FileSummary>,
    pub(super) notes: Vec<String>,
}

/// Why a piece of a file has no text here.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lost {
    /// A statement that is too long.
    TooLong,
    /// Rows that swallow the rest of the file.
    OpenData,
}

/// Keeps the statements that a splitter finds.
pub(super) struct Keeper<'k> {
    file: FileId,
    sources: &'k mut SourceMap,
    data: u64,
    lost: Vec<(SourceId, Lost)>,
    bad_byte: Option<u64>,
}

impl<'k> Keeper<'k> {
    pub(super) fn new(file: FileId, sources: &'k mut SourceMap) -> Self {
        Self { file, sources, data: 0, lost: Vec::new(), bad_byte: None }
    }

    pub(super) fn keep(&mut self, piece: Piece) {
        let Piece { offset, line, lead, text } = piece;
        let source = |text: String| Source { file: self.file, offset, line, lead, text: text.into() };
        match text {
            PieceText::Statement(text) => {
                self.sources.add_source(source(text));
            }
            PieceText::Data => self.data += 1,
            PieceText::TooLong | PieceText::OpenData => {
                let lost = if text == PieceText::TooLong { Lost::TooLong } else { Lost::OpenData };
                let id = self.sources.add_source(source(String::new()));
                self.lost.push((id, lost));
            }
            PieceText::NotUtf8 { at } => {
                self.bad_byte.get_or_insert(at);
            }
        }
    }

    pub(super) fn settle(self, data: &mut u64, lost: &mut Vec<(SourceId, Lost)>, error: &mut Option<ReadError>) {
        *data += self.data;
        lost.extend(self.lost);
        if let Some(at) = self.bad_byte {
            // A file of UTF-16 begins with a byte that UTF-8 never has.
            error.get_or_insert(ReadError::NotUtf8 { offset: at, looks_like_utf16: at == 0 });
        }
    }
}

/// Which of two states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The one before.
    Base,
    /// The one that is looked at.
    Head,
}

impl Side {
    /// Whether a file of this role tells this state.
    fn is_told_by(self, role: Role) -> bool {
        match self {
            Self::Base => role == Role::Base,
            Self::Head => role.tells_the_state(),
        }
    }
}

/// The dialect that a target's SQL is read in; none where it is not read yet.
pub(super) fn dialect_read(target: &Target) -> Option<Dialect> {
    // The one place where the reading of SQL hangs on the feature: without it, none of it is linked.
    let is_read = |dialect: &Dialect| cfg!(feature = "sql") && dialect.is_mysql_family();
    target.dialect().filter(is_read)
}

/// Which database a state is for.
pub(super) fn infer(workspace: &Workspace, side: Side, options: &Options) -> Evidence {
    let asked_for = options.target.as_ref().map(|target| (target, "asked for"));
    let configured = || Some((&options.config.target.as_ref()?.value, "target in shoring.toml"));
    if let Some((target, reason)) = asked_for.or_else(configured) {
        return Evidence { target: target.clone(), reason: reason.to_owned(), told_by_server: false };
    }
    let of_state = || workspace.files.iter().filter(|file| side.is_told_by(file.role)).map(|file| file.id);
    let files: FxHashSet<FileId> = of_state().collect();
    let relations = workspace.files.iter().filter(|file| file.role == Role::Relations).map(|file| file.id);
    let language = workspace.files.iter().find(|file| files.contains(&file.id)).map(|file| file.language);
    match language.unwrap_or(Language::Prisma) {
        Language::Prisma => {
            let settings = settings(&workspace.sources, of_state()).unwrap_or_default();
            inference::of_prisma(&settings, &options.hints)
        }
        Language::Sql => {
            let settings = settings(&workspace.sources, relations);
            let texts = workspace.sources.sources().filter(|(_, source)| files.contains(&source.file));
            inference::of_sql(texts.map(|(_, source)| &*source.text), settings.as_ref(), &options.hints)
        }
    }
}

/// Reads a state for a database.
pub(super) fn read_state(workspace: &Workspace, side: Side, target: Evidence, options: &Options) -> State {
    let prisma = options.hints.iter().find_map(|hint| hint.prisma);
    let mut reader = Reader {
        sources: &workspace.sources,
        prisma,
        roles: workspace.files.iter().map(|file| file.role).collect(),
        problems: Vec::new(),
        faults: Vec::new(),
        suppressions: Vec::new(),
        declared: Vec::new(),
        files: Vec::new(),
    };
    let is_read = |role: Role| side.is_told_by(role) || role == Role::Relations;
    for file in &workspace.files {
        reader.files.push(FileSummary::new(file.id, file.data));
        if !is_read(file.role) {
            continue;
        }
        for (id, lost) in &file.lost {
            let location = Location { source: *id, span: Span::default() };
            match lost {
                Lost::TooLong => reader.skip(file.id, location, "this statement is longer than 4 MiB"),
                Lost::OpenData => {
                    let message =
                        "a string or comment in these rows is not closed, so the rest of the file is lost in it"
                            .to_owned();
                    reader
                        .note(file.id, Problem { kind: ProblemKind::Syntax, location, message, help: None, fix: None });
                }
            }
        }
        if let Some((source, reason)) = &file.unreadable {
            let location = Location { source: *source, span: Span::default() };
            let message = format!("this file cannot be read: {reason}");
            reader.note(file.id, Problem { kind: ProblemKind::Syntax, location, message, help: None, fix: None });
        }
    }
    let of_state = || workspace.files.iter().filter(|file| side.is_told_by(file.role));
    let language = of_state().map(|file| file.language).next().unwrap_or(Language::Prisma);
    let relations = workspace.files.iter().filter(|file| file.role == Role::Relations).map(|file| file.id);
    let described = PrismaTexts::find(&workspace.sources, relations);
    let described = Some(described).filter(|texts| !texts.is_empty());
    let state_files: Vec<FileId> = of_state().map(|file| file.id).collect();
    let any_unknown = of_state().any(|file| !file.lost.is_empty() || file.unreadable.is_some());
    let added: FxHashSet<FileId> = of_state().filter(|file| file.role == Role::Added).map(|file| file.id).collect();
    let mut notes = Vec::new();
    let mut prisma = None;
    let (mut schema, renamed, mut steps) = match language {
        Language::Prisma => {
            let texts = PrismaTexts::find(reader.sources, state_files.iter().copied());
            for (_, file) in &texts.next {
                let path = reader.sources.file(*file).map_or("", |file| file.path.as_str());
                notes.push(format!("{path}: {NEXT}"));
            }
            let (schema, lowering) = reader.prisma_schema(texts, &target.target);
            prisma = Some(lowering);
            (schema, Vec::new(), Vec::new())
        }
        Language::Sql => reader.sql_state(&state_files, &added, &target.target, &mut notes),
    };
    let all = std::iter::once(&mut schema).chain(steps.iter_mut().map(|step| &mut step.before));
    all.for_each(|schema| schema.anything_may_differ |= any_unknown);
    if schema.anything_may_differ && target.target.dialect().is_some() {
        notes.push(
            "something was not understood that may change any table, so no key or column is called missing".to_owned(),
        );
    }
    // A build that reads no SQL has no rules about it.
    if side == Side::Head && cfg!(feature = "sql") {
        for file in workspace.files.iter().filter(|file| file.role.is_of_vitess()) {
            let Some((id, _)) = reader.sources.sources().find(|(_, source)| source.file == file.id) else { continue };
            let text = reader.sources.text(id);
            match file.role {
                Role::VSchema => schema.vschema = Some(Box::new(vschema(id, text))),
                Role::RoutingRules => schema.routing_mistakes = mistakes_of_routing(id, text),
                _ => {}
            }
        }
    }
    if let Some(described) = described {
        let (relations, _) = reader.prisma_schema(described, &target.target);
        for step in &mut steps {
            add_relations(&mut step.before, &relations);
        }
        let missing = add_relations(&mut schema, &relations);
        if !missing.is_empty() {
            let names: Vec<&str> = missing.iter().map(SmolStr::as_str).collect();
            notes.push(format!("the relations speak of tables and columns that are not here: {}", names.join(", ")));
        }
    }
    for summary in &mut reader.files {
        sort_by_key(&mut summary.skipped, |it| it.location);
    }
    reader.files.retain(|summary| workspace.files.get(summary.file.0 as usize).is_some_and(|file| is_read(file.role)));
    State {
        target,
        schema,
        prisma,
        problems: reader.problems,
        faults: reader.faults,
        suppressions: reader.suppressions,
        declared: reader.declared,
        renamed,
        steps,
        files: reader.files,
        notes,
    }
}

impl State {
    /// What rules look at in it.
    pub(super) fn input<'a>(
        &'a self,
        sources: &'a SourceMap,
        options: &'a Options,
        left_out: &'a LeftOut,
        known: &'a [&'static Rule],
    ) -> LintInput<'a> {
        LintInput {
            schema: &self.schema,
            target: &self.target.target,
            sources,
            problems: &self.problems,
            faults: &self.faults,
            rejections: self.prisma.as_ref().map_or(&[], PrismaLowering::rejections),
            suppressions: &self.suppressions,
            levels: options.config.levels(),
            left_out,
            today: options.today.as_deref(),
            known,
        }
    }

    /// Takes the text that the block of a Prisma model has now. Answers the tables that differ from before; none where all
    /// has to be read anew, and the state is of no use any more.
    pub(super) fn read_again(&mut self, sources: &SourceMap, id: SourceId) -> Option<FxHashSet<TableId>> {
        let source = sources.source(id)?;
        // A file that is not read, or that an edit made one.
        let first = sources.sources().find(|(_, it)| it.file == source.file).map_or("", |(_, it)| &it.text);
        if is_next(first) {
            return None;
        }
        let block = read_block(&source.text);
        // What other blocks know it by.
        let (_, name) = head_of_block(&source.text);
        if name != block.name.as_ref().map(|name| name.text.as_str()) {
            return None;
        }
        let lowering = self.prisma.as_mut()?;
        let changed = lowering.replace(&mut self.schema, id, &source.text, &block)?;
        let files = sources.files().map(|(file, _)| FileSummary::new(file, 0)).collect();
        let mut reader = Reader {
            sources,
            prisma: None,
            roles: Vec::new(),
            problems: Vec::new(),
            faults: Vec::new(),
            suppressions: Vec::new(),
            declared: Vec::new(),
            files,
        };
        reader.note_block(id, source.file, &block, &lowering.not_understood(&block));
        let now = reader.files.into_iter().find(|it| it.file == source.file)?;
        let summary = self.files.iter_mut().find(|it| it.file == source.file)?;
        // What a file has too much of is not listed: nobody knows of which block that was.
        if summary.problems.max(summary.problems + now.problems) >= MAX_PROBLEMS {
            return None;
        }
        let before = self.problems.iter().filter(|it| it.location.source == id).count();
        summary.problems = summary.problems - before + now.problems;
        let was_understood = before == 0 && summary.skipped.iter().all(|it| it.location.source != id);
        summary.understood = summary.understood - u64::from(was_understood) + now.understood;
        summary.skipped.retain(|it| it.location.source != id);
        summary.skipped.extend(now.skipped);
        sort_by_key(&mut summary.skipped, |it| it.location);
        self.problems.retain(|it| it.location.source != id);
        self.problems.extend(reader.problems);
        self.suppressions.retain(|it| it.comment.source != id);
        self.suppressions.extend(reader.suppressions);
        self.declared.retain(|it| it.comment.source != id);
        self.declared.extend(reader.declared);
        Some(changed)
    }
}

struct Reader<'w> {
    sources: &'w SourceMap,
    /// The version of Prisma, where the project tells it.
    prisma: Option<u32>,
    /// By the number of the file.
    roles: Vec<Role>,
    problems: Vec<Problem>,
    faults: Vec<Fault>,
    suppressions: Vec<Suppression>,
    declared: Vec<DeclaredRename>,
    files: Vec<FileSummary>,
}

/// The blocks of a Prisma schema: what all other blocks need to know is read first.
struct PrismaTexts {
    /// Datasources, generators and enums, read.
    read: Vec<(SourceId, FileId, Block)>,
    /// Models, views and the rest.
    rest: Vec<(SourceId, FileId)>,
    models: Vec<SmolStr>,
    composites: Vec<SmolStr>,
    settings: PrismaSettings,
    /// Files in the language of Prisma 8, each with its first source: they are not read.
    next: Vec<(SourceId, FileId)>,
}

/// What is said of such a file.
const NEXT: &str = "this is the language of Prisma 8 (prisma-next), which is not read: nothing of it was checked";

/// Whether a file says on its first line that it is written in the language of Prisma 8. Source: Prisma's language tools.
fn is_next(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default().trim();
    line.strip_prefix("//").is_some_and(|it| it.trim() == "use prisma-next")
}

impl PrismaTexts {
    fn find(sources: &SourceMap, files: impl Iterator<Item = FileId>) -> Self {
        let files: FxHashSet<FileId> = files.collect();
        let mut found = Self {
            read: Vec::new(),
            rest: Vec::new(),
            models: Vec::new(),
            composites: Vec::new(),
            settings: PrismaSettings::default(),
            next: Vec::new(),
        };
        let mut blocks = BlockReader::default();
        let mut last = None;
        for (id, source) in sources.sources().filter(|(_, source)| files.contains(&source.file)) {
            let is_first = last.replace(source.file) != Some(source.file);
            if is_first && is_next(&source.text) {
                found.next.push((id, source.file));
            }
            if found.next.last().is_some_and(|(_, file)| *file == source.file) {
                continue;
            }
            let (keyword, name) = head_of_block(&source.text);
            match keyword {
                "datasource" | "generator" | "enum" => found.read.push((id, source.file, blocks.read(&source.text))),
                _ => {
                    found.rest.push((id, source.file));
                    found.models.extend(name.filter(|_| matches!(keyword, "model" | "view")).map(SmolStr::new));
                    found.composites.extend(name.filter(|_| keyword == "type").map(SmolStr::new));
                }
            }
        }
        found.settings = read_settings(found.read.iter().map(|(id, _, block)| (*id, block)));
        found
    }
}

impl PrismaTexts {
    fn is_empty(&self) -> bool {
        self.read.is_empty() && self.rest.is_empty()
    }
}

/// Whether a file is called as the steps of a history are: `0007_add_notes.sql`, `V7__add_notes.sql`, or anything in a folder of
/// migrations.
fn is_called_like_a_migration(path: &str) -> bool {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let number = name.trim_start_matches(['V', 'v']).bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = number >= 3 || (number > 0 && name.starts_with(['V', 'v']) && name.contains("__"));
    is_numbered || parts.any(|folder| matches!(folder, "migrations" | "migration" | "migrate" | "versions"))
}

/// The database that `USE database` names.
fn used_database(statement: &str) -> Option<&str> {
    let (word, name) = statement.split_at_checked(3)?;
    let name = name.trim().trim_end_matches(';').trim_end();
    let is_use = word.eq_ignore_ascii_case("use") && statement.get(3..)?.starts_with([' ', '\t', '\n', '\r', '`']);
    is_use.then(|| name.trim_matches('`')).filter(|name| !name.is_empty())
}

/// What datasources and generators say, which is all that tells the database; none where there is no block at all.
fn settings(sources: &SourceMap, files: impl Iterator<Item = FileId>) -> Option<PrismaSettings> {
    let files: FxHashSet<FileId> = files.collect();
    let mut of_files = sources.sources().filter(|(_, source)| files.contains(&source.file)).peekable();
    of_files.peek()?;
    let tells = |text: &str| matches!(head_of_block(text).0, "datasource" | "generator");
    let telling = of_files.filter(|(_, source)| tells(&source.text));
    let blocks: Vec<(SourceId, Block)> = telling.map(|(id, source)| (id, read_block(&source.text))).collect();
    Some(read_settings(blocks.iter().map(|(id, block)| (*id, block))))
}

/// The first two words of a block, comments above it stepped over.
fn head_of_block(text: &str) -> (&str, Option<&str>) {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let after = if rest.starts_with("//") {
            rest.find(['\n', '\r'])
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|at| at + 2)
        } else {
            break;
        };
        rest = after.and_then(|at| rest.get(at..)).unwrap_or_default().trim_start();
    }
    let mut words = rest.split(|c: char| c.is_whitespace() || c == '{').filter(|word| !word.is_empty());
    (words.next().unwrap_or_default(), words.next())
}

impl Reader<'_> {
    fn prisma_schema(&mut self, texts: PrismaTexts, target: &Target) -> (Schema, PrismaLowering) {
        for (id, file) in &texts.next {
            let line = self.sources.text(*id).lines().next().unwrap_or_default().trim_end();
            let location = Location { source: *id, span: Span::new(0, line.len()) };
            self.count(*file, true, false);
            self.skip(*file, location, NEXT);
        }
        let mut lowering = PrismaLowering::new(target, &texts.settings, self.prisma, texts.models, texts.composites);
        let blocks: Vec<(SourceId, &Block)> = texts.read.iter().map(|(id, _, block)| (*id, block)).collect();
        lowering.reject(check_settings(&blocks, &texts.settings, self.prisma));
        let mut schema = PrismaLowering::schema(target, texts.settings);
        for (id, file, block) in &texts.read {
            if block.kind == BlockKind::Enum {
                lowering.add_enum(*id, self.sources.text(*id), block);
            }
            self.note_block(*id, *file, block, &[]);
        }
        let mut blocks = BlockReader::default();
        for (id, file) in texts.rest {
            let text = self.sources.text(id);
            let block = blocks.read(text);
            self.note_block(id, file, &block, &lowering.not_understood(&block));
            lowering.add(&mut schema, id, text, &block);
        }
        lowering.relate(&mut schema);
        (schema, lowering)
    }

    fn note_block(&mut self, source: SourceId, file: FileId, block: &Block, skipped: &[(Span, String)]) {
        // The rest of a file behind its last block holds comments only.
        let is_block = block.name.is_some() || !block.members.is_empty() || !block.errors.is_empty();
        let is_understood = block.errors.is_empty() && block.refused.is_empty() && skipped.is_empty();
        self.count(file, is_block, is_understood);
        self.note_errors(file, source, &block.errors);
        self.note_errors(file, source, &block.refused);
        // Of the state's own schema, Prisma refuses it, and that is told.
        let is_told = self.roles.get(file.0 as usize) != Some(&Role::Relations);
        for (span, reason) in skipped {
            let location = Location { source, span: *span };
            match self.files.get_mut(file.0 as usize).filter(|_| is_told) {
                Some(summary) if summary.skipped.len() < MAX_PROBLEMS => {
                    summary.skipped.push(SkippedText { location, reason: reason.clone() });
                }
                Some(_) => {}
                None => self.skip(file, location, reason),
            }
        }
        let text = self.sources.text(source);
        if block.comments.iter().any(|comment| may_speak(comment.span.of(text))) {
            let members: Vec<Span> = block.members.iter().map(Member::span).collect();
            let comments = block.comments.iter().map(|comment| comment.span);
            self.note_comments(source, file, comments, is_block.then_some(block.span), &members);
        }
    }

    /// The state that statements lead to, what they renamed, and the steps that those of the `added` files make.
    fn sql_state(
        &mut self,
        files: &[FileId],
        added: &FxHashSet<FileId>,
        target: &Target,
        notes: &mut Vec<String>,
    ) -> (Schema, Vec<RenameHint>, Vec<Step>) {
        let files: FxHashSet<FileId> = files.iter().copied().collect();
        let mut statements: Vec<(SourceId, FileId)> = self
            .sources
            .sources()
            .filter(|(_, source)| files.contains(&source.file))
            .map(|(id, source)| (id, source.file))
            .collect();
        // What is applied already comes first, whatever its number.
        sort_by_key(&mut statements, |(_, file)| added.contains(file));
        let Some(dialect) = dialect_read(target) else {
            return (self.not_read_yet(&statements, target), Vec::new(), Vec::new());
        };
        let mut replay = Replay::new(target);
        let mut renamed = Vec::new();
        let mut steps = Steps::default();
        for (id, file) in statements {
            let text = self.sources.text(id);
            if text.is_empty() {
                continue;
            }
            let statement = read_statement(text, dialect);
            let is_statement = !statement.span.is_empty();
            self.count(file, is_statement, statement.skipped.is_empty() && statement.errors.is_empty());
            self.note_errors(file, id, &statement.errors);
            for Skipped { span, reason, .. } in &statement.skipped {
                self.skip(file, Location { source: id, span: *span }, reason);
            }
            if may_speak(text) {
                let members = parts_of(&statement);
                let comments = statement.comments.iter().copied();
                self.note_comments(id, file, comments, is_statement.then_some(statement.span), &members);
            }
            if let Some(name) = used_database(statement.span.of(text)) {
                replay.use_database(name);
            }
            if added.contains(&file) {
                if steps.all.is_empty() {
                    renamed.extend(replay.take_renamed().into_iter().map(hint));
                }
                steps.apply(id, statement, &mut replay);
            } else {
                replay.apply(id, &statement);
            }
            for fault in replay.take_faults() {
                self.note_fault(file, fault);
            }
        }
        let steps = steps.finish(&mut replay);
        if steps.too_many {
            let count = steps.all.len();
            notes
                .push(format!("of the new migrations, {count} steps are judged one by one, and what follows together"));
        }
        let (mut schema, last) = replay.finish();
        schema.others_may_exist |= files.iter().any(|file| self.is_one_of_many(*file));
        renamed.extend(last.into_iter().map(hint));
        (schema, renamed, steps.all)
    }

    /// SQL of a dialect that is not read yet: told once a file, and all of it unknown.
    fn not_read_yet(&mut self, statements: &[(SourceId, FileId)], target: &Target) -> Schema {
        let mut told = FxHashSet::default();
        for (id, file) in statements {
            self.count(*file, true, false);
            if told.insert(*file) {
                let text = self.sources.text(*id);
                let span = Span::new(0, text.find(['\n', '\r']).unwrap_or(text.len()));
                let whose = if target.dialect().is_some() { target.product_name() } else { "another database" };
                let reason =
                    format!("SQL for {whose} is not read yet, only MySQL's and MariaDB's; none of this file was");
                self.skip(*file, Location { source: *id, span }, &reason);
            }
        }
        let mut schema = Schema::new(target);
        schema.anything_may_differ = true;
        schema
    }

    fn count(&mut self, file: FileId, counts: bool, understood: bool) {
        // Files are numbered in the order in which they were opened.
        if let Some(summary) = self.files.get_mut(file.0 as usize) {
            summary.total += u64::from(counts);
            summary.understood += u64::from(counts && understood);
        }
    }

    /// Lists a problem, as long as the file has not too many. Answers whether it was listed.
    fn note(&mut self, file: FileId, mut problem: Problem) -> bool {
        let Some(summary) = self.files.get_mut(file.0 as usize) else { return false };
        summary.problems += 1;
        if summary.problems == MAX_PROBLEMS {
            problem.message = format!(
                "{}; this is the {MAX_PROBLEMS}th such place, more of this file are not listed",
                problem.message
            );
        }
        let listed = summary.problems <= MAX_PROBLEMS;
        if listed {
            self.problems.push(problem);
        }
        listed
    }

    /// Whether a file is a step of a history that is looked at alone: it speaks of tables that other steps made.
    fn is_one_of_many(&self, file: FileId) -> bool {
        let path = self.sources.file(file).map_or("", |file| file.path.as_str());
        self.roles.get(file.0 as usize) == Some(&Role::State) && is_called_like_a_migration(path)
    }

    /// Keeps what a server refuses, as long as the file has not too much of it.
    fn note_fault(&mut self, file: FileId, fault: Fault) {
        let listed = self.files.get_mut(file.0 as usize).is_some_and(|summary| {
            summary.faults += 1;
            summary.faults <= MAX_PROBLEMS
        });
        if listed {
            self.faults.push(fault);
        } else if self.files.get(file.0 as usize).is_some_and(|summary| summary.faults == MAX_PROBLEMS + 1) {
            let message =
                format!("a server refuses more than {MAX_PROBLEMS} parts of this file: the rest is not listed");
            let (kind, location) = (ProblemKind::NotUnderstood, fault.location);
            self.note(file, Problem { kind, location, message, help: None, fix: None });
        }
    }

    fn note_errors(&mut self, file: FileId, source: SourceId, errors: &[SyntaxError]) {
        for error in errors {
            self.note(
                file,
                Problem {
                    kind: ProblemKind::Syntax,
                    location: Location { source, span: error.span },
                    message: error.message.clone(),
                    help: error.help.clone(),
                    fix: error.fix.as_ref().map(|(span, text)| (Location { source, span: *span }, text.clone())),
                },
            );
        }
    }

    fn skip(&mut self, file: FileId, location: Location, reason: &str) {
        let message = reason.to_owned();
        let listed =
            self.note(file, Problem { kind: ProblemKind::NotUnderstood, location, message, help: None, fix: None });
        if let Some(summary) = self.files.get_mut(file.0 as usize).filter(|_| listed) {
            summary.skipped.push(SkippedText { location, reason: reason.to_owned() });
        }
    }

    fn note_comments(
        &mut self,
        source: SourceId,
        file: FileId,
        comments: impl Iterator<Item = Span>,
        whole: Option<Span>,
        members: &[Span],
    ) {
        let text = self.sources.text(source);
        let at = |span: Span| Location { source, span };
        for comment in comments {
            if let Some(old) = read_rename(text, comment)
                && let Some(scope) = self.scope(source, file, comment, whole, members)
            {
                self.declared.push(DeclaredRename { old: old.text, scope, comment: at(comment) });
            }
            let Some(directive) = read_directive(text, comment) else { continue };
            let scope = if directive.whole_file {
                Scope::File(file)
            } else {
                self.scope(source, file, comment, whole, members).map_or(Scope::Nothing, Scope::At)
            };
            self.suppressions.push(Suppression {
                comment: at(directive.comment),
                rules: directive.rules.into_iter().map(|name| (name.text, at(name.span))).collect(),
                scope,
                until: directive.until,
            });
        }
    }

    /// What a comment within a text speaks of.
    fn scope(
        &self,
        source: SourceId,
        file: FileId,
        comment: Span,
        whole: Option<Span>,
        members: &[Span],
    ) -> Option<Location> {
        let text = self.sources.text(source);
        let on_first_line = !text.get(..comment.start()).unwrap_or_default().contains(['\n', '\r']);
        // `CREATE TABLE …; -- shoring-ignore …` speaks of what stands before it on its line.
        let before = stands_before(self.sources, source, file).filter(|_| on_first_line);
        before.or_else(|| scope_of(text, comment, whole?, members).map(|span| Location { source, span }))
    }
}

/// The text before a source, where the source begins on a line that something stands on already.
fn stands_before(sources: &SourceMap, source: SourceId, file: FileId) -> Option<Location> {
    sources.source(source).filter(|it| it.lead.characters > 0)?;
    let before = SourceId(source.0.checked_sub(1)?);
    let text = sources.source(before).filter(|it| it.file == file)?;
    Some(Location { source: before, span: Span::new(0, text.text.len()) })
}

/// What a comment within a statement may speak of.
fn parts_of(statement: &Statement) -> Vec<Span> {
    match &statement.kind {
        StatementKind::CreateTable(create) => create.elements.iter().map(Element::span).collect(),
        StatementKind::AlterTable(alter) => alter.clauses.iter().map(|clause| clause.span).collect(),
        _ => Vec::new(),
    }
}
