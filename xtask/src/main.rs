//! The tasks of this project, run as `cargo xtask NAME`. Each says what it does as it goes, and does nothing where
//! nothing is to do.

mod bench;
mod bench_diff;
mod bench_lsp;
mod bench_rows;
mod ci;
mod codegen;
mod editor;
mod format;
mod measure;
mod new_rule;
mod setup;
mod shell;
mod soak;
mod test;
mod typescript;
mod wasm;
mod web;
mod worker;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The tasks of this project")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the other tasks need, where it is missing
    Setup,
    /// Write what is generated from the code: docs/rules/, docs/*.schema.json and the TypeScript types
    Codegen(codegen::Options),
    /// Start a rule: its file, its line in the list, its suite
    NewRule(new_rule::Options),
    /// Format every Rust file, those that a macro declares too
    Fmt(format::Options),
    /// Build the npm package into target/npm/shoring
    Wasm(wasm::Options),
    /// Build the playground into web/dist
    Web,
    /// Build the extension for VS Code into target/editor/shoring.vsix
    Editor(editor::Options),
    /// Build the worker into worker/build
    Worker,
    /// Build the worker and the playground, and run them on this machine
    Serve(worker::Serving),
    /// Set up, then run everything that proves the project
    Test,
    /// Run what CI runs
    Ci(ci::Options),
    /// Measure the release build on large schemas, and score what it finds
    Bench(bench::Options),
    /// Let a fuzzer try the readers for a while
    Soak(soak::Options),
    /// Run one command and print what it used (a step of `bench`)
    #[command(hide = true)]
    Measure(measure::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes in one line; what happened is told by the lines before it, not by a backtrace.
            shell::say(format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<()> {
    match task {
        Task::Setup => setup::run(),
        Task::Codegen(options) => codegen::run(&options),
        Task::NewRule(options) => new_rule::run(&options),
        Task::Fmt(options) => format::run(&options),
        Task::Wasm(options) => wasm::run(&options),
        Task::Web => web::build(),
        Task::Editor(options) => editor::run(&options),
        Task::Worker => worker::run(),
        Task::Serve(options) => worker::serve(&options),
        Task::Test => test::run(test::Servers::IfInstalled),
        Task::Ci(options) => ci::run(&options),
        Task::Soak(options) => soak::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Measure(options) => measure::run(&options),
    }
}
