//! Prisma's own validator as a second opinion: what a fix makes, it accepts; what it accepts, we call no syntax error.
//! It runs in Node; where Node or the package is missing, this says so and proves nothing.

use std::{ops::Range, path::PathBuf};

#[path = "prisma_messages.rs"]
mod prisma_messages;

use prisma_messages::{TOLD, UNREACHABLE, fits};
use serde_json::{Value, json};
use shoring_core::{
    config::Config,
    report::Severity,
    safety::all_rules,
    text::{Applicability, Language},
    workspace::{Hint, Options, Role, Workspace, has_datasource},
};
use shoring_tests::{
    case::{Case, CaseFile},
    files_below, fix_law,
    markdown::{Section, sections},
    pages_of_cases,
    peers::answers_of,
    root,
};

/// A question to Prisma: a name and the files of a schema.
fn question(name: &str, case: &Case) -> Value {
    // Of two states, the one after: fixes are made in it.
    let files = case.files.iter().filter(|file| file.role != Role::Base);
    let files: Vec<Value> = files.map(|file| json!([file.path, file.text])).collect();
    json!({ "name": name, "files": files })
}

/// What Prisma says about a schema.
struct Answer {
    errors: Vec<Message>,
    warnings: Vec<Message>,
    /// The validator ended in a panic.
    is_panic: bool,
}

impl Answer {
    fn first(&self) -> &str {
        self.errors.first().map_or("", |it| it.text.as_str())
    }
}

/// One message of Prisma's.
struct Message {
    file: String,
    /// The UTF-16 units that it begins at and ends before.
    start: usize,
    end: usize,
    text: String,
}

/// What Prisma says about each question.
fn ask(questions: &[Value]) -> Option<Vec<Answer>> {
    let answers = answers_of("validate.mjs", questions)?;
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let place = |it: &Value| it.as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(usize::MAX);
    let message = |it: &Value| Message {
        file: text(&it["file"]),
        start: place(&it["start"]),
        end: place(&it["end"]),
        text: text(&it["text"]),
    };
    let messages = |it: &Value| it.as_array().into_iter().flatten().map(message).collect();
    let answer = |it: &Value| Answer {
        errors: messages(&it["errors"]),
        warnings: messages(&it["warnings"]),
        is_panic: it["panic"].is_string(),
    };
    Some(answers.iter().map(answer).collect())
}

/// The cases of the suites that are Prisma alone.
fn prisma_cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for path in pages_of_cases() {
        let suite = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for section in sections(&std::fs::read_to_string(&path).unwrap_or_default()) {
            let case = Case::of(&section);
            if case.files.iter().all(|file| file.language == Language::Prisma) {
                cases.push((format!("{suite}: {}", section.name), case));
            }
        }
    }
    cases
}

#[test]
fn what_a_fix_makes_is_accepted_where_the_text_before_it_was() {
    let mut questions = Vec::new();
    for (name, case) in prisma_cases() {
        let findings = case.look().findings;
        let fixes = findings.iter().flat_map(|finding| finding.fixes.iter().map(|fix| (finding.rule.name, fix)));
        for (rule, fix) in fixes {
            let Ok(after) = fix_law::with_edits(&case, &fix.edits) else { continue };
            questions.push(question(&format!("{name} (before)"), &case));
            questions.push(question(&format!("{name}: {rule}: {}", fix.title), &after));
        }
    }
    let Some(answers) = ask(&questions) else { return };
    let mut broken = Vec::new();
    for (pair, question) in answers.chunks(2).zip(questions.chunks(2)) {
        if let ([before, after], [_, asked]) = (pair, question)
            && after.errors.len() > before.errors.len()
        {
            let first = after.first();
            broken.push(format!("{}\n  {first}\n{}", asked["name"], asked["files"][0][1].as_str().unwrap_or_default()));
        }
    }
    assert!(broken.is_empty(), "Prisma refuses what these fixes make:\n{}", broken.join("\n"));
    println!("{} fixes were shown to Prisma", questions.len() / 2);
}

