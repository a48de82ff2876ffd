//! One change of one thing in a database, and what a comparison must tell of it.

use super::{
    Action, COLLATIONS, COMMENTS, Choices, Column, Database, Default, Flavor, IndexKind, Mode, OPTIONS, Part, Table,
    Type, VALUES, can_be_computed_from, can_have_zeros, key_type, some_default, some_type,
};

/// What one edit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    TableAdd,
    TableDrop,
    TableRename,
    TableRenameDeclared,
    TableEngine,
    TableCollation,
    TableComment,
    TableOption,
    ColumnAdd,
    ColumnDrop,
    ColumnRename,
    ColumnRenameDeclared,
    ColumnType,
    ColumnLength,
    ColumnUnsigned,
    ColumnPrecision,
    KeyType,
    ColumnNull,
    ColumnNotNull,
    DefaultAdd,
    DefaultDrop,
    DefaultChange,
    AutoIncrementAdd,
    AutoIncrementDrop,
    GeneratedExpression,
    GeneratedStored,
    ColumnComment,
    ColumnCollation,
    ColumnOnUpdate,
    ColumnZerofill,
    ColumnVisibility,
    ValueAdd,
    ValueRemove,
    ColumnOrder,
    IndexAdd,
    IndexDrop,
    IndexUnique,
    IndexKeyOrder,
    IndexPrefix,
    IndexDirection,
    IndexRename,
    IndexComment,
    PrimaryKeyAdd,
    PrimaryKeyDrop,
    PrimaryKeyChange,
    ForeignKeyAdd,
    ForeignKeyDrop,
    ForeignKeyOnDelete,
    ForeignKeyOnUpdate,
    ForeignKeyTable,
    ForeignKeyReferenced,
    ForeignKeyRename,
    CheckAdd,
    CheckDrop,
    CheckExpression,
    CheckEnforced,
    CheckRename,
    PartitionsAdd,
    PartitionsDrop,
    PartitionsCount,
    RelationMode,
    ViewAdd,
    ViewDrop,
}

use Kind::{
    AutoIncrementAdd, AutoIncrementDrop, CheckAdd, CheckDrop, CheckEnforced, CheckExpression, CheckRename, ColumnAdd,
    ColumnCollation, ColumnComment, ColumnDrop, ColumnLength, ColumnNotNull, ColumnNull, ColumnOnUpdate, ColumnOrder,
    ColumnPrecision, ColumnRename, ColumnRenameDeclared, ColumnType, ColumnUnsigned, ColumnVisibility, ColumnZerofill,
    DefaultAdd, DefaultChange, DefaultDrop, ForeignKeyAdd, ForeignKeyDrop, ForeignKeyOnDelete, ForeignKeyOnUpdate,
    ForeignKeyReferenced, ForeignKeyRename, ForeignKeyTable, GeneratedExpression, GeneratedStored, IndexAdd,
    IndexComment, IndexDirection, IndexDrop, IndexKeyOrder, IndexPrefix, IndexRename, IndexUnique, KeyType,
    PartitionsAdd, PartitionsCount, PartitionsDrop, PrimaryKeyAdd, PrimaryKeyChange, PrimaryKeyDrop, RelationMode,
    TableAdd, TableCollation, TableComment, TableDrop, TableEngine, TableOption, TableRename, TableRenameDeclared,
    ValueAdd, ValueRemove, ViewAdd, ViewDrop,
};

/// All of them.
pub const KINDS: &[Kind] = &[
    TableAdd,
    TableDrop,
    TableRename,
    TableRenameDeclared,
    TableEngine,
    TableCollation,
    TableComment,
    TableOption,
    ColumnAdd,
    ColumnDrop,
    ColumnRename,
    ColumnRenameDeclared,
    ColumnType,
    ColumnLength,
    ColumnUnsigned,
    ColumnPrecision,
    KeyType,
    ColumnNull,
    ColumnNotNull,
    DefaultAdd,
    DefaultDrop,
    DefaultChange,
    AutoIncrementAdd,
    AutoIncrementDrop,
    GeneratedExpression,
    GeneratedStored,
    ColumnComment,
    ColumnCollation,
    ColumnOnUpdate,
    ColumnZerofill,
    ColumnVisibility,
    ValueAdd,
    ValueRemove,
    ColumnOrder,
    IndexAdd,
    IndexDrop,
    IndexUnique,
    IndexKeyOrder,
    IndexPrefix,
    IndexDirection,
    IndexRename,
    IndexComment,
    PrimaryKeyAdd,
    PrimaryKeyDrop,
    PrimaryKeyChange,
    ForeignKeyAdd,
    ForeignKeyDrop,
    ForeignKeyOnDelete,
    ForeignKeyOnUpdate,
    ForeignKeyTable,
    ForeignKeyReferenced,
    ForeignKeyRename,
    CheckAdd,
    CheckDrop,
    CheckExpression,
    CheckEnforced,
    CheckRename,
    PartitionsAdd,
    PartitionsDrop,
    PartitionsCount,
    RelationMode,
    ViewAdd,
    ViewDrop,
];

