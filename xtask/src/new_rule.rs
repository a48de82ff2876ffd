//! `cargo xtask new-rule NAME`: starts a rule, ready to compile.

use crate::shell::{cargo, files_of_tree, root, run as execute, say, target_folder};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use std::path::{Path, PathBuf};

/// A kind of rule: where its rules stand, and what a new one starts as.
struct Kind {
    /// The folder of the rules, one file each.
    rules: &'static str,
    /// The list of them: the call `rules! { NAME, …` with one module name a line, sorted.
    list: (&'static str, &'static str),
    /// The folder of their suites.
    suites: &'static str,
    /// What a rule starts as.
    rule: &'static str,
    /// What its suite starts as.
    suite: &'static str,
}

/// Rules about a table of a state.
const TABLE: Kind = Kind {
    rules: "core/src/lint/rules",
    list: ("core/src/lint/rules.rs", "TABLE"),
    suites: "tests/suites/lint",
    rule: include_str!("../templates/rule.rs.txt"),
    suite: include_str!("../templates/suite.md"),
};

/// Rules about a change.
const CHANGE: Kind = Kind {
    rules: "core/src/safety/rules",
    list: ("core/src/safety/rules.rs", "CHANGE"),
    suites: "tests/suites/safety",
    rule: include_str!("../templates/change_rule.rs.txt"),
    suite: include_str!("../templates/change_suite.md"),
};

#[derive(Args)]
pub(crate) struct Options {
    /// The pattern that the rule finds, in kebab case: "allow NAME" reads well
    #[arg(required_unless_present = "self_test")]
    name: Option<String>,
    /// A rule about a change, not about a state
    #[arg(long)]
    change: bool,
    /// Write a rule into a copy of the tree, compile that, and remove it
    #[arg(long, conflicts_with = "name")]
    self_test: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    match &options.name {
        Some(name) => {
            let rule = write_rule(&root(), name, if options.change { &CHANGE } else { &TABLE })?;
            say(format!("next: fill in {}, then `cargo xtask codegen` and `cargo xtask test`", rule.display()));
            Ok(())
        }
        None => self_test(),
    }
}

/// Proves that what `new-rule` writes compiles, in a copy of the tree under the target folder.
pub(crate) fn self_test() -> Result<()> {
    say("new-rule: trying it on a copy of the tree");
    let target = target_folder()?;
    let copy = Copy::of_tree(target.join("xtask").join("new-rule"))?;
    write_rule(&copy.folder, "self-test-of-new-rule", &TABLE)?;
    write_rule(&copy.folder, "self-test-of-new-change-rule", &CHANGE)?;
    let mut check = cargo();
    check.current_dir(&copy.folder).args(["check", "--quiet", "--package", "shoring-core", "--all-features"]);
    // What the tree itself has built is used again.
    check.arg("--target-dir").arg(&target);
    execute(&mut check).context("a rule as `new-rule` writes it does not compile: see xtask/templates/rule.rs.txt")
}

/// Writes the file of the rule, its line in the list and its suite into a tree; gives the path of the first.
fn write_rule(tree: &Path, name: &str, kind: &Kind) -> Result<PathBuf> {
    ensure!(
        is_kebab_case(name),
        "`{name}` is not a rule's name: lower-case words and digits, joined by single hyphens"
    );
    let module = name.replace('-', "_");
    let rule = Path::new(kind.rules).join(&module).with_extension("rs");
    let suite = Path::new(kind.suites).join(name).with_extension("md");
    for path in [&rule, &suite] {
        ensure!(!tree.join(path).exists(), "{} exists already", path.display());
    }
    let (path, of_kind) = kind.list;
    let listed = std::fs::read_to_string(tree.join(path)).with_context(|| format!("cannot read {path}"))?;
    let listed = with_module(&listed, of_kind, &module).with_context(|| format!("cannot add `{module}` to {path}"))?;

    let fill = |template: &str| template.replace("{name}", name).replace("{version}", env!("CARGO_PKG_VERSION"));
    write_file(tree, &rule, &fill(kind.rule))?;
    write_file(tree, Path::new(path), &listed)?;
    write_file(tree, &suite, &fill(kind.suite))?;
    Ok(rule)
}

fn write_file(tree: &Path, path: &Path, text: &str) -> Result<()> {
    let file = tree.join(path);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&file, text).with_context(|| format!("cannot write {}", path.display()))?;
    say(format!("new-rule: wrote {}", path.display()));
    Ok(())
}

fn is_kebab_case(name: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.split('-').all(is_word)
}

/// The list of rules with one more module in its place; everything else stays as it is.
fn with_module(list: &str, of_kind: &str, module: &str) -> Result<String> {
    let mut lines: Vec<String> = list.lines().map(str::to_owned).collect();
    let opening = format!("rules! {{ {of_kind},");
    let is_it = |line: &String| line.trim_start().starts_with(&opening);
    let open = lines.iter().position(is_it).with_context(|| format!("no `{opening}` in it"))?;
    let names = lines[open + 1..].iter().take_while(|line| !line.trim_start().starts_with('}'));
    let mut place = open + 1;
    for (offset, line) in names.enumerate() {
        let name = line.trim().trim_end_matches(',');
        if name == module {
            bail!("it is in the list already");
        }
        // Comments and empty lines stay where they are.
        let is_name = !name.is_empty() && !name.starts_with("//");
        if is_name && name < module {
            place = open + 2 + offset;
        }
    }
    lines.insert(place, format!("    {module},"));
    Ok(lines.join("\n") + "\n")
}

/// A copy of the tree that goes away with this value.
struct Copy {
    folder: PathBuf,
}

impl Copy {
    fn of_tree(folder: PathBuf) -> Result<Self> {
        // An earlier one that was stopped half-way.
        let _ = std::fs::remove_dir_all(&folder);
        let copy = Self { folder };
        for path in files_of_tree(&[])? {
            let to = copy.folder.join(&path);
            if let Some(parent) = to.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::copy(root().join(&path), &to).with_context(|| format!("cannot copy {}", path.display()))?;
        }
        Ok(copy)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::{is_kebab_case, with_module};

    #[test]
    fn names_are_kebab_case() {
        for good in ["drop-table", "timestamp-2038", "trigger"] {
            assert!(is_kebab_case(good), "{good}");
        }
        for bad in ["", "Drop-Table", "drop_table", "-drop", "drop-", "drop--table", "2038-timestamp", "größe", "a/b"]
        {
            assert!(!is_kebab_case(bad), "{bad}");
        }
    }

    #[test]
    fn the_list_stays_sorted_and_the_rest_as_it_was() {
        let list = "rules! { OTHER, CHECKS: Check,\n    a,\n}\nrules! { MINE, CHECKS_OF_MINE: Check,\n    b,\n    d,\n}\n// End.\n";
        let with = |module| with_module(list, "MINE", module).unwrap();
        let mine = |names: &str| list.replace("    b,\n    d,\n", names);
        assert_eq!(with("a"), mine("    a,\n    b,\n    d,\n"));
        assert_eq!(with("c"), mine("    b,\n    c,\n    d,\n"));
        assert_eq!(with("e"), mine("    b,\n    d,\n    e,\n"));
        assert!(with_module(list, "MINE", "b").is_err());
        assert!(with_module("no list", "MINE", "b").is_err());
    }
}
