//! `npx shoring` is the native command line: the same words, streams and exit status, on a real disk and with real git.

use std::{
    collections::BTreeSet,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use shoring_tests::{BEFORE, repository::TemporaryRepository, surface::Package};

/// What one program did.
#[derive(Debug, PartialEq, Eq)]
struct Done {
    status: Option<i32>,
    out: String,
    err: String,
}

/// A program, and the repository in which it runs: each has its own, and both are made alike.
struct Runner {
    program: Vec<PathBuf>,
    repository: TemporaryRepository,
}

impl Runner {
    fn run(&self, folder: &str, words: &[&str], stdin: &[u8], variables: &[(&str, &str)]) -> Done {
        let [program, before @ ..] = self.program.as_slice() else { panic!("no program") };
        let mut command = Command::new(program);
        command.args(before).args(words).current_dir(self.repository.path().join(folder));
        let told =
            ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"];
        for name in told.into_iter().map(str::to_owned).chain(git_variables()) {
            command.env_remove(name);
        }
        command.env("HOME", self.repository.path()).env("XDG_CONFIG_HOME", self.repository.path().join("none"));
        command.envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        if let Some(mut pipe) = child.stdin.take() {
            // A program that does not read it may have ended.
            let _ = pipe.write_all(stdin);
        }
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Done { status: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

fn git_variables() -> impl Iterator<Item = String> {
    std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()).filter(|name| name.starts_with("GIT_"))
}

/// Both programs, each in a repository with a branch that changes a schema; none where one is missing, which is told.
fn both() -> Option<[Runner; 2]> {
    let (Some(project), Some(native)) = (Package::project(), std::env::var_os("SHORING_NATIVE")) else {
        println!("SHORING_NPM and SHORING_NATIVE name no programs (cargo xtask test makes them): nothing was compared");
        return None;
    };
    let bin = project.join("node_modules/shoring/dist/bin.js");
    let programs = [vec![PathBuf::from(native)], vec![node(), bin]];
    let made = programs.map(|program| {
        let repository = TemporaryRepository::new()?;
        fill(&repository);
        Some(Runner { program, repository })
    });
    let [Some(one), Some(other)] = made else { return None };
    Some([one, other])
}

/// Node by its whole path: it is started with other paths than ours, too.
fn node() -> PathBuf {
    let output = Command::new("node").args(["--print", "process.execPath"]).output();
    let output = output.unwrap_or_else(|error| panic!("node cannot be run: {error}"));
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}

fn fill(repository: &TemporaryRepository) {
    repository.write("prisma/schema.prisma", BEFORE);
    repository.write("package.json", "{ \"dependencies\": { \"@planetscale/database\": \"1\" } }\n");
    repository.write(".gitignore", "ignored/\n*.gen.prisma\n!kept.gen.prisma\n");
    repository.write("db/.gitignore", "/only-here.sql\n");
    for path in ["db/only-here.sql", "db/more/only-here.sql", "ignored/a.sql", ".hidden/a.sql", "node_modules/a/a.sql"]
    {
        repository.write(path, "CREATE TABLE a (id int);\n");
    }
    repository.write("sql/0002_more.sql", "ALTER TABLE posts ADD COLUMN body text NOT NULL;\n");
    repository.write("sql/0001_init.sql", "CREATE TABLE posts (id int PRIMARY KEY, title varchar(191));\n");
    repository.write("sql/0010_last.sql", "ALTER TABLE posts FLY;\n");
    repository.write("other/a.gen.prisma", "model Broken {");
    repository.write("other/kept.gen.prisma", BEFORE);
    repository.write("한국/schema.prisma", &BEFORE.replace("title ", "제목   "));
    repository.write("windows/schema.prisma", &BEFORE.replace('\n', "\r\n"));
    repository.write("broken/shoring.toml", "targets = \"mysql\"\n[rules]\nredundant-indx = \"off\"\n");
    repository.write("broken/schema.prisma", BEFORE);
    repository.write("empty.sql", "");
    std::fs::write(repository.path().join("latin.sql"), b"SELECT '\xe9';").expect("a file");
    repository.commit("base");
    repository.branch("work");
    repository.write(
        "prisma/schema.prisma",
        &BEFORE.replace("  name  String\n", "").replace("title    String", "title    String @db.VarChar(50)"),
    );
    repository.write("fix/schema.prisma", BEFORE);
    repository.commit("head");
}

/// What is typed: where, the words, standard input, and variables of the environment.
type Typed<'t> = (&'t str, &'t [&'t str], &'t str, &'t [(&'t str, &'t str)]);

#[test]
fn npx_says_what_the_native_program_says() {
    let Some([native, npx]) = both() else { return };
    let long = "x".repeat(300);
    let typed: &[Typed<'_>] = &[
        ("", &["--version"], "", &[]),
        ("", &["--help"], "", &[]),
        ("", &["lint", "--help"], "", &[]),
        ("", &["lnt"], "", &[]),
        ("", &["lint", "--format", "jsn"], "", &[]),
        ("", &["rules"], "", &[]),
        ("", &["rules", "--format", "json"], "", &[]),
        ("", &["explain", "missing-foreign-key-index"], "", &[]),
        ("", &["explain", "missing-foreign-key-inde"], "", &[]),
        ("", &["schema", "report"], "", &[]),
        ("", &["completions", "bash"], "", &[]),
        ("", &["man"], "", &[]),
        ("", &["config"], "", &[]),
        ("", &["lint"], "", &[]),
        ("", &["lint", "--format", "json", "--info"], "", &[]),
        ("", &["lint", "--format", "concise"], "", &[]),
        ("", &["lint", "--color", "always", "prisma"], "", &[]),
        ("", &["lint", "prisma"], "", &[("FORCE_COLOR", "1")]),
        ("", &["lint", "prisma"], "", &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]),
        ("", &["lint", "--quiet", "--fail-on", "never", "prisma"], "", &[]),
        ("", &["lint", "sql"], "", &[]),
        ("", &["lint", "db", "--format", "json"], "", &[]),
        ("", &["lint", "other", "한국", "windows", "--format", "json"], "", &[]),
        ("sql", &["lint", "../prisma", "0001_init.sql"], "", &[]),
        ("broken", &["lint"], "", &[]),
        ("", &["lint", "-"], "CREATE TABLE a (id int);", &[]),
        ("", &["lint", "-"], "", &[]),
        ("", &["lint", "-", "--stdin-filename", "a.prisma", "--format", "json"], BEFORE, &[]),
        ("", &["lint", "-", "--stdin-filename", "a.prisma", "--fix"], BEFORE, &[]),
        ("", &["lint", "fix", "--diff"], "", &[]),
        ("", &["lint", "fix", "--fix"], "", &[]),
        // What the system refuses, in our words.
        ("", &["lint", "nothing.prisma"], "", &[]),
        ("", &["lint", "empty.sql"], "", &[]),
        ("", &["lint", "latin.sql"], "", &[]),
        ("", &["lint", "empty.sql/a.sql"], "", &[]),
        ("", &["lint", &long], "", &[]),
        ("", &["diff", "empty.sql/a.sql", "empty.sql"], "", &[]),
        ("", &["diff", &long, "empty.sql"], "", &[]),
        ("", &["diff", "prisma", "nothing.sql"], "", &[]),
        #[cfg(target_os = "linux")]
        ("", &["lint", "/proc/self/mem"], "", &[]),
        ("", &["lint", "--config", "nothing.toml"], "", &[]),
        ("", &["lint", "--config", "sql"], "", &[]),
        // Two states, and git.
        ("", &["diff", "git:main", "prisma/schema.prisma"], "", &[]),
        ("", &["diff", "git:main:prisma", "git:work:prisma", "--format", "json"], "", &[]),
        ("", &["diff", "git:nowhere", "prisma"], "", &[]),
        ("", &["diff", "sql/0001_init.sql", "-", "--exit-code"], "CREATE TABLE posts (id int PRIMARY KEY);", &[]),
        ("", &["diff", "sql/0001_init.sql", "-"], "", &[]),
        ("", &["check"], "", &[]),
        ("", &["check", "--base", "main"], "", &[]),
        ("", &["check", "--base", "main", "--format", "json"], "", &[]),
        ("", &["check", "--base", "main", "--format", "markdown"], "", &[]),
        ("prisma", &["check", "--base", "main"], "", &[]),
        ("", &["check", "--base", "nowhere"], "", &[]),
        ("", &["check"], "", &[("GITHUB_BASE_REF", "main")]),
        ("", &["check", "--base", "main"], "", &[("PATH", "")]),
    ];
    let mut differing = Vec::new();
    let mut statuses = BTreeSet::new();
    for (folder, words, stdin, variables) in typed {
        // The program itself is found before the path is taken away.
        let programs = [&native, &npx].map(|it| it.run(folder, words, stdin.as_bytes(), variables));
        statuses.insert(programs[0].status);
        if programs[0] != programs[1] {
            differing.push(format!(
                "{folder}> shoring {}\nnative {:#?}\nnpx {:#?}",
                words.join(" "),
                programs[0],
                programs[1]
            ));
        }
    }
    assert!(differing.is_empty(), "{} of {} differ:\n{}", differing.len(), typed.len(), differing.join("\n"));
    assert_eq!(statuses.into_iter().flatten().collect::<Vec<_>>(), [0, 1, 2], "each way to end was taken");
    let mended = |it: &Runner| std::fs::read_to_string(it.repository.path().join("fix/schema.prisma")).expect("a file");
    assert!(mended(&native).contains("@@index"), "{}", mended(&native));
    assert_eq!(mended(&native), mended(&npx));
}

#[test]
fn outside_a_repository_nothing_is_ignored() {
    let Some([native, npx]) = both() else { return };
    for runner in [&native, &npx] {
        std::fs::remove_dir_all(runner.repository.path().join(".git")).expect("a folder");
    }
    for words in
        [&["lint", "db"][..], &["lint", "ignored"], &["check"], &["lint", ".hidden"], &["lint", "node_modules"]]
    {
        let [one, other] = [&native, &npx].map(|it| it.run("", words, b"", &[]));
        assert_eq!(one, other, "{}", words.join(" "));
    }
}

#[test]
fn a_reader_who_goes_ends_both_quietly() {
    let Some([native, npx]) = both() else { return };
    for runner in [&native, &npx] {
        let [program, before @ ..] = runner.program.as_slice() else { panic!("no program") };
        let mut command = Command::new(program);
        command.args(before).args(["rules", "--format", "json"]).current_dir(runner.repository.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{}", Path::new(program).display());
    }
}
