//! `shoring check`: only what this branch adds.
//!
//! Where the branch adds migrations, they are what will be applied: they are judged, and the schema is only asked whether they
//! lead to it. Where it adds none, the change of the schema is judged.

use std::collections::BTreeMap;

use shoring_core::{
    report,
    report::refusal::Refusal,
    text::Language,
    workspace::{Comparison, Options, Role, Workspace},
};

use crate::{
    Failure, Host, PathKind,
    arguments::Check,
    compare::{self, Names},
    config::{self, InForce},
    discover::{self, Found, StateFiles, Wanted, folder_of},
    git::{Asked, AtCommit, Base, Point, Repository},
    read::{hints, read_state},
};

/// Compares this branch with its base and prints; answers the exit status.
pub(crate) fn run(options: &Check, host: &mut dyn Host) -> Result<i32, Failure> {
    let first = options.paths.first().map(String::as_str);
    let in_force = InForce::of(&options.comparing.config, first, host)?;
    let repository = Repository::find(host)?;
    let base = base(options, &in_force, &repository, host)?;
    let paths = config::paths(&options.paths, None, &in_force, host)?;
    let renamed = repository.renamed_files(&base.commit, host)?;
    let before = states_before(&paths, &renamed, &mut repository.at(&base.commit, host)?);
    let now = match discover::find(&paths, None, Wanted::Anything, host) {
        // All of it was there, and is gone.
        Err(_) if !before.is_empty() => Found::default(),
        found => found?,
    };
    let jobs = {
        let then = repository.at(&base.commit, host)?;
        let branch = Branch { options, in_force: &in_force, base: &base, host };
        branch.jobs(pairs(now.states, before, &renamed), &then)?
    };
    let mut notes = Vec::new();
    // What is left aside where migrations are judged is not.
    notes.extend(now.notes.into_iter().filter(|_| jobs.iter().all(|job| job.aim == Aim::Judge)));

    let all_read = jobs.iter().map(|job| {
        job.workspace.states(&job.settings).map_err(|error| {
            Failure::new(format!("{}: the branch and its base cannot be compared: {error}", job.names.head))
                .help("say which database it is: --target NAME, or `target` in shoring.toml")
        })
    });
    let all_read = all_read.collect::<Result<Vec<_>, _>>()?;
    let mut printed: Vec<(Names, Comparison<'_>)> = Vec::new();
    for (job, states) in jobs.iter().zip(&all_read) {
        let comparison = match job.aim {
            Aim::Judge => states.check(&job.settings),
            Aim::LookAtState => states.check_state(&job.settings),
            Aim::SeeWhetherItLeadsThere => {
                let note = leads_elsewhere(&states.compare(&job.settings), &job.names);
                // The migrations were printed before it.
                if let Some((_, migrations)) = printed.last_mut() {
                    migrations.notes.extend(note);
                }
                continue;
            }
        };
        let mut comparison = comparison;
        comparison.notes.splice(0..0, job.note.clone());
        let says_nothing = job.aim == Aim::LookAtState && comparison.findings.is_empty();
        if says_nothing {
            continue;
        }
        if job.aim == Aim::Judge {
            Refusal::check_renames(&comparison, &options.comparing.rename)?;
        }
        printed.push((job.names.clone(), comparison));
    }
    let nothing = printed.iter().all(|(_, comparison)| comparison.diff.changes.is_empty());
    if nothing && base.commit == repository.commit("HEAD", host)? {
        notes.push(format!("{} is this commit itself: only what is not committed was compared", base.name));
    }
    let told = report::Base { name: base.name.clone(), commit: base.commit.clone(), evidence: base.evidence.clone() };
    let status = compare::print(&printed, &options.comparing, Some(&told), host);
    if !options.comparing.telling.quiet && host.terminal().err {
        for note in &notes {
            host.err(&format!("note: {note}\n"));
        }
    }
    Ok(status)
}

/// What to compare with: what was asked for, what the configuration says, else what git and the CI tell.
fn base(options: &Check, in_force: &InForce, repository: &Repository, host: &dyn Host) -> Result<Base, Failure> {
    let asked = options.base.as_deref().map(|revision| Asked { revision, evidence: "--base" });
    let configured = in_force.config.base.as_ref();
    let configured = configured.map(|said| Asked { revision: &said.value, evidence: "base in shoring.toml" });
    let point = if options.base_exact { Point::Tip } else { Point::MergeBase };
    repository.base(asked.or(configured), point, host)
}

/// The states at the base: of the paths that were named, those that were there.
fn states_before(paths: &[String], renamed: &BTreeMap<String, String>, then: &mut dyn Host) -> Vec<StateFiles> {
    if paths.is_empty() {
        // Nothing at all is no schema yet.
        return discover::find(&[], None, Wanted::Anything, then).map(|found| found.states).unwrap_or_default();
    }
    let was = |path: &String| renamed.get(path.strip_prefix("./").unwrap_or(path)).unwrap_or(path).clone();
    let there: Vec<String> = paths.iter().map(was).filter(|path| then.kind_of(path) != PathKind::Missing).collect();
    let mut states = Vec::new();
    for path in there {
        let found = discover::find(std::slice::from_ref(&path), None, Wanted::Anything, then);
        // A folder that held no schema then.
        states.extend(found.map(|found| found.states).unwrap_or_default());
    }
    states
}

/// A schema as it is, and as it was.
enum Schema {
    Kept { before: StateFiles, now: StateFiles },
    New(StateFiles),
    Gone(StateFiles),
}

/// Each schema with what it was: the one that has a file of it. Two that are left in one language are one that has moved.
fn pairs(now: Vec<StateFiles>, mut before: Vec<StateFiles>, renamed: &BTreeMap<String, String>) -> Vec<Schema> {
    let plain = |path: &str| path.strip_prefix("./").unwrap_or(path).to_owned();
    let pair = |now: StateFiles| {
        let was: Vec<String> =
            now.paths.iter().map(|path| renamed.get(&plain(path)).cloned().unwrap_or_else(|| plain(path))).collect();
        let is_it = |state: &StateFiles| {
            state.language == now.language && state.paths.iter().any(|path| was.contains(&plain(path)))
        };
        match before.iter().position(is_it) {
            Some(at) => Schema::Kept { before: before.remove(at), now },
            None => Schema::New(now),
        }
    };
    let mut schemas: Vec<Schema> = now.into_iter().map(pair).collect();
    for language in [Language::Prisma, Language::Sql] {
        let mut gone: Vec<StateFiles> = before.extract_if(.., |state| state.language == language).collect();
        let is_new = |schema: &&mut Schema| matches!(schema, Schema::New(now) if now.language == language);
        let mut new: Vec<&mut Schema> = schemas.iter_mut().filter(is_new).collect();
        if let ([schema], 1) = (new.as_mut_slice(), gone.len())
            && let (Schema::New(now), Some(before)) = (&**schema, gone.pop())
        {
            **schema = Schema::Kept { before, now: now.clone() };
        }
        schemas.extend(gone.into_iter().map(Schema::Gone));
    }
    schemas
}

/// What a comparison is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// Its changes are judged, and what is newly wrong is told.
    Judge,
    /// Only what is newly wrong with the state is told.
    LookAtState,
    /// Migrations should lead to the schema.
    SeeWhetherItLeadsThere,
}

