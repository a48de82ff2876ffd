//! The language server as a program: `shoring lsp` over standard input and output, and in Neovim with the settings of
//! `docs/editors.md`. What it says is proved in memory (`language_server.rs`); here is how it is run.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
};

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use serde_json::{Value, json};
use shoring_tests::{BEFORE, repository::TemporaryRepository, root};

/// The native program, where it is built.
fn native() -> Option<PathBuf> {
    let native = std::env::var_os("SHORING_NATIVE").map(PathBuf::from);
    if native.is_none() {
        println!("SHORING_NATIVE names no program (cargo xtask test makes one): nothing was tried");
    }
    native
}

/// `shoring lsp`, and the pipes to it.
struct Program {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Program {
    fn start(words: &[&str]) -> Option<Self> {
        let mut command = Command::new(native()?);
        command.arg("lsp").args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{error}"));
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().unwrap_or_else(|| panic!("a pipe")));
        Some(Self { child, stdin, stdout })
    }

    fn write(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap_or_else(|| panic!("it is closed"));
        stdin.write_all(bytes).and_then(|()| stdin.flush()).unwrap_or_else(|error| panic!("{error}"));
    }

    fn send(&mut self, message: &Value) {
        self.write(framed(message).as_bytes());
    }

    /// The next message, as it is framed.
    fn next(&mut self) -> Option<Value> {
        let mut length = None;
        loop {
            let mut header = String::new();
            if self.stdout.read_line(&mut header).unwrap_or_else(|error| panic!("{error}")) == 0 {
                return None;
            }
            assert!(header.ends_with("\r\n"), "{header:?}");
            if header == "\r\n" {
                break;
            }
            if let Some(number) = header.strip_prefix("Content-Length: ") {
                length = number.trim_end().parse().ok();
            }
        }
        let mut bytes = vec![0; length.unwrap_or_else(|| panic!("no length"))];
        self.stdout.read_exact(&mut bytes).unwrap_or_else(|error| panic!("{error}"));
        Some(serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{error}")))
    }

    /// The next message of a method, or the answer to a request.
    fn wait_for(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.next().unwrap_or_else(|| panic!("it has ended"));
            assert_eq!(message["jsonrpc"], "2.0", "{message}");
            if is_it(&message) {
                return message;
            }
        }
    }

    /// Closes its standard input; answers its exit status and what it wrote to standard error.
    fn end(mut self) -> (ExitStatus, String) {
        drop(self.stdin.take());
        let mut rest = Vec::new();
        self.stdout.read_to_end(&mut rest).unwrap_or_else(|error| panic!("{error}"));
        let output = self.child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
        (output.status, String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn framed(message: &Value) -> String {
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len())
}

fn request(id: u32, method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn notification(method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

fn opened(text: &str) -> Value {
    let document = json!({ "uri": "untitled:%ED%95%9C%EA%B8%80%20%F0%9F%A5%95", "languageId": "prisma", "version": 1, "text": text });
    notification("textDocument/didOpen", &json!({ "textDocument": document }))
}

#[test]
fn a_session_over_standard_input_and_output_ends_with_0() {
    let Some(mut program) = Program::start(&["--stdio"]) else { return };
    program.send(&request(1, "initialize", &json!({ "capabilities": {} })));
    let answer = program.wait_for(|it| it["id"] == 1);
    assert_eq!(answer["result"]["serverInfo"]["name"], "shoring");
    // Letter by letter, with another header, and two messages in one piece: pipes cut where they like.
    let text = notification("initialized", &json!({})).to_string();
    let headers = "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n";
    for byte in format!("{headers}Content-Length: {}\r\n\r\n{text}", text.len()).bytes() {
        program.write(&[byte]);
    }
    let both = framed(&opened(&format!("// 🥕 한글\n{BEFORE}"))) + &framed(&request(2, "nothing", &Value::Null));
    program.write(both.as_bytes());
    assert_eq!(program.wait_for(|it| it["id"] == 2)["error"]["code"], -32601);
    // Nothing more is sent: what is due is told after a pause.
    let told = program.wait_for(|it| it["method"] == "textDocument/publishDiagnostics");
    assert_eq!(told["params"]["diagnostics"][0]["code"], "missing-foreign-key-index", "{told}");
    program.send(&request(3, "shutdown", &Value::Null));
    assert_eq!(program.wait_for(|it| it["id"] == 3)["result"], Value::Null);
    program.send(&notification("exit", &Value::Null));
    let (status, told) = program.end();
    assert_eq!((status.code(), told.as_str()), (Some(0), ""));
}

#[test]
fn an_editor_that_goes_without_a_word_leaves_no_program_behind() {
    for message in [None, Some(notification("exit", &Value::Null))] {
        let Some(mut program) = Program::start(&[]) else { return };
        program.send(&request(1, "initialize", &json!({ "capabilities": {} })));
        program.wait_for(|it| it["id"] == 1);
        if let Some(message) = message {
            program.send(&message);
        }
        let (status, _) = program.end();
        assert_eq!(status.code(), Some(1));
    }
}

#[test]
fn what_is_no_message_ends_it_with_words() {
    for bytes in ["hello\r\n\r\n", "Content-Length: 5\r\n\r\n{]{]{", "Content-Length: many\r\n\r\n{}"] {
        let Some(mut program) = Program::start(&[]) else { return };
        program.write(bytes.as_bytes());
        let (status, told) = program.end();
        assert_eq!(status.code(), Some(2), "{bytes:?}: {told}");
        assert!(told.starts_with("error: what came over standard input is no message"), "{bytes:?}: {told}");
    }
}

// -- Neovim --

/// Set where the test must not be left out.
const DEMAND: &str = "SHORING_DEMANDS_NEOVIM";

/// The settings for Neovim, as they are documented.
fn documented() -> String {
    let path = root().join("docs/editors.md");
    let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (mut heading, mut is_heading, mut is_lua) = (String::new(), false, false);
    let mut settings = String::new();
    for event in Parser::new(&page) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                is_heading = true;
                heading.clear();
            }
            Event::End(TagEnd::Heading(_)) => is_heading = false,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                is_lua = &*language == "lua" && heading == "Neovim";
            }
            Event::End(TagEnd::CodeBlock) => is_lua = false,
            Event::Text(text) if is_heading => heading.push_str(&text),
            Event::Text(text) if is_lua => settings.push_str(&text),
            _ => {}
        }
    }
    assert!(settings.contains("\"lsp\""), "docs/editors.md tells of Neovim: {settings}");
    settings
}

