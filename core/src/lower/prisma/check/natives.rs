//! Native types (`@db.VarChar(191)`), their arguments, and the types they are for.

use smol_str::SmolStr;

use super::{Check, Provider, nearest};
use crate::{
    schema::RejectionKind,
    syntax::prisma::ast::{Attribute, Field, Value},
    text::Span,
};

/// A native type: what it takes, and what it is for.
struct Native {
    name: &'static str,
    /// How many arguments must be there, and how many may.
    required: usize,
    most: usize,
    /// Prisma's types, with commas between them.
    types: &'static str,
}

const fn of(name: &'static str, required: usize, most: usize, types: &'static str) -> Native {
    Native { name, required, most, types }
}

impl Native {
    fn is_for(&self, ty: &str) -> bool {
        self.types.split(',').any(|it| it == ty)
    }

    fn takes(&self, count: usize) -> bool {
        (self.required..=self.most).contains(&count)
    }
}

/// Source: `native_types` of `@prisma/prisma-schema-wasm`.
#[rustfmt::skip]
const MYSQL: &[Native] = &[
    of("Int", 0, 0, "Int"),
    of("UnsignedInt", 0, 0, "Int"),
    of("SmallInt", 0, 0, "Int"),
    of("UnsignedSmallInt", 0, 0, "Int"),
    of("TinyInt", 0, 0, "Boolean,Int"),
    of("UnsignedTinyInt", 0, 0, "Boolean,Int"),
    of("MediumInt", 0, 0, "Int"),
    of("UnsignedMediumInt", 0, 0, "Int"),
    of("BigInt", 0, 0, "BigInt"),
    of("Decimal", 0, 2, "Decimal"),
    of("UnsignedBigInt", 0, 0, "BigInt"),
    of("Float", 0, 0, "Float"),
    of("Double", 0, 0, "Float"),
    of("Bit", 1, 1, "Boolean,Bytes"),
    of("Char", 1, 1, "String"),
    of("VarChar", 1, 1, "String"),
    of("Binary", 1, 1, "Bytes"),
    of("VarBinary", 1, 1, "Bytes"),
    of("TinyBlob", 0, 0, "Bytes"),
    of("Blob", 0, 0, "Bytes"),
    of("MediumBlob", 0, 0, "Bytes"),
    of("LongBlob", 0, 0, "Bytes"),
    of("TinyText", 0, 0, "String"),
    of("Text", 0, 0, "String"),
    of("MediumText", 0, 0, "String"),
    of("LongText", 0, 0, "String"),
    of("Date", 0, 0, "DateTime"),
    of("Time", 0, 1, "DateTime"),
    of("DateTime", 0, 1, "DateTime"),
    of("Timestamp", 0, 1, "DateTime"),
    of("Year", 0, 0, "Int"),
    of("Json", 0, 0, "Json"),
];

/// From the same source.
#[rustfmt::skip]
const POSTGRES: &[Native] = &[
    of("SmallInt", 0, 0, "Int"),
    of("Integer", 0, 0, "Int"),
    of("BigInt", 0, 0, "BigInt"),
    of("Decimal", 0, 2, "Decimal"),
    of("Money", 0, 0, "Decimal"),
    of("Inet", 0, 0, "String"),
    of("Oid", 0, 0, "Int"),
    of("Citext", 0, 0, "String"),
    of("Real", 0, 0, "Float"),
    of("DoublePrecision", 0, 0, "Float"),
    of("VarChar", 0, 1, "String"),
    of("Char", 0, 1, "String"),
    of("Text", 0, 0, "String"),
    of("ByteA", 0, 0, "Bytes"),
    of("Timestamp", 0, 1, "DateTime"),
    of("Timestamptz", 0, 1, "DateTime"),
    of("Date", 0, 0, "DateTime"),
    of("Time", 0, 1, "DateTime"),
    of("Timetz", 0, 1, "DateTime"),
    of("Boolean", 0, 0, "Boolean"),
    of("Bit", 0, 1, "String"),
    of("VarBit", 0, 1, "String"),
    of("Uuid", 0, 0, "String"),
    of("Xml", 0, 0, "String"),
    of("Json", 0, 0, "Json"),
    of("JsonB", 0, 0, "Json"),
];

fn table(provider: Provider) -> Option<&'static [Native]> {
    match provider {
        Provider::MySql => Some(MYSQL),
        Provider::Postgres => Some(POSTGRES),
        Provider::Sqlite | Provider::Other => None,
    }
}

fn native(provider: Provider, wanted: &str) -> Option<&'static Native> {
    table(provider)?.iter().find(|it| it.name == wanted)
}

/// The native type of such a name that holds a type and takes so many arguments.
fn meant(provider: Provider, name: &str, ty: &str, count: usize) -> Option<&'static str> {
    let fits = table(provider)?.iter().filter(|it| it.takes(count) && it.is_for(ty));
    nearest(name, &mut fits.map(|it| it.name))
}

