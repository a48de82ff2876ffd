//! What of a text can be folded.

use lsp_types::{FoldingRange, FoldingRangeKind, Range};
use shoring_core::{text::FileId, workspace::Live};

/// The lines of a file that can be folded. `range` tells where some bytes of it are.
pub(crate) fn of(live: &mut Live, file: FileId, range: &dyn Fn(u64, u64) -> Range) -> Vec<FoldingRange> {
    let folds = live.outline(file).folds;
    let sources = live.sources();
    let fold = |fold: &shoring_core::workspace::Fold| {
        let (_, start, end) = sources.place_of(fold.location)?;
        let lines = range(start, end);
        let last = sources.slice(fold.location).rsplit(['\n', '\r']).next().unwrap_or_default();
        // What closes it stays to be seen.
        let closes = !fold.is_comment && last.trim_start().starts_with(['}', ')', ']']);
        let end_line = lines.end.line - u32::from(closes && lines.end.line > 0);
        (end_line > lines.start.line).then(|| FoldingRange {
            start_line: lines.start.line,
            end_line,
            kind: fold.is_comment.then_some(FoldingRangeKind::Comment),
            ..FoldingRange::default()
        })
    };
    folds.iter().filter_map(fold).collect()
}
