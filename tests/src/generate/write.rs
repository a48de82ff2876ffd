//! A database as SQL in any spelling, and as a Prisma schema.

use super::{
    Action, Check, Choices, Collation, Column, Database, Default, ForeignKey, Generated, Index, IndexKind, Mode, Part,
    Table, Type, derived,
};

/// How a text is spelled: without choices left, in one plain way.
pub type Spelling = Choices;

/// The text that makes a database.
pub fn in_sql(database: &Database, spelling: &mut Spelling) -> String {
    let is_lower = spelling.in_ten(5);
    Sql { database, spelling, is_lower, later: String::new() }.write()
}

struct Sql<'a> {
    database: &'a Database,
    spelling: &'a mut Spelling,
    is_lower: bool,
    /// The statements that come after all tables.
    later: String,
}

impl Sql<'_> {
    fn write(mut self) -> String {
        let mut text = String::new();
        let mut made = Vec::new();
        for table in &self.database.tables {
            made.push(table.id);
            text += &self.table(table, &made);
        }
        text += &self.later;
        for view in &self.database.views {
            text += &format!("CREATE VIEW {} AS SELECT 1 AS `one`;\n", quoted(view));
        }
        text
    }

    fn words(&self, words: &str) -> String {
        if self.is_lower { words.to_lowercase() } else { words.to_owned() }
    }

    /// A name in back-ticks, or bare where it needs none.
    fn name(&mut self, name: &str) -> String {
        let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && !["order", "group", "select", "key", "index", "rank"].contains(&name.to_lowercase().as_str());
        if is_plain && self.spelling.in_ten(3) { name.to_owned() } else { quoted(name) }
    }

    fn names<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> String {
        let names: Vec<String> = names.map(|name| self.name(name)).collect();
        names.join(", ")
    }

    fn table(&mut self, table: &Table, made: &[usize]) -> String {
        let mut text = declared("--", table.declared.as_ref());
        let key_on_column = match table.primary_key.as_slice() {
            [part] if part.is_plain() && self.spelling.in_ten(3) => Some(part.column),
            _ => None,
        };
        let mut elements = Vec::new();
        for column in &table.columns {
            let mut element = declared("  --", column.declared.as_ref()) + "  " + &self.column(table, column);
            if key_on_column == Some(column.id) {
                element += &self.words(" PRIMARY KEY");
            }
            elements.push(element);
        }
        if key_on_column.is_none() && !table.primary_key.is_empty() {
            let parts = self.parts(table, &table.primary_key);
            let method = if self.spelling.in_ten(2) { " USING BTREE" } else { "" };
            elements.push(format!("  {}", self.words("PRIMARY KEY") + " (" + &parts + ")" + method));
        }
        let mut is_split = false;
        for index in &table.indexes {
            if self.spelling.in_ten(3) {
                is_split = true;
                let statement = self.create_index(table, index);
                self.later += &statement;
            } else {
                elements.push(format!("  {}", self.index(table, index)));
            }
        }
        let is_kept = self.database.mode == Mode::ForeignKeys;
        for foreign_key in table.foreign_keys.iter().filter(|_| is_kept) {
            let element = self.foreign_key(table, foreign_key);
            // After all indexes, whose names the server would take for one of its own.
            if is_split || !made.contains(&foreign_key.table) || self.spelling.in_ten(2) {
                self.later += &format!("ALTER TABLE {} ADD {element};\n", quoted(&table.name));
            } else {
                elements.push(format!("  {element}"));
            }
        }
        for check in &table.checks {
            elements.push(format!("  {}", self.check(table, check)));
        }
        text += &self.words("CREATE TABLE ");
        text += &format!("{} (\n{}\n)", self.name(&table.name), elements.join(",\n"));
        text += &self.options(table);
        if let Some(parted) = &table.parted {
            let columns = self.names(parted.columns.iter().map(|id| table.column_name(*id)));
            text += &format!(
                "\n{} ({columns}) {} {}",
                self.words("PARTITION BY KEY"),
                self.words("PARTITIONS"),
                parted.count
            );
        }
        text + ";\n"
    }

    fn options(&mut self, table: &Table) -> String {
        let mut text = String::new();
        if let Some(engine) = table.engine {
            text += &(self.words(" ENGINE=") + engine);
        }
        if let Some(Collation { charset, name }) = table.collation {
            let words = self.spelling.of(&["DEFAULT CHARSET=", "CHARACTER SET ", "DEFAULT CHARACTER SET = "]);
            text += &format!(" {}{charset} {}{name}", self.words(words), self.words("COLLATE="));
        }
        if let Some(comment) = &table.comment {
            text += &format!(" {}{}", self.words("COMMENT="), string(comment));
        }
        if let Some(option) = table.option {
            text += &format!(" {}", self.words(option));
        }
        text
    }

    fn column(&mut self, table: &Table, column: &Column) -> String {
        let ty = match &column.ty {
            // The width means something here.
            Type::Integer { size, .. } if column.zerofill => {
                let width = if self.spelling.in_ten(3) { usual_width(size) } else { "" };
                let unsigned = if self.spelling.in_ten(5) { " UNSIGNED" } else { "" };
                self.words(&format!("{}{width}{unsigned} ZEROFILL", size.to_uppercase()))
            }
            ty => self.ty(ty),
        };
        let mut text = format!("{} {ty}", self.name(&column.name));
        // What the table says already may be said again.
        let told = column.collation.or_else(|| table.collation_of(column).filter(|_| self.spelling.in_ten(3)));
        if let Some(Collation { charset, name }) = told {
            text += &format!(" {}{charset} {}{name}", self.words("CHARACTER SET "), self.words("COLLATE "));
        }
        if let Some(generated) = column.generated {
            let stored = self.words(if generated.stored { "STORED" } else { "VIRTUAL" });
            let always = if self.spelling.in_ten(3) { "" } else { "GENERATED ALWAYS " };
            let expression = computed(table, generated);
            text += &format!(" {}{} ({expression}) {stored}", self.words(always), self.words("AS"));
        } else if !column.nullable {
            text += &self.words(" NOT NULL");
        } else if !self.spelling.in_ten(4) {
            text += &self.words(" NULL");
        }
        match &column.default {
            None if column.nullable && column.generated.is_none() && self.spelling.in_ten(4) => {
                text += &self.words(" DEFAULT NULL");
            }
            None => {}
            Some(default) => text += &format!("{} {}", self.words(" DEFAULT"), self.default(default, &column.ty)),
        }
        if column.on_update_now {
            text += &format!("{} {}", self.words(" ON UPDATE"), self.now(&column.ty));
        }
        if column.counts {
            text += &self.words(" AUTO_INCREMENT");
        }
        if column.invisible {
            text += &self.words(" INVISIBLE");
        }
        if let Some(comment) = &column.comment {
            text += &format!(" COMMENT {}", string(comment));
        }
        if column.checked {
            let value = if column.ty.is_text() { "'no'" } else { "7777" };
            text += &format!("{} ({} <> {value})", self.words(" CHECK"), self.name(&column.name));
        }
        text
    }

    fn check(&mut self, table: &Table, check: &Check) -> String {
        let name = check.name.as_ref().map(|name| format!("CONSTRAINT {} ", quoted(name))).unwrap_or_default();
        let is_text = table.column(check.of).is_some_and(|column| column.ty.is_text());
        let of = self.name(table.column_name(check.of));
        let unlike = self.spelling.of(&["<>", "!="]);
        let expression = match (is_text, check.form) {
            (true, 0) => format!("{of} {unlike} 'no'"),
            (true, _) => format!("{of} {unlike} 'yes' OR {of} IS NULL"),
            (false, 0) => format!("{of} {unlike} 7777"),
            (false, _) => format!("{of} {unlike} 8888 AND {of} + 1 < 9999"),
        };
        let expression = if self.spelling.in_ten(3) { format!("({expression})") } else { expression };
        let enforced = if check.enforced { "" } else { " NOT ENFORCED" };
        format!("{name}{} ({expression}){enforced}", self.words("CHECK"))
    }

    fn now(&mut self, ty: &Type) -> String {
        let word = self.spelling.of(&["CURRENT_TIMESTAMP", "NOW"]);
        match ty {
            Type::DateTime(0) | Type::Timestamp(0) if word == "NOW" => "NOW()".to_owned(),
            Type::DateTime(digits) | Type::Timestamp(digits) if *digits > 0 => format!("{word}({digits})"),
            _ => word.to_owned(),
        }
    }

    fn default(&mut self, default: &Default, ty: &Type) -> String {
        match default {
            Default::Now => self.now(ty),
            Default::Expression(text) => (*text).to_owned(),
            Default::Literal(value) if matches!(ty, Type::Bit(_)) => (*value).to_owned(),
            Default::Literal(value) if ty.is_number() && self.spelling.in_ten(5) => (*value).to_owned(),
            Default::Literal("1") if *ty == Type::Boolean && self.spelling.in_ten(5) => "TRUE".to_owned(),
            Default::Literal(value) => string(value),
        }
    }

    fn ty(&mut self, ty: &Type) -> String {
        let is_other = self.spelling.in_ten(4);
        let text = match ty {
            Type::Integer { size, unsigned } => {
                let width = if is_other { "(9)" } else { "" };
                let size = if *size == "int" && self.spelling.in_ten(2) { "INTEGER" } else { size };
                format!("{}{width}{}", size.to_uppercase(), if *unsigned { " UNSIGNED" } else { "" })
            }
            Type::Boolean => if is_other { "BOOLEAN" } else { "TINYINT(1)" }.to_owned(),
            Type::Decimal { digits, scale, unsigned } => {
                let word = if is_other { "NUMERIC" } else { "DECIMAL" };
                let scale = if *scale == 0 && is_other { String::new() } else { format!(",{scale}") };
                format!("{word}({digits}{scale}){}", if *unsigned { " UNSIGNED" } else { "" })
            }
            Type::Float => "FLOAT".to_owned(),
            Type::Double => if is_other { "DOUBLE PRECISION" } else { "DOUBLE" }.to_owned(),
            Type::Char(1) if is_other => "CHAR".to_owned(),
            Type::Char(length) => format!("CHAR({length})"),
            Type::Varchar(length) => format!("{}({length})", if is_other { "CHARACTER VARYING" } else { "VARCHAR" }),
            Type::Text(size) => format!("{size}TEXT"),
            Type::Binary(length) => format!("BINARY({length})"),
            Type::Varbinary(length) => format!("VARBINARY({length})"),
            Type::Blob(size) => format!("{size}BLOB"),
            Type::Enum(values) | Type::Set(values) => {
                let values: Vec<String> = values.iter().map(|it| string(it)).collect();
                let word = if matches!(ty, Type::Enum(_)) { "ENUM" } else { "SET" };
                // The case of the values means something.
                return format!("{}({})", self.words(word), values.join(if is_other { ", " } else { "," }));
            }
            Type::Date => "DATE".to_owned(),
            Type::Time(digits) => timed("TIME", *digits, is_other),
            Type::DateTime(digits) => timed("DATETIME", *digits, is_other),
            Type::Timestamp(digits) => timed("TIMESTAMP", *digits, is_other),
            Type::Year => if is_other { "YEAR(4)" } else { "YEAR" }.to_owned(),
            Type::Json => "JSON".to_owned(),
            Type::Bit(length) => format!("BIT({length})"),
        };
        self.words(&text)
    }

    fn parts(&mut self, table: &Table, parts: &[Part]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.part(table, part)).collect();
        parts.join(", ")
    }

    fn part(&mut self, table: &Table, part: &Part) -> String {
        let mut text = if part.expression {
            let generated = Generated { of: part.column, form: 0, stored: false };
            format!("({})", computed(table, generated))
        } else {
            self.name(table.column_name(part.column))
        };
        text.extend(part.length.map(|length| format!("({length})")));
        text + if part.descending { " DESC" } else { "" }
    }

    fn index(&mut self, table: &Table, index: &Index) -> String {
        let (name, parts) = (self.name(&index.name), self.parts(table, &index.parts));
        let key = self.spelling.of(&["KEY", "INDEX"]);
        let method = if index.kind != IndexKind::FullText && self.spelling.in_ten(3) { " USING BTREE" } else { "" };
        let head = match index.kind {
            IndexKind::Plain => key.to_owned(),
            IndexKind::FullText => format!("FULLTEXT {key}"),
            IndexKind::Unique => format!("UNIQUE {key}"),
        };
        let comment = self.comment(index);
        if index.kind == IndexKind::Unique && self.spelling.in_ten(2) {
            return format!("CONSTRAINT {name} UNIQUE ({parts}){comment}");
        }
        format!("{} {name} ({parts}){method}{comment}", self.words(&head))
    }

    fn comment(&self, index: &Index) -> String {
        let comment = index.comment.as_ref().map(|comment| format!("{} {}", self.words(" COMMENT"), string(comment)));
        comment.unwrap_or_default()
    }

    fn create_index(&mut self, table: &Table, index: &Index) -> String {
        let kind = match index.kind {
            IndexKind::Plain => "",
            IndexKind::FullText => "FULLTEXT ",
            IndexKind::Unique => "UNIQUE ",
        };
        let (name, of, parts) = (self.name(&index.name), self.name(&table.name), self.parts(table, &index.parts));
        let comment = self.comment(index);
        format!("{} {name} ON {of} ({parts}){comment};\n", self.words(&format!("CREATE {kind}INDEX")))
    }

    fn foreign_key(&mut self, table: &Table, foreign_key: &ForeignKey) -> String {
        let to = self.database.table(foreign_key.table).expect("it refers to a table");
        let name = foreign_key.name.as_ref().map(|name| format!("CONSTRAINT {} ", quoted(name))).unwrap_or_default();
        let columns = self.names(foreign_key.columns.iter().map(|id| table.column_name(*id)));
        let referenced = self.names(foreign_key.referenced.iter().map(|id| to.column_name(*id)));
        let of = self.name(&to.name);
        let mut text = format!("{name}FOREIGN KEY ({columns}) REFERENCES {of} ({referenced})");
        for (word, action) in [("DELETE", foreign_key.on_delete), ("UPDATE", foreign_key.on_update)] {
            let action = match action {
                Action::NoAction | Action::Restrict => self.spelling.of(&["", "RESTRICT", "NO ACTION"]),
                Action::Cascade => "CASCADE",
                Action::SetNull => "SET NULL",
            };
            if !action.is_empty() {
                text += &format!(" ON {word} {action}");
            }
        }
        text
    }
}