#[test]
fn what_prisma_accepts_is_no_syntax_error() {
    let cases = prisma_cases();
    let questions: Vec<Value> = cases.iter().map(|(name, case)| question(name, case)).collect();
    let Some(answers) = ask(&questions) else { return };
    for ((name, case), answer) in cases.iter().zip(answers) {
        let found = case.look().report.findings;
        let ours = found.iter().filter(|it| it.rule == "syntax-error" && !it.file.starts_with("before")).count();
        assert!(!answer.errors.is_empty() || ours == 0, "{name}: Prisma accepts it, we do not");
    }
}

/// Where Prisma warns of a missing index and we do not, or say less: each with the reason. Which cases these are, their names tell.
const INDEXES_THAT_SERVE: &[(&str, &str)] = &[
    ("Two relations over the same columns", "one index serves both, so it is told once"),
    ("The same columns in another order", "of two relations over the same columns, one is told"),
    ("Several columns in another order", "an equality of all columns is served by them in any order"),
    ("Two columns in the other order", "an equality of all columns is served by them in any order"),
    ("A model that the client does not see", "the client asks nothing of a model with @@ignore"),
    ("A model that Prisma ignores", "the client asks nothing of a model with @@ignore"),
    ("A relation that the client does not see", "the client asks nothing of a field with @ignore"),
    ("The table of a tool", "tables of tools are theirs"),
];

#[test]
fn a_missing_index_has_the_code_of_prisma_exactly_where_prisma_warns_of_it() {
    let cases = schemas();
    let questions: Vec<Value> = cases.iter().map(|(name, case)| question(name, case)).collect();
    let Some(answers) = ask(&questions) else { return };
    let (mut with, mut without) = (0, 0);
    let mut silent = Vec::new();
    for ((name, case), answer) in cases.iter().zip(&answers) {
        // What Prisma refuses, it does not look at further.
        if !answer.errors.is_empty() {
            continue;
        }
        let of_indexes = answer.warnings.iter().filter(|it| it.text.contains("relation-mode-prisma-indexes"));
        let warned: Vec<(&str, u32)> =
            of_indexes.filter_map(|it| lines_of(case, it)).map(|(file, line, _)| (file, line)).collect();
        let findings = case.look().report.findings;
        let ours: Vec<_> = findings.iter().filter(|it| it.rule == "missing-foreign-key-index").collect();
        for finding in &ours {
            let has_code = finding.codes.get("prisma").is_some_and(|code| code == "relation-mode-prisma-indexes");
            let is_warned = warned.contains(&(finding.file.as_str(), finding.span.start.line));
            let place = (&finding.file, finding.span.start.line);
            assert_eq!(has_code, is_warned, "{name}: {place:?}; Prisma warns at {warned:?}");
            if has_code { with += 1 } else { without += 1 }
        }
        let others = findings.iter().filter(|it| it.rule != "missing-foreign-key-index");
        let has_it =
            |it: &shoring_core::report::Finding| it.codes.get("prisma").is_some_and(|code| code.ends_with("indexes"));
        assert!(!others.clone().any(has_it), "{name}: another rule has the code");
        let is_told =
            |(file, line): &(&str, u32)| ours.iter().any(|it| it.file == *file && it.span.start.line == *line);
        if !warned.iter().all(is_told) {
            silent.push(name.as_str());
        }
    }
    println!(
        "{with} missing indexes are told by Prisma as well, {without} by us alone, {} by Prisma alone",
        silent.len()
    );
    assert!(with > 0 && without > 0, "the suites have both kinds");
    let unexplained: Vec<_> =
        silent.iter().filter(|name| !INDEXES_THAT_SERVE.iter().any(|(of, _)| name.contains(of))).collect();
    assert!(unexplained.is_empty(), "Prisma warns, we do not: {unexplained:#?}");
    for (of, reason) in INDEXES_THAT_SERVE {
        assert!(silent.iter().any(|name| name.contains(of)), "no such case any more: {of} ({reason})");
    }
}