#[test]
fn in_neovim_findings_appear_and_fixes_are_applied() {
    let Some(native) = native() else { return };
    if Command::new("nvim").arg("--version").output().is_err() {
        let told = "Neovim is not installed (cargo xtask setup): it is not tried";
        assert!(std::env::var_os(DEMAND).is_none(), "{told}");
        println!("{told}");
        return;
    }
    let Some(repository) = TemporaryRepository::new() else { return };
    repository.write("prisma/schema.prisma", BEFORE);
    repository.commit("The schema");
    repository.branch("work");
    let home = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let (settings, seen) = (home.path().join("init.lua"), home.path().join("seen.json"));
    std::fs::write(&settings, documented()).unwrap_or_else(|error| panic!("{error}"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = native.parent().map(PathBuf::from).into_iter().chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).unwrap_or_else(|error| panic!("{error}"));
    let mut nvim = Command::new("nvim");
    nvim.args(["--headless", "-i", "NONE", "-n", "-u"]).arg(&settings);
    nvim.arg("-c").arg(format!("luafile {}", root().join("tests/editors/neovim.lua").display()));
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        nvim.env(name, home.path());
    }
    nvim.env("PATH", path).env("SHORING_SEEN", &seen).current_dir(repository.path()).stdin(Stdio::null());
    let done = nvim.output().unwrap_or_else(|error| panic!("{error}"));
    let words = String::from_utf8_lossy(&done.stderr).into_owned();
    let seen = std::fs::read_to_string(&seen).unwrap_or_else(|error| panic!("{error}: {words}"));
    let seen: Value = serde_json::from_str(&seen).unwrap_or_else(|error| panic!("{error}: {seen}"));
    assert_eq!(seen["error"], Value::Null, "{words}\n{seen:#}");
    assert!(done.status.success(), "{words}");
    let offered = |nth: usize| seen["offered"][nth][0].as_str().unwrap_or_default();
    assert_eq!(offered(0), "Add @@index([authorId]) to Post", "{seen:#}");
    assert!(offered(1).contains("@map(\"title\")"), "{seen:#}");
    let lines: Vec<&str> = seen["text"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(lines.contains(&"  /* 🥕 제목 */ headline String @map(\"title\")"), "{lines:#?}");
    assert!(lines.contains(&"  @@index([authorId])"), "{lines:#?}");
    let saved = std::fs::read_to_string(repository.path().join("prisma/schema.prisma")).unwrap_or_default();
    assert_eq!(saved.lines().collect::<Vec<_>>(), lines);
    println!("hover: {}", seen["hover"]);
}
