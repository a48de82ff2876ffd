//! A real MariaDB as a second opinion: the state that Shoring replays a script to is the state that the server is in
//! after it. Where no server is installed (`cargo xtask setup`), this says so and proves nothing; `cargo xtask ci` demands one.
//!
//! The scripts are the sections of `tests/suites/replay`. Words behind a fence say how a script is special:
//! `refused`: the server refuses a statement, and Shoring says so too; with `unseen`, Shoring does not, for a reason that
//! the section tells. `not-understood`: Shoring says that it steps over something. `differs`: the states differ, for a
//! reason that the section tells. A word that is not true any more fails like a missing one.
//!
//! The cases of the suites of rules are shown to it, too: where a rule says that the server refuses a statement, it does, and
//! where it refuses one, a rule says so. `DIFFERS` names what MySQL and MariaDB do not agree on, and what is no statement's.

use std::{fs, thread};

use shoring_core::{
    diagnostic::Diagnostic,
    rule::{Category, Severity},
    schema::{DefaultValue, Partition, PartitionBound, Partitioning, ReferentialAction, Schema, Table},
    target::{Dialect, Target},
    text::Language,
    workspace::{Options, Role, Workspace},
};
use shoring_tests::{
    case::Case,
    files_below,
    fix_law::describe,
    markdown::{Fence, sections},
    root,
    server::Server,
    servers::DIFFERS,
};

const TARGET: &str = "mariadb-10.11";
const THREADS: usize = 4;

#[test]
fn a_script_leads_shoring_where_it_leads_the_server() {
    let Some(server) = Server::start() else { return };
    let scripts = scripts();
    let judge = |nth: usize| {
        let (name, fence) = scripts.get(nth)?;
        let error = compare(&server, &format!("script_{nth}"), fence).err()?;
        Some(format!("{name}: {error}\n"))
    };
    // The server and its clients wait for each other: a few scripts go at once.
    let of_thread = |first: usize| (first..scripts.len()).step_by(THREADS).filter_map(judge).collect::<Vec<_>>();
    let told: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|first| scope.spawn(move || of_thread(first))).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap_or_else(|_| vec!["a thread panicked".to_owned()])).collect()
    });
    println!("{} scripts were shown to MariaDB", scripts.len());
    assert!(told.is_empty(), "{} scripts:\n\n{}", told.len(), told.join("\n"));
}

/// The scripts with their names, one a section.
fn scripts() -> Vec<(String, Fence)> {
    let mut scripts = Vec::new();
    for path in files_below(&root().join("tests/suites/replay"), &["md"]) {
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let suite = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for section in sections(&page) {
            let [fence] = section.fences.as_slice() else { panic!("{suite}: {}: one fence a section", section.name) };
            scripts.push((format!("{suite}: {}", section.name), fence.clone()));
        }
    }
    scripts
}

/// Compares what a script makes of the server with what Shoring says that it makes.
fn compare(server: &Server, database: &str, fence: &Fence) -> Result<(), String> {
    let refusals = server.apply(database, &fence.text);
    if refusals.is_empty() == fence.says("refused") {
        return Err(format!("the server refuses {refusals:?}"));
    }
    let (replayed, found) = lint(&fence.text);
    let has = |rule: &str| found.iter().any(|it| it.rule == rule);
    let doubts = has("statement-not-understood") || found.iter().any(|it| it.is_error);
    let expected = fence.says("not-understood") || fence.says("refused") && !fence.says("unseen");
    if doubts != expected {
        return Err(format!("the server refuses {refusals:?}, Shoring finds {found:?}"));
    }
    // The server makes an index for every foreign key that has none.
    if has("missing-foreign-key-index") {
        return Err("an index is called missing that the server makes".to_owned());
    }
    if has("syntax-error") || fence.says("unseen") || fence.says("not-understood") {
        return Ok(());
    }
    let dump = server.dump(database);
    let (dumped, of_dump) = lint(&dump);
    if let Some(it) = of_dump.iter().find(|it| it.is_error || it.rule == "statement-not-understood") {
        return Err(format!("the server's own text is not understood: {}\n{dump}", it.message));
    }
    // A table that the server refuses to make is kept, for what is said of it to be judged.
    let mut replayed = replayed;
    for name in found.iter().filter(|it| it.is_error).filter_map(|it| it.table.as_ref()) {
        if dumped.table(name).is_none() {
            replayed.remove_table(name);
        }
    }
    let differences = differences(replayed, dumped);
    match (differences.is_empty(), fence.says("differs")) {
        (true, true) => Err("it says that the states differ, and they do not".to_owned()),
        (false, false) => Err(format!("the states differ\n{}\n{dump}", differences.join("\n"))),
        _ => Ok(()),
    }
}