/// The schemas of suites, examples and corpus: what Prisma reads as one schema, each.
fn schemas() -> Vec<(String, Case)> {
    let mut schemas = prisma_cases();
    let corpus = std::env::var_os("SHORING_CORPUS").map(PathBuf::from);
    let folders: Vec<PathBuf> = corpus.into_iter().chain([root().join("examples")]).collect();
    for path in folders.iter().flat_map(|folder| files_below(folder, &["prisma"])) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        // One of several files is no schema.
        if has_datasource(&text) {
            let mut case = Case::of(&Section { name: String::new(), fences: Vec::new() });
            let path_in_case = "schema.prisma".to_owned();
            case.files.push(CaseFile { path: path_in_case, language: Language::Prisma, role: Role::State, text });
            schemas.push((path.display().to_string(), case));
        }
    }
    let is_asked = |case: &Case| {
        case.files.iter().all(|file| {
            // A comment silences what Prisma says all the same; the others' particulars are not checked.
            let is_other =
                ["sqlserver", "cockroachdb", "mongodb"].iter().any(|it| file.text.contains(&format!("\"{it}\"")));
            let is_next = file.text.starts_with("// use prisma-next");
            !is_other && !is_next && !file.text.contains("shoring-ignore") && file.role != Role::Relations
        })
    };
    schemas.retain(|(_, case)| is_asked(case) && case.config == Config::default());
    for (_, case) in &mut schemas {
        // Of two states, the one after.
        case.files.retain(|file| file.role != Role::Base);
    }
    schemas
}

/// Rules that speak of what a database or a platform refuses: Prisma may take it.
const OF_THE_DATABASE: &[&str] = &[
    "blob-in-primary-key",
    "datasource-provider-vs-dialect",
    "foreign-key-not-allowed",
    "identifier-too-long",
    "index-key-too-long",
    "missing-foreign-key-index",
    "no-usable-unique-key",
    "prefix-in-primary-key",
    "relation-native-type-mismatch",
    "row-size-limit",
    "set-default-on-innodb",
    "set-null-on-required",
    "text-index-without-length",
];

/// What the two do not agree on, and why: what Prisma says first (nothing where it accepts the schema), the rule of ours (none where we
/// are silent), and the reason.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    (
        "The preview feature \"metrics\" is not known. {}",
        "",
        "it was there until Prisma 7: which version reads the schema, a schema does not tell",
    ),
    (
        "",
        "syntax-error",
        "what stands behind the `{` of a block is stepped over by Prisma without a word: a field that is written there is lost",
    ),
];

/// Prisma's verdict against ours: what differs.
fn difference(case: &Case, answer: &Answer) -> Option<String> {
    // Prisma's own validator ends in a panic on some texts: no verdict.
    if answer.is_panic {
        return None;
    }
    let report = case.look().report;
    let ours: Vec<_> = report.findings.iter().filter(|it| it.severity == Severity::Error).collect();
    let differs = |prisma: &str, rule: &str| {
        let known = DIFFERENCES.iter().any(|(of_prisma, of_us, _)| {
            *of_us == rule
                && (of_prisma.is_empty() && prisma.is_empty() || !of_prisma.is_empty() && fits(of_prisma, prisma))
        });
        !known
    };
    let first = answer.first();
    if !first.is_empty() && ours.is_empty() && differs(first, "") {
        return Some(format!("Prisma alone says: {first}"));
    }
    let alone = ours.iter().find(|it| first.is_empty() && !OF_THE_DATABASE.contains(&it.rule.as_str()))?;
    let is_behind_brace = alone.message.contains("on the line of its `{`");
    let is_known = alone.rule == "syntax-error" && is_behind_brace && !differs("", "syntax-error");
    (!is_known).then(|| format!("only we say: [{}] {}", alone.rule, alone.message))
}

