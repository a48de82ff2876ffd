use crate::{
    change::Pair,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    rule::Severity,
    safety::{
        SafetyContext,
        wording::{column_word, expand_and_contract, keep_name},
    },
    schema::ColumnWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds a column that gets another name, because its owner says so (`shoring:renamed-from`, `--rename`).
    ///
    /// ## Why is this bad?
    /// The values stay, but code that runs while the change is made still uses the old name, and gets errors until all of it
    /// is replaced.
    ///
    /// A deploy request of PlanetScale cannot carry a rename at all: it compares two schemas, and drops the one column and adds
    /// the other.
    ///
    /// ## What to do
    /// In Prisma the name of a field need not be that of its column: `@map("old")` keeps the column as it is. Else go in steps,
    /// with both columns for a while.
    ///
    /// It is silent where a computed column has the old name: old code goes on by that.
    ///
    /// ## Severity
    /// A warning; an error on PlanetScale, where the values are lost.
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
    ///   id       Int    @id
    ///   // shoring:renamed-from title
    ///   headline String
    /// }
    /// ```
    static RULE: Rule = {
        name: "rename-column",
        category: Safety,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a column that gets another name while code uses the old one",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    let columns: Vec<_> = cx.columns().collect();
    for (number, pair) in columns {
        if let Pair::Renamed { base, head } = pair
            && head.table().column(&base.get().name).is_none_or(|it| it.get().generated.is_none())
        {
            let finding = renamed(cx, base, head);
            cx.report([number], finding);
        }
    }
}

fn renamed(cx: &SafetyContext<'_>, base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> Diagnostic {
    let (old, new) = (&base.get().name, &head.get().name);
    let table = head.table().label();
    let carried = cx.target().carries_renames();
    let word = column_word(head);
    let finding = Diagnostic::new(
        &RULE,
        head.subject(),
        head.get().origin.name_location(),
        format!("column {table}.{old} is renamed to {new}"),
    )
    .label(base.get().origin.name_location(), format!("`{old}` here"))
    .verdict(Verdict::BreaksRunningCode)
    .help(if head.is_prisma() {
        format!("keep the column: @map(\"{old}\") on the field; or go in steps, with both columns for a while")
    } else {
        "go in steps, with both columns for a while".to_owned()
    })
    .steps(expand_and_contract(&format!("{table}.{old}"), &format!("{table}.{new}")))
    .fix(keep_name(
        cx,
        format!("Keep the column: @map(\"{old}\")"),
        cx.editor().map_column(head.get(), old),
        head.get().origin,
    ));
    if carried {
        return finding
            .note(format!("code that runs while the change is made uses the {word} under its old name, and fails"));
    }
    finding.severity(Severity::Error).verdict(Verdict::LosesData).note(format!(
        "a deploy request of {} compares two schemas: it drops `{old}` with its values and adds an empty `{new}`",
        cx.target().product_name()
    ))
}
