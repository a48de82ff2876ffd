//! Pieces of a schema in the words of MySQL and MariaDB.

use smol_str::SmolStr;

use crate::{
    schema::{
        ColumnType, ColumnWalker, DefaultValue, ForeignKeyWalker, IndexKind, IndexPart, IndexWalker, PartKey,
        ReferentialAction, TableWalker,
    },
    target::Dialect,
};

/// A name in back-ticks.
pub(super) fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// Several names in back-ticks, in parentheses.
fn quoted_list(names: &[SmolStr]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!("({})", names.join(", "))
}

/// A string in quotes.
fn string(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''").replace('\n', "\\n").replace('\r', "\\r"))
}

pub(super) fn create_table(table: TableWalker<'_>, foreign_keys: &[ForeignKeyWalker<'_>], dialect: Dialect) -> String {
    let columns = table.columns().map(|it| format!("{} {}", quoted(&it.get().name), column_definition(it, dialect)));
    let written = table.keys().filter(|index| !index.get().implicit).map(|it| index(it, dialect));
    let elements: Vec<String> = columns.chain(written).chain(foreign_keys.iter().map(|it| foreign_key(*it))).collect();
    let options = table_options(table);
    let options = if options.is_empty() { String::new() } else { format!(" {options}") };
    format!("CREATE TABLE {} (\n  {}\n){options};", quoted(&table.get().name), elements.join(",\n  "))
}

/// What stands behind the elements of a table.
pub(super) fn table_options(table: TableWalker<'_>) -> String {
    let it = table.get();
    let mut options = Vec::new();
    options.extend(it.engine.as_ref().map(|engine| format!("ENGINE={engine}")));
    if table.is_prisma() {
        // As Prisma writes it on MySQL.
        options.push("DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci".to_owned());
    }
    options.extend(it.charset.as_ref().map(|charset| format!("DEFAULT CHARSET={charset}")));
    options.extend(it.collation.as_ref().map(|collation| format!("COLLATE={collation}")));
    options.extend(it.comment.as_ref().map(|comment| format!("COMMENT={}", string(comment))));
    options.join(" ")
}

/// What stands behind the elements of a table, where it takes the place of others.
pub(super) fn new_table_options(base: TableWalker<'_>, head: TableWalker<'_>) -> String {
    let options = table_options(head);
    let loses_comment = base.get().comment.is_some() && head.get().comment.is_none();
    if loses_comment { format!("{options} COMMENT=''").trim_start().to_owned() } else { options }
}

/// What stands behind a column's name.
pub(super) fn column_definition(column: ColumnWalker<'_>, dialect: Dialect) -> String {
    let details = column.get().details();
    definition(column, details.charset.clone(), details.collation.clone(), dialect)
}

/// What stands behind a column's name, with the character set that it has from its table: a statement that changes the
/// table's too leaves no doubt then.
pub(super) fn settled_definition(column: ColumnWalker<'_>, dialect: Dialect) -> String {
    definition(column, column.charset(), column.collation(), dialect)
}

fn definition(
    column: ColumnWalker<'_>,
    charset: Option<SmolStr>,
    collation: Option<SmolStr>,
    dialect: Dialect,
) -> String {
    let it = column.get();
    let details = it.details();
    let mut words = vec![type_name(&it.ty)];
    words.extend(charset.map(|charset| format!("CHARACTER SET {charset}")));
    words.extend(collation.map(|collation| format!("COLLATE {collation}")));
    if let Some(generated) = &it.generated {
        let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
        words.push(format!("GENERATED ALWAYS AS ({}) {stored}", generated.expression));
    }
    match (it.nullable, &it.generated) {
        // MariaDB has no word for it on a generated column, and NULL says nothing there.
        (true, Some(_)) => {}
        (false, Some(_)) if dialect == Dialect::MariaDb => {}
        (true, None) => words.push("NULL".to_owned()),
        (false, _) => words.push("NOT NULL".to_owned()),
    }
    words.extend(it.default.as_ref().map(|default| format!("DEFAULT {}", default_value(default, &it.ty))));
    if details.on_update_now {
        words.push(format!("ON UPDATE {}", now(&it.ty)));
    }
    if it.auto_increment {
        words.push("AUTO_INCREMENT".to_owned());
    }
    if details.invisible {
        words.push("INVISIBLE".to_owned());
    }
    words.extend(details.srid.as_ref().map(|srid| format!("SRID {srid}")));
    words.extend(details.comment.as_ref().map(|comment| format!("COMMENT {}", string(comment))));
    words.join(" ")
}

