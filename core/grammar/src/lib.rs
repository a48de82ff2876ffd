//! What looks at each byte of a Prisma schema: the scanner that cuts it into blocks and lines, and the parser that pest makes of
//! `grammar.pest`.
//!
//! A crate of its own, because a level of optimisation is one of a crate: this alone is built for speed in the wasm modules.
//! pest's parser is generic, and so is compiled here. What they read is made into trees in `shoring-core` (`syntax/prisma`).

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

// What pest's macro writes without its feature `std`.
extern crate alloc;

mod cut;
mod parser;
mod scan;
mod shape;

pub use cut::cut;
pub use parser::{Grammar, Rule};
pub use scan::{Braces, KEYWORDS, Kind, Lexeme, Scanner, has_line_break, is_blank, is_header, written_lines};
pub use shape::Shape;
