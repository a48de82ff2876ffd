//! What is where, and what it answers.

use percent_encoding::percent_decode_str;
use serde::{Serialize, de::IgnoredAny};
use shoring_core::report::{
    Report,
    call::{Files, diff, lint},
    concise, markdown,
    rules::{Rule, RulePage, page, rules_as_markdown, rules_as_text},
};

use crate::{
    accept::{Format, choose},
    input::{DiffRequest, LintRequest, TextQuery, asked, invalid},
    problem::{HttpCode, Problem, not_acceptable},
    request::Request,
    response::{Page, Response},
};

/// Something that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Lint,
    Diff,
    Rules,
    Rule,
    OpenApi,
    Health,
}

/// The document of the interface.
const OPEN_API: &str = include_str!("../../docs/openapi.json");

impl Route {
    pub(crate) const ALL: [Self; 6] = [Self::Lint, Self::Diff, Self::Rules, Self::Rule, Self::OpenApi, Self::Health];

    /// Where it is; `{name}` stands for one segment.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Lint => "/v1/lint",
            Self::Diff => "/v1/diff",
            Self::Rules => "/v1/rules",
            Self::Rule => "/v1/rules/{name}",
            Self::OpenApi => "/openapi.json",
            Self::Health => "/healthz",
        }
    }

    pub(crate) fn is_call(self) -> bool {
        matches!(self, Self::Lint | Self::Diff)
    }

    fn allow(self) -> &'static str {
        if self.is_call() { "POST, OPTIONS" } else { "GET, HEAD, OPTIONS" }
    }

    /// How it can be written, the usual way first.
    pub(crate) fn formats(self) -> &'static [Format] {
        match self {
            Self::Lint | Self::Diff | Self::Rules | Self::Rule => &Format::ALL,
            Self::OpenApi => &[Format::Json],
            Self::Health => &[Format::Json, Format::Text],
        }
    }

    /// What is at a path, with the segment that stands for a name.
    fn of_path(path: &str) -> Option<(Self, String)> {
        Self::ALL.into_iter().find_map(|route| match route.path().split_once("{name}") {
            Some((before, _)) => {
                let name = path.strip_prefix(before).filter(|it| !it.is_empty() && !it.contains('/'))?;
                Some((route, percent_decode_str(name).decode_utf8_lossy().into_owned()))
            }
            None => (path == route.path()).then(|| (route, String::new())),
        })
    }
}

/// What comes after the head of a request.
#[derive(Debug)]
pub enum Next {
    /// The answer.
    Answer(Response),
    /// Its body is wanted.
    Body(Box<Wanted>),
}

/// A call whose body is not read yet.
#[derive(Debug)]
pub struct Wanted {
    call: Call,
    format: Format,
}

#[derive(Debug)]
enum Call {
    Lint,
    LintText(Box<TextQuery>),
    Diff,
}

/// Answers a request as far as that goes without its body.
pub fn begin(request: &Request) -> Next {
    match head(request) {
        Ok(next) => next,
        Err(problem) if request.method == "HEAD" => Next::Answer(problem.response().without_body()),
        Err(problem) => Next::Answer(problem.response()),
    }
}

fn head(request: &Request) -> Result<Next, Problem> {
    let Some((route, name)) = Route::of_path(&request.path) else {
        return Err(Problem::http(HttpCode::NotFound, "nothing is here").help("GET /openapi.json tells what is where"));
    };
    match (request.method.as_str(), route.is_call()) {
        ("OPTIONS", _) => Ok(Next::Answer(options(route))),
        ("GET" | "HEAD", false) => Ok(Next::Answer(Response::of_page(request, &page_of(route, &name, request)?))),
        ("POST", true) => Ok(Next::Body(Box::new(wanted(route, request)?))),
        _ => {
            let allow = route.allow();
            let detail = format!("{} is not done here", request.method);
            Err(Problem::http(HttpCode::MethodNotAllowed, detail).help(format!("use {allow}")).header("allow", allow))
        }
    }
}

/// Which pages of the web may ask what: all of them, anything that is there.
fn options(route: Route) -> Response {
    Response::new(204)
        .header("allow", route.allow())
        .header("access-control-allow-methods", route.allow())
        .header("access-control-allow-headers", "accept, content-type, if-none-match")
        .header("access-control-max-age", "86400")
        .header("vary", "accept")
}

