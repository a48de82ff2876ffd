use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, Suppression},
    lint::{LintContext, suppress::is_expired},
};

declare_rule! {
    /// ## What it does
    /// Finds a `shoring-ignore RULE until DATE` comment whose date is past. It silences nothing any more.
    ///
    /// ## Why is this bad?
    /// Somebody promised to look again by that day.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// // shoring-ignore missing-primary-key until 2020-01-31: after the move
    /// model Setting {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "expired-suppression",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a comment that silenced a rule until a day that is past",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    for suppression in cx.suppressions() {
        if is_expired(suppression, cx.today()) {
            cx.report(expired(suppression));
        }
    }
}

fn expired(suppression: &Suppression) -> Diagnostic {
    let until = suppression.until.as_deref().unwrap_or_default();
    Diagnostic::new(&RULE, Subject::file(), suppression.comment, format!("this comment silenced its rules until {until}"))
        .help("mend what it hid, or decide on a new date")
}
