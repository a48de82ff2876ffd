//! Prisma blocks → schema, as Prisma itself would make the database.
//!
//! Blocks come one at a time and are forgotten: what needs other blocks (relations) waits in a few words a field
//! until all have been seen, and stays for the next text of a block.

mod check;
mod models;
mod types;

use check::{Check, MAX_REJECTIONS, Provider};
use models::{ModelId, Models, Relation};

pub use check::check_settings;
pub use types::is_scalar;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::{
    diagnostic::{Subject, SubjectKind},
    order::sort,
    schema::{
        Anchors, Column, ColumnDetails, ColumnType, DefaultValue, Enforcement, EnumType, ForeignKey, Index, IndexKind,
        IndexMethod, IndexPart, Origin, PreviewFeature, PrismaSettings, ReferentialAction, Rejection, RejectionKind,
        RelationMode, Schema, Setting, Table, TableId, View, derived_name, is_number, qualified, unqualified,
    },
    syntax::{
        Name,
        prisma::ast::{Arity, Attribute, Block, BlockKind, EnumValue, Field, Member, Property, Value, argument},
    },
    target::{Dialect, Target},
    text::{Location, SourceId, Span},
};

use super::{MAX_COLUMNS, MAX_KEYS, MAX_PARTS};

/// The settings of the `datasource` and `generator` blocks, read before anything else: they decide the target.
pub fn read_settings<'b>(blocks: impl IntoIterator<Item = (SourceId, &'b Block)>) -> PrismaSettings {
    let mut settings = PrismaSettings::default();
    let mut clients = 0;
    for (source, block) in blocks {
        let properties = block.members.iter().filter_map(|member| match member {
            Member::Property(property) => Some(property),
            _ => None,
        });
        match block.kind {
            BlockKind::Datasource if settings.datasource.is_none() => {
                let name = block.name.as_ref().map_or(block.span, |name| name.span);
                settings.datasource = Some(Location { source, span: name });
                settings.datasource_name = block.name.as_ref().map(|it| it.text.clone());
                for property in properties {
                    let setting = text_setting(source, property);
                    match property.name.text.as_str() {
                        "schemas" => {
                            let items = property.value.as_ref().map(Value::items).unwrap_or_default();
                            let names = items.iter().filter_map(Value::as_string).map(|it| it.text.clone());
                            settings.schemas.extend(names);
                        }
                        "provider" => settings.provider = setting,
                        "url" => settings.url = setting,
                        "relationMode" => settings.relation_mode = setting,
                        "referentialIntegrity" => settings.referential_integrity = setting,
                        "extensions" => settings.extensions = items_of(property).iter().filter_map(extension).collect(),
                        _ => {}
                    }
                }
            }
            BlockKind::Generator => {
                let provider = properties.clone().find(|it| it.name.text == "provider");
                let makes = provider.and_then(|it| it.value.as_ref()?.as_string()).map(|it| it.text.as_str());
                if matches!(makes, Some("prisma-client-js" | "prisma-client")) {
                    clients += 1;
                    // An empty list is no place for one that is missing.
                    let is_empty = |it: &Property| it.name.text == "previewFeatures" && items_of(it).is_empty();
                    let provider = provider.filter(|_| clients == 1 && !properties.clone().any(is_empty));
                    settings.client = provider.map(|it| Location { source, span: it.span });
                }
                for property in properties.filter(|it| it.name.text == "previewFeatures") {
                    let strings = items_of(property).iter().enumerate();
                    let strings = strings.filter_map(|(nth, item)| Some((nth, item.as_string()?)));
                    settings.preview_features.extend(strings.map(|(nth, name)| PreviewFeature {
                        name: name.text.clone(),
                        location: Location { source, span: name.span },
                        without: Location { source, span: without_item_of(property, nth) },
                    }));
                }
            }
            _ => {}
        }
    }
    settings
}

fn items_of(property: &Property) -> &[Value] {
    property.value.as_ref().map(Value::items).unwrap_or_default()
}

/// `citext`, `pgcrypto(map: "…", schema: "…", version: "…")`
fn extension(value: &Value) -> Option<[Option<SmolStr>; 3]> {
    let name = value.as_word()?;
    let arguments = if let Value::Call { arguments, .. } = value { arguments.as_slice() } else { &[] };
    let said =
        ["map", "schema", "version"].map(|word| argument(arguments, word)?.as_string().map(|it| it.text.clone()));
    let [map, schema, version] = said;
    Some([map.or_else(|| Some(name.text.clone())), schema, version])
}

/// What goes with one item of a list, whose items have these spans: one of the commas beside it, or `all`, where it is alone.
fn without_item(span: &dyn Fn(usize) -> Option<Span>, nth: usize, all: Span) -> Span {
    match (span(nth), nth.checked_sub(1).and_then(span), span(nth + 1)) {
        (Some(own), Some(before), _) => Span::new(before.end(), own.end()),
        (Some(own), None, Some(after)) => Span::new(own.start(), after.start()),
        _ => all,
    }
}

/// What goes with an item of a property's list.
fn without_item_of(property: &Property, nth: usize) -> Span {
    without_item(&|at| items_of(property).get(at).map(Value::span), nth, property.span)
}

fn text_setting(source: SourceId, property: &Property) -> Option<Setting> {
    let value = property.value.as_ref()?.as_string()?.text.clone();
    Some(Setting {
        value,
        key: Location { source, span: property.name.span },
        location: Location { source, span: property.span },
    })
}

