//! The command line in a git repository on the disk.

use shoring_tests::{BEFORE, host::RepositoryHost};

const SCHEMA: &str = "\
datasource db {
  provider = \"mysql\"
}

model User {
  id Int @id
}
";

#[test]
fn a_search_leaves_out_what_git_ignores() {
    let Some(mut host) = RepositoryHost::new() else { return };
    host.repository.write(".gitignore", "generated/\n");
    host.repository.write("prisma/schema.prisma", SCHEMA);
    host.repository.write("generated/schema.prisma", "model Broken {");
    assert_eq!(host.run(&["lint", "--format", "concise"]), 0, "{}", host.out);
}

#[test]
fn a_search_begins_in_the_current_folder() {
    let Some(mut host) = RepositoryHost::new() else { return };
    host.repository.write("good/schema.prisma", SCHEMA);
    host.repository.write("bad/schema.prisma", &SCHEMA.replace("id Int @id", "id Int"));
    host.enter("bad");
    assert_eq!(host.run(&["lint", "--format", "concise", "--fail-on", "warning"]), 1, "{}", host.out);
    assert!(host.out.starts_with("schema.prisma:"), "{}", host.out);
    assert_eq!(host.run(&["lint", "--format", "concise", "../good"]), 0, "{}", host.out);
}

// shoring check

/// A repository whose branch `main` has the schema, on a branch `work`.
fn project() -> Option<RepositoryHost> {
    let host = RepositoryHost::new()?;
    host.repository.write("prisma/schema.prisma", BEFORE);
    host.repository.commit("a schema");
    host.repository.branch("work");
    Some(host)
}

fn change(host: &RepositoryHost, from: &str, to: &str) {
    host.repository.write("prisma/schema.prisma", &BEFORE.replace(from, to));
}

/// Runs `check` with these words, one line a finding.
fn check(host: &mut RepositoryHost, words: &[&str]) -> i32 {
    let words: Vec<&str> = ["check", "--format", "concise"].iter().chain(words).copied().collect();
    host.run(&words)
}

#[test]
fn a_branch_that_adds_nothing_has_nothing_to_mend() {
    let Some(mut host) = project() else { return };
    // The missing index was there before.
    assert_eq!(host.run(&["lint", "--format", "concise"]), 1);
    assert_eq!(check(&mut host, &[]), 0, "{}{}", host.out, host.err);
    assert!(host.out.is_empty(), "{}", host.out);
}

#[test]
fn the_changes_of_a_branch_are_judged_committed_or_not() {
    let Some(mut host) = project() else { return };
    change(&host, "  title    String\n", "  title    String\n  slug     String\n");
    for _ in 0..2 {
        assert_eq!(check(&mut host, &[]), 1, "{}", host.err);
        assert!(host.out.starts_with("prisma/schema.prisma:15:3: error[add-required-column]"), "{}", host.out);
        assert_eq!(host.out.lines().count(), 1, "{}", host.out);
        host.repository.commit("a slug");
    }
}

#[test]
fn what_is_newly_wrong_with_the_state_is_told_and_what_was_wrong_is_not() {
    let Some(mut host) = project() else { return };
    let editor = "  editorId Int?\n  editor   User?  @relation(\"edits\", fields: [editorId], references: [id])\n}\n";
    let text = BEFORE.replace("  posts Post[]\n", "  posts Post[]\n  edits Post[] @relation(\"edits\")\n");
    let text = text.trim_end().trim_end_matches('}').to_owned() + editor;
    host.repository.write("prisma/schema.prisma", &text);
    assert_eq!(check(&mut host, &[]), 1, "{}", host.err);
    assert!(host.out.contains("error[missing-foreign-key-index] Post.editor has no index on editorId"), "{}", host.out);
    assert_eq!(host.out.lines().count(), 1, "{}", host.out);
}

