//! Floor 10: the one public, versioned, serialisable view of an analysis. What the command line prints as JSON, and
//! what every other surface carries, are these types.

pub mod call;
pub mod changes;
pub mod concise;
pub mod hover;
pub mod live;
pub mod markdown;
mod offsets;
pub mod options;
pub mod planetscale;
pub mod refusal;
pub mod rules;
#[cfg(feature = "terminal")]
pub mod terminal;
pub mod unified;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::{
    diagnostic::{Diagnostic, Subject as SubjectOf},
    lint::{fingerprint, fingerprints, in_text},
    order::sort_by,
    rule::Severity as SeverityOf,
    text::{Applicability as ApplicabilityOf, Encoding, LineIndex, Location, SourceId, SourceMap},
    workspace::{Analysis, Comparison, Evidence, FileSummary, LiveAnalysis},
};

/// The version of the report. 0 while it grows: fields may still change.
pub const VERSION: u32 = 0;

/// What was found, and in what.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The version of this format.
    pub version: u32,
    /// The state before, where it is a commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Base>,
    /// The database; absent when the files are for several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// The files that were read.
    pub files: Vec<File>,
    /// The findings, in the order of the files and of the text in them.
    pub findings: Vec<Finding>,
    /// What differs between two states; absent where one is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<Change>>,
    /// What was renamed, or probably was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renames: Vec<Rename>,
    /// The SQL that makes the changes, or the state that was to be written as SQL, in an order in which each statement applies; absent
    /// where the dialect is not written yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements: Option<Vec<Statement>>,
    /// What else a person should know, one sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// How many findings of each severity.
    pub summary: Summary,
}

/// One difference between two states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// Its number, from 0: findings and statements name it.
    pub id: usize,
    /// `create`, `drop`, `alter` or `rename`.
    pub kind: String,
    /// `table`, `column`, `index`, `foreign_key`, `check`, `view`, `routine` or `setting`.
    pub entity: String,
    /// The table, by its name in the database after the change (before it, where it is dropped).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The name in the database; columns in parentheses where it has none.
    pub name: String,
    /// What of it differs, where one thing does: `type`, `nullability`, `default`, `order`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<String>,
    /// As it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// As it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Place>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<Place>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The file.
    pub file: String,
    /// Where.
    pub span: Span,
}

/// Something that was renamed, or probably was.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rename {
    /// `table` or `column`.
    pub entity: String,
    /// The table of a column, by its name after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The table of a column, by its name before, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_table: Option<String>,
    /// The name before.
    pub from: String,
    /// The name after.
    pub to: String,
    /// How sure it is, from 0.5 to 1; 1 where its owner says so.
    #[serde(serialize_with = "as_score")]
    pub score: f64,
    /// Why.
    pub reasons: Vec<String>,
    /// Its owner says so: then it is a change of kind `rename`, else one is dropped and one created.
    pub declared: bool,
}

/// A statement of SQL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statement {
    /// Its text, with the semicolon.
    pub sql: String,
    /// The changes that it makes, or helps to make.
    pub changes: Vec<usize>,
}

/// The commit that the state before was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Base {
    /// How a person calls it: `origin/main`.
    pub name: String,
    /// Its full name.
    pub commit: String,
    /// What tells that it is the base.
    pub evidence: String,
}

/// The database that a schema is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Target {
    /// Its name with its version: `planetscale`, `mysql-8.4.7`.
    pub name: String,
    /// What tells so.
    pub evidence: String,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct File {
    /// Its path, as it was given.
    pub path: String,
    /// `prisma` or `sql`.
    pub language: String,
    /// The database it is for.
    pub target: Target,
    /// Blocks or statements of which nothing was stepped over.
    pub understood: u64,
    /// Blocks or statements.
    pub total: u64,
    /// What was stepped over.
    pub skipped: Vec<Skipped>,
}

