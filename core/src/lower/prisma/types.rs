//! The column types that Prisma makes of its own.

use smol_str::SmolStr;

use crate::{
    schema::{ColumnType, DefaultValue},
    syntax::prisma::ast::Value,
    target::Dialect,
};

/// Whether a word is one of Prisma's scalar types.
pub fn is_scalar(word: &str) -> bool {
    matches!(word, "String" | "Boolean" | "Int" | "BigInt" | "Float" | "Decimal" | "DateTime" | "Json" | "Bytes")
}

/// The type of a scalar field without a native type. Source: Prisma's connector documentation, "Type mapping".
pub(super) fn default_type(dialect: Option<Dialect>, scalar: &str) -> ColumnType {
    let (name, arguments): (&str, &[&'static str]) = match (dialect, scalar) {
        (Some(Dialect::Postgres), scalar) => match scalar {
            "Boolean" => ("boolean", &[]),
            "Int" => ("integer", &[]),
            "BigInt" => ("bigint", &[]),
            "Float" => ("double precision", &[]),
            "Decimal" => ("decimal", &["65", "30"]),
            "DateTime" => ("timestamp", &["3"]),
            "Json" => ("jsonb", &[]),
            "Bytes" => ("bytea", &[]),
            _ => ("text", &[]),
        },
        (Some(Dialect::Sqlite), scalar) => match scalar {
            "Boolean" => ("boolean", &[]),
            "Int" => ("integer", &[]),
            "BigInt" => ("bigint", &[]),
            "Float" => ("real", &[]),
            "Decimal" => ("decimal", &[]),
            "DateTime" => ("datetime", &[]),
            "Json" => ("jsonb", &[]),
            "Bytes" => ("blob", &[]),
            _ => ("text", &[]),
        },
        (_, scalar) => match scalar {
            "Boolean" => ("boolean", &[]),
            "Int" => ("int", &[]),
            "BigInt" => ("bigint", &[]),
            "Float" => ("double", &[]),
            "Decimal" => ("decimal", &["65", "30"]),
            "DateTime" => ("datetime", &["3"]),
            "Json" => ("json", &[]),
            "Bytes" => ("longblob", &[]),
            _ => ("varchar", &["191"]),
        },
    };
    ColumnType::new(dialect, name, arguments.iter().map(|it| SmolStr::new_static(it)).collect(), false)
}

/// The type that `@db.NAME(arguments)` names.
pub(super) fn native_type(dialect: Option<Dialect>, name: &str, arguments: Vec<SmolStr>) -> ColumnType {
    let (name, unsigned) = name.strip_prefix("Unsigned").map_or((name, false), |rest| (rest, true));
    let name = match name {
        "DoublePrecision" => "double precision",
        other => other,
    };
    ColumnType::new(dialect, name, arguments, unsigned)
}

/// A time as Prisma writes it into the SQL of PostgreSQL and SQLite: `2020-01-02 03:04:05 +00:00`.
pub(super) fn moment(text: &str) -> SmolStr {
    let (time, zone) = match text.strip_suffix(['Z', 'z']) {
        Some(time) => (time, "+00:00"),
        None => text.split_at_checked(text.len().saturating_sub("+00:00".len())).unwrap_or((text, "")),
    };
    match time.split_once('T') {
        Some((day, hour)) => SmolStr::new([day, " ", hour, " ", zone].concat()),
        None => SmolStr::new(text),
    }
}

/// Bytes that are written in base64.
pub(super) fn bytes(dialect: Option<Dialect>, text: &str) -> DefaultValue {
    let mut digits = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in text.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => break,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            digits.push_str(&format!("{:02x}", held >> bits & 0xFF));
        }
    }
    if dialect == Some(Dialect::Postgres) {
        DefaultValue::Literal(SmolStr::new(["\\x", &digits].concat()))
    } else {
        DefaultValue::Expression(SmolStr::new(["X'", &digits, "'"].concat()))
    }
}

/// The name in the database of what `ops` says: `JsonbPathOps` is `jsonb_path_ops`, `raw("…")` says it itself.
pub(super) fn operator_class(value: &Value) -> Option<SmolStr> {
    let Value::Word(word) = value else {
        let Value::Call { arguments, .. } = value else { return None };
        return Some(arguments.first()?.value.as_ref()?.as_string()?.text.clone());
    };
    let mut name = String::new();
    for c in word.text.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    for (apart, together) in
        [("min_max", "minmax"), ("var_bit", "varbit"), ("time_tz", "timetz"), ("stamp_tz", "stamptz")]
    {
        name = name.replace(apart, together);
    }
    Some(SmolStr::new(name))
}
