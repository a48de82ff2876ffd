//! A text and what a real MariaDB prints of it are one schema: all SQL of the suites, the examples and, where it is at hand, the
//! corpus, and generated schemas. What the server refuses, Shoring must find fault with, and the other way round. To keep that
//! honest, each table that the server has printed is changed in one clause at a time, and the change must be found as what it is.
//!
//! Where no server is installed (`cargo xtask setup`), this says so and proves nothing; `cargo xtask ci` demands one.

use std::{collections::BTreeSet, fs, path::PathBuf, thread};

use shoring_core::{
    report::changes::tell,
    rule::Severity,
    schema::{LeftOut, Schema},
    target::{Dialect, Target},
    text::Language,
    workspace::{Options, Role, Workspace},
};
use shoring_tests::{
    case::Case,
    files_below,
    generate::{Choices, Flavor, Numbers, database, in_sql},
    markdown::{Fence, sections},
    mutate::{mutants, mutants_of_view},
    pages_of_cases, root,
    server::Server,
    servers::{DIFFERENT, OF_MYSQL, REFUSED_BY_SERVER, REFUSED_BY_US},
};

const TARGET: &str = "mariadb-10.11";
const THREADS: usize = 4;

/// What one text came to.
#[derive(Default)]
struct Verdict {
    told: Vec<String>,
    /// The exceptions that it needed.
    needed: Vec<&'static str>,
    /// What the server printed, where all went well.
    dump: Option<String>,
}

#[test]
fn a_text_and_what_the_server_prints_of_it_are_one_schema() {
    let Some(server) = Server::start() else { return };
    let texts = all_texts();
    let judge = |nth: usize| Some(print_back(&server, &format!("text_{nth}"), texts.get(nth)?));
    let of_thread = |first: usize| (first..texts.len()).step_by(THREADS).filter_map(judge).collect::<Vec<_>>();
    let verdicts: Vec<Verdict> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|first| scope.spawn(move || of_thread(first))).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap_or_else(|_| panic!("a thread panicked"))).collect()
    });
    let printed: Vec<&String> = verdicts.iter().filter_map(|it| it.dump.as_ref()).collect();
    println!("{} texts were shown to MariaDB, {} of them whole", texts.len(), printed.len());
    let mut told: Vec<String> = verdicts.iter().flat_map(|it| it.told.clone()).collect();
    let tables = distinct_tables(&printed);
    let (mutants, blind) = blind_to(&tables);
    println!(
        "{} tables were printed, and changed in one clause {mutants} times; missed: {}",
        tables.len(),
        blind.len()
    );
    told.extend(blind);
    let (of_views, blind) = blind_to_views(&printed);
    println!("views were changed in one clause {of_views} times; missed: {}", blind.len());
    assert!(of_views > 100, "there are views enough to be changed");
    told.extend(blind);
    let needed: BTreeSet<&str> = verdicts.iter().flat_map(|it| it.needed.iter().copied()).collect();
    let all = [REFUSED_BY_SERVER, REFUSED_BY_US, DIFFERENT].concat();
    let idle: Vec<&str> = all.iter().map(|(it, _)| *it).filter(|it| !needed.contains(it)).collect();
    assert!(told.is_empty(), "{} texts:\n\n{}", told.len(), told.join("\n\n"));
    assert!(idle.is_empty(), "nothing needs these exceptions any more: {idle:?}");
}

/// A text that is shown to the server.
struct Shown {
    name: String,
    text: String,
    /// It is written for MariaDB.
    is_maria: bool,
}

/// All SQL of the suites, the examples and the corpus, each text once.
fn all_texts() -> Vec<Shown> {
    let mut texts: Vec<Shown> = Vec::new();
    for path in pages_of_cases() {
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let suite =
            path.strip_prefix(root().join("tests/suites")).unwrap_or(&path).with_extension("").display().to_string();
        for section in sections(&page) {
            let name = format!("{suite}: {}", section.name);
            if matches!(suite.split('/').next(), Some("renames" | "language")) {
                continue;
            }
            // What stands there is no case: scripts, of which the special ones are judged in `mariadb.rs`, and the manual.
            if let "replay" | "manual" = suite.split('/').next().unwrap_or_default() {
                let is_special =
                    |it: &Fence| ["refused", "unseen", "differs", "not-understood"].iter().any(|word| it.says(word));
                for fence in section.fences.iter().filter(|it| !it.says("state") && !is_special(it)) {
                    let is_maria = fence.value("target").is_none_or(|it| it.starts_with("mariadb"));
                    texts.push(Shown { name: name.clone(), text: fence.text.clone(), is_maria });
                }
                continue;
            }
            let case = Case::of(&section);
            let is_maria = case.target.as_ref().is_some_and(|it| it.dialect() == Some(Dialect::MariaDb));
            let files = case.files.into_iter().filter(|file| file.language == Language::Sql);
            texts.extend(files.map(|file| Shown { name: name.clone(), text: file.text, is_maria }));
        }
    }
    let folders = [Some(root().join("examples")), std::env::var_os("SHORING_CORPUS").map(Into::into)];
    for path in folders.into_iter().flatten().flat_map(|folder: PathBuf| files_below(&folder, &["sql"])) {
        if let Some(text) = fs::read_to_string(&path).ok().filter(|text| is_mysql(&path.display().to_string(), text)) {
            texts.push(Shown { name: path.display().to_string(), text, is_maria: false });
        }
    }
    for shown in &mut texts {
        // The server keeps comments and the values of enums in utf8mb3: it prints `?` for what is beyond.
        shown.text = shown.text.chars().map(|c| if c > '\u{FFFF}' { '✚' } else { c }).collect();
    }
    // What goes on in a database of its own would meet what others have made there.
    texts.retain(|it| !it.text.lines().any(|line| line.starts_with("USE ")));
    let mut seen = BTreeSet::new();
    texts.retain(|it| seen.insert(it.text.clone()));
    texts
}