/// Makes a schema of Prisma blocks: what is said of more than one of them.
#[derive(Debug)]
pub struct PrismaLowering {
    dialect: Option<Dialect>,
    /// The version of Prisma, the first number of it, where the project tells it.
    prisma: Option<u32>,
    enforcement: Enforcement,
    models: Models,
    /// Composite types (MongoDB) and types that other tools define.
    composites: FxHashSet<SmolStr>,
    enums: FxHashMap<SmolStr, Enum>,
    /// The models of blocks and their tables, in the order of the text.
    tables: Vec<(ModelId, SmolStr)>,
    /// The same, to find one.
    seen: FxHashSet<(ModelId, SmolStr)>,
    /// Models of one name, or of one table: an edit of one may be one of the others.
    doubled: FxHashSet<SmolStr>,
    provider: Provider,
    /// The name of the datasource.
    datasource: Option<SmolStr>,
    /// `schemas` of the datasource.
    schemas: Vec<SmolStr>,
    features: Vec<SmolStr>,
    /// What enums are called in the database, with their schema.
    enum_names: FxHashMap<SmolStr, Location>,
    /// Where each name of a block stands, and what kind of block it is.
    blocks: FxHashMap<SmolStr, (&'static str, Location)>,
    /// What Prisma refuses.
    rejections: Vec<Rejection>,
}

/// An enum, as columns and their defaults need it.
#[derive(Debug)]
struct Enum {
    /// Its name in the database, which a type of its own has.
    name: SmolStr,
    namespace: Option<SmolStr>,
    /// Its values: Prisma's name and the database's.
    values: Vec<(SmolStr, SmolStr)>,
}

impl Enum {
    fn in_database(&self) -> Vec<SmolStr> {
        self.values.iter().map(|(_, value)| value.clone()).collect()
    }
}

impl PrismaLowering {
    /// An empty schema for a target.
    pub fn schema(target: &Target, settings: PrismaSettings) -> Schema {
        let mut schema = Schema::new(target);
        schema.prisma = Some(settings);
        schema
    }

    /// Begins. `models` are the names of all models and views, `composites` those of composite types, known
    /// before their blocks are read.
    /// `prisma` is its version, the first number of it, where the project tells it.
    pub fn new(
        target: &Target,
        settings: &PrismaSettings,
        prisma: Option<u32>,
        models: impl IntoIterator<Item = SmolStr>,
        composites: impl IntoIterator<Item = SmolStr>,
    ) -> Self {
        let enforcement = match settings.mode() {
            RelationMode::ForeignKeys => Enforcement::Enforced,
            RelationMode::Prisma => Enforcement::Emulated,
        };
        Self {
            dialect: target.dialect(),
            prisma,
            enforcement,
            models: Models::new(models),
            composites: composites.into_iter().collect(),
            enums: FxHashMap::default(),
            tables: Vec::new(),
            seen: FxHashSet::default(),
            doubled: FxHashSet::default(),
            provider: Provider::of(settings),
            datasource: settings.datasource_name.clone(),
            schemas: settings.schemas.clone(),
            features: settings.preview_features.iter().map(|it| it.name.clone()).collect(),
            enum_names: FxHashMap::default(),
            blocks: FxHashMap::default(),
            rejections: Vec::new(),
        }
    }

    /// What Prisma refuses of what was added.
    pub fn rejections(&self) -> &[Rejection] {
        &self.rejections
    }

    /// Notes what Prisma refuses of blocks that are not added.
    pub fn reject(&mut self, rejections: Vec<Rejection>) {
        let room = MAX_REJECTIONS.saturating_sub(self.rejections.len());
        self.rejections.extend(rejections.into_iter().take(room));
    }

    fn has_feature(&self, name: &str) -> bool {
        self.features.iter().any(|it| it.eq_ignore_ascii_case(name))
    }

    /// Notes that a block has this name, which no other one may have.
    fn name_of_block(&mut self, source: SourceId, name: &Name, kind: &'static str) {
        let location = Location { source, span: name.span };
        let Some((other_kind, other)) = self.blocks.get(&name.text).copied() else {
            self.blocks.insert(name.text.clone(), (kind, location));
            return;
        };
        self.doubled.insert(name.text.clone());
        // Enums are read before models: the second in the text is the one too many.
        let (location, other, other_kind) = if (other.source, other.span) < (source, name.span) {
            (location, other, other_kind)
        } else {
            (other, location, kind)
        };
        let subject = Subject { name: Some(name.text.clone()), ..Subject::file() };
        let words = [name.text.clone(), SmolStr::new_static(other_kind), SmolStr::default()];
        self.reject(vec![Rejection::new(RejectionKind::BlockExists, subject, words, location).beside(other)]);
    }

    /// Adds an enum. All enums come before the first model.
    pub fn add_enum(&mut self, source: SourceId, text: &str, block: &Block) {
        let Some(name) = &block.name else { return };
        self.name_of_block(source, name, "an enum");
        let rejections = Check::new(self, source, text, block, name).enumeration();
        self.reject(rejections);
        let mapped = mapped_name_of_block(block).map(|it| it.text.clone());
        let (_, key) = name_in_database(block, name);
        let location = Location { source, span: name.span };
        // Of two enums of one name, the block is told.
        match self.enum_names.get(&key).copied().zip(mapped) {
            Some((other, mapped)) => {
                let subject = Subject { name: Some(name.text.clone()), ..Subject::file() };
                let words = [name.text.clone(), mapped, SmolStr::default()];
                self.reject(vec![Rejection::new(RejectionKind::EnumTaken, subject, words, location).beside(other)]);
            }
            None => {
                self.enum_names.insert(key, location);
            }
        }
        let values = block.members.iter().filter_map(|member| match member {
            Member::EnumValue(value) => Some((value.name.text.clone(), database_name_of_value(value))),
            _ => None,
        });
        let (namespace, database_name) = name_in_database(block, name);
        self.enums.insert(name.text.clone(), Enum { name: database_name, namespace, values: values.collect() });
    }

    /// Adds a model or a view; other blocks have no table.
    pub fn add(&mut self, schema: &mut Schema, source: SourceId, text: &str, block: &Block) {
        let Some(name) = &block.name else { return };
        let kind = match block.kind {
            BlockKind::Model => "a model",
            BlockKind::View => "a view",
            BlockKind::CompositeType => "a type",
            _ => return,
        };
        self.name_of_block(source, name, kind);
        if block.kind == BlockKind::CompositeType {
            let rejections = Check::new(self, source, text, block, name).composite();
            self.reject(rejections);
            return;
        }
        let (rejections, facts) = Check::new(self, source, text, block, name).model();
        self.reject(rejections);
        let id = self.models.id_of_block(&name.text);
        self.models[id].facts.get_or_insert(facts);
        match block.kind {
            BlockKind::Model => {
                let (table, relations) = self.model(id, source, text, block, name);
                let is_first = self.keep(id, &table.name, relations);
                if let Err(second) = schema.add_table(table) {
                    // Two models of one table: Prisma refuses the second. What it says of keys may be meant for the first.
                    if is_first {
                        self.models[id].table = None;
                    }
                    if let Some(first) = schema.table_mut(&second.name) {
                        // Of two models of one name, the block is told.
                        if first.model != second.model && second.model.is_some() {
                            let subject = Subject {
                                kind: SubjectKind::Table,
                                table: Some(second.name.clone()),
                                columns: Vec::new(),
                                name: None,
                            };
                            let words = [name.text.clone(), second.name.clone(), SmolStr::default()];
                            let span = mapped_name_of_block(block).map_or(name.span, |it| it.span);
                            let (here, there) = (Location { source, span }, first.origin.name_location());
                            let taken = Rejection::new(RejectionKind::TableTaken, subject, words, here);
                            self.reject(vec![taken.beside(there)]);
                        }
                        self.doubled.extend([&first.model, &second.model].into_iter().flatten().cloned());
                        first.unknown.keys = true;
                        first.unknown.columns = true;
                    }
                }
            }
            BlockKind::View => {
                let (_, database_name) = name_in_database(block, name);
                let relations = block.members.iter().filter_map(|member| match member {
                    Member::Field(field) => relation([id, self.leads_to(field)?], &database_name, source, field),
                    _ => None,
                });
                let relations = relations.collect();
                self.keep(id, &database_name, relations);
                let origin = Origin { source, span: block.span, name: name.span };
                schema.views.insert(database_name.clone(), View::unknown(database_name, origin));
            }
            _ => {}
        }
    }

