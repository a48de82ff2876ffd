//! SQL statements → schema: each statement is applied to the state that the statements before it left, as the
//! server would.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::{
    schema::{
        Anchors, Column, ColumnType, DefaultValue, Enforcement, ForeignKey, Generated, Index, IndexKind, IndexMethod,
        IndexPart, Origin, PartKey, ReferentialAction, Schema, Table, Unknown, View,
    },
    syntax::{
        Name, Touches,
        sql::ast::{
            Action, AlterTable, Clause, ClauseKind, Column as ColumnText, ColumnOption, CreateTable, Element,
            Expression, ExpressionKind, ForeignKey as ForeignKeyText, Index as IndexText, IndexKind as KindText,
            ObjectName, Place, Statement, StatementKind, TableOption,
        },
    },
    target::{Dialect, Target},
    text::{SourceId, Span},
};

use super::{MAX_COLUMNS, MAX_KEYS, MAX_PARTS};

/// Applies statements to a schema, one after another.
#[derive(Debug)]
pub struct Replay {
    schema: Schema,
    dialect: Option<Dialect>,
}

/// A statement that the server would refuse in the state it meets: it was stepped over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The part that cannot be applied.
    pub span: Span,
    /// Why, in a few words without a final stop.
    pub reason: String,
}

impl Replay {
    /// Starts with an empty database.
    pub fn new(target: &Target) -> Self {
        Self { schema: Schema::new(target), dialect: target.dialect() }
    }

    /// The state that the statements so far lead to.
    pub fn finish(self) -> Schema {
        self.schema
    }

