//! Floor 5: trees → schema.

mod defaults;
pub mod prisma;
pub mod relations;
pub mod sql;
pub mod vschema;

/// The most columns of a table that are looked at: MySQL's own limit, and no other server allows more but SQLite when it
/// is built so. What is past them is unknown.
const MAX_COLUMNS: usize = 4_096;

/// The most indexes, and the most foreign keys, of a table that are looked at (MySQL allows 64 indexes). Rules compare
/// them in pairs. What is past them is unknown.
const MAX_KEYS: usize = 256;

/// The most columns of an index or foreign key (MySQL allows 16, PostgreSQL 32). A longer one is unknown.
const MAX_PARTS: usize = 64;

/// The most partitions of a table, subpartitions included (MySQL manual, "Restrictions and Limitations on Partitioning").
const MAX_PARTITIONS: usize = 8_192;