#[test]
fn an_index_that_goes_is_told_once() {
    let Some(mut host) = RepositoryHost::new() else { return };
    let indexed = BEFORE.replace("references: [id])\n}", "references: [id])\n\n  @@index([authorId])\n}");
    host.repository.write("schema.prisma", &indexed);
    host.repository.commit("a schema");
    host.repository.branch("work");
    host.repository.write("schema.prisma", BEFORE);
    assert_eq!(check(&mut host, &[]), 1, "{}", host.err);
    assert!(host.out.contains("[drop-index-needed-by-foreign-key]"), "{}", host.out);
    assert_eq!(host.out.lines().count(), 1, "{}", host.out);
}

#[test]
fn the_merge_base_is_compared_with_and_not_what_the_other_branch_did_since() {
    let Some(mut host) = project() else { return };
    change(&host, "  name  String\n", "  name  String\n  note  String?\n");
    host.repository.commit("a note");
    host.repository.checkout("main");
    change(&host, "  name  String\n", "");
    host.repository.commit("main goes on");
    host.repository.checkout("work");
    assert_eq!(check(&mut host, &[]), 0, "{}{}", host.out, host.err);
    // Compared with the tip itself, the name is new and required.
    assert_eq!(check(&mut host, &["--base", "main", "--base-exact"]), 1, "{}{}", host.out, host.err);
    assert!(host.out.contains("[add-required-column]"), "{}", host.out);
}

#[test]
fn the_configuration_and_the_ci_tell_the_base() {
    let Some(mut host) = project() else { return };
    host.repository.branch("release");
    change(&host, "  name  String\n", "");
    host.repository.commit("no name");
    host.repository.branch("feature");
    assert_eq!(check(&mut host, &[]), 1, "{}", host.err);
    host.repository.write("shoring.toml", "base = \"release\"\n");
    assert_eq!(check(&mut host, &[]), 0, "{}{}", host.out, host.err);
    assert_eq!(check(&mut host, &["--base", "main"]), 1, "the command line wins: {}{}", host.out, host.err);
    host.repository.write("shoring.toml", "");
    host.variables.insert("GITHUB_BASE_REF".to_owned(), "release".to_owned());
    assert_eq!(check(&mut host, &[]), 0, "{}{}", host.out, host.err);
}

#[test]
fn a_schema_that_has_moved_is_followed() {
    let Some(mut host) = project() else { return };
    std::fs::remove_file(host.repository.path().join("prisma/schema.prisma")).unwrap_or_default();
    host.repository.write("db/main.prisma", &BEFORE.replace("  name  String\n", ""));
    host.repository.commit("moved");
    assert_eq!(check(&mut host, &[]), 1, "{}", host.err);
    assert!(host.out.starts_with("db/main.prisma:6:7: error[drop-column] field User.name"), "{}", host.out);
    assert_eq!(host.out.lines().count(), 1, "{}", host.out);
    // Also where it is named.
    assert_eq!(check(&mut host, &["db/main.prisma"]), 1, "{}{}", host.out, host.err);
    assert_eq!(host.out.lines().count(), 1, "{}", host.out);
}

#[test]
fn each_schema_of_a_repository_is_compared_with_itself() {
    let Some(mut host) = RepositoryHost::new() else { return };
    host.repository.write("apps/shop/schema.prisma", BEFORE);
    host.repository.write("apps/blog/schema.prisma", BEFORE);
    host.repository.commit("two schemas");
    host.repository.branch("work");
    host.repository.write("apps/shop/schema.prisma", &BEFORE.replace("  name  String\n", ""));
    host.repository.write("apps/blog/schema.prisma", &BEFORE.replace("  title    String\n", ""));
    assert_eq!(check(&mut host, &[]), 1, "{}", host.err);
    let lines: Vec<&str> = host.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", host.out);
    assert!(lines.iter().any(|line| line.starts_with("apps/shop/") && line.contains("User.name")), "{}", host.out);
    assert!(lines.iter().any(|line| line.starts_with("apps/blog/") && line.contains("Post.title")), "{}", host.out);
    assert_eq!(check(&mut host, &["apps/blog"]), 1);
    assert_eq!(host.out.lines().count(), 1, "{}", host.out);
}

