//! Tables that are probably one table under two names.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};
use smol_str::SmolStr;

use super::{
    Evidence, RenameCandidate, Renamed,
    assign::assign,
    columns::within,
    gone_and_new,
    names::{likeness, stem, words},
};
use crate::{
    change::Change,
    diff::pairing::Pairing,
    order::{sort, sort_by_key},
    schema::{ForeignKeyWalker, TableWalker},
};

/// How many points make a candidate.
const THRESHOLD: f64 = 2.1;

/// A feature that more tables have tells none of them.
const MAX_SHARED: usize = 32;

/// The most tables that one is compared with in full.
const MAX_LOOKED_AT: usize = 6;

/// Columns that most tables have.
const COMMON: &[&str] =
    &["id", "created_at", "updated_at", "createdAt", "updatedAt", "deleted_at", "deletedAt", "name"];

/// The candidates among the tables, with the columns that are probably renamed in them.
pub(super) fn candidates<'a>(changes: &[Change<'a>], pairing: &Pairing<'a>) -> Vec<RenameCandidate<'a>> {
    let (gone, new) = gone_and_new(changes, |change| match change {
        Change::Table(pair) => Some(*pair),
        _ => None,
    });
    let mut scored: FxHashMap<(usize, usize), Evidence> = FxHashMap::default();
    let mut pairs = Vec::new();
    for (left, right) in worth_a_look(&gone, &new) {
        let (Some((_, old)), Some((_, new))) = (gone.get(left), new.get(right)) else { continue };
        let evidence = evidence(*old, *new, pairing);
        if evidence.points >= THRESHOLD {
            pairs.push((left, right, evidence.score(THRESHOLD)));
            scored.insert((left, right), evidence);
        }
    }
    let mut found = Vec::new();
    for (left, right) in assign(&pairs) {
        let (Some((dropped, base)), Some((added, head)), Some(evidence)) =
            (gone.get(left), new.get(right), scored.remove(&(left, right)))
        else {
            continue;
        };
        found.push(RenameCandidate {
            renamed: Renamed::Table { base: *base, head: *head },
            score: evidence.score(THRESHOLD),
            reasons: evidence.reasons(),
            changes: Some((*dropped, *added)),
        });
        found.extend(within(*base, *head, pairing));
    }
    found
}

