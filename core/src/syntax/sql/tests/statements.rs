//! Whole statements other than `ALTER TABLE`.

use super::{StatementKind as Kind, read, skipped, table_of, touches, understood};
use crate::syntax::{Touches, sql::ast::IndexKind};

#[test]
fn tables_like_others() {
    for text in ["CREATE TABLE a LIKE db.b", "CREATE TABLE IF NOT EXISTS a (LIKE b)"] {
        assert_eq!(table_of(understood(text)).like.unwrap().name.text, "b");
    }
}

#[test]
fn the_columns_of_a_query_are_unknown() {
    for (text, query) in [
        ("CREATE TABLE a AS SELECT * FROM b", "AS SELECT * FROM b"),
        ("CREATE TABLE a (c int) ENGINE=InnoDB SELECT 1", "SELECT 1"),
        ("CREATE TABLE a (SELECT 1)", "(SELECT 1)"),
        ("CREATE TABLE a (c int) IGNORE (SELECT 1)", "IGNORE (SELECT 1)"),
    ] {
        assert_eq!(skipped(text), [query]);
        assert_eq!(touches(text), [Touches::Tables(vec!["a".into()])]);
        assert_eq!(table_of(read(text)).name.name.text, "a");
    }
}

#[test]
fn indexes_are_created() {
    for (text, kind) in [
        ("CREATE INDEX i ON t (a)", IndexKind::Plain),
        (
            "CREATE UNIQUE INDEX i USING BTREE ON db.t (a(5) DESC, (b + 1)) COMMENT 'x' ALGORITHM=INPLACE LOCK NONE",
            IndexKind::Unique,
        ),
        ("CREATE FULLTEXT INDEX i ON t (a) WITH PARSER ngram", IndexKind::FullText),
        ("CREATE SPATIAL INDEX IF NOT EXISTS i ON t (a)", IndexKind::Spatial),
    ] {
        let statement = understood(text);
        let Kind::CreateIndex { table, index } = statement.kind else { panic!() };
        assert_eq!((table.name.text.as_str(), index.name.unwrap().text.as_str(), index.kind), ("t", "i", kind));
        assert_eq!(index.span, statement.span);
        assert_eq!(index.span.of(text), text);
    }
}

#[test]
fn indexes_are_dropped() {
    for text in ["DROP INDEX i ON t", "DROP INDEX IF EXISTS `i` ON t ALGORITHM=INPLACE LOCK=NONE"] {
        assert!(
            matches!(understood(text).kind, Kind::DropIndex { name, table, .. } if name.text == "i" && table.name.text == "t")
        );
    }
}

#[test]
fn tables_are_dropped_and_renamed() {
    let Kind::DropTables { names, if_exists } = understood("DROP TABLE IF EXISTS `a`, db.b CASCADE").kind else {
        panic!()
    };
    assert_eq!((names.len(), if_exists), (2, true));
    let Kind::RenameTables { pairs, .. } = understood("RENAME TABLE a TO b, c TO db.d").kind else { panic!() };
    assert_eq!(pairs[1].1.qualifier.as_ref().unwrap().text, "db");
    assert_eq!(understood("DROP TEMPORARY TABLE a").kind, Kind::WithoutEffect);
}

#[test]
fn views_are_known_by_name() {
    for text in [
        "CREATE VIEW v AS SELECT 1",
        "CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a`@`b` SQL SECURITY INVOKER VIEW db.v (a) AS SELECT 1",
    ] {
        assert!(matches!(understood(text).kind, Kind::CreateView(view) if view.name.name.text == "v"));
    }
    assert!(matches!(understood("DROP VIEW IF EXISTS v, w").kind, Kind::DropViews { names, .. } if names.len() == 2));
}

