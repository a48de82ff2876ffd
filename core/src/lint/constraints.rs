//! Which foreign keys are judged as constraints of a server.

use super::LintContext;

/// Whether the server keeps foreign key constraints as InnoDB does. Where it takes none, `foreign-key-not-allowed` has said so
/// already.
pub(super) fn judges_constraints(cx: &LintContext<'_>) -> bool {
    cx.target().keeps_tables_in_innodb() && cx.target().accepts_foreign_keys()
}