impl Kind {
    /// Whether a Prisma schema can say it.
    pub fn is_in_prisma(self) -> bool {
        !matches!(
            self,
            TableEngine
                | TableCollation
                | TableComment
                | TableOption
                | ColumnZerofill
                | ColumnVisibility
                | IndexComment
                | GeneratedExpression
                | GeneratedStored
                | ColumnComment
                | ColumnCollation
                | ColumnOnUpdate
                | ColumnOrder
                | CheckAdd
                | CheckDrop
                | CheckExpression
                | CheckEnforced
                | CheckRename
                | PartitionsAdd
                | PartitionsDrop
                | PartitionsCount
                | ViewAdd
                | ViewDrop
        )
    }

    /// Whether it is about foreign keys, which a client may keep.
    pub fn is_of_foreign_key(self) -> bool {
        use ForeignKeyAdd as Add;
        matches!(
            self,
            Add | ForeignKeyDrop
                | ForeignKeyOnDelete
                | ForeignKeyOnUpdate
                | ForeignKeyTable
                | ForeignKeyReferenced
                | ForeignKeyRename
        )
    }
}

/// A change that a comparison must tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub kind: &'static str,
    pub entity: &'static str,
    pub table: Option<String>,
    /// Any of these: a foreign key is called otherwise in either language. One that ends in `_` goes on with a number.
    pub names: Vec<String>,
    pub aspect: Option<&'static str>,
}

/// An edit that was made.
#[derive(Clone, Debug)]
pub struct Edit {
    pub kind: Kind,
    /// What it is, in the order of no matter.
    pub changes: Vec<Expected>,
    /// What it brings with it by necessity.
    pub following: Vec<Expected>,
}

/// Makes an edit. None where the database has no place for it; it may be changed all the same then.
pub fn edit(database: &mut Database, kind: Kind, choices: &mut Choices) -> Option<Edit> {
    if database.flavor == Flavor::Prisma && !kind.is_in_prisma() {
        return None;
    }
    let before = database.clone();
    let mut edit = Edit { kind, changes: Vec::new(), following: Vec::new() };
    match kind {
        TableAdd | TableDrop | TableRename | TableRenameDeclared | TableEngine | TableCollation | TableComment
        | TableOption => {
            of_table(database, choices, &mut edit)?;
        }
        ColumnAdd | ColumnDrop | ColumnOrder => of_columns(database, choices, &mut edit)?,
        KeyType => of_key_type(database, choices, &mut edit)?,
        IndexAdd | IndexDrop | IndexUnique | IndexKeyOrder | IndexPrefix | IndexDirection | IndexRename
        | IndexComment => {
            of_index(database, choices, &mut edit)?;
        }
        PrimaryKeyAdd | PrimaryKeyDrop | PrimaryKeyChange => of_primary_key(database, choices, &mut edit)?,
        ForeignKeyAdd => add_foreign_key(database, choices, &mut edit)?,
        kind if kind.is_of_foreign_key() => of_foreign_key(database, choices, &mut edit)?,
        CheckAdd | CheckDrop | CheckExpression | CheckEnforced | CheckRename => of_check(database, choices, &mut edit)?,
        PartitionsAdd | PartitionsDrop | PartitionsCount => of_partitions(database, choices, &mut edit)?,
        RelationMode => of_mode(database, &mut edit)?,
        ViewAdd => edit.changes.push(expected("create", "view", None, database.add_view())),
        ViewDrop => {
            let at = choices.below(database.views.len());
            let name = (at < database.views.len()).then(|| database.views.remove(at))?;
            edit.changes.push(expected("drop", "view", None, name));
        }
        _ => of_column(database, choices, &mut edit)?,
    }
    edit.following.extend(indexes_that_go(&before, database));
    (fits_partitions(&before, database)).then_some(edit)
}

/// Whether a server takes what becomes of the tables whose rows are parted. The columns by which they are keep their names.
fn fits_partitions(before: &Database, after: &Database) -> bool {
    after.tables.iter().filter(|table| table.parted.is_some()).all(|table| {
        let of = table.parted.iter().flat_map(|it| &it.columns);
        let has_name = |id: &usize| {
            before.table(table.id).and_then(|old| old.column(*id)).is_none_or(|old| old.name == table.column_name(*id))
        };
        table.can_be_parted() && after.references_to(table.id).next().is_none() && of.into_iter().all(has_name)
    })
}

fn expected(kind: &'static str, entity: &'static str, table: Option<&Table>, name: impl Into<String>) -> Expected {
    Expected { kind, entity, table: table.map(|it| it.name.clone()), names: vec![name.into()], aspect: None }
}

fn altered(table: &Table, column: &Column, aspect: &'static str) -> Expected {
    Expected { aspect: Some(aspect), ..expected("alter", "column", Some(table), column.name.clone()) }
}

