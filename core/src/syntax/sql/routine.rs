//! Where the body of a routine ends when nobody changed the delimiter: drivers (and so Prisma Migrate) send
//! a file as it is, and the server's own grammar keeps the semicolons between `BEGIN` and `END` apart.
//!
//! Of a routine only its head is read.

use super::{
    ast::{ObjectName, StatementKind},
    reader::Reader,
    tokens::Tokens,
};
use crate::{schema::RoutineKind, text::Span};

/// The longest head of a routine, in bytes.
const LONGEST_HEAD: usize = 2_000;

/// Reads the head of a routine that is known to be one, from its kind on. One that cannot be named is nothing to a schema.
pub(super) fn statement(code: &str, span: Span, start: usize) -> StatementKind {
    let begins = |word: &str| span.of(code).get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
    let before = code.get(span.start()..start).unwrap_or_default();
    let or_replace = before.split_whitespace().any(|word| word.eq_ignore_ascii_case("REPLACE"));
    let mut end = span.end().min(start.saturating_add(LONGEST_HEAD));
    while !code.is_char_boundary(end) {
        end -= 1;
    }
    let tokens = Tokens::new(code.get(start..end).unwrap_or_default(), start);
    let mut reader = Reader::new(code, &tokens);
    let kind = if reader.eat("PROCEDURE") {
        RoutineKind::Procedure
    } else if reader.eat("FUNCTION") {
        RoutineKind::Function
    } else if reader.eat("TRIGGER") {
        RoutineKind::Trigger
    } else if reader.eat("EVENT") {
        RoutineKind::Event
    } else if reader.eat_all(&["PACKAGE", "BODY"]) {
        RoutineKind::PackageBody
    } else {
        reader.eat("PACKAGE");
        RoutineKind::Package
    };
    let if_not_exists = reader.eat_all(&["IF", "NOT", "EXISTS"]);
    let if_exists = reader.eat_all(&["IF", "EXISTS"]);
    let Some(name) = reader.object_name() else { return StatementKind::WithoutEffect };
    if begins("DROP") {
        return StatementKind::DropRoutine { kind, name, if_exists };
    }
    if begins("ALTER") {
        let new = renamed(&mut reader).filter(|_| kind == RoutineKind::Event);
        return new.map_or(StatementKind::WithoutEffect, |new| StatementKind::RenameEvent { old: name, new });
    }
    let table = if kind == RoutineKind::Trigger { table(&mut reader) } else { None };
    let text = span.of(code).to_owned();
    StatementKind::CreateRoutine { kind, name, table, or_replace, if_not_exists, text }
}

/// The table of a trigger: `BEFORE INSERT ON t FOR EACH ROW`.
fn table(reader: &mut Reader<'_>) -> Option<ObjectName> {
    while !reader.is_done() && !reader.eat("ON") {
        reader.bump();
    }
    reader.object_name()
}

/// `RENAME TO b`, before the body of an event.
fn renamed(reader: &mut Reader<'_>) -> Option<ObjectName> {
    while !reader.is_done() && !reader.is("DO") {
        if reader.eat_all(&["RENAME", "TO"]) {
            return reader.object_name();
        }
        reader.bump();
    }
    None
}

/// Follows the words of one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Routine {
    state: State,
    depth: u32,
    after_end: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Start,
    Create,
    Body,
    Other,
}

impl Routine {
    /// Passes one word.
    pub(super) fn word(&mut self, word: &[u8]) {
        let is = |other: &str| word.eq_ignore_ascii_case(other.as_bytes());
        let any = |list: &[&str]| list.iter().any(|other| is(other));
        match self.state {
            State::Start => self.state = if any(&["CREATE", "ALTER"]) { State::Create } else { State::Other },
            State::Create if any(&["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"]) => self.state = State::Body,
            State::Create if any(&NOT_ROUTINES) => self.state = State::Other,
            State::Create | State::Other => {}
            State::Body => {
                // `END IF` and its like close what does not count as open here; `END CASE` closes a `CASE`.
                if self.after_end && any(&["IF", "LOOP", "WHILE", "REPEAT", "FOR"]) {
                    self.depth = self.depth.saturating_add(1);
                }
                let case_end = self.after_end && is("CASE");
                self.after_end = is("END");
                if self.after_end {
                    self.depth = self.depth.saturating_sub(1);
                } else if any(&["BEGIN", "CASE"]) && !case_end {
                    self.depth = self.depth.saturating_add(1);
                }
            }
        }
    }

    /// Passes a semicolon: `END; IF` is no `END IF`.
    pub(super) fn semicolon(&mut self) {
        self.after_end = false;
    }

    /// Whether a semicolon here is one of the body's.
    pub(super) fn is_inside(self) -> bool {
        self.depth > 0
    }
}

#[rustfmt::skip]
const NOT_ROUTINES: [&str; 14] = [
    "TABLE", "VIEW", "INDEX", "DATABASE", "SCHEMA", "USER", "ROLE", "SERVER", "TABLESPACE", "SEQUENCE", "UNIQUE",
    "FULLTEXT", "SPATIAL", "TEMPORARY",
];