fn differences(cases: &[(String, Case)], answers: &[Answer]) -> Vec<String> {
    let both = cases.iter().zip(answers);
    both.filter_map(|((name, case), answer)| Some(format!("{name}\n    {}", difference(case, answer)?))).collect()
}

#[test]
fn prisma_and_we_agree_on_which_schemas_are_valid() {
    let cases = schemas();
    let questions: Vec<Value> = cases.iter().map(|(name, case)| question(name, case)).collect();
    let Some(answers) = ask(&questions) else { return };
    let found = differences(&cases, &answers);
    let valid = answers.iter().filter(|it| it.errors.is_empty()).count();
    println!("{} schemas, {valid} of them valid", cases.len());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The tokens of a text: words, numbers, strings, signs.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut take = |accept: &dyn Fn(char) -> bool| {
            while let Some((at, c)) = chars.next_if(|(_, c)| accept(*c)) {
                end = at + c.len_utf8();
            }
        };
        match c {
            c if c.is_whitespace() => continue,
            c if c.is_alphanumeric() || c == '_' => take(&|c| c.is_alphanumeric() || c == '_'),
            '"' => {
                take(&|c| c != '"' && c != '\n');
                if let Some((at, _)) = chars.next_if(|(_, c)| *c == '"') {
                    end = at + 1;
                }
            }
            '@' => take(&|c| c == '@'),
            '/' => take(&|c| c != '\n'),
            _ => {}
        }
        tokens.push(start..end);
    }
    tokens
}

/// Each schema without one of its tokens, or cut off behind one: of all there are, one in so many, from a place on that a seed tells.
fn edited(every: usize, seed: usize, edit: impl Fn(&str, &Range<usize>) -> String) -> Vec<(String, Case)> {
    let mut nth = seed;
    let mut cases = Vec::new();
    for (name, case) in schemas() {
        let Some(file) = case.files.first() else { continue };
        for token in tokens(&file.text) {
            nth += 1;
            let line = file.text[..token.start].rsplit('\n').next().unwrap_or_default();
            // What stands there, Prisma is not asked about.
            let is_address =
                ["url", "directUrl", "shadowDatabaseUrl"].iter().any(|it| line.trim_start().starts_with(it));
            if !nth.is_multiple_of(every) || is_address {
                continue;
            }
            let mut edited = case.clone();
            let text = edit(&file.text, &token);
            if let Some(first) = edited.files.first_mut() {
                first.text = text;
            }
            cases.push((format!("{name}, {} at byte {}", &file.text[token.clone()], token.start), edited));
        }
    }
    cases
}

fn seed() -> usize {
    let seed = std::env::var("SHORING_SEED").ok().and_then(|it| it.parse().ok()).unwrap_or(1);
    println!("SHORING_SEED={seed}");
    seed
}

fn agree(cases: &[(String, Case)]) {
    let questions: Vec<Value> = cases.iter().map(|(name, case)| question(name, case)).collect();
    let Some(answers) = ask(&questions) else { return };
    let valid = answers.iter().filter(|it| it.errors.is_empty()).count();
    println!("{} texts, {valid} of them valid", cases.len());
    let found = differences(cases, &answers);
    assert!(found.is_empty(), "{} differ:\n{}", found.len(), found.join("\n"));
}

#[test]
fn prisma_and_we_agree_where_a_token_is_missing() {
    agree(&edited(4, seed(), |text, token| format!("{}{}", &text[..token.start], &text[token.end..])));
}

#[test]
fn prisma_and_we_agree_where_a_schema_is_cut_off() {
    agree(&edited(16, seed(), |text, token| text[..token.end].to_owned()));
}