/// Two states to be compared.
struct Job {
    aim: Aim,
    names: Names,
    workspace: Workspace,
    settings: Options,
    /// What a person should know about it first.
    note: Option<String>,
}

struct Branch<'a> {
    options: &'a Check,
    in_force: &'a InForce,
    base: &'a Base,
    host: &'a dyn Host,
}

impl Branch<'_> {
    /// What is to be compared.
    fn jobs(&self, schemas: Vec<Schema>, then: &AtCommit<'_>) -> Result<Vec<Job>, Failure> {
        let mut jobs = Vec::new();
        for schema in schemas {
            let (before, now) = match schema {
                Schema::Kept { before, now } => (Some(before), now),
                Schema::New(now) => (None, now),
                Schema::Gone(before) => {
                    let name = name_of(&before);
                    let mut job = self.job(Aim::Judge, (Some(&before), None), then)?;
                    job.note = Some(format!("{name} is gone on this branch, and no schema has taken its place"));
                    jobs.push(job);
                    continue;
                }
            };
            let name = name_of(&now);
            let added = added_migrations(&now, self.host, then);
            let aim = if added.is_some() { Aim::LookAtState } else { Aim::Judge };
            let mut job = self.job(aim, (before.as_ref(), Some(&now)), then)?;
            if before.is_none() {
                job.note = Some(format!("{name} is new on this branch: there is nothing to compare it with"));
            }
            let of_schema = job.workspace.states(&job.settings).ok().and_then(|states| states.hint(&name));
            jobs.push(job);
            let Some((old, new)) = added else { continue };
            let mut migrations = self.job(Aim::Judge, (old.as_ref(), Some(&new)), then)?;
            migrations.settings.hints.splice(0..0, of_schema);
            jobs.push(migrations);
            let mut workspace = Workspace::new();
            read_state(&new, |_| Role::Base, str::to_owned, &mut workspace, self.host)?;
            read_state(&now, |_| Role::State, str::to_owned, &mut workspace, self.host)?;
            let settings = self.settings(&now);
            let names = Names { base: name_of(&new), head: name, of_state: false };
            jobs.push(Job { aim: Aim::SeeWhetherItLeadsThere, names, workspace, settings, note: None });
        }
        Ok(jobs)
    }

    fn job(
        &self,
        aim: Aim,
        (before, now): (Option<&StateFiles>, Option<&StateFiles>),
        then: &AtCommit<'_>,
    ) -> Result<Job, Failure> {
        let mut workspace = Workspace::new();
        if let Some(before) = before {
            let shown = |path: &str| format!("{}:{path}", self.base.name);
            read_state(before, |_| Role::Base, shown, &mut workspace, then)?;
        }
        if let Some(now) = now {
            let was_there = |path: &str| before.is_some_and(|before| before.paths.iter().any(|it| it == path));
            let role = |path: &str| match (now.history, was_there(path)) {
                (false, _) => Role::State,
                (true, true) => Role::History,
                (true, false) => Role::Added,
            };
            read_state(now, role, str::to_owned, &mut workspace, self.host)?;
        }
        let head = now.map_or_else(|| "nothing".to_owned(), name_of);
        let commit = self.base.commit.get(..10).unwrap_or_default();
        let names = Names { base: format!("{} ({commit})", self.base.name), head, of_state: aim == Aim::LookAtState };
        let settings = now.or(before).map_or_else(Options::default, |state| self.settings(state));
        Ok(Job { aim, names, workspace, settings, note: None })
    }

    fn settings(&self, state: &StateFiles) -> Options {
        Options {
            config: self.in_force.config.clone(),
            target: self.options.comparing.target.clone(),
            today: self.host.today(),
            hints: hints(state, self.host),
            renames: self.options.comparing.rename.clone(),
        }
    }
}