fn of_foreign(kind: &'static str, table: &Table, foreign_key: &super::ForeignKey) -> Expected {
    let constraint = foreign_key.name.clone().unwrap_or_else(|| format!("{}_ibfk_", table.name));
    let names = vec![constraint, format!("{}.rel_{}", table.model, foreign_key.id)];
    Expected { names, ..expected(kind, "foreign_key", Some(table), "") }
}

/// The indexes that the server made for foreign keys that are no more. Where an index comes that serves the foreign key as
/// well, the server drops its own by itself.
fn indexes_that_go(before: &Database, after: &Database) -> Vec<Expected> {
    let mut gone = Vec::new();
    let is_kept_by_server = |it: &Database| it.mode == Mode::ForeignKeys;
    for table in before.tables.iter().filter(|_| is_kept_by_server(before)) {
        let Some(now) = after.table(table.id) else { continue };
        for (foreign_key, name) in table.indexes_by_server() {
            let stays = now.foreign_keys.iter().any(|it| it.columns == foreign_key.columns);
            if !stays || !is_kept_by_server(after) {
                // One after its column may be numbered.
                let numbered = foreign_key.name.is_none().then(|| format!("{name}_"));
                let mut index = expected("drop", "index", Some(now), name);
                index.names.extend(numbered);
                gone.push(index);
            }
        }
    }
    gone
}

// Tables

fn of_table(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    if edit.kind == TableAdd {
        let at = database.add_table(choices);
        let name = database.tables[at].name.clone();
        edit.changes.push(expected("create", "table", None, name));
        return Some(());
    }
    let at = choices.below(database.tables.len());
    if edit.kind == TableDrop {
        if database.tables.len() < 2 {
            return None;
        }
        let gone = database.tables.remove(at);
        for table in &mut database.tables {
            let dropped: Vec<_> = table.foreign_keys.iter().filter(|it| it.table == gone.id).cloned().collect();
            table.foreign_keys.retain(|it| it.table != gone.id);
            edit.following.extend(dropped.iter().map(|it| of_foreign("drop", table, it)));
        }
        edit.changes.push(expected("drop", "table", None, gone.name));
        return Some(());
    }
    let new_name = database.free_table_name(choices);
    let is_referred_to = database.references_to(database.tables[at].id).next().is_some();
    let table = &mut database.tables[at];
    match edit.kind {
        TableEngine => {
            let is_plain = |part: &Part| {
                let column = table.column(part.column);
                part.is_plain() && column.is_some_and(|it| it.ty.is_number() && it.generated.is_none())
            };
            let is_simple = table.foreign_keys.is_empty() && !is_referred_to && table.all_parts().all(is_plain);
            table.engine = table.engine.filter(|_| is_simple).map(|_| "MyISAM");
            table.engine?;
        }
        TableCollation => {
            let old = table.collation?;
            if table
                .columns
                .iter()
                .any(|it| it.ty.is_text() && (table.is_in_expression(it.id) || it.generated.is_some()))
            {
                return None;
            }
            let new = choices.of(COLLATIONS);
            if old == new {
                return None;
            }
            let follows = |it: &&Column| it.ty.is_text() && it.collation.is_none();
            edit.following.extend(table.columns.iter().filter(follows).map(|it| altered(table, it, "collation")));
            table.collation = Some(new);
        }
        TableComment => {
            let new = if choices.in_ten(3) { None } else { Some(choices.of(COMMENTS).to_owned()) };
            if table.comment == new {
                return None;
            }
            table.comment = new;
        }
        TableOption => {
            let new = if choices.in_ten(3) { None } else { Some(choices.of(OPTIONS)) };
            if table.option == new {
                return None;
            }
            table.option = new;
        }
        _ => {
            let old = std::mem::replace(&mut table.name, new_name);
            table.declared = (edit.kind == TableRenameDeclared).then_some(old);
            edit.changes.push(expected("rename", "table", None, table.name.clone()));
            return Some(());
        }
    }
    edit.changes.push(Expected { aspect: Some("options"), ..expected("alter", "table", None, table.name.clone()) });
    Some(())
}

// Columns

fn of_columns(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    let at = choices.below(database.tables.len());
    let mut table = database.tables[at].clone();
    match edit.kind {
        ColumnAdd => {
            let column = database.some_column(choices, &table);
            edit.changes.push(expected("create", "column", Some(&table), column.name.clone()));
            if column.checked && database.flavor == Flavor::MySql {
                edit.following.push(expected("create", "check", Some(&table), format!("{}_chk_", table.name)));
            }
            let place = table.columns.len() - choices.below(table.columns.len() + 1);
            table.columns.insert(place, column);
        }
        ColumnOrder => {
            let from = choices.below(table.columns.len());
            let column = table.columns.remove(from);
            let to = choices.below(table.columns.len() + 1);
            table.columns.insert(to, column);
            if from == to {
                return None;
            }
            edit.changes
                .push(Expected { aspect: Some("order"), ..expected("alter", "table", None, table.name.clone()) });
        }
        _ => {
            let place = choices.below(table.columns.len());
            let id = table.columns[place].id;
            let is_last = table.columns.iter().all(|it| it.id == id || it.invisible);
            if table.is_in_expression(id) || is_last {
                return None;
            }
            drop_column(database, &mut table, id, edit);
        }
    }
    database.tables[at] = table;
    Some(())
}

