//! Two states of one workspace: what differs between them, and what that does.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Evidence, FileSummary, Hint, Options, Workspace, read::State, steps::Step};
use crate::{
    change::{Change, Pair},
    ddl::{self, Statement},
    diagnostic::{Diagnostic, Subject},
    diff::{Asked, DeclaredRename, DiffHints, RenameHint, SchemaDiff, diff},
    lint::{fingerprints, sort, unread},
    safety::{Progress, SafetyInput, all_rules, is_judged, is_same_cause, judge, not_renamed},
    schema::{LeftOut, Schema, TableId, TableWalker},
    text::SourceMap,
};

/// Two states, read for one database.
pub struct States<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) target: Evidence,
    pub(super) base: State,
    pub(super) head: State,
}

/// Two states that somebody holds.
#[derive(Clone, Copy)]
pub(super) struct Both<'s> {
    pub(super) workspace: &'s Workspace,
    pub(super) target: &'s Evidence,
    pub(super) base: &'s State,
    pub(super) head: &'s State,
}

/// What differs between two states.
#[derive(Debug)]
pub struct Comparison<'s> {
    /// The texts of both.
    pub sources: &'s SourceMap,
    /// The database, and why it is thought to be that.
    pub target: Evidence,
    /// The changes, and what may be renamed.
    pub diff: SchemaDiff<'s>,
    /// The SQL that makes the changes; none where its dialect is not written yet.
    pub statements: Option<Vec<Statement>>,
    /// What could not be read of either state, and what the changes do, in the order of the text.
    pub findings: Vec<Diagnostic>,
    /// How much of each file was understood: those of the state before, then those of the state after.
    pub files: Vec<FileSummary>,
    /// What else a person should know, one sentence each.
    pub notes: Vec<String>,
}

impl<'a> Comparison<'a> {
    /// The changes that no finding is about.
    pub fn without_finding(&self) -> impl Iterator<Item = &Change<'a>> {
        without_finding(&self.diff.changes, &self.findings)
    }
}

fn without_finding<'c, 'a>(
    changes: &'c [Change<'a>],
    findings: &[Diagnostic],
) -> impl Iterator<Item = &'c Change<'a>> + use<'c, 'a> {
    let spoken_of: FxHashSet<usize> = findings.iter().flat_map(|finding| &finding.changes).copied().collect();
    changes.iter().enumerate().filter(move |(number, _)| !spoken_of.contains(number)).map(|(_, change)| change)
}

/// What findings about changes tell already, and a finding about a state need not tell again.
pub(super) struct Told<'f>(FxHashMap<&'f Subject, Vec<&'f Diagnostic>>);

impl<'f> Told<'f> {
    pub(super) fn by(hazards: &'f [Diagnostic]) -> Self {
        let mut told: FxHashMap<&Subject, Vec<&Diagnostic>> = FxHashMap::default();
        for hazard in hazards {
            told.entry(&hazard.subject).or_default().push(hazard);
        }
        Self(told)
    }

    pub(super) fn tells(&self, finding: &Diagnostic) -> bool {
        let is_it = |hazard: &&Diagnostic| hazard.rule == finding.rule || is_same_cause(hazard, finding);
        self.0.get(&finding.subject).is_some_and(|hazards| hazards.iter().any(is_it))
    }
}

/// The changes of a step, and what they do.
struct Judged<'s> {
    diff: SchemaDiff<'s>,
    statements: Option<Vec<Statement>>,
    findings: Vec<Diagnostic>,
}

impl Judged<'_> {
    /// With those of the next step: their numbers go on.
    fn then(mut self, mut next: Self) -> Self {
        let first = self.diff.changes.len();
        next.diff.candidates.iter_mut().filter_map(|it| it.changes.as_mut()).for_each(|(dropped, added)| {
            *dropped += first;
            *added += first;
        });
        let numbers = next.findings.iter_mut().flat_map(|it| &mut it.changes);
        let of_statements = next.statements.iter_mut().flatten().flat_map(|it| &mut it.changes);
        numbers.chain(of_statements).for_each(|number| *number += first);
        self.diff.changes.append(&mut next.diff.changes);
        self.diff.candidates.append(&mut next.diff.candidates);
        self.diff.unresolved.append(&mut next.diff.unresolved);
        self.findings.append(&mut next.findings);
        self.statements = self.statements.zip(next.statements).map(|(mut all, mut next)| {
            all.append(&mut next);
            all
        });
        self
    }
}

