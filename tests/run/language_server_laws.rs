//! What must be true of the language server whatever is said to it: over random sequences of messages, and over every case of
//! the suites.

use std::collections::BTreeMap;

use proptest::{
    collection::vec,
    num::u16::ANY,
    test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner},
};
use serde_json::{Value, json};
use shoring_core::{lint, safety};
use shoring_tests::{
    BEFORE,
    editor::{Client, Editor},
    generate::Choices,
    markdown::{Section, examples, sections},
    pages_of_cases, root,
    surface::Question,
};

// -- any messages in any order --

const FILES: &[(&str, &str)] = &[
    ("schema/base.prisma", "datasource db {\n  provider     = \"mysql\"\n  relationMode = \"prisma\"\n}\n"),
    (
        "schema/user.prisma",
        "model User {\n  id    Int    @id\n  posts Post[]\n  mail  String @unique // 메일 🥕\n\n  @@index([mail])\n}\n",
    ),
    (
        "schema/post.prisma",
        "model Post {\r\n  id       Int  @id\r\n  authorId Int\r\n  author   User @relation(fields: [authorId], references: [id])\r\n}\r\n",
    ),
    ("alone/schema.prisma", BEFORE),
    ("migrations/0001_init/migration.sql", "CREATE TABLE users (id int NOT NULL, mail varchar(100), KEY (id));\n"),
    ("migrations/0002_more/migration.sql", "CREATE INDEX a ON users (mail);\nCREATE INDEX b ON users (mail);\n"),
    ("dump.sql", "CREATE TABLE `한글` (`🥕` int, `name` text);\nINSERT INTO `한글` VALUES (1, 'x');\n"),
    ("shoring.toml", ""),
    ("alone/shoring.toml", "[rules]\nmissing-foreign-key-index = \"info\"\n"),
];

/// What somebody types, and what other programs write.
const TYPED: &[&str] = &[
    "",
    "x",
    " ",
    "\n",
    "\r\n",
    "\r",
    "🥕",
    "한",
    "@id",
    "@unique",
    "?",
    "{",
    "}",
    "\"",
    "/*",
    "*/",
    "//",
    ";",
    "`",
    "--",
    "  @@index([authorId])\n",
    "\nmodel New {\n  id Int @id\n}\n",
    "CREATE TABLE t (id int);\n",
    "datasource db {\n  provider = \"postgresql\"\n}\n",
    "// shoring-ignore missing-foreign-key-index: so\n",
    "-- shoring-ignore missing-primary-key: so\n",
    "[rules]\n",
    "\u{feff}",
];

const SETTINGS: &[&str] = &[
    r#"{ "target": "planetscale" }"#,
    r#"{ "target": "nothing" }"#,
    r#"{ "target": null, "config": null, "base": null }"#,
    r#"{ "config": "alone/shoring.toml" }"#,
    r#"{ "config": "nowhere.toml" }"#,
    r#"{ "base": "main" }"#,
    r#"{ "run": "onSave" }"#,
    r#"{ "run": "onType" }"#,
    r#"{ "alsoReportedByPrisma": "hide", "prismaIsActive": true }"#,
    r#"{ "alsoReportedByPrisma": "show" }"#,
    r#"{ "inlayHints": { "databaseTypes": true } }"#,
    "[1]",
    "null",
];

/// All that is set, as it was at first.
const AS_AT_FIRST: &str = r#"{ "target": null, "config": null, "base": null, "run": "onType", "alsoReportedByPrisma": "show",
    "prismaIsActive": false, "inlayHints": {} }"#;

const REQUESTS: &[&str] = &[
    "textDocument/codeAction",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "textDocument/hover",
    "textDocument/documentSymbol",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/foldingRange",
    "textDocument/inlayHint",
    "textDocument/completion",
    "workspace/executeCommand",
    "shoring/report",
    "shoring/diff",
    "shoring/explain",
    "shoring/lintWorkspace",
    "initialize",
    "nothing",
];

struct Session {
    editor: Editor,
    next: i64,
    /// The workspace was looked at: what was found is told from then on.
    looked_at_all: bool,
    /// How often each kind of thing was done.
    done: BTreeMap<&'static str, usize>,
}

