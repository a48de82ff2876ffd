//! The language server: JSON-RPC in, JSON-RPC out. Files are handed over by the client.

use shoring_cli::language_server::HandedOver;
use shoring_lsp::{Message, QUIET_MILLISECONDS, Server};
use wasm_bindgen::prelude::wasm_bindgen;

/// A language server.
#[wasm_bindgen]
pub struct LanguageServer(Server);

#[wasm_bindgen]
impl LanguageServer {
    /// One that nobody has spoken to; `today` as `2027-03-01`.
    #[wasm_bindgen(constructor)]
    pub fn new(today: Option<String>) -> Self {
        Self(Server::new(Box::new(HandedOver { today })))
    }

    /// Takes messages, a JSON array; answers those to be sent, another one. What is no message is left out.
    pub fn receive(&mut self, messages: &str) -> String {
        let messages: Vec<serde_json::Value> = serde_json::from_str(messages).unwrap_or_default();
        let messages = messages.into_iter().filter_map(|message| serde_json::from_value(message).ok());
        as_json(&self.0.receive(messages.collect()))
    }

    /// Tells what is due, after a pause.
    pub fn settle(&mut self) -> String {
        as_json(&self.0.settle())
    }

    /// Whether something is to be told at the next pause.
    #[wasm_bindgen(js_name = isDue)]
    pub fn is_due(&self) -> bool {
        self.0.is_due()
    }

    /// Whether the client has said that it is gone.
    #[wasm_bindgen(js_name = hasEnded)]
    pub fn has_ended(&self) -> bool {
        self.0.ended().is_some()
    }
}

/// How long nothing should have come before the server tells what is due.
#[wasm_bindgen(js_name = quietMilliseconds)]
pub fn quiet_milliseconds() -> f64 {
    // So few milliseconds are exact.
    f64::from(u32::try_from(QUIET_MILLISECONDS).unwrap_or(u32::MAX))
}

/// Messages with what JSON-RPC writes into each.
fn as_json(messages: &[Message]) -> String {
    let message = |message: &Message| {
        let mut value = serde_json::to_value(message).unwrap_or_default();
        if let Some(object) = value.as_object_mut() {
            object.insert("jsonrpc".to_owned(), "2.0".into());
        }
        value
    };
    serde_json::Value::Array(messages.iter().map(message).collect()).to_string()
}
