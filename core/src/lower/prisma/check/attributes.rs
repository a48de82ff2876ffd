//! Attributes and their arguments, by one table.

use smol_str::SmolStr;

use super::{Check, MAX_COMPARED, Provider, nearest};
use crate::{
    diagnostic::Subject,
    lower::prisma::without_item,
    schema::{Rejection, RejectionKind},
    syntax::{
        Name,
        prisma::ast::{Argument, Attribute, Field, Value},
    },
    text::{Location, Span},
};

/// On a field with a column.
pub(super) const SCALAR: u8 = 1;
/// On a field that leads to a model.
pub(super) const RELATION: u8 = 2;
/// In a model or view.
pub(super) const MODEL: u8 = 4;
/// In an enum.
pub(super) const ENUM: u8 = 8;
/// On a value of an enum.
pub(super) const VALUE: u8 = 16;
/// On a field of a composite type.
pub(super) const COMPOSITE: u8 = 32;

/// What an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// A string.
    Text,
    /// A string that is not empty.
    Name,
    /// A whole number.
    Whole,
    /// `Asc` or `Desc`.
    Sort,
    /// `true` or `false`.
    Flag,
    /// Words, or a list of words.
    Fields,
    /// Words with arguments of their own, or a list of them.
    Parts,
    /// A referential action.
    Action,
    /// A kind of index.
    Method,
    /// `raw("…")` or an object.
    Where,
    /// Checked elsewhere.
    Any,
}

const SORTS: &[&str] = &["Asc", "Desc"];
const FLAGS: &[&str] = &["true", "false"];
const ACTIONS: &[&str] = &["Cascade", "Restrict", "NoAction", "SetNull", "SetDefault"];

struct Shape {
    name: &'static str,
    places: u8,
    /// The argument that may stand without its name.
    first: &'static str,
    /// Whether that one must be there.
    required: bool,
    arguments: &'static [(&'static str, Takes)],
}

const NAMED: &[(&str, Takes)] = &[("name", Takes::Text)];
const OF_FIELD: &[(&str, Takes)] = &[
    ("map", Takes::Name),
    ("length", Takes::Whole),
    ("sort", Takes::Sort),
    ("clustered", Takes::Flag),
    ("where", Takes::Where),
];
const OF_KEY: &[(&str, Takes)] = &[
    ("fields", Takes::Parts),
    ("name", Takes::Name),
    ("map", Takes::Name),
    ("clustered", Takes::Flag),
    ("where", Takes::Where),
    ("type", Takes::Method),
];
const OF_RELATION: &[(&str, Takes)] = &[
    ("name", Takes::Name),
    ("fields", Takes::Fields),
    ("references", Takes::Fields),
    ("onDelete", Takes::Action),
    ("onUpdate", Takes::Action),
    ("map", Takes::Name),
];

/// All attributes but native types. Source: prisma-engines, `parser-database/src/attributes.rs`.
#[rustfmt::skip]
const SHAPES: &[Shape] = &[
    Shape { name: "map", places: SCALAR | MODEL | ENUM | VALUE | COMPOSITE, first: "name", required: true, arguments: NAMED },
    Shape { name: "id", places: SCALAR, first: "", required: false, arguments: OF_FIELD.split_at(4).0 },
    Shape { name: "unique", places: SCALAR, first: "", required: false, arguments: OF_FIELD },
    Shape { name: "default", places: SCALAR | COMPOSITE, first: "value", required: true, arguments: &[("value", Takes::Any), ("map", Takes::Name)] },
    Shape { name: "relation", places: RELATION, first: "name", required: false, arguments: OF_RELATION },
    Shape { name: "updatedAt", places: SCALAR, first: "", required: false, arguments: &[] },
    Shape { name: "ignore", places: SCALAR | RELATION | MODEL, first: "", required: false, arguments: &[] },
    Shape { name: "shardKey", places: SCALAR, first: "", required: false, arguments: &[] },
    Shape { name: "id", places: MODEL, first: "fields", required: true, arguments: OF_KEY.split_at(4).0 },
    Shape { name: "unique", places: MODEL, first: "fields", required: true, arguments: OF_KEY.split_at(5).0 },
    Shape { name: "index", places: MODEL, first: "fields", required: true, arguments: OF_KEY },
    Shape { name: "fulltext", places: MODEL, first: "fields", required: true, arguments: &[("fields", Takes::Parts), ("map", Takes::Name)] },
    Shape { name: "schema", places: MODEL | ENUM, first: "map", required: true, arguments: &[("map", Takes::Text)] },
    Shape { name: "shardKey", places: MODEL, first: "fields", required: true, arguments: &[("fields", Takes::Fields)] },
];

