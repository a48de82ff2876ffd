//! Clauses of `ALTER TABLE`.

use super::{alter_of, read, skipped, touches, understood};
use crate::syntax::{
    Touches,
    sql::ast::{ClauseKind as Kind, Place},
};

/// The clauses of a fully understood `ALTER TABLE t`.
fn clauses(text: &str) -> Vec<Kind> {
    let alter = alter_of(understood(&format!("ALTER TABLE t {text}")));
    alter.clauses.into_iter().map(|clause| clause.kind).collect()
}

fn clause(text: &str) -> Kind {
    let mut clauses = clauses(text);
    assert_eq!(clauses.len(), 1, "{clauses:?}");
    clauses.remove(0)
}

fn options(text: &str) -> Vec<(String, String)> {
    let options = clauses(text).into_iter().map(|clause| match clause {
        Kind::SetOption(option) => (option.name.to_string(), option.value),
        other => panic!("{other:?}"),
    });
    options.collect()
}

#[test]
fn columns_are_added_somewhere() {
    let Kind::AddColumn { column, place, if_not_exists } = clause("ADD COLUMN IF NOT EXISTS a int NOT NULL AFTER `b`")
    else {
        panic!()
    };
    assert_eq!((column.name.text.as_str(), column.options.len(), if_not_exists), ("a", 1, true));
    assert!(matches!(place, Some(Place::After(name)) if name.text == "b"));
    assert!(matches!(clause("ADD a int FIRST"), Kind::AddColumn { place: Some(Place::First), .. }));
    let many = clauses("ADD (a int, b int DEFAULT 1, KEY k (a)), ADD COLUMN (c int)");
    assert!(matches!(
        many[..],
        [Kind::AddColumn { .. }, Kind::AddColumn { .. }, Kind::AddIndex(_), Kind::AddColumn { .. }]
    ));
}

#[test]
fn columns_are_changed() {
    assert!(matches!(clause("MODIFY a bigint"), Kind::ChangeColumn { old, column, .. } if old == column.name));
    let Kind::ChangeColumn { old, column, place } = clause("CHANGE COLUMN a b int NULL FIRST") else { panic!() };
    assert_eq!((old.text.as_str(), column.name.text.as_str(), place), ("a", "b", Some(Place::First)));
    assert!(
        matches!(clause("RENAME COLUMN a TO b"), Kind::RenameColumn { old, new } if old.text == "a" && new.text == "b")
    );
    assert!(matches!(clause("ALTER a SET DEFAULT (1 + 1)"), Kind::SetDefault { default: Some(_), .. }));
    assert!(matches!(clause("ALTER COLUMN a SET DEFAULT 'x'"), Kind::SetDefault { default: Some(_), .. }));
    assert!(matches!(clause("ALTER COLUMN a DROP DEFAULT"), Kind::SetDefault { default: None, .. }));
}

#[test]
fn drops_name_what_they_drop() {
    let name = |kind: Kind| match kind {
        Kind::DropColumn(name) => format!("column {}", name.text),
        Kind::DropIndex(name) => format!("index {}", name.text),
        Kind::DropForeignKey(name) => format!("foreign key {}", name.text),
        Kind::DropCheck(name) => format!("check {}", name.text),
        Kind::DropConstraint(name) => format!("constraint {}", name.text),
        Kind::DropPrimaryKey => "primary key".into(),
        other => panic!("{other:?}"),
    };
    for (text, dropped) in [
        ("DROP a", "column a"),
        ("DROP COLUMN IF EXISTS a CASCADE", "column a"),
        ("DROP KEY j", "index j"),
        ("DROP INDEX IF EXISTS `j`", "index j"),
        ("DROP FOREIGN KEY f", "foreign key f"),
        ("DROP CHECK c", "check c"),
        ("DROP CONSTRAINT c", "constraint c"),
        ("DROP PRIMARY KEY", "primary key"),
    ] {
        assert_eq!(name(clause(text)), dropped);
    }
}

#[test]
fn keys_are_added_renamed_and_hidden() {
    assert!(matches!(clause("ADD UNIQUE INDEX k (a DESC)"), Kind::AddIndex(_)));
    assert!(matches!(clause("ADD PRIMARY KEY (a, b)"), Kind::AddIndex(_)));
    assert!(matches!(clause("ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (b)"), Kind::AddForeignKey(_)));
    assert!(matches!(clause("ADD CONSTRAINT c CHECK (a > 0)"), Kind::AddCheck(_)));
    assert!(matches!(clause("RENAME INDEX a TO b"), Kind::RenameIndex { .. }));
    assert!(matches!(clause("RENAME KEY a TO b"), Kind::RenameIndex { .. }));
    assert!(matches!(clause("ALTER INDEX i INVISIBLE"), Kind::SetIndexVisibility { invisible: true, .. }));
    assert!(matches!(clause("ALTER INDEX i VISIBLE"), Kind::SetIndexVisibility { invisible: false, .. }));
    assert!(matches!(clause("ALTER INDEX i NOT IGNORED"), Kind::SetIndexVisibility { invisible: false, .. }));
}

