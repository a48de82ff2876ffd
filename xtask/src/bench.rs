//! `cargo xtask bench`: measures the release build on large generated schemas, and scores what it finds against what
//! the generator planted.
//!
//! It never judges a time: machines are shared and noisy. It fails where the findings differ from the truth.

use crate::measure::Usage;
use crate::shell::{cargo, command, output, run as execute, say, target_folder};
use crate::{bench_diff, bench_lsp, bench_rows, wasm};
use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

#[derive(Args)]
pub(crate) struct Options {
    /// Measure this program instead of the release build, for a comparison with an older one
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
    /// Measure the npm package alone
    #[arg(long, conflicts_with_all = ["rows", "lsp"])]
    npm: bool,
    /// Measure typing in an editor alone
    #[arg(long, conflicts_with = "rows")]
    lsp: bool,
    /// Measure a dump with a gigabyte of rows alone, which needs as much room on the disk meanwhile
    #[arg(long)]
    rows: bool,
}

/// The numbers of tables.
const SIZES: [u32; 2] = [1_000, 10_000];
/// The numbers of tables that are compared with their edited twins.
const COMPARED: [u32; 3] = [1_000, 10_000, 50_000];
/// The number of models of the schema that is typed into.
const TYPED: u32 = 1_000;
/// How often each command runs; the run with the least processor time counts, the others were disturbed.
const RUNS: usize = 3;
const RULE: &str = "missing-foreign-key-index";

pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = target_folder()?.join("bench");
    std::fs::create_dir_all(&folder)?;
    if options.rows {
        println!("{}", bench_rows::run(&program(options)?, &folder)?);
        return Ok(());
    }
    let Some(generator) = generator() else {
        say("bench: nothing measured: no generator of schemas here (name it by SHORING_GENERATOR)");
        return Ok(());
    };
    if options.lsp {
        return measure_typing(&program(options)?, &generator, &folder);
    }
    if !options.npm {
        measure_native(options, &generator, &folder)?;
    }
    let schema = |size| Ok(Sample::generate(&generator, &folder, size)?.path("prisma_", ".prisma"));
    wasm::bench(&SIZES.into_iter().map(schema).collect::<Result<Vec<_>>>()?)
}

/// What is measured.
fn program(options: &Options) -> Result<PathBuf> {
    if let Some(path) = &options.binary {
        // Commands run in the workspace's folder, wherever this was called.
        return Ok(std::path::absolute(path)?);
    }
    execute(cargo().args(["build", "--quiet", "--release", "--package", "shoring-cli"]))?;
    Ok(target_folder()?.join("release").join(format!("shoring{}", std::env::consts::EXE_SUFFIX)))
}

fn measure_native(options: &Options, generator: &Path, folder: &Path) -> Result<()> {
    let binary = program(options)?;
    let mut rows = Vec::new();
    for size in SIZES {
        let sample = Sample::generate(generator, folder, size)?;
        rows.push(measure_prisma(&binary, &sample)?);
        rows.push(measure_sql(&binary, &sample)?);
        // Alone, nothing tells the relations that have no index.
        rows.push(measure(&binary, &sample, "MySQL dump", &sample.path("mysql_", ".sql"), &[], &BTreeSet::new())?);
    }
    println!("{}", table(&rows));
    println!();
    measure_typing(&binary, generator, folder)?;
    let mut compared = Vec::new();
    for size in COMPARED {
        let sample = Sample::generate(generator, folder, size)?;
        let truth = sample.path("truth_", ".json");
        for (input, prefix, suffix) in [("Prisma schema", "prisma_", "prisma"), ("MySQL dump", "mysql_", "sql")] {
            let base = sample.path(prefix, &format!(".{suffix}"));
            let edited = sample.path(prefix, &format!(".edited.{suffix}"));
            compared.push(bench_diff::measure(&binary, (input, size), (&base, &edited), &truth)?);
        }
    }
    println!("\n{}", bench_diff::table(&compared));
    if compared.iter().any(|row| row.missed + row.wrong > 0) {
        bail!("edits that were planted were not found, or others were: see above");
    }
    if let Some(wrong) = rows.iter().find(|row| row.missed + row.wrong > 0) {
        bail!("findings differ from the truth: {} tables of the {}, see above", wrong.tables, wrong.input);
    }
    Ok(())
}

