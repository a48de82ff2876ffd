//! What a comparison asks of git: which commit is the base, and what the files were then.
//!
//! The git program answers, through the [`Host`]. What a person or a CI wrote is handed to it in one place, [`lookup`],
//! and becomes the full name of a commit there; all else works with that name. Git has to be 2.30 or newer: an older one
//! does not know `--end-of-options` there.

mod at_commit;
mod base;
#[cfg(all(test, feature = "native"))]
mod tests;

use std::collections::BTreeMap;

use shoring_core::target::nearest;

#[cfg(test)]
use crate::HostError;
use crate::{Failure, GitError, Host};
pub(crate) use at_commit::AtCommit;
pub(crate) use base::{Asked, Base, Point};

/// The repository that the current folder is in.
#[derive(Debug)]
pub(crate) struct Repository {
    /// The folder of the repository, as git spells it.
    root: String,
    /// The parts of the path from there to the current folder.
    prefix: Vec<String>,
    /// Its history was cut when it was cloned.
    is_shallow: bool,
}

impl Repository {
    /// The repository that the current folder is in.
    pub(crate) fn find(host: &dyn Host) -> Result<Self, Failure> {
        let asked = ["rev-parse", "--is-shallow-repository", "--show-toplevel", "--show-prefix"];
        let answer = text(host.git(&asked).map_err(|error| not_found(&error))?);
        let mut lines = answer.lines();
        let is_shallow = lines.next() == Some("true");
        let root = lines.next().unwrap_or_default().trim_end_matches('/').to_owned();
        let prefix = lines.next().unwrap_or_default();
        let prefix = prefix.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Ok(Self { root, prefix, is_shallow })
    }

    /// The full name of the commit that a person means.
    pub(crate) fn commit(&self, revision: &str, host: &dyn Host) -> Result<String, Failure> {
        lookup(revision, host).ok_or_else(|| self.unknown(revision, host))
    }

    /// The files at a commit, seen from the current folder.
    pub(crate) fn at<'h>(&'h self, commit: &str, host: &'h dyn Host) -> Result<AtCommit<'h>, Failure> {
        AtCommit::new(self, commit, host)
    }

    #[cfg(test)]
    /// The files below the current folder at a commit, sorted; left out is what a search on the disk leaves out.
    pub(crate) fn files(&self, commit: &str, host: &dyn Host) -> Result<Vec<String>, Failure> {
        Ok(self.at(commit, host)?.files_below(".").unwrap_or_default())
    }

    #[cfg(test)]
    /// The bytes of a file at a commit; none where there was no such file.
    pub(crate) fn read(&self, commit: &str, path: &str, host: &dyn Host) -> Result<Option<Vec<u8>>, Failure> {
        match self.at(commit, host)?.read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(HostError::NotFound | HostError::IsFolder) => Ok(None),
            Err(error) => Err(Failure::new(format!("{path}: {error}"))),
        }
    }

    /// The schema files that have another path now than at a commit, and what it was; a move on the disk that git was
    /// not told of (`git mv`, `git add`) is not seen.
    pub(crate) fn renamed_files(&self, commit: &str, host: &dyn Host) -> Result<BTreeMap<String, String>, Failure> {
        // The index, not the disk: reading a file of the disk runs the filters that the repository's settings name.
        let compare = ["diff-index", "--cached", "--no-relative", "-M", "-z", "--name-status", "--diff-filter=R"];
        let among = [commit, "--", ":(top,icase)*.prisma", ":(top,icase)*.sql"];
        let answer = ask("compare the files with those of another commit", &[&compare[..], &among[..]].concat(), host)?;
        let mut fields = answer.split('\0');
        let mut renamed = BTreeMap::new();
        while let (Some(_score), Some(then), Some(now)) = (fields.next(), fields.next(), fields.next()) {
            renamed.insert(self.seen_from_here(now), self.seen_from_here(then));
        }
        Ok(renamed)
    }

    fn unknown(&self, revision: &str, host: &dyn Host) -> Failure {
        let failure = Failure::new(format!("git knows no commit `{revision}`"));
        let names = host.git(&["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags"]);
        let names = names.map(text).unwrap_or_default();
        let stem = revision.split(['~', '^', ':']).next().unwrap_or_default();
        let stem = stem.split("@{").next().unwrap_or_default();
        let of_remote = || names.lines().find(|name| name.split_once('/').is_some_and(|(_, branch)| branch == stem));
        let near = of_remote().or_else(|| nearest(stem, names.lines()));
        match near.filter(|_| !names.lines().any(|name| name == stem)) {
            Some(near) => {
                failure.help(format!("did you mean `{near}{}`?", revision.get(stem.len()..).unwrap_or_default()))
            }
            None if self.is_shallow => failure.help(shallow_help("git fetch --unshallow origin")),
            None => failure.help("`git branch --all` and `git log` list what there is"),
        }
    }

    /// The path from the repository's folder of a path seen from the current one; none where it leads out of it.
    fn within(&self, path: &str) -> Option<String> {
        let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
        if !is_absolute(&path) {
            return joined(self.prefix.iter().map(String::as_str), &path);
        }
        joined([], path.strip_prefix(&self.root).filter(|rest| rest.is_empty() || rest.starts_with('/'))?)
    }

    /// The path from the current folder of a path seen from the repository's.
    fn seen_from_here(&self, path: &str) -> String {
        let parts: Vec<&str> = path.split('/').collect();
        let shared = self.prefix.iter().zip(&parts).take_while(|(here, part)| here == part).count();
        let up = self.prefix.iter().skip(shared).map(|_| "..");
        up.chain(parts.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
    }
}

