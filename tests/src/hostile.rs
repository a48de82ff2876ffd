//! Hostile input: whatever a text is, reading it ends, nothing panics, and every place lies in the text. What the runs over broken
//! input and the fuzzer both ask.

use shoring_core::{
    report::{Report, concise, markdown, terminal, unified},
    syntax::prisma::{BlockReader, cut, read_block},
    target::Target,
    text::{Encoding, Language},
    workspace::{Fixes, Options, Role, TextToMend, Workspace, mend},
};

use crate::{case::Case, files_below, markdown::sections, pages_of_cases, root};

/// All that is asked of a text of the fuzzer's: read for each family of targets, fed in pieces, mended, and compared with its own
/// beginning.
pub fn look(language: Language, text: &[u8]) {
    let targets: &[&str] = match language {
        Language::Prisma => &["planetscale", "postgres"],
        Language::Sql => &["planetscale", "mariadb", "mysql-5.7"],
    };
    for name in targets {
        read(language, Target::parse(name).ok().as_ref(), text);
    }
    // Pieces of a size that hangs on the text: many sizes are tried, and each text again in the same way.
    in_pieces(language, text, text.len() % 61 + 1);
    let Ok(text) = std::str::from_utf8(text) else { return };
    if language == Language::Prisma {
        after_each_other(text);
    }
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    compare(language, None, text.get(..middle).unwrap_or_default().as_bytes(), text.as_bytes());
    let mut texts = [TextToMend { name: "text".to_owned(), language, role: Role::State, text: Ok(text.to_owned()) }];
    let _ = mend(&mut texts, &Options::default(), Fixes::All);
}

/// Feeds a text in pieces: what is found does not hang on where they are cut.
fn in_pieces(language: Language, text: &[u8], size: usize) {
    let report = |pieces: &mut dyn Iterator<Item = &[u8]>| {
        let mut workspace = Workspace::new();
        let id = workspace.open("text", language, Role::State).ok()?;
        for piece in pieces {
            workspace.feed(id, piece).ok()?;
        }
        workspace.close(id).ok()?;
        Some(Report::new(&workspace.lint(&Options::default()), Encoding::Utf8))
    };
    assert_eq!(report(&mut std::iter::once(text)), report(&mut text.chunks(size)), "in pieces of {size}");
}

/// Reads the blocks of a text twice: what was read before changes no tree.
fn after_each_other(text: &str) {
    let mut reader = BlockReader::default();
    let pieces: Vec<&str> = cut(text).into_iter().filter_map(|piece| text.get(piece)).collect();
    for piece in pieces.iter().chain(&pieces) {
        assert_eq!(reader.read(piece), read_block(piece), "{piece}");
    }
}

/// Reads a text and looks at all that comes of it.
pub fn read(language: Language, target: Option<&Target>, text: &[u8]) {
    let mut workspace = Workspace::new();
    let Ok(id) = workspace.open("text", language, Role::State) else { return };
    if workspace.feed(id, text).is_err() || workspace.close(id).is_err() {
        assert!(std::str::from_utf8(text).is_err(), "refused, though it is text");
        return;
    }
    let analysis = workspace.lint(&Options { target: target.cloned(), ..Options::default() });
    let report = Report::new(&analysis, Encoding::Utf16);
    let inside = |start: u64, end: u64| {
        let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
        // Rows of data need not be text; what a span names is.
        range.is_some_and(|(start, end)| text.get(start..end).is_some_and(|bytes| std::str::from_utf8(bytes).is_ok()))
    };
    for finding in &report.findings {
        assert!(inside(finding.span.start.offset, finding.span.end.offset), "{finding:?}");
        for label in &finding.labels {
            assert!(inside(label.span.start.offset, label.span.end.offset), "{label:?}");
        }
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(inside(edit.start, edit.end), "{edit:?}");
        }
    }
    for skipped in report.files.iter().flat_map(|file| &file.skipped) {
        assert!(inside(skipped.span.start.offset, skipped.span.end.offset), "{skipped:?}");
    }
    concise::render(analysis.sources, &analysis.findings);
    for finding in analysis.findings.iter().take(3) {
        terminal::render(analysis.sources, finding, terminal::Look { color: true, unicode: true, width: 80 });
    }
}

/// The examples, and each distinct text of the suites.
pub fn samples() -> Vec<(Language, String)> {
    let mut samples = Vec::new();
    for path in files_below(&root().join("examples"), &["prisma", "sql"]) {
        let language = Language::of_path(&path.display().to_string()).unwrap_or(Language::Sql);
        samples.push((language, std::fs::read_to_string(&path).unwrap_or_default()));
    }
    for path in pages_of_cases() {
        for section in sections(&std::fs::read_to_string(&path).unwrap_or_default()) {
            samples.extend(Case::of(&section).files.into_iter().map(|file| (file.language, file.text)));
        }
    }
    // A thousand columns have nothing to break on that ten have not, and each byte of a text is a run over all of it.
    samples.retain(|(_, text)| text.len() <= 9_000);
    samples.sort_by(|a, b| a.1.cmp(&b.1));
    samples.dedup();
    assert!(samples.len() > 10, "the suites were not found");
    samples
}

/// Compares two texts and looks at all that comes of it.
pub fn compare(language: Language, target: Option<&Target>, base: &[u8], head: &[u8]) {
    let mut workspace = Workspace::new();
    for (name, role, text) in [("base", Role::Base, base), ("head", Role::State, head)] {
        if workspace.add(name, language, role, text).is_err() {
            assert!(std::str::from_utf8(text).is_err(), "refused, though it is text");
            return;
        }
    }
    let options = Options { target: target.cloned(), ..Options::default() };
    let Ok(states) = workspace.states(&options) else { return };
    for comparison in [states.compare(&options), states.check(&options)] {
        let report = Report::of_comparison(&comparison, Encoding::Utf16);
        let text = |path: &str| if path == "base" { base } else { head };
        let inside = |path: &str, start: u64, end: u64| {
            let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
            let bytes = range.and_then(|(start, end)| text(path).get(start..end));
            bytes.is_some_and(|bytes| std::str::from_utf8(bytes).is_ok())
        };
        for finding in &report.findings {
            assert!(inside(&finding.file, finding.span.start.offset, finding.span.end.offset), "{finding:?}");
            for label in &finding.labels {
                assert!(inside(&label.file, label.span.start.offset, label.span.end.offset), "{label:?}");
            }
            for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
                assert!(edit.file == "head" && inside("head", edit.start, edit.end), "{edit:?}");
            }
        }
        let changes = report.changes.iter().flatten();
        for place in changes.flat_map(|change| change.base.iter().chain(&change.head)) {
            assert!(inside(&place.file, place.span.start.offset, place.span.end.offset), "{place:?}");
        }
        unified::render(&comparison);
        markdown::render(&report);
        for finding in comparison.findings.iter().take(3) {
            terminal::render(comparison.sources, finding, terminal::Look { color: true, unicode: true, width: 80 });
        }
    }
}
