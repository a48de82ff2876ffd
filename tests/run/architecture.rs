//! What the architecture promises, kept: floors import downwards only, what knows what, one list of rules, nothing that
//! panics or differs between two runs.

use std::{fs, path::Path};

use shoring_core::{
    lint,
    rule::Rule,
    safety::{self, all_rules},
};
use shoring_tests::{files_below, root};

/// The floors of the core, lowest first. A module imports from floors below its own, from its own folder, and from what
/// stands before it on its floor.
const FLOORS: &[&[&str]] = &[
    &["order", "text", "glob"],
    &["target", "rule", "diagnostic", "level"],
    &["schema", "change"],
    &["syntax", "edit", "ddl"],
    &["lower"],
    &["lint", "diff"],
    &["safety"],
    &[],
    &["config", "workspace"],
    &["report"],
];

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn core_files() -> Vec<(String, String)> {
    let source = root().join("core/src");
    let module = |path: &Path| {
        let inner = path.strip_prefix(&source).unwrap_or(path);
        let first =
            inner.components().next().map(|it| it.as_os_str().to_string_lossy().into_owned()).unwrap_or_default();
        first.trim_end_matches(".rs").to_owned()
    };
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    files_below(&source, &["rs"]).iter().map(|path| (module(path), without_tests(&read(path)))).collect()
}

/// The code of a file without comments and without its tests.
fn without_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The modules of the core that a text imports: what follows `crate::`, alone or in braces.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = text.get(at + "crate::".len()..).unwrap_or_default();
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.push(std::mem::take(&mut word)),
                    c if depth == 0 => word.push(c),
                    _ => {}
                }
            }
            found.push(word);
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    let first = |path: &String| path.trim().split("::").next().unwrap_or_default().to_owned();
    found.iter().map(first).filter(|module| !module.is_empty()).collect()
}

#[test]
fn modules_import_from_floors_below_only() {
    for (module, text) in core_files() {
        let Some(floor) = floor_of(&module) else {
            assert!(module == "lib", "core/src/{module} stands on no floor: add it to FLOORS and to ARCHITECTURE.md");
            continue;
        };
        for import in imports(&text) {
            let Some(below) = floor_of(&import) else { continue };
            let before = |module: &str| FLOORS.iter().flat_map(|floor| floor.iter()).position(|it| *it == module);
            assert!(
                import == module || (below <= floor && before(&import) < before(&module)),
                "`{module}` (floor {}) imports `{import}` (floor {})",
                floor + 1,
                below + 1
            );
        }
    }
}

#[test]
fn a_floor_violation_would_be_seen() {
    let found =
        imports("use crate::{\n    lint::{LintContext, fixes},\n    text::Span,\n};\nfn f() { crate::report::x() }");
    assert_eq!(found, ["lint", "text", "report"]);
}

#[test]
fn what_judges_knows_no_parser() {
    for (module, text) in core_files()
        .iter()
        .filter(|(module, _)| ["schema", "lint", "diagnostic", "rule", "target"].contains(&module.as_str()))
    {
        for word in ["sqlparser", "pest::", "syntax::"] {
            assert!(!text.contains(word), "`{module}` mentions {word}: rules see the schema, never the text");
        }
    }
}

#[test]
fn only_the_report_and_the_hints_of_project_files_know_serde_and_only_the_terminal_knows_miette() {
    for (module, text) in core_files() {
        let derives = text.contains("Serialize") || text.contains("Deserialize");
        assert!(!derives || module == "report", "`{module}` derives serde's traits");
        assert!(!text.contains("miette") || module == "report", "`{module}` knows miette");
    }
}

#[test]
fn lines_and_columns_are_computed_in_text_only() {
    // Rules, readers and surfaces hold spans; what counts line breaks is LineIndex and LineCounter.
    for (module, text) in core_files() {
        let counts = text.contains("matches('\\n')") || text.contains("lines().count()");
        assert!(!counts || module == "text", "`{module}` counts lines");
    }
}

#[test]
fn a_rule_is_one_file_and_one_line() {
    let of_states: Vec<&Rule> = lint::rules().collect();
    let of_changes: Vec<&Rule> = safety::rules().collect();
    for (floor, rules) in [("lint", of_states), ("safety", of_changes)] {
        let folder = root().join("core/src").join(floor).join("rules");
        let mut files: Vec<String> = files_below(&folder, &["rs"])
            .iter()
            .filter_map(|path| Some(path.file_stem()?.to_string_lossy().replace('_', "-")))
            .collect();
        files.sort();
        let mut names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        assert_eq!(files, names);
        let list = fs::read_to_string(folder.with_extension("rs")).unwrap_or_default();
        for name in &names {
            let line = format!("    {},\n", name.replace('-', "_"));
            assert_eq!(list.matches(&line).count(), 1, "{name} stands once in the list");
        }
    }
}

#[test]
fn names_say_the_pattern_and_summaries_are_one_line() {
    for rule in all_rules() {
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", rule.name);
        assert!(!rule.summary.ends_with('.') && !rule.summary.contains('\n'), "{}: {}", rule.name, rule.summary);
        for heading in ["## What it does", "## Example"] {
            assert!(rule.docs.contains(heading), "{} has no \"{heading}\"", rule.name);
        }
    }
}

#[test]
fn surfaces_hold_no_rule_names() {
    for folder in ["cli/src", "lsp/src"] {
        for path in files_below(&root().join(folder), &["rs"]) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            for rule in all_rules() {
                assert!(!text.contains(&format!("\"{}\"", rule.name)), "{} knows {}", path.display(), rule.name);
            }
        }
    }
}
