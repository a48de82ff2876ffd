//! Walkers: small handles that answer questions of the domain, so that rules read as sentences.

use smol_str::SmolStr;

use super::{
    CheckConstraint, Column, Enforcement, ForeignKey, Index, IndexKind, IndexMethod, IndexPart, Schema, Table,
};
use crate::diagnostic::{Subject, SubjectKind};

/// A table of a schema.
#[derive(Clone, Copy, Debug)]
pub struct TableWalker<'s> {
    schema: &'s Schema,
    table: &'s Table,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct ColumnWalker<'s> {
    table: TableWalker<'s>,
    column: &'s Column,
    place: usize,
}

/// An index of a table.
#[derive(Clone, Copy, Debug)]
pub struct IndexWalker<'s> {
    table: TableWalker<'s>,
    index: &'s Index,
}

/// A foreign key of a table.
#[derive(Clone, Copy, Debug)]
pub struct ForeignKeyWalker<'s> {
    table: TableWalker<'s>,
    foreign_key: &'s ForeignKey,
}

/// A check of a table.
#[derive(Clone, Copy, Debug)]
pub struct CheckWalker<'s> {
    table: TableWalker<'s>,
    check: &'s CheckConstraint,
}

/// Whether an index can look rows up by equality on some columns, and if not, why it almost can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// It can.
    Serves,
    /// It can by the first `n` of the columns only.
    OnlyFirst(usize),
    /// It has the columns, but others stand before them.
    NotFirst,
    /// It holds a prefix of a column's text only.
    Prefix(u32),
    /// It holds some rows only.
    Partial,
    /// It is an index of words or places.
    WrongKind,
    /// It is of a method that does not look up single rows.
    WrongMethod,
    /// The optimiser does not use it.
    Invisible,
    /// It has nothing to do with the columns.
    Unrelated,
}

impl<'s> TableWalker<'s> {
    pub(super) fn new(schema: &'s Schema, table: &'s Table) -> Self {
        Self { schema, table }
    }

    /// The table itself.
    pub fn get(self) -> &'s Table {
        self.table
    }

    /// The schema that it is in.
    pub fn schema(self) -> &'s Schema {
        self.schema
    }

    /// The name that its owner calls it by: the Prisma model's, else the table's.
    pub fn label(self) -> &'s str {
        self.table.model.as_ref().unwrap_or(&self.table.name)
    }

    /// Its columns.
    pub fn columns(self) -> impl Iterator<Item = ColumnWalker<'s>> {
        let columns = self.table.columns.iter().enumerate();
        columns.map(move |(place, column)| ColumnWalker { table: self, column, place })
    }

    /// The column of a name.
    pub fn column(self, name: &str) -> Option<ColumnWalker<'s>> {
        self.columns().find(|column| self.schema.same_column(&column.column.name, name))
    }

    /// Its primary key.
    pub fn primary_key(self) -> Option<IndexWalker<'s>> {
        self.table.primary_key.as_ref().map(|index| IndexWalker { table: self, index })
    }

    /// Its indexes and unique keys, the primary key excepted.
    pub fn indexes(self) -> impl Iterator<Item = IndexWalker<'s>> {
        self.table.indexes.iter().map(move |index| IndexWalker { table: self, index })
    }

    /// Its primary key, then its other indexes.
    pub fn keys(self) -> impl Iterator<Item = IndexWalker<'s>> {
        self.primary_key().into_iter().chain(self.indexes())
    }

    /// Its foreign keys.
    pub fn foreign_keys(self) -> impl Iterator<Item = ForeignKeyWalker<'s>> {
        self.table.foreign_keys.iter().map(move |foreign_key| ForeignKeyWalker { table: self, foreign_key })
    }

    /// Its checks.
    pub fn checks(self) -> impl Iterator<Item = CheckWalker<'s>> {
        self.table.checks.iter().map(move |check| CheckWalker { table: self, check })
    }

    /// Whether all its checks are known. What may be any key may be a check.
    pub fn checks_are_known(self) -> bool {
        !self.table.unknown.checks && self.keys_are_known()
    }

    /// Whether it is known how its rows are parted.
    pub fn partitions_are_known(self) -> bool {
        !self.table.unknown.partitions
            && !self.schema.anything_may_differ
            && self.table.partitioning.as_ref().is_none_or(|it| it.understood)
    }

    /// Whether all its keys are known: only then may one be called missing.
    pub fn keys_are_known(self) -> bool {
        !self.table.unknown.keys && !self.schema.anything_may_differ
    }

    /// Whether all its columns are known, with all that was said of them.
    pub fn columns_are_known(self) -> bool {
        !self.table.unknown.columns && !self.schema.anything_may_differ
    }

    /// Whether InnoDB keeps it, which does where nothing else is said.
    pub fn is_in_innodb(self) -> bool {
        self.table.engine.as_ref().is_none_or(|engine| engine.eq_ignore_ascii_case("innodb"))
    }

    /// Whether its text is Prisma's.
    pub fn is_prisma(self) -> bool {
        self.table.model.is_some() || self.schema.prisma.is_some()
    }

    /// What a finding about it is about.
    pub fn subject(self) -> Subject {
        Subject {
            kind: SubjectKind::Table,
            table: Some(self.table.name.clone()),
            columns: Vec::new(),
            name: self.table.model.clone(),
        }
    }

    /// Some of its columns as its owner calls them: `authorId`, `(tenantId, authorId)`.
    pub fn column_labels(self, names: &[SmolStr]) -> String {
        let labels: Vec<&str> =
            names.iter().map(|name| self.column(name).map_or(name.as_str(), ColumnWalker::label)).collect();
        match labels.as_slice() {
            [one] => (*one).to_owned(),
            many => format!("({})", many.join(", ")),
        }
    }
}

