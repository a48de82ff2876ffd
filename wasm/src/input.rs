//! JavaScript's values → what the core takes. Everything that can be wrong with them is refused, with the reason.

use serde::Serialize;
use serde_json::{Map, Value};
use shoring_core::{
    report::{
        call::{Asked, Files, check_size},
        refusal::{Code, Refusal},
    },
    text::Encoding,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// What places count where nobody says it: what the strings of a JavaScript program count.
const POSITIONS: Encoding = Encoding::Utf16;

/// Reads the files of a state.
pub(crate) fn files(files: JsValue) -> Result<Files, Refusal> {
    Files::of(serde_wasm_bindgen::from_value(files).map_err(|error| invalid("files", &error))?)
}

/// Reads options; absent ones ask for what is usual.
pub(crate) fn asked(options: JsValue) -> Result<Asked, Refusal> {
    if options.is_undefined() || options.is_null() {
        return Ok(Asked::usual(POSITIONS));
    }
    let object: Map<String, Value> =
        serde_wasm_bindgen::from_value(options).map_err(|error| invalid("options", &error))?;
    Asked::read(&object, POSITIONS)
}

/// Refuses a state of more bytes than are read. Asked before the texts are copied into this memory: of the length of strings,
/// which have at least as many bytes.
///
/// # Errors
/// A `Refusal`.
#[wasm_bindgen(js_name = checkSize)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length; what is larger is too large too"
)]
pub fn check_size_of_texts(total: f64) -> Result<(), JsValue> {
    check_size(total as usize).map_err(|it| thrown(&it))
}

/// Of a value of another shape.
pub(crate) fn invalid(what: &str, error: &serde_wasm_bindgen::Error) -> Refusal {
    Refusal::new(Code::InvalidArgument, format!("{what}: {error}"))
}

/// A value for JavaScript.
pub(crate) fn give(value: &impl Serialize) -> JsValue {
    // Plain objects, and numbers where they fit: the types of the core hold nothing that JavaScript cannot say.
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// A refusal as a value to throw: the TypeScript around makes an `Error` of it.
pub(crate) fn thrown(refusal: &Refusal) -> JsValue {
    give(refusal)
}
