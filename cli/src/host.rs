//! What the command line needs of the machine it runs on. A native program and a wasm module each bring one, so that
//! both are the same command line.

use std::{io::Read, time::Duration};

/// Files, git, terminal, clock and environment.
pub trait Host {
    /// What a path is.
    fn kind_of(&self, path: &str) -> PathKind;

    /// The folder that paths are relative to, absolute, with `/` between its parts.
    fn current_folder(&self) -> String;

    /// Opens a file to be read in pieces.
    ///
    /// # Errors
    /// When it cannot be opened, in our own words: they are the same on every host.
    fn open(&self, path: &str) -> Result<Box<dyn Read>, HostError>;

    /// The paths of all files below a folder, sorted; what git ignores, hidden folders and `node_modules` left out.
    ///
    /// # Errors
    /// When the folder cannot be read.
    fn files_below(&self, folder: &str) -> Result<Vec<String>, HostError>;

    /// Replaces the text of a file.
    ///
    /// # Errors
    /// When it cannot be written.
    fn write(&mut self, path: &str, text: &str) -> Result<(), HostError>;

    /// Standard input.
    fn stdin(&mut self) -> Box<dyn Read + '_>;

    /// Writes to standard output: results, and nothing else.
    fn out(&mut self, text: &str);

    /// Writes to standard error: reasons, progress and notes.
    fn err(&mut self, text: &str);

    /// What standard output can show.
    fn terminal(&self) -> Terminal;

    /// The time since the command began, where the host has a clock.
    fn elapsed(&self) -> Option<Duration> {
        None
    }

    /// Today, as `2027-03-01`.
    fn today(&self) -> Option<String>;

    /// A variable of the environment; an empty one is as good as none.
    fn variable(&self, name: &str) -> Option<String>;

    /// Runs git in the current folder, in English and without asking anything; answers what it wrote to standard output.
    ///
    /// # Errors
    /// When it cannot be started, and when it ends with another status than 0.
    fn git(&self, args: &[&str]) -> Result<Vec<u8>, GitError>;
}

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// Something to be read: a file, a pipe.
    File,
    /// A folder.
    Folder,
    /// Nothing is there.
    Missing,
}

/// What standard output can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Standard output is a terminal.
    pub out: bool,
    /// Standard error is a terminal.
    pub err: bool,
    /// Colours are wanted, where the command does not say.
    pub color: bool,
    /// Columns.
    pub width: usize,
}

/// Why a file cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostError {
    /// Nothing is there.
    NotFound,
    /// It may not be read or written.
    Denied,
    /// It is a folder.
    IsFolder,
    /// Anything else, in the system's words.
    Other(String),
}

impl std::fmt::Display for HostError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotFound => "there is no such file",
            Self::Denied => "permission denied",
            Self::IsFolder => "it is a folder",
            Self::Other(words) => words,
        })
    }
}

/// Why git has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitError {
    /// There is no git to be run.
    NotInstalled,
    /// It is there and cannot be started, in the system's words.
    NotStarted(String),
    /// It ended with another status than 0.
    Failed {
        /// The status; absent where a signal ended it.
        status: Option<i32>,
        /// What it wrote to standard error.
        stderr: String,
    },
}

impl std::fmt::Display for GitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotInstalled => f.write_str("git is not installed"),
            Self::NotStarted(words) => write!(f, "git cannot be started: {words}"),
            Self::Failed { status, stderr } => match (stderr.lines().find(|line| !line.trim().is_empty()), status) {
                (Some(line), _) => f.write_str(line.strip_prefix("fatal: ").unwrap_or(line)),
                (None, Some(status)) => write!(f, "git ended with status {status}"),
                (None, None) => f.write_str("git was ended by a signal"),
            },
        }
    }
}
