use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, fixes, redundancy::Redundancy},
    schema::{IndexWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds an index or unique key that holds just the columns of the primary key.
    ///
    /// ## Why is this bad?
    /// The primary key is an index, and it is unique. A second one serves nothing and is kept up to date by every write.
    /// It is often added for a relation by shared primary key (`Student.userId` is the primary key *and* the foreign
    /// key), which the primary key serves already.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id      Int      @id
    ///   student Student?
    /// }
    ///
    /// model Student {
    ///   userId Int  @id
    ///   user   User @relation(fields: [userId], references: [id])
    ///
    ///   @@index([userId])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id      Int      @id
    ///   student Student?
    /// }
    ///
    /// model Student {
    ///   userId Int  @id
    ///   user   User @relation(fields: [userId], references: [id])
    /// }
    /// ```
    static RULE: Rule = {
        name: "index-duplicates-primary-key",
        category: Performance,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "an index that holds just the columns of the primary key",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let told = cx.redundant_indexes(table).iter().filter_map(|(index, why)| match why {
        Redundancy::DuplicatesPrimaryKey(key) => Some(duplicate(cx, *index, *key)),
        _ => None,
    });
    told.collect::<Vec<_>>().into_iter().for_each(|finding| cx.report(finding));
}

fn duplicate(cx: &LintContext<'_>, index: IndexWalker<'_>, key: IndexWalker<'_>) -> Diagnostic {
    let what = if index.is_unique() { "unique key" } else { "index" };
    let message = format!("{}'s {what} on {} is the primary key again", index.table().label(), index.parts_label());
    Diagnostic::new(&RULE, index.subject(), index.get().origin.location(), message)
        .here("this one can go")
        .label(key.get().origin.location(), "the primary key is an index, and unique")
        .note("every write keeps both up to date, and no query gains by the second")
        .help(format!("remove `{}`", index.get().name))
        .fix(fixes::remove_index(cx, index))
}
