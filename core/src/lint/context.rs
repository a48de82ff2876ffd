//! What a rule sees.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::{
    LintInput,
    redundancy::{Redundancy, redundant_indexes},
    suppress::Unused,
    survey::{Survey, Surveyed},
};
use crate::{
    diagnostic::{Diagnostic, Problem, Scope, Suppression},
    edit::Editor,
    level::Level,
    rule::Rule,
    schema::{Fault, FaultKind, ForeignKeyWalker, IndexWalker, Rejection, Schema, TableWalker, View},
    target::Target,
    text::{Location, SourceId, SourceMap},
};

/// Where PlanetScale explains the codes of its checks.
pub const LINT_PAGE: &str = "https://planetscale.com/docs/vitess/schema-changes/schema-lint-errors";

/// The state, the target, and a place for findings.
#[derive(Debug)]
pub struct LintContext<'a> {
    input: LintInput<'a>,
    unused: Vec<Unused<'a>>,
    idle: Vec<&'static Rule>,
    found: Vec<Diagnostic>,
    index_names: OnceCell<FxHashSet<String>>,
    left_out_sources: OnceCell<FxHashSet<SourceId>>,
    survey: OnceCell<Survey>,
    /// Of the table that is looked at.
    redundant: OnceCell<Vec<(IndexWalker<'a>, Redundancy<'a>)>>,
}

impl<'a> LintContext<'a> {
    pub(super) fn new(input: LintInput<'a>) -> Self {
        Self {
            input,
            unused: Vec::new(),
            idle: Vec::new(),
            found: Vec::new(),
            index_names: OnceCell::new(),
            left_out_sources: OnceCell::new(),
            survey: OnceCell::new(),
            redundant: OnceCell::new(),
        }
    }

