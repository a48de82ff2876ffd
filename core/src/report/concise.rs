//! One line a finding: `path:line:column: severity[rule] message`.

use super::{Finding, Places, Position, Report};
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
        one_line(&path, start, finding.severity.name(), finding.rule.name, &finding.message)
    };
    findings.into_iter().map(line).collect()
}

/// Renders the findings of a report; columns count what the report's do.
pub fn of_report(report: &Report) -> String {
    let line = |it: &Finding| one_line(&it.file, it.span.start, it.severity.name(), &it.rule, &it.message);
    report.findings.iter().map(line).collect()
}

fn one_line(path: &str, at: Position, severity: &str, rule: &str, message: &str) -> String {
    let message = message.replace(['\n', '\r'], " ");
    format!("{path}:{}:{}: {severity}[{rule}] {message}\n", at.line, at.column)
}
