//! What an SQL statement names.

use smol_str::SmolStr;

use super::{Entity, OfSource, Said, Use};
use crate::{
    schema::{columns_in, same_but_for_case},
    syntax::{
        Name,
        sql::ast::{
            Clause, ClauseKind, Column, ColumnOption, CreateTable, CreateView, Element, ForeignKey, Index, ObjectName,
            Place, Statement, StatementKind,
        },
    },
    text::Span,
};

/// Reads a statement.
pub(super) fn read(statement: &Statement, text: &str) -> OfSource {
    let mut reader = Reader { out: OfSource::default() };
    match &statement.kind {
        // A temporary table is none of the schema's.
        StatementKind::CreateTable(create) if !create.temporary => reader.create_table(create),
        StatementKind::AlterTable(alter) => {
            reader.table(&alter.table, Use::Refers);
            let table = &alter.table.name.text;
            for clause in &alter.clauses {
                reader.clause(table, clause);
            }
        }
        StatementKind::CreateIndex { table, index } => {
            reader.table(table, Use::Refers);
            reader.index(&table.name.text, index, Use::Adds);
        }
        StatementKind::DropIndex { name, table, .. } => {
            reader.table(table, Use::Refers);
            reader.index_name(&table.name.text, name, Use::Refers);
        }
        StatementKind::DropTables { names, .. } | StatementKind::DropViews { names, .. } => {
            for name in names {
                reader.table(name, Use::Refers);
            }
        }
        StatementKind::RenameTables { pairs, .. } => {
            for (old, new) in pairs {
                reader.table(old, Use::Refers);
                reader.table(new, Use::Adds);
            }
        }
        StatementKind::CreateView(create) => reader.view(create),
        StatementKind::CreateRoutine { table: Some(table), .. } => reader.table(table, Use::Refers),
        StatementKind::ChangeRows { table, columns } => {
            reader.table(table, Use::Refers);
            // Of a DELETE, all words of its condition are among them.
            let begins = statement.span.of(text).get(.."UPDATE".len());
            if begins.is_some_and(|word| word.eq_ignore_ascii_case("UPDATE")) {
                reader.columns(&table.name.text, columns, Use::Refers);
            }
        }
        _ => {}
    }
    reader.out
}

struct Reader {
    out: OfSource,
}

impl Reader {
    fn say(&mut self, name: &Name, used: Use, entity: Entity) {
        if !name.span.is_empty() {
            self.out.said.push((name.span, used, Said::Entity(entity)));
        }
    }

    fn table(&mut self, name: &ObjectName, used: Use) {
        self.say(&name.name, used, Entity::Table(name.name.text.clone()));
    }

    fn column_name(&mut self, table: &SmolStr, name: &Name, used: Use) {
        self.say(name, used, Entity::Column { table: table.clone(), name: name.text.clone() });
    }

    fn columns(&mut self, table: &SmolStr, names: &[Name], used: Use) {
        for name in names {
            self.column_name(table, name, used);
        }
    }

    fn index_name(&mut self, table: &SmolStr, name: &Name, used: Use) {
        self.say(name, used, Entity::Index { table: table.clone(), name: name.text.clone() });
    }

    fn foreign_key_name(&mut self, table: &SmolStr, name: &Name, used: Use) {
        self.say(name, used, Entity::ForeignKey { table: table.clone(), name: name.text.clone() });
    }

    fn create_table(&mut self, create: &CreateTable) {
        self.table(&create.name, Use::Creates);
        if let Some(like) = &create.like {
            self.table(like, Use::Refers);
        }
        let table = &create.name.name.text;
        for element in &create.elements {
            match element {
                Element::Column(column) => self.column(table, column, Use::Creates),
                Element::Index(index) => self.index(table, index, Use::Creates),
                Element::ForeignKey(foreign_key) => self.foreign_key(table, foreign_key, Use::Creates),
                Element::Check(check) => self.expression(table, &check.expression.text, check.expression.span),
            }
        }
        if let Some(partitioning) = &create.partitioning {
            self.columns(table, &partitioning.columns, Use::Refers);
            if let Some(expression) = &partitioning.expression {
                self.expression(table, &expression.text, expression.span);
            }
        }
    }