    pub(super) fn with_unused(mut self, unused: Vec<Unused<'a>>, idle: &[&'static Rule]) -> Self {
        self.unused = unused;
        self.idle = idle.to_vec();
        self
    }

    /// What is known of all tables already.
    pub(super) fn with_survey(self, survey: Survey) -> Self {
        Self { survey: survey.into(), ..self }
    }

    /// What is known of all tables, for the next time.
    pub(super) fn take_survey(&mut self) -> Survey {
        self.survey.take().unwrap_or_default()
    }

    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }

    /// The rules that had nothing to look at.
    pub(super) fn idle(&self) -> &[&'static Rule] {
        &self.idle
    }

    /// Says that a rule has nothing to look at here: on this target, or in this kind of state. A comment that silences
    /// it is not for nothing then.
    pub fn is_idle(&mut self, rule: &'static Rule) {
        if !self.idle.contains(&rule) {
            self.idle.push(rule);
        }
    }

    /// Whether a rule had nothing to look at: rules about changes have not.
    pub(super) fn was_idle(&self, name: &str) -> bool {
        let looks_at_states = |rule: &Rule| super::rules().any(|it| it == rule);
        self.input.known.iter().any(|rule| rule.name == name && !looks_at_states(rule))
            || self.idle.iter().any(|rule| rule.name == name)
            || (super::rules::is_about_tables(name) && self.tables().next().is_none())
            || super::rules::has_no_place(name, self.schema())
    }

    /// Forgets what was asked of the table before.
    pub(super) fn next_table(&mut self) {
        self.redundant.take();
    }

    /// What was found since this was asked last.
    pub(super) fn take_found(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.found)
    }

    /// The indexes of the table that is looked at which another one makes unnecessary: judged once, for all rules that speak of
    /// them.
    pub(super) fn redundant_indexes(&self, table: TableWalker<'a>) -> &[(IndexWalker<'a>, Redundancy<'a>)] {
        self.redundant.get_or_init(|| redundant_indexes(table).collect())
    }

    /// Whether the client keeps any relation of the state itself.
    pub fn emulates_foreign_keys(&self) -> bool {
        self.survey().any(|it| it.emulated > 0)
    }

    /// The foreign keys that the database keeps.
    pub(super) fn enforced_foreign_keys(&self) -> impl Iterator<Item = ForeignKeyWalker<'a>> {
        let all = self.surveyed_tables(|it| it.enforced > 0).flat_map(TableWalker::foreign_keys);
        all.filter(|it| !it.is_emulated())
    }

    /// What rules about the state as a whole ask of each table.
    pub(super) fn survey(&self) -> &Survey {
        self.survey.get_or_init(|| Survey::of(self.input))
    }

    /// The tables of which something is true.
    pub(super) fn surveyed_tables(&self, is_true: impl Fn(&Surveyed) -> bool) -> impl Iterator<Item = TableWalker<'a>> {
        self.survey().tables(self.input, is_true)
    }

    /// Whether the project has switched a rule off where a comment stands.
    pub(super) fn is_off(&self, rule: &Rule, comment: Location) -> bool {
        let path = self.input.sources.file_of(comment.source).map_or("", |file| file.path.as_str());
        self.input.levels.level_of(rule, path) == Level::Off
    }

    /// Whether a comment speaks of a table that is left out.
    pub(super) fn is_about_left_out(&self, suppression: &Suppression) -> bool {
        let Scope::At(location) = suppression.scope else { return false };
        let sources = || {
            let left_out = self.input.schema.tables().filter(|table| self.input.left_out.contains(&table.get().name));
            let sources = left_out.flat_map(|table| {
                let keys = table.keys().map(|key| key.get().origin.source);
                let foreign_keys = table.foreign_keys().map(|key| key.get().origin.source);
                keys.chain(foreign_keys).chain([table.get().origin.source])
            });
            sources.collect()
        };
        self.left_out_sources.get_or_init(sources).contains(&location.source)
    }

    /// The names of all indexes of all tables, in lower case.
    pub(super) fn index_names(&self) -> &FxHashSet<String> {
        let schema = self.input.schema;
        let names =
            || schema.tables().flat_map(TableWalker::keys).map(|index| index.get().name.to_ascii_lowercase()).collect();
        self.index_names.get_or_init(names)
    }

    /// The state.
    pub fn schema(&self) -> &'a Schema {
        self.input.schema
    }

    /// The database it is for.
    pub fn target(&self) -> &'a Target {
        self.input.target
    }

    /// The texts it was read from.
    pub fn sources(&self) -> &'a SourceMap {
        self.input.sources
    }

    /// The tables of the project; those of tools are left out, and those that it does not want to be judged.
    pub fn tables(&self) -> impl Iterator<Item = TableWalker<'a>> + use<'a> {
        let left_out = self.input.left_out;
        self.input.schema.tables().filter(move |table| !left_out.contains(&table.get().name))
    }

    /// The views of the project; those that it does not want to be judged are left out.
    pub fn views(&self) -> impl Iterator<Item = &'a View> + use<'a> {
        let left_out = self.input.left_out;
        self.input.schema.views.values().filter(move |view| !left_out.contains(&view.name))
    }

    /// The foreign keys of the project's tables.
    pub fn foreign_keys(&self) -> impl Iterator<Item = ForeignKeyWalker<'a>> + use<'a> {
        self.tables().flat_map(TableWalker::foreign_keys)
    }

    /// What the readers could not make sense of.
    pub fn problems(&self) -> &'a [Problem] {
        self.input.problems
    }

    /// What a server refuses of statements, by kind; of tables that nobody judges, nothing.
    pub fn faults(&self, kinds: &'static [FaultKind]) -> impl Iterator<Item = &'a Fault> + use<'a> {
        let left_out = self.input.left_out;
        self.input.faults.iter().filter(move |fault| kinds.contains(&fault.kind) && !left_out.contains(&fault.table))
    }

    /// Reports what a server refuses of statements, by kind.
    pub fn report_faults(&mut self, kinds: &'static [FaultKind], words: fn(&Fault) -> Diagnostic) {
        let faults: Vec<&Fault> = self.faults(kinds).collect();
        for fault in faults {
            self.report(words(fault));
        }
    }

    /// What Prisma refuses: the whole schema, whatever table it is about.
    pub(super) fn rejections(&self) -> &'a [Rejection] {
        self.input.rejections
    }

    /// The comments that silence rules.
    pub fn suppressions(&self) -> &'a [Suppression] {
        self.input.suppressions
    }

    /// Today, as `2027-03-01`.
    pub fn today(&self) -> Option<&'a str> {
        self.input.today
    }

    /// Rule names in comments that silenced nothing.
    pub(super) fn unused(&self) -> Vec<Unused<'a>> {
        self.unused.clone()
    }

    /// Makes edits of the texts.
    pub fn editor(&self) -> Editor<'a> {
        Editor::new(self.input.sources)
    }

    /// All rules that there are.
    pub fn known_rules(&self) -> &'a [&'static Rule] {
        self.input.known
    }

    /// Whether there is a rule of this name.
    pub fn knows_rule(&self, name: &str) -> bool {
        self.input.known.iter().any(|rule| rule.name == name)
    }

    /// A finding with the code that the platform has for it, where the target has any.
    pub fn with_code(&self, finding: Diagnostic, code: &'static str) -> Diagnostic {
        match self.target().lint_codes() {
            Some(platform) => finding.code(platform, code),
            None => finding,
        }
    }

    /// A finding. Where the platform has a code for it, the help says where that is explained.
    pub fn report(&mut self, mut diagnostic: Diagnostic) {
        let platform = self.target().lint_codes();
        let code = diagnostic.codes.iter().find(|(of, _)| platform == Some(*of));
        if let Some((_, code)) = code {
            let page = format!("{} calls it {code}: {LINT_PAGE}", self.target().product_name());
            let help = diagnostic.help.get_or_insert_default();
            help.push_str(if help.is_empty() { "" } else { "; " });
            help.push_str(&page);
        }
        self.found.push(diagnostic);
    }
}
