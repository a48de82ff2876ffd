//! Floor 2: the database that a schema is for, and what it can do.
//!
//! Rules ask for a capability and never for a brand: what a product can do is decided here once.

use std::fmt;

/// A dialect of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// MySQL and what speaks like it.
    MySql,
    /// MariaDB, where it differs.
    MariaDb,
    /// PostgreSQL.
    Postgres,
    /// SQLite and D1.
    Sqlite,
}

impl Dialect {
    /// The name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::MySql => "MySQL",
            Self::MariaDb => "MariaDB",
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
        }
    }

    /// Whether it reads MySQL's DDL.
    pub fn is_mysql_family(self) -> bool {
        matches!(self, Self::MySql | Self::MariaDb)
    }
}

/// What a database fills into the rows of a table for a new column that must have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fills {
    /// Nothing: the change is refused.
    Nothing,
    /// Nothing: the rows are copied into a new table, which refuses them.
    NothingAndCopies,
    /// The zero of the type, but for dates and places, where the change is refused.
    ZerosButDates,
    /// The zero of the type.
    Zeros,
}

/// A product that runs schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Product {
    PlanetScale,
    PlanetScaleWithForeignKeys,
    Vitess,
    MySql,
    MariaDb,
    Postgres,
    Sqlite,
    D1,
    None,
}

/// One way to name a product: its name, and the newest version that a bare or shortened version means.
struct Entry {
    name: &'static str,
    product: Product,
    /// Newest patch known of each line, newest line last; the last one but pre-releases is the bare name's.
    /// Source: the release notes of each product, November 2026. Empty: the name takes no version.
    lines: &'static [&'static str],
}

const PRODUCTS: &[Entry] = &[
    Entry { name: "planetscale", product: Product::PlanetScale, lines: &[] },
    Entry { name: "planetscale-fk", product: Product::PlanetScaleWithForeignKeys, lines: &[] },
    Entry { name: "vitess", product: Product::Vitess, lines: &[] },
    Entry { name: "mysql", product: Product::MySql, lines: &["5.7.44", "8.0.44", "8.4.7", "9.5.0"] },
    Entry { name: "mariadb", product: Product::MariaDb, lines: &["10.6.24", "10.11.15", "11.4.9", "11.8.5"] },
    Entry { name: "postgres", product: Product::Postgres, lines: &["14.20", "15.15", "16.11", "17.7", "18.1"] },
    Entry { name: "postgresql", product: Product::Postgres, lines: &["14.20", "15.15", "16.11", "17.7", "18.1"] },
    Entry { name: "sqlite", product: Product::Sqlite, lines: &[] },
    Entry { name: "d1", product: Product::D1, lines: &[] },
    Entry { name: "none", product: Product::None, lines: &[] },
];

/// A version: up to three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// `8` of 8.0.28.
    pub major: u16,
    /// `0` of 8.0.28.
    pub minor: u16,
    /// `28` of 8.0.28; for PostgreSQL, always 0.
    pub patch: u16,
}

impl Version {
    /// A version from its three numbers.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// Reads `8`, `8.0`, `8.0.34`; stops at what follows the numbers (`8.0.34-Vitess`).
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
        let mut parts = numbers.split('.').map(str::parse::<u16>);
        let major = parts.next()?.ok()?;
        let minor = parts.next().and_then(Result::ok).unwrap_or(0);
        let patch = parts.next().and_then(Result::ok).unwrap_or(0);
        Some(Self { major, minor, patch })
    }
}

/// The database that a schema is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    product: Product,
    /// As shown: the name that was asked for, with the version it means.
    name: String,
    version: Option<Version>,
}

/// A target that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no target `{asked}`")]
pub struct UnknownTarget {
    /// What was asked for.
    pub asked: String,
    /// What to write instead.
    pub help: String,
}

impl Target {
    /// PlanetScale on Vitess, without foreign key constraints.
    pub fn planetscale() -> Self {
        Self::known(Product::PlanetScale)
    }

    /// Vitess as anyone runs it.
    pub fn vitess() -> Self {
        Self::known(Product::Vitess)
    }

    /// The newest MySQL of the long-term line.
    pub fn mysql() -> Self {
        Self::known(Product::MySql)
    }

    /// The newest PostgreSQL.
    pub fn postgres() -> Self {
        Self::known(Product::Postgres)
    }