#[test]
fn a_schema_that_is_new_has_only_its_own_faults() {
    let Some(mut host) = RepositoryHost::new() else { return };
    host.repository.write("README.md", "nothing yet\n");
    host.repository.commit("empty");
    host.repository.branch("work");
    host.repository.write("schema.prisma", BEFORE);
    assert_eq!(check(&mut host, &[]), 1, "{}", host.err);
    assert!(host.out.contains("[missing-foreign-key-index]"), "{}", host.out);
    assert_eq!(host.out.lines().count(), 1, "{}", host.out);
    assert!(host.err.contains("schema.prisma is new on this branch"), "{}", host.err);
}

#[test]
fn files_of_a_schema_that_went_are_not_forgotten() {
    let Some(mut host) = RepositoryHost::new() else { return };
    let (datasource, models) = BEFORE.split_at(BEFORE.find("model User").unwrap_or_default());
    host.repository.write("db/main.prisma", datasource);
    host.repository.write("db/models.prisma", models);
    host.repository.write("db/old.prisma", "model Voucher {\n  id Int @id\n}\n");
    host.repository.commit("three files");
    host.repository.branch("work");
    std::fs::remove_file(host.repository.path().join("db/old.prisma")).unwrap_or_default();
    assert_eq!(check(&mut host, &[]), 1, "{}", host.err);
    assert!(host.out.starts_with("main:db/old.prisma:1:7: error[drop-table]"), "{}", host.out);
}

#[test]
fn migrations_that_a_branch_adds_are_judged_in_place_of_the_schema() {
    let Some(mut host) = project() else { return };
    let init = "CREATE TABLE `User` (`id` int NOT NULL, `name` varchar(191) NOT NULL, PRIMARY KEY (`id`));\n\
                CREATE TABLE `Post` (`id` int NOT NULL, `title` varchar(191) NOT NULL, `authorId` int NOT NULL, PRIMARY KEY (`id`));\n";
    host.repository.write("prisma/migrations/1_init/migration.sql", init);
    host.repository.commit("migrations");
    host.repository.branch("next");
    change(&host, "  name  String\n", "  label String\n");
    // The schema alone would be told as a probable rename; the migration says what it is.
    let rename = "ALTER TABLE `User` RENAME COLUMN `name` TO `label`;\n";
    host.repository.write("prisma/migrations/2_label/migration.sql", rename);
    host.repository.commit("a label");
    assert_eq!(check(&mut host, &["--base", "work"]), 1, "{}{}", host.out, host.err);
    let expected = "prisma/migrations/2_label/migration.sql:1:44: error[rename-column]";
    assert!(host.out.starts_with(expected), "{}", host.out);
    assert_eq!(host.out.lines().count(), 1, "{}", host.out);
    assert!(!host.err.contains("does not lead to"), "{}", host.err);
    // A migration that leads elsewhere is told.
    change(&host, "  name  String\n", "  label String\n  note String?\n");
    check(&mut host, &["--base", "work"]);
    assert!(host.err.contains("does not lead to prisma/schema.prisma"), "{}", host.err);
    assert!(host.err.contains("create column User.note"), "{}", host.err);
}

/// A branch that adds one migration to a table of before; its findings, one line each.
fn migrated(sql: &str) -> Option<String> {
    let mut host = RepositoryHost::new()?;
    let init = "CREATE TABLE t (id int NOT NULL PRIMARY KEY, a varchar(50) NOT NULL, n int NULL);\n";
    host.repository.write("migrations/1_init.sql", init);
    host.repository.commit("a table");
    host.repository.branch("work");
    host.repository.write("migrations/2_next.sql", sql);
    check(&mut host, &["migrations"]);
    assert!(!host.err.contains("error"), "{}", host.err);
    Some(host.out)
}

