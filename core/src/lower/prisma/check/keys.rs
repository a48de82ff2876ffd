//! Keys: their fields, what the database allows of them, and what they are called.

use smol_str::SmolStr;

use super::{
    Check, Fact, Facts, FieldKind, MAX_COMPARED, Provider, as_attribute, as_field,
    attributes::{self, Holder},
    nearest,
};
use crate::{
    diagnostic::{Subject, SubjectKind},
    lower::{MAX_COLUMNS, MAX_PARTS},
    schema::{Enforcement, Rejection, RejectionKind},
    syntax::prisma::ast::{Argument, Arity, Attribute, Field, FieldType, Value, argument},
    text::{Location, Span},
};

/// A key of a model.
struct Key<'b> {
    /// `@unique`, `@@index`, …
    shown: &'static str,
    attribute: &'b Attribute,
    parts: Vec<Part<'b>>,
    /// All of its fields are there.
    is_known: bool,
}

struct Part<'b> {
    name: &'b SmolStr,
    field: Option<&'b Field>,
    /// The field leads to a model.
    is_relation: bool,
    arguments: &'b [Argument],
    span: Span,
}

impl<'b> Part<'b> {
    fn argument(&self, name: &str) -> Option<&'b Value> {
        argument(self.arguments, name)
    }
}

impl Key<'_> {
    fn is(&self, name: &str) -> bool {
        self.shown.trim_start_matches('@') == name
    }
}

