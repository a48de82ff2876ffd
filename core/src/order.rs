//! Floor 1: lists in order.
//!
//! The standard library's sort is compiled for each type of item, 2 KB gzip a type in every wasm module. These sort the places of
//! the items, by one sort for all of them; so large items are moved once, too.

use std::cmp::Ordering;

/// Sorts; equals keep their order.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if items.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return;
    }
    let mut places: Vec<usize> = (0..items.len()).collect();
    sort_places(&mut places, &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken.get_mut(place)?.take()));
}

/// Sorts by keys; equals keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts; equals keep their order.
pub fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
}

/// As many items are compared with each other.
const FEW: usize = 24;

/// Whether one of these may be there twice. A few are compared, which is faster than to remember them; of many, nobody knows.
pub fn may_repeat<'i, T: Eq + 'i>(mut items: impl Iterator<Item = &'i T> + Clone) -> bool {
    for _ in 0..FEW {
        let Some(item) = items.next() else { return false };
        if items.clone().take(FEW).any(|other| other == item) {
            return true;
        }
    }
    items.next().is_some()
}

fn sort_places(places: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    places.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    use super::{may_repeat, sort, sort_by, sort_by_key};

    #[test]
    fn of_a_few_items_it_is_known_whether_one_is_there_twice() {
        assert!(!may_repeat([0_u8; 0].iter()));
        assert!(!may_repeat([1, 2, 3].iter()));
        assert!(may_repeat([1, 2, 3, 2].iter()));
        let many: Vec<u32> = (0..100).collect();
        assert!(may_repeat(many.iter()), "of many, nobody knows");
        for twice in 0..20 {
            let some: Vec<u32> = (0..20).chain([twice]).collect();
            assert!(may_repeat(some.iter()), "{twice}");
        }
    }

    #[test]
    fn equals_keep_their_order() {
        let mut words = vec!["pear", "fig", "apple", "kiwi", "nut", "plum"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["fig", "nut", "pear", "kiwi", "plum", "apple"]);
        sort_by(&mut words, |a, b| b.cmp(a));
        assert_eq!(words, ["plum", "pear", "nut", "kiwi", "fig", "apple"]);
        sort(&mut words);
        assert_eq!(words, ["apple", "fig", "kiwi", "nut", "pear", "plum"]);
        let mut nothing: Vec<&str> = Vec::new();
        sort_by_key(&mut nothing, |word| word.len());
        assert!(nothing.is_empty());
    }
}
