//! Databases that nobody has thought of: a small model of MySQL's schemas, made of numbers that a property test shrinks.
//!
//! Tables, columns and keys are known by an id, so that a rename changes one name and nothing else. Whatever is made
//! here is a schema that a server takes.

mod edit;
mod write;

pub use edit::{Edit, Expected, KINDS, Kind, edit};
pub use write::{Spelling, in_prisma, in_sql};

/// The numbers that decide what is made. 0 is always the plainest choice, and so is the end of the list: fewer and
/// smaller numbers are a plainer database.
#[derive(Debug)]
pub struct Choices {
    numbers: std::vec::IntoIter<u16>,
}

/// Numbers that look like chance and are the same on every machine (splitmix64); a seed begins them.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn take(&mut self, count: usize) -> Vec<u16> {
        (0..count).map(|_| self.next()).collect()
    }

    fn next(&mut self) -> u16 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u16::try_from((mixed ^ (mixed >> 31)) & 0xFFFF).unwrap_or_default()
    }
}

impl Choices {
    pub fn new(numbers: &[u16]) -> Self {
        Self { numbers: Vec::from(numbers).into_iter() }
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(self.numbers.next().unwrap_or(0)) % limit.max(1)
    }

    /// True so many times of ten.
    pub fn in_ten(&mut self, times: usize) -> bool {
        self.below(10) + times >= 10
    }

    pub fn one_of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).cloned()
    }

    /// One of a list that is never empty.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// What the database is written in: what one language or server has no words for is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavor {
    MySql,
    MariaDb,
    /// What a Prisma schema for MySQL can say.
    Prisma,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    ForeignKeys,
    Prisma,
}

#[derive(Clone, Debug)]
pub struct Database {
    pub flavor: Flavor,
    pub mode: Mode,
    pub tables: Vec<Table>,
    pub views: Vec<String>,
    next: usize,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub id: usize,
    pub name: String,
    pub model: String,
    pub columns: Vec<Column>,
    /// Without parts: none.
    pub primary_key: Vec<Part>,
    pub indexes: Vec<Index>,
    pub foreign_keys: Vec<ForeignKey>,
    /// Checks that are no part of a column.
    pub checks: Vec<Check>,
    pub parted: Option<Parted>,
    pub engine: Option<&'static str>,
    pub collation: Option<Collation>,
    pub comment: Option<String>,
    /// Any other option, with its value.
    pub option: Option<&'static str>,
    /// The name before that a comment declares.
    pub declared: Option<String>,
}

/// A check of the values of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Without one the server counts.
    pub name: Option<String>,
    pub of: usize,
    pub form: usize,
    pub enforced: bool,
}

