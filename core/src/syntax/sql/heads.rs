//! What a statement is, told from its first words, so that the rest of one that no schema knows of is never
//! looked at.

use super::{
    routine::Routine,
    scan::{Detail, Event, Scanner},
};
use crate::target::Dialect;

/// What a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// It makes or changes tables, indexes or views, and must be read.
    Schema,
    /// It makes, changes or drops a routine, whose body is not read: from its own kind on it stands at this byte.
    Routine(usize),
    /// It says nothing about a schema.
    WithoutEffect,
    /// What it does to a schema is unknown; why.
    Unknown(&'static str),
    /// Its first word is none; the nearest word, if one is near.
    Misspelt { start: usize, end: usize, nearest: Option<&'static str> },
}

/// First words of statements that say nothing about a schema.
#[rustfmt::skip]
const WITHOUT_EFFECT: &[&str] = &[
    // Rows, not tables.
    "INSERT", "REPLACE", "UPDATE", "DELETE", "TRUNCATE", "LOAD", "SELECT", "VALUES", "TABLE", "WITH", "DO", "HANDLER",
    // Sessions and transactions.
    "SET", "USE", "LOCK", "UNLOCK", "START", "STOP", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "XA",
    // Left of a routine's body, or of the client's own commands.
    "END", "DELIMITER",
    // Looking and tending.
    "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "HELP", "ANALYZE", "CHECK", "CHECKSUM", "OPTIMIZE", "REPAIR", "FLUSH", "RESET",
    "CACHE", "KILL", "PURGE", "BINLOG", "CHANGE",
    // Rights, plug-ins and the server itself.
    "GRANT", "REVOKE", "INSTALL", "UNINSTALL", "SHUTDOWN", "RESTART", "CLONE",
    // Statements of routines.
    "SIGNAL", "RESIGNAL", "GET", "DECLARE", "RETURN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FETCH", "OPEN", "CLOSE",
    "LEAVE", "ITERATE",
    // A text is made ready, or let go; what runs it is EXECUTE.
    "PREPARE", "DEALLOCATE",
];

/// First words of statements that may do anything, and why that is unknown.
const UNKNOWN: &[(&str, &str)] = &[
    ("EXECUTE", "it runs a text that is made while it runs"),
    ("CALL", "what this procedure does is not known"),
    ("SOURCE", "it runs another file"),
    ("IMPORT", "the tables it imports are not known"),
    ("REVERT", "the migration it reverts is not known"),
];

/// First words of other databases' statements: not misspelt, only in the wrong file.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    "COMMENT", "COPY", "MERGE", "PRAGMA", "ATTACH", "DETACH", "VACUUM", "REINDEX", "REFRESH", "CLUSTER", "ABORT", "DISCARD",
    "LISTEN", "NOTIFY", "MOVE", "REASSIGN", "SECURITY", "EXEC", "GO", "PRINT",
];

/// What `CREATE`, `ALTER` and `DROP` work on that no schema here has: a whole database (a file is about one;
/// dumps begin by making it), its users, its storage.
#[rustfmt::skip]
const NOT_IN_SCHEMA: &[&str] = &[
    "DATABASE", "SCHEMA", "USER", "ROLE", "SERVER", "TABLESPACE", "LOGFILE", "UNDO", "RESOURCE", "INSTANCE",
    "VSCHEMA", "VITESS_MIGRATION", "LIBRARY", "PREPARE", "REFERENCE",
];

/// Words that may stand between `CREATE`, `ALTER` or `DROP` and what it works on.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "OR", "REPLACE", "ONLINE", "OFFLINE", "IGNORE", "AGGREGATE", "TEMPORARY", "UNIQUE", "FULLTEXT", "SPATIAL",
    "VECTOR",
];

const ROUTINES: &[&str] = &["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"];

