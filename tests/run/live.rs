//! A state that is edited says what it would say if all of it were read anew: over generated schemas and edits that nobody has
//! thought of, with as much of them taken block by block as can be.

use proptest::{
    collection::vec,
    num::u16::ANY,
    test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};
use shoring_core::{
    report::{
        Report,
        live::{ReportUpdate, Told},
    },
    text::{Encoding, FileId, Language},
    workspace::{Live, Options, Role, Workspace},
};
use shoring_tests::generate::{Choices, Flavor, database, in_prisma};
use std::cell::Cell;

/// What generated schemas do not have.
const MORE: &str = r#"
/// Relations of every kind.
model Person {
  id       Int       @id @default(autoincrement())
  mail     String    @unique
  bossId   Int?
  boss     Person?   @relation("Boss", fields: [bossId], references: [id])
  staff    Person[]  @relation("Boss")
  friends  Person[]  @relation("Friends")
  friendOf Person[]  @relation("Friends")
  tags     Tag[]
  posts    Post[]
  profile  Profile?

  // shoring-ignore redundant-index: measured
  @@index([mail])
  @@index([mail, bossId])
}

model Tag {
  name   String   @id
  people Person[]
  posts  Post[]
  kind   Kind     @default(A)
}

// shoring-ignore missing-primary-key: a view
model Post {
  id       Int
  authorId Int
  author   Person @relation(fields: [authorId], references: [id])
  tags     Tag[]
  @@map("posts")
}

model Profile {
  personId Int @unique
  person Person @relation(fields: [personId], references: [id], onDelete: Cascade)
  other  Int @unknown
  nothing Nowhere?
}

enum Kind {
  A
  B @map("bee")
}
"#;

/// What is typed.
const TYPED: &[&str] = &[
    "x",
    "é",
    "🥕",
    " ",
    "?",
    "[]",
    "@unique",
    " @id",
    "\n",
    "\r\n",
    "}",
    "{",
    "\"",
    "/*",
    "*/",
    "//",
    "@@index([id])\n",
    "@@id([",
    "])",
    "\nmodel New {\n  id Int @id\n}\n",
    "Int",
    "Person",
    "Person[]",
    "// shoring-ignore missing-foreign-key-index\n",
    "// shoring-ignore-file missing-primary-key: all\n",
    "  extra String?\n",
    "@map(\"posts\")",
    "@@map(\"posts\")\n",
    "@@ignore\n",
    "@relation(\"Friends\")",
    "tags Tag[]\n",
    "fields: [bossId], ",
    "onDelete: Cascade, ",
    " @db.Timestamp(3)",
    "  @@index([name], map: \"shared\")\n",
    "  @@index([id], map: \"shared\")\n",
    " @unique(map: \"shared\")",
];

struct Session {
    text: String,
    live: Option<Live>,
    options: Options,
}

impl Session {
    fn read(text: &str) -> Workspace {
        let mut workspace = Workspace::new();
        let _ = workspace.add("schema.prisma", Language::Prisma, Role::State, text.as_bytes());
        workspace
    }

    /// Edits the text, and the live state where it takes the edit. Answers whether it did.
    fn edit(&mut self, start: usize, end: usize, typed: &str) -> bool {
        let taken = self.live.as_mut().and_then(|live| live.edit(FileId(0), start as u64, end as u64, typed));
        self.text.replace_range(start..end, typed);
        if taken.is_none() {
            self.live = Some(Live::new(Self::read(&self.text), self.options.clone()));
        }
        taken.is_some()
    }

    fn live_report(&mut self) -> Report {
        let Some(live) = &mut self.live else { panic!("it is not read") };
        let update = ReportUpdate::new(&live.lint(), Vec::new(), &mut Told::default(), Encoding::Utf16);
        Report { findings: update.new.into_iter().map(|it| it.finding).collect(), ..update.report }
    }

    fn whole_report(&self) -> Report {
        let workspace = Self::read(&self.text);
        Report::new(&workspace.lint(&self.options), Encoding::Utf16)
    }
}

