//! The language server, as a person with an editor meets it: what is told while one types, what is offered, and what the
//! change of a branch does. The editor is `tests/src/editor.rs`.

use serde_json::{Value, json};
use shoring_tests::{
    BEFORE,
    editor::{Client, Editor, ROOT},
    host::MemoryHost,
    repository::TemporaryRepository,
};

const SCHEMA: &str = "prisma/schema.prisma";
const MISSING: &str = "error missing-foreign-key-index at `author`";

/// An editor with one schema in memory, open and settled.
fn editor_of(text: &str) -> Editor {
    editor_as(text, Client::default())
}

fn editor_as(text: &str, client: Client) -> Editor {
    let mut editor = Editor::in_memory_as([(SCHEMA, text)], client);
    editor.open(SCHEMA);
    editor.settle();
    editor
}

// -- what is told while one types --

#[test]
fn findings_come_and_go_as_one_types() {
    let mut editor = editor_of(BEFORE);
    assert_eq!(editor.told(SCHEMA), [MISSING]);
    editor.type_behind(SCHEMA, "references: [id])\n", "\n  @@index([authorId])\n");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    editor.replace(SCHEMA, "@@index([authorId])", "@@index([title])");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
}

#[test]
fn nothing_is_told_before_a_pause() {
    let mut editor = Editor::in_memory([(SCHEMA, BEFORE)]);
    editor.open(SCHEMA);
    assert!(editor.is_due());
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
}

#[test]
fn a_diagnostic_says_what_why_and_what_to_do_and_where_to_read_more() {
    let mut editor = editor_of(BEFORE);
    let diagnostic = editor.diagnostics(SCHEMA).remove(0);
    assert_eq!(diagnostic["source"], "shoring");
    assert!(
        diagnostic["codeDescription"]["href"].as_str().is_some_and(|url| url.contains("missing-foreign-key-index"))
    );
    let words: Vec<&str> = diagnostic["message"].as_str().unwrap_or_default().lines().collect();
    assert_eq!(words.len(), 3, "{words:?}");
    assert!(words[0].contains("Post.author has no index") && words[2].contains("add @@index([authorId])"), "{words:?}");
    let data = &diagnostic["data"];
    assert!(data["fingerprint"].is_string() && data["codes"]["prisma"] == "relation-mode-prisma-indexes", "{data}");
}

#[test]
fn places_are_right_in_every_unit_whatever_stands_before_them() {
    // An emoji, Korean, a tab and line ends of Windows; the name of the field is Prisma's own, so it is plain.
    let text = BEFORE
        .replace("  author   User ", "\t/* 🥕 한글 é */ author User ")
        .replace("title    String", "title    String // 제목 👩‍👩‍👧")
        .replace('\n', "\r\n");
    for unit in ["utf-8", "utf-16", "utf-32"] {
        let mut editor = editor_as(&text, Client { encodings: vec![unit], ..Client::default() });
        assert_eq!(editor.unit, unit);
        assert_eq!(editor.rules(SCHEMA), ["missing-foreign-key-index"], "{unit}");
        let at = editor.diagnostics(SCHEMA).remove(0)["range"].clone();
        let (start, end) = (editor.offset(&text, &at["start"]), editor.offset(&text, &at["end"]));
        assert_eq!(&text[start..end], "author", "{unit}");
        // Edits are understood in the same unit.
        editor.type_behind(SCHEMA, "제목 👩‍👩‍👧", " 그리고 🥕 더");
        editor.replace(SCHEMA, "👩‍👩‍👧 그리고", "x");
        editor.replace(SCHEMA, "references: [id])\r\n", "references: [id])\r\n\r\n\t@@index([authorId]) // 🥕\r\n");
        editor.settle();
        assert_eq!(editor.told(SCHEMA), [""; 0], "{unit}: {}", editor.text(SCHEMA));
        let report = editor.ask("shoring/report", json!({ "uri": editor.uri(SCHEMA) }));
        assert_eq!(report["files"][0]["understood"], report["files"][0]["total"], "{unit}: {report}");
    }
}

#[test]
fn the_client_s_first_wish_for_a_unit_is_granted_and_utf_16_is_what_nobody_has_to_say() {
    for (asked, agreed) in [
        (vec!["utf-8", "utf-16"], "utf-8"),
        (vec!["utf-16", "utf-8"], "utf-16"),
        (vec!["utf-7", "utf-32"], "utf-32"),
        (vec!["utf-7"], "utf-16"),
        (Vec::new(), "utf-16"),
    ] {
        let editor = Editor::in_memory_as([], Client { encodings: asked.clone(), ..Client::default() });
        assert_eq!(editor.unit, agreed, "{asked:?}");
    }
}

#[test]
fn whole_texts_come_to_the_same_as_edits() {
    let mut editor = editor_as(BEFORE, Client { sends_whole_texts: true, ..Client::default() });
    editor.type_behind(SCHEMA, "references: [id])\n", "\n  @@index([authorId]) // 🥕한\n");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    editor.replace(SCHEMA, "  @@index([authorId]) // 🥕한\n", "");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
}

#[test]
fn several_edits_of_one_message_are_applied_one_after_another() {
    let mut editor = editor_of(BEFORE);
    let uri = editor.uri(SCHEMA);
    let at = |line: u32, character: u32| json!({ "line": line, "character": character });
    // The second edit is of the text after the first; lines and columns past the end are the end.
    let changes = json!([
        { "range": { "start": at(0, 0), "end": at(99, 0) }, "text": "model A {\n  id Int\n}\n" },
        { "range": { "start": at(1, 99), "end": at(1, 99) }, "text": " @id\n  name String" },
        { "range": { "start": at(2, 6), "end": at(2, 2) }, "text": "title" },
    ]);
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 9 }, "contentChanges": changes }),
    );
    let actions = editor.ask("shoring/report", json!({ "uri": uri }));
    assert_eq!(actions["files"][0]["total"], 1, "{actions}");
    // What the server holds now is what an editor that typed it would hold.
    let mut other = editor_of("model A {\n  id Int @id\n  title String\n}\n");
    let expected = other.ask("shoring/report", json!({ "uri": uri }));
    assert_eq!(actions, expected);
}

// -- a schema of several files, and a history --

