//! What differs table by table, as a unified diff of the statements that make each table.

use rustc_hash::{FxHashMap, FxHashSet};
use similar::TextDiff;
use smol_str::SmolStr;

use crate::{
    change::{Change, Pair},
    ddl,
    schema::TableWalker,
    workspace::Comparison,
};

/// A table before and after.
type Both<'a> = (Option<TableWalker<'a>>, Option<TableWalker<'a>>);

/// A unified diff of each table that differs, in the order of the changes.
pub fn render(comparison: &Comparison<'_>) -> String {
    let dialect = comparison.target.target.dialect();
    let mut renamed: FxHashMap<&SmolStr, Both<'_>> = FxHashMap::default();
    for change in &comparison.diff.changes {
        if let Change::Table(Pair::Renamed { base, head }) = change {
            let both = (Some(*base), Some(*head));
            renamed.insert(&base.get().name, both);
            renamed.insert(&head.get().name, both);
        }
    }
    let mut out = String::new();
    let mut told = FxHashSet::default();
    for change in &comparison.diff.changes {
        let (base, head) = match change {
            Change::Table(pair) => (pair.base(), pair.head()),
            other => {
                let Some(table) = other.table() else { continue };
                let name = &table.get().name;
                let same = || (comparison.diff.base.table(name), comparison.diff.head.table(name));
                renamed.get(name).copied().unwrap_or_else(same)
            }
        };
        let name = |table: Option<TableWalker<'_>>| table.map(|table| table.get().name.clone());
        let (old, new) = (name(base), name(head));
        if !told.insert((old.clone(), new.clone())) {
            continue;
        }
        let text = |table: Option<TableWalker<'_>>| {
            table.map(|table| ddl::create_table(table, dialect) + "\n").unwrap_or_default()
        };
        let path = |side: &str, name: Option<SmolStr>| match name {
            Some(name) => format!("{side}/{name}"),
            None => "/dev/null".to_owned(),
        };
        let (before, after) = (text(base), text(head));
        let diff = TextDiff::from_lines(&before, &after);
        out.push_str(&diff.unified_diff().header(&path("a", old), &path("b", new)).to_string());
    }
    out
}
