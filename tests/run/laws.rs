//! The laws of comparing, over databases that nobody has thought of: generated schemas, and generated edits of them.
//!
//! What fails is made small, and told with the seed. `SHORING_SEED` takes another one, `SHORING_CASES` another number
//! of cases.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use proptest::{
    collection::vec,
    num::u16::ANY,
    test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};
use shoring_core::{
    diff::RenameHint,
    report::{Change, Report},
    schema::{DefaultValue, Index, IndexWalker, Schema, Table as TableOf},
    target::Target,
    text::{Encoding, Language},
    workspace::{Options, Role, Workspace},
};
use shoring_tests::{
    case::Case,
    fix_law::describe,
    generate::{
        Choices, Collation, Database, Expected, Flavor, ForeignKey, KINDS, Kind, Mode, Table, database, edit,
        in_prisma, in_sql,
    },
    markdown::sections,
    root,
    server::Server,
};

/// How often every edit is made, in every pair of languages.
const EACH: u32 = 20;

/// What one case says: `Ok(None)` where the schema has no place for it.
type Verdict = Result<Option<()>, String>;

/// Puts a law to the test in so many cases.
fn law(name: &str, cases: u32, holds: impl Fn(&[u16], &[u16]) -> Verdict) -> Result<(), String> {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let seed = number("SHORING_SEED").unwrap_or(1);
    let config = Config {
        cases: number("SHORING_CASES").and_then(|it| u32::try_from(it).ok()).unwrap_or(cases),
        rng_seed: RngSeed::Fixed(seed),
        max_global_rejects: 100_000,
        max_shrink_iters: 3_000,
        failure_persistence: None,
        ..Config::default()
    };
    let told = RefCell::new(String::new());
    let outcome = TestRunner::new(config).run(&(vec(ANY, 0..600), vec(ANY, 0..60)), |(schema, edits)| {
        match holds(&schema, &edits) {
            Ok(Some(())) => Ok(()),
            Ok(None) => Err(TestCaseError::reject("no place for it")),
            Err(error) => {
                told.replace(error);
                Err(TestCaseError::fail("broken"))
            }
        }
    });
    outcome.map_err(|error| {
        let told = told.take();
        let told = if told.is_empty() { error.to_string() } else { told };
        format!("{name}, with SHORING_SEED={seed}:\n{told}")
    })
}

fn must(outcome: Result<(), String>) {
    assert!(outcome.is_ok(), "{}", outcome.err().unwrap_or_default());
}

// 1. What is the same does not differ

#[test]
fn a_schema_does_not_differ_from_itself_in_another_spelling() {
    must(law("two spellings", 200, |schema, spelling| {
        for flavor in [Flavor::MySql, Flavor::MariaDb] {
            let database = database(&mut Choices::new(schema), flavor);
            let plain = in_sql(&database, &mut Choices::new(&[]));
            let other = in_sql(&database, &mut Choices::new(&spelling.repeat(20)));
            for (a, b) in [(&plain, &plain), (&plain, &other), (&other, &plain)] {
                nothing_differs(&Text::sql(a), &Text::sql(b), target_of(flavor))?;
            }
        }
        Ok(Some(()))
    }));
}

#[test]
fn a_prisma_schema_does_not_differ_from_the_sql_of_its_database() {
    must(law("two languages", 200, |schema, spelling| {
        let database = database(&mut Choices::new(schema), Flavor::Prisma);
        let (sql, prisma) = (in_sql(&database, &mut Choices::new(&spelling.repeat(20))), in_prisma(&database));
        let (sql, prisma) = (Text::sql(&sql), Text::prisma(&prisma));
        for (a, b) in [(&prisma, &prisma), (&sql, &prisma), (&prisma, &sql)] {
            nothing_differs(a, b, MYSQL)?;
        }
        Ok(Some(()))
    }));
}

#[test]
fn a_prisma_schema_does_not_differ_from_a_database_that_has_more_than_it_can_say() {
    must(law("more than Prisma can say", 200, |schema, more| {
        let database = database(&mut Choices::new(schema), Flavor::Prisma);
        let (sql, prisma) = (Text::sql(&plain(&with_more(&database, more))), Text::prisma(&in_prisma(&database)));
        for target in [MYSQL, MARIADB] {
            nothing_differs(&sql, &prisma, target)?;
            nothing_differs(&prisma, &sql, target)?;
        }
        Ok(Some(()))
    }));
}