/// A piece of text that was stepped over: what it touches is unknown, not absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skipped {
    /// Where.
    pub span: Span,
    /// Why.
    pub reason: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The rule that found it.
    pub rule: String,
    /// How bad it is on this target.
    pub severity: Severity,
    /// `correctness`, `safety`, `performance`, `compatibility` or `style`.
    pub category: String,
    /// What is wrong.
    pub message: String,
    /// Why it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The rule's page.
    pub url: String,
    /// What it is about.
    pub subject: Subject,
    /// The file.
    pub file: String,
    /// The place to look at first.
    pub span: Span,
    /// What to see there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Other places that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// What a change does: `loses-data`, `breaks-running-code`, `may-fail-on-rows`, `platform-refuses`, `changes-values`,
    /// `blocks-writes`, `blocks-reads`, `rewrites-table`, `not-revertible`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<String>,
    /// The query that shows that the data is safe: it answers 0, or no row, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// The steps that avoid it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// The changes that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<usize>,
    /// What others that tell it call it, Prisma's own check among them: `{ "planetscale": "NO_UNIQUE_KEY" }`.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub codes: std::collections::BTreeMap<String, String>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Fix>,
    /// The same for the same finding wherever its text moves: made of the rule, the dialect and the names.
    pub fingerprint: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Worth mending.
    Warning,
    /// The target refuses it, data is lost, or running code breaks.
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => SeverityOf::Info.name(),
            Self::Warning => SeverityOf::Warning.name(),
            Self::Error => SeverityOf::Error.name(),
        }
    }
}

/// What a finding is about, by the database's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subject {
    /// `file`, `table`, `column`, `index`, `foreign_key` or `setting`.
    pub kind: String,
    /// The table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Its name, or what its owner calls it: `Post.author`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A piece of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// Its first character.
    pub start: Position,
    /// One past its last character.
    pub end: Position,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// What stands before it in the file: bytes, or UTF-16 code units where positions were asked for in these.
    pub offset: u64,
    /// From 1.
    pub line: u32,
    /// From 1, in the unit that was asked for; characters on the command line.
    pub column: u32,
}

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Label {
    /// The file.
    pub file: String,
    /// Where.
    pub span: Span,
    /// What to see there.
    pub message: String,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
    /// The edits, applied together.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The schema stays the same, or gains one plain index; Prisma's client API is unchanged.
    Safe,
    /// It changes what the database or the client is.
    Unsafe,
}

/// Replaces `start..end` of a file by `text`: bytes, or UTF-16 code units where positions were asked for in these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Edit {
    /// The file.
    pub file: String,
    /// Where what it replaces begins.
    pub start: u64,
    /// Where that ends.
    pub end: u64,
    /// What comes in its place.
    pub text: String,
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
}

impl Summary {
    /// Counts findings.
    pub fn of<'d>(findings: impl IntoIterator<Item = &'d Diagnostic>) -> Self {
        let mut summary = Self::default();
        for finding in findings {
            match finding.severity {
                SeverityOf::Error => summary.errors += 1,
                SeverityOf::Warning => summary.warnings += 1,
                SeverityOf::Info => summary.infos += 1,
            }
        }
        summary
    }

    /// Counts findings of a report.
    pub fn of_findings(findings: &[Finding]) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), infos: count(Severity::Info) }
    }

    /// Both counts together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
        }
    }
}

impl Report {
    /// The report of an analysis, its columns counted in `encoding`.
    pub fn new(analysis: &Analysis<'_>, encoding: Encoding) -> Self {
        let mut places = Places::new(analysis.sources, encoding);
        let fingerprints = fingerprints(&analysis.findings, &analysis.target.target);
        let found = analysis.findings.iter().zip(fingerprints);
        let findings = found.map(|(it, fingerprint)| finding(it, fingerprint, &mut places)).collect();
        Self {
            findings,
            summary: Summary::of(&analysis.findings),
            ..Self::of_state(&analysis.target, &analysis.files, &analysis.notes, &mut places)
        }
    }

    /// The report of a state as SQL.
    pub fn of_sql(analysis: &Analysis<'_>, statements: &[String], encoding: Encoding) -> Self {
        let statement = |sql: &String| Statement { sql: sql.clone(), changes: Vec::new() };
        Self { statements: Some(statements.iter().map(statement).collect()), ..Self::new(analysis, encoding) }
    }

    /// The report of a state that is edited: what is wrong with it, and beside it what it changes and what that does, where
    /// there is a state before.
    pub fn of_live(analysis: &LiveAnalysis<'_>, comparison: Option<&Comparison<'_>>, encoding: Encoding) -> Self {
        let mut places = Places::new(analysis.sources, encoding);
        let hazards = comparison.map(|it| it.findings.as_slice()).unwrap_or_default();
        let mut all: Vec<&Diagnostic> = analysis.beside(hazards).collect();
        all.extend(hazards);
        sort_by(&mut all, |a, b| in_text(a, b));
        let target = &analysis.target.target;
        let numbers = fingerprint::numbers(all.iter().map(|it| fingerprint::names(it, target)));
        let summary = Summary::of(all.iter().copied());
        let found = all.into_iter().zip(numbers);
        let findings = found.map(|(it, number)| finding(it, fingerprint::text(number), &mut places)).collect();
        let notes: Vec<String> =
            analysis.notes.iter().chain(comparison.iter().flat_map(|it| &it.notes)).cloned().collect();
        Self {
            findings,
            changes: comparison.map(|it| changes::all(it, &mut places)),
            renames: comparison.map(changes::renames).unwrap_or_default(),
            statements: comparison.and_then(statements),
            summary,
            ..Self::of_state(analysis.target, analysis.files, &notes, &mut places)
        }
    }

