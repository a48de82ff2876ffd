//! What makes a finding the same finding when its text moves: the rule, the dialect and the names; no path, no place,
//! no wording. Equal ones are numbered.

use std::hash::Hasher;

use fnv::FnvHasher;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::{diagnostic::Diagnostic, target::Target};

/// The fingerprints of findings, in their order.
pub fn fingerprints(findings: &[Diagnostic], target: &Target) -> Vec<String> {
    numbers(findings.iter().map(|finding| names(finding, target))).into_iter().map(text).collect()
}

/// The fingerprints of findings as numbers, in their order, of the [`names`] of each.
pub fn numbers(names: impl IntoIterator<Item = u64>) -> Vec<u64> {
    let names = names.into_iter();
    let mut seen: FxHashMap<u64, u32> = FxHashMap::with_capacity_and_hasher(names.size_hint().0, FxBuildHasher);
    let fingerprint = |plain: u64| {
        let ordinal = seen.entry(plain).or_default();
        let mut hasher = FnvHasher::with_key(plain);
        hasher.write(&ordinal.to_le_bytes());
        *ordinal += 1;
        hasher.finish()
    };
    names.map(fingerprint).collect()
}

/// A fingerprint as a report has it.
pub fn text(number: u64) -> String {
    format!("{number:016x}")
}

/// What a fingerprint holds but for the number among equal ones: the hash of the names in a finding.
pub fn names(finding: &Diagnostic, target: &Target) -> u64 {
    let dialect = target.dialect().map_or("none", |dialect| dialect.name());
    let mut hasher = FnvHasher::default();
    let mut write = |text: &str| {
        hasher.write(text.as_bytes());
        // No text holds this byte: two texts cannot run into each other.
        hasher.write(&[0xFF]);
    };
    write(finding.rule.name);
    write(dialect);
    write(finding.subject.kind.name());
    write(finding.subject.table.as_deref().unwrap_or_default());
    finding.subject.columns.iter().for_each(|column| write(column));
    write(finding.subject.name.as_deref().unwrap_or_default());
    hasher.finish()
}
