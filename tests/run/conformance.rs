//! One answer everywhere: every case of the suites, every documented example, the projects of `examples/` and every kind of
//! refusal, through each surface. Whole reports and errors are the same, byte for byte.

use libtest_mimic::{Arguments, Failed, Trial};
use shoring_core::{safety::all_rules, workspace::Role};
use shoring_tests::{
    files_below,
    markdown::{Section, examples, sections},
    pages_of_cases, root,
    surface::{CommandLine, File, LanguageServer, Package, Question, Surface, Worker},
};

/// What is compared with the command line, where it is built. Adding a surface is adding a line, and its driver.
fn surfaces() -> Vec<(&'static str, Box<dyn Surface + Send>)> {
    let mut surfaces: Vec<(&'static str, Box<dyn Surface + Send>)> =
        vec![("the language server", Box::new(LanguageServer))];
    if Package::project().is_some() {
        for (name, entry, way) in [
            ("the npm package", "shoring", "functions"),
            ("the npm package, required", "shoring", "require"),
            ("the npm package's workspace, typed into", "shoring", "workspace"),
            ("the npm package's small entry", "shoring/prisma", "functions"),
        ] {
            surfaces.push((name, Box::new(Package { entry, way })));
        }
    } else {
        println!("SHORING_NPM names no project with the npm package (cargo xtask test makes one): it is not asked");
    }
    if Worker::is_built() {
        surfaces.push(("the worker", Box::new(Worker)));
    } else {
        println!("SHORING_WORKER does not say that the worker is built (cargo xtask test does): it is not asked");
    }
    surfaces
}

/// The most differences that are shown.
const SHOWN: usize = 5;

fn main() {
    let arguments = Arguments::from_args();
    let trial =
        |(name, surface): (&str, Box<dyn Surface + Send>)| Trial::test(name, move || conforms(surface.as_ref()));
    libtest_mimic::run(&arguments, surfaces().into_iter().map(trial).collect()).exit();
}

fn conforms(surface: &dyn Surface) -> Result<(), Failed> {
    let questions: Vec<Question> = questions().into_iter().filter(|question| surface.takes(question)).collect();
    let expected = CommandLine.answers(&questions);
    let expected: Vec<_> = expected.into_iter().map(|answer| surface.would_say(answer)).collect();
    let answers = surface.answers(&questions);
    if answers.len() != questions.len() {
        return Err(format!("{} questions, {} answers", questions.len(), answers.len()).into());
    }
    let differing: Vec<String> = questions
        .iter()
        .zip(expected.iter().zip(&answers))
        .filter(|(_, (expected, answer))| expected != answer)
        .map(|(question, (expected, answer))| format!("{}\n{}", question.name, first_difference(expected, answer)))
        .collect();
    let reports = expected.iter().filter(|answer| answer.is_ok()).count();
    println!("{reports} reports and {} refusals were compared", expected.len() - reports);
    if differing.is_empty() {
        return Ok(());
    }
    let shown: Vec<&str> = differing.iter().map(String::as_str).take(SHOWN).collect();
    Err(format!("{} of {} answers differ:\n{}", differing.len(), questions.len(), shown.join("\n")).into())
}

fn first_difference(expected: &Result<String, String>, answer: &Result<String, String>) -> String {
    let (Ok(one) | Err(one)) = expected;
    let (Ok(other) | Err(other)) = answer;
    let differing = one.lines().chain([""]).zip(other.lines().chain([""])).find(|(one, other)| one != other);
    let (one, other) = differing.unwrap_or((one, other));
    format!("  command line: {one}\n  here:         {other}")
}

fn questions() -> Vec<Question> {
    let mut questions = Vec::new();
    let suites = root().join("tests/suites");
    for path in pages_of_cases() {
        let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let suite = path.strip_prefix(&suites).unwrap_or(&path).display().to_string();
        for section in sections(&page) {
            questions.push(Question::of_section(format!("{suite}: {}", section.name), &section));
        }
    }
    for rule in all_rules() {
        for (nth, section) in examples(rule.docs).iter().flat_map(Section::each_alone).enumerate() {
            questions.push(Question::of_section(format!("documentation of {}: {nth}", rule.name), &section));
        }
    }
    // Two states beside relations: programs can ask that, the command line has no words for it.
    questions.retain(|question| !question.compares_with_relations());
    questions.extend(of_examples());
    questions.extend(refused());
    questions
}

/// The projects of `examples/`: each of their files, and each two of one folder compared.
fn of_examples() -> Vec<Question> {
    let folder = root().join("examples");
    let mut questions = Vec::new();
    let file = |path: &std::path::Path| {
        let shown = path.strip_prefix(&folder).unwrap_or(path).display().to_string().replace('\\', "/");
        File::new(shown, std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    let schemas = files_below(&folder, &["prisma", "sql"]);
    for path in &schemas {
        let mut head = vec![file(path)];
        let around = path.ancestors().take_while(|it| *it != folder).map(|it| it.join("package.json"));
        head.extend(around.filter(|it| it.is_file()).map(|it| file(&it)));
        let name = path.display().to_string();
        questions.push(Question { name: name.clone(), head: head.clone(), ..Question::default() });
        for other in schemas.iter().filter(|other| *other != path && other.parent() == path.parent()) {
            let (base, head) = (Some(vec![file(other)]), head.clone());
            questions.push(Question {
                name: format!("{} to {name}", other.display()),
                base,
                head,
                ..Question::default()
            });
        }
    }
    questions
}

/// A question for each kind of refusal that both a command and a program can meet.
fn refused() -> Vec<Question> {
    let lint = |name: &str, file: File| Question { name: name.to_owned(), head: vec![file], ..Question::default() };
    let diff = |name: &str, base: &str, head: &str| Question {
        base: Some(vec![File::new("base/a.sql", base)]),
        ..lint(name, File::new("head/a.sql", head))
    };
    let posts = "CREATE TABLE posts (id int PRIMARY KEY, title text);\n";
    let rename =
        |text: &str| Question { renames: vec![text.to_owned()], ..diff(&format!("--rename {text}"), posts, posts) };
    vec![
        lint("bytes that are no text, in Prisma", File::new("a.prisma", b"model A {\xff}".as_slice())),
        lint("bytes that are no text, in SQL", File::new("a.sql", b"SELECT '\xe9';".as_slice())),
        lint("UTF-16 in Prisma", File::new("a.prisma", b"\xff\xfem\0o\0".as_slice())),
        lint("UTF-16 in SQL", File::new("a.sql", b"\xff\xfes\0e\0".as_slice())),
        lint("a Prisma file over the limit", File::new("a.prisma", vec![b' '; (64 << 20) + 1])),
        diff("dialects", "CREATE TABLE t (id int) ENGINE=InnoDB;", "CREATE TABLE t (id BIGSERIAL);"),
        rename("posts.titel=headline"),
        rename("posts.title=headline"),
        rename("post=articles"),
        Question {
            base: Some(vec![File { role: Role::Base, ..File::new("base/a.prisma", b"\xc3".as_slice()) }]),
            ..lint("a base that is no text", File::new("head/a.prisma", ""))
        },
    ]
}
