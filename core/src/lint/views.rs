//! What views show, and how findings call them.

use smol_str::SmolStr;

use crate::{
    diagnostic::{Subject, SubjectKind},
    schema::{Schema, View, ViewColumn},
};

/// Views that read views that read views: so many are followed.
const DEEPEST: usize = 20;

/// The columns of a table, or those that a view shows; none where not all are known.
pub(super) fn columns_of(schema: &Schema, name: &str) -> Option<Vec<SmolStr>> {
    columns_within(schema, name, DEEPEST)
}

fn columns_within(schema: &Schema, name: &str, deep: usize) -> Option<Vec<SmolStr>> {
    if let Some(table) = schema.table(name) {
        let columns = || table.columns().map(|column| column.get().name.clone()).collect();
        return table.columns_are_known().then(columns);
    }
    let view = schema.views.get(name).filter(|view| view.understood && deep > 0)?;
    let mut columns = Vec::new();
    for column in &view.columns {
        match column {
            ViewColumn::Named(name) => columns.push(name.clone()),
            ViewColumn::AllOf(table) => columns.extend(columns_within(schema, table, deep - 1)?),
            // It is called after its expression: nobody knows how.
            ViewColumn::Unnamed => return None,
        }
    }
    Some(columns)
}

/// What a finding about a view is about.
pub(super) fn subject(view: &View, column: Option<&SmolStr>) -> Subject {
    Subject {
        kind: SubjectKind::View,
        table: None,
        columns: column.into_iter().cloned().collect(),
        name: Some(view.name.clone()),
    }
}
