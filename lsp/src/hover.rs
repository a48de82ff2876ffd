//! What is shown where somebody points: the findings there, then what is known of what stands there.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Range};
use shoring_core::{
    report::{Finding, hover},
    text::FileId,
    workspace::Live,
};

/// A finding at a place.
pub(crate) struct At<'f> {
    pub(crate) finding: &'f Finding,
    pub(crate) range: Range,
}

/// Whether a range holds a place; its end is still a part of it.
pub(crate) fn holds(range: Range, at: Position) -> bool {
    range.start <= at && at <= range.end
}

/// What is shown, over the smallest of what it speaks of.
pub(crate) fn of(findings: &[At<'_>], described: Option<(String, Range)>) -> Option<Hover> {
    let mut parts: Vec<String> = findings.iter().map(|at| hover::finding(at.finding)).collect();
    let range = described.as_ref().map(|(_, range)| *range).or_else(|| findings.first().map(|at| at.range));
    parts.extend(described.map(|(words, _)| words));
    if parts.is_empty() {
        return None;
    }
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: parts.join("\n---\n\n") };
    Some(Hover { contents: HoverContents::Markup(contents), range })
}

/// What is known of what is named at a byte of a file, and the bytes that name it.
pub(crate) fn described(live: &mut Live, file: FileId, offset: u64) -> Option<(String, u64, u64)> {
    let target = live.target().target.clone();
    let names = live.names();
    let mention = names.at(file, offset)?;
    let description = names.describe(&mention.entity, &target)?;
    let (_, start, end) = names.sources().place_of(mention.location)?;
    Some((hover::description(&description), start, end))
}
