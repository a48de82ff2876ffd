//! Pieces of a schema in the words of MySQL and MariaDB.

use smol_str::SmolStr;

use crate::{
    change::held_options,
    schema::{
        CheckConstraint, CheckWalker, Column, ColumnDetails, ColumnType, ColumnWalker, DefaultValue, ForeignKeyWalker,
        HeldOption, Index, IndexKind, IndexMethod, IndexPart, IndexWalker, PartKey, Partition, PartitionBound,
        PartitionMethod, Partitioning, ReferentialAction, TableWalker, is_number,
    },
    target::Dialect,
};

/// A name in back-ticks.
pub(super) fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// Several names in quotes, in parentheses.
fn quoted_list(names: &[SmolStr], quoted: fn(&str) -> String) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!("({})", names.join(", "))
}

/// A string in quotes.
fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\'' => quoted.push_str("''"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            // The end of a script, to some that read it (MySQL manual, "String Literals").
            '\0' => quoted.push_str("\\0"),
            '\u{1a}' => quoted.push_str("\\Z"),
            other => quoted.push(other),
        }
    }
    format!("'{quoted}'")
}

pub(super) fn create_table(table: TableWalker<'_>, foreign_keys: &[ForeignKeyWalker<'_>], dialect: Dialect) -> String {
    let columns = table
        .columns()
        .map(|it| format!("{} {}", quoted(&it.get().name), definition(it.get(), it.own_check(), dialect)));
    let written = table.keys().map(IndexWalker::get).filter(|index| !index.implicit);
    let written = written.map(|it| index(table, it, dialect));
    let checks = table.checks().filter(|it| it.get().column.is_none()).map(check);
    let foreign_keys = foreign_keys.iter().map(|it| foreign_key(*it));
    let elements: Vec<String> = columns.chain(written).chain(foreign_keys).chain(checks).collect();
    let options = table_options(table);
    let options = if options.is_empty() { String::new() } else { format!(" {options}") };
    let parted = table.get().partitioning.as_ref().map(|it| format!("\n{}", partitioning(it))).unwrap_or_default();
    format!("CREATE TABLE {} (\n  {}\n){options}{parted};", quoted(&table.get().name), elements.join(",\n  "))
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
    options.extend(it.options.iter().filter_map(|(name, value)| Some(held_option(HeldOption::of(name)?, value))));
    options.join(" ")
}

fn held_option(option: HeldOption, value: &str) -> String {
    let value = if option.is_string { string(value) } else { value.to_owned() };
    format!("{}={value}", option.name)
}

/// What stands behind the elements of a table, where it takes the place of others.
pub(super) fn new_table_options(base: TableWalker<'_>, head: TableWalker<'_>) -> String {
    let mut options = vec![table_options(head)];
    let loses_comment = base.get().comment.is_some() && head.get().comment.is_none();
    options.extend(loses_comment.then(|| "COMMENT=''".to_owned()));
    let gone = held_options(base.get(), head.get()).filter(|(_, _, head)| head.is_none());
    options.extend(gone.map(|(option, ..)| held_option(option, option.usual)));
    options.retain(|option| !option.is_empty());
    options.join(" ")
}

/// A column as a state after should have it, where that is Prisma's and the state before is not: what Prisma has no words
/// for stays as it was.
pub(super) fn kept(base: ColumnWalker<'_>, head: ColumnWalker<'_>, renames: &[(SmolStr, SmolStr)]) -> Column {
    let mut column = head.get().clone();
    if base.table().is_prisma() || !head.table().is_prisma() {
        return column;
    }
    let mut old = base.get().clone();
    old.rename_in_expressions(renames);
    let is_kind = |ty: &ColumnType| (ty.is_number(), ty.is_integer());
    if is_kind(&old.ty) == is_kind(&column.ty) {
        column.ty.unsigned |= old.ty.unsigned && !column.ty.is_integer();
        if old.ty.zerofill && column.ty.unsigned {
            let width = if old.ty.name == column.ty.name { old.ty.arguments.as_slice() } else { &[] };
            column.ty = column.ty.filled_with_zeros(width);
        }
    }
    let was = old.details();
    let mut details = column.details().clone();
    if column.ty.is_text() {
        details.charset = details.charset.or_else(|| was.charset.clone());
        details.collation = details.collation.or_else(|| was.collation.clone());
    }
    details.is_json |= was.is_json && column.ty.name == "longtext";
    details.on_update_now |= was.on_update_now && matches!(column.ty.name.as_str(), "datetime" | "timestamp");
    details.comment = details.comment.or_else(|| was.comment.clone());
    details.invisible |= was.invisible;
    details.srid = details.srid.or_else(|| was.srid.clone()).filter(|_| column.ty.is_spatial());
    details.storage = details.storage.or_else(|| was.storage.clone());
    if old.generated.is_some() {
        column.generated.clone_from(&old.generated);
        // A computed column takes none of these.
        column.default = None;
        column.auto_increment = false;
        details.on_update_now = false;
    }
    column.details = (details != ColumnDetails::default()).then(|| Box::new(details));
    column
}

