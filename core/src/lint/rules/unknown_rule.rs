use smol_str::SmolStr;

use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject},
    lint::{LintContext, fixes},
    target::nearest,
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds a `shoring-ignore` comment that names a rule that does not exist, or no rule at all.
    ///
    /// ## Why is this bad?
    /// It silences nothing, though it looks as if it did. A comment without a rule's name would hide everything, so it
    /// hides nothing.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// // shoring-ignore missing-foreign-key: ten rows
    /// model Setting {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "unknown-rule",
        category: Correctness,
        severity: Warning,
        fix: Safe,
        since: "0.1.0",
        summary: "a comment that names a rule that does not exist",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let editor = cx.editor();
    for suppression in cx.suppressions() {
        let removal = || fixes::safe("Remove the comment", editor.remove_line(suppression.comment));
        if suppression.rules.is_empty() {
            let finding = Diagnostic::new(
                &RULE,
                Subject::file(),
                suppression.comment,
                "this comment names no rule, so it silences none",
            )
            .help("remove it, or name the rules: shoring-ignore RULE: why")
            .fix(removal());
            cx.report(finding);
        }
        let known = cx.known_rules();
        let is_unknown = |name: &str| !known.iter().any(|rule| rule.name == name);
        for (name, place) in suppression.rules.iter().filter(|(name, _)| is_unknown(name)) {
            // A misspelt name was meant: what its owner wants is the right one, and that may hide something.
            let finding = match nearest(name, known.iter().map(|rule| rule.name)) {
                Some(near) => unknown(name, *place).help(format!("did you mean `{near}`?")),
                None if suppression.rules.len() == 1 => unknown(name, *place).help(SEE_RULES).fix(removal()),
                None => unknown(name, *place).help(SEE_RULES),
            };
            cx.report(finding);
        }
    }
}

const SEE_RULES: &str = "`shoring rules` lists their names; a reason stands behind a colon: shoring-ignore RULE: why";

fn unknown(name: &SmolStr, place: Location) -> Diagnostic {
    let subject = Subject { name: Some(name.clone()), ..Subject::file() };
    Diagnostic::new(&RULE, subject, place, format!("there is no rule `{name}`"))
}