const BASE: &str = "datasource db {\n  provider     = \"mysql\"\n  relationMode = \"prisma\"\n}\n";
const USER: &str = "model User {\n  id    Int    @id\n  posts Post[]\n}\n";
const POST: &str = "model Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id])\n\n  @@index([authorId])\n}\n";

fn in_several_files() -> Editor {
    let mut editor =
        Editor::in_memory([("schema/base.prisma", BASE), ("schema/user.prisma", USER), ("schema/post.prisma", POST)]);
    editor.open("schema/user.prisma");
    editor.settle();
    editor
}

#[test]
fn an_edit_of_one_file_is_told_in_another_whether_that_is_open_or_not() {
    let mut editor = in_several_files();
    assert_eq!(editor.told("schema/post.prisma"), [""; 0]);
    editor.replace("schema/user.prisma", "model User", "model Account");
    editor.settle();
    assert_eq!(editor.rules("schema/post.prisma"), ["unknown-type"]);
    editor.open("schema/post.prisma");
    editor.replace("schema/post.prisma", "  author   User @", "  author   Account @");
    editor.settle();
    assert_eq!((editor.told("schema/post.prisma"), editor.told("schema/user.prisma")), (vec![], vec![]));
    editor.replace("schema/post.prisma", "\n  @@index([authorId])", "");
    editor.settle();
    assert_eq!(editor.told("schema/post.prisma"), [MISSING]);
}

#[test]
fn a_file_of_the_schema_that_something_else_writes_is_read_again() {
    let mut editor = in_several_files();
    editor.write("schema/post.prisma", &POST.replace("\n  @@index([authorId])", ""));
    editor.settle();
    assert_eq!(editor.told("schema/post.prisma"), [MISSING]);
    editor.delete("schema/post.prisma");
    editor.settle();
    assert_eq!(editor.told("schema/post.prisma"), [""; 0]);
    assert_eq!(editor.rules("schema/user.prisma"), ["unknown-type"]);
    editor.write("schema/more/post.prisma", POST);
    editor.settle();
    assert_eq!(editor.told("schema/user.prisma"), [""; 0]);
}

#[test]
fn a_file_that_no_editor_can_read_is_told_and_the_rest_goes_on() {
    let mut editor = in_several_files();
    editor.write_bytes("schema/post.prisma", b"model Post { \xff }");
    editor.settle();
    assert_eq!(editor.rules("schema/post.prisma"), ["syntax-error"]);
    let told = editor.diagnostics("schema/post.prisma").remove(0);
    assert!(told["message"].as_str().is_some_and(|it| it.contains("UTF-8")), "{told}");
    editor.type_behind("schema/user.prisma", "model User {\n", "  mail String @unique @unknown\n");
    editor.settle();
    assert!(!editor.told("schema/user.prisma").is_empty());
    editor.write("schema/post.prisma", POST);
    editor.settle();
    assert!(!editor.rules("schema/post.prisma").contains(&"syntax-error".to_owned()));
}

const INIT: &str = "CREATE TABLE users (id int NOT NULL AUTO_INCREMENT, mail varchar(100), KEY (id));\n";
const STEPS: [(&str, &str); 2] = [
    ("migrations/0001_init/migration.sql", INIT),
    ("migrations/0002_twice/migration.sql", "CREATE INDEX a ON users (mail);\nCREATE INDEX b ON users (mail);\n"),
];

#[test]
fn migrations_are_one_history_and_what_may_be_applied_is_not_to_be_edited() {
    let mut editor = Editor::in_memory(STEPS);
    editor.open(STEPS[1].0);
    editor.settle();
    // The finding about the first step is told there, though only the second one is open.
    assert_eq!(editor.rules(STEPS[0].0), ["missing-primary-key"]);
    let rules = editor.rules(STEPS[1].0);
    assert_eq!(rules.len(), 1, "{rules:?}");
    let offered = editor.offered(STEPS[1].0, "INDEX b");
    assert_eq!(offered, [format!("Explain {}", rules[0])], "neither a fix nor a comment in an applied step");
}

#[test]
fn a_step_that_is_not_saved_yet_belongs_to_its_history() {
    let mut editor = Editor::in_memory(STEPS);
    let new = "migrations/0003_more/migration.sql";
    editor.open_with(new, "ALTER TABLE users ADD COLUMN mail int;\n");
    editor.settle();
    assert!(!editor.told(new).is_empty(), "the column is there already");
    editor.replace(new, "mail", "phone");
    editor.settle();
    assert_eq!(editor.told(new), [""; 0]);
}

// -- what a branch changes --

/// A repository with a schema on `main`, on a branch; none where git is not there.
fn on_a_branch(files: &[(&str, &str)]) -> Option<TemporaryRepository> {
    let repository = TemporaryRepository::new()?;
    for (path, text) in files {
        repository.write(path, text);
    }
    repository.commit("The schema");
    repository.branch("work");
    Some(repository)
}

const WITH_INDEX: &str = "references: [id])\n\n  @@index([authorId])\n";

fn good() -> String {
    BEFORE.replace("references: [id])\n", WITH_INDEX)
}

#[test]
fn a_field_that_is_renamed_is_asked_about_and_the_fix_keeps_its_column() {
    let Some(repository) = on_a_branch(&[(SCHEMA, &good())]) else { return };
    let mut editor = Editor::on_disk(repository.path(), Client::default());
    editor.open(SCHEMA);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    let status = editor.status(SCHEMA);
    assert_eq!((&status["base"]["name"], &status["baseReason"]), (&json!("main"), &Value::Null), "{status}");
    editor.replace(SCHEMA, "title    String", "headline String");
    editor.settle();
    assert_eq!(editor.rules(SCHEMA), ["probable-column-rename"]);
    let first = editor.actions(SCHEMA, "headline").remove(0);
    assert!(first["title"].as_str().is_some_and(|it| it.contains("@map(\"title\")")), "{first}");
    assert_eq!((&first["isPreferred"], &first["kind"]), (&json!(true), &json!("quickfix")));
    editor.apply(&first["edit"]);
    editor.settle();
    assert!(editor.text(SCHEMA).contains("headline String @map(\"title\")"), "{}", editor.text(SCHEMA));
    assert_eq!(editor.told(SCHEMA), [""; 0]);
}

