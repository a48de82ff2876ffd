//! `cargo xtask web`: builds the playground into `web/dist`, which any static server can serve, and says what it weighs.

use crate::shell::{chromium_is_there, command, node_tests, root, run as execute, say};
use crate::{setup, wasm};
use anyhow::{Result, bail};
use std::path::Path;

/// The sources of the page.
pub(crate) const SOURCES: &str = "web";

/// Builds the npm package, and the page with it.
pub(crate) fn build() -> Result<()> {
    bundle(&wasm::build()?)
}

/// Builds the page with a package that is built already.
pub(crate) fn bundle(package: &Path) -> Result<()> {
    let folder = root().join(SOURCES);
    setup::npm(SOURCES)?;
    wasm::place(package, &folder)?;
    for project in ["tsconfig.json", "tsconfig.build.json"] {
        execute(node_in(&folder).arg("node_modules/typescript/bin/tsc").args(["--project", project]))?;
    }
    execute(node_in(&folder).args(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"]))?;
    say(format!("web: the page is in {}", folder.join("dist").display()));
    Ok(())
}

/// Tries the page in Chromium. Where that is missing this says so, but for CI, where it must be there.
pub(crate) fn test() -> Result<()> {
    let folder = root().join(SOURCES);
    if !folder.join("dist/index.html").is_file() {
        bail!("there is no page: cargo xtask web");
    }
    if !chromium_is_there() {
        say(
            "web: Chromium is not installed (`cargo xtask setup` installs it for root): the page is built, and tried in no browser",
        );
        return Ok(());
    }
    // One file after another: each has a browser, and some measure.
    execute(
        node_in(&folder).args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(node_tests(&folder)?),
    )
}

fn node_in(folder: &Path) -> std::process::Command {
    let mut node = command("node");
    node.current_dir(folder);
    node
}