    /// SQLite.
    pub fn sqlite() -> Self {
        Self::known(Product::Sqlite)
    }

    /// D1, Cloudflare's SQLite.
    pub fn d1() -> Self {
        Self::known(Product::D1)
    }

    /// No target: the schema is parsed, and only its own errors are reported.
    pub fn none() -> Self {
        Self::known(Product::None)
    }

    fn known(product: Product) -> Self {
        let entry = PRODUCTS.iter().find(|entry| entry.product == product);
        entry.map_or(Self { product, name: String::new(), version: None }, |entry| Self::of_entry(entry, None))
    }

    fn of_entry(entry: &Entry, asked: Option<&str>) -> Self {
        let newest_of =
            |line: &str| entry.lines.iter().rev().find(|full| **full == line || full.starts_with(&format!("{line}.")));
        // MySQL 9 is the innovation line: who says only "mysql" means the one with long-term support.
        let default = if entry.product == Product::MySql { entry.lines.get(2) } else { entry.lines.last() };
        let version = match asked {
            Some(asked) => Some(newest_of(asked).map_or(asked, |full| *full)),
            None => default.copied(),
        };
        Self {
            product: entry.product,
            name: version.map_or_else(|| entry.name.to_owned(), |version| format!("{}-{version}", entry.name)),
            version: version.and_then(Version::parse),
        }
    }

    /// Reads a target's name: `planetscale`, `mysql-8.0.28`, `mariadb-10.11`, `postgres-16`. A bare name or a
    /// shortened version means its newest patch known to this release.
    ///
    /// # Errors
    /// When there is no such target; the error carries the nearest name.
    pub fn parse(text: &str) -> Result<Self, UnknownTarget> {
        let asked = text.trim().to_ascii_lowercase();
        if let Some(entry) = PRODUCTS.iter().find(|entry| entry.name == asked) {
            return Ok(Self::of_entry(entry, None));
        }
        let versioned = asked.rsplit_once('-').and_then(|(name, version)| {
            let entry = PRODUCTS.iter().find(|entry| entry.name == name && !entry.lines.is_empty())?;
            let is_version = version.split('.').all(|part| part.parse::<u16>().is_ok());
            Some((entry, version, is_version))
        });
        match versioned {
            Some((entry, version, true)) if is_known_line(entry, version) => Ok(Self::of_entry(entry, Some(version))),
            Some((entry, _, true)) => Err(UnknownTarget {
                help: format!("known are {}, and the versions of their lines", entry.lines.join(", ")),
                asked,
            }),
            Some((entry, ..)) => Err(UnknownTarget {
                help: format!("write the version as numbers, like `{}`", Self::of_entry(entry, None).name),
                asked,
            }),
            None => {
                let stem = asked.split('-').next().unwrap_or(&asked);
                let near = nearest(&asked, Self::names()).or_else(|| nearest(stem, Self::names()));
                let all = Self::names().collect::<Vec<_>>().join(", ");
                Err(UnknownTarget {
                    help: near.map_or_else(
                        || format!("targets are: {all}"),
                        |near| format!("did you mean `{near}`? Targets are: {all}"),
                    ),
                    asked,
                })
            }
        }
    }