    /// Applies one statement. Answers what of it cannot be applied to this state.
    pub fn apply(&mut self, source: SourceId, statement: &Statement) -> Vec<Refused> {
        let mut refused = Vec::new();
        let mut table_touched = None;
        match &statement.kind {
            StatementKind::CreateTable(create) => {
                table_touched = Some(create.name.name.text.clone());
                refused.extend(self.create_table(source, statement.span, create));
            }
            StatementKind::AlterTable(alter) => {
                table_touched = Some(alter.table.name.text.clone());
                self.alter_table(source, alter, &mut refused);
                if let Some(new) = alter.clauses.iter().find_map(renames_to) {
                    table_touched = Some(new.name.text.clone());
                }
            }
            StatementKind::CreateIndex { table, index } => {
                table_touched = Some(table.name.text.clone());
                let dialect = self.dialect;
                let table = self.table_or_unknown(source, table);
                refused.extend(table.and_then(|table| add_index(table, dialect, source, index)));
            }
            StatementKind::DropIndex { name, table } => {
                let table = self.table_or_unknown(source, table);
                refused.extend(table.and_then(|table| drop_index(table, name)));
            }
            StatementKind::DropTables { names, .. } => {
                for name in names {
                    self.schema.remove_table(&name.name.text);
                }
            }
            StatementKind::RenameTables(pairs) => {
                for (old, new) in pairs {
                    self.rename(source, old, new);
                }
            }
            StatementKind::CreateView { name } => {
                let origin = Origin { source, span: statement.span, name: name.name.span };
                self.schema.views.retain(|view| view.name != name.name.text);
                self.schema.views.push(View { name: name.name.text.clone(), origin });
            }
            StatementKind::DropViews(names) => {
                self.schema.views.retain(|view| names.iter().all(|name| name.name.text != view.name));
            }
            StatementKind::WithoutEffect | StatementKind::NotUnderstood => {}
        }
        if !statement.errors.is_empty() {
            // What stands in the way of reading may hide anything of its table.
            self.touch(table_touched.as_ref(), &Touches::Columns);
            self.touch(table_touched.as_ref(), &Touches::Keys);
        }
        for skipped in &statement.skipped {
            self.touch(table_touched.as_ref(), &skipped.touches);
        }
        refused
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
            Touches::Tables(names) => {
                for name in names {
                    if let Some(table) = self.schema.table_mut(name) {
                        table.unknown = Unknown { columns: true, keys: true };
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
            // Cannot be refused: the name is free.
            let _ = self.schema.add_table(Table::unknown(text.clone(), origin));
        }
        self.schema.table_mut(text)
    }

    fn rename(&mut self, source: SourceId, old: &ObjectName, new: &ObjectName) {
        self.table_or_unknown(source, old);
        self.schema.rename_table(&old.name.text, &new.name.text);
    }

    fn create_table(&mut self, source: SourceId, whole: Span, create: &CreateTable) -> Option<Refused> {
        if create.temporary {
            return None;
        }
        let name = &create.name.name;
        if self.schema.table(&name.text).is_some() {
            let reason = format!("a table `{}` exists already, so this statement changes nothing", name.text);
            return (!create.if_not_exists).then(|| Refused { span: name.span, reason });
        }
        let origin = Origin { source, span: whole, name: name.span };
        let mut table = Table::new(name.text.clone(), origin);
        if let Some(like) = &create.like {
            match self.schema.table(&like.name.text) {
                Some(other) => {
                    // MySQL manual, "CREATE TABLE ... LIKE": columns and indexes are copied, foreign keys are not.
                    let other = other.get();
                    table.columns.clone_from(&other.columns);
                    table.primary_key.clone_from(&other.primary_key);
                    table.indexes.clone_from(&other.indexes);
                    table.unknown = other.unknown;
                }
                None => table = Table::unknown(name.text.clone(), origin),
            }
        } else {
            table.anchors = Some(anchors(create));
        }
        for element in &create.elements {
            if let Element::Column(column) = element {
                add_column(&mut table, self.dialect, source, column, None);
            }
        }
        for element in &create.elements {
            match element {
                Element::Column(column) => add_column_keys(&mut table, self.dialect, source, column),
                Element::Index(index) => {
                    let _ = add_index(&mut table, self.dialect, source, index);
                }
                Element::ForeignKey(foreign_key) => add_foreign_key(&mut table, source, foreign_key),
                Element::Check(_) => {}
            }
        }
        create.options.iter().for_each(|option| set_option(&mut table, option));
        let _ = self.schema.add_table(table);
        None
    }

    fn alter_table(&mut self, source: SourceId, alter: &AlterTable, refused: &mut Vec<Refused>) {
        let dialect = self.dialect;
        let schema = &self.schema;
        let same_case = schema.same_column("a", "A");
        let same = |a: &str, b: &str| a == b || (same_case && crate::schema::same_but_for_case(a, b));
        let Some(table) = self.table_or_unknown(source, &alter.table) else { return };
        for clause in &alter.clauses {
            refused.extend(apply_clause(table, dialect, source, clause, &same));
        }
        for clause in &alter.clauses {
            if let ClauseKind::AddForeignKey(foreign_key) = &clause.kind {
                self.schema.note_reference(&alter.table.name.text, &foreign_key.table.name.text);
            }
        }
        // A column that changed its name is referred to by its new one.
        for clause in &alter.clauses {
            let (old, new) = match &clause.kind {
                ClauseKind::ChangeColumn { old, column, .. } if old.text != column.name.text => (old, &column.name),
                ClauseKind::RenameColumn { old, new } => (old, new),
                _ => continue,
            };
            let rename = |it: &mut ForeignKey| rename_in(&mut it.referenced_columns, old, new, &same);
            self.schema.update_references(&alter.table.name.text, rename);
        }
        for new in alter.clauses.iter().filter_map(renames_to) {
            self.rename(source, &alter.table, new);
        }
    }
}

fn renames_to(clause: &Clause) -> Option<&ObjectName> {
    if let ClauseKind::RenameTable(new) = &clause.kind { Some(new) } else { None }
}

fn apply_clause(
    table: &mut Table,
    dialect: Option<Dialect>,
    source: SourceId,
    clause: &Clause,
    same: &dyn Fn(&str, &str) -> bool,
) -> Option<Refused> {
    let find = |table: &Table, name: &Name| table.columns.iter().position(|it| same(&it.name, &name.text));
    let no_column = |table: &Table, name: &Name| {
        let reason = format!("table `{}` has no column `{}` here", table.name, name.text);
        (!table.unknown.columns).then_some(Refused { span: name.span, reason })
    };
    match &clause.kind {
        ClauseKind::AddColumn { column, place, if_not_exists } => {
            if find(table, &column.name).is_some() {
                let reason = format!("table `{}` has a column `{}` already", table.name, column.name.text);
                return (!if_not_exists).then_some(Refused { span: column.name.span, reason });
            }
            add_column(table, dialect, source, column, place.as_ref().map(|place| position(table, place, same)));
            add_column_keys(table, dialect, source, column);
        }
        ClauseKind::ChangeColumn { old, column, place } => {
            let Some(at) = find(table, old) else {
                let refused = no_column(table, old);
                if refused.is_none() {
                    add_column(table, dialect, source, column, None);
                }
                return refused;
            };
            table.columns.remove(at);
            let at = place.as_ref().map_or(at, |place| position(table, place, same));
            add_column(table, dialect, source, column, Some(at));
            add_column_keys(table, dialect, source, column);
            rename_column(table, old, &column.name, same);
        }
        ClauseKind::DropColumn(name) => {
            let Some(at) = find(table, name) else { return no_column(table, name) };
            table.columns.remove(at);
            // MySQL manual, "ALTER TABLE": the column leaves its indexes too, and an index left empty goes.
            let keep = |index: &mut Index| {
                index.parts.retain(|part| part.column_name().is_none_or(|it| !same(it, &name.text)));
                !index.parts.is_empty()
            };
            table.indexes.retain_mut(keep);
            if let Some(mut key) = table.primary_key.take() {
                table.primary_key = keep(&mut key).then_some(key);
            }
        }
        ClauseKind::RenameColumn { old, new } => {
            let Some(column) = find(table, old).and_then(|at| table.columns.get_mut(at)) else {
                return no_column(table, old);
            };
            column.name = new.text.clone();
            rename_column(table, old, new, same);
        }
        ClauseKind::SetDefault { column, default } => {
            let Some(found) = find(table, column).and_then(|at| table.columns.get_mut(at)) else {
                return no_column(table, column);
            };
            found.default = default.as_ref().map(default_value);
        }
        ClauseKind::AddIndex(index) => return add_index(table, dialect, source, index),
        ClauseKind::AddForeignKey(foreign_key) => add_foreign_key(table, source, foreign_key),
        ClauseKind::DropPrimaryKey => table.primary_key = None,
        ClauseKind::DropIndex(name) => return drop_index(table, name),
        ClauseKind::DropForeignKey(name) => drop_foreign_key(table, name),
        ClauseKind::DropConstraint(name) => {
            drop_foreign_key(table, name);
            table
                .indexes
                .retain(|index| index.kind != IndexKind::Unique || !index.name.eq_ignore_ascii_case(&name.text));
        }
        ClauseKind::RenameIndex { old, new } => {
            match table.indexes.iter_mut().find(|index| index.name.eq_ignore_ascii_case(&old.text)) {
                Some(index) => {
                    index.name = new.text.clone();
                    // What a later text speaks of is not to be taken out of an earlier one.
                    index.origin = Origin { source, span: clause.span, name: new.span };
                }
                None => return no_index(table, old),
            }
        }
        ClauseKind::SetIndexVisibility { name, invisible } => {
            match table.indexes.iter_mut().find(|index| index.name.eq_ignore_ascii_case(&name.text)) {
                Some(index) => {
                    index.visible = !invisible;
                    index.origin = Origin { source, span: clause.span, name: name.span };
                }
                None => return no_index(table, name),
            }
        }
        ClauseKind::SetOption(option) => set_option(table, option),
        // The table is renamed once all its clauses are applied; checks are not in the model yet.
        ClauseKind::AddCheck(_) | ClauseKind::RenameTable(_) | ClauseKind::WithoutEffect => {}
    }
    None
}

fn position(table: &Table, place: &Place, same: &dyn Fn(&str, &str) -> bool) -> usize {
    match place {
        Place::First => 0,
        Place::After(name) => {
            table.columns.iter().position(|it| same(&it.name, &name.text)).map_or(table.columns.len(), |at| at + 1)
        }
    }
}

fn add_column(table: &mut Table, dialect: Option<Dialect>, source: SourceId, text: &ColumnText, at: Option<usize>) {
    if table.columns.len() >= MAX_COLUMNS {
        table.unknown.columns = true;
        return;
    }
    let origin = Origin { source, span: text.span, name: text.name.span };
    let mut column = Column {
        name: text.name.text.clone(),
        field: None,
        ty: ColumnType::new(dialect, &text.ty.name, text.ty.arguments.clone(), text.ty.unsigned || text.ty.zerofill),
        nullable: true,
        default: None,
        auto_increment: false,
        generated: None,
        origin,
    };
    for option in &text.options {
        match option {
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
            // Not in the model yet; a key among them is added by `add_column_keys`.
            ColumnOption::OnUpdate(_)
            | ColumnOption::Unique(_)
            | ColumnOption::References(_)
            | ColumnOption::Check(_)
            | ColumnOption::CharacterSet(_)
            | ColumnOption::Collation(_)
            | ColumnOption::Comment(_)
            | ColumnOption::Invisible
            | ColumnOption::Srid(_) => {}
        }
    }
    if column.ty.name == "serial" && dialect.is_none_or(Dialect::is_mysql_family) {
        // MySQL manual: SERIAL is an alias for BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE.
        column.ty = ColumnType::new(dialect, "bigint", Vec::new(), true);
        column.nullable = false;
        column.auto_increment = true;
    }
    let at = at.unwrap_or(table.columns.len()).min(table.columns.len());
    table.columns.insert(at, column);
}

/// The keys that a column's own options make. A `REFERENCES` there makes none in MySQL: it is read and ignored
/// (MySQL manual, "FOREIGN KEY Constraints": "parses but ignores inline REFERENCES specifications").
fn add_column_keys(table: &mut Table, dialect: Option<Dialect>, source: SourceId, column: &ColumnText) {
    let is_serial = column.ty.name == "serial" && dialect.is_none_or(Dialect::is_mysql_family);
    let serial = is_serial.then_some((IndexKind::Unique, column.ty.span));
    let keys = column.options.iter().filter_map(|option| match option {
        ColumnOption::PrimaryKey(span) => Some((IndexKind::Primary, *span)),
        ColumnOption::Unique(span) => Some((IndexKind::Unique, *span)),
        _ => None,
    });
    for (kind, span) in keys.chain(serial) {
        if table.indexes.len() >= MAX_KEYS {
            table.unknown.keys = true;
            return;
        }
        let origin = Origin { source, span, name: column.name.span };
        let name = index_name(table, kind, None, &column.name.text);
        let parts = vec![IndexPart::column(column.name.text.clone())];
        let index = Index {
            name,
            kind,
            parts,
            method: IndexMethod::BTree,
            predicate: None,
            visible: true,
            understood: true,
            origin,
        };
        put_index(table, index);
    }
}

fn put_index(table: &mut Table, index: Index) {
    if index.parts.len() > MAX_PARTS {
        table.unknown.keys = true;
        return;
    }
    if index.kind == IndexKind::Primary {
        // The columns of a primary key are NOT NULL, said or not.
        for part in &index.parts {
            let column = part.column_name().and_then(|name| {
                table.columns.iter_mut().find(|it| it.name == *name || crate::schema::same_but_for_case(&it.name, name))
            });
            if let Some(column) = column {
                column.nullable = false;
            }
        }
        table.primary_key.get_or_insert(index);
    } else {
        table.indexes.push(index);
    }
}

fn add_index(table: &mut Table, dialect: Option<Dialect>, source: SourceId, text: &IndexText) -> Option<Refused> {
    if table.indexes.len() >= MAX_KEYS {
        table.unknown.keys = true;
        return None;
    }
    let kind = match text.kind {
        KindText::Primary => IndexKind::Primary,
        KindText::Unique => IndexKind::Unique,
        KindText::Plain => IndexKind::Plain,
        KindText::FullText => IndexKind::FullText,
        KindText::Spatial => IndexKind::Spatial,
    };
    let given = text.name.as_ref().filter(|_| kind != IndexKind::Primary);
    if let Some(given) = given.filter(|given| table.indexes.iter().any(|it| it.name.eq_ignore_ascii_case(&given.text)))
    {
        let reason = format!("table `{}` has an index `{}` already", table.name, given.text);
        return Some(Refused { span: given.span, reason });
    }
    let parts: Vec<IndexPart> = text
        .parts
        .iter()
        .filter_map(|part| {
            let key = match (&part.column, &part.expression) {
                (Some(column), _) => PartKey::Column(column.text.clone()),
                (None, Some(expression)) => PartKey::Expression(SmolStr::new(expression)),
                (None, None) => return None,
            };
            Some(IndexPart { key, length: part.length, descending: part.descending, compared_by: text.parser.clone() })
        })
        .collect();
    let first = parts.first().and_then(IndexPart::column_name).map_or("functional_index", SmolStr::as_str);
    let method = match text.method.as_deref() {
        // InnoDB has no hash indexes: it makes a tree of them without a word.
        Some("hash") if dialect.is_none_or(Dialect::is_mysql_family) => IndexMethod::BTree,
        Some("hash") => IndexMethod::Hash,
        Some("brin") => IndexMethod::Brin,
        None | Some("btree") => IndexMethod::BTree,
        Some(_) => IndexMethod::Other,
    };
    let index = Index {
        name: index_name(table, kind, given, first),
        kind,
        method,
        predicate: text.predicate.as_ref().map(|predicate| SmolStr::new(&predicate.text)),
        visible: !text.invisible,
        understood: text.understood,
        origin: Origin { source, span: text.span, name: text.name.as_ref().map_or(text.span, |name| name.span) },
        parts,
    };
    put_index(table, index);
    None
}

/// The name of an index: the given one, else as MySQL derives it from its first column (`a`, `a_2`, `a_3`).
fn index_name(table: &Table, kind: IndexKind, given: Option<&Name>, first: &str) -> SmolStr {
    if kind == IndexKind::Primary {
        return SmolStr::new_static("PRIMARY");
    }
    if let Some(given) = given {
        return given.text.clone();
    }
    let taken: FxHashSet<String> = table.indexes.iter().map(|index| index.name.to_ascii_lowercase()).collect();
    let is_free = |name: &str| !taken.contains(&name.to_ascii_lowercase());
    if is_free(first) {
        return SmolStr::new(first);
    }
    let numbered = (2..).map(|number| SmolStr::new(format!("{first}_{number}"))).find(|name| is_free(name));
    numbered.unwrap_or_else(|| SmolStr::new(first))
}

fn drop_index(table: &mut Table, name: &Name) -> Option<Refused> {
    if name.text.eq_ignore_ascii_case("PRIMARY") {
        table.primary_key = None;
        return None;
    }
    let Some(at) = table.indexes.iter().position(|index| index.name.eq_ignore_ascii_case(&name.text)) else {
        return no_index(table, name);
    };
    table.indexes.remove(at);
    None
}

fn no_index(table: &Table, name: &Name) -> Option<Refused> {
    let reason = format!("table `{}` has no index `{}` here", table.name, name.text);
    (!table.unknown.keys).then_some(Refused { span: name.span, reason })
}

fn drop_foreign_key(table: &mut Table, name: &Name) {
    table.foreign_keys.retain(|it| it.name.as_ref().is_none_or(|it| !it.eq_ignore_ascii_case(&name.text)));
}

fn add_foreign_key(table: &mut Table, source: SourceId, text: &ForeignKeyText) {
    let action = |action: Option<Action>| match action {
        Some(Action::Cascade) => ReferentialAction::Cascade,
        Some(Action::Restrict) => ReferentialAction::Restrict,
        Some(Action::SetNull) => ReferentialAction::SetNull,
        Some(Action::SetDefault) => ReferentialAction::SetDefault,
        Some(Action::NoAction) | None => ReferentialAction::NoAction,
    };
    if table.foreign_keys.len() >= MAX_KEYS || text.columns.len() > MAX_PARTS {
        return;
    }
    let texts = |names: &[Name]| names.iter().map(|name| name.text.clone()).collect();
    let name = match &text.name {
        Some(name) => name.text.clone(),
        // InnoDB counts the constraints of a table that have no name.
        None => SmolStr::new(format!("{}_ibfk_{}", table.name, table.foreign_keys.len() + 1)),
    };
    table.foreign_keys.push(ForeignKey {
        name: Some(name),
        relation: None,
        columns: texts(&text.columns),
        referenced_table: text.table.name.text.clone(),
        referenced_columns: texts(&text.referenced),
        on_delete: action(text.on_delete),
        on_update: action(text.on_update),
        enforcement: Enforcement::Enforced,
        many: true,
        ignored: false,
        index_elsewhere: None,
        origin: Origin { source, span: text.span, name: text.name.as_ref().map_or(text.span, |name| name.span) },
    });
}

fn rename_column(table: &mut Table, old: &Name, new: &Name, same: &dyn Fn(&str, &str) -> bool) {
    for index in table.indexes.iter_mut().chain(&mut table.primary_key) {
        for part in &mut index.parts {
            if part.column_name().is_some_and(|name| same(name, &old.text)) {
                part.key = PartKey::Column(new.text.clone());
            }
        }
    }
    for foreign_key in &mut table.foreign_keys {
        rename_in(&mut foreign_key.columns, old, new, same);
    }
}

fn rename_in(names: &mut [SmolStr], old: &Name, new: &Name, same: &dyn Fn(&str, &str) -> bool) {
    for name in names.iter_mut().filter(|name| same(name, &old.text)) {
        *name = new.text.clone();
    }
}

fn set_option(table: &mut Table, option: &TableOption) {
    if option.name == "ENGINE" {
        table.engine = Some(SmolStr::new(&option.value));
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

/// The value of a literal, so that `'0'`, `0` and `FALSE` are one default, as they are to MySQL. Bits and bytes
/// (`b'1'`, `x'41'`) stay as written.
fn literal_value(text: &str) -> SmolStr {
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
