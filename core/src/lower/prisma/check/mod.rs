//! What Prisma refuses of the blocks that it can read. Its own validator (`psl` in prisma-engines) is the source of all that is
//! checked here; `tests/run/prisma_peer.rs` holds the two together.

mod attributes;
mod defaults;
mod keys;
mod natives;
mod relations;
mod settings;

pub use settings::check_settings;

use attributes::Holder;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{MAX_COLUMNS, PrismaLowering, is_scalar};
use crate::{
    diagnostic::{Subject, SubjectKind},
    order::may_repeat,
    schema::{PrismaSettings, Rejection, RejectionKind},
    syntax::{
        Name,
        prisma::ast::{Arity, Attribute, Block, BlockKind, Field, Member},
    },
    text::{Location, SourceId, Span},
};

/// The most rejections that are kept. A schema that has more is no schema of Prisma's.
pub(super) const MAX_REJECTIONS: usize = 2_000;

/// Past so many, no other type is suggested.
const MAX_SUGGESTED: usize = 50;

/// Of a longer list, each is compared with so many of the first.
pub(super) const MAX_COMPARED: usize = 64;

/// The databases whose particulars are checked. The others' schemas are read, and checked as far as all databases are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Provider {
    MySql,
    Postgres,
    Sqlite,
    /// SQL Server, CockroachDB, MongoDB, or one that is not known.
    Other,
}

impl Provider {
    pub(super) fn of(settings: &PrismaSettings) -> Self {
        match settings.provider.as_ref().map(|it| it.value.as_str()) {
            Some("mysql") => Self::MySql,
            Some("postgresql" | "postgres") => Self::Postgres,
            Some("sqlite") => Self::Sqlite,
            _ => Self::Other,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::MySql => "MySQL",
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
            Self::Other => "this database",
        }
    }
}

/// What other blocks may ask of a model.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) fields: Vec<Fact>,
    /// The fields of each unique key, the primary key among them.
    pub(super) uniques: Vec<Vec<SmolStr>>,
    /// The fields of the primary key.
    pub(super) id: Vec<SmolStr>,
    pub(super) ignored: bool,
    pub(super) is_view: bool,
    /// A line could not be read: nothing is called missing.
    pub(super) has_errors: bool,
}

/// A field, as others may ask of it.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) name: SmolStr,
    /// The word of its type; empty for `Unsupported`.
    pub(super) ty: SmolStr,
    pub(super) arity: Arity,
    pub(super) is_relation: bool,
}

impl Facts {
    pub(super) fn field(&self, name: &str) -> Option<&Fact> {
        self.fields.iter().find(|it| it.name == name)
    }

    /// Whether a unique key is made of exactly these fields, in any order.
    pub(super) fn is_unique(&self, fields: &[SmolStr]) -> bool {
        self.uniques.iter().any(|key| key.len() == fields.len() && fields.iter().all(|it| key.contains(it)))
    }
}

/// What a field is, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldKind {
    Scalar,
    Enum,
    Composite,
    Unsupported,
    Relation,
    Unknown,
}

/// Checks one block.
pub(super) struct Check<'a> {
    lowering: &'a PrismaLowering,
    source: SourceId,
    text: &'a str,
    block: &'a Block,
    name: &'a Name,
    table: SmolStr,
    ignored: bool,
    found: Vec<Rejection>,
    /// Of the field that is looked at; empty in between.
    attributes: Vec<&'a Attribute>,
}

impl<'a> Check<'a> {
    pub(super) fn new(
        lowering: &'a PrismaLowering,
        source: SourceId,
        text: &'a str,
        block: &'a Block,
        name: &'a Name,
    ) -> Self {
        let (_, table) = super::name_in_database(block, name);
        let attributes = block.members.iter().filter_map(as_attribute);
        let ignored = attributes.into_iter().any(|it| it.name.text == "ignore");
        Self { lowering, source, text, block, name, table, ignored, found: Vec::new(), attributes: Vec::new() }
    }

