//! What an SQL statement says. Every span is in bytes of the statement's own text.
//!
//! These are our own few types instead of sqlparser's thousand: a schema needs little of SQL, sqlparser
//! leaves clauses out, and what lowering matches on must not change with a parser's release.

use smol_str::SmolStr;

use crate::{
    schema::{PartitionBound, PartitionMethod, RoutineKind, ViewColumn, ViewName, ViewTable},
    syntax::{Name, Skipped, SyntaxError},
    text::Span,
};

/// One statement, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it does.
    pub kind: StatementKind,
    /// From its first word to its last, without comments around it and without the semicolon.
    pub span: Span,
    /// Clauses that were not understood. Empty: the whole statement was.
    pub skipped: Vec<Skipped>,
    /// What the language does not allow.
    pub errors: Vec<SyntaxError>,
    /// All comments above it and in it, conditional ones (`/*! … */`) not counted.
    pub comments: Vec<Span>,
}

/// What a statement does to a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// `CREATE TABLE`
    CreateTable(CreateTable),
    /// `ALTER TABLE`
    AlterTable(AlterTable),
    /// `CREATE [UNIQUE | FULLTEXT | SPATIAL] INDEX … ON …`
    CreateIndex {
        /// The table.
        table: ObjectName,
        /// The index; its span is the whole statement.
        index: Index,
    },
    /// `DROP INDEX … ON …`
    DropIndex {
        /// The index.
        name: Name,
        /// The table.
        table: ObjectName,
        /// `IF EXISTS` (MariaDB)
        if_exists: bool,
    },
    /// `DROP TABLE a, b`
    DropTables {
        /// The tables.
        names: Vec<ObjectName>,
        /// `IF EXISTS`
        if_exists: bool,
    },
    /// `RENAME TABLE a TO b, c TO d`
    RenameTables {
        /// Each table with its name after.
        pairs: Vec<(ObjectName, ObjectName)>,
        /// `IF EXISTS` (MariaDB)
        if_exists: bool,
    },
    /// `CREATE VIEW`, and `ALTER VIEW`, which makes it anew.
    CreateView(CreateView),
    /// `DROP VIEW a, b`
    DropViews {
        /// The views.
        names: Vec<ObjectName>,
        /// `IF EXISTS`
        if_exists: bool,
    },
    /// `CREATE {PROCEDURE | FUNCTION | TRIGGER | EVENT | PACKAGE}`: its body is not read.
    CreateRoutine {
        /// What it is.
        kind: RoutineKind,
        /// Its name.
        name: ObjectName,
        /// The table of a trigger.
        table: Option<ObjectName>,
        /// `OR REPLACE` (MariaDB)
        or_replace: bool,
        /// `IF NOT EXISTS`
        if_not_exists: bool,
        /// The whole statement as the server reads it.
        text: String,
    },
    /// `DROP {PROCEDURE | FUNCTION | TRIGGER | EVENT | PACKAGE}`
    DropRoutine {
        /// What it is.
        kind: RoutineKind,
        /// Its name.
        name: ObjectName,
        /// `IF EXISTS`
        if_exists: bool,
    },
    /// `ALTER EVENT a RENAME TO b`
    RenameEvent {
        /// The name before.
        old: ObjectName,
        /// The name after.
        new: ObjectName,
    },
    /// `UPDATE t SET c = …`, `DELETE FROM t WHERE c …`: nothing about the schema, but about the rows that what follows meets.
    ChangeRows {
        /// The table.
        table: ObjectName,
        /// The columns that get values, or that tell which rows go.
        columns: Vec<Name>,
    },
    /// A statement that says nothing about a schema: `SET`, `INSERT`, `LOCK TABLES`.
    WithoutEffect,
    /// A statement that was not understood; `skipped` says why and what it touches.
    NotUnderstood,
}

/// `table` or `database.table`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectName {
    /// What stands before the dot.
    pub qualifier: Option<Name>,
    /// The name itself.
    pub name: Name,
}