impl Session {
    fn path(choices: &mut Choices) -> &'static str {
        choices.of(FILES).0
    }

    /// A text that is open, where one is.
    fn open_path(&self, choices: &mut Choices) -> Option<&'static str> {
        let open: Vec<&str> = FILES
            .iter()
            .map(|(path, _)| *path)
            .filter(|path| self.editor.buffers().contains_key(&self.editor.uri(path)))
            .collect();
        choices.one_of(&open)
    }

    /// A place, mostly of the text.
    fn place(&self, path: &str, choices: &mut Choices) -> Value {
        if choices.in_ten(1) {
            return json!({ "line": choices.of(&[0, 1, 5, 99, 4_000_000_000_u32]), "character": choices.of(&[0, 1, 7, 999, 4_000_000_000_u32]) });
        }
        let text =
            self.editor.buffers().get(&self.editor.uri(path)).map(|buffer| buffer.text.clone()).unwrap_or_default();
        let mut at = choices.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let mut place = self.editor.position(&text, at);
        // Within a character, too.
        if choices.in_ten(1) {
            place["character"] = json!(place["character"].as_u64().unwrap_or_default() + 1);
        }
        place
    }

    fn range(&self, path: &str, choices: &mut Choices) -> Value {
        let start = self.place(path, choices);
        let mut end = start.clone();
        match choices.below(4) {
            0 => end = self.place(path, choices),
            1 => end["character"] = json!(end["character"].as_u64().unwrap_or_default() + 2),
            _ => {}
        }
        json!({ "start": start, "end": end })
    }

    fn request(&mut self, choices: &mut Choices) -> Value {
        let path = Self::path(choices);
        let uri = self.editor.uri(path);
        let method = choices.of(REQUESTS);
        self.looked_at_all |= method == "shoring/lintWorkspace";
        self.next += 1;
        let range = self.range(path, choices);
        let mut params = json!({
            "textDocument": { "uri": uri },
            "uri": uri,
            "range": range,
            "position": range["start"],
            "context": { "diagnostics": [], "includeDeclaration": true },
            "previousResultIds": [],
            "rule": "missing-foreign-key-index",
            "command": "shoring.explain",
            "arguments": ["missing-primary-key"],
            "capabilities": {},
        });
        if choices.in_ten(1) {
            params = choices.of(&["null", "[]", "{}", "3", "{ \"uri\": 3 }"]).parse().unwrap_or_default();
        }
        json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params })
    }

    fn step(&mut self, choices: &mut Choices) {
        let kind = match choices.below(20) {
            0..=6 => self.edit(choices),
            7 | 8 => self.open(choices),
            9 => self.close(choices),
            10 => self.save(choices),
            11 => self.write(choices),
            12 => {
                let settings = choices.of(SETTINGS).parse().unwrap_or_default();
                self.editor.configure(settings);
                "settings"
            }
            13 | 14 => {
                self.editor.settle();
                "pauses"
            }
            15 | 16 => self.ask(choices),
            17 | 18 => self.choose(choices),
            _ => self.folders(choices),
        };
        *self.done.entry(kind).or_default() += 1;
    }

    fn edit(&mut self, choices: &mut Choices) -> &'static str {
        let Some(path) = self.open_path(choices) else { return self.open(choices) };
        let range = self.range(path, choices);
        let uri = self.editor.uri(path);
        self.editor.edit_range(&uri, &range, choices.of(TYPED));
        "edits"
    }

    fn open(&mut self, choices: &mut Choices) -> &'static str {
        let (path, text) = choices.of(FILES);
        if self.editor.buffers().contains_key(&self.editor.uri(path)) {
            return "nothing";
        }
        // What is opened need not be what the disk has.
        let text = if choices.in_ten(2) { format!("{}{text}", choices.of(TYPED)) } else { text.to_owned() };
        self.editor.open_with(path, &text);
        "opened"
    }

    fn close(&mut self, choices: &mut Choices) -> &'static str {
        let Some(path) = self.open_path(choices) else { return "nothing" };
        self.editor.close(path);
        "closed"
    }

    fn save(&mut self, choices: &mut Choices) -> &'static str {
        let Some(path) = self.open_path(choices) else { return "nothing" };
        self.editor.save(path);
        "saved"
    }

    fn write(&mut self, choices: &mut Choices) -> &'static str {
        let (path, text) = choices.of(FILES);
        match choices.below(4) {
            0 => self.editor.delete(path),
            1 => self.editor.write_bytes(path, b"model \xff {}"),
            2 => self.editor.write(path, &format!("{text}{}", choices.of(TYPED))),
            _ => self.editor.write(path, text),
        }
        "written"
    }

    fn ask(&mut self, choices: &mut Choices) -> &'static str {
        let mut messages = Vec::new();
        for _ in 0..=choices.below(3) {
            messages.push(self.request(choices));
        }
        if choices.in_ten(3) {
            let id = self.next - i64::try_from(choices.below(3)).unwrap_or_default();
            messages.push(json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } }));
        }
        let ids: Vec<i64> = messages.iter().filter_map(|it| it["id"].as_i64()).collect();
        self.editor.send(messages);
        for id in ids {
            // A refusal is an answer; a fault of the server's own is none.
            if let Err(error) = self.editor.answer(id) {
                assert_ne!(error["code"], -32603, "{error}");
            }
        }
        "asked"
    }

    /// Applies one of the edits that are offered somewhere.
    fn choose(&mut self, choices: &mut Choices) -> &'static str {
        let Some(path) = self.open_path(choices) else { return "nothing" };
        let end = self.editor.text(path).len();
        let actions = self.editor.actions_at(path, 0, end);
        let edits: Vec<Value> = actions.iter().map(|it| it["edit"].clone()).filter(Value::is_object).collect();
        let Some(edit) = choices.one_of(&edits) else { return "nothing" };
        self.editor.apply(&edit);
        "chosen"
    }

    fn folders(&mut self, choices: &mut Choices) -> &'static str {
        let folder = json!({ "uri": self.editor.uri("alone"), "name": "alone" });
        let (added, removed) =
            if choices.in_ten(5) { (json!([folder]), json!([])) } else { (json!([]), json!([folder])) };
        let event = json!({ "added": added, "removed": removed });
        self.editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
        "folders"
    }

    /// What was set is set back, and configurations with mistakes are mended: what a server remembers of a good one, a fresh
    /// one cannot know.
    fn tidy_up(&mut self) {
        for path in ["shoring.toml", "alone/shoring.toml"] {
            self.editor.write(path, "");
            if self.editor.buffers().contains_key(&self.editor.uri(path)) {
                let end = self.editor.text(path).len();
                self.editor.edit(path, 0, end, "");
            }
        }
        self.editor.configure(AS_AT_FIRST.parse().unwrap_or_default());
        let folder = json!({ "uri": self.editor.uri("alone"), "name": "alone" });
        let event = json!({ "added": [], "removed": [folder] });
        self.editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
        self.editor.settle();
    }
}