    /// Remembers a block of a model and its relation fields. Answers whether it is the first of its name.
    fn keep(&mut self, id: ModelId, table: &SmolStr, relations: Vec<Relation>) -> bool {
        let model = &mut self.models[id];
        let is_first = !std::mem::replace(&mut model.has_block, true);
        if is_first {
            model.table = Some(table.clone());
        } else {
            self.doubled.insert(model.name.clone());
        }
        // Of many blocks of one name and one table, the foreign keys are made once.
        if self.seen.insert((id, table.clone())) {
            self.tables.push((id, table.clone()));
        }
        self.models.add_relations(id, relations);
        is_first
    }

    /// The table of a model without its foreign keys, and its relation fields.
    fn model(&self, id: ModelId, source: SourceId, text: &str, block: &Block, name: &Name) -> (Table, Vec<Relation>) {
        let (namespace, table_name) = name_in_database(block, name);
        let origin = Origin { source, span: block.span, name: name.span };
        let mut table = Table::new(table_name.clone(), origin);
        table.namespace = namespace;
        table.model = Some(name.text.clone());
        table.anchors = Some(anchors(block));
        // A line that could not be read may be a field or an index: it is unknown, not absent.
        table.unknown.columns = !block.errors.is_empty();
        table.unknown.keys = !block.errors.is_empty();
        let fields = block.members.iter().filter_map(|member| match member {
            Member::Field(field) => Some((field, self.leads_to(field))),
            _ => None,
        });
        let mut all: Vec<(&Field, Option<ModelId>)> = Vec::with_capacity(block.members.len());
        all.extend(fields);
        let count = all.iter().filter(|(_, other)| other.is_some()).count();
        let mut relations = Vec::with_capacity(count);
        // Columns are large, and stay.
        table.columns.reserve_exact((all.len() - count).min(MAX_COLUMNS));
        for (field, other) in all {
            match other {
                Some(other) => relations.extend(relation([id, other], &table_name, source, field)),
                None => self.column(&mut table, source, field),
            }
        }
        // Indexes come after all columns: they may name any of them.
        for member in &block.members {
            match member {
                Member::Field(field) => self.field_keys(&mut table, source, text, field),
                Member::BlockAttribute(attribute) => self.block_key(&mut table, source, text, attribute),
                _ => {}
            }
        }
        self.count_rows(&mut table);
        (table, relations)
    }

    /// SQLite counts up an INTEGER that is the primary key, of which Prisma always says `AUTOINCREMENT`, and nothing else.
    fn count_rows(&self, table: &mut Table) {
        if self.dialect == Some(Dialect::Sqlite) {
            let key = table.primary_key.as_ref().filter(|key| key.parts.len() == 1);
            let name = key.and_then(|key| key.parts.first()?.column_name());
            for column in &mut table.columns {
                column.auto_increment = Some(&column.name) == name && column.ty.name == "integer";
            }
        }
    }

    /// The model that a field leads to.
    fn leads_to(&self, field: &Field) -> Option<ModelId> {
        let ty = field.ty.as_ref().filter(|ty| !ty.unsupported)?;
        self.models.id(&ty.name.text)
    }

    fn column(&self, table: &mut Table, source: SourceId, field: &Field) {
        let Some(ty) = field.ty.as_ref().filter(|_| table.columns.len() < MAX_COLUMNS) else {
            table.unknown.columns = true;
            return;
        };
        let attribute = |name: &str| field.attributes.iter().find(|attribute| attribute.name.text == name);
        let default = attribute("default").and_then(|it| it.argument("value").or_else(|| it.positional(0)));
        let counted = matches!(default, Some(Value::Call { name, .. }) if name.text == "autoincrement");
        let native = field.attributes.iter().find_map(|attribute| {
            let (_, native) = attribute.name.text.split_once('.')?;
            let arguments = attribute.arguments.iter().filter_map(|it| match &it.value {
                Some(Value::Number(number)) => Some(number.text.clone()),
                _ => None,
            });
            Some(types::native_type(self.dialect, native, arguments.collect()))
        });
        let word = &ty.name.text;
        let column_type = if ty.unsupported {
            // `Decimal(10)` is a name with its arguments, as in SQL.
            let (name, arguments) = word.strip_suffix(')').and_then(|it| it.split_once('(')).unwrap_or((word, ""));
            let arguments = arguments.split(',').map(|it| SmolStr::new(it.trim())).filter(|it| !it.is_empty());
            ColumnType::new(self.dialect, name, arguments.collect(), false)
        } else if let Some(native) = native {
            native
        } else if self.dialect == Some(Dialect::Sqlite) && self.enums.contains_key(word) {
            ColumnType::new(self.dialect, "text", Vec::new(), false)
        } else if let Some(it) = self.enums.get(word) {
            let mut ty = ColumnType::new(self.dialect, "enum", it.in_database(), false);
            ty.called = (self.dialect == Some(Dialect::Postgres)).then(|| it.name.clone());
            ty
        } else {
            if !is_scalar(word) {
                // A type that no block defines: the column is there, what it holds is not known.
                table.unknown.columns = true;
            }
            types::default_type(self.dialect, word)
        };
        let mut client_default = client_default(default, attribute("updatedAt").is_some());
        let mut ddl_default = default.and_then(|value| self.default_value(value, word, &column_type));
        // Prisma leaves them out of MySQL's DDL, and its client fills them in.
        let is_mysql = self.dialect.is_none_or(Dialect::is_mysql_family);
        if is_mysql
            && matches!(word.as_str(), "Json" | "Bytes")
            && matches!(ddl_default, Some(DefaultValue::Literal(_)))
        {
            ddl_default = None;
            client_default = Some(SmolStr::new_static("@default(…)"));
        }
        let on_update_now = default.is_some_and(updates_to_now);
        let mut details = ColumnDetails { client_default, on_update_now, ..ColumnDetails::default() };
        if word == "Json" && self.dialect == Some(Dialect::MariaDb) && column_type.name == "longtext" {
            details.become_json();
        }
        let mut column_type = column_type;
        if ty.arity == Arity::List {
            column_type.name = SmolStr::new(format!("{}[]", column_type.name));
        }
        let mut column = Column {
            name: field_map(&field.attributes).unwrap_or(&field.name.text).clone(),
            field: Some(field.name.text.clone()),
            ty: column_type,
            // Prisma makes columns of lists without NOT NULL.
            nullable: ty.arity != Arity::Required,
            default: ddl_default,
            auto_increment: counted,
            generated: None,
            details: (details != ColumnDetails::default()).then(|| Box::new(details)),
            origin: Origin { source, span: field.span, name: field.name.span },
        };
        super::defaults::settle(&mut column, self.dialect);
        table.columns.push(column);
    }

