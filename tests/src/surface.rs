//! Surfaces: ways to ask Shoring. Each is asked the same questions, and has to give the same answers, byte for byte.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::{Map, Value, json};
use shoring_core::{text::Language, workspace::Role};
use toml::de::{DeTable, DeValue};

use crate::{
    case::Case,
    editor::{Client, Editor},
    host::{MemoryHost, TODAY},
    markdown::Section,
    root,
};

/// A state to be looked at, or two to be compared.
#[derive(Clone, Debug, Default)]
pub struct Question {
    pub name: String,
    /// The state before; none where one state is linted.
    pub base: Option<Vec<File>>,
    pub head: Vec<File>,
    pub target: Option<String>,
    /// The text of a `shoring.toml`.
    pub config: Option<String>,
    pub today: Option<String>,
    pub renames: Vec<String>,
}

/// A file of a question.
#[derive(Clone, Debug)]
pub struct File {
    pub path: String,
    pub bytes: Vec<u8>,
    pub role: Role,
}

impl File {
    /// A file of the state.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), role: Role::State }
    }

    fn language(&self) -> Option<Language> {
        Language::of_path(&self.path)
    }
}

/// A report as JSON with places in characters, or the words of a refusal as the command line prints them.
pub type Answer = Result<String, String>;

/// A way to ask. Adding one is adding a driver.
pub trait Surface {
    /// Answers all questions, in their order.
    fn answers(&self, questions: &[Question]) -> Vec<Answer>;

    /// Whether it can be asked that.
    fn takes(&self, _question: &Question) -> bool {
        true
    }

    /// An answer of the command line as this surface would put it; the same bytes, where nothing else is said.
    fn would_say(&self, answer: Answer) -> Answer {
        answer
    }
}

impl Question {
    /// What a section of a suite asks, with its files in folders of their own.
    pub fn of_section(name: String, section: &Section) -> Self {
        let case = Case::of(section);
        let of = |is_meant: fn(Role) -> bool, folder: &str| -> Vec<File> {
            let files = case.files.iter().filter(|file| is_meant(file.role)).enumerate();
            let path = |nth: usize, path: &str| format!("{folder}/f{nth}-{}", path.replace('/', "-"));
            files
                .map(|(nth, it)| File { path: path(nth, &it.path), bytes: it.text.clone().into(), role: it.role })
                .collect()
        };
        let mut head = of(|role| role == Role::State, "head");
        if head.len() > 1 && head.iter().all(|file| file.language() == Some(Language::Sql)) {
            // Several files of SQL are the steps of a history.
            for file in &mut head {
                file.role = Role::History;
            }
        }
        head.extend(of(|role| role == Role::Relations, "relations"));
        head.extend(of(Role::is_of_vitess, "vitess"));
        let toml = section.fences.iter().find(|fence| fence.language == "toml");
        let target = case.target.as_ref().or(case.config.target.as_ref().map(|said| &said.value));
        Self {
            name,
            base: case.compares().then(|| of(|role| role == Role::Base, "base")),
            head,
            target: target.map(ToString::to_string),
            config: toml.map(|fence| fence.text.clone()),
            today: case.today,
            renames: Vec::new(),
        }
    }

    /// Whether relations stand beside two states: the command line has no words for that.
    pub fn compares_with_relations(&self) -> bool {
        self.base.is_some() && self.head.iter().any(|file| file.role == Role::Relations)
    }

    /// Whether an editor can have it open: one state, in texts. What is compared, an editor finds with git
    /// (`tests/run/language_server.rs`); it has no words for relations that stand beside a dump, holds no bytes that are no text,
    /// and takes several files of SQL for one history by their names only.
    pub fn can_be_opened(&self) -> bool {
        let sql = self.head.iter().filter(|file| file.language() == Some(Language::Sql)).count();
        let schemas = self.head.iter().filter(|file| file.language().is_some()).count();
        self.base.is_none()
            && self.renames.is_empty()
            && sql == usize::from(schemas == 1 && sql == 1)
            && self.head.iter().all(|file| file.role == Role::State && std::str::from_utf8(&file.bytes).is_ok())
    }

