//! Partitions.

use super::{alter_of, read, skipped, table_of, touches, understood};
use crate::{
    schema::{PartitionBound, PartitionMethod},
    syntax::{
        Touches,
        sql::ast::{ClauseKind as Kind, Partitioning},
    },
};

fn partitioning(text: &str) -> Partitioning {
    table_of(understood(&format!("CREATE TABLE t (a int) ENGINE=InnoDB {text}"))).partitioning.unwrap()
}

fn clause(text: &str) -> Kind {
    let alter = alter_of(understood(&format!("ALTER TABLE t {text}")));
    let [clause] = alter.clauses.as_slice() else { panic!("{:?}", alter.clauses) };
    assert_eq!(clause.span.of(&format!("ALTER TABLE t {text}")), text);
    clause.kind.clone()
}

#[test]
fn every_method_is_known() {
    use PartitionMethod::{Hash, Key, LinearHash, LinearKey, List, ListColumns, Range, RangeColumns, SystemTime};
    for (text, method, columns, count) in [
        ("HASH (year(d)) PARTITIONS 4", Hash, 0, Some(4)),
        ("LINEAR HASH(a)", LinearHash, 0, None),
        ("KEY (a, `b c`) PARTITIONS 2", Key, 2, Some(2)),
        ("KEY ()", Key, 0, None),
        ("LINEAR KEY ALGORITHM=1 (a)", LinearKey, 1, None),
        ("RANGE (a) (PARTITION p VALUES LESS THAN (10), PARTITION q VALUES LESS THAN MAXVALUE)", Range, 0, None),
        ("RANGE  COLUMNS(a,b) (PARTITION p VALUES LESS THAN (10, 'x'))", RangeColumns, 2, None),
        ("LIST (a) (PARTITION p VALUES IN (1, 2), PARTITION q VALUES IN (NULL))", List, 0, None),
        ("LIST COLUMNS (a, b) (PARTITION p VALUES IN ((1, 'x'), (2, 'y')), PARTITION q DEFAULT)", ListColumns, 2, None),
        ("SYSTEM_TIME LIMIT 10 (PARTITION p HISTORY, PARTITION q CURRENT)", SystemTime, 0, None),
        ("SYSTEM_TIME INTERVAL 1 WEEK PARTITIONS 3", SystemTime, 0, Some(3)),
    ] {
        let text = format!("PARTITION BY {text}");
        let found = partitioning(&text);
        assert_eq!((found.method, found.columns.len(), found.count), (method, columns, count), "{text}");
        assert!(found.understood);
        assert_eq!(found.span.len(), text.len());
    }
}

#[test]
fn partitions_have_bounds_options_and_partitions_of_their_own() {
    let found = partitioning(
        "PARTITION BY RANGE (to_days(d)) PARTITIONS 2 SUBPARTITION BY HASH (a) SUBPARTITIONS 2 (\
         PARTITION p0 VALUES LESS THAN (to_days('2020-01-01')) STORAGE ENGINE = InnoDB COMMENT = 'old' \
         DATA DIRECTORY '/x' MAX_ROWS = 5 (SUBPARTITION s0 ENGINE InnoDB, SUBPARTITION s1), \
         PARTITION `p 1` VALUES LESS THAN (MAXVALUE) (SUBPARTITION s2, SUBPARTITION s3))",
    );
    let [p0, p1] = found.partitions.as_slice() else { panic!() };
    assert_eq!(p0.bound, Some(PartitionBound::LessThan(vec!["to_days('2020-01-01')".into()])));
    let options: Vec<_> = p0.options.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    assert_eq!(options, [("ENGINE", "InnoDB"), ("COMMENT", "old"), ("DATA DIRECTORY", "/x"), ("MAX_ROWS", "5")]);
    assert_eq!((p0.subpartitions.len(), p1.subpartitions.len(), p1.name.text.as_str()), (2, 2, "p 1"));
    assert_eq!(found.subpartitioning.unwrap().count, Some(2));
}

