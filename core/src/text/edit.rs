//! Edits of a user's text, and fixes made of them.

use super::{FileId, Location, SourceMap};
use crate::order::sort_by_key;

/// Replaces bytes `start..end` of a file by `text`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// First byte to replace, counted from the start of the file.
    pub start: u64,
    /// One past the last byte to replace; equal to `start` for an insertion.
    pub end: u64,
    /// What comes in its place.
    pub text: String,
}

impl Edit {
    /// An edit of the bytes that a location names.
    pub fn replace(sources: &SourceMap, at: Location, text: impl Into<String>) -> Option<Self> {
        let source = sources.source(at.source)?;
        Some(Self {
            file: source.file,
            start: source.offset + u64::from(at.span.start),
            end: source.offset + u64::from(at.span.end),
            text: text.into(),
        })
    }
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// The schema stays the same, or gains one plain index; Prisma's client API is unchanged.
    Safe,
    /// It changes what the database or the client is. Asked for by name.
    Unsafe,
}

/// One way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a button would say it.
    pub title: String,
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
    /// The edits, applied together.
    pub edits: Vec<Edit>,
}

/// Why edits could not be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Two edits change the same bytes.
    #[error("two edits overlap at byte {0}")]
    Overlap(u64),
    /// An edit names bytes that the text does not have, or half a character.
    #[error("an edit names bytes {start}..{end}, which the text does not have")]
    Outside {
        /// First byte.
        start: u64,
        /// One past the last byte.
        end: u64,
    },
}

/// Applies edits of one file to its text. Edits may come in any order; insertions at one place keep
/// the order in which they were given.
///
/// # Errors
/// When two edits overlap or one names bytes that are not there; the text is then unchanged.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sort_by_key(&mut sorted, |edit| (edit.start, edit.end));
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut done: u64 = 0;
    for edit in sorted {
        let outside = EditError::Outside { start: edit.start, end: edit.end };
        if edit.start < done {
            return Err(EditError::Overlap(edit.start));
        }
        let range = |from: u64, to: u64| Some(usize::try_from(from).ok()?..usize::try_from(to).ok()?);
        let kept = range(done, edit.start).and_then(|range| text.get(range)).ok_or(outside.clone())?;
        range(edit.start, edit.end).and_then(|range| text.get(range)).ok_or(outside)?;
        out.push_str(kept);
        out.push_str(&edit.text);
        done = edit.end;
    }
    let rest = usize::try_from(done).ok().and_then(|done| text.get(done..));
    out.push_str(rest.ok_or(EditError::Outside { start: done, end: done })?);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Edit, EditError, FileId, apply};

    fn edit(start: u64, end: u64, text: &str) -> Edit {
        Edit { file: FileId(0), start, end, text: text.to_owned() }
    }

    #[test]
    fn edits_apply_together_in_any_order() {
        let edits = [edit(4, 5, "E"), edit(0, 1, ""), edit(2, 2, "+")];
        assert_eq!(apply("abcde", &edits).as_deref(), Ok("b+cdE"));
    }

    #[test]
    fn insertions_at_one_place_keep_their_order() {
        assert_eq!(apply("ab", &[edit(1, 1, "1"), edit(1, 1, "2")]).as_deref(), Ok("a12b"));
    }

    #[test]
    fn overlapping_edits_are_refused() {
        assert_eq!(apply("abc", &[edit(0, 2, ""), edit(1, 3, "")]), Err(EditError::Overlap(1)));
    }

    #[test]
    fn an_edit_outside_the_text_or_inside_a_character_is_refused() {
        assert_eq!(apply("abc", &[edit(2, 9, "")]), Err(EditError::Outside { start: 2, end: 9 }));
        assert_eq!(apply("한", &[edit(1, 1, "x")]), Err(EditError::Outside { start: 1, end: 1 }));
    }
}