/// Rows are spread by the server over partitions, by the values of some columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parted {
    pub columns: Vec<usize>,
    pub count: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collation {
    pub charset: &'static str,
    pub name: &'static str,
}

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word that stands there or does not")]
pub struct Column {
    pub id: usize,
    pub name: String,
    pub field: String,
    pub ty: Type,
    pub nullable: bool,
    pub default: Option<Default>,
    pub counts: bool,
    pub generated: Option<Generated>,
    pub on_update_now: bool,
    pub collation: Option<Collation>,
    pub comment: Option<String>,
    /// Filled with zeros; of unsigned whole numbers.
    pub zerofill: bool,
    pub invisible: bool,
    /// A check of its values.
    pub checked: bool,
    pub declared: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Integer {
        size: &'static str,
        unsigned: bool,
    },
    Boolean,
    Decimal {
        digits: u32,
        scale: u32,
        unsigned: bool,
    },
    Float,
    Double,
    Char(u32),
    Varchar(u32),
    /// `""`, `tiny`, `medium`, `long`
    Text(&'static str),
    Binary(u32),
    Varbinary(u32),
    Blob(&'static str),
    Enum(Vec<&'static str>),
    Set(Vec<&'static str>),
    Date,
    Time(u32),
    DateTime(u32),
    Timestamp(u32),
    Year,
    Json,
    Bit(u32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    Literal(&'static str),
    Now,
    Expression(&'static str),
}

/// A column that is computed from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generated {
    pub of: usize,
    pub form: usize,
    pub stored: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexKind {
    Plain,
    Unique,
    FullText,
}

#[derive(Clone, Debug)]
pub struct Index {
    pub id: usize,
    pub name: String,
    pub kind: IndexKind,
    pub parts: Vec<Part>,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub column: usize,
    /// The part is an expression over the column.
    pub expression: bool,
    pub length: Option<u32>,
    pub descending: bool,
}

impl Part {
    pub fn of(column: usize) -> Self {
        Self { column, expression: false, length: None, descending: false }
    }

    /// All of a column, from low to high: what a foreign key can refer to.
    pub fn is_plain(&self) -> bool {
        *self == Self::of(self.column)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
}

#[derive(Clone, Debug)]
pub struct ForeignKey {
    pub id: usize,
    /// Without one the server counts.
    pub name: Option<String>,
    pub columns: Vec<usize>,
    pub table: usize,
    pub referenced: Vec<usize>,
    pub on_delete: Action,
    pub on_update: Action,
}

impl Type {
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Char(_) | Self::Varchar(_) | Self::Text(_) | Self::Enum(_) | Self::Set(_))
    }

    /// Values of which an index can hold the first characters or bytes, and how many there are at most.
    pub fn prefix_of(&self) -> Option<u32> {
        match self {
            Self::Char(length) | Self::Varchar(length) | Self::Binary(length) | Self::Varbinary(length) => {
                Some(*length)
            }
            Self::Text(_) | Self::Blob(_) => Some(u32::MAX),
            _ => None,
        }
    }

    /// Values that an index can only hold the beginning of.
    pub fn is_blob(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Blob(_))
    }

    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer { .. } | Self::Decimal { .. } | Self::Float | Self::Double)
    }

    /// Keys and foreign keys are of these: a foreign key over text needs one collation on both sides.
    fn is_key(&self) -> bool {
        matches!(self, Self::Integer { .. } | Self::Binary(_) | Self::DateTime(_))
    }
}

const NAMES: &[&str] = &[
    "user",
    "post",
    "order",
    "group",
    "two words",
    "select",
    "größe",
    "имя",
    "表",
    "tag",
    "a-b",
    "account_event",
    "key",
    "back`tick",
    "Item",
    "1st",
    "имя поля",
    "price",
    "title",
    "index",
    "createdAt",
    "status",
    "rank",
    "x",
];

pub(crate) const COLLATIONS: &[Collation] = &[
    Collation { charset: "utf8mb4", name: "utf8mb4_unicode_ci" },
    Collation { charset: "utf8mb4", name: "utf8mb4_bin" },
    Collation { charset: "latin1", name: "latin1_swedish_ci" },
    Collation { charset: "utf8mb4", name: "utf8mb4_general_ci" },
];

pub(crate) const COMMENTS: &[&str] =
    &["what it is", "it's; a -- trap", "größe \\ back", "two\nlines", "/* \"q\" */ `b`"];

pub(crate) const VALUES: &[&str] = &["a", "b c", "it's", "größe", "x,y", "Z", "(p)"];

pub(crate) const OPTIONS: &[&str] = &["ROW_FORMAT=COMPACT", "STATS_PERSISTENT=0", "MAX_ROWS=1000"];

/// A database of one to six tables.
pub fn database(choices: &mut Choices, flavor: Flavor) -> Database {
    let mode = if flavor == Flavor::Prisma && choices.in_ten(3) { Mode::Prisma } else { Mode::ForeignKeys };
    let mut database = Database { flavor, mode, tables: Vec::new(), views: Vec::new(), next: 1 };
    for _ in 0..=choices.below(6) {
        database.add_table(choices);
    }
    for _ in 0..choices.below(6) {
        database.add_foreign_key(choices);
    }
    if flavor != Flavor::Prisma {
        for _ in 0..choices.below(3) {
            database.add_view();
        }
    }
    database
}

impl Database {
    fn id(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    pub fn table(&self, id: usize) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// A name that is not taken, in any case of its letters.
    pub(crate) fn free_name(&mut self, choices: &mut Choices, taken: &[String]) -> String {
        let name = choices.of(NAMES).to_owned();
        if taken.iter().any(|it| it.to_lowercase() == name.to_lowercase()) {
            format!("{name}{}", self.id())
        } else {
            name
        }
    }

    pub(crate) fn free_table_name(&mut self, choices: &mut Choices) -> String {
        let taken: Vec<String> = self.tables.iter().map(|it| it.name.clone()).chain(self.views.clone()).collect();
        self.free_name(choices, &taken)
    }

    pub(crate) fn add_view(&mut self) -> String {
        let name = format!("view {}", self.id());
        self.views.push(name.clone());
        name
    }

    /// Adds a table; answers its place.
    pub(crate) fn add_table(&mut self, choices: &mut Choices) -> usize {
        let (id, name) = (self.id(), self.free_table_name(choices));
        let is_sql = self.flavor != Flavor::Prisma;
        let mut table = Table {
            id,
            model: format!("M{id}"),
            name,
            columns: Vec::new(),
            primary_key: Vec::new(),
            indexes: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            parted: None,
            engine: (is_sql && choices.in_ten(5)).then_some("InnoDB"),
            collation: (is_sql && choices.in_ten(6)).then(|| choices.of(COLLATIONS)),
            comment: (is_sql && choices.in_ten(3)).then(|| choices.of(COMMENTS).to_owned()),
            option: (is_sql && choices.in_ten(2)).then(|| choices.of(OPTIONS)),
            declared: None,
        };
        let keys = 1 + usize::from(choices.in_ten(2));
        for _ in 0..keys {
            let ty = key_type(choices);
            let column = Column { nullable: false, ..self.column(choices, &table, ty) };
            table.columns.push(column);
        }
        if choices.in_ten(3) {
            table.columns[0].ty = Type::Integer { size: "int", unsigned: choices.in_ten(5) };
            table.columns[0].counts = true;
        }
        if !choices.in_ten(1) || table.columns[0].counts {
            table.primary_key = table.columns.iter().map(|it| Part::of(it.id)).collect();
        }
        for _ in 0..choices.below(7) {
            let column = self.some_column(choices, &table);
            table.columns.push(column);
        }
        if choices.in_ten(4) && keys == 1 {
            let ty = table.columns[0].ty.clone();
            let column = Column { nullable: false, ..self.column(choices, &table, ty) };
            let parts = vec![Part::of(column.id)];
            table.columns.push(column);
            let index = Index { id: self.id(), name: String::new(), kind: IndexKind::Unique, parts, comment: None };
            self.name_index(choices, &mut table, index);
        }
        for _ in 0..choices.below(4) {
            if let Some(index) = self.some_index(choices, &table) {
                self.name_index(choices, &mut table, index);
            }
        }
        if is_sql && choices.in_ten(4) {
            for _ in 0..=choices.below(3) {
                let check = self.some_check(choices, &table);
                let is_new = |it: &Check| !table.checks.iter().any(|old| (old.of, old.form) == (it.of, it.form));
                let check = check.filter(is_new);
                table.checks.extend(check);
            }
        }
        if is_sql && choices.in_ten(2) {
            table.parted = table.some_parted(choices);
        }
        self.tables.push(table);
        self.tables.len() - 1
    }

    /// A check of a column that may be checked.
    pub(crate) fn some_check(&mut self, choices: &mut Choices, table: &Table) -> Option<Check> {
        // What a foreign key may set to NULL cannot be in a check (MySQL error 3823, MariaDB error 1901).
        let fits = |it: &&Column| {
            can_be_checked(&it.ty) && it.generated.is_none() && !it.counts && !table.is_in_foreign_key(it.id)
        };
        let of: Vec<usize> = table.columns.iter().filter(fits).map(|it| it.id).collect();
        let of = choices.one_of(&of)?;
        let name = choices.in_ten(4).then(|| format!("check {}", self.id()));
        let enforced = self.flavor != Flavor::MySql || !choices.in_ten(2);
        Some(Check { name, of, form: choices.below(2), enforced })
    }

    /// A column without anything but its type.
    pub(crate) fn column(&mut self, choices: &mut Choices, table: &Table, ty: Type) -> Column {
        let taken: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
        let id = self.id();
        Column {
            id,
            name: self.free_name(choices, &taken),
            field: format!("f{id}"),
            ty,
            nullable: true,
            default: None,
            counts: false,
            generated: None,
            on_update_now: false,
            collation: None,
            comment: None,
            zerofill: false,
            invisible: false,
            checked: false,
            declared: None,
        }
    }

    pub(crate) fn some_column(&mut self, choices: &mut Choices, table: &Table) -> Column {
        let ty = some_type(choices, self.flavor);
        let mut column = Column { nullable: choices.in_ten(5), ..self.column(choices, table, ty) };
        if choices.in_ten(4) {
            column.default = some_default(choices, &column.ty, self.flavor);
        }
        if self.flavor == Flavor::Prisma {
            return column;
        }
        column.comment = choices.in_ten(2).then(|| choices.of(COMMENTS).to_owned());
        if column.ty.is_text() {
            column.collation = choices.in_ten(3).then(|| choices.of(COLLATIONS));
        }
        if matches!(column.ty, Type::DateTime(_) | Type::Timestamp(_)) {
            column.on_update_now = choices.in_ten(4);
        }
        column.zerofill = can_have_zeros(&column.ty) && choices.in_ten(5);
        column.invisible = column.nullable && choices.in_ten(1);
        column.checked = can_be_checked(&column.ty) && choices.in_ten(1);
        let is_base = |it: &&Column| can_be_computed_from(it) && !table.is_in_foreign_key(it.id);
        let of: Vec<&Column> = table.columns.iter().filter(is_base).collect();
        if choices.in_ten(2)
            && let Some(of) = choices.one_of(&of)
        {
            let ty =
                if of.ty.is_text() { Type::Varchar(191) } else { Type::Integer { size: "bigint", unsigned: false } };
            let generated = Generated { of: of.id, form: choices.below(2), stored: choices.in_ten(5) };
            return Column {
                ty,
                nullable: true,
                default: None,
                collation: None,
                on_update_now: false,
                generated: Some(generated),
                zerofill: false,
                checked: false,
                ..column
            };
        }
        column
    }

    /// An index without a name. None where the table has no column for it.
    pub(crate) fn some_index(&mut self, choices: &mut Choices, table: &Table) -> Option<Index> {
        let kind = match choices.below(10) {
            0..=5 => IndexKind::Plain,
            6..=8 => IndexKind::Unique,
            _ => IndexKind::FullText,
        };
        let fits = |column: &Column| match kind {
            IndexKind::FullText => {
                matches!(column.ty, Type::Char(_) | Type::Varchar(_) | Type::Text(_))
                    && column.collation.is_none()
                    && column.generated.is_none()
            }
            _ => column.ty != Type::Json,
        };
        let mut columns: Vec<&Column> = table.columns.iter().filter(|it| fits(it)).collect();
        let mut parts = Vec::new();
        for _ in 0..=choices.below(3) {
            if columns.is_empty() {
                break;
            }
            let column = columns.remove(choices.below(columns.len()));
            parts.push(self.some_part(choices, column, kind));
        }
        let comment = (self.flavor != Flavor::Prisma && choices.in_ten(2)).then(|| choices.of(COMMENTS).to_owned());
        (!parts.is_empty()).then(|| Index { id: self.id(), name: String::new(), kind, parts, comment })
    }

    fn some_part(&self, choices: &mut Choices, column: &Column, kind: IndexKind) -> Part {
        let mut part = Part::of(column.id);
        if kind == IndexKind::FullText {
            return part;
        }
        let most = column.ty.prefix_of().unwrap_or(0);
        if column.ty.is_blob() || (most > 12 && choices.in_ten(3)) {
            part.length = Some(choices.of(&[10, 5, 8]));
        }
        part.descending = choices.in_ten(2);
        if self.flavor == Flavor::MySql && can_be_computed_from(column) && choices.in_ten(2) {
            part = Part { expression: true, length: None, ..part };
        }
        part
    }

    pub(crate) fn name_index(&mut self, choices: &mut Choices, table: &mut Table, index: Index) {
        let taken: Vec<String> = table.indexes.iter().map(|it| it.name.clone()).collect();
        let suffix = if index.kind == IndexKind::Unique { "_key" } else { "_idx" };
        let derived = derived(table, index.parts.iter().map(|it| it.column), suffix);
        let is_free = derived.len() <= 60 && !taken.contains(&derived);
        let name = match choices.below(3) {
            0 if is_free => derived,
            1 => self.free_name(choices, &taken),
            _ => format!("i{}", index.id),
        };
        table.indexes.push(Index { name, ..index });
    }

    /// Adds a foreign key with columns of its own, most often with an index too; answers the place of its table.
    pub(crate) fn add_foreign_key(&mut self, choices: &mut Choices) -> Option<usize> {
        let at = choices.below(self.tables.len());
        let to = choices.below(self.tables.len());
        if self.tables[at].engine == Some("MyISAM") || self.tables[at].parted.is_some() {
            return None;
        }
        let referenced = choices.one_of(&self.tables.get(to)?.targets())?;
        let target = &self.tables[to];
        let (to, types) = (target.id, target.types_of(&referenced));
        let on_delete = choices.of(&[Action::NoAction, Action::Cascade, Action::SetNull, Action::Restrict]);
        let on_update = choices.of(&[Action::NoAction, Action::Cascade, Action::Restrict]);
        let nullable = on_delete == Action::SetNull || choices.in_ten(5);
        let mut table = self.tables[at].clone();
        let mut columns = Vec::new();
        for ty in types {
            let column = Column { nullable, ..self.column(choices, &table, ty) };
            columns.push(column.id);
            let place = table.columns.len() - choices.below(2);
            table.columns.insert(place, column);
        }
        let id = self.id();
        let name = self.foreign_key_name(choices, &table, &columns, id);
        if choices.in_ten(6) {
            let mut parts: Vec<Part> = columns.iter().map(|it| Part::of(*it)).collect();
            if choices.in_ten(2) && !parts.iter().any(|it| it.column == table.columns[0].id) {
                parts.push(Part::of(table.columns[0].id));
            }
            let index = Index { id: self.id(), name: String::new(), kind: IndexKind::Plain, parts, comment: None };
            self.name_index(choices, &mut table, index);
        }
        table.foreign_keys.push(ForeignKey { id, name, columns, table: to, referenced, on_delete, on_update });
        self.tables[at] = table;
        Some(at)
    }

    pub(crate) fn foreign_key_name(
        &self,
        choices: &mut Choices,
        table: &Table,
        columns: &[usize],
        id: usize,
    ) -> Option<String> {
        let derived = derived(table, columns.iter().copied(), "_fkey");
        let all = || self.tables.iter().flat_map(|it| &it.foreign_keys);
        let is_free = derived.len() <= 60 && !all().any(|it| it.name.as_ref() == Some(&derived));
        match choices.below(4) {
            0 if is_free => Some(derived),
            // Prisma always gives one.
            1 if self.flavor != Flavor::Prisma => None,
            _ => Some(format!("fk {id}")),
        }
    }

    /// Gives a database that Prisma can say what Prisma has no words for.
    pub fn add_what_prisma_cannot_say(&mut self, choices: &mut Choices) {
        for at in 0..self.tables.len() {
            let mut table = self.tables[at].clone();
            table.engine = choices.in_ten(3).then_some("InnoDB");
            table.collation = choices.in_ten(5).then(|| choices.of(COLLATIONS));
            table.comment = choices.in_ten(3).then(|| choices.of(COMMENTS).to_owned());
            table.option = choices.in_ten(2).then(|| choices.of(OPTIONS));
            for place in 0..table.columns.len() {
                let column = self.column_as_prisma_cannot_say(choices, &table, place);
                table.columns[place] = column;
            }
            if choices.in_ten(3) {
                let check = self.some_check(choices, &table).map(|it| Check { enforced: true, ..it });
                let is_free = |it: &Check| !table.is_in_foreign_key(it.of) && !self.is_referred_to(&table, it.of);
                table.checks.extend(check.filter(is_free));
            }
            for index in &mut table.indexes {
                index.comment = choices.in_ten(3).then(|| choices.of(COMMENTS).to_owned());
            }
            self.tables[at] = table;
        }
    }

    fn column_as_prisma_cannot_say(&self, choices: &mut Choices, table: &Table, place: usize) -> Column {
        let mut column = table.columns[place].clone();
        let id = column.id;
        let is_tied = table.is_in_foreign_key(id) || self.is_referred_to(table, id);
        let is_worded =
            table.indexes.iter().any(|it| it.kind == IndexKind::FullText && it.parts.iter().any(|it| it.column == id));
        column.comment = choices.in_ten(3).then(|| choices.of(COMMENTS).to_owned());
        column.invisible = column.nullable && choices.in_ten(2);
        if column.ty.is_text() && !is_worded {
            column.collation = choices.in_ten(4).then(|| choices.of(COLLATIONS));
        }
        if matches!(column.ty, Type::DateTime(_) | Type::Timestamp(_)) && !is_tied {
            column.on_update_now = choices.in_ten(5);
        }
        column.zerofill = !is_tied && can_have_zeros(&column.ty) && choices.in_ten(5);
        column.checked = !is_tied && !column.counts && can_be_checked(&column.ty) && choices.in_ten(3);
        let is_base =
            |it: &&Column| it.id != id && can_be_computed_from(it) && !table.is_in_foreign_key(it.id) && !column.counts;
        let of: Vec<&Column> = table.columns.iter().filter(is_base).collect();
        let of = choices.one_of(&of).filter(|of| {
            let ty =
                if of.ty.is_text() { Type::Varchar(191) } else { Type::Integer { size: "bigint", unsigned: false } };
            column.ty == ty && column.nullable && column.default.is_none() && !table.is_in_expression(id)
        });
        if let Some(of) = of.filter(|_| !is_tied && !table.is_in_primary_key(id) && choices.in_ten(7)) {
            let generated = Generated { of: of.id, form: choices.below(2), stored: choices.in_ten(5) };
            (column.generated, column.collation, column.checked) = (Some(generated), None, false);
        }
        column
    }

    /// The foreign keys that refer to a table, with the places of their tables.
    pub fn references_to(&self, id: usize) -> impl Iterator<Item = (usize, &ForeignKey)> {
        let all = self.tables.iter().enumerate();
        all.flat_map(|(at, table)| table.foreign_keys.iter().map(move |it| (at, it)))
            .filter(move |(_, it)| it.table == id)
    }

    /// Whether a foreign key refers to a column.
    pub fn is_referred_to(&self, table: &Table, column: usize) -> bool {
        self.references_to(table.id).any(|(_, it)| it.referenced.contains(&column))
    }
}

impl Table {
    pub fn column(&self, id: usize) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    pub fn column_name(&self, id: usize) -> &str {
        self.column(id).map_or("", |column| &column.name)
    }

    /// The collation of a column's text, where the text tells it.
    pub fn collation_of(&self, column: &Column) -> Option<Collation> {
        column.collation.or(self.collation).filter(|_| column.ty.is_text())
    }

    /// The columns that a foreign key can refer to: those of the primary key, and of the unique keys.
    pub(crate) fn targets(&self) -> Vec<Vec<usize>> {
        let unique = self.indexes.iter().filter(|it| it.kind == IndexKind::Unique).map(|it| &it.parts);
        let is_target = |parts: &&Vec<Part>| {
            let is_key = |part: &Part| {
                let column = self.column(part.column);
                part.is_plain() && column.is_some_and(|it| it.ty.is_key() && it.generated.is_none() && !it.nullable)
            };
            !parts.is_empty() && parts.iter().all(is_key)
        };
        let keys = std::iter::once(&self.primary_key).chain(unique).filter(is_target);
        let keys = keys.filter(|_| self.engine != Some("MyISAM") && self.parted.is_none());
        keys.map(|parts| parts.iter().map(|part| part.column).collect()).collect()
    }

    pub(crate) fn types_of(&self, columns: &[usize]) -> Vec<Type> {
        columns.iter().filter_map(|id| Some(self.column(*id)?.ty.clone())).collect()
    }

    /// Whether an expression names a column.
    pub fn is_in_expression(&self, id: usize) -> bool {
        self.columns.iter().any(|it| it.generated.is_some_and(|generated| generated.of == id))
            || self.all_parts().any(|part| part.expression && part.column == id)
            || self.checks.iter().any(|it| it.of == id)
    }

    /// A way to part its rows that a server takes, by the columns of its primary key.
    pub(crate) fn some_parted(&self, choices: &mut Choices) -> Option<Parted> {
        let columns: Vec<usize> = self.primary_key.iter().map(|part| part.column).take(1).collect();
        let count = 2 + u32::try_from(choices.below(4)).unwrap_or(0);
        let parted = Table { parted: Some(Parted { columns: columns.clone(), count }), ..self.clone() };
        (!columns.is_empty() && parted.can_be_parted()).then_some(Parted { columns, count })
    }

    /// Whether a server takes it as its rows are parted (MySQL manual, "Restrictions and Limitations on Partitioning").
    pub(crate) fn can_be_parted(&self) -> bool {
        let Some(parted) = &self.parted else { return true };
        let holds = |parts: &[Part]| {
            parted.columns.iter().all(|id| parts.iter().any(|part| part.column == *id && part.is_plain()))
        };
        let fits = |index: &Index| match index.kind {
            IndexKind::Plain => true,
            IndexKind::Unique => holds(&index.parts),
            IndexKind::FullText => false,
        };
        self.foreign_keys.is_empty()
            && self.engine != Some("MyISAM")
            && (self.primary_key.is_empty() || holds(&self.primary_key))
            && self.indexes.iter().all(fits)
            && parted.columns.iter().all(|id| self.column(*id).is_some())
    }

    pub(crate) fn all_parts(&self) -> impl Iterator<Item = &Part> {
        self.indexes.iter().flat_map(|it| &it.parts).chain(&self.primary_key)
    }

    /// Whether a foreign key of the table has a column.
    pub fn is_in_foreign_key(&self, id: usize) -> bool {
        self.foreign_keys.iter().any(|it| it.columns.contains(&id))
    }

    pub fn is_in_primary_key(&self, id: usize) -> bool {
        self.primary_key.iter().any(|part| part.column == id)
    }

    /// The columns of the foreign keys that no key begins with: the server makes an index for them.
    pub fn indexes_by_server(&self) -> Vec<(&ForeignKey, String)> {
        let keys = || self.indexes.iter().filter(|it| it.kind != IndexKind::FullText).map(|it| &it.parts);
        let begins = |parts: &Vec<Part>, it: &ForeignKey| {
            let same =
                |(part, column): (&Part, &usize)| part.column == *column && part.length.is_none() && !part.expression;
            parts.len() >= it.columns.len() && parts.iter().zip(&it.columns).all(same)
        };
        let served = |it: &ForeignKey| keys().chain([&self.primary_key]).any(|parts| begins(parts, it));
        let named = |it: &ForeignKey| it.name.clone().unwrap_or_else(|| self.column_name(it.columns[0]).to_owned());
        self.foreign_keys.iter().filter(|it| !served(it)).map(|it| (it, named(it))).collect()
    }
}

/// The name that Prisma derives.
pub(crate) fn derived(table: &Table, columns: impl Iterator<Item = usize>, suffix: &str) -> String {
    let columns: Vec<&str> = columns.map(|id| table.column_name(id)).collect();
    format!("{}_{}{suffix}", table.name, columns.join("_"))
}

pub(crate) fn can_have_zeros(ty: &Type) -> bool {
    matches!(ty, Type::Integer { unsigned: true, .. })
}

fn can_be_checked(ty: &Type) -> bool {
    ty.is_number() || ty.is_text()
}

pub(crate) fn can_be_computed_from(column: &Column) -> bool {
    column.generated.is_none()
        && !column.counts
        && matches!(column.ty, Type::Integer { size: "int", .. } | Type::Varchar(_))
}

pub(crate) fn key_type(choices: &mut Choices) -> Type {
    let integer = |size, unsigned| Type::Integer { size, unsigned };
    match choices.below(7) {
        0 | 1 => integer("int", false),
        2 => integer("bigint", false),
        3 => integer("bigint", true),
        4 => integer("int", true),
        5 => Type::Binary(16),
        _ => Type::DateTime(3),
    }
}

pub(crate) fn some_type(choices: &mut Choices, flavor: Flavor) -> Type {
    let sizes = ["", "medium", "long", "tiny"];
    let integers = ["int", "bigint", "smallint", "tinyint", "mediumint"];
    let digits = [0, 3, 6];
    let is_sql = flavor != Flavor::Prisma;
    match choices.below(20) {
        1 => Type::Boolean,
        2 => {
            let (digits, scale) = choices.of(&[(10, 2), (65, 30), (8, 0), (12, 4)]);
            Type::Decimal { digits, scale, unsigned: is_sql && choices.in_ten(2) }
        }
        3 => Type::Float,
        4 => Type::Double,
        5 => Type::Char(choices.of(&[10, 1, 36])),
        6 | 7 => Type::Varchar(choices.of(&[191, 20, 40, 100])),
        8 => Type::Text(choices.of(&sizes)),
        9 => Type::Binary(choices.of(&[16, 1, 20])),
        10 => Type::Varbinary(choices.of(&[20, 100])),
        11 => Type::Blob(choices.of(&sizes)),
        12 => Type::Enum(values(choices)),
        // A comma parts the values of a set.
        13 if is_sql => Type::Set(values(choices).into_iter().map(|it| if it == "x,y" { "x" } else { it }).collect()),
        14 => Type::Date,
        15 => Type::Time(choices.of(&digits)),
        16 => Type::DateTime(choices.of(&digits)),
        17 => Type::Timestamp(choices.of(&digits)),
        18 => Type::Year,
        19 if choices.in_ten(3) => Type::Bit(choices.of(&[1, 8])),
        19 => Type::Json,
        _ => Type::Integer { size: choices.of(&integers), unsigned: choices.in_ten(3) },
    }
}

fn values(choices: &mut Choices) -> Vec<&'static str> {
    let (from, many) = (choices.below(VALUES.len()), 1 + choices.below(4));
    VALUES.iter().cycle().skip(from).take(many).copied().collect()
}

/// A default that both servers take for a type, and that the language can say.
pub(crate) fn some_default(choices: &mut Choices, ty: &Type, flavor: Flavor) -> Option<Default> {
    let is_sql = flavor != Flavor::Prisma;
    let literal = Default::Literal;
    Some(match ty {
        Type::Integer { .. } if choices.in_ten(2) => Default::Expression("(1 + 2)"),
        Type::Integer { .. } => literal(choices.of(&["0", "1", "42", "7"])),
        Type::Boolean => literal(choices.of(&["0", "1"])),
        Type::Decimal { .. } => literal(choices.of(&["0", "1.5", "12"])),
        Type::Float | Type::Double => literal(choices.of(&["0", "0.5", "2"])),
        Type::Char(36) | Type::Varchar(40..) if choices.in_ten(3) => Default::Expression("(uuid())"),
        Type::Varchar(_) => literal(choices.of(&["", "x", "it's", "größe; -- x", "50%", "a,b"])),
        Type::Char(_) => literal(choices.of(&["x", "1", "y"])),
        Type::Enum(values) | Type::Set(values) => literal(choices.one_of(values)?),
        Type::DateTime(_) | Type::Timestamp(_) if !is_sql || choices.in_ten(6) => Default::Now,
        Type::DateTime(_) | Type::Timestamp(_) => literal(choices.of(&["2020-01-01 00:00:00", "2021-02-03 04:05:06"])),
        Type::Date if is_sql => literal(choices.of(&["2020-01-01", "2021-02-03"])),
        Type::Time(_) if is_sql => literal("10:00:00"),
        Type::Year => literal(choices.of(&["2020", "1999"])),
        Type::Json => Default::Expression("(json_array())"),
        Type::Varbinary(_) if is_sql => literal("x"),
        Type::Text(_) if is_sql => Default::Expression("(concat('a','b'))"),
        Type::Bit(_) if is_sql => literal("b'1'"),
        _ => return None,
    })
}
