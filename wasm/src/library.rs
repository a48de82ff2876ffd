//! `lint`, `diff`, `rules`: files in, a report out, nothing kept.

#[cfg(feature = "diff")]
use shoring_core::report::Report;
use shoring_core::report::{call, refusal::Refusal, rules::Rule};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::input::{asked, files, give, thrown};

/// Lints the files of one state.
///
/// # Errors
/// A `Refusal`.
#[wasm_bindgen(js_name = lint)]
pub fn lint_files(of_state: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let asked = asked(options).map_err(|it| thrown(&it))?;
    let of_state = files(of_state).map_err(|it| thrown(&it))?;
    call::lint(&of_state, &asked).map(|report| give(&report)).map_err(|it| thrown(&it))
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
    let asked = asked(options)?;
    call::diff(&files(base)?, &files(head)?, &asked)
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
