//! Runs the Markdown suites, the documentation of every rule, and the count of cases a rule must have.

use std::collections::BTreeMap;

use libtest_mimic::{Arguments, Failed, Trial};
use shoring_core::{rule::FixKind, safety::all_rules, text::Applicability};
use shoring_tests::{
    case::Case,
    check::check,
    files_below, fix_law,
    markdown::{Section, examples, sections},
    root,
};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    let suites = root().join("tests/suites");
    for path in files_below(&suites, &["md"]) {
        let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        // Scripts for a server to judge (`mariadb.rs`), labelled pairs (`renames.rs`), what an editor asks (`language.rs`), and
        // the manual (`understood.rs`).
        let elsewhere = ["replay", "renames", "language", "manual"];
        if elsewhere.iter().any(|folder| path.starts_with(suites.join(folder))) {
            continue;
        }
        let suite = path.strip_prefix(&suites).unwrap_or(&path).with_extension("").display().to_string();
        for section in sections(&page) {
            let name = format!("{suite}: {}", section.name);
            trials.push(Trial::test(name, move || run_section(&section)));
        }
    }
    for rule in all_rules() {
        for (nth, section) in examples(rule.docs).into_iter().enumerate() {
            let name = format!("documentation of {}: example {}", rule.name, nth + 1);
            trials.push(Trial::test(name, move || documented(rule.name, rule.fix, &section).map_err(Failed::from)));
        }
        trials
            .push(Trial::test(format!("{} has a suite with enough cases", rule.name), move || enough_cases(rule.name)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn run_section(section: &Section) -> Result<(), Failed> {
    check(&Case::of(section)).map_err(Failed::from)
}

/// An example gives one finding of its rule and no other; the text to use instead gives none, and is what the fix makes.
fn documented(rule: &str, fix: FixKind, section: &Section) -> Result<(), String> {
    let mut texts = section.each_alone().into_iter();
    let Some(example) = texts.next() else { return Err("no example".to_owned()) };
    let mut case = Case::of(&example);
    case.today = Some("2026-01-01".to_owned());
    let looked = case.look();
    let report = &looked.report;
    let found: Vec<&str> = report.findings.iter().map(|finding| finding.rule.as_str()).collect();
    if found != [rule] {
        return Err(format!("the example should give one finding of {rule} and gives {found:?}"));
    }
    let Some(instead) = texts.next() else { return Ok(()) };
    let better = Case::of(&instead);
    let left: Vec<_> = better.look().findings.iter().map(|finding| finding.rule.name).collect();
    if !left.is_empty() {
        return Err(format!("\"Use instead\" still gives {left:?}"));
    }
    let offered = report.findings.iter().flat_map(|finding| &finding.fixes).next();
    if fix != FixKind::None && offered.is_some() {
        let applied = fix_law::settle(&case, true);
        if applied.files.first().map(|file| &file.text) != better.files.first().map(|file| &file.text) {
            let text = applied.files.first().map(|file| file.text.as_str()).unwrap_or_default();
            return Err(format!("\"Use instead\" is not what the fix makes:\n{text}"));
        }
    }
    let declared = |applicability: Applicability| match fix {
        FixKind::None => false,
        FixKind::Safe => applicability == Applicability::Safe,
        FixKind::Unsafe => applicability == Applicability::Unsafe,
    };
    let fits = looked.findings.iter().flat_map(|it| &it.fixes).all(|fix| declared(fix.applicability));
    if fits { Ok(()) } else { Err(format!("the rule says its fix is {}, the finding says otherwise", fix.name())) }
}

/// Each rule has at least four findings and six silences in its suite, one of them with other scripts.
fn enough_cases(rule: &str) -> Result<(), Failed> {
    let folder = if shoring_core::lint::rules().any(|it| it.name == rule) { "lint" } else { "safety" };
    let path = root().join(format!("tests/suites/{folder}/{rule}.md"));
    let page = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut count: BTreeMap<bool, usize> = BTreeMap::new();
    let mut other_scripts = false;
    let mut windows = false;
    for section in sections(&page) {
        let case = Case::of(&section);
        let speaks = case.expected.iter().any(|expected| expected.rule == rule);
        *count.entry(speaks).or_default() += 1;
        other_scripts |= case.files.iter().any(|file| !file.text.is_ascii());
        windows |= case.files.iter().any(|file| file.text.contains("\r\n"));
    }
    let of = |speaks: bool| count.get(&speaks).copied().unwrap_or_default();
    if of(true) < 4 || of(false) < 6 || !other_scripts || !windows {
        let text = format!(
            "{} cases find something (4 are needed), {} are silent (6), other scripts: {other_scripts}, CRLF: {windows}",
            of(true),
            of(false)
        );
        return Err(text.into());
    }
    Ok(())
}
