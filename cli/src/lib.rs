//! The command line of Shoring, as a library: a native program and a wasm module give it a [`Host`] each and are the
//! same command line.

mod arguments;
mod check;
mod compare;
mod config;
mod diff;
mod discover;
mod explain;
mod fix;
mod git;
mod host;
pub mod language_server;
mod lint;
#[cfg(feature = "native")]
mod native;
mod read;
mod sql;

use std::ffi::OsString;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};
use shoring_core::report::refusal::Refusal;

pub use arguments::SchemaOf;
pub use host::{GitError, Host, HostError, PathKind, Terminal};
#[cfg(feature = "native")]
pub use native::NativeHost;

/// Why a command could not run: the reason and the next step.
#[derive(Debug)]
struct Failure {
    /// What is shown before the reason.
    drawn: Vec<String>,
    reason: String,
    help: Option<String>,
}

impl Failure {
    fn new(reason: impl Into<String>) -> Self {
        Self { drawn: Vec::new(), reason: reason.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn drawn(mut self, pictures: impl IntoIterator<Item = String>) -> Self {
        self.drawn.extend(pictures);
        self
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self { drawn: Vec::new(), reason: refusal.message, help: refusal.help }
    }
}

/// Runs a command; `args` begins with the program's name. Answers the exit status: 0 nothing to report, 1 findings,
/// 2 could not run.
pub fn run(args: impl IntoIterator<Item = OsString>, host: &mut dyn Host) -> i32 {
    let arguments = match Arguments::try_parse_from(args) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text =
                if host.terminal().color { error.render().ansi().to_string() } else { error.render().to_string() };
            if error.use_stderr() {
                host.err(&text);
            } else {
                host.out(&text);
            }
            return error.exit_code();
        }
    };
    let outcome = match arguments.command {
        Command::Lint(options) => lint::run(&options, host),
        Command::Diff(options) => diff::run(&options, host),
        Command::Check(options) => check::run(&options, host),
        Command::Sql(options) => sql::run(&options, host),
        Command::Explain { rule } => explain::rule(&rule, host),
        Command::Rules { format } => Ok(explain::list(format, host)),
        Command::Config { path, file, format } => config::show(path.as_deref(), &file, format, host),
        Command::Schema { of } => {
            let schema = host.json_schema(of);
            host.out(&schema);
            Ok(0)
        }
        Command::Lsp { .. } => language_server::run(),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "shoring", &mut script);
            host.out(&String::from_utf8_lossy(&script));
            Ok(0)
        }
        Command::Man => manual(host),
    };
    outcome.unwrap_or_else(|failure| {
        for picture in &failure.drawn {
            host.err(&format!("{picture}\n"));
        }
        host.err(&format!("error: {}\n", failure.reason));
        if let Some(help) = failure.help {
            host.err(&format!("  help: {help}\n"));
        }
        2
    })
}

fn manual(host: &mut dyn Host) -> Result<i32, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut page)
        .map_err(|error| Failure::new(format!("the manual page could not be made: {error}")))?;
    host.out(&String::from_utf8_lossy(&page));
    Ok(0)
}