    /// The report of a state, without its findings.
    fn of_state(evidence: &Evidence, files: &[FileSummary], notes: &[String], places: &mut Places<'_>) -> Self {
        let target = Target { name: evidence.target.name().to_owned(), evidence: evidence.reason.clone() };
        Self {
            version: VERSION,
            base: None,
            files: files.iter().map(|summary| file(summary, &target, places)).collect(),
            target: Some(target),
            findings: Vec::new(),
            changes: None,
            renames: Vec::new(),
            statements: None,
            notes: notes.to_vec(),
            summary: Summary::default(),
        }
    }

    /// The report of a comparison, its columns counted in `encoding`.
    pub fn of_comparison(comparison: &Comparison<'_>, encoding: Encoding) -> Self {
        let mut places = Places::new(comparison.sources, encoding);
        let fingerprints = fingerprints(&comparison.findings, &comparison.target.target);
        let found = comparison.findings.iter().zip(fingerprints);
        let findings = found.map(|(it, fingerprint)| finding(it, fingerprint, &mut places)).collect();
        Self {
            findings,
            changes: Some(changes::all(comparison, &mut places)),
            renames: changes::renames(comparison),
            statements: statements(comparison),
            summary: Summary::of(&comparison.findings),
            ..Self::of_state(&comparison.target, &comparison.files, &comparison.notes, &mut places)
        }
    }

    /// Several states in one report.
    pub fn join(reports: Vec<Self>) -> Self {
        let mut joined = Self {
            version: VERSION,
            base: reports.first().and_then(|report| report.base.clone()),
            target: reports.first().and_then(|report| report.target.clone()),
            files: Vec::new(),
            findings: Vec::new(),
            changes: None,
            renames: Vec::new(),
            statements: None,
            notes: Vec::new(),
            summary: Summary::default(),
        };
        for report in reports {
            if joined.target != report.target {
                joined.target = None;
            }
            // The changes of all are numbered through.
            let first = joined.changes.as_ref().map_or(0, Vec::len);
            let shift = |changes: Vec<usize>| changes.into_iter().map(|id| id + first).collect();
            if let Some(changes) = report.changes {
                let numbered = changes.into_iter().map(|change| Change { id: change.id + first, ..change });
                joined.changes.get_or_insert_default().extend(numbered);
            }
            if let Some(statements) = report.statements {
                let numbered = statements.into_iter().map(|it| Statement { changes: shift(it.changes), ..it });
                joined.statements.get_or_insert_default().extend(numbered);
            }
            joined.files.extend(report.files);
            joined.findings.extend(report.findings.into_iter().map(|it| Finding { changes: shift(it.changes), ..it }));
            joined.renames.extend(report.renames);
            joined.notes.extend(report.notes);
            joined.summary = joined.summary.plus(report.summary);
        }
        joined
    }

    /// As JSON, indented for people.
    pub fn to_json(&self) -> String {
        // The types hold nothing that JSON cannot say.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

fn statements(comparison: &Comparison<'_>) -> Option<Vec<Statement>> {
    let statement = |it: &crate::ddl::Statement| Statement { sql: it.sql.clone(), changes: it.changes.clone() };
    comparison.statements.as_ref().map(|statements| statements.iter().map(statement).collect())
}

/// Writes a score, which is at most 1. One is written without a fraction, as JavaScript does: the same bytes on every surface.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn as_score<S: serde::Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if *number >= 1.0 { serializer.serialize_u8(1) } else { serializer.serialize_f64(*number) }
}

/// The JSON Schema of the report.
#[cfg(feature = "schema")]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(Report).to_value()
}

/// The JSON Schemas of what programs ask for and get beside the report: options of a run, rules and their pages, refusals.
#[cfg(feature = "schema")]
pub fn json_schemas_for_programs() -> [serde_json::Value; 4] {
    [
        schemars::schema_for!(options::RunOptions).to_value(),
        schemars::schema_for!(rules::Rule).to_value(),
        schemars::schema_for!(rules::RulePage).to_value(),
        schemars::schema_for!(refusal::Refusal).to_value(),
    ]
}

