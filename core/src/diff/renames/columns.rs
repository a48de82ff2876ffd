//! Columns that are probably one column under two names.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Evidence, RenameCandidate, Renamed, assign::assign, gone_and_new, names::likeness};
use crate::{
    change::Change,
    diff::pairing::Pairing,
    schema::{ColumnType, ColumnWalker, ForeignKeyWalker, IndexPart, IndexWalker, TableWalker},
};

/// How many points make a candidate.
const THRESHOLD: f64 = 2.4;

/// The most pairs of one table that are looked at: past it, only those of the same type whose names or places are near.
const MAX_PAIRS: usize = 4_096;

/// The candidates among the columns of tables that both states have.
pub(super) fn candidates<'a>(changes: &[Change<'a>], pairing: &Pairing<'a>) -> Vec<RenameCandidate<'a>> {
    let (gone, new) = gone_and_new(changes, |change| match change {
        Change::Column(pair) => Some(*pair),
        _ => None,
    });
    let mut of_table: FxHashMap<SmolStr, Vec<(usize, ColumnWalker<'a>)>> = FxHashMap::default();
    for (number, column) in gone {
        let table = pairing.table_after(&column.table().get().name).clone();
        of_table.entry(table).or_default().push((number, column));
    }
    let mut found = Vec::new();
    let mut rest = new.as_slice();
    while let Some((_, first)) = rest.first() {
        let table = &first.table().get().name;
        let end = rest.iter().position(|(_, column)| column.table().get().name != *table).unwrap_or(rest.len());
        let (added, others) = rest.split_at(end);
        rest = others;
        let Some(dropped) = of_table.get(table) else { continue };
        for (left, right, evidence) in pairs_of(dropped, added, pairing) {
            if let (Some((dropped, base)), Some((added, head))) = (dropped.get(left), added.get(right)) {
                found.push(RenameCandidate {
                    renamed: Renamed::Column { base: *base, head: *head },
                    score: evidence.score(THRESHOLD),
                    reasons: evidence.reasons(),
                    changes: Some((*dropped, *added)),
                });
            }
        }
    }
    found
}

/// The columns that are probably renamed within a table that is probably renamed itself.
pub(super) fn within<'a>(
    base: TableWalker<'a>,
    head: TableWalker<'a>,
    pairing: &Pairing<'a>,
) -> Vec<RenameCandidate<'a>> {
    let missing = |from: TableWalker<'a>, to: TableWalker<'a>| {
        let of_one = from.columns().filter(|column| to.column(&column.get().name).is_none());
        of_one.map(|column| (0, column)).collect::<Vec<_>>()
    };
    let (dropped, added) = (missing(base, head), missing(head, base));
    let pairs = pairs_of(&dropped, &added, pairing).into_iter();
    let candidate = |(left, right, evidence): (usize, usize, Evidence)| {
        Some(RenameCandidate {
            renamed: Renamed::Column { base: dropped.get(left)?.1, head: added.get(right)?.1 },
            score: evidence.score(THRESHOLD),
            reasons: evidence.reasons(),
            changes: None,
        })
    };
    pairs.filter_map(candidate).collect()
}

type Numbered<'a> = (usize, ColumnWalker<'a>);

fn pairs_of<'a>(
    dropped: &[Numbered<'a>],
    added: &[Numbered<'a>],
    pairing: &Pairing<'a>,
) -> Vec<(usize, usize, Evidence)> {
    let (Some((_, first)), Some((_, second))) = (dropped.first(), added.first()) else { return Vec::new() };
    let (base, head) = (first.table(), second.table());
    let places = Places {
        before: places(base, &kept(base, head, pairing)),
        after: places(head, &kept_names(head, base, pairing)),
    };
    let tables = Tables { places, keys_before: KeysByColumn::of(base), keys_after: KeysByColumn::of(head) };
    let many = dropped.len().saturating_mul(added.len()) > MAX_PAIRS;
    let mut scored: FxHashMap<(usize, usize), Evidence> = FxHashMap::default();
    let mut pairs = Vec::new();
    for (left, (_, old)) in dropped.iter().enumerate() {
        // Of very many, those that stand near: a hostile text has millions of pairs.
        let near = MAX_PAIRS.div_ceil(dropped.len().max(1)).max(1);
        let looked_at = added.iter().enumerate().skip(if many { left.saturating_sub(near / 2) } else { 0 });
        for (right, (_, new)) in looked_at.take(if many { near } else { added.len() }) {
            let evidence = evidence(*old, *new, &tables, pairing);
            if evidence.points >= THRESHOLD {
                pairs.push((left, right, evidence.score(THRESHOLD)));
                scored.insert((left, right), evidence);
            }
        }
    }
    let taken = assign(&pairs).into_iter();
    taken.filter_map(|(left, right)| Some((left, right, scored.remove(&(left, right))?))).collect()
}

/// Where a column stands among those that were kept.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// The kept columns before and behind it, by their names after.
    previous: Option<SmolStr>,
    next: Option<SmolStr>,
    /// How many that were not kept stand between the kept one and it.
    nth: usize,
}

