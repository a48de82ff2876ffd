//! Floor 1: text, places in it, and edits of it. The only line and column arithmetic of the project.

mod edit;
mod lines;
mod source;
mod span;
mod utf16;

pub use edit::{Applicability, Edit, EditError, Fix, apply};
pub use lines::{Columns, Encoding, LineCounter, LineIndex, Position};
pub use source::{FileId, Language, Location, Moved, Source, SourceFile, SourceId, SourceMap};
pub use span::Span;
pub use utf16::Utf16Index;