/// `CREATE VIEW`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateView {
    /// The view.
    pub name: ObjectName,
    /// `OR REPLACE`
    pub or_replace: bool,
    /// `IF NOT EXISTS`
    pub if_not_exists: bool,
    /// `ALTER VIEW`: it is there already.
    pub alters: bool,
    /// `(a, b)`: the names of its columns, where it gives them.
    pub columns: Vec<Name>,
    /// What it shows.
    pub query: Query,
    /// The whole statement as the server reads it: without comments, and with what conditional comments hold.
    pub text: String,
}

/// What a query shows, and what it names.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Query {
    /// Its columns, in order.
    pub columns: Vec<ViewColumn>,
    /// The tables and views that it reads, each once.
    pub tables: Vec<ViewTable>,
    /// The columns that it names, in order.
    pub names: Vec<ViewName>,
    /// All of it was followed.
    pub understood: bool,
}

/// `CREATE TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTable {
    /// The table.
    pub name: ObjectName,
    /// `IF NOT EXISTS`
    pub if_not_exists: bool,
    /// `OR REPLACE` (MariaDB): one that is there goes first.
    pub or_replace: bool,
    /// `TEMPORARY`
    pub temporary: bool,
    /// `LIKE other`: the table that it copies.
    pub like: Option<ObjectName>,
    /// Columns and keys, in order. An element that was not understood is in `Statement::skipped`.
    pub elements: Vec<Element>,
    /// The byte of the opening parenthesis of the elements; 0 without one.
    pub open: u32,
    /// The byte of the closing parenthesis of the elements; 0 without one.
    pub close: u32,
    /// `ENGINE=InnoDB`, in order.
    pub options: Vec<TableOption>,
    /// `PARTITION BY …`
    pub partitioning: Option<Partitioning>,
}

/// `PARTITION BY …`, and `SUBPARTITION BY …` within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partitioning {
    /// How a row finds its partition.
    pub method: PartitionMethod,
    /// What stands in the parentheses, where it is an expression; what stands behind `SYSTEM_TIME`.
    pub expression: Option<Expression>,
    /// What stands in the parentheses, where it is a list of columns.
    pub columns: Vec<Name>,
    /// `ALGORITHM = n`, of `KEY`
    pub algorithm: Option<SmolStr>,
    /// `PARTITIONS n`
    pub count: Option<u32>,
    /// `SUBPARTITION BY …`
    pub subpartitioning: Option<Box<Partitioning>>,
    /// `(PARTITION p …, …)`
    pub partitions: Vec<Partition>,
    /// All of it was understood.
    pub understood: bool,
    /// All of it.
    pub span: Span,
}

/// `PARTITION p …` or `SUBPARTITION p …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its name.
    pub name: Name,
    /// `VALUES …`
    pub bound: Option<PartitionBound>,
    /// `ENGINE = x`, in order.
    pub options: Vec<TableOption>,
    /// `(SUBPARTITION s …, …)`
    pub subpartitions: Vec<Partition>,
    /// All of it.
    pub span: Span,
}

/// A table option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableOption {
    /// Its words in upper case, one blank between: `DEFAULT CHARSET` is `CHARSET`, `CHARACTER SET` too.
    pub name: SmolStr,
    /// Its value as written, without quotes.
    pub value: String,
    /// All of it.
    pub span: Span,
}

/// One line of a `CREATE TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// A column.
    Column(Column),
    /// An index, unique key or primary key.
    Index(Index),
    /// A foreign key.
    ForeignKey(ForeignKey),
    /// A check constraint.
    Check(Check),
}

