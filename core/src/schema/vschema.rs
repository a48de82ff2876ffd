//! How Vitess spreads tables over shards.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::text::Location;

/// The `VSchema` of a keyspace (Vitess documentation, "VSchema").
#[derive(Clone, Debug, Default)]
pub struct VSchema {
    /// Whether the keyspace has several shards.
    pub sharded: bool,
    /// How rows find their shards, by name.
    pub vindexes: FxHashMap<SmolStr, Vindex>,
    /// What is said of tables, by name.
    pub tables: FxHashMap<SmolStr, VTable>,
    /// What is wrong with it in itself, in words without a final stop.
    pub mistakes: Vec<(Location, String)>,
}

/// A way of finding the shard of a row.
#[derive(Clone, Debug)]
pub struct Vindex {
    /// Its type: `hash`, `xxhash`.
    pub kind: SmolStr,
}

/// A table of a `VSchema`.
#[derive(Clone, Debug)]
pub struct VTable {
    /// Its name.
    pub name: SmolStr,
    /// Whether its rows are spread: tables of type `sequence` and `reference` have none to spread.
    pub is_spread: bool,
    /// Its column vindexes, the primary one first.
    pub vindexes: Vec<ColumnVindex>,
    /// The column that counts up by a sequence.
    pub counted: Option<SmolStr>,
    /// Its name in the file.
    pub location: Location,
}

/// A vindex over columns of a table.
#[derive(Clone, Debug)]
pub struct ColumnVindex {
    /// The columns, each with its place.
    pub columns: Vec<(SmolStr, Location)>,
    /// The name of the vindex.
    pub vindex: SmolStr,
    /// All of it.
    pub location: Location,
}

impl VSchema {
    /// The table of a name.
    pub fn table(&self, name: &str) -> Option<&VTable> {
        self.tables.get(name)
    }

    /// The vindex of a name.
    pub fn vindex(&self, name: &str) -> Option<&Vindex> {
        self.vindexes.get(name)
    }
}