/// Whether a file of the corpus is of MySQL's family.
fn is_mysql(path: &str, text: &str) -> bool {
    let mut workspace = Workspace::new();
    let added = workspace.add(path, Language::Sql, Role::State, text.as_bytes());
    let target = workspace.lint(&Options::default()).target;
    added.is_ok() && target.target.dialect().is_some_and(Dialect::is_mysql_family)
}

/// Shows a text to the server, and compares what it prints with the text.
fn print_back(server: &Server, database: &str, shown: &Shown) -> Verdict {
    let Shown { name, text, is_maria } = shown;
    let mut verdict = Verdict::default();
    let refusals = server.apply(database, text);
    let (_, doubts) = lint(text);
    let mut excused = |table: &'static [(&'static str, &'static str)], of: &str| {
        let exception = table.iter().find(|(words, _)| of.contains(words)).map(|(words, _)| *words);
        // What MySQL has and MariaDB has not is no excuse where the text is MariaDB's.
        let exception = exception.filter(|it| !(*is_maria && OF_MYSQL.contains(it)));
        verdict.needed.extend(exception);
        exception.is_some()
    };
    if !refusals.is_empty() || !doubts.is_empty() {
        if doubts.is_empty() && !refusals.iter().all(|it| excused(REFUSED_BY_SERVER, it)) {
            verdict.told.push(format!("{name}: the server refuses {refusals:#?}, Shoring nothing\n{text}"));
        }
        if refusals.is_empty() && !doubts.iter().all(|it| excused(REFUSED_BY_US, &format!("{name}: {it}"))) {
            verdict.told.push(format!("{name}: the server refuses nothing, Shoring {doubts:#?}\n{text}"));
        }
        return verdict;
    }
    let Some(dump) = server.dump_if_any(database) else { return verdict };
    match changes(text, &dump) {
        Ok(changes) if changes.is_empty() => {}
        Ok(changes) => {
            if !changes.iter().all(|it| excused(DIFFERENT, &format!("{name}: {it}"))) {
                verdict.told.push(format!("{name}: {changes:#?}\n{text}\n---\n{dump}"));
            }
        }
        Err(error) => verdict.told.push(format!("{name}: {error}")),
    }
    verdict.dump = Some(dump);
    verdict
}

/// The changes between two texts for MariaDB, each in words.
fn changes(base: &str, head: &str) -> Result<Vec<String>, String> {
    let target = Target::parse(TARGET).unwrap_or_else(|error| panic!("{error}"));
    let options = Options { target: Some(target), ..Options::default() };
    let mut workspace = Workspace::new();
    for (path, text, role) in [("base.sql", base, Role::Base), ("head.sql", head, Role::State)] {
        workspace.add(path, Language::Sql, role, text.as_bytes()).map_err(|error| error.to_string())?;
    }
    let states = workspace.states(&options).map_err(|error| error.to_string())?;
    let comparison = states.compare(&options);
    let told = comparison.diff.changes.iter().map(|change| {
        let told = tell(*change, Some(Dialect::MariaDb));
        let aspect = told.aspect.map(|aspect| format!(" {aspect}")).unwrap_or_default();
        format!("{} {}{aspect}: {}: {:?} -> {:?}", told.kind, told.entity, told.label, told.before, told.after)
    });
    Ok(told.collect())
}

/// Each table that was printed, once.
fn distinct_tables(dumps: &[&String]) -> Vec<String> {
    let mut tables = BTreeSet::new();
    for dump in dumps {
        let starts = dump.match_indices("CREATE TABLE `").map(|(at, _)| at);
        tables.extend(starts.filter_map(|at| {
            let text = dump.get(at..)?;
            text.get(..text.find(";\n")? + 1).map(ToOwned::to_owned)
        }));
    }
    tables.into_iter().collect()
}

