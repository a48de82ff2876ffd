//! Floor 1: patterns of names and paths, and folders that paths are seen from.

use std::fmt;

/// A pattern: `legacy_*`, `packages/legacy/**`. `*` is any text without a `/`, `**` any folders, `?` one character,
/// `[ab]` one of these, `{a,b}` one of these texts. There is no escape: a star itself is `[*]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(String);

/// The most bytes of a pattern, and the most braces in it: each multiplies the ways to match.
const MAX_BYTES: usize = 256;
const MAX_BRACES: usize = 3;

/// A text that is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct BadGlob {
    /// What is wrong with it.
    pub reason: &'static str,
    /// What to write instead.
    pub help: &'static str,
}

impl Glob {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When nobody could tell what it matches.
    pub fn parse(text: &str) -> Result<Self, BadGlob> {
        let bad = |reason, help| Err(BadGlob { reason, help });
        if text.trim().is_empty() {
            return bad("an empty pattern matches nothing", "remove it, or name what it stands for");
        }
        if text.starts_with('!') {
            return bad("a pattern cannot begin with `!`", "name what it matches, not what it leaves out");
        }
        if text.contains('\\') {
            return bad("a pattern has no `\\`", "write `/` between folders, and `[*]` for a star itself");
        }
        if text.len() > MAX_BYTES || text.matches('{').count() > MAX_BRACES {
            return bad("this pattern is too long", "write several short ones, with at most three `{a,b}` in each");
        }
        match fast_glob::validate(text) {
            Ok(()) => Ok(Self(text.to_owned())),
            Err(error) if error.kind == fast_glob::ErrorKind::UnclosedBracket => {
                bad("a `[` is never closed", "add the `]`, or write `[[]` for the bracket itself")
            }
            Err(_) => bad("a `{` is never closed", "add the `}`, or write `[{]` for the brace itself"),
        }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it matches all of a name.
    pub fn matches(&self, name: &str) -> bool {
        fast_glob::glob_match(&self.0, name)
    }

    /// Whether it matches a path or a folder above it: `packages/legacy` covers all that is in there.
    pub fn covers(&self, path: &str) -> bool {
        let pattern = self.0.strip_prefix("./").unwrap_or(&self.0).trim_end_matches('/');
        let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        folders.chain([path]).any(|path| fast_glob::glob_match(pattern, path))
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A folder that paths are seen from. The core cannot ask where it runs, so the host says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    path: String,
    current: String,
}

impl Folder {
    /// The folder at `path`; that and all paths that are asked about are relative to `current`, or absolute. Both may be
    /// empty: then paths are taken as they are.
    pub fn new(path: &str, current: &str) -> Self {
        let current = simplify(current);
        Self { path: join(&current, path), current }
    }

    /// A path as it is written in this folder; none for what lies outside.
    pub fn inside(&self, path: &str) -> Option<String> {
        let path = join(&self.current, path);
        let inner = match self.path.as_str() {
            "" | "." if is_absolute(&path) || path.starts_with("..") => None,
            "" | "." => Some(path.as_str()),
            "/" => path.strip_prefix('/'),
            folder => path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')),
        };
        inner.map(ToOwned::to_owned)
    }
}

/// A path that begins at a folder, simplified; an absolute one begins at its own root.
pub fn join(folder: &str, path: &str) -> String {
    if is_absolute(path) || folder.is_empty() { simplify(path) } else { simplify(&format!("{folder}/{path}")) }
}

/// A path without `.`, without doubled `/`, and without `..` but at its start; `.` where nothing is left. What it names
/// is the same, links aside.
pub fn simplify(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match (part, parts.last()) {
            ("..", Some(last)) if *last != ".." => {
                parts.pop();
            }
            // Nothing is above the root.
            ("..", None) if path.starts_with('/') => {}
            _ => parts.push(part),
        }
    }
    match (path.starts_with('/'), parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// Whether a path begins at a root: `/a`, `C:/a`, `file:///a`.
fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\']) || path.split(['/', '\\']).next().is_some_and(|first| first.ends_with(':'))
}

#[cfg(test)]
mod tests {
    use super::{Folder, Glob, simplify};

    fn covers(glob: &str, path: &str) -> bool {
        Glob::parse(glob).unwrap().covers(path)
    }

    #[test]
    fn a_pattern_covers_files_and_what_is_in_folders() {
        for (glob, path) in [
            ("packages/legacy/**", "packages/legacy/a/b.prisma"),
            ("packages/legacy", "packages/legacy/a/b.prisma"),
            ("./packages/*/", "packages/legacy/b.prisma"),
            ("**/old.sql", "old.sql"),
            ("**/*.{sql,prisma}", "a/b/c.prisma"),
        ] {
            assert!(covers(glob, path), "{glob} {path}");
        }
        for (glob, path) in
            [("packages/legacy", "packages/legacy2/a.sql"), ("*.sql", "a/b.sql"), ("legacy", "a/legacy")]
        {
            assert!(!covers(glob, path), "{glob} {path}");
        }
    }

    #[test]
    fn a_name_is_matched_whole() {
        let glob = Glob::parse("legacy_*").unwrap();
        assert!(glob.matches("legacy_user") && glob.matches("legacy_") && !glob.matches("my_legacy_user"));
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        for bad in ["", " ", "!a", "a\\b", "a[", "{a", "{a}{a}{a}{a}", &"a".repeat(257)] {
            assert!(Glob::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn many_ways_to_match_take_no_time() {
        let alternatives = ",*a".repeat(20);
        let glob = Glob::parse(&format!("{{*a{alternatives}}}").repeat(3)).unwrap();
        assert!(!glob.matches(&"b".repeat(200)));
    }

    #[test]
    fn paths_are_seen_from_the_folder_of_the_file() {
        let inside = |folder: &str, current: &str, path: &str| Folder::new(folder, current).inside(path);
        assert_eq!(inside("", "", "a/b.sql").as_deref(), Some("a/b.sql"));
        assert_eq!(inside(".", "/home/me/app", "./a/b.sql").as_deref(), Some("a/b.sql"));
        assert_eq!(inside("..", "/home/me/app", "b.sql").as_deref(), Some("app/b.sql"));
        assert_eq!(inside("app", "/home/me", "app/../other/b.sql"), None);
        assert_eq!(inside("/home/me", "/home/me/app", "b.sql").as_deref(), Some("app/b.sql"));
        assert_eq!(inside("/", "/", "b.sql").as_deref(), Some("b.sql"));
        assert_eq!(inside("C:\\work", "C:\\work\\app", "x\\b.sql").as_deref(), Some("app/x/b.sql"));
        assert_eq!(inside("/a", "/a", "file:///a/b.sql"), None);
        assert_eq!(inside("", "", "../b.sql"), None);
    }

    #[test]
    fn paths_are_written_one_way() {
        for (path, simple) in [
            ("", "."),
            ("./", "."),
            ("a/..", "."),
            ("a//b/./c/", "a/b/c"),
            ("../a/../..", "../.."),
            ("/../a", "/a"),
            ("/", "/"),
        ] {
            assert_eq!(simplify(path), simple, "{path}");
        }
    }
}
