//! The configuration in force: which file it stands in, and what a command takes from it.

mod show;

use std::io::Read;

use shoring_core::{
    config::{Config, FILE_NAME, MAX_BYTES, Mistake},
    glob::{Folder, join, simplify},
    level::Level,
    report::terminal::{Look, render_mistake},
    rule::Rule,
    text::{Language, LineIndex, Span},
};

use crate::{
    Failure, Host, HostError, PathKind,
    arguments::ConfigFile,
    discover::{above, folder_of, in_folder},
};
pub(crate) use show::show;

/// The most mistakes that are drawn one by one.
const MAX_DRAWN: usize = 50;

/// What the project wants, and the file that says it.
#[derive(Debug, Default)]
pub(crate) struct InForce {
    /// What it says; nothing where there is no file.
    pub(crate) config: Config,
    /// The path of the file.
    file: Option<String>,
    text: String,
}

impl InForce {
    /// The configuration for a command that looks at `path`: the file that was named, else the nearest `shoring.toml`
    /// from there up to the repository's root.
    pub(crate) fn of(file: &ConfigFile, path: Option<&str>, host: &dyn Host) -> Result<Self, Failure> {
        match locate(file.config.as_deref(), path, host) {
            Some(file) => Self::read(file, host),
            None => Ok(Self::default()),
        }
    }

    fn read(file: String, host: &dyn Host) -> Result<Self, Failure> {
        let text = text_of(&file, host)?;
        let mut in_force = Self { config: Config::default(), file: Some(file), text };
        match Config::read(&in_force.text) {
            Ok(config) => in_force.config = config,
            Err(error) => return Err(in_force.refused(&error.mistakes, host)),
        }
        in_force.config.folder = folder_seen(&in_force.path(), host);
        Ok(in_force)
    }

    /// The path of the file, of which there is one.
    fn path(&self) -> String {
        self.file.as_deref().unwrap_or(FILE_NAME).to_owned()
    }

    /// Why it cannot be used: all mistakes, drawn into the file.
    fn refused(&self, mistakes: &[Mistake], host: &dyn Host) -> Failure {
        let path = self.path();
        let terminal = host.terminal();
        let look = Look { color: terminal.color, unicode: true, width: terminal.width };
        let drawn = mistakes.iter().take(MAX_DRAWN).map(|mistake| render_mistake(&path, &self.text, mistake, look));
        let count = if mistakes.len() == 1 { "a mistake".to_owned() } else { format!("{} mistakes", mistakes.len()) };
        let failure = Failure::new(format!("{path}: {count} in the configuration, so nothing was done")).drawn(drawn);
        if mistakes.len() > MAX_DRAWN { failure.help(format!("the first {MAX_DRAWN} are shown")) } else { failure }
    }

    /// What a command looks at when no path is named: what `schema` says; nothing where it says nothing.
    pub(crate) fn schema(&self, host: &dyn Host) -> Result<Vec<String>, Failure> {
        let path = self.path();
        let folder = folder_of(&path);
        let current = host.current_folder();
        let here = Folder::new(&current, &current);
        let mut paths = Vec::new();
        let mut missing = Vec::new();
        for said in &self.config.schema {
            let path = join(folder, &said.value);
            // As a person would name it here: not `../app/schema.prisma` in `app`.
            let path = here.inside(&path).unwrap_or(path);
            if host.kind_of(&path) != PathKind::Missing {
                paths.push(path);
                continue;
            }
            let help = if said.value.contains(['*', '?']) {
                "`schema` takes files and folders, no patterns"
            } else {
                "paths begin at the folder of this file"
            };
            let message = format!("`schema` names {}, and nothing is there", said.value);
            missing.push(Mistake { span: said.span, message, help: Some(help.to_owned()) });
        }
        if missing.is_empty() { Ok(paths) } else { Err(self.refused(&missing, host)) }
    }

    /// Whether a rule is off wherever no override speaks of it.
    pub(crate) fn is_off(&self, rule: &Rule) -> bool {
        self.config.rules.of(rule).is_some_and(|said| said.level == Level::Off)
    }

    /// The line of the file, from 1.
    fn line(&self, span: Span) -> usize {
        LineIndex::new(&self.text).line_of(span.start()).0 + 1
    }

    /// `shoring.toml:3`
    fn place(&self, span: Span) -> String {
        format!("{}:{}", self.path(), self.line(span))
    }
}

/// The paths that a command looks at: those that were named, else those of the configuration. What relations are told for
/// is no Prisma schema.
pub(crate) fn paths(
    named: &[String],
    relations: Option<&str>,
    in_force: &InForce,
    host: &dyn Host,
) -> Result<Vec<String>, Failure> {
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let fits = |path: &String| relations.is_none() || Language::of_path(path) != Some(Language::Prisma);
    Ok(in_force.schema(host)?.into_iter().filter(fits).collect())
}

/// The configuration for a command that looks at `path`: the one that is named, else the nearest from there up.
pub(crate) fn locate(named: Option<&str>, path: Option<&str>, host: &dyn Host) -> Option<String> {
    let path = path.filter(|path| *path != "-");
    named.map(str::to_owned).or_else(|| search(path, host))
}

/// The text of a configuration.
pub(crate) fn text_of(file: &str, host: &dyn Host) -> Result<String, Failure> {
    let cannot = |reason: String| Failure::new(format!("{file}: {reason}"));
    let mut bytes = Vec::new();
    let opened = host.open(file).map_err(|error| {
        let failure = cannot(error.to_string());
        if error == HostError::NotFound { failure.help("--config takes the path of a shoring.toml") } else { failure }
    })?;
    // One byte more than is read tells that it is too much.
    let read = opened.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| cannot(error.to_string()))?;
    if bytes.len() > MAX_BYTES {
        return Err(cannot(format!("larger than {MAX_BYTES} bytes")).help("is it really a configuration?"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        cannot(format!("not UTF-8 text: byte {at} is not part of a character")).help("save it as UTF-8")
    })
}

/// The folder where the paths of a configuration begin.
pub(crate) fn folder_seen(file: &str, host: &dyn Host) -> Folder {
    Folder::new(folder_of(file), &host.current_folder())
}

/// The nearest `shoring.toml` above a path, up to the repository's root.
fn search(path: Option<&str>, host: &dyn Host) -> Option<String> {
    let path = path.map_or_else(|| ".".to_owned(), simplify);
    let is_file = path != "." && host.kind_of(&path) != PathKind::Folder;
    let mut folder = if is_file { folder_of(&path).to_owned() } else { path };
    let current = host.current_folder();
    loop {
        let file = in_folder(&folder, FILE_NAME);
        if host.kind_of(&file) == PathKind::File {
            return Some(file);
        }
        let is_repository = host.kind_of(&in_folder(&folder, ".git")) != PathKind::Missing;
        if is_repository || is_root(&folder, &current) {
            return None;
        }
        folder = above(&folder);
    }
}

/// Whether no folder is above a folder.
fn is_root(folder: &str, current: &str) -> bool {
    join(current, folder).split('/').filter(|part| !part.is_empty() && !part.ends_with(':')).count() == 0
}
