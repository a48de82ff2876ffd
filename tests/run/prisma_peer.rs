//! Prisma's own validator as a second opinion: what a fix makes, it accepts; what it accepts, we call no syntax error.
//! It runs in Node; where Node or the package is missing, this says so and proves nothing.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Value, json};
use shoring_core::{
    text::{Applicability, Language},
    workspace::Role,
};
use shoring_tests::{case::Case, fix_law, markdown::sections, pages_of_cases, root};

/// A question to Prisma: a name and the files of a schema.
fn question(name: &str, case: &Case) -> Value {
    // Of two states, the one after: fixes are made in it.
    let files = case.files.iter().filter(|file| file.role != Role::Base);
    let files: Vec<Value> = files.map(|file| json!([file.path, file.text])).collect();
    json!({ "name": name, "files": files })
}

/// What Prisma says about a schema.
struct Answer {
    /// How many errors it has.
    errors: u64,
    /// The message of the first one.
    first: String,
    warnings: Vec<Warning>,
    /// The messages of all errors.
    texts: Vec<String>,
}

/// A warning of Prisma's.
#[derive(Clone)]
struct Warning {
    file: String,
    /// The UTF-16 unit that it begins at.
    start: usize,
    text: String,
}

/// What a script of Prisma's packages answers to each question.
fn answers_of(script: &str, questions: &[Value]) -> Option<Vec<Value>> {
    let folder = root().join("tests/peers");
    if !folder.join("node_modules/@prisma/prisma-schema-wasm").is_dir() {
        println!("Prisma's validator is not installed (cargo xtask setup): it is not asked");
        return None;
    }
    let mut node = Command::new("node");
    node.arg(script).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = node.spawn().unwrap_or_else(|error| panic!("node cannot be run: {error}"));
    let text = serde_json::to_string(questions).unwrap_or_default();
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    }
    let output = child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert_eq!(answers.len(), questions.len(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(answers)
}

/// What Prisma says about each question.
fn ask(questions: &[Value]) -> Option<Vec<Answer>> {
    let answers = answers_of("validate.mjs", questions)?;
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let warning = |it: &Value| Warning {
        file: text(&it["file"]),
        start: it["start"].as_u64().and_then(|start| usize::try_from(start).ok()).unwrap_or(usize::MAX),
        text: text(&it["text"]),
    };
    let answer = |it: &Value| Answer {
        errors: it["errors"].as_u64().unwrap_or(u64::MAX),
        first: text(&it["first"]),
        warnings: it["warnings"].as_array().into_iter().flatten().map(warning).collect(),
        texts: it["texts"].as_array().into_iter().flatten().map(text).collect(),
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
            && after.errors > before.errors
        {
            let first = &after.first;
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
        assert!(answer.errors > 0 || ours == 0, "{name}: Prisma accepts it, we do not");
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
        if answer.errors > 0 {
            continue;
        }
        let line_of = |warning: &Warning| -> u32 {
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
        let has_it =
            |it: &shoring_core::report::Finding| it.codes.get("prisma").is_some_and(|code| code.ends_with("indexes"));
        assert!(!others.clone().any(has_it), "{name}: another rule has the code");
    }
    println!("{with} missing indexes are told by Prisma as well, {without} by us alone");
    assert!(with > 0 && without > 0, "the suites have both kinds");
}

/// What Prisma says of relations, by words of its messages, and our rule about the same.
const OF_RELATIONS: &[(&str, &str)] = &[
    ("cyclic-referential-actions", "emulated-cascade-cycle"),
    ("Invalid referential action", "action-not-emulated"),
    ("set to `SetNull` when a referenced field is required", "set-null-on-required"),
];

#[test]
fn what_prisma_says_of_relations_a_rule_says_and_nothing_else() {
    let cases = prisma_cases();
    let questions: Vec<Value> = cases.iter().map(|(name, case)| question(name, case)).collect();
    let Some(answers) = ask(&questions) else { return };
    let mut counts = [0; OF_RELATIONS.len()];
    for ((name, case), answer) in cases.iter().zip(answers) {
        let found = case.look().report.findings;
        // What silences a rule is no business of Prisma's, nor is a target that the schema is not for.
        let is_plain = !case.files.iter().any(|it| it.text.contains("shoring-ignore")) && case.target.is_none();
        for ((words, rule), count) in OF_RELATIONS.iter().zip(&mut counts).filter(|_| is_plain) {
            let says =
                answer.texts.iter().chain(answer.warnings.iter().map(|it| &it.text)).any(|it| it.contains(words));
            assert_eq!(says, found.iter().any(|it| it.rule == *rule), "{name}: {rule}; Prisma: {:?}", answer.texts);
            *count += usize::from(says);
        }
    }
    println!("Prisma and our rules say of relations the same: {counts:?}");
    assert!(counts.iter().all(|count| *count > 2), "{counts:?}");
}

/// Files as Prisma's packages take them, but for those of the state before.
fn files_of(case: &Case) -> Vec<(String, String)> {
    let files = case.files.iter().filter(|file| file.role != Role::Base);
    files.map(|file| (file.path.clone(), file.text.clone())).collect()
}

#[test]
fn a_fix_writes_as_prismas_formatter_does_and_a_safe_one_leaves_the_client_as_it_is() {
    let mut questions = Vec::new();
    let mut fixes = Vec::new();
    for (_, case) in prisma_cases() {
        let findings = case.look().findings;
        for (rule, fix) in findings.iter().flat_map(|it| it.fixes.iter().map(|fix| (it.rule.name, fix))) {
            let Ok(after) = fix_law::with_edits(&case, &fix.edits) else { continue };
            let name = format!("{rule}: {}", fix.title);
            questions.push(json!({ "name": name, "before": files_of(&case), "after": files_of(&after) }));
            fixes.push((fix.applicability, case.clone(), after));
        }
    }
    let Some(answers) = answers_of("fixes.mjs", &questions) else { return };
    let mut told = Vec::new();
    let (mut formatted, mut same) = (0, 0);
    for ((applicability, before, after), answer) in fixes.iter().zip(&answers) {
        let name = answer["name"].as_str().unwrap_or_default();
        if answer["was_formatted"] == true && answer["client"] != "none" {
            let old: Vec<(String, String)> = files_of(before);
            for ((path, text), (_, old)) in files_of(after).into_iter().zip(old) {
                let theirs = answer["formatted"].as_array().into_iter().flatten().find(|it| it[0] == path.as_str());
                let theirs = theirs.and_then(|it| it[1].as_str()).unwrap_or_default();
                let written = text.lines().filter(|line| !old.lines().any(|it| it == *line));
                let moved: Vec<&str> = written.filter(|line| !theirs.lines().any(|it| it == *line)).collect();
                if !moved.is_empty() {
                    told.push(format!("{name}: the formatter changes {moved:#?}\n{theirs}"));
                }
            }
            formatted += 1;
        }
        if *applicability == Applicability::Safe && answer["client"] != "none" {
            if answer["client"] != "same" {
                told.push(format!("{name}: it is safe, and the client is another"));
            }
            same += 1;
        }
    }
    println!("the lines of {formatted} fixes are as Prisma formats them, {same} safe ones leave the client as it is");
    assert!(told.is_empty(), "{} fixes:\n{}", told.len(), told.join("\n\n"));
    assert!(formatted > 100 && same > 50, "too few fixes are asked about");
}
