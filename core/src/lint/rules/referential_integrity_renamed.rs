use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::LintContext,
    rule::Severity,
    schema::{PreviewFeature, PrismaSettings, Setting},
    text::{Applicability, Edit, Fix, Location, Span},
};

declare_rule! {
    /// ## What it does
    /// Finds `referentialIntegrity` in a Prisma datasource.
    ///
    /// ## Why is this bad?
    /// Prisma 4.5 renamed it to `relationMode`, and the preview feature `referentialIntegrity` is over with it. The old
    /// name still works and warns; newer tools and documentation know only the new one.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// datasource db {
    ///   provider             = "mysql"
    ///   url                  = env("DATABASE_URL")
    ///   referentialIntegrity = "prisma"
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// datasource db {
    ///   provider     = "mysql"
    ///   url          = env("DATABASE_URL")
    ///   relationMode = "prisma"
    /// }
    /// ```
    static RULE: Rule = {
        name: "referential-integrity-renamed",
        category: Compatibility,
        severity: Warning,
        fix: Safe,
        since: "0.1.0",
        summary: "`referentialIntegrity`, which is called `relationMode` now",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let Some(settings) = &cx.schema().prisma else { return };
    let Some(old) = &settings.referential_integrity else { return };
    let finding = renamed(cx, settings, old);
    cx.report(finding);
}

fn renamed(cx: &LintContext<'_>, settings: &PrismaSettings, old: &Setting) -> Diagnostic {
    let features = settings.preview_features.iter().filter(|feature| feature.name == "referentialIntegrity");
    let features: Vec<&PreviewFeature> = features.collect();
    let subject = Subject {
        kind: SubjectKind::Setting,
        table: None,
        columns: Vec::new(),
        name: Some("referentialIntegrity".into()),
    };
    let mut finding = Diagnostic::new(&RULE, subject, old.key, "`referentialIntegrity` is called `relationMode` now")
        .here("the name before Prisma 4.5")
        .note("the old name still works, and Prisma warns of it on every run")
        .help(what_to_do(settings, old, !features.is_empty()));
    if let Some(new) = &settings.relation_mode {
        finding = finding
            .severity(Severity::Error)
            .label(new.location, "this says it already; Prisma refuses a schema with both");
    }
    for feature in &features {
        finding = finding.label(feature.location, "this preview feature is over");
    }
    finding.fix(fix(cx, settings, old, &features))
}

fn what_to_do(settings: &PrismaSettings, old: &Setting, has_feature: bool) -> String {
    let line = if settings.relation_mode.is_some() {
        "take this line out".to_owned()
    } else {
        format!("write relationMode = \"{}\"", old.value)
    };
    if has_feature { format!("{line}, and take the preview feature out of the generator") } else { line }
}

fn fix(cx: &LintContext<'_>, settings: &PrismaSettings, old: &Setting, features: &[&PreviewFeature]) -> Option<Fix> {
    // Where both names are there, which one is meant is for their owner to say.
    if settings.relation_mode.is_some() {
        return None;
    }
    let mut edits = in_line(cx, old)?;
    for feature in features {
        edits.push(cx.editor().remove_line(feature.without)?);
    }
    Some(Fix { title: "Write relationMode".to_owned(), applicability: Applicability::Safe, edits })
}

/// The new name; where the `=` of all lines stand under each other, they do so after it too, as Prisma's formatter has them.
fn in_line(cx: &LintContext<'_>, old: &Setting) -> Option<Vec<Edit>> {
    let source = old.key.source;
    let text = cx.sources().text(source);
    let mut edits = vec![cx.editor().replace(old.key, "relationMode")?];
    let mut lines: Vec<(&str, Span)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let at = start;
        start += line.len();
        let Some((key, _)) = line.split_once('=').filter(|(key, _)| !key.contains("//")) else { continue };
        let name = key.trim();
        let own = if at + key.len() > old.key.span.start() && at < old.key.span.end() { "relationMode" } else { name };
        lines.push((own, Span::new(at + key.trim_end().len(), at + key.len())));
    }
    let is_aligned = |(before, end): (usize, usize)| {
        let width = text.get(line_start(text, before)..end).map(|it| it.chars().count());
        width == text.get(line_start(text, old.key.span.start())..old.key.span.end()).map(|it| it.chars().count() + 1)
    };
    if lines.iter().all(|(_, blanks)| is_aligned((blanks.start(), blanks.end()))) {
        let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        for (name, blanks) in &lines {
            let wanted = " ".repeat(width - name.chars().count() + 1);
            if wanted != blanks.of(text) {
                edits.push(cx.editor().replace(Location { source, span: *blanks }, wanted)?);
            }
        }
    }
    Some(edits)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1)
}
