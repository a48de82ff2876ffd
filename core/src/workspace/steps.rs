//! What a branch adds to a history of migrations, cut into steps that are judged one after another: what a statement drops
//! and another one makes again under the same name is lost, though nothing differs at the end.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::{
    diff::RenameHint,
    lower::sql::{Renamed, Replay},
    safety::Part,
    schema::Schema,
    syntax::{
        Name,
        sql::ast::{AlterTable, ClauseKind, ObjectName, Statement, StatementKind},
    },
    text::{Location, SourceId, Span},
};

/// The most steps that are judged one by one; what follows is judged together.
const MAX_STEPS: usize = 200;

/// The most tables that the states between the steps may have, all together: each state is a copy.
const MAX_TABLES: usize = 500_000;

/// A table in small letters, and what of it.
type Touched = (SmolStr, Part);

/// Statements that do not undo each other, from one state to the next.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The state before it.
    pub(super) before: Schema,
    /// Its statements.
    pub(super) sources: FxHashSet<SourceId>,
    /// What its statements renamed.
    pub(super) renamed: Vec<RenameHint>,
    /// Where its statements speak of tables and columns.
    pub(super) said: FxHashMap<Touched, Location>,
    /// What rows were changed before it, or in it before anything that it speaks of.
    pub(super) filled: Vec<((SmolStr, SmolStr), Location)>,
}

/// Cuts new statements into steps.
#[derive(Debug, Default)]
pub(super) struct Steps {
    pub(super) all: Vec<Step>,
    /// Tables that were made by new statements: nothing about them is looked at.
    made: FxHashSet<SmolStr>,
    tables: usize,
    /// Not all were cut off from those before them that should have been.
    pub(super) too_many: bool,
}

impl Steps {
    /// Applies a new statement, in as many parts as it takes.
    pub(super) fn apply(&mut self, source: SourceId, statement: Statement, replay: &mut Replay) {
        for part in parts(statement) {
            self.pass(source, &part, replay);
            if let Some(step) = self.all.last_mut() {
                step.sources.insert(source);
            }
            replay.apply(source, &part);
        }
    }

    /// The steps, with what the last one renamed.
    pub(super) fn finish(mut self, replay: &mut Replay) -> Self {
        self.settle(replay);
        self
    }

    fn pass(&mut self, source: SourceId, statement: &Statement, replay: &mut Replay) {
        if let StatementKind::ChangeRows { table, columns } = &statement.kind {
            let touched: Vec<Touched> = columns.iter().map(|it| of_column(&table.name, it)).collect();
            self.make_room(&touched, replay);
            if let Some(step) = self.all.last_mut() {
                let location = Location { source, span: statement.span };
                step.filled.extend(columns.iter().map(|it| ((small(&table.name), small(it)), location)));
            }
            return;
        }
        let spoken_of = spoken_of(statement);
        if spoken_of.is_empty() {
            return;
        }
        let of_others: Vec<(Touched, Span)> =
            spoken_of.into_iter().filter(|((table, _), _)| !self.made.contains(table)).collect();
        let touched: Vec<Touched> = of_others.iter().map(|(it, _)| it.clone()).collect();
        self.make_room(&touched, replay);
        if let Some(step) = self.all.last_mut() {
            step.said.extend(of_others.into_iter().map(|(it, span)| (it, Location { source, span })));
        }
        self.remember(statement);
    }

    /// Begins a step where none is, or where this one has spoken of the same things.
    fn make_room(&mut self, touched: &[Touched], replay: &mut Replay) {
        let is_said = |said: &FxHashMap<Touched, Location>, touched: &Touched| {
            // The table itself is all that is of it.
            let (table, part) = touched;
            said.contains_key(touched)
                || said.contains_key(&(table.clone(), Part::Whole))
                || *part == Part::Whole && said.keys().any(|(other, _)| other == table)
        };
        let goes_on = self.all.last().is_some_and(|step| !touched.iter().any(|it| is_said(&step.said, it)));
        if goes_on {
            return;
        }
        let tables = replay.schema().tables().count();
        if self.all.len() >= MAX_STEPS || self.tables + tables > MAX_TABLES && !self.all.is_empty() {
            self.too_many = true;
            return;
        }
        self.settle(replay);
        self.tables += tables;
        self.all.push(Step {
            before: replay.schema().clone(),
            sources: FxHashSet::default(),
            renamed: Vec::new(),
            said: FxHashMap::default(),
            filled: Vec::new(),
        });
    }

    /// What was renamed since is the last step's.
    fn settle(&mut self, replay: &mut Replay) {
        if let Some(step) = self.all.last_mut() {
            step.renamed = replay.take_renamed().into_iter().map(hint).collect();
        }
    }

    /// Follows the tables that are new with these statements.
    fn remember(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::CreateTable(create) => {
                self.made.insert(small(&create.name.name));
            }
            StatementKind::DropTables { names, .. } => {
                for name in names {
                    self.made.remove(&small(&name.name));
                }
            }
            StatementKind::RenameTables { pairs, .. } => pairs.iter().for_each(|(old, new)| self.rename(old, new)),
            StatementKind::AlterTable(alter) => {
                for clause in &alter.clauses {
                    if let ClauseKind::RenameTable(new) = &clause.kind {
                        self.rename(&alter.table, new);
                    }
                }
            }
            _ => {}
        }
    }

    fn rename(&mut self, old: &ObjectName, new: &ObjectName) {
        if self.made.remove(&small(&old.name)) {
            self.made.insert(small(&new.name));
        }
    }
}