impl States<'_> {
    /// The state before.
    pub fn base(&self) -> &Schema {
        &self.base.schema
    }

    /// The state after.
    pub fn head(&self) -> &Schema {
        &self.head.schema
    }

    /// The database, and why it is thought to be that.
    pub fn target(&self) -> &Evidence {
        &self.target
    }

    /// What the database of these states tells about others that stand beside them: a platform is that of all.
    pub fn hint(&self, name: &str) -> Option<Hint> {
        let target = self.target.target.clone();
        let reason = format!("{} in {name}", self.target.reason);
        target.is_planetscale().then_some(Hint { target: Some(target), prisma: None, reason })
    }

    /// Compares them, judges the changes, and tells what could not be read of either.
    pub fn compare(&self, options: &Options) -> Comparison<'_> {
        self.both().compare(options)
    }

    /// Compares them, judges the changes, and tells what is wrong with the state after and was not with the state before.
    pub fn check(&self, options: &Options) -> Comparison<'_> {
        self.both().check(options)
    }

    /// Tells only what is wrong with the state after and was not with the state before: its changes are judged elsewhere.
    pub fn check_state(&self, options: &Options) -> Comparison<'_> {
        self.both().check_state(options)
    }

    fn both(&self) -> Both<'_> {
        Both { workspace: self.workspace, target: &self.target, base: &self.base, head: &self.head }
    }
}

