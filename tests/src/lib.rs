//! What the test runs share: cases written in Markdown, their checks, and the law of fixes.
#![allow(missing_docs, reason = "read by the runs beside it only; each says what it is where it is not plain")]
#![allow(clippy::missing_panics_doc, reason = "a test that cannot go on panics")]

pub mod canonical;
pub mod case;
pub mod check;
pub mod draft;
pub mod editor;
pub mod fix_law;
pub mod generate;
pub mod host;
pub mod hostile;
pub mod markdown;
pub mod mutate;
pub mod peers;
pub mod repository;
pub mod server;
pub mod servers;
pub mod surface;

use std::path::PathBuf;

/// A schema to change: two models, and a relation without an index.
pub const BEFORE: &str = "\
datasource db {
  provider     = \"mysql\"
  relationMode = \"prisma\"
}

model User {
  id    Int    @id
  name  String
  posts Post[]
}

model Post {
  id       Int    @id
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
}
";

/// The root of the project.
pub fn root() -> PathBuf {
    // Cargo tells it at run time: with a target folder that several checkouts share, the path known when this was
    // compiled may be another checkout's.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().map(PathBuf::from).unwrap_or(here)
}

/// The pages of the suites whose sections are cases: all but those that tell what an editor asks (`run/language.rs`).
pub fn pages_of_cases() -> Vec<PathBuf> {
    let suites = root().join("tests/suites");
    let mut pages = files_below(&suites, &["md"]);
    pages.retain(|page| !page.starts_with(suites.join("language")));
    pages
}

/// All files below a folder with one of these endings, sorted.
pub fn files_below(folder: &std::path::Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files_below(&path, endings));
        } else if path.extension().is_some_and(|ending| endings.iter().any(|it| ending == *it)) {
            found.push(path);
        }
    }
    found.sort();
    found
}
