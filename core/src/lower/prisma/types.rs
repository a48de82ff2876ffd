//! The column types that Prisma makes of its own.

use smol_str::SmolStr;

use crate::{schema::ColumnType, target::Dialect};

/// Whether a word is one of Prisma's scalar types.
pub fn is_scalar(word: &str) -> bool {
    matches!(word, "String" | "Boolean" | "Int" | "BigInt" | "Float" | "Decimal" | "DateTime" | "Json" | "Bytes")
}

/// The type of a scalar field without a native type. Source: Prisma's connector documentation, "Type mapping".
pub(super) fn default_type(dialect: Option<Dialect>, scalar: &str, counted: bool) -> ColumnType {
    let (name, arguments): (&str, &[&'static str]) = match (dialect, scalar) {
        (Some(Dialect::Postgres), scalar) => match scalar {
            "Boolean" => ("boolean", &[]),
            "Int" if counted => ("serial", &[]),
            "Int" => ("integer", &[]),
            "BigInt" if counted => ("bigserial", &[]),
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