/// Tells what a statement without comments is.
pub(super) fn head(code: &str, dialect: Dialect) -> Head {
    let mut words = Words { code, scanner: Scanner::new(dialect, b"") };
    let Some((first, start, end)) = words.next() else {
        return Head::Unknown("this is not a statement");
    };
    let is = |word: &str| first.eq_ignore_ascii_case(word);
    if code.get(..start).is_some_and(|before| !before.trim().is_empty()) {
        // A parenthesised query.
        return if is("SELECT") || is("WITH") || is("VALUES") || is("TABLE") {
            Head::WithoutEffect
        } else {
            Head::Unknown("this is not a statement")
        };
    }
    if is("CREATE") || is("ALTER") || is("DROP") {
        return object(&mut words, first);
    }
    if is("RENAME") {
        return match words.next() {
            Some((word, ..)) if word.eq_ignore_ascii_case("USER") => Head::WithoutEffect,
            _ => Head::Schema,
        };
    }
    if WITHOUT_EFFECT.iter().any(|word| is(word)) {
        return Head::WithoutEffect;
    }
    if let Some((_, reason)) = UNKNOWN.iter().find(|(word, _)| is(word)) {
        return Head::Unknown(reason);
    }
    if FOREIGN.iter().any(|word| is(word)) {
        return Head::Unknown("this is a statement of another database");
    }
    let all = ["CREATE", "ALTER", "DROP", "RENAME"].into_iter().chain(WITHOUT_EFFECT.iter().copied());
    Head::Misspelt { start, end, nearest: nearest(first, all) }
}

fn object(words: &mut Words<'_>, verb: &str) -> Head {
    let mut definer = false;
    while let Some((word, start, end)) = words.next() {
        let any = |list: &[&str]| list.iter().any(|other| word.eq_ignore_ascii_case(other));
        if any(BETWEEN) {
            continue;
        }
        // `DEFINER = a@b SQL SECURITY INVOKER ALGORITHM = MERGE VIEW`: up to the word that counts.
        if any(&["DEFINER", "ALGORITHM", "SQL"]) {
            definer = true;
            continue;
        }
        if any(ROUTINES) {
            return routine(words, verb, word, start);
        }
        if any(NOT_IN_SCHEMA) {
            return Head::WithoutEffect;
        }
        if any(&["TABLE", "TABLES", "VIEW", "INDEX", "SEQUENCE"]) {
            return Head::Schema;
        }
        if definer {
            continue;
        }
        let all = ["TABLE", "VIEW", "INDEX", "SEQUENCE"]
            .into_iter()
            .chain(BETWEEN.iter().chain(NOT_IN_SCHEMA).chain(ROUTINES).copied());
        return Head::Misspelt { start, end, nearest: nearest(word, all) };
    }
    Head::Unknown("this statement is not understood")
}

/// A routine's body is none of a schema's business, but it must end: one that does not was cut at the wrong
/// semicolon, or has swallowed what follows.
fn routine(words: &mut Words<'_>, verb: &str, kind: &str, start: usize) -> Head {
    if verb.eq_ignore_ascii_case("DROP") {
        return Head::Routine(start);
    }
    let mut routine = Routine::default();
    routine.word(verb.as_bytes());
    routine.word(kind.as_bytes());
    let bytes = words.code.as_bytes();
    while let Some(event) = words.scanner.next(bytes, true, Detail::Words) {
        match event {
            Event::Word(start, end) => {
                // `NEW.end` is a column.
                let before = start.checked_sub(1).and_then(|before| bytes.get(before));
                if !matches!(before, Some(b'.' | b'@')) {
                    routine.word(bytes.get(start..end).unwrap_or_default());
                }
            }
            Event::Other(start, _) if bytes.get(start) == Some(&b';') => routine.semicolon(),
            _ => {}
        }
    }
    if routine.is_inside() {
        return Head::Unknown("the end of this routine's body was not found");
    }
    Head::Routine(start)
}

/// The word that was probably meant: at most two letters away, and less than half of it.
fn nearest(word: &str, all: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    if word.len() > 30 {
        return None;
    }
    let word = word.to_ascii_uppercase();
    let near = all.map(|other| (strsim::damerau_levenshtein(&word, other), other));
    near.filter(|(distance, other)| *distance <= 2 && distance * 2 < other.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, other)| other)
}

/// The unquoted words of a text.
struct Words<'a> {
    code: &'a str,
    scanner: Scanner,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<(&'a str, usize, usize)> {
        while let Some(event) = self.scanner.next(self.code.as_bytes(), true, Detail::Words) {
            if let Event::Word(start, end) = event {
                return Some((self.code.get(start..end).unwrap_or_default(), start, end));
            }
        }
        None
    }
}
