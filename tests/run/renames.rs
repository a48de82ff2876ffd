//! How well probable renames are told: labelled pairs of schemas, half of them kept aside while the scorer was built.
//! It prints what is missed, what is called a rename and is none, and both as shares.

use std::collections::BTreeSet;

use shoring_tests::{case::Case, markdown::sections, root};

/// What was found in one page.
struct Score {
    right: usize,
    missed: usize,
    wrong: usize,
}

impl Score {
    fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a hundred pairs")]
fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 1.0 } else { part as f64 / all as f64 }
}

/// Looks at a page: `tuned` was looked at while the scorer was built, `held` was not.
fn judge(page: &str) -> Score {
    let path = root().join(format!("tests/suites/renames/{page}.md"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut score = Score { right: 0, missed: 0, wrong: 0 };
    for section in sections(&text) {
        let labels = section.fences.iter().flat_map(|fence| fence.values("renamed"));
        let labels: BTreeSet<String> = labels.map(ToOwned::to_owned).collect();
        let found: BTreeSet<String> = Case::of(&section)
            .look()
            .report
            .renames
            .iter()
            .map(|rename| match (&rename.table, &rename.base_table) {
                (Some(table), base) => format!("{}.{}>{}", base.as_ref().unwrap_or(table), rename.from, rename.to),
                (None, _) => format!("{}>{}", rename.from, rename.to),
            })
            .collect();
        for label in labels.difference(&found) {
            println!("{page}: missed {label}: {}", section.name);
        }
        for other in found.difference(&labels) {
            println!("{page}: no rename {other}: {}", section.name);
        }
        score.right += labels.intersection(&found).count();
        score.missed += labels.difference(&found).count();
        score.wrong += found.difference(&labels).count();
    }
    println!(
        "{page}: {} right, {} missed, {} wrong: precision {:.2}, recall {:.2}",
        score.right,
        score.missed,
        score.wrong,
        score.precision(),
        score.recall()
    );
    score
}

fn main() {
    let tuned = judge("tuned");
    assert!(tuned.precision() >= 0.95 && tuned.recall() >= 0.95, "what the scorer was built with is not told any more");
    let held = judge("held");
    assert!(held.precision() >= 0.9 && held.recall() >= 0.75, "what was kept aside is told worse than it was");
}