impl<'s> ColumnWalker<'s> {
    /// The column itself.
    pub fn get(self) -> &'s Column {
        self.column
    }

    /// Its table.
    pub fn table(self) -> TableWalker<'s> {
        self.table
    }

    /// The name that its owner calls it by: the Prisma field's, else the column's.
    pub fn label(self) -> &'s str {
        self.column.field.as_ref().unwrap_or(&self.column.name)
    }

    /// The check that is a part of its definition, and goes with it (MariaDB).
    pub fn own_check(self) -> Option<&'s CheckConstraint> {
        let is_its = |it: &&CheckConstraint| {
            it.column.as_ref().is_some_and(|column| self.table.schema.same_column(column, &self.column.name))
        };
        self.table.table.checks.iter().find(is_its)
    }

    /// The name with that of its table: `Post.title`.
    pub fn full_label(self) -> String {
        format!("{}.{}", self.table.label(), self.label())
    }

    /// Whether its text is Prisma's.
    pub fn is_prisma(self) -> bool {
        self.column.field.is_some()
    }

    /// Its place among the columns of its table, from 0.
    pub fn place(self) -> usize {
        self.place
    }

    /// The character set of its text, as far as the text tells.
    pub fn charset(self) -> Option<SmolStr> {
        let (details, table) = (self.column.details(), self.table.table);
        let of_collation = |collation: &SmolStr| Some(SmolStr::new(collation.split_once('_')?.0));
        let own = details.charset.clone().or_else(|| of_collation(details.collation.as_ref()?));
        let of_table = || table.charset.clone().or_else(|| of_collation(table.collation.as_ref()?));
        own.or_else(of_table).filter(|_| self.column.ty.is_text())
    }

    /// The collation of its text, as far as the text tells.
    pub fn collation(self) -> Option<SmolStr> {
        let (details, table) = (self.column.details(), self.table.table);
        let own = details.collation.clone();
        // A character set of its own has a collation that the text does not tell.
        let of_table = || table.collation.clone().filter(|_| details.charset.is_none());
        own.or_else(of_table).filter(|_| self.column.ty.is_text())
    }

    /// What a finding about it is about.
    pub fn subject(self) -> Subject {
        Subject {
            kind: SubjectKind::Column,
            table: Some(self.table.table.name.clone()),
            columns: vec![self.column.name.clone()],
            name: self.column.field.as_ref().map(|_| SmolStr::new(self.full_label())),
        }
    }
}

