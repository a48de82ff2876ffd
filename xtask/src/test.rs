//! `cargo xtask test`: everything that proves the project.

use crate::shell::{cargo, metadata, run as execute, say, target_folder};
use crate::{editor, setup, wasm, web, worker};
use anyhow::{Context, Result};

/// Whether the tests that ask a database server, or work in an editor, may be left out where there is none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Servers {
    IfInstalled,
    Demanded,
}

pub(crate) fn run(servers: Servers) -> Result<()> {
    setup::run()?;
    if std::env::var_os("SHORING_CORPUS").is_none() {
        say(
            "test: SHORING_CORPUS is not set: real schemas are not looked at (what they prove, the examples and suites prove too)",
        );
    }
    let package = wasm::build()?;
    let project = wasm::install(&package)?;
    wasm::test(&project)?;
    web::bundle(&package)?;
    web::test()?;
    editor::build(&package)?;
    editor::test()?;
    worker::build()?;
    worker::test()?;
    // The native program, for the test that compares it with the one that npx runs.
    execute(cargo().args(["build", "--quiet", "--package", "shoring-cli"]))?;
    let native = target_folder()?.join("debug").join(format!("shoring{}", std::env::consts::EXE_SUFFIX));
    let mut tests = cargo();
    tests.env(wasm::PROJECT, &project).env("SHORING_NATIVE", native).env(worker::BUILT, "1");
    tests.args(["test", "--quiet", "--workspace", "--all-features"]);
    if servers == Servers::Demanded {
        tests.env("SHORING_DEMANDS_MARIADB", "1").env("SHORING_DEMANDS_NEOVIM", "1");
    }
    execute(&mut tests)?;
    each_crate_alone()?;
    say("test: everything passed");
    Ok(())
}

/// Checks each crate with the features it is shipped with. Built together, crates see features that only a neighbour
/// asked for; people get them one by one.
fn each_crate_alone() -> Result<()> {
    let metadata = metadata()?;
    let members = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    for member in members.iter().filter_map(|member| member["name"].as_str()) {
        execute(cargo().args(["check", "--quiet", "--package", member]))
            .with_context(|| format!("{member} does not compile with its default features alone"))?;
    }
    Ok(())
}
