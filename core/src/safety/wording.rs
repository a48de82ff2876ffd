//! Words that several rules share: queries that prove the data safe, and names as their owner knows them.

use super::{
    SafetyContext,
    progress::{Part, in_small_letters},
};
use crate::{
    diagnostic::Diagnostic,
    edit,
    rule::Rule,
    schema::{ColumnWalker, IndexWalker, Origin, TableWalker},
    text::{Applicability, Edit, Fix, Location},
};

/// `SELECT COUNT(*) FROM t WHERE …`: safe where it answers 0.
pub(super) fn count(cx: &SafetyContext<'_>, table: TableWalker<'_>, condition: &str) -> String {
    let from = name(cx, &table.get().name);
    if condition.is_empty() {
        format!("SELECT COUNT(*) FROM {from}")
    } else {
        format!("SELECT COUNT(*) FROM {from} WHERE {condition}")
    }
}

/// A name of SQL in the database's quotes.
pub(super) fn name(cx: &SafetyContext<'_>, name: &str) -> String {
    edit::quoted(cx.dialect(), name)
}

/// A string of SQL.
pub(super) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What its owner calls it: a field or a column.
pub(super) fn column_word(column: ColumnWalker<'_>) -> &'static str {
    if column.is_prisma() { "field" } else { "column" }
}

/// What its owner calls it: a model or a table.
pub(super) fn table_word(table: TableWalker<'_>) -> &'static str {
    match (table.is_prisma(), &table.get().model) {
        (true, None) => "table of pairs",
        (true, Some(_)) => "model",
        (false, _) => "table",
    }
}

/// Where a table is spoken of that is no more: where a migration drops it; else where it stood.
pub(super) fn place_of_gone_table(cx: &SafetyContext<'_>, table: TableWalker<'_>) -> Location {
    cx.said(&table.get().name, Part::Whole).unwrap_or_else(|| table.get().origin.name_location())
}

/// Where a column is spoken of that is no more: where a migration drops it; else at its table, as it is now; else where it
/// stood.
pub(super) fn place_of_gone(cx: &SafetyContext<'_>, column: ColumnWalker<'_>) -> Location {
    let name = &column.table().get().name;
    if let Some(said) = cx.said(name, Part::Column(in_small_letters(&column.get().name))) {
        return said;
    }
    let after = cx.head().table(name).or_else(|| cx.renamed_table(name));
    after.map_or_else(|| column.get().origin.name_location(), |table| table.get().origin.name_location())
}

/// Where an index is spoken of that is no more.
pub(super) fn place_of_gone_index(cx: &SafetyContext<'_>, index: IndexWalker<'_>) -> Location {
    let name = &index.table().get().name;
    if let Some(said) = cx.said(name, Part::Index(in_small_letters(&index.get().name))) {
        return said;
    }
    let after = cx.head().table(name).or_else(|| cx.renamed_table(name));
    after.map_or_else(|| index.get().origin.location(), |table| table.get().origin.name_location())
}

/// A fix that must be asked for: it answers a question that only the owner can.
pub(super) fn asked(title: impl Into<String>, edit: Option<Edit>) -> Option<Fix> {
    Some(Fix { title: title.into(), applicability: Applicability::Unsafe, edits: vec![edit?] })
}

/// A fix that keeps the old name, and takes the comment away that declares another one.
pub(super) fn keep_name(cx: &SafetyContext<'_>, title: String, edit: Option<Edit>, of: Origin) -> Option<Fix> {
    let mut fix = asked(title, edit)?;
    if let Some(comment) = cx.declaration_of(of) {
        fix.edits.push(cx.editor().remove_line(comment)?);
    }
    Some(fix)
}

/// The steps in which a column gets another shape or name while code runs.
pub(super) fn expand_and_contract(old: &str, new: &str) -> [String; 5] {
    [
        format!("add {new} beside {old}, optional, and deploy that"),
        format!("deploy code that writes both {old} and {new}, and still reads {old}"),
        format!("fill {new} from {old} in the rows that are there, in batches"),
        format!("deploy code that reads and writes {new} only"),
        format!("drop {old} in a deploy of its own"),
    ]
}

/// The steps in which a table gets another name where nothing carries a rename.
pub(super) fn make_and_copy(old: &str, new: &str) -> [String; 5] {
    [
        format!("make {new} beside {old}, and deploy that"),
        format!("deploy code that writes both {old} and {new}, and still reads {old}"),
        format!("copy the rows of {old} into {new}, in batches"),
        format!("deploy code that uses {new} only"),
        format!("drop {old} in a deploy of its own"),
    ]
}

/// What its owner may answer to a probable rename: the old name is kept (`keep`), it is renamed, it is another thing.
pub(super) fn answers(
    cx: &SafetyContext<'_>,
    keep: Option<Fix>,
    (origin, old): (Origin, &str),
    rule: &'static Rule,
) -> Vec<Fix> {
    let mark = |title: String, words: String| asked(title, cx.editor().comment_above(origin, &words));
    // A name as a comment can hold it.
    let is_plain = old.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let in_words = if is_plain { old.to_owned() } else { format!("`{old}`") };
    let renamed = mark(format!("It is {old}, renamed"), format!("shoring:renamed-from {in_words}"));
    let other = mark(format!("It is not {old}"), format!("shoring-ignore {}: not {old}", rule.name));
    [keep, renamed, other].into_iter().flatten().collect()
}

/// A finding with the platform's word for it, where that has words of its own.
pub(super) fn platform_code(cx: &SafetyContext<'_>, finding: Diagnostic, code: &'static str) -> Diagnostic {
    match cx.target().lint_codes() {
        Some(platform) => finding.code(platform, code),
        None => finding,
    }
}