fn nothing_differs(a: &Text, b: &Text, target: &str) -> Result<(), String> {
    let (changes, _) = compare(a, b, target, Vec::new())?;
    if changes.is_empty() { Ok(()) } else { Err(format!("{changes:#?}\n{}\n---\n{}", a.text, b.text)) }
}

// 2. The statements lead from the one to the other

#[test]
fn the_statements_lead_to_the_state_after() {
    let uses = Uses::default();
    for flavor in [Flavor::MySql, Flavor::MariaDb, Flavor::Prisma] {
        must(law("statements of several edits", 100, |schema, edits| {
            let before = database(&mut Choices::new(schema), flavor);
            let Some(after) = several_edits(&before, edits) else { return Ok(None) };
            let renames = renames(&before, &after);
            let (a, b) = (Text::of(&before, flavor), Text::of(&after, flavor));
            let (_, statements) = compare(&a, &b, target_of(flavor), renames)?;
            let wanted = if flavor == Flavor::Prisma { as_prisma_makes_it(&before, &after) } else { after };
            let is_placed = flavor != Flavor::Prisma;
            let way = Way { before: &plain(&before), statements: &statements, after: &plain(&wanted), is_placed };
            leads_to(&way, target_of(flavor), Some(&uses)).map(Some)
        }));
    }
    uses.all_are_needed(SETTLED);
}

#[test]
fn what_prisma_cannot_say_survives() {
    for target in [MYSQL, MARIADB] {
        must(law("statements from SQL to Prisma", 200, |schema, edits| {
            let Some((before, after, statements)) = from_sql_to_prisma(schema, edits, target)? else {
                return Ok(None);
            };
            let way = Way { before: &before, statements: &statements, after: &after, is_placed: false };
            leads_to(&way, target, None).map(Some)
        }));
    }
}

/// A database with more than Prisma can say, what it is after some edits that Prisma can say, both as SQL, and the
/// statements that lead from the SQL to the Prisma schema.
fn from_sql_to_prisma(
    schema: &[u16],
    edits: &[u16],
    target: &str,
) -> Result<Option<(String, String, Vec<String>)>, String> {
    let before = with_more(&database(&mut Choices::new(schema), Flavor::Prisma), edits);
    // SQL has no words for relations that the client keeps.
    let Some(after) = several_edits(&before, edits).filter(|_| before.mode == Mode::ForeignKeys) else {
        return Ok(None);
    };
    if after.mode != Mode::ForeignKeys {
        return Ok(None);
    }
    let (a, b) = (plain(&before), Text::prisma(&in_prisma(&after)));
    let (_, statements) = compare(&Text::sql(&a), &b, target, renames(&before, &after))?;
    Ok(Some((a, plain(&as_prisma_makes_it(&before, &after)), statements)))
}

fn plain(database: &Database) -> String {
    in_sql(database, &mut Choices::new(&[]))
}

fn with_more(database: &Database, more: &[u16]) -> Database {
    let mut database = database.clone();
    database.add_what_prisma_cannot_say(&mut Choices::new(&more.repeat(20)));
    database
}

/// New tables have the collation that Prisma gives them on MySQL.
fn as_prisma_makes_it(before: &Database, after: &Database) -> Database {
    let mut after = after.clone();
    for table in after.tables.iter_mut().filter(|table| before.table(table.id).is_none()) {
        table.collation = Some(Collation { charset: "utf8mb4", name: "utf8mb4_unicode_ci" });
    }
    after
}

/// Up to fifteen edits of any kind; those that the schema has no place for are left out.
fn several_edits(before: &Database, edits: &[u16]) -> Option<Database> {
    let mut choices = Choices::new(edits);
    let mut after = before.clone();
    for _ in 0..=choices.below(15) {
        let kind = choices.of(KINDS);
        if matches!(kind, Kind::TableRenameDeclared | Kind::ColumnRenameDeclared) {
            continue;
        }
        let mut next = after.clone();
        if edit(&mut next, kind, &mut choices).is_some() {
            after = next;
        }
    }
    // A table in the place of another keeps its engine and collation where the text after names none: that is the
    // server's own, which nobody knows.
    let is_other = |it: &Table| before.tables.iter().any(|old| old.name == it.name && old.id != it.id);
    // A constraint in the place of one without a name is no other: the number that the server counted is no name.
    let is_named = |it: &Table| {
        let kept = before.table(it.id).into_iter().flat_map(|old| &old.foreign_keys);
        let differs = |old: &ForeignKey| {
            it.foreign_keys.iter().any(|new| new.columns == old.columns && new.name.is_some() != old.name.is_some())
        };
        kept.into_iter().any(differs)
    };
    (!after.tables.iter().any(|it| is_other(it) || is_named(it))).then_some(after)
}

