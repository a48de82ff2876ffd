//! Floor 5: trees → schema.

pub mod prisma;
pub mod relations;
pub mod sql;

/// The most columns of a table that are looked at; no server allows as many (MySQL: 4,096). What is past them is
/// unknown.
const MAX_COLUMNS: usize = 5_000;

/// The most indexes, and the most foreign keys, of a table that are looked at (MySQL allows 64 indexes). What is
/// past them is unknown.
const MAX_KEYS: usize = 1_000;