#[test]
fn table_options_of_every_shape() {
    let text = "CREATE TABLE t (a int) ENGINE InnoDB, DEFAULT CHARACTER SET = 'utf8mb4' DATA DIRECTORY='/x' UNION=(a, b) \
                STATS_PERSISTENT=DEFAULT AUTOEXTEND_SIZE=4M SECONDARY_ENGINE = rapid TABLESPACE ts STORAGE DISK FANCY=1";
    let options = table_of(understood(text)).options;
    let pairs: Vec<_> = options.iter().map(|option| (option.name.as_str(), option.value.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("ENGINE", "InnoDB"),
            ("CHARSET", "utf8mb4"),
            ("DATA DIRECTORY", "/x"),
            ("UNION", "(a, b)"),
            ("STATS_PERSISTENT", "DEFAULT"),
            ("AUTOEXTEND_SIZE", "4M"),
            ("SECONDARY_ENGINE", "rapid"),
            ("TABLESPACE", "ts"),
            ("STORAGE", "DISK"),
            ("FANCY", "1"),
        ]
    );
    assert_eq!(options[1].span.of(text), "DEFAULT CHARACTER SET = 'utf8mb4'");
}

#[test]
fn an_unknown_table_option_costs_only_itself() {
    let text = "CREATE TABLE t (a int) ENGINE=InnoDB SHINY COMMENT='x'";
    assert_eq!(skipped(text), ["SHINY"]);
    assert_eq!(touches(text), [Touches::Options]);
    assert_eq!(table_of(read(text)).options.len(), 2);
}

#[test]
fn statements_that_no_schema_knows_of() {
    for text in [
        "SET NAMES utf8mb4",
        "use app",
        "LOCK TABLES `a` WRITE, b READ",
        "UNLOCK TABLES",
        "INSERT INTO a VALUES (1)",
        "REPLACE INTO a VALUES ('CREATE TABLE x (a int)')",
        "(SELECT 1)",
        "WITH x AS (SELECT 1) DELETE FROM a",
        "START TRANSACTION",
        "COMMIT",
        "CREATE DATABASE IF NOT EXISTS app DEFAULT ENCRYPTION='N'",
        "DROP DATABASE app",
        "ANALYZE TABLE a",
        "OPTIMIZE TABLE a",
        "GRANT ALL ON *.* TO 'root'@'localhost'",
        "RENAME USER a TO b",
        "CREATE USER 'a'@'%' IDENTIFIED BY 'b'",
        "ALTER EVENT e DISABLE",
        "ALTER VITESS_MIGRATION 'x' CANCEL",
        "DELIMITER",
        "PREPARE s FROM @sql",
        "/* nothing */",
        "",
        " ;; ",
    ] {
        assert_eq!(understood(text).kind, Kind::WithoutEffect, "{text}");
    }
}

#[test]
fn what_may_do_anything_is_not_understood() {
    for text in [
        "EXECUTE s",
        "CALL p()",
        "source x.sql",
        "CREATE TRIGGER t BEGIN DROP TABLE a",
        "CREATE BANANA x",
        "5",
        "COMMENT ON TABLE t IS 'x'",
    ] {
        assert_eq!(read(text).kind, Kind::NotUnderstood, "{text}");
        assert_eq!(touches(text), [Touches::Everything], "{text}");
    }
    assert_eq!(touches("CREATE VECTOR INDEX i ON t (a)"), [Touches::Tables(vec!["t".into()])]);
    let text = "CREATE SEQUENCE s START WITH 1";
    assert_eq!(touches(text), [Touches::Tables(vec!["s".into()])]);
}

#[test]
fn tables_and_indexes_are_replaced() {
    assert!(table_of(understood("CREATE OR REPLACE TABLE t (a int)")).or_replace);
    let Kind::CreateIndex { index, .. } = understood("CREATE OR REPLACE INDEX i ON t (a)").kind else { panic!() };
    assert!(index.or_replace);
}

#[test]
fn the_span_of_a_statement_leaves_out_comments_and_semicolons() {
    let text = "-- 하나\r\n/* 둘 */ CREATE TABLE `앱` (a int) -- 셋\n;";
    let statement = understood(text);
    assert_eq!(statement.span.of(text), "CREATE TABLE `앱` (a int)");
    let comments: Vec<_> = statement.comments.iter().map(|span| span.of(text)).collect();
    assert_eq!(comments, ["-- 하나", "/* 둘 */", "-- 셋"]);
}

#[test]
fn two_statements_in_one_text_are_told() {
    assert_eq!(touches("CREATE TABLE t (a int); DROP TABLE t"), [Touches::Everything]);
}
