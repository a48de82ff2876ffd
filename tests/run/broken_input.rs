//! Input is hostile: whatever is cut or changed in a schema, reading ends, nothing panics, and every span lies in the
//! text.

use shoring_core::{
    target::Target,
    text::Language,
    workspace::{Options, Role, Workspace},
};
use shoring_tests::{
    case::Case,
    hostile::{compare, look, read, samples},
    markdown::sections,
    pages_of_cases, root,
};

fn targets(language: Language) -> &'static [&'static str] {
    match language {
        Language::Prisma => &["planetscale", "postgres"],
        Language::Sql => &["planetscale", "mariadb"],
    }
}

#[test]
fn every_sample_cut_at_every_line_is_read() {
    for (language, text) in samples() {
        for name in targets(language) {
            let target = Target::parse(name).ok();
            for (at, _) in text.match_indices('\n') {
                read(language, target.as_ref(), text.get(..at).unwrap_or_default().as_bytes());
                read(language, target.as_ref(), text.get(at..).unwrap_or_default().as_bytes());
            }
        }
    }
}

#[test]
fn every_sample_with_every_ninth_byte_changed_or_taken_out_is_read() {
    // Bytes that mean something in one of the languages, and one that is no text.
    let bytes = *b"{}()[]'\"`;,@/*-#\\\n\r\0 \x80";
    let mut choice: usize = 7;
    for (language, text) in samples() {
        let target = Target::parse("planetscale").ok();
        for at in 0..text.len() {
            // A walk over places and bytes that is the same in every run.
            choice = choice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if at % 9 != (choice >> 33) % 9 {
                continue;
            }
            let mut changed = text.clone().into_bytes();
            let byte = bytes.get((choice >> 40) % bytes.len()).copied().unwrap_or(b' ');
            if let Some(place) = changed.get_mut(at) {
                *place = byte;
            }
            read(language, target.as_ref(), &changed);
            let mut shorter = text.clone().into_bytes();
            shorter.remove(at);
            read(language, target.as_ref(), &shorter);
        }
    }
}

#[test]
fn what_fuzzing_found_is_read() {
    for (language, folder) in [(Language::Sql, "sql"), (Language::Prisma, "prisma")] {
        let folder = root().join("fuzz/corpus").join(folder);
        let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let paths: Vec<_> = files.filter_map(Result::ok).map(|file| file.path()).collect();
        assert!(!paths.is_empty(), "{} is empty", folder.display());
        for path in paths {
            println!("{}", path.display());
            look(language, &std::fs::read(&path).unwrap_or_default());
        }
    }
}

#[test]
fn an_empty_file_is_a_schema_without_tables() {
    for language in [Language::Prisma, Language::Sql] {
        for text in ["", "\n", "\u{feff}", "// nothing\n", "-- nothing", "\r\n\r\n"] {
            read(language, None, text.as_bytes());
        }
    }
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    for open in ["(", "[", "{", "((", "/*"] {
        let deep = open.repeat(100_000);
        read(Language::Sql, None, format!("CREATE TABLE t (a int DEFAULT {deep}").as_bytes());
        read(Language::Prisma, None, format!("model A {{\n  id Int @id @default({deep}\n}}\n").as_bytes());
    }
    let chain = "1+".repeat(100_000);
    read(Language::Sql, None, format!("CREATE TABLE t (a int DEFAULT ({chain}1))").as_bytes());
}

#[test]
fn a_table_with_more_columns_and_keys_than_any_server_allows_takes_no_time() {
    let columns: String = (0..20_000).map(|at| format!("c{at} int,\n KEY k{at} (c{at}),\n")).collect();
    read(Language::Sql, None, format!("CREATE TABLE t (\n{columns} PRIMARY KEY (c0))").as_bytes());
    let fields: String = (0..20_000).map(|at| format!("  f{at} Int @unique\n")).collect();
    read(Language::Prisma, Target::parse("planetscale").ok().as_ref(), format!("model A {{\n{fields}}}\n").as_bytes());
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let mut workspace = Workspace::new();
    let error = workspace.add("a.prisma", Language::Prisma, Role::State, b"model A {\n  id Int \xff\n}").err();
    assert_eq!(
        error.map(|error| error.to_string()).as_deref(),
        Some("not UTF-8 text: byte 19 is not part of a character")
    );
    let mut workspace = Workspace::new();
    let error = workspace.add("a.sql", Language::Sql, Role::State, b"CREATE TABLE t (a int COMMENT '\xff')").err();
    assert_eq!(
        error.map(|error| error.to_string()).as_deref(),
        Some("not UTF-8 text: byte 31 is not part of a character")
    );
}