#[test]
fn a_required_column_is_told_at_its_field_and_what_was_wrong_before_is_told_all_the_same() {
    let Some(repository) = on_a_branch(&[(SCHEMA, BEFORE)]) else { return };
    let mut editor = Editor::on_disk(repository.path(), Client::default());
    editor.open(SCHEMA);
    editor.type_behind(SCHEMA, "  title    String\n", "  slug     String\n");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), ["error add-required-column at `slug`", MISSING]);
    // What is gone has no place any more: a column is told at its model, a table at the top.
    editor.replace(SCHEMA, "  slug     String\n", "");
    editor.replace(SCHEMA, "  name  String\n", "");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), ["error drop-column at `User`", MISSING]);
    let whole = editor.text(SCHEMA);
    let (post, end) = (whole.find("model Post").unwrap_or_default(), whole.len());
    editor.edit(SCHEMA, post, end, "");
    editor.replace(SCHEMA, "  posts Post[]\n", "");
    editor.settle();
    let told = editor.diagnostics(SCHEMA);
    let gone = told.iter().find(|it| it["code"] == "drop-table").unwrap_or_else(|| panic!("{told:#?}"));
    assert_eq!(gone["range"]["start"], json!({ "line": 0, "character": 0 }));
    editor.edit(SCHEMA, 0, whole.len() - (end - post) - "  posts Post[]\n".len(), &whole);
    // When the branch commits it, it is still what the branch changes.
    editor.save(SCHEMA);
    repository.commit("Without names");
    editor.changed_on_disk(".git/HEAD", 2);
    editor.settle();
    assert!(editor.rules(SCHEMA).contains(&"drop-column".to_owned()));
    // On main itself, it is what is.
    repository.git(&["branch", "--force", "main", "work"]);
    repository.checkout("main");
    editor.changed_on_disk(".git/HEAD", 2);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
}

#[test]
fn where_the_branch_adds_migrations_they_are_judged_and_the_schema_says_so() {
    let migration = "prisma/migrations/0001_init/migration.sql";
    let init = "CREATE TABLE `User` (`id` INTEGER NOT NULL, `name` VARCHAR(191) NOT NULL, PRIMARY KEY (`id`));\n";
    let schema = format!("{BASE}\nmodel User {{\n  id   Int    @id\n  name String\n}}\n");
    let Some(repository) = on_a_branch(&[(SCHEMA, &schema), (migration, init)]) else { return };
    let added = "prisma/migrations/0002_name/migration.sql";
    repository.write(added, "ALTER TABLE `User` DROP COLUMN `name`;\n");
    let mut editor = Editor::on_disk(repository.path(), Client::default());
    editor.open(SCHEMA);
    editor.open(added);
    editor.replace(SCHEMA, "  name String\n", "");
    editor.settle();
    assert_eq!(editor.rules(added), ["drop-column"]);
    assert_eq!(editor.told(SCHEMA), [""; 0], "judged once: in the migration");
    let status = editor.status(SCHEMA);
    assert!(status["baseReason"].as_str().is_some_and(|it| it.contains("migration")), "{status}");
    assert_eq!(editor.status(added)["base"]["name"], "main");
    // What is new may be edited, but for comments in what is history.
    assert!(editor.offered(added, "DROP COLUMN `name`").contains(&"Explain drop-column".to_owned()));
}

#[test]
fn the_state_before_is_found_or_it_is_said_why_not() {
    let without = |editor: &mut Editor| -> String {
        editor.open(SCHEMA);
        editor.settle();
        assert_eq!(editor.told(SCHEMA), [MISSING], "findings of the state need no git");
        assert_eq!(editor.status(SCHEMA)["base"], Value::Null);
        editor.status(SCHEMA)["baseReason"].as_str().unwrap_or_default().to_owned()
    };
    // A machine without git.
    let mut editor = Editor::in_memory([(SCHEMA, BEFORE)]);
    let reason = without(&mut editor);
    assert!(reason.contains("git is not installed"), "{reason}");
    // A folder that is no repository.
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let path = folder.path().join(SCHEMA);
    std::fs::create_dir_all(path.parent().unwrap_or(&path)).unwrap_or_else(|error| panic!("{error}"));
    std::fs::write(&path, BEFORE).unwrap_or_else(|error| panic!("{error}"));
    let reason = without(&mut Editor::on_disk(folder.path().to_owned(), Client::default()));
    assert!(reason.contains("repository"), "{reason}");
    // A repository without commits.
    let Some(repository) = TemporaryRepository::new() else { return };
    repository.write(SCHEMA, BEFORE);
    let reason = without(&mut Editor::on_disk(repository.path(), Client::default()));
    assert!(reason.contains("commit"), "{reason}");
    // A schema that is new on the branch.
    let Some(repository) = on_a_branch(&[("README.md", "")]) else { return };
    repository.write(SCHEMA, BEFORE);
    let reason = without(&mut Editor::on_disk(repository.path(), Client::default()));
    assert!(reason.contains("is new"), "{reason}");
}

#[test]
fn the_base_of_the_settings_comes_before_that_of_the_configuration() {
    let Some(repository) = on_a_branch(&[(SCHEMA, &good())]) else { return };
    repository.write(SCHEMA, &good().replace("  title    String\n", "  title    String\n  slug     String\n"));
    repository.commit("A slug");
    repository.branch("more");
    repository.write("shoring.toml", "base = \"work\"\n");
    let mut editor = Editor::on_disk(repository.path(), Client::default());
    editor.open(SCHEMA);
    editor.settle();
    assert_eq!(editor.status(SCHEMA)["base"]["name"], "work");
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    editor.configure(json!({ "base": "main" }));
    editor.settle();
    assert_eq!(editor.status(SCHEMA)["base"]["evidence"], "base in the settings");
    assert_eq!(editor.rules(SCHEMA), ["add-required-column"]);
    editor.configure(json!({ "base": "mian" }));
    editor.settle();
    let reason = editor.status(SCHEMA)["baseReason"].as_str().unwrap_or_default().to_owned();
    assert!(reason.contains("git knows no commit `mian`") && reason.contains("did you mean `main`?"), "{reason}");
    editor.configure(json!({ "base": null }));
    editor.settle();
    assert_eq!(editor.status(SCHEMA)["base"]["name"], "work");
}