struct Places {
    before: FxHashMap<SmolStr, Place>,
    after: FxHashMap<SmolStr, Place>,
}

/// The columns of the state before that were kept, with their names after.
fn kept<'a>(base: TableWalker<'a>, head: TableWalker<'a>, pairing: &Pairing<'a>) -> FxHashMap<SmolStr, SmolStr> {
    let table = &base.get().name;
    base.columns()
        .filter_map(|column| {
            let after = head.column(pairing.column_after(table, &column.get().name))?;
            Some((column.get().name.clone(), after.get().name.clone()))
        })
        .collect()
}

fn kept_names<'a>(head: TableWalker<'a>, base: TableWalker<'a>, pairing: &Pairing<'a>) -> FxHashMap<SmolStr, SmolStr> {
    kept(base, head, pairing).into_values().map(|name| (name.clone(), name)).collect()
}

fn places(table: TableWalker<'_>, kept: &FxHashMap<SmolStr, SmolStr>) -> FxHashMap<SmolStr, Place> {
    let mut places: FxHashMap<SmolStr, Place> = FxHashMap::default();
    let mut previous: Option<SmolStr> = None;
    let mut waiting: Vec<SmolStr> = Vec::new();
    let mut settle = |waiting: &mut Vec<SmolStr>, previous: &Option<SmolStr>, next: Option<&SmolStr>| {
        for (nth, name) in waiting.drain(..).enumerate() {
            places.insert(name, Place { previous: previous.clone(), next: next.cloned(), nth });
        }
    };
    for column in &table.get().columns {
        match kept.get(&column.name) {
            Some(after) => {
                settle(&mut waiting, &previous, Some(after));
                previous = Some(after.clone());
            }
            None => waiting.push(column.name.clone()),
        }
    }
    settle(&mut waiting, &previous, None);
    places
}

fn evidence(old: ColumnWalker<'_>, new: ColumnWalker<'_>, tables: &Tables<'_>, pairing: &Pairing<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    let (base, head) = (old.get(), new.get());
    if base.field.is_some() && base.field == head.field {
        evidence.say(4.0, "it is the same field of the Prisma schema");
    }
    of_types(&base.ty, &head.ty, &mut evidence);
    evidence.add(if base.nullable == head.nullable { 0.2 } else { -0.3 });
    match (&base.default, &head.default) {
        (Some(a), Some(b)) if a == b => evidence.say(0.5, "they have the same default"),
        (None, None) => {}
        _ => evidence.add(-0.3),
    }
    if base.auto_increment && head.auto_increment {
        evidence.say(3.0, "both are counted up by the server");
    }
    let comment = |details: &crate::schema::ColumnDetails| details.comment.clone();
    if base.details().comment.is_some() && comment(base.details()) == comment(head.details()) {
        evidence.say(1.5, "they have the same comment");
    }
    let likeness = likeness(&base.name, &head.name, &[&old.table().get().name, &new.table().get().name]);
    let points = 3.0 * likeness.degree - 0.2;
    match likeness.reason {
        Some(reason) if likeness.degree > 0.3 => evidence.say(points, reason),
        _ => evidence.add(points),
    }
    let places = &tables.places;
    of_places(places.before.get(&base.name), places.after.get(&head.name), &mut evidence);
    of_keys((old, new), tables, pairing, &mut evidence);
    of_foreign_keys(old, new, pairing, &mut evidence);
    evidence
}

fn of_types(old: &ColumnType, new: &ColumnType, evidence: &mut Evidence) {
    if old == new {
        // What few columns are tells more than what most are.
        let is_usual_text = match old.name.as_str() {
            "varchar" => matches!(old.length(), Some(191 | 255)),
            name => name == "text",
        };
        let is_common = old.is_time() || old.is_integer() || is_usual_text;
        return evidence.say(if is_common { 1.2 } else { 1.6 }, "they have the same type");
    }
    let kind = |ty: &ColumnType| match ty.name.as_str() {
        "tinyint" if ty.arguments.first().is_some_and(|it| it == "1") => 1,
        _ if ty.is_integer() => 2,
        "decimal" | "numeric" => 3,
        _ if ty.is_floating() => 4,
        "enum" => 5,
        "set" => 6,
        _ if ty.is_text() => 7,
        "datetime" | "timestamp" | "timestamptz" => 8,
        "json" | "jsonb" => 10,
        _ if ty.name.ends_with("blob") || ty.name.ends_with("binary") => 11,
        _ => 0,
    };
    let (a, b) = (kind(old), kind(new));
    if a == b && a != 0 {
        evidence.say(0.5, "their types are of one kind");
    } else if matches!((a, b), (5, 7) | (7, 5) | (3, 4) | (4, 3)) {
        evidence.add(-0.4);
    } else {
        evidence.add(-3.5);
    }
}

