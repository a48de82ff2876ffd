//! `cargo xtask measure`: runs one command and prints what it used, as JSON.
//!
//! A process of its own for each command: the system tells only what *all* ended children of a process used, and the
//! peak memory of a child is never below that of the process it was started by. This one is small and has one child.

use anyhow::Result;
use clap::Args;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Options {
    /// Where the command's standard output goes
    #[arg(long)]
    output: PathBuf,
    /// The command and its arguments
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<String>,
}

/// What a process used.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Usage {
    /// From start to end, in seconds.
    pub(crate) wall: f64,
    /// Processor time, of the program and of the system for it, in seconds.
    pub(crate) cpu: f64,
    /// The most memory it held at once, in bytes.
    pub(crate) peak: u64,
    /// Its exit status; none where a signal ended it.
    pub(crate) status: Option<i32>,
}

#[cfg(unix)]
pub(crate) fn run(options: &Options) -> Result<()> {
    use anyhow::Context;
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    use std::process::{Command, Stdio};

    let output =
        std::fs::File::create(&options.output).with_context(|| format!("cannot write {}", options.output.display()))?;
    let (program, arguments) = options.command.split_first().context("no command")?;
    let begun = std::time::Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(output)
        .status()
        .with_context(|| format!("cannot run `{program}`"))?;
    let wall = begun.elapsed().as_secs_f64();
    let used = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds = used.user_time().num_microseconds() + used.system_time().num_microseconds();
    // Linux and the BSDs count in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let peak = u64::try_from(used.max_rss())? * unit;
    let cpu = std::time::Duration::from_micros(u64::try_from(microseconds)?).as_secs_f64();
    println!("{}", serde_json::to_string(&Usage { wall, cpu, peak, status: status.code() })?);
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn run(_: &Options) -> Result<()> {
    anyhow::bail!("measuring needs a Unix system: there is no safe way to ask for the memory of a child here")
}