#[test]
fn an_edited_state_says_what_one_says_that_is_read_anew() {
    let (taken, left) = (Cell::new(0), Cell::new(0));
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let seed = number("SHORING_SEED").unwrap_or(1);
    let config = Config {
        cases: number("SHORING_CASES").and_then(|it| u32::try_from(it).ok()).unwrap_or(150),
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&(vec(ANY, 0..400), vec(ANY, 20..300)), |(schema, edits)| {
        let mut choices = Choices::new(&schema);
        let mut text = in_prisma(&database(&mut choices, Flavor::Prisma));
        text.push_str(MORE);
        let provider = choices.of(&["mysql", "postgresql", "sqlite"]);
        let text = text.replace("provider     = \"mysql\"", &format!("provider = \"{provider}\""));
        let options = Options { today: Some("2026-11-22".to_owned()), ..Options::default() };
        let mut session = Session { live: None, text, options };
        session.edit(0, 0, "");
        let mut choices = Choices::new(&edits);
        for _ in 0..edits.len() / 5 {
            let (start, end, typed) = an_edit(&session.text, &mut choices);
            let was = session.text.clone();
            let counter = if session.edit(start, end, typed) { &taken } else { &left };
            counter.set(counter.get() + 1);
            let (live, whole) = (session.live_report(), session.whole_report());
            if live != whole {
                let difference = difference(&whole.to_json(), &live.to_json());
                let told = format!("{:?} for {:?} at {start} of\n{was}\n{difference}", typed, was.get(start..end));
                return Err(TestCaseError::fail(told));
            }
        }
        Ok(())
    });
    println!("{} edits were taken block by block, {} were not", taken.get(), left.get());
    assert!(
        outcome.is_ok(),
        "with SHORING_SEED={seed}: {}",
        outcome.err().map(|it| it.to_string()).unwrap_or_default()
    );
    assert!(taken.get() > left.get(), "most edits must not cost the whole schema");
}

#[test]
fn what_is_typed_at_the_end_of_a_file_stays_out_of_the_next_one() {
    let first = "datasource db {\n  provider = \"mysql\"\n}\n";
    let second = "model User {\n  id    Int     @id\n  name  String? @unique\n  email String  @unique\n}\n";
    let read = |first: &str| {
        let mut workspace = Workspace::new();
        for (path, text) in [("base.prisma", first), ("user.prisma", second)] {
            let _ = workspace.add(path, Language::Prisma, Role::State, text.as_bytes());
        }
        workspace
    };
    for typed in ["//", "x", "\n", "model Post {\n  id Int @id\n}\n"] {
        let mut live = Live::new(read(first), Options::default());
        let end = first.len() as u64;
        let is_taken = live.edit(FileId(0), end, end, typed).is_some();
        if !is_taken {
            continue;
        }
        let update = ReportUpdate::new(&live.lint(), Vec::new(), &mut Told::default(), Encoding::Utf16);
        let whole = Report::new(&read(&format!("{first}{typed}")).lint(&Options::default()), Encoding::Utf16);
        let findings = update.new.into_iter().map(|it| it.finding).collect();
        assert_eq!(Report { findings, ..update.report }.to_json(), whole.to_json(), "{typed:?}");
    }
}

/// The first lines that differ.
fn difference(whole: &str, live: &str) -> String {
    let at = whole.lines().zip(live.lines()).position(|(a, b)| a != b).unwrap_or_default();
    let from = |text: &str| text.lines().skip(at.saturating_sub(12)).take(24).collect::<Vec<_>>().join("\n");
    format!("read anew:\n{}\nedited:\n{}", from(whole), from(live))
}

/// Where is typed, what goes for it, and what is typed. Most edits are of one letter.
fn an_edit(text: &str, choices: &mut Choices) -> (usize, usize, &'static str) {
    let mut start = choices.below(text.len() + 1);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (start + choices.below(3)).min(text.len());
    if choices.in_ten(1) {
        end = (start + choices.below(80)).min(text.len());
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let is_small = choices.in_ten(8);
    (start, end, if is_small { choices.of(&["", "a", "_", "1"]) } else { choices.of(TYPED) })
}
