//! What is answered.

use std::hash::Hasher;

use fnv::FnvHasher;

use crate::{accept::Format, request::Request};

/// A response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers, in order.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty where there is none.
    pub body: Vec<u8>,
}

/// How long what only changes with a release may be kept.
const KEEP: &str = "public, max-age=3600";

impl Response {
    /// An answer of a status, which any page of the web may read.
    pub fn new(status: u16) -> Self {
        let headers = vec![
            ("access-control-allow-origin", "*".to_owned()),
            ("access-control-expose-headers", "allow, etag, retry-after".to_owned()),
            ("x-content-type-options", "nosniff".to_owned()),
        ];
        Self { status, headers, body: Vec::new() }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With a body of a media type.
    #[must_use]
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    /// An answer to `POST`: nobody keeps it.
    pub(crate) fn of_call(format: Format, body: impl Into<Vec<u8>>) -> Self {
        Self::new(200).body(format.media_type(), body).header("cache-control", "no-store").header("vary", "accept")
    }

    /// An answer to `GET` or `HEAD`: with a tag, and without a body where the client has it.
    pub(crate) fn of_page(request: &Request, page: &Page) -> Self {
        let media_type = page.format.media_type();
        let tag = tag(media_type, &page.body);
        let has_it = request.header("if-none-match").is_some_and(|tags| names(tags, &tag));
        let mut response = Self::new(if has_it { 304 } else { 200 })
            .header("etag", tag)
            .header("cache-control", if page.keeps { KEEP } else { "no-cache" })
            .header("vary", "accept");
        if has_it {
            return response;
        }
        response = response.body(media_type, page.body.clone());
        if request.method == "HEAD" { response.without_body() } else { response }
    }

    /// The same to `HEAD`.
    pub(crate) fn without_body(mut self) -> Self {
        let length = self.body.len().to_string();
        self.body = Vec::new();
        self.header("content-length", length)
    }
}

/// What `GET` answers.
pub(crate) struct Page {
    pub(crate) format: Format,
    pub(crate) body: Vec<u8>,
    /// Whether it only changes with a release.
    pub(crate) keeps: bool,
}

/// The strong tag of a representation.
fn tag(media_type: &str, body: &[u8]) -> String {
    let mut hash = FnvHasher::default();
    hash.write(media_type.as_bytes());
    hash.write(&[0]);
    hash.write(body);
    format!("\"{:016x}-{:x}\"", hash.finish(), body.len())
}

/// Whether `If-None-Match` names a tag. Whether a cache on the way has made it weak does not matter there.
fn names(tags: &str, tag: &str) -> bool {
    tags.split(',').map(str::trim).any(|it| it == "*" || it.strip_prefix("W/").unwrap_or(it) == tag)
}

#[cfg(test)]
mod tests {
    use super::{names, tag};

    #[test]
    fn a_tag_is_that_of_one_representation() {
        assert_eq!(tag("a", b"b"), tag("a", b"b"));
        assert_ne!(tag("a", b"b"), tag("a", b"c"));
        assert_ne!(tag("a", b"b"), tag("ab", b""));
        assert!(tag("a", b"b").starts_with('"') && tag("a", b"b").ends_with('"'));
    }

    #[test]
    fn tags_are_named_alone_in_lists_and_by_a_star() {
        for tags in ["\"x\"", "W/\"x\"", "\"y\", \"x\"", "*"] {
            assert!(names(tags, "\"x\""), "{tags}");
        }
        for tags in ["", "\"y\"", "x", "\"xx\""] {
            assert!(!names(tags, "\"x\""), "{tags}");
        }
    }
}