#[test]
fn rows_of_data_may_be_any_bytes() {
    let mut workspace = Workspace::new();
    let text = b"CREATE TABLE t (a blob, id int primary key);\nINSERT INTO t VALUES (_binary '\xff\xfe', 1);\n";
    assert!(workspace.add("a.sql", Language::Sql, Role::State, text).is_ok());
    assert_eq!(workspace.lint(&Options::default()).schema.tables().count(), 1);
}

// Two states

/// The pairs of texts of the suites.
fn pairs() -> Vec<(Language, String, String)> {
    let mut pairs = Vec::new();
    for path in pages_of_cases() {
        for section in sections(&std::fs::read_to_string(&path).unwrap_or_default()) {
            let files = Case::of(&section).files;
            let of = |role: Role| files.iter().find(|file| file.role == role);
            if let (Some(base), Some(head)) = (of(Role::Base), of(Role::State))
                && base.language == head.language
            {
                pairs.push((base.language, base.text.clone(), head.text.clone()));
            }
        }
    }
    pairs.sort();
    pairs.dedup();
    assert!(pairs.len() > 100, "the suites were not found");
    pairs
}

#[test]
fn a_state_that_was_cut_is_compared_with_a_whole_one() {
    for (language, base, head) in pairs() {
        let target = Target::parse("planetscale").ok();
        for (at, _) in head.match_indices('\n') {
            compare(language, target.as_ref(), base.as_bytes(), head.get(..at).unwrap_or_default().as_bytes());
            compare(language, target.as_ref(), head.get(at..).unwrap_or_default().as_bytes(), base.as_bytes());
        }
    }
}

#[test]
fn a_state_with_changed_bytes_is_compared_with_a_whole_one() {
    let bytes = *b"{}()[]'\"`;,@/*-#\\\n\r\0 \x80";
    let mut choice: usize = 11;
    for (language, base, head) in pairs() {
        let target = Target::parse("mysql").ok();
        for at in 0..head.len() {
            choice = choice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if at % 23 != (choice >> 33) % 23 {
                continue;
            }
            let mut changed = head.clone().into_bytes();
            if let (Some(place), Some(byte)) = (changed.get_mut(at), bytes.get((choice >> 40) % bytes.len())) {
                *place = *byte;
            }
            compare(language, target.as_ref(), base.as_bytes(), &changed);
        }
    }
}

#[test]
fn states_of_which_nothing_is_the_same_take_no_time() {
    let table = |name: &str, count: usize, start: usize| {
        let columns: String = (start..start + count).map(|at| format!("c{at} int, ")).collect();
        format!("CREATE TABLE {name} ({columns}PRIMARY KEY (c{start}));\n")
    };
    compare(Language::Sql, None, table("t", 4_000, 0).as_bytes(), table("t", 4_000, 10_000).as_bytes());
    let tables = |name: &str| (0..5_000).map(|at| table(&format!("{name}_{at}"), 3, 0)).collect::<String>();
    compare(Language::Sql, None, tables("old").as_bytes(), tables("new").as_bytes());
    let renamed: String = (0..3_000)
        .map(|at| format!("-- shoring:renamed-from t{}\nCREATE TABLE t{} (a int PRIMARY KEY);\n", at, at + 1))
        .collect();
    let before: String = (0..3_000).map(|at| format!("CREATE TABLE t{at} (a int PRIMARY KEY);\n")).collect();
    compare(Language::Sql, None, before.as_bytes(), renamed.as_bytes());
}

#[test]
fn names_that_are_longer_than_any_server_allows_take_no_time() {
    let table = |letter: &str| {
        let columns: String =
            (0..20).map(|at| format!("`{}{letter}{at}` int, ", format!("w{at}_").repeat(10_000))).collect();
        format!("CREATE TABLE `{}{letter}` ({columns}id int PRIMARY KEY);\n", "t_".repeat(60_000))
    };
    compare(Language::Sql, None, table("x").as_bytes(), table("y").as_bytes());
}

#[test]
fn renames_that_undo_each_other_take_no_time() {
    // The last of the chain cannot be, and so none before it.
    let count = 20_000;
    let before: String = (0..count).map(|at| format!("CREATE TABLE t{at} (a int PRIMARY KEY);\n")).collect();
    let after: String = (0..count)
        .map(|at| format!("-- shoring:renamed-from t{at}\nCREATE TABLE t{} (a int PRIMARY KEY);\n", at + 1))
        .collect();
    let after = format!("CREATE TABLE t0 (a int PRIMARY KEY);\n{after}");
    compare(Language::Sql, None, before.as_bytes(), after.as_bytes());
    let column = |at: usize| format!("-- shoring:renamed-from c{at}\nc{} int,\n", at + 1);
    let columns: String = (0..4_000).map(column).collect();
    let before: String = (0..4_000).map(|at| format!("c{at} int, ")).collect();
    compare(
        Language::Sql,
        None,
        format!("CREATE TABLE t ({before} id int PRIMARY KEY);").as_bytes(),
        format!("CREATE TABLE t (c0 int,\n{columns} id int PRIMARY KEY);").as_bytes(),
    );
}

