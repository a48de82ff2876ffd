//! Checks of values.

use smol_str::SmolStr;

use super::{Origin, named_columns};

/// A check: rows whose values do not make its expression true, or NULL, are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckConstraint {
    /// Its name, given or as the server counts: `t_chk_1` (MySQL), `CONSTRAINT_1` (MariaDB). The check of a column has none
    /// on MariaDB.
    pub name: Option<SmolStr>,
    /// As written, without the parentheses.
    pub expression: SmolStr,
    /// The columns that it names, each once.
    pub columns: Vec<SmolStr>,
    /// Whether the expression was understood: only then are these all of its columns.
    pub understood: bool,
    /// `false` for `NOT ENFORCED` (MySQL).
    pub enforced: bool,
    /// The column whose definition it is a part of, and goes with: on MariaDB, where it stands on a column. To MySQL all
    /// checks are the table's (its manual, "CHECK Constraints").
    pub column: Option<SmolStr>,
    /// Where it comes from.
    pub origin: Origin,
}

impl CheckConstraint {
    /// Whether its name is none that a server counts for a table of a name.
    pub fn is_named_in(&self, table: &str) -> bool {
        self.name.as_ref().is_some_and(|name| number_of(super::without_vitess_ending(name), table).is_none())
    }

    /// Calls columns by their new names.
    pub fn rename_columns(&mut self, renames: &[(SmolStr, SmolStr)]) {
        self.expression = super::names::renamed_in(&self.expression, renames).into();
        self.columns = named_columns(&self.expression).columns;
        if let Some(column) = &mut self.column
            && let Some((_, new)) = renames.iter().find(|(old, _)| super::same_but_for_case(old, column))
        {
            column.clone_from(new);
        }
    }
}

/// The number in a name that a server counts.
fn number_of(name: &str, table: &str) -> Option<u32> {
    let of_mysql = name.strip_prefix(table).and_then(|rest| rest.strip_prefix("_chk_"));
    of_mysql.or_else(|| name.strip_prefix("CONSTRAINT_"))?.parse().ok()
}
