//! The engine of Shoring: reads Prisma schemas and SQL, lowers both to one schema model, and says what
//! is wrong with it.
//!
//! It does no input or output, knows no clock, environment, network or thread, and does not panic on any
//! input. The modules are floors: each imports only from floors below its own.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "input is hostile and the core must not panic or print"
)]

// Floor 1
pub mod glob;
pub mod order;
pub mod text;
// Floor 2
pub mod diagnostic;
pub mod level;
pub mod rule;
pub mod target;
// Floor 3
pub mod change;
pub mod schema;
// Floor 4
pub mod ddl;
pub mod edit;
pub mod syntax;
// Floor 5
pub mod lower;
// Floor 6
pub mod diff;
pub mod lint;
// Floor 7
pub mod safety;
// Floor 9
pub mod config;
pub mod workspace;
// Floor 10
pub mod report;
