//! A state that changes while it is looked at: what an edit does not touch is not read, and not judged, again.
//!
//! A Prisma schema is kept block by block. An edit within a model reads that block, makes its table anew, and looks at it and at
//! the tables around it. Any other edit is not taken: then all is read from the beginning, which is always right.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::{
    Comparison, Evidence, FileSummary, Options, Role, Workspace,
    compare::{Both, Told},
    inference,
    mentions::Mentions,
    outline::Outlines,
    read,
    read::State,
};
use crate::{
    diagnostic::Diagnostic,
    lint::{Found, Numbered},
    order::sort,
    rule::Rule,
    safety::all_rules,
    schema::{LeftOut, Schema, TableId, TableWalker},
    syntax::prisma::cut,
    target::Dialect,
    text::{FileId, Language, Moved, SourceId, SourceMap},
};

/// A state whose files are edited, and the state before it where the workspace holds one.
#[derive(Debug)]
pub struct Live {
    pub(super) workspace: Workspace,
    options: Options,
    /// Of the state before nothing is edited, so it is read once.
    base: Option<State>,
    pub(super) state: State,
    /// What its texts name, read when it is asked for.
    pub(super) mentions: Mentions,
    /// What its files are made of, read when it is asked for.
    pub(super) outlines: Outlines,
    left_out: LeftOut,
    found: Found,
    known: Vec<&'static Rule>,
    /// The tables that are written in each source. An edit that is taken makes none, and ends none.
    tables: FxHashMap<SourceId, Vec<TableId>>,
    /// The tables that are not what they were when they were looked at last.
    touched: FxHashSet<TableId>,
    /// The tables that are known to be what they were in the state before.
    unchanged: FxHashSet<TableId>,
}

/// What was found in a state, as it is now.
#[derive(Debug)]
pub struct LiveAnalysis<'l> {
    /// The texts.
    pub sources: &'l SourceMap,
    /// The database, and why it is thought to be that.
    pub target: &'l Evidence,
    /// The findings, in the order of the text. One that has the number of an earlier answer is the same, but for its place.
    pub findings: Vec<&'l Numbered>,
    /// How much of each file was understood.
    pub files: &'l [FileSummary],
    /// What else a person should know, one sentence each.
    pub notes: &'l [String],
}

impl LiveAnalysis<'_> {
    /// The findings that what is said of the changes does not tell already.
    pub fn beside(&self, hazards: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
        let told = Told::by(hazards);
        self.findings.iter().map(|it| &it.diagnostic).filter(move |finding| !told.tells(finding))
    }
}

impl Live {
    /// Reads the state of a workspace, and the state before it where there is one. Where the two are for databases that do not
    /// speak the same SQL, there is nothing to compare, and a note says so.
    pub fn new(workspace: Workspace, options: Options) -> Self {
        let infer = |side| read::infer(&workspace, side, &options);
        let head = infer(read::Side::Head);
        let has_base = workspace.files.iter().any(|file| file.role == Role::Base);
        let of_both = has_base.then(|| inference::of_both(infer(read::Side::Base), head.clone()));
        let (target, base, note) = match of_both {
            Some(Ok(both)) => {
                (both.clone(), Some(read::read_state(&workspace, read::Side::Base, both, &options)), None)
            }
            Some(Err(differ)) => (head, None, Some(differ.to_string())),
            None => (head, None, None),
        };
        let mut state = read::read_state(&workspace, read::Side::Head, target, &options);
        state.notes.extend(note);
        let left_out = LeftOut::of(&state.schema, options.config.ignored_tables());
        let mut tables: FxHashMap<SourceId, Vec<TableId>> = FxHashMap::default();
        for id in state.schema.ids() {
            if let Some(table) = state.schema.walk(id) {
                tables.entry(table.get().origin.source).or_default().push(id);
            }
        }
        let mut live = Self {
            workspace,
            options,
            base,
            state,
            mentions: Mentions::default(),
            outlines: Outlines::default(),
            left_out,
            found: Found::default(),
            known: all_rules(),
            tables,
            touched: FxHashSet::default(),
            unchanged: FxHashSet::default(),
        };
        live.touched.extend(live.state.schema.ids());
        live
    }

    /// Replaces bytes `start..end` of a file by other text. Answers where the text behind it has gone; none where the state has
    /// to be read from the beginning: then this one is of no use any more.
    pub fn edit(&mut self, file: FileId, start: u64, end: u64, text: &str) -> Option<Moved> {
        let of_file = self.workspace.files.get(file.0 as usize)?;
        let is_laid_over = self.workspace.files.iter().any(|it| it.role == Role::Relations);
        if of_file.language != Language::Prisma || of_file.role != Role::State || is_laid_over {
            return None;
        }
        let sources = &self.workspace.sources;
        let mut id = sources.source_at(file, start, end)?;
        let mut edited = with(sources, id, start, end, text)?;
        if !self.is_one_block(file, id, &edited) {
            // What is written where two blocks meet may be the second one's.
            id = SourceId(id.0 + 1);
            sources.source(id).filter(|next| next.file == file)?;
            edited = with(sources, id, start, end, text)?;
            if !self.is_one_block(file, id, &edited) {
                return None;
            }
        }
        let of_source: FxHashSet<TableId> = self.tables.get(&id).into_iter().flatten().copied().collect();
        let asked_before = self.asked_of_all(&of_source);
        self.touched.extend(self.around(&of_source));
        let moved = self.workspace.sources.replace(id, edited.into())?;
        let changed = self.state.read_again(&self.workspace.sources, id)?;
        self.touched.extend(self.around(&changed));
        if asked_before != self.asked_of_all(&of_source) {
            self.touched.extend(self.state.schema.ids());
        }
        self.found.shift(file, moved.from, moved.bytes);
        Some(moved)
    }