#[test]
fn a_base_that_the_editor_hands_over_is_compared_with() {
    let mut editor = Editor::handing_over([(SCHEMA, good().as_str())], Client::default());
    editor.open(SCHEMA);
    editor.settle();
    let wanted = editor.heard.iter().find(|(method, _)| method == "shoring/baseWanted");
    assert_eq!(wanted.map(|(_, it)| (&it["folder"], &it["revision"])), Some((&json!("memfs:/app"), &Value::Null)));
    assert_eq!(editor.status(SCHEMA)["baseReason"], "the editor has not said what it was before");
    let base = |files: Value| json!({ "folder": "memfs:/app", "name": "v1", "commit": "abc", "evidence": "you chose it", "files": files });
    editor.tell("shoring/base", base(json!([{ "uri": editor.uri(SCHEMA), "text": good() }])));
    editor.replace(SCHEMA, "title    String", "headline String");
    editor.settle();
    assert_eq!(editor.rules(SCHEMA), ["probable-column-rename"]);
    assert_eq!(editor.status(SCHEMA)["base"], json!({ "name": "v1", "commit": "abc", "evidence": "you chose it" }));
    let diff = editor.ask("shoring/diff", json!({ "uri": editor.uri(SCHEMA) }));
    assert_eq!((&diff["base"]["name"], &diff["base"]["text"]), (&json!("v1"), &json!(good())));
    assert!(diff["sql"].as_str().is_some_and(|sql| sql.contains("ALTER TABLE")), "{diff}");
    assert!(diff["markdown"].as_str().is_some_and(|page| page.contains("title")), "{diff}");
    editor.tell("shoring/base", json!({ "folder": "memfs:/app", "files": null, "reason": "no commit yet" }));
    editor.settle();
    assert_eq!((editor.rules(SCHEMA), &editor.status(SCHEMA)["baseReason"]), (vec![], &json!("no commit yet")));
    assert_eq!(editor.ask("shoring/diff", json!({ "uri": editor.uri(SCHEMA) })), Value::Null);
}

#[test]
fn nothing_is_told_before_all_files_are_handed_over() {
    let options = json!({ "files": "client" });
    let mut editor = Editor::in_memory_as([], Client { options, ..Client::default() });
    editor.open_with("schema/user.prisma", USER);
    editor.settle();
    assert!(editor.all_told().is_empty(), "half of a schema would be told as broken");
    let file = |path: &str, text: &str| json!({ "uri": format!("{ROOT}/schema/{path}"), "text": text });
    let files = [file("base.prisma", BASE), file("user.prisma", USER), file("post.prisma", POST)];
    editor.tell("shoring/files", json!({ "files": files, "complete": true }));
    editor.settle();
    assert!(editor.all_told().is_empty(), "{:?}", editor.all_told());
    let gone = json!({ "uri": format!("{ROOT}/schema/post.prisma"), "text": null });
    editor.tell("shoring/files", json!({ "files": [gone] }));
    editor.settle();
    assert_eq!(editor.rules("schema/user.prisma"), ["unknown-type"]);
    let unreadable = json!({ "uri": format!("{ROOT}/schema/post.prisma"), "text": null, "unreadable": "it is locked" });
    editor.tell("shoring/files", json!({ "files": [unreadable] }));
    editor.settle();
    assert_eq!(editor.rules("schema/post.prisma"), ["syntax-error"]);
}

// -- what the project and the person want --

const OFF: &str = "[rules]\nmissing-foreign-key-index = \"off\"\n";

#[test]
fn the_configuration_holds_while_it_is_typed_and_the_last_good_one_as_long_as_it_is_broken() {
    let mut editor = Editor::in_memory([(SCHEMA, BEFORE), ("shoring.toml", "")]);
    editor.open(SCHEMA);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
    editor.open("shoring.toml");
    editor.edit("shoring.toml", 0, 0, OFF);
    editor.settle();
    assert_eq!((editor.told(SCHEMA), editor.told("shoring.toml")), (vec![], vec![]));
    editor.replace("shoring.toml", "\"off\"", "\"of\"");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0], "what was last without a mistake holds");
    let told = editor.told("shoring.toml");
    assert!(told.len() == 1 && told[0].contains("of"), "{told:?}");
    editor.replace("shoring.toml", "\"of\"", "\"info\"");
    editor.settle();
    assert_eq!(editor.told("shoring.toml"), [""; 0]);
    assert_eq!(editor.told(SCHEMA), ["info missing-foreign-key-index at `author`"]);
    // Not saved, and closed: what the disk says holds.
    editor.close("shoring.toml");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
}

#[test]
fn the_configuration_of_the_disk_comes_goes_and_breaks_without_being_open() {
    let mut editor = editor_of(BEFORE);
    editor.write("prisma/shoring.toml", OFF);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    editor.write("prisma/shoring.toml", "[rules]\nmissing-foreign-key-indx = \"off\"\n");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    assert_eq!(editor.diagnostics("prisma/shoring.toml").len(), 1);
    editor.delete("prisma/shoring.toml");
    editor.settle();
    assert_eq!((editor.told(SCHEMA), editor.told("prisma/shoring.toml")), (vec![MISSING.to_owned()], vec![]));
}

#[test]
fn a_setting_names_another_configuration_and_one_that_is_not_there_is_warned_of_once() {
    let mut editor = Editor::in_memory([(SCHEMA, BEFORE), ("ci/lenient.toml", OFF)]);
    editor.open(SCHEMA);
    editor.configure(json!({ "config": "ci/lenient.toml" }));
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    editor.configure(json!({ "config": "ci/lenent.toml" }));
    editor.settle();
    editor.type_behind(SCHEMA, "title    String", " // typed");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
    assert_eq!(editor.messages, ["ci/lenent.toml: there is no such file"]);
    editor.configure(json!({ "config": null }));
    editor.settle();
    assert_eq!(editor.messages.len(), 1);
}

