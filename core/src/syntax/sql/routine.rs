//! Where the body of a routine ends when nobody changed the delimiter: drivers (and so Prisma Migrate) send
//! a file as it is, and the server's own grammar keeps the semicolons between `BEGIN` and `END` apart.

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