    /// Looks again at what was edited.
    pub fn lint(&mut self) -> LiveAnalysis<'_> {
        self.look().0
    }

    /// Looks again at what was edited, and at what differs from the state before and what that does, where there is one.
    pub fn check(&mut self) -> (LiveAnalysis<'_>, Option<Comparison<'_>>) {
        let (analysis, both, options, unchanged) = self.look();
        (analysis, both.map(|both| both.judge(options, unchanged)))
    }

    fn look(&mut self) -> (LiveAnalysis<'_>, Option<Both<'_>>, &Options, &mut FxHashSet<TableId>) {
        let Self { workspace, options, base, state, left_out, found, known, touched, unchanged, .. } = self;
        let (workspace, options, state) = (&*workspace, &*options, &*state);
        let input = state.input(&workspace.sources, options, left_out, known);
        unchanged.retain(|table| !touched.contains(table));
        found.look_again(input, touched.drain(), |edit| workspace.may_edit(edit));
        let analysis = LiveAnalysis {
            sources: &workspace.sources,
            target: &state.target,
            findings: found.standing(input, |edit| workspace.may_edit(edit)),
            files: &state.files,
            notes: &state.notes,
        };
        let both = base.as_ref().map(|base| Both { workspace, target: &state.target, base, head: state });
        (analysis, both, options, unchanged)
    }

    /// The state, as it is now.
    pub fn schema(&self) -> &Schema {
        &self.state.schema
    }

    /// The state before it, where there is one.
    pub fn base_schema(&self) -> Option<&Schema> {
        self.base.as_ref().map(|base| &base.schema)
    }

    /// The database, and why it is thought to be that.
    pub fn target(&self) -> &Evidence {
        &self.state.target
    }

    /// The texts.
    pub fn sources(&self) -> &SourceMap {
        &self.workspace.sources
    }

    /// Whether a source with another text is one block still, and those beside it are what they were.
    fn is_one_block(&self, file: FileId, id: SourceId, edited: &str) -> bool {
        let beside = |id: Option<u32>| {
            let source = id.and_then(|id| self.workspace.sources.source(SourceId(id)));
            source.filter(|it| it.file == file).map_or("", |it| &it.text)
        };
        let (previous, next) = (beside(id.0.checked_sub(1)), beside(id.0.checked_add(1)));
        // A comment that is not closed ends where one of the blocks behind says so: no block tells that by itself.
        let has_comment = |text: &str| text.contains("/*") || text.contains("*/");
        if has_comment(edited) || has_comment(self.workspace.sources.text(id)) {
            return false;
        }
        let mut end = 0;
        let ends: Vec<usize> = [previous, edited, next]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(|text| {
                end += text.len();
                end
            })
            .collect();
        let text = [previous, edited, next].concat();
        cut(&text).into_iter().map(|piece| piece.end).eq(ends)
    }

    /// Tables, those that they refer to, and those that refer to them: what rules about a table look at.
    fn around(&self, tables: &FxHashSet<TableId>) -> FxHashSet<TableId> {
        let schema = &self.state.schema;
        let walkers: Vec<_> = tables.iter().filter_map(|id| schema.walk(*id)).collect();
        let to =
            walkers.iter().copied().flat_map(TableWalker::foreign_keys).map(|it| it.get().referenced_table.as_str());
        let from = walkers.iter().flat_map(|it| schema.foreign_keys_to(&it.get().name));
        let from = from.map(|it| it.table().get().name.as_str());
        let beside: FxHashSet<TableId> = to.chain(from).filter_map(|name| schema.id(name)).collect();
        tables | &beside
    }

    /// What rules about a table ask of all tables, as far as some tables tell it: where it differs, all are looked at again.
    fn asked_of_all(&self, tables: &FxHashSet<TableId>) -> (bool, Vec<SmolStr>) {
        let schema = &self.state.schema;
        let has_foreign_keys = schema.tables().any(|it| !it.get().foreign_keys.is_empty());
        // But in MySQL, the name of an index is taken in the whole schema.
        let is_of_table = self.state.target.target.dialect().is_none_or(Dialect::is_mysql_family);
        let walkers = tables.iter().filter(|_| !is_of_table).filter_map(|id| schema.walk(*id));
        let mut names: Vec<SmolStr> = walkers.flat_map(TableWalker::keys).map(|key| key.get().name.clone()).collect();
        sort(&mut names);
        (has_foreign_keys, names)
    }
}

/// The text of a source in which bytes of its file are replaced; none where they are not all its own, or cut a character.
fn with(sources: &SourceMap, id: SourceId, start: u64, end: u64, text: &str) -> Option<String> {
    let source = sources.source(id)?;
    let at = |byte: u64| usize::try_from(byte.checked_sub(source.offset)?).ok();
    let (start, end) = (at(start)?, at(end)?);
    let (before, behind) = (source.text.get(..start)?, source.text.get(end..)?);
    (start <= end).then(|| [before, text, behind].concat())
}
