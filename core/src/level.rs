//! Floor 2: what a project wants of the rules: which are off, which weigh more or less, and in which files.

use crate::{
    diagnostic::Diagnostic,
    glob::{Folder, Glob},
    rule::{Rule, Severity},
    text::{SourceMap, Span},
};

/// What a project wants of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It finds nothing.
    Off,
    /// It is as severe as it says itself, which may depend on the target.
    On,
    /// It is as severe as this.
    As(Severity),
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Off, Self::As(Severity::Info), Self::As(Severity::Warning), Self::As(Severity::Error), Self::On];

    /// The name in `shoring.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
            Self::As(severity) => severity.name(),
        }
    }

    /// The level of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// What is said of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleLevel {
    /// The rule.
    pub rule: &'static Rule,
    /// What is wanted of it.
    pub level: Level,
    /// Where its name stands in the configuration.
    pub span: Span,
}

/// What is said of some rules, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleLevels(pub Vec<RuleLevel>);

impl RuleLevels {
    /// What is said of a rule.
    pub fn of(&self, rule: &Rule) -> Option<&RuleLevel> {
        self.0.iter().find(|said| said.rule == rule)
    }
}

/// Levels of rules, by rule and by file.
#[derive(Clone, Copy, Debug)]
pub struct Levels<'c> {
    /// What holds in every file.
    pub everywhere: &'c RuleLevels,
    /// What holds in some files; later ones win.
    pub overrides: &'c [Override],
    /// The folder that the paths of overrides begin at.
    pub folder: &'c Folder,
}

/// Levels for some files.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Override {
    /// The files and folders, as globs relative to the folder of shoring.toml
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Glob>", length(min = 1)))]
    pub paths: Vec<Glob>,
    /// The levels of rules there
    pub rules: RuleLevels,
    /// Where it stands in the configuration.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub span: Span,
}

impl<'c> Levels<'c> {
    /// What is said of a rule for a file: by the last override that speaks of both, else for every file.
    pub fn said_of(self, rule: &Rule, path: &str) -> Option<&'c RuleLevel> {
        let mut by_path = self.overrides.iter().rev().filter_map(|it| Some((&it.paths, it.rules.of(rule)?))).peekable();
        // Most findings are of rules that no override speaks of: their paths are not looked at.
        let path = by_path.peek().and_then(|_| self.folder.inside(path));
        let here = path.and_then(|path| by_path.find(|(globs, _)| globs.iter().any(|glob| glob.covers(&path))));
        here.map(|(_, said)| said).or_else(|| self.everywhere.of(rule))
    }

    /// What is wanted of a rule in a file.
    pub fn level_of(self, rule: &Rule, path: &str) -> Level {
        self.said_of(rule, path).map_or(Level::On, |said| said.level)
    }

    /// Gives findings the severities that are wanted in the files of their first places.
    pub fn weigh(self, found: &mut [Diagnostic], sources: &SourceMap) {
        for finding in found {
            if let Level::As(severity) = self.level_of(finding.rule, path_of(finding, sources)) {
                finding.severity = severity;
            }
        }
    }

    /// Whether the rule of a finding is off in the file of its first place.
    pub fn is_off(self, finding: &Diagnostic, sources: &SourceMap) -> bool {
        self.level_of(finding.rule, path_of(finding, sources)) == Level::Off
    }

    /// Both: the severities that are wanted, without what is off.
    pub fn judge(self, found: &mut Vec<Diagnostic>, sources: &SourceMap) {
        self.weigh(found, sources);
        found.retain(|finding| !self.is_off(finding, sources));
    }
}

fn path_of<'s>(finding: &Diagnostic, sources: &'s SourceMap) -> &'s str {
    sources.file_of(finding.primary.location.source).map_or("", |file| file.path.as_str())
}
