//! What this server and its clients say beyond the protocol. `docs/editors.md` tells of it.

use lsp_types::{Uri, notification::Notification, request::Request};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shoring_core::report::{Base, Summary, Target};

/// Files that a client hands over, because the server has no disk.
pub(crate) enum Files {}

impl Notification for Files {
    type Params = FilesParams;
    const METHOD: &'static str = "shoring/files";
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FilesParams {
    pub(crate) files: Vec<HandedFile>,
    /// This is all there is: what was handed over before is forgotten.
    #[serde(default)]
    pub(crate) complete: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct HandedFile {
    pub(crate) uri: String,
    /// Without a text, and without a reason why it cannot be read, it is gone.
    #[serde(default)]
    pub(crate) text: Option<String>,
    #[serde(default)]
    pub(crate) unreadable: Option<String>,
}

/// The state before of a folder, handed over.
pub(crate) enum BaseFiles {}

impl Notification for BaseFiles {
    type Params = BaseParams;
    const METHOD: &'static str = "shoring/base";
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BaseParams {
    pub(crate) folder: String,
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) commit: String,
    #[serde(default)]
    pub(crate) evidence: String,
    /// Its files; none: there is no base.
    #[serde(default)]
    pub(crate) files: Option<Vec<HandedFile>>,
    /// Why there is none.
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// The state before that a client is to hand over, where it hands files over.
pub(crate) enum BaseWanted {}

impl Notification for BaseWanted {
    type Params = BaseWantedParams;
    const METHOD: &'static str = "shoring/baseWanted";
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BaseWantedParams {
    pub(crate) folder: String,
    /// What to compare with, in git's words; null where nobody names it.
    pub(crate) revision: Option<String>,
    /// Where that stands.
    pub(crate) evidence: Option<String>,
}

/// How a document stands.
pub(crate) enum Status {}

impl Notification for Status {
    type Params = StatusParams;
    const METHOD: &'static str = "shoring/status";
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatusParams {
    pub(crate) uri: Uri,
    /// The database, and what tells so.
    pub(crate) target: Option<Named>,
    pub(crate) summary: Counts,
    /// The state before, where there is one.
    pub(crate) base: Option<Named>,
    /// Why there is none.
    pub(crate) base_reason: Option<String>,
    /// Blocks or statements that were understood, and all of them.
    pub(crate) understood: u64,
    pub(crate) total: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) evidence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) commit: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) infos: usize,
}

impl From<Summary> for Counts {
    fn from(summary: Summary) -> Self {
        let Summary { errors, warnings, infos } = summary;
        Self { errors, warnings, infos }
    }
}

impl From<&Target> for Named {
    fn from(target: &Target) -> Self {
        Self { name: target.name.clone(), evidence: target.evidence.clone(), commit: None }
    }
}

impl From<&Base> for Named {
    fn from(base: &Base) -> Self {
        let commit = Some(base.commit.clone()).filter(|commit| !commit.is_empty());
        Self { name: base.name.clone(), evidence: base.evidence.clone(), commit }
    }
}

/// The report of the state that a document is a part of.
pub(crate) enum ReportOf {}

impl Request for ReportOf {
    type Params = OfDocument;
    type Result = Option<Value>;
    const METHOD: &'static str = "shoring/report";
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OfDocument {
    pub(crate) uri: Uri,
}

/// Looks at all states of all folders.
pub(crate) enum LintWorkspace {}

impl Request for LintWorkspace {
    type Params = Value;
    type Result = LintedWorkspace;
    const METHOD: &'static str = "shoring/lintWorkspace";
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct LintedWorkspace {
    pub(crate) summary: Counts,
    pub(crate) states: usize,
}

/// What a document changes since the state before.
pub(crate) enum DiffOf {}

impl Request for DiffOf {
    type Params = OfDocument;
    type Result = Option<DiffResult>;
    const METHOD: &'static str = "shoring/diff";
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DiffResult {
    pub(crate) base: DiffBase,
    /// What the change does, as a page.
    pub(crate) markdown: String,
    /// The SQL that makes the change, where its dialect is written.
    pub(crate) sql: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DiffBase {
    pub(crate) name: String,
    /// What this very file said; null where it was not there.
    pub(crate) text: Option<String>,
}

/// The page of a rule.
pub(crate) enum Explain {}

impl Request for Explain {
    type Params = ExplainParams;
    type Result = Option<Page>;
    const METHOD: &'static str = "shoring/explain";
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ExplainParams {
    pub(crate) rule: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) markdown: String,
}