/// Where a message of Prisma's stands: the file, and its first and last line, from 1.
fn lines_of<'m>(case: &Case, message: &'m Message) -> Option<(&'m str, u32, u32)> {
    let file = case.files.iter().find(|file| file.path == message.file)?;
    let units: Vec<u16> = file.text.encode_utf16().collect();
    let line = |at: usize| {
        let before = units.get(..at.min(units.len())).unwrap_or_default();
        1 + u32::try_from(before.iter().filter(|unit| **unit == u16::from(b'\n')).count()).unwrap_or(u32::MAX)
    };
    Some((&message.file, line(message.start), line(message.end)))
}

#[test]
fn each_message_of_prisma_is_told_by_a_rule() {
    let cases: Vec<(String, Case)> = schemas().into_iter().filter(|(name, _)| !name.contains(".prisma")).collect();
    let questions: Vec<Value> = cases.iter().map(|(name, case)| question(name, case)).collect();
    let Some(answers) = ask(&questions) else { return };
    let mut covered = vec![false; TOLD.len()];
    let mut unknown = Vec::new();
    for ((name, case), answer) in cases.iter().zip(&answers) {
        let findings = case.look().report.findings;
        for message in answer.errors.iter().chain(&answer.warnings) {
            let length = |pattern: &str| pattern.replace("{}", "").len();
            let known = TOLD.iter().enumerate().filter(|(_, (_, pattern))| fits(pattern, &message.text));
            let Some((at, (rule, _))) = known.max_by_key(|(_, (_, pattern))| length(pattern)) else {
                unknown.push(format!("{name}: {}", message.text));
                continue;
            };
            let Some((file, first, last)) = lines_of(case, message) else { continue };
            let is_there = findings.iter().any(|it| {
                let is_rule = it.rule == *rule || same_cause(rule).contains(&it.rule.as_str());
                is_rule && it.file == file && it.span.start.line <= last && it.span.end.line >= first
            });
            covered[at] |= is_there;
        }
    }
    let rules: Vec<&str> = all_rules().iter().map(|rule| rule.name).collect();
    let of_us = |(covered, (rule, pattern)): (&bool, &(&str, &str))| {
        (!covered && rules.contains(rule)).then(|| format!("{rule}: {pattern}"))
    };
    let uncovered: Vec<String> = covered.iter().zip(TOLD).filter_map(of_us).collect();
    println!(
        "{} messages, {} of them covered, {} cannot be met",
        TOLD.len() + UNREACHABLE.len(),
        covered.iter().filter(|it| **it).count(),
        UNREACHABLE.len()
    );
    assert!(unknown.is_empty(), "messages that are not in the list:\n{}", unknown.join("\n"));
    assert!(
        uncovered.is_empty(),
        "no case has both, Prisma's message and the finding of the rule there:\n{}",
        uncovered.join("\n")
    );
    let met = |pattern: &str| answers.iter().flat_map(|it| &it.errors).any(|it| fits(pattern, &it.text));
    let told = |message: &str| TOLD.iter().any(|(_, pattern)| fits(pattern, message));
    for (pattern, reason) in UNREACHABLE {
        assert!(!reason.is_empty());
        let alone = met(pattern)
            && !answers.iter().flat_map(|it| &it.errors).any(|it| fits(pattern, &it.text) && told(&it.text));
        assert!(!alone, "met all the same: {pattern}");
    }
}

/// Rules that tell the same of another target.
fn same_cause(rule: &str) -> &'static [&'static str] {
    match rule {
        "missing-primary-key" => &["no-usable-unique-key", "blob-in-primary-key", "prefix-in-primary-key"],
        "duplicate-index-name" => &["duplicate-index"],
        "text-index-without-length" => &["index-key-too-long"],
        _ => &[],
    }
}

