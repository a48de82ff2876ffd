//! The command line, run in memory: what it prints, what it writes, and its exit status.

use shoring_tests::{host::MemoryHost, root};

const BROKEN: &str = "\
datasource db {
  provider     = \"mysql\"
  relationMode = \"prisma\"
}

model User {
  id    Int    @id
  posts Post[]
}

model Post {
  id       Int  @id
  authorId Int
  author   User @relation(fields: [authorId], references: [id])
}
";

const DUMP: &str = "\
-- MySQL dump 10.13  Distrib 8.0.34, for Linux (x86_64)
-- Server version\t8.0.34-Vitess

CREATE TABLE `User` (
  `id` int NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;

CREATE TABLE `Post` (
  `id` int NOT NULL,
  `authorId` int NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
";

fn project() -> MemoryHost {
    MemoryHost::with([("prisma/schema.prisma", BROKEN), ("production.sql", DUMP)])
}

/// Runs, and shows all that a person would see.
fn session(host: &mut MemoryHost, words: &[&str]) -> String {
    let status = host.run(words);
    format!("$ shoring {}\n{}{}[exit status {status}]\n", words.join(" "), host.out, host.err)
}

#[test]
fn findings_are_drawn_over_their_source() {
    insta::assert_snapshot!(session(&mut project(), &["lint", "prisma/schema.prisma"]));
}

#[test]
fn concise_is_one_line_a_finding() {
    insta::assert_snapshot!(session(&mut project(), &["lint", "--format", "concise", "--quiet"]));
}

#[test]
fn json_is_the_report() {
    insta::assert_snapshot!(session(&mut project(), &["lint", "--format", "json", "prisma/schema.prisma"]));
}

#[test]
fn relations_are_laid_over_a_dump() {
    insta::assert_snapshot!(session(
        &mut project(),
        &["lint", "production.sql", "--relations", "prisma/schema.prisma"]
    ));
}

#[test]
fn diff_shows_the_fix_and_writes_nothing() {
    let mut host = project();
    insta::assert_snapshot!(session(&mut host, &["lint", "--diff", "prisma/schema.prisma"]));
    assert!(host.written.is_empty());
}

#[test]
fn fix_writes_the_file_and_nothing_is_left_to_find() {
    let mut host = project();
    assert_eq!(host.run(&["lint", "--fix", "prisma/schema.prisma"]), 0, "{}", host.out);
    let written = host.written.get("prisma/schema.prisma").cloned().unwrap_or_default();
    assert!(written.ends_with("references: [id])\n\n  @@index([authorId])\n}\n"), "{written}");
}

#[test]
fn fix_of_standard_input_prints_the_mended_text_alone() {
    let mut host = MemoryHost { stdin: BROKEN.as_bytes().to_vec(), ..MemoryHost::default() };
    assert_eq!(host.run(&["lint", "--fix", "-", "--stdin-filename", "schema.prisma"]), 0);
    assert_eq!(host.out, BROKEN.replace("[id])\n}", "[id])\n\n  @@index([authorId])\n}"));
}

#[test]
fn the_language_of_standard_input_is_told_by_its_text() {
    let mut host = MemoryHost { stdin: BROKEN.as_bytes().to_vec(), ..MemoryHost::default() };
    assert_eq!(host.run(&["lint", "-", "--format", "concise"]), 1);
    assert!(host.out.starts_with("<stdin>:14:3: error[missing-foreign-key-index]"), "{}", host.out);
    let mut host = MemoryHost { stdin: DUMP.as_bytes().to_vec(), ..MemoryHost::default() };
    assert_eq!(host.run(&["lint", "-"]), 0, "{}{}", host.out, host.err);
}

#[test]
fn fail_on_decides_the_exit_status() {
    for (level, status) in [("error", 1), ("warning", 1), ("info", 1), ("never", 0)] {
        assert_eq!(project().run(&["lint", "--fail-on", level]), status, "--fail-on {level}");
    }
    let warning = BROKEN.replace("  authorId Int\n", "  authorId Int @unique\n").replace("posts Post[]", "posts Post?");
    let warning = format!("{warning}\nmodel Tag {{\n  id Int @id\n\n  @@index([id])\n}}\n");
    let mut host = MemoryHost::with([("schema.prisma", warning.as_str())]);
    assert_eq!(host.run(&["lint"]), 0, "{}", host.out);
    assert_eq!(host.run(&["lint", "--fail-on", "warning"]), 1);
}

#[test]
fn a_folder_with_a_schema_leaves_its_sql_aside_and_says_so() {
    let mut host = project();
    host.run(&["lint"]);
    assert!(host.err.contains("left aside 1 SQL file"), "{}", host.err);
}

#[test]
fn the_files_of_one_schema_are_one_state() {
    let (datasource, models) = BROKEN.split_at(BROKEN.find("model User").unwrap_or_default());
    let mut host = MemoryHost::with([("db/main.prisma", datasource), ("db/models/all.prisma", models)]);
    assert_eq!(host.run(&["lint", "db/models/all.prisma", "--format", "concise"]), 1, "{}{}", host.out, host.err);
    assert!(host.out.starts_with("db/models/all.prisma:9:3: error"), "{}", host.out);
}

#[test]
fn migrations_are_applied_in_the_order_of_their_numbers() {
    let mut host = MemoryHost::with([
        ("migrations/2_index/migration.sql", "CREATE INDEX b ON t (b);"),
        ("migrations/10_drop/migration.sql", "DROP INDEX b ON t;"),
        ("migrations/1_init/migration.sql", "CREATE TABLE t (a int PRIMARY KEY, b int, KEY bb (b)) ENGINE=InnoDB;"),
        ("migrations/10_drop/down.sql", "nonsense"),
    ]);
    assert_eq!(host.run(&["lint", "--fail-on", "info"]), 0, "{}{}", host.out, host.err);
}

#[test]
fn what_cannot_run_says_why_and_what_to_do() {
    let mut host = project();
    host.files.insert("latin.prisma".to_owned(), b"model A \xe4".to_vec());
    host.files.insert("utf16.sql".to_owned(), b"\xff\xfeC\0R\0".to_vec());
    host.files.insert("notes.txt".to_owned(), b"hello".to_vec());
    host.denied.push("secret.sql".to_owned());
    let mut told = String::new();
    for words in [
        &["lint", "nowhere.prisma"][..],
        &["lint", "latin.prisma"],
        &["lint", "utf16.sql"],
        &["lint", "notes.txt"],
        &["lint", "secret.sql"],
        &["lint", "--target", "planetscal"],
        &["lint", "--target", "mysql-eight"],
        &["lint", "--target", "oracle"],
        &["lint", "prisma/schema.prisma", "--relations", "prisma/schema.prisma"],
        &["lint", "production.sql", "--relations", "gone.prisma"],
        &["explain", "missing-foreign-key-inde"],
        &["explain", "x"],
        &["lnt"],
        &["lint", "--format", "yaml"],
    ] {
        let mut host = host.clone();
        told.push_str(&session(&mut host, words));
        assert!(host.out.is_empty(), "{words:?} wrote to standard output: {}", host.out);
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_folder_without_schemas_says_where_it_looked() {
    let mut host = MemoryHost::with([("src/main.ts", "")]);
    insta::assert_snapshot!(session(&mut host, &["lint"]));
}

#[test]
fn a_file_found_by_search_that_cannot_be_read_is_a_finding() {
    let mut host = project();
    host.files.remove("prisma/schema.prisma");
    host.files.remove("production.sql");
    host.files.insert("sql/1.sql".to_owned(), DUMP.as_bytes().to_vec());
    host.denied.push("sql/2.sql".to_owned());
    insta::assert_snapshot!(session(&mut host, &["lint", "--format", "concise"]));
}

#[test]
fn a_rule_explains_itself() {
    insta::assert_snapshot!(session(&mut project(), &["explain", "missing-foreign-key-index"]));
}

#[test]
fn rules_are_listed_for_people_and_for_programs() {
    insta::assert_snapshot!(session(&mut project(), &["rules"]));
    let mut host = project();
    assert_eq!(host.run(&["rules", "--format", "json"]), 0);
    let json: serde_json::Value = serde_json::from_str(&host.out).unwrap_or_default();
    assert_eq!(json.as_array().map(Vec::len), Some(shoring_core::safety::all_rules().len()));
}

#[test]
fn the_schema_of_the_report_describes_the_report() {
    let mut host = project();
    assert_eq!(host.run(&["schema", "report"]), 0);
    let schema: serde_json::Value = serde_json::from_str(&host.out).unwrap_or_default();
    let mut host = project();
    host.run(&["lint", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&host.out).unwrap_or_default();
    let errors: Vec<String> = jsonschema::validator_for(&schema).map_or_else(
        |error| vec![error.to_string()],
        |validator| validator.iter_errors(&report).map(|error| error.to_string()).collect(),
    );
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn the_example_has_the_faults_that_its_page_tells() {
    let path = root().join("examples/carrot-market/prisma/schema.prisma");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut host = MemoryHost::with([("prisma/schema.prisma", text.as_str())]);
    insta::assert_snapshot!(session(&mut host, &["lint", "--format", "concise", "--info"]));
}

#[test]
fn two_runs_print_the_same_bytes() {
    for format in ["pretty", "concise", "json"] {
        let run = || session(&mut project(), &["lint", "--format", format]);
        assert_eq!(run(), run());
    }
}

#[test]
fn completions_and_the_manual_page_are_printed() {
    for words in [&["completions", "bash"][..], &["completions", "zsh"], &["completions", "fish"], &["man"]] {
        let mut host = project();
        assert_eq!(host.run(words), 0);
        assert!(host.out.contains("shoring") && host.out.contains("lint"), "{words:?}");
    }
}

#[test]
fn the_readme_shows_a_real_run() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap_or_default();
    let shown = readme.split("$ cargo run --release -- lint examples/carrot-market\n").nth(1).unwrap_or_default();
    let shown = shown.split("```").next().unwrap_or_default();
    assert!(shown.lines().count() > 15, "the README has lost its run");
    let schema = "examples/carrot-market/prisma/schema.prisma";
    let text = std::fs::read_to_string(root().join(schema)).unwrap_or_default();
    let mut host = MemoryHost::with([(schema, text.as_str())]);
    host.run(&["lint", "examples/carrot-market"]);
    let mut printed = host.out.lines();
    for line in shown.lines().filter(|line| *line != "…") {
        assert!(
            printed.any(|it| it == line),
            "the README shows a line that is not printed there:\n{line}\n\n{}",
            host.out
        );
    }
}

#[test]
fn the_page_of_the_example_names_what_is_found() {
    let page = std::fs::read_to_string(root().join("examples/carrot-market/README.md")).unwrap_or_default();
    let schema =
        std::fs::read_to_string(root().join("examples/carrot-market/prisma/schema.prisma")).unwrap_or_default();
    let dump = std::fs::read_to_string(root().join("examples/carrot-market/production.sql")).unwrap_or_default();
    let mut host = MemoryHost::with([("prisma/schema.prisma", schema.as_str()), ("production.sql", dump.as_str())]);
    host.run(&["lint", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&host.out).unwrap_or_default();
    for finding in report["findings"].as_array().into_iter().flatten() {
        let rule = finding["rule"].as_str().unwrap_or_default();
        assert!(page.contains(&format!("`{rule}`")), "the page does not tell of {rule}");
    }
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(8), "the page tells of eight faults");
    let words = ["lint", "production.sql", "--relations", "prisma/schema.prisma", "--format", "concise"];
    let mut host = MemoryHost { out: String::new(), ..host };
    host.run(&words);
    assert!(host.out.contains("`Purchase` has no index on buyerId"), "{}", host.out);
}

#[test]
fn bytes_that_are_no_text_are_never_written_back() {
    let mut host = MemoryHost {
        stdin: b"CREATE TABLE t (a int); INSERT INTO t VALUES ('\xff');".to_vec(),
        ..MemoryHost::default()
    };
    assert_eq!(host.run(&["lint", "--fix", "-"]), 2);
    assert!(host.out.is_empty() && host.err.contains("byte 47"), "{}", host.err);
}

#[test]
fn nothing_is_written_when_a_later_file_cannot_be_read() {
    let mut host = MemoryHost::with([("a/schema.prisma", BROKEN)]);
    host.files.insert("b/schema.prisma".to_owned(), b"\xff".to_vec());
    assert_eq!(host.run(&["lint", "--fix", "a/schema.prisma", "b/schema.prisma"]), 2);
    assert!(host.written.is_empty() && host.out.is_empty());
}

#[test]
fn a_migration_is_never_edited_not_even_the_only_one() {
    let migration = "CREATE TABLE `Post` (`id` int NOT NULL, `authorId` int NOT NULL, PRIMARY KEY (`id`));\n";
    for path in ["prisma/migrations/1_init/migration.sql", "migrations/0001_init.sql", "migrations/V1__init.sql"] {
        let mut host = MemoryHost::with([("schema.prisma", BROKEN), (path, migration)]);
        let folder = path.split("/1_init").next().unwrap_or(path);
        for named in [path, folder] {
            host.out.clear();
            let words = ["lint", named, "--relations", "schema.prisma", "--fix", "--format", "concise"];
            assert_eq!(host.run(&words), 1, "{}{}", host.out, host.err);
            assert!(host.written.is_empty(), "{named}");
        }
    }
}

#[test]
fn a_line_too_wide_to_draw_is_named_instead() {
    let text =
        format!("CREATE TABLE t (id int PRIMARY KEY, a int COMMENT '{}', KEY k1 (a), KEY k2 (a));", "x".repeat(70_000));
    let mut host = MemoryHost::with([("w.sql", text.as_str())]);
    assert_eq!(host.run(&["lint", "w.sql"]), 0, "{}", host.err);
    assert!(host.out.contains("w.sql:1:70067 "), "{}", host.out);
    assert!(host.out.len() < 2_000);
}

#[test]
fn with_relations_a_search_takes_the_sql_beside_the_schema() {
    let mut host = project();
    assert_eq!(host.run(&["lint", "--relations", "prisma/schema.prisma", "--format", "concise"]), 1);
    assert!(host.out.starts_with("production.sql:"), "{}", host.out);
}

#[test]
fn empty_standard_input_is_no_clean_schema() {
    let mut host = MemoryHost::default();
    assert_eq!(host.run(&["lint", "-"]), 2);
    assert!(host.err.contains("standard input is empty"));
}
