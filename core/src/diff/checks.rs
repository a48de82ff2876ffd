//! The checks of a table that both states have, and how its rows are parted.

use smol_str::SmolStr;

use super::Differ;
use crate::{
    change::{Change, Pair, partition_change},
    schema::{CheckConstraint, CheckWalker, TableWalker, normal_expression, same_but_for_case, without_vitess_ending},
};

/// A check, with the form of its expression that is equal for all spellings.
struct Compared<'a> {
    check: CheckWalker<'a>,
    expression: String,
    /// The column whose own it is, by its name after.
    column: Option<SmolStr>,
}

impl<'a> Compared<'a> {
    fn new(check: CheckWalker<'a>, as_after: &CheckConstraint) -> Self {
        Self { check, expression: normal_expression(&as_after.expression), column: as_after.column.clone() }
    }

    fn same_column(&self, other: &Self) -> bool {
        match (&self.column, &other.column) {
            (Some(a), Some(b)) => same_but_for_case(a, b),
            (a, b) => a.is_none() && b.is_none(),
        }
    }

    /// Whether they check the same, whatever their names are.
    fn same_definition(&self, other: &Self) -> bool {
        self.expression == other.expression && self.same_column(other)
    }

    fn same_enforcement(&self, other: &Self) -> bool {
        self.check.get().enforced == other.check.get().enforced
    }

    /// Its name, where somebody gave it one.
    fn given_name(&self) -> Option<&'a str> {
        let name = self.check.get().name.as_deref().filter(|_| self.check.is_named());
        name.map(without_vitess_ending)
    }

    fn same_given_name(&self, other: &Self) -> bool {
        self.given_name().zip(other.given_name()).is_some_and(|(a, b)| same_but_for_case(a, b))
    }
}

impl<'a> Differ<'a, '_> {
    pub(super) fn checks_of(&mut self, base: TableWalker<'a>, head: TableWalker<'a>) {
        // Prisma has no words for them.
        if base.is_prisma() || head.is_prisma() || (base.get().checks.is_empty() && head.get().checks.is_empty()) {
            return;
        }
        let renames = self.renames_of(base);
        let as_after = |check: CheckWalker<'a>| {
            let mut as_after = check.get().clone();
            as_after.rename_columns(&renames);
            Compared::new(check, &as_after)
        };
        // What a column has of its own comes and goes with it.
        let has = |table: TableWalker<'a>, column: &Option<SmolStr>| {
            column.as_ref().is_none_or(|column| table.column(column).is_some())
        };
        let mut old: Vec<_> = base.checks().map(as_after).filter(|it| has(head, &it.column)).collect();
        let before = |column: &Option<SmolStr>| {
            let old_name = |name: &SmolStr| {
                renames.iter().find(|(_, new)| new == name).map_or_else(|| name.clone(), |(old, _)| old.clone())
            };
            has(base, &column.as_ref().map(old_name))
        };
        let new = head.checks().map(|check| Compared::new(check, check.get()));
        let mut new: Vec<_> = new.filter(|it| before(&it.column)).collect();

        let same = |a: &Compared<'a>, b: &Compared<'a>| a.same_definition(b) && a.same_enforcement(b);
        take_pairs(&mut old, &mut new, |a, b| same(a, b) && a.same_given_name(b));
        take_pairs(&mut old, &mut new, |a, b| same(a, b) && a.given_name().is_none() && b.given_name().is_none());
        // A name that nobody gave means nothing.
        take_pairs(&mut old, &mut new, |a, b| same(a, b) && (a.given_name().is_none() || b.given_name().is_none()));
        let mut altered = take_pairs(&mut old, &mut new, |a, b| a.same_given_name(b) && a.same_column(b));
        altered.extend(take_pairs(&mut old, &mut new, |a, b| a.column.is_some() && a.same_column(b)));
        altered.extend(take_pairs(&mut old, &mut new, |a, b| a.same_definition(b) && !a.same_enforcement(b)));
        self.changes.extend(altered.into_iter().map(|(base, head)| Change::Check(Pair::Altered { base, head })));
        let of_other_names = take_pairs(&mut old, &mut new, Compared::same_definition);
        self.changes.extend(of_other_names.into_iter().map(|(base, head)| Change::Check(Pair::Renamed { base, head })));
        self.changes.extend(new.into_iter().map(|it| Change::Check(Pair::Added(it.check))));
        self.changes.extend(old.into_iter().map(|it| Change::Check(Pair::Dropped(it.check))));
    }

    pub(super) fn partitioning_of(&mut self, base: TableWalker<'a>, head: TableWalker<'a>) {
        let is_parted = base.get().partitioning.is_some() || head.get().partitioning.is_some();
        if !is_parted || base.is_prisma() || head.is_prisma() {
            return;
        }
        if partition_change(base, head, &self.renames_of(base)).is_some() {
            self.changes.push(Change::Partitioning { base, head });
        }
    }

    /// The columns of a table of the state before that have another name after, with both.
    fn renames_of(&self, base: TableWalker<'a>) -> Vec<(SmolStr, SmolStr)> {
        let table = &base.get().name;
        let names =
            base.get().columns.iter().map(|column| (&column.name, self.pairing.column_after(table, &column.name)));
        names.filter(|(old, new)| old != new).map(|(old, new)| (old.clone(), new.clone())).collect()
    }
}

/// Takes the pairs out that are the same in some sense, each with the first that fits.
fn take_pairs<'a>(
    old: &mut Vec<Compared<'a>>,
    new: &mut Vec<Compared<'a>>,
    is_same: impl Fn(&Compared<'a>, &Compared<'a>) -> bool,
) -> Vec<(CheckWalker<'a>, CheckWalker<'a>)> {
    let mut pairs = Vec::new();
    new.retain(|b| {
        let Some(at) = old.iter().position(|a| is_same(a, b)) else { return true };
        pairs.push((old.remove(at).check, b.check));
        false
    });
    pairs
}
