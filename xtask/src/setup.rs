//! `cargo xtask setup`: installs what the other tasks need, where it is missing.

use crate::shell::{command, is_installed, output, run as execute, say};
use anyhow::Result;

/// Something that must be there.
struct Need {
    /// What it is, and what for.
    what: &'static str,
    /// Whether it is there already; asked before anything is installed.
    is_there: fn() -> Result<bool>,
    /// Installs it.
    install: fn() -> Result<()>,
}

/// Everything that is needed, in the order in which it is installed. A new need is one entry.
const NEEDS: &[Need] = &[
    Need {
        what: "the wasm target, for the browser, the edge worker and npx",
        is_there: || rustup_lists("target", "wasm32-unknown-unknown"),
        install: || execute(command("rustup").args(["target", "add", "wasm32-unknown-unknown"])),
    },
    Need {
        what: "clippy, for `cargo xtask ci`",
        is_there: || rustup_lists("component", "clippy"),
        install: || execute(command("rustup").args(["component", "add", "clippy"])),
    },
    Need {
        what: "rustfmt, for `cargo xtask fmt`",
        is_there: || rustup_lists("component", "rustfmt"),
        install: || execute(command("rustup").args(["component", "add", "rustfmt"])),
    },
];

pub(crate) fn run() -> Result<()> {
    if !is_installed("rustup") {
        say(
            "setup: no rustup here, so nothing is installed: this toolchain must have wasm32-unknown-unknown, clippy and rustfmt itself",
        );
        return Ok(());
    }
    let mut installed = 0;
    for need in NEEDS {
        if (need.is_there)()? {
            continue;
        }
        say(format!("setup: installing {}", need.what));
        (need.install)()?;
        installed += 1;
    }
    match installed {
        0 => say(format!("setup: all {} needs are there", NEEDS.len())),
        _ => say(format!("setup: {installed} of {} needs installed, the rest was there", NEEDS.len())),
    }
    Ok(())
}

/// Whether rustup has a target or component for the toolchain in use. Components carry the host in their names
/// (`clippy-x86_64-unknown-linux-gnu`).
fn rustup_lists(kind: &str, name: &str) -> Result<bool> {
    let installed = output(command("rustup").args([kind, "list", "--installed"]))?;
    Ok(installed
        .lines()
        .any(|line| line.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))))
}
