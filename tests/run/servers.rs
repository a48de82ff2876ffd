//! `docs/mysql-and-mariadb.md` is made of what stands in code: the capabilities of `core/src/target.rs` on which the two servers
//! differ, and the exceptions of the tests that ask one. Its other rows name the file that knows of them.

use std::{collections::BTreeSet, fmt::Write as _, fs};

use shoring_core::target::Target;
use shoring_tests::{
    files_below, root,
    servers::{DIFFERENT, DIFFERS, OF_MYSQL, REFUSED_BY_SERVER, REFUSED_BY_US},
};

const VERSIONS: [&str; 8] = [
    "mysql-5.7",
    "mysql-8.0",
    "mysql-8.4",
    "mysql-9.5",
    "mariadb-10.6",
    "mariadb-10.11",
    "mariadb-11.4",
    "mariadb-11.8",
];

/// A capability and its answers.
type Capability = (&'static str, fn(&Target) -> String);

macro_rules! capabilities {
    ($($name:ident)*) => { [$((stringify!($name), |target: &Target| in_words(&format!("{:?}", target.$name())))),*] };
}

const CAPABILITIES: &[Capability] = &capabilities! {
    keeps_to_types refuses_impossible_types fills_new_columns accepts_foreign_keys indexes_foreign_keys_itself needs_unique_row_key
    alters_by_copying_rows carries_renames renames_columns renames_columns_in_expressions keeps_checks renames_indexes
    reads_inline_references keeps_tables_in_innodb keeps_texts_in_page hashes_long_unique_keys shortens_long_keys name_limit usual_charset
    timestamps_end_in_2038 deprecates_utf8mb3 counts_floating_numbers takes_literal_defaults_of_texts takes_expression_defaults refuses_zero_dates
    takes_implicit_references  wants_unique_targets takes_stored_programs takes_all_partitions check_names_are_of_database
    refuses_set_default refuses_foreign_key_cycles column_names_have_case table_names_have_case
};

/// What is no capability: names and versions.
const OTHERS: [&str; 7] =
    ["name", "version", "dialect", "product_name", "is_planetscale", "lint_codes", "is_mysql_family"];

fn in_words(answer: &str) -> String {
    match answer {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        "Some(ZerosButDates)" => "zeros, but for dates and places".to_owned(),
        "Some(Zeros)" => "zeros".to_owned(),
        other => other.trim_start_matches("Some(\"").trim_end_matches("\")").to_owned(),
    }
}

/// The names of methods in `target.rs`, with what is said of them.
fn documented() -> Vec<(String, String)> {
    let path = root().join("core/src/target.rs");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut words = Vec::new();
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("/// ") {
            words.push(comment);
        } else if let Some(name) =
            line.strip_prefix("pub fn ").and_then(|it| it.strip_suffix(" {")?.split_once("(&self)"))
        {
            found.push((name.0.to_owned(), words.join(" ")));
        } else if !line.is_empty() {
            words.clear();
        }
    }
    found
}

#[test]
fn the_page_says_what_stands_in_code() {
    let documented = documented();
    let known: BTreeSet<&str> = CAPABILITIES.iter().map(|(name, _)| *name).chain(OTHERS).collect();
    let forgotten: Vec<&String> =
        documented.iter().map(|(name, _)| name).filter(|it| !known.contains(it.as_str())).collect();
    assert!(forgotten.is_empty(), "capabilities that this test does not ask: {forgotten:?}");

    let targets = VERSIONS.map(|name| Target::parse(name).unwrap_or_else(|error| panic!("{error}")));
    let mut page = String::from(
        "| | MySQL 5.7 | 8.0 | 8.4 | 9.5 | MariaDB 10.6 | 10.11 | 11.4 | 11.8 |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for (name, ask) in CAPABILITIES {
        let answers = targets.each_ref().map(ask);
        if answers.iter().all(|it| *it == answers[0]) {
            continue;
        }
        let words = documented.iter().find(|(of, _)| of == name).map_or("", |(_, words)| words);
        let _ = writeln!(page, "| {words} (`{name}`) | {} |", answers.join(" | "));
    }
    hold_to("capabilities", &page);

    let of_mysql = REFUSED_BY_SERVER.iter().filter(|(error, _)| OF_MYSQL.contains(error));
    let mut page = String::from("| What | Why |\n|---|---|\n");
    for (of, why) in DIFFERS.iter().chain(REFUSED_BY_US).chain(DIFFERENT).chain(of_mysql) {
        let _ = writeln!(page, "| {} | {why} |", of.replace('|', "\\|"));
    }
    hold_to("exceptions", &page);
}

/// Holds a part of the page to what it should be.
fn hold_to(part: &str, wanted: &str) {
    let path = root().join("docs/mysql-and-mariadb.md");
    let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (begin, end) = (format!("<!-- {part} -->\n"), format!("<!-- end of {part} -->"));
    let parts = page.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?)));
    let Some((before, (is, after))) = parts else { panic!("{}: no {begin}", path.display()) };
    if is != wanted && std::env::var_os("SHORING_WRITE").is_some() {
        let page = format!("{before}{begin}{wanted}{end}{after}");
        fs::write(&path, page).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        return;
    }
    assert!(
        is == wanted,
        "docs/mysql-and-mariadb.md, between {begin}and {end}, should be (SHORING_WRITE=1 writes it)\n{wanted}"
    );
}

#[test]
fn each_file_that_knows_a_difference_is_told_of() {
    let path = root().join("docs/mysql-and-mariadb.md");
    let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let core = root().join("core/src");
    let tells = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        text.contains("Dialect::MariaDb") && !path.ends_with("target.rs")
    };
    let knowing = files_below(&core, &["rs"]).into_iter().filter(tells);
    let knowing: BTreeSet<String> = knowing
        .filter(|path| !path.components().any(|it| it.as_os_str() == "tests") && !path.ends_with("tests.rs"))
        .map(|path| path.strip_prefix(&core).unwrap_or(&path).display().to_string())
        .collect();
    let told: BTreeSet<String> = page
        .split_once("<!-- files -->")
        .map_or("", |(_, rest)| rest)
        .split('`')
        .filter(|it| std::path::Path::new(it).extension().is_some_and(|it| it == "rs"))
        .map(ToOwned::to_owned)
        .collect();
    assert_eq!(told, knowing, "the files of core/src that speak of MariaDB, and those that the page names");
}