#[test]
fn what_a_migration_drops_and_makes_again_is_lost() {
    for sql in [
        "ALTER TABLE t DROP COLUMN a;\nALTER TABLE t ADD COLUMN a varchar(50) NOT NULL DEFAULT '';",
        "ALTER TABLE t DROP COLUMN a, ADD COLUMN a varchar(50) NOT NULL DEFAULT '';",
    ] {
        let Some(out) = migrated(sql) else { return };
        assert!(out.starts_with("migrations/2_next.sql:1:27: error[drop-column] column t.a"), "{out}");
        assert_eq!(out.lines().count(), 1, "{out}");
    }
    let sql = "DROP TABLE t;\nCREATE TABLE t (id int NOT NULL PRIMARY KEY, a varchar(50) NOT NULL, n int NULL);";
    let Some(out) = migrated(sql) else { return };
    assert!(out.starts_with("migrations/2_next.sql:1:12: error[drop-table] table t"), "{out}");
    assert_eq!(out.lines().count(), 1, "{out}");
    let sql = "ALTER TABLE t MODIFY a varchar(5) NOT NULL;\nALTER TABLE t MODIFY a varchar(50) NOT NULL;";
    let Some(out) = migrated(sql) else { return };
    assert!(out.starts_with("migrations/2_next.sql:1:22: error[narrow-type] column t.a"), "{out}");
    assert_eq!(out.lines().count(), 1, "{out}");
}

#[test]
fn a_name_that_another_column_takes_over_is_no_rename_of_both() {
    let sql = "ALTER TABLE t DROP COLUMN n;\nALTER TABLE t RENAME COLUMN a TO n;";
    let Some(out) = migrated(sql) else { return };
    assert!(out.contains("2_next.sql:1:27: error[drop-column] column t.n is dropped"), "{out}");
    assert!(out.contains("2_next.sql:2:34: warning[rename-column]"), "{out}");
    assert_eq!(out.lines().count(), 2, "{out}");
}

#[test]
fn what_is_new_with_the_migrations_has_no_rows_to_lose() {
    for sql in [
        "ALTER TABLE t ADD COLUMN b int NULL;\nALTER TABLE t DROP COLUMN b;",
        "ALTER TABLE t ADD COLUMN b bigint NULL;\nALTER TABLE t MODIFY b int NULL;\nALTER TABLE t RENAME COLUMN b TO c;",
        "ALTER TABLE t ADD COLUMN b int NULL;\nCREATE UNIQUE INDEX b ON t (b);",
        "CREATE TABLE u (id int NOT NULL PRIMARY KEY, b int NULL);\nALTER TABLE u MODIFY b int NOT NULL, ADD c int NOT NULL;",
        "CREATE TABLE u (id int NOT NULL PRIMARY KEY);\nRENAME TABLE u TO w;\nALTER TABLE w ADD c int NOT NULL;\nDROP TABLE w;",
    ] {
        let Some(out) = migrated(sql) else { return };
        assert!(out.is_empty(), "{sql}\n{out}");
    }
}

#[test]
fn rows_that_are_filled_before_a_column_is_required_make_it_a_warning() {
    for (rows, severity) in [
        ("", "error"),
        ("UPDATE t SET n = 0 WHERE n IS NULL;\n", "warning"),
        ("DELETE FROM t WHERE n IS NULL;\n", "warning"),
        ("UPDATE t SET a = '' WHERE n IS NULL;\n", "error"),
        ("UPDATE u SET n = 0;\n", "error"),
    ] {
        let Some(out) = migrated(&format!("{rows}ALTER TABLE t MODIFY n int NOT NULL;")) else { return };
        assert!(out.contains(&format!("{severity}[nullable-to-required]")), "{rows}{out}");
    }
    // Too late is not before.
    let Some(out) = migrated("ALTER TABLE t MODIFY n int NOT NULL;\nUPDATE t SET n = 0;") else { return };
    assert!(out.contains("error[nullable-to-required]"), "{out}");
    // A new column is empty until it is filled.
    let add = "ALTER TABLE t ADD COLUMN b int NULL;\n";
    let require = "ALTER TABLE t MODIFY b int NOT NULL;";
    for (rows, severity) in [("", "error"), ("UPDATE t SET b = id;\n", "warning")] {
        let Some(out) = migrated(&format!("{add}{rows}{require}")) else { return };
        assert!(
            out.starts_with(&format!("migrations/2_next.sql:{}:", add.lines().count() + rows.lines().count() + 1)),
            "{out}"
        );
        assert!(out.contains(&format!("{severity}[nullable-to-required] column t.b")), "{out}");
        assert_eq!(out.lines().count(), 1, "{out}");
    }
}

