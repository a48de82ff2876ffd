//! What a Prisma block says. Every span is in bytes of the block's own text.

use smol_str::SmolStr;

use crate::{
    syntax::{Name, SyntaxError},
    text::Span,
};

/// One top-level block, with the comments that stand above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What kind it is.
    pub kind: BlockKind,
    /// Its name; absent when it could not be read.
    pub name: Option<Name>,
    /// From its keyword to its closing brace; comments above it are outside.
    pub span: Span,
    /// What stands between the braces, in order.
    pub members: Vec<Member>,
    /// The byte of the closing brace, or the end of the text when it is missing.
    pub close: u32,
    /// All comments: above, inside, and at the ends of lines.
    pub comments: Vec<Comment>,
    /// What is wrong in it: what stands there is lost, in part at least.
    pub errors: Vec<SyntaxError>,
    /// What Prisma's parser refuses, and is plain all the same: nothing of it is lost.
    pub refused: Vec<SyntaxError>,
}

/// The kind of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `model`
    Model,
    /// `view`
    View,
    /// `type X { … }`, a composite type
    CompositeType,
    /// `enum`
    Enum,
    /// `datasource`
    Datasource,
    /// `generator`
    Generator,
    /// Another word before a block, or no block at all (comments only, or text that is not a block:
    /// then there is an error too).
    Other(SmolStr),
}

/// One thing between the braces of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    /// `name Type? @attribute`, in models, views and composite types.
    Field(Field),
    /// `@@attribute(…)`, in models, views and enums.
    BlockAttribute(Attribute),
    /// `NAME @map("…")`, in enums.
    EnumValue(EnumValue),
    /// `key = value`, in datasources and generators.
    Property(Property),
}

impl Member {
    /// All of it, without a trailing comment.
    pub fn span(&self) -> Span {
        match self {
            Self::Field(field) => field.span,
            Self::BlockAttribute(attribute) => attribute.span,
            Self::EnumValue(value) => value.span,
            Self::Property(property) => property.span,
        }
    }

    /// Changes every span in it, and what is said there by a name, a number or a string.
    pub(super) fn each_part(&mut self, change: &mut impl FnMut(&mut Span, Option<&mut SmolStr>)) {
        match self {
            Self::Field(Field { name, ty, attributes, span }) => {
                change(&mut name.span, Some(&mut name.text));
                if let Some(ty) = ty {
                    change(&mut ty.name.span, Some(&mut ty.name.text));
                    change(&mut ty.span, None);
                }
                for it in attributes {
                    it.each_part(change);
                }
                change(span, None);
            }
            Self::BlockAttribute(attribute) => attribute.each_part(change),
            Self::EnumValue(EnumValue { name, attributes, span }) => {
                change(&mut name.span, Some(&mut name.text));
                for it in attributes {
                    it.each_part(change);
                }
                change(span, None);
            }
            Self::Property(Property { name, value, span }) => {
                change(&mut name.span, Some(&mut name.text));
                if let Some(value) = value {
                    value.each_part(change);
                }
                change(span, None);
            }
        }
    }
}

/// A field of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type; absent when the text has none.
    pub ty: Option<FieldType>,
    /// Its `@` attributes, in order.
    pub attributes: Vec<Attribute>,
    /// From the name to the last attribute.
    pub span: Span,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldType {
    /// `String`, `Post`; for `Unsupported("geometry")` the text within the quotes.
    pub name: Name,
    /// Whether it is `Unsupported("…")`.
    pub unsupported: bool,
    /// One, perhaps one, or many.
    pub arity: Arity,
    /// All of it: name and `?` or `[]`.
    pub span: Span,
}

/// How many values a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// `T`
    Required,
    /// `T?`
    Optional,
    /// `T[]`
    List,
}

/// `@name(arguments)` or `@@name(arguments)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The dotted name without `@`: `id`, `db.VarChar`.
    pub name: Name,
    /// What stands between the parentheses; empty without them.
    pub arguments: Vec<Argument>,
    /// From the first `@` to the closing parenthesis.
    pub span: Span,
}

impl Attribute {
    fn each_part(&mut self, change: &mut impl FnMut(&mut Span, Option<&mut SmolStr>)) {
        change(&mut self.name.span, Some(&mut self.name.text));
        self.arguments.iter_mut().for_each(|it| it.each_part(change));
        change(&mut self.span, None);
    }