/// With a column go the foreign keys that need it, and its parts of keys.
fn drop_column(database: &mut Database, table: &mut Table, id: usize, edit: &mut Edit) {
    for other in &mut database.tables {
        let here = other.id == table.id;
        let (of, needed) = (table.id, |it: &super::ForeignKey| {
            (here && it.columns.contains(&id)) || (it.table == table.id && it.referenced.contains(&id))
        });
        let gone: Vec<_> = other.foreign_keys.iter().filter(|it| needed(it)).cloned().collect();
        other.foreign_keys.retain(|it| !needed(it));
        edit.following.extend(gone.iter().map(|it| of_foreign("drop", other, it)));
        if of == other.id {
            table.foreign_keys.clone_from(&other.foreign_keys);
        }
    }
    let column = table.columns.iter().position(|it| it.id == id).map(|place| table.columns.remove(place));
    let is_checked = column.as_ref().is_some_and(|it| it.checked);
    if is_checked && database.flavor == Flavor::MySql {
        edit.following.push(expected("drop", "check", Some(table), format!("{}_chk_", table.name)));
    }
    let name = column.map(|it| it.name).unwrap_or_default();
    edit.changes.push(expected("drop", "column", Some(table), name));
    let leaves = |parts: &mut Vec<Part>| {
        let before = parts.len();
        parts.retain(|part| part.column != id);
        (parts.len() < before).then_some(if parts.is_empty() { "drop" } else { "alter" })
    };
    if let Some(kind) = leaves(&mut table.primary_key) {
        edit.following.push(expected(kind, "index", Some(table), "PRIMARY"));
    }
    let mut indexes = std::mem::take(&mut table.indexes);
    for index in &mut indexes {
        if let Some(kind) = leaves(&mut index.parts) {
            edit.following.push(expected(kind, "index", Some(table), index.name.clone()));
        }
    }
    indexes.retain(|index| !index.parts.is_empty());
    table.indexes = indexes;
}

/// Edits of one thing about one column.
fn of_column(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    let flavor = database.flavor;
    let places: Vec<(usize, usize)> = database
        .tables
        .iter()
        .enumerate()
        .flat_map(|(at, table)| table.columns.iter().enumerate().map(move |(place, column)| (at, place, table, column)))
        .filter(|(_, _, table, column)| fits(database, table, column, edit.kind))
        .map(|(at, place, ..)| (at, place))
        .collect();
    let (at, place) = choices.one_of(&places)?;
    let taken: Vec<String> = database.tables[at].columns.iter().map(|it| it.name.clone()).collect();
    let new_name = database.free_name(choices, &taken);
    let table = &mut database.tables[at];
    let indexed = table.all_parts().any(|part| part.column == table.columns[place].id);
    let shown = table.clone();
    let column = &mut table.columns[place];
    let aspect = match edit.kind {
        ColumnRename | ColumnRenameDeclared => {
            let old = std::mem::replace(&mut column.name, new_name);
            column.declared = (edit.kind == ColumnRenameDeclared).then_some(old);
            edit.changes.push(expected("rename", "column", Some(&shown), column.name.clone()));
            return Some(());
        }
        ColumnType => {
            let other = |ty: &Type| std::mem::discriminant(ty) != std::mem::discriminant(&column.ty);
            // MariaDB's JSON is text with a collation of its own: two things would change.
            let is_own = |ty: &Type| flavor == Flavor::MariaDb && *ty == Type::Json;
            if is_own(&column.ty) {
                return None;
            }
            let can_be_key = |ty: &Type| !indexed || !(ty.is_blob() || *ty == Type::Json);
            let mut types = std::iter::repeat_with(|| some_type(choices, flavor)).take(6);
            column.ty = types.find(|ty| other(ty) && can_be_key(ty) && !is_own(ty))?;
            "type"
        }
        ColumnLength => {
            match &mut column.ty {
                Type::Char(length) | Type::Varchar(length) | Type::Binary(length) | Type::Varbinary(length) => {
                    *length += 9;
                }
                _ => return None,
            }
            "type"
        }
        ColumnUnsigned => {
            match &mut column.ty {
                Type::Integer { unsigned, .. } => *unsigned = !*unsigned,
                Type::Decimal { unsigned, .. } if flavor != Flavor::Prisma => *unsigned = !*unsigned,
                _ => return None,
            }
            "type"
        }
        ColumnPrecision => {
            match &mut column.ty {
                Type::Decimal { digits, .. } if *digits < 60 => *digits += 1,
                Type::Time(digits) | Type::DateTime(digits) | Type::Timestamp(digits) => *digits = (*digits + 2) % 7,
                _ => return None,
            }
            "type"
        }
        ColumnNull | ColumnNotNull => {
            column.nullable = !column.nullable;
            "nullability"
        }
        DefaultAdd | DefaultChange => {
            let new = some_default(choices, &column.ty, flavor)?;
            if column.default.replace(new.clone()) == Some(new) {
                return None;
            }
            "default"
        }
        DefaultDrop => {
            column.default = None;
            "default"
        }
        AutoIncrementAdd | AutoIncrementDrop => {
            column.counts = !column.counts;
            "auto_increment"
        }
        GeneratedExpression => {
            let generated = column.generated.as_mut()?;
            generated.form = 1 - generated.form;
            "generated"
        }
        GeneratedStored => {
            let generated = column.generated.as_mut()?;
            generated.stored = !generated.stored;
            "generated"
        }
        ColumnComment => {
            let new = if choices.in_ten(3) { None } else { Some(choices.of(COMMENTS).to_owned()) };
            if column.comment == new {
                return None;
            }
            column.comment = new;
            "comment"
        }
        ColumnCollation => {
            let new = choices.of(COLLATIONS);
            if shown.collation_of(column)? == new {
                return None;
            }
            column.collation = Some(new);
            "collation"
        }
        ColumnOnUpdate => {
            column.on_update_now = !column.on_update_now;
            "on_update"
        }
        ColumnZerofill => {
            column.zerofill = !column.zerofill;
            "type"
        }
        ColumnVisibility => {
            column.invisible = !column.invisible;
            "visibility"
        }
        ValueAdd => {
            let is_set = matches!(column.ty, Type::Set(_));
            let (Type::Enum(values) | Type::Set(values)) = &mut column.ty else { return None };
            let fits = |value: &&&str| !(values.contains(value) || is_set && value.contains(','));
            let new = VALUES.iter().find(fits)?;
            let place = values.len() - choices.below(values.len() + 1);
            values.insert(place, new);
            "type"
        }
        ValueRemove => {
            let default = column.default.clone();
            let (Type::Enum(values) | Type::Set(values)) = &mut column.ty else { return None };
            let place = choices.below(values.len());
            if values.len() < 2 || default == Some(Default::Literal(values[place])) {
                return None;
            }
            values.remove(place);
            "type"
        }
        _ => return None,
    };
    edit.changes.push(altered(&shown, column, aspect));
    Some(())
}