#[test]
fn a_schema_that_is_gone_takes_its_tables_with_it() {
    let Some(mut host) = project() else { return };
    host.repository.write("db/schema.sql", "CREATE TABLE log (id int NOT NULL PRIMARY KEY);\n");
    host.repository.commit("a second one");
    host.repository.branch("next");
    let remove = |host: &RepositoryHost, path: &str| {
        std::fs::remove_file(host.repository.path().join(path)).unwrap_or_default();
    };
    remove(&host, "prisma/schema.prisma");
    assert_eq!(check(&mut host, &["--base", "work"]), 1, "{}{}", host.out, host.err);
    assert!(host.out.contains("work:prisma/schema.prisma:6:7: error[drop-table] model User"), "{}", host.out);
    assert!(host.err.contains("prisma/schema.prisma is gone on this branch"), "{}", host.err);
    // Nothing at all is left.
    remove(&host, "db/schema.sql");
    assert_eq!(check(&mut host, &["--base", "work", "db"]), 1, "{}{}", host.out, host.err);
    assert!(host.out.starts_with("work:db/schema.sql:1:14: error[drop-table] table log"), "{}", host.out);
    assert_eq!(check(&mut host, &["--base", "work"]), 1, "{}{}", host.out, host.err);
    assert!(host.out.contains("[drop-table] model User"), "{}", host.out);
}

#[test]
fn a_schema_that_is_split_is_still_compared() {
    let Some(mut host) = project() else { return };
    std::fs::remove_file(host.repository.path().join("prisma/schema.prisma")).unwrap_or_default();
    let (datasource, models) = BEFORE.split_at(BEFORE.find("model User").unwrap_or_default());
    let (user, post) = models.split_at(models.find("model Post").unwrap_or_default());
    host.repository.write("prisma/schema/base.prisma", datasource);
    host.repository.write("prisma/schema/user.prisma", &user.replace("  name  String\n", ""));
    host.repository.write("prisma/schema/post.prisma", post);
    host.repository.commit("split");
    assert_eq!(check(&mut host, &[]), 1, "{}{}", host.out, host.err);
    assert!(host.out.contains("error[drop-column] field User.name"), "{}", host.out);
    assert_eq!(host.out.lines().count(), 1, "{}", host.out);
}

#[test]
fn what_cannot_be_read_is_not_called_equal() {
    let mut host = shoring_tests::host::MemoryHost::with([
        ("a.sql", "CREATE TABLE t (id int NOT NULL PRIMARY KEY);\n"),
        ("b.sql", "CREATE TABEL t (id int NOT NULL PRIMARY KEY);\n"),
    ]);
    assert_eq!(host.run(&["diff", "a.sql", "b.sql", "--exit-code"]), 1, "{}", host.err);
    assert_eq!(host.run(&["diff", "a.sql", "a.sql", "--exit-code"]), 0, "{}", host.err);
}

#[test]
fn a_base_that_does_not_load_is_told_and_the_rest_is_compared() {
    let Some(mut host) = RepositoryHost::new() else { return };
    host.repository.write("schema.prisma", &BEFORE.replace("  title    String\n", "  title String @map(\n"));
    host.repository.commit("broken");
    host.repository.branch("work");
    host.repository.write("schema.prisma", &BEFORE.replace("  name  String\n", ""));
    assert_eq!(check(&mut host, &[]), 1, "{}{}", host.out, host.err);
    assert!(host.out.contains("[drop-column] field User.name"), "{}", host.out);
    assert!(host.err.contains("of the state before could not be read"), "{}", host.err);
}