fn measure_typing(binary: &Path, generator: &Path, folder: &Path) -> Result<()> {
    let typed = Sample::generate(generator, folder, TYPED)?;
    let (schema, twin) = (typed.path("prisma_", ".prisma"), typed.path("prisma_", ".edited.prisma"));
    println!("{}", bench_lsp::table(&bench_lsp::measure(binary, TYPED, &schema, &twin)?));
    Ok(())
}

/// The generator: named by the environment, or beside the corpus.
fn generator() -> Option<PathBuf> {
    let named = std::env::var_os("SHORING_GENERATOR").map(PathBuf::from);
    let beside = || Some(Path::new(&std::env::var_os("SHORING_CORPUS")?).join("../tools/gen-schema.py"));
    let path = std::path::absolute(named.or_else(beside)?).ok()?;
    path.is_file().then_some(path)
}

/// A generated schema in both languages, and what was planted in it.
struct Sample {
    size: u32,
    folder: PathBuf,
    /// Tables and columns of relations without an index, by their names in the SQL.
    missing: BTreeSet<Place>,
    /// What the SQL calls the table of a model without `@@map`. The generator leaves out `@@map` here and there, and
    /// means the same table nevertheless.
    unmapped: BTreeMap<String, String>,
}

/// A table and its columns, the latter joined by commas.
type Place = (String, String);

#[derive(Deserialize)]
struct Truth {
    missing_index: Vec<Planted>,
}

#[derive(Deserialize)]
struct Planted {
    table: String,
    column: String,
}

impl Sample {
    fn generate(generator: &Path, folder: &Path, size: u32) -> Result<Self> {
        let number = size.to_string();
        let truth = folder.join(format!("truth_{size}.json"));
        if !is_newer(&truth, generator) {
            let python = if cfg!(windows) { "python" } else { "python3" };
            let mut make = command(python);
            make.arg(generator).args(["--n", &number, "--seed", "1", "--out"]).arg(folder);
            say(format!("bench: generating {size} tables"));
            output(&mut make)?;
        }
        let truth: Truth = serde_json::from_str(&std::fs::read_to_string(&truth)?)?;
        let missing = truth.missing_index.into_iter().map(|it| (it.table, it.column)).collect();
        let mut sample = Self { size, folder: folder.to_owned(), missing, unmapped: BTreeMap::new() };
        sample.unmapped = unmapped_models(&sample.read("prisma_", ".prisma")?, &sample.read("mysql_", ".sql")?);
        Ok(sample)
    }

    fn path(&self, prefix: &str, suffix: &str) -> PathBuf {
        self.folder.join(format!("{prefix}{}{suffix}", self.size))
    }

