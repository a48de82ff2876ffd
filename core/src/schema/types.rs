//! Types of columns, in the one spelling that every spelling of them means.

use std::fmt;

use smol_str::SmolStr;

use crate::target::Dialect;

/// The type of a column in its dialect's normal form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct ColumnType {
    /// Lower case: `varchar`, `int`, `enum`.
    pub name: SmolStr,
    /// Length, precision and scale, or the values of an enum.
    pub arguments: Vec<SmolStr>,
    /// MySQL's `UNSIGNED`.
    pub unsigned: bool,
    /// MySQL's `ZEROFILL`: shown with as many digits as the type says.
    pub zerofill: bool,
    /// The name under which the database keeps an enum (PostgreSQL's `CREATE TYPE`).
    pub called: Option<SmolStr>,
}

impl ColumnType {
    /// A type from its parts as written.
    pub fn new(dialect: Option<Dialect>, name: &str, arguments: Vec<SmolStr>, unsigned: bool) -> Self {
        // What is quoted keeps its letters.
        let is_lower = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) || name.contains('"');
        let name = if is_lower { SmolStr::new(name) } else { SmolStr::new(name.to_lowercase()) };
        let mut ty = Self { name, arguments, unsigned, zerofill: false, called: None };
        if dialect.is_none_or(Dialect::is_mysql_family) {
            ty = ty.mysql_normal_form();
        }
        // PostgreSQL manual, "Character Types": without a length, it is one character.
        if dialect == Some(Dialect::Postgres) && ty.name == "char" && ty.arguments.is_empty() {
            ty.arguments.push(SmolStr::new_static("1"));
        }
        // MariaDB: JSON is an alias for LONGTEXT, with a check (`ColumnDetails::is_json`).
        if dialect == Some(Dialect::MariaDb) && ty.name == "json" {
            ty.name = SmolStr::new_static("longtext");
        }
        ty
    }

    /// The same number, filled with zeros up to a width: that of `written`, or the widest value's (MySQL manual, "Numeric
    /// Type Attributes"). Only so does the width of a whole number mean anything.
    pub fn filled_with_zeros(mut self, written: &[SmolStr]) -> Self {
        self.zerofill = true;
        self.unsigned = true;
        let widest = match self.name.as_str() {
            "tinyint" => "3",
            "smallint" => "5",
            "mediumint" => "8",
            "int" => "10",
            "bigint" => "20",
            _ => return self,
        };
        self.arguments = vec![written.first().cloned().unwrap_or(SmolStr::new_static(widest))];
        self
    }

    /// The type as Prisma can say it: it has no words for numbers filled with zeros, nor for `UNSIGNED` but for whole numbers.
    pub fn as_prisma_says(&self) -> Self {
        let mut ty = self.clone();
        if std::mem::take(&mut ty.zerofill) && ty.is_integer() {
            ty.arguments.clear();
        }
        ty.unsigned &= ty.is_integer();
        ty
    }

    /// What MySQL's `SHOW CREATE TABLE` would print. Source: MySQL manual, "Numeric Data Type Syntax" and
    /// "Using Data Types from Other Database Engines".
    fn mysql_normal_form(mut self) -> Self {
        let name = match self.name.as_str() {
            // Most are one of these, and need not be looked at further.
            plain @ ("int" | "bigint" | "varchar" | "text" | "datetime" | "enum" | "json" | "decimal" | "double") => {
                plain
            }
            "bool" | "boolean" => {
                self.arguments = vec![SmolStr::new_static("1")];
                "tinyint"
            }
            "integer" | "int4" => "int",
            "int1" => "tinyint",
            "int2" => "smallint",
            "int3" | "middleint" => "mediumint",
            "int8" => "bigint",
            "dec" | "numeric" | "fixed" => "decimal",
            "double precision" | "real" | "float8" => "double",
            "float4" => "float",
            "geomcollection" => "geometrycollection",
            "character" | "nchar" | "national char" | "national character" => "char",
            "char byte" | "character byte" => "binary",
            // NATIONAL VARCHAR, CHARACTER VARYING, NCHAR VARCHAR and so on.
            words if words.starts_with("long ") || words == "long" => {
                if words.ends_with("varbinary") {
                    "mediumblob"
                } else {
                    "mediumtext"
                }
            }
            words if words.ends_with(" varying") || words.contains("varchar") => "varchar",
            other => other,
        };
        self.name = SmolStr::new(name);
        match self.name.as_str() {
            // Display widths mean nothing since 8.0.19, but for the boolean's.
            "tinyint" if self.arguments.first().is_some_and(|it| it == "1") && !self.unsigned => {}
            "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" => self.arguments.clear(),
            "char" | "binary" | "bit" if self.arguments.is_empty() => self.arguments.push(SmolStr::new_static("1")),
            "decimal" => {
                // No digits at all are the usual ten.
                if self.arguments.first().is_none_or(|it| it == "0") {
                    self.arguments = vec![SmolStr::new_static("10")];
                }
                if self.arguments.len() == 1 {
                    self.arguments.push(SmolStr::new_static("0"));
                }
            }
            // One argument is the bits that are wanted: 24 fill a float.
            "float" if self.arguments.len() == 1 => {
                let bits = self.arguments.pop().and_then(|it| it.parse::<u32>().ok()).unwrap_or_default();
                self.name = SmolStr::new_static(if bits > 24 { "double" } else { "float" });
            }
            // MySQL manual, "The VECTOR Type".
            "vector" if self.arguments.is_empty() => self.arguments.push(SmolStr::new_static("2048")),
            "text" => self.by_length("text", 4),
            "blob" => self.by_length("blob", 1),
            // Blanks at the end of a value are not kept.
            "enum" | "set" => {
                for value in &mut self.arguments {
                    *value = SmolStr::new(value.trim_end_matches(' '));
                }
            }
            "datetime" | "timestamp" | "time" if self.arguments.first().is_some_and(|it| it == "0") => {
                self.arguments.clear();
            }
            _ => {}
        }
        self
    }

    /// `TEXT(n)` and `BLOB(n)` are the smallest of their kind that holds as much (MySQL manual, "String Type Syntax").
    /// A character counts as in utf8mb4: its character set may be said elsewhere.
    fn by_length(&mut self, kind: &str, bytes_each: u64) {
        let Some(length) = self.arguments.pop().and_then(|it| it.parse::<u64>().ok()) else { return };
        let size = match length.saturating_mul(bytes_each) {
            1..=0xFF => "tiny",
            0x1_0000..=0xFF_FFFF => "medium",
            0x100_0000.. => "long",
            _ => "",
        };
        self.name = SmolStr::new(format!("{size}{kind}"));
    }

    /// What a text of the character set `binary` is (MySQL manual, "The CHAR and VARCHAR Types" and "String Type Syntax"); enums
    /// and sets stay what they are.
    pub fn as_binary(mut self) -> Self {
        let name = match self.name.as_str() {
            "char" => "binary",
            "varchar" => "varbinary",
            "tinytext" => "tinyblob",
            "text" => "blob",
            "mediumtext" => "mediumblob",
            "longtext" => "longblob",
            _ => return self,
        };
        self.name = SmolStr::new_static(name);
        self
    }

    /// Whether values are stored out of line and a key needs a prefix length: TEXT and BLOB of any size, JSON
    /// and geometry.
    pub fn is_blob_or_text(&self) -> bool {
        let name = self.name.as_str();
        name.ends_with("text") || name.ends_with("blob") || matches!(name, "json" | "geometry" | "bytea")
    }

    /// Whether values are approximate numbers.
    pub fn is_floating(&self) -> bool {
        matches!(self.name.as_str(), "float" | "double" | "real" | "double precision")
    }

    /// Whether values are whole numbers.
    pub fn is_integer(&self) -> bool {
        matches!(
            self.name.as_str(),
            "tinyint"
                | "smallint"
                | "mediumint"
                | "int"
                | "bigint"
                | "integer"
                | "serial"
                | "bigserial"
                | "smallserial"
        )
    }

    /// Whether values are numbers.
    pub fn is_number(&self) -> bool {
        self.is_integer() || self.is_floating() || matches!(self.name.as_str(), "decimal" | "numeric")
    }

    /// Whether values are days or times.
    pub fn is_time(&self) -> bool {
        matches!(self.name.as_str(), "date" | "datetime" | "timestamp" | "time" | "year" | "timestamptz" | "timetz")
    }

    /// Whether values are text, whose characters have a character set.
    pub fn is_text(&self) -> bool {
        let name = self.name.as_str();
        name.ends_with("text") || matches!(name, "char" | "varchar" | "enum" | "set")
    }

    /// Whether values are places and shapes.
    pub fn is_spatial(&self) -> bool {
        matches!(
            self.name.as_str(),
            "geometry"
                | "point"
                | "linestring"
                | "polygon"
                | "multipoint"
                | "multilinestring"
                | "multipolygon"
                | "geometrycollection"
        )
    }

    /// The declared length, where the type has one: characters of text, bytes of binary strings.
    pub fn length(&self) -> Option<u32> {
        matches!(self.name.as_str(), "char" | "varchar" | "binary" | "varbinary")
            .then(|| self.arguments.first()?.parse().ok())
            .flatten()
    }
}

