//! Reads statements that change rows, as far as tells what a later statement meets: the table and the columns.

use sqlparser::tokenizer::Token;

use super::{ast::StatementKind, reader::Reader, tokens::Tokens};
use crate::{syntax::Name, text::Span};

/// `UPDATE` and `DELETE` of one table; none where it is another statement, or too much to be told in a few words.
pub(super) fn change(code: &str, span: Span) -> Option<StatementKind> {
    let text = span.of(code);
    let begins = |word: &str| text.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
    if !begins("UPDATE") && !begins("DELETE") {
        return None;
    }
    let tokens = Tokens::new(text, span.start());
    let mut reader = Reader::new(code, &tokens);
    if reader.eat("UPDATE") {
        return update(&mut reader);
    }
    reader.eat("DELETE");
    delete(&mut reader)
}

/// `UPDATE [LOW_PRIORITY] [IGNORE] t [[AS] alias] SET c = …, d = … [WHERE …]`
fn update(reader: &mut Reader<'_>) -> Option<StatementKind> {
    while reader.eat_any(&["LOW_PRIORITY", "IGNORE"]) {}
    let table = reader.object_name()?;
    reader.eat("AS");
    let alias = if reader.is("SET") { None } else { reader.name() };
    // Of a join, only what is said to be the first table's is.
    let is_joined = !reader.is("SET");
    while !reader.is_done() && !reader.is("SET") {
        reader.step();
    }
    reader.eat("SET");
    let is_first = |qualifier: &Name| {
        let alias = alias.as_ref().map(|it| &it.text);
        qualifier.text == table.name.text || alias == Some(&qualifier.text)
    };
    let mut columns = Vec::new();
    for (mut part, _) in reader.cut_at_commas() {
        let Some(column) = part.object_name() else { continue };
        let is_of_table = column.qualifier.as_ref().map_or(!is_joined, is_first);
        if is_of_table && part.is_symbol(&Token::Eq) {
            columns.push(column.name);
        }
    }
    Some(StatementKind::ChangeRows { table, columns })
}

/// `DELETE [LOW_PRIORITY] [QUICK] [IGNORE] [a] FROM t [alias] … [WHERE …]`
fn delete(reader: &mut Reader<'_>) -> Option<StatementKind> {
    while !reader.is_done() && !reader.is("FROM") {
        reader.step();
    }
    if !reader.eat("FROM") {
        return None;
    }
    let table = reader.object_name()?;
    let mut columns = Vec::new();
    while !reader.is_done() {
        match reader.name() {
            Some(name) => columns.push(name),
            None => reader.step(),
        }
    }
    Some(StatementKind::ChangeRows { table, columns })
}

#[cfg(test)]
mod tests {
    use crate::{
        syntax::sql::{ast::StatementKind, read_statement},
        target::Dialect,
    };

    fn changed(sql: &str) -> Option<String> {
        let StatementKind::ChangeRows { table, columns } = read_statement(sql, Dialect::MySql).kind else {
            return None;
        };
        let columns: Vec<&str> = columns.iter().map(|it| it.text.as_str()).collect();
        Some(format!("{}: {}", table.name.text, columns.join(" ")))
    }

    #[test]
    fn an_update_names_the_columns_that_get_values() {
        assert_eq!(changed("UPDATE `t` SET `a` = 1, b = f(c, d) WHERE a IS NULL").as_deref(), Some("t: a b"));
        assert_eq!(changed("update ignore t as x set x.a = 1, y.b = 2").as_deref(), Some("t: a"));
        assert_eq!(changed("UPDATE t JOIN u ON t.id = u.t SET t.a = u.a, b = 1").as_deref(), Some("t: a"));
        assert_eq!(changed("-- why\nUPDATE t SET a = 1").as_deref(), Some("t: a"));
        assert_eq!(changed("UPDATE"), None);
        assert_eq!(changed("UPDATED t SET a = 1"), None);
    }

    #[test]
    fn a_delete_names_what_tells_the_rows() {
        assert_eq!(changed("DELETE FROM t WHERE a IS NULL").as_deref(), Some("t: WHERE a IS NULL"));
        assert_eq!(changed("DELETE FROM t").as_deref(), Some("t: "));
        assert_eq!(changed("DELETE"), None);
    }
}
