use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject},
    diff::{DeclaredRename, Unresolved},
    rule::Severity,
    safety::{SafetyContext, wording::asked},
};

declare_rule! {
    /// ## What it does
    /// Finds a comment `shoring:renamed-from` about something that was not there, or is still there.
    ///
    /// ## Why is this bad?
    /// It renames nothing: what it stands above is added, and what it means may be dropped.
    ///
    /// ## Severity
    /// A warning; an info where the rename has happened already: then the comment can go.
    ///
    /// ## Example
    /// ```prisma,base
    /// model Post {
    ///   id    Int    @id
    ///   title String
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model Post {
    ///   id       Int     @id
    ///   title    String
    ///   // shoring:renamed-from caption
    ///   subtitle String?
    /// }
    /// ```
    static RULE: Rule = {
        name: "declared-rename-not-found",
        category: Correctness,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a comment that renames something that is not there",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    let unresolved: Vec<_> = cx.unresolved().collect();
    for (unresolved, declared) in unresolved {
        let finding = not_found(cx, unresolved, declared);
        cx.report([], finding);
    }
}

fn not_found(cx: &SafetyContext<'_>, unresolved: &Unresolved, declared: &DeclaredRename) -> Diagnostic {
    let subject = Subject { name: Some(declared.old.clone()), ..Subject::file() };
    let removal = asked("Remove the comment", cx.editor().remove_line(declared.comment));
    if unresolved.is_done {
        return Diagnostic::new(
            &RULE,
            subject,
            declared.comment,
            format!("the rename from `{}` has happened", declared.old),
        )
        .severity(Severity::Info)
        .label(declared.scope, "it has this name already")
        .help("remove the comment")
        .fix(removal);
    }
    let message = format!("nothing is renamed from `{}`: {}", declared.old, unresolved.reason);
    Diagnostic::new(&RULE, subject, declared.comment, message)
        .label(declared.scope, "taken for new")
        .help("write the name that it had, or remove the comment")
        .fix(removal)
}
