use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    safety::{
        SafetyContext,
        wording::{count, name, place_of_gone_table, table_word},
    },
    schema::TableWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds a table that is no more.
    ///
    /// ## Why is this bad?
    /// Its rows are gone, and code that still reads or writes it gets errors from the moment of the deploy.
    ///
    /// ## What to do
    /// First deploy code that does not use the table. Keep a copy of the rows if they may be wanted. Then drop it, in a
    /// deploy of its own.
    ///
    /// A table that has only got another name is spoken of by `probable-table-rename`.
    ///
    /// ## Example
    /// ```prisma,base
    /// model User {
    ///   id Int @id
    /// }
    ///
    /// model Voucher {
    ///   code String @id
    ///   cents Int
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model User {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "drop-table",
        category: Safety,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a table that is dropped with its rows",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for (number, pair) in cx.tables() {
        if let (Some(table), None) = (pair.base(), pair.head()) {
            let finding = dropped(cx, table);
            cx.report([number], finding);
        }
    }
}

fn dropped(cx: &SafetyContext<'_>, table: TableWalker<'_>) -> Diagnostic {
    let label = table.label();
    let is_hidden = table.is_prisma() && table.get().model.is_none();
    let message = if is_hidden {
        format!("the table of pairs `{label}` is dropped with all its rows: the relation it is for is no more")
    } else {
        format!("{} {label} is dropped with all its rows", table_word(table))
    };
    let quoted = name(cx, &table.get().name);
    Diagnostic::new(&RULE, table.subject(), place_of_gone_table(cx, table), message)
        .here("no more")
        .note("the rows are gone, and code that still uses the table fails from the deploy on")
        .verdict(Verdict::LosesData)
        .verdict(Verdict::BreaksRunningCode)
        .proof(count(cx, table, ""))
        .help("deploy code that does not use it first, and drop it in a deploy of its own")
        .steps([
            format!("deploy code that does not use {label}"),
            format!("keep a copy of what may be wanted: {}", format_args!("SELECT * FROM {quoted}")),
            format!("drop {label} in a deploy of its own"),
        ])
}
