//! The command line, on a machine that JavaScript gives: Node's files, git and terminal.

use std::{
    io::{self, Read},
    time::Duration,
};

use js_sys::{JsString, Reflect};
use shoring_cli::{GitError, Host, HostError, PathKind, SchemaOf, Terminal};
use shoring_core::rule::Rule;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// What `npm/src/node-host.ts` gives. A method that fails throws `{ code, number }` with the system's name and number.
    pub type NodeHost;

    /// 0: nothing is there, 1: a file, 2: a folder.
    #[wasm_bindgen(method, js_name = kindOf)]
    fn kind_of(this: &NodeHost, path: &str) -> u8;
    #[wasm_bindgen(method, js_name = currentFolder)]
    fn current_folder(this: &NodeHost) -> String;
    #[wasm_bindgen(method, catch)]
    fn open(this: &NodeHost, path: &str) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn read(this: &NodeHost, file: u32, into: &mut [u8]) -> Result<u32, JsValue>;
    #[wasm_bindgen(method)]
    fn close(this: &NodeHost, file: u32);
    #[wasm_bindgen(method, js_name = filesBelow, catch)]
    fn files_below(this: &NodeHost, folder: &str) -> Result<Vec<String>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn write(this: &NodeHost, path: &str, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn out(this: &NodeHost, text: &str);
    #[wasm_bindgen(method)]
    fn err(this: &NodeHost, text: &str);
    #[wasm_bindgen(method, js_name = isTerminal)]
    fn is_terminal(this: &NodeHost, file: u32) -> bool;
    /// The columns of the terminal; 0 where there is none.
    #[wasm_bindgen(method)]
    fn columns(this: &NodeHost) -> u32;
    /// Milliseconds since the command began.
    #[wasm_bindgen(method)]
    fn elapsed(this: &NodeHost) -> f64;
    #[wasm_bindgen(method)]
    fn today(this: &NodeHost) -> String;
    /// The page of a rule, which stands in the package already.
    #[wasm_bindgen(method, js_name = rulePage)]
    fn rule_page(this: &NodeHost, rule: &str) -> String;
    /// A JSON Schema, which stands in the package already: of `report` or `config`.
    #[wasm_bindgen(method, js_name = jsonSchema)]
    fn json_schema(this: &NodeHost, of: &str) -> String;
    #[wasm_bindgen(method)]
    fn variable(this: &NodeHost, name: &str) -> Option<String>;
    /// Throws `{ code, message }` where git cannot be started, `{ status, stderr }` where it fails.
    #[wasm_bindgen(method, catch)]
    fn git(this: &NodeHost, args: Vec<String>) -> Result<Vec<u8>, JsValue>;
}

/// Runs a command; `args` begins with the program's name. Answers the exit status.
#[wasm_bindgen]
pub fn run(args: Vec<String>, host: NodeHost) -> i32 {
    shoring_cli::run(args.into_iter().map(Into::into), &mut Machine(host))
}

struct Machine(NodeHost);

/// The file of standard input.
const STDIN: u32 = 0;

impl Host for Machine {
    fn kind_of(&self, path: &str) -> PathKind {
        match self.0.kind_of(path) {
            0 => PathKind::Missing,
            1 => PathKind::File,
            _ => PathKind::Folder,
        }
    }

    fn current_folder(&self) -> String {
        self.0.current_folder()
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, HostError> {
        let file = self.0.open(path).map_err(|error| in_our_words(&error))?;
        Ok(Box::new(OpenFile { host: self.0.clone().unchecked_into(), file }))
    }

    fn files_below(&self, folder: &str) -> Result<Vec<String>, HostError> {
        let mut paths = self.0.files_below(folder).map_err(|error| in_our_words(&error))?;
        // JavaScript sorts by UTF-16.
        paths.sort();
        Ok(paths)
    }

    fn write(&mut self, path: &str, text: &str) -> Result<(), HostError> {
        self.0.write(path, text).map_err(|error| in_our_words(&error))
    }

    fn stdin(&mut self) -> Box<dyn Read + '_> {
        Box::new(OpenFile { host: self.0.clone().unchecked_into(), file: STDIN })
    }

    fn out(&mut self, text: &str) {
        self.0.out(text);
    }

    fn err(&mut self, text: &str) {
        self.0.err(text);
    }

    fn terminal(&self) -> Terminal {
        let columns = usize::try_from(self.0.columns()).ok().filter(|columns| *columns > 0);
        Terminal::new(self.0.is_terminal(1), self.0.is_terminal(2), columns, |name| self.0.variable(name))
    }

    fn elapsed(&self) -> Option<Duration> {
        Duration::try_from_secs_f64(self.0.elapsed() / 1_000.0).ok()
    }

    fn today(&self) -> Option<String> {
        Some(self.0.today())
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.0.variable(name).filter(|value| !value.is_empty())
    }

    fn rule_page(&self, rule: &Rule) -> String {
        self.0.rule_page(rule.name)
    }

    fn json_schema(&self, of: SchemaOf) -> String {
        self.0.json_schema(match of {
            SchemaOf::Report => "report",
            SchemaOf::Config => "config",
        })
    }

    fn git(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        let args = args.iter().map(|it| (*it).to_owned()).collect();
        self.0.git(args).map_err(|error| match (text(&error, "stderr"), text(&error, "code").as_deref()) {
            (Some(stderr), _) => GitError::Failed { status: number(&error, "status"), stderr },
            (None, Some("ENOENT")) => GitError::NotInstalled,
            (None, _) => GitError::NotStarted(text(&error, "message").unwrap_or_default()),
        })
    }
}

/// A file that is read piece by piece.
struct OpenFile {
    host: NodeHost,
    file: u32,
}

impl Read for OpenFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.host.read(self.file, into) {
            Ok(count) => Ok((count as usize).min(into.len())),
            Err(error) => Err(io::Error::other(in_our_words(&error))),
        }
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        if self.file != STDIN {
            self.host.close(self.file);
        }
    }
}

fn in_our_words(error: &JsValue) -> HostError {
    match text(error, "code") {
        Some(name) => HostError::of_system(&name, number(error, "errno").unwrap_or_default()),
        None => HostError::Other(text(error, "message").unwrap_or_default()),
    }
}

fn text(of: &JsValue, key: &str) -> Option<String> {
    Reflect::get(of, &JsString::from(key)).ok()?.as_string()
}

#[expect(clippy::cast_possible_truncation, reason = "numbers of errors and exit statuses are small")]
fn number(of: &JsValue, key: &str) -> Option<i32> {
    Some(Reflect::get(of, &JsString::from(key)).ok()?.as_f64()? as i32)
}