/// What attributes stand at.
#[derive(Clone, Copy)]
pub(super) enum Holder<'b> {
    Field(&'b Field),
    Value(&'b Name),
    Block,
}

/// An attribute, and what it stands at. What a finding calls the two is made up where there is something to find.
#[derive(Clone, Copy)]
struct At<'b> {
    holder: Holder<'b>,
    attribute: &'b Attribute,
}

impl At<'_> {
    fn shown(self) -> String {
        let at = if matches!(self.holder, Holder::Block) { "@@" } else { "@" };
        format!("{at}{}", self.attribute.name.text)
    }
}

impl Check<'_> {
    /// Checks the attributes of a field, a block or a value by the table.
    pub(super) fn attributes_of(&mut self, holder: Holder<'_>, attributes: &[&Attribute], place: u8) {
        for (nth, attribute) in attributes.iter().copied().enumerate() {
            let at = At { holder, attribute };
            let name = &attribute.name.text;
            // Native types: what they are is checked elsewhere, and that there is one.
            let is_native = name.contains('.');
            let may_repeat = place == MODEL && matches!(name.as_str(), "index" | "unique" | "fulltext");
            let before = attributes.get(..nth.min(MAX_COMPARED)).unwrap_or_default();
            let first = before.iter().find(|it| it.name.text == *name || (is_native && it.name.text.contains('.')));
            if let Some(first) = first.filter(|_| !may_repeat) {
                let other = first.span;
                let is_same = other.of(self.text) == attribute.span.of(self.text);
                let found = self.note_at(RejectionKind::AttributeTwice, at, "");
                found.other = Some(Location { span: other, ..found.location });
                if is_same {
                    found.mend(attribute.span, SmolStr::default());
                }
                continue;
            }
            if is_native && place & (SCALAR | COMPOSITE) != 0 {
                continue;
            }
            match SHAPES.iter().find(|it| it.name == *name && it.places & place != 0) {
                Some(shape) => self.arguments_of(at, shape),
                // What is wrong with them is said where the field is looked at.
                None if is_misplaced(name, place) => {
                    let why = match place {
                        RELATION => "this field leads to a model and has no column",
                        SCALAR => "this field leads to no model",
                        _ => "it belongs to a field",
                    };
                    self.note_at(RejectionKind::Misplaced, at, why);
                }
                None => {
                    let names: Vec<&'static str> =
                        SHAPES.iter().filter(|it| it.places & place != 0).map(|it| it.name).collect();
                    let near = nearest(name, &mut names.into_iter())
                        .filter(|it| attributes.iter().take(MAX_COMPARED).all(|at| at.name.text != *it));
                    let word = attribute.name.span;
                    let found = self.note_at(RejectionKind::UnknownAttribute, at, "");
                    found.fix = near.map(|near| (Location { span: word, ..found.location }, SmolStr::new_static(near)));
                }
            }
        }
    }

    /// Notes what is wrong with an attribute, by what it stands at.
    fn note_at(&mut self, kind: RejectionKind, at: At<'_>, more: &str) -> &mut Rejection {
        let owner = match at.holder {
            Holder::Field(field) => self.label(field).into(),
            Holder::Value(name) => name.text.clone(),
            Holder::Block => self.name.text.clone(),
        };
        self.note(kind, self.subject_at(at), at.attribute.span, owner, &at.shown(), more)
    }

    /// Notes what is wrong within an attribute.
    fn note_in(&mut self, kind: RejectionKind, at: At<'_>, span: Span, word: &str, more: &str) -> &mut Rejection {
        self.note(kind, self.subject_at(at), span, at.shown().into(), word, more)
    }

    fn subject_at(&self, at: At<'_>) -> Subject {
        match at.holder {
            Holder::Field(field) => self.subject_of(field),
            Holder::Value(_) => Subject::file(),
            Holder::Block => self.subject(),
        }
    }

    fn arguments_of(&mut self, at: At<'_>, shape: &Shape) {
        let At { attribute, .. } = at;
        let mut unnamed: Option<&Argument> = None;
        for (nth, argument) in attribute.arguments.iter().enumerate() {
            let before = attribute.arguments.get(..nth.min(MAX_COMPARED)).unwrap_or_default();
            let Some(name) = &argument.name else {
                if unnamed.is_some() {
                    self.note_in(RejectionKind::UnnamedTwice, at, argument.span, "", "");
                } else if shape.first.is_empty() {
                    let word = argument.span.of(self.text).to_owned();
                    self.unknown_argument(at, nth, &word);
                } else {
                    self.value_of(at, shape, shape.first, argument);
                }
                unnamed.get_or_insert(argument);
                continue;
            };
            let first = before.iter().find(|it| it.is_called(&name.text));
            let first = first.or_else(|| {
                let mut all = attribute.arguments.iter().take(MAX_COMPARED);
                all.find(|it| it.name.is_none()).filter(|_| name.text == shape.first && !shape.first.is_empty())
            });
            if let Some(first) = first {
                let other = first.span;
                let is_same = other.of(self.text) == argument.span.of(self.text);
                let found = self.note_in(RejectionKind::ArgumentTwice, at, argument.span, &name.text, "");
                found.other = Some(Location { span: other, ..found.location });
                if is_same {
                    found.mend(without(attribute, nth), SmolStr::default());
                }
            } else if shape.arguments.iter().any(|(it, _)| *it == name.text) {
                self.value_of(at, shape, &name.text, argument);
            } else {
                self.unknown_argument(at, nth, &name.text);
            }
        }
        let is_there = unnamed.is_some() || attribute.arguments.iter().any(|it| it.is_called(shape.first));
        if shape.required && !is_there {
            self.note_in(RejectionKind::ArgumentMissing, at, attribute.span, shape.first, "");
        }
    }

    fn unknown_argument(&mut self, at: At<'_>, nth: usize, word: &str) {
        let At { attribute, .. } = at;
        let span = attribute.arguments.get(nth).map_or(attribute.span, |it| it.span);
        let found = self.note_in(RejectionKind::UnknownArgument, at, span, word, "");
        found.mend(without(attribute, nth), SmolStr::default());
    }

    fn value_of(&mut self, at: At<'_>, shape: &Shape, name: &str, argument: &Argument) {
        let Some(value) = &argument.value else {
            self.note_in(RejectionKind::ArgumentEmpty, at, argument.span, name, "");
            return;
        };
        let takes = shape.arguments.iter().find(|(it, _)| *it == name).map_or(Takes::Any, |(_, takes)| *takes);
        let (span, expected) = match takes {
            Takes::Any => return,
            Takes::Fields | Takes::Parts => {
                for item in value.items() {
                    let fits = match item {
                        Value::Word(_) => true,
                        Value::Call { arguments, .. } if takes == Takes::Parts => {
                            self.part(at, arguments);
                            true
                        }
                        _ => false,
                    };
                    if !fits {
                        self.note_in(RejectionKind::ArgumentValue, at, item.span(), name, "names of fields");
                    }
                }
                return;
            }
            Takes::Text | Takes::Name => match value.as_string() {
                Some(text) if takes == Takes::Name && text.text.is_empty() => {
                    (value.span(), "a string that is not empty")
                }
                Some(_) => return,
                None => (value.span(), "a string"),
            },
            Takes::Whole if is_whole(value) => return,
            Takes::Whole => (value.span(), "a whole number"),
            Takes::Sort if is_word(value, SORTS) => return,
            Takes::Sort => (value.span(), "`Asc` or `Desc`"),
            Takes::Flag if is_word(value, FLAGS) => return,
            Takes::Flag => (value.span(), "`true` or `false`"),
            Takes::Action if is_word(value, ACTIONS) => return,
            Takes::Action => (value.span(), "`Cascade`, `Restrict`, `NoAction`, `SetNull` or `SetDefault`"),
            Takes::Method if is_word(value, super::keys::METHODS) => return,
            Takes::Method => (value.span(), "`BTree`, `Hash`, `Gist`, `Gin`, `SpGist` or `Brin`"),
            Takes::Where => match wrong_where(value) {
                Some(wrong) => wrong,
                None => return,
            },
        };
        let near = self.value_meant(takes, value);
        let found = self.note_in(RejectionKind::ArgumentValue, at, span, name, expected);
        found.fix = near.map(|near| (Location { span, ..found.location }, near));
    }

    /// The value that was probably meant: a word of those that it takes, a text without its quotes.
    fn value_meant(&self, takes: Takes, value: &Value) -> Option<SmolStr> {
        let written = value.span().of(self.text);
        let words: &[&str] = match takes {
            Takes::Text | Takes::Name if value.as_word().is_some_and(|it| it.text == written) => {
                return Some(SmolStr::new(["\"", written, "\""].concat()));
            }
            Takes::Sort => SORTS,
            Takes::Flag => FLAGS,
            Takes::Action => ACTIONS,
            Takes::Method => super::keys::METHODS,
            _ => return None,
        };
        nearest(written.trim_matches('"'), &mut words.iter().copied()).map(SmolStr::new)
    }

    /// The arguments of a field within a key: `title(length: 10, sort: Desc, ops: raw("…"))`.
    fn part(&mut self, at: At<'_>, arguments: &[Argument]) {
        let mut seen: Vec<&str> = Vec::new();
        for argument in arguments {
            let Some(name) = &argument.name else { continue };
            let Some(value) = &argument.value else {
                self.note_in(RejectionKind::ArgumentEmpty, at, argument.span, &name.text, "");
                continue;
            };
            // Of several, Prisma looks at the first.
            if seen.len() >= MAX_COMPARED || seen.contains(&name.text.as_str()) {
                continue;
            }
            seen.push(&name.text);
            let expected = match name.text.as_str() {
                "length" if !is_whole(value) => "a whole number",
                "sort" if !is_word(value, SORTS) => "`Asc` or `Desc`",
                "ops" if !super::keys::is_operator_class(value) => "an operator class, or `raw(\"…\")`",
                _ => continue,
            };
            let near = if name.text == "sort" { self.value_meant(Takes::Sort, value) } else { None };
            let found = self.note_in(RejectionKind::ArgumentValue, at, value.span(), &name.text, expected);
            found.fix = near.map(|near| (found.location, near));
        }
    }

    pub(super) fn not_supported(&mut self, subject: Subject, span: Span, what: &str) -> &mut Rejection {
        let provider: Provider = self.lowering.provider;
        self.tell(RejectionKind::NotSupported, subject, span, what, provider.name())
    }
}

