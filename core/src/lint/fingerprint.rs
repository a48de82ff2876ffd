//! What makes a finding the same finding when its text moves: the rule, the dialect and the names; no path, no place,
//! no wording. Equal ones are numbered.

use std::hash::Hasher;

use fnv::FnvHasher;
use rustc_hash::FxHashMap;

use crate::{diagnostic::Diagnostic, target::Target};

/// The fingerprints of findings, in their order.
pub fn fingerprints(findings: &[Diagnostic], target: &Target) -> Vec<String> {
    numbers(findings, target).into_iter().map(text).collect()
}

/// The fingerprints of findings as numbers, in their order.
pub fn numbers<'f>(findings: impl IntoIterator<Item = &'f Diagnostic>, target: &Target) -> Vec<u64> {
    let dialect = target.dialect().map_or("none", |dialect| dialect.name());
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let fingerprint = |finding: &Diagnostic| {
        let plain = hash(finding, dialect);
        let ordinal = seen.entry(plain).or_default();
        let mut hasher = FnvHasher::with_key(plain);
        hasher.write(&ordinal.to_le_bytes());
        *ordinal += 1;
        hasher.finish()
    };
    findings.into_iter().map(fingerprint).collect()
}

/// A fingerprint as a report has it.
pub fn text(number: u64) -> String {
    format!("{number:016x}")
}

fn hash(finding: &Diagnostic, dialect: &str) -> u64 {
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
