//! How much of MySQL's DDL is understood: of all statements that say something about a schema, those of which every clause has
//! reached the model, or stands on a named list of clauses without effect. And that what is understood means what the manual
//! says: behind the statements of a section stands the state that they lead to (`state`).

use std::{fs, path::Path, process::Command};

use shoring_core::{
    ddl,
    schema::{Schema, View, ViewColumn},
    syntax::sql::{PieceText, Splitter, ast::StatementKind, read_statement},
    target::{Dialect, Target},
    text::Language,
    workspace::{Options, Role, Workspace},
};
use shoring_tests::{files_below, markdown::sections, pages_of_cases, root, server::Server};

/// The least that is understood of each source, of a hundred statements.
const LEAST: f64 = 99.0;

/// The statements of the manual that are there at least.
const STATEMENTS: usize = 300;

/// How many statements there were, and those that were not understood.
#[derive(Default)]
struct Count {
    total: usize,
    lost: Vec<String>,
}

impl Count {
    fn add(&mut self, text: &str, dialect: Dialect) {
        let mut splitter = Splitter::new(dialect);
        let mut emit = |piece: shoring_core::syntax::sql::Piece| {
            let PieceText::Statement(text) = piece.text else { return };
            let statement = read_statement(&text, dialect);
            let is_lost = statement.kind == StatementKind::NotUnderstood || !statement.skipped.is_empty();
            let bears_schema =
                !matches!(statement.kind, StatementKind::WithoutEffect | StatementKind::ChangeRows { .. });
            if bears_schema {
                self.total += 1;
            }
            if is_lost {
                let reasons: Vec<&str> = statement.skipped.iter().map(|it| it.reason.as_str()).collect();
                self.lost.push(format!("{}: {}", reasons.join(", "), text.trim()));
            }
        };
        splitter.feed(text.as_bytes(), &mut emit);
        splitter.finish(&mut emit);
    }

    fn holds(&self, what: &str) {
        assert!(self.total > 0, "{what}: there are no statements");
        #[expect(clippy::cast_precision_loss, reason = "a percentage of some thousands")]
        let understood = 100.0 - 100.0 * self.lost.len() as f64 / self.total as f64;
        println!("{what}: {understood:.2} % of {} statements are understood", self.total);
        assert!(understood >= LEAST, "{what}: {understood:.2} %\n{}", self.lost.join("\n"));
    }
}

#[test]
fn the_statements_of_the_manual() {
    let mut count = Count::default();
    for path in files_below(&root().join("tests/suites/manual"), &["md"]) {
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for section in sections(&page) {
            let fences = section.fences.iter().filter(|fence| !fence.says("state"));
            for fence in fences {
                let target = target(fence.value("target"));
                count.add(&fence.text, target.dialect().unwrap_or(Dialect::MySql));
            }
        }
    }
    assert!(count.total >= STATEMENTS, "only {} statements are there", count.total);
    count.holds("the manual");
}

