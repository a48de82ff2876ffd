//! SQL statements → schema: each statement is applied to the state that the statements before it left, as the
//! server would.

mod alter;
mod checks;
mod faults;
mod keys;
mod partitions;

use std::cell::Cell;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::{
    schema::{
        Anchors, Column, ColumnDetails, ColumnType, DefaultValue, Fault, FaultKind, Generated, HeldOption, Origin,
        Routine, RoutineKind, Schema, Table, Unknown, View, ViewColumn, normal_view, normal_words, same_but_for_case,
        same_expression,
    },
    syntax::{
        Touches,
        sql::ast::{
            AlterTable, Clause, ClauseKind, Column as ColumnText, ColumnOption, CreateTable, CreateView, Element,
            Expression, ExpressionKind, ForeignKey, Index as IndexText, ObjectName, Statement, StatementKind,
            TableOption,
        },
    },
    target::{Dialect, Target},
    text::{SourceId, Span},
};

use super::MAX_COLUMNS;
use faults::Faults;

/// The most renames that are remembered: each is looked through for the next.
const MAX_RENAMES: usize = 1_000;

/// Applies statements to a schema, one after another.
#[derive(Debug)]
pub struct Replay {
    schema: Schema,
    dialect: Option<Dialect>,
    indexes_foreign_keys: bool,
    reads_inline_references: bool,
    refused_renames: RefusedRenames,
    renamed: Vec<Renamed>,
    faults: Faults,
    /// The database that statements speak of where they name none, as far as they said.
    database: Option<SmolStr>,
    /// The databases of tables, where they are said.
    databases: FxHashMap<SmolStr, SmolStr>,
    /// How many columns were told to views; after so many, they are compared by their texts.
    told_to_views: Cell<usize>,
}

/// The most columns that are told to all views of a state.
const MOST_TOLD_TO_VIEWS: usize = 5_000_000;

/// A rename that statements make: `a` to `b` and `b` to `c` are `a` to `c` too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The table of a column, by its name at the end; absent where a table is renamed.
    pub table: Option<SmolStr>,
    /// The name before.
    pub old: SmolStr,
    /// The name after.
    pub new: SmolStr,
}

/// Where a server refuses that a column which an expression names gets another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RefusedRenames {
    /// It writes expressions anew.
    None,
    /// In generated columns: checks it does not keep.
    InGenerated,
    /// In generated columns and in checks.
    InChecksToo,
}

/// The statement that is applied.
#[derive(Clone, Copy)]
struct At {
    source: SourceId,
    dialect: Option<Dialect>,
    /// The server makes an index for a foreign key that has none.
    indexes_foreign_keys: bool,
    /// The server makes a foreign key of `REFERENCES` behind a column.
    reads_inline_references: bool,
    refused_renames: RefusedRenames,
    /// All of it was understood.
    sure: bool,
}

impl Replay {
    /// Starts with an empty database.
    pub fn new(target: &Target) -> Self {
        Self {
            schema: Schema::new(target),
            dialect: target.dialect(),
            indexes_foreign_keys: target.indexes_foreign_keys_itself(),
            reads_inline_references: target.reads_inline_references(),
            refused_renames: match (target.renames_columns_in_expressions(), target.keeps_checks()) {
                (true, _) => RefusedRenames::None,
                (false, true) => RefusedRenames::InChecksToo,
                (false, false) => RefusedRenames::InGenerated,
            },
            renamed: Vec::new(),
            faults: Faults::default(),
            database: None,
            databases: FxHashMap::default(),
            told_to_views: Cell::new(0),
        }
    }

    /// The state that the statements so far lead to, and what they renamed.
    pub fn finish(self) -> (Schema, Vec<Renamed>) {
        (self.schema, self.renamed)
    }

    /// The state that the statements so far lead to.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// What the statements so far renamed; from here on it is asked anew.
    pub fn take_renamed(&mut self) -> Vec<Renamed> {
        std::mem::take(&mut self.renamed)
    }

    /// Remembers a rename, and where older ones lead now.
    fn note_rename(&mut self, table: Option<&SmolStr>, old: &SmolStr, new: &SmolStr) {
        if old == new || self.renamed.len() >= MAX_RENAMES {
            return;
        }
        let same_kind = |it: &&mut Renamed| it.table.as_ref() == table && it.new == *old;
        self.renamed.iter_mut().filter(same_kind).for_each(|it| it.new.clone_from(new));
        if table.is_none() {
            let of_table = |it: &&mut Renamed| it.table.as_ref() == Some(old);
            self.renamed.iter_mut().filter(of_table).for_each(|it| it.table = Some(new.clone()));
        }
        self.renamed.push(Renamed { table: table.cloned(), old: old.clone(), new: new.clone() });
    }