/// A column with the character set that it has from its table: a statement that changes the table's too leaves no doubt
/// then.
pub(super) fn settled(mut column: Column, of: ColumnWalker<'_>) -> Column {
    let mut details = column.details().clone();
    details.charset = of.charset();
    details.collation = of.collation();
    column.details = (details != ColumnDetails::default()).then(|| Box::new(details));
    column
}

/// The check that a definition of a column has to repeat, where the state after is Prisma's and the state before is not.
pub(super) fn kept_check(
    base: ColumnWalker<'_>,
    head: ColumnWalker<'_>,
    renames: &[(SmolStr, SmolStr)],
) -> Option<CheckConstraint> {
    if base.table().is_prisma() || !head.table().is_prisma() {
        return head.own_check().cloned();
    }
    let mut check = base.own_check().cloned();
    if let Some(check) = &mut check {
        check.rename_columns(renames);
    }
    check
}

/// What stands behind a column's name, with the check that is its own (MariaDB).
pub(super) fn definition(it: &Column, own_check: Option<&CheckConstraint>, dialect: Dialect) -> String {
    let details = it.details();
    let is_maria = dialect == Dialect::MariaDb;
    // MariaDB takes no character set behind the word.
    let is_called_json = is_maria && details.is_json && details.collation.as_deref() == Some("utf8mb4_bin");
    let mut words = Vec::new();
    if is_called_json {
        words.push("json".to_owned());
    } else {
        words.push(type_name(&it.ty));
        // It is a part of the type there (MariaDB knowledge base, "CREATE TABLE").
        words.extend(details.srid.as_ref().filter(|_| is_maria).map(|number| format!("REF_SYSTEM_ID={number}")));
        words.extend(details.charset.as_ref().map(|charset| format!("CHARACTER SET {charset}")));
        words.extend(details.collation.as_ref().map(|collation| format!("COLLATE {collation}")));
    }
    if let Some(generated) = &it.generated {
        let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
        words.push(format!("GENERATED ALWAYS AS ({}) {stored}", generated.expression));
    }
    match (it.nullable, &it.generated) {
        // MariaDB has no word for it on a generated column, and NULL says nothing there.
        (true, Some(_)) => {}
        (false, Some(_)) if is_maria => {}
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
    words.extend(details.storage.as_ref().map(ToString::to_string));
    if details.invisible {
        words.push("INVISIBLE".to_owned());
    }
    words.extend(details.srid.as_ref().filter(|_| !is_maria).map(|number| format!("SRID {number}")));
    words.extend(details.comment.as_ref().map(|comment| format!("COMMENT {}", string(comment))));
    if is_maria && details.is_json && !is_called_json {
        words.push(format!("CHECK (json_valid({}))", quoted(&it.name)));
    }
    // It goes where a new definition does not repeat it, and stands last.
    words.extend(own_check.map(|check| format!("CHECK ({})", check.expression)));
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
            let is_number = ty.is_number() && is_number(value);
            if is_bytes || is_number { value.to_string() } else { string(value) }
        }
        // MySQL manual, "Data Type Default Values": an expression stands in parentheses.
        DefaultValue::Expression(text) if text.starts_with('(') => text.to_string(),
        DefaultValue::Expression(text) => format!("({text})"),
    }
}

/// An index as an element of its table.
pub(super) fn index(table: TableWalker<'_>, it: &Index, dialect: Dialect) -> String {
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
    let mut text = format!("{head} ({}){parser}", parts.join(", "));
    // What is usual: hashes in memory, trees elsewhere. MariaDB hashes what is too long for a tree by itself.
    let engine = table.get().engine.as_deref().unwrap_or_default();
    let is_in_memory = ["MEMORY", "HEAP"].iter().any(|it| engine.eq_ignore_ascii_case(it));
    text.push_str(match it.method {
        IndexMethod::Hash if !is_in_memory => " USING HASH",
        IndexMethod::BTree if is_in_memory => " USING BTREE",
        _ => "",
    });
    text.extend(it.key_block_size.as_ref().map(|size| format!(" KEY_BLOCK_SIZE={size}")));
    text.extend(it.comment.as_ref().map(|comment| format!(" COMMENT {}", string(comment))));
    if !it.visible {
        text.extend([" ", visibility(false, dialect)]);
    }
    text
}

