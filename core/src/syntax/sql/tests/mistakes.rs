//! Text that no MySQL would accept.

use super::{errors, mended, read, shape, skipped, table_of};
use crate::syntax::{Touches, sql::ast::StatementKind};

#[test]
fn a_missing_comma_is_told_and_both_elements_are_read() {
    for (text, at, mended_text) in [
        (
            "CREATE TABLE t (\n  `a` int NOT NULL\n  `b` int\n)",
            "`b`",
            "CREATE TABLE t (\n  `a` int NOT NULL,\n  `b` int\n)",
        ),
        ("CREATE TABLE t (\n  a int\n  b int\n)", "b", "CREATE TABLE t (\n  a int,\n  b int\n)"),
        ("CREATE TABLE t (a int, b int PRIMARY KEY (a))", "PRIMARY", "CREATE TABLE t (a int, b int, PRIMARY KEY (a))"),
        ("CREATE TABLE t (a int, b int\nKEY `k` (a))", "KEY", "CREATE TABLE t (a int, b int,\nKEY `k` (a))"),
        ("CREATE TABLE t (a int, KEY (a) KEY (b), b int)", "KEY", "CREATE TABLE t (a int, KEY (a), KEY (b), b int)"),
        (
            "CREATE TABLE t (a int, b int, CHECK (a) CONSTRAINT c UNIQUE (a))",
            "CONSTRAINT",
            "CREATE TABLE t (a int, b int, CHECK (a), CONSTRAINT c UNIQUE (a))",
        ),
    ] {
        assert_eq!(errors(text), [("a comma is missing before this".to_owned(), at)], "{text}");
        assert_eq!(skipped(text), Vec::<&str>::new());
        assert_eq!(mended(text), mended_text);
        assert_eq!(shape(&table_of(read(text))).0, ["a", "b"]);
        assert_eq!(errors(mended_text), []);
    }
}

#[test]
fn an_option_is_no_missing_comma() {
    for text in [
        "CREATE TABLE t (a int\nNOT NULL\nUNIQUE KEY\nCOMMENT 'x'\nKEY)",
        "CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0))",
        "CREATE TABLE t (a int UNIQUE, b int PRIMARY KEY)",
        "CREATE TABLE t (a varchar(3)\nCHARACTER SET utf8mb4\nCHAR SET utf8mb4)",
    ] {
        assert_eq!(errors(text), [], "{text}");
    }
}

#[test]
fn commas_too_many() {
    let text = "CREATE TABLE t (a int, b int,\n)";
    assert_eq!(errors(text), [("a comma stands before the closing parenthesis".to_owned(), ",")]);
    assert_eq!(mended(text), "CREATE TABLE t (a int, b int\n)");
    assert_eq!(mended("CREATE TABLE t (a int,, b int)"), "CREATE TABLE t (a int, b int)");
    assert_eq!(mended("ALTER TABLE t DROP a,"), "ALTER TABLE t DROP a");
}

#[test]
fn an_open_parenthesis_costs_only_its_element() {
    let text =
        "CREATE TABLE t (\n  a int,\n  b varchar(10 NOT NULL,\n  c int,\n  KEY k (a,\n  KEY j (a)\n) ENGINE=InnoDB";
    assert_eq!(errors(text).len(), 2);
    let table = table_of(read(text));
    assert_eq!(shape(&table), (vec!["a", "b", "c"], 1));
    assert_eq!(table.options.len(), 1);
    let text = "CREATE TABLE t (\n  a varchar(10 NOT NULL,\n  b int\n)";
    assert_eq!(errors(text), [("this parenthesis is not closed".to_owned(), "(")]);
    assert_eq!(mended(text), "CREATE TABLE t (\n  a varchar(10) NOT NULL,\n  b int\n)");
}

#[test]
fn an_open_table_is_closed_at_its_end() {
    let text = "CREATE TABLE t (a int, b int";
    assert_eq!(errors(text), [("this parenthesis is not closed".to_owned(), "(")]);
    assert_eq!(mended(text), "CREATE TABLE t (a int, b int)");
    assert_eq!(shape(&table_of(read(text))).0, ["a", "b"]);
}

#[test]
fn a_parenthesis_too_many() {
    let text = "CREATE TABLE t (a int)) ENGINE=InnoDB";
    assert_eq!(errors(text), [("this parenthesis closes nothing".to_owned(), ")")]);
    assert_eq!(mended(text), "CREATE TABLE t (a int) ENGINE=InnoDB");
    assert_eq!(table_of(read(text)).options.len(), 1);
}

#[test]
fn open_quotes_are_told_where_they_open() {
    let text = "CREATE TABLE t (\n  a int,\n  b int COMMENT '앱,\n  c int\n)";
    let (message, at) = &errors(text)[0];
    assert_eq!((message.as_str(), *at), ("this string is not closed", "'앱,"));
    assert_eq!(read(text).skipped.last().unwrap().touches, Touches::Tables(vec!["t".into()]));
    assert_eq!(shape(&table_of(read(text))).0, ["a", "b"]);
    assert_eq!(errors("DROP TABLE `a"), [("this quoted name is not closed".to_owned(), "`a")]);
    assert_eq!(errors("SET x /* a"), [("this comment is not closed".to_owned(), "/* a")]);
    assert_eq!(errors("/*!50001 SET x"), [("this conditional comment is not closed".to_owned(), "/*!50001 SET x")]);
}

#[test]
fn a_misspelt_word_has_a_neighbour() {
    for (text, word, mended_text) in [
        ("CREAT TABLE t (a int)", "CREAT", "CREATE TABLE t (a int)"),
        ("CREATE TABEL t (a int)", "TABEL", "CREATE TABLE t (a int)"),
        ("alter tabel t drop a", "tabel", "alter TABLE t drop a"),
        ("DORP TABLE t", "DORP", "DROP TABLE t"),
    ] {
        assert_eq!(errors(text)[0].1, word);
        assert_eq!(mended(text), mended_text);
        assert_eq!(read(text).kind, StatementKind::NotUnderstood);
    }
    assert_eq!(errors("BANANA t"), []);
}

#[test]
fn a_column_needs_a_type() {
    let text = "CREATE TABLE t (a, b int)";
    assert_eq!(errors(text), [("the column `a` has no type".to_owned(), "a")]);
    assert_eq!(shape(&table_of(read(text))).0, ["b"]);
}

#[test]
fn a_default_needs_a_value() {
    assert_eq!(errors("CREATE TABLE t (a int DEFAULT, b int)")[0].1, "DEFAULT");
}