/// What a project on a version of Prisma is told of a datasource.
fn of_version(prisma: Option<u32>, properties: &str) -> Vec<String> {
    let text = format!("datasource db {{\n  provider = \"mysql\"\n{properties}}}\n\nmodel Post {{\n  id Int @id\n}}\n");
    let mut workspace = Workspace::new();
    let added = workspace.add("schema.prisma", Language::Prisma, Role::State, text.as_bytes());
    added.unwrap_or_else(|error| panic!("{error}"));
    let package = prisma.map(|version| format!("{{ \"devDependencies\": {{ \"prisma\": \"^{version}.1.0\" }} }}"));
    let hint = package.and_then(|it| Hint::of_project_file("package.json", &it));
    let options = Options { hints: hint.into_iter().collect(), ..Options::default() };
    workspace.lint(&options).findings.iter().map(|it| format!("{}: {}", it.rule.name, it.message)).collect()
}

#[test]
fn an_address_belongs_into_the_schema_until_prisma_7() {
    let url = "  url = env(\"DATABASE_URL\")\n";
    let missing = vec!["invalid-datasource: datasource db has no `url`".to_owned()];
    let moved = vec!["invalid-datasource: `url` does not belong into the schema any more".to_owned()];
    assert_eq!(of_version(None, url), Vec::<String>::new());
    assert_eq!(of_version(None, ""), Vec::<String>::new());
    assert_eq!(of_version(Some(6), url), Vec::<String>::new());
    assert_eq!(of_version(Some(6), ""), missing);
    assert_eq!(of_version(Some(7), url), moved);
    assert_eq!(of_version(Some(7), ""), Vec::<String>::new());
}

/// The findings about tables, without where they stand.
fn of_tables(case: &Case, left_out: &[&str]) -> Vec<String> {
    let findings = case.look().report.findings;
    let of_others = findings.iter().filter(|it| it.subject.table.as_deref().is_some_and(|it| !left_out.contains(&it)));
    let mut found: Vec<String> = of_others.map(|it| format!("{} {:?}", it.rule, it.subject)).collect();
    found.sort();
    found
}

#[test]
fn what_is_wrong_in_one_model_hides_nothing_of_others() {
    let model = |name: &str, more: &str| {
        format!(
            "model {name} {{\n  id    Int    @id\n  title String @db.Text\n{more}\n  @@index([title])\n  @@index([id])\n}}\n\n"
        )
    };
    let datasource = "datasource db {\n  provider     = \"mysql\"\n  relationMode = \"prisma\"\n}\n\n";
    let broken = model("Broken", "  role  Role\n  note  String? @map(\"n\") @default(\"x\")\n");
    let before = format!("{datasource}{}", model("Before", ""));
    let after = format!("{}enum Role {{\n  ADMIN\n}}\n", model("글", ""));
    let case = |text: String| {
        let mut case = Case::of(&Section { name: String::new(), fences: Vec::new() });
        let path = "schema.prisma".to_owned();
        case.files.push(CaseFile { path, language: Language::Prisma, role: Role::State, text });
        case
    };
    let whole = of_tables(&case(format!("{before}{broken}{after}")), &["Broken"]);
    assert!(whole.iter().any(|it| it.contains("Before")) && whole.iter().any(|it| it.contains('글')), "{whole:#?}");
    for token in tokens(&broken) {
        let edited = format!("{}{}", &broken[..token.start], &broken[token.end..]);
        let found = of_tables(&case(format!("{before}{edited}{after}")), &["Broken"]);
        // Without its closing brace, a block goes on to the next one; without its name, it is none.
        assert_eq!(found, whole, "without `{}` at byte {}:\n{edited}", &broken[token.clone()], token.start);
    }
}

/// What Prisma says of relations, by words of its messages, and our rule about the same.
const OF_RELATIONS: &[(&str, &str)] = &[
    ("cyclic-referential-actions", "emulated-cascade-cycle"),
    ("`. Allowed values: ", "action-not-emulated"),
    ("set to `SetNull` when a referenced field is required", "set-null-on-required"),
];