#[test]
fn tables_are_renamed() {
    for text in ["RENAME u", "RENAME TO u", "RENAME AS `db`.`u`"] {
        assert!(matches!(clause(text), Kind::RenameTable(name) if name.name.text == "u"));
    }
}

#[test]
fn options_are_set() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(options("ENGINE=InnoDB, COMMENT = 'it''s'"), [pair("ENGINE", "InnoDB"), pair("COMMENT", "it's")]);
    assert_eq!(options("ENGINE InnoDB ROW_FORMAT=DYNAMIC"), [pair("ENGINE", "InnoDB"), pair("ROW_FORMAT", "DYNAMIC")]);
    assert_eq!(
        options("DEFAULT CHARACTER SET = utf8mb4 COLLATE utf8mb4_bin"),
        [pair("CHARSET", "utf8mb4"), pair("COLLATE", "utf8mb4_bin")]
    );
    assert_eq!(
        options("CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
        [pair("CONVERT TO CHARSET", "utf8mb4"), pair("CONVERT TO COLLATE", "utf8mb4_bin")]
    );
    assert_eq!(options("AUTO_INCREMENT=5"), [pair("AUTO_INCREMENT", "5")]);
}

#[test]
fn some_clauses_say_nothing_about_a_schema() {
    let all = "ALGORITHM=INPLACE, LOCK = NONE, FORCE, DISABLE KEYS, ENABLE KEYS, WITH VALIDATION, WITHOUT VALIDATION, ORDER BY a, b";
    let clauses = clauses(all);
    assert_eq!(clauses.len(), 8);
    assert!(clauses.iter().all(|clause| *clause == Kind::WithoutEffect));
}

#[test]
fn the_table_may_be_altered_in_a_hurry() {
    for text in ["ALTER IGNORE TABLE t FORCE", "ALTER ONLINE TABLE t FORCE", "ALTER TABLE IF EXISTS t WAIT 5 FORCE"] {
        assert_eq!(alter_of(understood(text)).clauses.len(), 1);
    }
}

#[test]
fn a_clause_that_is_not_understood_costs_only_itself() {
    for (clause, touched) in [
        ("ALTER CHECK c SHINY", Touches::Checks),
        ("ALTER c SET SHINY", Touches::Column("c".into())),
        ("MODIFY a", Touches::Column("a".into())),
        ("DROP KEY", Touches::Keys),
        ("RENAME COLUMN a", Touches::Columns),
        ("DROP PERIOD FOR SYSTEM_TIME", Touches::Tables(vec!["t".into()])),
        ("SHINE BRIGHTLY", Touches::Tables(vec!["t".into()])),
    ] {
        let text = format!("ALTER TABLE t DROP a, {clause}, DROP z");
        assert_eq!(skipped(&text), [clause]);
        assert_eq!(touches(&text), [touched]);
        assert_eq!(alter_of(read(&text)).clauses.len(), 2);
    }
}

#[test]
fn an_added_column_without_a_type_is_skipped_from_its_name() {
    let text = "ALTER TABLE t ADD b, DROP z";
    assert_eq!(skipped(text), ["b"]);
    assert_eq!(touches(text), [Touches::Column("b".into())]);
    assert_eq!(alter_of(read(text)).clauses.len(), 1);
}

#[test]
fn checks_are_dropped_and_enforced() {
    assert!(matches!(clause("ALTER CHECK c NOT ENFORCED"), Kind::SetCheckEnforcement { enforced: false, .. }));
    assert!(matches!(clause("ALTER CONSTRAINT c ENFORCED"), Kind::SetCheckEnforcement { enforced: true, .. }));
}

#[test]
fn spans_are_whole_clauses() {
    let text = "ALTER TABLE `표` /* 🙂 */ ADD COLUMN `열` int COMMENT '가,나' AFTER a ,\r\n DROP PRIMARY KEY";
    let alter = alter_of(understood(text));
    let spans: Vec<_> = alter.clauses.iter().map(|clause| clause.span.of(text)).collect();
    assert_eq!(spans, ["ADD COLUMN `열` int COMMENT '가,나' AFTER a", "DROP PRIMARY KEY"]);
}