impl<'s> Both<'s> {
    fn compare(self, options: &Options) -> Comparison<'s> {
        let mut comparison = self.judged(options);
        comparison.findings.extend(self.unread(self.base, options));
        comparison.findings.extend(self.unread(self.head, options));
        self.settled(comparison)
    }

    fn check(self, options: &Options) -> Comparison<'s> {
        let mut comparison = self.judged(options);
        let new = self.new_findings(&comparison.findings, options);
        comparison.findings.extend(new);
        let unread = self.unread(self.base, options).len();
        if unread > 0 {
            let places = if unread == 1 { "a place".to_owned() } else { format!("{unread} places") };
            comparison
                .notes
                .push(format!("{places} of the state before could not be read: what stands there is not compared"));
        }
        self.settled(comparison)
    }

    fn check_state(self, options: &Options) -> Comparison<'s> {
        let mut comparison = self.judged(options);
        comparison.findings = self.new_findings(&comparison.findings, options);
        comparison.diff.changes.clear();
        comparison.diff.candidates.clear();
        comparison.statements = comparison.statements.map(|_| Vec::new());
        self.settled(comparison)
    }

    /// Compares them and judges the changes, nothing else. The tables in `unchanged` are what they were in the state before, and
    /// are not looked at; those that prove so are added.
    pub(super) fn judge(self, options: &Options, unchanged: &mut FxHashSet<TableId>) -> Comparison<'s> {
        self.settled(self.judged_but(options, unchanged))
    }

    fn settled(self, mut comparison: Comparison<'s>) -> Comparison<'s> {
        sort(&mut comparison.findings);
        self.workspace.keep_editable(&mut comparison.findings);
        comparison
    }

    fn judged(self, options: &Options) -> Comparison<'s> {
        self.judged_but(options, &mut FxHashSet::default())
    }

    fn judged_but(self, options: &Options, unchanged: &mut FxHashSet<TableId>) -> Comparison<'s> {
        let (base, head) = (&self.base.schema, &self.head.schema);
        let steps = &self.head.steps;
        let mut progress = Progress::default();
        let first = steps.first().map_or(head, |step| &step.before);
        // Steps have tables of their own.
        let none = &mut FxHashSet::default();
        let unchanged = if steps.is_empty() { unchanged } else { none };
        let mut judged = self.judged_between(base, first, None, &progress, options, unchanged);
        for (place, step) in steps.iter().enumerate() {
            let after = steps.get(place + 1).map_or(head, |next| &next.before);
            progress.begin(step.said.clone(), step.filled.iter().cloned());
            let none = &mut FxHashSet::default();
            let next = self.judged_between(&step.before, after, Some(step), &progress, options, none);
            progress.follow(&next.diff.changes);
            judged = judged.then(next);
        }
        let Judged { mut diff, mut statements, findings } = judged;
        if !steps.is_empty() {
            // Migrations are the SQL, with what they do to rows.
            statements = statements.map(|_| Vec::new());
        }
        (diff.base, diff.head) = (base, head);
        // A rename that was asked for need only be in one of them.
        let mut missing: FxHashMap<usize, usize> = FxHashMap::default();
        diff.unresolved.retain(|it| match it.of {
            Asked::Hint(nth) => {
                let count = missing.entry(nth).or_default();
                *count += 1;
                *count > steps.len()
            }
            Asked::Declaration(_) | Asked::Replayed => true,
        });
        let sources = &self.workspace.sources;
        let files = self.base.files.iter().chain(&self.head.files).cloned().collect();
        let notes = self.notes(&diff, &findings);
        Comparison { sources, target: self.target.clone(), statements, findings, files, notes, diff }
    }

    /// The changes between two states, judged: of the statements of a step, or of all that are no step's.
    fn judged_between(
        self,
        base: &'s Schema,
        head: &'s Schema,
        step: Option<&Step>,
        progress: &Progress,
        options: &Options,
        unchanged: &mut FxHashSet<TableId>,
    ) -> Judged<'s> {
        let sources = &self.workspace.sources;
        let today = options.today.as_deref();
        let dialect = self.target.target.dialect();
        let is_of_it = |declared: &&DeclaredRename| match step {
            Some(step) => step.sources.contains(&declared.comment.source),
            None => !self.head.steps.iter().any(|step| step.sources.contains(&declared.comment.source)),
        };
        let earlier = self.head.declared.iter().filter(|declared| step.is_some() && !is_of_it(declared));
        let declared_before = self.base.declared.iter().chain(earlier).cloned().collect();
        let hints = DiffHints {
            renames: options.renames.clone(),
            replayed: step.map_or_else(|| self.renamed_since(), |step| step.renamed.clone()),
            declared: self.head.declared.iter().filter(is_of_it).cloned().collect(),
            declared_before,
            left_out: LeftOut::of_both(base, head, options.config.ignored_tables()),
            not_renamed: not_renamed(&self.head.suppressions, sources, today),
        };
        let diff = diff(base, head, dialect, &hints, unchanged);
        let statements = ddl::statements(&diff.changes, diff.base, diff.head, &self.target.target);
        let findings = judge(SafetyInput {
            diff: &diff,
            declared: &hints.declared,
            target: &self.target.target,
            sources,
            suppressions: &self.head.suppressions,
            levels: options.config.levels(),
            today,
            progress: step.map(|_| progress),
        });
        Judged { diff, statements, findings }
    }

    /// The renames that the statements of the state after make and those of the state before do not: migrations of both
    /// states begin alike.
    fn renamed_since(self) -> Vec<RenameHint> {
        let mut before: FxHashMap<&RenameHint, usize> = FxHashMap::default();
        for hint in &self.base.renamed {
            *before.entry(hint).or_default() += 1;
        }
        let is_new = |hint: &&RenameHint| match before.get_mut(*hint) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        self.head.renamed.iter().filter(is_new).cloned().collect()
    }

    /// What is wrong with the state after and was not with the state before, but for what a finding about a change tells
    /// already.
    fn new_findings(self, hazards: &[Diagnostic], options: &Options) -> Vec<Diagnostic> {
        let target = &self.target.target;
        let before = self.workspace.lint_state(self.base, options);
        let known: FxHashSet<String> = fingerprints(&before, target).into_iter().collect();
        let told = Told::by(hazards);
        let after = self.workspace.lint_state(self.head, options);
        let fingerprints = fingerprints(&after, target);
        let is_new = |finding: &Diagnostic, fingerprint: &String| !known.contains(fingerprint) && !told.tells(finding);
        let all = after.into_iter().zip(&fingerprints);
        all.filter(|(finding, fingerprint)| is_new(finding, fingerprint)).map(|(finding, _)| finding).collect()
    }

    fn unread(self, state: &State, options: &Options) -> Vec<Diagnostic> {
        unread(state.input(&self.workspace.sources, options, &LeftOut::default(), &all_rules()))
    }

    fn notes(self, diff: &SchemaDiff<'_>, findings: &[Diagnostic]) -> Vec<String> {
        let mut notes = Vec::new();
        let renamed = diff.changes.iter().filter_map(|change| match change {
            Change::Table(Pair::Renamed { head, .. }) => Some(head.get().name.as_str()),
            _ => None,
        });
        let renamed: FxHashSet<&str> = renamed.collect();
        for (state, name) in [(self.base, "before"), (self.head, "after")] {
            if state.schema.anything_may_differ {
                let (here, there) = if name == "before" { ("new", "after") } else { ("gone", "before") };
                notes.push(format!(
                    "not all of the state {name} was understood: a table that only the state {there} has is not called {here}"
                ));
            }
            let was_there = |it: &TableWalker<'_>| {
                let name = &it.get().name;
                renamed.contains(name.as_str()) || diff.base.table(name).is_some()
            };
            let unknown = |it: &TableWalker<'_>| (it.get().unknown.columns || it.get().unknown.keys) && was_there(it);
            let tables: Vec<&str> = state.schema.tables().filter(unknown).map(TableWalker::label).collect();
            if !tables.is_empty() {
                let more = if tables.len() > 5 { format!(" and {} more", tables.len() - 5) } else { String::new() };
                let first = tables.iter().take(5).copied().collect::<Vec<_>>().join(", ");
                notes.push(format!(
                    "not all of {first}{more} was understood in the state {name}: what may be there is not compared"
                ));
            }
        }
        let unjudged = without_finding(&diff.changes, findings).filter(|change| !is_judged(change)).count();
        if unjudged > 0 {
            let changes = if unjudged == 1 { "1 change is".to_owned() } else { format!("{unjudged} changes are") };
            notes.push(format!("{changes} of a kind that no rule judges yet: look at what is listed"));
        }
        let not_held: Vec<&str> = self.base.schema.not_held.union(&self.head.schema.not_held).copied().collect();
        if !not_held.is_empty() {
            notes.push(format!("not compared yet: {}", not_held.join(", ")));
        }
        notes
    }
}