    /// A view reads tables, and shows columns of them.
    fn view(&mut self, create: &CreateView) {
        self.table(&create.name, if create.alters { Use::Refers } else { Use::Creates });
        self.columns(&create.name.name.text, &create.columns, Use::Creates);
        for table in &create.query.tables {
            let name = Name { text: table.name.clone(), span: table.span };
            self.say(&name, Use::Refers, Entity::Table(table.name.clone()));
        }
        for named in &create.query.names {
            let said = Said::ColumnOf { tables: named.tables.clone(), name: named.column.clone() };
            self.out.said.push((named.span, Use::Refers, said));
        }
    }

    /// The columns of its table that an expression names.
    fn expression(&mut self, table: &SmolStr, text: &str, span: Span) {
        // What was cut away of the text moves what is left.
        if text.len() != span.len() {
            return;
        }
        for column in columns_in(text) {
            let is_of_table = column.qualifier.as_ref().is_none_or(|it| same_but_for_case(it, table));
            if is_of_table {
                let said = Said::ColumnOf { tables: vec![table.clone()], name: column.name };
                let span = Span::new(span.start() + column.start, span.start() + column.end);
                self.out.said.push((span, Use::Refers, said));
            }
        }
    }

    fn column(&mut self, table: &SmolStr, column: &Column, used: Use) {
        self.column_name(table, &column.name, used);
        self.options(table, column, used);
    }

    fn options(&mut self, table: &SmolStr, column: &Column, used: Use) {
        for option in &column.options {
            match option {
                ColumnOption::References(foreign_key) => self.foreign_key(table, foreign_key, used),
                ColumnOption::Check(check) => self.expression(table, &check.expression.text, check.expression.span),
                ColumnOption::Generated { expression, .. } => {
                    self.expression(table, &expression.text, expression.span);
                }
                _ => {}
            }
        }
    }

    fn index(&mut self, table: &SmolStr, index: &Index, used: Use) {
        if let Some(name) = &index.name {
            self.index_name(table, name, used);
        }
        for part in &index.parts {
            match (&part.column, &part.expression) {
                (Some(column), _) => self.column_name(table, column, Use::Refers),
                (None, Some(expression)) => self.expression(table, expression, part.span),
                (None, None) => {}
            }
        }
    }

    fn foreign_key(&mut self, table: &SmolStr, foreign_key: &ForeignKey, used: Use) {
        if let Some(name) = &foreign_key.name {
            self.foreign_key_name(table, name, used);
        }
        self.columns(table, &foreign_key.columns, Use::Refers);
        self.table(&foreign_key.table, Use::Refers);
        self.columns(&foreign_key.table.name.text, &foreign_key.referenced, Use::Refers);
    }

    fn place(&mut self, table: &SmolStr, place: Option<&Place>) {
        if let Some(Place::After(column)) = place {
            self.column_name(table, column, Use::Refers);
        }
    }

    fn clause(&mut self, table: &SmolStr, clause: &Clause) {
        match &clause.kind {
            ClauseKind::AddColumn { column, place, .. } => {
                self.column(table, column, Use::Adds);
                self.place(table, place.as_ref());
            }
            ClauseKind::ChangeColumn { old, column, place } => {
                self.column_name(table, old, Use::Refers);
                // `MODIFY` has one name for both.
                if old.span != column.name.span {
                    let is_renamed = old.text != column.name.text;
                    self.column_name(table, &column.name, if is_renamed { Use::Adds } else { Use::Refers });
                }
                self.options(table, column, Use::Adds);
                self.place(table, place.as_ref());
            }
            ClauseKind::DropColumn(name) | ClauseKind::SetDefault { column: name, .. } => {
                self.column_name(table, name, Use::Refers);
            }
            ClauseKind::RenameColumn { old, new } => {
                self.column_name(table, old, Use::Refers);
                self.column_name(table, new, Use::Adds);
            }
            ClauseKind::AddIndex(index) => self.index(table, index, Use::Adds),
            ClauseKind::AddCheck(check) => self.expression(table, &check.expression.text, check.expression.span),
            ClauseKind::AddForeignKey(foreign_key) => self.foreign_key(table, foreign_key, Use::Adds),
            ClauseKind::DropIndex(name) | ClauseKind::SetIndexVisibility { name, .. } => {
                self.index_name(table, name, Use::Refers);
            }
            ClauseKind::DropForeignKey(name) => self.foreign_key_name(table, name, Use::Refers),
            ClauseKind::RenameIndex { old, new } => {
                self.index_name(table, old, Use::Refers);
                self.index_name(table, new, Use::Adds);
            }
            ClauseKind::RenameTable(name) => self.table(name, Use::Adds),
            // `DROP CONSTRAINT c` does not say what kind of thing `c` is.
            _ => {}
        }
    }
}
