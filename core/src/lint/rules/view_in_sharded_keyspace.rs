use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, views::subject},
    schema::View,
};

declare_rule! {
    /// ## What it does
    /// Finds views in a sharded keyspace.
    ///
    /// ## Why is this bad?
    /// A view is of one shard. PlanetScale refuses the branch (`UNSUPPORTED_SHARDED_FEATURE`).
    ///
    /// ## Example
    /// Needs a `VSchema`: `shoring lint schema.sql --vschema vschema.json`.
    ///
    /// ## How to fix it
    /// Let the application ask the query.
    static RULE: Rule = {
        name: "view-in-sharded-keyspace",
        category: Compatibility,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a view in a sharded keyspace",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    if !cx.schema().vschema.as_deref().is_some_and(|it| it.sharded) {
        cx.is_idle(&RULE);
        return;
    }
    let views: Vec<&View> = cx.views().collect();
    for view in views {
        let finding = sharded(cx, view);
        cx.report(finding);
    }
}

fn sharded(cx: &LintContext<'_>, view: &View) -> Diagnostic {
    let message = format!("view {} is in a sharded keyspace, which has no views", view.name);
    let finding = Diagnostic::new(&RULE, subject(view, None), view.origin.name_location(), message)
        .note("a view is of one shard")
        .help("let the application ask the query");
    cx.with_code(finding, "UNSUPPORTED_SHARDED_FEATURE")
}
