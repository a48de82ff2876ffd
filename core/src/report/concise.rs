//! One line a finding: `path:line:column: severity[rule] message`.

use super::Places;
use crate::{
    diagnostic::Diagnostic,
    text::{Encoding, SourceMap},
};

/// Renders findings, each with its line break.
pub fn render<'d>(sources: &SourceMap, findings: impl IntoIterator<Item = &'d Diagnostic>) -> String {
    let mut places = Places::new(sources, Encoding::Characters);
    let line = |finding: &Diagnostic| {
        let location = finding.primary.location;
        let start = places.span(location).start;
        let path = places.path(location.source);
        let message = finding.message.replace(['\n', '\r'], " ");
        format!("{path}:{}:{}: {}[{}] {message}\n", start.line, start.column, finding.severity, finding.rule.name)
    };
    findings.into_iter().map(line).collect()
}