#[test]
fn the_target_of_the_settings_comes_first_and_one_that_there_is_not_is_said_to_be_none() {
    let mut editor = editor_as(BEFORE, Client { options: json!({ "target": "mariadb" }), ..Client::default() });
    assert!(editor.status(SCHEMA)["target"]["name"].as_str().is_some_and(|name| name.starts_with("mariadb")));
    editor.configure(json!({ "target": "oracl" }));
    editor.settle();
    let evidence = editor.status(SCHEMA)["target"]["evidence"].as_str().unwrap_or_default().to_owned();
    assert!(evidence.contains("is not taken") && evidence.contains("oracl"), "{evidence}");
    editor.configure(json!({ "target": "" }));
    editor.settle();
    let evidence = editor.status(SCHEMA)["target"]["evidence"].as_str().unwrap_or_default().to_owned();
    assert!(!evidence.contains("not taken"), "{evidence}");
}

#[test]
fn with_on_save_what_is_told_changes_when_a_text_is_saved() {
    for pulls in [false, true] {
        let mut editor = editor_as(BEFORE, Client { options: json!({ "run": "onSave" }), pulls, ..Client::default() });
        assert_eq!(editor.told(SCHEMA), [MISSING]);
        editor.replace(SCHEMA, "references: [id])\n", WITH_INDEX);
        assert!(!editor.is_due());
        editor.settle();
        assert_eq!(editor.diagnostics(SCHEMA).len(), 1, "pulls: {pulls}");
        editor.save(SCHEMA);
        editor.settle();
        assert_eq!(editor.told(SCHEMA), [""; 0], "pulls: {pulls}");
        editor.configure(json!({ "run": "onType" }));
        editor.replace(SCHEMA, "\n  @@index([authorId])\n", "\n");
        editor.settle();
        assert_eq!(editor.told(SCHEMA), [MISSING], "pulls: {pulls}");
    }
}

#[test]
fn an_address_that_is_written_without_escapes_is_understood() {
    let mut editor = Editor::in_memory([(SCHEMA, BEFORE)]);
    let uri = format!("{ROOT}/other app/[id] 한글/schema.prisma");
    let document = json!({ "uri": uri, "languageId": "prisma", "version": 1, "text": BEFORE });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    editor.settle();
    let report = editor.ask("shoring/report", json!({ "uri": uri }));
    assert_eq!(report["findings"][0]["rule"], "missing-foreign-key-index", "{report}");
    assert_eq!(report["findings"][0]["file"], "other app/[id] 한글/schema.prisma");
}

#[test]
fn the_mistakes_of_a_configuration_are_told_once() {
    let mut editor = Editor::in_memory([(SCHEMA, BEFORE), ("shoring.toml", "[rules]\nnothing = 1\n")]);
    editor.open(SCHEMA);
    let times = |editor: &Editor| {
        let of_it = |(method, params): &&(String, Value)| {
            method == "textDocument/publishDiagnostics"
                && params["uri"].as_str().is_some_and(|uri| uri.ends_with("shoring.toml"))
        };
        editor.heard.iter().filter(of_it).count()
    };
    editor.settle();
    assert_eq!(times(&editor), 1);
    editor.type_behind(SCHEMA, "title    String", " // x");
    editor.settle();
    assert_eq!(times(&editor), 1);
    editor.write("shoring.toml", "");
    editor.settle();
    assert_eq!((times(&editor), editor.told("shoring.toml")), (2, vec![]));
    editor.type_behind(SCHEMA, "title    String", " // y");
    editor.settle();
    assert_eq!(times(&editor), 2, "it has none, as was told");
}

#[test]
fn what_prisma_s_own_extension_tells_is_left_to_it_where_that_is_wished_and_it_is_there() {
    // The second relation lacks its index too, but Prisma takes the full-text index for one.
    let text = BEFORE.replace("  authorId Int\n", "  authorId Int\n  tag      String\n  other    User   @relation(\"o\", fields: [tag], references: [name])\n")
        .replace("name  String\n", "name  String @unique\n  others Post[] @relation(\"o\")\n")
        .replace("references: [id])\n}", "references: [id])\n\n  @@fulltext([tag])\n}");
    let other = "error missing-foreign-key-index at `other`";
    let mut editor = editor_of(&text);
    assert_eq!(editor.told(SCHEMA), [other, MISSING]);
    editor.configure(json!({ "alsoReportedByPrisma": "hide" }));
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [other, MISSING], "Prisma's extension is not there");
    editor.configure(json!({ "prismaIsActive": true }));
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [other]);
    assert!(!editor.offered(SCHEMA, "author   User").iter().any(|it| it.starts_with("Ignore")), "it is not told here");
    editor.configure(json!({ "alsoReportedByPrisma": "show" }));
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [other, MISSING]);
}

// -- what is offered --

#[test]
fn fixes_come_first_then_to_ignore_then_to_read() {
    let mut editor = editor_of(BEFORE);
    let offered = editor.offered(SCHEMA, "author ");
    assert_eq!(
        offered,
        [
            "Add @@index([authorId]) to Post",
            "Ignore missing-foreign-key-index here",
            "Explain missing-foreign-key-index",
            "Fix all that is safe to fix (1 finding)",
        ]
    );
    let actions = editor.actions(SCHEMA, "author ");
    let preferred: Vec<bool> = actions.iter().map(|it| it["isPreferred"] == true).collect();
    assert_eq!(preferred, [true, false, false, false]);
    assert_eq!(actions[0]["diagnostics"][0]["code"], "missing-foreign-key-index");
    assert_eq!(actions[2]["command"]["arguments"], json!(["missing-foreign-key-index"]));
    editor.choose(SCHEMA, "author ", "Add @@index");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    assert_eq!(editor.offered(SCHEMA, "author "), [""; 0]);
}

#[test]
fn only_the_kinds_that_are_asked_for_are_offered() {
    let mut editor = editor_of(BEFORE);
    let (start, end) = editor.find(SCHEMA, "author ");
    let text = editor.text(SCHEMA);
    let range = json!({ "start": editor.position(&text, start), "end": editor.position(&text, end) });
    for (only, kinds) in [
        ("quickfix", vec!["quickfix", "quickfix", "quickfix"]),
        ("source", vec!["source.fixAll.shoring"]),
        ("source.fixAll", vec!["source.fixAll.shoring"]),
        ("source.fixAll.shoring", vec!["source.fixAll.shoring"]),
        ("source.fixAll.sho", vec![]),
        ("refactor", vec![]),
    ] {
        let context = json!({ "diagnostics": [], "only": [only] });
        let document = json!({ "uri": editor.uri(SCHEMA) });
        let params = json!({ "textDocument": document, "range": range, "context": context });
        let answer = editor.ask("textDocument/codeAction", params);
        let found: Vec<&str> = answer.as_array().into_iter().flatten().filter_map(|it| it["kind"].as_str()).collect();
        assert_eq!(found, kinds, "{only}");
    }
}