/// Whether a column can be changed so, and the schema stays one that a server takes.
fn fits(database: &Database, table: &Table, column: &Column, kind: Kind) -> bool {
    let id = column.id;
    let is_tied = table.is_in_foreign_key(id) || database.is_referred_to(table, id);
    let is_computed = column.generated.is_some();
    let is_free = !is_tied && !is_computed && !table.is_in_expression(id);
    let sets_null = || {
        let holds = |it: &&super::ForeignKey| it.columns.contains(&id);
        let sets = |it: &super::ForeignKey| it.on_delete == Action::SetNull || it.on_update == Action::SetNull;
        table.foreign_keys.iter().filter(holds).any(sets)
    };
    let parts = || {
        let all = table.indexes.iter().flat_map(|it| it.parts.iter().map(move |part| (it.kind, part)));
        all.filter(|(_, part)| part.column == id)
    };
    let is_worded = || parts().any(|(kind, _)| kind == IndexKind::FullText);
    match kind {
        ColumnRename | ColumnRenameDeclared => !table.is_in_expression(id),
        ColumnType => {
            let is_bare =
                column.default.is_none() && !column.counts && !column.on_update_now && column.collation.is_none();
            let is_bare = is_bare && !column.zerofill && !column.checked;
            is_free && is_bare && !is_worded() && parts().all(|(_, part)| part.length.is_none())
        }
        ColumnLength => is_free && !is_worded(),
        ColumnUnsigned => is_free && !column.zerofill,
        ColumnPrecision | ValueAdd | ValueRemove => is_free,
        ColumnNull => !column.nullable && is_free && !column.counts && !table.is_in_primary_key(id),
        // MariaDB takes no column that nobody sees and everybody has to fill in.
        ColumnNotNull => column.nullable && !is_computed && !sets_null() && !column.invisible,
        DefaultAdd => column.default.is_none() && !is_computed && !column.counts,
        DefaultDrop | DefaultChange => column.default.is_some(),
        AutoIncrementAdd => {
            let is_first = table.primary_key.first().is_some_and(|part| part.column == id && part.is_plain());
            let is_integer = matches!(column.ty, Type::Integer { .. }) && column.default.is_none();
            is_first
                && is_integer
                && !column.checked
                && !is_computed
                && !table.is_in_expression(id)
                && !table.is_in_foreign_key(id)
                && !table.columns.iter().any(|it| it.counts)
        }
        AutoIncrementDrop => column.counts,
        GeneratedExpression | GeneratedStored => is_computed,
        ColumnComment => true,
        ColumnZerofill => is_free && can_have_zeros(&column.ty),
        ColumnVisibility => {
            let others = table.columns.iter().filter(|it| it.id != id && !it.invisible);
            column.nullable && others.count() > 0
        }
        ColumnCollation => is_free && column.ty.is_text() && !is_worded(),
        ColumnOnUpdate => is_free && matches!(column.ty, Type::DateTime(_) | Type::Timestamp(_)),
        _ => false,
    }
}

