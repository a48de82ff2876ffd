//! What an editor asks of a place, asked as editors do: messages to the language server, and its answers.

use serde_json::{Value, json};
use shoring_cli::language_server::HandedOver;
use shoring_lsp::{Message, Server};

const SCHEMA: &str = "\
datasource db {
  provider     = \"mysql\"
  relationMode = \"prisma\"
}

/// 사용자 🥕
model User {
  id    Int    @id
  email String @map(\"e_mail\")
  posts Post[]

  @@map(\"users\")
}

model Post {
  id       Int  @id
  authorId Int
  author   User @relation(fields: [authorId], references: [id])
}
";

const MIGRATION: &str = "\
-- CreateTable
CREATE TABLE `users` (
  `id` INT NOT NULL,
  /* 🥕 */ `e_mail` VARCHAR(191) NOT NULL,
  PRIMARY KEY (`id`)
);
";

const SCHEMA_PATH: &str = "prisma/schema.prisma";
const MIGRATION_PATH: &str = "prisma/migrations/0001_init/migration.sql";

/// An editor that hands its files over.
struct Editor {
    server: Server,
    next: i32,
    /// What the server has said by itself.
    said: Vec<Value>,
    capabilities: Value,
}

fn uri(path: &str) -> String {
    format!("file:///work/{path}")
}

impl Editor {
    fn new(files: &[(&str, &str)], client: &Value) -> Self {
        let server = Server::new(Box::new(HandedOver { today: None }));
        let mut editor = Self { server, next: 0, said: Vec::new(), capabilities: Value::Null };
        let answer = editor.ask(
            "initialize",
            json!({
                "capabilities": client.clone(),
                "workspaceFolders": [{ "uri": "file:///work", "name": "work" }],
                "initializationOptions": { "files": "client", "inlayHints": { "databaseTypes": true } },
            }),
        );
        editor.capabilities = answer["capabilities"].clone();
        editor.tell("initialized", json!({}));
        let files: Vec<Value> = files.iter().map(|(path, text)| json!({ "uri": uri(path), "text": text })).collect();
        editor.tell("shoring/files", json!({ "files": files, "complete": true }));
        editor
    }

    fn send(&mut self, message: Value) -> Vec<Value> {
        let message: Message = serde_json::from_value(message).unwrap_or_else(|error| panic!("{error}"));
        let answers = self.server.receive(vec![message]);
        answers.iter().map(|it| serde_json::to_value(it).unwrap_or_else(|error| panic!("{error}"))).collect()
    }

    #[expect(clippy::needless_pass_by_value, reason = "what is said is made where it is said")]
    fn tell(&mut self, method: &str, params: Value) {
        let said = self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
        self.said.extend(said);
    }

    #[expect(clippy::needless_pass_by_value, reason = "what is asked is made where it is asked")]
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        let answers = self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let answer = answers.iter().find(|it| it["id"] == json!(id)).unwrap_or_else(|| panic!("no answer to {method}"));
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    fn open(&mut self, path: &str, text: &str) {
        let ending = path.rsplit('.').next().filter(|ending| matches!(*ending, "prisma" | "sql"));
        let language = ending.unwrap_or("plaintext");
        let document = json!({ "uri": uri(path), "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn at(&mut self, method: &str, path: &str, (line, character): (u32, u32)) -> Value {
        let params = json!({
            "textDocument": { "uri": uri(path) },
            "position": { "line": line, "character": character },
            "context": { "includeDeclaration": true },
        });
        self.ask(method, params)
    }

    fn of(&mut self, method: &str, path: &str) -> Value {
        let range = range((0, 0), (1_000, 0));
        self.ask(method, json!({ "textDocument": { "uri": uri(path) }, "range": range }))
    }
}

fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let at = |(line, character)| json!({ "line": line, "character": character });
    json!({ "start": at(start), "end": at(end) })
}

/// A client of today.
fn client() -> Value {
    json!({
        "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } },
        "workspace": { "inlayHint": { "refreshSupport": true } },
    })
}

/// Places as `file:line:character-character`, from 0.
fn places(answer: &Value) -> Vec<String> {
    let locations = answer.as_array().cloned().unwrap_or_default();
    let place = |it: &Value| {
        let (start, end) = (&it["range"]["start"], &it["range"]["end"]);
        let path = it["uri"].as_str().unwrap_or_default().replace("file:///work/", "");
        format!("{path}:{}:{}-{}", start["line"], start["character"], end["character"])
    };
    locations.iter().map(place).collect()
}

#[test]
fn what_can_be_asked_is_announced() {
    let editor = Editor::new(&[], &client());
    for what in [
        "hoverProvider",
        "documentSymbolProvider",
        "definitionProvider",
        "referencesProvider",
        "foldingRangeProvider",
        "inlayHintProvider",
    ] {
        assert_eq!(editor.capabilities[what], json!(true), "{what}");
    }
}

#[test]
fn a_finding_is_shown_before_what_stands_there() {
    let mut editor = Editor::new(&[], &client());
    editor.open(SCHEMA_PATH, SCHEMA);
    let hover = editor.at("textDocument/hover", SCHEMA_PATH, (17, 4));
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert_eq!(hover["range"], range((17, 2), (17, 8)));
    let words = hover["contents"]["value"].as_str().unwrap_or_default();
    let parts: Vec<&str> = words.split("\n---\n\n").collect();
    let [finding, known] = parts.as_slice() else { panic!("{words}") };
    assert!(finding.starts_with("**error**: Post.author has no index on authorId\n"), "{finding}");
    assert!(finding.contains("\n\n**What to do:** add @@index(\\[authorId\\]) to model Post\n\n"), "{finding}");
    assert!(finding.contains("[missing-foreign-key-index](https://"), "{finding}");
    assert!(known.starts_with("foreign key of `Post.author`: `Post.authorId` → `users.id`"), "{known}");
}

#[test]
fn what_stands_there_is_shown_in_the_unit_that_was_agreed_on() {
    for (encoding, column, end) in [("utf-16", 11, 19), ("utf-8", 13, 21), ("utf-32", 10, 18)] {
        let mut capabilities = client();
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let mut editor = Editor::new(&[], &capabilities);
        editor.open(MIGRATION_PATH, MIGRATION);
        let hover = editor.at("textDocument/hover", MIGRATION_PATH, (3, column + 1));
        assert_eq!(hover["range"], range((3, column), (3, end)), "{encoding}");
        let words = hover["contents"]["value"].as_str().unwrap_or_default();
        assert!(words.starts_with("**`users.e_mail`** `varchar(191)` NOT NULL\n"), "{words}");
    }
}

#[test]
fn a_migration_leads_to_the_schema_that_is_not_open() {
    let mut editor = Editor::new(&[(SCHEMA_PATH, SCHEMA), (MIGRATION_PATH, MIGRATION)], &client());
    editor.open(MIGRATION_PATH, MIGRATION);
    let definition = editor.at("textDocument/definition", MIGRATION_PATH, (3, 14));
    assert_eq!(places(&definition), ["prisma/schema.prisma:8:2-7"]);
}

#[test]
fn all_that_names_a_thing_is_found_in_the_schema_and_in_its_migrations() {
    let mut editor = Editor::new(&[(SCHEMA_PATH, SCHEMA), (MIGRATION_PATH, MIGRATION)], &client());
    editor.open(SCHEMA_PATH, SCHEMA);
    let everywhere = [
        "prisma/schema.prisma:6:6-10",
        "prisma/schema.prisma:11:8-15",
        "prisma/schema.prisma:17:11-15",
        "prisma/migrations/0001_init/migration.sql:1:13-20",
    ];
    let all = editor.at("textDocument/references", SCHEMA_PATH, (17, 12));
    assert_eq!(places(&all), everywhere);
    let params = json!({
        "textDocument": { "uri": uri(SCHEMA_PATH) },
        "position": { "line": 17, "character": 12 },
        "context": { "includeDeclaration": false },
    });
    assert_eq!(places(&editor.ask("textDocument/references", params)), everywhere[1..]);
    // And the other way round, whatever is open.
    editor.open(MIGRATION_PATH, MIGRATION);
    assert_eq!(places(&editor.at("textDocument/references", MIGRATION_PATH, (1, 15))), everywhere);
}

#[test]
fn another_project_with_the_same_names_is_another() {
    let files = [
        ("a/prisma/schema.prisma", SCHEMA),
        ("b/prisma/schema.prisma", SCHEMA),
        ("b/prisma/migrations/0001/migration.sql", MIGRATION),
    ];
    let mut editor = Editor::new(&files, &client());
    editor.open("a/prisma/schema.prisma", SCHEMA);
    editor.open("b/prisma/schema.prisma", SCHEMA);
    let of_a = places(&editor.at("textDocument/references", "a/prisma/schema.prisma", (8, 3)));
    assert!(of_a.iter().all(|it| it.starts_with("a/")) && of_a.len() == 2, "{of_a:?}");
    let of_b = places(&editor.at("textDocument/references", "b/prisma/schema.prisma", (8, 3)));
    assert!(of_b.iter().all(|it| it.starts_with("b/")) && of_b.len() == 3, "{of_b:?}");
}

#[test]
fn places_follow_what_is_typed() {
    let mut editor = Editor::new(&[(MIGRATION_PATH, MIGRATION)], &client());
    editor.open(SCHEMA_PATH, SCHEMA);
    assert_eq!(places(&editor.at("textDocument/definition", SCHEMA_PATH, (17, 36))), ["prisma/schema.prisma:16:2-10"]);
    let changes = json!([
        // A line above, a letter in the block, and a block of its own.
        { "range": range((14, 0), (14, 0)), "text": "/// 🥕\n" },
        { "range": range((16, 2), (16, 2)), "text": "🥕\n  " },
    ]);
    let document = json!({ "uri": uri(SCHEMA_PATH), "version": 2 });
    editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    let definition = editor.at("textDocument/definition", SCHEMA_PATH, (19, 36));
    assert_eq!(places(&definition), ["prisma/schema.prisma:18:2-10"]);
    editor.server.settle();
    assert_eq!(places(&editor.at("textDocument/definition", SCHEMA_PATH, (19, 36))), ["prisma/schema.prisma:18:2-10"]);
}

#[test]
fn an_outline_is_nested_or_flat_as_the_client_takes_it() {
    let mut editor = Editor::new(&[], &client());
    editor.open(SCHEMA_PATH, SCHEMA);
    let symbols = editor.of("textDocument/documentSymbol", SCHEMA_PATH);
    let user = &symbols[1];
    assert_eq!((&user["name"], &user["detail"]), (&json!("User"), &json!("model \"users\"")));
    assert_eq!(user["range"], range((6, 0), (12, 1)));
    assert_eq!(user["selectionRange"], range((6, 6), (6, 10)));
    assert_eq!(user["children"][1]["name"], "email");

    let mut editor = Editor::new(&[], &json!({}));
    editor.open(SCHEMA_PATH, SCHEMA);
    let symbols = editor.of("textDocument/documentSymbol", SCHEMA_PATH);
    let names: Vec<&str> = symbols.as_array().into_iter().flatten().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(
        names,
        ["db", "provider", "relationMode", "User", "id", "email", "posts", "Post", "id", "authorId", "author"]
    );
    assert_eq!(symbols[5]["containerName"], "User");
}

#[test]
fn what_closes_a_fold_stays_to_be_seen() {
    let text = format!("// one\n// two\n{SCHEMA}").replace('\n', "\r\n");
    let mut editor = Editor::new(&[], &client());
    editor.open(SCHEMA_PATH, &text);
    let folds = editor.of("textDocument/foldingRange", SCHEMA_PATH);
    let lines: Vec<(u64, u64, bool)> = folds
        .as_array()
        .into_iter()
        .flatten()
        .map(|it| {
            (it["startLine"].as_u64().unwrap_or(99), it["endLine"].as_u64().unwrap_or(99), it["kind"] == "comment")
        })
        .collect();
    assert_eq!(lines, [(0, 1, true), (2, 4, false), (8, 13, false), (16, 19, false)]);
}

#[test]
fn types_of_the_database_are_shown_beside_the_fields_that_are_seen() {
    let mut editor = Editor::new(&[], &client());
    editor.open(SCHEMA_PATH, SCHEMA);
    let params = json!({ "textDocument": { "uri": uri(SCHEMA_PATH) }, "range": range((8, 0), (9, 0)) });
    let hints = editor.ask("textDocument/inlayHint", params);
    assert_eq!(hints.as_array().map(Vec::len), Some(1), "{hints}");
    assert_eq!(hints[0]["label"], "varchar(191)");
    assert_eq!(hints[0]["position"], json!({ "line": 8, "character": 29 }));
    assert!(hints[0].get("tooltip").is_none());

    // Who does not want them is not shown them, from now on.
    let settings = json!({ "shoring": { "inlayHints": { "databaseTypes": false } } });
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": settings }));
    assert!(editor.said.iter().any(|it| it["method"] == "workspace/inlayHint/refresh"), "{:?}", editor.said);
    assert_eq!(editor.of("textDocument/inlayHint", SCHEMA_PATH), Value::Null);
}

#[test]
fn a_long_type_is_cut_and_shown_whole_when_it_is_pointed_at() {
    let values: String = (0..30).map(|number| format!("  VALUE_{number}\n")).collect();
    let text =
        format!("datasource db {{\n  provider = \"mysql\"\n}}\nenum E {{\n{values}}}\nmodel A {{\n  id E @id\n}}\n");
    let mut editor = Editor::new(&[], &client());
    editor.open(SCHEMA_PATH, &text);
    let hints = editor.of("textDocument/inlayHint", SCHEMA_PATH);
    let label = hints[0]["label"].as_str().unwrap_or_default();
    assert!(label.starts_with("enum('VALUE_0',") && label.ends_with('…') && label.chars().count() == 41, "{label}");
    assert!(hints[0]["tooltip"].as_str().is_some_and(|it| it.ends_with("'VALUE_29')")), "{hints}");
}

#[test]
fn where_there_is_nothing_nothing_is_answered() {
    let mut editor = Editor::new(&[(SCHEMA_PATH, SCHEMA)], &client());
    editor.open(SCHEMA_PATH, SCHEMA);
    editor.open("notes.txt", "User");
    for (path, at) in [(SCHEMA_PATH, (1, 3)), (SCHEMA_PATH, (900, 900)), ("notes.txt", (0, 1)), ("gone.prisma", (0, 0))]
    {
        for method in ["textDocument/hover", "textDocument/definition", "textDocument/references"] {
            assert_eq!(editor.at(method, path, at), Value::Null, "{method} {path}");
        }
    }
    for path in ["notes.txt", "gone.prisma"] {
        for method in ["textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/inlayHint"] {
            assert_eq!(editor.of(method, path), Value::Null, "{method} {path}");
        }
    }
}
