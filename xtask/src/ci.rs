//! `cargo xtask ci`: what CI runs; the same by hand. The quick checks come first.

use crate::shell::{cargo, command, output, run as execute, say};
use crate::{codegen, format, new_rule, setup, test, wasm};
use anyhow::{Result, bail};
use clap::Args;
use std::process::Stdio;
use std::time::Instant;

#[derive(Args)]
pub(crate) struct Options {
    /// Leave out `cargo xtask test`, where it ran before
    #[arg(long)]
    without_test: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let begun = Instant::now();
    let tree_before = tree_status()?;
    setup::run()?;
    format::check()?;
    execute(cargo().args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]))?;
    execute(cargo().args(["check", "--quiet", "--package", "shoring-core", "--target", "wasm32-unknown-unknown"]))?;
    codegen::check()?;
    new_rule::self_test()?;
    wasm::check()?;
    if !options.without_test {
        test::run(test::Servers::Demanded)?;
    }
    dependencies()?;
    nothing_left_behind(&tree_before)?;
    say(format!("ci: everything passed in {} s", begun.elapsed().as_secs()));
    Ok(())
}

fn dependencies() -> Result<()> {
    if cargo()
        .args(["deny", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|it| it.success())
    {
        // Advisories need a list from the network: `cargo deny check advisories`, where there is one.
        execute(cargo().args(["deny", "--all-features", "check", "bans", "licenses", "sources"]))
    } else {
        say("ci: skipped the check of licences and sources: no cargo-deny here (`cargo install cargo-deny`)");
        Ok(())
    }
}

/// A task must not write into the tree. In CI the tree was clean before; a developer's may have been changed, and then
/// only what was added to that counts.
fn nothing_left_behind(before: &str) -> Result<()> {
    let after = tree_status()?;
    let allowed = if std::env::var_os("CI").is_some() { "" } else { before };
    if after != allowed {
        bail!("the tests or tasks changed the tree; before:\n{allowed}\nnow:\n{after}");
    }
    Ok(())
}

fn tree_status() -> Result<String> {
    output(command("git").args(["status", "--porcelain"]))
}
