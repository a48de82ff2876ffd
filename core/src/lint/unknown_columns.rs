//! Columns that expressions name and tables do not have.

use smol_str::SmolStr;

use crate::schema::TableWalker;

/// Words that stand in expressions without quotes and may be taken for columns: types of `CAST` and `CONVERT`, units of time,
/// words of functions of JSON. A column of such a name is never called missing.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "char", "nchar", "character", "varchar", "binary", "varbinary", "signed", "unsigned", "integer", "int", "bigint", "decimal", "dec",
    "numeric", "float", "double", "real", "precision", "date", "datetime", "time", "timestamp", "year", "json", "array", "point",
    "linestring", "polygon", "geometry", "inet4", "inet6", "uuid", "charset", "set", "ascii", "unicode", "byte", "national",
    "microsecond", "second", "minute", "hour", "day", "week", "month", "quarter", "second_microsecond", "minute_microsecond",
    "minute_second", "hour_microsecond", "hour_second", "hour_minute", "day_microsecond", "day_second", "day_minute", "day_hour",
    "year_month", "sql_tsi_second", "sql_tsi_minute", "sql_tsi_hour", "sql_tsi_day", "sql_tsi_week", "sql_tsi_month",
    "sql_tsi_quarter", "sql_tsi_year", "returning", "error", "empty", "value", "boolean", "mode", "language", "natural", "query",
    "expansion", "local", "zone", "at", "level",
];

/// A column that is named and is not the table's, where all of its columns are known.
pub(super) fn unknown_column<'n>(table: TableWalker<'_>, names: &'n [SmolStr]) -> Option<&'n SmolStr> {
    if !table.columns_are_known() {
        return None;
    }
    // Many words: the list is looked through for what is no column only.
    let is_unknown = |name: &&SmolStr| {
        table.column(name).is_none() && !WORDS.contains(&name.to_lowercase().as_str()) && !name.starts_with('_')
    };
    names.iter().find(is_unknown)
}