impl Element {
    /// All of it, comma excluded.
    pub fn span(&self) -> Span {
        match self {
            Self::Column(it) => it.span,
            Self::Index(it) => it.span,
            Self::ForeignKey(it) => it.span,
            Self::Check(it) => it.span,
        }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeName,
    /// What follows the type, in order.
    pub options: Vec<ColumnOption>,
    /// All of it.
    pub span: Span,
}

/// A type as written, in parts.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TypeName {
    /// The words in lower case, one blank between: `varchar`, `double precision`, `enum`.
    pub name: SmolStr,
    /// What stands between the parentheses: `191`, or an enum's values without quotes, escapes resolved.
    pub arguments: Vec<SmolStr>,
    /// `UNSIGNED` (`ZEROFILL` implies it).
    pub unsigned: bool,
    /// `ZEROFILL`
    pub zerofill: bool,
    /// Where the type stands.
    pub span: Span,
}

/// What follows a column's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnOption {
    /// `NULL`
    Null,
    /// `NOT NULL`
    NotNull,
    /// `DEFAULT …`
    Default(Expression),
    /// `ON UPDATE CURRENT_TIMESTAMP`
    OnUpdate(Expression),
    /// `AUTO_INCREMENT`
    AutoIncrement,
    /// `PRIMARY KEY` or `KEY`; the span is its words.
    PrimaryKey(Span),
    /// `UNIQUE [KEY]`; the span is its words.
    Unique(Span),
    /// `REFERENCES t (c) …`; its columns are empty: they are the column itself.
    References(ForeignKey),
    /// `CHECK (…)`
    Check(Check),
    /// `[GENERATED ALWAYS] AS (…) [VIRTUAL | STORED]`
    Generated {
        /// The expression, without the parentheses.
        expression: Expression,
        /// `STORED` (`PERSISTENT` in MariaDB).
        stored: bool,
    },
    /// `BINARY`: the binary collation of its character set.
    Binary,
    /// `CHARACTER SET` or `CHARSET`
    CharacterSet(SmolStr),
    /// `COLLATE`
    Collation(SmolStr),
    /// `COMMENT '…'`
    Comment(String),
    /// `INVISIBLE`
    Invisible,
    /// `SRID n`
    Srid(SmolStr),
    /// How it is stored, as written: `COMPRESSED`, `COLUMN_FORMAT DYNAMIC`, `WITHOUT SYSTEM VERSIONING`.
    Storage(String),
}

/// An expression, kept as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// What it is, as far as a schema cares.
    pub kind: ExpressionKind,
    /// As written.
    pub text: String,
    /// It has the form of one.
    pub understood: bool,
    /// Where.
    pub span: Span,
}

/// The kinds of expression that rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpressionKind {
    /// `NULL`
    Null,
    /// A string, number, boolean, bit or hexadecimal literal.
    Literal,
    /// `CURRENT_TIMESTAMP[(n)]`, `NOW(n)`, `LOCALTIME`, …
    CurrentTimestamp,
    /// Anything else.
    Other,
}

/// An index, unique key or primary key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word that stands there or does not")]
pub struct Index {
    /// Its name; the index name where `CONSTRAINT c UNIQUE KEY k` gives both.
    pub name: Option<Name>,
    /// `IF NOT EXISTS` (MariaDB)
    pub if_not_exists: bool,
    /// `OR REPLACE` (MariaDB): one of its name goes first.
    pub or_replace: bool,
    /// What it is for.
    pub kind: IndexKind,
    /// Its key parts, in order.
    pub parts: Vec<IndexPart>,
    /// `USING BTREE`: the word in lower case.
    pub method: Option<SmolStr>,
    /// `INVISIBLE` (MySQL) or `IGNORED` (MariaDB).
    pub invisible: bool,
    /// `COMMENT '…'`
    pub comment: Option<SmolStr>,
    /// `KEY_BLOCK_SIZE=n`
    pub key_block_size: Option<SmolStr>,
    /// It has hints for a storage engine (`ENGINE_ATTRIBUTE`).
    pub has_engine_attributes: bool,
    /// `false` where it has an option that was not understood.
    pub understood: bool,
    /// `WITH PARSER ngram`: what cuts the words of a full-text index.
    pub parser: Option<SmolStr>,
    /// `WHERE …` of a partial index (PostgreSQL, SQLite).
    pub predicate: Option<Expression>,
    /// All of it.
    pub span: Span,
}

