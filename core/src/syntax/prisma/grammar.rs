//! The parser that pest makes of `grammar.pest`.

/// The parser.
#[derive(pest_derive::Parser)]
#[grammar = "syntax/prisma/grammar.pest"]
pub(super) struct Grammar;
