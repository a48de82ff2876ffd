//! Tables that are read, never linted, never diffed: those of tools, of which the one list stands here, and those that
//! a project's configuration names.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::Schema;
use crate::glob::Glob;

/// The tables of a schema that nobody judges.
#[derive(Clone, Debug, Default)]
pub struct LeftOut {
    names: FxHashSet<SmolStr>,
}

impl LeftOut {
    /// The tables of tools, and those whose names in the database match a pattern.
    pub fn of<'g>(schema: &Schema, ignored: impl IntoIterator<Item = &'g Glob>) -> Self {
        let is_tools = if schema.prisma.is_some() { is_book_of_tool } else { is_tool_table };
        let ignored: Vec<&Glob> = ignored.into_iter().collect();
        let names = schema.tables().map(|table| &table.get().name);
        let left_out = names.filter(|name| is_tools(name) || ignored.iter().any(|glob| glob.matches(name)));
        Self { names: left_out.cloned().collect() }
    }

    /// The tables of either of two schemas that are not compared. What Prisma calls a model is its owner's, whatever it is
    /// called.
    pub fn of_both<'g>(base: &Schema, head: &Schema, ignored: impl IntoIterator<Item = &'g Glob>) -> Self {
        let ignored: Vec<&Glob> = ignored.into_iter().collect();
        let of_one = |schema: &Schema, other: &Schema| {
            let is_model = |name: &SmolStr| other.prisma.is_some() && other.table(name).is_some();
            let left_out = Self::of(schema, ignored.iter().copied()).names.into_iter();
            left_out
                .filter(|name| {
                    is_book_of_tool(name) || ignored.iter().any(|glob| glob.matches(name)) || !is_model(name)
                })
                .collect::<FxHashSet<SmolStr>>()
        };
        Self { names: &of_one(base, head) | &of_one(head, base) }
    }

    /// Whether a table is one of them.
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// Whole names: of tables that tools keep their own books in.
const NAMES: &[&str] = &[
    "_prisma_migrations",
    "schema_migrations",
    "ar_internal_metadata",
    "flyway_schema_history",
    "goose_db_version",
    "atlas_schema_revisions",
    "__drizzle_migrations",
    "d1_migrations",
];

/// Beginnings and ends of names: of the shadow tables that online schema changes leave in a database.
const AFFIXES: &[(&str, &str)] =
    &[("knex_migrations", ""), ("_vt_", ""), ("_", "_gho"), ("_", "_ghc"), ("_", "_del"), ("_", "_new"), ("_", "_old")];

/// Whether a table of this name holds a tool's books.
fn is_book_of_tool(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Whether a table of this name is a tool's own. In a schema that people write, a model called `_accounts_old` is
/// theirs: ask [`is_book_of_tool`] there.
fn is_tool_table(name: &str) -> bool {
    is_book_of_tool(name)
        || AFFIXES
            .iter()
            .any(|(start, end)| name.len() > start.len() + end.len() && name.starts_with(start) && name.ends_with(end))
        || name == "knex_migrations"
}

#[cfg(test)]
mod tests {
    use super::is_tool_table;

    #[test]
    fn tables_of_tools_are_known_by_their_names() {
        for name in [
            "_prisma_migrations",
            "knex_migrations",
            "knex_migrations_lock",
            "_vt_hld_6ace8bcef73211ea_20200915120410",
            "_orders_gho",
            "_orders_del",
        ] {
            assert!(is_tool_table(name), "{name}");
        }
        for name in ["orders", "_orders", "orders_new", "_CategoryToPost", "_new", "schema_migrations_2"] {
            assert!(!is_tool_table(name), "{name}");
        }
    }
}
