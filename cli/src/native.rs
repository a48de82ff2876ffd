//! The host of a real machine.

use std::{
    fs::File,
    io::{self, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::host::{GitError, Host, HostError, PathKind, Terminal};

/// The machine that this program runs on.
#[derive(Clone, Debug)]
pub struct NativeHost {
    /// Where relative paths begin and git is run; the current folder where absent.
    folder: Option<PathBuf>,
    begun: Instant,
}

impl Default for NativeHost {
    fn default() -> Self {
        Self { folder: None, begun: Instant::now() }
    }
}

impl NativeHost {
    /// The machine as seen from a folder.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()), ..Self::default() }
    }

    /// Where a path is.
    fn located(&self, path: &str) -> PathBuf {
        self.folder.as_ref().map_or_else(|| PathBuf::from(path), |folder| folder.join(path))
    }
}

/// What git reads of the environment to find another repository than the one of its folder. A hook sets them.
const REPOSITORY_VARIABLES: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"];

/// Writes what fits: a reader who has gone (`| head`) ends the program quietly.
fn write_or_leave(mut to: impl Write, text: &str) {
    if to.write_all(text.as_bytes()).and_then(|()| to.flush()).is_err() {
        // 128 + SIGPIPE, as a program in C would end.
        std::process::exit(141);
    }
}

impl Host for NativeHost {
    fn kind_of(&self, path: &str) -> PathKind {
        match std::fs::metadata(self.located(path)) {
            Ok(data) if data.is_dir() => PathKind::Folder,
            Ok(_) => PathKind::File,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => PathKind::File,
            Err(_) => PathKind::Missing,
        }
    }

    fn current_folder(&self) -> String {
        // A folder that is gone has no path; nothing is found above it.
        let current = || std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        shown(&self.folder.clone().unwrap_or_else(current))
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, HostError> {
        let file = File::open(self.located(path)).map_err(|error| HostError::from(&error))?;
        if file.metadata().is_ok_and(|data| data.is_dir()) {
            return Err(HostError::IsFolder);
        }
        Ok(Box::new(file))
    }

    fn files_below(&self, folder: &str) -> Result<Vec<String>, HostError> {
        // A path is spelt as the folder was.
        let base = self.folder.as_deref().filter(|_| !Path::new(folder).is_absolute()).unwrap_or(Path::new(""));
        let folder = self.located(folder);
        std::fs::read_dir(&folder).map_err(|error| HostError::from(&error))?;
        let not_modules = |entry: &ignore::DirEntry| entry.file_name() != "node_modules";
        let walk = ignore::WalkBuilder::new(folder).require_git(true).filter_entry(not_modules).build();
        let mut paths: Vec<String> = walk
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
            .map(|entry| shown(entry.path().strip_prefix(base).unwrap_or(entry.path())))
            .collect();
        paths.sort();
        Ok(paths)
    }

    fn write(&mut self, path: &str, text: &str) -> Result<(), HostError> {
        std::fs::write(self.located(path), text).map_err(|error| HostError::from(&error))
    }

    fn stdin(&mut self) -> Box<dyn Read + '_> {
        Box::new(io::stdin().lock())
    }

    fn out(&mut self, text: &str) {
        write_or_leave(io::stdout().lock(), text);
    }

    fn err(&mut self, text: &str) {
        // Nothing is left to tell when even standard error is gone.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    fn terminal(&self) -> Terminal {
        let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let variable = |name: &str| Some(std::env::var_os(name)?.to_string_lossy().into_owned());
        Terminal::new(io::stdout().is_terminal(), io::stderr().is_terminal(), width, variable)
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(self.begun.elapsed())
    }

    fn today(&self) -> Option<String> {
        Some(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string())
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    fn git(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        let mut git = Command::new("git");
        // A repository's settings may name a program that watches its files: nothing of it is run.
        git.args(["--no-pager", "-c", "core.fsmonitor=false"]).args(args).stdin(Stdio::null());
        git.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        if let Some(folder) = &self.folder {
            git.current_dir(folder);
            for name in REPOSITORY_VARIABLES {
                git.env_remove(name);
            }
        }
        let done = git.output().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => GitError::NotInstalled,
            _ => GitError::NotStarted(error.to_string()),
        })?;
        if done.status.success() {
            return Ok(done.stdout);
        }
        let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
        Err(GitError::Failed { status: done.status.code(), stderr })
    }
}

/// A path with `/` between its parts, on every platform.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = text.strip_prefix("./").unwrap_or(&text);
    if std::path::MAIN_SEPARATOR == '/' { text.to_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}
