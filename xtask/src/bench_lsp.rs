//! The part of `cargo xtask bench` about typing: how long the language server takes from a keystroke to the diagnostics that are
//! true after it. The client asks for them at once, so no pause is waited for.

use crate::shell::{command, say};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Instant;

/// Letters that are typed, and deleted again.
const KEYSTROKES: usize = 60;
/// Of which the first are not counted: memory is touched for the first time.
const WARM_UP: usize = 10;

/// One line of the result.
pub(crate) struct Row {
    what: &'static str,
    models: u32,
    /// What was told after the last letter.
    diagnostics: usize,
    /// From a keystroke to its diagnostics, in milliseconds, sorted.
    milliseconds: Vec<f64>,
}

/// Types into a schema, with and without a base beside it.
pub(crate) fn measure(binary: &Path, models: u32, schema: &Path, twin: &Path) -> Result<Vec<Row>> {
    say(format!("bench: typing into a schema of {models} models"));
    let text = std::fs::read_to_string(schema)?;
    let twin = std::fs::read_to_string(twin)?;
    [("alone", None), ("with the base it had", Some(&text)), ("with its edited twin as the base", Some(&twin))]
        .into_iter()
        .map(|(what, base)| {
            let mut session = Session::open(binary, &text, base)?;
            let (milliseconds, diagnostics) = session.type_into(&text)?;
            session.end()?;
            Ok(Row { what, models, diagnostics, milliseconds })
        })
        .collect()
}

const URI: &str = "file:///bench/schema.prisma";

/// A client of a server that is a process.
struct Session {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    requests: u64,
}

impl Session {
    fn open(binary: &Path, text: &str, base: Option<&String>) -> Result<Self> {
        let mut server = command(binary);
        server.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = server.spawn().with_context(|| format!("cannot run {}", binary.display()))?;
        let stdin = child.stdin.take().context("no pipe")?;
        let stdout = BufReader::new(child.stdout.take().context("no pipe")?);
        let mut session = Self { child, stdin, stdout, requests: 0 };
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-16"] },
            "textDocument": { "diagnostic": {} },
        });
        let folders = json!([{ "uri": "file:///bench", "name": "bench" }]);
        let options = json!({ "files": "client" });
        session.ask(
            "initialize",
            &json!({ "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": options }),
        )?;
        session.tell("initialized", &json!({}))?;
        session.tell("shoring/files", &json!({ "files": [{ "uri": URI, "text": text }], "complete": true }))?;
        let document = json!({ "uri": URI, "languageId": "prisma", "version": 1, "text": text });
        session.tell("textDocument/didOpen", &json!({ "textDocument": document }))?;
        if let Some(base) = base {
            let files = json!([{ "uri": URI, "text": base }]);
            let said = json!({ "folder": "file:///bench", "name": "base", "commit": "", "evidence": "the benchmark", "files": files });
            session.tell("shoring/base", &said)?;
        }
        Ok(session)
    }

    /// Types a letter behind the name of a field in the middle of the text, and deletes it, again and again.
    fn type_into(&mut self, text: &str) -> Result<(Vec<f64>, usize)> {
        let middle = text.lines().count() / 2;
        let is_field = |line: &str| line.starts_with("  ") && line.contains(" String") && line.is_ascii();
        let mut lines = text.lines().enumerate().skip(middle);
        let (line, field) = lines.find(|(_, line)| is_field(line)).context("no field")?;
        let column = field.len() - field.trim_start().split_once(' ').context("no name")?.1.len() - 1;
        let (mut milliseconds, mut told) = (Vec::new(), 0);
        for nth in 0..KEYSTROKES {
            let (end, letter) = if nth % 2 == 0 { (column, "x") } else { (column + 1, "") };
            let range =
                json!({ "start": { "line": line, "character": column }, "end": { "line": line, "character": end } });
            let document = json!({ "uri": URI, "version": nth + 2 });
            let begun = Instant::now();
            let changes = json!([{ "range": range, "text": letter }]);
            self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": changes }))?;
            let answer = self.ask("textDocument/diagnostic", &json!({ "textDocument": { "uri": URI } }))?;
            let took = begun.elapsed().as_secs_f64() * 1e3;
            told = answer["items"].as_array().context("no diagnostics")?.len();
            if nth >= WARM_UP {
                milliseconds.push(took);
            }
        }
        milliseconds.sort_by(f64::total_cmp);
        Ok((milliseconds, told))
    }

    fn end(mut self) -> Result<()> {
        self.ask("shutdown", &Value::Null)?;
        self.tell("exit", &Value::Null)?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("`shoring lsp` ended with {status}");
        }
        Ok(())
    }

    fn tell(&mut self, method: &str, params: &Value) -> Result<()> {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn ask(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.requests += 1;
        let id = self.requests;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        loop {
            let mut message = self.read()?;
            if message["id"] == id && message.get("method").is_none() {
                if let Some(error) = message.get("error") {
                    bail!("{method}: {error}");
                }
                return Ok(message["result"].take());
            }
        }
    }

    fn write(&mut self, message: &Value) -> Result<()> {
        let text = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{text}", text.len())?;
        Ok(self.stdin.flush()?)
    }

    fn read(&mut self) -> Result<Value> {
        let mut length = 0;
        loop {
            let mut header = String::new();
            if self.stdout.read_line(&mut header)? == 0 {
                bail!("`shoring lsp` has ended");
            }
            match header.trim_end().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse()?,
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.stdout.read_exact(&mut bytes)?;
        Ok(serde_json::from_slice(&bytes)?)
    }
}

pub(crate) fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| a keystroke in a Prisma schema | models | diagnostics | median ms | best ms | worst ms |\n|---|--:|--:|--:|--:|--:|\n",
    );
    for row in rows {
        let of = |nth: usize| row.milliseconds.get(nth).copied().unwrap_or_default();
        let last = row.milliseconds.len().saturating_sub(1);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {:.1} | {:.1} | {:.1} |",
            row.what,
            row.models,
            row.diagnostics,
            of(last / 2),
            of(0),
            of(last)
        );
    }
    text
}