impl<'s> IndexWalker<'s> {
    /// The index itself.
    pub fn get(self) -> &'s Index {
        self.index
    }

    /// Its table.
    pub fn table(self) -> TableWalker<'s> {
        self.table
    }

    /// The columns of its parts, as long as each part is a column.
    pub fn columns(self) -> Option<Vec<SmolStr>> {
        self.index.parts.iter().map(|part| part.column_name().cloned()).collect()
    }

    /// The columns of its parts, expressions left out.
    pub fn column_names(self) -> Vec<SmolStr> {
        self.index.parts.iter().filter_map(|part| part.column_name().cloned()).collect()
    }

    /// Its parts as its owner would write them: `(followerId, name(10))`.
    pub fn parts_label(self) -> String {
        let parts: Vec<String> = self.index.parts.iter().map(|part| self.part_label(part)).collect();
        format!("({})", parts.join(", "))
    }

    fn part_label(self, part: &IndexPart) -> String {
        let mut text = match &part.key {
            super::PartKey::Column(name) => {
                self.table.column(name).map_or(name.as_str(), ColumnWalker::label).to_owned()
            }
            super::PartKey::Expression(text) => text.to_string(),
        };
        if let Some(length) = part.length {
            text.push_str(&format!("({length})"));
        }
        if part.descending {
            text.push_str(" DESC");
        }
        text
    }

    /// Whether no two rows may be equal in it.
    pub fn is_unique(self) -> bool {
        matches!(self.index.kind, IndexKind::Primary | IndexKind::Unique)
    }

    /// Whether it is the primary key.
    pub fn is_primary(self) -> bool {
        self.index.kind == IndexKind::Primary
    }

    /// Whether its first parts are these columns, whole and in this order: then the server makes no other for a foreign
    /// key over them.
    pub fn begins_with(self, columns: &[SmolStr]) -> bool {
        self.index.begins_with(columns)
    }

    /// Whether a part holds less than its whole column. A prefix as long as the column is the whole column.
    pub fn prefix_of(self, part: &IndexPart) -> Option<u32> {
        let length = part.length?;
        let whole = self.table.column(part.column_name()?).and_then(|column| column.get().ty.length());
        whole.is_none_or(|whole| length < whole).then_some(length)
    }

    /// Whether every row has its own value in it: unique, no NULLs, whole columns, all rows, no expressions.
    pub fn identifies_rows(self) -> bool {
        self.is_unique()
            && self.index.predicate.is_none()
            && !self.index.parts.is_empty()
            && self.index.parts.iter().all(|part| {
                let column = part.column_name().and_then(|name| self.table.column(name));
                self.prefix_of(part).is_none()
                    && column.is_some_and(|column| self.is_primary() || !column.column.nullable)
            })
    }

    /// Whether Vitess can copy a table's rows by it: it identifies them, and holds no TEXT, BLOB, JSON or
    /// floating number (Vitess' online DDL; PlanetScale lint errors `NO_UNIQUE_KEY`, `BLOB_IN_UNIQUE_KEY`).
    pub fn is_vitess_row_key(self) -> bool {
        let exact = |ty: &super::ColumnType| !ty.is_blob_or_text() && !ty.is_floating();
        self.identifies_rows()
            && self
                .index
                .parts
                .iter()
                .filter_map(IndexPart::column_name)
                .filter_map(|name| self.table.column(name))
                .all(|column| exact(&column.column.ty))
    }

    /// Whether rows can be looked up by equality on all of `columns`, in any order, as long as they are the
    /// first columns of the index.
    pub fn serves_equality_on(self, columns: &[SmolStr]) -> bool {
        self.coverage_of(columns) == Coverage::Serves
    }

    /// How far this index gets in looking up rows by equality on `columns`.
    pub fn coverage_of(self, columns: &[SmolStr]) -> Coverage {
        let schema = self.table.schema;
        let position = |column: &SmolStr| {
            self.index
                .parts
                .iter()
                .position(|part| part.column_name().is_some_and(|name| schema.same_column(name, column)))
        };
        let held: Vec<usize> = columns.iter().filter_map(position).collect();
        if held.is_empty() {
            return Coverage::Unrelated;
        }
        if matches!(self.index.kind, IndexKind::FullText | IndexKind::Spatial) {
            return Coverage::WrongKind;
        }
        let leading = (0..self.index.parts.len()).take_while(|at| held.contains(at)).count();
        match self.index.method {
            IndexMethod::BTree => {}
            // A hash is of all its columns: without one of them there is nothing to look up.
            IndexMethod::Hash if leading == self.index.parts.len() => {}
            _ => return Coverage::WrongMethod,
        }
        if leading == 0 {
            return if held.len() < columns.len() { Coverage::Unrelated } else { Coverage::NotFirst };
        }
        if let Some(length) = self.index.parts.iter().take(leading).find_map(|part| self.prefix_of(part)) {
            return Coverage::Prefix(length);
        }
        if self.index.predicate.is_some() {
            return Coverage::Partial;
        }
        match (leading == columns.len(), self.index.visible) {
            (true, true) => Coverage::Serves,
            (true, false) => Coverage::Invisible,
            (false, true) => Coverage::OnlyFirst(leading),
            (false, false) => Coverage::Unrelated,
        }
    }

    /// Whether rows that are equal in all columns of `wider` are equal in this index too: each of its columns is
    /// among them, to at least as many characters.
    pub fn is_decided_by(self, wider: Self) -> bool {
        let schema = self.table.schema;
        self.index.parts.iter().all(|part| {
            let name = part.column_name();
            let same = wider
                .index
                .parts
                .iter()
                .find(|it| name.zip(it.column_name()).is_some_and(|(a, b)| schema.same_column(a, b)));
            let reaches = |it: &IndexPart| match (self.prefix_of(part), wider.prefix_of(it)) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(length), Some(other)) => other >= length,
            };
            same.is_some_and(reaches)
        })
    }

    /// Whether two indexes hold the same parts in the same order, over the same rows, by the same method.
    pub fn holds_the_same_as(self, other: Self) -> bool {
        self.index.parts.len() == other.index.parts.len() && self.is_left_prefix_of(other)
    }

    /// Whether the parts of this index are the first parts of the other, over the same rows, by the same method.
    pub fn is_left_prefix_of(self, other: Self) -> bool {
        let schema = self.table.schema;
        let ordered = |it: Self| matches!(it.index.kind, IndexKind::Primary | IndexKind::Unique | IndexKind::Plain);
        let same_kind = if ordered(self) { ordered(other) } else { self.index.kind == other.index.kind };
        let method = self.index.method;
        // A search of words needs an index of just its columns; a tree serves their left prefixes too.
        let longer_is_fine =
            (ordered(self) && method == IndexMethod::BTree) || self.index.parts.len() == other.index.parts.len();
        let same_part = |a: &IndexPart, b: &IndexPart| {
            let same_key = match (&a.key, &b.key) {
                (super::PartKey::Column(a), super::PartKey::Column(b)) => schema.same_column(a, b),
                (a, b) => a == b,
            };
            let same_length = a.length == b.length || self.prefix_of(a) == other.prefix_of(b);
            same_key && a.descending == b.descending && a.compared_by == b.compared_by && same_length
        };
        same_kind
            && method == other.index.method
            && longer_is_fine
            && self.index.predicate == other.index.predicate
            && self.index.parts.len() <= other.index.parts.len()
            && self.index.parts.iter().zip(&other.index.parts).all(|(a, b)| same_part(a, b))
    }

    /// What a finding about it is about.
    pub fn subject(self) -> Subject {
        Subject {
            kind: SubjectKind::Index,
            table: Some(self.table.table.name.clone()),
            columns: self.column_names(),
            name: Some(self.index.name.clone()),
        }
    }
}