#[test]
fn many_renames_of_what_is_not_there_take_no_time() {
    let count = 20_000;
    let before: String = (0..count).map(|at| format!("CREATE TABLE t{at} (a int PRIMARY KEY);\n")).collect();
    let after: String = (0..count)
        .map(|at| {
            format!(
                "-- shoring:renamed-from u{at}\nCREATE TABLE v{at} (-- shoring:renamed-from x\na int PRIMARY KEY);\n"
            )
        })
        .collect();
    compare(Language::Sql, None, before.as_bytes(), after.as_bytes());
    let columns: String = (0..2_000).map(|at| format!("-- shoring:renamed-from u{at}\nv{at} int,\n")).collect();
    let before: String = (0..2_000).map(|at| format!("column_of_a_number_{at} int, ")).collect();
    compare(
        Language::Sql,
        None,
        format!("CREATE TABLE t ({before} id int PRIMARY KEY);").as_bytes(),
        format!("CREATE TABLE t ({columns} id int PRIMARY KEY);").as_bytes(),
    );
    // A thousand comments above a thousand columns.
    let comments = "-- shoring:renamed-from u\n".repeat(1_000);
    let adds: Vec<String> = (0..1_000).map(|at| format!("ADD COLUMN n{at} int")).collect();
    let after = format!("CREATE TABLE t (id int PRIMARY KEY);\n{comments}ALTER TABLE t {};\n", adds.join(", "));
    compare(Language::Sql, None, b"CREATE TABLE t (id int PRIMARY KEY);\n", after.as_bytes());
}

#[test]
fn columns_with_many_keys_take_no_time() {
    let table = |letter: &str| {
        let columns: String = (0..64).map(|at| format!("{letter}{at} int, ")).collect();
        let keys: String = (0..1_000)
            .map(|at| {
                let parts: Vec<String> = (0..16).map(|part| format!("{letter}{}", (at * 7 + part * 3) % 64)).collect();
                format!("KEY k{at} ({}), ", parts.join(", "))
            })
            .collect();
        format!("CREATE TABLE t ({columns}{keys}id int PRIMARY KEY);\n")
    };
    compare(Language::Sql, None, table("a").as_bytes(), table("b").as_bytes());
}

#[test]
fn many_relations_without_another_side_take_no_time() {
    let fields = |name: &str, other: &str, relation: &str| -> String {
        (0..4_000).map(|nth| format!("  {name}{nth} {other} @relation(\"{relation}{nth}\")\n")).collect()
    };
    let target = Target::parse("planetscale").ok();
    // The other model has none of these names; it has two that nothing tells apart, too: then none is called missing.
    for confused in ["", "  x A[]\n  y A[]\n"] {
        let here = fields("a", "B", "here");
        let there = fields("b", "A[]", "there");
        let text = format!(
            "datasource db {{\n  provider = \"mysql\"\n}}\nmodel A {{\n  id Int @id\n{here}}}\nmodel B {{\n  id Int @id\n{there}{confused}}}\n"
        );
        read(Language::Prisma, target.as_ref(), text.as_bytes());
    }
}

#[test]
fn many_models_of_one_name_take_no_time() {
    let model = |name: &str, table: &str| {
        let fields =
            "id Int @id\n  b Int?\n  a A? @relation(\"x\", fields: [b], references: [id])\n  c A[] @relation(\"x\")";
        format!("model {name} {{\n  {fields}\n  @@map(\"{table}\")\n}}\n")
    };
    // Of one table, of the table of another one, and each of its own.
    let of_one = model("A", "a").repeat(5_000);
    let of_another = model("A", "a") + &model("B", "a").repeat(5_000);
    let apart: String = (0..5_000).map(|nth| model("A", &format!("a{nth}"))).collect();
    for text in [of_one, of_another, apart] {
        let target = Target::parse("planetscale").ok();
        read(
            Language::Prisma,
            target.as_ref(),
            format!("datasource db {{\n  provider = \"mysql\"\n}}\n{text}").as_bytes(),
        );
    }
}