impl<'a> Check<'a> {
    pub(super) fn keys(&mut self, fields: &[(&'a Field, FieldKind)], facts: &mut Facts) {
        let block = self.block;
        let mut keys: Vec<Key<'_>> = Vec::new();
        // Of one without a type, nobody knows what it is.
        for (field, _) in fields.iter().filter(|(it, kind)| it.ty.is_some() && *kind != FieldKind::Relation) {
            for (nth, attribute) in field.attributes.iter().enumerate() {
                // Of one that is there twice, that is told.
                let before = field.attributes.get(..nth.min(MAX_COMPARED)).unwrap_or_default();
                if keys.len() >= MAX_COLUMNS || before.iter().any(|it| it.name.text == attribute.name.text) {
                    continue;
                }
                let shown = match attribute.name.text.as_str() {
                    "id" => "@id",
                    "unique" => "@unique",
                    "shardKey" => "@shardKey",
                    _ => continue,
                };
                let part = Part {
                    name: &field.name.text,
                    field: Some(field),
                    is_relation: false,
                    arguments: &attribute.arguments,
                    span: field.name.span,
                };
                keys.push(Key { shown, attribute, parts: vec![part], is_known: true });
            }
        }
        for attribute in block.members.iter().filter_map(as_attribute) {
            let shown = match attribute.name.text.as_str() {
                "id" => "@@id",
                "unique" => "@@unique",
                "index" => "@@index",
                "fulltext" => "@@fulltext",
                "shardKey" => "@@shardKey",
                _ => continue,
            };
            let Some(value) = attribute.argument("fields").or_else(|| attribute.positional(0)) else { continue };
            if keys.len() >= MAX_COLUMNS {
                break;
            }
            let parts = value.items().iter().take(MAX_PARTS).filter_map(|item| {
                let (name, arguments) = match item {
                    Value::Word(name) => (name, [].as_slice()),
                    Value::Call { name, arguments, .. } => (name, arguments.as_slice()),
                    _ => return None,
                };
                let field = fields.iter().find(|(it, _)| it.name.text == name.text);
                let is_relation = field.is_some_and(|(_, kind)| *kind == FieldKind::Relation);
                Some(Part { name: &name.text, field: field.map(|it| it.0), is_relation, arguments, span: name.span })
            });
            let parts: Vec<Part<'_>> = parts.collect();
            let is_empty = value.items().is_empty();
            // A longer one is unknown.
            let is_known = parts.len() == value.items().len() && !is_empty;
            let mut key = Key { shown, attribute, parts, is_known };
            if is_empty {
                self.tell_of_key(RejectionKind::NoFields, &key, attribute.span, "", "");
            }
            self.fields_of_key(&mut key, facts);
            keys.push(key);
        }
        for (nth, key) in keys.iter().enumerate() {
            self.place_of_key(key, keys.get(..nth.min(MAX_COMPARED)).unwrap_or_default());
            self.options_of_key(key);
            if self.lowering.provider == Provider::Postgres {
                self.length_of_name(key.shown, key.attribute, |it| it.subject_of_key(key));
            }
            self.names_of_key(key, keys.get(..nth.min(MAX_COMPARED)).unwrap_or_default(), facts);
            if key.is_known && self.lowering.provider == Provider::Postgres && !key.is("id") && !key.is("shardKey") {
                self.operators_of_key(key);
            }
            let names = || key.parts.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
            if key.is_known && (key.is("id") || key.is("unique")) {
                facts.uniques.push(names());
            }
            if key.is_known && key.is("id") && facts.id.is_empty() {
                facts.id = names();
            }
        }
        self.counting_fields(fields, &keys);
        self.usable_keys(&keys);
    }

    /// What a finding about a key is about.
    fn subject_of_key(&self, key: &Key<'_>) -> Subject {
        let of_field = key.parts.first().and_then(|part| part.field).filter(|_| !key.shown.starts_with("@@"));
        if let Some(field) = of_field {
            return self.subject_of(field);
        }
        let columns = key.parts.iter().map(|part| match part.field {
            Some(field) => super::super::field_map(&field.attributes).unwrap_or(&field.name.text).clone(),
            None => part.name.clone(),
        });
        Subject { kind: SubjectKind::Index, table: Some(self.table.clone()), columns: columns.collect(), name: None }
    }

    fn tell_of_key(
        &mut self,
        kind: RejectionKind,
        key: &Key<'_>,
        span: Span,
        word: &str,
        more: &str,
    ) -> &mut Rejection {
        let owner = SmolStr::new(format!("{} of {}", key.shown, self.name.text));
        self.note(kind, self.subject_of_key(key), span, owner, word, more)
    }

    /// What goes with an argument of a field within a key.
    fn without_option(&self, key: &Key<'_>, part: &Part<'_>, name: &str) -> Option<Span> {
        let of_field = !key.shown.starts_with("@@");
        let start = if of_field { key.attribute.name.span.end() } else { part.span.end() };
        let last = part.arguments.last()?.span.end();
        let end = last + self.text.get(last..)?.find(')')? + 1;
        let nth = part.arguments.iter().position(|it| it.is_called(name))?;
        Some(attributes::without_argument(part.arguments, nth, Span::new(start, end)))
    }

    /// An argument of a field within a key that the database does not have, and that goes.
    fn option_not_supported(&mut self, key: &Key<'_>, part: &Part<'_>, name: &str, what: &str) {
        let Some(span) = part.argument(name).map(Value::span) else { return };
        let without = self.without_option(key, part, name);
        let found = self.not_supported(self.subject_of_key(key), span, what);
        found.fix = without.map(|span| (Location { span, ..found.location }, SmolStr::default()));
    }

    fn fields_of_key(&mut self, key: &mut Key<'_>, facts: &Facts) {
        for (nth, part) in key.parts.iter().enumerate() {
            let before = key.parts.get(..nth).unwrap_or_default();
            if part.field.is_none() {
                // A line that could not be read may be the field.
                if !facts.has_errors {
                    let is_free = |it: &&Fact| !it.is_relation && key.parts.iter().all(|part| *part.name != it.name);
                    let mut free = facts.fields.iter().filter(is_free).map(|it| it.name.as_str());
                    let near = nearest(part.name, &mut free).map(SmolStr::new);
                    let found = self.tell_of_key(RejectionKind::NoFieldOfKey, key, part.span, part.name, "");
                    found.fix = near.map(|near| (found.location, near));
                }
            } else if part.is_relation {
                let beneath = part.field.map(|field| fields_beneath(field).join(", ")).unwrap_or_default();
                let (span, name) = (part.span, part.name.clone());
                self.tell_of_key(RejectionKind::RelationInKey, key, span, &name, &beneath);
            } else if before.iter().any(|it| it.name == part.name) {
                self.tell_of_key(RejectionKind::FieldTwice, key, part.span, part.name, "");
            } else {
                continue;
            }
            key.is_known = false;
            return;
        }
    }

    /// Keys that cannot be where they are, or are there already.
    fn place_of_key(&mut self, key: &Key<'_>, before: &[Key<'_>]) {
        let span = key.attribute.span;
        if self.is_view() && !matches!(key.shown, "@unique" | "@@unique") {
            let why = "a view has no keys of its own, only unique fields";
            let (name, subject) = (key.shown, self.subject());
            self.tell(RejectionKind::Misplaced, subject, span, name, why);
            return;
        }
        let first = before.iter().find(|it| it.is("id") == key.is("id") && it.is("shardKey") == key.is("shardKey"));
        if let Some(first) = first.filter(|it| key.is("id") || (key.is("shardKey") && it.shown.len() >= 9)) {
            let kind = if key.is("id") { RejectionKind::SecondId } else { RejectionKind::SecondShardKey };
            // Two of one kind on a block are an attribute twice.
            if !(first.shown == key.shown && first.shown.starts_with("@@")) {
                let other = first.attribute.span;
                self.tell_of_key(kind, key, span, key.shown, "");
                if let Some(found) = self.found.last_mut() {
                    found.other = Some(Location { span: other, ..found.location });
                }
            }
        }
        if self.ignored || !(key.is("id") || key.is("shardKey")) {
            return;
        }
        for part in &key.parts {
            let Some(field) = part.field else { continue };
            if field.ty.as_ref().is_some_and(|ty| ty.arity != Arity::Required) {
                let at =
                    if key.shown.starts_with("@@") { part.span } else { field.ty.as_ref().map_or(span, |it| it.span) };
                let mark = field.ty.as_ref().filter(|it| it.arity == Arity::Optional).map(|it| it.span.end());
                let behind = mark.and_then(|end| self.text.get(end..)).unwrap_or_default();
                // What stands under that of other fields still does so.
                let length = |it: &Field| it.ty.as_ref().map_or(0, |ty| ty.span.len());
                let others = self.block.members.iter().filter_map(as_field).filter(|it| it.span != field.span);
                let is_under = behind.starts_with(' ') && others.map(length).any(|it| it >= length(field));
                let blank = if is_under { " " } else { "" };
                let found = self.tell_of_field(RejectionKind::OptionalInId, field, at, key.shown, "");
                if let Some(end) = mark {
                    found.mend(Span::new(end - 1, end), SmolStr::new_static(blank));
                }
            }
        }
    }

    /// What the database, or a preview feature, must allow.
    fn options_of_key(&mut self, key: &Key<'_>) {
        let provider = self.lowering.provider;
        let (span, is_fulltext) = (key.attribute.span, key.is("fulltext"));
        if key.is("shardKey") {
            if !self.lowering.has_feature("shardKeys") {
                self.tell_of_key(RejectionKind::FeatureMissing, key, span, key.shown, "shardKeys");
            } else if !matches!(provider, Provider::MySql) {
                self.not_supported(self.subject_of_key(key), span, key.shown);
            }
            return;
        }
        if let Some(condition) = key.attribute.arguments.iter().find(|it| it.is_called("where")) {
            if !self.lowering.has_feature("partialIndexes") {
                self.tell_of_key(
                    RejectionKind::FeatureMissing,
                    key,
                    condition.span,
                    "a partial index (`where`)",
                    "partialIndexes",
                );
            } else if provider == Provider::MySql {
                self.not_supported(self.subject_of_key(key), condition.span, "partial indexes");
            } else if let Some(Value::Object(entries, _)) = &condition.value {
                self.conditions(entries, key);
            }
        }
        if provider == Provider::Other {
            return;
        }
        let of_key = |name: &str| {
            let nth = key.attribute.arguments.iter().position(|it| it.is_called(name))?;
            Some((key.attribute.arguments.get(nth)?.span, attributes::without(key.attribute, nth)))
        };
        let has = |name: &str| key.parts.iter().find(|it| it.argument(name).is_some());
        if let Some((span, without)) = of_key("clustered") {
            self.not_supported(self.subject_of_key(key), span, "`clustered`").mend(without, SmolStr::default());
        }
        if let Some((span, without)) = of_key("map").filter(|_| key.is("id") && provider != Provider::Postgres) {
            self.not_supported(self.subject_of_key(key), span, "named primary keys").mend(without, SmolStr::default());
        }
        if let Some(part) = has("sort").filter(|_| key.is("id")) {
            self.option_not_supported(key, part, "sort", "`sort` in the primary key");
        }
        if is_fulltext && provider != Provider::MySql {
            self.not_supported(self.subject_of_key(key), span, "@@fulltext");
        } else if is_fulltext {
            for (name, what) in [("length", "`length` in @@fulltext"), ("sort", "`sort` in @@fulltext")] {
                if let Some(part) = has(name) {
                    self.option_not_supported(key, part, name, what);
                }
            }
        } else if let Some(part) = has("length").filter(|_| provider != Provider::MySql) {
            self.option_not_supported(key, part, "length", "`length` in a key");
        }
        let span_of = |name: &str| has(name)?.argument(name).map(Value::span);
        if let Some(span) = span_of("ops").filter(|_| !key.is("index") && key.shown.starts_with("@@")) {
            let why = "only @@index takes operator classes";
            self.tell(RejectionKind::Misplaced, self.subject_of_key(key), span, "ops", why);
        }
        if provider == Provider::MySql && !is_fulltext {
            for part in &key.parts {
                let Some(field) = part.field.filter(|_| part.argument("length").is_some()) else { continue };
                let is_text = field
                    .ty
                    .as_ref()
                    .is_some_and(|ty| ty.unsupported || matches!(ty.name.text.as_str(), "String" | "Bytes"));
                if let Some(length) = part.argument("length").filter(|_| !is_text) {
                    let without = self.without_option(key, part, "length");
                    let found = self.tell_of_key(RejectionKind::LengthOfNoText, key, length.span(), part.name, "");
                    found.fix = without.map(|span| (Location { span, ..found.location }, SmolStr::default()));
                }
            }
        }
        if let Some(method) = key.attribute.argument("type").and_then(Value::as_word) {
            let is_there = method.text == "BTree" || provider == Provider::Postgres;
            if !is_there && METHODS.contains(&method.text.as_str()) {
                let what = format!("`type: {}`", method.text);
                self.not_supported(self.subject_of_key(key), method.span, &what);
            }
            if let Some(span) = span_of("sort").filter(|_| method.text == "Hash" && provider == Provider::Postgres) {
                self.not_supported(self.subject_of_key(key), span, "`sort` in a hash index");
            }
        }
    }

    /// The conditions of a partial index: each about a field of its own type.
    fn conditions(&mut self, entries: &[(crate::syntax::Name, Option<Value>)], key: &Key<'_>) {
        for (name, value) in entries {
            let mut fields = self.block.members.iter().filter_map(as_field).take(MAX_COLUMNS);
            let field = fields.find(|it| it.name.text == name.text);
            let Some(field) = field else {
                if self.block.errors.is_empty() {
                    self.tell_of_key(RejectionKind::NoFieldOfKey, key, name.span, &name.text, "");
                }
                continue;
            };
            let kind = self.kind_of(field);
            if kind == FieldKind::Relation {
                self.tell_of_key(RejectionKind::RelationInKey, key, name.span, &name.text, "");
                continue;
            }
            let value = match value {
                Some(Value::Object(inner, _)) => inner.first().and_then(|(_, value)| value.as_ref()),
                value => value.as_ref(),
            };
            let (Some(value), Some(ty)) = (value, &field.ty) else { continue };
            let fits = match value {
                Value::Word(word) if matches!(word.text.as_str(), "true" | "false") => ty.name.text == "Boolean",
                Value::Number(_) => matches!(ty.name.text.as_str(), "Int" | "BigInt" | "Float" | "Decimal"),
                Value::String(_) => kind == FieldKind::Enum || matches!(ty.name.text.as_str(), "String" | "DateTime"),
                _ => true,
            };
            if !fits {
                let expected = "a value of the field's type";
                self.note(
                    RejectionKind::ArgumentValue,
                    self.subject_of_key(key),
                    value.span(),
                    key.shown.into(),
                    "where",
                    expected,
                );
            }
        }
    }

    /// What the client calls keys over several fields.
    fn names_of_key(&mut self, key: &Key<'_>, before: &[Key<'_>], facts: &Facts) {
        if !matches!(key.shown, "@@id" | "@@unique" | "@@index") {
            return;
        }
        let name = key.attribute.argument("name").and_then(Value::as_string);
        if key.is("index") {
            if let (Some(name), Some(_)) = (name, key.attribute.argument("map")) {
                let nth = key.attribute.arguments.iter().position(|it| it.is_called("name")).unwrap_or_default();
                let found = self.tell_of_key(RejectionKind::NameAndMap, key, name.span, "", "");
                found.mend(attributes::without(key.attribute, nth), SmolStr::default());
            }
            return;
        }
        let is_column = |name: &str| facts.field(name).is_some_and(|it| !it.is_relation);
        if let Some(name) = name {
            let is_plain = name.text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
            let other = |it: &Key<'_>| {
                let of = it.attribute.argument("name").and_then(Value::as_string);
                matches!(it.shown, "@@id" | "@@unique") && of.is_some_and(|it| it.text == name.text)
            };
            let kind = match () {
                () if !is_plain => Some(RejectionKind::ClientNameCharacters),
                () if facts.field(&name.text).is_some() => Some(RejectionKind::ClientNameOfField),
                () if before.iter().any(other) => Some(RejectionKind::ClientNameTwice),
                () => None,
            };
            if let Some(kind) = kind {
                self.tell_of_key(kind, key, name.span, &name.text, "");
                return;
            }
        }
        // Prisma looks at this name even where the key has one of its own.
        if key.parts.len() > 1 {
            let parts: Vec<&str> = key.parts.iter().map(|it| it.name.as_str()).collect();
            let joined = parts.join("_");
            if is_column(&joined) {
                self.tell_of_key(RejectionKind::ClientNameOfField, key, key.attribute.span, &joined, "");
            }
        }
    }

    /// A key over a type that Prisma does not know tells it nothing apart.
    fn usable_keys(&mut self, keys: &[Key<'_>]) {
        let unique = keys.iter().filter(|key| key.is_known && (key.is("id") || key.is("unique")));
        let has = |key: &Key<'_>, wanted: fn(&FieldType) -> bool| {
            key.parts.iter().filter_map(|it| it.field?.ty.as_ref()).any(wanted)
        };
        let mut strict = unique.filter(|key| !has(key, |ty| ty.arity != Arity::Required)).peekable();
        let is_checked = self.lowering.provider != Provider::Other && !self.ignored && !self.is_view();
        if is_checked && strict.peek().is_some() && strict.all(|key| has(key, |ty| ty.unsupported)) {
            self.tell(RejectionKind::NoUsableKey, self.subject(), self.name.span, "", "");
        }
    }

    /// A name that the database would refuse, or cut. Of those that it makes in tables, `identifier-too-long` speaks, but on
    /// PostgreSQL, which cuts them without a word.
    fn length_of_name(&mut self, shown: &str, attribute: &Attribute, subject: impl Fn(&Self) -> Subject) {
        let (most, limit) = match self.lowering.provider {
            Provider::MySql => (64, "64"),
            Provider::Postgres => (63, "63"),
            Provider::Sqlite | Provider::Other => return,
        };
        if let Some(name) = attribute.argument("map").and_then(Value::as_string).filter(|it| it.text.len() > most) {
            self.note(RejectionKind::NameTooLong, subject(self), name.span, shown.into(), &name.text, limit);
        }
    }

    /// Fields with `autoincrement()`.
    fn counting_fields(&mut self, fields: &[(&Field, FieldKind)], keys: &[Key<'_>]) {
        let provider = self.lowering.provider;
        if matches!(provider, Provider::Postgres | Provider::Other) || self.is_view() {
            return;
        }
        let counting = fields.iter().filter_map(|(field, _)| {
            let attribute = field.attributes.iter().find(|it| it.name.text == "default")?;
            let value = attribute.argument("value").or_else(|| attribute.positional(0))?;
            let counts = matches!(value, Value::Call { name, .. } if name.text == "autoincrement");
            counts.then_some((*field, value.span()))
        });
        let mut first = None;
        for (field, span) in counting {
            if let Some(other) = first {
                let found = self.tell_of_field(RejectionKind::CountsTwice, field, span, "", "");
                found.other = Some(Location { span: other, ..found.location });
                continue;
            }
            first = Some(span);
            let starts = |key: &&Key<'_>| key.parts.first().is_some_and(|it| *it.name == field.name.text);
            let is_id = keys.iter().any(|key| key.is("id") && key.parts.len() == 1 && starts(&key));
            let is_indexed = keys.iter().any(|key| !key.is("fulltext") && !key.is("shardKey") && starts(&key));
            // Where a key is not known, it may be the one.
            let any_unknown = !self.block.errors.is_empty() || keys.iter().any(|key| !key.is_known);
            if provider == Provider::Sqlite && !is_id && !any_unknown {
                self.tell_of_field(RejectionKind::CountsBesideId, field, span, "", "");
            } else if !is_indexed && !any_unknown {
                self.tell_of_field(RejectionKind::CountsWithoutKey, field, span, "", "");
            }
        }
    }

    /// PostgreSQL's kinds of indexes and operator classes, against the types of the fields.
    fn operators_of_key(&mut self, key: &Key<'_>) {
        let method = key.attribute.argument("type").and_then(Value::as_word).map_or("BTree", |it| it.text.as_str());
        if method == "SpGist" && key.parts.len() > 1 {
            let span = key.attribute.span;
            self.not_supported(self.subject_of_key(key), span, "`type: SpGist` over several fields");
        }
        for part in &key.parts {
            let Some(field) = part.field else { continue };
            let Some(ty) = &field.ty else { continue };
            let kind = self.kind_of(field);
            let native = field.attributes.iter().find_map(|it| it.name.text.split_once('.').map(|(_, name)| name));
            let native = native.filter(|_| kind == FieldKind::Scalar);
            if native == Some("Xml") {
                let found = self.tell_of_field(RejectionKind::Unindexable, field, field.name.span, key.shown, "Xml");
                found.other = Some(Location { span: key.attribute.span, ..found.location });
                continue;
            }
            let class = match part.argument("ops") {
                Some(Value::Word(word)) => Some(word),
                Some(_) => continue,
                None => None,
            };
            let is_list = ty.arity == Arity::List;
            let scalar = if ty.unsupported { "" } else { ty.name.text.as_str() };
            match class {
                Some(class) => {
                    let Some(of) = CLASSES.iter().find(|it| it.has(&class.text)) else { continue };
                    let fits_method = of.methods.split(' ').any(|it| it == method);
                    let fits = fits_method
                        && match native {
                            _ if class.text == "ArrayOps" => is_list,
                            Some(native) => of.natives.split(' ').any(|it| it == native),
                            None => of.scalar == scalar,
                        };
                    if !fits {
                        let what = if fits_method { of.natives } else { of.methods };
                        self.tell_of_field(RejectionKind::OperatorClass, field, class.span, &class.text, what);
                    }
                }
                None if matches!(method, "BTree" | "Hash") || ty.unsupported => {}
                None => {
                    let fits = match (method, native) {
                        ("Gin", _) if is_list => true,
                        ("Gin", Some(native)) => native == "JsonB",
                        ("Gin", None) => scalar == "Json",
                        ("SpGist", Some(native)) => matches!(native, "Inet" | "Text" | "VarChar" | "Char"),
                        ("SpGist" | "Gist", None) => scalar == "String",
                        ("Brin", Some(native)) => CLASSES
                            .iter()
                            .any(|it| it.methods == "Brin" && it.natives.split(' ').any(|it| it == native)),
                        ("Brin", None) => CLASSES.iter().any(|it| it.methods == "Brin" && it.scalar == scalar),
                        _ => false,
                    };
                    if !fits {
                        let shown = native.map_or(ty.name.text.clone(), SmolStr::new);
                        let method = format!("`type: {method}`");
                        self.tell_of_field(RejectionKind::Unindexable, field, part.span, &method, &shown);
                    }
                }
            }
        }
    }

    /// The arguments of `@relation` that speak of the model's own fields.
    pub(super) fn relation_attributes(&mut self, field: &Field, facts: &Facts) {
        let provider = self.lowering.provider;
        for attribute in field.attributes.iter().filter(|it| it.name.text == "relation") {
            if attribute.argument("map").is_some() && provider == Provider::Sqlite {
                let subject = self.subject_of(field);
                self.not_supported(subject, attribute.span, "named foreign keys");
            }
            let enforced = self.lowering.enforcement == Enforcement::Enforced;
            if provider == Provider::Postgres || !enforced {
                self.length_of_name("@relation", attribute, |it| it.subject_of(field));
            }
            for name in ["onDelete", "onUpdate"].into_iter().filter(|_| enforced && provider == Provider::MySql) {
                let action = attribute.argument(name).and_then(Value::as_word).filter(|it| it.text == "SetDefault");
                if let Some(action) = action {
                    let found = self.tell_of_field(RejectionKind::SetDefault, field, action.span, name, "");
                    found.mend(action.span, SmolStr::new_static("NoAction"));
                }
            }
            let Some(fields) = attribute.argument("fields") else { continue };
            let words = || fields.items().iter().take(MAX_PARTS).filter_map(Value::as_word);
            for (nth, word) in words().enumerate() {
                let kind = match facts.field(&word.text) {
                    None if facts.has_errors => continue,
                    None => RejectionKind::NoFieldOfRelation,
                    Some(fact) if fact.is_relation => RejectionKind::RelationInRelation,
                    Some(_) if words().take(nth).any(|it| it.text == word.text) => RejectionKind::FieldTwice,
                    Some(_) => continue,
                };
                let model = self.name.text.clone();
                let is_free = |it: &&Fact| !it.is_relation && words().all(|word| word.text != it.name);
                let mut free = facts.fields.iter().filter(is_free).map(|it| it.name.as_str());
                let is_none = kind == RejectionKind::NoFieldOfRelation;
                let near = if is_none { nearest(&word.text, &mut free).map(SmolStr::new) } else { None };
                let found = self.tell_of_field(kind, field, word.span, &word.text, &model);
                found.fix = near.map(|near| (found.location, near));
            }
        }
    }

    /// The attributes of an enum or a block that is none of a model.
    pub(super) fn attributes_of_enum(&mut self) {
        let of_block: Vec<&Attribute> = self.block.members.iter().filter_map(as_attribute).collect();
        self.attributes_of(Holder::Block, &of_block, attributes::ENUM);
        self.schema_of_block();
    }
}

