use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ColumnWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds columns with AUTO_INCREMENT in tables of a sharded keyspace, unless the `VSchema` counts them by a sequence.
    ///
    /// ## Why is this bad?
    /// Each shard counts for itself, so two rows of two shards get one number. PlanetScale refuses the branch (`UNSUPPORTED_SHARDED_FEATURE`).
    ///
    /// ## Example
    /// Needs a `VSchema`: `shoring lint schema.sql --vschema vschema.json`.
    ///
    /// ## How to fix it
    /// Make a sequence, and name it in the `VSchema`: `"auto_increment": { "column": "id", "sequence": "note_seq" }`.
    static RULE: Rule = {
        name: "sharded-auto-increment",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "AUTO_INCREMENT in a sharded keyspace",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let Some(vschema) = cx.schema().vschema.as_deref().filter(|it| it.sharded) else {
        cx.is_idle(&RULE);
        return;
    };

    let counted = vschema.table(&table.get().name).and_then(|it| it.counted.as_ref());
    let is_by_sequence =
        |column: &ColumnWalker<'_>| counted.is_some_and(|it| table.schema().same_column(it, &column.get().name));
    let counting: Vec<_> = table.columns().filter(|it| it.get().auto_increment && !is_by_sequence(it)).collect();
    for column in counting {
        let finding = per_shard(cx, column);
        cx.report(finding);
    }
}

fn per_shard(cx: &LintContext<'_>, column: ColumnWalker<'_>) -> Diagnostic {
    let message = format!("{} counts up by itself in each shard", column.full_label());
    let finding = Diagnostic::new(&RULE, column.subject(), column.get().origin.location(), message)
        .note("two rows of two shards get one number")
        .help("count by a sequence: \"auto_increment\" of the table in the VSchema");
    cx.with_code(finding, "UNSUPPORTED_SHARDED_FEATURE")
}