/// The text before, the statements, and the text that they should lead to.
struct Way<'a> {
    before: &'a str,
    statements: &'a [String],
    after: &'a str,
    /// Whether the text after says where columns stand.
    is_placed: bool,
}

impl Way<'_> {
    fn script(&self) -> String {
        format!("{}\n{}\n", self.before, self.statements.join("\n"))
    }
}

/// What the replay of the statements leads to, and what the text after says.
fn leads_to(way: &Way<'_>, target: &str, uses: Option<&Uses>) -> Result<(), String> {
    let script = way.script();
    let (ours, wanted) = (state(&script, target)?, state(way.after, target)?);
    let lines = |schema: &Schema, but| lines(schema.clone(), way.is_placed, but);
    let (led, aim) = (lines(&ours, None), lines(&wanted, None));
    let mut told: Vec<String> = aim.difference(&led).map(|line| format!("  missing  {line}")).collect();
    told.extend(led.difference(&aim).map(|line| format!("  left     {line}")));
    if !told.is_empty() {
        return Err(format!("{}\n{script}\n---\n{}", told.join("\n"), way.after));
    }
    if let Some(uses) = uses {
        uses.count(SETTLED, |but| lines(&ours, Some(but)) != lines(&wanted, Some(but)));
    }
    Ok(())
}

/// All that a text says about its database.
fn state(text: &str, target: &str) -> Result<Schema, String> {
    let mut workspace = Workspace::new();
    let added = workspace.add("a.sql", Language::Sql, Role::State, text.as_bytes());
    added.map_err(|error| error.to_string())?;
    let analysis = workspace.lint(&options(target, Vec::new()));
    let unread =
        analysis.findings.iter().find(|it| matches!(it.rule.name, "syntax-error" | "statement-not-understood"));
    if let Some(unread) = unread {
        return Err(format!("{}\n{text}", unread.message));
    }
    Ok(analysis.schema.clone())
}

/// What two states of one database may differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unlike {
    IndexNames,
    ConstraintNumbers,
    ColumnOrder,
    Restrict,
    KeyOrder,
    Counter,
    Hash,
}

