//! Which commit a change is compared with, and what tells so.

use super::{Repository, ask, lookup, shallow_help, text};
use crate::{Failure, Host};

/// The commit that a change is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    /// The full name of the commit.
    pub(crate) commit: String,
    /// The revision that led to it, as a person calls it: `origin/main`.
    pub(crate) name: String,
    /// What told the revision: `GITHUB_BASE_REF`, `origin/HEAD`, `--base`.
    pub(crate) evidence: String,
    /// Which commit of that revision it is.
    pub(crate) point: Point,
}

/// The revision that a person asks to be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked<'a> {
    /// In git's words: a branch, a tag, a commit, `HEAD~3`.
    pub(crate) revision: &'a str,
    /// Where it stands: `--base`, `base in shoring.toml`.
    pub(crate) evidence: &'a str,
}

/// Which commit of a branch is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// Where HEAD and the branch parted: what others did there since is no change of ours.
    MergeBase,
    /// Its newest.
    Tip,
}

/// The commits that GitLab names in a merge request's pipeline. They come first: its runners fetch no other branch, and
/// one that is there from an earlier run is old.
const BASE_COMMITS: [&str; 2] = ["CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA"];

const GITLAB_BRANCH: &str = "CI_MERGE_REQUEST_TARGET_BRANCH_NAME";

/// The variables that tell the branch that a pull request goes to.
const TARGET_BRANCHES: [&str; 6] = [
    // GitHub Actions, Gitea, Forgejo
    "GITHUB_BASE_REF",
    GITLAB_BRANCH,
    // Bitbucket Pipelines
    "BITBUCKET_PR_DESTINATION_BRANCH",
    // Jenkins
    "CHANGE_TARGET",
    // Azure Pipelines
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    // Buildkite
    "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
];

impl Repository {
    /// The commit to compare with: the one asked for, else the CI's target branch, else the default branch.
    pub(crate) fn base(&self, asked: Option<Asked<'_>>, point: Point, host: &dyn Host) -> Result<Base, Failure> {
        let head = lookup("HEAD", host).ok_or_else(|| {
            Failure::new("the repository has no commit yet").help("commit what there is, then change it")
        })?;
        let tip = match asked {
            Some(Asked { revision, evidence }) => tip_of(self.commit(revision, host)?, revision, evidence),
            None => self.told_by_surroundings(host)?,
        };
        match point {
            Point::Tip => Ok(tip),
            Point::MergeBase => self.merge_base(&head, tip, host),
        }
    }

    fn told_by_surroundings(&self, host: &dyn Host) -> Result<Base, Failure> {
        if let Some(tip) = ci_commit(host) {
            return Ok(tip);
        }
        for variable in TARGET_BRANCHES {
            if let Some(branch) = host.variable(variable) {
                return self.ci_branch(variable, &branch, host);
            }
        }
        if let Some(tip) = default_branch(host) {
            return Ok(tip);
        }
        let no_ci = "no variable of a CI names the branch that a pull request goes to";
        let tried = if ask("list its remotes", &["remote"], host)?.trim().is_empty() {
            if let Some(tip) = local_branch(host) {
                return Ok(tip);
            }
            "there is no remote, and no other branch main or master"
        } else {
            "there is no origin/HEAD (`git remote set-head origin --auto` sets it)"
        };
        Err(Failure::new(format!("it is not clear what to compare with: {no_ci}, and {tried}"))
            .help("say it: --base origin/main, or --base HEAD~1 for the commit before this one"))
    }

    fn ci_branch(&self, variable: &str, branch: &str, host: &dyn Host) -> Result<Base, Failure> {
        let branch = branch.strip_prefix("refs/heads/").unwrap_or(branch);
        let remote = format!("origin/{branch}");
        for (reference, name) in
            [(format!("refs/remotes/{remote}"), remote.as_str()), (format!("refs/heads/{branch}"), branch)]
        {
            if let Some(commit) = lookup(&reference, host) {
                return Ok(tip_of(commit, name, variable));
            }
        }
        let reference = format!("+refs/heads/{branch}:refs/remotes/{remote}");
        let help = if self.is_shallow {
            shallow_help(&format!("git fetch --unshallow origin {reference}"))
        } else {
            format!("fetch it before: git fetch origin {reference}")
        };
        Err(Failure::new(format!("{variable} says `{branch}`, and this clone has no branch {remote}")).help(help))
    }

    fn merge_base(&self, head: &str, tip: Base, host: &dyn Host) -> Result<Base, Failure> {
        let Ok(answer) = host.git(&["merge-base", head, &tip.commit]) else {
            let failure = Failure::new(format!("HEAD and {} have no commit in common in this clone", tip.name));
            return Err(failure.help(if self.is_shallow {
                shallow_help("git fetch --unshallow origin")
            } else {
                "name a commit that this branch was begun from, or compare with the tip: --base-exact".to_owned()
            }));
        };
        let commit = text(answer).trim_end().to_owned();
        Ok(Base { commit, point: Point::MergeBase, ..tip })
    }
}

/// A revision itself.
fn tip_of(commit: String, name: &str, evidence: &str) -> Base {
    Base { commit, name: name.to_owned(), evidence: evidence.to_owned(), point: Point::Tip }
}

/// The commit that the CI names.
fn ci_commit(host: &dyn Host) -> Option<Base> {
    BASE_COMMITS.iter().find_map(|variable| {
        let commit = lookup(&host.variable(variable)?, host)?;
        let name = host.variable(GITLAB_BRANCH).unwrap_or_else(|| commit.clone());
        Some(tip_of(commit, &name, variable))
    })
}

/// The default branch of the remote.
fn default_branch(host: &dyn Host) -> Option<Base> {
    let commit = lookup("refs/remotes/origin/HEAD", host)?;
    let name = branch_behind("refs/remotes/origin/HEAD", host);
    Some(tip_of(commit, name.as_deref().unwrap_or("origin/HEAD"), "origin/HEAD"))
}

/// The main branch of a repository without a remote, seen from another.
fn local_branch(host: &dyn Host) -> Option<Base> {
    let current = branch_behind("HEAD", host);
    let mut others = ["main", "master"].into_iter().filter(|name| current.as_deref() != Some(name));
    others.find_map(|name| {
        let commit = lookup(&format!("refs/heads/{name}"), host)?;
        Some(tip_of(commit, name, "there is no remote"))
    })
}

/// The branch that a reference stands for.
fn branch_behind(reference: &str, host: &dyn Host) -> Option<String> {
    let answer = host.git(&["symbolic-ref", "--quiet", "--short", reference]).ok()?;
    Some(text(answer).trim_end().to_owned())
}
