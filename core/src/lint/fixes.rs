//! Fixes that several rules offer.

use smol_str::SmolStr;

use super::LintContext;
use crate::{
    edit::NewIndex,
    schema::{ForeignKeyWalker, IndexWalker, TableWalker, derived_name},
    text::{Applicability, Edit, Fix},
};

/// The index that a foreign key lacks: the one that another description of the database has for it, else one on its
/// columns, named as Prisma would.
pub(super) fn index_for(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> NewIndex {
    let table = foreign_key.table();
    let is_here = |name: &SmolStr| table.column(name).is_some();
    match foreign_key.get().index_elsewhere.as_ref().filter(|index| index.columns.iter().all(is_here)) {
        Some(index) => new_index(cx, table, &index.columns, Some(&index.name)),
        None => new_index(cx, table, &foreign_key.get().columns, None),
    }
}

/// A plain index on some columns of a table, under a name that is free there.
pub(super) fn new_index(
    cx: &LintContext<'_>,
    table: TableWalker<'_>,
    columns: &[SmolStr],
    wanted: Option<&SmolStr>,
) -> NewIndex {
    let usual = derived_name(cx.target().dialect(), table.get().own_name(), columns, "_idx");
    let wanted = wanted.cloned().unwrap_or_else(|| usual.clone());
    // PostgreSQL and SQLite have one name for one index of all tables; MySQL, of one table.
    let dialect = cx.target().dialect();
    let of_all_tables = dialect.is_some_and(|dialect| !dialect.is_mysql_family()).then(|| cx.index_names());
    let taken = |name: &SmolStr| match &of_all_tables {
        Some(names) => names.contains(&name.to_ascii_lowercase()),
        None => table.keys().any(|index| index.get().name.eq_ignore_ascii_case(name)),
    };
    // Cut where it would be longer than the server allows.
    let numbered = (2..).map(|number| {
        if wanted == usual {
            derived_name(dialect, table.get().own_name(), columns, &format!("_idx_{number}"))
        } else {
            derived_name(dialect, &wanted, &[], &format!("_{number}"))
        }
    });
    let name =
        std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or_else(|| wanted.clone());
    let label = |name: &SmolStr| table.column(name).map_or_else(|| name.clone(), |column| SmolStr::new(column.label()));
    NewIndex { labels: columns.iter().map(label).collect(), columns: columns.to_vec(), spell_name: name != usual, name }
}

/// Why a plain index cannot hold these columns, and what to do: MySQL indexes TEXT and BLOB by a prefix only (error
/// 1170), and a key has at most 3,072 bytes (error 1071), which is 768 characters of utf8mb4.
pub(super) fn too_long_to_index(cx: &LintContext<'_>, table: TableWalker<'_>, index: &NewIndex) -> Option<String> {
    cx.target().dialect().filter(|dialect| dialect.is_mysql_family())?;
    let column = index.columns.iter().filter_map(|name| table.column(name)).find(|column| {
        let ty = &column.get().ty;
        ty.is_blob_or_text() || ty.length().is_some_and(|length| length > 768)
    })?;
    let label = column.label();
    Some(format!(
        "{label} is {}, too long for an index: give it the type and length of what it refers to, then index it",
        column.get().ty
    ))
}

/// Adds a plain index: safe, the schema gains nothing else.
pub(super) fn add_index(cx: &LintContext<'_>, table: TableWalker<'_>, index: &NewIndex) -> Option<Fix> {
    let edit = cx.editor().add_index(table.get(), index)?;
    let title = if table.is_prisma() {
        format!("Add @@index([{}]) to {}", index.labels.join(", "), table.label())
    } else {
        format!("Add index {} on ({}) to {}", index.name, index.labels.join(", "), table.label())
    };
    Some(Fix { title, applicability: Applicability::Safe, edits: vec![edit] })
}

/// Writes a wider index where one on its first columns stands: asked for by name, because that one goes.
pub(super) fn widen_index(cx: &LintContext<'_>, narrow: IndexWalker<'_>, index: &NewIndex) -> Option<Fix> {
    let edit = cx.editor().replace_index(narrow.table().get(), narrow.get(), index)?;
    let title = format!("Widen the index on {} to ({})", narrow.parts_label(), index.labels.join(", "));
    Some(Fix { title, applicability: Applicability::Unsafe, edits: vec![edit] })
}

/// Takes an index away: asked for by name, because the schema has one index less.
pub(super) fn remove_index(cx: &LintContext<'_>, index: IndexWalker<'_>) -> Option<Fix> {
    let edit = cx.editor().remove_index(index.table().get(), index.get())?;
    let title = format!("Remove index {} from {}", index.get().name, index.table().label());
    Some(Fix { title, applicability: Applicability::Unsafe, edits: vec![edit] })
}

/// A fix of one edit that is asked for by name.
pub(super) fn risky(title: impl Into<String>, edit: Option<Edit>) -> Option<Fix> {
    Some(Fix { title: title.into(), applicability: Applicability::Unsafe, edits: vec![edit?] })
}

/// A safe fix of one edit.
pub(super) fn safe(title: impl Into<String>, edit: Option<Edit>) -> Option<Fix> {
    Some(Fix { title: title.into(), applicability: Applicability::Safe, edits: vec![edit?] })
}