#[test]
fn clauses_about_single_partitions() {
    assert!(matches!(clause("DROP PARTITION p0, p1"), Kind::DropPartitions(names) if names.len() == 2));
    assert!(matches!(clause("ADD PARTITION PARTITIONS 3"), Kind::AddPartitionCount(3)));
    assert!(matches!(clause("COALESCE PARTITION 2"), Kind::CoalescePartitions(2)));
    let added = clause("ADD PARTITION (PARTITION p2 VALUES LESS THAN (5), PARTITION p3 VALUES LESS THAN (6))");
    assert!(matches!(added, Kind::AddPartitions { partitions, .. } if partitions.len() == 2));
    let made = clause("REORGANIZE PARTITION p0, p1 INTO (PARTITION p VALUES IN (1,2))");
    assert!(matches!(made, Kind::ReorganizePartitions { old, new } if (old.len(), new.len()) == (2, 1)));
    assert!(matches!(clause("REORGANIZE PARTITION"), Kind::ReorganizePartitions { old, .. } if old.is_empty()));
    for text in [
        "TRUNCATE PARTITION ALL",
        "ANALYZE PARTITION p0, p1",
        "CHECK PARTITION p0 FOR UPGRADE",
        "REPAIR PARTITION p0 QUICK EXTENDED",
        "OPTIMIZE PARTITION LOCAL p0",
        "REBUILD PARTITION ALL",
        "DISCARD PARTITION p0 TABLESPACE",
        "IMPORT PARTITION ALL TABLESPACE",
        "EXCHANGE PARTITION p0 WITH TABLE u WITHOUT VALIDATION",
    ] {
        assert!(matches!(clause(text), Kind::TendPartitions(_)), "{text}");
    }
    assert!(matches!(clause("CONVERT PARTITION p0 TO TABLE u"), Kind::ConvertPartition { .. }));
    assert!(matches!(clause("CONVERT TABLE u TO PARTITION p0 VALUES LESS THAN (5)"), Kind::ConvertTable { .. }));
    assert!(matches!(clause("REMOVE PARTITIONING"), Kind::RemovePartitioning));
    assert!(matches!(clause("PARTITION BY HASH(a) PARTITIONS 4"), Kind::PartitionBy(_)));
}

#[test]
fn partitions_may_follow_other_clauses() {
    for (text, clauses) in [
        ("ALTER TABLE t ALGORITHM=INPLACE, LOCK=NONE, DROP PARTITION p0, p1", 3),
        ("ALTER TABLE t ADD COLUMN b int PARTITION BY KEY (a)", 2),
        ("ALTER TABLE t ENGINE=InnoDB ROW_FORMAT=DYNAMIC PARTITION BY HASH (a) PARTITIONS 3", 3),
        ("ALTER TABLE t DROP COLUMN b REMOVE PARTITIONING", 2),
        ("ALTER TABLE t ADD KEY k (a) COMMENT 'x' PARTITION BY KEY (a)", 2),
        ("ALTER TABLE t ADD CHECK (a > 0) REMOVE PARTITIONING", 2),
        ("ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED\n  PARTITION BY HASH (a)", 2),
    ] {
        assert_eq!(alter_of(understood(text)).clauses.len(), clauses, "{text}");
    }
}

#[test]
fn what_is_not_understood_of_partitions_costs_no_more() {
    for (text, lost) in [
        ("CREATE TABLE t (a int) PARTITION BY MOOD (a) PARTITIONS 4", "PARTITION BY MOOD (a) PARTITIONS 4"),
        (
            "CREATE TABLE t (a int) PARTITION BY RANGE (a) (PARTITION p SHINY)",
            "PARTITION BY RANGE (a) (PARTITION p SHINY)",
        ),
        ("ALTER TABLE t ADD c int, DROP PARTITION", "DROP PARTITION"),
        ("ALTER TABLE t SPLIT PARTITION p", "SPLIT PARTITION p"),
    ] {
        assert_eq!(skipped(text), [lost]);
        if !lost.starts_with("SPLIT") {
            assert_eq!(touches(text), [Touches::Partitions], "{text}");
        }
    }
    assert_eq!(table_of(read("CREATE TABLE t (a int) PARTITION BY MOOD (a)")).elements.len(), 1);
    let text = "CREATE TABLE t (a int) PARTITION BY HASH (a ? ? b)";
    assert_eq!(touches(text), [Touches::Partitions]);
    assert!(!table_of(read(text)).partitioning.unwrap().understood);
}