#[test]
fn what_prisma_says_of_relations_a_rule_says_and_nothing_else() {
    let cases = prisma_cases();
    let questions: Vec<Value> = cases.iter().map(|(name, case)| question(name, case)).collect();
    let Some(answers) = ask(&questions) else { return };
    let mut counts = [0; OF_RELATIONS.len()];
    for ((name, case), answer) in cases.iter().zip(answers) {
        let found = case.look().report.findings;
        // What silences a rule is no business of Prisma's, nor is a target that the schema is not for.
        let is_plain = !case.files.iter().any(|it| it.text.contains("shoring-ignore")) && case.target.is_none();
        for ((words, rule), count) in OF_RELATIONS.iter().zip(&mut counts).filter(|_| is_plain) {
            let texts: Vec<&str> = answer.errors.iter().chain(&answer.warnings).map(|it| it.text.as_str()).collect();
            let says = texts.iter().any(|it| it.contains(words));
            assert_eq!(says, found.iter().any(|it| it.rule == *rule), "{name}: {rule}; Prisma: {texts:?}");
            *count += usize::from(says);
        }
    }
    println!("Prisma and our rules say of relations the same: {counts:?}");
    assert!(counts.iter().all(|count| *count > 2), "{counts:?}");
}

/// Files as Prisma's packages take them, but for those of the state before.
fn files_of(case: &Case) -> Vec<(String, String)> {
    let files = case.files.iter().filter(|file| file.role != Role::Base);
    files.map(|file| (file.path.clone(), file.text.clone())).collect()
}

#[test]
fn a_fix_writes_as_prismas_formatter_does_and_a_safe_one_leaves_the_client_as_it_is() {
    let mut questions = Vec::new();
    let mut fixes = Vec::new();
    for (_, case) in prisma_cases() {
        let findings = case.look().findings;
        for (rule, fix) in findings.iter().flat_map(|it| it.fixes.iter().map(|fix| (it.rule.name, fix))) {
            let Ok(after) = fix_law::with_edits(&case, &fix.edits) else { continue };
            let name = format!("{rule}: {}", fix.title);
            questions.push(json!({ "name": name, "before": files_of(&case), "after": files_of(&after) }));
            fixes.push((fix.applicability, case.clone(), after));
        }
    }
    let Some(answers) = answers_of("fixes.mjs", &questions) else { return };
    let mut told = Vec::new();
    let (mut formatted, mut same) = (0, 0);
    for ((applicability, before, after), answer) in fixes.iter().zip(&answers) {
        let name = answer["name"].as_str().unwrap_or_default();
        if answer["was_formatted"] == true && answer["client"] != "none" {
            let old: Vec<(String, String)> = files_of(before);
            for ((path, text), (_, old)) in files_of(after).into_iter().zip(old) {
                let theirs = answer["formatted"].as_array().into_iter().flatten().find(|it| it[0] == path.as_str());
                let theirs = theirs.and_then(|it| it[1].as_str()).unwrap_or_default();
                let written = text.lines().filter(|line| !old.lines().any(|it| it == *line));
                let moved: Vec<&str> = written.filter(|line| !theirs.lines().any(|it| it == *line)).collect();
                if !moved.is_empty() {
                    told.push(format!("{name}: the formatter changes {moved:#?}\n{theirs}"));
                }
            }
            formatted += 1;
        }
        if *applicability == Applicability::Safe && answer["client"] != "none" {
            if answer["client"] != "same" {
                told.push(format!("{name}: it is safe, and the client is another"));
            }
            same += 1;
        }
    }
    println!("the lines of {formatted} fixes are as Prisma formats them, {same} safe ones leave the client as it is");
    assert!(told.is_empty(), "{} fixes:\n{}", told.len(), told.join("\n\n"));
    assert!(formatted > 100 && same > 50, "too few fixes are asked about");
}