    /// What of the statements so far cannot be applied to the states that they meet; from here on it is asked anew.
    pub fn take_faults(&mut self) -> Vec<Fault> {
        self.faults.take()
    }

    /// `USE database`: from here on, tables without a qualifier are of this database.
    pub fn use_database(&mut self, name: &str) {
        self.database = Some(SmolStr::new(name));
    }

    /// Applies one statement. What of it cannot be applied to this state is among the faults.
    pub fn apply(&mut self, source: SourceId, statement: &Statement) {
        let sure = statement.skipped.is_empty() && statement.errors.is_empty();
        let at = At {
            source,
            dialect: self.dialect,
            indexes_foreign_keys: self.indexes_foreign_keys,
            reads_inline_references: self.reads_inline_references,
            refused_renames: self.refused_renames,
            sure,
        };
        let mut table_touched = None;
        // A table of another database is none of those here.
        self.schema.others_may_exist |= refers_elsewhere(&statement.kind);
        note_not_held(&mut self.schema, &statement.kind);
        match &statement.kind {
            StatementKind::CreateTable(create) => {
                table_touched = Some(create.name.name.text.clone());
                self.create_table(statement.span, create, at);
            }
            StatementKind::AlterTable(alter) => {
                table_touched = Some(alter.table.name.text.clone());
                self.alter_table(alter, at);
                if let Some(new) = alter.clauses.iter().find_map(renames_to) {
                    table_touched = Some(new.name.text.clone());
                }
            }
            StatementKind::CreateIndex { table, index } => {
                table_touched = Some(table.name.text.clone());
                self.create_index(table, index, at);
            }
            StatementKind::DropIndex { name, table, if_exists } => {
                let mut faults = std::mem::take(&mut self.faults);
                if let Some(table) = self.table_or_unknown(source, table)
                    && (!*if_exists || keys::has_index_named(table, &name.text))
                {
                    keys::drop_index(table, name, at, &mut faults);
                }
                self.faults = faults;
            }
            StatementKind::DropTables { names, if_exists } => {
                for name in names {
                    let was_there = self.remove_table(&name.name.text);
                    self.schema.others_may_exist |= !was_there && !if_exists;
                }
            }
            StatementKind::RenameTables { pairs, if_exists } => {
                for (old, new) in pairs {
                    let is_there = self.schema.table(&old.name.text).is_some();
                    if (!if_exists || is_there) && !self.rename(at, old, new) {
                        break;
                    }
                }
            }
            StatementKind::CreateView(view) => self.create_view(statement.span, view, at),
            StatementKind::DropViews { names, .. } => {
                for name in names {
                    self.schema.views.remove(&name.name.text);
                }
            }
            StatementKind::CreateRoutine { kind, name, table, or_replace, if_not_exists, text } => {
                let key = (*kind, name.name.text.clone());
                let origin = Origin { source, span: statement.span, name: name.name.span };
                let table = table.as_ref().map(|table| table.name.text.clone());
                let other = self.schema.routines.get(&key).map(|it| it.origin.name_location());
                if other.is_some() && !or_replace {
                    if !if_not_exists {
                        let fault = at.fault_of(FaultKind::RoutineExists, &key.1, kind.words(), name.name.span);
                        self.faults.note(fault.beside(other));
                    }
                } else {
                    let form = normal_words(text, kind.words()).into();
                    let routine =
                        Routine { kind: *kind, name: key.1.clone(), table, text: text.as_str().into(), form, origin };
                    self.schema.routines.insert(key, routine);
                }
            }
            StatementKind::DropRoutine { kind, name, .. } => {
                self.schema.routines.remove(&(*kind, name.name.text.clone()));
            }
            StatementKind::RenameEvent { old, new } => {
                let gone = self.schema.routines.remove(&(RoutineKind::Event, old.name.text.clone()));
                if let Some(mut event) = gone {
                    event.name = new.name.text.clone();
                    self.schema.routines.insert((RoutineKind::Event, event.name.clone()), event);
                }
            }
            StatementKind::ChangeRows { .. } | StatementKind::WithoutEffect | StatementKind::NotUnderstood => {}
        }
        if !statement.errors.is_empty() {
            // What stands in the way of reading may hide anything of its table.
            for touches in [Touches::Columns, Touches::Keys, Touches::Checks, Touches::Partitions] {
                self.touch(table_touched.as_ref(), &touches);
            }
        }
        for skipped in &statement.skipped {
            self.touch(table_touched.as_ref(), &skipped.touches);
        }
    }

