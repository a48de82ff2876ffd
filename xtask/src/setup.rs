//! `cargo xtask setup`: installs what the other tasks need, where it is missing.

use crate::shell::{command, is_installed, output, root, run as execute, say};
use crate::{editor, wasm, web, worker};
use anyhow::Result;

/// Something that must be there.
struct Need {
    /// What it is, and what for.
    what: &'static str,
    /// The program that installs it. Where that is missing, the need is left out, and said so.
    by: &'static str,
    /// Whether only root can install it. Anyone else is told, and does without.
    by_root: bool,
    /// Whether a test does without it, and says so: then failing to install it (no network) is no failure.
    optional: bool,
    /// Whether it is there already; asked before anything is installed.
    is_there: fn() -> Result<bool>,
    /// Installs it.
    install: fn() -> Result<()>,
}

/// Everything that is needed, in the order in which it is installed. A new need is one entry.
const NEEDS: &[Need] = &[
    Need {
        what: "the wasm target, for the browser, the edge worker and npx",
        by: "rustup",
        by_root: false,
        optional: false,
        is_there: || rustup_lists("target", "wasm32-unknown-unknown"),
        install: || execute(command("rustup").args(["target", "add", "wasm32-unknown-unknown"])),
    },
    Need {
        what: "clippy, for `cargo xtask ci`",
        by: "rustup",
        by_root: false,
        optional: false,
        is_there: || rustup_lists("component", "clippy"),
        install: || execute(command("rustup").args(["component", "add", "clippy"])),
    },
    Need {
        what: "rustfmt, for `cargo xtask fmt`",
        by: "rustup",
        by_root: false,
        optional: false,
        is_there: || rustup_lists("component", "rustfmt"),
        install: || execute(command("rustup").args(["component", "add", "rustfmt"])),
    },
    Need {
        what: "Prisma's own validator, formatter and engine, for the tests that ask them",
        by: "npm",
        by_root: false,
        optional: true,
        is_there: || Ok(is_locked(PEERS)),
        install: || npm_ci(PEERS),
    },
    Need {
        what: "TypeScript, esbuild and the surroundings in which the npm package is tried",
        by: "npm",
        by_root: false,
        optional: false,
        is_there: || Ok(is_locked(wasm::SOURCES)),
        install: || npm_ci(wasm::SOURCES),
    },
    Need {
        what: "Vite, CodeMirror and what else the playground is made of",
        by: "npm",
        by_root: false,
        optional: false,
        is_there: || Ok(is_locked(web::SOURCES)),
        install: || npm_ci(web::SOURCES),
    },
    Need {
        what: "VS Code for the browser, its client of language servers, and what packs extensions",
        by: "npm",
        by_root: false,
        optional: false,
        is_there: || Ok(is_locked(editor::SOURCES)),
        install: || npm_ci(editor::SOURCES),
    },
    Need {
        what: "wrangler and workerd, which run the worker here",
        by: "npm",
        by_root: false,
        optional: false,
        is_there: || Ok(is_locked(worker::SOURCES)),
        install: || npm_ci(worker::SOURCES),
    },
    Need {
        what: "worker-build, which builds the worker",
        by: "cargo",
        by_root: false,
        optional: false,
        is_there: worker::builder_is_there,
        install: worker::install_builder,
    },
    Need {
        what: "schemathesis, which tries the worker's interface by its document",
        by: worker::PYTHON,
        by_root: false,
        optional: true,
        is_there: worker::schemathesis_is_there,
        install: worker::install_schemathesis,
    },
    Need {
        what: "Chromium, for the tests of the npm package, of the playground and of the extension in a browser",
        by: "apt-get",
        by_root: true,
        optional: true,
        is_there: || Ok(is_installed("chromium")),
        install: || apt_install(&["chromium", "fonts-noto-core"]),
    },
    Need {
        what: "MariaDB, for the test that asks it what statements do",
        by: "apt-get",
        by_root: true,
        optional: true,
        is_there: || Ok(is_installed("mariadbd")),
        // The server and its clients alone, without the service that a system would start.
        install: || apt_install(&["mariadb-server-core", "mariadb-client"]),
    },
    Need {
        what: "Neovim, for the test that works in it with the language server",
        by: "apt-get",
        by_root: true,
        optional: true,
        is_there: || Ok(is_installed("nvim")),
        install: || apt_install(&["neovim"]),
    },
];

/// Whether the one who runs this may install packages: root only.
fn is_root() -> bool {
    output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The folder of the packages that tests ask for a second opinion.
const PEERS: &str = "tests/peers";

fn apt_install(packages: &[&str]) -> Result<()> {
    execute(command("apt-get").args(["update", "-qq"]))?;
    let mut install = command("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    execute(install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

fn npm_ci(folder: &str) -> Result<()> {
    execute(command("npm").args(["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]))
}

/// Installs what npm's lock file in a folder names, where that is not there.
pub(crate) fn npm(folder: &str) -> Result<()> {
    if is_locked(folder) { Ok(()) } else { npm_ci(folder) }
}

/// Whether what npm installed in a folder is what its lock file names: npm keeps a copy of the lock beside it, without what is
/// for other systems.
fn is_locked(folder: &str) -> bool {
    let packages = |path: &str| -> Option<serde_json::Map<String, serde_json::Value>> {
        let text = std::fs::read_to_string(root().join(folder).join(path)).ok()?;
        let lock: serde_json::Value = serde_json::from_str(&text).ok()?;
        lock["packages"].as_object().cloned()
    };
    let Some((wanted, there)) = packages("package-lock.json").zip(packages("node_modules/.package-lock.json")) else {
        return false;
    };
    let is_there = |(path, package): (&String, &serde_json::Value)| {
        path.is_empty()
            || package["optional"] == true
            || there.get(path).is_some_and(|it| it["version"] == package["version"])
    };
    wanted.iter().all(is_there)
}

pub(crate) fn run() -> Result<()> {
    let mut installed = 0;
    for need in NEEDS {
        if !is_installed(need.by) {
            say(format!("setup: no {} here, so this is left out: {}", need.by, need.what));
            continue;
        }
        if (need.is_there)()? {
            continue;
        }
        if need.by_root && !is_root() {
            say(format!("setup: only root can install this, so it is left out: {}", need.what));
            continue;
        }
        say(format!("setup: installing {}", need.what));
        match (need.install)() {
            Ok(()) => installed += 1,
            Err(error) if need.optional => say(format!("setup: left out, the test says so: {} ({error:#})", need.what)),
            Err(error) => return Err(error),
        }
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
