//! What is asked, before its body is read.

/// The most bytes of a body, where the variable `MAX_BODY_BYTES` does not say otherwise.
pub const DEFAULT_MAX_BODY_BYTES: usize = 1 << 20;

/// A request without its body.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// In capital letters.
    pub method: String,
    /// As it was sent, percent-encoded.
    pub path: String,
    /// What stands behind `?`.
    pub query: String,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(of, _)| of == name).map(|(_, value)| value.trim())
    }

    /// The bytes of the body, where the client says so.
    pub fn content_length(&self) -> Option<u64> {
        self.header("content-length")?.parse().ok()
    }
}