/// The migrations of a Prisma schema, before and now, where some are added.
fn added_migrations(schema: &StateFiles, host: &dyn Host, then: &dyn Host) -> Option<(Option<StateFiles>, StateFiles)> {
    let folder = discover::migrations_folder(schema, host)?;
    let now = discover::history_in(&folder, host)?;
    let before = discover::history_in(&folder, then);
    let were = before.as_ref().map(|state| state.paths.as_slice()).unwrap_or_default();
    now.paths.iter().any(|path| !were.contains(path)).then_some((before, now))
}

/// A state as it was, seen by somebody who looks at one state.
pub(crate) struct Before {
    /// Its files then.
    pub(crate) state: StateFiles,
    /// Its files of now that are steps and were not there.
    pub(crate) added: Vec<String>,
    /// Its changes are not judged: what it says in their place.
    pub(crate) judged_elsewhere: Option<String>,
}

impl Before {
    /// What a state was; none where it is new.
    pub(crate) fn of(
        now: &StateFiles,
        renamed: &BTreeMap<String, String>,
        host: &dyn Host,
        then: &mut dyn Host,
    ) -> Option<Self> {
        let before = states_before(&now.paths, renamed, then);
        let Some(Schema::Kept { before: state, now }) = pairs(vec![now.clone()], before, renamed).into_iter().next()
        else {
            return None;
        };
        let is_added = |path: &&String| now.history && !state.paths.contains(path);
        let added = now.paths.iter().filter(is_added).cloned().collect();
        let judged_elsewhere = added_migrations(&now, host, then).map(|(_, migrations)| {
            format!("{} has new migrations, which are judged in its place", name_of(&migrations))
        });
        Some(Self { state, added, judged_elsewhere })
    }
}

/// How a person calls a state: its file, or its folder where it has several.
pub(crate) fn name_of(state: &StateFiles) -> String {
    match state.paths.as_slice() {
        [one] => one.clone(),
        [first, ..] if state.history => folder_of(folder_of(first)).to_owned(),
        [first, ..] => folder_of(first).to_owned(),
        [] => String::new(),
    }
}

/// Where migrations do not lead to the schema.
fn leads_elsewhere(comparison: &Comparison<'_>, names: &Names) -> Option<String> {
    let changes = &comparison.diff.changes;
    if changes.is_empty() {
        return None;
    }
    let dialect = comparison.target.target.dialect();
    let told = changes.iter().take(3).map(|change| {
        let told = report::changes::tell(*change, dialect);
        format!("{} {} {}", told.kind, told.entity.replace('_', " "), told.label)
    });
    let more = if changes.len() > 3 { format!(" and {} more", changes.len() - 3) } else { String::new() };
    Some(format!(
        "{} does not lead to {}: still to come are {}{more}",
        names.base,
        names.head,
        told.collect::<Vec<_>>().join(", ")
    ))
}
