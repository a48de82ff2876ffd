//! Floor 2: the database that a schema is for, and what it can do.

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
