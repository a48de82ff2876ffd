use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{IndexWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds primary and unique keys of a sharded table that do not hold the columns of its primary vindex. A column that a sequence counts is unique without.
    ///
    /// ## Why is this bad?
    /// MySQL keeps a key unique within its shard. Two rows of two shards may be equal in it, and no error says so.
    ///
    /// ## Example
    /// Needs a `VSchema`: `shoring lint schema.sql --vschema vschema.json`.
    ///
    /// ## How to fix it
    /// Add the columns of the primary vindex to the key, or keep its values unique by a lookup vindex.
    static RULE: Rule = {
        name: "unique-without-sharding-key",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a unique key that holds for each shard only",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let Some(vschema) = cx.schema().vschema.as_deref().filter(|it| it.sharded) else {
        cx.is_idle(&RULE);
        return;
    };

    let Some(of_table) = vschema.table(&table.get().name).filter(|it| it.is_spread) else { return };
    let Some(primary) = of_table.vindexes.first() else { return };
    // Of a column that is not there, another rule speaks.
    if primary.columns.iter().any(|(name, _)| table.column(name).is_none()) {
        return;
    }
    // Unique lookup vindexes keep their columns unique over all shards.
    let kept = |columns: &[smol_str::SmolStr]| {
        of_table.vindexes.iter().skip(1).any(|it| {
            let kind = vschema.vindex(&it.vindex).map_or("", |it| it.kind.as_str());
            let names: Vec<_> = it.columns.iter().map(|(name, _)| name.clone()).collect();
            kind.contains("unique") && table.schema().same_columns(&names, columns)
        })
    };
    let counted = |columns: &[smol_str::SmolStr]| matches!(columns, [one] if of_table.counted.as_ref().is_some_and(|it| table.schema().same_column(it, one)));
    for key in table.keys().filter(|key| key.is_unique()) {
        let columns = key.column_names();
        let holds = |name: &smol_str::SmolStr| columns.iter().any(|it| table.schema().same_column(it, name));
        let holds_all = primary.columns.iter().all(|(name, _)| holds(name));
        if !holds_all && !kept(&columns) && !counted(&columns) {
            let names: Vec<&str> = primary.columns.iter().map(|(name, _)| name.as_str()).collect();
            cx.report(per_shard(key, &names.join(", ")));
        }
    }
}

fn per_shard(key: IndexWalker<'_>, sharded_by: &str) -> Diagnostic {
    let message = format!("{}'s key on {} is unique within a shard only", key.table().label(), key.parts_label());
    Diagnostic::new(&RULE, key.subject(), key.get().origin.location(), message)
        .note(format!("rows find their shard by {sharded_by}: two rows of two shards may be equal in the key"))
        .help(format!("add {sharded_by} to the key, or keep it unique by a unique lookup vindex"))
}
