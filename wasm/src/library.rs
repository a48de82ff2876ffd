//! `lint`, `diff`, `rules`: files in, a report out, nothing kept.

use shoring_core::{
    report::{Report, refusal::Refusal, rules::Rule},
    text::{Encoding, Utf16Index},
    workspace::{Options, Role, Workspace},
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::input::{Asked, File, Files, give, thrown};

/// Lints the files of one state.
///
/// # Errors
/// A `Refusal`.
#[wasm_bindgen(js_name = lint)]
pub fn lint_files(files: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let asked = Asked::read(options).map_err(|it| thrown(&it))?;
    let files = Files::read(files).map_err(|it| thrown(&it))?;
    lint(&files, &asked).map(|report| give(&report)).map_err(|it| thrown(&it))
}

/// Compares two states.
///
/// # Errors
/// A `Refusal`.
#[wasm_bindgen(js_name = diff)]
#[cfg_attr(not(feature = "diff"), expect(unused_variables, reason = "nothing is compared"))]
pub fn diff_files(base: JsValue, head: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    #[cfg(not(feature = "diff"))]
    return Err(thrown(&compares_nothing()));
    #[cfg(feature = "diff")]
    compared(base, head, options).map(|report| give(&report)).map_err(|it| thrown(&it))
}

#[cfg(feature = "diff")]
fn compared(base: JsValue, head: JsValue, options: JsValue) -> Result<Report, Refusal> {
    let asked = Asked::read(options)?;
    diff(&Files::read(base)?, &Files::read(head)?, &asked)
}

#[cfg(not(feature = "diff"))]
/// What is refused where two states are to be compared.
pub(crate) fn compares_nothing() -> Refusal {
    use shoring_core::report::refusal::Code;
    Refusal::new(Code::NotIncluded, "this entry compares nothing")
        .help("import from \"shoring\", not from \"shoring/prisma\"")
}

/// All rules, by name.
#[wasm_bindgen(js_name = rules)]
pub fn all_rules() -> JsValue {
    give(&Rule::all())
}

/// One rule, by name.
///
/// # Errors
/// A `Refusal` where there is none.
#[wasm_bindgen(js_name = rule)]
pub fn rule(name: &str) -> Result<JsValue, JsValue> {
    Rule::of_name(name).map(|rule| give(&rule)).map_err(|it| thrown(&it))
}

fn lint(files: &Files, asked: &Asked) -> Result<Report, Refusal> {
    let mut read = Read::new(asked.positions);
    read.add(&files.files)?;
    Ok(read.lint(&asked.options(&[files])))
}

#[cfg(feature = "diff")]
fn diff(base: &Files, head: &Files, asked: &Asked) -> Result<Report, Refusal> {
    let mut read = Read::new(asked.positions);
    read.add_base(&base.files, &head.files)?;
    read.add(&head.files)?;
    read.diff(&asked.options(&[head, base]))
}

/// Files that were read, and what turns their bytes into the places that are asked for.
pub(crate) struct Read {
    workspace: Workspace,
    positions: Encoding,
    offsets: Vec<(String, Utf16Index)>,
}

impl Read {
    /// Without files.
    pub(crate) fn new(positions: Encoding) -> Self {
        Self { workspace: Workspace::new(), positions, offsets: Vec::new() }
    }

    /// Adds the files of the state.
    pub(crate) fn add(&mut self, files: &[File]) -> Result<(), Refusal> {
        files.iter().try_for_each(|file| self.add_file(&file.path, file, file.role))
    }

    #[cfg(feature = "diff")]
    /// Adds the files of the state before. One that has the path of a file of the state is shown as `base:PATH`.
    pub(crate) fn add_base(&mut self, files: &[File], head: &[File]) -> Result<(), Refusal> {
        files.iter().try_for_each(|file| {
            let is_taken = head.iter().any(|it| it.path == file.path);
            let path = if is_taken { format!("base:{}", file.path) } else { file.path.clone() };
            let role = if file.role == Role::Relations { Role::Relations } else { Role::Base };
            self.add_file(&path, file, role)
        })
    }

    fn add_file(&mut self, path: &str, file: &File, role: Role) -> Result<(), Refusal> {
        let added = self.workspace.add(path, file.language, role, &file.text);
        added.map_err(|error| Refusal::of_file(path, &error))?;
        if self.positions == Encoding::Utf16 && !file.text.is_ascii() {
            // It was added, so it is UTF-8.
            let text = std::str::from_utf8(&file.text).unwrap_or_default();
            self.offsets.push((path.to_owned(), Utf16Index::new(text)));
        }
        Ok(())
    }

    /// Lints the state.
    pub(crate) fn lint(&self, options: &Options) -> Report {
        let report = Report::new(&self.workspace.lint(options), self.positions);
        self.placed(report)
    }

    #[cfg(feature = "diff")]
    /// Compares the two states.
    pub(crate) fn diff(&self, options: &Options) -> Result<Report, Refusal> {
        let states = self.workspace.states(options)?;
        let comparison = states.compare(options);
        Refusal::check_renames(&comparison, &options.renames)?;
        let report = Report::of_comparison(&comparison, self.positions);
        Ok(self.placed(report))
    }

    fn placed(&self, mut report: Report) -> Report {
        if !self.offsets.is_empty() {
            report.map_offsets(|path, byte| {
                let index = self.offsets.iter().find(|(of, _)| of == path);
                index.map_or(byte, |(_, index)| index.units(byte))
            });
        }
        report
    }
}
