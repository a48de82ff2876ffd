use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, fixes, redundancy::Redundancy},
    schema::{IndexWalker, TableWalker},
    target::Dialect,
};

declare_rule! {
    /// ## What it does
    /// Finds a plain index whose columns are the first columns of a wider index or of the primary key.
    ///
    /// ## Why is this bad?
    /// An index over `(customerId, createdAt)` looks rows up by `customerId` alone as well as an index over `customerId`
    /// does. Every write keeps both up to date.
    ///
    /// ## When to keep it
    /// A query that reads `WHERE customerId = … ORDER BY id` gets its order from the narrow index, because InnoDB adds the
    /// primary key at the end of every index, and has to sort with the wide one. Where the wide index is much wider, the
    /// narrow one may also fit in memory better. Before dropping it on a busy table, make it invisible and watch.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Purchase {
    ///   id         Int      @id
    ///   customerId Int
    ///   createdAt  DateTime
    ///
    ///   @@index([customerId])
    ///   @@index([customerId, createdAt])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Purchase {
    ///   id         Int      @id
    ///   customerId Int
    ///   createdAt  DateTime
    ///
    ///   @@index([customerId, createdAt])
    /// }
    /// ```
    static RULE: Rule = {
        name: "redundant-index",
        category: Performance,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "an index that is the beginning of a wider one",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let told = cx.redundant_indexes(table).iter().filter_map(|(index, why)| match why {
        Redundancy::PrefixOf(wider) => Some(prefix(cx, *index, *wider)),
        _ => None,
    });
    told.collect::<Vec<_>>().into_iter().for_each(|finding| cx.report(finding));
}

fn prefix(cx: &LintContext<'_>, index: IndexWalker<'_>, wider: IndexWalker<'_>) -> Diagnostic {
    let table = index.table().label();
    let what = if wider.is_primary() { "the primary key" } else { "a wider index" };
    let message =
        format!("{table}'s index on {} is the beginning of {what} on {}", index.parts_label(), wider.parts_label());
    // InnoDB's indexes end with the primary key, and MySQL can hide an index before it goes.
    let (why, how) = if cx.target().dialect().is_some_and(Dialect::is_mysql_family) {
        let why = "every write keeps both up to date; the narrow one is worth it only for queries that sort by the primary key";
        (why, "; on a busy table make it invisible first, and watch")
    } else {
        (
            "every write keeps both up to date; the narrow one is worth it only where it fits in memory and the wide one does not",
            "",
        )
    };
    Diagnostic::new(&RULE, index.subject(), index.get().origin.location(), message)
        .here("this one can go")
        .label(wider.get().origin.location(), "this one serves the same look-ups")
        .note(why)
        .help(format!("remove `{}`{how}", index.get().name))
        .fix(fixes::remove_index(cx, index))
}