    /// Marks as unknown what a text that was not understood may have said.
    fn touch(&mut self, table: Option<&SmolStr>, touches: &Touches) {
        let of_table = table.and_then(|name| self.schema.table_mut(name));
        match touches {
            Touches::Column(_) | Touches::Columns => {
                if let Some(table) = of_table {
                    table.unknown.columns = true;
                }
            }
            Touches::Keys => {
                if let Some(table) = of_table {
                    table.unknown.keys = true;
                }
            }
            Touches::Checks => {
                if let Some(table) = of_table {
                    table.unknown.checks = true;
                }
            }
            Touches::Partitions => {
                if let Some(table) = of_table {
                    table.unknown.partitions = true;
                }
            }
            Touches::Tables(names) => {
                for name in names {
                    if let Some(table) = self.schema.table_mut(name) {
                        table.unknown = Unknown::ALL;
                    }
                }
            }
            Touches::Everything => self.schema.anything_may_differ = true,
            Touches::Options | Touches::Nothing => {}
        }
    }

    /// The table of a name. One that no statement made is there all the same, and nothing is known of it: a script
    /// of changes speaks of tables that exist already.
    fn table_or_unknown(&mut self, source: SourceId, name: &ObjectName) -> Option<&mut Table> {
        let text = &name.name.text;
        if self.schema.table(text).is_none() {
            let origin = Origin { source, span: name.name.span, name: name.name.span };
            self.schema.others_may_exist = true;
            // Cannot be refused: the name is free.
            let _ = self.schema.add_table(Table::unknown(text.clone(), origin));
        }
        self.schema.table_mut(text)
    }

    /// Gives a table another name. Answers whether that can be done.
    fn rename(&mut self, at: At, old: &ObjectName, new: &ObjectName) -> bool {
        self.table_or_unknown(at.source, old);
        let (from, to) = (&old.name.text, &new.name.text);
        if from != to
            && let Some(other) = self.schema.table(to)
        {
            let fault = at.fault(FaultKind::TableExists, other.get(), to, new.name.span);
            self.faults.note(fault.beside(Some(other.get().origin.name_location())));
            return false;
        }
        self.schema.rename_table(from, to);
        self.note_rename(None, from, to);
        if let Some(table) = self.schema.table_mut(to) {
            keys::follow_table(table, from);
            checks::follow_table(table, from);
        }
        let of_table = self.schema.routines.values_mut().filter(|it| it.table.as_ref() == Some(from));
        of_table.for_each(|it| it.table = Some(to.clone()));
        true
    }

    /// A table goes with its triggers. Answers whether it was there.
    fn remove_table(&mut self, name: &str) -> bool {
        let was_there = self.schema.remove_table(name).is_some();
        if was_there && !self.schema.routines.is_empty() {
            self.schema.routines.retain(|_, it| it.table.as_deref() != Some(name));
        }
        was_there
    }

    fn create_view(&mut self, whole: Span, text: &CreateView, at: At) {
        let name = &text.name.name.text;
        if let Some(other) = self.schema.views.get(name).filter(|_| !text.or_replace && !text.alters) {
            if !text.if_not_exists {
                let fault = at.fault_of(FaultKind::ViewExists, name, name, text.name.name.span);
                self.faults.note(fault.beside(Some(other.origin.name_location())));
            }
            return;
        }
        let columns = if text.columns.is_empty() {
            text.query.columns.clone()
        } else {
            text.columns.iter().map(|it| ViewColumn::Named(it.text.clone())).collect()
        };
        let view = View {
            name: name.clone(),
            form: normal_view(&text.text, &|of| self.columns_of(of, 0)).map(Into::into),
            text: words(&text.text).into(),
            columns,
            tables: text.query.tables.clone(),
            names: text.query.names.clone(),
            understood: text.query.understood,
            origin: Origin { source: at.source, span: whole, name: text.name.name.span },
        };
        self.schema.views.insert(name.clone(), view);
    }

