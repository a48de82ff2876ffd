//! What went wrong, as RFC 9457 writes it. Codes are stable, words are for people.

use serde::Serialize;
use shoring_core::report::refusal::{Code, Refusal};

use crate::{accept::Format, response::Response};

/// The page that tells of each code.
const PAGE: &str = "https://github.com/shoring/shoring/blob/main/docs/http.md";

/// Why a request is not answered as it wants to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// The address of what is told of its code.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "schema", schemars(extend("format" = "uri")))]
    pub kind: Box<str>,
    /// What the status means.
    pub title: &'static str,
    /// The status.
    pub status: u16,
    /// Which kind of reason.
    pub code: ProblemCode,
    /// The reason.
    pub detail: Box<str>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Box<str>>,
    /// Where in the body, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    #[serde(skip)]
    header: Option<(&'static str, &'static str)>,
}

/// A place in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct At {
    /// From 1.
    pub line: u32,
    /// In bytes, from 1.
    pub column: u32,
}

/// Which kind of reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ProblemCode {
    /// Of the request.
    Http(HttpCode),
    /// Of what is asked, as every surface says it.
    Refused(Code),
}

/// Reasons that only HTTP has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HttpCode {
    /// The body is no JSON.
    MalformedJson,
    /// Nothing is there.
    NotFound,
    /// It is there, and does not do this.
    MethodNotAllowed,
    /// It cannot be written as the client takes it.
    NotAcceptable,
    /// The body is written in something that is not read.
    UnsupportedMediaType,
    /// Too many requests in too short a time.
    RateLimited,
    /// A fault of ours.
    InternalError,
}

impl ProblemCode {
    fn status(self) -> u16 {
        match self {
            Self::Http(HttpCode::MalformedJson) | Self::Refused(Code::NotUtf8) => 400,
            Self::Http(HttpCode::NotFound) | Self::Refused(Code::UnknownRule) => 404,
            Self::Http(HttpCode::MethodNotAllowed) => 405,
            Self::Http(HttpCode::NotAcceptable) => 406,
            Self::Refused(Code::TooLarge) => 413,
            Self::Http(HttpCode::UnsupportedMediaType) => 415,
            Self::Http(HttpCode::RateLimited) => 429,
            Self::Http(HttpCode::InternalError) | Self::Refused(Code::NotReady | Code::Panicked | Code::Ended) => 500,
            Self::Refused(
                Code::InvalidArgument
                | Code::InvalidOptions
                | Code::InvalidEdit
                | Code::UnknownLanguage
                | Code::MixedLanguages
                | Code::DialectsDiffer
                | Code::UnresolvedRename
                | Code::DuplicatePath
                | Code::NotOpen
                | Code::NotIncluded,
            ) => 422,
        }
    }

    /// As it is written.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|it| it.as_str().map(ToOwned::to_owned)).unwrap_or_default()
    }
}

/// What a status means, in the words of the standard.
pub(crate) fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        _ => "Internal Server Error",
    }
}

impl Problem {
    /// With a reason.
    pub fn new(code: ProblemCode, detail: impl Into<Box<str>>) -> Self {
        let status = code.status();
        Self {
            kind: format!("{PAGE}#{}", code.name()).into(),
            title: title(status),
            status,
            code,
            detail: detail.into(),
            help: None,
            at: None,
            header: None,
        }
    }

    /// Of the request itself.
    pub fn http(code: HttpCode, detail: impl Into<Box<str>>) -> Self {
        Self::new(ProblemCode::Http(code), detail)
    }

    /// With what to do.
    #[must_use]
    pub fn help(self, help: impl Into<Box<str>>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(crate) fn header(self, name: &'static str, value: &'static str) -> Self {
        Self { header: Some((name, value)), ..self }
    }

    /// Of a body that is no JSON, or JSON of another shape.
    pub(crate) fn of_json(error: &serde_json::Error) -> Self {
        let code = match error.classify() {
            serde_json::error::Category::Data => ProblemCode::Refused(Code::InvalidArgument),
            _ => ProblemCode::Http(HttpCode::MalformedJson),
        };
        let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        let at = At { line: number(error.line()), column: number(error.column()) };
        Self { at: Some(at).filter(|at| at.line > 0), ..Self::new(code, error.to_string()) }
    }

    /// Of a body that is larger than is read.
    pub fn too_large(limit: usize) -> Self {
        Self::new(ProblemCode::Refused(Code::TooLarge), format!("a body has at most {limit} bytes"))
            .help("leave the rows out of a dump, send one schema a request, or use the command line, which streams")
    }

    /// Of a client that asks too often.
    pub fn rate_limited(seconds: &'static str) -> Self {
        Self::http(HttpCode::RateLimited, "too many requests in too short a time")
            .help(format!("try again in {seconds} seconds, or run Shoring yourself: it needs no network"))
            .header("retry-after", seconds)
    }

    /// Of a fault of ours.
    pub fn internal() -> Self {
        Self::http(HttpCode::InternalError, "a fault of ours ended this request; the next one is answered again")
    }

    /// As a response.
    pub fn response(&self) -> Response {
        let body = serde_json::to_vec(self).unwrap_or_default();
        let response = Response::new(self.status)
            .body("application/problem+json", body)
            .header("cache-control", "no-store")
            .header("vary", "accept");
        match self.header {
            Some((name, value)) => response.header(name, value),
            None => response,
        }
    }
}

impl From<Refusal> for Problem {
    fn from(Refusal { code, message, help }: Refusal) -> Self {
        Self { help: help.map(Into::into), ..Self::new(ProblemCode::Refused(code), message) }
    }
}

/// Of formats that are not there.
pub(crate) fn not_acceptable(offered: &[Format]) -> Problem {
    let names: Vec<String> = offered.iter().map(|it| it.name()).collect();
    Problem::http(HttpCode::NotAcceptable, "it is written in none of what `Accept` names")
        .help(format!("it is written as {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::Problem;

    #[test]
    fn what_is_answered_after_a_panic_is_a_problem_like_others() {
        let problem = serde_json::to_string_pretty(&Problem::internal()).unwrap_or_default();
        let entry = include_str!("../entry.mjs");
        for line in problem.lines().filter(|line| line.contains(':')) {
            let value = line.trim().trim_end_matches(',').split_once(": ").map(|(_, value)| value).unwrap_or_default();
            assert!(entry.contains(value.trim_matches('"')), "entry.mjs does not say {value}");
        }
    }
}