    /// The value of an argument by its name.
    pub fn argument(&self, name: &str) -> Option<&Value> {
        argument(&self.arguments, name)
    }

    /// The value of the `nth` argument that has no name, from 0.
    pub fn positional(&self, nth: usize) -> Option<&Value> {
        self.arguments.iter().filter(|argument| argument.name.is_none()).nth(nth).and_then(|it| it.value.as_ref())
    }
}

/// `value` or `name: value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The name before the colon.
    pub name: Option<Name>,
    /// The value; absent in `name:` with nothing after it.
    pub value: Option<Value>,
    /// All of it.
    pub span: Span,
}

/// The value of the argument of a name.
pub fn argument<'a>(arguments: &'a [Argument], name: &str) -> Option<&'a Value> {
    arguments.iter().find(|it| it.is_called(name)).and_then(|it| it.value.as_ref())
}

impl Argument {
    /// Whether it has a name, and that is this one.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.as_ref().is_some_and(|it| it.text == name)
    }

    fn each_part(&mut self, change: &mut impl FnMut(&mut Span, Option<&mut SmolStr>)) {
        if let Some(name) = &mut self.name {
            change(&mut name.span, Some(&mut name.text));
        }
        if let Some(value) = &mut self.value {
            value.each_part(change);
        }
        change(&mut self.span, None);
    }
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `"text"`, escapes resolved; the span includes the quotes.
    String(Name),
    /// `42`, `-1.5`, as written.
    Number(Name),
    /// `true`, `Cascade`, `author.name`: a word or a dotted path.
    Word(Name),
    /// `[a, b]`.
    List(Vec<Value>, Span),
    /// `now()`, `dbgenerated("…")`, `title(length: 10, sort: Desc)`, `raw("…")`.
    Call {
        /// The word before the parenthesis.
        name: Name,
        /// What stands between the parentheses.
        arguments: Vec<Argument>,
        /// All of it.
        span: Span,
    },
    /// `{ published: true }`: its keys with their values.
    Object(Vec<(Name, Option<Value>)>, Span),
}

impl Value {
    fn each_part(&mut self, change: &mut impl FnMut(&mut Span, Option<&mut SmolStr>)) {
        match self {
            Self::String(name) | Self::Number(name) | Self::Word(name) => change(&mut name.span, Some(&mut name.text)),
            Self::List(items, span) => {
                for it in items {
                    it.each_part(change);
                }
                change(span, None);
            }
            Self::Call { name, arguments, span } => {
                change(&mut name.span, Some(&mut name.text));
                for it in arguments {
                    it.each_part(change);
                }
                change(span, None);
            }
            Self::Object(entries, span) => {
                for (key, value) in entries {
                    change(&mut key.span, Some(&mut key.text));
                    if let Some(value) = value {
                        value.each_part(change);
                    }
                }
                change(span, None);
            }
        }
    }

    /// All of it.
    pub fn span(&self) -> Span {
        match self {
            Self::String(name) | Self::Number(name) | Self::Word(name) => name.span,
            Self::List(_, span) | Self::Call { span, .. } | Self::Object(_, span) => *span,
        }
    }

    /// The text of a string.
    pub fn as_string(&self) -> Option<&Name> {
        if let Self::String(name) = self { Some(name) } else { None }
    }

    /// The word: `Cascade`, or the name in `title(length: 10)`.
    pub fn as_word(&self) -> Option<&Name> {
        match self {
            Self::Word(name) | Self::Call { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The items of a list; a single value counts as a list of one, as Prisma has it.
    pub fn items(&self) -> &[Value] {
        if let Self::List(items, _) = self { items } else { std::slice::from_ref(self) }
    }
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// Its name.
    pub name: Name,
    /// Its `@` attributes.
    pub attributes: Vec<Attribute>,
    /// From the name to the last attribute.
    pub span: Span,
}

/// `key = value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The key.
    pub name: Name,
    /// The value; absent when it could not be read.
    pub value: Option<Value>,
    /// All of it.
    pub span: Span,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From its first slash to its last character, without the line break.
    pub span: Span,
}
