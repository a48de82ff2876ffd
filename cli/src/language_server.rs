//! The place that the language server runs in: which files make a state, what they say, and what they said before, found as
//! the other commands find it. What is open in the editor lies over the disk.

mod overlay;

use std::collections::BTreeMap;

use shoring_core::{
    config::Config,
    workspace::{Hint, Options, Role, Workspace},
};
use shoring_lsp::{Asked, Before, ConfigFile, File, Folder, Found, Handed, Place, Root, Settings, Texts};

use crate::{
    Failure, Host, PathKind,
    check::{self, name_of},
    config::{self, InForce},
    discover::{self, StateFiles, Wanted},
    git,
    read::{hints, read_state, read_whole},
};
use overlay::Overlay;

/// Runs the server over standard input and output; answers the exit status.
#[cfg(feature = "native")]
pub(crate) fn run() -> Result<i32, Failure> {
    use std::time::Duration;

    use lsp_server::Connection;
    use shoring_lsp::{QUIET_MILLISECONDS, Server};

    let (connection, threads) = Connection::stdio();
    let mut server = Server::new(Box::new(Disk));
    let mut status = None;
    while status.is_none() {
        let quiet = Duration::from_millis(QUIET_MILLISECONDS);
        let next = if server.is_due() {
            connection.receiver.recv_timeout(quiet).map_err(|error| error.is_timeout())
        } else {
            connection.receiver.recv().map_err(|_| false)
        };
        let answers = match next {
            Ok(first) => {
                let mut messages = vec![first];
                messages.extend(connection.receiver.try_iter());
                server.receive(messages)
            }
            Err(true) => server.settle(),
            // The editor is gone without a word.
            Err(false) => break,
        };
        for message in answers {
            // An editor that is gone reads no answer.
            let _ = connection.sender.send(message);
        }
        status = server.ended();
    }
    drop(connection);
    if let Some(status) = status {
        return Ok(status);
    }
    threads.join().map_err(|error| Failure::new(format!("what came over standard input is no message: {error}")))?;
    Ok(1)
}

/// Without a disk there is no process that an editor could start.
#[cfg(not(feature = "native"))]
#[expect(clippy::unnecessary_wraps, reason = "the native program's can fail otherwise")]
pub(crate) fn run() -> Result<i32, Failure> {
    Err(Failure::new("the language server over standard input is a part of the native program")
        .help("programs in JavaScript have it as `shoring/language-server`"))
}

/// This machine.
#[cfg(feature = "native")]
#[derive(Clone, Copy, Debug)]
pub struct Disk;

#[cfg(feature = "native")]
impl Place for Disk {
    fn folder(&self, root: &Root) -> Box<dyn Folder> {
        let host = root.folder().map(crate::NativeHost::in_folder);
        let today = crate::NativeHost::default().today();
        Box::new(Project { host: host.map(|host| Box::new(host) as Box<dyn Host>), today })
    }
}

/// Only what a client hands over.
#[derive(Clone, Debug, Default)]
pub struct HandedOver {
    /// Today, as `2027-03-01`.
    pub today: Option<String>,
}

impl Place for HandedOver {
    fn folder(&self, _: &Root) -> Box<dyn Folder> {
        Box::new(Project { host: None, today: self.today.clone() })
    }
}

/// A folder that an editor works in, on a machine where there is one.
pub struct Project {
    host: Option<Box<dyn Host>>,
    today: Option<String>,
}

impl Project {
    /// A folder of a machine: paths are seen from the machine's current folder.
    pub fn of(host: Box<dyn Host>) -> Self {
        Self { today: host.today(), host: Some(host) }
    }

    fn seen<'a>(&'a self, texts: &'a Texts<'a>) -> Overlay<'a> {
        // A client that hands files over hands over all that there are.
        let disk = self.host.as_deref().filter(|_| texts.handed.is_none());
        Overlay { disk, open: Some(&texts.open), handed: texts.handed.as_ref(), today: self.today.as_deref() }
    }
}

impl Folder for Project {
    fn find(&mut self, asked: &Asked<'_>) -> Found {
        let host = self.seen(asked.texts);
        // What was deleted is a part of nothing.
        let is_there = host.kind_of(asked.path) != PathKind::Missing;
        let Some(state) = discover::state_of(asked.path, &host).filter(|_| is_there) else { return Found::default() };
        let (config, config_file, config_refused) = configuration(asked, &host);
        let role = if state.history { Role::History } else { Role::State };
        let mut around = hints(&state, &host);
        around.splice(0..0, told_by_schema(&state, &config, &host));
        let options = Options {
            config,
            target: asked.settings.target.clone(),
            today: host.today(),
            hints: around,
            renames: Vec::new(),
        };
        Found { files: read(&state, role, &host), options, config: config_file, config_refused }
    }

