use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Scope, Subject, Suppression},
    lint::{LintContext, fixes, suppress::is_expired},
};

declare_rule! {
    /// ## What it does
    /// Finds a `shoring-ignore` comment that silences nothing.
    ///
    /// ## Why is this bad?
    /// What it spoke of was mended, renamed or moved. Left in place, it hides the next finding of that rule there without
    /// anyone having decided so.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// // shoring-ignore missing-foreign-key-index: ten rows
    /// model Setting {
    ///   id Int @id
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Setting {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "unused-suppression",
        category: Correctness,
        severity: Warning,
        fix: Safe,
        since: "0.1.0",
        summary: "a comment that silences nothing",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    for unused in cx.unused() {
        let suppression = unused.suppression;
        let name = suppression.rules.get(unused.nth).map_or("", |(name, _)| name.as_str());
        let Some(rule) = cx.known_rules().iter().copied().find(|rule| rule.name == name) else { continue };
        // What was not understood may be what the rule would find, and a rule that did not run found nothing.
        let looked = !cx.was_idle(name) && !cx.is_off(rule, suppression.comment) && !cx.is_about_left_out(suppression);
        let is_sure = looked && !cx.schema().anything_may_differ && !has_problems(cx, suppression);
        if !is_expired(suppression, cx.today()) && (is_sure || is_about_suppressions(name)) {
            let finding = silences_nothing(cx, suppression, unused.nth);
            cx.report(finding);
        }
    }
}

/// Whether something in the file of a comment could not be read.
fn has_problems(cx: &LintContext<'_>, suppression: &Suppression) -> bool {
    let file = |location: crate::text::Location| cx.sources().source(location.source).map(|source| source.file);
    let here = file(suppression.comment);
    cx.problems().iter().any(|problem| file(problem.location) == here)
}

/// Whether a rule looks at the comments that silence rules, after they have done so.
fn is_about_suppressions(name: &str) -> bool {
    [RULE.name, super::expired_suppression::RULE.name, super::unknown_rule::RULE.name].contains(&name)
}

fn silences_nothing(cx: &LintContext<'_>, suppression: &Suppression, nth: usize) -> Diagnostic {
    let (name, place) =
        suppression.rules.get(nth).map_or(("", suppression.comment), |(name, place)| (name.as_str(), *place));
    let message = match suppression.scope {
        _ if is_about_suppressions(name) => format!("`{name}` cannot be silenced: it is about comments like this one"),
        Scope::File(_) => format!("`{name}` finds nothing in this file"),
        Scope::At(_) => format!("`{name}` finds nothing here"),
        Scope::Nothing => format!("`{name}` is silenced for what follows, and nothing follows"),
    };
    let finding = Diagnostic::new(&RULE, Subject { name: Some(name.into()), ..Subject::file() }, place, message)
        .help("remove the comment: it would hide the next such finding unseen");
    // One of several names: the others may still be needed.
    let fix = (suppression.rules.len() == 1)
        .then(|| fixes::safe("Remove the comment", cx.editor().remove_line(suppression.comment)));
    finding.fix(fix.flatten())
}
