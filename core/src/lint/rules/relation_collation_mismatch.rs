use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::LintContext,
    schema::{ForeignKeyWalker, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds relations that the client keeps (`--relations`) between text columns of different character sets or collations.
    ///
    /// ## Why is this bad?
    /// A join has to convert every value of one side, and cannot use the index there; some pairs do not compare at all (error 1267). Where a foreign key
    /// constraint is over such columns, the server refuses it, and `foreign-key-type-mismatch` speaks.
    ///
    /// ## Example
    /// Needs a dump and the Prisma schema of its relations: `shoring lint dump.sql --relations schema.prisma`.
    ///
    /// ## How to fix it
    /// Give both columns one character set and one collation.
    static RULE: Rule = {
        name: "relation-collation-mismatch",
        category: Performance,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a relation between texts that compare differently",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let emulated: Vec<_> = table.foreign_keys().filter(|it| it.is_emulated()).collect();
    for foreign_key in emulated {
        if let Some(finding) = different(foreign_key) {
            cx.report(finding);
        }
    }
}

fn different(foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    let table = foreign_key.table();
    let (column, referenced) = foreign_key.column_pairs().find(|(a, b)| a.compares_differently_from(*b))?;
    let text = |it: crate::schema::ColumnWalker<'_>| it.collation().or_else(|| it.charset()).unwrap_or_default();
    let (this, other) = (text(column), text(referenced));
    let message = format!(
        "{} is in {this}, and {}, which it refers to, in {other}",
        column.full_label(),
        referenced.full_label()
    );
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), column.get().origin.location(), message)
        .label(referenced.get().origin.location(), format!("in {other}"))
        .note(format!(
            "a join of {} and {} converts each value of one side, and uses no index there",
            table.label(),
            referenced.table().label()
        ))
        .help("give both columns one character set and one collation");
    Some(finding)
}
