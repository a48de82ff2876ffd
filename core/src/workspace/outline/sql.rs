//! The outline of an SQL statement.

use super::{Item, ItemKind, PieceOutline};
use crate::{
    syntax::{
        Name,
        sql::ast::{
            Check, Clause, ClauseKind, Column, CreateTable, Element, ForeignKey, Index, IndexKind, ObjectName,
            Statement, StatementKind,
        },
    },
    text::Span,
};

impl PieceOutline<'_> {
    pub(super) fn statement(&mut self, statement: &Statement) {
        self.fold_comments(statement.comments.iter().copied());
        let span = statement.span;
        self.fold(span);
        match &statement.kind {
            StatementKind::CreateTable(create) => self.create_table(span, create),
            StatementKind::AlterTable(alter) => {
                for clause in &alter.clauses {
                    self.fold(clause.span);
                }
                let children = alter.clauses.iter().filter_map(|clause| self.clause(clause)).collect();
                let item = self.of_table(ItemKind::Change, span, &alter.table, "ALTER TABLE");
                self.add(item.map(|item| Item { children, ..item }));
            }
            StatementKind::CreateIndex { table, index } => {
                let item = self.index(index).map(|mut item| {
                    item.detail = Some(format!("{} ON {}", item.detail.unwrap_or_default(), table.name.text));
                    item.location.span = span;
                    item
                });
                self.add(item);
            }
            StatementKind::DropIndex { name, table, .. } => {
                let item = self.named(ItemKind::Drop, span, name, "DROP INDEX");
                self.add(item.map(|it| Item { detail: Some(format!("DROP INDEX ON {}", table.name.text)), ..it }));
            }
            StatementKind::DropTables { names, .. } => self.dropped(span, names, "DROP TABLE"),
            StatementKind::DropViews { names, .. } => self.dropped(span, names, "DROP VIEW"),
            StatementKind::RenameTables { pairs, .. } => {
                for (old, new) in pairs {
                    let span = if pairs.len() == 1 { span } else { old.name.span.cover(new.name.span) };
                    let item = self.named(ItemKind::Change, span, &old.name, "RENAME TABLE");
                    let detail = format!("RENAME TABLE TO {}", new.name.text);
                    self.add(item.map(|it| Item { detail: Some(detail), ..it }));
                }
            }
            StatementKind::CreateView(create) => {
                let item = self.of_table(ItemKind::View, span, &create.name, "VIEW");
                self.add(item);
            }
            StatementKind::CreateRoutine { kind, name, table, .. } => {
                let detail = match table {
                    Some(table) => format!("{} ON {}", kind.words(), table.name.text),
                    None => kind.words().to_owned(),
                };
                let item = self.of_table(ItemKind::Routine, span, name, &detail);
                self.add(item);
            }
            StatementKind::DropRoutine { kind, name, .. } => {
                let item = self.of_table(ItemKind::Drop, span, name, &format!("DROP {}", kind.words()));
                self.add(item);
            }
            // What says nothing about a schema is no part of its outline.
            _ => {}
        }
    }

    fn named(&self, kind: ItemKind, span: Span, name: &Name, detail: &str) -> Option<Item> {
        let item = self.item(kind, name.text.as_str(), span, name.span)?;
        Some(Item { detail: Some(detail.to_owned()), ..item })
    }

    fn of_table(&self, kind: ItemKind, span: Span, name: &ObjectName, detail: &str) -> Option<Item> {
        self.named(kind, span, &name.name, detail)
    }

    fn dropped(&mut self, span: Span, names: &[ObjectName], detail: &str) {
        for name in names {
            let span = if names.len() == 1 { span } else { name.name.span };
            let item = self.of_table(ItemKind::Drop, span, name, detail);
            self.add(item);
        }
    }

    fn create_table(&mut self, span: Span, create: &CreateTable) {
        let body = Span { start: create.open, end: create.close };
        let head = Span { start: span.start, end: create.open };
        if create.close > create.open && self.is_long(head) {
            self.fold(body);
        }
        for element in &create.elements {
            self.fold(element.span());
        }
        let detail = if create.temporary { "TEMPORARY TABLE" } else { "TABLE" };
        let item = self.of_table(ItemKind::Table, span, &create.name, detail);
        let children = create.elements.iter().filter_map(|element| match element {
            Element::Column(column) => self.column(column, column.span),
            Element::Index(index) => self.index(index),
            Element::ForeignKey(foreign_key) => self.foreign_key(foreign_key, foreign_key.span),
            Element::Check(check) => self.check(check, check.span),
        });
        let children = children.collect();
        self.add(item.map(|item| Item { children, ..item }));
    }

    fn column(&self, column: &Column, span: Span) -> Option<Item> {
        let item = self.item(ItemKind::Column, column.name.text.as_str(), span, column.name.span)?;
        Some(Item { detail: Some(self.words(column.ty.span)).filter(|it| !it.is_empty()), ..item })
    }

    fn index(&self, index: &Index) -> Option<Item> {
        let kind = match index.kind {
            IndexKind::Primary => "PRIMARY KEY",
            IndexKind::Unique => "UNIQUE KEY",
            IndexKind::Plain => "KEY",
            IndexKind::FullText => "FULLTEXT KEY",
            IndexKind::Spatial => "SPATIAL KEY",
        };
        let parts = index.parts.iter().map(|part| self.words(part.span)).collect::<Vec<_>>().join(", ");
        let (name, name_span) = match &index.name {
            Some(name) => (name.text.as_str(), name.span),
            None => (kind, index.span),
        };
        let detail = if index.name.is_some() { format!("{kind} ({parts})") } else { format!("({parts})") };
        Some(Item { detail: Some(detail), ..self.item(ItemKind::Key, name, index.span, name_span)? })
    }

    fn foreign_key(&self, foreign_key: &ForeignKey, span: Span) -> Option<Item> {
        let (name, name_span) = match &foreign_key.name {
            Some(name) => (name.text.as_str(), name.span),
            None => ("FOREIGN KEY", span),
        };
        let columns: Vec<&str> = foreign_key.columns.iter().map(|it| it.text.as_str()).collect();
        let detail = format!("({}) REFERENCES {}", columns.join(", "), foreign_key.table.name.text);
        Some(Item { detail: Some(detail), ..self.item(ItemKind::ForeignKey, name, span, name_span)? })
    }

    fn check(&self, check: &Check, span: Span) -> Option<Item> {
        let (name, name_span) = match &check.name {
            Some(name) => (name.text.as_str(), name.span),
            None => ("CHECK", span),
        };
        let item = self.item(ItemKind::Check, name, span, name_span)?;
        Some(Item { detail: Some(self.words(check.expression.span)), ..item })
    }

    /// A clause of an `ALTER TABLE`, under the name of what it is about.
    fn clause(&self, clause: &Clause) -> Option<Item> {
        let span = clause.span;
        let changed = |name: &Name, detail: &str| self.named(ItemKind::Change, span, name, detail);
        let dropped = |name: &Name, detail: &str| self.named(ItemKind::Drop, span, name, detail);
        let to = |name: &Name, detail: &str, new: &Name| {
            let item = self.named(ItemKind::Change, span, name, detail)?;
            Some(Item { detail: Some(format!("{detail} TO {}", new.text)), ..item })
        };
        match &clause.kind {
            ClauseKind::AddColumn { column, .. } => {
                let item = self.column(column, span)?;
                let detail = format!("ADD {}", item.detail.as_deref().unwrap_or_default());
                Some(Item { detail: Some(detail), ..item })
            }
            ClauseKind::ChangeColumn { old, column, .. } => {
                let ty = self.words(column.ty.span);
                let item = self.named(ItemKind::Change, span, old, "")?;
                let detail = if old.text == column.name.text {
                    format!("MODIFY {ty}")
                } else {
                    format!("CHANGE TO {} {ty}", column.name.text)
                };
                Some(Item { detail: Some(detail), ..item })
            }
            ClauseKind::DropColumn(name) => dropped(name, "DROP COLUMN"),
            ClauseKind::RenameColumn { old, new } => to(old, "RENAME COLUMN", new),
            ClauseKind::SetDefault { column, .. } => changed(column, "ALTER COLUMN"),
            ClauseKind::AddIndex(index) => self.index(index),
            ClauseKind::AddForeignKey(foreign_key) => self.foreign_key(foreign_key, span),
            ClauseKind::AddCheck(check) => self.check(check, span),
            ClauseKind::DropPrimaryKey => self.item(ItemKind::Drop, "PRIMARY KEY", span, span),
            ClauseKind::DropIndex(name) => dropped(name, "DROP INDEX"),
            ClauseKind::DropForeignKey(name) => dropped(name, "DROP FOREIGN KEY"),
            ClauseKind::DropConstraint(name) => dropped(name, "DROP CONSTRAINT"),
            ClauseKind::RenameIndex { old, new } => to(old, "RENAME INDEX", new),
            ClauseKind::RenameTable(name) => changed(&name.name, "RENAME TO"),
            ClauseKind::SetIndexVisibility { name, .. } => changed(name, "ALTER INDEX"),
            _ => None,
        }
    }
}
