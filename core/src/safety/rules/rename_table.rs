use crate::{
    change::Pair,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    rule::Severity,
    safety::{
        SafetyContext,
        wording::{keep_name, make_and_copy},
    },
    schema::TableWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds a table that gets another name, because its owner says so (`shoring:renamed-from`, `--rename`).
    ///
    /// ## Why is this bad?
    /// The rows stay, but code that runs while the change is made still uses the old name, and gets errors until all of it is
    /// replaced.
    ///
    /// A deploy request of PlanetScale cannot carry a rename at all: it compares two schemas, and drops the one table and makes
    /// the other, empty.
    ///
    /// ## What to do
    /// In Prisma the name of a model need not be that of its table: `@@map("old")` keeps the table as it is. Elsewhere a view
    /// of the old name helps the old code through the deploy.
    ///
    /// It is silent where a view has the old name.
    ///
    /// ## Severity
    /// A warning; an error on PlanetScale, where the rows are lost.
    ///
    /// ## Example
    /// ```prisma,base
    /// model Post {
    ///   id    Int    @id
    ///   title String
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// // shoring:renamed-from Post
    /// model Article {
    ///   id    Int    @id
    ///   title String
    /// }
    /// ```
    static RULE: Rule = {
        name: "rename-table",
        category: Safety,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a table that gets another name while code uses the old one",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    let tables: Vec<_> = cx.tables().collect();
    for (number, pair) in tables {
        if let Pair::Renamed { base, head } = pair
            && !cx.head().views.contains_key(&base.get().name)
        {
            let finding = renamed(cx, base, head);
            cx.report([number], finding);
        }
    }
}

fn renamed(cx: &SafetyContext<'_>, base: TableWalker<'_>, head: TableWalker<'_>) -> Diagnostic {
    let (old, new) = (&base.get().name, &head.get().name);
    let finding = Diagnostic::new(
        &RULE,
        head.subject(),
        head.get().origin.name_location(),
        format!("table {old} is renamed to {new}"),
    )
    .label(base.get().origin.name_location(), format!("`{old}` here"))
    .verdict(Verdict::BreaksRunningCode)
    .fix(keep_name(
        cx,
        format!("Keep the table: @@map(\"{old}\")"),
        cx.editor().map_table(head.get(), old),
        head.get().origin,
    ));
    let finding = if head.is_prisma() && head.get().model.is_none() {
        let name = old.strip_prefix('_').unwrap_or(old);
        finding.help(format!("keep the table: @relation(\"{name}\") on both fields of the relation"))
    } else if head.is_prisma() {
        finding.help(format!("keep the table: @@map(\"{old}\") in the model"))
    } else {
        finding.help(format!("leave a view `{old}` of the table until no code uses the old name"))
    };
    if cx.target().carries_renames() {
        return finding.note("code that runs while the change is made uses the old name, and fails").steps([
            format!("rename {old} to {new}, and make a view {old} of it in the same deploy"),
            format!("deploy code that uses {new}"),
            format!("drop the view {old}"),
        ]);
    }
    finding
        .severity(Severity::Error)
        .verdict(Verdict::LosesData)
        .note(format!(
            "a deploy request of {} compares two schemas: it drops `{old}` with its rows and makes an empty `{new}`",
            cx.target().product_name()
        ))
        .steps(make_and_copy(old, new))
}