/// The type of a key changes with that of all columns that are tied to it by foreign keys.
fn of_key_type(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    let all: Vec<(usize, &super::ForeignKey)> = database
        .tables
        .iter()
        .flat_map(|table| table.foreign_keys.iter().map(move |foreign_key| (table.id, foreign_key)))
        .collect();
    let (of, first) = choices.one_of(&all)?;
    // Of a column, its table and its id.
    let pairs: Vec<[(usize, usize); 2]> = all
        .iter()
        .flat_map(|(of, it)| it.columns.iter().zip(&it.referenced).map(move |(a, b)| [(*of, *a), (it.table, *b)]))
        .collect();
    let mut tied = vec![(of, first.columns[0])];
    while let Some(more) = pairs.iter().flatten().find(|column| {
        let other = pairs.iter().find(|pair| pair.contains(column) && pair.iter().any(|it| tied.contains(it)));
        other.is_some() && !tied.contains(column)
    }) {
        tied.push(*more);
    }
    let columns: Vec<(&Table, &Column)> = tied
        .iter()
        .filter_map(|(table, column)| database.table(*table).and_then(|it| Some((it, it.column(*column)?))))
        .collect();
    let is_simple = |(table, column): &(&Table, &Column)| {
        column.default.is_none()
            && !column.on_update_now
            && !column.zerofill
            && !column.checked
            && !table.is_in_expression(column.id)
            && table.all_parts().all(|part| part.column != column.id || part.length.is_none())
    };
    let counts = columns.iter().any(|(_, column)| column.counts);
    let new = if counts { Type::Integer { size: "bigint", unsigned: true } } else { key_type(choices) };
    if !columns.iter().all(is_simple) || columns.iter().any(|(_, column)| column.ty == new) {
        return None;
    }
    for (of, id) in tied {
        let table = database.tables.iter_mut().find(|it| it.id == of)?;
        let column = table.columns.iter_mut().find(|it| it.id == id)?;
        column.ty = new.clone();
        let column = column.clone();
        edit.changes.push(altered(table, &column, "type"));
    }
    Some(())
}

// Indexes

fn of_index(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    let at = choices.below(database.tables.len());
    let mut table = database.tables[at].clone();
    if edit.kind == IndexAdd {
        let index = database.some_index(choices, &table)?;
        database.name_index(choices, &mut table, index);
        let name = table.indexes.last()?.name.clone();
        edit.changes.push(expected("create", "index", Some(&table), name));
        database.tables[at] = table;
        return Some(());
    }
    let place = choices.below(table.indexes.len());
    let index = table.indexes.get(place)?.clone();
    let columns: Vec<usize> = index.parts.iter().map(|part| part.column).collect();
    // A foreign key refers to it: a server does not take that.
    let is_target = database.references_to(table.id).any(|(_, it)| it.referenced.iter().all(|id| columns.contains(id)));
    if is_target && edit.kind != IndexRename {
        return None;
    }
    let made_before = table.indexes_by_server().len();
    let kind = if edit.kind == IndexDrop { "drop" } else { "alter" };
    edit.changes.push(expected(kind, "index", Some(&table), index.name.clone()));
    if edit.kind == IndexDrop {
        table.indexes.remove(place);
        // An index on just the columns of a foreign key cannot go: the server would make it again.
        let is_needed = table.foreign_keys.iter().any(|it| it.columns == columns);
        if is_needed && table.indexes_by_server().len() > made_before {
            return None;
        }
        database.tables[at] = table;
        return Some(());
    }
    let taken: Vec<String> = table.indexes.iter().map(|it| it.name.clone()).collect();
    let changed = &mut table.indexes[place];
    match (edit.kind, index.kind) {
        (IndexUnique, IndexKind::Plain) => changed.kind = IndexKind::Unique,
        (IndexUnique, IndexKind::Unique) => changed.kind = IndexKind::Plain,
        (IndexKeyOrder, _) if index.parts.len() > 1 => changed.parts.rotate_left(1),
        (IndexPrefix, IndexKind::Plain | IndexKind::Unique) => {
            let part = choices.below(changed.parts.len());
            let part = &mut changed.parts[part];
            let column = database.tables[at].column(part.column)?;
            let most = column.ty.prefix_of().unwrap_or(0);
            if most < 15 || part.expression || database.tables[at].is_in_foreign_key(part.column) {
                return None;
            }
            part.length = Some(part.length.map_or(5, |length| length + 1));
        }
        (IndexDirection, IndexKind::Plain | IndexKind::Unique) => {
            let part = choices.below(changed.parts.len());
            changed.parts[part].descending = !changed.parts[part].descending;
        }
        (IndexComment, _) => {
            let new = if choices.in_ten(3) { None } else { Some(choices.of(COMMENTS).to_owned()) };
            if changed.comment == new {
                return None;
            }
            changed.comment = new;
        }
        (IndexRename, _) => {
            changed.name = database.free_name(choices, &taken);
            let name = changed.name.clone();
            edit.changes = vec![expected("rename", "index", Some(&table), name)];
        }
        _ => return None,
    }
    database.tables[at] = table;
    Some(())
}