/// The pairs that have most in common of what few tables have: a column, a word of the name, or all columns. To look at every
/// pair would take the square of the tables.
fn worth_a_look<'a>(gone: &[(usize, TableWalker<'a>)], new: &[(usize, TableWalker<'a>)]) -> Vec<(usize, usize)> {
    let mut having: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, (_, table)) in new.iter().enumerate() {
        for feature in features(*table) {
            having.entry(feature).or_default().push(at);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (left, (_, table)) in gone.iter().enumerate() {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        let features = features(*table);
        for right in
            features.iter().filter_map(|feature| having.get(feature)).filter(|it| it.len() <= MAX_SHARED).flatten()
        {
            *shared.entry(*right).or_default() += 1;
        }
        let mut nearest: Vec<(usize, usize)> = shared.into_iter().collect();
        sort_by_key(&mut nearest, |(right, shared)| (std::cmp::Reverse(*shared), *right));
        pairs.extend(nearest.into_iter().take(MAX_LOOKED_AT).map(|(right, _)| (left, right)));
    }
    pairs
}

/// What may be rare about a table, as numbers: its columns, the words of its name, all columns together.
fn features(table: TableWalker<'_>) -> Vec<u64> {
    let number = |kind: &str, words: &[&str]| {
        let mut hasher = FxHasher::default();
        (kind, words).hash(&mut hasher);
        hasher.finish()
    };
    let mut columns: Vec<u64> = Vec::with_capacity(table.get().columns.len());
    for column in &table.get().columns {
        let arguments: Vec<&str> = column.ty.arguments.iter().map(SmolStr::as_str).collect();
        let ty = number(&column.ty.name, &arguments);
        let name = column.name.to_lowercase();
        columns.push(number(&name, &[]) ^ ty.rotate_left(1));
    }
    sort(&mut columns);
    let mut hasher = FxHasher::default();
    columns.hash(&mut hasher);
    let all = hasher.finish();
    columns.push(all);
    columns.extend(words(&table.get().name).iter().map(|word| number("word", &[&stem(word)])));
    sort(&mut columns);
    columns.dedup();
    columns
}

fn evidence(old: TableWalker<'_>, new: TableWalker<'_>, pairing: &Pairing<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    if old.get().model.is_some() && old.get().model == new.get().model {
        evidence.say(4.0, "it is the same model of the Prisma schema");
    }
    let (overlap, telling) = overlap(old, new);
    let points = 3.6 * overlap - 0.9;
    match overlap {
        _ if overlap > 0.99 => evidence.say(points, "they have the same columns"),
        _ if overlap > 0.5 => evidence.say(points, "they have most columns in common"),
        _ => evidence.add(points - 1.0),
    }
    // What every table has says nothing.
    evidence.add(match telling {
        _ if telling < 1.0 => -2.2,
        _ if telling < 2.0 => -0.6,
        _ if telling < 3.0 => 0.0,
        _ if telling < 4.0 => 0.6,
        _ => 0.8,
    });
    // Names and relations give at most so much more.
    if evidence.points + 2.2 + 1.4 < THRESHOLD {
        return evidence;
    }
    let likeness = likeness(&old.get().name, &new.get().name, &[]);
    let points = 2.4 * likeness.degree - 0.2;
    match likeness.reason {
        Some(reason) if likeness.degree > 0.3 => evidence.say(points, reason),
        _ => evidence.add(points),
    }
    of_relations(old, new, pairing, &mut evidence);
    evidence
}

/// The share of the columns that both have, and how much those say.
fn overlap(old: TableWalker<'_>, new: TableWalker<'_>) -> (f64, f64) {
    let weight = |name: &str| if COMMON.contains(&name) { 0.2 } else { 1.0 };
    let (mut both, mut all) = (0.0, 0.0);
    let mut telling = 0.0;
    for column in old.columns() {
        let name = &column.get().name;
        all += weight(name);
        let Some(same) = new.column(name) else { continue };
        let share = if same.get().ty == column.get().ty { 1.0 } else { 0.5 };
        both += weight(name) * share;
        telling += if COMMON.contains(&name.as_str()) { 0.0 } else { share };
    }
    all +=
        new.columns().filter(|it| old.column(&it.get().name).is_none()).map(|it| weight(&it.get().name)).sum::<f64>();
    (if all > 0.0 { both / all } else { 0.0 }, telling)
}

/// Whether the tables that they refer to, and those that refer to them, are the same.
fn of_relations(old: TableWalker<'_>, new: TableWalker<'_>, pairing: &Pairing<'_>, evidence: &mut Evidence) {
    let to = |it: ForeignKeyWalker<'_>| pairing.table_after(&it.get().referenced_table).clone();
    let from = |it: ForeignKeyWalker<'_>| pairing.table_after(&it.table().get().name).clone();
    let sorted = |mut names: Vec<SmolStr>| {
        sort(&mut names);
        names
    };
    let out = |table: TableWalker<'_>| {
        // One that refers to itself refers to another name now.
        let others = table.foreign_keys().map(to).filter(|name| *name != table.get().name);
        sorted(others.collect())
    };
    let incoming = |table: TableWalker<'_>| {
        let all = table.schema().foreign_keys_to(&table.get().name).map(from).filter(|name| *name != table.get().name);
        sorted(all.collect())
    };
    let (out_old, out_new, in_old, in_new) = (out(old), out(new), incoming(old), incoming(new));
    if !out_old.is_empty() || !out_new.is_empty() {
        if out_old == out_new {
            evidence.say(0.5, "they refer to the same tables");
        } else if !out_old.iter().any(|name| out_new.contains(name)) {
            evidence.add(-1.2);
        }
    }
    if !in_old.is_empty() || !in_new.is_empty() {
        if in_old == in_new {
            evidence.say(0.9, "the same tables refer to them");
        } else if !in_old.iter().any(|name| in_new.contains(name)) {
            evidence.add(-0.8);
        }
    }
}
