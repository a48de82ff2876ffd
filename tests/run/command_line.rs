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

/// What is wrong with a printed report by the printed JSON Schema.
fn mistakes_of_report(host: &mut MemoryHost, words: &[&str]) -> Vec<String> {
    let mut printed = |words: &[&str]| {
        host.out.clear();
        host.run(words);
        serde_json::from_str::<serde_json::Value>(&host.out).unwrap_or_default()
    };
    let (schema, report) = (printed(&["schema", "report"]), printed(words));
    match jsonschema::validator_for(&schema) {
        Ok(validator) => validator.iter_errors(&report).map(|error| error.to_string()).collect(),
        Err(error) => vec![error.to_string()],
    }
}

#[test]
fn the_schema_of_the_report_describes_the_report() {
    let lint = ["lint", "--format", "json"];
    assert_eq!(mistakes_of_report(&mut project(), &lint), Vec::<String>::new());
    let diff = ["diff", "prisma/main.prisma", "prisma/dev.prisma", "--format", "json"];
    assert_eq!(mistakes_of_report(&mut branches(), &diff), Vec::<String>::new());
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
fn the_readme_shows_real_runs() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap_or_default();
    let files = ["carrot-market/prisma/schema.prisma", "branches/prisma/main.prisma", "branches/prisma/dev.prisma"];
    for command in
        ["lint examples/carrot-market", "diff examples/branches/prisma/main.prisma examples/branches/prisma/dev.prisma"]
    {
        let shown = readme.split(&format!("$ cargo run --release -- {command}\n")).nth(1).unwrap_or_default();
        let shown = shown.split("```").next().unwrap_or_default();
        assert!(shown.lines().count() > 15, "the README has lost its run of {command}");
        let mut host = MemoryHost::default();
        for file in files {
            let path = format!("examples/{file}");
            let text = std::fs::read(root().join(&path)).unwrap_or_default();
            host.files.insert(path, text);
        }
        host.run(&command.split(' ').collect::<Vec<_>>());
        let mut printed = host.out.lines();
        for line in shown.lines().filter(|line| *line != "…") {
            assert!(
                printed.any(|it| it == line),
                "the README shows a line that is not printed there:\n{line}\n\n{}",
                host.out
            );
        }
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

// shoring diff

fn example(path: &str) -> String {
    let path = root().join("examples/branches").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn branches() -> MemoryHost {
    let paths = ["prisma/main.prisma", "prisma/dev.prisma", "dumps/main.sql", "dumps/dev.sql"];
    let texts: Vec<(&str, String)> = paths.into_iter().map(|path| (path, example(path))).collect();
    MemoryHost::with(texts.iter().map(|(path, text)| (*path, text.as_str())))
}

#[test]
fn a_diff_says_what_is_lost_what_fails_and_what_is_fine() {
    insta::assert_snapshot!(session(&mut branches(), &["diff", "prisma/main.prisma", "prisma/dev.prisma"]));
}

#[test]
fn a_diff_is_printed_for_programs_and_for_pull_requests() {
    for format in ["json", "sql", "unified", "markdown"] {
        let words = ["diff", "dumps/main.sql", "dumps/dev.sql", "--format", format];
        insta::assert_snapshot!(format!("diff_as_{format}"), session(&mut branches(), &words));
    }
}

#[test]
fn a_schema_and_the_dump_of_its_database_are_one() {
    for (base, head) in [("dumps/main.sql", "prisma/main.prisma"), ("prisma/dev.prisma", "dumps/dev.sql")] {
        let mut host = branches();
        assert_eq!(host.run(&["diff", base, head, "--exit-code", "--format", "sql"]), 0, "{}{}", host.out, host.err);
        assert!(host.out.is_empty(), "{}", host.out);
    }
    assert_eq!(branches().run(&["diff", "dumps/main.sql", "prisma/dev.prisma", "--exit-code"]), 1);
}

#[test]
fn a_rename_is_what_its_owner_says() {
    let renamed = "ALTER TABLE `Product` RENAME COLUMN `title` TO `headline`;\n";
    for rename in ["Product.title=headline", "Product.title=Product.headline"] {
        let mut host = branches();
        host.run(&["diff", "dumps/main.sql", "dumps/dev.sql", "--format", "sql", "--rename", rename]);
        assert!(host.out.starts_with(renamed), "{}", host.out);
    }
    let declared = example("prisma/dev.prisma").replace("  headline ", "  // shoring:renamed-from title\n  headline ");
    let mut host = branches();
    host.files.insert("prisma/dev.prisma".to_owned(), declared.into_bytes());
    host.run(&["diff", "prisma/main.prisma", "prisma/dev.prisma", "--format", "sql"]);
    assert!(host.out.starts_with(renamed), "{}", host.out);
    // @map keeps the column: there is nothing to rename.
    let mapped = example("prisma/dev.prisma").replace("@db.VarChar(100)", "@map(\"title\") @db.VarChar(100)");
    host.files.insert("prisma/dev.prisma".to_owned(), mapped.into_bytes());
    host.out.clear();
    host.run(&["diff", "prisma/main.prisma", "prisma/dev.prisma", "--format", "sql"]);
    assert!(!host.out.contains("headline") && host.out.contains("`slug`"), "{}", host.out);
}

#[test]
fn what_pscale_prints_is_read_as_text_and_as_json() {
    let table = |more: &str| {
        format!(
            "CREATE TABLE `users` (\n  `id` bigint NOT NULL AUTO_INCREMENT,{more}\n  PRIMARY KEY (`id`)\n) ENGINE InnoDB,\n  CHARSET utf8mb4,\n  COLLATE utf8mb4_0900_ai_ci"
        )
    };
    let text = |more: &str| {
        format!(
            "-- users --\n{}\n\n-- votes --\nCREATE TABLE `votes` (`id` int NOT NULL, PRIMARY KEY (`id`))\n",
            table(more)
        )
    };
    let json = |more: &str| {
        let votes = "CREATE TABLE `votes` (`id` int NOT NULL, PRIMARY KEY (`id`));";
        serde_json::json!([
            { "name": "users", "raw": table(more), "html": "" },
            { "name": "votes", "raw": votes, "html": "" },
        ])
        .to_string()
    };
    let name = "\n  `name` varchar(80) NOT NULL,";
    for (base, head) in [(text(""), text(name)), (json(""), json(name)), (text(""), json(name))] {
        let mut host = MemoryHost::with([("/dev/fd/63", base.as_str()), ("/dev/fd/62", head.as_str())]);
        let words = ["diff", "/dev/fd/63", "/dev/fd/62", "--target", "planetscale", "--format", "concise"];
        assert_eq!(host.run(&words), 1, "{}{}", host.out, host.err);
        assert!(host.out.contains("[add-required-column] new required column users.name"), "{}", host.out);
        assert_eq!(host.out.lines().count(), 1, "{}", host.out);
    }
}

#[test]
fn what_cannot_be_compared_says_why_and_what_to_do() {
    let mut host = branches();
    host.files.insert("/dev/fd/63".to_owned(), Vec::new());
    host.files.insert("pg.sql".to_owned(), b"CREATE TABLE t (id BIGSERIAL PRIMARY KEY, j JSONB);".to_vec());
    host.files.insert("my.sql".to_owned(), b"CREATE TABLE `t` (id int PRIMARY KEY) ENGINE=InnoDB;".to_vec());
    host.files.insert("other.json".to_owned(), b"{\"name\": \"package\"}".to_vec());
    host.files.insert("broken.json".to_owned(), b"[{\"name\": ".to_vec());
    let mut told = String::new();
    for words in [
        &["diff", "-", "-"][..],
        &["diff", "nowhere.sql", "my.sql"],
        &["diff", "/dev/fd/63", "my.sql"],
        &["diff", "my.sql", "pg.sql"],
        &["diff", "my.sql", "other.json"],
        &["diff", "my.sql", "broken.json"],
        &["diff", ".", "my.sql"],
        &["diff", "git:", "my.sql"],
        &["diff", "git:main", "my.sql"],
        &["diff", "my.sql"],
        &["diff", "dumps/main.sql", "dumps/dev.sql", "--rename", "title=headline"],
        &["diff", "dumps/main.sql", "dumps/dev.sql", "--rename", "Product.titel=headline"],
        &["diff", "dumps/main.sql", "dumps/dev.sql", "--rename", "Product.title=nowhere"],
        &["diff", "dumps/main.sql", "dumps/dev.sql", "--rename", "title"],
        &["check"],
    ] {
        let mut host = host.clone();
        told.push_str(&session(&mut host, words));
        assert!(host.out.is_empty(), "{words:?} wrote to standard output: {}", host.out);
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}

#[test]
fn two_databases_are_compared_as_the_one_that_is_named() {
    let mut host = MemoryHost::with([
        ("a.sql", "CREATE TABLE t (id int PRIMARY KEY);"),
        ("b.sql", "CREATE TABLE t (id BIGSERIAL PRIMARY KEY);"),
    ]);
    assert_eq!(host.run(&["diff", "a.sql", "b.sql"]), 2);
    assert!(host.err.contains("--target"), "{}", host.err);
    assert_eq!(host.run(&["diff", "a.sql", "b.sql", "--target", "mysql", "--fail-on", "never"]), 0, "{}", host.err);
}

#[test]
fn a_side_that_is_broken_is_told_and_the_rest_is_compared() {
    let base = "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (id int PRIMARY KEY, x int;\n";
    let head = "CREATE TABLE a (id int PRIMARY KEY, y int NOT NULL);\nCREATE TABLE b (id int PRIMARY KEY, x int);\n";
    let mut host = MemoryHost::with([("a.sql", base), ("b.sql", head)]);
    assert_eq!(host.run(&["diff", "a.sql", "b.sql", "--format", "concise"]), 1, "{}", host.err);
    assert!(host.out.contains("a.sql:2:") && host.out.contains("[syntax-error]"), "{}", host.out);
    assert!(host.out.contains("[implicit-fill] new required column a.y"), "{}", host.out);
    assert!(host.err.contains("not all of b was understood in the state before"), "{}", host.err);
}

#[test]
fn a_comment_for_a_pull_request_is_cut_and_says_so() {
    let table = |number: usize, column: &str| {
        format!("CREATE TABLE `table_{number}` (`id` int PRIMARY KEY, `{column}` date);\n")
    };
    let base: String = (0..800).map(|number| table(number, "gone_for_good")).collect();
    let head: String =
        (0..800).map(|number| format!("CREATE TABLE `table_{number}` (`id` int PRIMARY KEY);\n")).collect();
    let mut host = MemoryHost::with([("a.sql", base.as_str()), ("b.sql", head.as_str())]);
    host.run(&["diff", "a.sql", "b.sql", "--format", "markdown"]);
    let characters = host.out.chars().count();
    assert!((30_000..=65_536).contains(&characters), "{characters}");
    assert!(host.out.contains("800 errors") && host.out.contains("more lines are left out"), "{}", host.out);
}

#[test]
fn two_diffs_print_the_same_bytes() {
    for format in ["pretty", "concise", "json", "sql", "unified", "markdown"] {
        let words = ["diff", "prisma/main.prisma", "dumps/dev.sql", "--format", format];
        assert_eq!(session(&mut branches(), &words), session(&mut branches(), &words));
    }
}

#[test]
fn empty_and_equal_states_have_no_changes() {
    let mut host = branches();
    host.files.insert("empty.sql".to_owned(), Vec::new());
    assert_eq!(host.run(&["diff", "empty.sql", "empty.sql", "--exit-code"]), 0, "{}{}", host.out, host.err);
    assert_eq!(host.run(&["diff", "dumps/main.sql", "dumps/main.sql", "--exit-code"]), 0);
    assert_eq!(host.run(&["diff", "empty.sql", "dumps/main.sql", "--exit-code"]), 1);
}

#[test]
fn references_to_a_table_that_is_probably_renamed_are_part_of_that() {
    let schema = |name: &str| {
        format!(
            "datasource db {{\n  provider = \"mysql\"\n  relationMode = \"prisma\"\n}}\n\nmodel {name} {{\n  id Int @id\n  email String\n  \
             posts Post[]\n}}\n\nmodel Post {{\n  id Int @id\n  userId Int\n  user {name} @relation(fields: [userId], references: \
             [id])\n\n  @@index([userId])\n}}\n"
        )
    };
    let (base, head) = (schema("User"), schema("Account"));
    let mut host = MemoryHost::with([("a.prisma", base.as_str()), ("b.prisma", head.as_str())]);
    assert_eq!(host.run(&["diff", "a.prisma", "b.prisma"]), 1, "{}", host.err);
    assert!(host.out.contains("model Account looks like User"), "{}", host.out);
    assert!(!host.out.contains("\nfine\n"), "{}", host.out);
}

/// The findings of a comparison for a target.
fn findings_of(target: &str, base: &str, head: &str) -> Vec<serde_json::Value> {
    let mut host = MemoryHost::with([("a.sql", base), ("b.sql", head)]);
    host.run(&["diff", "a.sql", "b.sql", "--target", target, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&host.out).unwrap_or_default();
    report["findings"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_proof_is_asked_of_the_state_before() {
    let proof = |base: &str, head: &str| {
        let findings = findings_of("mysql", base, head);
        let unique = findings.iter().find(|it| it["rule"] == "add-unique-index");
        unique.unwrap_or_else(|| panic!("{findings:?}"))["proof"].as_str().map(str::to_owned)
    };
    let base = "CREATE TABLE t (id int PRIMARY KEY, name varchar(50) NOT NULL);";
    let of = |columns: &str| format!("CREATE TABLE t (id int PRIMARY KEY, {columns});");
    assert_eq!(
        proof(base, &of("name varchar(50) NOT NULL, UNIQUE KEY n (name(10))")).as_deref(),
        Some(
            "SELECT LEFT(`name`, 10), COUNT(*) FROM `t` WHERE LEFT(`name`, 10) IS NOT NULL GROUP BY LEFT(`name`, 10) HAVING COUNT(*) > 1 LIMIT 10"
        )
    );
    assert_eq!(
        proof(base, &of("\n-- shoring:renamed-from name\ntitle varchar(50) NOT NULL, UNIQUE KEY n (title)")).as_deref(),
        Some("SELECT `name`, COUNT(*) FROM `t` WHERE `name` IS NOT NULL GROUP BY `name` HAVING COUNT(*) > 1 LIMIT 10")
    );
    assert_eq!(
        proof(base, &of("name varchar(50) NOT NULL, kind int NOT NULL DEFAULT 1, UNIQUE KEY n (kind, name)"))
            .as_deref(),
        Some("SELECT `name`, COUNT(*) FROM `t` WHERE `name` IS NOT NULL GROUP BY `name` HAVING COUNT(*) > 1 LIMIT 10")
    );
    // What is computed from now on cannot be asked for.
    let computed =
        "name varchar(50) NOT NULL, low varchar(50) GENERATED ALWAYS AS (lower(name)) STORED, UNIQUE KEY n (low)";
    assert_eq!(proof(base, &of(computed)), None);
    let renamed = "\n-- shoring:renamed-from name\ntitle varchar(50) NOT NULL, UNIQUE KEY n ((lower(title)))";
    assert_eq!(proof(base, &of(renamed)), None);
}

#[test]
fn what_is_rounded_is_not_said_to_fail() {
    let of = |ty: &str| format!("CREATE TABLE t (id int PRIMARY KEY, a {ty});");
    for (old, new) in [("datetime(3)", "datetime"), ("decimal(10,2)", "decimal(10,1)")] {
        let findings = findings_of("mysql", &of(old), &of(new));
        let note = findings.iter().find(|it| it["rule"] == "narrow-type").map(|it| it["note"].to_string());
        let note = note.unwrap_or_default();
        assert!(note.contains("says nothing") && !note.contains("fails afterwards"), "{old} to {new}: {note}");
    }
}

#[test]
fn a_rename_that_is_asked_for_may_take_the_name_of_what_goes() {
    let base = "CREATE TABLE t (id int PRIMARY KEY, a int, b bigint);";
    let mut host = MemoryHost::with([
        ("a.sql", base),
        ("b.sql", "CREATE TABLE t (id int PRIMARY KEY, a bigint);"),
        ("c.sql", base),
    ]);
    host.run(&["diff", "a.sql", "b.sql", "--rename", "t.b=a", "--format", "sql"]);
    assert_eq!(
        host.out, "ALTER TABLE `t` DROP COLUMN `a`;\nALTER TABLE `t` RENAME COLUMN `b` TO `a`;\n",
        "{}",
        host.err
    );
    assert_eq!(host.run(&["diff", "a.sql", "c.sql", "--rename", "t.b=a"]), 2);
    assert!(host.err.contains("`t` had a column `a` already"), "{}", host.err);
}

#[test]
fn a_renamed_table_that_was_not_understood_is_told() {
    let base = "CREATE TABLE a (id int PRIMARY KEY);";
    let head = "-- shoring:renamed-from a\nCREATE TABLE b (id int PRIMARY KEY, x int;\n";
    let mut host = MemoryHost::with([("a.sql", base), ("b.sql", head)]);
    host.run(&["diff", "a.sql", "b.sql", "--target", "mysql"]);
    let told = format!("{}{}", host.out, host.err);
    assert!(told.contains("not all of b was understood in the state after"), "{told}");
}

#[test]
fn a_comment_holds_no_markdown_of_others() {
    let base =
        "CREATE TABLE t (id int PRIMARY KEY, `![x](https://evil.example/p.png) @org/team #1 ``` <b>` int NOT NULL);";
    let head =
        "CREATE TABLE t (id int PRIMARY KEY, `![y](https://evil.example/p.png) @org/team a|b\\` varchar(3) NOT NULL);";
    let mut host = MemoryHost::with([("a.sql", base), ("b.sql", head)]);
    host.run(&["diff", "a.sql", "b.sql", "--target", "planetscale", "--format", "markdown"]);
    // What stands in code or in a fence is neither a link nor a mention.
    let mut in_fence = false;
    for line in host.out.lines() {
        if line.starts_with("```") {
            in_fence = !in_fence;
            continue;
        }
        for meaning in ["![", "](https", "https://evil", "@org", "#1 ", "<b>"] {
            let is_our_link = meaning == "](https" && line.contains("](https://shoring");
            assert!(in_fence || is_our_link || !line.contains(meaning), "{meaning}: {line}");
        }
    }
    assert!(!in_fence);
    insta::assert_snapshot!(host.out);
}

// PlanetScale's own checks

#[test]
fn what_planetscale_refuses_is_printed_as_its_own_command_prints_it() {
    let sql = "CREATE TABLE note (state enum('a', 'b', 'a')) ENGINE=MyISAM;\n\
               CREATE TABLE letter (id int PRIMARY KEY, word varchar(20) CHARACTER SET gbk);\n";
    let mut host = MemoryHost::with([("dump.sql", sql)]);
    // Whatever the text itself looks like, and whatever else is wrong with it.
    let status = host.run(&["lint", "--format", "planetscale-lint", "--fail-on", "never", "dump.sql"]);
    let rows: serde_json::Value =
        serde_json::from_str(&host.out).unwrap_or_else(|error| panic!("{error}: {}", host.out));
    let told: Vec<[&str; 6]> = rows
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| {
            ["lint_error", "table_name", "column_name", "engine_name", "charset_name", "enum_value"]
                .map(|field| row[field].as_str().unwrap_or_else(|| panic!("no {field} in {row}")))
        })
        .collect();
    assert_eq!(status, 1, "{}", host.err);
    assert_eq!(
        told,
        [
            ["UNSUPPORTED_FEATURE", "note", "", "MyISAM", "", ""],
            ["NO_UNIQUE_KEY", "note", "", "", "", ""],
            ["DUPLICATE_ENUM_VALUE", "note", "state", "", "", "a"],
            ["INVALID_CHARSET", "letter", "word", "", "gbk", ""],
        ]
    );
}

#[test]
fn rows_of_planetscale_name_what_the_rules_know() {
    let name = "c".repeat(65);
    let sql = format!(
        "CREATE TABLE note (id bigint AUTO_INCREMENT PRIMARY KEY, word varchar(9), CONSTRAINT {name} CHECK (word <> ''));\n\
         CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION low VALUES LESS THAN (9), PARTITION high VALUES LESS THAN MAXVALUE ENGINE=MyISAM);"
    );
    let vschema = "{ \"sharded\": true, \"vindexes\": { \"h\": { \"type\": \"hash\" } }, \"tables\": { \"note\": { \"column_vindexes\": [\
                   { \"column\": \"word\", \"name\": \"h\" }] }, \"part\": { \"type\": \"reference\" } } }";
    let mut host = MemoryHost::with([("dump.sql", sql.as_str()), ("vschema.json", vschema)]);
    let status = host.run(&["lint", "--format", "planetscale-lint", "--vschema", "vschema.json", "dump.sql"]);
    let rows: serde_json::Value =
        serde_json::from_str(&host.out).unwrap_or_else(|error| panic!("{error}: {}{}", host.out, host.err));
    let told = |code: &str, field: &str| {
        let row = rows.as_array().into_iter().flatten().find(|row| row["lint_error"] == code);
        row.map(|row| row[field].clone()).unwrap_or_default()
    };
    assert_eq!(status, 1, "{}", host.err);
    assert_eq!(told("UNSUPPORTED_SHARDED_FEATURE", "auto_increment_column_names"), serde_json::json!(["id"]));
    assert_eq!(told("UNSUPPORTED_FEATURE", "check_constraint_name"), name.as_str());
    assert_eq!(told("UNSUPPORTED_PARTITIONING_FEATURE", "partition_name"), "high");
    assert_eq!(told("UNSUPPORTED_PARTITIONING_FEATURE", "engine_name"), "MyISAM");
    assert_eq!(told("INVALID_VSCHEMA", "vindex_name"), "h");
    assert_eq!(told("INVALID_VSCHEMA", "column_name"), "word");
}

#[test]
fn the_body_of_a_routine_is_told_to_the_client_of_mysql_as_one() {
    let mut host = MemoryHost::with([
        ("a.sql", "CREATE TABLE t (id int PRIMARY KEY);"),
        (
            "b.sql",
            "CREATE TABLE t (id int PRIMARY KEY);\nDELIMITER $$\nCREATE PROCEDURE p() BEGIN DELETE FROM t; SELECT ';'; END$$",
        ),
    ]);
    let _ = host.run(&["diff", "a.sql", "b.sql", "--target", "mysql", "--format", "sql", "--quiet"]);
    assert_eq!(
        host.out, "DELIMITER ;;\nCREATE PROCEDURE p() BEGIN DELETE FROM t; SELECT ';'; END;;\nDELIMITER ;\n",
        "{}",
        host.err
    );
}

#[test]
fn where_planetscale_refuses_nothing_its_rows_are_none() {
    let mut host = MemoryHost::with([("dump.sql", "CREATE TABLE note (id int PRIMARY KEY, KEY a (id), KEY b (id));")]);
    assert_eq!(host.run(&["lint", "--format", "planetscale-lint", "dump.sql"]), 0, "{}", host.err);
    assert_eq!(host.out, "[]\n");
}

#[test]
fn a_vschema_and_routing_rules_are_looked_at_beside_tables_in_either_language() {
    let sql = "CREATE TABLE note (id int AUTO_INCREMENT PRIMARY KEY);";
    let vschema = "{ \"sharded\": true, \"vindexes\": {}, \"tables\": { \"note\": {\n \"column_vindexes\": [{ \"column\": \"id\", \"name\": \"hash\" }] } } }";
    let files = [
        ("dump.sql", sql),
        ("vschema.json", vschema),
        ("rules.json", "{ \"rules\": [{}] }"),
        (
            "schema.prisma",
            "datasource db {\n  provider = \"mysql\"\n  relationMode = \"prisma\"\n}\n\nmodel Note {\n  id Int @id @default(autoincrement())\n\n  @@map(\"note\")\n}\n",
        ),
    ];
    let mut host = MemoryHost::with(files);
    let words =
        ["lint", "dump.sql", "--target", "planetscale", "--vschema", "vschema.json", "--routing-rules", "rules.json"];
    let status = host.run(&[&words[..], &["--format", "concise", "--quiet"]].concat());
    assert_eq!(
        host.out,
        "dump.sql:1:20: error[sharded-auto-increment] note.id counts up by itself in each shard\n\
         vschema.json:2:48: error[invalid-vschema] vindex hash of table note is not there\n\
         rules.json:1:13: error[invalid-routing-rules] this rule does not say from which table\n"
    );
    assert_eq!(status, 1);
    let words = ["lint", "schema.prisma", "--vschema", "vschema.json", "--format", "concise", "--quiet"];
    host.out.clear();
    assert_eq!(host.run(&words), 1, "{}", host.err);
    assert_eq!(
        host.out,
        "schema.prisma:7:3: error[sharded-auto-increment] Note.id counts up by itself in each shard\n\
         vschema.json:2:48: error[invalid-vschema] vindex hash of table note is not there\n"
    );
}

// shoring sql

const BLOG: &str = "\
datasource db {
  provider = \"postgresql\"
}

enum State {
  DRAFT
  DONE  @map(\"done, really\")
}

model User {
  id    Int    @id @default(autoincrement())
  name  String @default(\"it's me\") @db.VarChar(40)
  posts Post[]
}

model Post {
  id       BigInt   @id
  state    State    @default(DRAFT)
  at       DateTime @default(now())
  authorId Int?
  author   User?    @relation(fields: [authorId], references: [id])

  @@index([authorId])
  @@map(\"posts\")
}
";

#[test]
fn a_state_is_printed_as_sql() {
    let sqlite = BLOG.replace("postgresql", "sqlite").replace(" @db.VarChar(40)", "");
    let mysql = BLOG.replace("postgresql", "mysql");
    let migrations = "ALTER TABLE `Post` ADD COLUMN title TEXT, ADD UNIQUE (authorId);";
    let files = [
        ("postgres.prisma", BLOG),
        ("sqlite.prisma", sqlite.as_str()),
        ("mysql.prisma", mysql.as_str()),
        ("migrations/1_begin.sql", DUMP),
        ("migrations/2_more.sql", migrations),
    ];
    let paths = ["postgres.prisma", "sqlite.prisma", "mysql.prisma", "migrations"];
    let told: Vec<String> = paths.iter().map(|path| session(&mut MemoryHost::with(files), &["sql", path])).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_diff_for_postgresql_speaks_its_words() {
    let after = BLOG
        .replace("  DRAFT\n", "  DRAFT\n  SHOWN\n")
        .replace("  name  String @default(\"it's me\")", "  name  String?");
    let after = after.replace("  @@index([authorId])\n", "");
    let mut host = MemoryHost::with([("before.prisma", BLOG), ("after.prisma", after.as_str())]);
    insta::assert_snapshot!(session(&mut host, &["diff", "before.prisma", "after.prisma", "--format", "unified"]));
}

#[test]
fn the_sql_of_a_state_goes_where_it_is_wanted() {
    let mut host = MemoryHost::with([("schema.prisma", BLOG)]);
    assert_eq!(host.run(&["sql", "schema.prisma"]), 0, "{}", host.err);
    let printed = host.out.clone();
    let mut host = MemoryHost::with([("schema.prisma", BLOG)]);
    assert_eq!(host.run(&["sql", "--output", "schema.sql"]), 0, "{}", host.err);
    assert_eq!((host.out.as_str(), host.written.get("schema.sql")), ("", Some(&printed)));
    let mut host = MemoryHost::with([("schema.prisma", BLOG)]);
    assert_eq!(host.run(&["sql", "schema.prisma", "--format", "json"]), 0, "{}", host.err);
    let report: serde_json::Value = serde_json::from_str(&host.out).unwrap_or_default();
    let statements = report["statements"].as_array().cloned().unwrap_or_default();
    let all: Vec<&str> = statements.iter().filter_map(|it| it["sql"].as_str()).collect();
    assert_eq!(all.join("\n\n") + "\n", printed);
    let mut host = MemoryHost { stdin: BLOG.as_bytes().to_vec(), ..MemoryHost::default() };
    assert_eq!(host.run(&["sql", "-", "--stdin-filename", "schema.prisma"]), 0, "{}", host.err);
    assert_eq!(host.out, printed);
}

#[test]
fn what_cannot_be_written_as_sql_says_why_and_what_to_do() {
    let mongo = BLOG.replace("postgresql", "mongodb");
    let cockroach = BLOG.replace("postgresql", "cockroachdb");
    let models = BLOG.split_once("enum").map(|(_, models)| format!("enum{models}")).unwrap_or_default();
    let broken = BLOG.replace("  @@map(\"posts\")", "  @@map(\"posts\"\n  what is this");
    let generator =
        "generator client {\n  provider        = \"prisma-client-js\"\n  previewFeatures = [\"views\"]\n}\n";
    let view = format!("{BLOG}\nview Recent {{\n  id Int @unique\n}}\n\n{generator}");
    let files = [
        ("mongo.prisma", mongo.as_str()),
        ("cockroach.prisma", cockroach.as_str()),
        ("models.prisma", models.as_str()),
        ("broken.prisma", broken.as_str()),
        ("view.prisma", view.as_str()),
        (
            "postgres.sql",
            "-- PostgreSQL database dump\n-- Dumped from database version 16.2\nCREATE TABLE note (id int);\n",
        ),
    ];
    let mut told = Vec::new();
    for path in [
        "mongo.prisma",
        "cockroach.prisma",
        "models.prisma",
        "postgres.sql",
        "broken.prisma",
        "view.prisma",
        "none.prisma",
    ] {
        let session = session(&mut MemoryHost::with(files), &["sql", path]);
        let is_statement = |line: &&str| !line.contains(['"', '(', ')', ';']) || line.contains(['$', ':', '[']);
        told.push(session.lines().filter(is_statement).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"));
    }
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn the_table_of_pairs_has_the_key_of_the_projects_version_of_prisma() {
    let schema = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel Post {\n  id   Int   @id\n  tags Tag[]\n}\n\nmodel Tag {\n  id    Int    @id\n  posts Post[]\n}\n";
    let sql = |version: &str| {
        let package = format!("{{ \"devDependencies\": {{ \"prisma\": \"{version}\" }} }}");
        let mut host = MemoryHost::with([("schema.prisma", schema), ("package.json", package.as_str())]);
        host.run(&["sql", "schema.prisma"]);
        host.out
    };
    let (five, six) = (sql("^5.22.0"), sql("^6.0.0"));
    assert!(five.contains("CREATE UNIQUE INDEX \"_PostToTag_AB_unique\"") && !five.contains("_AB_pkey"), "{five}");
    assert!(six.contains("CONSTRAINT \"_PostToTag_AB_pkey\" PRIMARY KEY") && !six.contains("_AB_unique"), "{six}");
}
