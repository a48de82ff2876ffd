//! Prisma's own validator as a second opinion: what a fix makes, it accepts; what it accepts, we call no syntax error.
//! It runs in Node; where Node or the package is missing, this says so and proves nothing.

use std::{
    collections::BTreeMap,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::{Value, json};
use shoring_core::{config::Config, text::Language, workspace::Role};
use shoring_tests::{
    case::{Case, CaseFile},
    files_below, fix_law,
    markdown::{Section, sections},
    pages_of_cases, root,
};

/// A question to Prisma: a name and the files of a schema.
fn question(name: &str, case: &Case) -> Value {
    // Of two states, the one after: fixes are made in it.
    let files = case.files.iter().filter(|file| file.role != Role::Base);
    let files: Vec<Value> = files.map(|file| json!([file.path, file.text])).collect();
    json!({ "name": name, "files": files })
}

/// What Prisma says about a schema.
struct Answer {
    errors: Vec<Message>,
    warnings: Vec<Message>,
    /// The validator ended in a panic.
    is_panic: bool,
}

impl Answer {
    fn first(&self) -> &str {
        self.errors.first().map_or("", |it| it.text.as_str())
    }
}

/// One message of Prisma's.
struct Message {
    file: String,
    /// The UTF-16 unit that it begins at.
    start: usize,
    text: String,
}

/// What Prisma says about each question.
fn ask(questions: &[Value]) -> Option<Vec<Answer>> {
    let folder = root().join("tests/peers");
    if !folder.join("node_modules/@prisma/prisma-schema-wasm").is_dir() {
        println!("Prisma's validator is not installed (cargo xtask setup): it is not asked");
        return None;
    }
    let mut node = Command::new("node");
    node.arg("validate.mjs").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = node.spawn().unwrap_or_else(|error| panic!("node cannot be run: {error}"));
    let text = serde_json::to_string(questions).unwrap_or_default();
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    }
    let output = child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert_eq!(answers.len(), questions.len(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let message = |it: &Value| Message {
        file: text(&it["file"]),
        start: it["start"].as_u64().and_then(|start| usize::try_from(start).ok()).unwrap_or(usize::MAX),
        text: text(&it["text"]),
    };
    let messages = |it: &Value| it.as_array().into_iter().flatten().map(message).collect();
    let answer = |it: &Value| Answer {
        errors: messages(&it["errors"]),
        warnings: messages(&it["warnings"]),
        is_panic: it["panic"].is_string(),
    };
    Some(answers.iter().map(answer).collect())
}

/// The cases of the suites that are Prisma alone.
fn prisma_cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for path in pages_of_cases() {
        let suite = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for section in sections(&std::fs::read_to_string(&path).unwrap_or_default()) {
            let case = Case::of(&section);
            if case.files.iter().all(|file| file.language == Language::Prisma) {
                cases.push((format!("{suite}: {}", section.name), case));
            }
        }
    }
    cases
}

#[test]
fn what_a_fix_makes_is_accepted_where_the_text_before_it_was() {
    let mut questions = Vec::new();
    for (name, case) in prisma_cases() {
        let findings = case.look().findings;
        let fixes = findings.iter().flat_map(|finding| finding.fixes.iter().map(|fix| (finding.rule.name, fix)));
        for (rule, fix) in fixes {
            let Ok(after) = fix_law::with_edits(&case, &fix.edits) else { continue };
            questions.push(question(&format!("{name} (before)"), &case));
            questions.push(question(&format!("{name}: {rule}: {}", fix.title), &after));
        }
    }
    let Some(answers) = ask(&questions) else { return };
    let mut broken = Vec::new();
    for (pair, question) in answers.chunks(2).zip(questions.chunks(2)) {
        if let ([before, after], [_, asked]) = (pair, question)
            && after.errors.len() > before.errors.len()
        {
            let first = after.first();
            broken.push(format!("{}\n  {first}\n{}", asked["name"], asked["files"][0][1].as_str().unwrap_or_default()));
        }
    }
    assert!(broken.is_empty(), "Prisma refuses what these fixes make:\n{}", broken.join("\n"));
    println!("{} fixes were shown to Prisma", questions.len() / 2);
}

#[test]
fn what_prisma_accepts_is_no_syntax_error() {
    let cases = prisma_cases();
    let questions: Vec<Value> = cases.iter().map(|(name, case)| question(name, case)).collect();
    let Some(answers) = ask(&questions) else { return };
    for ((name, case), answer) in cases.iter().zip(answers) {
        let found = case.look().report.findings;
        let ours = found.iter().filter(|it| it.rule == "syntax-error" && !it.file.starts_with("before")).count();
        assert!(!answer.errors.is_empty() || ours == 0, "{name}: Prisma accepts it, we do not");
    }
}

#[test]
fn a_missing_index_has_the_code_of_prisma_exactly_where_prisma_warns_of_it() {
    let cases = prisma_cases();
    let questions: Vec<Value> = cases.iter().map(|(name, case)| question(name, case)).collect();
    let Some(answers) = ask(&questions) else { return };
    let (mut with, mut without) = (0, 0);
    for ((name, case), answer) in cases.iter().zip(answers) {
        // What Prisma refuses, it does not look at further.
        if !answer.errors.is_empty() {
            continue;
        }
        let line_of = |warning: &Message| -> u32 {
            let file = case.files.iter().find(|file| file.path == warning.file).unwrap_or_else(|| panic!("{name}"));
            let before = file.text.encode_utf16().take(warning.start);
            1 + u32::try_from(before.filter(|unit| *unit == u16::from(b'\n')).count()).unwrap_or(u32::MAX)
        };
        let of_indexes = answer.warnings.iter().filter(|it| it.text.contains("relation-mode-prisma-indexes"));
        let warned: Vec<(&str, u32)> = of_indexes.map(|it| (it.file.as_str(), line_of(it))).collect();
        let findings = case.look().report.findings;
        for finding in findings.iter().filter(|it| it.rule == "missing-foreign-key-index") {
            let has_code = finding.codes.get("prisma").is_some_and(|code| code == "relation-mode-prisma-indexes");
            let is_warned = warned.contains(&(finding.file.as_str(), finding.span.start.line));
            let place = (&finding.file, finding.span.start.line);
            assert_eq!(has_code, is_warned, "{name}: {place:?}; Prisma warns at {warned:?}");
            if has_code { with += 1 } else { without += 1 }
        }
        let others = findings.iter().filter(|it| it.rule != "missing-foreign-key-index");
        assert!(others.clone().all(|it| !it.codes.contains_key("prisma")), "{name}: another rule has the code");
    }
    println!("{with} missing indexes are told by Prisma as well, {without} by us alone");
    assert!(with > 0 && without > 0, "the suites have both kinds");
}

/// The schemas of suites, examples and corpus: what Prisma reads as one schema, each.
fn schemas() -> Vec<(String, Case)> {
    let mut schemas = prisma_cases();
    for folder in schema_folders() {
        let files = files_below(&folder, &["prisma"]);
        let mut by_folder: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for path in files {
            by_folder.entry(path.parent().unwrap_or(&folder).to_owned()).or_default().push(path);
        }
        for paths in by_folder.into_values() {
            for path in paths {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                if text.contains("datasource ") {
                    let mut case = Case::of(&Section { name: String::new(), fences: Vec::new() });
                    case.files.push(CaseFile {
                        path: "schema.prisma".to_owned(),
                        language: Language::Prisma,
                        role: Role::State,
                        text,
                    });
                    schemas.push((path.strip_prefix(root()).unwrap_or(&path).display().to_string(), case));
                }
            }
        }
    }
    schemas
}

fn schema_folders() -> Vec<PathBuf> {
    let corpus = std::env::var_os("SHORING_CORPUS").map(PathBuf::from);
    corpus.into_iter().chain([root().join("examples")]).collect()
}

/// Whether we find an error in a case.
fn has_error(case: &Case) -> bool {
    case.look().report.findings.iter().any(|it| it.severity == shoring_core::report::Severity::Error)
}

/// The tokens of a text: words, numbers, strings, signs.
fn tokens(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut take = |accept: &dyn Fn(char) -> bool, end: &mut usize| {
            while let Some((at, c)) = chars.peek().copied().filter(|(_, c)| accept(*c)) {
                *end = at + c.len_utf8();
                chars.next();
            }
        };
        match c {
            c if c.is_whitespace() => continue,
            c if c.is_alphanumeric() || c == '_' => take(&|c| c.is_alphanumeric() || c == '_', &mut end),
            '"' => take(&|c| c != '"' && c != '\n', &mut end),
            '@' => take(&|c| c == '@', &mut end),
            '/' => take(&|c| c != '\n', &mut end),
            _ => {}
        }
        tokens.push(start..end);
    }
    tokens
}

