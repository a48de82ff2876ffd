//! The order of the functions in a module. Who runs it does not see it, and gzip does: it looks back 32 KiB, so what resembles each other
//! weighs least beside each other. lld sorts like this for other formats (`--bp-compression-sort`), for wasm it does not.

use anyhow::Result;
use std::collections::VecDeque;
use wasm_encoder::{
    CodeSection, FunctionSection, Module,
    reencode::{Error, Reencode, utils},
};
use wasmparser::{FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

/// As many bytes in a row are told from others.
const RUN: usize = 6;

/// A run that more functions have tells nothing of them.
const COMMON: usize = 400;

/// The bytes of functions that gzip surely sees behind it.
const WINDOW: usize = 24 << 10;

/// Writes the functions of a module in another order: next comes the one that has most in common with those just before.
pub(crate) fn by_likeness(module: &[u8]) -> Result<Vec<u8>> {
    let mut ordered =
        Ordered { imported: 0, types: Vec::new(), bodies: Vec::new(), order: Vec::new(), places: Vec::new() };
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    ordered.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::FunctionSection(types) => ordered.types = types.into_iter().collect::<Result<_, _>>()?,
            Payload::CodeSectionEntry(body) => ordered.bodies.push(body),
            _ => {}
        }
    }
    let texts: Vec<&[u8]> = ordered.bodies.iter().map(FunctionBody::as_bytes).collect();
    ordered.order = order(&texts);
    ordered.places = vec![0; texts.len()];
    for (place, &function) in (0..).zip(&ordered.order) {
        ordered.places[function] = place;
    }
    let mut written = Module::new();
    ordered.parse_core_module(&mut written, Parser::new(0), module)?;
    Ok(written.finish())
}

/// A module whose functions come in this order.
struct Ordered<'m> {
    /// How many functions are imported. They are counted first, and stay where they are.
    imported: u32,
    types: Vec<u32>,
    bodies: Vec<FunctionBody<'m>>,
    order: Vec<usize>,
    /// Of each function, its place in the order.
    places: Vec<u32>,
}

impl Reencode for Ordered<'_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.imported);
        Ok(own.map_or(function, |own| self.imported + self.places[own as usize]))
    }

    fn parse_function_section(&mut self, section: &mut FunctionSection, _: FunctionSectionReader) -> Result<(), Error> {
        for &function in &self.order {
            section.function(self.types[function]);
        }
        Ok(())
    }

    fn parse_function_body(&mut self, section: &mut CodeSection, _: FunctionBody) -> Result<(), Error> {
        let next = self.order[section.len() as usize];
        utils::parse_function_body(self, section, self.bodies[next].clone())
    }
}

/// A run of bytes that several functions have.
struct Run {
    functions: Vec<usize>,
    /// How often it stands in the window.
    seen: usize,
}

impl Run {
    /// What it counts for: less, the more functions have it.
    fn weight(&self) -> usize {
        1024 / self.functions.len().isqrt()
    }
}

/// The order of texts of which each has most in common with those that stand before it within the window.
fn order(texts: &[&[u8]]) -> Vec<usize> {
    let (mut runs, runs_of) = runs(texts);
    let mut in_common = vec![0; texts.len()];
    let mut left: Vec<usize> = (0..texts.len()).collect();
    left.sort_by_key(|&text| std::cmp::Reverse(texts[text].len()));
    let (mut order, mut window, mut bytes) = (Vec::new(), VecDeque::new(), 0);
    // What has nothing in common with any takes the largest; small ones count as a little larger, or they would all come first.
    let likeness = |text: usize, in_common: &[usize]| in_common[text] * 1024 / (texts[text].len() + 50);
    while let Some(at) = (0..left.len()).rev().max_by_key(|&at| likeness(left[at], &in_common)) {
        let next = left.remove(at);
        order.push(next);
        window.push_back(next);
        bytes += texts[next].len();
        for &run in &runs_of[next] {
            let run = &mut runs[run];
            run.seen += 1;
            if run.seen == 1 {
                for &text in &run.functions {
                    in_common[text] += run.weight();
                }
            }
        }
        while bytes > WINDOW && window.len() > 1 {
            let Some(gone) = window.pop_front() else { break };
            bytes -= texts[gone].len();
            for &run in &runs_of[gone] {
                let run = &mut runs[run];
                run.seen -= 1;
                if run.seen == 0 {
                    for &text in &run.functions {
                        in_common[text] -= run.weight();
                    }
                }
            }
        }
    }
    order
}

/// The runs that several of the texts have, but not too many, and those of each text.
fn runs(texts: &[&[u8]]) -> (Vec<Run>, Vec<Vec<usize>>) {
    let of_text = |(number, text)| <[u8]>::windows(text, RUN).map(move |run| (run, number));
    let mut all: Vec<(&[u8], usize)> = (0..).zip(texts.iter().copied()).flat_map(of_text).collect();
    all.sort_unstable();
    all.dedup();
    let (mut runs, mut runs_of) = (Vec::new(), vec![Vec::new(); texts.len()]);
    for same in all.chunk_by(|(one, _), (other, _)| one == other) {
        if (2..=COMMON).contains(&same.len()) {
            let functions: Vec<usize> = same.iter().map(|&(_, text)| text).collect();
            for &text in &functions {
                runs_of[text].push(runs.len());
            }
            runs.push(Run { functions, seen: 0 });
        }
    }
    (runs, runs_of)
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn what_resembles_each_other_stands_beside_each_other() {
        let texts: [&[u8]; 5] = [
            b"a table has columns, and indexes over them",
            b"0123456789",
            b"a dump holds rows",
            b"each table has columns, and keys",
            b"",
        ];
        assert_eq!(order(&texts), [0, 3, 2, 1, 4]);
    }

    #[test]
    fn each_function_has_one_place() {
        let texts: Vec<Vec<u8>> =
            (0..500_usize).map(|number| number.pow(3).to_string().repeat(number % 40).into_bytes()).collect();
        let mut order = order(&texts.iter().map(Vec::as_slice).collect::<Vec<_>>());
        order.sort_unstable();
        assert!(order.into_iter().eq(0..500));
    }
}
