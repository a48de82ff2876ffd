//! The parser that pest makes of `grammar.pest`, for Prisma schemas.
//!
//! A crate of its own, because pest's parser is generic and so is compiled here: this alone is optimised for speed in the wasm
//! modules, where it is half of the time and a tenth of the bytes.

// What pest's macro writes is public and has no documentation.
#![allow(missing_docs, reason = "the rules are explained in grammar.pest")]
#![allow(clippy::pedantic, reason = "written by a macro")]

// What pest's macro writes without its feature `std`.
extern crate alloc;

/// The parser.
#[derive(Debug, pest_derive::Parser)]
#[grammar = "grammar.pest"]
pub struct Grammar;
