//! In what two ways of parting rows differ.

use crate::order::sort;
use std::borrow::Cow;

use smol_str::SmolStr;

use crate::schema::{
    Partition, PartitionBound, PartitionMethod, Partitioning, TableWalker, normal_expression, same_but_for_case,
    same_expression,
};

/// What becomes of the partitions of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartitionChange {
    /// Some go (with their rows), and others come behind those that stay.
    Rotate {
        /// The names of those that go.
        dropped: Vec<SmolStr>,
        /// How many of the last of the state after are new.
        added: usize,
    },
    /// The server spreads the rows over so many more, or fewer.
    Count {
        /// How many there were.
        before: usize,
        /// How many there are.
        after: usize,
    },
    /// All rows find their partitions anew.
    Anew,
}

/// What becomes of the partitions of a table, with the columns of the state before called by their new names. None where
/// nothing does.
pub fn partition_change(
    base: TableWalker<'_>,
    head: TableWalker<'_>,
    renames: &[(SmolStr, SmolStr)],
) -> Option<PartitionChange> {
    let (old, new) = match (&base.get().partitioning, &head.get().partitioning) {
        (None, None) => return None,
        (Some(old), Some(new)) => (old, new),
        _ => return Some(PartitionChange::Anew),
    };
    let mut old = Cow::Borrowed(&**old);
    if !renames.is_empty() {
        old.to_mut().rename_columns(renames);
    }
    if !same_way(&old, new) {
        return Some(PartitionChange::Anew);
    }
    let engines = [base, head].map(|table| table.get().engine.clone().unwrap_or_else(|| "InnoDB".into()));
    let (before, after) = (named(&old), named(new));
    let same = |(a, b): (&Partition, &Partition)| same_partition(a, b, &engines);
    if before.len() == after.len() && before.iter().zip(after.iter()).all(same) {
        return None;
    }
    let is_counted = |it: &Partitioning| it.method.is_spread() && it.partitions.is_empty();
    if is_counted(&old) && is_counted(new) {
        return Some(PartitionChange::Count { before: old.len(), after: new.len() });
    }
    if !new.method.has_bounds() {
        return Some(PartitionChange::Anew);
    }
    // What stays, stays in its order; what comes, comes last (schemadiff calls it a rotation).
    let mut kept = 0;
    let mut dropped = Vec::new();
    for partition in before.iter() {
        match after.get(kept) {
            Some(next) if same((partition, next)) => kept += 1,
            _ => dropped.push(partition.name.clone()),
        }
    }
    let added = after.len() - kept;
    let is_back = |name: &SmolStr| after.iter().any(|it| same_but_for_case(&it.name, name));
    if kept == 0 || dropped.iter().any(is_back) {
        return Some(PartitionChange::Anew);
    }
    Some(PartitionChange::Rotate { dropped, added })
}

/// Whether rows find their partitions in one way, the partitions aside.
fn same_way(a: &Partitioning, b: &Partitioning) -> bool {
    let same_columns =
        || a.columns.len() == b.columns.len() && a.columns.iter().zip(&b.columns).all(|(a, b)| same_but_for_case(a, b));
    let same_text = || match (&a.expression, &b.expression) {
        (Some(a), Some(b)) if a == b => true,
        (Some(left), Some(right)) if b.method == PartitionMethod::SystemTime => {
            // It is printed with what is usual.
            let words = |it: &SmolStr| it.to_lowercase().split_whitespace().map(ToOwned::to_owned).collect::<Vec<_>>();
            words(left) == words(right)
        }
        (Some(a), Some(b)) => same_expression(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    let same_sub = || match (&a.subpartitioning, &b.subpartitioning) {
        (Some(left), Some(right)) => {
            let count = |it: &Partitioning, of: &Partitioning| {
                it.count
                    .map(|it| it as usize)
                    .or_else(|| of.partitions.first().map(|it| it.subpartitions.len()).filter(|it| *it > 0))
            };
            same_way(left, right) && count(left, a).unwrap_or(1) == count(right, b).unwrap_or(1)
        }
        (a, b) => a.is_none() && b.is_none(),
    };
    a.method == b.method
        && a.algorithm == b.algorithm
        && (!a.method.is_of_columns() || same_columns())
        && same_text()
        && same_sub()
}

/// The partitions with names: those that the server counts are `p0`, `p1`, … (MySQL manual, "HASH Partitioning").
fn named(partitioning: &Partitioning) -> Cow<'_, [Partition]> {
    if !partitioning.partitions.is_empty() || partitioning.method.has_bounds() {
        return Cow::Borrowed(&partitioning.partitions);
    }
    let counted = |number: usize| Partition::counted(number, partitioning.origin);
    Cow::Owned((0..partitioning.len()).map(counted).collect())
}

fn same_partition(a: &Partition, b: &Partition, engines: &[SmolStr; 2]) -> bool {
    let [old, new] = engines;
    let engine = |it: &Partition, usual: &SmolStr| it.engine.as_ref().unwrap_or(usual).to_lowercase();
    let same_sub = || {
        // Those that nobody names are counted.
        a.subpartitions.is_empty()
            || b.subpartitions.is_empty()
            || a.subpartitions.len() == b.subpartitions.len()
                && a.subpartitions.iter().zip(&b.subpartitions).all(|(a, b)| same_partition(a, b, engines))
    };
    same_but_for_case(&a.name, &b.name)
        && same_bound(a.bound.as_ref(), b.bound.as_ref())
        && engine(a, old) == engine(b, new)
        && a.comment == b.comment
        && a.options == b.options
        && same_sub()
}

fn same_bound(a: Option<&PartitionBound>, b: Option<&PartitionBound>) -> bool {
    match (a, b) {
        (Some(PartitionBound::LessThan(a)), Some(PartitionBound::LessThan(b))) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_expression(a, b))
        }
        (Some(PartitionBound::In(a)), Some(PartitionBound::In(b))) => {
            // Servers sort them.
            let sorted = |values: &[SmolStr]| {
                let mut values: Vec<String> = values.iter().map(|it| normal_expression(it)).collect();
                sort(&mut values);
                values
            };
            a == b || sorted(a) == sorted(b)
        }
        (a, b) => a == b,
    }
}
