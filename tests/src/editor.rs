//! An editor in memory, speaking to the language server as editors do: in JSON, with texts of its own, whose places it counts
//! itself, in the unit that was agreed on. What every client relies on is checked of all that comes: each request is answered
//! once, places lie in the text, edits do not overlap and are of the version that is open.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, VecDeque},
    io::Read,
    path::PathBuf,
    rc::Rc,
};

use serde_json::{Value, json};
use shoring_cli::{
    GitError, Host, HostError, PathKind, Terminal,
    language_server::{Disk, HandedOver, Project},
};
use shoring_core::glob::{join, simplify};
use shoring_lsp::{Folder, Message, Place, Root, Server};

use crate::host::{MemoryHost, TODAY};

/// Files in memory that several see; their paths begin at the root of the disk.
type Memory = Rc<RefCell<MemoryHost>>;

/// A disk in memory. Each folder of it is a machine of its own to the server.
struct MemoryPlace(Memory);

impl Place for MemoryPlace {
    fn folder(&self, root: &Root) -> Box<dyn Folder> {
        let folder = root.folder().unwrap_or_else(|| "/nowhere".to_owned());
        let seen = Seen { disk: Rc::clone(&self.0), folder: folder.trim_matches('/').to_owned() };
        Box::new(Project::of(Box::new(seen)))
    }
}

/// A disk, seen from one of its folders.
struct Seen {
    disk: Memory,
    folder: String,
}

impl Seen {
    fn on_disk(&self, path: &str) -> String {
        simplify(&join(&self.folder, path))
    }
}

impl Host for Seen {
    fn kind_of(&self, path: &str) -> PathKind {
        self.disk.borrow().kind_of(&self.on_disk(path))
    }

    fn current_folder(&self) -> String {
        format!("/{}", self.folder)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, HostError> {
        self.disk.borrow().open(&self.on_disk(path))
    }

    fn files_below(&self, folder: &str) -> Result<Vec<String>, HostError> {
        let below = self.disk.borrow().files_below(&self.on_disk(folder))?;
        let from_here = |path: String| path.strip_prefix(&self.folder)?.strip_prefix('/').map(str::to_owned);
        Ok(below.into_iter().filter_map(from_here).collect())
    }

    fn write(&mut self, _: &str, _: &str) -> Result<(), HostError> {
        panic!("a language server writes no file")
    }

    fn stdin(&mut self) -> Box<dyn Read + '_> {
        panic!("a language server in memory has no standard input")
    }

    fn out(&mut self, text: &str) {
        panic!("printed: {text}")
    }

    fn err(&mut self, text: &str) {
        panic!("printed: {text}")
    }

    fn terminal(&self) -> Terminal {
        self.disk.borrow().terminal()
    }

    fn today(&self) -> Option<String> {
        self.disk.borrow().today()
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.disk.borrow().variable(name)
    }

    fn git(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        self.disk.borrow().git(args)
    }
}

/// Where an editor's files are.
enum Files {
    Memory(Memory),
    /// A folder of this machine.
    Disk(PathBuf),
    /// The editor has them, and hands them over.
    Handed(BTreeMap<String, String>),
}

/// The folder that an editor works in, where its files are in memory.
pub const ROOT: &str = "file:///home/%EC%95%B1/app";
const ON_DISK: &str = "home/앱/app";

/// What an editor can do.
#[derive(Clone, Debug)]
pub struct Client {
    /// The units of places that it knows, the best first; none where it does not say.
    pub encodings: Vec<&'static str>,
    /// It asks for diagnostics.
    pub pulls: bool,
    /// It sends whole texts instead of edits.
    pub sends_whole_texts: bool,
    /// It takes edits that name the version of a text.
    pub versioned_edits: bool,
    /// Its folders; the one of its files where it names none.
    pub folders: Vec<String>,
    /// Its settings.
    pub options: Value,
    /// The day, where its files are in memory.
    pub today: Option<String>,
}

impl Default for Client {
    fn default() -> Self {
        Self {
            encodings: vec!["utf-16"],
            pulls: false,
            sends_whole_texts: false,
            versioned_edits: true,
            folders: Vec::new(),
            options: json!({}),
            today: None,
        }
    }
}

