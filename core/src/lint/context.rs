//! What a rule sees.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::{
    LintInput,
    redundancy::{Redundancy, redundant_indexes},
    suppress::Unused,
};
use crate::{
    diagnostic::{Diagnostic, Problem, Suppression},
    edit::Editor,
    rule::Rule,
    schema::{ForeignKeyWalker, IndexWalker, Schema, TableWalker, is_book_of_tool, is_tool_table},
    target::Target,
    text::SourceMap,
};

/// The state, the target, and a place for findings.
#[derive(Debug)]
pub struct LintContext<'a> {
    input: LintInput<'a>,
    unused: Vec<Unused<'a>>,
    idle: Vec<&'static Rule>,
    found: Vec<Diagnostic>,
    index_names: OnceCell<FxHashSet<String>>,
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
            redundant: OnceCell::new(),
        }
    }

    pub(super) fn with_unused(mut self, unused: Vec<Unused<'a>>, idle: Vec<&'static Rule>) -> Self {
        self.unused = unused;
        self.idle = idle;
        self
    }

    pub(super) fn into_found(self) -> (Vec<Diagnostic>, Vec<&'static Rule>) {
        (self.found, self.idle)
    }

    /// Says that a rule has nothing to look at here: on this target, or in this kind of state. A comment that silences
    /// it is not for nothing then.
    pub fn is_idle(&mut self, rule: &'static Rule) {
        self.idle.push(rule);
    }

    /// Whether a rule had nothing to look at: rules about changes have not.
    pub(super) fn was_idle(&self, name: &str) -> bool {
        let looks_at_states = |rule: &Rule| super::rules().any(|it| it == rule);
        self.input.known.iter().any(|rule| rule.name == name && !looks_at_states(rule)) || self.idle.iter().any(|rule| rule.name == name)
    }

    /// The indexes that another one makes unnecessary: judged once, for all rules that speak of them.
    pub(super) fn redundant_indexes(&self) -> &[(IndexWalker<'a>, Redundancy<'a>)] {
        self.redundant.get_or_init(|| self.tables().flat_map(redundant_indexes).collect())
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

    /// The tables of the project; those of tools are left out.
    pub fn tables(&self) -> impl Iterator<Item = TableWalker<'a>> + use<'a> {
        let is_tools = if self.input.schema.prisma.is_some() { is_book_of_tool } else { is_tool_table };
        self.input.schema.tables().filter(move |table| !is_tools(&table.get().name))
    }

    /// The foreign keys of the project's tables.
    pub fn foreign_keys(&self) -> impl Iterator<Item = ForeignKeyWalker<'a>> + use<'a> {
        self.tables().flat_map(TableWalker::foreign_keys)
    }

    /// What the readers could not make sense of.
    pub fn problems(&self) -> &'a [Problem] {
        self.input.problems
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

    /// A finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }
}