    /// The default in the DDL. What Prisma's client fills in itself is no default of the database.
    fn default_value(&self, value: &Value, ty: &SmolStr, column: &ColumnType) -> Option<DefaultValue> {
        let is_mysql = self.dialect.is_none_or(Dialect::is_mysql_family);
        match value {
            // A list.
            Value::List(items, _) if self.dialect == Some(Dialect::Postgres) => {
                let values = items.iter().filter_map(|item| self.default_value(item, ty, column));
                let values: Vec<String> = values.map(|it| crate::ddl::value(&it, column)).collect();
                let of_type = crate::ddl::type_name(column, self.enums.get(ty).and_then(|it| it.namespace.as_ref()));
                Some(DefaultValue::Expression(format!("ARRAY[{}]::{of_type}[]", values.join(", ")).into()))
            }
            Value::Call { name, arguments, .. } => match name.text.as_str() {
                "now" => Some(DefaultValue::CurrentTimestamp),
                "dbgenerated" => {
                    let sql = arguments.first().and_then(|it| it.value.as_ref()).and_then(Value::as_string)?;
                    let upper = sql.text.to_ascii_uppercase();
                    let sql = sql.text.get(..upper.find(" ON UPDATE ").filter(|_| is_mysql).unwrap_or(upper.len()))?;
                    let literal = sql.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
                    if let Some(text) = literal.filter(|text| !text.contains('\'')) {
                        return Some(DefaultValue::Literal(SmolStr::new(text)));
                    }
                    if is_number(sql) && (is_mysql || column.is_number()) {
                        return Some(DefaultValue::Literal(SmolStr::new(sql)));
                    }
                    Some(if is_now(sql) {
                        DefaultValue::CurrentTimestamp
                    } else {
                        DefaultValue::Expression(SmolStr::new(sql))
                    })
                }
                _ => None,
            },
            // As MySQL writes a time: it takes no `T` and no `Z` (its manual, "Date and Time Literals").
            Value::String(text) if ty == "DateTime" && is_mysql => {
                let time = text.text.trim_end_matches('Z').trim_end_matches("+00:00").replacen('T', " ", 1);
                Some(DefaultValue::Literal(SmolStr::new(time)))
            }
            Value::String(text) if ty == "DateTime" => Some(DefaultValue::Literal(types::moment(&text.text))),
            Value::String(text) if ty == "Bytes" && !is_mysql => Some(types::bytes(self.dialect, &text.text)),
            Value::String(text) | Value::Number(text) => Some(DefaultValue::Literal(text.text.clone())),
            Value::Word(word) if ty == "Boolean" && is_mysql => {
                // MySQL has no booleans: TRUE is 1.
                let digit = if word.text == "true" { "1" } else { "0" };
                Some(DefaultValue::Literal(SmolStr::new_static(digit)))
            }
            Value::Word(word) if ty == "Boolean" => Some(DefaultValue::Literal(word.text.clone())),
            Value::Word(word) => {
                let value = self.enums.get(ty)?.values.iter().find(|(name, _)| *name == word.text);
                Some(DefaultValue::Literal(value.map_or(&word.text, |(_, value)| value).clone()))
            }
            _ => None,
        }
    }

    fn field_keys(&self, table: &mut Table, source: SourceId, text: &str, field: &Field) {
        let Some(column) = table.columns.iter().find(|it| it.field.as_ref() == Some(&field.name.text)) else { return };
        let column = column.name.clone();
        for attribute in &field.attributes {
            let kind = match attribute.name.text.as_str() {
                "id" => IndexKind::Primary,
                "unique" => IndexKind::Unique,
                _ => continue,
            };
            let length = attribute.argument("length").and_then(number);
            let descending = attribute.argument("sort").and_then(Value::as_word).is_some_and(|it| it.text == "Desc");
            let part = IndexPart { length, descending, ..IndexPart::column(column.clone()) };
            let origin = Origin { source, span: attribute.span, name: field.name.span };
            self.add_index(table, text, attribute, kind, vec![part], origin);
        }
    }

