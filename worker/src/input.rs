//! A body → what the core is called with.

use serde::Deserialize;
use serde_json::{Map, Value};
use shoring_core::{
    report::{
        call::{Asked, Files, InputFile, InputFiles, InputLanguage, InputRole, Text},
        refusal::{Code, Refusal},
    },
    text::Encoding,
};

use crate::problem::Problem;

/// What places count where nobody says it: what the command line prints.
pub(crate) const POSITIONS: Encoding = Encoding::Characters;

/// What `POST /v1/lint` takes.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct LintRequest {
    /// The files of the state.
    pub(crate) files: InputFiles,
    /// What is asked.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<shoring_core::report::call::InputOptions>"))]
    pub(crate) options: Option<Map<String, Value>>,
}

/// What `POST /v1/diff` takes.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct DiffRequest {
    /// The files of the state before.
    pub(crate) base: InputFiles,
    /// The files of the state after. One of the base that has the path of one of these is shown as `base:PATH`.
    pub(crate) head: InputFiles,
    /// What is asked.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<shoring_core::report::call::InputOptions>"))]
    pub(crate) options: Option<Map<String, Value>>,
}

/// Reads options.
pub(crate) fn asked(options: Option<Map<String, Value>>) -> Result<Asked, Problem> {
    let Some(options) = options else { return Ok(Asked::usual(POSITIONS)) };
    // Programs whose language has `undefined` may leave a value open; JSON has no reason to.
    if let Some(path) = null_in(&options) {
        return Err(Refusal::new(Code::InvalidOptions, format!("{path}: this is null")).help("leave it out").into());
    }
    Ok(Asked::read(&options, POSITIONS)?)
}

/// The path of the first `null`.
fn null_in(object: &Map<String, Value>) -> Option<String> {
    let mut open: Vec<(String, &Value)> = object.iter().map(|(key, value)| (key.clone(), value)).collect();
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Null => return Some(path),
            Value::Object(object) => open.extend(object.iter().map(|(key, it)| (format!("{path}.{key}"), it))),
            Value::Array(list) => open.extend(list.iter().enumerate().map(|(nth, it)| (format!("{path}[{nth}]"), it))),
            _ => {}
        }
    }
    None
}

/// What is said behind `?` of a schema that is the whole body.
#[derive(Debug)]
pub(crate) struct TextQuery {
    path: String,
    language: InputLanguage,
    asked: Asked,
}

impl TextQuery {
    /// Reads a query: the language, perhaps the path, and any option that is a text.
    pub(crate) fn read(query: &str) -> Result<Self, Problem> {
        let (mut language, mut path, mut options) = (None, None, Map::new());
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let is_first = match &*key {
                "language" => language.replace(value.into_owned()).is_none(),
                "path" => path.replace(value.into_owned()).is_none(),
                _ => options.insert(key.clone().into_owned(), Value::String(value.into_owned())).is_none(),
            };
            if !is_first {
                return Err(invalid(format!("{key}: it is said twice")).help("say it once").into());
            }
        }
        let how = "say ?language=prisma or ?language=sql";
        let language = language.ok_or_else(|| invalid("language: it is not said").help(how))?;
        let language = serde_json::from_value(Value::String(language))
            .map_err(|_| invalid("language: it is neither prisma nor sql").help(how))?;
        let path = path.unwrap_or_else(|| {
            match language {
                InputLanguage::Prisma => "schema.prisma",
                InputLanguage::Sql => "schema.sql",
            }
            .to_owned()
        });
        Ok(Self { path, language, asked: asked(Some(options))? })
    }

    /// The state that a text is.
    pub(crate) fn files(self, text: &[u8]) -> Result<(Files, Asked), Problem> {
        let Self { path, language, asked } = self;
        let file = InputFile { path, text: Text(text.to_vec()), language: Some(language), role: InputRole::State };
        Ok((Files::of(InputFiles(vec![file]))?, asked))
    }
}

/// Of what is well-formed and means nothing.
pub(crate) fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new(Code::InvalidArgument, message)
}
