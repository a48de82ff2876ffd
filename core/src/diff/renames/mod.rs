//! What was dropped and what was added, and is probably one thing under two names.
//!
//! Evidence is added up: the type, the place among what was kept, the name, the keys and relations that follow. Candidates are
//! assigned together: the pairs that are taken are those that are best in sum, not those that come first.

mod assign;
mod columns;
mod names;
mod tables;

use super::{DiffHints, pairing::Pairing};
use crate::{
    change::{Change, Pair},
    order::{sort, sort_by, sort_by_key},
    schema::{ColumnWalker, TableWalker},
    text::{Location, SourceId},
};

/// Two things that are probably one.
#[derive(Clone, Debug)]
pub struct RenameCandidate<'a> {
    /// What was dropped, and what was added.
    pub renamed: Renamed<'a>,
    /// How sure that is, from 0.5 to 1.
    pub score: f64,
    /// Why, a few words each, the strongest first.
    pub reasons: Vec<&'static str>,
    /// The numbers of the changes that drop and add it; none for a column of a table that is a candidate itself.
    pub changes: Option<(usize, usize)>,
}

/// What may have been renamed.
#[derive(Clone, Copy, Debug)]
pub enum Renamed<'a> {
    /// A table.
    Table {
        /// As it was.
        base: TableWalker<'a>,
        /// As it is.
        head: TableWalker<'a>,
    },
    /// A column.
    Column {
        /// As it was.
        base: ColumnWalker<'a>,
        /// As it is.
        head: ColumnWalker<'a>,
    },
}

/// Evidence that two things are one.
#[derive(Clone, Debug, Default)]
struct Evidence {
    points: f64,
    reasons: Vec<(f64, &'static str)>,
}

impl Evidence {
    fn add(&mut self, points: f64) {
        self.points += points;
    }

    fn say(&mut self, points: f64, reason: &'static str) {
        self.points += points;
        self.reasons.push((points, reason));
    }

    /// The points as a share: 0.5 at the threshold.
    fn score(&self, threshold: f64) -> f64 {
        1.0 / (1.0 + (-1.1 * (self.points - threshold)).exp())
    }

    fn reasons(mut self) -> Vec<&'static str> {
        sort_by(&mut self.reasons, |a, b| b.0.total_cmp(&a.0));
        self.reasons.into_iter().map(|(_, reason)| reason).collect()
    }
}

/// The candidates among the changes, in the order of what was added.
pub(super) fn candidates<'a>(
    changes: &[Change<'a>],
    pairing: &Pairing<'a>,
    hints: &DiffHints,
) -> Vec<RenameCandidate<'a>> {
    let mut found = tables::candidates(changes, pairing);
    found.extend(columns::candidates(changes, pairing));
    let not_renamed = reaches(&hints.not_renamed);
    let is_no = |at: Location| {
        let before = not_renamed.partition_point(|(source, start, _)| (*source, *start) <= (at.source, at.span.start));
        let last = before.checked_sub(1).and_then(|last| not_renamed.get(last));
        last.is_some_and(|(source, _, end)| *source == at.source && at.span.end <= *end)
    };
    found.retain(|candidate| {
        let (base, head) = match candidate.renamed {
            Renamed::Table { base, head } => (base.get().origin, head.get().origin),
            Renamed::Column { base, head } => (base.get().origin, head.get().origin),
        };
        !is_no(base.location()) && !is_no(head.location())
    });
    sort_by_key(&mut found, |candidate| candidate.changes.map_or((usize::MAX, 0), |(dropped, added)| (added, dropped)));
    found
}

/// Where each place begins, and how far it or one that begins before it in its text reaches.
fn reaches(places: &[Location]) -> Vec<(SourceId, u32, u32)> {
    let mut reaches: Vec<_> = places.iter().map(|it| (it.source, it.span.start, it.span.end)).collect();
    sort(&mut reaches);
    let mut farthest: Option<(SourceId, u32)> = None;
    for (source, _, end) in &mut reaches {
        if let Some((_, before)) = farthest.filter(|(of, _)| of == source) {
            *end = before.max(*end);
        }
        farthest = Some((*source, *end));
    }
    reaches
}

/// Things with the numbers of the changes that they are of.
type Numbered<T> = Vec<(usize, T)>;

/// What was dropped and what was added of one kind, with the numbers of the changes.
fn gone_and_new<'a, T: Copy>(
    changes: &[Change<'a>],
    of_kind: impl Fn(&Change<'a>) -> Option<Pair<T>>,
) -> (Numbered<T>, Numbered<T>) {
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for (number, change) in changes.iter().enumerate() {
        match of_kind(change) {
            Some(Pair::Dropped(it)) => gone.push((number, it)),
            Some(Pair::Added(it)) => new.push((number, it)),
            _ => {}
        }
    }
    (gone, new)
}