    fn block_key(&self, table: &mut Table, source: SourceId, text: &str, attribute: &Attribute) {
        let kind = match attribute.name.text.as_str() {
            "id" => IndexKind::Primary,
            "unique" => IndexKind::Unique,
            "index" => IndexKind::Plain,
            "fulltext" => IndexKind::FullText,
            "ignore" => {
                table.ignored = true;
                return;
            }
            name => {
                // An attribute that is not known may be a misspelt index.
                table.unknown.keys |= !BLOCK_ATTRIBUTES.contains(&name);
                return;
            }
        };
        let Some(fields) = attribute.argument("fields").or_else(|| attribute.positional(0)) else {
            table.unknown.keys = true;
            return;
        };
        let parts = fields.items().iter().filter_map(|item| {
            let (name, arguments) = match item {
                Value::Word(name) => (name, [].as_slice()),
                Value::Call { name, arguments, .. } => (name, arguments.as_slice()),
                _ => return None,
            };
            let argument = |wanted: &str| argument(arguments, wanted);
            let column =
                table.columns.iter().find(|it| it.field.as_ref() == Some(&name.text)).map(|it| it.name.clone());
            Some(IndexPart {
                length: argument("length").and_then(number),
                descending: argument("sort").and_then(Value::as_word).is_some_and(|it| it.text == "Desc"),
                compared_by: argument("ops").and_then(types::operator_class),
                ..IndexPart::column(column.unwrap_or_else(|| name.text.clone()))
            })
        });
        let parts: Vec<IndexPart> = parts.collect();
        // A part that is no field is not known: the index may be any.
        let is_known =
            |part: &IndexPart| part.column_name().is_some_and(|name| table.columns.iter().any(|it| it.name == *name));
        if parts.len() != fields.items().len() || parts.is_empty() || !parts.iter().all(is_known) {
            table.unknown.keys = true;
            return;
        }
        let origin = Origin { source, span: attribute.span, name: fields.span() };
        self.add_index(table, text, attribute, kind, parts, origin);
    }

    fn add_index(
        &self,
        table: &mut Table,
        text: &str,
        attribute: &Attribute,
        kind: IndexKind,
        parts: Vec<IndexPart>,
        origin: Origin,
    ) {
        if table.indexes.len() >= MAX_KEYS || parts.len() > MAX_PARTS {
            table.unknown.keys = true;
            return;
        }
        let columns: Vec<SmolStr> = parts.iter().filter_map(|part| part.column_name().cloned()).collect();
        // `@@index(name: …)` is the old spelling of `map`; on `@@id` and `@@unique`, `name` is the client's.
        let old_name = || (kind == IndexKind::Plain).then(|| attribute.argument("name")).flatten();
        let map = attribute.argument("map").or_else(old_name).and_then(Value::as_string);
        let name = map.map_or_else(
            || match kind {
                IndexKind::Primary if self.dialect != Some(Dialect::Postgres) => SmolStr::new_static("PRIMARY"),
                IndexKind::Primary => derived_name(self.dialect, table.own_name(), &[], "_pkey"),
                IndexKind::Unique => derived_name(self.dialect, table.own_name(), &columns, "_key"),
                _ => derived_name(self.dialect, table.own_name(), &columns, "_idx"),
            },
            |name| name.text.clone(),
        );
        let method = match attribute.argument("type").and_then(Value::as_word).map(|word| word.text.as_str()) {
            // InnoDB has no hash indexes: it makes a tree of them without a word.
            Some("Hash") if self.dialect.is_none_or(Dialect::is_mysql_family) => IndexMethod::BTree,
            Some("Hash") => IndexMethod::Hash,
            Some("Brin") => IndexMethod::Brin,
            Some("Gin") => IndexMethod::Gin,
            Some("Gist") => IndexMethod::Gist,
            Some("SpGist") => IndexMethod::SpGist,
            None | Some("BTree") => IndexMethod::BTree,
            Some(_) => IndexMethod::Other,
        };
        let predicate = attribute.argument("where").map(|value| predicate(table, text, value));
        let index = Index {
            name,
            kind,
            parts,
            method,
            predicate,
            visible: true,
            comment: None,
            key_block_size: None,
            understood: true,
            implicit: false,
            origin,
        };
        if kind == IndexKind::Primary {
            table.primary_key.get_or_insert(index);
        } else {
            table.indexes.push(index);
        }
    }

    /// All blocks have been seen: makes foreign keys of the relations.
    pub fn relate(&mut self, schema: &mut Schema) {
        if self.dialect == Some(Dialect::Postgres) {
            let enums = self.enums.values();
            let of = |it: &Enum| EnumType { namespace: it.namespace.clone(), values: it.in_database() };
            schema.enums = enums.map(|it| (it.name.clone(), of(it))).collect();
        }
        self.models.put_all_in_order();
        for (model, table) in &self.tables {
            self.relate_table(schema, *model, table);
        }
        for model in self.models.ids() {
            if self.rejections.len() >= MAX_REJECTIONS {
                break;
            }
            let rejections = self.check_relations(schema, model);
            self.reject(rejections);
        }
        for model in self.models.ids() {
            for (one, two) in self.pairs(model) {
                // Made once, at its first side.
                if one.model != model {
                    continue;
                }
                if let Some(table) = self.table_of_pairs(schema, &one, &two) {
                    // A model may be mapped to this very name: then the model is the table.
                    if let Err(table) = schema.add_table(table) {
                        self.doubled.extend(schema.table(&table.name).and_then(|it| it.get().model.clone()));
                    }
                }
            }
        }
    }

    /// Takes another text for the block of a model, after [`relate`](Self::relate). Answers the tables that differ from
    /// before; none where all blocks have to be read anew, and the schema is of no use any more.
    pub fn replace(
        &mut self,
        schema: &mut Schema,
        source: SourceId,
        text: &str,
        block: &Block,
    ) -> Option<FxHashSet<TableId>> {
        let name = block.name.as_ref().filter(|_| block.kind == BlockKind::Model)?;
        let model = &name.text;
        if self.rejections.len() >= MAX_REJECTIONS {
            return None;
        }
        // A name that other blocks do not know the model by was not read whole.
        let model_id = self.models.id(model).filter(|_| !self.doubled.contains(model))?;
        let (rejections, facts) = Check::new(self, source, text, block, name).model();
        let (table, relations) = self.model(model_id, source, text, block, name);
        let before = schema.table(&table.name)?.get();
        let is_it = before.name == table.name && before.model.as_ref() == Some(model) && before.origin.source == source;
        if !is_it {
            return None;
        }
        let id = schema.id(&table.name)?;
        // What this model and others make of each other, before and after.
        let pairs = self.names_of_pairs(model_id);
        let old = self.models.take_relations(model_id);
        let mut others: Vec<ModelId> = old.iter().chain(&relations).map(|it| it.other).collect();
        others.extend(self.models[model_id].led_by());
        others.retain(|other| *other != model_id);
        sort(&mut others);
        others.dedup();
        self.models.add_relations(model_id, relations);
        self.models.put_in_order(model_id);
        let table_name = table.name.clone();
        *schema.table_mut(&table_name)? = table;
        self.relate_table(schema, model_id, &table_name);
        let mut changed = FxHashSet::from_iter([id]);
        for other in &others {
            if self.doubled.contains(&self.models[*other].name) {
                return None;
            }
            let Some(table) = &self.models[*other].table else { continue };
            if self.relate_table(schema, *other, table) {
                changed.extend(schema.id(table));
            }
        }
        self.models[model_id].facts = Some(facts);
        self.check_again(schema, model_id, source, rejections, others);
        // A table of pairs that comes or goes stands between others.
        if pairs != self.names_of_pairs(model_id) {
            return None;
        }
        for (one, two) in self.pairs(model_id) {
            let table = self.table_of_pairs(schema, &one, &two);
            let is_there = schema.table(&self.name_of_pairs(&one, &two)).filter(|it| it.get().model.is_none());
            match (table, is_there.is_some()) {
                (Some(table), true) => {
                    changed.extend(schema.id(&table.name));
                    let name = table.name.clone();
                    *schema.table_mut(&name)? = table;
                }
                (None, false) => {}
                _ => return None,
            }
        }
        Some(changed)
    }