/// Whether the text of `Unsupported("…")` is a native type with its arguments: `VarChar(10)`.
pub(super) fn is_native(provider: Provider, text: &str) -> bool {
    let (name, rest) = text.split_once('(').map_or((text, None), |(name, rest)| (name, Some(rest)));
    let Some(native) = native(provider, name.trim()) else { return false };
    let Some(arguments) = rest.and_then(|it| it.split_once(')')).map(|(it, _)| it) else { return native.required == 0 };
    let count = arguments.split(',').filter(|it| it.trim().parse::<u32>().is_ok()).count();
    native.most == 0 || (count == native.most && arguments.split(',').count() == count)
}

impl Check<'_> {
    pub(super) fn native_type(&mut self, field: &Field, attribute: &Attribute) {
        let provider = self.lowering.provider;
        let Some((prefix, name)) = attribute.name.text.split_once('.') else { return };
        let shown = || format!("@{}", attribute.name.text);
        let span = attribute.span;
        let Some(ty) = &field.ty else { return };
        if let Some(datasource) = self.lowering.datasource.clone().filter(|it| it != prefix) {
            let prefix_span = Span::new(attribute.name.span.start(), attribute.name.span.start() + prefix.len());
            let found =
                self.tell_of_field(RejectionKind::NativePrefix, field, attribute.name.span, prefix, &datasource);
            if native(provider, name).is_some() {
                found.mend(prefix_span, datasource);
            }
            return;
        }
        if provider == Provider::Other {
            return;
        }
        let Some(native) = native(provider, name) else {
            let near = meant(provider, name, &ty.name.text, attribute.arguments.len());
            let found =
                self.tell_of_field(RejectionKind::NativeUnknown, field, attribute.name.span, &shown(), provider.name());
            if let Some(near) = near {
                found.mend(attribute.name.span, SmolStr::new([prefix, ".", near].concat()));
            }
            return;
        };
        let count = attribute.arguments.len();
        if !native.takes(count) {
            let takes = match (native.required, native.most) {
                (_, 0) => "no argument",
                (0, 1) => "no argument, or one number",
                (0, _) => "no argument, or two numbers",
                _ => "one number",
            };
            let found = self.tell_of_field(RejectionKind::NativeArguments, field, span, &shown(), takes);
            if native.most == 0 {
                found.mend(Span::new(attribute.name.span.end(), span.end()), SmolStr::default());
            }
            return;
        }
        if !native.is_for(&ty.name.text) {
            self.tell_of_field(RejectionKind::NativeMismatch, field, span, &shown(), native.types);
            return;
        }
        if count == 0 {
            return;
        }
        let number = |at: usize| match attribute.arguments.get(at).and_then(|it| it.value.as_ref()) {
            Some(Value::Number(number)) => number.text.parse::<u32>().ok(),
            _ => None,
        };
        let takes = match (number(0), number(1)) {
            (None, _) if native.most == 1 => "a whole number",
            (None, _) | (_, None) if native.most == 2 => "two whole numbers",
            (Some(first), second) => match wrong_range(provider, name, first, second, &ty.name.text) {
                Some(range) => range,
                None => return,
            },
            _ => return,
        };
        self.tell_of_field(RejectionKind::NativeArguments, field, span, &shown(), takes);
    }
}

/// What the arguments of a native type may be, where these are not. Source: `validate_native_type_arguments` of Prisma's connectors.
fn wrong_range(provider: Provider, name: &str, first: u32, second: Option<u32>, ty: &str) -> Option<&'static str> {
    let is_mysql = provider == Provider::MySql;
    match name {
        "Decimal" => {
            let scale = second.unwrap_or(0);
            match () {
                () if scale > first => Some("a scale that is not larger than the precision"),
                () if is_mysql && first > 65 => Some("a precision of at most 65"),
                () if is_mysql && scale > 30 => Some("a scale of at most 30"),
                () if !is_mysql && (first > 1_000 || first == 0) => Some("a precision from 1 to 1000"),
                () => None,
            }
        }
        "Bit" if is_mysql && (first == 0 || first > 64) => Some("a number from 1 to 64"),
        "Bit" if is_mysql && first > 1 && ty == "Boolean" => Some("1 on a Boolean"),
        "Char" if is_mysql && first > 255 => Some("a number up to 255"),
        "VarChar" if is_mysql && first > 65_535 => Some("a number up to 65535"),
        "Bit" | "VarBit" if first == 0 => Some("a number of at least 1"),
        "Timestamp" | "Timestamptz" | "Time" | "Timetz" if !is_mysql && first > 6 => Some("a number from 0 to 6"),
        _ => None,
    }
}