fn of_primary_key(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    let at = choices.below(database.tables.len());
    let mut table = database.tables[at].clone();
    let columns: Vec<usize> = table.primary_key.iter().map(|part| part.column).collect();
    let is_target = database.references_to(table.id).any(|(_, it)| it.referenced.iter().all(|id| columns.contains(id)));
    if is_target && !columns.is_empty() || (edit.kind == PrimaryKeyAdd) != columns.is_empty() {
        return None;
    }
    let can_be_key = |column: &&Column| {
        let is_tree = column.ty.is_key() || matches!(column.ty, Type::Varchar(_) | Type::Boolean | Type::Date);
        is_tree
            && column.generated.is_none()
            && !column.invisible
            && !columns.contains(&column.id)
            && !table.is_in_foreign_key(column.id)
    };
    let kind = match edit.kind {
        PrimaryKeyDrop => {
            if table.columns.iter().any(|it| it.counts) {
                return None;
            }
            table.primary_key.clear();
            "drop"
        }
        PrimaryKeyChange if columns.len() > 1 && choices.in_ten(5) && !table.columns.iter().any(|it| it.counts) => {
            table.primary_key.rotate_left(1);
            "alter"
        }
        kind => {
            let candidates: Vec<usize> = table.columns.iter().filter(can_be_key).map(|it| it.id).collect();
            let id = choices.one_of(&candidates)?;
            table.primary_key.push(Part::of(id));
            let shown = table.clone();
            let column = table.columns.iter_mut().find(|it| it.id == id)?;
            if column.nullable {
                column.nullable = false;
                edit.following.push(altered(&shown, column, "nullability"));
            }
            if kind == PrimaryKeyAdd { "create" } else { "alter" }
        }
    };
    edit.changes.push(expected(kind, "index", Some(&table), "PRIMARY"));
    database.tables[at] = table;
    Some(())
}

// Checks and partitions

fn of_check(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    let at = choices.below(database.tables.len());
    let mut table = database.tables[at].clone();
    // Without a name, the server counts.
    let counted =
        if database.flavor == Flavor::MySql { format!("{}_chk_", table.name) } else { "CONSTRAINT_".to_owned() };
    let called = |name: &Option<String>| name.clone().unwrap_or_else(|| counted.clone());
    let (kind, name) = if edit.kind == CheckAdd {
        let check = database.some_check(choices, &table)?;
        // It would be one check twice, of which either may go.
        if table.checks.iter().any(|it| (it.of, it.form) == (check.of, check.form)) {
            return None;
        }
        table.checks.push(check.clone());
        ("create", called(&check.name))
    } else {
        let place = choices.below(table.checks.len());
        let check = table.checks.get_mut(place)?;
        match edit.kind {
            CheckExpression => {
                check.form = 1 - check.form;
                // One without a name has nothing that it could be known by.
                check.name.as_ref()?;
                ("alter", called(&check.name))
            }
            CheckEnforced => {
                if database.flavor != Flavor::MySql {
                    return None;
                }
                check.enforced = !check.enforced;
                ("alter", called(&check.name))
            }
            CheckRename => {
                check.name.as_ref()?;
                check.name = Some(format!("check {}", database.id()));
                ("rename", called(&check.name))
            }
            _ => ("drop", called(&table.checks.remove(place).name)),
        }
    };
    edit.changes.push(expected(kind, "check", Some(&table), name));
    database.tables[at] = table;
    Some(())
}

fn of_partitions(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    let is_parted = edit.kind != PartitionsAdd;
    let all: Vec<usize> =
        (0..database.tables.len()).filter(|at| database.tables[*at].parted.is_some() == is_parted).collect();
    let at = choices.one_of(&all)?;
    let table = &mut database.tables[at];
    match edit.kind {
        PartitionsAdd => table.parted = Some(table.some_parted(choices)?),
        PartitionsDrop => table.parted = None,
        _ => {
            let parted = table.parted.as_mut()?;
            parted.count = if parted.count > 2 && choices.in_ten(5) { parted.count - 1 } else { parted.count + 2 };
        }
    }
    let altered = expected("alter", "table", None, table.name.clone());
    edit.changes.push(Expected { aspect: Some("partitioning"), ..altered });
    Some(())
}

// Foreign keys

