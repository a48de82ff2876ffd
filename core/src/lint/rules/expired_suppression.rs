use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, Suppression},
    lint::{
        LintContext,
        suppress::{is_date, is_expired},
    },
};

declare_rule! {
    /// ## What it does
    /// Finds a `shoring-ignore RULE until DATE` comment whose date is past. It silences nothing any more. One whose date
    /// cannot be read silences nothing either: nobody could tell when it ends.
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
    let (message, help) = if is_date(until) {
        let message = format!("this comment silenced its rules until {until}, and does so no longer");
        (message, "mend what it hid, or decide on a new date")
    } else {
        let what = if until.is_empty() { "no date".to_owned() } else { format!("`{until}`, which is no date") };
        (
            format!("behind `until` stands {what}, so this comment silences nothing"),
            "write the last day as year-month-day: until 2027-03-01",
        )
    };
    Diagnostic::new(&RULE, Subject::file(), suppression.comment, message).help(help)
}
