//! Floor 4: text → trees. Reading never fails: what cannot be read becomes a problem, and the rest is read.

pub mod directive;
pub mod json;
pub mod prisma;
mod quoted;
pub mod sql;

use smol_str::SmolStr;

use crate::text::Span;

/// A name as the reader understood it (quotes and escapes resolved), and where it stands (quotes included).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name itself.
    pub text: SmolStr,
    /// The bytes that spell it.
    pub span: Span,
}

/// Text that the language does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where; never outside the text.
    pub span: Span,
    /// What is wrong, in one sentence without a final stop: "this string is not closed".
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The edit that mends it, where one token is missing: bytes to replace, and by what.
    pub fix: Option<(Span, String)>,
}

/// What a piece of text that was not understood may have said: what it touches is unknown, not absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touches {
    /// A property of one column (its type, a default, perhaps a key on it).
    Column(SmolStr),
    /// Some column, unknown which.
    Columns,
    /// An index, key or constraint of the table.
    Keys,
    /// A check.
    Checks,
    /// How the rows of the table are parted.
    Partitions,
    /// A table option that is neither column nor key.
    Options,
    /// Anything about these tables.
    Tables(Vec<SmolStr>),
    /// Anything at all.
    Everything,
    /// Nothing that a schema has (a routine's body, a grant).
    Nothing,
}

/// Text that may be right but was not understood, and so was stepped over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where; never outside the text.
    pub span: Span,
    /// Why, in a few words without a final stop: "this column option is not known".
    pub reason: String,
    /// What it may have said.
    pub touches: Touches,
}
