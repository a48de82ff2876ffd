use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ColumnType, ColumnWalker, ForeignKeyWalker, TableWalker, TypeChange},
    target::Dialect,
    text::{Applicability, Fix},
};

declare_rule! {
    /// ## What it does
    /// Finds Prisma relations whose fields cannot hold what they refer to: their native types (`@db`) are shorter, narrower, or
    /// of another kind than those of the fields on the other side.
    ///
    /// ## Why is this bad?
    /// The server refuses a foreign key between such columns. Where the client keeps the relation (`relationMode = "prisma"`) nothing
    /// refuses the schema, Prisma neither: writes end with an error once a key does not fit.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id    String @id @db.VarChar(36)
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int    @id
    ///   authorId String @db.VarChar(30)
    ///   author   User   @relation(fields: [authorId], references: [id])
    ///
    ///   @@index([authorId])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id    String @id @db.VarChar(36)
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int    @id
    ///   authorId String @db.VarChar(36)
    ///   author   User   @relation(fields: [authorId], references: [id])
    ///
    ///   @@index([authorId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "relation-native-type-mismatch",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "the two ends of a Prisma relation with native types that do not fit",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if cx.schema().prisma.is_none() {
        cx.is_idle(&RULE);
        return;
    }
    for foreign_key in table.foreign_keys() {
        let pair = foreign_key.column_pairs().find(|(own, other)| does_not_fit(cx, foreign_key, *own, *other));
        if let Some((own, other)) = pair {
            let finding = mismatch(cx, foreign_key, own, other);
            cx.report(finding);
        }
    }
}

/// Whether a column does not take every value of the one that it refers to, or the server compares the two in no way. Of two
/// fields whose types in Prisma differ, its own check speaks.
fn does_not_fit(
    cx: &LintContext<'_>,
    foreign_key: ForeignKeyWalker<'_>,
    own: ColumnWalker<'_>,
    other: ColumnWalker<'_>,
) -> bool {
    let (own, other) = (&own.get().ty, &other.get().ty);
    let dialect = cx.target().dialect();
    let is_small = |ty: &ColumnType| ty.is_integer() && ty.name != "bigint";
    let is_text = |ty: &ColumnType| ty.is_text() && ty.called.is_none() && ty.name != "enum";
    let is_one_type = is_small(own) == is_small(other) && own.is_integer() == other.is_integer();
    if !is_one_type || !own.is_integer() && !is_text(own) && !is_text(other) {
        return false;
    }
    let changed = other.change_to(own, dialect, None);
    let is_kept = dialect.is_none_or(Dialect::is_mysql_family) && !foreign_key.is_emulated();
    // InnoDB wants whole numbers of one size and sign, and texts of any length (MySQL manual, "FOREIGN KEY Constraints").
    if is_kept {
        own.is_integer() && own != other
    } else {
        matches!(changed, TypeChange::Narrows(_) | TypeChange::NoCast)
    }
}

fn mismatch(
    cx: &LintContext<'_>,
    foreign_key: ForeignKeyWalker<'_>,
    own: ColumnWalker<'_>,
    other: ColumnWalker<'_>,
) -> Diagnostic {
    let edit = cx.editor().same_native_type(own.get(), other.get());
    let fix = edit.map(|edit| Fix {
        title: format!("Give {} the type of {}", own.full_label(), other.full_label()),
        applicability: Applicability::Unsafe,
        edits: vec![edit],
    });
    let (ours, theirs) = (own.get().ty.to_string(), other.get().ty.to_string());
    let message =
        format!("{} is {ours}, and {}, which it refers to, is {theirs}", own.full_label(), other.full_label());
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), own.get().origin.name_location(), message)
        .label(other.get().origin.name_location(), theirs)
        .help(format!("give {} the native type of {}", own.label(), other.full_label()))
        .fix(fix);
    finding.note(if foreign_key.is_emulated() {
        "a key that does not fit cannot be written, and nothing says so before"
    } else {
        "the server refuses the foreign key, or the keys that do not fit"
    })
}