#[test]
fn the_statements_of_the_manual_lead_where_they_should() {
    let mut told = Vec::new();
    for path in files_below(&root().join("tests/suites/manual"), &["md"]) {
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for section in sections(&page) {
            let fences = section.fences.as_slice();
            let Some(script) = fences.first() else { continue };
            let target = target(script.value("target"));
            let state = state(&lint(&script.text, &target), &target);
            let expected = fences.iter().find(|fence| fence.says("state")).map(|fence| fence.text.trim_end());
            if expected != Some(state.trim_end()) {
                told.push(format!("{}: {}: the state is\n{state}", path.display(), section.name));
            }
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn what_mariadb_prints_of_all_cases() {
    let Some(server) = Server::start() else { return };
    let mut count = Count::default();
    let mut nth = 0;
    for path in pages_of_cases() {
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for section in sections(&page) {
            for fence in
                section.fences.iter().filter(|it| it.language == "sql" && !it.says("statements") && !it.says("notes"))
            {
                nth += 1;
                let database = format!("case_{nth}");
                server.apply(&database, &fence.text);
                if let Some(dump) = server.dump_if_any(&database) {
                    count.add(&dump, Dialect::MariaDb);
                }
            }
        }
    }
    println!("{nth} cases were shown to MariaDB");
    count.holds("what mariadb-dump prints");
}

/// Real and generated schemas beside the corpus, where they are at hand.
#[test]
fn real_and_generated_schemas() {
    let Some(corpus) = std::env::var_os("SHORING_CORPUS") else {
        println!("SHORING_CORPUS is not set: real and generated schemas are not looked at");
        return;
    };
    let corpus = Path::new(&corpus);
    let mut count = Count::default();
    for path in files_below(corpus, &["sql"]) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if is_mysql(&path.display().to_string(), &text) {
            count.add(&text, Dialect::MySql);
        }
    }
    count.holds("real files");
    let generator = corpus.join("../tools/gen-schema.py");
    if !generator.is_file() {
        println!("there is no generator beside the corpus: generated schemas are not looked at");
        return;
    }
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let made = Command::new("python3")
        .arg(generator)
        .args(["--n", "1000", "--seed", "1", "--out"])
        .arg(folder.path())
        .output();
    let made = made.unwrap_or_else(|error| panic!("python3: {error}"));
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut count = Count::default();
    for path in files_below(folder.path(), &["sql"]) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("mysql") {
            count.add(&fs::read_to_string(&path).unwrap_or_default(), Dialect::MySql);
        }
    }
    count.holds("1,000 generated tables");
}

fn is_mysql(path: &str, text: &str) -> bool {
    let mut workspace = Workspace::new();
    let added = workspace.add(path, Language::Sql, Role::State, text.as_bytes());
    let target = workspace.lint(&Options::default()).target;
    added.is_ok() && target.target.dialect().is_some_and(Dialect::is_mysql_family)
}

fn target(name: Option<&str>) -> Target {
    Target::parse(name.unwrap_or("mysql-8.4")).unwrap_or_else(|error| panic!("{error}"))
}

fn lint(text: &str, target: &Target) -> Schema {
    let mut workspace = Workspace::new();
    let added = workspace.add("script.sql", Language::Sql, Role::State, text.as_bytes());
    added.unwrap_or_else(|error| panic!("{error}"));
    workspace.lint(&Options { target: Some(target.clone()), ..Options::default() }).schema.clone()
}

/// All tables as SQL, then views with what they show and read, then what runs.
fn state(schema: &Schema, target: &Target) -> String {
    let mut out = String::new();
    for table in schema.tables() {
        out += &ddl::create_table(table, target.dialect());
        out.push('\n');
        if !table.columns_are_known()
            || !table.keys_are_known()
            || !table.checks_are_known()
            || !table.partitions_are_known()
        {
            out += &format!("-- not all is known of {}\n", table.get().name);
        }
    }
    for view in schema.views.values() {
        out += &format!("-- {}\n", of_view(view));
    }
    for routine in schema.routines.values() {
        let of = routine.table.as_ref().map(|table| format!(" on {table}")).unwrap_or_default();
        out += &format!("-- {} {}{of}\n", routine.kind.words().to_lowercase(), routine.name);
    }
    out
}

fn of_view(view: &View) -> String {
    let columns: Vec<String> = view
        .columns
        .iter()
        .map(|column| match column {
            ViewColumn::Named(name) => name.to_string(),
            ViewColumn::AllOf(table) => format!("{table}.*"),
            ViewColumn::Unnamed => "?".to_owned(),
        })
        .collect();
    let tables: Vec<&str> = view.tables.iter().map(|it| it.name.as_str()).collect();
    let known = if view.understood { "" } else { ", and perhaps more" };
    format!("view {}: shows {}; reads {}{known}", view.name, columns.join(", "), tables.join(", "))
}