fn type_name(ty: &ColumnType) -> String {
    if matches!(ty.name.as_str(), "enum" | "set") {
        let values: Vec<String> = ty.arguments.iter().map(|value| string(value)).collect();
        return format!("{}({})", ty.name, values.join(","));
    }
    ty.to_string()
}

/// The time of the statement, with as many digits as the column has.
fn now(ty: &ColumnType) -> String {
    match ty.arguments.first() {
        Some(digits) => format!("CURRENT_TIMESTAMP({digits})"),
        None => "CURRENT_TIMESTAMP".to_owned(),
    }
}

pub(super) fn default_value(default: &DefaultValue, ty: &ColumnType) -> String {
    match default {
        DefaultValue::Null => "NULL".to_owned(),
        DefaultValue::CurrentTimestamp => now(ty),
        DefaultValue::Literal(value) => {
            // Bits and bytes are kept as they were written.
            let is_bytes = value.len() > 2
                && value.ends_with('\'')
                && value.get(1..2) == Some("'")
                && value.starts_with(['b', 'B', 'x', 'X'])
                || value.starts_with("0x") && !ty.is_text();
            let is_number = ty.is_number() && value.parse::<f64>().is_ok_and(f64::is_finite);
            if is_bytes || is_number { value.to_string() } else { string(value) }
        }
        // MySQL manual, "Data Type Default Values": an expression stands in parentheses.
        DefaultValue::Expression(text) if text.starts_with('(') => text.to_string(),
        DefaultValue::Expression(text) => format!("({text})"),
    }
}

/// An index as an element of its table.
pub(super) fn index(index: IndexWalker<'_>, dialect: Dialect) -> String {
    let it = index.get();
    let name = quoted(&it.name);
    let head = match it.kind {
        IndexKind::Primary => "PRIMARY KEY".to_owned(),
        IndexKind::Unique => format!("UNIQUE KEY {name}"),
        IndexKind::Plain => format!("KEY {name}"),
        IndexKind::FullText => format!("FULLTEXT KEY {name}"),
        IndexKind::Spatial => format!("SPATIAL KEY {name}"),
    };
    let parts: Vec<String> = it.parts.iter().map(part).collect();
    let parser = it.parts.first().and_then(|part| part.compared_by.as_ref()).filter(|_| it.kind == IndexKind::FullText);
    let parser = parser.map(|parser| format!(" WITH PARSER {parser}")).unwrap_or_default();
    let hidden = if it.visible { "" } else { visibility(false, dialect) };
    let blank = if hidden.is_empty() { "" } else { " " };
    format!("{head} ({}){parser}{blank}{hidden}", parts.join(", "))
}

/// The word for whether the optimiser uses an index.
pub(super) fn visibility(visible: bool, dialect: Dialect) -> &'static str {
    match (dialect, visible) {
        (Dialect::MariaDb, true) => "NOT IGNORED",
        (Dialect::MariaDb, false) => "IGNORED",
        (_, true) => "VISIBLE",
        (_, false) => "INVISIBLE",
    }
}

fn part(part: &IndexPart) -> String {
    let mut text = match &part.key {
        PartKey::Column(name) => quoted(name),
        PartKey::Expression(text) if text.starts_with('(') => text.to_string(),
        PartKey::Expression(text) => format!("({text})"),
    };
    text.extend(part.length.map(|length| format!("({length})")));
    text.push_str(if part.descending { " DESC" } else { "" });
    text
}

/// A foreign key as an element of its table.
pub(super) fn foreign_key(foreign_key: ForeignKeyWalker<'_>) -> String {
    let it = foreign_key.get();
    let name = it.name.as_ref().filter(|_| foreign_key.is_named());
    let name = name.map(|name| format!("CONSTRAINT {} ", quoted(name))).unwrap_or_default();
    let mut referenced = it.referenced_columns.clone();
    if referenced.is_empty() {
        let key = foreign_key.referenced_table().and_then(TableWalker::primary_key);
        referenced = key.map(IndexWalker::column_names).unwrap_or_default();
    }
    let mut text = format!(
        "{name}FOREIGN KEY {} REFERENCES {} {}",
        quoted_list(&it.columns),
        quoted(&it.referenced_table),
        quoted_list(&referenced)
    );
    for (word, action) in [("DELETE", it.on_delete), ("UPDATE", it.on_update)] {
        let action = match action {
            // What is meant where nothing is said, under two names.
            ReferentialAction::NoAction => continue,
            ReferentialAction::Restrict => "RESTRICT",
            ReferentialAction::Cascade => "CASCADE",
            ReferentialAction::SetNull => "SET NULL",
            ReferentialAction::SetDefault => "SET DEFAULT",
        };
        text.push_str(&format!(" ON {word} {action}"));
    }
    text
}
