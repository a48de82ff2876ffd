//! The JSON that `pscale branch schema --format json` prints: a list of `{ "name", "raw", "html" }`, one a table.

use crate::{
    syntax::json::{self, Node, Value},
    text::{Encoding, LineIndex},
};

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
    let answer = json::read(json).map_err(|mistake| {
        let at = LineIndex::new(json).position(json, mistake.span.start(), Encoding::Characters);
        NoSchema::Syntax(format!("{} (line {}, column {})", mistake.message, at.line + 1, at.column + 1))
    })?;
    // Other clients of the API hand over its own answer.
    let list = answer.member("data").unwrap_or(&answer);
    let Value::List(tables) = &list.value else { return Err(NoSchema::OtherShape) };
    let mut sql = String::new();
    for table in tables {
        let raw = table.member("raw").and_then(Node::as_str).ok_or(NoSchema::OtherShape)?;
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
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mut follows_create = vec![false; lines.len()];
        let mut is_create = false;
        for (line, follows) in lines.iter().zip(&mut follows_create).rev() {
            *follows = is_create;
            if !line.trim().is_empty() {
                is_create = begins_with_create(line);
            }
        }
        let mut sql = String::with_capacity(text.len() + 64);
        let mut statement = OpenStatement::default();
        for (line, follows_create) in lines.into_iter().zip(follows_create) {
            if is_heading(line) && follows_create && statement.is_whole() {
                sql.insert(statement.end, ';');
                statement = OpenStatement::default();
            }
            statement.read(line, sql.len());
            sql.push_str(line);
        }
        sql
    })
}

fn begins_with_create(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("create")) && words.next().is_some()
}

/// How far a statement has been written, line by line.
#[derive(Debug, Default)]
struct OpenStatement {
    /// Behind the last byte of it that is no blank and no comment; 0 where it has not begun.
    end: usize,
    /// The parentheses that are open.
    depth: usize,
    /// The quote of a string or name that is open.
    quote: Option<u8>,
    in_comment: bool,
}

impl OpenStatement {
    fn is_whole(&self) -> bool {
        self.end > 0 && self.depth == 0 && self.quote.is_none() && !self.in_comment
    }

    /// Reads the next line, which begins at a byte of the text.
    fn read(&mut self, line: &str, start: usize) {
        let mut bytes = line.bytes().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            let next = bytes.peek().map(|(_, byte)| *byte);
            if self.in_comment {
                if byte == b'*' && next == Some(b'/') {
                    self.in_comment = false;
                    bytes.next();
                }
                continue;
            }
            match (self.quote, byte) {
                (Some(b'\'' | b'"'), b'\\') => {
                    bytes.next();
                }
                (Some(quote), byte) if quote == byte => self.quote = None,
                (None, b'-') if next == Some(b'-') => break,
                (None, b'#') => break,
                (None, b'/') if next == Some(b'*') => {
                    self.in_comment = true;
                    bytes.next();
                    continue;
                }
                (None, b'\'' | b'"' | b'`') => self.quote = Some(byte),
                (None, b'(') => self.depth += 1,
                (None, b')') => self.depth = self.depth.saturating_sub(1),
                (None, b';') => {
                    *self = Self::default();
                    continue;
                }
                (None, byte) if byte.is_ascii_whitespace() => continue,
                _ => {}
            }
            self.end = start + at + 1;
        }
    }
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
    fn a_comment_within_a_table_is_no_heading() {
        for within in
            ["-- names --\n  name text,\n", "-- names --\n  create_name text,\n", "-- names --\n  CREATE text,\n"]
        {
            let text =
                format!("-- people --\nCREATE TABLE people (\n  id int,\n  {within}  x int COMMENT 'a (b'\n);\n");
            assert_eq!(sql_of_text(&text).as_deref(), Some(text.as_str()));
            let text = text.replace("\n  --", "\n--");
            assert_eq!(sql_of_text(&text).as_deref(), Some(text.as_str()));
        }
        let text = "-- a --\nCREATE TABLE a (x int COMMENT ')') -- the last\n\n-- b --\nCREATE TABLE b (id int)\n";
        let sql = "-- a --\nCREATE TABLE a (x int COMMENT ')'); -- the last\n\n-- b --\nCREATE TABLE b (id int)\n";
        assert_eq!(sql_of_text(text).as_deref(), Some(sql));
    }

    #[test]
    fn blank_lines_take_no_time() {
        let text =
            format!("-- a --\nCREATE TABLE a (id int)\n{}-- b --\nCREATE TABLE b (id int)\n", "\n".repeat(2_000_000));
        assert_eq!(sql_of_text(&text).map(|sql| sql.len()), Some(text.len() + 1));
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
