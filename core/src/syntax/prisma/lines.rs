//! Lines that were read before: one of the same shape says the same of other names.

use rustc_hash::FxHashMap;
use shoring_prisma_grammar::Shape;
use smol_str::SmolStr;

use super::{ast::Member, read::Body};
use crate::text::Span;

/// The most shapes that are remembered; past it, all are forgotten.
const MAX_SHAPES: usize = 4096;

/// Lines that were read, each a whole member of a block, by their shapes.
#[derive(Debug, Default)]
pub(super) struct KnownLines {
    /// Of the line that was looked at last.
    shape: Shape,
    lines: FxHashMap<Box<[u8]>, KnownLine>,
}

#[derive(Debug)]
struct KnownLine {
    body: Body,
    /// What it says. Its spans are places among the edges of the shape, and its names are empty.
    member: Member,
}

impl KnownLines {
    /// What a line says that begins at a byte.
    pub(super) fn get(&mut self, body: Body, line: &str, start: usize) -> Option<Member> {
        if !self.shape.take(line) {
            return None;
        }
        let known = self.lines.get(self.shape.text()).filter(|known| known.body == body)?;
        let edges = self.shape.edges();
        let edge = |at: usize| edges.get(at).copied().unwrap_or_default();
        let mut member = known.member.clone();
        member.each_part(&mut |span, text| {
            let of_line = Span::new(edge(span.start()), edge(span.end()));
            if let Some(text) = text {
                *text = SmolStr::new(said(of_line.of(line)));
            }
            *span = of_line.shift(start);
        });
        Some(member)
    }

    /// Remembers what a line says that begins at a byte.
    pub(super) fn learn(&mut self, body: Body, line: &str, start: usize, member: &Member) {
        if !self.shape.take(line) {
            return;
        }
        let edges = self.shape.edges();
        let place = |at: u32| at.checked_sub(u32::try_from(start).ok()?).map(|at| edges.binary_search(&(at as usize)));
        let mut member = member.clone();
        let mut is_told = true;
        member.each_part(&mut |span, text| {
            let (Some(Ok(first)), Some(Ok(last))) = (place(span.start), place(span.end)) else {
                is_told = false;
                return;
            };
            let own =
                line.get(edges.get(first).copied().unwrap_or_default()..edges.get(last).copied().unwrap_or_default());
            if let Some(text) = text {
                is_told &= own.map(said) == Some(text.as_str());
                *text = SmolStr::default();
            }
            *span = Span::new(first, last);
        });
        if !is_told {
            return;
        }
        if self.lines.len() >= MAX_SHAPES {
            self.lines.clear();
        }
        self.lines.insert(self.shape.text().into(), KnownLine { body, member });
    }
}

/// What a name or a string without escapes says.
fn said(written: &str) -> &str {
    written.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(written)
}