#[test]
fn a_report_names_the_base() {
    let Some(mut host) = project() else { return };
    change(&host, "  name  String\n", "");
    assert_eq!(host.run(&["check", "--format", "json"]), 1, "{}", host.err);
    let report: serde_json::Value = serde_json::from_str(&host.out).unwrap_or_default();
    assert_eq!(report["base"]["name"], "main");
    assert_eq!(report["base"]["commit"].as_str().map(str::len), Some(40));
    assert_eq!(report["changes"][0]["kind"], "drop");
    assert_eq!(host.run(&["check", "--format", "markdown"]), 1);
    assert!(host.out.contains("Compared with **main**"), "{}", host.out);
}

#[test]
fn what_cannot_be_compared_says_why() {
    let Some(mut host) = project() else { return };
    assert_eq!(check(&mut host, &["--base", "mian"]), 2);
    assert!(
        host.err.contains("git knows no commit `mian`") && host.err.contains("did you mean `main`?"),
        "{}",
        host.err
    );
    let mut bare = shoring_tests::host::MemoryHost::with([("schema.prisma", BEFORE)]);
    assert_eq!(bare.run(&["check"]), 2);
    assert!(bare.err.contains("git"), "{}", bare.err);
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let Some(host) = project() else { return };
    change(&host, "  name  String\n", "");
    host.repository.commit("no name");
    let clone = host.repository.cloned(&["--depth", "1", "--branch", "work", "--no-single-branch"]);
    let mut host = RepositoryHost::at(clone);
    assert_eq!(check(&mut host, &["--base", "origin/main"]), 2, "{}{}", host.out, host.err);
    assert!(host.err.contains("shallow") && host.err.contains("fetch-depth: 0"), "{}", host.err);
}

#[test]
fn a_commit_without_a_path_is_looked_at_where_the_other_side_is() {
    let Some(mut host) = RepositoryHost::new() else { return };
    host.repository.write("apps/shop/schema.prisma", BEFORE);
    host.repository.write("apps/blog/schema.prisma", &BEFORE.replace("User", "Person"));
    host.repository.commit("two schemas");
    host.repository.write("apps/shop/schema.prisma", &BEFORE.replace("  name  String\n", ""));
    for words in [["git:main", "apps/shop/schema.prisma"], ["git:main", "apps/shop"]] {
        assert_eq!(host.run(&["diff", words[0], words[1], "--format", "concise"]), 1, "{}", host.err);
        assert!(host.out.contains("[drop-column] field User.name"), "{}", host.out);
        assert_eq!(host.out.lines().count(), 1, "{}", host.out);
    }
    // A schema that was not there is looked for, and there are two.
    host.repository.write("apps/new/schema.prisma", BEFORE);
    assert_eq!(host.run(&["diff", "git:main", "apps/new/schema.prisma"]), 2, "{}", host.out);
    assert!(host.err.contains("2 schemas are there"), "{}", host.err);
}

#[test]
fn a_commit_is_a_side_of_a_diff() {
    let Some(mut host) = project() else { return };
    change(&host, "  name  String\n", "");
    assert_eq!(host.run(&["diff", "git:main", "prisma/schema.prisma", "--format", "concise"]), 1, "{}", host.err);
    assert!(host.out.contains("[drop-column]"), "{}", host.out);
    let named = ["diff", "git:main:prisma/schema.prisma", "git:work:prisma/schema.prisma", "--exit-code"];
    assert_eq!(host.run(&named), 0, "{}{}", host.out, host.err);
    assert_eq!(host.run(&["diff", "git:nope", "prisma/schema.prisma"]), 2);
}
