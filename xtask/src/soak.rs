//! `cargo xtask soak`: lets a fuzzer try the readers for a while. What it finds becomes a file in `fuzz/corpus`, which every run of
//! the tests reads again.

use crate::shell::{cargo, command, is_installed, root, run as execute, say, target_folder};
use anyhow::{Context, Result, bail};
use clap::Args;

#[derive(Args)]
pub(crate) struct Options {
    /// How long each target is tried, in minutes
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=1_440))]
    minutes: u64,
    /// The targets; all where none is named
    #[arg(value_parser = TARGETS)]
    targets: Vec<String>,
}

/// The targets of `fuzz/`.
const TARGETS: [&str; 2] = ["sql", "prisma"];

pub(crate) fn run(options: &Options) -> Result<()> {
    if !is_installed("cargo-fuzz") {
        say("soak: installing cargo-fuzz, which builds and drives the targets");
        execute(cargo().args(["install", "--quiet", "--locked", "cargo-fuzz"]))?;
    }
    let fuzz = root().join("fuzz");
    let work = target_folder()?.join("fuzz");
    let begin = work.join("begin");
    std::fs::create_dir_all(&begin)?;
    execute(
        cargo()
            .args(["run", "--quiet", "--bin", "seeds", "--target-dir"])
            .arg(&work)
            .arg("--manifest-path")
            .arg(fuzz.join("Cargo.toml"))
            .arg("--")
            .arg(&begin),
    )?;
    let all: Vec<String> = TARGETS.map(str::to_owned).to_vec();
    for target in if options.targets.is_empty() { &all } else { &options.targets } {
        let grown = work.join("grown").join(target);
        let found = work.join("found").join(target);
        std::fs::create_dir_all(&grown)?;
        std::fs::create_dir_all(&found)?;
        say(format!("soak: {target}, {} minutes", options.minutes));
        // rustup's cargo of another toolchain: the one that runs this would not know `+nightly`.
        let mut fuzzer = command("rustup");
        fuzzer.args(["run", "nightly", "cargo", "fuzz", "run", "--fuzz-dir"]).arg(&fuzz).arg("--target-dir").arg(&work);
        fuzzer.arg(target).arg(&grown).arg(fuzz.join("corpus").join(target)).arg(begin.join(target)).arg("--");
        fuzzer.arg(format!("-max_total_time={}", options.minutes * 60));
        fuzzer.arg(format!("-artifact_prefix={}/", found.display()));
        fuzzer.arg(format!("-dict={}", fuzz.join("dictionary.txt").display()));
        // Ten seconds for one text are a fault, and so is a gigabyte.
        fuzzer.args(["-max_len=20000", "-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1", "-verbosity=0"]);
        if let Err(error) = execute(&mut fuzzer).context("a text was found on which it breaks") {
            bail!(
                "{error:#}\nit is in {}: make it small (`cargo fuzz tmin`), mend the fault, and put it into fuzz/corpus/{target} and a suite",
                found.display()
            );
        }
    }
    say("soak: nothing was found");
    Ok(())
}