    /// The columns of a table or view in small letters, where all are known.
    fn columns_of(&self, name: &str, depth: usize) -> Option<Vec<String>> {
        self.told_to_views.set(self.told_to_views.get() + 1);
        if self.told_to_views.get() > MOST_TOLD_TO_VIEWS {
            return None;
        }
        if let Some(table) = self.schema.table(name) {
            self.told_to_views.set(self.told_to_views.get() + table.get().columns.len());
            let shown = table.get().columns.iter().filter(|it| !it.details().invisible);
            return table.columns_are_known().then(|| shown.map(|it| it.name.to_lowercase()).collect());
        }
        // Views of views of views.
        let view = self.schema.views.get(name).filter(|it| it.understood && depth < 8)?;
        let mut names = Vec::new();
        self.told_to_views.set(self.told_to_views.get() + view.columns.len());
        for column in &view.columns {
            match column {
                ViewColumn::Named(name) => names.push(name.to_lowercase()),
                ViewColumn::AllOf(of) => names.extend(self.columns_of(of, depth + 1)?),
                ViewColumn::Unnamed => return None,
            }
        }
        Some(names)
    }

    /// The database of a table, as far as it is said.
    fn database_of(&self, name: &ObjectName) -> Option<SmolStr> {
        name.qualifier.as_ref().map(|qualifier| qualifier.text.clone()).or_else(|| self.database.clone())
    }

    /// Notes that a table of this name is there already.
    fn table_exists(&mut self, name: &ObjectName, at: At) {
        let text = &name.name.text;
        let Some(other) = self.schema.table(text) else { return };
        let (here, there) = (self.database_of(name), self.databases.get(&other.get().name));
        let same_database = match (&here, there) {
            (Some(here), Some(there)) => same_but_for_case(here, there),
            _ => true,
        };
        let kind = if same_database { FaultKind::TableExists } else { FaultKind::OtherDatabase };
        let fault = at.fault(kind, other.get(), text, name.name.span);
        self.faults.note(fault.beside(Some(other.get().origin.name_location())));
    }

    fn create_table(&mut self, whole: Span, create: &CreateTable, at: At) {
        if create.temporary {
            return;
        }
        let name = &create.name.name;
        if create.or_replace {
            self.remove_table(&name.text);
        }
        if self.schema.table(&name.text).is_some() {
            if !create.if_not_exists {
                self.table_exists(&create.name, at);
            }
            return;
        }
        let origin = Origin { source: at.source, span: whole, name: name.span };
        let mut table = Table::new(name.text.clone(), origin);
        if let Some(like) = &create.like {
            if let Some(other) = self.schema.table(&like.name.text) {
                // MySQL manual, "CREATE TABLE ... LIKE": columns and indexes are copied, foreign keys are not.
                let other = other.get();
                table.columns.clone_from(&other.columns);
                table.primary_key.clone_from(&other.primary_key);
                table.indexes.clone_from(&other.indexes);
                table.indexes.iter_mut().for_each(|index| index.implicit = false);
                table.checks = checks::like(other, &name.text, at.dialect);
                table.partitioning.clone_from(&other.partitioning);
                table.engine.clone_from(&other.engine);
                table.charset.clone_from(&other.charset);
                table.collation.clone_from(&other.collation);
                table.comment.clone_from(&other.comment);
                table.options.clone_from(&other.options);
                table.unknown = other.unknown;
            } else {
                self.schema.others_may_exist = true;
                table = Table::unknown(name.text.clone(), origin);
            }
        } else {
            table.anchors = Some(anchors(create));
        }
        // What an index is made of depends on the engine, what BINARY means on the character set.
        let first = |option: &&TableOption| matches!(option.name.as_str(), "ENGINE" | "CHARSET" | "COLLATE");
        create.options.iter().filter(first).for_each(|option| set_option(&mut table, option));
        // Where the server refuses a part of it, the table is not made; what is said of it goes on to be judged.
        fill(&mut table, create, at, &mut self.faults);
        create.options.iter().for_each(|option| set_option(&mut table, option));
        if let Some(partitioning) = &create.partitioning {
            partitions::set(&mut table, partitioning, at);
        }
        if let Some(database) = self.database_of(&create.name) {
            self.databases.insert(table.name.clone(), database);
        }
        let _ = self.schema.add_table(table);
    }

    fn create_index(&mut self, table: &ObjectName, index: &IndexText, at: At) {
        let mut faults = std::mem::take(&mut self.faults);
        let before = faults.refusals();
        if let Some(table) = self.table_or_unknown(at.source, table)
            && !(index.if_not_exists && keys::has_index(table, index))
        {
            let old = index.name.as_ref().filter(|_| index.or_replace);
            if let Some(found) = old.and_then(|name| keys::find_index(table, &name.text)) {
                table.indexes.remove(found);
            }
            keys::add_index(table, index, at, &mut faults);
            if faults.refusals() > before
                && let Some(name) = &index.name
            {
                faults.mean(&table.name, &name.text);
            }
        }
        self.faults = faults;
    }

