//! Conditional comments are opened in place, by dialect.

use crate::{syntax::sql::blank::blank, target::Dialect};

fn blanked(text: &str, dialect: Dialect) -> String {
    let code = blank(text, dialect).text.into_owned();
    assert_eq!(code.len(), text.len());
    code
}

#[test]
fn markers_become_blanks() {
    for (text, code) in [
        ("/*!50001 a */ b", "         a    b"),
        ("/*!080013 a */", "          a   "),
        ("/*! a */", "    a   "),
        ("/*!40101a*/", "        a  "),
        ("/*!50001 a /* inner */ b */", "         a             b   "),
        ("/*!50001 '*/' */", "         '*/'   "),
        ("'/*!50001 no */'", "'/*!50001 no */'"),
        ("`/* no */` \"-- no\"", "`/* no */` \"-- no\""),
    ] {
        assert_eq!(blanked(text, Dialect::MySql), code);
    }
}

#[test]
fn each_dialect_opens_its_own() {
    let opened = |text: &str, dialect| blanked(text, dialect).contains('a');
    for (text, mysql, mariadb) in [
        ("/*!50110 a */", true, true),
        ("/*!50701 a */", true, false),
        ("/*!80023 a */", true, false),
        ("/*!99999 a */", true, false),
        ("/*!100500 a */", false, true),
        ("/*!999999 a */", false, false),
        ("/*M!100100 a */", false, true),
        ("/*M! a */", false, true),
        ("/*M!999999\\- a */", false, false),
        ("/*T![auto] a */", false, false),
        ("/*+ a */", false, false),
        ("/*vt+ a */", false, false),
    ] {
        assert_eq!((opened(text, Dialect::MySql), opened(text, Dialect::MariaDb)), (mysql, mariadb), "{text}");
    }
}

#[test]
fn comments_are_wiped_but_for_their_line_ends() {
    assert_eq!(blanked("a -- 한\r\nb # c\nd /* e\nf */", Dialect::MySql), "a       \r\nb    \nd     \n    ");
}

#[test]
fn conditional_comments_are_not_counted_as_comments() {
    let text = "/*!50001 a */ /* b */ /*!99999999 c */ /*+ d */";
    let comments: Vec<_> = blank(text, Dialect::MariaDb).comments.iter().map(|span| span.of(text)).collect();
    assert_eq!(comments, ["/* b */", "/*+ d */"]);
}