/// What is not compared as it stands, and why.
type Settled = [(Unlike, &'static str)];

const SETTLED: &Settled = &[
    // Of indexes on just the columns of a foreign key.
    (Unlike::IndexNames, "the server names those that it makes, and keeps them"),
    (Unlike::ConstraintNumbers, "of foreign keys and checks without a name, the server counts on behind the highest"),
    (Unlike::ColumnOrder, "Prisma does not say where a column stands"),
    (Unlike::Restrict, "whether it is written or nothing: to MySQL they are one"),
];

/// How often the states would have differed without each thing that is settled.
#[derive(Default)]
struct Uses(RefCell<BTreeMap<Unlike, u32>>);

impl Uses {
    fn count(&self, settled: &Settled, differs_without: impl Fn(Unlike) -> bool) {
        for (unlike, _) in settled.iter().filter(|(unlike, _)| differs_without(*unlike)) {
            *self.0.borrow_mut().entry(*unlike).or_default() += 1;
        }
    }

    fn all_are_needed(&self, settled: &Settled) {
        let uses = self.0.borrow();
        let idle = settled.iter().filter(|(unlike, _)| !uses.contains_key(unlike));
        let idle: Vec<String> = idle.map(|(unlike, why)| format!("{unlike:?} ({why})")).collect();
        println!("settled: {uses:?}");
        // Other numbers make other databases, which may do without one of them.
        let is_usual = ["SHORING_SEED", "SHORING_CASES"].iter().all(|name| std::env::var_os(name).is_none());
        assert!(!is_usual || idle.is_empty(), "nothing needs these to be settled: {idle:?}");
    }
}

/// A schema as lines, with what `SETTLED` names settled, but for one of it.
fn lines(mut schema: Schema, is_placed: bool, but: Option<Unlike>) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for table in schema.tables() {
        let name = &table.get().name;
        for column in table.columns() {
            let (it, details) = (column.get(), column.get().details());
            let (charset, collation) = (column.charset(), column.collation());
            lines.insert(format!(
                "{name}.{} {charset:?} {collation:?} {:?} {} {} {} {:?} {:?}",
                it.name,
                details.comment,
                details.on_update_now,
                details.invisible,
                details.is_json,
                details.storage,
                details.srid
            ));
        }
        let is_told = |it: &&Index| it.comment.is_some() || it.key_block_size.is_some();
        for index in table.keys().map(IndexWalker::get).filter(is_told) {
            lines.insert(format!("{name} index {:?} {:?} {:?}", index.parts, index.comment, index.key_block_size));
        }
        let it = table.get();
        lines.insert(format!(
            "{name} {:?} {:?} {:?} {:?} {:?}",
            it.engine, it.charset, it.collation, it.comment, it.options
        ));
        if is_placed || but == Some(Unlike::ColumnOrder) {
            let order: Vec<&str> = it.columns.iter().map(|column| column.name.as_str()).collect();
            lines.insert(format!("{name} columns {order:?}"));
        }
    }
    lines.extend(schema.views.values().map(|view| format!("view {} {}", view.name, view.text)));
    let names: Vec<_> = schema.tables().map(|table| table.get().name.clone()).collect();
    for name in &names {
        schema.table_mut(name).into_iter().for_each(|table| settle(table, but));
    }
    lines.extend(describe(&schema));
    lines
}

fn settle(table: &mut TableOf, but: Option<Unlike>) {
    let settles = |unlike| but != Some(unlike);
    let columns: Vec<_> = table.foreign_keys.iter().map(|it| it.columns.clone()).collect();
    for index in table.indexes.iter_mut().filter(|_| settles(Unlike::IndexNames)) {
        let of: Vec<_> = index.parts.iter().filter_map(|part| part.column_name().cloned()).collect();
        if columns.contains(&of) && index.kind == shoring_core::schema::IndexKind::Plain {
            index.name = "of a foreign key".into();
        }
    }
    for foreign_key in &mut table.foreign_keys {
        if settles(Unlike::ConstraintNumbers) {
            foreign_key.name = foreign_key.name.take().filter(|name| !name.contains("_ibfk_"));
        }
        for action in [&mut foreign_key.on_delete, &mut foreign_key.on_update] {
            if settles(Unlike::Restrict) && *action == shoring_core::schema::ReferentialAction::Restrict {
                *action = shoring_core::schema::ReferentialAction::NoAction;
            }
        }
    }
    for check in &mut table.checks {
        check.expression = without_quotes(&check.expression).into();
        let is_named = check.is_named_in(&table.name);
        check.name = check.name.take().filter(|_| is_named || !settles(Unlike::ConstraintNumbers));
    }
    // Expressions are kept as written, and Prisma's stand in parentheses.
    for column in &mut table.columns {
        if let Some(DefaultValue::Expression(text)) = &mut column.default {
            *text = without_quotes(text).into();
        }
        if let Some(generated) = &mut column.generated {
            generated.expression = without_quotes(&generated.expression).into();
        }
    }
}

fn without_quotes(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '`' | '(' | ')')).collect()
}

// 3. One edit is one change

/// What an edit brings with it by necessity.
const FOLLOWS: &[(Kind, &str, &str)] = &[
    (Kind::TableDrop, "drop foreign_key", "a foreign key cannot refer to a table that is gone"),
    (Kind::TableDrop, "drop index", "the index that the server made for such a foreign key"),
    (Kind::TableCollation, "alter column collation", "a column that names none has that of its table"),
    (Kind::ColumnDrop, "drop foreign_key", "a foreign key needs its columns, and those that it refers to"),
    (
        Kind::ColumnDrop,
        "drop index",
        "an index goes with its last column, and one that the server made with its foreign key",
    ),
    (Kind::ColumnAdd, "create check", "the check in its definition, which is the table's to MySQL"),
    (Kind::ColumnDrop, "drop check", "a check of a column that is gone, to MySQL one of the table's"),
    (Kind::ColumnDrop, "alter index", "an index of several columns has one less"),
    (Kind::PrimaryKeyAdd, "alter column nullability", "the columns of a primary key are NOT NULL"),
    (Kind::PrimaryKeyChange, "alter column nullability", "the columns of a primary key are NOT NULL"),
    (Kind::ForeignKeyDrop, "drop index", "the index that the server made for it stays behind"),
    (Kind::RelationMode, "alter foreign_key", "all relations are kept by another side"),
    (Kind::RelationMode, "drop index", "the indexes that the server made stay behind"),
];