/// What is found in a script, as far as it is asked here.
#[derive(Debug)]
struct Found {
    rule: &'static str,
    is_error: bool,
    table: Option<String>,
    message: String,
}

/// The schema that a text leads to, and its findings.
fn lint(text: &str) -> (Schema, Vec<Found>) {
    let target = Target::parse(TARGET).unwrap_or_else(|error| panic!("{error}"));
    let mut workspace = Workspace::new();
    let added = workspace.add("script.sql", Language::Sql, Role::State, text.as_bytes());
    added.unwrap_or_else(|error| panic!("{error}"));
    let analysis = workspace.lint(&Options { target: Some(target), ..Options::default() });
    let found = |finding: &Diagnostic| Found {
        rule: finding.rule.name,
        is_error: finding.severity == Severity::Error,
        table: finding.subject.table.as_ref().map(ToString::to_string),
        message: finding.message.clone(),
    };
    (analysis.schema.clone(), analysis.findings.iter().map(found).collect())
}

// What rules say that a server refuses

/// Errors that say nothing of what is judged: tables and databases of others (1146, 1049), words, collations, engines, parsers and
/// character sets of MySQL's own (1064, 1273, 1286, 1128, 1115), an emoji in a name (1300), the settings of this server (1290, 1577).
const SAYS_NOTHING: &[&str] = &["1146", "1049", "1064", "1273", "1286", "1128", "1115", "1300", "1290", "1577"];

#[test]
fn what_rules_say_that_the_server_refuses_it_refuses() {
    let Some(server) = Server::start() else { return };
    let cases = cases_of_rules();
    let judge = |nth: usize| {
        let (name, case) = cases.get(nth)?;
        let error = hold(&server, &format!("case_{nth}"), case).err()?;
        let differs = DIFFERS.iter().any(|(of, _)| name.starts_with(of));
        (!differs).then(|| (name.clone(), format!("{name}: {error}\n")))
    };
    let of_thread = |first: usize| (first..cases.len()).step_by(THREADS).filter_map(judge).collect::<Vec<_>>();
    let told: Vec<(String, String)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|first| scope.spawn(move || of_thread(first))).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap_or_else(|_| panic!("a thread panicked"))).collect()
    });
    println!("{} cases were shown to MariaDB", cases.len());
    let words: Vec<&str> = told.iter().map(|(_, words)| words.as_str()).collect();
    assert!(told.is_empty(), "{} cases:\n\n{}", told.len(), words.join("\n"));
}

/// The cases of rules that are one script for a server of MySQL's family.
fn cases_of_rules() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for path in files_below(&root().join("tests/suites/lint"), &["md"]) {
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let suite = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for section in sections(&page) {
            let case = Case::of(&section);
            let is_script = case.files.iter().all(|file| file.language == Language::Sql && file.role == Role::State);
            let speaks_mysql = case.target.as_ref().and_then(Target::dialect).is_some_and(Dialect::is_mysql_family);
            // With its checks of foreign keys switched off, a server refuses little.
            let is_checked = case.files.iter().all(|file| !file.text.contains("FOREIGN_KEY_CHECKS"));
            if is_script && speaks_mysql && is_checked {
                cases.push((format!("{suite}: {}", section.name), case));
            }
        }
    }
    cases
}

