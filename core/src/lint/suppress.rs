//! Leaves out what comments silence, and remembers which comments silenced nothing.

use rustc_hash::FxHashMap;

use super::LintInput;
use crate::{
    diagnostic::{Diagnostic, Scope, Suppression},
    text::Location,
};

/// A rule name in a comment that silenced nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unused<'a> {
    /// The comment.
    pub(super) suppression: &'a Suppression,
    /// Which of its rule names.
    pub(super) nth: usize,
}

/// Whether a suppression holds no longer. Dates compare as text: `2027-03-01`.
pub(super) fn is_expired(suppression: &Suppression, today: Option<&str>) -> bool {
    matches!((&suppression.until, today), (Some(until), Some(today)) if until.as_str() < today)
}

/// Splits findings into those that stay; answers them with the rule names that silenced none.
pub(super) fn apply<'a>(input: LintInput<'a>, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Unused<'a>>) {
    let mut by_rule: FxHashMap<&str, Vec<(usize, usize)>> = FxHashMap::default();
    let mut used: Vec<Vec<bool>> = input.suppressions.iter().map(|it| vec![false; it.rules.len()]).collect();
    for (at, suppression) in input.suppressions.iter().enumerate() {
        if !is_expired(suppression, input.today) {
            for (nth, (rule, _)) in suppression.rules.iter().enumerate() {
                by_rule.entry(rule).or_default().push((at, nth));
            }
        }
    }
    let speaks_of = |scope: Scope, location: Location| match scope {
        Scope::File(file) => input.sources.source(location.source).is_some_and(|source| source.file == file),
        Scope::At(at) => at.source == location.source && at.span.contains(location.span),
        Scope::Nothing => false,
    };
    let mut kept = Vec::with_capacity(found.len());
    for diagnostic in found {
        let mut silenced = false;
        for (at, nth) in by_rule.get(diagnostic.rule.name).into_iter().flatten() {
            let Some(suppression) = input.suppressions.get(*at) else { continue };
            let mut places = std::iter::once(&diagnostic.primary).chain(&diagnostic.labels);
            if places.any(|label| speaks_of(suppression.scope, label.location)) {
                silenced = true;
                if let Some(used) = used.get_mut(*at).and_then(|rules| rules.get_mut(*nth)) {
                    *used = true;
                }
            }
        }
        if !silenced {
            kept.push(diagnostic);
        }
    }
    let unused = input.suppressions.iter().zip(&used).flat_map(|(suppression, used)| {
        used.iter().enumerate().filter(|(_, used)| !**used).map(move |(nth, _)| Unused { suppression, nth })
    });
    (kept, unused.collect())
}
