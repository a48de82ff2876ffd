//! `cargo xtask bench`, its second half: how long two large states take to be compared, and whether each planted edit is
//! found as what it is, and nothing else.

use crate::shell::{command, say};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// How often each pair is compared; the quickest counts, the others were disturbed.
const RUNS: usize = 5;

/// One line of the result.
pub(crate) struct Row {
    input: &'static str,
    tables: u32,
    /// Milliseconds of reading both states.
    read: f64,
    /// Milliseconds of comparing and judging.
    compared: f64,
    found: usize,
    pub(crate) missed: usize,
    pub(crate) wrong: usize,
}

#[derive(Deserialize)]
struct Truth {
    edits: Vec<Edit>,
}

#[derive(Deserialize)]
struct Edit {
    kind: String,
    table: Option<String>,
    column: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Deserialize)]
struct Report {
    changes: Vec<Change>,
    #[serde(default)]
    renames: Vec<Rename>,
}

#[derive(Deserialize)]
struct Change {
    kind: String,
    entity: String,
    table: Option<String>,
    name: String,
    aspect: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Deserialize)]
struct Rename {
    entity: String,
    table: Option<String>,
    from: String,
    to: String,
}

/// Compares a base with its edited twin.
pub(crate) fn measure(
    binary: &Path,
    (input, tables): (&'static str, u32),
    (base, edited): (&Path, &Path),
    truth: &Path,
) -> Result<Row> {
    say(format!("bench: comparing {tables} tables of the {input} with their edited twins"));
    let mut best: Option<(f64, f64)> = None;
    let mut printed = Vec::new();
    for _ in 0..RUNS {
        let mut diff = command(binary);
        diff.arg("diff").arg(base).arg(edited).args(["--format", "json", "--timing"]);
        let done = diff.output()?;
        // 1: it has findings, and it should.
        if !matches!(done.status.code(), Some(0 | 1)) {
            bail!("`shoring diff {}` could not run: {}", base.display(), String::from_utf8_lossy(&done.stderr));
        }
        let told = String::from_utf8_lossy(&done.stderr);
        let of = |word: &str| told.split(&format!("{word} ")).nth(1)?.split(' ').next()?.parse::<f64>().ok();
        let times = of("read").zip(of("compared")).context("`shoring diff --timing` tells no times")?;
        if best.is_none_or(|best| times.1 < best.1) {
            best = Some(times);
        }
        printed = done.stdout;
    }
    let (read, compared) = best.context("nothing ran")?;
    let truth: Truth = serde_json::from_str(&std::fs::read_to_string(truth)?)?;
    let report: Report = serde_json::from_slice(&printed).context("the report is not the JSON that was expected")?;
    let (wanted, told) = (wanted(&truth), told(&report));
    for (what, edits) in [("missed", &wanted - &told), ("false", &told - &wanted)] {
        for edit in edits.iter().take(3) {
            say(format!("bench: {what}: {edit}"));
        }
    }
    Ok(Row {
        input,
        tables,
        read,
        compared,
        found: (&wanted & &told).len(),
        missed: (&wanted - &told).len(),
        wrong: (&told - &wanted).len(),
    })
}

/// Names as the generator and Prisma spell them: `order_item_7` is `OrderItem7`.
fn plain(name: &str) -> String {
    name.replace(['_', '`'], "").to_lowercase()
}

/// What was planted, one line each. What happens in a table that is dropped or renamed besides is not seen.
fn wanted(truth: &Truth) -> BTreeSet<String> {
    let of_kind = |kind: &'static str| truth.edits.iter().filter(move |edit| edit.kind == kind);
    let dropped: BTreeSet<&str> = of_kind("drop_table").filter_map(|edit| edit.table.as_deref()).collect();
    let renamed: BTreeSet<&str> = of_kind("rename_table").filter_map(|edit| edit.from.as_deref()).collect();
    let renamed_to: BTreeSet<&str> = of_kind("rename_table").filter_map(|edit| edit.to.as_deref()).collect();
    let mut wanted = BTreeSet::new();
    for edit in &truth.edits {
        let table = edit.table.as_deref().unwrap_or_default();
        let column = edit.column.as_deref().unwrap_or_default();
        let (from, to) = (edit.from.as_deref().unwrap_or_default(), edit.to.as_deref().unwrap_or_default());
        let is_gone = dropped.contains(table) || renamed.contains(table) || renamed_to.contains(table);
        let columns = edit.columns.iter().map(|column| plain(column)).collect::<Vec<_>>().join(",");
        let place = format!("{}.{}", plain(table), plain(column));
        let line = match edit.kind.as_str() {
            // The table that a rename led to may be dropped in the end.
            "drop_table" if renamed_to.contains(table) => {
                let was = of_kind("rename_table").find(|edit| edit.to.as_deref() == Some(table));
                format!("drop table {}", plain(was.and_then(|edit| edit.from.as_deref()).unwrap_or_default()))
            }
            "drop_table" => format!("drop table {}", plain(table)),
            "rename_table" if dropped.contains(to) => continue,
            "rename_table" => format!("rename table {} {}", plain(from), plain(to)),
            _ if is_gone => continue,
            "rename_column" => format!("rename column {}.{} {}", plain(table), plain(from), plain(to)),
            "set_not_null" => format!("alter nullability {place}"),
            "narrow" => format!("alter type {place}"),
            "drop_column" => format!("drop column {place}"),
            "add_not_null_no_default" | "add_column_null" => format!("create column {place}"),
            "drop_index" => format!("drop index {} {columns}", plain(table)),
            "add_index" => format!("create index {} {columns}", plain(table)),
            other => format!("an edit of an unknown kind: {other}"),
        };
        wanted.insert(line);
    }
    wanted
}

/// What was found, in the same words.
fn told(report: &Report) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    let mut explained = BTreeSet::new();
    for rename in &report.renames {
        let (from, to) = (plain(&rename.from), plain(&rename.to));
        match &rename.table {
            None => {
                told.insert(format!("rename table {from} {to}"));
                explained.insert(format!("drop table {from}"));
                explained.insert(format!("create table {to}"));
            }
            Some(table) => {
                let table = plain(table);
                told.insert(format!("rename column {table}.{from} {to}"));
                explained.insert(format!("drop {} {table}.{from}", rename.entity));
                explained.insert(format!("create {} {table}.{to}", rename.entity));
            }
        }
    }
    for change in &report.changes {
        let table = plain(change.table.as_deref().unwrap_or_default());
        let name = plain(&change.name);
        let line = match (change.entity.as_str(), &change.aspect) {
            // Prisma's relations to a table that is probably renamed go and come with it.
            ("foreign_key", _) => continue,
            ("column", Some(aspect)) => format!("{} {aspect} {table}.{name}", change.kind),
            ("column", None) => format!("{} column {table}.{name}", change.kind),
            ("index", _) => {
                let element = change.before.as_deref().or(change.after.as_deref()).unwrap_or_default();
                let columns = element.rsplit_once('(').map_or("", |(_, columns)| columns);
                let columns = columns.trim_end_matches(')').replace(", ", ",");
                format!("{} index {table} {}", change.kind, plain(&columns))
            }
            (entity, _) => format!("{} {entity} {name}", change.kind),
        };
        if !explained.contains(&line) {
            told.insert(line);
        }
    }
    told
}

pub(crate) fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| compared with its edited twin | tables | read ms | compared ms | edits found | missed | false |\n|---|--:|--:|--:|--:|--:|--:|\n",
    );
    for row in rows {
        let _ = writeln!(
            text,
            "| {} | {} | {:.0} | {:.1} | {} | {} | {} |",
            row.input, row.tables, row.read, row.compared, row.found, row.missed, row.wrong
        );
    }
    for (small, large) in rows.iter().flat_map(|small| rows.iter().map(move |large| (small, large))) {
        if small.input == large.input && small.tables < large.tables {
            let growth =
                (large.compared / small.compared).ln() / (f64::from(large.tables) / f64::from(small.tables)).ln();
            let _ = write!(
                text,
                "\n{}: comparing {} tables instead of {} takes the time to the power {growth:.2} (1 is linear).",
                small.input, large.tables, small.tables
            );
        }
    }
    text
}
