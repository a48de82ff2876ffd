//! What the server asks of the place that it runs in: which files make a state, what they say, and what they said before.

use std::collections::{BTreeMap, BTreeSet};

use shoring_core::{
    config::{Config, Mistake},
    text::Language,
    workspace::{Options, Role},
};

use crate::{Root, Settings};

/// Where the server runs.
pub trait Place {
    /// A folder that a client works in.
    fn folder(&self, root: &Root) -> Box<dyn Folder>;
}

/// A folder that a client works in. Paths are seen from it.
pub trait Folder {
    /// The state that a file is a part of, and what the project says about it.
    fn find(&mut self, asked: &Asked<'_>) -> Found;

    /// The state before it.
    ///
    /// # Errors
    /// When there is none: why, in a sentence for a person.
    fn before(&mut self, found: &Found, asked: &Asked<'_>) -> Result<Before, String>;

    /// The revision that the state before is to be read from, and where it stands; none where nobody names one.
    fn base_wanted(&mut self, asked: &Asked<'_>) -> Option<(String, &'static str)>;

    /// A file of the state that tells the same database as that of a file: of the migrations of a Prisma schema, or of the schema
    /// that migrations lead to.
    fn beside(&mut self, asked: &Asked<'_>) -> Option<String>;

    /// A file of each state that the project has.
    fn states(&mut self, asked: &Asked<'_>) -> Vec<String>;
}

/// What is asked about.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The file.
    pub path: &'a str,
    /// What stands before the disk.
    pub texts: &'a Texts<'a>,
    /// What a person has set.
    pub settings: &'a Settings,
    /// The last configuration of each file that had no mistake, by its path: it holds as long as the file has some.
    pub known_good: &'a BTreeMap<String, Config>,
}

/// Texts that stand before those of a disk.
#[derive(Debug, Default)]
pub struct Texts<'a> {
    /// What is open in the editor.
    pub open: BTreeMap<&'a str, &'a str>,
    /// What the client has handed over: all that there is, where it does that.
    pub handed: Option<BTreeMap<String, &'a Handed>>,
    /// What the client has handed over of the state before.
    pub base: Option<&'a HandedBase>,
}

/// A file that a client has handed over.
#[derive(Clone, Debug)]
pub enum Handed {
    /// Its text.
    Text(String),
    /// Why it cannot be read.
    Unreadable(String),
}

/// The state before, as a client has handed it over.
#[derive(Clone, Debug)]
pub struct HandedBase {
    /// How a person calls it: `origin/main`.
    pub name: String,
    /// The full name of its commit; empty where it has none.
    pub commit: String,
    /// What tells that it is the base.
    pub evidence: String,
    /// Its files by path; the reason, where there is none.
    pub files: Result<BTreeMap<String, Handed>, String>,
}

/// A state, as its files are now.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Its files, in order.
    pub files: Vec<File>,
    /// What is asked of the core: the target that is set, the configuration, what stands around the files.
    pub options: Options,
    /// The configuration in force.
    pub config: Option<ConfigFile>,
    /// Why the configuration that is set cannot be read.
    pub config_refused: Option<String>,
}

/// A file of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path.
    pub path: String,
    /// What it is written in.
    pub language: Language,
    /// What it is for.
    pub role: Role,
    /// Its text, without a byte order mark; why it cannot be read, where it cannot.
    pub text: Result<String, String>,
}

/// A `shoring.toml`.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
    /// All that is wrong in it; then the last one that had no mistake is in force.
    pub mistakes: Vec<Mistake>,
}

/// The state before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// How a person calls it: `origin/main`.
    pub name: String,
    /// The full name of its commit; empty where it has none.
    pub commit: String,
    /// What tells that it is the base.
    pub evidence: String,
    /// Its files.
    pub files: Vec<File>,
    /// The files of the state after that are steps and were not there: each is judged for itself.
    pub added: BTreeSet<String>,
    /// Why the changes are not judged here; none where they are.
    pub judged_elsewhere: Option<String>,
}