/// In which languages the states before and after are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pairing {
    Sql(Flavor),
    Prisma,
    SqlToPrisma,
}

#[test]
fn one_edit_is_one_change_in_mysql() {
    each_edit(Pairing::Sql(Flavor::MySql));
}

#[test]
fn one_edit_is_one_change_in_mariadb() {
    each_edit(Pairing::Sql(Flavor::MariaDb));
}

#[test]
fn one_edit_is_one_change_in_prisma() {
    each_edit(Pairing::Prisma);
}

#[test]
fn one_edit_is_one_change_from_sql_to_prisma() {
    each_edit(Pairing::SqlToPrisma);
}

fn each_edit(pairing: Pairing) {
    let counted: RefCell<BTreeMap<Kind, u32>> = RefCell::default();
    let followed = Cell::new(0);
    let mut broken = Vec::new();
    let possible = KINDS.iter().copied().filter(|kind| is_possible(*kind, pairing));
    for kind in possible.clone() {
        let one = |schema: &[u16], edits: &[u16]| {
            let verdict = one_edit(kind, pairing, schema, edits, &followed)?;
            if verdict.is_some() {
                *counted.borrow_mut().entry(kind).or_default() += 1;
            }
            Ok(verdict)
        };
        broken.extend(law(&format!("{kind:?} in {pairing:?}"), EACH, one).err());
    }
    for (kind, times) in counted.borrow().iter() {
        println!("{pairing:?} {kind:?}: {times}");
    }
    println!("{pairing:?}: {} changes that follow from others", followed.get());
    assert!(broken.is_empty(), "{}", broken.join("\n\n"));
    let seldom: Vec<Kind> = possible.filter(|kind| counted.borrow().get(kind).is_none_or(|it| *it < EACH)).collect();
    assert!(seldom.is_empty(), "made less than {EACH} times: {seldom:?}");
}

fn is_possible(kind: Kind, pairing: Pairing) -> bool {
    match pairing {
        // Only a Prisma schema says who keeps the relations.
        // Only MySQL has checks that are not enforced.
        Pairing::Sql(Flavor::MariaDb) => !matches!(kind, Kind::RelationMode | Kind::CheckEnforced),
        Pairing::Sql(_) => kind != Kind::RelationMode,
        Pairing::Prisma => kind.is_in_prisma(),
        Pairing::SqlToPrisma => kind.is_in_prisma() && kind != Kind::RelationMode,
    }
}

fn one_edit(kind: Kind, pairing: Pairing, schema: &[u16], edits: &[u16], followed: &Cell<usize>) -> Verdict {
    let flavor = if let Pairing::Sql(flavor) = pairing { flavor } else { Flavor::Prisma };
    let mut before = database(&mut Choices::new(schema), flavor);
    if pairing == Pairing::SqlToPrisma {
        before = with_more(&before, edits);
    }
    let mut choices = Choices::new(edits);
    let mut after = before.clone();
    let Some(edit) = edit(&mut after, kind, &mut choices) else { return Ok(None) };
    // SQL has no words for relations that the client keeps.
    if pairing == Pairing::SqlToPrisma && after.mode == Mode::Prisma && kind.is_of_foreign_key() {
        return Ok(None);
    }
    let a = if pairing == Pairing::Prisma { Text::prisma(&in_prisma(&before)) } else { Text::sql(&plain(&before)) };
    let b = if flavor == Flavor::Prisma { Text::prisma(&in_prisma(&after)) } else { Text::sql(&plain(&after)) };
    let is_declared = matches!(kind, Kind::TableRenameDeclared | Kind::ColumnRenameDeclared);
    let hints = if is_declared { Vec::new() } else { renames(&before, &after) };
    let (changes, statements) = compare(&a, &b, target_of(flavor), hints)?;
    let texts = || format!("\n{}\n---\n{}", a.text, b.text);
    let mut left = changes.clone();
    let is_emulated = after.mode == Mode::Prisma && before.mode == Mode::Prisma && pairing == Pairing::SqlToPrisma;
    let following = edit.following.iter().filter(|it| !(is_emulated && it.entity == "foreign_key"));
    for it in following.clone() {
        let words = words(it);
        if !FOLLOWS.iter().any(|(of, follows, _)| *of == kind && *follows == words) {
            return Err(format!("{words} follows from {kind:?}, and the table does not say why"));
        }
        followed.set(followed.get() + 1);
    }
    for it in edit.changes.iter().chain(following) {
        let Some(found) = left.iter().position(|change| is_told(it, change)) else {
            return Err(format!("missed {it:#?}\nchanges are {changes:#?}{}", texts()));
        };
        left.remove(found);
    }
    if !left.is_empty() {
        return Err(format!("{edit:#?}\nand not {left:#?}{}", texts()));
    }
    let is_placed = flavor != Flavor::Prisma;
    let wanted = if is_placed { after } else { as_prisma_makes_it(&before, &after) };
    let way = Way { before: &plain(&before), statements: &statements, after: &plain(&wanted), is_placed };
    leads_to(&way, target_of(flavor), None).map(Some)
}