/// Turns locations into places; the lines of a source are found once for all places in it.
pub(crate) struct Places<'s> {
    sources: &'s SourceMap,
    encoding: Encoding,
    lines: FxHashMap<SourceId, LineIndex>,
}

impl<'s> Places<'s> {
    pub(crate) fn new(sources: &'s SourceMap, encoding: Encoding) -> Self {
        Self { sources, encoding, lines: FxHashMap::default() }
    }

    pub(crate) fn path(&self, source: SourceId) -> String {
        self.sources.file_of(source).map(|file| file.path.clone()).unwrap_or_default()
    }

    pub(crate) fn span(&mut self, location: Location) -> Span {
        Span {
            start: self.position(location.source, location.span.start()),
            end: self.position(location.source, location.span.end()),
        }
    }

    fn position(&mut self, id: SourceId, offset: usize) -> Position {
        let Some(source) = self.sources.source(id) else { return Position { offset: 0, line: 1, column: 1 } };
        let lines = self.lines.entry(id).or_insert_with(|| LineIndex::new(&source.text));
        let position = source.position(lines, offset, self.encoding);
        Position { offset: position.offset, line: position.line + 1, column: position.column + 1 }
    }
}

fn file(summary: &FileSummary, target: &Target, places: &mut Places<'_>) -> File {
    let file = places.sources.file(summary.file);
    File {
        path: file.map(|file| file.path.clone()).unwrap_or_default(),
        language: file.map_or("", |file| file.language.name()).to_owned(),
        target: target.clone(),
        understood: summary.understood,
        total: summary.total,
        skipped: summary
            .skipped
            .iter()
            .map(|it| Skipped { span: places.span(it.location), reason: it.reason.clone() })
            .collect(),
    }
}

fn finding(diagnostic: &Diagnostic, fingerprint: String, places: &mut Places<'_>) -> Finding {
    // One by one: to collect them, a map sorts, which is compiled once more.
    let mut codes = std::collections::BTreeMap::new();
    for (platform, code) in &diagnostic.codes {
        codes.insert((*platform).to_owned(), (*code).to_owned());
    }
    Finding {
        rule: diagnostic.rule.name.to_owned(),
        severity: match diagnostic.severity {
            SeverityOf::Info => Severity::Info,
            SeverityOf::Warning => Severity::Warning,
            SeverityOf::Error => Severity::Error,
        },
        category: diagnostic.rule.category.name().to_owned(),
        message: diagnostic.message.clone(),
        note: diagnostic.note.clone(),
        help: diagnostic.help.clone(),
        url: diagnostic.rule.url(),
        subject: subject(&diagnostic.subject),
        file: places.path(diagnostic.primary.location.source),
        span: places.span(diagnostic.primary.location),
        label: Some(diagnostic.primary.message.clone()).filter(|message| !message.is_empty()),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| Label {
                file: places.path(label.location.source),
                span: places.span(label.location),
                message: label.message.clone(),
            })
            .collect(),
        verdicts: diagnostic.verdicts.iter().map(|it| it.name().to_owned()).collect(),
        proof: diagnostic.proof.clone(),
        steps: diagnostic.steps.clone(),
        changes: diagnostic.changes.clone(),
        codes,
        fixes: diagnostic.fixes.iter().map(|it| fix(it, places.sources)).collect(),
        fingerprint,
    }
}

fn subject(subject: &SubjectOf) -> Subject {
    Subject {
        kind: subject.kind.name().to_owned(),
        table: subject.table.as_ref().map(ToString::to_string),
        columns: subject.columns.iter().map(ToString::to_string).collect(),
        name: subject.name.as_ref().map(ToString::to_string),
    }
}

fn fix(fix: &crate::text::Fix, sources: &SourceMap) -> Fix {
    Fix {
        title: fix.title.clone(),
        applicability: match fix.applicability {
            ApplicabilityOf::Safe => Applicability::Safe,
            ApplicabilityOf::Unsafe => Applicability::Unsafe,
        },
        edits: fix
            .edits
            .iter()
            .map(|edit| Edit {
                file: sources.file(edit.file).map(|file| file.path.clone()).unwrap_or_default(),
                start: edit.start,
                end: edit.end,
                text: edit.text.clone(),
            })
            .collect(),
    }
}