/// An index as a state after should have it, where that is Prisma's and the state before is not: what Prisma has no words
/// for stays as it was.
pub(super) fn kept_index(base: IndexWalker<'_>, head: IndexWalker<'_>) -> Index {
    let mut index = head.get().clone();
    if base.table().is_prisma() || !head.table().is_prisma() {
        return index;
    }
    let old = base.get();
    index.method = old.method;
    index.visible = old.visible;
    index.comment.clone_from(&old.comment);
    index.key_block_size.clone_from(&old.key_block_size);
    let parser = old.parts.first().and_then(|part| part.compared_by.clone());
    if old.kind == index.kind && old.kind == IndexKind::FullText {
        index.parts.iter_mut().for_each(|part| part.compared_by.clone_from(&parser));
    }
    index
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
    foreign_key_words(foreign_key, quoted, &quoted(&foreign_key.get().referenced_table))
}

/// A foreign key in the words that all dialects have, with names as one quotes them.
pub(super) fn foreign_key_words(foreign_key: ForeignKeyWalker<'_>, quoted: fn(&str) -> String, to: &str) -> String {
    let it = foreign_key.get();
    let name = it.name.as_ref().filter(|_| foreign_key.is_named());
    let name = name.map(|name| format!("CONSTRAINT {} ", quoted(name))).unwrap_or_default();
    let mut referenced = it.referenced_columns.clone();
    if referenced.is_empty() {
        let key = foreign_key.referenced_table().and_then(TableWalker::primary_key);
        referenced = key.map(IndexWalker::column_names).unwrap_or_default();
    }
    let mut text = format!(
        "{name}FOREIGN KEY {} REFERENCES {to} {}",
        quoted_list(&it.columns, quoted),
        quoted_list(&referenced, quoted)
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

/// A check as an element of its table.
pub(super) fn check(check: CheckWalker<'_>) -> String {
    check_with(check, check.get())
}

/// The same of what becomes of it.
pub(super) fn check_with(check: CheckWalker<'_>, it: &CheckConstraint) -> String {
    let name = it.name.as_ref().filter(|_| check.is_named());
    let name = name.map(|name| format!("CONSTRAINT {} ", quoted(name))).unwrap_or_default();
    let enforced = if it.enforced { "" } else { " NOT ENFORCED" };
    format!("{name}CHECK ({}){enforced}", it.expression)
}

/// `PARTITION BY …`
pub(super) fn partitioning(it: &Partitioning) -> String {
    let mut text = format!("PARTITION BY {}", parted_by(it));
    if it.partitions.is_empty() {
        text.extend(it.count.map(|count| format!(" PARTITIONS {count}")));
    }
    if let Some(sub) = &it.subpartitioning {
        text.push_str(&format!("\nSUBPARTITION BY {}", parted_by(sub)));
        text.extend(sub.count.map(|count| format!(" SUBPARTITIONS {count}")));
    }
    if !it.partitions.is_empty() {
        text.push_str(&format!("\n{}", partitions(&it.partitions, "PARTITION")));
    }
    text
}

fn parted_by(it: &Partitioning) -> String {
    let mut text = it.method.words().to_owned();
    text.extend(it.algorithm.as_ref().map(|number| format!(" ALGORITHM={number}")));
    match &it.expression {
        Some(words) if it.method == PartitionMethod::SystemTime => text.push_str(&format!(" {words}")),
        None if it.method == PartitionMethod::SystemTime => {}
        Some(expression) => text.push_str(&format!(" ({expression})")),
        None => text.push_str(&format!(" {}", quoted_list(&it.columns, quoted))),
    }
    text
}

/// Partitions in parentheses.
pub(super) fn partitions(all: &[Partition], word: &str) -> String {
    let each: Vec<String> = all.iter().map(|it| partition(it, word)).collect();
    format!("({})", each.join(",\n "))
}

fn partition(it: &Partition, word: &str) -> String {
    let mut text = format!("{word} {}", quoted(&it.name));
    match &it.bound {
        Some(PartitionBound::LessThan(values)) => text.push_str(&format!(" VALUES LESS THAN ({})", values.join(","))),
        Some(PartitionBound::In(values)) if values.as_slice() == ["DEFAULT"] => text.push_str(" DEFAULT"),
        Some(PartitionBound::In(values)) => text.push_str(&format!(" VALUES IN ({})", values.join(","))),
        Some(PartitionBound::History) => text.push_str(" HISTORY"),
        Some(PartitionBound::Current) => text.push_str(" CURRENT"),
        None => {}
    }
    text.extend(it.engine.as_ref().map(|engine| format!(" ENGINE = {engine}")));
    text.extend(it.comment.as_ref().map(|comment| format!(" COMMENT = {}", string(comment))));
    for (name, value) in &it.options {
        let is_string = name.ends_with("DIRECTORY");
        let value = if is_string { string(value) } else { value.to_string() };
        text.push_str(&format!(" {name} = {value}"));
    }
    if !it.subpartitions.is_empty() {
        text.push_str(&format!(" {}", partitions(&it.subpartitions, "SUBPARTITION")));
    }
    text
}
