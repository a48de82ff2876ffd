//! Native types (`@db.VarChar(191)`), their arguments, and the types they are for.

use super::{Check, Provider};
use crate::{
    schema::RejectionKind,
    syntax::prisma::ast::{Attribute, Field, Value},
};

/// `Name:Types`, with `!n` behind the name for arguments that must be there and `?n` for those that may. Source: `native_types` of
/// `@prisma/prisma-schema-wasm`.
const MYSQL: &str = "Int:Int UnsignedInt:Int SmallInt:Int UnsignedSmallInt:Int TinyInt:Boolean,Int UnsignedTinyInt:Boolean,Int \
    MediumInt:Int UnsignedMediumInt:Int BigInt:BigInt Decimal?2:Decimal UnsignedBigInt:BigInt Float:Float Double:Float \
    Bit!1:Boolean,Bytes Char!1:String VarChar!1:String Binary!1:Bytes VarBinary!1:Bytes TinyBlob:Bytes Blob:Bytes \
    MediumBlob:Bytes LongBlob:Bytes TinyText:String Text:String MediumText:String LongText:String Date:DateTime \
    Time?1:DateTime DateTime?1:DateTime Timestamp?1:DateTime Year:Int Json:Json";
const POSTGRES: &str = "SmallInt:Int Integer:Int BigInt:BigInt Decimal?2:Decimal Money:Decimal Inet:String Oid:Int Citext:String \
    Real:Float DoublePrecision:Float VarChar?1:String Char?1:String Text:String ByteA:Bytes Timestamp?1:DateTime \
    Timestamptz?1:DateTime Date:DateTime Time?1:DateTime Timetz?1:DateTime Boolean:Boolean Bit?1:String VarBit?1:String \
    Uuid:String Xml:String Json:Json JsonB:Json";

/// What a native type takes, and what it is for.
struct Native {
    required: usize,
    most: usize,
    types: &'static str,
}

fn native(provider: Provider, wanted: &str) -> Option<Native> {
    let table = match provider {
        Provider::MySql => MYSQL,
        Provider::Postgres => POSTGRES,
        Provider::Sqlite | Provider::Other => return None,
    };
    let bytes = table.as_bytes();
    let rest = memchr::memmem::find_iter(bytes, wanted).find_map(|at| {
        let begins = at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&b' '));
        table.get(at + wanted.len()..).filter(|rest| begins && rest.starts_with([':', '!', '?']))
    })?;
    let (arguments, types) = rest.split_once(':')?;
    let most = arguments.get(1..).and_then(|it| it.parse().ok()).unwrap_or(0);
    let types = types.split_once(' ').map_or(types, |(types, _)| types);
    Some(Native { required: if arguments.starts_with('!') { most } else { 0 }, most, types })
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
        let shown = format!("@{}", attribute.name.text);
        let span = attribute.span;
        let Some(ty) = &field.ty else { return };
        if let Some(datasource) = self.lowering.datasource.clone().filter(|it| it != prefix) {
            self.tell_of_field(RejectionKind::NativePrefix, field, attribute.name.span, prefix, &datasource);
            return;
        }
        if provider == Provider::Other {
            return;
        }
        let Some(native) = native(provider, name) else {
            self.tell_of_field(RejectionKind::NativeUnknown, field, attribute.name.span, &shown, provider.name());
            return;
        };
        let count = attribute.arguments.len();
        if count < native.required || count > native.most {
            let takes = match (native.required, native.most) {
                (_, 0) => "no argument",
                (0, 1) => "no argument, or one number",
                (0, _) => "no argument, or two numbers",
                _ => "one number",
            };
            self.tell_of_field(RejectionKind::NativeArguments, field, span, &shown, takes);
            return;
        }
        if !native.types.split(',').any(|it| it == ty.name.text) {
            self.tell_of_field(RejectionKind::NativeMismatch, field, span, &shown, native.types);
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
        self.tell_of_field(RejectionKind::NativeArguments, field, span, &shown, takes);
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