fn words(it: &Expected) -> String {
    let aspect = it.aspect.map(|aspect| format!(" {aspect}")).unwrap_or_default();
    format!("{} {}{aspect}", it.kind, it.entity)
}

fn is_told(expected: &Expected, change: &Change) -> bool {
    let is_called =
        |name: &String| *name == change.name || (name.ends_with('_') && change.name.starts_with(name.as_str()));
    expected.kind == change.kind
        && expected.entity == change.entity
        && expected.table == change.table
        && expected.aspect == change.aspect.as_deref()
        && expected.names.iter().any(is_called)
}

// 6. A real server takes the statements, and is led to the state after

/// How many pairs are shown to the server.
const SHOWN: u32 = 200;

/// What of a server's own text is not compared, and why.
const OF_THE_SERVER: &Settled = &[
    (Unlike::KeyOrder, "of keys and constraints, what is added comes last, which means nothing"),
    (Unlike::ConstraintNumbers, "of foreign keys without a name, the server counts on behind the highest"),
    (Unlike::ColumnOrder, "Prisma does not say where a column stands"),
];

/// What is not compared beside that in the cases of a suite, and why.
const OF_THE_SUITE: &Settled = &[
    (Unlike::Counter, "what the next number of a table is belongs to its rows"),
    (Unlike::Hash, "of InnoDB, which has none, and of MEMORY, which has no other unless told"),
];

#[test]
fn a_server_takes_the_statements_and_is_led_to_the_state_after() {
    let Some(server) = Server::start() else { return };
    let shown = Cell::new(0);
    let uses = Uses::default();
    // Asking takes long: nothing is made small, and the shortest of what fails is told.
    let broken: RefCell<Vec<String>> = RefCell::default();
    let show = |way: &Way<'_>| {
        let nth = shown.replace(shown.get() + 1);
        broken.borrow_mut().extend(leads_server_to(&server, nth, way, &uses).err());
    };
    must(law("statements on MariaDB", SHOWN, |schema, edits| {
        let before = database(&mut Choices::new(schema), Flavor::MariaDb);
        let Some(after) = several_edits(&before, edits) else { return Ok(None) };
        let (a, b) = (plain(&before), plain(&after));
        if a == b {
            return Ok(None);
        }
        let (_, statements) = compare(&Text::sql(&a), &Text::sql(&b), MARIADB, renames(&before, &after))?;
        show(&Way { before: &a, statements: &statements, after: &b, is_placed: true });
        Ok(Some(()))
    }));
    must(law("statements from SQL to Prisma on MariaDB", SHOWN / 2, |schema, edits| {
        let Some((before, after, statements)) = from_sql_to_prisma(schema, edits, MARIADB)? else { return Ok(None) };
        if before == after {
            return Ok(None);
        }
        show(&Way { before: &before, statements: &statements, after: &after, is_placed: false });
        Ok(Some(()))
    }));
    println!("{} pairs were shown to MariaDB", shown.get());
    let mut broken = broken.take();
    broken.sort_by_key(String::len);
    let told: Vec<&str> = broken.iter().take(5).map(String::as_str).collect();
    assert!(told.is_empty(), "{} pairs, the shortest of them:\n\n{}", broken.len(), told.join("\n\n"));
    uses.all_are_needed(OF_THE_SERVER);
}