/// What `git:REV[:PATH]` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revision {
    /// The commit, as a person calls it.
    pub(crate) revision: String,
    /// The file or folder, seen from the current folder; where absent, the files of the commit are searched.
    pub(crate) path: Option<String>,
}

impl Revision {
    /// Reads an argument; none where it does not begin with `git:`, and so is the path of a file.
    pub(crate) fn parse(argument: &str) -> Result<Option<Self>, Failure> {
        let Some(rest) = argument.strip_prefix("git:") else { return Ok(None) };
        let mut depth = 0_u32;
        // The colon of `HEAD@{12:30}` ends no revision.
        let end = rest.find(|c: char| {
            depth = match c {
                '{' => depth + 1,
                '}' => depth.saturating_sub(1),
                _ => depth,
            };
            c == ':' && depth == 0
        });
        let (revision, path) = rest.split_at(end.unwrap_or(rest.len()));
        if revision.is_empty() || revision.starts_with('-') {
            return Err(Failure::new(format!("{argument}: no commit is named"))
                .help("write git:REV or git:REV:PATH, such as git:main:prisma/schema.prisma"));
        }
        let path = path.strip_prefix(':').filter(|path| !path.is_empty());
        Ok(Some(Self { revision: revision.to_owned(), path: path.map(str::to_owned) }))
    }
}

/// The full name of a commit, if git knows it.
fn lookup(revision: &str, host: &dyn Host) -> Option<String> {
    // Neither names a commit: git reads a leading `^` as "not this".
    if revision.is_empty() || revision.starts_with(['-', '^']) || revision.contains('\0') {
        return None;
    }
    let peeled = format!("{revision}^{{commit}}");
    let answer = host.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &peeled]).ok()?;
    Some(text(answer).trim_end().to_owned()).filter(|name| name.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Runs git for what must work in every repository; `aim` says what for, as in "git cannot …".
fn ask(aim: &str, args: &[&str], host: &dyn Host) -> Result<String, Failure> {
    host.git(args).map(text).map_err(|error| Failure::new(format!("git cannot {aim}: {error}")))
}

/// Names as text; one that is no UTF-8 is shown as the search on the disk shows it.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// A path seen from a folder, both from the repository's; none where it leads out of it.
fn joined<'p>(folder: impl IntoIterator<Item = &'p str>, path: &'p str) -> Option<String> {
    let mut parts: Vec<&str> = folder.into_iter().collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || (cfg!(windows) && path.get(1..2) == Some(":"))
}

fn not_found(error: &GitError) -> Failure {
    let GitError::Failed { stderr, .. } = error else {
        return Failure::new(error.to_string()).help("install git 2.30 or newer, and see that it is on the PATH");
    };
    if let Some((_, after)) = stderr.split_once("dubious ownership in repository at '") {
        let folder = after.split('\'').next().unwrap_or_default();
        return Failure::new(format!("git does not read {folder}: it belongs to somebody else"))
            .help(format!("if you trust it: git config --global --add safe.directory '{folder}'"));
    }
    if stderr.contains("not a git repository") {
        return Failure::new("this folder is in no git repository").help("run it in the folder of your project");
    }
    if stderr.contains("must be run in a work tree") {
        return Failure::new("this git repository has no files checked out here")
            .help("run it in a working tree of it");
    }
    Failure::new(format!("git cannot tell its repository: {error}")).help("does `git status` work here?")
}

/// What to do about a history that was cut.
fn shallow_help(fetch: &str) -> String {
    format!(
        "the clone is shallow: write `fetch-depth: 0` for actions/checkout (GitLab: `GIT_DEPTH: 0`), or run `{fetch}`; \
         where that takes too long, `--deepen=N` instead of `--unshallow` fetches N commits more"
    )
}