/// As the differ asks for it.
pub(super) fn hint(renamed: Renamed) -> RenameHint {
    RenameHint { table: renamed.table, old: renamed.old, new: renamed.new }
}

fn small(name: &Name) -> SmolStr {
    SmolStr::new(name.text.to_lowercase())
}

fn of_column(table: &Name, column: &Name) -> Touched {
    (small(table), Part::Column(small(column)))
}

/// What a statement makes, changes or drops, with where it says so.
fn spoken_of(statement: &Statement) -> Vec<(Touched, Span)> {
    let whole = |name: &ObjectName| ((small(&name.name), Part::Whole), name.name.span);
    let index = |table: &ObjectName, name: &Name| ((small(&table.name), Part::Index(small(name))), name.span);
    match &statement.kind {
        StatementKind::CreateTable(create) if create.if_not_exists || create.temporary => Vec::new(),
        StatementKind::CreateTable(create) => vec![whole(&create.name)],
        StatementKind::CreateIndex { table, index: made } => made.name.iter().map(|name| index(table, name)).collect(),
        StatementKind::DropIndex { name, table, .. } => vec![index(table, name)],
        StatementKind::DropTables { names, .. } => names.iter().map(whole).collect(),
        StatementKind::RenameTables { pairs, .. } => {
            pairs.iter().flat_map(|(old, new)| [whole(old), whole(new)]).collect()
        }
        StatementKind::AlterTable(alter) => {
            let clauses = alter.clauses.iter().flat_map(|clause| of_clause(&alter.table, &clause.kind));
            clauses.collect()
        }
        _ => Vec::new(),
    }
}

fn of_clause(table: &ObjectName, clause: &ClauseKind) -> Vec<(Touched, Span)> {
    let column = |name: &Name| (of_column(&table.name, name), name.span);
    let index = |name: &Name| ((small(&table.name), Part::Index(small(name))), name.span);
    let whole = |name: &ObjectName| ((small(&name.name), Part::Whole), name.name.span);
    match clause {
        ClauseKind::AddColumn { column: it, .. } => vec![column(&it.name)],
        ClauseKind::ChangeColumn { old, column: it, .. } => {
            let is_renamed = !old.text.eq_ignore_ascii_case(&it.name.text);
            std::iter::once(column(old)).chain(is_renamed.then(|| column(&it.name))).collect()
        }
        ClauseKind::DropColumn(name)
        | ClauseKind::SetDefault { column: name, .. }
        | ClauseKind::SetColumnVisibility { column: name, .. } => vec![column(name)],
        ClauseKind::RenameColumn { old, new } => vec![column(old), column(new)],
        ClauseKind::AddIndex(it) => it.name.iter().map(index).collect(),
        ClauseKind::AddForeignKey(it) => it.name.iter().map(index).collect(),
        ClauseKind::AddCheck(it) => it.name.iter().map(index).collect(),
        ClauseKind::ConvertPartition { table: new, .. } => vec![whole(new)],
        ClauseKind::ConvertTable { table: old, .. } => vec![whole(old)],
        ClauseKind::DropPrimaryKey
        | ClauseKind::PartitionBy(_)
        | ClauseKind::RemovePartitioning
        | ClauseKind::AddPartitions { .. }
        | ClauseKind::AddPartitionCount(_)
        | ClauseKind::DropPartitions(_)
        | ClauseKind::CoalescePartitions(_)
        | ClauseKind::ReorganizePartitions { .. }
        | ClauseKind::TendPartitions(_)
        | ClauseKind::SetOption(_)
        | ClauseKind::WithoutEffect => Vec::new(),
        ClauseKind::DropIndex(name)
        | ClauseKind::DropForeignKey(name)
        | ClauseKind::DropCheck(name)
        | ClauseKind::SetCheckEnforcement { name, .. }
        | ClauseKind::DropConstraint(name)
        | ClauseKind::SetIndexVisibility { name, .. } => vec![index(name)],
        ClauseKind::RenameIndex { old, new } => vec![index(old), index(new)],
        ClauseKind::RenameTable(new) => vec![whole(table), whole(new)],
    }
}

/// An `ALTER TABLE` that drops a column and adds it again is two; all else is one.
fn parts(mut statement: Statement) -> Vec<Statement> {
    let StatementKind::AlterTable(alter) = &mut statement.kind else { return vec![statement] };
    let mut gone: FxHashSet<SmolStr> = FxHashSet::default();
    let again = alter.clauses.iter().position(|clause| match &clause.kind {
        ClauseKind::DropColumn(name) => {
            gone.insert(small(name));
            false
        }
        ClauseKind::AddColumn { column, .. } | ClauseKind::ChangeColumn { column, .. } => {
            gone.contains(&small(&column.name))
        }
        ClauseKind::RenameColumn { new, .. } => gone.contains(&small(new)),
        _ => false,
    });
    let Some(again) = again else { return vec![statement] };
    let rest = alter.clauses.split_off(again);
    let second = AlterTable { clauses: rest, ..alter.clone() };
    let second = Statement { kind: StatementKind::AlterTable(second), ..statement.clone() };
    vec![statement, second]
}