fn page_of(route: Route, name: &str, request: &Request) -> Result<Page, Problem> {
    let format = choose(request.header("accept"), route.formats()).ok_or_else(|| not_acceptable(route.formats()))?;
    let body = match route {
        Route::Rule => rule_page(&page(name)?, format),
        Route::Rules => match format {
            Format::Json => json(&Rule::all()),
            Format::Markdown => rules_as_markdown(&Rule::all()).into_bytes(),
            Format::Text => rules_as_text(&Rule::all()).into_bytes(),
        },
        Route::OpenApi => OPEN_API.as_bytes().to_vec(),
        Route::Health => match format {
            Format::Json => json(&Health::now()),
            Format::Markdown | Format::Text => b"ok\n".to_vec(),
        },
        Route::Lint | Route::Diff => Vec::new(),
    };
    Ok(Page { format, body, keeps: route != Route::Health })
}

/// That it works, and which release it is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Health {
    /// `ok`.
    status: String,
    /// The release.
    version: String,
}

impl Health {
    fn now() -> Self {
        Self { status: "ok".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

fn rule_page(page: &RulePage, format: Format) -> Vec<u8> {
    match format {
        Format::Json => json(page),
        Format::Markdown | Format::Text => page.to_markdown().into_bytes(),
    }
}

fn wanted(route: Route, request: &Request) -> Result<Wanted, Problem> {
    let format = choose(request.header("accept"), route.formats()).ok_or_else(|| not_acceptable(route.formats()))?;
    let call = match (route, body_kind(request, route)?) {
        (Route::Lint, BodyKind::Text) => Call::LintText(Box::new(TextQuery::read(&request.query)?)),
        (_, BodyKind::Json | BodyKind::Text) if !request.query.is_empty() => {
            return Err(invalid("a query goes with a schema that is the whole body")
                .help("in JSON, say it in `options`, or of a file")
                .into());
        }
        (Route::Lint, BodyKind::Json) => Call::Lint,
        _ => Call::Diff,
    };
    Ok(Wanted { call, format })
}

enum BodyKind {
    Json,
    Text,
}

/// What the body is written in.
fn body_kind(request: &Request, route: Route) -> Result<BodyKind, Problem> {
    let takes = |detail: String| {
        let help = match route {
            Route::Lint => "send application/json, or a schema as text/plain with ?language=prisma or sql, in UTF-8",
            _ => "send application/json in UTF-8",
        };
        Problem::http(HttpCode::UnsupportedMediaType, detail).help(help).header(
            "accept-post",
            if route == Route::Lint { "application/json, text/plain" } else { "application/json" },
        )
    };
    if let Some(coding) = request.header("content-encoding").filter(|it| !it.eq_ignore_ascii_case("identity")) {
        return Err(takes(format!("a body in the coding {coding} is not read")));
    }
    let said = request.header("content-type").unwrap_or_default();
    let Ok(media_type) = mediatype::MediaType::parse(said) else {
        return Err(takes("it is not said what the body is".to_owned()));
    };
    let charset = mediatype::ReadParams::get_param(&media_type, mediatype::names::CHARSET);
    if let Some(charset) = charset.map(|it| it.unquoted_str().to_ascii_lowercase())
        && !["utf-8", "utf8", "us-ascii"].contains(&charset.as_str())
    {
        return Err(takes(format!("a body in {charset} is not read")));
    }
    let essence = media_type.essence().to_string().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => Ok(BodyKind::Json),
        "text/plain" if route == Route::Lint => Ok(BodyKind::Text),
        _ => Err(takes(format!("a body of the type {essence} is not read"))),
    }
}

impl Wanted {
    /// Answers, now that the body is there.
    pub fn answer(self, body: &[u8]) -> Response {
        let format = self.format;
        match self.report(body) {
            Ok(report) => Response::of_call(
                format,
                match format {
                    Format::Json => json(&report),
                    Format::Markdown => markdown::render(&report).into_bytes(),
                    Format::Text => concise::of_report(&report).into_bytes(),
                },
            ),
            Err(problem) => problem.response(),
        }
    }

    fn report(self, body: &[u8]) -> Result<Report, Problem> {
        match self.call {
            Call::Lint => {
                let LintRequest { files, options } = from_json(body)?;
                let asked = asked(options)?;
                Ok(lint(&Files::of(files)?, &asked)?)
            }
            Call::LintText(query) => {
                let (files, asked) = query.files(body)?;
                Ok(lint(&files, &asked)?)
            }
            Call::Diff => {
                let DiffRequest { base, head, options } = from_json(body)?;
                let asked = asked(options)?;
                Ok(diff(&Files::of(base)?, &Files::of(head)?, &asked)?)
            }
        }
    }
}

fn from_json<'b, T: serde::Deserialize<'b>>(body: &'b [u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        // What is of another shape may be no JSON at all further down.
        let malformed = serde_json::from_slice::<IgnoredAny>(body).err();
        Problem::of_json(&malformed.unwrap_or(error))
    })
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // The types of the core hold nothing that JSON cannot say.
    serde_json::to_vec(value).unwrap_or_default()
}
