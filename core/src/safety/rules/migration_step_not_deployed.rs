use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    safety::SafetyContext,
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds statements in new migrations that change rows (`UPDATE`, `DELETE`), where the change goes live by a deploy request.
    /// `INSERT` is stepped over as data, and not told.
    ///
    /// ## Why is this bad?
    /// A deploy request of PlanetScale compares two schemas, and carries what differs between them: never what a migration did to the
    /// rows of a branch. In production the rows stay as they were.
    ///
    /// ## What to do
    /// Run the statement on the production branch itself, in batches, between two deploy requests where the second needs it.
    ///
    /// ## Example
    /// A new migration, `2_names.sql`, on a branch that is compared by `shoring check`, says
    /// `UPDATE user SET name = '' WHERE name IS NULL`.
    static RULE: Rule = {
        name: "migration-step-not-deployed",
        category: Safety,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a step of a migration that a deploy request does not carry",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    if !cx.target().is_planetscale() {
        return;
    }
    let told: Vec<Diagnostic> = cx.changed_rows().iter().map(|(table, place)| stays(table, *place)).collect();
    for finding in told {
        cx.report([], finding);
    }
}

fn stays(table: &str, place: Location) -> Diagnostic {
    let subject = Subject { kind: SubjectKind::Table, table: Some(table.into()), columns: Vec::new(), name: None };
    Diagnostic::new(&RULE, subject, place, format!("a deploy request does not carry this change of rows of {table}"))
        .note("it compares schemas: in production the rows stay as they are")
        .help("run it on the production branch itself, in batches, before what needs it is deployed")
}