#[test]
fn a_client_that_knows_no_versions_gets_edits_without() {
    let mut editor = editor_as(BEFORE, Client { versioned_edits: false, ..Client::default() });
    editor.choose(SCHEMA, "author ", "Add @@index");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
}

#[test]
fn fixing_all_that_is_safe_writes_what_lint_with_fix_writes() {
    let one = BEFORE.replace("  id       Int    @id\n", "  id       Int    @id\n  editorId Int\n  editor   User   @relation(\"edits\", fields: [editorId], references: [id])\n").replace("posts Post[]", "posts Post[]\n  edits Post[] @relation(\"edits\")");
    for text in [one.clone(), one.replace('\n', "\r\n"), format!("// 🥕 한글\n{one}")] {
        let mut editor = editor_of(&text);
        editor.choose(SCHEMA, "authorId Int", "Fix all that is safe to fix (2 findings)");
        let mut host = MemoryHost::with([(SCHEMA, text.as_str())]);
        host.run(&["lint", SCHEMA, "--fix"]);
        assert_eq!(host.written.get(SCHEMA), Some(&editor.text(SCHEMA)), "{}", host.err);
        editor.settle();
        assert_eq!(editor.told(SCHEMA), [""; 0]);
    }
}

#[test]
fn fixing_all_reaches_the_files_of_the_schema_that_are_not_open() {
    let post = POST.replace("\n  @@index([authorId])", "");
    let mut editor =
        Editor::in_memory([("schema/base.prisma", BASE), ("schema/user.prisma", USER), ("schema/post.prisma", &post)]);
    editor.open("schema/user.prisma");
    editor.settle();
    assert_eq!(editor.told("schema/post.prisma"), [MISSING]);
    editor.choose("schema/user.prisma", "model User", "Fix all");
    editor.settle();
    assert!(editor.text("schema/post.prisma").contains("@@index([authorId])"));
    assert_eq!(editor.told("schema/post.prisma"), [""; 0]);
}

#[test]
fn a_rule_is_explained() {
    let mut editor = editor_of(BEFORE);
    let page = editor.ask("shoring/explain", json!({ "rule": "missing-foreign-key-index" }));
    assert!(page["markdown"].as_str().is_some_and(|it| it.contains("# missing-foreign-key-index")), "{page}");
    assert_eq!(editor.ask("shoring/explain", json!({ "rule": "nothing" })), Value::Null);
    let command = json!({ "command": "shoring.explain", "arguments": ["missing-foreign-key-index"] });
    editor.ask("workspace/executeCommand", command.clone());
    let (method, shown) = editor.heard.last().cloned().unwrap_or_default();
    assert_eq!((method.as_str(), &shown["external"]), ("window/showDocument", &json!(true)), "{shown}");
    for command in [json!({ "command": "shoring.explain" }), json!({ "command": "rm", "arguments": ["-rf"] })] {
        assert_eq!(editor.ask("workspace/executeCommand", command), Value::Null);
    }
}

// -- folders and documents --

#[test]
fn a_folder_within_another_is_a_folder_of_its_own() {
    let inner = format!("{ROOT}/packages/db");
    let files = [
        (SCHEMA, BEFORE),
        ("packages/db/schema.prisma", BEFORE),
        ("packages/db/shoring.toml", OFF),
        ("shoring.toml", ""),
    ];
    let mut editor =
        Editor::in_memory_as(files, Client { folders: vec![ROOT.to_owned(), inner.clone()], ..Client::default() });
    editor.open(SCHEMA);
    editor.open("packages/db/schema.prisma");
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
    assert_eq!(editor.told("packages/db/schema.prisma"), [""; 0]);
    let linted = editor.ask("shoring/lintWorkspace", json!({}));
    assert_eq!(linted["summary"]["errors"], 1, "{linted}");
    // Without the inner folder, it is a part of the outer one: told the same.
    let event = json!({ "added": [], "removed": [{ "uri": inner, "name": "db" }] });
    editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    editor.settle();
    assert_eq!((editor.told(SCHEMA), editor.told("packages/db/schema.prisma")), (vec![MISSING.to_owned()], vec![]));
    editor.delete("packages/db/shoring.toml");
    editor.settle();
    assert_eq!(editor.told("packages/db/schema.prisma"), [MISSING]);
}

#[test]
fn two_folders_beside_each_other_know_nothing_of_each_other() {
    let folders = vec![format!("{ROOT}/a"), format!("{ROOT}/b")];
    let files = [("a/schema.prisma", BEFORE), ("b/schema.prisma", BEFORE), ("b/shoring.toml", OFF)];
    let mut editor = Editor::in_memory_as(files, Client { folders, ..Client::default() });
    let linted = editor.ask("shoring/lintWorkspace", json!({}));
    assert_eq!(linted, json!({ "summary": { "errors": 1, "warnings": 0, "infos": 0 }, "states": 2 }));
    assert_eq!((editor.told("a/schema.prisma"), editor.told("b/schema.prisma")), (vec![MISSING.to_owned()], vec![]));
    let event = json!({ "added": [], "removed": [{ "uri": format!("{ROOT}/a"), "name": "a" }] });
    editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    editor.settle();
    assert_eq!(editor.told("a/schema.prisma"), [""; 0], "nobody works there any more");
}