/// Whether a text is a number as SQL writes it: `-1`, `.5`, `1.25e3`. Not read as one: that takes 10 KB of tables in every wasm module.
pub fn is_number(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) =
        text.split_once(['e', 'E']).map_or((text, None), |(before, behind)| (before, Some(behind)));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_mantissa = are_digits(whole) && are_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let is_exponent = |text: &str| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        !digits.is_empty() && are_digits(digits)
    };
    is_mantissa && exponent.is_none_or(is_exponent)
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, list) = self.name.strip_suffix("[]").map_or((self.name.as_str(), ""), |name| (name, "[]"));
        f.write_str(name)?;
        f.write_str(self.called.as_ref().map_or("", |_| " "))?;
        f.write_str(self.called.as_deref().unwrap_or_default())?;
        if !self.arguments.is_empty() {
            let quoted = matches!(name, "enum" | "set");
            f.write_str("(")?;
            for (at, argument) in self.arguments.iter().enumerate() {
                f.write_str(if at == 0 { "" } else { "," })?;
                if quoted {
                    write!(f, "'{}'", argument.replace('\'', "''"))?;
                } else {
                    f.write_str(argument)?;
                }
            }
            f.write_str(")")?;
        }
        f.write_str(list)?;
        f.write_str(if self.unsigned { " unsigned" } else { "" })?;
        f.write_str(if self.zerofill { " zerofill" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::ColumnType;
    use crate::target::Dialect;

    fn mysql(name: &str, arguments: &[&'static str], unsigned: bool) -> String {
        let arguments = arguments.iter().map(|it| (*it).into()).collect();
        ColumnType::new(Some(Dialect::MySql), name, arguments, unsigned).to_string()
    }

    #[test]
    fn two_spellings_of_one_mysql_type_are_one_type() {
        for (a, b) in [
            (mysql("BOOLEAN", &[], false), mysql("tinyint", &["1"], false)),
            (mysql("INTEGER", &[], false), mysql("int", &["11"], false)),
            (mysql("int", &["10"], true), mysql("int", &[], true)),
            (mysql("NUMERIC", &["10"], false), mysql("decimal", &["10", "0"], false)),
            (mysql("double precision", &[], false), mysql("double", &[], false)),
            (mysql("char", &[], false), mysql("CHARACTER", &["1"], false)),
            (mysql("datetime", &["0"], false), mysql("datetime", &[], false)),
            (mysql("year", &["4"], false), mysql("year", &[], false)),
            (mysql("national char varying", &["4"], false), mysql("varchar", &["4"], false)),
            (mysql("float", &["25"], false), mysql("double", &[], false)),
            (mysql("text", &["64"], false), mysql("text", &[], false)),
            (mysql("blob", &["255"], false), mysql("tinyblob", &[], false)),
        ] {
            assert_eq!(a, b);
        }
    }

    #[test]
    fn numbers_are_told_from_other_texts() {
        for text in ["0", "-1", "+1", ".5", "5.", "1.25", "1e3", "-1.5E-10"] {
            assert!(super::is_number(text), "{text}");
        }
        for text in ["", "-", ".", "e3", "1e", "1e+", "1.2.3", "1 ", "0x1F", "١", "inf", "nan", "1e1.5", "--1"] {
            assert!(!super::is_number(text), "{text}");
        }
    }

    #[test]
    fn what_differs_stays_different() {
        assert_ne!(mysql("tinyint", &["1"], false), mysql("tinyint", &["4"], false));
        assert_ne!(mysql("datetime", &["3"], false), mysql("datetime", &[], false));
        assert_ne!(mysql("varchar", &["10"], false), mysql("varchar", &["11"], false));
        assert_ne!(mysql("int", &[], true), mysql("int", &[], false));
    }

    #[test]
    fn a_type_prints_as_the_server_prints_it() {
        assert_eq!(mysql("ENUM", &["a", "it's"], false), "enum('a','it''s')");
        assert_eq!(mysql("DECIMAL", &["12", "2"], true), "decimal(12,2) unsigned");
    }
}
