//! Writes the JavaScript around a wasm module: `xtask-bindgen MODULE.wasm NAME FOLDER` makes `NAME.js` and `NAME_bg.wasm`.
//!
//! One kind of glue for all surroundings: an ES module with `initSync`, which Node, workers and pages call as fits them.
//!
//! `worker-build` calls it in the place of `wasm-bindgen` (`WASM_BINDGEN_BIN`), and makes a glue of its own kind.

mod order;

use anyhow::{Context, Result, bail};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|it| it == "--out-dir") {
        return of_worker_build(arguments);
    }
    let [module, name, folder] = arguments.as_slice() else { bail!("usage: xtask-bindgen MODULE.wasm NAME FOLDER") };
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?;
    // Pages need no address: the module lies beside the script.
    bindgen.omit_default_module_path(false);
    // The types are ours, made of the report's own schema: wasm-bindgen would write `any`.
    bindgen.typescript(false);
    write(bindgen, module, name, folder)
}

/// The part of the arguments of `wasm-bindgen` that `worker-build` uses. One that is not known is refused: to leave it out
/// would make another glue than was asked for.
fn of_worker_build(arguments: Vec<String>) -> Result<()> {
    let (mut module, mut name, mut folder) = (None, None, None);
    let mut bindgen = Bindgen::new();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} without a value"));
        match argument.as_str() {
            "--out-dir" => folder = Some(value()?),
            "--out-name" => name = Some(value()?),
            "--target" => match value()?.as_str() {
                "module" => _ = bindgen.module(true)?,
                other => bail!("the target {other} is not made here"),
            },
            "--typescript" => _ = bindgen.typescript(true),
            "--no-typescript" => _ = bindgen.typescript(false),
            "--no-demangle" => _ = bindgen.demangle(false),
            "--experimental-reset-state-function" => _ = bindgen.reset_state_function(true),
            "--force-enable-abort-handler" => _ = bindgen.force_enable_abort_handler(true),
            _ if !argument.starts_with('-') && module.is_none() => module = Some(argument),
            _ => bail!("the argument {argument} is not known here"),
        }
    }
    let module = module.context("no module is named")?;
    write(bindgen, &module, &name.context("no --out-name")?, &folder.context("no --out-dir")?)
}

fn write(mut bindgen: Bindgen, module: &str, name: &str, folder: &str) -> Result<()> {
    bindgen.input_path(module).out_name(name);
    // Names of functions weigh 126 KB gzip.
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(folder).with_context(|| format!("no JavaScript could be made for {module}"))?;
    let written = Path::new(folder).join(format!("{name}_bg.wasm"));
    std::fs::write(&written, order::by_likeness(&std::fs::read(&written)?)?)?;
    Ok(())
}