    /// Checks anew what the edit of a model may have changed: itself, and the relations of those around it.
    fn check_again(
        &mut self,
        schema: &Schema,
        model: ModelId,
        source: SourceId,
        rejections: Vec<Rejection>,
        others: Vec<ModelId>,
    ) {
        let mut around = others;
        around.push(model);
        sort(&mut around);
        let is_old = |it: &Rejection| match it.of.as_str() {
            "" => it.location.source == source,
            of => around.iter().any(|id| self.models[*id].name == of),
        };
        self.rejections.retain(|it| !is_old(it));
        self.reject(rejections);
        for model in &around {
            let rejections = self.check_relations(schema, *model);
            self.reject(rejections);
        }
    }

    /// Makes the foreign keys of a table anew, of its model's relations. Answers whether they differ from before.
    fn relate_table(&self, schema: &mut Schema, model: ModelId, name: &SmolStr) -> bool {
        let relations = self.models[model].relations();
        let Some(table) = schema.table_mut(name) else { return false };
        let before = std::mem::take(&mut table.foreign_keys);
        // The server makes these for the foreign keys.
        table.indexes.retain(|index| !index.implicit);
        let made: Vec<ForeignKey> = relations
            .iter()
            .enumerate()
            .filter(|(_, relation)| !relation.fields.is_empty() && relation.table == *name)
            .filter_map(|(at, relation)| {
                self.foreign_key(schema, relation, self.models.opposite(relation, at).map(|(_, it)| it))
            })
            .collect();
        for foreign_key in made {
            let Some(table) = schema.table_mut(name) else { break };
            if foreign_key.columns.len() > MAX_PARTS || table.foreign_keys.len() >= MAX_KEYS {
                table.unknown.keys = true;
            } else {
                schema.add_foreign_key(name, foreign_key);
            }
        }
        schema.table(name).is_some_and(|table| table.get().foreign_keys != before)
    }

    fn foreign_key(&self, schema: &Schema, relation: &Relation, opposite: Option<&Relation>) -> Option<ForeignKey> {
        // No constraint refers to a view.
        let other = &self.models[relation.other];
        if other.facts.as_ref().is_some_and(|it| it.is_view) {
            return None;
        }
        let referenced_table = other.table.as_ref()?;
        let columns = columns_of(schema, &relation.table, &relation.fields);
        let referenced_columns = columns_of(schema, referenced_table, &relation.references);
        let required = schema.table(&relation.table).is_some_and(|table| {
            columns.iter().any(|name| table.column(name).is_some_and(|column| !column.get().nullable))
        });
        let name =
            match self.enforcement {
                Enforcement::Emulated => None,
                Enforcement::Enforced => Some(relation.map.clone().unwrap_or_else(|| {
                    derived_name(self.dialect, own_table(schema, &relation.table), &columns, "_fkey")
                })),
            };
        // Prisma's defaults: updates cascade; a delete clears the reference where all of its columns may be NULL, else it
        // is refused.
        let default_delete = if required { ReferentialAction::Restrict } else { ReferentialAction::SetNull };
        Some(ForeignKey {
            name,
            relation: Some(self.label(relation)),
            columns,
            referenced_table: referenced_table.clone(),
            referenced_columns,
            on_delete: relation.on_delete.unwrap_or(default_delete),
            on_update: relation.on_update.unwrap_or(ReferentialAction::Cascade),
            enforcement: self.enforcement,
            many: opposite.is_none_or(|opposite| opposite.arity == Arity::List),
            ignored: relation.ignored,
            index_elsewhere: None,
            origin: relation.origin,
        })
    }

    /// The relations of a model that make a table of pairs, which no block shows: both sides are lists. The side that comes
    /// first in the text is the first of each.
    fn pairs(&self, model: ModelId) -> Vec<(Relation, Relation)> {
        let relations = self.models[model].relations().iter().enumerate();
        let is_list = |it: &Relation| it.arity == Arity::List && it.fields.is_empty();
        let pair = |(at, one): (usize, &Relation)| {
            let (other, two) = self.models.opposite(one, at).filter(|(_, two)| is_list(two))?;
            match (one.model, at).cmp(&(two.model, other)) {
                std::cmp::Ordering::Less => Some((one.clone(), two.clone())),
                // Within one model, each pair is seen from both sides.
                _ if one.model == two.model => None,
                _ => Some((two.clone(), one.clone())),
            }
        };
        relations.filter(|(_, one)| is_list(one)).filter_map(pair).collect()
    }

    fn names_of_pairs(&self, model: ModelId) -> Vec<SmolStr> {
        self.pairs(model).iter().map(|(one, two)| self.name_of_pairs(one, two)).collect()
    }

    fn name_of_pairs(&self, one: &Relation, two: &Relation) -> SmolStr {
        name_of_pairs(one.name.as_ref(), &self.models[one.model].name, &self.models[two.model].name)
    }

    /// A relation field as its owner calls it: `Post.author`.
    fn label(&self, relation: &Relation) -> SmolStr {
        SmolStr::new([&self.models[relation.model].name, ".", &relation.field].concat())
    }