/// A text that is open.
#[derive(Clone, Debug)]
pub struct Buffer {
    pub text: String,
    pub version: i64,
}

/// An editor.
pub struct Editor {
    server: Server,
    files: Files,
    client: Client,
    /// The unit of places that was agreed on.
    pub unit: String,
    root: String,
    buffers: BTreeMap<String, Buffer>,
    /// What was told last of each file.
    told: BTreeMap<String, Vec<Value>>,
    statuses: BTreeMap<String, Value>,
    /// What a person was shown.
    pub messages: Vec<String>,
    /// Notifications and requests of the server, by their methods, all since the beginning.
    pub heard: Vec<(String, Value)>,
    /// What was said last, for those who look for a fault.
    said: VecDeque<String>,
    asked: i64,
    answered: BTreeMap<i64, Result<Value, Value>>,
}

impl Editor {
    /// An editor in a folder in memory with these files.
    pub fn in_memory<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        Self::in_memory_as(files, Client::default())
    }

    /// An editor in a folder in memory that can do this.
    pub fn in_memory_as<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>, client: Client) -> Self {
        let files = files.into_iter().map(|(path, text)| (format!("{ON_DISK}/{path}"), text.as_bytes().to_vec()));
        let today = client.today.clone();
        let memory = Rc::new(RefCell::new(MemoryHost { files: files.collect(), today, ..MemoryHost::default() }));
        let place = MemoryPlace(Rc::clone(&memory));
        Self::begin(Box::new(place), Files::Memory(memory), ROOT.to_owned(), client)
    }

    /// Another editor over the same files.
    pub fn beside(&self, client: Client) -> Self {
        let Files::Memory(memory) = &self.files else { panic!("its files are in memory") };
        let place = MemoryPlace(Rc::clone(memory));
        Self::begin(Box::new(place), Files::Memory(Rc::clone(memory)), self.root.clone(), client)
    }

    /// An editor in a folder of this machine.
    pub fn on_disk(folder: PathBuf, client: Client) -> Self {
        let root = format!("file://{}", encoded(&folder.display().to_string()));
        Self::begin(Box::new(Disk), Files::Disk(folder), root, client)
    }

    /// An editor that hands its files over.
    pub fn handing_over<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>, mut client: Client) -> Self {
        client.options["files"] = json!("client");
        let files: BTreeMap<_, _> = files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let place = HandedOver { today: Some(TODAY.to_owned()) };
        Self::begin(Box::new(place), Files::Handed(files), "memfs:/app".to_owned(), client)
    }

    /// A server to which nobody has spoken, for those who say what no editor says.
    pub fn silent() -> Server {
        Server::new(Box::new(MemoryPlace(Memory::default())))
    }

    fn begin(place: Box<dyn Place>, files: Files, root: String, client: Client) -> Self {
        let mut editor = Self {
            server: Server::new(place),
            files,
            client,
            unit: String::new(),
            root,
            buffers: BTreeMap::new(),
            told: BTreeMap::new(),
            statuses: BTreeMap::new(),
            messages: Vec::new(),
            heard: Vec::new(),
            said: VecDeque::new(),
            asked: 0,
            answered: BTreeMap::new(),
        };
        if editor.client.folders.is_empty() {
            editor.client.folders.push(editor.root.clone());
        }
        let Client { encodings, pulls, versioned_edits, folders, options, .. } = editor.client.clone();
        let folders: Vec<Value> = folders.iter().map(|uri| json!({ "uri": uri, "name": uri })).collect();
        let diagnostic = pulls.then(|| json!({ "dynamicRegistration": false }));
        let mut capabilities = json!({
            "workspace": {
                "workspaceEdit": { "documentChanges": versioned_edits },
                "diagnostics": { "refreshSupport": true },
                "diagnostic": { "refreshSupport": true },
                "didChangeWatchedFiles": { "dynamicRegistration": true },
            },
            "textDocument": {},
            "window": { "showDocument": { "support": true } },
        });
        if let Some(diagnostic) = diagnostic {
            capabilities["textDocument"]["diagnostic"] = diagnostic;
        }
        if !encodings.is_empty() {
            capabilities["general"] = json!({ "positionEncodings": encodings });
        }
        let result = editor.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": null,
                "workspaceFolders": folders,
                "capabilities": capabilities,
                "initializationOptions": options,
            }),
        );
        let unit = result["capabilities"]["positionEncoding"].as_str();
        unit.unwrap_or("utf-16").clone_into(&mut editor.unit);
        editor.tell("initialized", json!({}));
        if let Files::Handed(files) = &editor.files {
            let of_file = |(path, text): (&String, &String)| json!({ "uri": editor.uri(path), "text": text });
            let files: Vec<Value> = files.iter().map(of_file).collect();
            editor.tell("shoring/files", json!({ "files": files, "complete": true }));
        }
        editor
    }

    // -- what a person does --

    /// Opens a file of the disk.
    pub fn open(&mut self, path: &str) {
        let text = self.text_on_disk(path).unwrap_or_else(|| panic!("there is no {path}"));
        self.open_with(path, &text);
    }

    /// Opens a text that the disk need not have.
    pub fn open_with(&mut self, path: &str, text: &str) {
        let language = match path.rsplit_once('.') {
            Some((_, "prisma")) => "prisma",
            Some((_, "sql")) => "sql",
            _ => "plaintext",
        };
        self.open_in(path, language, text);
    }

    /// Opens a text in a language.
    pub fn open_in(&mut self, path: &str, language: &str, text: &str) {
        let uri = self.uri(path);
        self.buffers.insert(uri.clone(), Buffer { text: text.to_owned(), version: 1 });
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Writes other words for words that are there once.
    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        let (start, end) = self.find(path, old);
        self.edit(path, start, end, new);
    }

    /// Types something, letter by letter, behind words that are there once.
    pub fn type_behind(&mut self, path: &str, words: &str, typed: &str) {
        let (_, mut at) = self.find(path, words);
        for letter in typed.chars() {
            self.edit(path, at, at, letter.encode_utf8(&mut [0; 4]));
            at += letter.len_utf8();
        }
    }

    /// Replaces bytes of a text.
    pub fn edit(&mut self, path: &str, start: usize, end: usize, new: &str) {
        let uri = self.uri(path);
        let text = &self.buffer(&uri).text;
        let range = json!({ "start": self.position(text, start), "end": self.position(text, end) });
        self.edit_range(&uri, &range, new);
    }

    /// Replaces what is between two places, as the protocol counts them: past the end of a line is its end, past the last line
    /// the end of the text.
    pub fn edit_range(&mut self, uri: &str, range: &Value, new: &str) {
        let text = &self.buffer(uri).text;
        let (a, b) = (self.offset(text, &range["start"]), self.offset(text, &range["end"]));
        let buffer = self.buffers.get_mut(uri).unwrap_or_else(|| panic!("{uri} is not open"));
        buffer.text.replace_range(a.min(b)..a.max(b), new);
        buffer.version += 1;
        let (version, whole) = (buffer.version, buffer.text.clone());
        let change = if self.client.sends_whole_texts {
            json!({ "text": whole })
        } else {
            json!({ "range": range, "text": new })
        };
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    }

    /// Writes a text to the disk.
    pub fn save(&mut self, path: &str) {
        let uri = self.uri(path);
        let text = self.buffer(&uri).text.clone();
        self.put(path, Some(&text));
        self.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri }, "text": text }));
        self.changed_on_disk(path, 2);
    }

    /// Closes a text; what was not saved is lost.
    pub fn close(&mut self, path: &str) {
        let uri = self.uri(path);
        self.buffers.remove(&uri);
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Something else than this editor writes a file.
    pub fn write(&mut self, path: &str, text: &str) {
        self.put(path, Some(text));
        self.changed_on_disk(path, 2);
    }

    /// Something else than this editor writes bytes that are no text.
    pub fn write_bytes(&mut self, path: &str, bytes: &[u8]) {
        match &self.files {
            Files::Memory(memory) => {
                memory.borrow_mut().files.insert(format!("{ON_DISK}/{path}"), bytes.to_vec());
            }
            Files::Disk(folder) => std::fs::write(folder.join(path), bytes).unwrap_or_else(|error| panic!("{error}")),
            Files::Handed(_) => panic!("texts only are handed over"),
        }
        self.changed_on_disk(path, 2);
    }

    /// Something else than this editor deletes a file.
    pub fn delete(&mut self, path: &str) {
        self.put(path, None);
        self.changed_on_disk(path, 3);
    }

    /// Sets something.
    #[expect(clippy::needless_pass_by_value, reason = "tests write it down where they call this")]
    pub fn configure(&mut self, settings: Value) {
        self.tell("workspace/didChangeConfiguration", json!({ "settings": { "shoring": settings } }));
    }

    /// Waits until the server has told what is due.
    pub fn settle(&mut self) {
        self.said.push_back("(a pause)".to_owned());
        let out = self.server.settle();
        self.hear(&out);
        assert!(!self.server.is_due(), "after a pause, nothing is due");
    }

    // -- what a person sees --

    /// What is told of a file: `error missing-foreign-key-index at `author``, in the order of their places.
    pub fn told(&mut self, path: &str) -> Vec<String> {
        let uri = self.uri(path);
        let diagnostics = self.diagnostics(path);
        let text = match self.buffers.get(&uri) {
            Some(buffer) => buffer.text.clone(),
            None => self.text_on_disk(path).unwrap_or_default(),
        };
        let mut told: Vec<(usize, String)> = diagnostics
            .iter()
            .map(|it| {
                let (start, end) = self.bytes(&text, &it["range"]);
                let severity = match it["severity"].as_u64() {
                    Some(1) => "error",
                    Some(2) => "warning",
                    _ => "info",
                };
                let rule = it["code"].as_str().unwrap_or("-");
                let at = text.get(start..end).unwrap_or_default();
                (start, format!("{severity} {rule} at `{at}`"))
            })
            .collect();
        told.sort();
        told.into_iter().map(|(_, words)| words).collect()
    }

    /// The rules that are told of a file, in the order of their places.
    pub fn rules(&mut self, path: &str) -> Vec<String> {
        let mut diagnostics = self.diagnostics(path);
        let line = |it: &Value| (it["range"]["start"]["line"].as_u64(), it["range"]["start"]["character"].as_u64());
        diagnostics.sort_by_key(line);
        diagnostics.iter().map(|it| it["code"].as_str().unwrap_or("-").to_owned()).collect()
    }

    /// The diagnostics of a file, as they came.
    pub fn diagnostics(&mut self, path: &str) -> Vec<Value> {
        let uri = self.uri(path);
        if !self.client.pulls {
            return self.told.get(&uri).cloned().unwrap_or_default();
        }
        let answer = self.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        assert_eq!(answer["kind"], "full", "no earlier answer was named: {answer}");
        answer["items"].as_array().cloned().unwrap_or_else(|| panic!("{answer}"))
    }

    /// All files of which something is told, with what is told.
    pub fn all_told(&self) -> BTreeMap<&str, &Vec<Value>> {
        self.told.iter().filter(|(_, told)| !told.is_empty()).map(|(uri, told)| (uri.as_str(), told)).collect()
    }

    /// How a text stands, as it was told last.
    pub fn status(&self, path: &str) -> &Value {
        self.statuses.get(&self.uri(path)).unwrap_or_else(|| panic!("nothing was told of how {path} stands"))
    }

    /// Whether it was told how a text stands.
    pub fn has_status(&self, path: &str) -> bool {
        self.statuses.contains_key(&self.uri(path))
    }

    /// The text of a file: as it is open, else as it is on the disk.
    pub fn text(&self, path: &str) -> String {
        let open = self.buffers.get(&self.uri(path)).map(|buffer| buffer.text.clone());
        open.or_else(|| self.text_on_disk(path)).unwrap_or_else(|| panic!("there is no {path}"))
    }

    /// The texts that are open, by their addresses.
    pub fn buffers(&self) -> &BTreeMap<String, Buffer> {
        &self.buffers
    }

    /// The report of the state that a text is a part of.
    pub fn report(&mut self, path: &str) -> Value {
        self.ask("shoring/report", json!({ "uri": self.uri(path) }))
    }

    // -- what a person chooses --

    /// What is offered at words that are there once.
    pub fn actions(&mut self, path: &str, words: &str) -> Vec<Value> {
        let (start, end) = self.find(path, words);
        self.actions_at(path, start, end)
    }

    /// What is offered at some bytes.
    pub fn actions_at(&mut self, path: &str, start: usize, end: usize) -> Vec<Value> {
        let text = self.text(path);
        let range = json!({ "start": self.position(&text, start), "end": self.position(&text, end) });
        let answer = self.ask(
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": self.uri(path) }, "range": range, "context": { "diagnostics": [] } }),
        );
        answer.as_array().cloned().unwrap_or_default()
    }

    /// The titles of what is offered at words that are there once.
    pub fn offered(&mut self, path: &str, words: &str) -> Vec<String> {
        let title = |action: &Value| action["title"].as_str().unwrap_or_default().to_owned();
        self.actions(path, words).iter().map(title).collect()
    }

    /// Chooses what is offered at words that are there once, by the beginning of its title.
    pub fn choose(&mut self, path: &str, words: &str, title: &str) {
        let actions = self.actions(path, words);
        let begins = |action: &&Value| action["title"].as_str().is_some_and(|it| it.starts_with(title));
        let action = actions.iter().find(begins).unwrap_or_else(|| panic!("no `{title}` in {actions:#?}")).clone();
        self.apply(&action["edit"]);
    }

    /// Applies an edit to what is open, and to the disk where it is not.
    pub fn apply(&mut self, edit: &Value) {
        let edits = self.edits_of(edit);
        assert!(!edits.is_empty(), "an edit of nothing: {edit}");
        for (uri, edits) in edits {
            let path = self.path(&uri);
            let text = self.text(&path);
            let after = self.with_edits(&text, &edits);
            if !self.buffers.contains_key(&uri) {
                self.write(&path, &after);
                continue;
            }
            // From the last to the first: so each is where the text still is as it was.
            let mut in_order = edits;
            in_order.sort_by_key(|edit| std::cmp::Reverse(self.bytes(&text, &edit["range"])));
            for edit in &in_order {
                self.edit_range(&uri, &edit["range"], edit["newText"].as_str().unwrap_or_default());
            }
            assert_eq!(self.text(&path), after, "edits come to the same one by one and all at once");
        }
    }

    /// The edits of each file; it is checked that they are of the version that is open.
    fn edits_of(&self, edit: &Value) -> BTreeMap<String, Vec<Value>> {
        let list = |it: &Value| it.as_array().cloned().unwrap_or_else(|| panic!("no list of edits: {it}"));
        if let Some(changes) = edit["changes"].as_object() {
            assert!(!self.client.versioned_edits, "this client wants to know the version");
            return changes.iter().map(|(uri, edits)| (uri.clone(), list(edits))).collect();
        }
        let of_document = |it: &Value| {
            let uri = it["textDocument"]["uri"].as_str().unwrap_or_default().to_owned();
            let version = self.buffers.get(&uri).map(|buffer| buffer.version);
            assert_eq!(it["textDocument"]["version"].as_i64(), version, "the version of {uri}");
            (uri, list(&it["edits"]))
        };
        assert!(self.client.versioned_edits, "this client does not know of versions: {edit}");
        list(&edit["documentChanges"]).iter().map(of_document).collect()
    }

    /// A text after edits that are all of the text before.
    fn with_edits(&self, text: &str, edits: &[Value]) -> String {
        let mut in_order: Vec<(usize, usize, &str)> = edits
            .iter()
            .map(|edit| {
                let (start, end) = self.bytes(text, &edit["range"]);
                (start, end, edit["newText"].as_str().unwrap_or_default())
            })
            .collect();
        in_order.sort_by_key(|(start, end, _)| (*start, *end));
        let mut after = String::new();
        let mut at = 0;
        for (start, end, new) in in_order {
            assert!(at <= start && start <= end, "edits overlap: {edits:#?}");
            after.push_str(&text[at..start]);
            after.push_str(new);
            at = end;
        }
        after.push_str(&text[at..]);
        after
    }

    // -- messages --

    /// Asks something; answers the result, and fails where it is refused.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.try_ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Asks something; answers the result or the error.
    ///
    /// # Errors
    /// What the server refuses it with.
    #[expect(clippy::needless_pass_by_value, reason = "tests write it down where they call this")]
    pub fn try_ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.asked += 1;
        let id = self.asked;
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.send(vec![message]);
        self.answered.remove(&id).unwrap_or_else(|| panic!("{method} was not answered"))
    }

    /// Tells the server something.
    #[expect(clippy::needless_pass_by_value, reason = "tests write it down where they call this")]
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(vec![json!({ "jsonrpc": "2.0", "method": method, "params": params })]);
    }

    /// Sends messages at once.
    pub fn send(&mut self, messages: Vec<Value>) {
        let ids: BTreeSet<i64> =
            messages.iter().filter(|it| it["method"].is_string()).filter_map(|it| it["id"].as_i64()).collect();
        for message in &messages {
            self.said.push_back(message.to_string().chars().take(400).collect());
        }
        while self.said.len() > 30 {
            self.said.pop_front();
        }
        let messages = messages.into_iter().map(|it| {
            serde_json::from_value::<Message>(it.clone()).unwrap_or_else(|error| panic!("no message: {error}: {it}"))
        });
        let answers = self.server.receive(messages.collect());
        self.hear(&answers);
        for id in ids {
            assert!(self.answered.contains_key(&id), "request {id} was not answered");
        }
    }

    /// The answer to a request of `send`.
    pub fn answer(&mut self, id: i64) -> Result<Value, Value> {
        self.answered.remove(&id).unwrap_or_else(|| panic!("request {id} was not answered"))
    }

    /// The exit status, once the server has ended.
    pub fn ended(&self) -> Option<i32> {
        self.server.ended()
    }

    /// Whether the server has something to tell at the next pause.
    pub fn is_due(&self) -> bool {
        self.server.is_due()
    }

    fn hear(&mut self, messages: &[Message]) {
        for message in messages {
            let message = serde_json::to_value(message).unwrap_or_else(|error| panic!("{error}"));
            match (message["method"].as_str(), message["id"].as_i64()) {
                (None, Some(id)) => {
                    let answer = match message.get("error") {
                        Some(error) => Err(error.clone()),
                        None => Ok(message["result"].clone()),
                    };
                    assert!(id <= self.asked || id >= 1000, "an answer to nothing: {message}");
                    assert!(self.answered.insert(id, answer).is_none(), "request {id} was answered twice");
                }
                (Some(method), _) => {
                    let params = message["params"].clone();
                    self.hear_one(method, &params);
                    self.heard.push((method.to_owned(), params));
                }
                (None, None) => panic!("neither an answer nor anything else: {message}"),
            }
        }
    }

    fn hear_one(&mut self, method: &str, params: &Value) {
        let uri = params["uri"].as_str().unwrap_or_default().to_owned();
        match method {
            "textDocument/publishDiagnostics" => {
                assert!(!self.client.pulls, "this client asks for diagnostics");
                let told = params["diagnostics"].as_array().cloned().unwrap_or_else(|| panic!("{params}"));
                if let Some(buffer) = self.buffers.get(&uri) {
                    assert_eq!(params["version"].as_i64(), Some(buffer.version), "the version of {uri}");
                    for it in &told {
                        self.bytes(&buffer.text, &it["range"]);
                    }
                }
                self.told.insert(uri, told);
            }
            "shoring/status" => {
                self.statuses.insert(uri, params.clone());
            }
            "window/showMessage" => self.messages.push(params["message"].as_str().unwrap_or_default().to_owned()),
            _ => {}
        }
    }

    // -- files --

    /// The address of a path.
    pub fn uri(&self, path: &str) -> String {
        if path.contains(':') { path.to_owned() } else { format!("{}/{}", self.root, encoded(path)) }
    }

    /// The path of an address, where it is one of this editor's folder.
    fn path(&self, uri: &str) -> String {
        let Some(path) = uri.strip_prefix(&self.root).and_then(|rest| rest.strip_prefix('/')) else {
            return uri.to_owned();
        };
        let known = |it: &&String| encoded(it) == path;
        match &self.files {
            Files::Handed(files) => files.keys().find(known).cloned().unwrap_or_else(|| path.to_owned()),
            _ => decoded(path),
        }
    }

    fn text_on_disk(&self, path: &str) -> Option<String> {
        match &self.files {
            Files::Memory(memory) => {
                let bytes = memory.borrow().files.get(&format!("{ON_DISK}/{path}")).cloned()?;
                String::from_utf8(bytes).ok()
            }
            Files::Disk(folder) => std::fs::read_to_string(folder.join(path)).ok(),
            Files::Handed(files) => files.get(path).cloned(),
        }
    }

    fn put(&mut self, path: &str, text: Option<&str>) {
        match &mut self.files {
            Files::Memory(memory) => {
                let files = &mut memory.borrow_mut().files;
                let path = format!("{ON_DISK}/{path}");
                match text {
                    Some(text) => _ = files.insert(path, text.as_bytes().to_vec()),
                    None => _ = files.remove(&path),
                }
            }
            Files::Disk(folder) => {
                let path = folder.join(path);
                let above = path.parent().unwrap_or(folder);
                std::fs::create_dir_all(above).unwrap_or_else(|error| panic!("{error}"));
                let done = match text {
                    Some(text) => std::fs::write(&path, text),
                    None => std::fs::remove_file(&path),
                };
                done.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
            Files::Handed(files) => match text {
                Some(text) => _ = files.insert(path.to_owned(), text.to_owned()),
                None => _ = files.remove(path),
            },
        }
    }

    /// Tells that a file of the disk is another: 2 where it was written, 3 where it is gone.
    pub fn changed_on_disk(&mut self, path: &str, kind: u8) {
        let uri = self.uri(path);
        if let Files::Handed(files) = &self.files {
            let file = json!({ "uri": uri, "text": files.get(path) });
            return self.tell("shoring/files", json!({ "files": [file] }));
        }
        let change = json!({ "uri": uri, "type": kind });
        self.tell("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    }

    // -- places --

    fn buffer(&self, uri: &str) -> &Buffer {
        self.buffers.get(uri).unwrap_or_else(|| panic!("{uri} is not open"))
    }

    /// Where words are that are in a text once.
    pub fn find(&self, path: &str, words: &str) -> (usize, usize) {
        let text = self.text(path);
        let mut all = text.match_indices(words).map(|(at, _)| at);
        let at = all.next().unwrap_or_else(|| panic!("no `{words}` in\n{text}"));
        assert!(all.next().is_none(), "more than one `{words}` in\n{text}");
        (at, at + words.len())
    }

    /// The place of a byte.
    pub fn position(&self, text: &str, offset: usize) -> Value {
        let lines = lines(text);
        let line = lines.iter().rposition(|(start, _)| *start <= offset).unwrap_or_default();
        let before = &text[lines[line].0..offset];
        let width: usize = before.chars().map(|letter| self.width(letter)).sum();
        json!({ "line": line, "character": width })
    }

    /// The byte at a place; within a character, its beginning.
    pub fn offset(&self, text: &str, at: &Value) -> usize {
        let number = |of: &str| usize::try_from(at[of].as_u64().unwrap_or_default()).unwrap_or(usize::MAX);
        let Some((start, end)) = lines(text).get(number("line")).copied() else { return text.len() };
        let mut width = 0;
        for (at, letter) in text[start..end].char_indices() {
            width += self.width(letter);
            if width > number("character") {
                return start + at;
            }
        }
        end
    }

    /// The bytes of a range that the server names: it names places as they are, none past an end.
    fn bytes(&self, text: &str, range: &Value) -> (usize, usize) {
        let (start, end) = (self.offset(text, &range["start"]), self.offset(text, &range["end"]));
        assert!(start <= end, "a range that ends before it begins: {range}");
        for (at, offset) in [("start", start), ("end", end)] {
            let said = self.said.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
            assert_eq!(range[at], self.position(text, offset), "a place that is not in {text:?}, after\n{said}");
        }
        (start, end)
    }

    fn width(&self, letter: char) -> usize {
        match self.unit.as_str() {
            "utf-8" => letter.len_utf8(),
            "utf-16" => letter.len_utf16(),
            "utf-32" => 1,
            unit => panic!("what is {unit}?"),
        }
    }
}

/// The first and the last byte of each line, its end left out: `\n`, `\r\n` or `\r`.
fn lines(text: &str) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\n' || letter == '\r' {
            let is_pair = letter == '\r' && letters.next_if(|(_, next)| *next == '\n').is_some();
            lines.push((start, at));
            start = at + if is_pair { 2 } else { 1 };
        }
    }
    lines.push((start, text.len()));
    lines
}

/// A path as it stands in an address.
fn encoded(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.get(..2).and_then(|it| std::str::from_utf8(it).ok()).filter(|_| *first == b'%');
        if let Some(byte) = digits.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            bytes.push(byte);
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
}
