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

/// The table at the end of `docs/real-schemas.md`, in which each finding was read as its owner would.
#[test]
fn the_page_about_real_schemas_tells_what_is_found() {
    let Some(corpus) = corpus() else { return };
    let page = shoring_tests::root().join("docs/real-schemas.md");
    let page = std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")).filter(|line| line.contains(".prisma | "));
    let told: Vec<&str> = rows.filter(|line| line.split(" | ").count() == 4).collect();
    let mut found = Vec::new();
    for path in files_below(&corpus, &["prisma"]) {
        let Some(report) = lint(&path, Language::Prisma) else { continue };
        let (name, of) = (path.strip_prefix(&corpus).unwrap_or(&path).display(), report.summary);
        found.push(format!("{name} | {} | {} | {} |", of.errors, of.warnings, of.infos));
    }
    let differs: Vec<_> = found.iter().filter(|line| !told.contains(&line.as_str())).collect();
    assert!(differs.is_empty() && found.len() == told.len(), "the page does not tell: {differs:#?}");
    let mut warnings: Vec<usize> = found.iter().filter_map(|it| it.split(" | ").nth(2)?.parse().ok()).collect();
    warnings.sort_unstable();
    assert!(warnings.get(warnings.len() / 2).is_some_and(|median| *median <= 1), "{warnings:?}");
}

/// What Prisma's own engine makes of a MySQL schema is, in our model, the schema itself: tables, columns, types, NULLs,
/// keys with their names, foreign keys. (Its recorded answers stand beside the corpus.)
#[test]
fn a_prisma_schema_means_the_database_that_prisma_makes_of_it() {
    let Some(corpus) = corpus() else { return };
    let Ok(recorded) = std::fs::read_to_string(corpus.join("../oracle/prisma-sql-real.jsonl")) else {
        println!("there are no recorded answers beside the corpus: Prisma's SQL is not compared");
        return;
    };
    let mut compared = 0;
    for row in recorded.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
        let (Some(schema), Some(sql), Some("mysql")) =
            (row["schema"].as_str(), row["sql"].as_str(), row["provider"].as_str())
        else {
            continue;
        };
        let Ok(text) = std::fs::read_to_string(corpus.join(schema)) else { continue };
        let target = shoring_core::target::Target::mysql();
        let described = |language: Language, text: &str| {
            let mut workspace = Workspace::new();
            workspace.add(schema, language, Role::State, text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
            let analysis = workspace.lint(&Options { target: Some(target.clone()), ..Options::default() });
            database_of(&analysis.schema)
        };
        let ours = described(Language::Prisma, &text);
        let theirs = described(Language::Sql, sql);
        let only_ours: Vec<_> = ours.difference(&theirs).collect();
        let only_theirs: Vec<_> = theirs.difference(&ours).collect();
        assert!(
            only_ours.is_empty() && only_theirs.is_empty(),
            "{schema}\nonly ours: {only_ours:#?}\nonly Prisma's: {only_theirs:#?}"
        );
        compared += 1;
    }
    assert!(compared > 5, "only {compared} schemas were compared");
}