    /// An editor with all of its files open, which counts in characters.
    pub fn opened(&self) -> Editor {
        let text = |file: &File| String::from_utf8(file.bytes.clone()).unwrap_or_else(|error| panic!("{error}"));
        let texts: Vec<(&str, String)> = self.head.iter().map(|file| (file.path.as_str(), text(file))).collect();
        let config = self.config.iter().map(|text| ("shoring.toml", text.as_str()));
        let options = json!({ "target": self.target });
        let client = Client { encodings: vec!["utf-32"], options, today: self.today.clone(), ..Client::default() };
        let mut editor =
            Editor::in_memory_as(texts.iter().map(|(path, text)| (*path, text.as_str())).chain(config), client);
        for file in self.head.iter().filter(|file| file.language().is_some()) {
            editor.open(&file.path);
        }
        editor
    }

    /// What a program asks.
    fn to_json(&self) -> Value {
        let file = |file: &File| {
            let role = match file.role {
                Role::History | Role::Added => "history",
                Role::Relations => "relations",
                Role::VSchema => "vschema",
                Role::RoutingRules => "routing-rules",
                Role::State | Role::Base => "state",
            };
            match std::str::from_utf8(&file.bytes) {
                Ok(text) => json!({ "path": file.path, "text": text, "role": role }),
                Err(_) => json!({ "path": file.path, "bytes": file.bytes, "role": role }),
            }
        };
        let files = |files: &[File]| files.iter().map(file).collect::<Vec<_>>();
        let mut options = self.config.as_deref().map(object_of_toml).unwrap_or_default();
        options.insert("positions".to_owned(), json!("characters"));
        options.insert("today".to_owned(), json!(self.today.as_deref().unwrap_or(TODAY)));
        options.insert("renames".to_owned(), json!(self.renames));
        if let Some(target) = &self.target {
            options.insert("target".to_owned(), json!(target));
        }
        json!({ "base": self.base.as_deref().map(files), "head": files(&self.head), "options": options })
    }
}