/// The cases of `tests/suites/diff/statements.md` that are for MariaDB.
#[test]
fn a_server_takes_the_statements_of_the_suite() {
    let Some(server) = Server::start() else { return };
    let page = std::fs::read_to_string(root().join("tests/suites/diff/statements.md")).unwrap_or_default();
    let uses = Uses::default();
    let mut shown = 0;
    for section in sections(&page) {
        let case = Case::of(&section);
        let is_for_server = case.target.as_ref().is_some_and(|it| it.name().starts_with(MARIADB));
        let text = |role| case.files.iter().find(|it| it.role == role && it.language == Language::Sql);
        let Some((before, statements)) = text(Role::Base).zip(case.statements.as_ref()).filter(|_| is_for_server)
        else {
            continue;
        };
        shown += 1;
        // Where the state after is Prisma's, the server is asked whether it takes the statements.
        let refused = server.apply(&format!("suite_{shown}"), &format!("{}\n{statements}", before.text));
        assert!(refused.is_empty(), "{}: the server refuses {refused:#?}", section.name);
        let Some(after) = text(Role::State) else { continue };
        // Where something is told not to be compared, the two may differ in it.
        if case.notes.is_some() {
            continue;
        }
        let refused = server.apply(&format!("wanted_{shown}"), &after.text);
        assert!(refused.is_empty(), "{}: the server refuses {refused:#?}", section.name);
        let dump = |name: &str| server.dump(&format!("{name}_{shown}"));
        let (ours, aim) = (dump("suite"), dump("wanted"));
        let lines = |dump: &str, but| of_dump(dump, true, but);
        assert_eq!(lines(&ours, None), lines(&aim, None), "{}", section.name);
        uses.count(OF_THE_SUITE, |but| lines(&ours, Some(but)) != lines(&aim, Some(but)));
    }
    println!("{shown} cases were shown to MariaDB");
    uses.all_are_needed(OF_THE_SUITE);
}

/// Whether the server takes the statements, and is where the text after leads it.
fn leads_server_to(server: &Server, nth: usize, way: &Way<'_>, uses: &Uses) -> Result<(), String> {
    let script = way.script();
    let (led, wanted) = (format!("led_{nth}"), format!("wanted_{nth}"));
    for (name, text, what) in [(&wanted, way.after, "the generator"), (&led, &script, "the statements")] {
        let refused = server.apply(name, text);
        if !refused.is_empty() {
            return Err(format!("{what}: the server refuses {refused:#?}\n{text}"));
        }
    }
    let (ours, aim) = (server.dump(&led), server.dump(&wanted));
    let lines = |dump: &str, but| of_dump(dump, way.is_placed, but);
    let (led, wanted) = (lines(&ours, None), lines(&aim, None));
    if led == wanted {
        uses.count(OF_THE_SERVER, |but| lines(&ours, Some(but)) != lines(&aim, Some(but)));
        return Ok(());
    }
    let missing = wanted.iter().filter(|it| !led.contains(it)).map(|it| format!("missing {it}"));
    let left = led.iter().filter(|it| !wanted.contains(it)).map(|it| format!("left    {it}"));
    let told: Vec<String> = missing.chain(left).collect();
    Err(format!("{}\n{script}\n---\n{}", told.join("\n"), way.after))
}

