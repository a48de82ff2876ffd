//! SQL: a file is cut into statements, a statement into elements, and each element is read on its own, so
//! that one unknown word costs a clause and never a table.
//!
//! From bytes to a tree: [`Splitter`] cuts the file, and [`read_statement`] reads one piece: `blank` opens
//! conditional comments and wipes the others, `tokens` has sqlparser tokenise what is left, and `table`,
//! `columns`, `keys`, `alter` and `options` read the tokens. Only this module knows sqlparser.

pub mod ast;

mod alter;
mod blank;
mod columns;
mod expressions;
mod heads;
mod keys;
mod options;
mod partitions;
mod query;
mod read;
mod reader;
mod routine;
mod rows;
mod scan;
mod shape;
mod split;
mod table;
mod tokens;

#[cfg(test)]
mod tests;

pub use read::read_statement;
pub use split::{MAX_STATEMENT_BYTES, Piece, PieceText, Splitter};
