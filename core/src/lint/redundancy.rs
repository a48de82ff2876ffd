//! Which index of a table serves nothing that another does not serve. Three rules speak of it; each index is judged
//! once, so that each has at most one finding.

use crate::schema::{IndexKind, IndexWalker, TableWalker};

/// Why an index is not needed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Redundancy<'s> {
    /// It is the primary key again.
    DuplicatesPrimaryKey(IndexWalker<'s>),
    /// Another index is just like it.
    Duplicates(IndexWalker<'s>),
    /// Another index begins with it.
    PrefixOf(IndexWalker<'s>),
}

/// The indexes of a table that another one makes unnecessary.
pub(super) fn redundant_indexes(table: TableWalker<'_>) -> impl Iterator<Item = (IndexWalker<'_>, Redundancy<'_>)> {
    let judged = table.indexes().enumerate().filter(|(_, index)| index.get().understood && !index.get().implicit);
    judged.filter_map(move |(at, index)| Some((index, redundancy(table, at, index)?)))
}

fn redundancy<'s>(table: TableWalker<'s>, at: usize, index: IndexWalker<'s>) -> Option<Redundancy<'s>> {
    if let Some(key) = table.primary_key().filter(|key| index.holds_the_same_as(*key)) {
        return Some(Redundancy::DuplicatesPrimaryKey(key));
    }
    // Of two alike, the one that promises more stays: unique, visible, first.
    let rank = |at: usize, it: IndexWalker<'_>| (it.is_unique(), it.get().visible, std::cmp::Reverse(at));
    // What the optimiser may not use replaces nothing that it may.
    let may_replace = |other: IndexWalker<'_>| {
        other.get().understood && !other.get().implicit && (other.get().visible || !index.get().visible)
    };
    let stays = |(other_at, other): &(usize, IndexWalker<'s>)| {
        *other_at != at
            && index.holds_the_same_as(*other)
            && may_replace(*other)
            && rank(*other_at, *other) > rank(at, index)
    };
    if let Some((_, other)) =
        table.indexes().enumerate().filter(stays).max_by_key(|(other_at, other)| rank(*other_at, *other))
    {
        return Some(Redundancy::Duplicates(other));
    }
    // A unique key promises what a wider one does not.
    if index.get().kind != IndexKind::Plain {
        return None;
    }
    let serves = |other: &IndexWalker<'s>| {
        other.get().parts.len() > index.get().parts.len() && index.is_left_prefix_of(*other) && may_replace(*other)
    };
    // The widest is needed for itself: a narrower one may be the beginning of it too, and gone tomorrow.
    let wider = table.keys().filter(serves).enumerate();
    let wider = wider.max_by_key(|(at, other)| (other.get().parts.len(), other.is_unique(), std::cmp::Reverse(*at)));
    wider.map(|(_, other)| Redundancy::PrefixOf(other))
}
