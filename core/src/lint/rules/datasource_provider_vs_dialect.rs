use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::LintContext,
    schema::Setting,
    target::{Dialect, Target},
};

declare_rule! {
    /// ## What it does
    /// Finds Prisma schemas whose provider is another database than the target that was asked for (`--target`, `target` in
    /// `shoring.toml`).
    ///
    /// ## Why is this bad?
    /// Types, names and limits are judged for a database that the schema is not for: what is found may be wrong, and what is
    /// wrong may not be found.
    ///
    /// ## Example
    /// ```prisma,expect_finding,target=mysql
    /// datasource db {
    ///   provider = "postgresql"
    /// }
    ///
    /// model User {
    ///   id Int @id
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma,target=mysql
    /// datasource db {
    ///   provider = "mysql"
    /// }
    ///
    /// model User {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "datasource-provider-vs-dialect",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a provider that is another database than the target",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let Some(provider) = cx.schema().prisma.as_ref().and_then(|it| it.provider.as_ref()) else { return };
    let is_said = match (provider.value.as_str(), cx.target().dialect()) {
        ("mysql", Some(dialect)) => dialect.is_mysql_family(),
        ("postgresql" | "postgres" | "cockroachdb", Some(dialect)) => dialect == Dialect::Postgres,
        ("sqlite", Some(dialect)) => dialect == Dialect::Sqlite,
        ("sqlserver" | "mongodb", Some(_)) => false,
        // No database is judged; what is no provider at all, Prisma says.
        _ => true,
    };
    if !is_said {
        cx.report(another(provider, cx.target()));
    }
}

fn another(provider: &Setting, target: &Target) -> Diagnostic {
    let subject =
        Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name: Some("provider".into()) };
    let message = format!("this schema is for {}, and the target is {target}", provider.value);
    Diagnostic::new(&RULE, subject, provider.location, message)
        .note("it is judged for a database that it is not for")
        .help("leave the target to the schema, or write the provider that is meant")
}
