//! Routines, triggers and events: known by kind and name.

use super::{StatementKind as Kind, understood};
use crate::schema::RoutineKind;

fn made(text: &str) -> (RoutineKind, String, Option<String>) {
    match understood(text).kind {
        Kind::CreateRoutine { kind, name, table, .. } => {
            (kind, name.name.text.to_string(), table.map(|it| it.name.text.to_string()))
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn kinds_and_names() {
    let trigger = "CREATE DEFINER=`a`@`b` TRIGGER IF NOT EXISTS `트리거` BEFORE INSERT ON db.`t 1` FOR EACH ROW BEGIN SET NEW.a = 1; END";
    assert_eq!(made(trigger), (RoutineKind::Trigger, "트리거".into(), Some("t 1".into())));
    assert_eq!(
        made("CREATE PROCEDURE db.p(IN a int) BEGIN DROP TABLE a; END"),
        (RoutineKind::Procedure, "p".into(), None)
    );
    assert_eq!(made("CREATE AGGREGATE FUNCTION f() RETURNS int RETURN 1"), (RoutineKind::Function, "f".into(), None));
    assert_eq!(made("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t"), (RoutineKind::Event, "e".into(), None));
    assert_eq!(made("CREATE OR REPLACE PACKAGE BODY k AS END").0, RoutineKind::PackageBody);
}

#[test]
fn they_go_and_change_their_names() {
    let gone = understood("DROP TRIGGER IF EXISTS db.t").kind;
    assert!(
        matches!(gone, Kind::DropRoutine { kind: RoutineKind::Trigger, name, if_exists: true } if name.name.text == "t")
    );
    let renamed = understood("ALTER EVENT a ON SCHEDULE EVERY 1 DAY RENAME TO b DO SELECT 1").kind;
    assert!(matches!(renamed, Kind::RenameEvent { old, new } if (&*old.name.text, &*new.name.text) == ("a", "b")));
    assert_eq!(understood("ALTER EVENT e DISABLE").kind, Kind::WithoutEffect);
    assert_eq!(understood("ALTER PROCEDURE p COMMENT 'x'").kind, Kind::WithoutEffect);
}