/// How many changes of one clause there were, and those that a comparison does not find as what they are.
fn blind_to(tables: &[String]) -> (usize, Vec<String>) {
    let of_thread = |first: usize| {
        let (mut count, mut blind) = (0, Vec::new());
        for table in tables.iter().skip(first).step_by(THREADS) {
            // Tables of tools are not compared.
            let name = table.split('`').nth(1).unwrap_or_default();
            if is_left_out(name) {
                continue;
            }
            for mutant in mutants(table) {
                count += 1;
                let found = changes(table, &mutant.text).unwrap_or_else(|error| vec![error]);
                let is_found = matches!(found.as_slice(), [one] if one.split(": ").next() == Some(mutant.told));
                if !is_found {
                    blind.push(format!(
                        "{}: should be {:?}, and is {found:#?}\n{}",
                        mutant.what, mutant.told, mutant.text
                    ));
                }
            }
        }
        (count, blind)
    };
    let all: Vec<(usize, Vec<String>)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|first| scope.spawn(move || of_thread(first))).collect();
        threads.into_iter().map(|it| it.join().unwrap_or_else(|_| panic!("a thread panicked"))).collect()
    });
    let count = all.iter().map(|(count, _)| count).sum();
    (count, all.into_iter().flat_map(|(_, blind)| blind).collect())
}

/// The same of the views of each dump.
fn blind_to_views(dumps: &[&String]) -> (usize, Vec<String>) {
    let (mut count, mut blind) = (0, Vec::new());
    for dump in dumps {
        // In large letters stands what is there until all views can be made.
        let views = dump
            .lines()
            .filter(|it| ["select ", "with ", "(select "].iter().any(|word| it.contains(&format!("` AS {word}"))));
        for mutant in views.flat_map(|view| mutants_of_view(view).into_iter().map(move |mutant| (view, mutant))) {
            let (view, mutant) = mutant;
            count += 1;
            let found = changes(dump, &dump.replacen(view, &mutant.text, 1)).unwrap_or_else(|error| vec![error]);
            if !matches!(found.as_slice(), [one] if one.split(": ").next() == Some(mutant.told)) {
                blind.push(format!("{}: should be {:?}, and is {found:#?}\n{}", mutant.what, mutant.told, mutant.text));
            }
        }
    }
    (count, blind)
}

/// Whether a table is one of a tool's.
fn is_left_out(name: &str) -> bool {
    let (schema, _) = lint(&format!("CREATE TABLE `{name}` (a int)"));
    LeftOut::of(&schema, []).contains(name)
}

/// Generated schemas: as many as `SHORING_CASES` says, from `SHORING_SEED` on.
#[test]
fn a_generated_schema_and_what_the_server_prints_of_it_are_one() {
    let Some(server) = Server::start() else { return };
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let (seed, cases) = (number("SHORING_SEED").unwrap_or(1), number("SHORING_CASES").unwrap_or(1_000));
    let judge = |nth: u64| {
        let mut numbers = Numbers(seed.wrapping_mul(1_000_003).wrapping_add(nth));
        let (schema, spelling) = (numbers.take(400), numbers.take(900));
        let database = database(&mut Choices::new(&schema), Flavor::MariaDb);
        let text = in_sql(&database, &mut Choices::new(&spelling));
        let shown = Shown { name: format!("SHORING_SEED={seed}, schema {nth}"), text, is_maria: true };
        let verdict = print_back(&server, &format!("made_{nth}"), &shown);
        (verdict.dump.is_some(), verdict.told)
    };
    let of_thread = |first: u64| (first..cases).step_by(THREADS).map(judge).collect::<Vec<_>>();
    let all: Vec<(bool, Vec<String>)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS as u64).map(|first| scope.spawn(move || of_thread(first))).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap_or_else(|_| panic!("a thread panicked"))).collect()
    });
    let whole = all.iter().filter(|(is_whole, _)| *is_whole).count();
    println!("SHORING_SEED={seed}: {cases} schemas were shown to MariaDB, {whole} of them taken whole");
    let mut told: Vec<String> = all.into_iter().flat_map(|(_, told)| told).collect();
    told.sort_by_key(String::len);
    let shortest: Vec<&str> = told.iter().take(5).map(String::as_str).collect();
    let heads: Vec<&str> = told.iter().map(|it| it.split("\nCREATE").next().unwrap_or_default()).collect();
    assert!(
        told.is_empty(),
        "{} schemas, the shortest of them:\n\n{}\n\nAll:\n{}",
        told.len(),
        shortest.join("\n\n"),
        heads.join("\n")
    );
}

/// The schema that a text leads to, and the words of what is wrong with it: what is not understood, and what a server refuses.
fn lint(text: &str) -> (Schema, Vec<String>) {
    let target = Target::parse(TARGET).unwrap_or_else(|error| panic!("{error}"));
    let mut workspace = Workspace::new();
    let added = workspace.add("script.sql", Language::Sql, Role::State, text.as_bytes());
    added.unwrap_or_else(|error| panic!("{error}"));
    let analysis = workspace.lint(&Options { target: Some(target), ..Options::default() });
    let is_doubt = |rule: &str| matches!(rule, "syntax-error" | "statement-not-understood");
    let wrong = analysis.findings.iter().filter(|it| it.severity == Severity::Error || is_doubt(it.rule.name));
    (analysis.schema.clone(), wrong.map(|it| format!("{}: {}", it.rule.name, it.message)).collect())
}
