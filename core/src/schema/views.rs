//! What a database has beside its tables: views, and what it runs.

use smol_str::SmolStr;

use super::Origin;
use crate::{
    diagnostic::{Subject, SubjectKind},
    text::Span,
};

/// A view.
#[derive(Clone, Debug)]
pub struct View {
    /// Its name.
    pub name: SmolStr,
    /// The statement that makes it, blanks drawn together; empty where its text is Prisma's.
    pub text: Box<str>,
    /// The form that is equal for all spellings of it; none where its query was not followed.
    pub form: Option<Box<str>>,
    /// The columns that it shows, in order.
    pub columns: Vec<ViewColumn>,
    /// The tables and views that it reads, each once, in the order of its text. Names of its own (`WITH`) are none.
    pub tables: Vec<ViewTable>,
    /// The columns that it names, in the order of its text.
    pub names: Vec<ViewName>,
    /// Whether its text was understood: only then are these all of its columns, tables and names.
    pub understood: bool,
    /// Where it comes from.
    pub origin: Origin,
}

impl View {
    /// A view of which nothing is known but its name.
    pub fn unknown(name: SmolStr, origin: Origin) -> Self {
        let text = String::new().into_boxed_str();
        let (columns, tables, names) = Default::default();
        Self { name, text, form: None, columns, tables, names, understood: false, origin }
    }

    /// Whether two are one. Who defines them is not asked: a dump tells it of all.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.text == other.text || self.form.is_some() && self.form == other.form
    }
}

/// A column that a view shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewColumn {
    /// One of this name.
    Named(SmolStr),
    /// All columns of a table or view, as it was when the view was made: `t.*`.
    AllOf(SmolStr),
    /// One that the server names after its expression, or whose name is not known.
    Unnamed,
}

/// A table or view that a view reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewTable {
    /// Its name.
    pub name: SmolStr,
    /// The database that it is said to be in.
    pub database: Option<SmolStr>,
    /// Where the view's text names it.
    pub span: Span,
}

/// A column that a view names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewName {
    /// Its name.
    pub column: SmolStr,
    /// The tables and views that may have it: one where its table is named, or only one is read there.
    pub tables: Vec<SmolStr>,
    /// Where.
    pub span: Span,
}

/// What a server runs by itself or when it is called. Bodies are not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routine {
    /// What it is.
    pub kind: RoutineKind,
    /// Its name.
    pub name: SmolStr,
    /// The table of a trigger.
    pub table: Option<SmolStr>,
    /// The statement that makes it.
    pub text: Box<str>,
    /// The same from its kind on, in the form that is equal for all blanks, quotes of names and cases of letters.
    pub form: Box<str>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Routine {
    /// What a finding about it is about.
    pub fn subject(&self) -> Subject {
        Subject {
            kind: SubjectKind::Routine,
            table: self.table.clone(),
            columns: Vec::new(),
            name: Some(SmolStr::new(format!("{} {}", self.kind.words(), self.name))),
        }
    }
}

/// What a server runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoutineKind {
    /// `PROCEDURE`
    Procedure,
    /// `FUNCTION`
    Function,
    /// `TRIGGER`
    Trigger,
    /// `EVENT`
    Event,
    /// `PACKAGE` (MariaDB)
    Package,
    /// `PACKAGE BODY` (MariaDB)
    PackageBody,
}

impl RoutineKind {
    /// Its words, as SQL has them.
    pub fn words(self) -> &'static str {
        match self {
            Self::Procedure => "PROCEDURE",
            Self::Function => "FUNCTION",
            Self::Trigger => "TRIGGER",
            Self::Event => "EVENT",
            Self::Package => "PACKAGE",
            Self::PackageBody => "PACKAGE BODY",
        }
    }
}
