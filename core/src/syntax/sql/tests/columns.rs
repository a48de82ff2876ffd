//! Columns: names, types and options.

use super::{column, read, shape, skipped, table_of, touches, understood};
use crate::syntax::{
    Touches,
    sql::ast::{ColumnOption as Option, Element, ExpressionKind},
};

fn ty(definition: &str) -> (String, Vec<String>, bool, bool) {
    let ty = column(&format!("a {definition}")).ty;
    let arguments = ty.arguments.iter().map(ToString::to_string).collect();
    (ty.name.to_string(), arguments, ty.unsigned, ty.zerofill)
}

fn plain(name: &str, arguments: &[&str]) -> (String, Vec<String>, bool, bool) {
    (name.to_owned(), arguments.iter().map(ToString::to_string).collect(), false, false)
}

fn default(definition: &str) -> (ExpressionKind, String) {
    let column = column(&format!("a int DEFAULT {definition} NOT NULL"));
    let [Option::Default(default), Option::NotNull] = column.options.as_slice() else { panic!("{column:?}") };
    (default.kind, default.text.clone())
}

#[test]
fn types_are_words_and_arguments() {
    assert_eq!(ty("VARCHAR(191)"), plain("varchar", &["191"]));
    assert_eq!(ty("DECIMAL(65, 30)"), plain("decimal", &["65", "30"]));
    assert_eq!(ty("double precision"), plain("double precision", &[]));
    assert_eq!(ty("national varchar(10)"), plain("national varchar", &["10"]));
    assert_eq!(ty("character varying(10)"), plain("character varying", &["10"]));
    assert_eq!(ty("int(10) unsigned"), ("int".into(), vec!["10".into()], true, false));
    assert_eq!(ty("int(10) ZEROFILL"), ("int".into(), vec!["10".into()], true, true));
    assert_eq!(ty("bigint signed"), plain("bigint", &[]));
    assert_eq!(ty("SERIAL"), plain("serial", &[]));
    assert_eq!(ty("VECTOR(3)"), plain("vector", &["3"]));
}

