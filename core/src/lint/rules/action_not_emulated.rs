use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ForeignKeyWalker, ReferentialAction, TableWalker},
    target::Dialect,
    text::{Applicability, Fix},
};

declare_rule! {
    /// ## What it does
    /// Finds `onDelete` and `onUpdate` that Prisma's client cannot keep under `relationMode = "prisma"`: `SetDefault`, and `NoAction` on
    /// other databases than MySQL.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int  @id
    ///   authorId Int  @default(1)
    ///   author   User @relation(fields: [authorId], references: [id], onDelete: SetDefault)
    ///
    ///   @@index([authorId])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int  @id
    ///   authorId Int  @default(1)
    ///   author   User @relation(fields: [authorId], references: [id], onDelete: Restrict)
    ///
    ///   @@index([authorId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "action-not-emulated",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a referential action that Prisma's client cannot keep",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    for foreign_key in table.foreign_keys().filter(|it| it.is_emulated()) {
        let finding = not_kept(cx, foreign_key);
        if let Some(finding) = finding {
            cx.report(finding);
        }
    }
}

fn not_kept(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    let it = foreign_key.get();
    let is_mysql = cx.target().dialect().is_none_or(Dialect::is_mysql_family);
    let said = [("onDelete", it.on_delete), ("onUpdate", it.on_update)].into_iter().filter_map(|(word, action)| {
        let name = match action {
            ReferentialAction::SetDefault => "SetDefault",
            ReferentialAction::NoAction if !is_mysql => "NoAction",
            _ => return None,
        };
        Some((word, name))
    });
    let said: Vec<(&str, &str)> = said.collect();
    let (word, action) = *said.first()?;
    let place = cx.editor().action(it, word).unwrap_or(it.origin.location());
    let instead: Vec<(&str, &str)> = said.iter().map(|(word, _)| (*word, "Restrict")).collect();
    let fix = cx.editor().set_actions(it, &instead).map(|edits| Fix {
        title: "Say Restrict".to_owned(),
        applicability: Applicability::Unsafe,
        edits,
    });
    let message = format!("{} says {word}: {action}, which Prisma's client does not do", foreign_key.label());
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), place, message)
        .note("under relationMode = \"prisma\" the client keeps relations, and Prisma refuses what it cannot keep")
        .help("say Restrict, Cascade or SetNull")
        .fix(fix);
    Some(finding.code("prisma", "relation-mode"))
}