fn object_of_toml(text: &str) -> Map<String, Value> {
    fn value(of: &DeValue<'_>) -> Value {
        match of {
            DeValue::String(text) => json!(text),
            DeValue::Boolean(value) => json!(value),
            DeValue::Array(items) => items.iter().map(|item| value(item.get_ref())).collect(),
            DeValue::Table(inner) => Value::Object(table(inner)),
            other => panic!("no key takes {other:?}"),
        }
    }
    fn table(of: &DeTable<'_>) -> Map<String, Value> {
        of.iter().map(|(key, it)| (key.get_ref().to_string(), value(it.get_ref()))).collect()
    }
    let parsed = DeTable::parse(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    table(parsed.get_ref())
}

/// The command line, on a machine in memory: the code of the native program but for its files and terminal.
#[derive(Clone, Copy, Debug)]
pub struct CommandLine;

impl Surface for CommandLine {
    fn answers(&self, questions: &[Question]) -> Vec<Answer> {
        questions.iter().map(Self::answer).collect()
    }
}

impl CommandLine {
    fn answer(question: &Question) -> Answer {
        let mut host = MemoryHost { today: question.today.clone(), ..MemoryHost::default() };
        let all = question.base.iter().flatten().chain(&question.head);
        host.files.extend(all.map(|file| (file.path.clone(), file.bytes.clone())));
        // A state of one file is named by it, one of several by its folder.
        let named = |files: &[File]| match files {
            [one] => one.path.clone(),
            [first, ..] => first.path.rsplit_once('/').map_or(".", |(folder, _)| folder).to_owned(),
            [] => panic!("{}: a state without files", question.name),
        };
        let (relations, state): (Vec<File>, Vec<File>) = question
            .head
            .iter()
            .filter(|file| file.language().is_some())
            .cloned()
            .partition(|it| it.role == Role::Relations);
        let mut words: Vec<String> = match &question.base {
            Some(base) => vec!["diff".to_owned(), named(base), named(&state)],
            None => vec!["lint".to_owned(), named(&state)],
        };
        words.extend(["--format".to_owned(), "json".to_owned()]);
        let mut say = |option: &str, value: &str| words.extend([option.to_owned(), value.to_owned()]);
        if let Some(target) = &question.target {
            say("--target", target);
        }
        if let Some(text) = &question.config {
            host.files.insert("shoring.toml".to_owned(), text.clone().into());
            say("--config", "shoring.toml");
        }
        for rename in &question.renames {
            say("--rename", rename);
        }
        if !relations.is_empty() {
            say("--relations", &named(&relations));
        }
        for file in &question.head {
            match file.role {
                Role::VSchema => say("--vschema", &file.path),
                Role::RoutingRules => say("--routing-rules", &file.path),
                _ => {}
            }
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match host.run(&words) {
            0 | 1 => Ok(host.out),
            _ => Err(host.err),
        }
    }
}

/// The language server: the report of what is open in an editor.
#[derive(Clone, Copy, Debug)]
pub struct LanguageServer;

impl Surface for LanguageServer {
    fn answers(&self, questions: &[Question]) -> Vec<Answer> {
        let answer = |question: &Question| {
            let path = question.head.iter().find(|file| file.language().is_some()).map(|file| &file.path);
            let path = path.unwrap_or_else(|| panic!("{}: no schema", question.name));
            self.would_say(Ok(question.opened().report(path).to_string()))
        };
        questions.iter().map(answer).collect()
    }

    /// It refuses nothing: what cannot be read is a finding, so that the rest of a schema is looked at. What is too large for the
    /// command line is no question for it.
    fn takes(&self, question: &Question) -> bool {
        let is_read = question.head.iter().all(|file| file.bytes.len() <= shoring_core::workspace::MAX_PRISMA_BYTES);
        question.can_be_opened() && is_read
    }

    /// The same report; JSON-RPC keeps no order of keys.
    fn would_say(&self, answer: Answer) -> Answer {
        let sorted = |text: String| -> String {
            let report: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            format!("{report:#}\n")
        };
        answer.map(sorted)
    }
}

/// The npm package, in Node.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// `shoring` or `shoring/prisma`.
    pub entry: &'static str,
    /// `functions`, `workspace` (opened file by file, letter by letter), or `require`.
    pub way: &'static str,
}

impl Package {
    /// The project that has the package, where there is one.
    pub fn project() -> Option<PathBuf> {
        std::env::var_os("SHORING_NPM").map(PathBuf::from)
    }
}

impl Surface for Package {
    fn answers(&self, questions: &[Question]) -> Vec<Answer> {
        let mut node = node(include_str!("../surfaces/npm.mjs"), &[self.entry, self.way]);
        node.current_dir(Self::project().unwrap_or_default());
        answers_of(node, questions)
    }

    fn takes(&self, question: &Question) -> bool {
        // The small entry reads nothing else, also not what Vitess keeps beside a schema.
        let is_prisma = |file: &File| file.language() != Some(Language::Sql) && !file.role.is_of_vitess();
        self.entry == "shoring" || (question.base.is_none() && question.head.iter().all(is_prisma))
    }
}

/// The worker, in workerd over HTTP.
#[derive(Clone, Copy, Debug)]
pub struct Worker;

impl Worker {
    /// Whether it is built.
    pub fn is_built() -> bool {
        std::env::var_os("SHORING_WORKER").is_some()
    }
}

impl Surface for Worker {
    fn answers(&self, questions: &[Question]) -> Vec<Answer> {
        let mut node = node(include_str!("../surfaces/worker.mjs"), &[]);
        node.current_dir(root().join("worker"));
        answers_of(node, questions)
    }

    fn takes(&self, question: &Question) -> bool {
        let files = || question.base.iter().flatten().chain(&question.head);
        // JSON holds texts only, and a body is smaller than what the core refuses.
        files().all(|file| std::str::from_utf8(&file.bytes).is_ok())
            && files().map(|file| file.bytes.len()).sum::<usize>() < 500_000
    }
}

/// Node with a program that reads questions and prints answers.
fn node(program: &str, arguments: &[&str]) -> Command {
    let mut node = Command::new("node");
    node.args(["--input-type=module", "--eval", program]).args(arguments);
    node
}

fn answers_of(mut node: Command, questions: &[Question]) -> Vec<Answer> {
    node.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = node.spawn().unwrap_or_else(|error| panic!("node cannot be run: {error}"));
    let asked: Vec<Value> = questions.iter().map(Question::to_json).collect();
    let text = serde_json::to_string(&asked).unwrap_or_default();
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    }
    let output = child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
    let answers: Vec<(bool, String)> =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("node printed no answers: {error}"));
    answers.into_iter().map(|(is_report, text)| if is_report { Ok(text) } else { Err(text) }).collect()
}
