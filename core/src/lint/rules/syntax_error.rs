use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Problem, ProblemKind, Subject},
    lint::{LintContext, fixes},
};

declare_rule! {
    /// ## What it does
    /// Reports text that the language does not allow, at its place. Everything else is still analysed.
    ///
    /// ## Why is this bad?
    /// Prisma or the database server refuses the whole file. What the broken text may have said counts as unknown: no
    /// other rule calls missing what may stand there.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int @id
    ///   title String
    ///   @index([title])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id    Int @id
    ///   title String
    ///   @@index([title])
    /// }
    /// ```
    static RULE: Rule = {
        name: "syntax-error",
        category: Correctness,
        severity: Error,
        fix: Safe,
        since: "0.1.0",
        summary: "text that the language does not allow",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    for problem in cx.problems().iter().filter(|problem| problem.kind == ProblemKind::Syntax) {
        let finding = unreadable(cx, problem);
        cx.report(finding);
    }
}

fn unreadable(cx: &LintContext<'_>, problem: &Problem) -> Diagnostic {
    let edit = problem.fix.as_ref().and_then(|(at, text)| cx.editor().replace(*at, text.clone()));
    let title = problem.help.clone().unwrap_or_else(|| "Mend it".to_owned());
    let finding = Diagnostic::new(&RULE, Subject::file(), problem.location, problem.message.clone());
    let finding = match &problem.help {
        Some(help) => finding.help(help.clone()),
        None => finding,
    };
    finding.fix(fixes::safe(title, edit))
}
