//! Writes the JavaScript around a wasm module: `xtask-bindgen MODULE.wasm NAME FOLDER` makes `NAME.js` and `NAME_bg.wasm`.
//!
//! One kind of glue for all surroundings: an ES module with `initSync`, which Node, workers and pages call as fits them.

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, name, folder] = arguments.as_slice() else { bail!("usage: xtask-bindgen MODULE.wasm NAME FOLDER") };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(name);
    bindgen.web(true)?;
    // Pages need no address: the module lies beside the script.
    bindgen.omit_default_module_path(false);
    // The types are ours, made of the report's own schema: wasm-bindgen would write `any`.
    bindgen.typescript(false);
    // Names of functions weigh 126 KB gzip.
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(folder).with_context(|| format!("no JavaScript could be made for {module}"))
}