    fn alter_table(&mut self, alter: &AlterTable, at: At) {
        let name = &alter.table.name.text;
        if alter.if_exists && self.schema.table(name).is_none() {
            return;
        }
        let mut faults = std::mem::take(&mut self.faults);
        let applied = self.table_or_unknown(at.source, &alter.table).is_some_and(|table| {
            if let Some(altered) = alter::altered(table, &alter.clauses, at, &mut faults) {
                *table = altered;
                true
            } else {
                alter::remember_refused(table, &alter.clauses, &mut faults);
                false
            }
        });
        self.faults = faults;
        if !applied {
            return;
        }
        let Some(table) = self.schema.table(name) else { return };
        let added = table.get().foreign_keys.iter().filter(|it| it.origin.source == at.source);
        let refers_to: Vec<SmolStr> = added.map(|it| it.referenced_table.clone()).collect();
        for other in refers_to {
            self.schema.note_reference(name, &other);
        }
        // A column that changed its name is referred to by its new one.
        let renames = alter::renames(&alter.clauses);
        for (old, new) in &renames {
            self.note_rename(Some(name), &old.text, &new.text);
        }
        if !renames.is_empty() {
            self.schema.update_references(name, |foreign_key| {
                foreign_key.referenced_columns.iter_mut().for_each(|column| alter::rename(column, &renames));
            });
        }
        for clause in &alter.clauses {
            self.convert_partition(name, clause, at);
        }
        for new in alter.clauses.iter().filter_map(renames_to) {
            self.rename(at, &alter.table, new);
        }
    }

    /// MariaDB: a partition becomes a table like its own, a table becomes a partition.
    fn convert_partition(&mut self, of: &SmolStr, clause: &Clause, at: At) {
        match &clause.kind {
            ClauseKind::ConvertPartition { table: new, .. } => {
                let Some(mut table) = self.schema.table(of).map(|table| table.get().clone()) else { return };
                table.name = new.name.text.clone();
                table.origin = Origin { source: at.source, span: clause.span, name: new.name.span };
                (table.anchors, table.partitioning) = (None, None);
                table.foreign_keys.clear();
                let _ = self.schema.add_table(table);
            }
            ClauseKind::ConvertTable { table, .. } => {
                self.remove_table(&table.name.text);
            }
            _ => {}
        }
    }
}

/// A text with one blank wherever it has any, but for those in quotes.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match quote {
            // What is escaped closes nothing.
            Some('\'' | '"') if c == '\\' => {
                out.push(c);
                out.extend(chars.next());
                continue;
            }
            Some(open) if open == c => quote = None,
            None if matches!(c, '\'' | '"' | '`') => quote = Some(c),
            _ => {}
        }
        if quote.is_none() && c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Adds the columns and keys of a new table, but for those that a server would refuse.
fn fill(table: &mut Table, create: &CreateTable, at: At, faults: &mut Faults) {
    let mut taken: FxHashSet<String> = table.columns.iter().map(|column| column.name.to_lowercase()).collect();
    let mut doubled: Vec<Span> = Vec::new();
    table.columns.reserve_exact(create.elements.iter().filter(|it| matches!(it, Element::Column(_))).count());
    for element in &create.elements {
        let Element::Column(column) = element else { continue };
        if taken.insert(column.name.text.to_lowercase()) {
            add_column(table, column, None, at);
        } else {
            alter::column_exists(table, &column.name, at, faults);
            doubled.push(column.span);
        }
    }
    let is_doubled = |column: &ColumnText| doubled.contains(&column.span);
    for element in &create.elements {
        match element {
            Element::Column(column) if !is_doubled(column) => keys::add_of_column(table, column, at, faults),
            Element::Index(index) => keys::add_index(table, index, at, faults),
            Element::Column(_) | Element::ForeignKey(_) | Element::Check(_) => {}
        }
    }
    // After all keys, wherever they stand: the server makes an index only for what none of them serves.
    for element in &create.elements {
        match element {
            Element::Column(column) if !is_doubled(column) => {
                keys::add_reference_of_column(table, column, at, faults);
            }
            Element::ForeignKey(foreign_key) => keys::add_foreign_key(table, foreign_key, at, faults),
            Element::Column(_) | Element::Index(_) | Element::Check(_) => {}
        }
    }
    for element in &create.elements {
        match element {
            Element::Column(column) if !is_doubled(column) => checks::add_of_column(table, column, at, faults),
            Element::Check(check) => checks::add(table, check, None, at, faults),
            Element::Column(_) | Element::Index(_) | Element::ForeignKey(_) => {}
        }
    }
}