    /// The names that [`parse`](Self::parse) takes, versions aside.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PRODUCTS.iter().map(|entry| entry.name).filter(|name| *name != "postgresql")
    }

    /// The name with its version.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version, where the product has one that matters.
    pub fn version(&self) -> Option<Version> {
        self.version
    }

    /// The SQL that it speaks; none where it is not known.
    pub fn dialect(&self) -> Option<Dialect> {
        match self.product {
            Product::PlanetScale | Product::PlanetScaleWithForeignKeys | Product::Vitess | Product::MySql => {
                Some(Dialect::MySql)
            }
            Product::MariaDb => Some(Dialect::MariaDb),
            Product::Postgres => Some(Dialect::Postgres),
            Product::Sqlite | Product::D1 => Some(Dialect::Sqlite),
            Product::None => None,
        }
    }

    /// The name of the product as people write it.
    pub fn product_name(&self) -> &'static str {
        match self.product {
            Product::PlanetScale | Product::PlanetScaleWithForeignKeys => "PlanetScale",
            Product::Vitess => "Vitess",
            Product::MySql => "MySQL",
            Product::MariaDb => "MariaDB",
            Product::Postgres => "PostgreSQL",
            Product::Sqlite => "SQLite",
            Product::D1 => "D1",
            Product::None => "no database",
        }
    }

    /// Whether this is PlanetScale.
    pub fn is_planetscale(&self) -> bool {
        matches!(self.product, Product::PlanetScale | Product::PlanetScaleWithForeignKeys)
    }

    /// Who has codes of its own for what is wrong with a schema or a change.
    pub fn lint_codes(&self) -> Option<&'static str> {
        self.is_planetscale().then_some("planetscale")
    }

    /// Whether a column holds values of its type only. SQLite's types are affinities: a text fits in an integer column (its
    /// manual, "Datatypes In SQLite").
    pub fn keeps_to_types(&self) -> bool {
        self.dialect().is_some_and(|dialect| dialect != Dialect::Sqlite)
    }

    /// Whether a type that the values cannot become is refused. Where Prisma writes the migration for PostgreSQL, it drops the
    /// column and makes it anew.
    pub fn refuses_impossible_types(&self) -> bool {
        self.dialect().is_some_and(Dialect::is_mysql_family)
    }

    /// What the rows that are there get for a new column that must have a value and has no default; none where nobody knows.
    pub fn fills_new_columns(&self) -> Option<Fills> {
        match self.dialect()? {
            _ if self.alters_by_copying_rows() => Some(Fills::NothingAndCopies),
            Dialect::MySql => Some(Fills::ZerosButDates),
            Dialect::MariaDb => Some(Fills::Zeros),
            Dialect::Postgres | Dialect::Sqlite => Some(Fills::Nothing),
        }
    }

    /// Whether a foreign key constraint is accepted at all. PlanetScale refuses it unless the database was
    /// set to allow them (lint error `FOREIGN_KEYS_DISALLOWED`).
    pub fn accepts_foreign_keys(&self) -> bool {
        self.product != Product::PlanetScale
    }

    /// Whether the server makes an index for a foreign key that has none: InnoDB does (MySQL manual,
    /// "FOREIGN KEY Constraints": "such an index is created on the referencing table automatically").
    pub fn indexes_foreign_keys_itself(&self) -> bool {
        self.dialect().is_some_and(Dialect::is_mysql_family)
    }

    /// Whether schema changes need a unique key that every row has: Vitess' online DDL copies rows by it
    /// (PlanetScale lint error `NO_UNIQUE_KEY`).
    pub fn needs_unique_row_key(&self) -> bool {
        matches!(self.product, Product::PlanetScale | Product::PlanetScaleWithForeignKeys | Product::Vitess)
    }

    /// Whether a table is changed by copying its rows into a new one, where a row that does not name a required column is
    /// refused (Vitess' online DDL; PlanetScale, "column has no default value").
    pub fn alters_by_copying_rows(&self) -> bool {
        self.needs_unique_row_key()
    }

    /// Whether a change can carry that a table or column is renamed. A deploy request of PlanetScale compares two schemas,
    /// and sees one thing gone and another come (PlanetScale documentation, "How to handle table and column renames").
    pub fn carries_renames(&self) -> bool {
        !self.is_planetscale()
    }

    /// Whether a column takes a new name without its definition: since MySQL 8.0 and MariaDB 10.5.2 (their manuals, "ALTER
    /// TABLE"), `RENAME COLUMN`.
    pub fn renames_columns(&self) -> bool {
        match self.product {
            Product::MySql => self.is_at_least(Version::new(8, 0, 0)),
            Product::MariaDb => self.is_at_least(Version::new(10, 5, 2)),
            _ => true,
        }
    }

    /// Whether expressions follow a column that gets another name: MariaDB writes them anew (measured on 10.11). MySQL refuses the
    /// new name (its error messages, 3108 and, since 8.0.16, 3959: the column "cannot be dropped or renamed").
    pub fn renames_columns_in_expressions(&self) -> bool {
        self.dialect() != Some(Dialect::MySql)
    }

    /// Whether checks are kept: in MySQL since 8.0.16 (its manual, "CHECK Constraints"). Before, it reads and ignores them.
    pub fn keeps_checks(&self) -> bool {
        self.product != Product::MySql || self.is_at_least(Version::new(8, 0, 16))
    }

    /// Whether an index takes a new name without being made again: since MySQL 5.7 and MariaDB 10.5.2 (their manuals,
    /// "ALTER TABLE"), `RENAME INDEX`.
    pub fn renames_indexes(&self) -> bool {
        match self.product {
            Product::MySql => self.is_at_least(Version::new(5, 7, 0)),
            Product::MariaDb => self.is_at_least(Version::new(10, 5, 2)),
            _ => true,
        }
    }

    /// Whether `REFERENCES` behind a column makes a foreign key: in MariaDB since 10.5, in MySQL since 9.0 (their manuals, "CREATE
    /// TABLE" and "FOREIGN KEY Constraints"); before, MySQL reads and ignores it.
    pub fn reads_inline_references(&self) -> bool {
        match self.product {
            Product::MySql => self.is_at_least(Version::new(9, 0, 0)),
            Product::MariaDb => self.is_at_least(Version::new(10, 5, 0)),
            Product::PlanetScale | Product::PlanetScaleWithForeignKeys | Product::Vitess => false,
            _ => true,
        }
    }

    /// Whether tables are kept in InnoDB where they name no other storage engine, with its limits.
    pub fn keeps_tables_in_innodb(&self) -> bool {
        self.dialect().is_some_and(Dialect::is_mysql_family)
    }

    /// How long a text is at most that a row of InnoDB counts in full for what fits a page, and what a longer one counts, in bytes:
    /// 255 and 20 in MariaDB (its manual, "Troubleshooting Row Size Too Large Errors with InnoDB"; measured on 10.11), 40 and 40 in
    /// MySQL (its manual, "DYNAMIC Row Format").
    pub fn keeps_texts_in_page(&self) -> (u64, u64) {
        if self.product == Product::MariaDb { (255, 20) } else { (40, 40) }
    }

    /// Whether a unique key that is too long for an index is kept as a hash: in MariaDB since 10.4 (its release notes, "Unique
    /// constraints of any length"; measured on 10.11).
    pub fn hashes_long_unique_keys(&self) -> bool {
        self.product == Product::MariaDb && self.is_at_least(Version::new(10, 4, 0))
    }

    /// Whether a column that is too long for a plain index is indexed by its beginning, with a note: in MariaDB (measured on
    /// 10.11). MySQL refuses it in its usual, strict mode (its manual, "CREATE INDEX", "Column Prefix Key Parts").
    pub fn shortens_long_keys(&self) -> bool {
        self.product == Product::MariaDb
    }

    /// The longest name of a table, column, index or constraint; none where any is taken.
    pub fn name_limit(&self) -> Option<NameLimit> {
        match self.dialect()? {
            // MySQL manual, "Identifier Length Limits".
            Dialect::MySql | Dialect::MariaDb => Some(NameLimit { most: 64, in_bytes: false, is_cut: false }),
            // PostgreSQL manual, "Identifiers and Key Words".
            Dialect::Postgres => Some(NameLimit { most: 63, in_bytes: true, is_cut: true }),
            Dialect::Sqlite => None,
        }
    }

    /// The character set of text where nothing is said, as far as it is known: utf8mb4 in MySQL since 8.0 and in MariaDB since
    /// 11.6, latin1 before (their manuals, "Server Character Set").
    pub fn usual_charset(&self) -> Option<&'static str> {
        let since = match self.product {
            Product::PlanetScale | Product::PlanetScaleWithForeignKeys | Product::Vitess => return Some("utf8mb4"),
            Product::MySql => Version::new(8, 0, 0),
            Product::MariaDb => Version::new(11, 6, 0),
            _ => return None,
        };
        Some(if self.is_at_least(since) { "utf8mb4" } else { "latin1" })
    }

    /// Whether a TIMESTAMP ends in January 2038: in MySQL, and in MariaDB before 11.5 (its release notes).
    pub fn timestamps_end_in_2038(&self) -> bool {
        let is_mysql = self.dialect() == Some(Dialect::MySql);
        is_mysql || (self.product == Product::MariaDb && !self.is_at_least(Version::new(11, 5, 0)))
    }

    /// Whether utf8mb3 is to be removed: MySQL says so since 8.0.
    pub fn deprecates_utf8mb3(&self) -> bool {
        self.dialect() == Some(Dialect::MySql) && self.is_at_least(Version::new(8, 0, 0))
    }

    /// Whether AUTO_INCREMENT is taken on floating numbers: MySQL refuses it since 8.4 (its release notes).
    pub fn counts_floating_numbers(&self) -> bool {
        match self.product {
            Product::MySql => !self.is_at_least(Version::new(8, 4, 0)),
            _ => self.dialect().is_some_and(Dialect::is_mysql_family),
        }
    }

    /// Whether a text, blob, JSON or place may have a literal as its default: in MariaDB since 10.2.1 (its manual, "BLOB").
    /// MySQL takes expressions only, since 8.0.13 (its manual, "Data Type Default Values").
    pub fn takes_literal_defaults_of_texts(&self) -> bool {
        self.product == Product::MariaDb
    }

    /// Whether an expression in parentheses may be a default: in MySQL since 8.0.13 (its manual, "Data Type Default Values"), in
    /// MariaDB since 10.2.1.
    pub fn takes_expression_defaults(&self) -> bool {
        match self.product {
            Product::MySql => self.is_at_least(Version::new(8, 0, 13)),
            Product::MariaDb => self.is_at_least(Version::new(10, 2, 1)),
            _ => true,
        }
    }

    /// Whether the date 0000-00-00 is refused by the usual settings: in MySQL since 5.7 (its manual, "Server SQL Modes",
    /// `NO_ZERO_DATE`), not in MariaDB.
    pub fn refuses_zero_dates(&self) -> bool {
        self.dialect() == Some(Dialect::MySql)
    }

    /// Whether a foreign key that names no columns of the table it refers to means its primary key: in MySQL since 9.0 (its
    /// release notes). Before, it is refused; in MariaDB it means the columns of the same names (measured on 10.11).
    pub fn takes_implicit_references(&self) -> bool {
        match self.product {
            Product::MySql => self.is_at_least(Version::new(9, 0, 0)),
            Product::MariaDb | Product::PlanetScale | Product::PlanetScaleWithForeignKeys | Product::Vitess => false,
            _ => true,
        }
    }

    /// Whether a foreign key must refer to a unique key: MySQL since 8.4 (its manual, `restrict_fk_on_non_standard_key`).
    pub fn wants_unique_targets(&self) -> bool {
        self.product == Product::MySql && self.is_at_least(Version::new(8, 4, 0))
    }

    /// Whether procedures, functions, triggers and events are taken: not by PlanetScale (its documentation, "MySQL
    /// compatibility").
    pub fn takes_stored_programs(&self) -> bool {
        !self.is_planetscale()
    }

    /// Whether partitions of every kind are taken: PlanetScale takes some (its lint error `UNSUPPORTED_PARTITIONING_FEATURE`).
    pub fn takes_all_partitions(&self) -> bool {
        !self.is_planetscale()
    }

    /// Whether the names of checks are those of the whole database: in MySQL (its manual, "CHECK Constraints"). In MariaDB they
    /// are those of their table (measured on 10.11).
    pub fn check_names_are_of_database(&self) -> bool {
        self.dialect() == Some(Dialect::MySql)
    }

    /// Whether `ON DELETE SET DEFAULT` is refused: MySQL's manual, "FOREIGN KEY Constraints", says so of InnoDB. MariaDB takes it
    /// for NO ACTION (measured on 10.11).
    pub fn refuses_set_default(&self) -> bool {
        self.dialect() == Some(Dialect::MySql)
    }

    /// Whether foreign keys that lead around in a ring are refused: Vitess and PlanetScale do (PlanetScale lint error
    /// `FOREIGN_KEYS_CIRCULAR_DEPENDENCY`).
    pub fn refuses_foreign_key_cycles(&self) -> bool {
        self.needs_unique_row_key()
    }

    fn is_at_least(&self, version: Version) -> bool {
        self.version.is_none_or(|it| it >= version)
    }

    /// Whether a column's name is told apart by its letters' case: in PostgreSQL only.
    pub fn column_names_have_case(&self) -> bool {
        matches!(self.product, Product::Postgres | Product::None)
    }

    /// Whether a table's name is told apart by its letters' case: MySQL's on Linux are (`lower_case_table_names`
    /// is 0 there), SQLite's are not.
    pub fn table_names_have_case(&self) -> bool {
        !matches!(self.product, Product::Sqlite | Product::D1)
    }
}