/// An argument of an attribute, as [`without_argument`] takes it out.
pub(super) fn without(attribute: &Attribute, nth: usize) -> Span {
    let all = Span::new(attribute.name.span.end(), attribute.span.end());
    without_argument(&attribute.arguments, nth, all)
}

/// An argument with one of the commas beside it, or `all`, the parentheses, where it is alone.
pub(super) fn without_argument(arguments: &[Argument], nth: usize, all: Span) -> Span {
    without_item(&|at| arguments.get(at).map(|it| it.span), nth, all)
}

/// Whether an attribute is known, and Prisma says itself that it belongs elsewhere.
fn is_misplaced(name: &str, place: u8) -> bool {
    match place {
        RELATION => matches!(name, "id" | "default" | "map" | "unique"),
        SCALAR => name == "relation",
        _ => false,
    }
}

fn is_word(value: &Value, words: &[&str]) -> bool {
    matches!(value, Value::Word(word) if words.contains(&word.text.as_str()))
}

fn is_whole(value: &Value) -> bool {
    matches!(value, Value::Number(number) if number.text.parse::<i64>().is_ok())
}

/// What is wrong with the condition of a partial index: `raw("…")`, or an object of fields.
fn wrong_where(value: &Value) -> Option<(Span, &'static str)> {
    match value {
        Value::Call { name, arguments, .. } => {
            let text = match arguments.as_slice() {
                [Argument { name: None, value: Some(Value::String(text)), .. }] => Some(text),
                _ => None,
            };
            let fits = name.text == "raw" && text.is_some_and(|it| !it.text.is_empty());
            (!fits).then_some((value.span(), "`raw(\"…\")` with a condition, or an object of fields"))
        }
        Value::Object(entries, span) if entries.is_empty() => Some((*span, "an object with at least one field")),
        Value::Object(entries, _) => entries.iter().find_map(|(key, value)| {
            let span = value.as_ref().map_or(key.span, Value::span);
            let expected = "`true`, `false`, `null`, a string, a number or `{ not: … }`";
            let fits = value.as_ref().is_some_and(|value| match value {
                Value::Object(inner, _) => {
                    matches!(inner.as_slice(), [(not, Some(value))] if not.text == "not" && is_plain(value))
                }
                value => is_plain(value),
            });
            (!fits).then_some((span, expected))
        }),
        _ => Some((value.span(), "`raw(\"…\")`, or an object of fields")),
    }
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Number(_) => true,
        value => is_word(value, &["true", "false", "null"]),
    }
}