/// All that is told, as text.
fn told(editor: &Editor) -> String {
    let mut text = String::new();
    for (uri, told) in editor.all_told() {
        let mut lines: Vec<String> = told.iter().map(|it| format!("{uri}: {it}\n")).collect();
        lines.sort();
        text.extend(lines);
    }
    text
}

#[test]
fn after_any_messages_a_server_tells_what_a_fresh_one_tells_of_the_same_texts() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let seed = number("SHORING_SEED").unwrap_or(1);
    let config = Config {
        cases: number("SHORING_CASES").and_then(|it| u32::try_from(it).ok()).unwrap_or(60),
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let counted = std::cell::RefCell::new(BTreeMap::<&str, usize>::new());
    let outcome = TestRunner::new(config).run(&vec(ANY, 50..700), |numbers| {
        let mut choices = Choices::new(&numbers);
        let encodings = vec![choices.of(&["utf-8", "utf-16", "utf-32"])];
        let client = Client { encodings, sends_whole_texts: choices.in_ten(2), ..Client::default() };
        let editor = Editor::in_memory_as(FILES.iter().copied(), client.clone());
        let mut session = Session { editor, next: 1000, looked_at_all: false, done: BTreeMap::new() };
        for _ in 0..numbers.len() / 8 {
            session.step(&mut choices);
        }
        session.tidy_up();
        for (kind, times) in &session.done {
            *counted.borrow_mut().entry(kind).or_default() += times;
        }
        let mut fresh = session.editor.beside(client.clone());
        // One that asks is told the same.
        let mut asking = session.editor.beside(Client { pulls: true, ..client });
        let buffers = session.editor.buffers().clone();
        for editor in [&mut fresh, &mut asking] {
            for (uri, buffer) in &buffers {
                editor.open_with(uri, &buffer.text);
            }
            editor.settle();
        }
        let fail = |what: &str, (one, other): (String, String)| {
            TestCaseError::fail(format!("{what}\nafter the messages:\n{one}\nfresh:\n{other}\nof\n{buffers:#?}"))
        };
        let (one, other) = (told(&session.editor), told(&fresh));
        if !session.looked_at_all && one != other {
            return Err(fail("what is told of open texts differs", (one, other)));
        }
        for uri in buffers.keys() {
            let (mut one, mut other) = (session.editor.diagnostics(uri), asking.diagnostics(uri));
            one.sort_by_key(Value::to_string);
            other.sort_by_key(Value::to_string);
            if one != other {
                return Err(fail("one that asks is told something else", (format!("{one:#?}"), format!("{other:#?}"))));
            }
        }
        let linted = [&mut session.editor, &mut fresh].map(|editor| editor.ask("shoring/lintWorkspace", json!({})));
        let (one, other) = (told(&session.editor), told(&fresh));
        if one != other || linted[0] != linted[1] {
            return Err(fail(&format!("what is told of the workspace differs: {linted:?}"), (one, other)));
        }
        Ok(())
    });
    let counted = counted.into_inner();
    println!("{counted:?}");
    assert!(
        outcome.is_ok(),
        "with SHORING_SEED={seed}: {}",
        match outcome {
            Err(TestError::Fail(reason, _)) => reason.to_string(),
            outcome => format!("{outcome:?}"),
        }
    );
    for kind in ["edits", "opened", "closed", "saved", "written", "settings", "pauses", "asked", "chosen", "folders"] {
        assert!(counted.get(kind).is_some_and(|times| *times > 20), "too few are {kind}: {counted:?}");
    }
}

