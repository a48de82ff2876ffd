//! What is shown beside the text: the types that the database has for fields.

use lsp_types::{InlayHint, InlayHintKind, InlayHintLabel, InlayHintTooltip, Position};
use shoring_core::{text::FileId, workspace::Live};

/// The most characters that are shown: an enum may have hundreds of values.
const MOST: usize = 40;

/// The types of the fields between two bytes of a file. `position` tells where a byte of it is.
pub(crate) fn of(
    live: &Live,
    file: FileId,
    (from, until): (u64, u64),
    position: &dyn Fn(u64) -> Position,
) -> Vec<InlayHint> {
    let sources = live.sources();
    let types = live.database_types(file, from, until).into_iter();
    let hint = |it: shoring_core::workspace::DatabaseType| {
        let (_, at, _) = sources.place_of(it.location)?;
        let cut = it.ty.char_indices().nth(MOST).map(|(end, _)| it.ty.get(..end).unwrap_or_default());
        Some(InlayHint {
            position: position(at),
            label: InlayHintLabel::String(cut.map_or_else(|| it.ty.clone(), |cut| format!("{cut}…"))),
            kind: Some(InlayHintKind::TYPE),
            text_edits: None,
            tooltip: cut.is_some().then(|| InlayHintTooltip::String(it.ty.clone())),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
    };
    types.filter_map(hint).collect()
}