/// Whether a foreign key of a statement names a table with its database.
fn refers_elsewhere(kind: &StatementKind) -> bool {
    let is_qualified = |it: &ForeignKey| it.table.qualifier.is_some();
    match kind {
        StatementKind::CreateTable(create) => create.elements.iter().any(|element| match element {
            Element::ForeignKey(it) => is_qualified(it),
            _ => false,
        }),
        StatementKind::AlterTable(alter) => alter.clauses.iter().any(|clause| match &clause.kind {
            ClauseKind::AddForeignKey(it) => is_qualified(it),
            _ => false,
        }),
        _ => false,
    }
}

fn renames_to(clause: &Clause) -> Option<&ObjectName> {
    if let ClauseKind::RenameTable(new) = &clause.kind { Some(new) } else { None }
}

/// The place of a column in its table. The case of a column's letters means nothing in MySQL.
fn position_of(table: &Table, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name || same_but_for_case(&column.name, name))
}

fn is_serial(column: &ColumnText, at: At) -> bool {
    column.ty.name == "serial" && at.dialect.is_none_or(Dialect::is_mysql_family)
}

fn add_column(table: &mut Table, text: &ColumnText, place: Option<usize>, at: At) {
    if table.columns.len() >= MAX_COLUMNS {
        table.unknown.columns = true;
        return;
    }
    let origin = Origin { source: at.source, span: text.span, name: text.name.span };
    let mut ty = ColumnType::new(at.dialect, &text.ty.name, text.ty.arguments.clone(), text.ty.unsigned);
    if text.ty.zerofill {
        ty = ty.filled_with_zeros(&text.ty.arguments);
    }
    let mut column = Column {
        name: text.name.text.clone(),
        field: None,
        ty,
        nullable: true,
        default: None,
        auto_increment: false,
        generated: None,
        details: None,
        origin,
    };
    let mut details = ColumnDetails::default();
    let mut is_binary = false;
    for option in &text.options {
        match option {
            ColumnOption::Binary => is_binary = true,
            ColumnOption::NotNull | ColumnOption::PrimaryKey(_) => column.nullable = false,
            ColumnOption::Null => column.nullable = true,
            ColumnOption::Default(expression) => column.default = Some(default_value(expression)),
            ColumnOption::AutoIncrement => {
                column.auto_increment = true;
                column.nullable = false;
            }
            ColumnOption::Generated { expression, stored } => {
                let expression = SmolStr::new(&expression.text);
                column.generated = Some(Box::new(Generated { expression, stored: *stored }));
            }
            ColumnOption::OnUpdate(_) => details.on_update_now = true,
            ColumnOption::CharacterSet(name) => details.charset = Some(charset_name(name)),
            ColumnOption::Collation(name) => details.collation = Some(collation_name(name)),
            ColumnOption::Comment(text) => details.comment = Some(SmolStr::new(text)).filter(|text| !text.is_empty()),
            ColumnOption::Invisible => details.invisible = true,
            ColumnOption::Srid(number) => details.srid = Some(number.clone()),
            ColumnOption::Storage(text) => details.storage = Some(joined(details.storage.take(), text)),
            // Added by `keys::add_of_column` and `checks::add_of_column`.
            ColumnOption::Unique(_) | ColumnOption::References(_) | ColumnOption::Check(_) => {}
        }
    }
    if is_binary && !settle_binary(table, &mut details) {
        // The server's own character set, which nobody knows.
        table.unknown.columns = true;
    }
    // The character set of the standard's national texts (MySQL manual, "The National Character Set").
    if column.ty.is_text() && (text.ty.name.starts_with("national") || text.ty.name.starts_with('n')) {
        details.charset.get_or_insert(SmolStr::new_static("utf8mb3"));
    }
    let is_enumerated = matches!(column.ty.name.as_str(), "enum" | "set");
    let charset = details.charset.as_ref().or(table.charset.as_ref().filter(|_| details.collation.is_none()));
    if charset.is_some_and(|it| it == "binary") && column.ty.is_text() && !is_enumerated {
        column.ty = column.ty.as_binary();
        (details.charset, details.collation) = (None, None);
    }
    if at.dialect == Some(Dialect::MariaDb) && column.ty.name == "longtext" {
        settle_json(text, &mut details);
    }
    column.details = (details != ColumnDetails::default()).then(|| Box::new(details));
    if is_serial(text, at) {
        // MySQL manual: SERIAL is an alias for BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE.
        column.ty = ColumnType::new(at.dialect, "bigint", Vec::new(), true);
        column.nullable = false;
        column.auto_increment = true;
    }
    forget_null(&mut column);
    super::defaults::settle(&mut column, at.dialect);
    let place = place.unwrap_or(table.columns.len()).min(table.columns.len());
    table.columns.insert(place, column);
}

