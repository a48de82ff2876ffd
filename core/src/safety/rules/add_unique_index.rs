use smol_str::SmolStr;

use super::add_required_column::{is_refused, lacks_value};
use crate::{
    change::Pair,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    rule::Severity,
    safety::{
        SafetyContext,
        wording::{name, planetscale_code},
    },
    schema::{ColumnWalker, DefaultValue, IndexWalker, PartKey, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds a new unique key on columns whose rows may not be unique.
    ///
    /// ## Why is this bad?
    /// Two rows that are equal in the key end the change: on PlanetScale hours later, when the second of them is copied; and
    /// tools like gh-ost and pt-online-schema-change drop the second row without a word.
    ///
    /// ## When it is silent
    /// - The table is new.
    /// - A unique key of before says as much already: one on some of the same columns.
    /// - One of the columns is new and may be empty: all rows are NULL in it, and NULLs are never equal.
    /// - All of them are new and get a value that is computed row by row, like `uuid()`.
    ///
    /// ## Severity
    /// A warning; an error where the columns are new and have a default: then all rows are equal, and the change fails as
    /// soon as there are two.
    ///
    /// ## Example
    /// ```prisma,base
    /// model User {
    ///   id    Int    @id
    ///   email String
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model User {
    ///   id    Int    @id
    ///   email String @unique
    /// }
    /// ```
    static RULE: Rule = {
        name: "add-unique-index",
        category: Safety,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a new unique key on rows that may not be unique",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    let indexes: Vec<_> = cx.indexes().collect();
    for (number, pair) in indexes {
        let (Pair::Added(head) | Pair::Altered { head, .. }) = pair else { continue };
        if !head.is_unique() {
            continue;
        }
        let columns = head.column_names();
        let Some(base) = cx.table_before(head.table()) else { continue };
        if is_promised(cx, base, head) || cx.dialect().is_none() {
            continue;
        }
        let new: Vec<ColumnWalker<'_>> =
            columns.iter().filter_map(|name| head.table().column(name)).filter(|it| cx.is_new(*it)).collect();
        // Rows are NULL in a new column that may be empty, and differ by a number that the server counts up.
        let differs = |it: &ColumnWalker<'_>| {
            (it.get().nullable && it.get().default.is_none() && it.get().generated.is_none()) || it.get().auto_increment
        };
        if !head.is_primary() && new.iter().any(differs) || new.iter().any(|it| it.get().auto_increment) {
            continue;
        }
        // Where rows have no value at all, they are refused for that.
        if new.iter().any(|it| lacks_value(*it) && is_refused(cx, *it)) {
            continue;
        }
        // A value that is computed may be another one in each row: `DEFAULT (uuid())`.
        let is_constant = |it: &ColumnWalker<'_>| {
            it.get().generated.is_none() && !matches!(it.get().default, Some(DefaultValue::Expression(_)))
        };
        let all_equal = new.len() == head.get().parts.len() && new.iter().all(is_constant);
        let by_default =
            new.len() == head.get().parts.len() && !all_equal && new.iter().all(|it| it.get().generated.is_none());
        if by_default {
            continue;
        }
        let finding = unique(cx, base, head, &columns, all_equal);
        cx.report([number], finding);
    }
}

/// Whether a unique key of before has no two rows that are equal in the new one.
fn is_promised(cx: &SafetyContext<'_>, base: TableWalker<'_>, head: IndexWalker<'_>) -> bool {
    let part_of_head = |name: &SmolStr| {
        let parts = head.get().parts.iter();
        let mut same = parts.filter(|part| part.column_name().is_some_and(|it| cx.head().same_column(it, name)));
        same.any(|part| head.prefix_of(part).is_none())
    };
    base.keys().filter(|key| key.is_unique() && key.get().predicate.is_none()).any(|key| {
        let columns = key.columns().unwrap_or_default();
        !columns.is_empty()
            && columns
                .iter()
                .all(|name| base.column(name).is_some_and(|column| part_of_head(cx.probably_after(column))))
    })
}

fn unique(
    cx: &SafetyContext<'_>,
    base: TableWalker<'_>,
    head: IndexWalker<'_>,
    columns: &[SmolStr],
    all_equal: bool,
) -> Diagnostic {
    let is_of_columns = columns.len() == head.get().parts.len();
    let labels = if is_of_columns { head.table().column_labels(columns) } else { head.parts_label() };
    let table = head.table().label();
    let severity = if all_equal { Severity::Error } else { Severity::Warning };
    let message = if all_equal {
        format!("{table}.{labels} becomes unique, and all rows that are there get the same value")
    } else {
        format!("{table}.{labels} becomes unique: two rows that are equal in it end the change")
    };
    let why = if cx.target().alters_by_copying_rows() {
        format!("{} copies the rows, and stops at the second one that is equal", cx.target().product_name())
    } else {
        format!("{} stops at the second row that is equal", cx.target().product_name())
    };
    let parts: Vec<String> = head
        .get()
        .parts
        .iter()
        .map(|part| match &part.key {
            PartKey::Column(column) => name(cx, column),
            PartKey::Expression(text) => text.to_string(),
        })
        .collect();
    let quoted = parts.join(", ");
    let filled: Vec<String> = parts.iter().map(|it| format!("{it} IS NOT NULL")).collect();
    let proof = format!(
        "SELECT {quoted}, COUNT(*) FROM {} WHERE {} GROUP BY {quoted} HAVING COUNT(*) > 1 LIMIT 10",
        name(cx, &base.get().name),
        filled.join(" AND ")
    );
    let finding = Diagnostic::new(&RULE, head.subject(), head.get().origin.location(), message)
        .severity(severity)
        .note(format!("{why}; gh-ost and pt-online-schema-change drop such rows without a word"))
        .verdict(Verdict::MayFailOnRows);
    let finding = match columns.iter().find_map(|it| cx.filled(base.column(it)?)) {
        Some(changed) => finding.label(changed, "rows are changed by it here"),
        None => finding,
    };
    let finding = if all_equal {
        finding.help("add the column in a deploy of its own, give each row a value of its own, then make it unique")
    } else {
        finding.proof(&proof).help("ask the database whether any two rows are equal, before you deploy it").steps([
            format!("deploy code that does not write a second row with the same {labels}"),
            format!("mend the rows that are equal: {proof}"),
            "then add the unique key".to_owned(),
        ])
    };
    planetscale_code(cx, finding, "duplicate-entry")
}
