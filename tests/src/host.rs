//! A machine in memory for the command line: what it reads is given, what it writes is kept.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use shoring_cli::{GitError, Host, HostError, PathKind, Terminal};

/// Files, standard input, and what was written.
#[derive(Clone, Debug, Default)]
pub struct MemoryHost {
    pub files: BTreeMap<String, Vec<u8>>,
    pub denied: Vec<String>,
    pub stdin: Vec<u8>,
    pub out: String,
    pub err: String,
    pub written: BTreeMap<String, String>,
    pub variables: BTreeMap<String, String>,
}

impl MemoryHost {
    /// A machine with these files.
    pub fn with<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
        Self { files, ..Self::default() }
    }

    /// Runs `shoring` with these words; answers the exit status.
    pub fn run(&mut self, words: &[&str]) -> i32 {
        let args = std::iter::once("shoring").chain(words.iter().copied()).map(Into::into);
        shoring_cli::run(args.collect::<Vec<std::ffi::OsString>>(), self)
    }
}

impl Host for MemoryHost {
    fn kind_of(&self, path: &str) -> PathKind {
        if self.files.contains_key(path) || self.denied.iter().any(|it| it == path) {
            return PathKind::File;
        }
        let is_folder = path == "." || self.files.keys().any(|file| file.starts_with(&format!("{path}/")));
        if is_folder { PathKind::Folder } else { PathKind::Missing }
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
        Terminal { out: true, err: true, color: false, width: 100 }
    }

    fn today(&self) -> Option<String> {
        Some("2026-01-01".to_owned())
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).filter(|value| !value.is_empty()).cloned()
    }

    fn git(&self, _: &[&str]) -> Result<Vec<u8>, GitError> {
        Err(GitError::NotInstalled)
    }
}
