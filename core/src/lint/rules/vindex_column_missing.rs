use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ColumnVindex, TableWalker},
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds vindexes of a `VSchema` over a column that the table does not have.
    ///
    /// ## Why is this bad?
    /// Vitess cannot tell the shard of a row, so every write fails. PlanetScale refuses the branch (`INVALID_VSCHEMA`).
    ///
    /// ## Example
    /// Needs a `VSchema`: `shoring lint schema.sql --vschema vschema.json`.
    ///
    /// ## How to fix it
    /// Name a column of the table.
    static RULE: Rule = {
        name: "vindex-column-missing",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a vindex of a column that its table does not have",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let Some(vschema) = cx.schema().vschema.as_deref().filter(|it| it.sharded) else {
        cx.is_idle(&RULE);
        return;
    };

    let Some(of_table) = vschema.table(&table.get().name).filter(|_| table.columns_are_known()) else { return };
    for (name, location) in of_table.vindexes.iter().flat_map(|it: &ColumnVindex| &it.columns) {
        if table.column(name).is_none() {
            let finding = missing(cx, table, name, *location);
            cx.report(finding);
        }
    }
}

fn missing(cx: &LintContext<'_>, table: TableWalker<'_>, name: &str, location: Location) -> Diagnostic {
    let message = format!("this vindex is over {}.{name}, and the table has no such column", table.label());
    let mut subject = table.subject();
    subject.columns = vec![name.into()];
    let finding = Diagnostic::new(&RULE, subject, location, message)
        .label(table.get().origin.name_location(), "the table")
        .note("nothing tells the shard of a row")
        .help("name a column of the table");
    cx.with_code(finding, "INVALID_VSCHEMA")
}