#[test]
fn the_workspace_is_looked_at_and_what_was_looked_at_stays_told_and_is_followed() {
    let mut editor = Editor::in_memory([("a/schema.prisma", BEFORE), ("b/schema.prisma", BEFORE)]);
    let linted = editor.ask("workspace/executeCommand", json!({ "command": "shoring.lintWorkspace" }));
    assert_eq!((&linted["states"], &linted["summary"]["errors"]), (&json!(2), &json!(2)));
    assert_eq!(editor.told("a/schema.prisma"), [MISSING]);
    editor.open("a/schema.prisma");
    editor.close("a/schema.prisma");
    editor.settle();
    assert_eq!(editor.told("a/schema.prisma"), [MISSING]);
    editor.write("b/schema.prisma", &good());
    editor.settle();
    assert_eq!(editor.told("b/schema.prisma"), [""; 0]);
    editor.delete("a/schema.prisma");
    editor.settle();
    assert!(editor.all_told().is_empty());
}

#[test]
fn a_text_that_was_never_saved_is_looked_at_in_its_language() {
    let mut editor = Editor::in_memory([]);
    editor.open_in("untitled:Untitled-1", "prisma", BEFORE);
    editor.open_in("untitled:Untitled-2", "sql", "CREATE TABLE a (b int);\n");
    editor.open_in("untitled:Untitled-3", "markdown", "# Nothing\n");
    editor.settle();
    assert_eq!(editor.told("untitled:Untitled-1"), [MISSING]);
    assert_eq!(editor.rules("untitled:Untitled-2"), ["missing-primary-key"]);
    editor.choose("untitled:Untitled-1", "author ", "Add @@index");
    editor.close("untitled:Untitled-2");
    editor.settle();
    assert!(editor.all_told().is_empty(), "{:?}", editor.all_told());
    // Saved under a name: closed and opened.
    let text = editor.text("untitled:Untitled-1").replace("\n  @@index([authorId])\n", "");
    editor.close("untitled:Untitled-1");
    editor.write(SCHEMA, &text);
    editor.open(SCHEMA);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
}

#[test]
fn what_is_closed_is_told_no_more() {
    let mut editor = editor_of(BEFORE);
    editor.close(SCHEMA);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    editor.open(SCHEMA);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING]);
}

#[test]
fn a_file_that_is_deleted_or_renamed_while_it_is_open_is_what_the_editor_has() {
    let mut editor = editor_of(BEFORE);
    editor.delete(SCHEMA);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [MISSING], "the editor still has it");
    editor.close(SCHEMA);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
    // Renamed: the old name is closed, the new one opened, and the disk follows.
    let mut editor = editor_of(BEFORE);
    editor.close(SCHEMA);
    editor.open_with("prisma/main.prisma", BEFORE);
    editor.write("prisma/main.prisma", BEFORE);
    editor.delete(SCHEMA);
    editor.settle();
    assert_eq!((editor.told(SCHEMA), editor.told("prisma/main.prisma")), (vec![], vec![MISSING.to_owned()]));
}

#[test]
fn a_schema_of_ten_megabytes_is_looked_at() {
    let model = |nth: usize| format!("model M{nth} {{\n  id    Int    @id\n  name  String\n  other String?\n}}\n\n");
    let mut text = BEFORE.to_owned();
    for nth in 0.. {
        if text.len() > 10 << 20 {
            break;
        }
        text.push_str(&model(nth));
    }
    let mut editor = editor_of(&text);
    assert_eq!(editor.told(SCHEMA), [MISSING]);
    editor.replace(SCHEMA, "references: [id])\n", WITH_INDEX);
    editor.settle();
    assert_eq!(editor.told(SCHEMA), [""; 0]);
}

// -- two ways to be told --

#[test]
fn a_client_that_asks_is_told_the_same_as_one_that_is_told() {
    let files = [
        ("schema/base.prisma", BASE),
        ("schema/user.prisma", USER),
        (
            "schema/post.prisma",
            "model Post {\n  id Int @id\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n}\n",
        ),
        ("shoring.toml", "[rules]\nnothing = 1\n"),
    ];
    let mut told = Editor::in_memory_as(files, Client::default());
    let mut asking = Editor::in_memory_as(files, Client { pulls: true, ..Client::default() });
    for editor in [&mut told, &mut asking] {
        editor.open("schema/user.prisma");
        editor.open("schema/post.prisma");
        editor.open("shoring.toml");
        editor.type_behind("schema/user.prisma", "model User {\n", "  mail Strin\n");
        editor.settle();
    }
    for path in ["schema/user.prisma", "schema/post.prisma", "shoring.toml", "schema/base.prisma"] {
        assert_eq!(told.diagnostics(path), asking.diagnostics(path), "{path}");
    }
    assert!(!told.told("shoring.toml").is_empty() && !told.told("schema/user.prisma").is_empty());
    let answer = asking.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = answer["items"].as_array().cloned().unwrap_or_default();
    let found: Vec<(&str, &Value)> = items
        .iter()
        .filter(|it| it["items"] != json!([]))
        .filter_map(|it| Some((it["uri"].as_str()?, &it["items"])))
        .collect();
    let expected: Vec<(&str, Value)> = told.all_told().into_iter().map(|(uri, it)| (uri, json!(it))).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (uri, it) in &expected {
        assert!(found.contains(&(uri, it)), "{uri}");
    }
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let mut editor = editor_as(BEFORE, Client { pulls: true, ..Client::default() });
    let uri = editor.uri(SCHEMA);
    let ask = |editor: &mut Editor, id: &Value| {
        editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri }, "previousResultId": id }))
    };
    let first = ask(&mut editor, &Value::Null);
    assert_eq!((&first["kind"], first["items"].as_array().map(Vec::len)), (&json!("full"), Some(1)));
    let id = &first["resultId"];
    let again = ask(&mut editor, id);
    assert_eq!(again, json!({ "kind": "unchanged", "resultId": id }));
    let known = json!([{ "uri": uri, "value": id }]);
    let whole = editor.ask("workspace/diagnostic", json!({ "previousResultIds": known }));
    assert_eq!(whole["items"][0]["kind"], "unchanged", "{whole}");
    editor.replace(SCHEMA, "references: [id])\n", WITH_INDEX);
    let after = ask(&mut editor, id);
    assert_eq!((&after["kind"], &after["items"]), (&json!("full"), &json!([])));
    // Closed, and another text opened under the name: what was told of the first is not true of it.
    editor.close(SCHEMA);
    editor.settle();
    editor.open_with(SCHEMA, &BEFORE.replace("author  ", "writer  "));
    for id in [id, &after["resultId"]] {
        let other = ask(&mut editor, id);
        assert_eq!(other["kind"], "full", "{other}");
    }
}

