//! Prisma's own engine as a second opinion on the database that a schema means: what `shoring sql` writes says what the engine
//! writes, thing by thing. To keep that honest, schemas are changed in one thing at a time, and that must show in both, and in a
//! comparison of the two states, which must tell of nothing else.
//!
//! The engine runs in Node, for PostgreSQL and SQLite; where Node or the package is missing, this says so and proves nothing. For
//! MySQL its recorded answers are asked, where they are at hand beside the corpus, and a real MariaDB.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use serde_json::{Value, json};
use shoring_core::{
    change::Change,
    report::changes::tell,
    rule::Severity,
    schema::{ForeignKeyWalker, IndexKind, IndexWalker},
    target::Target,
    text::Language,
    workspace::{Options, Role, Workspace},
};
use shoring_tests::{
    canonical::{Fact, facts},
    case::Case,
    draft::{Draft, Provider},
    files_below,
    generate::{Choices, Numbers},
    markdown::sections,
    pages_of_cases,
    peers::answers_of,
    root,
    server::Server,
};

/// A schema that is asked about.
#[derive(Clone)]
struct Asked {
    name: String,
    provider: Provider,
    files: Vec<(String, String)>,
}

/// Lines of the engine's SQL that are not what it means, as they should be, and why.
type Mend = fn(&str) -> Option<String>;
const FAULTS_OF_THE_ENGINE: &[(&str, Mend)] = &[
    ("SQLite: a default of Json stands without quotes, which is no SQL", |line| {
        let (head, json) = line.split_once(" JSONB ").filter(|_| line.starts_with("    \""))?;
        let (null, json) = json.split_once("DEFAULT ").filter(|(_, json)| !json.starts_with(['\'', '(']))?;
        let comma = if json.ends_with(',') { "," } else { "" };
        let json = json.trim_end_matches(',').replace('\'', "''");
        Some(format!("{head} JSONB {null}DEFAULT '{json}'{comma}"))
    }),
    ("SQLite: a default of Bytes is the text of its digits, not its bytes", |line| {
        let (head, digits) =
            line.split_once(" BLOB NOT NULL DEFAULT '").or_else(|| line.split_once(" BLOB DEFAULT '"))?;
        let not_null = if line.contains(" NOT NULL ") { "NOT NULL " } else { "" };
        Some(format!("{head} BLOB {not_null}DEFAULT X'{digits}"))
    }),
];

fn questions(asked: &[Asked]) -> Vec<Value> {
    asked.iter().map(|it| json!({ "name": it.name, "provider": it.provider.name(), "files": it.files })).collect()
}

/// Leaves out what Prisma's validator refuses: that is no database.
fn accepted(asked: Vec<Asked>) -> Vec<Asked> {
    let Some(answers) = answers_of("validate.mjs", &questions(&asked)) else { return asked };
    let is_valid = |it: &Value| it["errors"].as_array().is_some_and(Vec::is_empty);
    asked.into_iter().zip(&answers).filter(|(_, answer)| is_valid(answer)).map(|(asked, _)| asked).collect()
}

/// The SQL of the engine for each, none where it refuses the schema.
fn ask(asked: &[Asked]) -> Option<Vec<Option<String>>> {
    let answers = answers_of("engine.mjs", &questions(asked))?;
    let answer = |it: &Value| {
        let is_refused = it["error"].as_str().is_some_and(|error| !error.is_empty());
        it["sql"].as_str().filter(|_| !is_refused).map(ToOwned::to_owned)
    };
    Some(answers.iter().map(answer).collect())
}

/// What the engine's SQL says, with the faults that it needed mended.
fn facts_of_engine(sql: &str, provider: Provider, needed: &mut BTreeSet<&'static str>) -> BTreeSet<Fact> {
    let lines = sql.lines().map(|line| {
        let mut mended = FAULTS_OF_THE_ENGINE.iter().filter(|_| provider == Provider::Sqlite);
        let mended = mended.find_map(|(why, mend)| Some((why, mend(line)?)));
        needed.extend(mended.iter().map(|(why, _)| **why));
        mended.map_or_else(|| line.to_owned(), |(_, line)| line)
    });
    let text: Vec<String> = lines.collect();
    facts(&text.join("\n"), false)
}

