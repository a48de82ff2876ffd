//! `cargo xtask fmt`: rustfmt over every Rust file of the tree, Prettier over what is JavaScript and TypeScript.
//!
//! `cargo fmt` follows `mod` lines, and the list of rules declares its modules by a macro: it would pass over every
//! rule.

use crate::shell::{command, files_of_tree, root, run as execute, say};
use crate::wasm::SOURCES;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::collections::BTreeSet;
use std::process::Command;

#[derive(Args)]
pub(crate) struct Options {
    /// Change nothing; fail where something would change
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if options.check {
        return check();
    }
    execute(rustfmt()?.arg("--quiet"))?;
    prettier("--write").map_or(Ok(()), |mut prettier| execute(prettier.args(["--log-level", "warn"])))
}

/// Fails where a file is not formatted, naming each.
pub(crate) fn check() -> Result<()> {
    let checked = rustfmt()?.args(["--check", "--files-with-diff"]).output().context("cannot run `rustfmt`")?;
    if checked.status.success() {
        say("fmt: every Rust file is formatted");
        return prettier("--check").map_or(Ok(()), |mut prettier| execute(&mut prettier));
    }
    // rustfmt follows `mod` lines too, and names a file once for each way to it.
    let files = String::from_utf8_lossy(&checked.stdout);
    let files: BTreeSet<&str> = files.lines().collect();
    let errors = String::from_utf8_lossy(&checked.stderr);
    let list: Vec<&str> = files.into_iter().chain(errors.lines()).collect();
    bail!("not formatted:\n  {}\nrun `cargo xtask fmt`", list.join("\n  "));
}

/// Prettier over the sources around the modules; none where `cargo xtask setup` has not installed it, which is told.
fn prettier(what: &str) -> Option<Command> {
    let program = root().join(SOURCES).join("node_modules/prettier/bin/prettier.cjs");
    if !program.is_file() {
        say("fmt: JavaScript and TypeScript are left out: no Prettier here (`cargo xtask setup`)");
        return None;
    }
    let mut prettier = command("node");
    prettier.arg(program).arg(what).current_dir(root().join(SOURCES));
    prettier.args([
        "--config",
        ".prettierrc.json",
        "src",
        "test",
        "*.mjs",
        "../../tests/surfaces",
        "../../tests/worker",
        "../../worker/*.mjs",
        "../../tests/peers/*.mjs",
        "../../web/src",
        "../../web/build",
        "../../web/test",
        "../../web/*.ts",
        "../../editor/src",
        "../../editor/test",
        "../../editor/*.mjs",
        "../../editor/language-configuration.json",
    ]);
    Some(prettier)
}

fn rustfmt() -> Result<Command> {
    let mut rustfmt = command("rustfmt");
    // Files on their own do not know the edition of their crate.
    rustfmt.args(["--edition", "2024"]).args(files_of_tree(&["*.rs"])?);
    Ok(rustfmt)
}
