//! The JSON that `pscale branch schema --format json` prints: a list of `{ "name", "raw", "html" }`, one a table.

use serde_json::Value;

/// Why a JSON text is no schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSchema {
    /// It is no JSON.
    #[error("it begins like JSON, and is none: {0}")]
    Syntax(String),
    /// It is JSON of another shape.
    #[error(
        "this JSON is not what `pscale branch schema --format json` prints: a list of tables, each with `name` and `raw`"
    )]
    OtherShape,
    /// It is a comparison, not a state.
    #[error("this is what `pscale branch diff` prints, which is a comparison already")]
    IsDiff,
}

/// Whether a text begins like JSON.
pub fn begins_like_json(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    matches!(text.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'[' | b'{'))
}

/// The SQL of such a JSON: its statements, one after another.
///
/// # Errors
/// When it is another JSON, or none.
pub fn sql_of_json(json: &str) -> Result<String, NoSchema> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let value: Value = serde_json::from_str(json).map_err(|error| NoSchema::Syntax(error.to_string()))?;
    let tables = match &value {
        Value::Array(tables) => tables,
        // Other clients of the API hand over its own answer.
        Value::Object(answer) => answer.get("data").and_then(Value::as_array).ok_or(NoSchema::OtherShape)?,
        _ => return Err(NoSchema::OtherShape),
    };
    let mut sql = String::new();
    for table in tables {
        let raw = table.get("raw").and_then(Value::as_str).ok_or(NoSchema::OtherShape)?;
        if raw.starts_with("---") || raw.starts_with("diff ") {
            return Err(NoSchema::IsDiff);
        }
        sql.push_str(raw.trim_end());
        sql.push_str(if raw.trim_end().ends_with(';') { "\n" } else { ";\n" });
    }
    Ok(sql)
}

/// The text that `pscale branch schema` prints, with a semicolon behind each table; none where it is no such text. Each
/// table has a line `-- name --` above it.
pub fn sql_of_text(text: &str) -> Option<String> {
    let is_heading = |line: &str| line.strip_prefix("-- ").is_some_and(|rest| rest.trim_end().ends_with(" --"));
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let begins_so = is_heading(lines.next()?) && lines.next()?.trim_start().get(..6)?.eq_ignore_ascii_case("create");
    begins_so.then(|| {
        let mut sql = String::with_capacity(text.len() + 64);
        for line in text.split_inclusive('\n') {
            let written = sql.trim_end().len();
            let is_open =
                written > 0 && !sql.ends_with(';') && !sql.get(..written).is_some_and(|sql| sql.ends_with(';'));
            if is_heading(line) && is_open {
                sql.insert(written, ';');
            }
            sql.push_str(line);
        }
        sql
    })
}

#[cfg(test)]
mod tests {
    use super::{NoSchema, begins_like_json, sql_of_json, sql_of_text};

    #[test]
    fn each_table_of_the_text_gets_its_semicolon() {
        let text = "-- a --\nCREATE TABLE `a` (id int)\n\n-- b --\nCREATE TABLE `b` (id int);\n-- c --\nCREATE TABLE c (id int)\n";
        let sql = "-- a --\nCREATE TABLE `a` (id int);\n\n-- b --\nCREATE TABLE `b` (id int);\n-- c --\nCREATE TABLE c (id int)\n";
        assert_eq!(sql_of_text(text).as_deref(), Some(sql));
        assert_eq!(sql_of_text("-- MySQL dump 10.13\n--\nCREATE TABLE a (id int);"), None);
        assert_eq!(sql_of_text(""), None);
    }

    #[test]
    fn the_statements_come_one_after_another() {
        let json = r#"[{"name":"a","raw":"CREATE TABLE `a` (id int);\n","html":""},{"name":"b","raw":"CREATE TABLE `b` (id int)"}]"#;
        assert_eq!(sql_of_json(json).as_deref(), Ok("CREATE TABLE `a` (id int);\nCREATE TABLE `b` (id int);\n"));
        assert_eq!(sql_of_json("{\"data\":[]}").as_deref(), Ok(""));
    }

    #[test]
    fn other_json_is_told_what_it_is() {
        assert_eq!(sql_of_json("[1]"), Err(NoSchema::OtherShape));
        assert_eq!(sql_of_json(r#"[{"name":"a","raw":"--- a\n+++ b\n"}]"#), Err(NoSchema::IsDiff));
        assert!(matches!(sql_of_json("[{"), Err(NoSchema::Syntax(_))));
    }

    #[test]
    fn json_is_known_by_its_first_letter() {
        assert!(begins_like_json(b"\xef\xbb\xbf\n [ {"));
        assert!(!begins_like_json(b"CREATE TABLE"));
        assert!(!begins_like_json(b""));
    }
}
