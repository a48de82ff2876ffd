//! What PlanetScale's checks would say of a state, in the shape in which `pscale branch lint --format json` prints it.
//!
//! The names of the fields are those of PlanetScale's API, "Lint a branch schema". It tells no line and no column: for those, there are the
//! other formats.

use serde::Serialize;

use crate::{
    diagnostic::{Diagnostic, SubjectKind},
    lint::LINT_PAGE,
    schema::{ColumnVindex, Partition, Schema, TableWalker},
    workspace::Analysis,
};

/// One refusal of PlanetScale. What does not apply is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The code: `NO_UNIQUE_KEY`.
    pub lint_error: String,
    /// What it is about: `table_error`, `vschema_error`, `routing_rules_error`.
    pub subject_type: String,
    /// The keyspace; not known without a database.
    pub keyspace_name: String,
    /// The table or view.
    pub table_name: String,
    /// The column.
    pub column_name: String,
    /// The columns of a foreign key.
    pub foreign_key_column_names: Vec<String>,
    /// The columns that count up.
    pub auto_increment_column_names: Vec<String>,
    /// The character set.
    pub charset_name: String,
    /// The storage engine.
    pub engine_name: String,
    /// The vindex.
    pub vindex_name: String,
    /// The place in the `VSchema`: no page says how it is written.
    pub json_path: String,
    /// The check.
    pub check_constraint_name: String,
    /// The value that is in an enum twice.
    pub enum_value: String,
    /// How the table is parted: `LIST`.
    pub partitioning_type: String,
    /// The partition.
    pub partition_name: String,
    /// What is wrong, in words.
    pub error_description: String,
    /// Where the code is explained.
    pub docs_url: String,
}

/// The findings of an analysis that PlanetScale has a code for.
pub fn rows(analysis: &Analysis<'_>) -> Vec<Row> {
    analysis.findings.iter().filter_map(|finding| row(&analysis.schema, finding)).collect()
}

/// Rows as `pscale` prints them.
pub fn to_json(rows: &[Row]) -> String {
    // Strings and lists of strings: nothing of them can fail.
    serde_json::to_string_pretty(rows).unwrap_or_default()
}

fn row(schema: &Schema, finding: &Diagnostic) -> Option<Row> {
    let (_, code) = finding.codes.iter().find(|(platform, _)| *platform == "planetscale")?;
    let subject = &finding.subject;
    let table = subject.table.as_deref().and_then(|name| schema.table(name));
    let column = subject.columns.first().map(ToString::to_string).unwrap_or_default();
    let name = || subject.name.as_deref().unwrap_or_default().to_owned();
    let mut row = Row {
        lint_error: (*code).to_owned(),
        subject_type: match *code {
            "INVALID_VSCHEMA" => "vschema_error",
            "INVALID_ROUTING_RULES" => "routing_rules_error",
            _ => "table_error",
        }
        .to_owned(),
        table_name: match subject.kind {
            SubjectKind::View => name(),
            _ => subject.table.as_deref().unwrap_or_default().to_owned(),
        },
        error_description: finding.message.clone(),
        docs_url: LINT_PAGE.to_owned(),
        ..Row::default()
    };
    match subject.kind {
        SubjectKind::ForeignKey => {
            row.foreign_key_column_names = subject.columns.iter().map(ToString::to_string).collect();
        }
        SubjectKind::Column | SubjectKind::View => row.column_name = column,
        _ => {}
    }
    fill(&mut row, finding, table);
    Some(row)
}

/// What the fields of some codes hold.
fn fill(row: &mut Row, finding: &Diagnostic, table: Option<TableWalker<'_>>) {
    let Some(table) = table else { return };
    let place = finding.primary.location;
    let text = |it: Option<&smol_str::SmolStr>| it.map(ToString::to_string).unwrap_or_default();
    let column = table.column(&row.column_name);
    match finding.rule.name {
        "charset-not-allowed" => {
            let own = column.and_then(|it| it.get().details().charset.as_ref());
            row.charset_name = text(own.or(table.get().charset.as_ref()));
        }
        "engine-not-innodb" => row.engine_name = text(table.get().engine.as_ref()),
        "duplicate-enum-value" => {
            let values = column.map_or(&[][..], |it| &it.get().ty.arguments);
            let is_again = |(nth, value): &(usize, &smol_str::SmolStr)| {
                values.iter().take(*nth).any(|other| other.to_lowercase() == value.to_lowercase())
            };
            row.enum_value = text(values.iter().enumerate().find(is_again).map(|(_, value)| value));
        }
        "partitioned-table" => {
            let partitioning = table.get().partitioning.as_deref();
            row.partitioning_type = partitioning.map(|it| it.method.words().to_owned()).unwrap_or_default();
            let is_other = |it: &&Partition| it.engine.as_ref().is_some_and(|it| !it.eq_ignore_ascii_case("innodb"));
            if let Some(other) = partitioning.and_then(|it| it.partitions.iter().find(is_other)) {
                row.partition_name = other.name.to_string();
                row.engine_name = text(other.engine.as_ref());
            }
        }
        "identifier-too-long" => {
            let check = table.get().checks.iter().find(|it| it.origin.name_location() == place);
            row.check_constraint_name = text(check.and_then(|it| it.name.as_ref()));
        }
        "sharded-auto-increment" => row.auto_increment_column_names = vec![row.column_name.clone()],
        "vindex-column-missing" | "vindex-type" => {
            row.column_name = text(finding.subject.columns.first());
            let of_table = table.schema().vschema.as_deref().and_then(|it| it.table(&table.get().name));
            let is_meant = |it: &&ColumnVindex| it.columns.iter().any(|(_, at)| *at == place);
            row.vindex_name = text(of_table.and_then(|it| it.vindexes.iter().find(is_meant)).map(|it| &it.vindex));
        }
        _ => {}
    }
}
