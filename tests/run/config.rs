//! `shoring.toml`: what is read, what is refused and where, which file is in force, and what the command line makes of it.

use std::fmt::Write;

use serde_json::json;
use shoring_core::{
    config::{Config, json_schema, known_rules},
    level::Level,
    report::terminal::{Look, render_mistake},
    rule::Severity,
};
use shoring_tests::{host::MemoryHost, root};

const EXAMPLE: &str = r#"target = "planetscale"
schema = ["prisma/schema.prisma"]
base = "origin/main"
ignore-tables = ["legacy_*", "audit_log"]

[rules]
redundant-index = "off"
missing-primary-key = "error"

[[overrides]]
paths = ["packages/legacy/**"]
rules = { duplicate-index = "off" }
"#;

const SCHEMA: &str = "\
datasource db {
  provider = \"mysql\"
}

model Post {
  id   Int @id
  a    Int
  b    Int

  @@index([a], map: \"first\")
  @@index([a], map: \"second\")
  @@index([b])
  @@index([b, a])
}
";

fn project(config: &str) -> MemoryHost {
    MemoryHost::with([("prisma/schema.prisma", SCHEMA), ("shoring.toml", config)])
}

/// Runs, and shows all that a person would see.
fn session(host: &mut MemoryHost, words: &[&str]) -> String {
    let status = host.run(words);
    format!("$ shoring {}\n{}{}[exit status {status}]\n\n", words.join(" "), host.out, host.err)
}

fn rules_found(host: &mut MemoryHost, words: &[&str]) -> Vec<String> {
    let words: Vec<&str> = words.iter().copied().chain(["--format", "json"]).collect();
    (host.out, host.err) = (String::new(), String::new());
    host.run(&words);
    let report: serde_json::Value = serde_json::from_str(&host.out).unwrap_or_default();
    let findings = report["findings"].as_array().unwrap_or_else(|| panic!("{}{}", host.out, host.err));
    findings.iter().map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn all_that_may_be_said_is_read() {
    let config = Config::read(EXAMPLE).unwrap();
    assert_eq!(config.target.as_ref().map(|said| said.value.name()), Some("planetscale"));
    assert_eq!(config.schema.iter().map(|said| said.value.as_str()).collect::<Vec<_>>(), ["prisma/schema.prisma"]);
    assert_eq!(config.base.as_ref().map(|said| said.value.as_str()), Some("origin/main"));
    assert_eq!(config.ignored_tables().map(ToString::to_string).collect::<Vec<_>>(), ["legacy_*", "audit_log"]);
    let level = |rule: &str, path: &str| config.level_of(known_rules().find(|it| it.name == rule).unwrap(), path);
    assert_eq!(level("redundant-index", "a.sql"), Level::Off);
    assert_eq!(level("missing-primary-key", "a.sql"), Level::As(Severity::Error));
    assert_eq!(level("duplicate-index", "a.sql"), Level::On);
    assert_eq!(level("duplicate-index", "packages/legacy/a.sql"), Level::Off);
    assert_eq!(level("duplicate-index", "/elsewhere/packages/legacy/a.sql"), Level::On);
    // A value's place is the value, with its quotation marks.
    assert_eq!(config.base.map(|said| said.span.of(EXAMPLE)), Some("\"origin/main\""));
}

#[test]
fn an_empty_file_changes_nothing() {
    for text in ["", "\n", "# nothing yet\r\n", "\u{feff}", "[rules]\n", "overrides = []\nschema = []\n"] {
        assert_eq!(Config::read(text), Ok(Config::default()), "{text:?}");
    }
}

#[test]
fn one_path_needs_no_brackets() {
    let config = Config::read("schema = \"db\"\nignore-tables = \"old_*\"").unwrap();
    assert_eq!((config.schema.len(), config.ignore_tables.len()), (1, 1));
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let bad = [
        ("unknown keys", "targt = \"mysql\"\nexclude = [\"a\"]\nredundant-index = \"off\"\n"),
        ("unknown rules", "[rules]\nredundant-indx = \"off\"\nno-such-thing = \"off\"\nignore-tables = [\"a\"]\n"),
        (
            "levels",
            "[rules]\nredundant-index = \"wrning\"\nduplicate-index = false\nmissing-primary-key = 2\nsyntax-error = \"loud\"\n",
        ),
        ("targets", "target = \"planetscal\"\n"),
        ("versions of targets", "target = \"mysql-eight\"\n"),
        (
            "types",
            "target = 8\nschema = { a = 1 }\nbase = [\"main\"]\nignore-tables = [\"a\", 2001-01-01]\nrules = \"off\"\n",
        ),
        ("empty texts", "target = \"\"\nschema = [\"\"]\nbase = \" \"\nignore-tables = [\"\"]\n"),
        ("a revision that git would take for an option", "base = \"--upload-pack=x\"\n"),
        ("patterns", "ignore-tables = [\"a[\", \"{a\", \"!a\", 'a\\b']\n"),
        (
            "overrides",
            "[[overrides]]\npaths = []\n\n[[overrides]]\nrules = {}\npath = [\"a\"]\n\n[[overrides]]\npaths = \"a\"\nrules = {}\n",
        ),
        ("paths of overrides", "[[overrides]]\npaths = [\"/etc\", \"../a\", \"a[\"]\nrules = { x = \"off\" }\n"),
        ("one pair of brackets too few", "[overrides]\npaths = [\"a\"]\n"),
        ("no quotation marks", "target = planetscale\n[rules]\nredundant-index = off\nduplicate-indx = off\n"),
        ("nothing behind the sign", "target =\nbase = \"main\"\nbas = 1\n"),
        ("said twice", "target = \"mysql\"\ntarget = \"mysql\"\nbas = 1\n"),
        ("no TOML at all", "[rules\nredundant-index = \"off\"\n\nbase = 'x\ntarget: mysql\n"),
    ];
    let mut told = String::new();
    for (name, text) in bad {
        let error = Config::read(text).expect_err(name);
        let _ = writeln!(told, "# {name}: {error}\n");
        for mistake in &error.mistakes {
            let look = Look { color: false, unicode: true, width: 100 };
            let _ = writeln!(told, "{}", render_mistake("shoring.toml", text, mistake, look));
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_file_of_any_size_is_refused_or_read() {
    let error = Config::read(&"#\n".repeat(1 << 20)).expect_err("too large");
    assert_eq!(error.mistakes.len(), 1);
    // What is no TOML at all, and what is nested, ends soon.
    assert!(Config::read(&"a=1\n".repeat(100_000)).is_err());
    assert!(Config::read(&format!("a = {}", "[".repeat(100_000))).is_err());
    assert!(Config::read(&"[[overrides]]\n".repeat(50_000)).is_err());
}

#[test]
fn reading_never_panics_and_every_place_lies_in_the_text() {
    let read = |bytes: &[u8]| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        for mistake in Config::read(text).err().map(|error| error.mistakes).unwrap_or_default() {
            assert!(text.get(mistake.span.start()..mistake.span.end()).is_some(), "{mistake:?}\n{text}");
            render_mistake("shoring.toml", text, &mistake, Look { color: true, unicode: true, width: 80 });
        }
    };
    let samples = [EXAMPLE.to_owned(), EXAMPLE.replace("off", "o🥕f"), EXAMPLE.replace('\n', "\r\n")];
    let bytes = *b"{}()[]'\"`;,@/*-#\\\n\r\0 =.\x80";
    let mut choice: usize = 7;
    for sample in samples.map(String::into_bytes) {
        for at in 0..sample.len() {
            read(&sample[..at]);
            read(&sample[at..]);
            let mut shorter = sample.clone();
            shorter.remove(at);
            read(&shorter);
            for _ in 0..4 {
                // A walk over bytes that is the same in every run.
                choice = choice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let mut changed = sample.clone();
                changed[at] = bytes[(choice >> 40) % bytes.len()];
                read(&changed);
            }
        }
    }
}

#[test]
fn the_schema_of_the_file_takes_what_is_read_and_refuses_what_is_not() {
    let schema = json_schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let level = |name: &str| json!({ "rules": { "redundant-index": name } });
    let example = json!({
        "target": "planetscale",
        "schema": ["prisma/schema.prisma"],
        "base": "origin/main",
        "ignore-tables": ["legacy_*", "audit_log"],
        "rules": { "redundant-index": "off", "missing-primary-key": "error" },
        "overrides": [{ "paths": ["packages/legacy/**"], "rules": { "duplicate-index": "off" } }],
    });
    let levels = Level::ALL.map(|it| level(it.name()));
    let short = json!({ "schema": "db", "target": "mysql-8.0.34", "ignore-tables": "old_*" });
    for good in [example, json!({}), short].iter().chain(&levels) {
        assert!(validator.is_valid(good), "{good}");
    }
    for bad in [
        json!({ "targt": "mysql" }),
        json!({ "target": "oracle" }),
        json!({ "target": null }),
        json!({ "base": 1 }),
        json!({ "rules": { "no-such-rule": "off" } }),
        json!({ "overrides": [{ "paths": ["a"] }] }),
        json!({ "overrides": [{ "paths": [], "rules": {} }] }),
        json!({ "overrides": [{ "paths": "a", "rules": {} }] }),
        json!({ "overrides": [{ "paths": ["a"], "rules": {}, "span": 1 }] }),
        json!({ "folder": "a" }),
        level("loud"),
    ] {
        assert!(!validator.is_valid(&bad), "{bad}");
    }
}

#[test]
fn the_schema_of_the_file_knows_the_keys_and_rules_that_are_read() {
    let schema = json_schema();
    let help = |text: &str| Config::read(text).expect_err("no key").mistakes.remove(0).help.unwrap_or_default();
    let mut said: Vec<String> =
        help("x = 1").trim_start_matches("the keys are ").split(", ").map(str::to_owned).collect();
    said.sort();
    let keys: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(said.iter().collect::<Vec<_>>(), keys);
    let rules: Vec<&String> = schema["definitions"]["Rules"]["properties"].as_object().unwrap().keys().collect();
    assert_eq!(rules, known_rules().map(|rule| rule.name).collect::<Vec<_>>());
    let mut host = MemoryHost::default();
    assert_eq!(host.run(&["schema", "config"]), 0);
    assert_eq!(host.out, format!("{schema:#}\n"));
}

#[test]
fn the_readme_shows_a_configuration_that_is_read() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap_or_default();
    let shown = readme.split("```toml\n").nth(1).unwrap_or_default().split("```").next().unwrap_or_default();
    assert!(shown.lines().count() > 5, "the README has lost its configuration");
    assert!(Config::read(shown).is_ok(), "{:?}", Config::read(shown));
}

#[test]
fn what_is_off_is_not_found_and_counts_for_nothing() {
    let mut host = project("");
    assert_eq!(rules_found(&mut host, &["lint"]), ["duplicate-index", "redundant-index"]);
    let mut host = project("[rules]\nredundant-index = \"off\"\nduplicate-index = \"off\"\n");
    assert_eq!(host.run(&["lint", "--fail-on", "info"]), 0, "{}", host.out);
    let left = shoring_core::lint::rules().count() - 2;
    assert!(host.out.contains(&format!("nothing to fix: {left} rules, 1 table")), "{}", host.out);
    let mut host = project("[rules]\nduplicate-index = \"error\"\n");
    assert_eq!(host.run(&["lint"]), 1);
    let mut host = project("[rules]\nduplicate-index = \"off\"\n");
    host.run(&["lint", "--diff", "--unsafe-fixes"]);
    assert!(host.out.contains("-  @@index([b])") && !host.out.contains("-  @@index([a]"), "{}", host.out);
}

#[test]
fn the_command_line_comes_before_the_file() {
    let words = ["lint", "--format", "json"];
    let mut host = project("target = \"planetscale\"\n");
    host.run(&words);
    assert!(host.out.contains("\"name\": \"planetscale\""), "{}", host.out);
    assert!(host.out.contains("target in shoring.toml"), "{}", host.out);
    let mut host = project("target = \"planetscale\"\n");
    host.run(&[&words[..], &["--target", "mysql-8.0"]].concat());
    assert!(host.out.contains("\"name\": \"mysql-8.0.44\"") && host.out.contains("asked for"), "{}", host.out);
    // A path that is named comes before those of the file.
    let mut host = project("schema = \"nowhere\"\n");
    assert_eq!(host.run(&["lint", "prisma", "--quiet"]), 0, "{}", host.err);
}

#[test]
fn without_a_path_the_schema_of_the_file_is_looked_at() {
    let mut host = project("schema = [\"db/main.prisma\"]\n");
    host.files.insert("db/main.prisma".to_owned(), b"datasource db {\n  provider = \"mysql\"\n}\nmodel A {".to_vec());
    assert_eq!(rules_found(&mut host, &["lint"]), ["syntax-error"]);
    // Relations are for SQL: what the file says of Prisma is not meant.
    host.files.insert("db/dump.sql".to_owned(), b"CREATE TABLE Post (id int PRIMARY KEY, a int, b int)".to_vec());
    assert!(rules_found(&mut host, &["lint", "--relations", "prisma/schema.prisma"]).is_empty());
}

#[test]
fn paths_of_the_file_begin_at_its_folder() {
    let config = "schema = \"db\"\n[[overrides]]\npaths = [\"app/db/**\"]\nrules = { duplicate-index = \"off\" }\n";
    let files = [("../shoring.toml", config), ("../db/schema.prisma", SCHEMA), ("db/a.prisma", SCHEMA)];
    let mut host = MemoryHost { folder: "/work/app".to_owned(), ..MemoryHost::with(files) };
    assert_eq!(rules_found(&mut host, &["lint"]), ["duplicate-index", "redundant-index"]);
    assert!(host.out.contains("\"file\": \"../db/schema.prisma\""), "{}", host.out);
    assert_eq!(rules_found(&mut host, &["lint", "db"]), ["redundant-index"]);
    assert_eq!(rules_found(&mut host, &["lint", "db/a.prisma"]), ["redundant-index"]);
}

#[test]
fn paths_of_the_file_are_shown_as_they_are_named_here() {
    let files = [("../shoring.toml", "schema = \"app/db\""), ("db/a.prisma", SCHEMA)];
    let mut host = MemoryHost { folder: "/work/app".to_owned(), ..MemoryHost::with(files) };
    assert_eq!(rules_found(&mut host, &["lint"]), ["duplicate-index", "redundant-index"]);
    assert!(host.out.contains("\"file\": \"db/a.prisma\""), "{}", host.out);
}

#[test]
fn the_nearest_file_wins_up_to_the_root_of_the_repository() {
    let off = |rule: &str| format!("[rules]\n{rule} = \"off\"\n");
    let (near, far) = (off("duplicate-index"), off("redundant-index"));
    let mut host = MemoryHost::with([
        ("packages/a/prisma/schema.prisma", SCHEMA),
        ("packages/a/shoring.toml", near.as_str()),
        ("packages/b/schema.prisma", SCHEMA),
        ("shoring.toml", far.as_str()),
        ("vendored/.git/HEAD", ""),
        ("vendored/db/schema.prisma", SCHEMA),
    ]);
    assert_eq!(rules_found(&mut host, &["lint", "packages/a/prisma/schema.prisma"]), ["redundant-index"]);
    assert_eq!(rules_found(&mut host, &["lint", "packages/a"]), ["redundant-index"]);
    assert_eq!(rules_found(&mut host, &["lint", "packages/b"]), ["duplicate-index"]);
    assert_eq!(rules_found(&mut host, &["lint", "vendored/db"]), ["duplicate-index", "redundant-index"]);
    assert_eq!(rules_found(&mut host, &["lint", "vendored/db", "--config", "shoring.toml"]), ["duplicate-index"]);
    // Standard input belongs where its name says, or here.
    host.stdin = SCHEMA.as_bytes().to_vec();
    let named = ["lint", "-", "--stdin-filename", "packages/a/prisma/schema.prisma"];
    assert_eq!(rules_found(&mut host, &named), ["redundant-index"]);
    assert_eq!(rules_found(&mut host, &["lint", "-"]), ["duplicate-index"]);
}

#[test]
fn a_search_ends_at_the_root_of_the_machine() {
    let mut host = MemoryHost::with([("schema.prisma", SCHEMA), ("../../shoring.toml", "nonsense")]);
    host.folder = "/app".to_owned();
    assert_eq!(host.run(&["lint"]), 0, "{}", host.err);
    host.folder = "/work/app".to_owned();
    assert_eq!(host.run(&["lint"]), 2);
}

#[test]
fn what_cannot_be_used_says_why_and_nothing_is_done() {
    let mut host = project("target = \"planetscal\"\n\n[rules]\nredundant-indx = \"off\"\n");
    host.files.insert("latin.toml".to_owned(), b"# \xe4".to_vec());
    host.files.insert("missing.toml".to_owned(), b"schema = [\"prisma\", \"db/schem.prisma\", \"*.sql\"]".to_vec());
    host.files.insert("large.toml".to_owned(), "# 한글\n".repeat(200_000).into_bytes());
    host.denied.push("secret.toml".to_owned());
    let mut told = String::new();
    for words in [
        &["lint", "--fix"][..],
        &["lint", "--config", "gone.toml"],
        &["lint", "--config", "latin.toml"],
        &["lint", "--config", "secret.toml"],
        &["lint", "--config", "large.toml"],
        &["lint", "--config", "missing.toml"],
        &["config"],
        &["config", "nowhere"],
    ] {
        let mut host = host.clone();
        told.push_str(&session(&mut host, words));
        assert!(host.out.is_empty() && host.written.is_empty(), "{words:?}: {}", host.out);
        assert!(told.ends_with("[exit status 2]\n\n"), "{told}");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_in_force_is_shown_with_where_it_is_said() {
    let mut told = session(&mut project(EXAMPLE), &["config"]);
    let mut host = project(EXAMPLE);
    host.files.insert("packages/legacy/a.sql".to_owned(), Vec::new());
    told.push_str(&session(&mut host, &["config", "packages/legacy/a.sql"]));
    told.push_str(&session(&mut project(""), &["config", "prisma"]));
    told.push_str(&session(&mut MemoryHost::default(), &["config"]));
    told.push_str(&session(&mut project(EXAMPLE), &["config", "--format", "json"]));
    told.push_str(&session(&mut MemoryHost::default(), &["config", "--format", "json"]));
    insta::assert_snapshot!(told);
}
