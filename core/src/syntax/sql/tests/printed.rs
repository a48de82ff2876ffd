//! What tools print is understood in full.

use super::{Element, MARIADB_DUMP, MYSQLDUMP, PRISMA, StatementKind, shape};
use crate::{
    syntax::sql::{PieceText, Splitter, ast::Statement, read_statement},
    target::Dialect,
};

fn statements(text: &str, dialect: Dialect) -> Vec<(String, Statement)> {
    let mut statements = Vec::new();
    let mut splitter = Splitter::new(dialect);
    let mut emit = |piece: crate::syntax::sql::Piece| {
        if let PieceText::Statement(text) = piece.text {
            let statement = read_statement(&text, dialect);
            statements.push((text, statement));
        }
    };
    splitter.feed(text.as_bytes(), &mut emit);
    splitter.finish(&mut emit);
    statements
}

fn assert_understood(text: &str, dialect: Dialect) -> Vec<StatementKind> {
    let all = statements(text, dialect);
    for (text, statement) in &all {
        assert_eq!(statement.skipped, [], "{text}");
        assert_eq!(statement.errors, [], "{text}");
        assert_ne!(statement.kind, StatementKind::NotUnderstood, "{text}");
    }
    all.into_iter().map(|(_, statement)| statement.kind).filter(|kind| *kind != StatementKind::WithoutEffect).collect()
}

#[test]
fn all_that_mysqldump_prints() {
    let kinds = assert_understood(MYSQLDUMP, Dialect::MySql);
    let [
        StatementKind::DropTables { .. },
        StatementKind::CreateTable(table),
        StatementKind::AlterTable(_),
        StatementKind::AlterTable(_),
        StatementKind::CreateRoutine { .. },
        StatementKind::DropViews { .. },
        StatementKind::CreateView(view),
    ] = kinds.as_slice()
    else {
        panic!("{kinds:#?}")
    };
    assert_eq!(view.name.name.text, "orders_view");
    let (columns, others) = shape(table);
    assert_eq!((columns.len(), others), (16, 12));
    let options: Vec<_> = table.options.iter().map(|option| (option.name.as_str(), option.value.as_str())).collect();
    assert_eq!(
        options[..7],
        [
            ("ENGINE", "InnoDB"),
            ("AUTO_INCREMENT", "42"),
            ("CHARSET", "utf8mb4"),
            ("COLLATE", "utf8mb4_0900_ai_ci"),
            ("ROW_FORMAT", "COMPRESSED"),
            ("KEY_BLOCK_SIZE", "8"),
            ("COMMENT", "a table; with a semicolon"),
        ]
    );
    let partitioning = table.partitioning.as_ref().unwrap();
    let names: Vec<_> = partitioning.partitions.iter().map(|it| it.name.text.as_str()).collect();
    assert_eq!(names, ["p0", "p1"]);
    assert_eq!(partitioning.expression.as_ref().unwrap().text, "`id`");
}

#[test]
fn all_that_mariadb_dump_prints() {
    let kinds = assert_understood(MARIADB_DUMP, Dialect::MariaDb);
    let [StatementKind::DropTables { .. }, StatementKind::CreateTable(table)] = kinds.as_slice() else {
        panic!("{kinds:#?}")
    };
    assert_eq!(shape(table).0.len(), 10);
    assert!(matches!(&table.elements[12], Element::Index(index) if index.invisible));
}

#[test]
fn all_that_prisma_migrate_prints() {
    let kinds = assert_understood(PRISMA, Dialect::MySql);
    assert_eq!(kinds.len(), 7);
    let StatementKind::AlterTable(alter) = &kinds[1] else { panic!() };
    assert_eq!(alter.clauses.len(), 4);
}

#[test]
fn the_comments_of_a_header_ride_along() {
    let all = statements(MYSQLDUMP, Dialect::MySql);
    let (text, first) = &all[0];
    assert_eq!(first.comments.len(), 5);
    assert_eq!(first.comments[0].of(text), "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)");
    assert_eq!(first.span.of(text), "SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT");
}

#[test]
fn what_only_mariadb_has() {
    // SHOW CREATE TABLE of MariaDB 10.11, shortened.
    let text = r#"CREATE TABLE `a` (
  `id` bigint(20) unsigned zerofill NOT NULL AUTO_INCREMENT COMMENT 'it''s "x"; `y`\\ \n z',
  `f` float(5,2) unsigned DEFAULT NULL,
  `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)),
  `g2` varchar(60) GENERATED ALWAYS AS (concat(`e`,',')) STORED INVISIBLE,
  `comp` text /*M!100301 COMPRESSED*/ DEFAULT NULL,
  `wv` int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING,
  `y` year(4) DEFAULT 2020,
  KEY `k3` (`f`) KEY_BLOCK_SIZE=4,
  CONSTRAINT `CONSTRAINT_1` CHECK (`f` > 0 or `f` is null and `j` in ('a','b'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 MAX_ROWS=5 AVG_ROW_LENGTH=100 COMMENT='t;''' `page_compressed`=0 WITH SYSTEM VERSIONING
 PARTITION BY RANGE  COLUMNS(`d`)
(PARTITION `p0` VALUES LESS THAN ('2020-01-01') ENGINE = InnoDB,
 PARTITION `p1` VALUES LESS THAN (MAXVALUE) ENGINE = InnoDB)"#;
    let kinds = assert_understood(text, Dialect::MariaDb);
    let [StatementKind::CreateTable(table)] = kinds.as_slice() else { panic!() };
    let names: Vec<_> = table.options.iter().map(|option| option.name.as_str()).collect();
    assert_eq!(names[3..], ["AVG_ROW_LENGTH", "COMMENT", "PAGE_COMPRESSED", "WITH SYSTEM VERSIONING"]);
    assert_eq!(table.options[4].value, "t;'");
}
