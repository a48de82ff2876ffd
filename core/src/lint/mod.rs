//! Floor 6: rules about a state. One file holds one rule; [`rules`](self::rules()) is the one list of them.

mod constraints;
mod context;
pub mod fingerprint;
mod fixes;
mod found;
mod literals;
mod programs;
mod redundancy;
mod rejected;
mod rings;
mod rules;
pub mod suppress;
mod survey;
mod unknown_columns;
mod views;

pub use context::{LINT_PAGE, LintContext};
pub use fingerprint::fingerprints;
pub use found::{Found, Numbered};
pub(crate) use rules::missing_foreign_key_index::RULE as MISSING_FOREIGN_KEY_INDEX;
pub use rules::{is_silenced_at_its_place, rules};

use crate::{
    diagnostic::{Diagnostic, Problem, Suppression},
    level::Levels,
    order::sort_by,
    rule::Rule,
    schema::{Fault, LeftOut, Rejection, Schema},
    target::Target,
    text::SourceMap,
};

/// All that rules may look at.
#[derive(Clone, Copy, Debug)]
pub struct LintInput<'a> {
    /// The state.
    pub schema: &'a Schema,
    /// The database it is for.
    pub target: &'a Target,
    /// The texts it was read from.
    pub sources: &'a SourceMap,
    /// What the readers could not make sense of.
    pub problems: &'a [Problem],
    /// What a server refuses of statements, in the states that they meet.
    pub faults: &'a [Fault],
    /// What Prisma refuses of its schema.
    pub rejections: &'a [Rejection],
    /// The comments that silence rules.
    pub suppressions: &'a [Suppression],
    /// How severe the project wants the rules to be.
    pub levels: Levels<'a>,
    /// The tables that no rule looks at.
    pub left_out: &'a LeftOut,
    /// Today, as `2027-03-01`; absent where the host has no clock.
    pub today: Option<&'a str>,
    /// All rules that there are, also those that do not look at a state: comments may name any.
    pub known: &'a [&'static Rule],
}

/// What could not be read: what a comparison of two states tells of each of them.
pub fn unread(input: LintInput<'_>) -> Vec<Diagnostic> {
    let mut context = LintContext::new(input);
    for check in rules::checks_of_reading(input.schema) {
        check(&mut context);
    }
    let found = context.into_found();
    let mut found = suppress::without_silenced(input.suppressions, input.sources, input.today, found);
    input.levels.judge(&mut found, input.sources);
    sort(&mut found);
    found
}

/// Puts findings into the order of the text.
pub fn sort(found: &mut Vec<Diagnostic>) {
    sort_by(found, in_text);
}

/// The order of findings in the text.
pub fn in_text(a: &Diagnostic, b: &Diagnostic) -> std::cmp::Ordering {
    // Sources come in the order of files and of the text in them.
    let key = |it: &Diagnostic| (it.primary.location.source, it.primary.location.span, it.rule.name);
    key(a).cmp(&key(b)).then_with(|| a.subject.cmp(&b.subject))
}

/// Runs all rules: the findings in the order of the text, what comments silence and what is off left out.
pub fn lint(input: LintInput<'_>) -> Vec<Diagnostic> {
    Found::look(input).into_standing(input)
}
