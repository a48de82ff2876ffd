//! The Prisma schema language (Prisma 5 to 7), read block by block.
//!
//! [`cut`] cuts a file into top-level blocks by looking at bytes; [`read_block`] reads one of them into the
//! tree of [`ast`]. Neither fails: a line that cannot be read becomes an error of its block, and every
//! other line is still read. A block is read and dropped before the next one, so a file costs the memory of
//! its largest block.
//!
//! Both look for strings, comments and braces with the same scanner, so they agree on where a block ends.
//! The scanner also turns comments into spaces before the grammar sees the text: no rule of the grammar has to
//! know them, and every offset stays what it was. Scanner and grammar are a crate (`core/grammar`).

pub mod ast;
mod explain;
mod lines;
mod read;
#[cfg(test)]
mod tests;

pub use read::{BlockReader, MAX_BLOCK_BYTES, MAX_NESTING, read_block};
pub use shoring_prisma_grammar::cut;
