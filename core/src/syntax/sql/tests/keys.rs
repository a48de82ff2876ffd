//! Indexes, foreign keys and checks.

use super::{foreign_key, index, read, shape, skipped, table_of, touches, understood};
use crate::syntax::{
    Touches,
    sql::ast::{Action, Element, IndexKind},
};

#[test]
fn kinds_and_names() {
    for (text, kind, name) in [
        ("PRIMARY KEY (a)", IndexKind::Primary, None),
        ("CONSTRAINT PRIMARY KEY USING BTREE (a)", IndexKind::Primary, None),
        ("UNIQUE (a)", IndexKind::Unique, None),
        ("UNIQUE KEY `k` (`a`)", IndexKind::Unique, Some("k")),
        ("UNIQUE INDEX k(a)", IndexKind::Unique, Some("k")),
        ("CONSTRAINT c UNIQUE (a)", IndexKind::Unique, Some("c")),
        ("CONSTRAINT c UNIQUE KEY k (a)", IndexKind::Unique, Some("k")),
        ("KEY (a)", IndexKind::Plain, None),
        ("INDEX k USING HASH (a)", IndexKind::Plain, Some("k")),
        ("INDEX IF NOT EXISTS k (a)", IndexKind::Plain, Some("k")),
        ("FULLTEXT KEY k (a)", IndexKind::FullText, Some("k")),
        ("FULLTEXT (a)", IndexKind::FullText, None),
        ("SPATIAL INDEX k (a)", IndexKind::Spatial, Some("k")),
    ] {
        let index = index(text);
        assert_eq!((index.kind, index.name.as_ref().map(|name| name.text.as_str())), (kind, name), "{text}");
        assert_eq!(index.parts.len(), 1);
    }
}

#[test]
fn parts_have_lengths_orders_and_expressions() {
    let index = index("KEY k (a(10) DESC, (lower(b)), c ASC, (a + 1) DESC)");
    let parts: Vec<_> = index
        .parts
        .iter()
        .map(|part| {
            (
                part.column.as_ref().map(|name| name.text.as_str()),
                part.expression.as_deref(),
                part.length,
                part.descending,
            )
        })
        .collect();
    assert_eq!(
        parts,
        [
            (Some("a"), None, Some(10), true),
            (None, Some("(lower(b))"), None, false),
            (Some("c"), None, None, false),
            (None, Some("(a + 1)"), None, true),
        ]
    );
}

#[test]
fn options_that_sqlparser_refuses_are_read() {
    assert!(index("KEY k (a) INVISIBLE").invisible);
    assert!(index("KEY k (a) IGNORED").invisible);
    assert!(!index("KEY k (a) VISIBLE").invisible);
    assert!(!index("KEY k (a) NOT IGNORED").invisible);
    assert_eq!(index("KEY k (a) USING btree KEY_BLOCK_SIZE=8 COMMENT 'x'").method.as_deref(), Some("btree"));
    index("FULLTEXT KEY k (a) WITH PARSER `ngram` COMMENT 'x'");
    index("KEY k (a) KEY_BLOCK_SIZE 8 ENGINE_ATTRIBUTE '{}' SECONDARY_ENGINE_ATTRIBUTE = '{}'");
}

#[test]
fn foreign_keys() {
    let key = foreign_key(
        "CONSTRAINT `c` FOREIGN KEY i (a, b) REFERENCES db.u (c, d) MATCH FULL ON UPDATE SET NULL ON DELETE NO ACTION",
    );
    assert_eq!(key.name.unwrap().text, "c");
    assert_eq!((key.columns.len(), key.referenced.len()), (2, 2));
    assert_eq!((key.table.qualifier.unwrap().text.as_str(), key.table.name.text.as_str()), ("db", "u"));
    assert_eq!((key.on_delete, key.on_update), (Some(Action::NoAction), Some(Action::SetNull)));
    assert_eq!(foreign_key("FOREIGN KEY (a) REFERENCES u").referenced, []);
    assert_eq!(
        foreign_key("FOREIGN KEY (a) REFERENCES u (a) ON DELETE SET DEFAULT").on_delete,
        Some(Action::SetDefault)
    );
}

#[test]
fn checks() {
    let text =
        "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED, CHECK (a in (1,2)), CONSTRAINT CHECK (a))";
    let table = table_of(understood(text));
    let checks: Vec<_> = table.elements[1..]
        .iter()
        .map(|element| match element {
            Element::Check(check) => (check.name.is_some(), check.expression.text.as_str(), check.enforced),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(checks, [(true, "a > 0", false), (false, "a in (1,2)", true), (false, "a", true)]);
}

#[test]
fn the_span_of_an_element_leaves_out_its_comma() {
    let text = "CREATE TABLE t (\n  a int, -- 댓글\n  KEY k (a) INVISIBLE /* 🙂 */ ,\r\n  CHECK (a > 0)\n)";
    let table = table_of(understood(text));
    let spans: Vec<_> = table.elements.iter().map(|element| element.span().of(text)).collect();
    assert_eq!(spans, ["a int", "KEY k (a) INVISIBLE", "CHECK (a > 0)"]);
    assert_eq!(&text[table.open as usize..=table.open as usize], "(");
    assert_eq!(&text[table.close as usize..=table.close as usize], ")");
    assert_eq!(table.close as usize, text.len() - 1);
}

#[test]
fn an_unknown_word_costs_an_option_and_not_the_key() {
    let text = "CREATE TABLE t (a int, KEY k (a) SHINY 5 INVISIBLE, KEY j (a))";
    assert_eq!(skipped(text), ["SHINY 5"]);
    assert_eq!(touches(text), [Touches::Keys]);
    assert_eq!(shape(&table_of(read(text))), (vec!["a"], 2));
}

#[test]
fn a_key_that_is_not_understood_costs_only_itself() {
    let text = "CREATE TABLE t (a int, KEY k a DESC, VECTOR INDEX (a), KEY j (a b), KEY i (a))";
    assert_eq!(skipped(text), ["KEY k a DESC", "VECTOR INDEX (a)", "KEY j (a b)"]);
    assert_eq!(touches(text), [Touches::Keys, Touches::Keys, Touches::Keys]);
    assert_eq!(shape(&table_of(read(text))), (vec!["a"], 1));
}

#[test]
fn a_foreign_keys_unknown_end_is_skipped() {
    let text = "CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES u (b) ON DELETE EXPLODE)";
    assert_eq!(skipped(text), ["ON DELETE EXPLODE"]);
}

#[test]
fn periods_are_skipped() {
    let text = "CREATE TABLE t (a int, PERIOD FOR SYSTEM_TIME (x, y))";
    assert_eq!(skipped(text), ["PERIOD FOR SYSTEM_TIME (x, y)"]);
}