    /// The hidden table of an implicit many-to-many relation: `_CategoryToPost` with columns `A` and `B`, a unique
    /// key (or, on PostgreSQL, a primary key) over both and an index on `B`.
    fn table_of_pairs(&self, schema: &Schema, one: &Relation, two: &Relation) -> Option<Table> {
        let is_first = self.models[one.model].name <= self.models[two.model].name;
        let (a, b) = if is_first { (one, two) } else { (two, one) };
        let name = self.name_of_pairs(one, two);
        let namespace = schema.table(&a.table)?.get().namespace.clone();
        let mut table = Table::new(qualified(namespace.as_ref(), &name), one.origin);
        table.namespace = namespace;
        let enforcement = self.enforcement;
        let mut foreign_keys = Vec::new();
        for (column, suffix, side) in [("A", "_A_fkey", a), ("B", "_B_fkey", b)] {
            let side_table = schema.table(&side.table)?;
            let id = side_table.column(side_table.primary_key()?.get().parts.first()?.column_name()?)?.get().clone();
            table.columns.push(Column {
                name: SmolStr::new_static(column),
                field: None,
                default: None,
                details: None,
                auto_increment: false,
                nullable: false,
                origin: side.origin,
                ..id.clone()
            });
            foreign_keys.push(ForeignKey {
                name: (enforcement == Enforcement::Enforced).then(|| derived_name(self.dialect, &name, &[], suffix)),
                relation: Some(self.label(side)),
                columns: vec![SmolStr::new_static(column)],
                referenced_table: side.table.clone(),
                referenced_columns: vec![id.name.clone()],
                on_delete: ReferentialAction::Cascade,
                on_update: ReferentialAction::Cascade,
                enforcement,
                many: true,
                ignored: false,
                index_elsewhere: None,
                origin: side.origin,
            });
        }
        let index = |suffix: &str, kind, columns: &[&'static str]| Index {
            name: derived_name(self.dialect, &name, &[], suffix),
            kind,
            parts: columns.iter().map(|column| IndexPart::column(SmolStr::new_static(column))).collect(),
            method: IndexMethod::BTree,
            predicate: None,
            visible: true,
            comment: None,
            key_block_size: None,
            understood: true,
            implicit: false,
            origin: one.origin,
        };
        // Until Prisma 6 it was a unique index there, too. Source: the notes of its release 6.0.0.
        let has_primary_key = self.dialect == Some(Dialect::Postgres) && self.prisma.is_none_or(|it| it >= 6);
        if has_primary_key {
            table.primary_key = Some(index("_AB_pkey", IndexKind::Primary, &["A", "B"]));
        } else {
            table.indexes.push(index("_AB_unique", IndexKind::Unique, &["A", "B"]));
        }
        table.indexes.push(index("_B_index", IndexKind::Plain, &["B"]));
        // The keys of the table serve both: the server makes no index.
        table.foreign_keys = foreign_keys;
        Some(table)
    }

