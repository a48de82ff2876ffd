//! What a server refuses of a statement, in the state that the statements before it made: kept by kind, for rules to find
//! words for.

use smol_str::SmolStr;

use crate::{
    diagnostic::{Subject, SubjectKind},
    text::Location,
};

/// A part of a statement that a server refuses, or ignores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong with it.
    pub kind: FaultKind,
    /// The table, by its name in the database.
    pub table: SmolStr,
    /// What the part speaks of, by its name in the database: a column, an index, a constraint.
    pub name: SmolStr,
    /// The part.
    pub location: Location,
    /// What stands in its way.
    pub other: Option<Location>,
}

/// The kinds of parts that a server refuses or ignores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A table of this name is there already.
    TableExists,
    /// A view of this name is there already.
    ViewExists,
    /// A procedure, function, trigger or event of this name is there already: its name is `table`, its kind `name`.
    RoutineExists,
    /// The table has a column of this name already.
    ColumnExists,
    /// The table has an index of this name already.
    IndexExists,
    /// There is a constraint of this name already.
    ConstraintExists,
    /// The table has a primary key already.
    PrimaryKeyExists,
    /// A key names a column that the table does not have.
    NoColumnOfKey,
    /// A foreign key names a column that its table does not have.
    NoColumnOfForeignKey,
    /// A key names a column twice.
    ColumnTwice,
    /// A change speaks of a column that is not there.
    NoColumn,
    /// A change speaks of an index that is not there.
    NoIndex,
    /// The table has no primary key to be dropped.
    NoPrimaryKey,
    /// A change speaks of a foreign key that is not there.
    NoForeignKey,
    /// A change speaks of a check that is not there.
    NoCheck,
    /// A change speaks of a constraint that is not there, of whatever kind.
    NoConstraint,
    /// A change speaks of the partitions of a table that has none.
    NotPartitioned,
    /// A change speaks of a partition that is not there.
    NoPartition,
    /// The table has a partition of this name already.
    PartitionExists,
    /// No partition would be left.
    NoPartitionLeft,
    /// A column is dropped that a foreign key needs.
    NeededByForeignKey,
    /// A column is dropped that a check of several columns names.
    NeededByCheck,
    /// A column gets another name that a check names (MySQL).
    RenamedInCheck,
    /// A column gets another name that a generated column names (MySQL).
    RenamedInGenerated,
    /// A column is dropped that a unique key over several columns needs (MariaDB).
    NeededByUniqueKey,
    /// `REFERENCES` behind a column is read and makes no foreign key.
    ReferencesIgnored,
    /// A table of this name was made in another database: two databases are read as one.
    OtherDatabase,
}

impl Fault {
    /// What a finding about it is about.
    pub fn subject(&self) -> Subject {
        let kind = match self.kind {
            FaultKind::TableExists
            | FaultKind::OtherDatabase
            | FaultKind::NotPartitioned
            | FaultKind::NoPartition
            | FaultKind::PartitionExists
            | FaultKind::NoPartitionLeft => SubjectKind::Table,
            FaultKind::ViewExists => SubjectKind::View,
            FaultKind::RoutineExists => SubjectKind::Routine,
            FaultKind::ColumnExists
            | FaultKind::NoColumn
            | FaultKind::NeededByForeignKey
            | FaultKind::NeededByCheck
            | FaultKind::NeededByUniqueKey
            | FaultKind::RenamedInCheck
            | FaultKind::RenamedInGenerated
            | FaultKind::ReferencesIgnored => SubjectKind::Column,
            FaultKind::IndexExists
            | FaultKind::PrimaryKeyExists
            | FaultKind::NoColumnOfKey
            | FaultKind::ColumnTwice
            | FaultKind::NoIndex
            | FaultKind::NoPrimaryKey => SubjectKind::Index,
            FaultKind::ConstraintExists
            | FaultKind::NoColumnOfForeignKey
            | FaultKind::NoForeignKey
            | FaultKind::NoCheck
            | FaultKind::NoConstraint => SubjectKind::ForeignKey,
        };
        let is_column = matches!(kind, SubjectKind::Column)
            || matches!(self.kind, FaultKind::NoColumnOfKey | FaultKind::NoColumnOfForeignKey | FaultKind::ColumnTwice);
        if matches!(kind, SubjectKind::View | SubjectKind::Routine) {
            return Subject { kind, table: None, columns: Vec::new(), name: Some(self.table.clone()) };
        }
        Subject {
            kind,
            table: Some(self.table.clone()),
            columns: if is_column { vec![self.name.clone()] } else { Vec::new() },
            name: (!is_column && kind != SubjectKind::Table).then(|| self.name.clone()),
        }
    }
}