fn usual_width(size: &str) -> &'static str {
    match size {
        "tinyint" => "(3)",
        "smallint" => "(5)",
        "mediumint" => "(8)",
        "bigint" => "(20)",
        _ => "(10)",
    }
}

fn timed(word: &str, digits: u32, is_other: bool) -> String {
    if digits > 0 || is_other { format!("{word}({digits})") } else { word.to_owned() }
}

fn computed(table: &Table, generated: Generated) -> String {
    let of = quoted(table.column_name(generated.of));
    let is_text = table.column(generated.of).is_some_and(|column| column.ty.is_text());
    match (is_text, generated.form) {
        (true, 0) => format!("concat({of},'A')"),
        (true, _) => format!("upper({of})"),
        (false, 0) => format!("{of} + 1"),
        (false, _) => format!("{of} * 2"),
    }
}

/// The comment that declares a rename.
fn declared(marker: &str, old: Option<&String>) -> String {
    let Some(old) = old else { return String::new() };
    let quote = if old.contains('`') { '"' } else { '`' };
    format!("{marker} shoring:renamed-from {quote}{old}{quote}\n")
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

fn string(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''").replace('\n', "\\n"))
}

// Prisma

/// The Prisma schema of a database. A key is given the name that it has, where that is not the one that Prisma gives it.
pub fn in_prisma(database: &Database) -> String {
    let mode = if database.mode == Mode::Prisma { "prisma" } else { "foreignKeys" };
    let mut text = format!("datasource db {{\n  provider     = \"mysql\"\n  relationMode = \"{mode}\"\n}}\n");
    for table in &database.tables {
        for column in &table.columns {
            if let Type::Enum(values) = &column.ty {
                let values: String =
                    values.iter().enumerate().map(|(nth, it)| format!("  V{nth} @map(\"{it}\")\n")).collect();
                text += &format!("\nenum E{} {{\n{values}}}\n", column.id);
            }
        }
    }
    for table in &database.tables {
        text += &model(database, table);
    }
    text
}

fn model(database: &Database, table: &Table) -> String {
    let mut text = format!("\n{}model {} {{\n", declared("//", table.declared.as_ref()), table.model);
    for column in &table.columns {
        text += &declared("  //", column.declared.as_ref());
        text += &format!("  {}\n", field(table, column));
    }
    for foreign_key in &table.foreign_keys {
        text += &format!("  {}\n", relation(database, table, foreign_key));
    }
    for (at, foreign_key) in database.references_to(table.id) {
        let id = foreign_key.id;
        text += &format!("  back_{id} {}[] @relation(\"r{id}\")\n", database.tables[at].model);
    }
    if !table.primary_key.is_empty() && simple_key(table).is_none() {
        text += &format!("  @@id([{}])\n", prisma_parts(table, &table.primary_key));
    }
    for index in &table.indexes {
        let (word, suffix) = match index.kind {
            IndexKind::Plain => ("index", "_idx"),
            IndexKind::Unique => ("unique", "_key"),
            IndexKind::FullText => ("fulltext", "_idx"),
        };
        let map = map_unless(&index.name, &derived(table, index.parts.iter().map(|it| it.column), suffix));
        text += &format!("  @@{word}([{}]{map})\n", prisma_parts(table, &index.parts));
    }
    text + &format!("  @@map(\"{}\")\n}}\n", table.name)
}

/// The column that is the primary key alone.
fn simple_key(table: &Table) -> Option<usize> {
    if let [part] = table.primary_key.as_slice() { part.is_plain().then_some(part.column) } else { None }
}

fn map_unless(name: &str, derived: &str) -> String {
    if name == derived { String::new() } else { format!(", map: \"{name}\"") }
}

fn prisma_parts(table: &Table, parts: &[Part]) -> String {
    let part = |part: &Part| {
        let field = table.column(part.column).map(|it| it.field.clone()).unwrap_or_default();
        let length = part.length.map(|length| format!("length: {length}"));
        let sort = part.descending.then(|| "sort: Desc".to_owned());
        let arguments: Vec<String> = length.into_iter().chain(sort).collect();
        if arguments.is_empty() { field } else { format!("{field}({})", arguments.join(", ")) }
    };
    parts.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn field(table: &Table, column: &Column) -> String {
    let (ty, native) = prisma_type(column);
    let optional = if column.nullable { "?" } else { "" };
    let mut text = format!("{} {ty}{optional}", column.field);
    if simple_key(table) == Some(column.id) {
        text += " @id";
    }
    if column.counts {
        text += " @default(autoincrement())";
    }
    match &column.default {
        Some(Default::Now) => text += " @default(now())",
        Some(Default::Expression(sql)) => text += &format!(" @default(dbgenerated(\"{sql}\"))"),
        Some(Default::Literal(value)) => text += &format!(" @default({})", prisma_literal(value, &column.ty)),
        None => {}
    }
    if !native.is_empty() {
        text += &format!(" @db.{native}");
    }
    text + &format!(" @map(\"{}\")", column.name)
}

fn prisma_literal(value: &str, ty: &Type) -> String {
    match ty {
        Type::Boolean => if value == "1" { "true" } else { "false" }.to_owned(),
        Type::Enum(values) => format!("V{}", values.iter().position(|it| *it == value).unwrap_or_default()),
        _ if ty.is_number() || *ty == Type::Year => value.to_owned(),
        _ => format!("\"{value}\""),
    }
}

/// The type of a field, and its native type where that is not the usual one.
fn prisma_type(column: &Column) -> (String, String) {
    let (ty, native) = match &column.ty {
        Type::Integer { size, unsigned } => {
            let word = match *size {
                "int" if *unsigned => "Int",
                "bigint" if *unsigned => "BigInt",
                "int" | "bigint" => "",
                "smallint" => "SmallInt",
                "tinyint" => "TinyInt",
                _ => "MediumInt",
            };
            let unsigned = if *unsigned { "Unsigned" } else { "" };
            (if *size == "bigint" { "BigInt" } else { "Int" }, format!("{unsigned}{word}"))
        }
        Type::Boolean => ("Boolean", String::new()),
        Type::Decimal { digits: 65, scale: 30, .. } => ("Decimal", String::new()),
        Type::Decimal { digits, scale, .. } => ("Decimal", format!("Decimal({digits}, {scale})")),
        Type::Float => ("Float", "Float".to_owned()),
        Type::Double => ("Float", String::new()),
        Type::Char(length) => ("String", format!("Char({length})")),
        Type::Varchar(191) => ("String", String::new()),
        Type::Varchar(length) => ("String", format!("VarChar({length})")),
        Type::Text(size) => ("String", sized(size, "Text")),
        Type::Binary(length) => ("Bytes", format!("Binary({length})")),
        Type::Varbinary(length) => ("Bytes", format!("VarBinary({length})")),
        Type::Blob("long") => ("Bytes", String::new()),
        Type::Blob(size) => ("Bytes", sized(size, "Blob")),
        Type::Enum(_) => return (format!("E{}", column.id), String::new()),
        Type::Set(_) => ("Unsupported(\"set\")", String::new()),
        Type::Date => ("DateTime", "Date".to_owned()),
        Type::Time(digits) => ("DateTime", format!("Time({digits})")),
        Type::DateTime(3) => ("DateTime", String::new()),
        Type::DateTime(digits) => ("DateTime", format!("DateTime({digits})")),
        Type::Timestamp(digits) => ("DateTime", format!("Timestamp({digits})")),
        Type::Year => ("Int", "Year".to_owned()),
        Type::Json => ("Json", String::new()),
        Type::Bit(length) => ("Bytes", format!("Bit({length})")),
    };
    (ty.to_owned(), native)
}

fn sized(size: &str, word: &str) -> String {
    let mut letters = size.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    let word = if first.is_some() { word.to_owned() } else { return word.to_owned() };
    format!("{}{}{word}", first.unwrap_or_default(), letters.as_str())
}

fn relation(database: &Database, table: &Table, foreign_key: &ForeignKey) -> String {
    let to = database.table(foreign_key.table).expect("it refers to a table");
    let fields = |of: &Table, ids: &[usize]| {
        let fields: Vec<String> = ids.iter().filter_map(|id| Some(of.column(*id)?.field.clone())).collect();
        fields.join(", ")
    };
    let nullable = foreign_key.columns.iter().any(|id| table.column(*id).is_some_and(|it| it.nullable));
    let name = foreign_key.name.clone().unwrap_or_default();
    let derived = derived(table, foreign_key.columns.iter().copied(), "_fkey");
    format!(
        "rel_{id} {}{} @relation(\"r{id}\", fields: [{}], references: [{}], onDelete: {:?}, onUpdate: {:?}{})",
        to.model,
        if nullable { "?" } else { "" },
        fields(table, &foreign_key.columns),
        fields(to, &foreign_key.referenced),
        foreign_key.on_delete,
        foreign_key.on_update,
        if database.mode == Mode::Prisma { String::new() } else { map_unless(&name, &derived) },
        id = foreign_key.id,
    )
}
