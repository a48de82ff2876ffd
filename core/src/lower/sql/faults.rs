//! What a server would refuse, gathered: all of it, so that all is told in one run, and each cause once.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::At;
use crate::{
    schema::{Fault, FaultKind, Table},
    text::{Location, Span},
};

/// What statements have that a server refuses.
#[derive(Debug, Default)]
pub(super) struct Faults {
    found: Vec<Fault>,
    refusals: usize,
    /// What refused statements would have brought, as table and name in small letters: that it is missing later is no
    /// mistake of its own.
    meant: FxHashSet<(SmolStr, SmolStr)>,
}

impl Faults {
    pub(super) fn take(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.found)
    }

    /// How many parts of statements were refused so far.
    pub(super) fn refusals(&self) -> usize {
        self.refusals
    }

    pub(super) fn note(&mut self, fault: Fault) {
        self.refusals += usize::from(fault.kind != FaultKind::ReferencesIgnored);
        self.found.push(fault);
    }

    /// Notes what is not there, unless it may be: where not all is known, or where it would be but for a mistake that is
    /// told already.
    pub(super) fn missing(&mut self, may_be_there: bool, fault: Fault) {
        if !may_be_there && !self.meant.contains(&key(&fault.table, &fault.name)) {
            self.note(fault);
        }
    }

    /// Remembers what a refused statement would have brought.
    pub(super) fn mean(&mut self, table: &str, name: &str) {
        self.meant.insert(key(table, name));
    }
}

fn key(table: &str, name: &str) -> (SmolStr, SmolStr) {
    (SmolStr::new(table.to_lowercase()), SmolStr::new(name.to_lowercase()))
}

impl At {
    /// A part of the statement that is refused.
    pub(super) fn fault(self, kind: FaultKind, table: &Table, name: &str, span: Span) -> Fault {
        self.fault_of(kind, &table.name, name, span)
    }

    /// A part of the statement that is refused, about what is no table.
    pub(super) fn fault_of(self, kind: FaultKind, of: &str, name: &str, span: Span) -> Fault {
        let location = Location { source: self.source, span };
        Fault { kind, table: SmolStr::new(of), name: SmolStr::new(name), location, other: None }
    }
}

impl Fault {
    /// With what stands in its way.
    pub(super) fn beside(mut self, other: Option<Location>) -> Self {
        self.other = other;
        self
    }
}