    /// Checks a model or view, and tells what others may ask of it.
    pub(super) fn model(mut self) -> (Vec<Rejection>, Facts) {
        let block = self.block;
        let mut fields: Vec<(&Field, FieldKind)> = Vec::with_capacity(block.members.len());
        fields.extend(block.members.iter().filter_map(as_field).map(|field| (field, self.kind_of(field))));
        let mut facts = self.facts(&fields);
        self.name_of_block();
        if self.is_view() && !self.lowering.has_feature("views") {
            self.tell(RejectionKind::FeatureMissing, self.subject(), self.name.span, "a view", "views");
        }
        self.fields(&fields, &facts);
        self.keys(fields.get(..MAX_COLUMNS).unwrap_or(&fields), &mut facts);
        (self.found, facts)
    }

    /// Checks an enum.
    pub(super) fn enumeration(mut self) -> Vec<Rejection> {
        self.name_of_block();
        let mut values: FxHashMap<SmolStr, usize> = FxHashMap::default();
        for member in &self.block.members {
            let Member::EnumValue(value) = member else { continue };
            self.name_of_part(&value.name, |_| Subject::file());
            if let Some(first) = values.get(&value.name.text) {
                let other = Span::at(*first);
                let found =
                    self.tell(RejectionKind::ValueExists, Subject::file(), value.name.span, &value.name.text, "");
                found.other = Some(Location { span: other, ..found.location });
                if value.attributes.is_empty() {
                    found.mend(value.name.span, SmolStr::default());
                }
            }
            values.entry(value.name.text.clone()).or_insert(value.name.span.start());
            let of_value: Vec<&Attribute> = value.attributes.iter().collect();
            self.attributes_of(Holder::Value(&value.name), &of_value, attributes::VALUE);
        }
        self.attributes_of_enum();
        if values.is_empty() && self.block.errors.is_empty() {
            self.tell(RejectionKind::NoValues, Subject::file(), self.name.span, "", "");
        }
        self.found
    }

    /// Checks a composite type. The three databases have none.
    pub(super) fn composite(mut self) -> Vec<Rejection> {
        self.name_of_block();
        let provider = self.lowering.provider;
        if provider != Provider::Other {
            self.tell(RejectionKind::CompositeNotSupported, Subject::file(), self.name.span, provider.name(), "");
        }
        for member in &self.block.members {
            match member {
                Member::Field(field) => {
                    let kind = self.kind_of(field);
                    let Some(ty) = &field.ty else { continue };
                    match kind {
                        FieldKind::Unknown => self.unknown_type(field),
                        FieldKind::Relation => {
                            self.tell_of_field(RejectionKind::RelationInComposite, field, ty.span, &ty.name.text, "");
                        }
                        _ => {
                            self.attributes_of_field(field, attributes::COMPOSITE);
                        }
                    }
                }
                Member::BlockAttribute(attribute) => {
                    let name = attribute.name.text.clone();
                    let why = "composite types have fields only";
                    self.misplaced(attribute, &name, why, Subject::file());
                }
                _ => {}
            }
        }
        self.found
    }

    fn facts(&self, fields: &[(&Field, FieldKind)]) -> Facts {
        let count = fields.len();
        let fields = fields.iter().filter_map(|(field, kind)| {
            let ty = field.ty.as_ref()?;
            Some(Fact {
                name: field.name.text.clone(),
                ty: if ty.unsupported { SmolStr::default() } else { ty.name.text.clone() },
                arity: ty.arity,
                is_relation: *kind == FieldKind::Relation,
            })
        });
        // What is past the most fields is not known.
        let is_whole = self.block.members.len() <= MAX_COLUMNS;
        let mut all: Vec<Fact> = Vec::with_capacity(count.min(MAX_COLUMNS));
        all.extend(fields.take(MAX_COLUMNS));
        Facts {
            fields: all,
            ignored: self.ignored,
            is_view: self.is_view(),
            has_errors: !self.block.errors.is_empty() || !is_whole,
            ..Facts::default()
        }
    }

    fn is_view(&self) -> bool {
        self.block.kind == BlockKind::View
    }

