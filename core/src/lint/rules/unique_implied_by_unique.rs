use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{
        LintContext, fixes,
        redundancy::{Redundancy, redundant_indexes},
        rules::join_table_column_unique,
    },
    schema::{IndexKind, IndexWalker, TableWalker},
    text::{Applicability, Fix},
};

declare_rule! {
    /// ## What it does
    /// Finds a unique key that promises nothing, because some of its columns are unique already.
    ///
    /// ## Why is this bad?
    /// Where no two rows have the same `email`, no two rows have the same `(tenantId, email)`. The wider key checks
    /// every write again for what cannot happen, and it misleads: it reads as if one email could occur in two tenants.
    ///
    /// A key that a foreign key refers to is left alone: the reference needs it.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model Member {
    ///   id       Int    @id
    ///   tenantId Int
    ///   email    String @unique
    ///
    ///   @@unique([tenantId, email])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Member {
    ///   id       Int    @id
    ///   tenantId Int
    ///   email    String @unique
    ///
    ///   @@index([tenantId, email])
    /// }
    /// ```
    static RULE: Rule = {
        name: "unique-implied-by-unique",
        category: Correctness,
        severity: Info,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a unique key that a narrower one makes meaningless",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    for wide in table.indexes().filter(|index| index.get().kind == IndexKind::Unique && index.get().predicate.is_none())
    {
        // One cause, one finding: the narrow key may be the mistake, or the wide one no more than a copy.
        let narrow = table.keys().find(|narrow| implies(*narrow, wide));
        let Some(narrow) = narrow.filter(|narrow| join_table_column_unique::mistake(*narrow).is_none()) else {
            continue;
        };
        if is_a_copy(wide) || is_referred_to(wide) {
            continue;
        }
        let finding = implied(cx, table, wide, narrow);
        cx.report(finding);
    }
}

/// Whether another index is just like it: another rule says so.
fn is_a_copy(key: IndexWalker<'_>) -> bool {
    let is_copy = |why| matches!(why, Redundancy::DuplicatesPrimaryKey(_) | Redundancy::Duplicates(_));
    redundant_indexes(key.table()).any(|(index, why)| index.get().name == key.get().name && is_copy(why))
}

/// Whether two rows that are equal in the wide key would be equal in the narrow one, which is refused. A wide key over
/// the first letters of a column refuses more than one over all of it.
fn implies(narrow: IndexWalker<'_>, wide: IndexWalker<'_>) -> bool {
    let fewer = narrow.get().parts.len() < wide.get().parts.len();
    fewer && narrow.is_unique() && narrow.get().predicate.is_none() && narrow.is_decided_by(wide)
}

/// Whether a foreign key refers to just these columns.
fn is_referred_to(key: IndexWalker<'_>) -> bool {
    let table = key.table();
    let schema = table.schema();
    let columns = key.column_names();
    let mut refer = schema.foreign_keys_to(&table.get().name);
    refer.any(|foreign_key| schema.same_columns(&foreign_key.get().referenced_columns, &columns))
}

fn implied(cx: &LintContext<'_>, table: TableWalker<'_>, wide: IndexWalker<'_>, narrow: IndexWalker<'_>) -> Diagnostic {
    // As a plain index it would serve nothing beside one that begins with its columns.
    let is_served = table
        .keys()
        .any(|other| other.get().origin != wide.get().origin && other.get().visible && wide.is_left_prefix_of(other));
    let fix = if is_served {
        fixes::remove_index(cx, wide)
    } else {
        let index = fixes::new_index(cx, table, &wide.column_names(), Some(&wide.get().name));
        let edits = cx.editor().make_plain(table.get(), wide.get(), &index);
        edits.map(|edits| Fix {
            title: format!("Make {} a plain index", wide.get().name),
            applicability: Applicability::Unsafe,
            edits,
        })
    };
    let todo = if is_served {
        "remove it: another index serves the same look-ups"
    } else {
        "make it a plain index, or remove it"
    };
    let narrow_parts = narrow.parts_label();
    let why = if narrow.is_primary() {
        format!("the primary key is {narrow_parts}")
    } else {
        format!("{narrow_parts} is unique already")
    };
    let message = format!("{}'s unique key on {} refuses nothing new: {why}", table.label(), wide.parts_label());
    let client = if table.is_prisma() { "; the client loses findUnique by these fields" } else { "" };
    Diagnostic::new(&RULE, wide.subject(), wide.get().origin.location(), message)
        .here("what this would refuse …")
        .label(narrow.get().origin.location(), "… this one refuses already")
        .help(format!("{todo}{client}"))
        .fix(fix)
}