    fn read(&self, prefix: &str, suffix: &str) -> Result<String> {
        let path = self.path(prefix, suffix);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// What was planted, by the names that the Prisma schema gives to tables.
    fn missing_in_prisma(&self) -> BTreeSet<Place> {
        let models: BTreeMap<&str, &str> = self.unmapped.iter().map(|(model, table)| (&**table, &**model)).collect();
        let name = |table: &str| models.get(table).map_or(table, |model| *model).to_owned();
        self.missing.iter().map(|(table, column)| (name(table), column.clone())).collect()
    }

    /// Writes the Prisma schema once more with every model mapped to the table of the SQL.
    fn relations(&self) -> Result<PathBuf> {
        let mut text = String::new();
        let mut model = None;
        for line in self.read("prisma_", ".prisma")?.lines() {
            if let Some(name) = model_opened_by(line) {
                model = self.unmapped.get(name);
            } else if line == "}"
                && let Some(table) = model.take()
            {
                let _ = writeln!(text, "  @@map(\"{table}\")");
            }
            text.push_str(line);
            text.push('\n');
        }
        let path = self.path("relations_", ".prisma");
        std::fs::write(&path, text)?;
        Ok(path)
    }
}

fn is_newer(made: &Path, source: &Path) -> bool {
    let modified = |path: &Path| path.metadata().and_then(|it| it.modified());
    matches!((modified(made), modified(source)), (Ok(made), Ok(source)) if made > source)
}

/// The models without `@@map`, with the tables that the SQL has for them.
fn unmapped_models(prisma: &str, sql: &str) -> BTreeMap<String, String> {
    let tables = sql.lines().filter_map(|line| line.strip_prefix("CREATE TABLE `")?.split_once('`'));
    let mut models: BTreeMap<String, String> = tables.map(|(table, _)| (camel_case(table), table.to_owned())).collect();
    let mut open = "";
    for line in prisma.lines() {
        if let Some(name) = model_opened_by(line) {
            open = name;
        } else if line.trim_start().starts_with("@@map(") {
            models.remove(open);
        }
    }
    models
}

fn model_opened_by(line: &str) -> Option<&str> {
    line.strip_prefix("model ")?.split_whitespace().next()
}

/// As the generator makes a model's name of a table's.
fn camel_case(table: &str) -> String {
    let mut name = String::new();
    for word in table.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// One line of the result.
struct Row {
    input: &'static str,
    tables: u32,
    bytes: u64,
    used: Usage,
    found: usize,
    missed: usize,
    wrong: usize,
}

fn measure_prisma(binary: &Path, sample: &Sample) -> Result<Row> {
    let schema = sample.path("prisma_", ".prisma");
    measure(binary, sample, "Prisma schema", &schema, &[], &sample.missing_in_prisma())
}

fn measure_sql(binary: &Path, sample: &Sample) -> Result<Row> {
    let dump = sample.path("mysql_", ".sql");
    let relations = sample.relations()?;
    let relations = relations.to_str().context("the target folder's path is not UTF-8")?;
    measure(binary, sample, "MySQL dump with `--relations`", &dump, &["--relations", relations], &sample.missing)
}

fn measure(
    binary: &Path,
    sample: &Sample,
    input: &'static str,
    file: &Path,
    options: &[&str],
    truth: &BTreeSet<Place>,
) -> Result<Row> {
    say(format!("bench: linting {} tables of the {input}", sample.size));
    let report = sample.path("report_", ".json");
    let mut best: Option<Usage> = None;
    for _ in 0..RUNS {
        let mut measured = command(std::env::current_exe()?);
        measured.arg("measure").arg("--output").arg(&report).arg("--").arg(binary).arg("lint").arg(file);
        measured.args(options).args(["--format", "json"]).stderr(Stdio::inherit());
        let used: Usage = serde_json::from_str(&output(&mut measured)?)?;
        // 1: it has findings, and it should.
        if !matches!(used.status, Some(0 | 1)) {
            bail!("`shoring lint {}` could not run (exit status {:?})", file.display(), used.status);
        }
        if best.is_none_or(|best| used.cpu < best.cpu) {
            best = Some(used);
        }
    }
    let found = findings(&report)?;
    for (what, places) in [("missed", truth - &found), ("false", &found - truth)] {
        for (table, columns) in places.iter().take(3) {
            say(format!("bench: {what}: {table} ({columns})"));
        }
    }
    Ok(Row {
        input,
        tables: sample.size,
        bytes: file.metadata()?.len(),
        used: best.context("nothing ran")?,
        found: (&found & truth).len(),
        missed: (truth - &found).len(),
        wrong: (&found - truth).len(),
    })
}

#[derive(Deserialize)]
struct Report {
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    rule: String,
    subject: Option<Subject>,
}

#[derive(Deserialize)]
struct Subject {
    table: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
}

fn findings(report: &Path) -> Result<BTreeSet<Place>> {
    let text = std::fs::read_to_string(report)?;
    let report: Report = serde_json::from_str(&text).context("the report is not the JSON that was expected")?;
    let subjects = report.findings.into_iter().filter(|it| it.rule == RULE).filter_map(|it| it.subject);
    Ok(subjects.map(|it| (it.table.unwrap_or_default(), it.columns.join(","))).collect())
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| input | tables | MB | wall s | CPU s | peak MB | found | missed | false |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for row in rows {
        let _ = writeln!(
            text,
            "| {} | {} | {:.1} | {:.3} | {:.3} | {:.1} | {} | {} | {} |",
            row.input,
            row.tables,
            megabytes(row.bytes),
            row.used.wall,
            row.used.cpu,
            megabytes(row.used.peak),
            row.found,
            row.missed,
            row.wrong
        );
    }
    for (small, large) in rows.iter().flat_map(|small| rows.iter().map(move |large| (small, large))) {
        if small.input == large.input && small.tables < large.tables {
            let growth =
                (large.used.cpu / small.used.cpu).ln() / (f64::from(large.tables) / f64::from(small.tables)).ln();
            let _ = write!(
                text,
                "\n{}: CPU time grows with the number of tables to the power {growth:.2} (1 is linear).",
                small.input
            );
        }
    }
    text
}

#[expect(clippy::cast_precision_loss, reason = "a size for people, to one digit after the point")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