#[test]
fn deletions() {
    let mut questions = Vec::new();
    let mut cases = Vec::new();
    let every: usize = std::env::var("EVERY").ok().and_then(|it| it.parse().ok()).unwrap_or(7);
    let mut nth = 0;
    for (name, case) in schemas() {
        let Some(file) = case.files.first() else { continue };
        cases.push((name.clone(), case.clone()));
        questions.push(question(&name, &case));
        for token in tokens(&file.text) {
            nth += 1;
            if nth % every != 0 {
                continue;
            }
            let mut edited = case.clone();
            let text = format!("{}{}", &file.text[..token.start], &file.text[token.end..]);
            edited.files[0].text = text;
            let name = format!("{name} without `{}` at {}", &file.text[token.clone()], token.start);
            questions.push(question(&name, &edited));
            cases.push((name, edited));
        }
    }
    println!("{} questions", questions.len());
    let Some(answers) = ask(&questions) else { return };
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ((name, case), answer) in cases.iter().zip(&answers) {
        if answer.is_panic {
            continue;
        }
        let head =
            Case { files: case.files.iter().filter(|it| it.role != Role::Base).cloned().collect(), ..case.clone() };
        let report = head.look().report;
        let refuse = [
            "no-usable-unique-key",
            "foreign-key-not-allowed",
            "blob-in-primary-key",
            "index-key-too-long",
            "identifier-too-long",
            "prefix-in-primary-key",
            "row-size-limit",
            "text-index-without-length",
            "set-null-on-required",
            "missing-foreign-key-index",
        ];
        let is_ours = |rule: &str| !answer.errors.is_empty() || !refuse.contains(&rule);
        if case.files.iter().any(|it| it.text.contains("shoring-ignore")) {
            continue;
        }
        let ours: Vec<String> = report
            .findings
            .iter()
            .filter(|it| it.severity == shoring_core::report::Severity::Error && is_ours(&it.rule))
            .map(|it| format!("[{}] {}", it.rule, it.message))
            .collect();
        let key = match (answer.errors.is_empty(), ours.is_empty()) {
            (false, true) => {
                let text: String = answer.first().split(['`', '"']).step_by(2).collect();
                format!("NOT TOLD: {text}")
            }
            (true, false) => {
                let rule =
                    ours.first().map(|it| it.split(']').next().unwrap_or_default().to_owned()).unwrap_or_default();
                format!("TOLD ALONE: {rule}")
            }
            _ => continue,
        };
        groups.entry(key).or_default().push(format!("{name}\n   {} | {}", answer.first(), ours.join(" ; ")));
    }
    let mut sorted: Vec<_> = groups.into_iter().collect();
    sorted.sort_by_key(|(_, all)| std::cmp::Reverse(all.len()));
    for (key, all) in sorted {
        println!("{} × {key}", all.len());
        for it in all.iter().take(4) {
            println!("     {it}");
        }
    }
}
