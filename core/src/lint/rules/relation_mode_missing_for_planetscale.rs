use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::LintContext,
    schema::{RelationMode, Setting},
    text::{Applicability, Fix, Location},
};

declare_rule! {
    /// ## What it does
    /// Finds Prisma schemas for PlanetScale that do not say `relationMode = "prisma"`: by the target, while they have no relations
    /// yet, or by the host in `url`.
    ///
    /// ## Why is this bad?
    /// Without it, Prisma makes a foreign key of each relation. PlanetScale refuses those unless the database was set to allow
    /// them: then say `--target planetscale-fk`. A schema that makes them already is told so by `foreign-key-not-allowed`.
    ///
    /// ## Example
    /// ```prisma,expect_finding,target=planetscale
    /// datasource db {
    ///   provider = "mysql"
    /// }
    ///
    /// model User {
    ///   id Int @id
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma,target=planetscale
    /// datasource db {
    ///   provider = "mysql"
    ///   relationMode = "prisma"
    /// }
    ///
    /// model User {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "relation-mode-missing-for-planetscale",
        category: Compatibility,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a Prisma schema for PlanetScale without `relationMode = \"prisma\"`",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let Some(settings) = &cx.schema().prisma else { return cx.is_idle(&RULE) };
    let is_mysql = settings.provider.as_ref().filter(|it| it.value == "mysql");
    let Some(provider) = is_mysql.filter(|_| settings.mode() == RelationMode::ForeignKeys) else { return };
    let refuses = !cx.target().accepts_foreign_keys();
    let has_constraints = cx.survey().any(|it| it.enforced > 0);
    let url = settings.url.as_ref().filter(|it| it.value.contains(".psdb.cloud"));
    // What is refused is told by another rule.
    let found = match url {
        _ if refuses && has_constraints => None,
        // A target that takes constraints was asked for.
        Some(url) => Some(url.location).filter(|_| !cx.target().is_planetscale() || refuses),
        None => Some(provider.location).filter(|_| refuses),
    };
    if let Some(place) = found {
        let finding = missing(cx, place, provider, settings.mode_setting());
        cx.report(finding);
    }
}

fn missing(cx: &LintContext<'_>, place: Location, provider: &Setting, mode: Option<&Setting>) -> Diagnostic {
    let subject =
        Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name: Some("relationMode".into()) };
    let line = "relationMode = \"prisma\"";
    let edit = match mode {
        Some(mode) => cx.editor().replace(mode.location, line),
        None => cx.editor().line_below(provider.location, line),
    };
    // Where it would make constraints, they go.
    let fix =
        edit.map(|edit| Fix { title: format!("Say {line}"), applicability: Applicability::Unsafe, edits: vec![edit] });
    Diagnostic::new(
        &RULE,
        subject,
        place,
        "this schema is for PlanetScale, and Prisma makes foreign keys of its relations",
    )
    .note("PlanetScale refuses foreign key constraints unless the database was set to allow them")
    .help(format!("say {line}; or, for a database that allows foreign keys, use --target planetscale-fk"))
    .fix(fix)
}
