use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, fixes, redundancy::Redundancy},
    rule::Severity,
    schema::{IndexWalker, TableWalker},
    target::Dialect,
};

declare_rule! {
    /// ## What it does
    /// Finds an index that holds the same columns, in the same order, as another one of its table.
    ///
    /// ## Why is this bad?
    /// Every write keeps both up to date, both take up space and memory, and no query gains anything by the second.
    /// A unique key looks rows up as well as a plain index does.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Account {
    ///   id    Int    @id
    ///   email String @unique
    ///
    ///   @@index([email])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Account {
    ///   id    Int    @id
    ///   email String @unique
    /// }
    /// ```
    static RULE: Rule = {
        name: "duplicate-index",
        category: Performance,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "an index that holds the same columns as another",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let told = cx.redundant_indexes(table).iter().filter_map(|(index, why)| match why {
        Redundancy::Duplicates(other) => Some(duplicate(cx, *index, *other)),
        _ => None,
    });
    told.collect::<Vec<_>>().into_iter().for_each(|finding| cx.report(finding));
}

fn duplicate(cx: &LintContext<'_>, index: IndexWalker<'_>, other: IndexWalker<'_>) -> Diagnostic {
    let parts = index.parts_label();
    let kept = if other.is_unique() { "unique key" } else { "index" };
    let message = format!("{} has two indexes on {parts}", index.table().label());
    let finding = Diagnostic::new(&RULE, index.subject(), index.get().origin.location(), message);
    let finding = if cx.schema().prisma.is_some() && index.get().name == other.get().name {
        // Prisma's validator refuses two indexes of one name; without `map`, those of the same columns have one.
        finding.severity(Severity::Error)
    } else {
        finding
    };
    finding
        .here("this one can go")
        .label(other.get().origin.location(), format!("this {kept} serves the same queries"))
        .note("both are kept up to date by every write, and no query gains by the second")
        .help(what_to_do(cx, index, other))
        .fix(fixes::remove_index(cx, index))
}

fn what_to_do(cx: &LintContext<'_>, index: IndexWalker<'_>, other: IndexWalker<'_>) -> String {
    let (gone, stays) = (&index.get().name, &other.get().name);
    // Only MySQL's queries can name an index.
    if cx.target().dialect().is_some_and(Dialect::is_mysql_family) && gone != stays {
        format!("remove `{gone}`; hints that name it must name `{stays}` then")
    } else {
        format!("remove `{gone}`")
    }
}
