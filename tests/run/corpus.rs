//! Real schemas of real projects, where they are at hand: `SHORING_CORPUS` names their folder. What each of these proves
//! is also proven by the examples and suites.

use std::path::PathBuf;

use shoring_core::text::Language;
use shoring_core::{
    report::{Report, Severity},
    text::Encoding,
    workspace::{Options, Role, Workspace},
};
use shoring_tests::files_below;

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("SHORING_CORPUS").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        println!("SHORING_CORPUS is not set: real schemas are not looked at");
    }
    folder
}

fn lint(path: &std::path::Path, language: Language) -> Option<Report> {
    let text = std::fs::read(path).ok()?;
    let mut workspace = Workspace::new();
    workspace.add(&path.display().to_string(), language, Role::State, &text).ok()?;
    Some(Report::new(&workspace.lint(&Options::default()), Encoding::Characters))
}

#[test]
fn every_prisma_schema_is_understood_whole() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    for path in files_below(&corpus, &["prisma"]) {
        let report = lint(&path, Language::Prisma).unwrap_or_else(|| panic!("{} cannot be read", path.display()));
        for file in &report.files {
            assert_eq!(file.understood, file.total, "{}: {:?}", file.path, report.findings);
        }
        count += 1;
    }
    assert!(count > 50, "only {count} schemas are there");
}

#[test]
fn mysql_migrations_are_understood_whole() {
    let Some(corpus) = corpus() else { return };
    for path in files_below(&corpus, &["sql"]) {
        let report = lint(&path, Language::Sql).unwrap_or_else(|| panic!("{} cannot be read", path.display()));
        let mysql = report.target.as_ref().is_some_and(|target| target.name.starts_with("mysql"));
        for file in report.files.iter().filter(|_| mysql) {
            assert_eq!(file.understood, file.total, "{}: {:?}", file.path, file.skipped);
        }
    }
}

#[test]
fn errors_in_real_schemas_are_relations_that_prisma_warns_of_too() {
    let Some(corpus) = corpus() else { return };
    for path in files_below(&corpus, &["prisma"]) {
        let Some(report) = lint(&path, Language::Prisma) else { continue };
        let errors: Vec<_> = report.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        for error in &errors {
            assert_eq!(error.rule, "missing-foreign-key-index", "{}: {}", path.display(), error.message);
        }
        // Prisma 6 names three relations of this template, and none of the other schemas.
        let expected = if path.ends_with("with-better-auth-planetscale.prisma") { 3 } else { 0 };
        assert_eq!(errors.len(), expected, "{}: {errors:?}", path.display());
    }
}
