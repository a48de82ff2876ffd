//! A panic ends a wasm instance without a word. Here its words are kept, for the caller to fetch and tell once.

use std::sync::Mutex;

use wasm_bindgen::prelude::wasm_bindgen;

static WORDS: Mutex<String> = Mutex::new(String::new());

/// Runs when the module is instantiated.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        if let Ok(mut words) = WORDS.try_lock() {
            *words = info.to_string();
        }
    }));
}

/// What the panic said that ended this instance; empty where none did.
#[wasm_bindgen(js_name = panicWords)]
pub fn panic_words() -> String {
    WORDS.try_lock().map(|words| words.clone()).unwrap_or_default()
}

/// Panics: what happens then is tested on the module that is shipped. The package does not export it.
#[wasm_bindgen(js_name = panicOnPurpose)]
#[expect(clippy::panic, reason = "its purpose")]
pub fn panic_on_purpose() {
    panic!("on purpose");
}