#[test]
fn enum_values_lose_their_quotes_and_escapes() {
    assert_eq!(ty(r#"enum('a','b,c','d''e','f\'g',"h")"#), plain("enum", &["a", "b,c", "d'e", "f'g", "h"]));
    assert_eq!(ty("set('한국어','')"), plain("set", &["한국어", ""]));
    assert_eq!(ty("enum(X'6162')"), plain("enum", &["X'6162'"]));
}

#[test]
fn the_span_of_a_type_is_its_words() {
    let text = "CREATE TABLE t (`앱` int(10)  unsigned NOT NULL)";
    let table = table_of(understood(text));
    let Element::Column(column) = &table.elements[0] else { panic!() };
    assert_eq!(column.ty.span.of(text), "int(10)  unsigned");
    assert_eq!(column.name.span.of(text), "`앱`");
    assert_eq!(column.span.of(text), "`앱` int(10)  unsigned NOT NULL");
}

#[test]
fn defaults_have_kinds() {
    use ExpressionKind::{CurrentTimestamp, Literal, Null, Other};
    for (text, kind) in [
        ("NULL", Null),
        ("'a''b'", Literal),
        ("\"a\"", Literal),
        ("-1.5", Literal),
        ("+1", Literal),
        ("1e10", Literal),
        ("TRUE", Literal),
        ("b'101'", Literal),
        ("0b101", Literal),
        ("X'41'", Literal),
        ("0x41", Literal),
        ("_utf8mb4'a'", Literal),
        ("N'a'", Literal),
        ("'a' 'b'", Literal),
        ("DATE '2020-01-01'", Literal),
        ("CURRENT_TIMESTAMP", CurrentTimestamp),
        ("current_timestamp()", CurrentTimestamp),
        ("NOW(3)", CurrentTimestamp),
        ("LOCALTIME", CurrentTimestamp),
        ("(uuid())", Other),
        ("uuid()", Other),
        ("(a + b)", Other),
        ("nextval(`s`)", Other),
        ("CURRENT_DATE", Other),
    ] {
        assert_eq!(default(text), (kind, text.to_owned()));
    }
}

#[test]
fn options_come_in_order() {
    let text = "a varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL AUTO_INCREMENT UNIQUE KEY COMMENT 'it''s' INVISIBLE";
    let options = column(text).options;
    assert!(matches!(options.as_slice(), [
        Option::CharacterSet(set),
        Option::Collation(collation),
        Option::NotNull,
        Option::AutoIncrement,
        Option::Unique(_),
        Option::Comment(comment),
        Option::Invisible,
    ] if set == "utf8mb4" && collation == "utf8mb4_bin" && comment == "it's"));
}

#[test]
fn words_that_sqlparser_refuses_are_read() {
    assert_eq!(column("a int zerofill").options, []);
    assert_eq!(column("a text CHARSET latin1").options, [Option::CharacterSet("latin1".into())]);
    assert_eq!(column("a text CHAR SET latin1").options, [Option::CharacterSet("latin1".into())]);
    assert_eq!(column("a text ASCII").options, [Option::CharacterSet("latin1".into())]);
    assert_eq!(column("a int COMMENT \"dq\"").options, [Option::Comment("dq".into())]);
    assert_eq!(column("a point SRID 4326").options, [Option::Srid("4326".into())]);
    assert_eq!(column("a int VISIBLE").options, []);
    let stored = |text: &str| Option::Storage(text.to_owned());
    let of_ndb = [stored("COLUMN_FORMAT FIXED"), stored("STORAGE DISK")];
    assert_eq!(column("a int COLUMN_FORMAT FIXED STORAGE DISK").options, of_ndb);
    assert_eq!(column("a int ENGINE_ATTRIBUTE='{}' NULL").options, [stored("ENGINE_ATTRIBUTE='{}'"), Option::Null]);
    assert!(matches!(column("a INT KEY").options[..], [Option::PrimaryKey(_)]));
    assert!(matches!(column("a INT PRIMARY KEY").options[..], [Option::PrimaryKey(_)]));
    let serial = column("a BIGINT SERIAL DEFAULT VALUE").options;
    assert!(matches!(serial[..], [Option::NotNull, Option::AutoIncrement, Option::Unique(_)]));
}

#[test]
fn generated_columns() {
    for (text, is_stored) in [
        ("GENERATED ALWAYS AS (b + 1) STORED", true),
        ("GENERATED ALWAYS AS (b + 1) PERSISTENT", true),
        ("AS (b + 1)", false),
        ("AS (b + 1) VIRTUAL", false),
    ] {
        let column = column(&format!("a int {text} NOT NULL"));
        let [Option::Generated { expression, stored }, Option::NotNull] = column.options.as_slice() else {
            panic!("{column:?}")
        };
        assert_eq!((expression.text.as_str(), *stored), ("b + 1", is_stored));
    }
}

#[test]
fn on_update_takes_a_precision() {
    let column = column("a timestamp(3) ON UPDATE CURRENT_TIMESTAMP(3)");
    let [Option::OnUpdate(value)] = column.options.as_slice() else { panic!() };
    assert_eq!((value.kind, value.text.as_str()), (ExpressionKind::CurrentTimestamp, "CURRENT_TIMESTAMP(3)"));
}

#[test]
fn checks_and_references_on_a_column() {
    let text =
        "a int CONSTRAINT c CHECK (a > 0) NOT ENFORCED CHECK (a < 9) REFERENCES u (id) ON DELETE CASCADE NOT NULL";
    let options = column(text).options;
    let [Option::Check(first), Option::Check(second), Option::References(key), Option::NotNull] = options.as_slice()
    else {
        panic!("{options:?}")
    };
    assert_eq!((first.name.as_ref().unwrap().text.as_str(), first.enforced), ("c", false));
    assert_eq!((second.name.is_none(), second.enforced, second.expression.text.as_str()), (true, true, "a < 9"));
    assert_eq!((key.table.name.text.as_str(), key.columns.len(), key.referenced.len()), ("u", 0, 1));
}

#[test]
fn names_may_be_quoted_in_two_ways() {
    assert_eq!(column("`a``b` int").name.text, "a`b");
    assert_eq!(column("\"a\"\"b\" int").name.text, "a\"b");
    assert_eq!(column("열 int").name.text, "열");
    assert_eq!(column("2fa int").name.text, "2fa");
    assert_eq!(column("date date").name.text, "date");
    assert_eq!(column("comment text COMMENT 'c'").name.text, "comment");
}

#[test]
fn an_unknown_word_costs_an_option_and_not_the_column() {
    let text = "CREATE TABLE t (a int SHINY = 'x' NOT NULL, b int)";
    assert_eq!(skipped(text), ["SHINY = 'x'"]);
    assert_eq!(touches(text), [Touches::Column("a".into())]);
    let table = table_of(read(text));
    assert_eq!(shape(&table).0, ["a", "b"]);
    assert!(matches!(&table.elements[0], Element::Column(column) if column.options == [Option::NotNull]));
}

#[test]
fn an_unknown_type_is_kept_as_a_word_and_skipped() {
    let text = "CREATE TABLE t (a hyperint(3) NOT NULL)";
    assert_eq!(skipped(text), ["hyperint"]);
    let table = table_of(read(text));
    assert!(matches!(&table.elements[0], Element::Column(column) if column.ty.name == "hyperint"));
}

#[test]
fn an_expression_that_is_none_is_kept_as_text_and_skipped() {
    let text = "CREATE TABLE t (a int AS (1 +) STORED, b int DEFAULT (2 3))";
    assert_eq!(skipped(text), ["1 +", "(2 3)"]);
    assert_eq!(shape(&table_of(read(text))).0, ["a", "b"]);
}

#[test]
fn a_default_that_is_none_is_skipped() {
    let text = "CREATE TABLE t (a int DEFAULT banana NOT NULL)";
    assert_eq!(skipped(text), ["DEFAULT banana"]);
}
