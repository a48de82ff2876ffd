//! Offsets in another unit than bytes.

use super::{Finding, Place, Report, Span};

impl Report {
    /// The same report with every offset counted otherwise: `convert` is given a file's path and bytes of it. Lines and
    /// columns stay as they are.
    pub fn map_offsets(&mut self, convert: impl FnMut(&str, u64) -> u64) {
        let mut findings = std::mem::take(&mut self.findings);
        self.map_offsets_with(findings.iter_mut(), convert);
        self.findings = findings;
    }

    /// The same, with findings that stand beside it.
    pub(super) fn map_offsets_with<'f>(
        &mut self,
        findings: impl Iterator<Item = &'f mut Finding>,
        mut convert: impl FnMut(&str, u64) -> u64,
    ) {
        let mut span = |file: &str, span: &mut Span| {
            span.start.offset = convert(file, span.start.offset);
            span.end.offset = convert(file, span.end.offset);
        };
        for file in &mut self.files {
            for skipped in &mut file.skipped {
                span(&file.path, &mut skipped.span);
            }
        }
        let mut findings: Vec<&mut Finding> = findings.collect();
        for finding in &mut findings {
            span(&finding.file, &mut finding.span);
            for label in &mut finding.labels {
                span(&label.file, &mut label.span);
            }
        }
        let changes = self.changes.iter_mut().flatten();
        for Place { file, span: place } in changes.flat_map(|change| change.base.iter_mut().chain(&mut change.head)) {
            span(file, place);
        }
        let fixes = findings.into_iter().flat_map(|finding| &mut finding.fixes);
        for edit in fixes.flat_map(|fix| &mut fix.edits) {
            edit.start = convert(&edit.file, edit.start);
            edit.end = convert(&edit.file, edit.end);
        }
    }
}