/// The names that `fields: […]` of a relation has.
fn fields_beneath(field: &Field) -> Vec<&str> {
    let attribute = field.attributes.iter().find(|it| it.name.text == "relation");
    let items = attribute.and_then(|it| it.argument("fields")).map(Value::items).unwrap_or_default();
    items.iter().filter_map(Value::as_word).map(|it| it.text.as_str()).collect()
}

/// The kinds of indexes that Prisma knows.
pub(super) const METHODS: &[&str] = &["BTree", "Hash", "Gist", "Gin", "SpGist", "Brin"];

/// Operator classes that belong together.
struct Classes {
    /// How their names begin; `endings` tells how they go on.
    beginning: &'static str,
    endings: &'static str,
    methods: &'static str,
    /// The native types that they are for.
    natives: &'static str,
    /// The type whose usual native type is one of these; `-` for none.
    scalar: &'static str,
}

impl Classes {
    fn has(&self, name: &str) -> bool {
        name.strip_prefix(self.beginning).is_some_and(|ending| self.endings.split(' ').any(|it| it == ending))
    }
}

/// Source: prisma-engines, `OperatorClass` and the validations of its PostgreSQL connector.
#[rustfmt::skip]
const CLASSES: &[Classes] = &[
    of("Inet", "Ops", "Gist SpGist", "Inet", "-"),
    of("Jsonb", "Ops PathOps", "Gin", "JsonB", "Json"),
    of("Array", "Ops", "Gin", "lists", "-"),
    of("Text", "Ops", "SpGist", "Text VarChar Char", "String"),
    of("Bit", "MinMaxOps", BRIN, "Bit", "-"),
    of("VarBit", "MinMaxOps", BRIN, "VarBit", "-"),
    of("Bpchar", "BloomOps MinMaxOps", BRIN, "Char", "-"),
    of("Bytea", "BloomOps MinMaxOps", BRIN, "ByteA", "Bytes"),
    of("Date", ALL, BRIN, "Date", "-"),
    of("Float4", ALL, BRIN, "Real", "-"),
    of("Float8", ALL, BRIN, "DoublePrecision", "Float"),
    of("Inet", "InclusionOps BloomOps MinMaxOps MinMaxMultiOps", BRIN, "Inet", "-"),
    of("Int2", ALL, BRIN, "SmallInt", "-"),
    of("Int4", ALL, BRIN, "Integer", "Int"),
    of("Int8", ALL, BRIN, "BigInt", "BigInt"),
    of("Numeric", ALL, BRIN, "Decimal", "Decimal"),
    of("Oid", ALL, BRIN, "Oid", "-"),
    of("Text", "BloomOps MinMaxOps", BRIN, "Text VarChar", "String"),
    of("Timestamp", ALL, BRIN, "Timestamp", "DateTime"),
    of("TimestampTz", ALL, BRIN, "Timestamptz", "-"),
    of("Time", ALL, BRIN, "Time", "-"),
    of("TimeTz", ALL, BRIN, "Timetz", "-"),
    of("Uuid", ALL, BRIN, "Uuid", "-"),
];

const ALL: &str = "BloomOps MinMaxOps MinMaxMultiOps";
const BRIN: &str = "Brin";

const fn of(
    beginning: &'static str,
    endings: &'static str,
    methods: &'static str,
    natives: &'static str,
    scalar: &'static str,
) -> Classes {
    Classes { beginning, endings, methods, natives, scalar }
}

/// Whether a value names an operator class, or is `raw("…")`.
pub(super) fn is_operator_class(value: &Value) -> bool {
    match value {
        Value::Word(word) => CLASSES.iter().any(|it| it.has(&word.text)),
        Value::Call { name, arguments, .. } => {
            name.text == "raw" && matches!(arguments.as_slice(), [Argument { value: Some(Value::String(_)), .. }])
        }
        _ => false,
    }
}
