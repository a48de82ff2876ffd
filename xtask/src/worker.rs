//! `cargo xtask worker`: builds the worker into `worker/build`. `cargo xtask serve`: runs it here, with the playground.

use crate::shell::{cargo, command, output, root, run as execute, say, target_folder};
use crate::{setup, wasm, web};
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;
use std::process::Command;

#[derive(Args)]
pub(crate) struct Serving {
    /// The port on this machine
    #[arg(long, default_value_t = 8787)]
    port: u16,
}

/// The variable that tells tests that the worker is built.
pub(crate) const BUILT: &str = "SHORING_WORKER";

/// The sources of the worker.
pub(crate) const SOURCES: &str = "worker";

/// Where the playground is built.
const PAGE: &str = "web/dist";

/// The release of Cloudflare's builder that belongs to the `worker` of Cargo.lock.
const BUILDER: &str = "0.8.7";

/// Builds it; answers the folder of its module.
pub(crate) fn build() -> Result<PathBuf> {
    let folder = root().join(SOURCES);
    setup::npm(SOURCES)?;
    install_builder()?;
    let bindgen = wasm::bindgen()?;
    let mut build = command(builder()?);
    build.current_dir(&folder).arg("--release");
    // What it would download otherwise.
    build.env("WASM_BINDGEN_BIN", bindgen).env("ESBUILD_BIN", folder.join("node_modules/esbuild/bin/esbuild"));
    execute(&mut build)?;
    // wrangler asks for the folder of the page, also where there is none yet.
    std::fs::create_dir_all(root().join(PAGE))?;
    say(format!("worker: it is in {}", folder.join("build").display()));
    Ok(folder.join("build"))
}

/// Builds it, and says what it weighs.
pub(crate) fn run() -> Result<()> {
    let module = build()?.join("index_bg.wasm");
    let (raw, gzip) = (module.metadata()?.len(), wasm::gzipped(&module)?);
    println!("the worker's module: {raw} bytes, {gzip} after gzip (the free plan takes 3,000,000)");
    Ok(())
}

/// Runs it here until it is ended.
pub(crate) fn serve(options: &Serving) -> Result<()> {
    web::build()?;
    build()?;
    let mut node = node();
    node.arg("local.mjs").arg(options.port.to_string());
    execute(&mut node)
}

/// Tries it in the workerd that runs it in the cloud.
pub(crate) fn test() -> Result<()> {
    execute(node().args(["--test", "--test-reporter=spec", "--test-concurrency=1", "../tests/worker/"]))?;
    schemathesis()
}

fn node() -> Command {
    let mut node = command("node");
    node.current_dir(root().join(SOURCES)).env("WRANGLER_SEND_METRICS", "false");
    node
}

fn builder() -> Result<PathBuf> {
    Ok(tools()?.join("bin").join(format!("worker-build{}", std::env::consts::EXE_SUFFIX)))
}

/// Where programs are that only these tasks use.
fn tools() -> Result<PathBuf> {
    Ok(target_folder()?.join("tools"))
}

/// Whether Cloudflare's builder is there, in the release that is wanted.
pub(crate) fn builder_is_there() -> Result<bool> {
    let builder = builder()?;
    Ok(builder.is_file() && output(command(builder).arg("--version"))?.trim() == BUILDER)
}

/// Installs Cloudflare's builder, where it is missing.
pub(crate) fn install_builder() -> Result<()> {
    if builder_is_there()? {
        return Ok(());
    }
    let mut install = cargo();
    install.args(["install", "worker-build", "--quiet", "--locked", "--force", "--version", BUILDER]);
    // It is built but once, and used for a second: quick to build is what counts.
    install.args(["--debug", "--root"]).arg(tools()?);
    execute(&mut install)
}

/// The program that tries an interface by its document, in a folder of its own.
fn schemathesis_program() -> Result<PathBuf> {
    let programs = if cfg!(windows) { "Scripts" } else { "bin" };
    Ok(tools()?.join("schemathesis").join(programs).join(format!("schemathesis{}", std::env::consts::EXE_SUFFIX)))
}

/// The release of schemathesis on PyPI.
const SCHEMATHESIS: &str = "4.32.5";

/// Whether schemathesis is there, in the release that is wanted.
pub(crate) fn schemathesis_is_there() -> Result<bool> {
    let program = schemathesis_program()?;
    Ok(program.is_file() && output(command(program).arg("--version"))?.trim().ends_with(SCHEMATHESIS))
}

/// Lets schemathesis try the worker by its own document. Without it there is nothing to try it with.
fn schemathesis() -> Result<()> {
    if !schemathesis_is_there()? {
        say("worker: schemathesis is not installed (cargo xtask setup): the interface is not tried by its document");
        return Ok(());
    }
    execute(node().arg("../tests/worker/schemathesis.mjs").arg(schemathesis_program()?))
}

/// Installs it, from PyPI.
pub(crate) fn install_schemathesis() -> Result<()> {
    let folder = tools()?.join("schemathesis");
    execute(command(PYTHON).args(["-m", "venv"]).arg(&folder))?;
    let (program, wanted) = (schemathesis_program()?, format!("schemathesis=={SCHEMATHESIS}"));
    let pip = program.with_file_name(format!("pip{}", std::env::consts::EXE_SUFFIX));
    execute(command(pip).args(["install", "--quiet", "--disable-pip-version-check"]).arg(wanted))
}

pub(crate) const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };
