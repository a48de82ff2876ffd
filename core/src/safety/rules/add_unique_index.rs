use smol_str::SmolStr;

use super::add_required_column::is_refused;
use crate::{
    change::Pair,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    rule::Severity,
    safety::{
        SafetyContext,
        wording::{name, platform_code},
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
            let is_null = matches!(it.get().default, None | Some(DefaultValue::Null)) && it.get().generated.is_none();
            (it.get().nullable && is_null) || it.get().auto_increment
        };
        if !head.is_primary() && new.iter().any(differs) || new.iter().any(|it| it.get().auto_increment) {
            continue;
        }
        // Where rows have no value at all, they are refused for that.
        if new.iter().any(|it| is_refused(cx, *it)) {
            continue;
        }
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

/// Whether a new column has one value in all rows. One that is computed may be another one in each row: `DEFAULT (uuid())`.
fn is_constant(column: &ColumnWalker<'_>) -> bool {
    column.get().generated.is_none() && !matches!(column.get().default, Some(DefaultValue::Expression(_)))
}

/// The query that finds two rows that are equal in the key, asked of the state before; none where that does not have what the
/// key holds.
fn equal_rows(cx: &SafetyContext<'_>, base: TableWalker<'_>, head: IndexWalker<'_>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in &head.get().parts {
        match &part.key {
            PartKey::Column(column) => {
                let column = head.table().column(column)?;
                if cx.is_new(column) && is_constant(&column) {
                    continue;
                }
                let before = name(cx, &cx.column_before(column)?.get().name);
                parts.push(match head.prefix_of(part) {
                    Some(length) => format!("LEFT({before}, {length})"),
                    None => before,
                });
            }
            PartKey::Expression(text) => {
                // It is written with the names of the state after.
                let words = || text.split(|c: char| !c.is_alphanumeric() && c != '_');
                let is_other = |column: ColumnWalker<'_>| {
                    let was = cx.column_before(column).map(|it| &it.get().name);
                    was.is_none_or(|was| !cx.head().same_column(was, &column.get().name))
                };
                let is_named =
                    |column: ColumnWalker<'_>| words().any(|word| cx.head().same_column(word, &column.get().name));
                if head.table().columns().any(|column| is_other(column) && is_named(column)) {
                    return None;
                }
                parts.push(text.to_string());
            }
        }
    }
    let keys = parts.join(", ");
    let filled: Vec<String> = parts.iter().map(|it| format!("{it} IS NOT NULL")).collect();
    (!parts.is_empty()).then(|| {
        format!(
            "SELECT {keys}, COUNT(*) FROM {} WHERE {} GROUP BY {keys} HAVING COUNT(*) > 1 LIMIT 10",
            name(cx, &base.get().name),
            filled.join(" AND ")
        )
    })
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
        let proof = equal_rows(cx, base, head);
        let mend = match &proof {
            Some(proof) => format!("mend the rows that are equal: {proof}"),
            None => "mend the rows that are equal".to_owned(),
        };
        let finding = match &proof {
            Some(proof) => {
                finding.proof(proof).help("ask the database whether any two rows are equal, before you deploy it")
            }
            None => finding.help(
                "add the columns in a deploy of their own, and see that no two rows are equal before it becomes unique",
            ),
        };
        finding.steps([
            format!("deploy code that does not write a second row with the same {labels}"),
            mend,
            "then add the unique key".to_owned(),
        ])
    };
    platform_code(cx, finding, "duplicate-entry")
}
