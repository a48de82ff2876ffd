//! The files of a commit as a [`Host`], so that a search works on it as on the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use super::{Repository, ask, is_absolute, joined, text};
use crate::{Failure, GitError, Host, HostError, PathKind, Terminal, discover::in_folder};

/// The most links that lead from one to another.
const MAX_LINKS: usize = 8;

/// The files of a commit, seen from the current folder. They are only read; each when it is opened.
pub(crate) struct AtCommit<'h> {
    repository: &'h Repository,
    host: &'h dyn Host,
    /// By their paths from the repository's folder.
    files: BTreeMap<String, Object>,
    /// What git ignores today and has in its index all the same: a search on the disk leaves it out.
    ignored: BTreeSet<String>,
}

/// What git keeps of a file.
struct Object {
    /// The name of its content.
    name: String,
    /// Its content is the path of another.
    is_link: bool,
}

impl<'h> AtCommit<'h> {
    pub(super) fn new(repository: &'h Repository, commit: &str, host: &'h dyn Host) -> Result<Self, Failure> {
        let list = ask("list the files of a commit", &["ls-tree", "-r", "-z", "--full-tree", commit], host)?;
        let tracked = ["ls-files", "--cached", "--ignored", "--exclude-standard", "--full-name", "-z", "--", ":/"];
        let ignored = ask("list what it ignores", &tracked, host)?;
        Ok(Self {
            repository,
            host,
            files: list.split('\0').filter_map(file_of_line).collect(),
            ignored: ignored.split_terminator('\0').map(str::to_owned).collect(),
        })
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        let Some(mut path) = self.repository.within(path) else {
            return Err(if is_absolute(path) { outside() } else { HostError::NotFound });
        };
        for _ in 0..=MAX_LINKS {
            let Some(object) = self.files.get(&path) else {
                return Err(if self.is_folder(&path) { HostError::IsFolder } else { HostError::NotFound });
            };
            let bytes = self.host.git(&["cat-file", "blob", &object.name]);
            let bytes = bytes.map_err(|error| HostError::Other(error.to_string()))?;
            if !object.is_link {
                return Ok(bytes);
            }
            path = followed(&path, &text(bytes)).ok_or(HostError::NotFound)?;
        }
        Err(HostError::Other("its links lead in a circle".to_owned()))
    }

    /// Whether a path from the repository's folder is a folder.
    fn is_folder(&self, path: &str) -> bool {
        // A project ends where its repository does: whoever looks for its folder finds it.
        path.is_empty() || path == ".git" || self.below(path).next().is_some()
    }

    /// The files below a folder, both from the repository's.
    fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a Object)> + use<'a> {
        let beginning = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let from = self.files.range(beginning.clone()..);
        from.map(|(path, object)| (path.as_str(), object)).take_while(move |(path, _)| path.starts_with(&beginning))
    }
}

impl Host for AtCommit<'_> {
    fn current_folder(&self) -> String {
        self.host.current_folder()
    }

    fn kind_of(&self, path: &str) -> PathKind {
        match self.repository.within(path) {
            Some(path) if self.files.contains_key(&path) => PathKind::File,
            Some(path) if self.is_folder(&path) => PathKind::Folder,
            // Opening it tells why it is not read.
            None if is_absolute(path) => PathKind::File,
            _ => PathKind::Missing,
        }
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, HostError> {
        Ok(Box::new(Cursor::new(self.read(path)?)))
    }

    fn files_below(&self, folder: &str) -> Result<Vec<String>, HostError> {
        let root = self.repository.within(folder).ok_or(HostError::NotFound)?;
        if !self.is_folder(&root) {
            return Err(HostError::NotFound);
        }
        // A path is spelt as the folder was.
        let spelt = folder.strip_prefix("./").unwrap_or(folder).trim_end_matches('/');
        let spelt = if spelt.is_empty() { "." } else { spelt };
        let files = self.below(&root).filter(|(path, object)| !object.is_link && !self.ignored.contains(*path));
        let inside = files.map(|(path, _)| path.get(root.len()..).unwrap_or(path).trim_start_matches('/'));
        let mut paths: Vec<String> =
            inside.filter(|path| is_searched(path)).map(|path| in_folder(spelt, path)).collect();
        paths.sort();
        Ok(paths)
    }

    fn write(&mut self, _: &str, _: &str) -> Result<(), HostError> {
        Err(HostError::Other("a commit cannot be changed".to_owned()))
    }

    fn stdin(&mut self) -> Box<dyn Read + '_> {
        Box::new(std::io::empty())
    }

    /// Prints nothing: whoever reads a commit tells of it on the machine itself.
    fn out(&mut self, _: &str) {}

    /// Prints nothing, as [`Self::out`].
    fn err(&mut self, _: &str) {}

    fn terminal(&self) -> Terminal {
        self.host.terminal()
    }

    fn today(&self) -> Option<String> {
        self.host.today()
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.host.variable(name)
    }

    fn git(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        self.host.git(args)
    }
}

/// A file in git's list: `100644 blob NAME`, a tab, and its path.
fn file_of_line(line: &str) -> Option<(String, Object)> {
    let (about, path) = line.split_once('\t')?;
    let [mode, "blob", name] = about.split(' ').collect::<Vec<_>>()[..] else { return None };
    Some((path.to_owned(), Object { name: name.to_owned(), is_link: mode == "120000" }))
}

/// Whether a search on the disk looks there.
fn is_searched(path: &str) -> bool {
    path.split('/').all(|part| !part.starts_with('.') && part != "node_modules")
}

/// Where a link leads to, from the repository's folder.
fn followed(link: &str, target: &str) -> Option<String> {
    let folder = link.rsplit_once('/').map_or("", |(folder, _)| folder);
    if is_absolute(target) { None } else { joined(folder.split('/').filter(|part| !part.is_empty()), target) }
}

fn outside() -> HostError {
    HostError::Other("it is not below the repository's folder; say where it is from this folder".to_owned())
}