    fn before(&mut self, found: &Found, asked: &Asked<'_>) -> Result<Before, String> {
        let host = self.seen(asked.texts);
        let state = discover::state_of(asked.path, &host).ok_or("it is no schema")?;
        if let Some(base) = asked.texts.base {
            let files: BTreeMap<String, &Handed> = match &base.files {
                Ok(files) => files.iter().map(|(path, file)| (path.clone(), file)).collect(),
                Err(reason) => return Err(reason.clone()),
            };
            let mut then = Overlay { disk: None, open: None, handed: Some(&files), today: None };
            let before = check::Before::of(&state, &BTreeMap::new(), &host, &mut then);
            let before = before.ok_or_else(|| is_new(&state))?;
            let (name, commit, evidence) = (base.name.clone(), base.commit.clone(), base.evidence.clone());
            return Ok(told(before, (name, commit, evidence), &then));
        }
        if asked.texts.handed.is_some() {
            return Err("the editor has not said what it was before".to_owned());
        }
        of_git(&state, found, asked, &host).map_err(|failure| match failure.help {
            Some(help) => format!("{}; {help}", failure.reason),
            None => failure.reason,
        })?
    }

    fn base_wanted(&mut self, asked: &Asked<'_>) -> Option<(String, &'static str)> {
        let host = self.seen(asked.texts);
        let (config, ..) = configuration(asked, &host);
        revision_named(asked.settings, &config).map(|(revision, evidence)| (revision.to_owned(), evidence))
    }

    fn beside(&mut self, asked: &Asked<'_>) -> Option<String> {
        let host = self.seen(asked.texts);
        let state = discover::state_of(asked.path, &host)?;
        let migrations = || discover::history_in(&discover::migrations_folder(&state, &host)?, &host);
        discover::schema_beside(&state, &host).or_else(|| migrations()?.paths.into_iter().next())
    }

    fn states(&mut self, asked: &Asked<'_>) -> Vec<String> {
        let mut host = self.seen(asked.texts);
        let named = crate::arguments::ConfigFile { config: asked.settings.config.clone() };
        let in_force = InForce::of(&named, None, &host).unwrap_or_default();
        let paths = config::paths(&[], None, &in_force, &host).unwrap_or_default();
        let found = discover::find(&paths, None, Wanted::Anything, &mut host).unwrap_or_default();
        found.states.into_iter().filter_map(|state| state.paths.into_iter().next()).collect()
    }
}

fn is_new(state: &StateFiles) -> String {
    format!("{} is new: there is nothing to compare it with", name_of(state))
}

/// The configuration in force, its file, and why the file cannot be read.
fn configuration(asked: &Asked<'_>, host: &dyn Host) -> (Config, Option<ConfigFile>, Option<String>) {
    let located = config::locate(asked.settings.config.as_deref(), Some(asked.path), host);
    let Some(path) = located else { return (Config::default(), None, None) };
    let text = match config::text_of(&path, host) {
        Ok(text) => text,
        Err(failure) => return (Config::default(), None, Some(failure.reason)),
    };
    let (mut config, mistakes) = match Config::read(&text) {
        Ok(config) => (config, Vec::new()),
        Err(error) => (asked.known_good.get(&path).cloned().unwrap_or_default(), error.mistakes),
    };
    config.folder = config::folder_seen(&path, host);
    (config, Some(ConfigFile { path, text, mistakes }), None)
}

/// What the Prisma schema beside a history of migrations tells of its platform.
fn told_by_schema(state: &StateFiles, config: &Config, host: &dyn Host) -> Option<Hint> {
    let beside = discover::schema_beside(state, host)?;
    let schema = discover::state_of(&beside, host)?;
    let mut workspace = Workspace::new();
    read_state(&schema, |_| Role::State, str::to_owned, &mut workspace, host).ok()?;
    let options = Options { config: config.clone(), hints: hints(&schema, host), ..Options::default() };
    workspace.states(&options).ok()?.hint(&beside)
}

/// The texts of a state.
fn read(state: &StateFiles, role: Role, host: &dyn Host) -> Vec<File> {
    let file = |path: &String| {
        let text = read_whole(path, host).map_err(|error| error.reason());
        // Editors show no byte order mark, and count none.
        let text = text.map(|text| text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text));
        File { path: path.clone(), language: state.language, role, text }
    };
    state.paths.iter().map(file).collect()
}

fn told(before: check::Before, (name, commit, evidence): (String, String, String), then: &dyn Host) -> Before {
    let files = read(&before.state, Role::Base, then);
    let added = before.added.into_iter().collect();
    Before { name, commit, evidence, files, added, judged_elsewhere: before.judged_elsewhere }
}

/// The revision that is to be compared with, and where it stands; none where nobody names one.
fn revision_named<'n>(settings: &'n Settings, config: &'n Config) -> Option<(&'n str, &'static str)> {
    let set = settings.base.as_deref().map(|revision| (revision, "base in the settings"));
    let configured = || config.base.as_ref().map(|said| (said.value.as_str(), "base in shoring.toml"));
    set.or_else(configured)
}

/// What git tells of the state before; the inner reason where it is new.
fn of_git(
    state: &StateFiles,
    found: &Found,
    asked: &Asked<'_>,
    host: &dyn Host,
) -> Result<Result<Before, String>, Failure> {
    let repository = git::Repository::find(host)?;
    let named = revision_named(asked.settings, &found.options.config);
    let named = named.map(|(revision, evidence)| git::Asked { revision, evidence });
    let base = repository.base(named, git::Point::MergeBase, host)?;
    let renamed = repository.renamed_files(&base.commit, host)?;
    let mut then = repository.at(&base.commit, host)?;
    let before = check::Before::of(state, &renamed, host, &mut then);
    Ok(before.map(|before| told(before, (base.name, base.commit, base.evidence), &then)).ok_or_else(|| is_new(state)))
}
