//! The options of tables that are held as text.

/// A table option that a server keeps, and what says that a table has the usual of it: so it can be taken back.
///
/// Source: MySQL manual, "CREATE TABLE Statement", "Table Options"; MariaDB prints the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldOption {
    /// Its name in upper case.
    pub name: &'static str,
    /// The value that it has where nothing is said.
    pub usual: &'static str,
    /// Whether its value stands in quotes.
    pub is_string: bool,
}

const HELD: &[HeldOption] = &[
    word("ROW_FORMAT", "DEFAULT"),
    word("KEY_BLOCK_SIZE", "0"),
    word("STATS_PERSISTENT", "DEFAULT"),
    word("STATS_AUTO_RECALC", "DEFAULT"),
    word("STATS_SAMPLE_PAGES", "DEFAULT"),
    word("PACK_KEYS", "DEFAULT"),
    word("MAX_ROWS", "0"),
    word("MIN_ROWS", "0"),
    word("AVG_ROW_LENGTH", "0"),
    word("CHECKSUM", "0"),
    word("DELAY_KEY_WRITE", "0"),
    HeldOption { name: "COMPRESSION", usual: "NONE", is_string: true },
    HeldOption { name: "ENCRYPTION", usual: "N", is_string: true },
];

const fn word(name: &'static str, usual: &'static str) -> HeldOption {
    HeldOption { name, usual, is_string: false }
}

impl HeldOption {
    /// The option of a name in upper case.
    pub fn of(name: &str) -> Option<Self> {
        HELD.iter().copied().find(|option| option.name == name)
    }

    /// Whether a value is the one that a table has where nothing is said, of any engine.
    pub fn is_usual(self, value: &str) -> bool {
        value.eq_ignore_ascii_case(self.usual)
    }
}
