//! Takes the pairs that are best together.

use crate::order::{sort, sort_by};
use pathfinding::{kuhn_munkres::kuhn_munkres, matrix::Matrix};
use rustc_hash::{FxHashMap, FxHashSet};

/// The most things of one side that are assigned together: the work grows with the third power. Past it the best pair is
/// taken first, and again.
const MAX_TOGETHER: usize = 64;

/// Of scored pairs `(left, right, score)`, those that give the highest sum when each left and each right is taken once.
pub(super) fn assign(pairs: &[(usize, usize, f64)]) -> Vec<(usize, usize)> {
    let mut taken: Vec<(usize, usize)> =
        components(pairs).iter().flat_map(|component| of_component(component)).collect();
    sort(&mut taken);
    taken
}

/// Pairs that hang together by what they have in common.
fn components(pairs: &[(usize, usize, f64)]) -> Vec<Vec<(usize, usize, f64)>> {
    let mut by_left: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut by_right: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (at, (left, right, _)) in pairs.iter().enumerate() {
        by_left.entry(*left).or_default().push(at);
        by_right.entry(*right).or_default().push(at);
    }
    let mut seen = vec![false; pairs.len()];
    let mut components = Vec::new();
    for first in 0..pairs.len() {
        let mut waiting = vec![first];
        let mut component = Vec::new();
        while let Some(at) = waiting.pop() {
            let (Some(seen), Some(pair)) = (seen.get_mut(at), pairs.get(at)) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            component.push(*pair);
            // What was walked along once need not be walked again.
            waiting.extend(by_left.remove(&pair.0).unwrap_or_default());
            waiting.extend(by_right.remove(&pair.1).unwrap_or_default());
        }
        if !component.is_empty() {
            components.push(component);
        }
    }
    components
}

fn of_component(pairs: &[(usize, usize, f64)]) -> Vec<(usize, usize)> {
    if let [(left, right, _)] = pairs {
        return vec![(*left, *right)];
    }
    let distinct = |of: fn(&(usize, usize, f64)) -> usize| {
        let mut all: Vec<usize> = pairs.iter().map(of).collect();
        sort(&mut all);
        all.dedup();
        all
    };
    let (lefts, rights) = (distinct(|pair| pair.0), distinct(|pair| pair.1));
    if lefts.len() > MAX_TOGETHER || rights.len() > MAX_TOGETHER {
        return best_first(pairs);
    }
    // The matrix must not be higher than it is wide.
    let turned = lefts.len() > rights.len();
    let (rows, columns) = if turned { (&rights, &lefts) } else { (&lefts, &rights) };
    let mut weights = Matrix::new(rows.len(), columns.len(), 0_i64);
    for (left, right, score) in pairs {
        let (row, column) = if turned { (right, left) } else { (left, right) };
        if let (Ok(row), Ok(column)) = (rows.binary_search(row), columns.binary_search(column))
            && let Some(weight) = weights.get_mut((row, column))
        {
            *weight = millionths(*score);
        }
    }
    let (_, of_row) = kuhn_munkres(&weights);
    let chosen = of_row.into_iter().enumerate().filter(|at| weights.get(*at).is_some_and(|weight| *weight > 0));
    let chosen = chosen.filter_map(|(row, column)| Some((*rows.get(row)?, *columns.get(column)?)));
    chosen.map(|(row, column)| if turned { (column, row) } else { (row, column) }).collect()
}

fn best_first(pairs: &[(usize, usize, f64)]) -> Vec<(usize, usize)> {
    let mut sorted: Vec<&(usize, usize, f64)> = pairs.iter().collect();
    sort_by(&mut sorted, |a, b| b.2.total_cmp(&a.2).then_with(|| (a.0, a.1).cmp(&(b.0, b.1))));
    let (mut lefts, mut rights) = (FxHashSet::default(), FxHashSet::default());
    let mut chosen = Vec::new();
    for (left, right, _) in sorted {
        if !lefts.contains(left) && !rights.contains(right) {
            lefts.insert(*left);
            rights.insert(*right);
            chosen.push((*left, *right));
        }
    }
    chosen
}

#[expect(clippy::cast_possible_truncation, reason = "a score is at most a few millions of millionths")]
fn millionths(score: f64) -> i64 {
    (score.clamp(0.0, 1.0) * 1e6) as i64
}

#[cfg(test)]
mod tests {
    use super::assign;

    #[test]
    fn the_best_sum_is_taken_and_not_the_best_pair() {
        // 0 would like 0 best, but then nothing is left for 1.
        let pairs = [(0, 0, 0.9), (0, 1, 0.8), (1, 0, 0.8)];
        assert_eq!(assign(&pairs), [(0, 1), (1, 0)]);
    }

    #[test]
    fn more_on_one_side_than_on_the_other_leaves_some_out() {
        assert_eq!(assign(&[(0, 5, 0.6), (1, 5, 0.9), (2, 5, 0.7)]), [(1, 5)]);
        assert_eq!(assign(&[(5, 0, 0.6), (5, 1, 0.9)]), [(5, 1)]);
        assert!(assign(&[]).is_empty());
    }
}