/// How long a name may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameLimit {
    /// The most characters, or bytes.
    pub most: usize,
    /// Bytes of UTF-8 are counted, not characters.
    pub in_bytes: bool,
    /// A longer one is cut; else it is refused.
    pub is_cut: bool,
}

impl NameLimit {
    /// How long a name is, in what is counted.
    pub fn measure(self, name: &str) -> usize {
        if self.in_bytes { name.len() } else { name.chars().count() }
    }

    /// Whether a name is too long.
    pub fn is_exceeded_by(self, name: &str) -> bool {
        // No name of so few bytes has more characters.
        name.len() > self.most && self.measure(name) > self.most
    }

    /// What is counted, in the plural.
    pub fn unit(self) -> &'static str {
        if self.in_bytes { "bytes" } else { "characters" }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Whether a version is of a line that this release knows: 8.0.28 of 8.0.44's.
fn is_known_line(entry: &Entry, version: &str) -> bool {
    let major = version.split('.').next().unwrap_or_default();
    entry.lines.iter().any(|line| line.split('.').next() == Some(major))
}

/// The candidate that a misspelt word most likely meant, if any is near enough.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // No name is as long; the distance to a long text costs its length.
    if word.len() > 64 {
        return None;
    }
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 128)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        // A third of the letters may be wrong; more is another word.
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{Target, Version, nearest};

    fn name(text: &str) -> Result<String, String> {
        Target::parse(text).map(|target| target.name().to_owned()).map_err(|error| error.help)
    }

    #[test]
    fn a_bare_or_shortened_version_means_its_newest_patch() {
        for (asked, means) in [
            ("planetscale", "planetscale"),
            ("PlanetScale", "planetscale"),
            ("mysql", "mysql-8.4.7"),
            ("mysql-8.0", "mysql-8.0.44"),
            ("mysql-5.7", "mysql-5.7.44"),
            ("mysql-9", "mysql-9.5.0"),
            ("postgresql-16", "postgresql-16.11"),
            ("mariadb-10.11", "mariadb-10.11.15"),
        ] {
            assert_eq!(name(asked).as_deref(), Ok(means), "{asked}");
        }
    }

    #[test]
    fn an_exact_version_is_taken_as_it_is() {
        assert_eq!(name("mysql-8.0.28").as_deref(), Ok("mysql-8.0.28"));
        let version = Target::parse("mysql-8.0.28").ok().and_then(|target| target.version());
        assert_eq!(version, Some(Version::new(8, 0, 28)));
    }

    #[test]
    fn what_is_no_target_names_the_nearest() {
        assert!(name("planetscal").is_err_and(|help| help.starts_with("did you mean `planetscale`?")));
        assert!(name("mysql-eight").is_err_and(|help| help.contains("as numbers")));
        assert!(name("vitess-18").is_err());
        assert!(name("").is_err());
        assert!(name("mysql-99999999999").is_err());
        assert!(name("mysql-99").is_err_and(|help| help.starts_with("known are 5.7.44, ")));
    }

    #[test]
    fn far_words_are_not_near() {
        assert_eq!(nearest("oracle", Target::names()), None);
        assert_eq!(nearest("postgre", Target::names()), Some("postgres"));
    }

    #[test]
    fn older_versions_have_no_words_for_a_new_name() {
        let able = |name: &str| {
            Target::parse(name).map(|it| (it.renames_columns(), it.renames_indexes())).map_err(|error| error.help)
        };
        assert_eq!(able("mysql-5.6.51"), Ok((false, false)));
        assert_eq!(able("mysql-5.7"), Ok((false, true)));
        assert_eq!(able("mysql-8.0"), Ok((true, true)));
        assert_eq!(able("mariadb-10.4.34"), Ok((false, false)));
        assert_eq!(able("mariadb-10.5.2"), Ok((true, true)));
        assert_eq!(able("planetscale"), Ok((true, true)));
    }

    #[test]
    fn platforms_differ_in_what_they_take_and_make() {
        let able = |target: Target| {
            (target.accepts_foreign_keys(), target.indexes_foreign_keys_itself(), target.needs_unique_row_key())
        };
        assert_eq!(able(Target::planetscale()), (false, true, true));
        assert_eq!(able(Target::vitess()), (true, true, true));
        assert_eq!(able(Target::mysql()), (true, true, false));
        assert_eq!(able(Target::postgres()), (true, false, false));
        assert_eq!(able(Target::sqlite()), (true, false, false));
    }
}
