//! The parser that pest makes of `grammar.pest`, for Prisma schemas.

// What pest's macro writes is public and has no documentation.
#![allow(missing_docs, reason = "the rules are explained in grammar.pest")]
#![allow(clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::indexing_slicing, reason = "written by a macro")]

/// The parser.
#[derive(Debug, pest_derive::Parser)]
#[grammar = "grammar.pest"]
pub struct Grammar;