#[test]
fn a_client_that_asks_is_told_to_ask_again_when_something_else_than_its_text_changes() {
    let mut editor = editor_as(BEFORE, Client { pulls: true, ..Client::default() });
    let refreshes =
        |editor: &Editor| editor.heard.iter().filter(|(it, _)| it == "workspace/diagnostic/refresh").count();
    let before = refreshes(&editor);
    editor.type_behind(SCHEMA, "title    String", " // x");
    editor.settle();
    assert_eq!(refreshes(&editor), before, "it asks of itself after an edit");
    editor.write("shoring.toml", OFF);
    editor.settle();
    assert_eq!(refreshes(&editor), before + 1);
    assert_eq!(editor.told(SCHEMA), [""; 0]);
}

// -- messages of every kind --

#[test]
fn a_request_that_was_cancelled_since_is_not_worked_on() {
    let mut editor = editor_of(BEFORE);
    let request = |id: i64| json!({ "jsonrpc": "2.0", "id": id, "method": "shoring/report", "params": { "uri": format!("{ROOT}/{SCHEMA}") } });
    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 1001 } });
    editor.send(vec![request(1001), request(1002), cancel]);
    assert_eq!(editor.answer(1001).map_err(|error| error["code"].clone()), Err(json!(-32800)));
    assert!(editor.answer(1002).is_ok_and(|report| report["findings"].is_array()));
    // What is no cancellation of anything does no harm.
    for id in [json!(1001), json!("a"), Value::Null, json!({})] {
        editor.send(vec![json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } })]);
    }
    editor.send(vec![request(1003)]);
    assert!(editor.answer(1003).is_ok());
}

#[test]
fn the_order_of_a_session_is_kept() {
    let mut server = Editor::silent();
    let mut ask = |id: i64, method: &str, params: Value| -> Value {
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        let message = serde_json::from_value(message).unwrap_or_else(|error| panic!("{error}"));
        let answers = server.receive(vec![message]);
        assert_eq!(answers.len(), 1, "{method}");
        let answer = serde_json::to_value(&answers[0]).unwrap_or_default();
        assert_eq!(answer["id"], id, "{answer}");
        answer
    };
    let code = |answer: &Value| answer["error"]["code"].clone();
    assert_eq!(code(&ask(1, "shoring/report", json!({ "uri": "file:///a.prisma" }))), -32002);
    assert_eq!(code(&ask(2, "initialize", json!({ "capabilities": 3 }))), -32602);
    assert!(ask(3, "initialize", json!({ "capabilities": {} }))["result"]["capabilities"].is_object());
    assert_eq!(code(&ask(4, "initialize", json!({ "capabilities": {} }))), -32600);
    assert_eq!(code(&ask(5, "textDocument/rename", json!({}))), -32601);
    assert_eq!(code(&ask(6, "shoring/report", json!({ "uri": 7 }))), -32602);
    assert_eq!(code(&ask(7, "textDocument/codeAction", json!([]))), -32602);
    assert_eq!(ask(8, "shoring/report", json!({ "uri": "file:///not-open.prisma" }))["result"], Value::Null);
    assert_eq!(ask(9, "shutdown", Value::Null)["result"], Value::Null);
    assert_eq!(code(&ask(10, "shoring/report", json!({ "uri": "file:///a.prisma" }))), -32600);
    assert_eq!(code(&ask(11, "shutdown", Value::Null)), -32600);
}

#[test]
fn the_exit_status_tells_whether_it_was_announced() {
    for (is_announced, status) in [(true, 0), (false, 1)] {
        let mut editor = editor_of(BEFORE);
        if is_announced {
            editor.ask("shutdown", Value::Null);
        }
        assert_eq!(editor.ended(), None);
        editor.tell("exit", Value::Null);
        assert_eq!(editor.ended(), Some(status));
    }
}

#[test]
fn notifications_that_cannot_be_read_or_are_of_nothing_change_nothing() {
    let mut editor = editor_of(BEFORE);
    let uri = editor.uri(SCHEMA);
    for (method, params) in [
        ("textDocument/didOpen", json!({})),
        ("textDocument/didOpen", Value::Null),
        ("textDocument/didChange", json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{}] })),
        (
            "textDocument/didChange",
            json!({ "textDocument": { "uri": "file:///other", "version": 2 }, "contentChanges": [] }),
        ),
        ("textDocument/didClose", json!({ "textDocument": { "uri": "file:///never-opened.prisma" } })),
        ("textDocument/didSave", json!({ "textDocument": 1 })),
        ("workspace/didChangeConfiguration", json!({ "settings": [] })),
        ("workspace/didChangeConfiguration", json!({ "settings": null })),
        ("workspace/didChangeWatchedFiles", json!({ "changes": "all" })),
        ("workspace/didChangeWorkspaceFolders", json!({})),
        ("shoring/base", json!({ "folder": 1 })),
        ("shoring/files", json!({ "files": 1 })),
        ("textDocument/willSave", json!({})),
        ("$/setTrace", json!({ "value": "verbose" })),
        ("nothing", json!(["of", "this"])),
    ] {
        editor.tell(method, params);
        editor.settle();
        assert_eq!(editor.told(SCHEMA), [MISSING], "{method}");
    }
}

#[test]
fn the_report_of_a_document_is_that_of_lint() {
    let mut editor = editor_as(BEFORE, Client { encodings: vec!["utf-32"], ..Client::default() });
    let mut host = MemoryHost::with([(SCHEMA, BEFORE)]);
    host.run(&["lint", SCHEMA, "--format", "json"]);
    let expected: Value = serde_json::from_str(&host.out).unwrap_or_else(|error| panic!("{error}: {}", host.err));
    let report = editor.ask("shoring/report", json!({ "uri": editor.uri(SCHEMA) }));
    assert_eq!(report, expected);
    // The status says the same of it.
    let status = editor.status(SCHEMA);
    assert_eq!(status["summary"], json!({ "errors": 1, "warnings": 0, "infos": 0 }));
    assert_eq!((&status["understood"], &status["total"]), (&json!(3), &json!(3)), "{status}");
}
