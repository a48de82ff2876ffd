use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::ForeignKeyWalker,
    target::Dialect,
    text::{Applicability, Fix},
};

declare_rule! {
    /// ## What it does
    /// Finds relations under `relationMode = "prisma"` whose actions lead around in a ring: a model that refers to itself, or models that
    /// refer to each other. Several ways to one model without a ring are fine.
    ///
    /// ## Why is this bad?
    /// Prisma refuses the schema: its client would follow a delete or an update round and round. One of the relations has to leave
    /// both to nobody.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Region {
    ///   id       Int      @id
    ///   parentId Int?
    ///   parent   Region?  @relation("Tree", fields: [parentId], references: [id])
    ///   children Region[] @relation("Tree")
    ///
    ///   @@index([parentId])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Region {
    ///   id       Int      @id
    ///   parentId Int?
    ///   parent   Region?  @relation("Tree", fields: [parentId], references: [id], onDelete: NoAction, onUpdate: NoAction)
    ///   children Region[] @relation("Tree")
    ///
    ///   @@index([parentId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "emulated-cascade-cycle",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "emulated relations whose actions lead around in a ring",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    if !cx.emulates_foreign_keys() || cx.schema().prisma.is_none() {
        cx.is_idle(&RULE);
        return;
    }
    for ring in cx.survey().cascades.rings(cx.schema()) {
        let finding = around(cx, &ring);
        if let Some(finding) = finding {
            cx.report(finding);
        }
    }
}

fn around(cx: &LintContext<'_>, ring: &[ForeignKeyWalker<'_>]) -> Option<Diagnostic> {
    let one = *ring.first()?;
    // What Prisma takes as well, on every database.
    let is_mysql = cx.target().dialect().is_none_or(Dialect::is_mysql_family);
    let action = if is_mysql { "NoAction" } else { "Restrict" };
    let actions = [("onDelete", action), ("onUpdate", action)];
    let fix = cx.editor().set_actions(one.get(), &actions).map(|edits| Fix {
        title: format!("Leave {} alone: {action}", one.label()),
        applicability: Applicability::Unsafe,
        edits,
    });
    let names: Vec<String> = ring.iter().map(|it| it.label()).collect();
    let message = format!("what becomes of {} leads around in a ring", names.join(" → "));
    let mut finding = Diagnostic::new(&RULE, one.subject(), one.get().origin.name_location(), message);
    for other in ring.iter().skip(1) {
        finding = finding.label(other.get().origin.name_location(), "goes on here");
    }
    let finding = finding
        .note("Prisma refuses the schema: its client would follow deletes and updates round and round")
        .help(format!("say onDelete: {action}, onUpdate: {action} on one of them"));
    Some(finding.fix(fix).code("prisma", "cyclic-referential-actions"))
}