/// What an index is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexKind {
    /// `PRIMARY KEY`
    Primary,
    /// `UNIQUE`
    Unique,
    /// `KEY`, `INDEX`
    Plain,
    /// `FULLTEXT`
    FullText,
    /// `SPATIAL`
    Spatial,
}

/// One part of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPart {
    /// The column; absent for an expression.
    pub column: Option<Name>,
    /// The expression, in its parentheses, as written; absent for a column.
    pub expression: Option<String>,
    /// The prefix length: bytes of a binary column, characters of another.
    pub length: Option<u32>,
    /// `DESC`
    pub descending: bool,
    /// All of it.
    pub span: Span,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The name of the constraint.
    pub name: Option<Name>,
    /// The name of the index that goes with it: `FOREIGN KEY i (…)`.
    pub index_name: Option<Name>,
    /// `IF NOT EXISTS` (MariaDB)
    pub if_not_exists: bool,
    /// Its columns; empty when it stands on a column.
    pub columns: Vec<Name>,
    /// The table that it refers to.
    pub table: ObjectName,
    /// The columns that it refers to; empty for the primary key.
    pub referenced: Vec<Name>,
    /// `ON DELETE`
    pub on_delete: Option<Action>,
    /// `ON UPDATE`
    pub on_update: Option<Action>,
    /// All of it.
    pub span: Span,
}

/// A referential action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `CASCADE`
    Cascade,
    /// `RESTRICT`
    Restrict,
    /// `SET NULL`
    SetNull,
    /// `SET DEFAULT`
    SetDefault,
    /// `NO ACTION`
    NoAction,
}

/// A check constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name.
    pub name: Option<Name>,
    /// The condition, without the parentheses.
    pub expression: Expression,
    /// `false` for `NOT ENFORCED`.
    pub enforced: bool,
    /// All of it.
    pub span: Span,
}

/// `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterTable {
    /// The table.
    pub table: ObjectName,
    /// `IF EXISTS` (MariaDB)
    pub if_exists: bool,
    /// Its clauses, in order. A clause that was not understood is in `Statement::skipped`.
    pub clauses: Vec<Clause>,
}

/// One clause of an `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// What it does.
    pub kind: ClauseKind,
    /// `IF EXISTS` (MariaDB): without what it is about, it does nothing.
    pub if_exists: bool,
    /// All of it, comma excluded.
    pub span: Span,
}

impl Clause {
    /// A clause without `IF EXISTS`.
    pub fn new(kind: ClauseKind, span: Span) -> Self {
        Self { kind, if_exists: false, span }
    }
}

