//! Machines for the command line: one in memory, and one whose disk is a temporary git repository. What they print is kept.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use shoring_cli::{GitError, Host, HostError, NativeHost, PathKind, Terminal};

use crate::repository::TemporaryRepository;

const TERMINAL: Terminal = Terminal { out: true, err: true, color: false, width: 100 };
/// The day on which all this happens.
pub const TODAY: &str = "2026-01-01";

/// Files, standard input, and what was written.
#[derive(Clone, Debug, Default)]
pub struct MemoryHost {
    pub files: BTreeMap<String, Vec<u8>>,
    /// Where it runs; `/` where nothing is said.
    pub folder: String,
    pub denied: Vec<String>,
    pub stdin: Vec<u8>,
    pub out: String,
    pub err: String,
    pub written: BTreeMap<String, String>,
    pub variables: BTreeMap<String, String>,
    /// The day; one of the year 2026 where nothing is said.
    pub today: Option<String>,
}

impl MemoryHost {
    /// A machine with these files.
    pub fn with<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
        Self { files, ..Self::default() }
    }

    /// Runs `shoring` with these words; answers the exit status.
    pub fn run(&mut self, words: &[&str]) -> i32 {
        run(words, self)
    }
}

fn run(words: &[&str], host: &mut dyn Host) -> i32 {
    shoring_cli::run(std::iter::once("shoring").chain(words.iter().copied()).map(Into::into), host)
}

impl Host for MemoryHost {
    fn kind_of(&self, path: &str) -> PathKind {
        if self.files.contains_key(path) || self.denied.iter().any(|it| it == path) {
            return PathKind::File;
        }
        let is_folder = path == "." || self.files.keys().any(|file| file.starts_with(&format!("{path}/")));
        if is_folder { PathKind::Folder } else { PathKind::Missing }
    }

    fn current_folder(&self) -> String {
        if self.folder.is_empty() { "/".to_owned() } else { self.folder.clone() }
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, HostError> {
        if self.denied.iter().any(|it| it == path) {
            return Err(HostError::Denied);
        }
        let bytes = self.files.get(path).cloned().ok_or(HostError::NotFound)?;
        Ok(Box::new(Cursor::new(bytes)))
    }

    fn files_below(&self, folder: &str) -> Result<Vec<String>, HostError> {
        let all = self.files.keys().chain(&self.denied);
        let below = all.filter(|path| folder == "." || path.starts_with(&format!("{folder}/")));
        let mut paths: Vec<String> = below.cloned().collect();
        paths.sort();
        Ok(paths)
    }

    fn write(&mut self, path: &str, text: &str) -> Result<(), HostError> {
        self.written.insert(path.to_owned(), text.to_owned());
        Ok(())
    }

    fn stdin(&mut self) -> Box<dyn Read + '_> {
        Box::new(Cursor::new(self.stdin.clone()))
    }

    fn out(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn err(&mut self, text: &str) {
        self.err.push_str(text);
    }

    fn terminal(&self) -> Terminal {
        TERMINAL
    }

    fn today(&self) -> Option<String> {
        Some(self.today.clone().unwrap_or_else(|| TODAY.to_owned()))
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).filter(|value| !value.is_empty()).cloned()
    }

    fn git(&self, _: &[&str]) -> Result<Vec<u8>, GitError> {
        Err(GitError::NotInstalled)
    }
}

/// A temporary git repository, and what was written. Files are written to the disk.
#[derive(Debug)]
pub struct RepositoryHost {
    pub repository: TemporaryRepository,
    pub out: String,
    pub err: String,
    pub variables: BTreeMap<String, String>,
    disk: NativeHost,
}

impl RepositoryHost {
    /// A machine in an empty repository on the branch `main`; none where git is not installed.
    pub fn new() -> Option<Self> {
        TemporaryRepository::new().map(Self::at)
    }

    /// A machine in this repository.
    pub fn at(repository: TemporaryRepository) -> Self {
        let disk = NativeHost::in_folder(repository.path());
        Self { repository, out: String::new(), err: String::new(), variables: BTreeMap::new(), disk }
    }

    /// Goes to a folder of the repository.
    pub fn enter(&mut self, folder: &str) {
        self.disk = NativeHost::in_folder(self.repository.path().join(folder));
    }

    /// Runs `shoring` with these words; answers the exit status. What was printed before is forgotten.
    pub fn run(&mut self, words: &[&str]) -> i32 {
        self.out.clear();
        self.err.clear();
        run(words, self)
    }
}

impl Host for RepositoryHost {
    fn current_folder(&self) -> String {
        self.disk.current_folder()
    }

    fn kind_of(&self, path: &str) -> PathKind {
        self.disk.kind_of(path)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, HostError> {
        self.disk.open(path)
    }

    fn files_below(&self, folder: &str) -> Result<Vec<String>, HostError> {
        self.disk.files_below(folder)
    }

    fn write(&mut self, path: &str, text: &str) -> Result<(), HostError> {
        self.disk.write(path, text)
    }

    fn stdin(&mut self) -> Box<dyn Read + '_> {
        Box::new(std::io::empty())
    }

    fn out(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn err(&mut self, text: &str) {
        self.err.push_str(text);
    }

    fn terminal(&self) -> Terminal {
        TERMINAL
    }

    fn today(&self) -> Option<String> {
        Some(TODAY.to_owned())
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).filter(|value| !value.is_empty()).cloned()
    }

    fn git(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        self.disk.git(args)
    }
}
