//! Floor 9: `shoring.toml`, what a project wants. Text in, [`Config`] out, or all of the text's mistakes.

mod object;
mod read;
#[cfg(feature = "schema")]
mod schema;

pub use object::ObjectMistake;
#[cfg(feature = "schema")]
pub use schema::json_schema;

use crate::{
    diagnostic::Diagnostic,
    glob::{Folder, Glob},
    level::{Level, Levels, Override, RuleLevels},
    rule::Rule,
    target::Target,
    text::{SourceMap, Span},
};

/// The name of the file.
pub const FILE_NAME: &str = "shoring.toml";

/// The most bytes of a configuration that are read.
pub const MAX_BYTES: usize = 1 << 20;

/// The configuration of Shoring: what a project wants
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(title = "shoring.toml", rename_all = "kebab-case", deny_unknown_fields, default)
)]
pub struct Config {
    /// The database, as `--target` takes it; inferred from the schema where absent
    #[cfg_attr(feature = "schema", schemars(with = "Target"))]
    pub target: Option<Said<Target>>,
    /// What is looked at when no path is named: files and folders, relative to the folder of this file
    #[cfg_attr(feature = "schema", schemars(with = "schema::OneOrMany<schema::Text>"))]
    pub schema: Vec<Said<String>>,
    /// What a branch is compared with: a revision of git
    #[cfg_attr(feature = "schema", schemars(with = "schema::Text"))]
    pub base: Option<Said<String>>,
    /// Tables that are read, never linted and never diffed: globs of their names in the database
    #[cfg_attr(feature = "schema", schemars(with = "schema::OneOrMany<Glob>"))]
    pub ignore_tables: Vec<Said<Glob>>,
    /// How severe rules are
    pub rules: RuleLevels,
    /// How severe rules are in some files; later ones win
    pub overrides: Vec<Override>,
    /// The folder that it stands in, as the paths of the files see it. The file does not know: its reader says it.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub folder: Folder,
}

/// A value, and where it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Span,
}

/// Why a configuration cannot be used: all that is wrong with it, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} in the configuration", if .mistakes.len() == 1 { "a mistake".to_owned() } else { format!("{} mistakes", .mistakes.len()) })]
pub struct ConfigError {
    /// At least one.
    pub mistakes: Vec<Mistake>,
}

/// One thing that is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where, in bytes of the file.
    pub span: Span,
    /// What is wrong, without a final stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Config {
    /// Reads the text of a `shoring.toml`.
    ///
    /// # Errors
    /// When anything in it is wrong: a half-understood configuration would judge by rules that nobody wrote.
    pub fn read(text: &str) -> Result<Self, ConfigError> {
        read::read(text)
    }

    /// Reads an object of the shape of a `shoring.toml`, as programs have it, but for the keys that are for `others` to read.
    ///
    /// # Errors
    /// When anything in it is wrong: all mistakes.
    pub fn of_object(
        object: &serde_json::Map<String, serde_json::Value>,
        others: &[&str],
    ) -> Result<Self, Vec<ObjectMistake>> {
        object::read(object, others)
    }

    /// The levels that it gives to rules.
    pub fn levels(&self) -> Levels<'_> {
        Levels { everywhere: &self.rules, overrides: &self.overrides, folder: &self.folder }
    }

    /// What it wants of a rule in a file.
    pub fn level_of(&self, rule: &Rule, path: &str) -> Level {
        self.levels().level_of(rule, path)
    }

    /// Gives findings the severities that it wants, and leaves out what is off.
    pub fn judge(&self, found: &mut Vec<Diagnostic>, sources: &SourceMap) {
        self.levels().judge(found, sources);
    }

    /// The tables that it leaves out.
    pub fn ignored_tables(&self) -> impl Iterator<Item = &Glob> + Clone {
        self.ignore_tables.iter().map(|said| &said.value)
    }
}

/// All rules that a configuration may name, by name.
pub fn known_rules() -> impl Iterator<Item = &'static Rule> {
    crate::safety::all_rules().into_iter()
}
