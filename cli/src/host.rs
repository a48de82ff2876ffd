//! What the command line needs of the machine it runs on. A native program and a wasm module each bring one, so that
//! both are the same command line.

use std::{
    io::{self, Read},
    time::Duration,
};

use shoring_core::rule::Rule;

use crate::SchemaOf;

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

    /// The page of a rule, as Markdown. A host may have it elsewhere than in the program.
    fn rule_page(&self, rule: &Rule) -> String {
        rule.page()
    }

    /// A JSON Schema, as text. A host may have it elsewhere than in the program: one without the feature `native` must.
    fn json_schema(&self, of: SchemaOf) -> String {
        written_schema(of)
    }

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

impl Terminal {
    /// What is known of a terminal: whether the two streams are one, how many columns it has, and which variables of the
    /// environment say something.
    pub fn new(out: bool, err: bool, columns: Option<usize>, variable: impl Fn(&str) -> Option<String>) -> Self {
        let says = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let dumb = variable("TERM").is_some_and(|value| value == "dumb");
        let forced = says("CLICOLOR_FORCE") || says("FORCE_COLOR");
        Self {
            out,
            err,
            color: !says("NO_COLOR") && (forced || (out && !dumb)),
            // Prose wider than this is hard to read, code narrower is cut.
            width: columns.unwrap_or(100).clamp(60, 120),
        }
    }
}

/// Why a file cannot be read or written. The words are ours: systems and runtimes each have their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostError {
    /// Nothing is there.
    NotFound,
    /// It may not be read or written.
    Denied,
    /// It is a folder.
    IsFolder,
    /// Something on its path is a file.
    NotFolder,
    /// The disk cannot be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// Its name is longer than the system takes.
    NameTooLong,
    /// Another reason, by the system's number.
    System(i32),
    /// Anything else, in its own words.
    Other(String),
}

impl std::fmt::Display for HostError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotFound => "there is no such file",
            Self::Denied => "permission denied",
            Self::IsFolder => "it is a folder",
            Self::NotFolder => "a part of its path is a file",
            Self::ReadOnly => "the disk is read-only",
            Self::DiskFull => "the disk is full",
            Self::NameTooLong => "its name is too long",
            Self::System(number) => return write!(f, "the system refuses it (error {number})"),
            Self::Other(words) => words,
        })
    }
}

impl std::error::Error for HostError {}

impl HostError {
    /// The reason that a runtime tells by the system's name for it (`ENOENT`) and number.
    pub fn of_system(name: &str, number: i32) -> Self {
        match name {
            "ENOENT" => Self::NotFound,
            "EACCES" | "EPERM" => Self::Denied,
            "EISDIR" => Self::IsFolder,
            "ENOTDIR" => Self::NotFolder,
            "EROFS" => Self::ReadOnly,
            "ENOSPC" => Self::DiskFull,
            "ENAMETOOLONG" => Self::NameTooLong,
            _ => Self::System(number.abs()),
        }
    }
}

impl From<&io::Error> for HostError {
    fn from(error: &io::Error) -> Self {
        if let Some(ours) = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            return ours.clone();
        }
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            io::ErrorKind::NotADirectory => Self::NotFolder,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::StorageFull => Self::DiskFull,
            io::ErrorKind::InvalidFilename => Self::NameTooLong,
            _ => error.raw_os_error().map_or_else(|| Self::Other(error.to_string()), Self::System),
        }
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

#[cfg(feature = "native")]
fn written_schema(of: SchemaOf) -> String {
    let schema = match of {
        SchemaOf::Report => shoring_core::report::json_schema(),
        SchemaOf::Config => shoring_core::config::json_schema(),
    };
    format!("{schema:#}\n")
}

#[cfg(not(feature = "native"))]
fn written_schema(_: SchemaOf) -> String {
    String::new()
}