impl<'s> ForeignKeyWalker<'s> {
    /// The foreign key itself.
    pub fn get(self) -> &'s ForeignKey {
        self.foreign_key
    }

    /// The table whose rows refer.
    pub fn table(self) -> TableWalker<'s> {
        self.table
    }

    /// The table whose rows are referred to.
    pub fn referenced_table(self) -> Option<TableWalker<'s>> {
        self.table.schema.table(&self.foreign_key.referenced_table)
    }

    /// Each of its columns with the one that it refers to, as far as both are there.
    pub fn column_pairs(self) -> impl Iterator<Item = (ColumnWalker<'s>, ColumnWalker<'s>)> {
        let referenced_table = self.referenced_table();
        let names = self.foreign_key.columns.iter().zip(&self.foreign_key.referenced_columns);
        names.filter_map(move |(own, other)| Some((self.table.column(own)?, referenced_table?.column(other)?)))
    }

    /// The name that its owner calls it by: `Post.author`, else the constraint's, else its columns.
    pub fn label(self) -> String {
        let foreign_key = self.foreign_key;
        match (&foreign_key.relation, &foreign_key.name) {
            (Some(relation), _) => relation.to_string(),
            (None, Some(name)) => name.to_string(),
            (None, None) => format!("{}.{}", self.table.label(), self.columns_label()),
        }
    }

    /// Its columns as its owner calls them.
    pub fn columns_label(self) -> String {
        self.table.column_labels(&self.foreign_key.columns)
    }

    /// Whether its name was given, by its owner or by Prisma, and is no number that the server counts.
    pub fn is_named(self) -> bool {
        self.foreign_key.relation.is_some() || self.foreign_key.origin.name != self.foreign_key.origin.span
    }

    /// Whether the client keeps it, not the database.
    pub fn is_emulated(self) -> bool {
        self.foreign_key.enforcement == Enforcement::Emulated
    }

    /// Whether an index of its table can look rows up by its columns.
    pub fn is_covered(self) -> bool {
        self.table.keys().any(|index| index.serves_equality_on(&self.foreign_key.columns))
    }

    /// Whether Prisma's own check warns of it: a relation that its client keeps, of a model where no key of any kind, whatever
    /// rows and values it holds, begins with the relation's columns in their order (`validate_missing_relation_indexes` of
    /// its `relation_fields.rs`).
    pub fn lacks_an_index_for_prisma(self) -> bool {
        let columns = &self.foreign_key.columns;
        let begins = |index: IndexWalker<'_>| {
            let parts = index.get().parts.get(..columns.len());
            parts.is_some_and(|parts| parts.iter().zip(columns).all(|(part, name)| part.column_name() == Some(name)))
        };
        self.table.is_prisma() && self.is_emulated() && !self.table.keys().any(begins)
    }

    /// Whether an index that its owner wrote can look rows up by its columns: one that the server made for the constraint
    /// may go with it.
    pub fn has_own_index(self) -> bool {
        self.own_indexes().any(|index| index.serves_equality_on(&self.foreign_key.columns))
    }

    fn own_indexes(self) -> impl Iterator<Item = IndexWalker<'s>> {
        self.table.keys().filter(|index| !index.get().implicit)
    }

    /// Whether an index of its table can look rows up by some of its columns.
    pub fn is_partly_covered(self) -> bool {
        let only_first =
            |index: IndexWalker<'_>| matches!(index.coverage_of(&self.foreign_key.columns), Coverage::OnlyFirst(_));
        self.table.keys().any(only_first)
    }

    /// A plain index on its first columns: one on all of them would serve all that it serves.
    pub fn outgrown_index(self) -> Option<IndexWalker<'s>> {
        let columns = &self.foreign_key.columns;
        let begins = |index: &IndexWalker<'_>| {
            let same = |(part, column): (&IndexPart, &SmolStr)| {
                let is_column = part.column_name().is_some_and(|name| self.table.schema.same_column(name, column));
                is_column && !part.descending && index.prefix_of(part).is_none()
            };
            let it = index.get();
            let is_plain_tree = it.kind == IndexKind::Plain
                && it.method == IndexMethod::BTree
                && it.predicate.is_none()
                && it.visible
                && it.understood
                && !it.implicit
                && it.parts.iter().all(|part| part.compared_by.is_none());
            is_plain_tree && it.parts.len() < columns.len() && it.parts.iter().zip(columns).all(same)
        };
        self.table.indexes().filter(begins).max_by_key(|index| index.get().parts.len())
    }

    /// The index that comes nearest to covering it, and what it lacks.
    pub fn nearest_index(self) -> Option<(IndexWalker<'s>, Coverage)> {
        let rank = |coverage: Coverage| match coverage {
            Coverage::Serves => 0,
            Coverage::Invisible => 1,
            Coverage::Prefix(_) | Coverage::Partial => 2,
            Coverage::OnlyFirst(_) => 3,
            Coverage::NotFirst => 4,
            Coverage::WrongMethod | Coverage::WrongKind => 5,
            Coverage::Unrelated => 6,
        };
        self.own_indexes()
            .map(|index| (index, index.coverage_of(&self.foreign_key.columns)))
            .filter(|(_, coverage)| *coverage != Coverage::Unrelated)
            .min_by_key(|(_, coverage)| rank(*coverage))
    }

    /// What a finding about it is about.
    pub fn subject(self) -> Subject {
        // A name that nobody gave is a number among the others of its table: it moves when one of them goes.
        let is_named = self.foreign_key.origin.name != self.foreign_key.origin.span;
        Subject {
            kind: SubjectKind::ForeignKey,
            table: Some(self.table.table.name.clone()),
            columns: self.foreign_key.columns.clone(),
            name: is_named.then(|| SmolStr::new(self.label())),
        }
    }
}

impl<'s> CheckWalker<'s> {
    /// The check itself.
    pub fn get(self) -> &'s CheckConstraint {
        self.check
    }

    /// Its table.
    pub fn table(self) -> TableWalker<'s> {
        self.table
    }

    /// Its name, or that of the column whose own it is.
    pub fn label(self) -> &'s str {
        self.check.name.as_ref().or(self.check.column.as_ref()).map_or("", SmolStr::as_str)
    }

    /// Its name where its table is called otherwise: one that MySQL counts follows the table.
    pub fn name_in(self, table: &str) -> SmolStr {
        let name = self.check.name.clone().unwrap_or_default();
        let number = name.strip_prefix(self.table.table.name.as_str()).and_then(|rest| rest.strip_prefix("_chk_"));
        let counted = number.filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
        counted.map_or(name.clone(), |number| SmolStr::new(format!("{table}_chk_{number}")))
    }

    /// Whether its name was given, and is no number that a server counts: `t_chk_1` (MySQL), `CONSTRAINT_1` (MariaDB).
    pub fn is_named(self) -> bool {
        self.check.is_named_in(&self.table.table.name)
    }
}
