//! Floor 2: what a rule says about a place.

use smol_str::SmolStr;

use crate::{
    rule::{Rule, Severity},
    text::{FileId, Fix, Location},
};

/// One finding: what is wrong, why it matters, what to do, and where.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is on this target.
    pub severity: Severity,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// Why it matters.
    pub note: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// What it is about, by the database's names.
    pub subject: Subject,
    /// The place to look at first.
    pub primary: Label,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What others that report it call it: `("planetscale", "NO_UNIQUE_KEY")`.
    pub codes: Vec<(&'static str, &'static str)>,
    /// What a change does to data and traffic.
    pub verdicts: Vec<Verdict>,
    /// The query that shows that the data is safe: it answers 0, or no row, where it is.
    pub proof: Option<String>,
    /// The steps that avoid it, in order.
    pub steps: Vec<String>,
    /// The numbers of the changes that it is about.
    pub changes: Vec<usize>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Fix>,
}

/// What a change does to data and traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Rows or values are gone afterwards.
    LosesData,
    /// Code that runs while it is applied gets errors.
    BreaksRunningCode,
    /// It stops where a row does not fit.
    MayFailOnRows,
    /// The platform does not take it.
    PlatformRefuses,
    /// Rows get values that nobody chose.
    ChangesValues,
    /// Writes wait until it is done.
    BlocksWrites,
    /// Reads wait until it is done.
    BlocksReads,
    /// Every row is written anew.
    RewritesTable,
    /// It cannot be taken back.
    NotRevertible,
}

impl Verdict {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::LosesData => "loses-data",
            Self::BreaksRunningCode => "breaks-running-code",
            Self::MayFailOnRows => "may-fail-on-rows",
            Self::PlatformRefuses => "platform-refuses",
            Self::ChangesValues => "changes-values",
            Self::BlocksWrites => "blocks-writes",
            Self::BlocksReads => "blocks-reads",
            Self::RewritesTable => "rewrites-table",
            Self::NotRevertible => "not-revertible",
        }
    }
}

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// What to see there.
    pub message: String,
}

/// The kind of thing that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// A text or a part of it that is no entity of the database.
    File,
    /// A table.
    Table,
    /// A column.
    Column,
    /// An index, unique key or primary key.
    Index,
    /// A foreign key, enforced or emulated.
    ForeignKey,
    /// A view.
    View,
    /// A procedure, function, trigger or event.
    Routine,
    /// A setting of the tool that wrote the schema.
    Setting,
}

impl SubjectKind {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Table => "table",
            Self::Column => "column",
            Self::Index => "index",
            Self::ForeignKey => "foreign_key",
            Self::View => "view",
            Self::Routine => "routine",
            Self::Setting => "setting",
        }
    }
}

/// What a finding is about, by the database's names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The kind of thing.
    pub kind: SubjectKind,
    /// The table that it belongs to.
    pub table: Option<SmolStr>,
    /// The columns that it is made of.
    pub columns: Vec<SmolStr>,
    /// Its own name, or the name that its owner calls it by: `Post.author`.
    pub name: Option<SmolStr>,
}

impl Subject {
    /// A text or a part of it.
    pub fn file() -> Self {
        Self { kind: SubjectKind::File, table: None, columns: Vec::new(), name: None }
    }
}

impl Diagnostic {
    /// A finding of a rule, of the rule's own severity.
    pub fn new(rule: &'static Rule, subject: Subject, location: Location, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            note: None,
            help: None,
            subject,
            primary: Label { location, message: String::new() },
            labels: Vec::new(),
            codes: Vec::new(),
            verdicts: Vec::new(),
            proof: None,
            steps: Vec::new(),
            changes: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Another severity, where it depends on the target.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Words at the first place.
    pub fn here(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Why it matters.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// What to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Another place that explains it.
    pub fn label(mut self, location: Location, message: impl Into<String>) -> Self {
        self.labels.push(Label { location, message: message.into() });
        self
    }

    /// The same, where there is one.
    pub fn label_if(self, location: Option<Location>, message: &str) -> Self {
        match location {
            Some(location) => self.label(location, message),
            None => self,
        }
    }

    /// What another that reports it calls it: a platform, Prisma's own check.
    pub fn code(mut self, platform: &'static str, code: &'static str) -> Self {
        self.codes.push((platform, code));
        self
    }

    /// What a change does to data and traffic.
    pub fn verdict(mut self, verdict: Verdict) -> Self {
        self.verdicts.push(verdict);
        self
    }

    /// The query that shows that the data is safe.
    pub fn proof(mut self, query: impl Into<String>) -> Self {
        self.proof = Some(query.into());
        self
    }

    /// The steps that avoid it, in order.
    pub fn steps<S: Into<String>>(mut self, steps: impl IntoIterator<Item = S>) -> Self {
        self.steps = steps.into_iter().map(Into::into).collect();
        self
    }

    /// A way to mend it, where there is one.
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fixes.extend(fix);
        self
    }
}

/// What a reader could not make sense of, before a rule has found words for it.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What kind of trouble it is.
    pub kind: ProblemKind,
    /// Where.
    pub location: Location,
    /// What is wrong, without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The edit that mends it.
    pub fix: Option<(Location, String)>,
}

/// The kinds of trouble that a reader has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The language does not allow it.
    Syntax,
    /// It may be right, and was stepped over: what it touches is unknown.
    NotUnderstood,
}

/// A comment that silences rules.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The comment.
    pub comment: Location,
    /// The rules, each with the place of its name.
    pub rules: Vec<(SmolStr, Location)>,
    /// What it speaks of.
    pub scope: Scope,
    /// The last day it holds: `2027-03-01`.
    pub until: Option<SmolStr>,
}

/// What a suppression speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of its file.
    File(FileId),
    /// What stands at a place.
    At(Location),
    /// Nothing follows it.
    Nothing,
}