// -- every case of the suites --

/// The questions of the suites that an editor can have open: one state, in texts of one schema or one file of SQL.
fn questions() -> Vec<Question> {
    let mut questions = Vec::new();
    let suites = root().join("tests/suites");
    for path in pages_of_cases() {
        let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let suite = path.strip_prefix(&suites).unwrap_or(&path).display().to_string();
        for section in sections(&page) {
            questions.push(Question::of_section(format!("{suite}: {}", section.name), &section));
        }
    }
    for rule in safety::all_rules() {
        for (nth, section) in examples(rule.docs).iter().flat_map(Section::each_alone).enumerate() {
            questions.push(Question::of_section(format!("documentation of {}: {nth}", rule.name), &section));
        }
    }
    questions.retain(Question::can_be_opened);
    questions
}

/// Findings as rule and subject; problems of a text have no names, their message tells them apart.
fn findings(report: &Value) -> Vec<(String, String)> {
    let of = |it: &Value| {
        let about = if it["subject"]["kind"] == "file" { &it["message"] } else { &it["subject"] };
        (it["rule"].as_str().unwrap_or_default().to_owned(), about.to_string())
    };
    report["findings"].as_array().into_iter().flatten().map(of).collect()
}

#[test]
fn a_comment_that_ignores_a_finding_makes_it_go_away_and_no_other_come() {
    let (mut ignored, mut without) = (0, BTreeMap::<String, usize>::new());
    let mut broken = Vec::new();
    for question in questions() {
        let mut editor = question.opened();
        let path = question.head[0].path.clone();
        let report = editor.report(&path);
        let all = report["findings"].as_array().cloned().unwrap_or_default();
        for (nth, finding) in all.iter().enumerate() {
            let mut editor = question.opened();
            let (file, rule) =
                (finding["file"].as_str().unwrap_or_default(), finding["rule"].as_str().unwrap_or_default());
            let at = |place: &str| {
                usize::try_from(finding["span"][place]["offset"].as_u64().unwrap_or_default()).unwrap_or(0)
            };
            let actions = editor.actions_at(file, at("start"), at("end"));
            let title = format!("Ignore {rule} here");
            let is_it = |it: &&Value| {
                it["title"] == title && it["diagnostics"][0]["data"]["fingerprint"] == finding["fingerprint"]
            };
            let Some(action) = actions.iter().find(is_it).cloned() else {
                let fixes = finding["fixes"].to_string();
                if !fixes.contains(&format!("shoring-ignore {rule}")) {
                    *without.entry(rule.to_owned()).or_default() += 1;
                }
                continue;
            };
            editor.apply(&action["edit"]);
            let after = editor.report(&path);
            let mut left = findings(&after);
            let before = findings(&report);
            let this = before[nth].clone();
            let times = |all: &[(String, String)]| all.iter().filter(|it| **it == this).count();
            let text = editor.text(file);
            if times(&left) >= times(&before) {
                broken.push(format!("{}: {rule} is still told of\n{text}", question.name));
                continue;
            }
            for it in &before {
                if let Some(at) = left.iter().position(|other| other == it) {
                    left.remove(at);
                }
            }
            if !left.is_empty() {
                broken.push(format!("{}: with {rule} ignored, there is {left:?} in\n{text}", question.name));
                continue;
            }
            ignored += 1;
        }
    }
    println!("{ignored} findings were ignored; no comment is offered for {without:?}");
    let shown: Vec<&str> = broken.iter().map(String::as_str).take(SHOWN).collect();
    assert!(broken.is_empty(), "{} comments break the law:\n{}", broken.len(), shown.join("\n"));
    assert!(ignored > 300, "the suites have more findings than {ignored}");
    // What no comment can silence: a text that is no text, and what is wrong with comments themselves.
    let cannot: Vec<&String> = without.keys().filter(|rule| !CANNOT_BE_IGNORED.contains(&rule.as_str())).collect();
    assert!(cannot.is_empty(), "no comment is offered for {cannot:?}");
    let rules: Vec<&str> = lint::rules().map(|rule| rule.name).collect();
    assert!(CANNOT_BE_IGNORED.iter().all(|rule| rules.contains(rule)));
}

/// The most broken laws that are shown.
const SHOWN: usize = 5;

/// Rules whose findings no comment silences.
const CANNOT_BE_IGNORED: &[&str] =
    &["expired-suppression", "syntax-error", "unknown-rule", "unused-suppression", "statement-not-understood"];
