//! Leaves out what comments silence, and remembers which comments silenced nothing.

use rustc_hash::FxHashMap;

use crate::{
    diagnostic::{Diagnostic, Scope, Suppression},
    text::{FileId, SourceId, SourceMap},
};

/// A rule name in a comment that silenced nothing.
#[derive(Clone, Copy, Debug)]
pub struct Unused<'a> {
    /// The comment.
    pub suppression: &'a Suppression,
    /// Which of its rule names.
    pub nth: usize,
}

/// Where a comment holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    File(FileId),
    Source(SourceId),
}

/// Whether a suppression holds no longer. Dates compare as text: `2027-03-01`. What is no date never holds: it would
/// hold for ever.
pub fn is_expired(suppression: &Suppression, today: Option<&str>) -> bool {
    let Some(until) = &suppression.until else { return false };
    !is_date(until) || today.is_some_and(|today| until.as_str() < today)
}

/// Whether a text is a day, written as `2027-03-01`.
pub(super) fn is_date(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| {
        text.get(range)
            .filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|part| part.parse::<u16>().ok())
    };
    let (Some(_), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else { return false };
    text.len() == 10
        && text.get(4..5) == Some("-")
        && text.get(7..8) == Some("-")
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
}

/// The findings that no comment silences.
pub fn without_silenced(
    suppressions: &[Suppression],
    sources: &SourceMap,
    today: Option<&str>,
    found: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let (stays, _) = apply(suppressions, sources, today, found.iter());
    found.into_iter().zip(stays).filter(|(_, stays)| *stays).map(|(it, _)| it).collect()
}

/// Which findings stay, in their order, and the rule names that silenced none.
pub fn apply<'a, 'f>(
    suppressions: &'a [Suppression],
    sources: &SourceMap,
    today: Option<&str>,
    found: impl Iterator<Item = &'f Diagnostic>,
) -> (Vec<bool>, Vec<Unused<'a>>) {
    let mut used: Vec<Vec<bool>> = suppressions.iter().map(|it| vec![false; it.rules.len()]).collect();
    // By rule and place: each finding looks only at the comments that may speak of it.
    let mut by_place: FxHashMap<(&str, Place), Vec<(usize, usize)>> = FxHashMap::default();
    for (at, suppression) in suppressions.iter().enumerate() {
        let place = match suppression.scope {
            Scope::File(file) => Place::File(file),
            Scope::At(location) => Place::Source(location.source),
            Scope::Nothing => continue,
        };
        if !is_expired(suppression, today) {
            for (nth, (rule, _)) in suppression.rules.iter().enumerate() {
                by_place.entry((rule, place)).or_default().push((at, nth));
            }
        }
    }
    let stays = found.map(|diagnostic| {
        // Most schemas silence nothing.
        if by_place.is_empty() {
            return true;
        }
        let mut silenced = false;
        for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.labels) {
            let location = label.location;
            let file = sources.source(location.source).map(|source| Place::File(source.file));
            for place in file.into_iter().chain([Place::Source(location.source)]) {
                for (at, nth) in by_place.get(&(diagnostic.rule.name, place)).into_iter().flatten() {
                    let speaks_of = match suppressions.get(*at).map(|it| it.scope) {
                        Some(Scope::File(_)) => true,
                        Some(Scope::At(scope)) => scope.span.contains(location.span),
                        Some(Scope::Nothing) | None => false,
                    };
                    if let Some(used) = used.get_mut(*at).and_then(|rules| rules.get_mut(*nth)).filter(|_| speaks_of) {
                        *used = true;
                        silenced = true;
                    }
                }
            }
        }
        !silenced
    });
    let stays = stays.collect();
    let unused = suppressions.iter().zip(&used).flat_map(|(suppression, used)| {
        used.iter().enumerate().filter(|(_, used)| !**used).map(move |(nth, _)| Unused { suppression, nth })
    });
    (stays, unused.collect())
}