/// A foreign key over a column that is there already.
fn add_foreign_key(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    let mut pairs = Vec::new();
    for to in &database.tables {
        for target in to.targets() {
            let [referenced] = target.as_slice() else { continue };
            for (at, table) in database.tables.iter().enumerate() {
                let fits = |column: &&Column| {
                    to.column(*referenced).is_some_and(|it| it.ty == column.ty)
                        && !(can_be_computed_from(column) && table.is_in_expression(column.id))
                        && column.generated.is_none()
                        && !column.counts
                        && table.engine != Some("MyISAM")
                        && !table.is_in_foreign_key(column.id)
                        && !column.checked
                        && !table.checks.iter().any(|it| it.of == column.id)
                        && table.parted.is_none()
                        && column.id != *referenced
                };
                pairs.extend(
                    table.columns.iter().filter(fits).map(|it| (at, it.id, it.nullable, to.id, target.clone())),
                );
            }
        }
    }
    let (at, column, nullable, to, referenced) = choices.one_of(&pairs)?;
    let id = database.id();
    let name = database.foreign_key_name(choices, &database.tables[at], &[column], id);
    let on_delete = if nullable { Action::SetNull } else { Action::Cascade };
    let on_update = Action::NoAction;
    let table = &mut database.tables[at];
    let added = super::ForeignKey { id, name, columns: vec![column], table: to, referenced, on_delete, on_update };
    edit.changes.push(of_foreign("create", table, &added));
    table.foreign_keys.push(added);
    Some(())
}

fn of_foreign_key(database: &mut Database, choices: &mut Choices, edit: &mut Edit) -> Option<()> {
    let all: Vec<(usize, usize)> = database
        .tables
        .iter()
        .enumerate()
        .flat_map(|(at, table)| (0..table.foreign_keys.len()).map(move |place| (at, place)))
        .collect();
    let (at, place) = choices.one_of(&all)?;
    let is_enforced = database.mode == Mode::ForeignKeys;
    let mut table = database.tables[at].clone();
    let mut foreign_key = table.foreign_keys[place].clone();
    let nullable = foreign_key.columns.iter().all(|id| table.column(*id).is_some_and(|it| it.nullable));
    let settled = |action| if action == Action::Restrict { Action::NoAction } else { action };
    let new_action = |choices: &mut Choices, old: Action| {
        let new = choices.of(&[Action::NoAction, Action::Cascade, Action::SetNull, Action::Restrict]);
        let fits = settled(new) != settled(old) && (new != Action::SetNull || nullable);
        fits.then_some(new)
    };
    match edit.kind {
        ForeignKeyDrop => {
            table.foreign_keys.remove(place);
            edit.changes.push(of_foreign("drop", &table, &foreign_key));
            database.tables[at] = table;
            return Some(());
        }
        ForeignKeyOnDelete => foreign_key.on_delete = new_action(choices, foreign_key.on_delete)?,
        ForeignKeyOnUpdate => foreign_key.on_update = new_action(choices, foreign_key.on_update)?,
        ForeignKeyRename => {
            if foreign_key.name.is_none() || !is_enforced {
                return None;
            }
            foreign_key.name = Some(format!("fk {}", database.id()));
        }
        kind => {
            let types = table.types_of(&foreign_key.columns);
            let others =
                database.tables.iter().filter(|it| (it.id == foreign_key.table) == (kind == ForeignKeyReferenced));
            let targets = others.flat_map(|it| it.targets().into_iter().map(move |target| (it, target)));
            let fits = |(it, target): &(&Table, Vec<usize>)| {
                let to_itself = it.id == table.id && target.iter().any(|id| foreign_key.columns.contains(id));
                *target != foreign_key.referenced && it.types_of(target) == types && !to_itself
            };
            let targets: Vec<(usize, Vec<usize>)> = targets.filter(fits).map(|(it, target)| (it.id, target)).collect();
            (foreign_key.table, foreign_key.referenced) = choices.one_of(&targets)?;
        }
    }
    let has_new_ends = matches!(edit.kind, ForeignKeyTable | ForeignKeyReferenced);
    if has_new_ends && (foreign_key.name.is_none() || !is_enforced) {
        // It has nothing that it could be known by.
        edit.changes.push(of_foreign("drop", &table, &table.foreign_keys[place]));
        edit.changes.push(of_foreign("create", &table, &foreign_key));
    } else {
        let kind = if edit.kind == ForeignKeyRename { "rename" } else { "alter" };
        edit.changes.push(of_foreign(kind, &table, &foreign_key));
    }
    table.foreign_keys[place] = foreign_key;
    database.tables[at] = table;
    Some(())
}

fn of_mode(database: &mut Database, edit: &mut Edit) -> Option<()> {
    if database.flavor != Flavor::Prisma {
        return None;
    }
    database.mode = if database.mode == Mode::Prisma { Mode::ForeignKeys } else { Mode::Prisma };
    edit.changes.push(expected("alter", "setting", None, "relationMode"));
    for table in &database.tables {
        edit.following.extend(table.foreign_keys.iter().map(|it| of_foreign("alter", table, it)));
    }
    Some(())
}