fn of_places(old: Option<&Place>, new: Option<&Place>, evidence: &mut Evidence) {
    let (Some(old), Some(new)) = (old, new) else { return };
    let (previous, next) = (old.previous == new.previous, old.next == new.next);
    match (previous && next, old.nth == new.nth) {
        (true, true) => evidence.say(1.2, "they stand in the same place"),
        (true, false) => evidence.say(0.6, "they stand in nearly the same place"),
        _ if previous || next => evidence.say(0.3, "they stand beside the same column"),
        // What a migration adds comes last, wherever the other one stood: that says nothing.
        _ if new.next.is_none() => {}
        _ => evidence.add(-0.5),
    }
}

/// The keys of a table by the columns that they hold.
struct KeysByColumn<'a>(FxHashMap<&'a SmolStr, Vec<IndexWalker<'a>>>);

impl<'a> KeysByColumn<'a> {
    fn of(table: TableWalker<'a>) -> Self {
        let mut keys: FxHashMap<&SmolStr, Vec<IndexWalker<'_>>> = FxHashMap::default();
        for key in table.keys() {
            for name in key.get().parts.iter().filter_map(IndexPart::column_name) {
                let of_column = keys.entry(name).or_default();
                // One that holds a column twice holds it once.
                if of_column.last().is_none_or(|last| !std::ptr::eq(last.get(), key.get())) {
                    of_column.push(key);
                }
            }
        }
        Self(keys)
    }

    fn that_hold(&self, column: ColumnWalker<'_>) -> &[IndexWalker<'a>] {
        self.0.get(&column.get().name).map_or(&[], Vec::as_slice)
    }
}

/// What is asked of both tables for each pair of columns.
struct Tables<'a> {
    places: Places,
    keys_before: KeysByColumn<'a>,
    keys_after: KeysByColumn<'a>,
}

/// The most keys of a column that are looked at: two that follow say all.
const MAX_KEYS_OF_COLUMN: usize = 16;

/// Whether the keys of one came to be keys of the other.
fn of_keys(
    (old, new): (ColumnWalker<'_>, ColumnWalker<'_>),
    tables: &Tables<'_>,
    pairing: &Pairing<'_>,
    evidence: &mut Evidence,
) {
    let table = &old.table().get().name;
    let (before, after) = (tables.keys_before.that_hold(old), tables.keys_after.that_hold(new));
    let holds = |part: &IndexPart, column: ColumnWalker<'_>| part.column_name() == Some(&column.get().name);
    let follows = |a: &IndexWalker<'_>, b: &IndexWalker<'_>| {
        let (a, b) = (a.get(), b.get());
        let same = |(x, y): (&IndexPart, &IndexPart)| {
            (holds(x, old) && holds(y, new))
                || x.column_name().zip(y.column_name()).is_some_and(|(x, y)| pairing.column_after(table, x) == y)
        };
        a.kind == b.kind && a.parts.len() == b.parts.len() && a.parts.iter().zip(&b.parts).all(same)
    };
    let after = after.get(..MAX_KEYS_OF_COLUMN).unwrap_or(after);
    let following = before.iter().take(MAX_KEYS_OF_COLUMN).filter(|a| after.iter().any(|b| follows(a, b)));
    match (following.take(2).count(), before.is_empty() && after.is_empty()) {
        (0, true) => {}
        (0, false) => evidence.add(-0.6),
        (1, _) => evidence.say(1.2, "its index follows"),
        _ => evidence.say(1.8, "its indexes follow"),
    }
}

fn of_foreign_keys(old: ColumnWalker<'_>, new: ColumnWalker<'_>, pairing: &Pairing<'_>, evidence: &mut Evidence) {
    let of = |column: ColumnWalker<'_>| -> Option<(SmolStr, usize)> {
        let refers = |it: &ForeignKeyWalker<'_>| it.get().columns.contains(&column.get().name);
        let found = column.table().foreign_keys().find(refers)?.get();
        Some((found.referenced_table.clone(), found.columns.iter().position(|it| *it == column.get().name)?))
    };
    match (of(old), of(new)) {
        (None, None) => {}
        (Some((to, nth)), Some((other, other_nth))) => {
            if *pairing.table_after(&to) == other && nth == other_nth {
                evidence.say(2.2, "they refer to the same table");
            } else {
                evidence.add(-4.0);
            }
        }
        _ => evidence.add(-1.0),
    }
}
