//! A machine whose files are those of the disk with those of an editor over them.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use shoring_core::glob::simplify;
use shoring_lsp::Handed;

use crate::{GitError, Host, HostError, PathKind, Terminal};

/// What an editor sees. It is only read.
#[derive(Clone, Copy)]
pub(super) struct Overlay<'a> {
    pub(super) disk: Option<&'a dyn Host>,
    /// The texts that are open, by path.
    pub(super) open: Option<&'a BTreeMap<&'a str, &'a str>>,
    /// The files that were handed over, by path.
    pub(super) handed: Option<&'a BTreeMap<String, &'a Handed>>,
    pub(super) today: Option<&'a str>,
}

impl<'a> Overlay<'a> {
    fn paths(&self) -> impl Iterator<Item = &'a str> {
        let open = self.open.into_iter().flat_map(|open| open.keys().copied());
        open.chain(self.handed.into_iter().flat_map(|handed| handed.keys().map(String::as_str)))
    }
}

/// Whether a path lies below a folder.
fn is_below(path: &str, folder: &str) -> bool {
    folder == "." || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a search finds it: nothing in hidden folders and `node_modules` is.
fn is_searched(path: &str) -> bool {
    path.split('/').all(|part| !part.starts_with('.') && part != "node_modules")
}

impl Host for Overlay<'_> {
    fn kind_of(&self, path: &str) -> PathKind {
        let path = simplify(path);
        if self.paths().any(|it| it == path) {
            return PathKind::File;
        }
        match self.disk {
            Some(disk) => disk.kind_of(&path),
            None if path == "." || self.paths().any(|it| is_below(it, &path)) => PathKind::Folder,
            None => PathKind::Missing,
        }
    }

    fn current_folder(&self) -> String {
        self.disk.map_or_else(|| "/".to_owned(), Host::current_folder)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, HostError> {
        let path = simplify(path);
        let text = |text: &str| -> Box<dyn Read> { Box::new(Cursor::new(text.as_bytes().to_vec())) };
        if let Some(open) = self.open.and_then(|open| open.get(path.as_str())) {
            return Ok(text(open));
        }
        match self.handed.and_then(|handed| handed.get(&path)) {
            Some(Handed::Text(handed)) => Ok(text(handed)),
            Some(Handed::Unreadable(reason)) => Err(HostError::Other(reason.clone())),
            None => self.disk.map_or(Err(HostError::NotFound), |disk| disk.open(&path)),
        }
    }

    fn files_below(&self, folder: &str) -> Result<Vec<String>, HostError> {
        let folder = simplify(folder);
        let mut paths: BTreeSet<String> =
            self.paths().filter(|path| is_below(path, &folder) && is_searched(path)).map(str::to_owned).collect();
        match self.disk.map(|disk| disk.files_below(&folder)) {
            Some(Ok(found)) => paths.extend(found),
            // A folder that is only in the editor yet.
            Some(Err(error)) if paths.is_empty() => return Err(error),
            Some(Err(_)) | None => {}
        }
        Ok(paths.into_iter().collect())
    }

    fn write(&mut self, _: &str, _: &str) -> Result<(), HostError> {
        Err(HostError::ReadOnly)
    }

    fn stdin(&mut self) -> Box<dyn Read + '_> {
        Box::new(std::io::empty())
    }

    fn out(&mut self, _: &str) {}

    fn err(&mut self, _: &str) {}

    fn terminal(&self) -> Terminal {
        Terminal::new(false, false, None, |_| None)
    }

    fn today(&self) -> Option<String> {
        self.today.map(str::to_owned)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.disk.and_then(|disk| disk.variable(name))
    }

    fn git(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        self.disk.map_or(Err(GitError::NotInstalled), |disk| disk.git(args))
    }
}
