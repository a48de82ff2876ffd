//! Findings of a report as diagnostics of the protocol.

use std::{borrow::Cow, collections::BTreeMap, str::FromStr};

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range, Uri,
};
use serde_json::json;
use shoring_core::{
    config::Mistake,
    report::{Finding, Severity, Span},
    text::Encoding,
};

use crate::documents::Lined;

/// Who tells.
pub(crate) const SOURCE: &str = "shoring";

/// The files of a state: their addresses and their lines. What is not here belongs to the state before.
pub(crate) struct Files<'a> {
    pub(crate) encoding: Encoding,
    /// The file that speaks for what has no place in this state any more.
    pub(crate) first: &'a str,
    pub(crate) uri: &'a dyn Fn(&str) -> Option<Uri>,
    pub(crate) lined: &'a dyn Fn(&str) -> Option<Cow<'a, Lined>>,
    read: BTreeMap<String, Option<Cow<'a, Lined>>>,
}

impl<'a> Files<'a> {
    pub(crate) fn new(
        encoding: Encoding,
        first: &'a str,
        uri: &'a dyn Fn(&str) -> Option<Uri>,
        lined: &'a dyn Fn(&str) -> Option<Cow<'a, Lined>>,
    ) -> Self {
        Self { encoding, first, uri, lined, read: BTreeMap::new() }
    }

    /// Where some bytes of a file are; none where it is no file of this state.
    pub(crate) fn range(&mut self, file: &str, start: u64, end: u64) -> Option<Range> {
        if !self.read.contains_key(file) {
            self.read.insert(file.to_owned(), (self.lined)(file));
        }
        let lined = self.read.get(file)?.as_ref()?;
        Some(lined.range(start, end, self.encoding))
    }

    fn location(&mut self, file: &str, span: &Span) -> Option<Location> {
        let range = self.range(file, span.start.offset, span.end.offset)?;
        Some(Location { uri: (self.uri)(file)?, range })
    }

    /// The file and the place of a finding. What is gone has none in this state: it is told at the top of its first file.
    pub(crate) fn place_of(&mut self, finding: &Finding) -> (String, Range) {
        match self.range(&finding.file, finding.span.start.offset, finding.span.end.offset) {
            Some(range) => (finding.file.clone(), range),
            None => (self.first.to_owned(), Range::default()),
        }
    }

    /// A finding, and the file that it is told in.
    pub(crate) fn diagnostic(&mut self, finding: &Finding) -> (String, Diagnostic) {
        let (file, range) = self.place_of(finding);
        let mut related = Vec::new();
        for label in &finding.labels {
            let location = self.location(&label.file, &label.span);
            let told = |location| DiagnosticRelatedInformation { location, message: label.message.clone() };
            related.extend(location.map(told));
        }
        let diagnostic = Diagnostic {
            range,
            severity: Some(severity(finding.severity)),
            code: Some(NumberOrString::String(finding.rule.clone())),
            code_description: Uri::from_str(&finding.url).ok().map(|href| CodeDescription { href }),
            source: Some(SOURCE.to_owned()),
            message: words(finding),
            related_information: Some(related).filter(|related| !related.is_empty()),
            tags: None,
            data: Some(json!({
                "fingerprint": finding.fingerprint,
                "codes": finding.codes,
                "verdicts": finding.verdicts,
            })),
        };
        (file, diagnostic)
    }
}

/// What is wrong, why it matters, and what to do.
fn words(finding: &Finding) -> String {
    let mut words = finding.message.clone();
    for more in [&finding.note, &finding.help].into_iter().flatten() {
        words.push('\n');
        words.push_str(more);
    }
    words
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

/// A mistake of a configuration.
pub(crate) fn of_mistake(mistake: &Mistake, lined: &Lined, encoding: Encoding) -> Diagnostic {
    let help = mistake.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    Diagnostic {
        range: lined.range(u64::from(mistake.span.start), u64::from(mistake.span.end), encoding),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message: format!("{}{help}\nuntil it is mended, what was last without a mistake holds", mistake.message),
        ..Diagnostic::default()
    }
}
