use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ColumnWalker, TableWalker},
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds vindexes whose type does not fit the column: `hash` and `numeric` want whole numbers, `unicode_loose_md5` and `unicode_loose_xxhash` text,
    /// `binary_md5` and `binary` bytes. `xxhash` takes anything.
    ///
    /// ## Why is this bad?
    /// Writes fail, or rows go to a shard where nobody finds them. PlanetScale refuses the branch (`INVALID_VSCHEMA`).
    ///
    /// ## Example
    /// Needs a `VSchema`: `shoring lint schema.sql --vschema vschema.json`.
    ///
    /// ## How to fix it
    /// Choose `xxhash`, or the vindex of the column's kind.
    static RULE: Rule = {
        name: "vindex-type",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a vindex that does not fit the type of its column",
    }
}

/// What a type of vindex wants, and how that is called. Source: Vitess documentation, "Vindexes"; PlanetScale, "Schema lint errors".
fn wanted(kind: &str, column: ColumnWalker<'_>) -> Option<&'static str> {
    let ty = &column.get().ty;
    let is_bytes = ty.name.ends_with("binary") || ty.name.ends_with("blob");
    match kind {
        "hash" | "numeric" | "reverse_bits" => (!ty.is_integer()).then_some("whole numbers"),
        "unicode_loose_md5" | "unicode_loose_xxhash" => (!ty.is_text()).then_some("text"),
        "binary_md5" | "binary" => (!is_bytes && !ty.is_text()).then_some("bytes or text"),
        _ => None,
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let Some(vschema) = cx.schema().vschema.as_deref().filter(|it| it.sharded) else {
        cx.is_idle(&RULE);
        return;
    };

    let Some(of_table) = vschema.table(&table.get().name) else { return };
    for of_columns in &of_table.vindexes {
        let Some(vindex) = vschema.vindex(&of_columns.vindex) else { continue };
        for (name, location) in &of_columns.columns {
            let Some(column) = table.column(name) else { continue };
            if let Some(wants) = wanted(&vindex.kind, column) {
                let finding = unfit(cx, column, &vindex.kind, wants, *location);
                cx.report(finding);
            }
        }
    }
}

fn unfit(cx: &LintContext<'_>, column: ColumnWalker<'_>, kind: &str, wants: &str, location: Location) -> Diagnostic {
    let message = format!("a vindex of type {kind} is for {wants}, and {} is {}", column.full_label(), column.get().ty);
    let finding = Diagnostic::new(&RULE, column.subject(), location, message)
        .label(column.get().origin.location(), "the column")
        .note("writes fail, or rows go where nobody finds them")
        .help("choose xxhash, or the vindex of the column's kind");
    cx.with_code(finding, "INVALID_VSCHEMA")
}