/// The lines of a dump, with what `OF_THE_SERVER` names settled, but for one of it: columns in their order where the text
/// after says it, then keys and constraints.
fn of_dump(dump: &str, is_placed: bool, but: Option<Unlike>) -> Vec<String> {
    let settles = |unlike| but != Some(unlike);
    let mut lines = Vec::new();
    for statement in dump.split(";\n").filter(|it| it.contains("CREATE TABLE") || it.contains("VIEW")) {
        let statement = statement.replace("\n  CONSTRAINT", "\n   CONSTRAINT");
        let (mut columns, mut keys) = (Vec::new(), Vec::new());
        for line in statement.lines() {
            let line = line.trim_end_matches(',');
            let text = line.trim_start();
            if settles(Unlike::ConstraintNumbers) && text.starts_with("CONSTRAINT") && is_counted(text) {
                let of = text.split_once(" FOREIGN KEY").or_else(|| text.split_once(" CHECK"));
                keys.push(of.map_or(text, |(_, of)| of).to_owned());
            } else if ["KEY", "UNIQUE KEY", "PRIMARY KEY", "FULLTEXT KEY", "CONSTRAINT"]
                .iter()
                .any(|it| text.starts_with(it))
            {
                let is_worded = settles(Unlike::Hash) && text.starts_with("KEY");
                keys.push(if is_worded { text.replace(" USING HASH", "") } else { text.to_owned() });
            } else if settles(Unlike::Counter) && text.starts_with(") ENGINE=") {
                columns.push(
                    text.split(' ').filter(|it| !it.starts_with("AUTO_INCREMENT=")).collect::<Vec<_>>().join(" "),
                );
            } else {
                columns.push(text.to_owned());
            }
        }
        if settles(Unlike::KeyOrder) {
            keys.sort();
        }
        if !is_placed && settles(Unlike::ColumnOrder) {
            columns.sort();
        }
        lines.push(format!("{}\n{}", columns.join("\n"), keys.join("\n")));
    }
    lines.sort();
    lines
}

/// Whether the server counted a constraint.
fn is_counted(text: &str) -> bool {
    text.contains("_ibfk_") || text.starts_with("CONSTRAINT `CONSTRAINT_")
}

// What the laws share

struct Text {
    language: Language,
    text: String,
}

impl Text {
    fn sql(text: &str) -> Self {
        Self { language: Language::Sql, text: text.to_owned() }
    }

    fn prisma(text: &str) -> Self {
        Self { language: Language::Prisma, text: text.to_owned() }
    }

    fn of(database: &Database, flavor: Flavor) -> Self {
        if flavor == Flavor::Prisma {
            Self::prisma(&in_prisma(database))
        } else {
            Self::sql(&in_sql(database, &mut Choices::new(&[])))
        }
    }
}

const MYSQL: &str = "mysql-8.4";
const MARIADB: &str = "mariadb-10.11";

fn target_of(flavor: Flavor) -> &'static str {
    if flavor == Flavor::MariaDb { MARIADB } else { MYSQL }
}

fn options(target: &str, renames: Vec<RenameHint>) -> Options {
    let target = Target::parse(target).unwrap_or_else(|error| panic!("{error}"));
    Options { target: Some(target), renames, ..Options::default() }
}

/// The changes between two texts, and the statements that make them.
fn compare(a: &Text, b: &Text, target: &str, renames: Vec<RenameHint>) -> Result<(Vec<Change>, Vec<String>), String> {
    let mut workspace = Workspace::new();
    for (path, text, role) in [("before", a, Role::Base), ("after", b, Role::State)] {
        let added = workspace.add(path, text.language, role, text.text.as_bytes());
        added.map_err(|error| error.to_string())?;
    }
    let options = options(target, renames);
    let states = workspace.states(&options).map_err(|error| error.to_string())?;
    let report = Report::of_comparison(&states.compare(&options), Encoding::Characters);
    let unread = |rule: &str| matches!(rule, "syntax-error" | "statement-not-understood" | "declared-rename-not-found");
    if let Some(found) = report.findings.iter().find(|it| unread(&it.rule)) {
        return Err(format!("{}: {}\n{}\n---\n{}", found.rule, found.message, a.text, b.text));
    }
    let statements = report.statements.into_iter().flatten().map(|it| it.sql).collect();
    Ok((report.changes.unwrap_or_default(), statements))
}

/// The names that have changed, as a person would tell them.
fn renames(before: &Database, after: &Database) -> Vec<RenameHint> {
    let mut hints = Vec::new();
    for old in &before.tables {
        let Some(new) = after.table(old.id) else { continue };
        let hint = |table: Option<&String>, old: &String, new: &String| RenameHint {
            table: table.map(Into::into),
            old: old.into(),
            new: new.into(),
        };
        if old.name != new.name {
            hints.push(hint(None, &old.name, &new.name));
        }
        for column in &old.columns {
            if let Some(kept) = new.column(column.id).filter(|it| it.name != column.name) {
                hints.push(hint(Some(&new.name), &column.name, &kept.name));
            }
        }
    }
    hints
}