fn target_of(provider: Provider) -> Target {
    match provider {
        Provider::MySql => Target::mysql(),
        Provider::Postgres => Target::postgres(),
        Provider::Sqlite => Target::sqlite(),
    }
}

/// The SQL that Shoring writes.
fn our_sql(asked: &Asked) -> String {
    let mut workspace = Workspace::new();
    for (path, text) in &asked.files {
        workspace.add(path, Language::Prisma, Role::State, text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    }
    let options = Options { target: Some(target_of(asked.provider)), ..Options::default() };
    let (_, statements) = workspace.sql(&options);
    statements.unwrap_or_else(|| panic!("{}: no SQL", asked.name)).join("\n")
}

/// What only one of the two says, in words; none where they say the same.
fn difference(ours: &BTreeSet<Fact>, theirs: &BTreeSet<Fact>) -> Option<String> {
    let line = |who: &str, it: &Fact| format!("  {who} {} {} ({}): {}", it.table, it.kind, it.about, it.text);
    let only_ours = ours.difference(theirs).map(|it| line("ours  ", it));
    let only_theirs = theirs.difference(ours).map(|it| line("theirs", it));
    let lines: Vec<String> = only_ours.chain(only_theirs).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn provider_of(text: &str) -> Option<Provider> {
    let datasource = text.split("datasource ").nth(1)?;
    let value = datasource.split("provider").nth(1)?.split('"').nth(1)?;
    Some(match value {
        "mysql" => Provider::MySql,
        "postgresql" | "postgres" => Provider::Postgres,
        "sqlite" => Provider::Sqlite,
        _ => return None,
    })
}

/// The Prisma schemas of the suites, the examples and the corpus: of two states, both.
fn all_schemas() -> Vec<Asked> {
    let mut all = Vec::new();
    let mut push = |name: String, files: Vec<(String, String)>| {
        let provider = files.iter().find_map(|(_, text)| provider_of(text));
        all.extend(provider.map(|provider| Asked { name, provider, files }));
    };
    for path in pages_of_cases() {
        let suite = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for section in sections(&std::fs::read_to_string(&path).unwrap_or_default()) {
            let case = Case::of(&section);
            for is_base in [false, true] {
                let of_side = case
                    .files
                    .iter()
                    .filter(|it| it.language == Language::Prisma && (it.role == Role::Base) == is_base);
                let files: Vec<_> = of_side.map(|it| (it.path.clone(), it.text.clone())).collect();
                push(format!("{suite}: {}{}", section.name, if is_base { " (before)" } else { "" }), files);
            }
        }
    }
    let corpus = std::env::var_os("SHORING_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        println!("SHORING_CORPUS is not set: real schemas are not looked at");
    }
    for folder in [Some(root().join("examples")), corpus].into_iter().flatten() {
        for path in files_below(&folder, &["prisma"]) {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            push(path.display().to_string(), vec![(path.display().to_string(), text)]);
        }
    }
    all
}

fn numbers(seed: u64) -> Vec<u16> {
    Numbers(seed).take(600)
}

fn drafted(name: String, draft: &Draft) -> Asked {
    Asked { name, provider: draft.provider, files: vec![("schema.prisma".to_owned(), draft.text())] }
}

#[test]
fn prismas_engine_makes_the_same_database_of_every_schema() {
    let mut all: Vec<Asked> = all_schemas().into_iter().filter(|it| it.provider != Provider::MySql).collect();
    let written = all.len();
    for provider in [Provider::Postgres, Provider::Sqlite] {
        all.extend((0..300).map(|seed| {
            let draft = Draft::new(provider, &mut Choices::new(&numbers(seed)));
            drafted(format!("generated: {} {seed}", provider.name()), &draft)
        }));
    }
    let Some(answers) = ask(&all) else { return };
    let mut told = Vec::new();
    let mut needed = BTreeSet::new();
    let (mut compared, mut generated) = (0, 0);
    for (nth, (asked, answer)) in all.iter().zip(answers).enumerate() {
        // What Prisma refuses means no database.
        let Some(sql) = answer else { continue };
        let theirs = facts_of_engine(&sql, asked.provider, &mut needed);
        let ours = facts(&our_sql(asked), false);
        if let Some(difference) = difference(&ours, &theirs) {
            told.push(format!("{}\n{difference}", asked.name));
        }
        if nth < written { compared += 1 } else { generated += 1 }
    }
    println!("{compared} schemas and {generated} of 600 generated ones mean to us what they mean to Prisma's engine");
    assert!(told.is_empty(), "{} schemas:\n\n{}", told.len(), told.join("\n\n"));
    assert!(compared > 80 && generated > 500, "too few are asked about");
    let idle: Vec<&str> = FAULTS_OF_THE_ENGINE.iter().map(|(why, _)| *why).filter(|it| !needed.contains(it)).collect();
    assert!(idle.is_empty(), "nothing needs these exceptions any more: {idle:?}");
}

/// What a change is about: kind, table, and column or columns.
type Entity = (&'static str, String, String);

/// What two scripts do not say alike.
fn entities_of_facts(base: &BTreeSet<Fact>, head: &BTreeSet<Fact>) -> BTreeSet<Entity> {
    let tables = |of: &BTreeSet<Fact>| -> BTreeSet<String> {
        of.iter().filter(|it| it.kind == "table").map(|it| it.table.clone()).collect()
    };
    let (before, after) = (tables(base), tables(head));
    let is_whole = |it: &Fact| before.contains(&it.table) == after.contains(&it.table);
    let mut entities = BTreeSet::new();
    for it in base.symmetric_difference(head).filter(|it| is_whole(it) || it.kind == "table") {
        match it.kind {
            "order" | "schema" | "extension" => {}
            // An enum is what the columns of it hold.
            "enum" => {
                let name = it.about.split('.').map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(".");
                let is_of_it = |column: &&Fact| column.kind == "column" && column.text.contains(&format!(" {name}"));
                let columns = base.iter().chain(head).filter(is_of_it).filter(|column| is_whole(column));
                entities.extend(columns.map(|it| (it.kind, it.table.clone(), it.about.clone())));
            }
            kind => _ = entities.insert((kind, it.table.clone(), it.about.clone())),
        }
    }
    entities
}

/// What a comparison of two drafts tells of.
fn entities_of_comparison(base: &Draft, head: &Draft) -> (BTreeSet<Entity>, String) {
    let mut workspace = Workspace::new();
    for (path, draft, role) in [("before.prisma", base, Role::Base), ("after.prisma", head, Role::State)] {
        let added = workspace.add(path, Language::Prisma, role, draft.text().as_bytes());
        added.unwrap_or_else(|error| panic!("{error}"));
    }
    let options = Options { target: Some(target_of(base.provider)), ..Options::default() };
    let states = workspace.states(&options).unwrap_or_else(|error| panic!("{error}"));
    let comparison = states.compare(&options);
    let mut entities = BTreeSet::new();

    let mut lines = String::new();
    for change in &comparison.diff.changes {
        let told = tell(*change, None);
        lines.push_str(&format!(
            "  {} {} {:?}: {:?} -> {:?}\n",
            told.kind, told.entity, told.label, told.before, told.after
        ));
        let table = change.table().map(|table| table.get().name.to_string()).unwrap_or_default();
        let index = |it: IndexWalker<'_>| if it.get().kind == IndexKind::Primary { "key" } else { "index" };
        match change {
            Change::Table(_) => _ = entities.insert(("table", table, String::new())),
            Change::Column(pair) => {
                let names = [pair.base(), pair.head()].into_iter().flatten();
                entities.extend(names.map(|it| ("column", table.clone(), it.get().name.to_string())));
            }
            Change::ColumnAspect { head, .. } => {
                entities.insert(("column", table, head.get().name.to_string()));
            }
            Change::Index(pair) => {
                let both: [Option<IndexWalker<'_>>; 2] = [pair.base(), pair.head()];
                // The server makes and drops some by itself.
                let written = both.into_iter().flatten().filter(|it| !it.get().implicit);
                entities.extend(written.map(|it| (index(it), table.clone(), quoted_names(&it.column_names()))));
            }
            Change::ForeignKey(pair) => {
                let both: [Option<ForeignKeyWalker<'_>>; 2] = [pair.base(), pair.head()];
                let enforced = both.into_iter().flatten().filter(|it| !it.is_emulated());
                entities.extend(enforced.map(|it| ("foreign key", table.clone(), quoted_names(&it.get().columns))));
            }
            Change::RelationMode { .. } => {}
            _ => _ = entities.insert(("another", table, told.entity.to_owned())),
        }
    }
    (entities, lines)
}

/// Changes of a schema that the database knows nothing of, and why.
const SILENT: &[(&str, &str, &str)] = &[
    ("a value that comes", "sqlite", "an enum is text there"),
    ("a value that goes", "sqlite", "an enum is text there"),
    ("the name of an enum", "sqlite", "an enum is text there"),
    ("the name of an enum", "mysql", "an enum is a type of its column"),
];

#[test]
fn one_change_of_a_schema_is_one_change_of_its_database() {
    let mut told = Vec::new();
    let mut needed = BTreeSet::new();
    // How many there were of each kind, and how many of those changed the database.
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for provider in [Provider::Postgres, Provider::Sqlite, Provider::MySql] {
        let is_mysql = provider == Provider::MySql;
        let mut changes = Vec::new();
        let mut asked = Vec::new();
        for seed in 1000..1015 {
            let draft = Draft::new(provider, &mut Choices::new(&numbers(seed)));
            let base = asked.len();
            asked.push(drafted(format!("{} {seed}", provider.name()), &draft));
            for (what, mutant) in draft.mutants() {
                changes.push((what, base, asked.len(), draft.clone(), mutant.clone()));
                asked.push(drafted(format!("{what}: {} {seed}", provider.name()), &mutant));
            }
        }
        let ours: Vec<BTreeSet<Fact>> = asked.iter().map(|it| facts(&our_sql(it), is_mysql)).collect();
        // Their engine writes no SQL for MySQL.
        if !is_mysql {
            let Some(answers) = ask(&asked) else { return };
            let is_taken: Vec<bool> = answers.iter().map(Option::is_some).collect();
            changes.retain(|(_, base, head, ..)| is_taken[*base] && is_taken[*head]);
            for ((answer, ours), asked) in answers.into_iter().zip(&ours).zip(&asked) {
                let theirs = answer.map(|sql| facts_of_engine(&sql, provider, &mut needed));
                let differs = theirs.and_then(|theirs| difference(ours, &theirs));
                told.extend(differs.map(|it| format!("{}\n{it}", asked.name)));
            }
        }
        for (what, old, new, base, head) in &changes {
            let of_facts = entities_of_facts(&ours[*old], &ours[*new]);
            let count = counts.entry((what, provider.name())).or_default();
            *count = (count.0 + 1, count.1 + usize::from(!of_facts.is_empty()));
            let (of_comparison, lines) = entities_of_comparison(base, head);
            if of_facts == of_comparison {
                continue;
            }
            told.push(format!(
                "{}\n  of the SQL alone: {:?}\n  of the comparison alone: {:?}\n{lines}",
                asked[*new].name,
                of_facts.difference(&of_comparison).collect::<Vec<_>>(),
                of_comparison.difference(&of_facts).collect::<Vec<_>>()
            ));
        }
    }
    let all: usize = counts.values().map(|(all, _)| all).sum();
    let shown: usize = counts.values().map(|(_, shown)| shown).sum();
    println!(
        "{shown} of {all} changes of {} kinds changed the SQL; a comparison tells of each, and of nothing else",
        counts.len()
    );
    assert!(told.is_empty(), "{} of {all}:\n\n{}", told.len(), told.join("\n\n"));
    let is_silent = |what: &str, provider: &str| SILENT.iter().any(|(it, of, _)| *it == what && *of == provider);
    let rare: Vec<_> = counts.iter().filter(|(_, (all, _))| *all < 2).collect();
    assert!(rare.is_empty(), "made too rarely: {rare:?}");
    let differs = |(what, provider): &(&str, &str), shown: usize| (shown == 0) != is_silent(what, provider);
    let differs: Vec<_> = counts.iter().filter(|(kind, (_, shown))| differs(kind, *shown)).collect();
    assert!(differs.is_empty(), "changed the SQL, or did not: {differs:?}");
}

fn quoted_names(columns: &[impl std::fmt::Display]) -> String {
    columns.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ")
}

// MySQL, whose SQL their engine does not write here

/// The rows of a file beside the corpus; none, and a word about it, where there is none.
fn recorded(file: &str) -> Option<(PathBuf, Vec<Value>)> {
    let corpus = std::env::var_os("SHORING_CORPUS").map(PathBuf::from);
    let text = corpus.as_ref().and_then(|corpus| std::fs::read_to_string(corpus.join("../oracle").join(file)).ok());
    let Some((corpus, text)) = corpus.zip(text) else {
        println!("SHORING_CORPUS is not set, or no recorded answers of Prisma stand beside it: {file} is not compared");
        return None;
    };
    Some((corpus, text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()))
}

#[test]
fn what_prisma_said_of_real_schemas_for_mysql_is_what_we_say() {
    let Some((corpus, rows)) = recorded("prisma-sql-real.jsonl") else { return };
    let mut told = Vec::new();
    let mut compared = 0;
    for row in rows {
        let (Some(schema), Some(sql), Some("mysql")) =
            (row["schema"].as_str(), row["sql"].as_str(), row["provider"].as_str())
        else {
            continue;
        };
        let Ok(text) = std::fs::read_to_string(corpus.join(schema)) else { continue };
        let asked = Asked {
            name: schema.to_owned(),
            provider: Provider::MySql,
            files: vec![("schema.prisma".to_owned(), text)],
        };
        let difference = difference(&facts(&our_sql(&asked), true), &facts(sql, true));
        told.extend(difference.map(|it| format!("{schema}\n{it}")));
        compared += 1;
    }
    println!("{compared} schemas for MySQL mean to us what Prisma made of them");
    assert!(told.is_empty(), "{}", told.join("\n\n"));
    assert!(compared > 5, "only {compared} schemas were compared");
}

/// The changes between two states for MySQL, each in words.
fn changes(base: (Language, &str), head: (Language, &str), target: &Target) -> Vec<String> {
    let mut workspace = Workspace::new();
    for ((language, text), role) in [(base, Role::Base), (head, Role::State)] {
        workspace.add(role_name(role), language, role, text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    }
    let options = Options { target: Some(target.clone()), ..Options::default() };
    let states = workspace.states(&options).unwrap_or_else(|error| panic!("{error}"));
    let comparison = states.compare(&options);
    // Who keeps the relations is no database's.
    let of_database = comparison.diff.changes.iter().filter(|it| !matches!(it, Change::RelationMode { .. }));
    let told = of_database.map(|change| {
        let told = tell(*change, target.dialect());
        let aspect = told.aspect.map(|aspect| format!(" {aspect}")).unwrap_or_default();
        format!("{} {}{aspect}: {}: {:?} -> {:?}", told.kind, told.entity, told.label, told.before, told.after)
    });
    told.collect()
}

fn role_name(role: Role) -> &'static str {
    if role == Role::Base { "before" } else { "after" }
}

/// Changes whose recorded SQL does not lead to the state after, and why.
const NOT_LED_TO: &[(&str, &str)] = &[];

#[test]
fn what_prisma_said_of_changes_for_mysql_leads_from_one_state_to_the_other() {
    let Some((_, rows)) = recorded("prisma-diff.jsonl") else { return };
    let mut told = Vec::new();
    let mut kinds = BTreeSet::new();
    for row in rows.iter().filter(|row| row["provider"] == "mysql") {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let files = vec![("schema.prisma".to_owned(), text("from"))];
        let from = Asked { name: text("probe"), provider: Provider::MySql, files };
        let led = format!("{}\n{}", our_sql(&from), text("sql"));
        let left = changes((Language::Sql, &led), (Language::Prisma, &text("to")), &Target::mysql());
        let is_excused = NOT_LED_TO.iter().any(|(probe, _)| *probe == text("probe"));
        if left.is_empty() == is_excused {
            told.push(format!("{} {}: {left:#?}\n{led}", text("probe"), text("dir")));
        }
        kinds.insert(text("probe"));
    }
    assert!(told.is_empty(), "{}", told.join("\n\n"));
    assert_eq!(kinds.len(), 22, "{kinds:?}");
}

/// What the server refuses of a schema, by the server's error: why.
const REFUSED_BY_SERVER: &[(&str, &str)] = &[("ERROR 1300", "MariaDB keeps names in utf8mb3, which has no emoji")];

/// Changes between a schema and what the server prints of it, by their beginning: why.
const PRINTED_OTHERWISE: &[(&str, &str)] = &[
    (
        "alter column nullability: Post.id",
        "of a model that the client ignores, Prisma writes NULL for a key that no server lets be",
    ),
    ("alter foreign_key: Post.author", "MariaDB takes SET DEFAULT, which InnoDB does not keep, and forgets it"),
];

#[test]
fn a_schema_and_the_dump_of_the_database_made_from_it_do_not_differ() {
    let Some(server) = Server::start() else { return };
    let target = Target::parse("mariadb-10.11").unwrap_or_else(|error| panic!("{error}"));
    let mut all: Vec<Asked> = all_schemas().into_iter().filter(|it| it.provider == Provider::MySql).collect();
    let mut seen = BTreeSet::new();
    all.retain(|it| seen.insert(it.files.clone()));
    all = accepted(all);
    all.extend((2000..2200).map(|seed| {
        let draft = Draft::new(Provider::MySql, &mut Choices::new(&numbers(seed)));
        drafted(format!("generated: {seed}"), &draft)
    }));
    let judge = |nth: usize| -> Option<(Option<String>, BTreeSet<&'static str>)> {
        let asked = all.get(nth)?;
        let mut workspace = Workspace::new();
        for (path, text) in &asked.files {
            let added = workspace.add(path, Language::Prisma, Role::State, text.as_bytes());
            added.unwrap_or_else(|error| panic!("{error}"));
        }
        let options = Options { target: Some(target.clone()), ..Options::default() };
        let (_, statements) = workspace.sql(&options);
        let sql = statements.unwrap_or_default().join("\n");
        let database = format!("schema_{nth}");
        let refusals = server.apply(&database, &sql);
        let mut needed = BTreeSet::new();
        let mut excused = |table: &'static [(&'static str, &'static str)], of: &str| {
            let exception = table.iter().find(|(words, _)| of.contains(words)).map(|(words, _)| *words);
            needed.extend(exception);
            exception.is_some()
        };
        // Prisma cuts long names, and refuses a schema in which two become one.
        if asked.name.starts_with("generated") && refusals.iter().any(|it| it.contains("Duplicate key name")) {
            return None;
        }
        if !refusals.is_empty() {
            let found = workspace.lint(&options).findings;
            let is_told = found.iter().any(|it| it.severity == Severity::Error);
            let is_excused = is_told || refusals.iter().all(|it| excused(REFUSED_BY_SERVER, it));
            let told = (!is_excused).then(|| format!("{}: refused: {refusals:#?}\n{sql}", asked.name));
            return Some((told, needed));
        }
        let dump = server.dump(&database);
        let text: Vec<&str> = asked.files.iter().map(|(_, text)| text.as_str()).collect();
        let found = changes((Language::Sql, &dump), (Language::Prisma, &text.join("\n")), &target);
        let found: Vec<&String> = found.iter().filter(|it| !excused(PRINTED_OTHERWISE, it)).collect();
        let told = (!found.is_empty()).then(|| format!("{}: {found:#?}\n{sql}\n{dump}", asked.name));
        Some((told, needed))
    };
    let of_thread = |first: usize| (first..all.len()).step_by(4).filter_map(judge).collect::<Vec<_>>();
    let verdicts: Vec<(Option<String>, BTreeSet<&str>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|first| scope.spawn(move || of_thread(first))).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap_or_else(|_| panic!("a thread panicked"))).collect()
    });
    println!("the databases of {} schemas were made, and printed", verdicts.len());
    let needed: BTreeSet<&str> = verdicts.iter().flat_map(|(_, needed)| needed.iter().copied()).collect();
    let told: Vec<String> = verdicts.into_iter().filter_map(|(told, _)| told).collect();
    assert!(told.is_empty(), "{} schemas:\n\n{}", told.len(), told.join("\n\n"));
    let idle =
        [REFUSED_BY_SERVER, PRINTED_OTHERWISE].concat().into_iter().map(|(it, _)| it).filter(|it| !needed.contains(it));
    let idle: Vec<&str> = idle.collect();
    assert!(idle.is_empty(), "nothing needs these exceptions any more: {idle:?}");
}