/// `BINARY` is the binary collation of the character set that a column has (MySQL manual, "The _bin and binary Collations").
/// Answers whether that is known.
fn settle_binary(table: &Table, details: &mut ColumnDetails) -> bool {
    let of_collation = |name: &SmolStr| name.split_once('_').map(|(charset, _)| SmolStr::new(charset));
    let charset = details.charset.clone().or_else(|| table.charset.clone());
    let charset = charset.or_else(|| table.collation.as_ref().and_then(of_collation));
    let Some(charset) = charset else { return false };
    details.collation = Some(if charset == "binary" { charset } else { SmolStr::new(format!("{charset}_bin")) });
    true
}

/// MariaDB makes a check of the word JSON, where the column has none of its own, and prints it in place of the word.
fn settle_json(column: &ColumnText, details: &mut ColumnDetails) {
    if column.ty.name.eq_ignore_ascii_case("json") {
        let has_own_check = column.options.iter().any(|option| matches!(option, ColumnOption::Check(_)));
        details.become_json();
        details.is_json = !has_own_check;
    }
    details.is_json |= column.options.iter().any(|option| checks_json(column, option));
}

/// Whether an option is the check that MariaDB makes of the word JSON.
fn checks_json(column: &ColumnText, option: &ColumnOption) -> bool {
    let of_json = format!("json_valid(`{}`)", column.name.text.replace('`', "``"));
    matches!(option, ColumnOption::Check(check) if same_expression(&check.expression.text, &of_json))
}

fn joined(first: Option<SmolStr>, second: &str) -> SmolStr {
    first.map_or_else(|| SmolStr::new(second), |first| SmolStr::new(format!("{first} {second}")))
}

/// A column that may be NULL has NULL as its default, said or not.
fn forget_null(column: &mut Column) {
    if column.nullable && column.default == Some(DefaultValue::Null) {
        column.default = None;
    }
}

/// Options that the model has in places of their own, that count something, or that say how a statement is done.
const SETTLED_OPTIONS: &[&str] = &[
    "ENGINE",
    "TYPE",
    "CHARSET",
    "COLLATE",
    "CONVERT TO CHARSET",
    "CONVERT TO COLLATE",
    "COMMENT",
    "AUTO_INCREMENT",
    "START TRANSACTION",
    "ALGORITHM",
    "LOCK",
];

fn set_option(table: &mut Table, option: &TableOption) {
    match option.name.as_str() {
        "ENGINE" => table.engine = Some(SmolStr::new(&option.value)),
        "CHARSET" | "CONVERT TO CHARSET" => {
            let charset = charset_name(&option.value);
            // A collation is of one character set.
            let is_of_it = |collation: &SmolStr| collation.split_once('_').is_some_and(|(of, _)| of == charset);
            table.collation = table.collation.take().filter(is_of_it);
            table.charset = Some(charset);
        }
        "COLLATE" | "CONVERT TO COLLATE" => table.collation = Some(collation_name(&option.value)),
        "COMMENT" => table.comment = Some(SmolStr::new(&option.value)).filter(|text| !text.is_empty()),
        name => {
            let Some(held) = HeldOption::of(name) else { return };
            if held.is_usual(&option.value) {
                table.options.remove(held.name);
            } else {
                table.options.insert(held.name, SmolStr::new(&option.value));
            }
        }
    }
}

/// `utf8` is an alias of utf8mb3 (MySQL manual, "The utf8 Character Set").
fn charset_name(name: &str) -> SmolStr {
    let name = name.to_lowercase();
    SmolStr::new(if name == "utf8" { "utf8mb3" } else { &name })
}

/// Collations are called after their character set.
fn collation_name(name: &str) -> SmolStr {
    let name = name.to_lowercase();
    name.strip_prefix("utf8_").map_or_else(|| SmolStr::new(&name), |rest| SmolStr::new(format!("utf8mb3_{rest}")))
}