/// Holds what we say of a script to what the server says.
fn hold(server: &Server, database: &str, case: &Case) -> Result<(), String> {
    let text: String = case.files.iter().map(|file| format!("{}\n", file.text)).collect();
    let refusals = server.apply(database, &text);
    if refusals.iter().any(|it| SAYS_NOTHING.iter().any(|code| it.starts_with(&format!("ERROR {code}")))) {
        return Ok(());
    }
    let own = case.target.clone();
    let on_mariadb = Target::parse(TARGET).unwrap_or_else(|error| panic!("{error}"));
    for target in own.into_iter().chain([on_mariadb]) {
        let case = Case { target: Some(target.clone()), ..case.clone() };
        let findings = case.look().findings;
        if findings.iter().any(|it| matches!(it.rule.name, "statement-not-understood" | "syntax-error")) {
            continue;
        }
        let errors = || findings.iter().filter(|it| it.severity == Severity::Error);
        // What a platform refuses, a server may take; one that it refuses, some rule must tell.
        let of_server = errors().filter(|it| it.rule.category == Category::Correctness);
        let ours: Vec<&str> = of_server.map(|it| it.rule.name).collect();
        let is_told = if refusals.is_empty() { ours.is_empty() } else { errors().next().is_some() };
        if !is_told {
            return Err(format!("on {target} we find {ours:?}, the server refuses {refusals:?}"));
        }
    }
    Ok(())
}

// What the server adds, and what it writes in its own way

/// The lines that only one of two states has, and tables whose columns are in another order.
fn differences(replayed: Schema, dumped: Schema) -> Vec<String> {
    let names: Vec<_> = replayed.tables().map(|table| table.get().name.clone()).collect();
    let (mut replayed, mut dumped) = (replayed, dumped);
    let mut told = Vec::new();
    for name in &names {
        if let (Some(ours), Some(theirs)) = (replayed.table_mut(name), dumped.table_mut(name)) {
            settle(ours);
            settle(theirs);
            let order = |table: &Table| table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
            if order(ours) != order(theirs) {
                told.push(format!("columns of {name}: we say {:?}, the server {:?}", order(ours), order(theirs)));
            }
        }
    }
    let (ours, theirs) = (describe(&replayed), describe(&dumped));
    told.extend(ours.difference(&theirs).map(|line| format!("  we say     {line}")));
    told.extend(theirs.difference(&ours).map(|line| format!("  the server {line}")));
    told
}

/// Gives a table the one form of what the server may write in several.
fn settle(table: &mut Table) {
    // The server always names the engine, the usual one too, and in letters of its own.
    table.engine = Some(table.engine.as_deref().unwrap_or("InnoDB").to_lowercase().into());
    for column in &mut table.columns {
        match &mut column.default {
            Some(DefaultValue::Expression(text)) => *text = settled_expression(text).into(),
            // It is printed with the digits that its type has.
            Some(DefaultValue::Literal(text)) if matches!(column.ty.name.as_str(), "decimal" | "double" | "float") => {
                if let Ok(number) = text.parse::<f64>() {
                    *text = number.to_string().into();
                }
            }
            _ => {}
        }
        if let Some(generated) = &mut column.generated {
            generated.expression = settled_expression(&generated.expression).into();
        }
    }
    for check in &mut table.checks {
        check.expression = settled_expression(&check.expression).into();
    }
    if let Some(partitioning) = &mut table.partitioning {
        settle_partitioning(partitioning);
    }
    for foreign_key in &mut table.foreign_keys {
        // To InnoDB these are one, and it prints neither or either.
        for action in [&mut foreign_key.on_delete, &mut foreign_key.on_update] {
            if *action == ReferentialAction::Restrict {
                *action = ReferentialAction::NoAction;
            }
        }
        // The case of a column's letters means nothing; the server prints those of the table referred to.
        for column in &mut foreign_key.referenced_columns {
            *column = column.to_lowercase().into();
        }
    }
}

fn settle_partitioning(partitioning: &mut Partitioning) {
    let settle = |partition: &mut Partition| {
        // The server names the engine of each.
        partition.engine = Some("InnoDB".into());
        let (PartitionBound::LessThan(values) | PartitionBound::In(values)) =
            partition.bound.get_or_insert(PartitionBound::Current)
        else {
            return;
        };
        for value in values {
            *value = settled_expression(value).into();
        }
        // The server sorts lists.
        if let Some(PartitionBound::In(values)) = &mut partition.bound {
            values.sort();
        }
    };
    for partition in &mut partitioning.partitions {
        settle(partition);
        partition.subpartitions.iter_mut().for_each(settle);
    }
    if let Some(expression) = &mut partitioning.expression {
        *expression = settled_expression(expression).into();
    }
    if let Some(sub) = &mut partitioning.subpartitioning {
        settle_partitioning(sub);
    }
}

/// The server prints expressions with its own blanks, quotes and parentheses; the model keeps them as written.
fn settled_expression(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '`' | '(' | ')')).flat_map(char::to_lowercase).collect()
}