/// The example proves the same: its dump is what its schema makes, but for the one index that was never deployed.
#[test]
fn the_dump_of_the_example_is_the_database_of_its_schema() {
    let example = shoring_tests::root().join("examples/carrot-market");
    let described = |path: &str, language: Language| {
        let text = std::fs::read(example.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut workspace = Workspace::new();
        workspace.add(path, language, Role::State, &text).unwrap_or_else(|error| panic!("{error}"));
        let lines = database_of(&workspace.lint(&Options::default()).schema);
        // A Prisma schema names no storage engine.
        lines.into_iter().filter(|line| !line.contains(" table ")).collect::<std::collections::BTreeSet<_>>()
    };
    let schema = described("prisma/schema.prisma", Language::Prisma);
    let dump = described("production.sql", Language::Sql);
    let only_schema: Vec<_> = schema.difference(&dump).collect();
    let only_dump: Vec<_> = dump.difference(&schema).collect();
    assert!(only_dump.is_empty(), "{only_dump:#?}");
    assert!(
        matches!(only_schema.as_slice(), [one] if one.contains("Purchase_buyerId_purchasedAt_idx")),
        "{only_schema:#?}"
    );
}

/// The lines of a schema that its database has: no names of the client, no relations that it keeps itself.
fn database_of(schema: &shoring_core::schema::Schema) -> std::collections::BTreeSet<String> {
    let database = |line: &String| line.split(" client=").next().unwrap_or_default().to_owned();
    let lines = shoring_tests::fix_law::describe(schema);
    lines.iter().filter(|line| !line.contains("Emulated")).map(database).collect()
}

// Two states

/// What `shoring diff` reports for two texts, for MySQL.
fn compared(base: (Language, &str), head: (Language, &str)) -> Report {
    let mut workspace = Workspace::new();
    let mut add = |(language, text): (Language, &str), name: &str, role: Role| {
        let added = workspace.add(&format!("{name}.{}", language.name()), language, role, text.as_bytes());
        added.unwrap_or_else(|error| panic!("{error}"));
    };
    add(base, "base", Role::Base);
    add(head, "head", Role::State);
    let options = Options { target: Some(shoring_core::target::Target::mysql()), ..Options::default() };
    let states = workspace.states(&options).unwrap_or_else(|error| panic!("{error}"));
    Report::of_comparison(&states.compare(&options), Encoding::Characters)
}

/// The statements of a report as one text.
fn statements(report: &Report) -> String {
    report.statements.iter().flatten().map(|statement| format!("{}\n", statement.sql)).collect()
}

fn recorded(corpus: &std::path::Path, file: &str) -> Vec<serde_json::Value> {
    let path = corpus.join("../oracle").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("{} is not there: Prisma's SQL is not compared", path.display());
        return Vec::new();
    };
    let rows = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    rows.filter(|row| row["provider"] == "mysql").collect()
}

#[test]
fn a_real_schema_does_not_differ_from_itself_nor_from_the_sql_that_prisma_makes_of_it() {
    let Some(corpus) = corpus() else { return };
    for row in recorded(&corpus, "prisma-sql-real.jsonl") {
        let (Some(schema), Some(sql)) = (row["schema"].as_str(), row["sql"].as_str()) else { continue };
        let Ok(text) = std::fs::read_to_string(corpus.join(schema)) else { continue };
        let (prisma, sql) = ((Language::Prisma, text.as_str()), (Language::Sql, sql));
        for (base, head) in [(prisma, prisma), (sql, sql), (prisma, sql), (sql, prisma)] {
            let report = compared(base, head);
            assert!(report.changes.iter().flatten().next().is_none(), "{schema}: {:#?}", report.changes);
        }
        // What is written for the whole of it is the database, too.
        let made = statements(&compared((Language::Sql, ""), prisma));
        let report = compared((Language::Sql, &made), prisma);
        assert!(report.changes.iter().flatten().next().is_none(), "{schema}: {:#?}\n{made}", report.changes);
    }
}

/// Prisma's migration from one schema to another leads to the same database as ours.
#[test]
fn our_statements_lead_where_the_migrations_of_prisma_lead() {
    let Some(corpus) = corpus() else { return };
    let rows = recorded(&corpus, "prisma-diff.jsonl");
    for row in &rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let name = format!("{} {}", text("probe"), text("dir"));
        let (from, to) = ((Language::Prisma, text("from")), (Language::Prisma, text("to")));
        let base = statements(&compared((Language::Sql, ""), from));
        let ours = statements(&compared(from, to));
        for (whose, migration) in [("ours", ours.as_str()), ("Prisma's", text("sql"))] {
            let report = compared((Language::Sql, &format!("{base}\n{migration}")), to);
            assert!(
                report.changes.iter().flatten().next().is_none(),
                "{name}, {whose}: {:#?}\n{migration}",
                report.changes
            );
        }
    }
    if !rows.is_empty() {
        println!("{} migrations were compared", rows.len());
    }
}
