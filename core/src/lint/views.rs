//! What views show, and how findings call them.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::{
    diagnostic::{Subject, SubjectKind},
    schema::{Schema, View, ViewColumn},
};

/// Views that read views that read views: so many are followed, and so many columns of them all.
const DEEPEST: usize = 20;
const MOST_COLUMNS: usize = 100_000;

/// What tables and views have, looked up once each: a view may name thousands of columns.
pub(super) struct Columns<'s> {
    schema: &'s Schema,
    of: FxHashMap<SmolStr, Option<FxHashSet<SmolStr>>>,
}

impl<'s> Columns<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        Self { schema, of: FxHashMap::default() }
    }

    /// Whether a table or view has a column; none where not all of its columns are known.
    pub(super) fn has(&mut self, table: &SmolStr, column: &str) -> Option<bool> {
        let schema = self.schema;
        let of = self.of.entry(table.clone()).or_insert_with(|| {
            let mut left = MOST_COLUMNS;
            let columns = columns_within(schema, table, DEEPEST, &mut left)?;
            Some(columns.iter().map(|it| schema.column_key(it)).collect())
        });
        of.as_ref().map(|columns| columns.contains(&schema.column_key(column)))
    }
}

fn columns_within(schema: &Schema, name: &str, deep: usize, left: &mut usize) -> Option<Vec<SmolStr>> {
    if let Some(table) = schema.table(name) {
        *left = left.checked_sub(table.get().columns.len())?;
        let columns = || table.columns().map(|column| column.get().name.clone()).collect();
        return table.columns_are_known().then(columns);
    }
    let view = schema.views.get(name).filter(|view| view.understood && deep > 0)?;
    let mut columns = Vec::new();
    for column in &view.columns {
        *left = left.checked_sub(1)?;
        match column {
            ViewColumn::Named(name) => columns.push(name.clone()),
            ViewColumn::AllOf(table) => columns.extend(columns_within(schema, table, deep - 1, left)?),
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