/// What a clause of an `ALTER TABLE` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// `ADD [COLUMN] c …`; `ADD (c …, d …)` is one clause a column.
    AddColumn {
        /// The column.
        column: Column,
        /// `FIRST` or `AFTER c`.
        place: Option<Place>,
        /// `IF NOT EXISTS` (MariaDB)
        if_not_exists: bool,
    },
    /// `MODIFY [COLUMN] c …`, and `CHANGE [COLUMN] old new …`.
    ChangeColumn {
        /// The name before; equal to `column.name` for `MODIFY`.
        old: Name,
        /// The column after.
        column: Column,
        /// `FIRST` or `AFTER c`.
        place: Option<Place>,
    },
    /// `DROP [COLUMN] c`
    DropColumn(Name),
    /// `RENAME COLUMN a TO b`
    RenameColumn {
        /// The name before.
        old: Name,
        /// The name after.
        new: Name,
    },
    /// `ALTER [COLUMN] c SET DEFAULT …` or `DROP DEFAULT`
    SetDefault {
        /// The column.
        column: Name,
        /// The default; none for `DROP DEFAULT`.
        default: Option<Expression>,
    },
    /// `ALTER [COLUMN] c SET {VISIBLE | INVISIBLE}` (MySQL)
    SetColumnVisibility {
        /// The column.
        column: Name,
        /// `INVISIBLE`
        invisible: bool,
    },
    /// `ADD [CONSTRAINT c] {PRIMARY KEY | UNIQUE | KEY | FULLTEXT | SPATIAL} …`
    AddIndex(Index),
    /// `ADD [CONSTRAINT c] FOREIGN KEY …`
    AddForeignKey(ForeignKey),
    /// `ADD [CONSTRAINT c] CHECK …`
    AddCheck(Check),
    /// `DROP PRIMARY KEY`
    DropPrimaryKey,
    /// `DROP {INDEX | KEY} k`
    DropIndex(Name),
    /// `DROP FOREIGN KEY c`
    DropForeignKey(Name),
    /// `DROP CHECK c` (MySQL)
    DropCheck(Name),
    /// `DROP CONSTRAINT c`: a check, a foreign key, a unique key or the primary key.
    DropConstraint(Name),
    /// `ALTER {CHECK | CONSTRAINT} c [NOT] ENFORCED` (MySQL)
    SetCheckEnforcement {
        /// The check.
        name: Name,
        /// `false` for `NOT ENFORCED`.
        enforced: bool,
    },
    /// `RENAME {INDEX | KEY} a TO b`
    RenameIndex {
        /// The name before.
        old: Name,
        /// The name after.
        new: Name,
    },
    /// `RENAME [TO | AS] t`
    RenameTable(ObjectName),
    /// `ALTER INDEX k {VISIBLE | INVISIBLE}`
    SetIndexVisibility {
        /// The index.
        name: Name,
        /// `INVISIBLE` (`IGNORED` in MariaDB)
        invisible: bool,
    },
    /// `PARTITION BY …`
    PartitionBy(Partitioning),
    /// `REMOVE PARTITIONING`
    RemovePartitioning,
    /// `ADD PARTITION (PARTITION p …, …)`
    AddPartitions {
        /// The partitions.
        partitions: Vec<Partition>,
        /// `IF NOT EXISTS` (MariaDB)
        if_not_exists: bool,
    },
    /// `ADD PARTITION PARTITIONS n`
    AddPartitionCount(u32),
    /// `DROP PARTITION p, q`
    DropPartitions(Vec<Name>),
    /// `COALESCE PARTITION n`
    CoalescePartitions(u32),
    /// `REORGANIZE PARTITION p, q INTO (PARTITION r …, …)`
    ReorganizePartitions {
        /// Those that go; none where the server only spreads the rows anew.
        old: Vec<Name>,
        /// Those that come in their place.
        new: Vec<Partition>,
    },
    /// `CONVERT PARTITION p TO TABLE t` (MariaDB)
    ConvertPartition {
        /// The partition.
        name: Name,
        /// The table that it becomes.
        table: ObjectName,
    },
    /// `CONVERT TABLE t TO PARTITION p …` (MariaDB)
    ConvertTable {
        /// The table.
        table: ObjectName,
        /// The partition that it becomes.
        partition: Partition,
    },
    /// `TRUNCATE`, `EXCHANGE`, `REBUILD`, `ANALYZE`, … `PARTITION p, q`: nothing about a schema, but they must be there.
    TendPartitions(Vec<Name>),
    /// `ENGINE = …`, `COMMENT = …`, `CONVERT TO CHARACTER SET …` (named `CONVERT TO CHARSET`), …
    SetOption(TableOption),
    /// A clause of the short named list that says nothing about a schema: `ALGORITHM`, `LOCK`, `FORCE`,
    /// `ORDER BY`, `DISABLE KEYS`, `ENABLE KEYS`, `WITH VALIDATION`, `WITHOUT VALIDATION`.
    WithoutEffect,
}

/// Where an added or changed column goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// `FIRST`
    First,
    /// `AFTER c`
    After(Name),
}
