//! A git repository in a temporary folder: the same commits wherever, whenever and by whomever it is made.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// A repository on the disk; it goes when this goes.
#[derive(Debug)]
pub struct TemporaryRepository {
    /// Holds the repository, and is the home of the one who commits: nobody's settings are read.
    home: TempDir,
}

impl TemporaryRepository {
    /// An empty repository on the branch `main`; none where git is not installed, which is told.
    pub fn new() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            println!("git is not installed: nothing was tested");
            return None;
        }
        let home = tempfile::tempdir().expect("a temporary folder");
        let repository = Self { home };
        std::fs::create_dir(repository.path()).expect("a folder in a temporary folder");
        repository.git(&["init", "--quiet", "--template=", "--initial-branch=main"]);
        Some(repository)
    }

    /// A clone, made with these options of `git clone`.
    pub fn cloned(&self, options: &[&str]) -> Self {
        let clone = Self { home: tempfile::tempdir().expect("a temporary folder") };
        let from = format!("file://{}", self.path().display());
        let words = [&["clone", "--quiet", "--template="], options, &[from.as_str(), "repository"]].concat();
        run(clone.home.path(), clone.home.path(), &words);
        clone
    }

    /// The folder of the repository.
    pub fn path(&self) -> PathBuf {
        self.home.path().join("repository")
    }

    /// Runs git in the repository; answers what it wrote, without the end of the last line.
    pub fn git(&self, words: &[&str]) -> String {
        run(self.home.path(), &self.path(), words)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }

    /// Commits all that is there; answers the full name of the commit.
    pub fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Begins a branch here.
    pub fn branch(&self, name: &str) {
        self.git(&["checkout", "--quiet", "-b", name]);
    }

    /// Goes to a branch or a commit.
    pub fn checkout(&self, revision: &str) {
        self.git(&["checkout", "--quiet", revision]);
    }
}

fn run(home: &Path, folder: &Path, words: &[&str]) -> String {
    let mut git = Command::new("git");
    // A hook that runs the tests tells git of its own repository.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        git.env_remove(name);
    }
    git.env("HOME", home).env("XDG_CONFIG_HOME", home).env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    for who in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{who}_NAME"), "Test").env(format!("GIT_{who}_EMAIL"), "test@example.com");
        git.env(format!("GIT_{who}_DATE"), "2026-01-01T00:00:00Z");
    }
    git.args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false"]);
    let done = git.args(words).current_dir(folder).output().expect("git starts");
    assert!(done.status.success(), "git {}: {}", words.join(" "), String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).trim_end().to_owned()
}