/// What a statement has that the model does not hold, or that is not compared.
fn note_not_held(schema: &mut Schema, kind: &StatementKind) {
    let of_column = |column: &ColumnText| {
        let of_option = |option: &ColumnOption| match option {
            ColumnOption::Storage(_) => Some("how columns are stored"),
            _ => None,
        };
        column.options.iter().filter_map(of_option).collect::<Vec<_>>()
    };
    let of_index = |index: &IndexText| index.has_engine_attributes.then_some("index options");
    let of_option = |option: &TableOption| match option.name.as_str() {
        name if HeldOption::of(name).is_some() || SETTLED_OPTIONS.contains(&name) => None,
        _ => Some("table options"),
    };
    match kind {
        StatementKind::CreateTable(create) => {
            for element in &create.elements {
                match element {
                    Element::Column(column) => schema.not_held.extend(of_column(column)),
                    Element::Index(index) => schema.not_held.extend(of_index(index)),
                    Element::Check(_) | Element::ForeignKey(_) => {}
                }
            }
            schema.not_held.extend(create.options.iter().filter_map(of_option));
        }
        StatementKind::AlterTable(alter) => {
            for clause in &alter.clauses {
                match &clause.kind {
                    ClauseKind::AddColumn { column, .. } | ClauseKind::ChangeColumn { column, .. } => {
                        schema.not_held.extend(of_column(column));
                    }
                    ClauseKind::AddIndex(index) => schema.not_held.extend(of_index(index)),
                    ClauseKind::SetOption(option) => schema.not_held.extend(of_option(option)),
                    _ => {}
                }
            }
        }
        StatementKind::CreateIndex { index, .. } => schema.not_held.extend(of_index(index)),
        _ => {}
    }
}

fn default_value(expression: &Expression) -> DefaultValue {
    match expression.kind {
        ExpressionKind::Null => DefaultValue::Null,
        ExpressionKind::Literal => DefaultValue::Literal(literal_value(&expression.text)),
        ExpressionKind::CurrentTimestamp => DefaultValue::CurrentTimestamp,
        ExpressionKind::Other => DefaultValue::Expression(SmolStr::new(&expression.text)),
    }
}

/// The value of a literal, so that `'0'`, `0` and `FALSE` are one default, as they are to MySQL. Bits and bytes stay in quotes:
/// `b'1'` and `x'41'`, in whatever way they are written.
fn literal_value(text: &str) -> SmolStr {
    for (marker, quoted) in [("0b", "b"), ("0x", "x"), ("B'", "b'"), ("X'", "x'")] {
        if let Some(digits) = text.strip_prefix(marker) {
            let is_quoted = quoted.ends_with('\'');
            let (open, close) = if is_quoted { ("", "") } else { ("'", "'") };
            return SmolStr::new(format!("{quoted}{open}{}{close}", digits.to_lowercase()));
        }
    }
    if text.eq_ignore_ascii_case("true") {
        return SmolStr::new_static("1");
    }
    if text.eq_ignore_ascii_case("false") {
        return SmolStr::new_static("0");
    }
    // `_utf8mb4'x'`, `N'x'`, `DATE '2020-01-01'`: the word says how to read the string.
    let word = text.find(['\'', '"']).and_then(|quote| text.get(..quote)).unwrap_or_default().trim_end();
    let first = text.strip_prefix(word).unwrap_or(text).trim_start();
    if matches!(word, "b" | "B" | "x" | "X") || !first.starts_with(['\'', '"']) {
        return SmolStr::new(text.strip_prefix('+').unwrap_or(text));
    }
    let mut value = String::with_capacity(first.len());
    let mut chars = first.chars().peekable();
    // Strings beside each other are one.
    while let Some(quote) = chars.find(|c| matches!(c, '\'' | '"')) {
        while let Some(c) = chars.next() {
            if c == quote {
                if chars.next_if_eq(&quote).is_none() {
                    break;
                }
                value.push(quote);
            } else if c == '\\' {
                // MySQL manual, "String Literals".
                match chars.next() {
                    Some('n') => value.push('\n'),
                    Some('r') => value.push('\r'),
                    Some('t') => value.push('\t'),
                    Some('0') => value.push('\0'),
                    Some('b') => value.push('\u{8}'),
                    Some('Z') => value.push('\u{1a}'),
                    // Those that mean something to LIKE stay for it.
                    Some(other @ ('%' | '_')) => value.extend(['\\', other]),
                    Some(other) => value.push(other),
                    None => value.push('\\'),
                }
            } else {
                value.push(c);
            }
        }
    }
    SmolStr::new(value)
}

fn anchors(create: &CreateTable) -> Anchors {
    let last_key = create.elements.iter().rev().find(|element| matches!(element, Element::Index(_)));
    Anchors {
        last_key: last_key.map(Element::span),
        first_setting: None,
        last_member: create.elements.last().map(Element::span),
        close: create.close,
    }
}
