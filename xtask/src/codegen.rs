//! `cargo xtask codegen`: writes what is generated from the code, or says what is stale.

use crate::shell::{root, say};
use crate::typescript;
use anyhow::{Context, Result, bail};
use clap::Args;
use shoring_core::rule::{Category, FixKind, Rule};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Options {
    /// Write nothing; fail where a file is stale
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if options.check { check() } else { write() }
}

/// Fails where a generated file is not what the code says, naming each.
pub(crate) fn check() -> Result<()> {
    let stale = stale()?;
    if stale.is_empty() {
        say("codegen: everything generated is fresh");
        return Ok(());
    }
    let mut list = String::new();
    for (path, text) in &stale {
        let why = if text.is_some() { "is stale" } else { "belongs to no rule" };
        let _ = writeln!(list, "  {} {why}", path.display());
    }
    bail!("generated files do not match the code:\n{list}run `cargo xtask codegen` and commit what it writes");
}

fn write() -> Result<()> {
    let stale = stale()?;
    for (path, text) in &stale {
        let file = root().join(path);
        if let Some(text) = text {
            std::fs::create_dir_all(file.parent().context("a generated file without a folder")?)?;
            std::fs::write(&file, text).with_context(|| format!("cannot write {}", path.display()))?;
            say(format!("codegen: wrote {}", path.display()));
        } else {
            std::fs::remove_file(&file).with_context(|| format!("cannot remove {}", path.display()))?;
            say(format!("codegen: removed {}", path.display()));
        }
    }
    if stale.is_empty() {
        say("codegen: everything generated was fresh");
    }
    Ok(())
}

/// The files that differ from what the code says: what should stand in each, or nothing where it should not exist.
fn stale() -> Result<BTreeMap<PathBuf, Option<String>>> {
    let mut wanted: BTreeMap<PathBuf, Option<String>> =
        generated()?.into_iter().map(|(path, text)| (path, Some(text))).collect();
    for page in pages_there()? {
        wanted.entry(page).or_insert(None);
    }
    let root = root();
    // A checkout may have CRLF where git was told so; that is not stale.
    wanted
        .retain(|path, text| std::fs::read_to_string(root.join(path)).ok().map(|it| it.replace("\r\n", "\n")) != *text);
    Ok(wanted)
}

/// The pages in the folder of the rules, also of rules that are no more.
fn pages_there() -> Result<Vec<PathBuf>> {
    let folder = PathBuf::from(RULE_PAGES);
    let Ok(entries) = std::fs::read_dir(root().join(&folder)) else { return Ok(Vec::new()) };
    let mut pages = Vec::new();
    for entry in entries {
        let page = folder.join(entry?.file_name());
        if page.extension().is_some_and(|it| it == "md") {
            pages.push(page);
        }
    }
    Ok(pages)
}

const RULE_PAGES: &str = "docs/rules";
const BANNER: &str = "<!-- Generated from the code, do not edit: cargo xtask codegen -->";

/// Every generated file, by its path from the workspace's folder.
fn generated() -> Result<BTreeMap<PathBuf, String>> {
    let rules = shoring_core::safety::all_rules();
    let pages = PathBuf::from(RULE_PAGES);
    let mut files = BTreeMap::new();
    for rule in &rules {
        files.insert(pages.join(format!("{}.md", rule.name)), page(rule));
    }
    files.insert(pages.join("README.md"), index(&rules));
    for (name, schema) in
        [("report", shoring_core::report::json_schema()), ("config", shoring_core::config::json_schema())]
    {
        let text = serde_json::to_string_pretty(&schema)? + "\n";
        files.insert(PathBuf::from(format!("docs/{name}.schema.json")), text);
    }
    let interface = serde_json::to_string_pretty(&shoring_worker::openapi::document())? + "\n";
    files.insert(PathBuf::from("docs/openapi.json"), interface);
    let mut schemas = vec![shoring_core::report::json_schema(), shoring_core::config::json_schema()];
    schemas.extend(shoring_core::report::json_schemas_for_programs());
    let types = typescript::types(&schemas)?;
    files.insert(PathBuf::from("wasm/npm/src/generated/types.ts"), types);
    Ok(files)
}

fn page(rule: &Rule) -> String {
    format!(
        "{BANNER}\n\n# {}\n\n**Category** {} · **Severity** {} · **Fix** {} · **Since** {}\n\n{}\n",
        rule.name,
        rule.category.name(),
        rule.severity.name(),
        fix_in_words(rule.fix),
        rule.since,
        rule.page()
    )
}

fn fix_in_words(fix: FixKind) -> &'static str {
    match fix {
        FixKind::None => "none",
        FixKind::Safe => "safe (`--fix`)",
        FixKind::Unsafe => "unsafe (`--fix --unsafe-fixes`)",
    }
}

const CATEGORIES: [(Category, &str); 5] = [
    (Category::Correctness, "The database or Prisma would refuse it, or it cannot mean what it says."),
    (Category::Safety, "Data or traffic is at risk while the change is applied."),
    (Category::Performance, "It works, slower than it needs to."),
    (Category::Compatibility, "The platform refuses it."),
    (Category::Style, "Names and policies; off by default."),
];

fn index(rules: &[&Rule]) -> String {
    let mut text = format!("{BANNER}\n\n# Rules\n");
    for (category, promise) in CATEGORIES {
        let mut of_category = rules.iter().filter(|rule| rule.category == category).peekable();
        if of_category.peek().is_none() {
            continue;
        }
        let _ = write!(text, "\n## {}\n\n{promise}\n\n", category.name());
        text.push_str("| rule | finds | severity | fix |\n|---|---|---|---|\n");
        for rule in of_category {
            let (severity, fix) = (rule.severity.name(), rule.fix.name());
            let summary = rule.summary.replace('|', "\\|");
            let _ = writeln!(text, "| [{0}]({0}.md) | {summary} | {severity} | {fix} |", rule.name);
        }
    }
    text
}
