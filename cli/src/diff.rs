//! `shoring diff`.

use std::time::Duration;

use shoring_core::{
    report::refusal::Refusal,
    text::Language,
    workspace::{Hint, Options, Role, Workspace},
};

use crate::{
    Failure, Host, PathKind,
    arguments::Diff,
    compare::{self, Names},
    config::InForce,
    discover::{self, StateFiles, Wanted},
    git::{Repository, Revision},
    read::{hints, read_any, read_state},
};

/// Compares two states and prints; answers the exit status.
pub(crate) fn run(options: &Diff, host: &mut dyn Host) -> Result<i32, Failure> {
    if options.base == "-" && options.head == "-" {
        return Err(Failure::new("BASE and HEAD cannot both be standard input").help("name a file for one of them"));
    }
    let on_disk = |argument: &&String| *argument != "-" && !argument.starts_with("git:") && !is_pipe(argument);
    let first = [&options.head, &options.base].into_iter().find(on_disk);
    let in_force = InForce::of(&options.comparing.config, first.map(String::as_str), host)?;
    let mut workspace = Workspace::new();
    let name = options.stdin_filename.as_deref();
    let mut around = load(&options.base, &options.head, Role::Base, name, &mut workspace, host)?;
    around.extend(load(&options.head, &options.base, Role::State, name, &mut workspace, host)?);
    let settings = Options {
        config: in_force.config.clone(),
        target: options.comparing.target.clone(),
        today: host.today(),
        hints: around,
        renames: options.comparing.rename.clone(),
    };
    let both = workspace.states(&settings).map_err(Refusal::from)?;
    let read = host.elapsed();
    let comparison = both.compare(&settings);
    let compared = host.elapsed();
    Refusal::check_renames(&comparison, &options.comparing.rename)?;
    let names = Names { base: options.base.clone(), head: options.head.clone(), of_state: false };
    // What could not be read is not called equal.
    let is_known = [both.base(), both.head()].iter().all(|state| state.is_known());
    let differs = !comparison.diff.changes.is_empty() || !is_known;
    let status = compare::print(&[(names, comparison)], &options.comparing, None, host);
    if let (true, Some((read, compared)), Some(printed)) = (options.timing, read.zip(compared), host.elapsed()) {
        let milliseconds = |from: Duration, to: Duration| (to.saturating_sub(from)).as_secs_f64() * 1e3;
        host.err(&format!(
            "timing: read {:.1} ms, compared {:.1} ms, printed {:.1} ms\n",
            milliseconds(Duration::ZERO, read),
            milliseconds(read, compared),
            milliseconds(compared, printed)
        ));
    }
    Ok(if options.exit_code { i32::from(differs).max(status) } else { status })
}

fn is_pipe(path: &str) -> bool {
    path.starts_with("/dev/") || path.starts_with("/proc/")
}

/// Reads a state into the workspace; answers what stands around its files and tells the database. A commit without a path is
/// looked at where the other side is.
pub(crate) fn load(
    argument: &str,
    other: &str,
    role: Role,
    stdin_name: Option<&str>,
    workspace: &mut Workspace,
    host: &mut dyn Host,
) -> Result<Vec<Hint>, Failure> {
    if argument == "-" {
        let language = stdin_name.and_then(Language::of_path);
        read_any(host.stdin(), stdin_name.unwrap_or("<stdin>"), role, language, workspace)?;
        return Ok(Vec::new());
    }
    if let Some(revision) = Revision::parse(argument)? {
        let repository = Repository::find(host)?;
        let commit = repository.commit(&revision.revision, host)?;
        let mut then = repository.at(&commit, host)?;
        let is_there = |path: &&str| then.kind_of(path) != PathKind::Missing;
        let of_other = || Some(other).filter(|it| !it.starts_with("git:") && *it != "-").filter(is_there);
        let path = revision.path.as_deref().or_else(of_other);
        let paths: Vec<String> = path.into_iter().map(str::to_owned).collect();
        let state = one_state(argument, &paths, &mut then)?;
        // A commit cannot be edited.
        let role = if role == Role::State { Role::History } else { role };
        let shown = |path: &str| format!("{}:{path}", revision.revision);
        read_state(&state, |_| role, shown, workspace, &then)?;
        return Ok(hints(&state, &then));
    }
    let is_file = host.kind_of(argument) == PathKind::File;
    if is_file && Language::of_path(argument) != Some(Language::Prisma) {
        let file = host.open(argument).map_err(|error| Failure::new(format!("{argument}: {error}")))?;
        read_any(file, argument, role, Language::of_path(argument), workspace)?;
        let around = StateFiles::named(Language::Sql, vec![argument.to_owned()]);
        return Ok(if is_pipe(argument) { Vec::new() } else { hints(&around, host) });
    }
    let state = one_state(argument, &[argument.to_owned()], host)?;
    let role = if role == Role::State && state.history { Role::History } else { role };
    read_state(&state, |_| role, str::to_owned, workspace, host)?;
    Ok(hints(&state, host))
}

/// The one state that an argument names.
pub(crate) fn one_state(argument: &str, paths: &[String], host: &mut dyn Host) -> Result<StateFiles, Failure> {
    let mut found = discover::find(paths, None, Wanted::Anything, host)?;
    if found.states.len() > 1 {
        let first = found.states.iter().filter_map(|state| state.paths.first());
        let all: Vec<&str> = first.map(String::as_str).take(5).collect();
        return Err(Failure::new(format!("{argument}: {} schemas are there", found.states.len()))
            .help(format!("name one of them: {}", all.join(", "))));
    }
    found.states.pop().ok_or_else(|| Failure::new(format!("{argument}: no schema is there")))
}
