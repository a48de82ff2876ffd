//! `cargo xtask editor`: builds the extension for VS Code into `editor/` below cargo's target folder: `extension/`, and
//! `shoring.vsix`, which is installed.

use crate::shell::{chromium_is_there, command, node_tests, root, run as execute, say, target_folder};
use crate::{setup, wasm};
use anyhow::{Result, bail};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Args)]
pub(crate) struct Options {
    /// Try it in VS Code in Chromium
    #[arg(long)]
    test: bool,
}

/// The sources of the extension.
pub(crate) const SOURCES: &str = "editor";

/// Bytes of the .vsix: what somebody downloads.
const BUDGET: u64 = 1_500_000;

/// The variable that names the unpacked extension to tests.
const EXTENSION: &str = "SHORING_EXTENSION";

pub(crate) fn run(options: &Options) -> Result<()> {
    build(&wasm::build()?)?;
    if options.test { test() } else { Ok(()) }
}

/// Builds the extension with a package that is built already, and fails where it is larger than its budget.
pub(crate) fn build(package: &Path) -> Result<()> {
    let folder = root().join(SOURCES);
    setup::npm(SOURCES)?;
    wasm::place(package, &folder)?;
    for project in ["tsconfig.json", "tsconfig.test.json"] {
        execute(node().arg("node_modules/typescript/bin/tsc").args(["--project", project]))?;
    }
    let extension = extension()?;
    execute(node().arg("build.mjs").arg(&extension))?;
    let packed = extension.with_file_name("shoring.vsix");
    let size = packed.metadata()?.len();
    say(format!("editor: {} has {size} bytes, of {BUDGET}", packed.display()));
    if size > BUDGET {
        bail!("the extension is larger than its budget");
    }
    Ok(())
}

/// Tries it in VS Code in Chromium. Where that is missing this says so, but for CI, where it must be there.
pub(crate) fn test() -> Result<()> {
    if !chromium_is_there() {
        say(
            "editor: Chromium is not installed (`cargo xtask setup` installs it for root): the extension is built, and tried in no VS Code",
        );
        return Ok(());
    }
    let tests = node_tests(&root().join(SOURCES))?;
    let mut node = node();
    node.env(EXTENSION, extension()?);
    // One file after another: each has a browser.
    execute(node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(tests))
}

fn extension() -> Result<PathBuf> {
    Ok(target_folder()?.join("editor").join("extension"))
}

fn node() -> Command {
    let mut node = command("node");
    node.current_dir(root().join(SOURCES));
    node
}
