//! Why a program gets no report: the same codes and words on every surface that programs call.

use serde::Serialize;

use crate::{
    config::ObjectMistake,
    diff::{Asked, RenameHint},
    safety::all_rules,
    target::nearest,
    text::EditError,
    workspace::{Comparison, DialectsDiffer, ReadError},
};

/// Why something that was asked for was not done. The codes are stable, the words are for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[error("{message}")]
pub struct Refusal {
    /// Which kind of reason.
    pub code: Code,
    /// The reason.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// The kinds of reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// What was handed over is of another shape.
    InvalidArgument,
    /// An option is unknown or has a value that it does not take.
    InvalidOptions,
    /// An edit lies outside the text, in the middle of a character, or over another one.
    InvalidEdit,
    /// More than is read; the message names the limit.
    TooLarge,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Neither the path's ending nor the caller says the language.
    UnknownLanguage,
    /// SQL and Prisma in one state.
    MixedLanguages,
    /// Two states for databases that do not speak the same SQL.
    DialectsDiffer,
    /// A rename that was asked for cannot be.
    UnresolvedRename,
    /// Two files of one state have one path.
    DuplicatePath,
    /// No file of that path is open.
    NotOpen,
    /// There is no rule of that name.
    UnknownRule,
    /// This build has not got it: the small one reads Prisma schemas only, and compares nothing.
    NotIncluded,
    /// The module is not loaded yet.
    NotReady,
    /// A fault of ours ended this instance.
    Panicked,
    /// This instance was ended by a fault before.
    Ended,
}

impl Refusal {
    /// With a reason, in lower case and without a final stop.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: None }
    }

    /// With what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Of a file that cannot be read.
    pub fn of_file(path: &str, error: &ReadError) -> Self {
        let message = format!("{path}: {error}");
        match error {
            ReadError::NotUtf8 { looks_like_utf16: true, .. } => Self::new(Code::NotUtf8, message)
                .help("it looks like UTF-16, as PowerShell's `>` writes it: save it as UTF-8"),
            ReadError::NotUtf8 { .. } => Self::new(Code::NotUtf8, message)
                .help("save it as UTF-8; for a dump of rows, leave the rows out (--no-data)"),
            ReadError::TooLarge { .. } => Self::new(Code::TooLarge, message).help("is it really a schema?"),
            ReadError::MixedLanguages { .. } => Self::new(Code::MixedLanguages, message),
            ReadError::NotOpen => Self::new(Code::NotOpen, message),
        }
    }

    /// Refuses a comparison that does not have a rename that was asked for.
    ///
    /// # Errors
    /// Of the first such rename.
    pub fn check_renames(comparison: &Comparison<'_>, asked: &[RenameHint]) -> Result<(), Self> {
        let unresolved = comparison.diff.unresolved.iter().find_map(|it| match it.of {
            Asked::Hint(nth) => Some((asked.get(nth)?, &it.reason)),
            Asked::Declaration(_) | Asked::Replayed => None,
        });
        let Some((hint, reason)) = unresolved else { return Ok(()) };
        Err(Self::new(Code::UnresolvedRename, format!("rename {hint}: {reason}"))
            .help("write TABLE.OLD=NEW for a column, OLD=NEW for a table, by their names in the database or in Prisma"))
    }

    /// Of a rule that there is not.
    pub fn of_unknown_rule(name: &str) -> Self {
        let near = nearest(name, all_rules().into_iter().map(|rule| rule.name));
        let help = near.map_or_else(
            || "`shoring rules` and rules() list their names".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Self::new(Code::UnknownRule, format!("there is no rule `{name}`")).help(help)
    }

    /// Of an edit that cannot be made.
    pub fn of_edit(path: &str, error: &EditError) -> Self {
        Self::new(Code::InvalidEdit, format!("{path}: {error}"))
    }

    /// Of options with mistakes: the first as the message, all of them in it.
    pub fn of_options(mistakes: &[ObjectMistake]) -> Self {
        let line = |it: &ObjectMistake| match &it.help {
            Some(help) => format!("{}: {} ({help})", it.path, it.message),
            None => format!("{}: {}", it.path, it.message),
        };
        Self::new(Code::InvalidOptions, mistakes.iter().map(line).collect::<Vec<_>>().join("; "))
    }
}

impl From<DialectsDiffer> for Refusal {
    fn from(error: DialectsDiffer) -> Self {
        Self::new(Code::DialectsDiffer, format!("the two cannot be compared: {error}"))
            .help("say which database it is: --target NAME, or the option target")
    }
}