    /// The parts of a block that are well written and mean nothing to us: unknown, not absent.
    pub fn not_understood(&self, block: &Block) -> Vec<(Span, String)> {
        let mut found = Vec::new();
        for member in &block.members {
            match member {
                Member::BlockAttribute(attribute) if !BLOCK_ATTRIBUTES.contains(&attribute.name.text.as_str()) => {
                    found.push((attribute.span, format!("there is no attribute `@@{}`", attribute.name.text)));
                }
                Member::Field(field) => {
                    let is_known = |name: &str| name.contains('.') || FIELD_ATTRIBUTES.contains(&name);
                    let unknown = field.attributes.iter().filter(|attribute| !is_known(&attribute.name.text));
                    found.extend(unknown.map(|it| (it.span, format!("there is no attribute `@{}`", it.name.text))));
                    let Some(ty) = field.ty.as_ref().filter(|ty| !ty.unsupported) else { continue };
                    let name = &ty.name.text;
                    let is_type = is_scalar(name) || self.models.id(name).is_some() || self.enums.contains_key(name);
                    if block.kind == BlockKind::Model && !is_type && !self.composites.contains(name) {
                        found.push((ty.span, format!("no block here is called `{name}`")));
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// What Prisma calls the table of pairs of two models whose relation may have a name.
pub fn name_of_pairs(relation: Option<&SmolStr>, one: &str, two: &str) -> SmolStr {
    let (a, b) = if one <= two { (one, two) } else { (two, one) };
    relation.map_or_else(|| SmolStr::new(format!("_{a}To{b}")), |name| SmolStr::new(format!("_{name}")))
}

/// The attributes of a block. Source: Prisma's schema reference.
const BLOCK_ATTRIBUTES: &[&str] = &["id", "unique", "index", "fulltext", "map", "schema", "ignore", "shardKey"];

/// The attributes of a field, native types (`db.…`) aside. Source: Prisma's schema reference.
const FIELD_ATTRIBUTES: &[&str] = &["id", "unique", "default", "relation", "map", "updatedAt", "ignore", "shardKey"];

/// The condition of a partial index in the words of SQL.
fn predicate(table: &Table, text: &str, value: &Value) -> SmolStr {
    let Value::Object(entries, _) = value else {
        let raw = if let Value::Call { arguments, .. } = value { arguments.first() } else { None };
        let sql = raw.and_then(|it| it.value.as_ref()?.as_string());
        return sql.map_or_else(|| SmolStr::new(value.span().of(text)), |sql| sql.text.clone());
    };
    let conditions: Vec<String> = entries
        .iter()
        .map(|(field, value)| {
            let column = table.columns.iter().find(|it| it.field.as_ref() == Some(&field.text));
            let is_not = if let Some(Value::Object(entries, _)) = value { entries.first() } else { None };
            let compared = is_not.map_or(value.as_ref(), |(_, value)| value.as_ref());
            let is_null = compared.and_then(Value::as_word).is_some_and(|word| word.text == "null");
            let sql = match (compared, column) {
                _ if is_null => "NULL".to_owned(),
                (Some(Value::String(text)), Some(column)) => {
                    crate::ddl::value(&DefaultValue::Literal(text.text.clone()), &column.ty)
                }
                (Some(value), _) => value.span().of(text).to_owned(),
                (None, _) => String::new(),
            };
            let operator = match (is_null, is_not.is_some()) {
                (true, true) => "IS NOT",
                (true, false) => "IS",
                (false, true) => "!=",
                (false, false) => "=",
            };
            let name = column.map_or(&field.text, |column| &column.name);
            format!("\"{}\" {operator} {sql}", name.replace('"', "\"\""))
        })
        .collect();
    SmolStr::new(conditions.join(" AND "))
}

/// The name of a table without the schema that it stands in.
fn own_table<'n>(schema: &Schema, table: &'n str) -> &'n str {
    unqualified(schema.table(table).and_then(|it| it.get().namespace.as_ref()), table)
}

fn columns_of(schema: &Schema, table: &str, fields: &[SmolStr]) -> Vec<SmolStr> {
    let columns = schema.table(table).map(|table| &table.get().columns);
    let column =
        |field: &SmolStr| columns?.iter().find(|it| it.field.as_ref() == Some(field)).map(|it| it.name.clone());
    fields.iter().map(|field| column(field).unwrap_or_else(|| field.clone())).collect()
}

/// A field of the first model that leads to the second one.
fn relation([model, other]: [ModelId; 2], table: &SmolStr, source: SourceId, field: &Field) -> Option<Relation> {
    let ty = field.ty.as_ref()?;
    let attribute = field.attributes.iter().find(|attribute| attribute.name.text == "relation");
    let argument = |name: &str| attribute.and_then(|it| it.argument(name));
    let words = |name: &str| {
        let items = argument(name).map(Value::items).unwrap_or_default();
        items.iter().filter_map(Value::as_word).map(|word| word.text.clone()).collect()
    };
    let name = argument("name").or_else(|| attribute.and_then(|it| it.positional(0)));
    Some(Relation {
        model,
        table: table.clone(),
        field: field.name.text.clone(),
        other,
        arity: ty.arity,
        name: name.and_then(Value::as_string).map(|name| name.text.clone()).filter(|name| !name.is_empty()),
        fields: words("fields"),
        references: words("references"),
        on_delete: argument("onDelete").and_then(action),
        on_update: argument("onUpdate").and_then(action),
        map: argument("map").and_then(Value::as_string).map(|name| name.text.clone()),
        ignored: field.attributes.iter().any(|attribute| attribute.name.text == "ignore"),
        has_fields: argument("fields").is_some(),
        has_references: argument("references").is_some(),
        attribute: attribute.map(|it| it.span),
        references_span: argument("references").map(Value::span),
        action_span: argument("onDelete").or_else(|| argument("onUpdate")).map(Value::span),
        type_span: Some(ty.span),
        origin: Origin { source, span: field.span, name: field.name.span },
    })
}

/// What Prisma's client fills in, which the database knows nothing of.
fn client_default(default: Option<&Value>, updated_at: bool) -> Option<SmolStr> {
    let made_by_client = default.and_then(|value| match value {
        Value::Call { name, .. } if !matches!(name.text.as_str(), "now" | "dbgenerated" | "autoincrement") => {
            Some(SmolStr::new(format!("@default({}())", name.text)))
        }
        _ => None,
    });
    made_by_client.or_else(|| updated_at.then(|| SmolStr::new_static("@updatedAt")))
}

/// `CURRENT_TIMESTAMP`, `now()` and `CURRENT_TIMESTAMP(3)`, and nothing behind.
fn is_now(sql: &str) -> bool {
    let (word, digits) = sql.split_once('(').map_or((sql, ")"), |(word, rest)| (word, rest));
    let is_word = ["CURRENT_TIMESTAMP", "NOW"].iter().any(|now| word.trim().eq_ignore_ascii_case(now));
    is_word && digits.trim_end().strip_suffix(')').is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether `dbgenerated` says `ON UPDATE CURRENT_TIMESTAMP`, the one way to say it in Prisma.
fn updates_to_now(default: &Value) -> bool {
    let Value::Call { name, arguments, .. } = default else { return false };
    let sql = arguments.first().and_then(|it| it.value.as_ref()).and_then(Value::as_string);
    name.text == "dbgenerated" && sql.is_some_and(|sql| sql.text.to_ascii_uppercase().contains(" ON UPDATE "))
}

fn action(value: &Value) -> Option<ReferentialAction> {
    Some(match value.as_word()?.text.as_str() {
        "Cascade" => ReferentialAction::Cascade,
        "Restrict" => ReferentialAction::Restrict,
        "NoAction" => ReferentialAction::NoAction,
        "SetNull" => ReferentialAction::SetNull,
        "SetDefault" => ReferentialAction::SetDefault,
        _ => return None,
    })
}

fn number(value: &Value) -> Option<u32> {
    if let Value::Number(number) = value { number.text.parse().ok() } else { None }
}

fn field_map(attributes: &[Attribute]) -> Option<&SmolStr> {
    mapped_name(attributes).map(|name| &name.text)
}

/// The name in the database that `@map` gives.
pub fn mapped_name(attributes: &[Attribute]) -> Option<&Name> {
    let map = attributes.iter().find(|attribute| attribute.name.text == "map")?;
    map.argument("name").or_else(|| map.positional(0))?.as_string()
}

fn database_name_of_value(value: &EnumValue) -> SmolStr {
    field_map(&value.attributes).unwrap_or(&value.name.text).clone()
}

/// The name in the database that `@@map` gives.
pub fn mapped_name_of_block(block: &Block) -> Option<&Name> {
    string_of_block(block, "map")
}

/// What an attribute of a block says with one string.
fn string_of_block<'b>(block: &'b Block, wanted: &str) -> Option<&'b Name> {
    let attribute = block.members.iter().find_map(|member| match member {
        Member::BlockAttribute(attribute) if attribute.name.text == wanted => Some(attribute),
        _ => None,
    })?;
    let name = if wanted == "map" { "name" } else { "map" };
    attribute.argument(name).or_else(|| attribute.positional(0))?.as_string()
}

/// The name by which a block that is called `name` is known in the database, and the schema that it stands in
/// (`@@schema`), where that is not PostgreSQL's usual one.
pub fn name_in_database(block: &Block, name: &Name) -> (Option<SmolStr>, SmolStr) {
    let namespace = string_of_block(block, "schema").filter(|it| it.text != "public").map(|it| it.text.clone());
    let name = qualified(namespace.as_ref(), &mapped_name_of_block(block).unwrap_or(name).text);
    (namespace, name)
}

/// Where a line may be added to a model.
fn anchors(block: &Block) -> Anchors {
    let is_key = |attribute: &Attribute| matches!(attribute.name.text.as_str(), "id" | "unique" | "index" | "fulltext");
    let attributes = || {
        block.members.iter().filter_map(|member| match member {
            Member::BlockAttribute(attribute) => Some(attribute),
            _ => None,
        })
    };
    let span = |attribute: &Attribute| -> Span { attribute.span };
    Anchors {
        last_key: attributes().rfind(|it| is_key(it)).map(span),
        first_setting: attributes().find(|it| !is_key(it)).map(span),
        last_member: block.members.last().map(Member::span),
        close: block.close,
    }
}
