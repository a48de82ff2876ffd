//! What an editor asks of a text: where the thing at the cursor is defined and spoken of, what is known of it, what the file is
//! made of. The pages of `tests/suites/language` say it; laws over generated databases and broken texts hold it.
//!
//! - `‸` is the cursor: it stands right before what is pointed at.
//! - `//^^^ definition` marks where the thing is defined, `//^^^ mention` each other place that names it. In SQL the comment
//!   begins with `--`. All places are drawn; where a fence `markdown,hover` says what is known of it, none is.
//! - A fence `text,outline` what the first file is made of, `text,folds` the
//!   lines that can be folded, and `prisma,types` the first file with the types of the database behind its fields.
//!
//! The Prisma files of a section are one state, its SQL files another beside it. A Prisma schema without a datasource is for
//! PlanetScale.

use std::collections::BTreeSet;

use libtest_mimic::{Arguments, Failed, Trial};
use proptest::{
    collection::vec,
    num::u16::ANY,
    test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};
use shoring_core::{
    report::hover,
    target::Target,
    text::{Encoding, FileId, Language, LineIndex, Location},
    workspace::{
        Description, Entity, Found, Item, Live, Mention, Names, Options, Role, Use, Workspace, definition_of,
        references_to,
    },
};
use shoring_tests::{
    case::drawn,
    files_below,
    generate::{Choices, Flavor, Mode, Spelling, database, in_prisma, in_sql},
    markdown::{Section, sections, sections_with},
    root,
};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![
        Trial::test("a database has the same names in Prisma and in SQL", same_names_in_both),
        Trial::test("what is named is what stands there, in every text cut anywhere", names_stand_there),
        Trial::test("what an edited state names is what one names that is read anew", edits_are_followed),
    ];
    for path in files_below(&root().join("tests/suites/language"), &["md"]) {
        let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let suite = path.file_stem().map(|it| it.display().to_string()).unwrap_or_default();
        for section in sections_with(&page, &["prisma", "sql", "text", "markdown"]) {
            let name = format!("{suite}: {}", section.name);
            trials.push(Trial::test(name, move || run_section(&section).map_err(Failed::from)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

// -- pages --

/// A place that is drawn or found: the file, the line and the columns from 1, and whether it defines the thing.
type Drawn = (String, u32, u32, u32, bool);

struct Page {
    /// Prisma's, then SQL's, as far as there are such files.
    states: Vec<Live>,
    /// The state, the file and the byte.
    cursor: Option<(usize, FileId, u64)>,
    drawn: BTreeSet<Drawn>,
}

impl Page {
    fn read(section: &Section) -> Self {
        let mut page = Self { states: Vec::new(), cursor: None, drawn: BTreeSet::new() };
        for (name, language) in [("prisma", Language::Prisma), ("sql", Language::Sql)] {
            let files = section.fences.iter().filter(|fence| fence.language == name && !fence.says("types"));
            let mut workspace = Workspace::new();
            let mut options = Options::default();
            let mut count = 0;
            let says_it = section.fences.iter().any(|fence| fence.text.contains("datasource "));
            if language == Language::Prisma && !says_it {
                options.target = Some(Target::planetscale());
            }
            for fence in files {
                count += 1;
                let usual = if language == Language::Prisma { "schema.prisma" } else { "schema.sql" };
                let path = fence.value("path").unwrap_or(usual);
                if let Some(target) = fence.value("target") {
                    options.target = Some(Target::parse(target).unwrap_or_else(|error| panic!("{error}")));
                }
                let mut text = page.undrawn(&fence.text, path, name);
                if fence.says("crlf") {
                    text = text.replace('\n', "\r\n");
                }
                if fence.says("bom") {
                    text.insert(0, '\u{feff}');
                }
                let cursor = text.find('‸');
                let text = text.replacen('‸', "", 1);
                let id = workspace.add(path, language, Role::State, text.as_bytes());
                let id = id.unwrap_or_else(|error| panic!("{path}: {error}"));
                if let Some(at) = cursor {
                    page.cursor = Some((page.states.len(), id, at as u64));
                }
            }
            if count > 0 {
                page.states.push(Live::new(workspace, options));
            }
        }
        page
    }

    /// The text without the drawn comments.
    fn undrawn(&mut self, text: &str, path: &str, language: &str) -> String {
        let marker = if language == "prisma" { "//" } else { "--" };
        let mut kept = String::new();
        let mut line = 0;
        for written in text.split_inclusive('\n') {
            let Some((columns, word)) = drawn(written.trim_end(), marker) else {
                kept.push_str(written);
                line += 1;
                continue;
            };
            let (start, end) = columns.unwrap_or_else(|| panic!("{path}: carets are drawn, not `@`"));
            assert!(matches!(word, "definition" | "mention"), "{path}: `definition` or `mention`, not `{word}`");
            self.drawn.insert((path.to_owned(), line, start, end, word == "definition"));
        }
        kept
    }

    fn mention(&mut self) -> Option<(usize, Mention)> {
        let (state, file, at) = self.cursor?;
        Some((state, self.states.get_mut(state)?.names().at(file, at)?))
    }

    fn drawn_at(&self, found: &Found, is_definition: bool) -> Drawn {
        let sources = self.states[found.state].sources();
        let (line, start, end) = place(sources, found.mention.location);
        let path = sources.file_of(found.mention.location.source).map(|file| file.path.clone()).unwrap_or_default();
        (path, line, start, end, is_definition)
    }
}

/// The line and the columns of a place, from 1, in characters.
fn place(sources: &shoring_core::text::SourceMap, location: Location) -> (u32, u32, u32) {
    let source = sources.source(location.source).unwrap_or_else(|| panic!("no such source"));
    let lines = LineIndex::new(&source.text);
    let at = |byte| source.position(&lines, byte, Encoding::Characters);
    let (start, end) = (at(location.span.start()), at(location.span.end()));
    (start.line + 1, start.column + 1, end.column + 1)
}

/// Answers what a fence asks.
type Answer = fn(&mut Page) -> String;

fn run_section(section: &Section) -> Result<(), String> {
    let mut page = Page::read(section);
    let mentioned = page.mention();
    let is_hovered = section.fences.iter().any(|fence| fence.says("hover"));
    if page.cursor.is_some() && !is_hovered {
        let found = match &mentioned {
            Some((_, mention)) => places_of(&mut page, &mention.entity),
            None => BTreeSet::new(),
        };
        if found != page.drawn {
            let list = |places: &BTreeSet<Drawn>| {
                let lines = places.iter().map(|(path, line, start, end, defines)| {
                    let word = if *defines { "definition" } else { "mention" };
                    format!("  {path}:{line}:{start}-{end} {word}\n")
                });
                lines.collect::<String>()
            };
            let what = mentioned.map(|(_, mention)| format!("{:?}", mention.entity)).unwrap_or_default();
            return Err(format!("{what}\nfound:\n{}drawn:\n{}", list(&found), list(&page.drawn)));
        }
    }
    let checks: [(&str, &str, Answer); 4] = [
        ("markdown", "hover", hovered),
        ("text", "outline", outline_of),
        ("text", "folds", folds_of),
        ("prisma", "types", with_types),
    ];
    let mut checked = page.cursor.is_some() && !is_hovered;
    for (language, word, answer) in checks {
        for fence in section.fences.iter().filter(|fence| fence.language == language && fence.says(word)) {
            checked = true;
            let answer = answer(&mut page);
            if answer.trim_end() != fence.text.trim_end() {
                return Err(format!("line {}: the {word} is\n{answer}", fence.line));
            }
        }
    }
    if checked { Ok(()) } else { Err("nothing is asked: there is neither a cursor nor an answer".to_owned()) }
}

fn places_of(page: &mut Page, entity: &Entity) -> BTreeSet<Drawn> {
    let definitions = definition_of(entity, &mut page.states);
    let all = references_to(entity, &mut page.states);
    assert!(definitions.iter().all(|it| all.contains(it)), "a definition is no mention: {definitions:?}");
    all.iter().map(|found| page.drawn_at(found, definitions.contains(found))).collect()
}

fn hovered(page: &mut Page) -> String {
    let Some((state, mention)) = page.mention() else { return "nothing\n".to_owned() };
    let target = page.states[state].target().target.clone();
    let described = page.states[state].names().describe(&mention.entity, &target);
    described.map_or_else(|| "nothing is known\n".to_owned(), |it| hover::description(&it))
}

fn outline_of(page: &mut Page) -> String {
    let state = &mut page.states[0];
    let mut out = String::new();
    for item in state.outline(FileId(0)).items {
        write_item(state, &item, 0, &mut out);
    }
    out
}

fn write_item(state: &Live, item: &Item, depth: usize, out: &mut String) {
    let sources = state.sources();
    let name = Location { span: item.name_span, ..item.location };
    assert!(item.location.span.contains(item.name_span), "{item:?}");
    let (line, start, _) = place(sources, name);
    let detail = item.detail.as_ref().map(|detail| format!(": {detail}")).unwrap_or_default();
    let kind = format!("{:?}", item.kind).to_lowercase();
    out.push_str(&format!("{}{kind} {}{detail} @{line}:{start}\n", "  ".repeat(depth), item.name));
    item.children.iter().for_each(|child| write_item(state, child, depth + 1, out));
}

fn folds_of(page: &mut Page) -> String {
    let state = &mut page.states[0];
    let folds = state.outline(FileId(0)).folds;
    let sources = state.sources();
    let mut folds: Vec<(u32, u32, bool)> = folds
        .iter()
        .map(|fold| {
            let source = sources.source(fold.location.source).unwrap_or_else(|| panic!("no such source"));
            let lines = LineIndex::new(&source.text);
            let line = |byte| source.position(&lines, byte, Encoding::Utf16).line + 1;
            (line(fold.location.span.start()), line(fold.location.span.end()), fold.is_comment)
        })
        .collect();
    folds.sort_unstable();
    let line = |(start, end, is_comment)| format!("{start}-{end}{}\n", if is_comment { " comment" } else { "" });
    folds.into_iter().map(line).collect()
}

fn with_types(page: &mut Page) -> String {
    let live = &page.states[0];
    let mut types = live.database_types(FileId(0), 0, u64::MAX);
    types.reverse();
    let mut text: String = live.sources().sources().map(|(_, source)| &*source.text).collect();
    for it in types {
        let source = live.sources().source(it.location.source).unwrap_or_else(|| panic!("no such source"));
        let at = usize::try_from(source.offset).unwrap_or_default() + it.location.span.start();
        text.insert_str(at, &format!(" ‹{}›", it.ty));
    }
    text
}

// -- laws --

fn live_of(language: Language, text: &str, target: Option<Target>) -> Option<Live> {
    let mut workspace = Workspace::new();
    workspace.add("text", language, Role::State, text.as_bytes()).ok()?;
    Some(Live::new(workspace, Options { target, ..Options::default() }))
}

fn run_law(cases: u32, law: impl Fn(&[u16]) -> Result<(), TestCaseError>) -> Result<(), Failed> {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let seed = number("SHORING_SEED").unwrap_or(1);
    let config = Config {
        cases: number("SHORING_CASES").and_then(|it| u32::try_from(it).ok()).unwrap_or(cases),
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&vec(ANY, 0..400), |numbers| law(&numbers));
    outcome.map_err(|error| Failed::from(format!("with SHORING_SEED={seed}: {error}")))
}

/// The tables, columns and named indexes that texts define.
fn defined(live: &mut Live) -> BTreeSet<Entity> {
    let of_both = |entity: &Entity| matches!(entity, Entity::Table(_) | Entity::Column { .. });
    let names = live.names();
    names.all().filter(|it| it.used.defines() && of_both(&it.entity)).map(|it| it.entity).collect()
}

fn same_names_in_both() -> Result<(), Failed> {
    run_law(100, |numbers| {
        let mut choices = Choices::new(numbers);
        let mut database = database(&mut choices, Flavor::Prisma);
        // A Prisma schema that keeps relations itself makes no constraints.
        database.mode = Mode::ForeignKeys;
        let (prisma, sql) = (in_prisma(&database), in_sql(&database, &mut Spelling::new(numbers)));
        let mut of_prisma = live_of(Language::Prisma, &prisma, None).ok_or_else(|| TestCaseError::fail("not read"))?;
        let mut of_sql =
            live_of(Language::Sql, &sql, Target::parse("mysql").ok()).ok_or_else(|| TestCaseError::fail("not read"))?;
        let (a, b) = (defined(&mut of_prisma), defined(&mut of_sql));
        if a != b {
            let difference: Vec<_> = a.symmetric_difference(&b).collect();
            return Err(TestCaseError::fail(format!("{difference:?}\n{prisma}\n{sql}")));
        }
        // Each thing is found from either text, and Prisma's is its definition.
        let mut states = [of_prisma, of_sql];
        for entity in a {
            let definitions = definition_of(&entity, &mut states);
            let all = references_to(&entity, &mut states);
            if definitions.len() != 1 || definitions[0].state != 0 || !all.iter().any(|it| it.state == 1) {
                return Err(TestCaseError::fail(format!("{entity:?}: {definitions:?}\n{prisma}\n{sql}")));
            }
        }
        Ok(())
    })
}

/// What a place names is what its text says: the database's name, or Prisma's for the same thing.
fn stands_there(names: Names<'_>, target: &Target, language: Language, mention: &Mention) -> Result<(), String> {
    let text = names.sources().slice(mention.location);
    let said = unquoted(text, language);
    let schema = names.schema();
    let fits = match &mention.entity {
        Entity::Table(name) => {
            let table = schema.table(name);
            // A view's text, and that of a relation of many to many, are fields and blocks of Prisma's alone.
            let is_prismas = language == Language::Prisma && table.is_none_or(|it| it.get().model.is_none());
            // Prisma refuses two models of one table: the first is described, and both are called so.
            let is_second = || names.sources().sources().any(|(_, it)| it.text.contains(&format!("model {said} ")));
            let is_model = table.is_some_and(|it| it.get().model.as_deref() == Some(&said));
            said == *name || is_prismas || is_model || is_second()
        }
        Entity::Column { table, name } => {
            let column = schema.table(table).and_then(|it| it.columns().find(|it| it.get().name == *name));
            let is_prismas = language == Language::Prisma && column.is_none();
            // Of two fields of one column, which Prisma refuses, the first is described.
            let is_second = || names.sources().sources().any(|(_, it)| it.text.contains(&format!("  {said} ")));
            let is_field = column.is_some_and(|it| it.get().field.as_deref() == Some(&said));
            said == *name || is_prismas || is_field || (language == Language::Prisma && is_second())
        }
        Entity::Index { name, .. } => said == *name,
        Entity::ForeignKey { table, name } => {
            let foreign_keys =
                || schema.table(table).into_iter().flat_map(shoring_core::schema::TableWalker::foreign_keys);
            let is_relation = |it: &str| it.split_once('.').is_some_and(|(_, field)| field == said);
            let relation = || foreign_keys().filter_map(|it| it.get().relation.as_deref()).any(is_relation);
            said == *name || (language == Language::Prisma && (mention.used == Use::Refers || relation()))
        }
        Entity::Enum(name) => match names.describe(&mention.entity, target) {
            // Prisma refuses two enums of one name in the database: the first is described, and both are called so.
            Some(Description::Enum(it)) => {
                let is_second = || names.sources().sources().any(|(_, it)| it.text.contains(&format!("enum {said} ")));
                said == *name || said == *it.name || is_second()
            }
            _ => false,
        },
        Entity::EnumValue { name, .. } => match names.describe(&mention.entity, target) {
            Some(Description::Enum(it)) => said == *name || it.values.iter().any(|(a, b)| *a == *said && b == name),
            _ => false,
        },
    };
    if fits { Ok(()) } else { Err(format!("`{text}` is said to name {:?}", mention.entity)) }
}

fn unquoted(text: &str, language: Language) -> String {
    let inside = |quote: char| text.strip_prefix(quote).and_then(|it| it.strip_suffix(quote));
    match (language, inside('`'), inside('"')) {
        (Language::Sql, Some(inner), _) => inner.replace("``", "`"),
        (Language::Sql, None, Some(inner)) => inner.replace("\"\"", "\""),
        (Language::Prisma, _, Some(inner)) => serde_json::from_str(text).unwrap_or_else(|_| inner.to_owned()),
        _ => text.to_owned(),
    }
}

fn collect_items<'o>(items: &'o [Item], found: &mut Vec<&'o Item>) {
    for item in items {
        found.push(item);
        collect_items(&item.children, found);
    }
}

/// Asks all that an editor asks of a text; answers how many names stand in it.
fn ask_all(language: Language, text: &str, target: &Target) -> Result<usize, String> {
    let Some(mut live) = live_of(language, text, Some(target.clone())) else { return Ok(0) };
    let outline = live.outline(FileId(0));
    let sources = live.sources();
    let inside = |location: Location| location.span.end() <= sources.text(location.source).len();
    let is_text = |location: Location| location.span.is_empty() || !sources.slice(location).is_empty();
    let mut items = Vec::new();
    collect_items(&outline.items, &mut items);
    for item in items {
        let is_right = inside(item.location) && is_text(item.location) && item.location.span.contains(item.name_span);
        if !is_right || item.name.is_empty() {
            return Err(format!("{item:?}"));
        }
    }
    if let Some(fold) = outline.folds.iter().find(|fold| !inside(fold.location) || !is_text(fold.location)) {
        return Err(format!("{fold:?}"));
    }
    if let Some(ty) = live.database_types(FileId(0), 0, u64::MAX).iter().find(|it| !inside(it.location)) {
        return Err(format!("{ty:?}"));
    }
    let names = live.names();
    let mut count = 0;
    for mention in names.all() {
        count += 1;
        stands_there(names, target, language, &mention)?;
        let source = names.sources().source(mention.location.source).map_or(0, |source| source.offset);
        let at = source + u64::from(mention.location.span.start);
        if names.at(FileId(0), at).is_none_or(|it| it.location != mention.location) {
            return Err(format!("{mention:?} is not found at {at}"));
        }
        if let Some(described) = names.describe(&mention.entity, target) {
            hover::description(&described);
        }
    }
    Ok(count)
}

/// The examples, and each distinct text of the suites.
fn samples() -> BTreeSet<(Language, String)> {
    let mut samples = BTreeSet::new();
    for path in files_below(&root().join("examples"), &["prisma", "sql"]) {
        let language = Language::of_path(&path.display().to_string()).unwrap_or(Language::Sql);
        samples.insert((language, std::fs::read_to_string(&path).unwrap_or_default()));
    }
    for path in files_below(&root().join("tests/suites"), &["md"]) {
        for section in sections(&std::fs::read_to_string(&path).unwrap_or_default()) {
            let fences = section.fences.iter().filter(|fence| fence.language != "toml");
            let language = |name: &str| if name == "prisma" { Language::Prisma } else { Language::Sql };
            samples.extend(fences.map(|fence| (language(&fence.language), fence.text.clone())));
        }
    }
    samples
}

fn names_stand_there() -> Result<(), Failed> {
    let mut count = 0;
    let samples = samples();
    for (nth, (language, text)) in samples.iter().enumerate() {
        let targets: &[&str] = match language {
            Language::Prisma => &["planetscale", "postgres"],
            Language::Sql => &["mysql", "mariadb"],
        };
        let name = targets[nth % 2];
        let target = Target::parse(name)?;
        let mut ask = |text: &str| -> Result<(), Failed> {
            let of_text = ask_all(*language, text, &target);
            count += of_text.map_err(|told| Failed::from(format!("{name}: {told}\n{text}")))?;
            Ok(())
        };
        ask(text)?;
        // Each fifth text in other forms and in pieces: all of them take minutes.
        if nth % 5 != 0 {
            continue;
        }
        ask(&text.replace('\n', "\r\n"))?;
        ask(&format!("\u{feff}{text}"))?;
        // Cut at a few places that differ from text to text, and at each character of some texts.
        let step = if nth % 80 == 0 && text.len() < 1_500 { 1 } else { text.len() / 3 + 1 };
        for at in (nth % 7..text.len()).step_by(step).filter(|at| text.is_char_boundary(*at)) {
            ask(text.get(..at).unwrap_or_default())?;
            ask(text.get(at..).unwrap_or_default())?;
        }
    }
    println!("{count} names stand in {} texts and their pieces", samples.len());
    if count > 10_000 { Ok(()) } else { Err(format!("only {count} names were found").into()) }
}

fn edits_are_followed() -> Result<(), Failed> {
    run_law(60, |numbers| {
        let mut choices = Choices::new(numbers);
        let mut text = in_prisma(&database(&mut choices, Flavor::Prisma));
        text.push_str("\nenum Role {\n  USER @map(\"user\")\n  ADMIN\n}\n\nmodel Person {\n  id Int @id\n  role Role @default(USER)\n  others Person[] @relation(\"O\")\n  otherOf Person[] @relation(\"O\")\n}\n");
        let mut live = live_of(Language::Prisma, &text, None);
        for _ in 0..12 {
            let mut at = choices.below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let typed =
                choices.of(&["x", "é", "🥕", " @map(\"x\")", "\n  y Int\n", "@@map(\"z\")\n", "[]", "?", "}", "// "]);
            text.insert_str(at, typed);
            let taken = live.as_mut().and_then(|it| it.edit(FileId(0), at as u64, at as u64, typed));
            if taken.is_none() {
                live = live_of(Language::Prisma, &text, None);
            }
            let anew = live_of(Language::Prisma, &text, None);
            let (Some(live), Some(mut anew)) = (live.as_mut(), anew) else { return Ok(()) };
            if live.outline(FileId(0)) != anew.outline(FileId(0)) {
                return Err(TestCaseError::fail(format!("the outline after `{typed}` at {at} of\n{text}")));
            }
            let (a, b): (Vec<Mention>, Vec<Mention>) = (live.names().all().collect(), anew.names().all().collect());
            if a != b {
                return Err(TestCaseError::fail(format!(
                    "after `{typed}` at {at} of\n{text}\nedited: {a:#?}\nanew: {b:#?}"
                )));
            }
        }
        Ok(())
    })
}