    fn kind_of(&self, field: &Field) -> FieldKind {
        let Some(ty) = &field.ty else { return FieldKind::Unknown };
        let word = &ty.name.text;
        match () {
            () if ty.unsupported => FieldKind::Unsupported,
            () if is_scalar(word) => FieldKind::Scalar,
            () if self.lowering.models.id(word).is_some() => FieldKind::Relation,
            () if self.lowering.enums.contains_key(word) => FieldKind::Enum,
            () if self.lowering.composites.contains(word) => FieldKind::Composite,
            () => FieldKind::Unknown,
        }
    }

    fn name_of_block(&mut self) {
        let name = self.name.clone();
        let subject = self.subject();
        if is_scalar(&name.text) || (is_reserved(&name.text) && self.block.kind != BlockKind::CompositeType) {
            self.tell(RejectionKind::NameReserved, subject, name.span, &name.text, "");
        } else {
            self.name_of_part(&name, |_| subject);
        }
    }

    fn name_of_part(&mut self, name: &Name, subject: impl FnOnce(&Self) -> Subject) {
        if let Some(kind) = fault_of_name(&name.text) {
            let subject = subject(self);
            self.tell(kind, subject, name.span, &name.text, "");
        }
    }

    fn fields(&mut self, fields: &[(&'a Field, FieldKind)], facts: &Facts) {
        self.repeated_fields(fields);
        for (field, kind) in fields.iter().copied() {
            self.name_of_part(&field.name, |it| it.subject_of(field));
            match kind {
                FieldKind::Unknown => self.unknown_type(field),
                FieldKind::Relation => {
                    self.attributes_of_field(field, attributes::RELATION);
                    self.relation_attributes(field, facts);
                }
                _ => {
                    self.attributes_of_field(field, attributes::SCALAR);
                    self.scalar_field(field, kind);
                }
            }
        }
        let of_block: Vec<&Attribute> = self.block.members.iter().filter_map(as_attribute).collect();
        self.attributes_of(Holder::Block, &of_block, attributes::MODEL);
        self.schema_of_block();
    }

    fn attributes_of_field(&mut self, field: &'a Field, place: u8) {
        let mut of_field = std::mem::take(&mut self.attributes);
        of_field.extend(&field.attributes);
        self.attributes_of(Holder::Field(field), &of_field, place);
        of_field.clear();
        self.attributes = of_field;
    }

    /// Fields of one name, or of one column.
    fn repeated_fields(&mut self, fields: &[(&'a Field, FieldKind)]) {
        let has_column = |kind: FieldKind| !matches!(kind, FieldKind::Relation | FieldKind::Unknown);
        let column = |field: &'a Field| super::field_map(&field.attributes).unwrap_or(&field.name.text);
        let names = fields.iter().map(|(field, _)| &field.name.text);
        let columns = fields.iter().filter(|(_, kind)| has_column(*kind)).map(|(field, _)| column(field));
        if !may_repeat(names) && !may_repeat(columns) {
            return;
        }
        let mut names: FxHashMap<SmolStr, usize> = FxHashMap::default();
        let mut columns: FxHashMap<SmolStr, usize> = FxHashMap::default();
        for (at, (field, kind)) in fields.iter().copied().enumerate() {
            let first = |map: &FxHashMap<SmolStr, usize>, name: &SmolStr| {
                map.get(name).and_then(|it| fields.get(*it)).map(|(field, _)| *field)
            };
            if let Some(first) = first(&names, &field.name.text) {
                let other = first.name.span;
                let found = self.tell_of_field(RejectionKind::FieldExists, field, field.name.span, "", "");
                found.other = Some(Location { span: other, ..found.location });
                continue;
            }
            names.insert(field.name.text.clone(), at);
            if !has_column(kind) {
                continue;
            }
            let column = column(field).clone();
            if let Some(first) = first(&columns, &column) {
                let other = first.name.span;
                let found = self.tell_of_field(RejectionKind::ColumnTaken, field, field.name.span, &column, "");
                found.other = Some(Location { span: other, ..found.location });
            }
            columns.entry(column).or_insert(at);
        }
    }

    fn unknown_type(&mut self, field: &Field) {
        let Some(ty) = &field.ty else { return };
        let lowering = self.lowering;
        let names = SCALARS.iter().copied().chain(lowering.models.names());
        let names = names.chain(lowering.enums.keys().map(SmolStr::as_str));
        // Looking at all names takes time: of a schema that is full of them, nobody wants to be asked.
        let is_asked = self.lowering.rejections.len() + self.found.len() < MAX_SUGGESTED;
        let near = names.filter(|it| is_asked && it.eq_ignore_ascii_case(&ty.name.text)).min().map(SmolStr::new);
        let near = near.or_else(|| nearest(&ty.name.text, &mut SCALARS.iter().copied()).map(SmolStr::new));
        let found = self.tell_of_field(RejectionKind::UnknownType, field, ty.name.span, &ty.name.text, "");
        found.fix = near.map(|near| (Location { span: ty.name.span, ..found.location }, near));
    }

    fn scalar_field(&mut self, field: &Field, kind: FieldKind) {
        let Some(ty) = &field.ty else { return };
        let provider = self.lowering.provider;
        let has_lists = !matches!(provider, Provider::MySql | Provider::Sqlite);
        if ty.arity == Arity::List && !has_lists {
            self.tell_of_field(RejectionKind::ListNotSupported, field, ty.span, provider.name(), "");
        }
        if kind == FieldKind::Unsupported && natives::is_native(provider, &ty.name.text) {
            let name = ty.name.text.clone();
            self.tell_of_field(RejectionKind::TypeIsSupported, field, ty.span, &name, "");
        }
        for attribute in &field.attributes {
            let span = attribute.span;
            match attribute.name.text.as_str() {
                "ignore" if kind == FieldKind::Unsupported => {
                    let found = self.misplaced_on(field, attribute, "the client ignores such a field anyway");
                    found.mend(span, SmolStr::default());
                }
                "ignore" if self.ignored => {
                    self.misplaced_on(field, attribute, "the whole model is ignored").mend(span, SmolStr::default());
                }
                "updatedAt" if ty.name.text != "DateTime" || ty.unsupported => {
                    self.misplaced_on(field, attribute, "it sets a time, and this is no DateTime");
                }
                "updatedAt" if ty.arity == Arity::List => {
                    self.misplaced_on(field, attribute, "it sets one time, and this is a list");
                }
                "default" => self.default_of(field, kind, attribute),
                name if name.contains('.') && kind == FieldKind::Scalar => self.native_type(field, attribute),
                name if name.contains('.') => {
                    let name = format!("@{name}");
                    self.tell_of_field(RejectionKind::UnknownAttribute, field, span, &name, "");
                }
                _ => {}
            }
        }
    }

    fn misplaced_on(&mut self, field: &Field, attribute: &Attribute, why: &'static str) -> &mut Rejection {
        let name = format!("@{}", attribute.name.text);
        self.tell_of_field(RejectionKind::Misplaced, field, attribute.span, &name, why)
    }

    fn misplaced(&mut self, attribute: &Attribute, name: &str, why: &'static str, subject: Subject) {
        let name = format!("@@{name}");
        self.tell(RejectionKind::Misplaced, subject, attribute.span, &name, why);
    }

    fn schema_of_block(&mut self) {
        let settings = &self.lowering.schemas;
        let attribute = self.block.members.iter().filter_map(as_attribute).find(|it| it.name.text == "schema");
        let provider = self.lowering.provider;
        match attribute {
            Some(attribute) => {
                let value = attribute.argument("map").or_else(|| attribute.positional(0));
                let Some(name) = value.and_then(|it| it.as_string()) else { return };
                let (text, span) = (name.text.clone(), name.span);
                if matches!(provider, Provider::MySql | Provider::Sqlite) {
                    self.tell(RejectionKind::NotSupported, self.subject(), span, "@@schema", provider.name());
                } else if provider == Provider::Postgres && !settings.contains(&text) {
                    self.tell(RejectionKind::SchemaUndeclared, self.subject(), span, &text, "");
                }
            }
            None if provider == Provider::Postgres && !settings.is_empty() => {
                self.tell(RejectionKind::SchemaMissing, self.subject(), self.name.span, "", "");
            }
            None => {}
        }
    }

    fn subject(&self) -> Subject {
        match self.block.kind {
            BlockKind::Model => {
                Subject { kind: SubjectKind::Table, table: Some(self.table.clone()), columns: Vec::new(), name: None }
            }
            BlockKind::View => {
                Subject { kind: SubjectKind::View, table: None, columns: Vec::new(), name: Some(self.table.clone()) }
            }
            _ => Subject { name: Some(self.name.text.clone()), ..Subject::file() },
        }
    }

    fn subject_of(&self, field: &Field) -> Subject {
        let column = super::field_map(&field.attributes).unwrap_or(&field.name.text).clone();
        Subject { kind: SubjectKind::Column, table: Some(self.table.clone()), columns: vec![column], name: None }
    }

    fn label(&self, field: &Field) -> String {
        format!("{}.{}", self.name.text, field.name.text)
    }

    /// Notes a rejection: of the block, unless the first word is told otherwise.
    fn tell(&mut self, kind: RejectionKind, subject: Subject, span: Span, word: &str, more: &str) -> &mut Rejection {
        let owner = self.name.text.clone();
        self.note(kind, subject, span, owner, word, more)
    }

    fn tell_of_field(
        &mut self,
        kind: RejectionKind,
        field: &Field,
        span: Span,
        word: &str,
        more: &str,
    ) -> &mut Rejection {
        let owner = SmolStr::new(self.label(field));
        let subject = self.subject_of(field);
        self.note(kind, subject, span, owner, word, more)
    }

    fn note(
        &mut self,
        kind: RejectionKind,
        subject: Subject,
        span: Span,
        owner: SmolStr,
        word: &str,
        more: &str,
    ) -> &mut Rejection {
        let location = Location { source: self.source, span };
        let words = [owner, shortened(word), shortened(more)];
        let at = self.found.len();
        self.found.push(Rejection::new(kind, subject, words, location));
        #[expect(clippy::indexing_slicing, reason = "it was pushed there")]
        &mut self.found[at]
    }
}

/// What Prisma refuses of a name that it reads.
fn fault_of_name(name: &str) -> Option<RejectionKind> {
    match () {
        () if name.starts_with(char::is_numeric) => Some(RejectionKind::NameStartsWithDigit),
        () if name.contains('-') => Some(RejectionKind::NameWithHyphen),
        () => None,
    }
}

/// A word of the user's for a message: not longer than a line.
fn shortened(word: &str) -> SmolStr {
    match word.char_indices().nth(60) {
        Some((end, _)) => SmolStr::new(format!("{}…", word.get(..end).unwrap_or_default())),
        None => SmolStr::new(word),
    }
}

fn as_field(member: &Member) -> Option<&Field> {
    if let Member::Field(field) = member { Some(field) } else { None }
}

fn as_attribute(member: &Member) -> Option<&Attribute> {
    if let Member::BlockAttribute(attribute) = member { Some(attribute) } else { None }
}

/// Prisma's scalar types.
const SCALARS: &[&str] = &["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"];

/// The word of a list that another one was probably meant to be.
fn nearest<'w>(word: &str, words: &mut dyn Iterator<Item = &'w str>) -> Option<&'w str> {
    if word.len() > 32 {
        return None;
    }
    let limit = 2.min(word.chars().count().saturating_sub(1) / 3);
    let mut near = None;
    let mut is_one = true;
    for it in words.take(MAX_COMPARED) {
        if it.eq_ignore_ascii_case(word) {
            return Some(it);
        }
        if it.len() <= 64 && strsim::damerau_levenshtein(word, it) <= limit {
            // Of several, nobody knows which.
            is_one = near.is_none();
            near = Some(it);
        }
    }
    near.filter(|_| is_one)
}

/// Whether Prisma's client cannot have a type of this name. Source: prisma-engines, `reserved_model_names.rs`.
fn is_reserved(name: &str) -> bool {
    const WORDS: &str = " async await break case catch class const continue debugger default delete do else enum export \
        extends false finally for function if implements import in instanceof interface let new null package private \
        protected public return super switch this throw true try typeof using var void while with yield ";
    // The words are of small letters, and models begin with a large one.
    let may_be = name.starts_with(|c: char| c.is_ascii_lowercase()) && WORDS.split(' ').any(|it| it == name);
    may_be || name == "PrismaClient"
}
