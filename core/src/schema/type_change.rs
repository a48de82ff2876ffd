//! What becomes of the values of a column when it gets another type: judged by the ranges, bytes and digits of both.

use smol_str::SmolStr;

use super::{ColumnType, bytes_of_character};
use crate::target::Dialect;

/// What becomes of the values of a column when it gets another type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeChange {
    /// Each value of the old type is a value of the new one.
    Keeps,
    /// Some values of the old type are none of the new one.
    Narrows(Narrowing),
    /// These values of an enum or set are no more.
    RemovesValues(Vec<SmolStr>),
    /// Values are converted: that may fail, or give others.
    Converts,
    /// There is no way from one to the other.
    NoCast,
}

/// What does not fit any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// Numbers outside this range.
    Range {
        /// The least number that fits.
        least: i128,
        /// The greatest number that fits.
        greatest: i128,
    },
    /// More characters than this.
    Characters(u64),
    /// More bytes than this.
    Bytes(u64),
    /// More digits before or behind the point.
    Digits {
        /// Digits before the point that fit.
        before: u32,
        /// Digits behind the point that fit.
        behind: u32,
    },
    /// Digits behind the point are rounded to so many.
    Rounded(u32),
    /// Digits that a floating number does not keep.
    Precision,
    /// Fractions of a second, or the time of a day.
    Time,
    /// Times outside the years from 1970 to 2038.
    Years,
    /// What is not among the values of an enum.
    Values(Vec<SmolStr>),
}

/// The bytes that a character takes at most; of a character set that is not known, the most of all.
fn bytes_a_character(charset: Option<&str>) -> u64 {
    charset.and_then(bytes_of_character).unwrap_or(4)
}

/// Room for text or bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// So many characters.
    Characters(u64),
    /// So many bytes.
    Bytes(u64),
    /// As many as there may be.
    Any,
}

impl ColumnType {
    /// What becomes of the values when a column of this type gets another one. `charset` is that of both, where it is known.
    pub fn change_to(&self, new: &Self, dialect: Option<Dialect>, charset: Option<&str>) -> TypeChange {
        if self == new {
            return TypeChange::Keeps;
        }
        if self.is_spatial() && new.name == "geometry" {
            return TypeChange::Keeps;
        }
        if self.is_spatial() != new.is_spatial() {
            // Their bytes are a place's own form (measured on MariaDB).
            let is_bytes = |ty: &Self| ty.name.ends_with("blob") || ty.name.ends_with("binary");
            return if is_bytes(self) || is_bytes(new) { TypeChange::Converts } else { TypeChange::NoCast };
        }
        if self.is_enumeration() || new.is_enumeration() {
            return self.change_of_values(new, dialect);
        }
        if dialect == Some(Dialect::Postgres) && self.needs_using(new) {
            return TypeChange::NoCast;
        }
        if let (Some(old), Some(wanted)) = (self.range(dialect), new.range(dialect)) {
            return within(old, wanted);
        }
        if self.is_number() && new.is_number() {
            return self.change_of_digits(new, dialect);
        }
        if let (Some(old), Some(wanted)) = (self.room(dialect), new.room(dialect)) {
            // Blanks at the end of a text go, zeros come at the end of bytes (MySQL manual, "The CHAR and VARCHAR Types",
            // "The BINARY and VARBINARY Types").
            let is_padded = |ty: &Self| matches!(ty.name.as_str(), "char" | "binary");
            let fitting = fits(old, wanted, bytes_a_character(charset));
            let pads = is_padded(new) && (!is_padded(self) || new.name == "binary");
            if self.is_text() == new.is_text() && fitting == TypeChange::Keeps && pads {
                return TypeChange::Converts;
            }
            // Bytes are no characters: what becomes of them depends on what they are.
            if self.is_text() == new.is_text() {
                return fits(old, wanted, bytes_a_character(charset));
            }
            return TypeChange::Converts;
        }
        if self.is_time() && new.is_time() {
            return self.change_of_times(new, dialect);
        }
        TypeChange::Converts
    }

    fn is_enumeration(&self) -> bool {
        matches!(self.name.as_str(), "enum" | "set")
    }

    /// The whole numbers that fit. Source: MySQL manual, "Integer Types"; PostgreSQL manual, "Numeric Types".
    pub fn range(&self, dialect: Option<Dialect>) -> Option<(i128, i128)> {
        let bits = match self.name.as_str() {
            "tinyint" => 8,
            "smallint" | "smallserial" => 16,
            "mediumint" => 24,
            "int" | "integer" | "serial" => 32,
            "bigint" | "bigserial" => 64,
            "year" => return Some((1901, 2155)),
            // PostgreSQL's are rows of bits, no numbers: each has its length (measured on 15: "bit string length 8 does not
            // match type bit(16)").
            "bit" if dialect.is_none_or(Dialect::is_mysql_family) => {
                let bits: u32 = self.arguments.first().and_then(|it| it.parse().ok()).unwrap_or(1);
                return Some((0, (1_i128 << bits.min(64)) - 1));
            }
            _ => return None,
        };
        Some(if self.unsigned { (0, (1 << bits) - 1) } else { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) })
    }

    /// The digits before and behind the point that fit. No more than the server takes: 65 (MySQL manual, "Fixed-Point Types";
    /// MariaDB's "DECIMAL"), 1,000 (PostgreSQL manual, "Arbitrary Precision Numbers").
    pub fn digits(&self, dialect: Option<Dialect>) -> Option<(u32, u32)> {
        let most = if dialect == Some(Dialect::Postgres) { 1_000 } else { 65 };
        if let Some((least, greatest)) = self.range(dialect) {
            let digits = |number: i128| u32::try_from(number.unsigned_abs().to_string().len()).unwrap_or(u32::MAX);
            return Some((digits(least).max(digits(greatest)), 0));
        }
        if !matches!(self.name.as_str(), "decimal" | "numeric") {
            return None;
        }
        let argument =
            |nth: usize| self.arguments.get(nth).and_then(|it| it.parse::<u32>().ok()).map(|it| it.min(most));
        let (all, behind) = (argument(0)?, argument(1).unwrap_or(0));
        Some((all.saturating_sub(behind), behind))
    }

    fn change_of_digits(&self, new: &Self, dialect: Option<Dialect>) -> TypeChange {
        // PostgreSQL's decimal without digits has no limit that a column could reach.
        if dialect == Some(Dialect::Postgres)
            && matches!(new.name.as_str(), "decimal" | "numeric")
            && new.arguments.is_empty()
        {
            return TypeChange::Keeps;
        }
        let loses_sign = new.unsigned && !self.unsigned;
        let no_sign = || TypeChange::Narrows(Narrowing::Range { least: 0, greatest: i128::MAX });
        match (self.digits(dialect), new.digits(dialect)) {
            (Some((before, behind)), Some((_, fit_behind))) if new.range(dialect).is_some() => {
                let (least, greatest) = new.range(dialect).unwrap_or_default();
                let most = 10_i128.checked_pow(before).map_or(i128::MAX, |power| power - 1);
                if most > greatest || (!self.unsigned && -most < least) {
                    TypeChange::Narrows(Narrowing::Range { least, greatest })
                } else if behind > fit_behind {
                    TypeChange::Narrows(Narrowing::Rounded(fit_behind))
                } else {
                    TypeChange::Keeps
                }
            }
            (Some((before, behind)), Some((fit_before, fit_behind))) => {
                if before > fit_before {
                    TypeChange::Narrows(Narrowing::Digits { before: fit_before, behind: fit_behind })
                } else if loses_sign {
                    no_sign()
                } else if behind > fit_behind {
                    TypeChange::Narrows(Narrowing::Rounded(fit_behind))
                } else {
                    TypeChange::Keeps
                }
            }
            _ if loses_sign => no_sign(),
            // A float keeps 6 digits for certain, a double 15 (IEEE 754).
            (Some((before, behind)), None) => {
                let kept = if matches!(new.name.as_str(), "float" | "real") { 6 } else { 15 };
                match (before + behind > kept, behind) {
                    (true, _) => TypeChange::Narrows(Narrowing::Precision),
                    (false, 0) => TypeChange::Keeps,
                    (false, _) => TypeChange::Converts,
                }
            }
            (None, None) => {
                let is_small = |ty: &Self| matches!(ty.name.as_str(), "float" | "real");
                if !is_small(self) && is_small(new) {
                    TypeChange::Narrows(Narrowing::Precision)
                } else {
                    TypeChange::Keeps
                }
            }
            (None, Some(_)) => TypeChange::Converts,
        }
    }

    /// The room for text or bytes. Source: MySQL manual, "String Type Storage Requirements".
    fn room(&self, dialect: Option<Dialect>) -> Option<Room> {
        let length = || self.arguments.first().and_then(|it| it.parse::<u64>().ok());
        Some(match self.name.as_str() {
            "char" | "varchar" | "character varying" => length().map_or(Room::Any, Room::Characters),
            "binary" | "varbinary" => Room::Bytes(length()?),
            "tinytext" | "tinyblob" => Room::Bytes(0xFF),
            "text" | "blob" if dialect.is_none_or(Dialect::is_mysql_family) => Room::Bytes(0xFFFF),
            "mediumtext" | "mediumblob" => Room::Bytes(0xFF_FFFF),
            "longtext" | "longblob" => Room::Bytes(0xFFFF_FFFF),
            // Elsewhere than in MySQL without a limit that a column could reach.
            "text" | "blob" | "bytea" => Room::Any,
            _ => return None,
        })
    }

    fn change_of_times(&self, new: &Self, dialect: Option<Dialect>) -> TypeChange {
        // A time without digits has none in MySQL, and six in PostgreSQL (its manual, "Date/Time Types").
        let usual = if dialect == Some(Dialect::Postgres) { 6 } else { 0 };
        let digits = |ty: &Self| ty.arguments.first().and_then(|it| it.parse::<u32>().ok()).unwrap_or(usual);
        match (self.name.as_str(), new.name.as_str()) {
            (a, b) if a == b && digits(self) > digits(new) => TypeChange::Narrows(Narrowing::Time),
            (a, b) if a == b => TypeChange::Keeps,
            ("datetime" | "timestamp" | "timestamptz", "date" | "time") => TypeChange::Narrows(Narrowing::Time),
            ("datetime" | "timestamp", "timestamp" | "datetime") if digits(self) > digits(new) => {
                TypeChange::Narrows(Narrowing::Time)
            }
            // Its years are from 4713 BC to 294276 there (PostgreSQL manual, "Date/Time Types").
            ("date", "timestamp") if dialect == Some(Dialect::Postgres) => TypeChange::Keeps,
            ("datetime" | "date", "timestamp") => TypeChange::Narrows(Narrowing::Years),
            ("date", "datetime") => TypeChange::Keeps,
            _ => TypeChange::Converts,
        }
    }

    fn change_of_values(&self, new: &Self, dialect: Option<Dialect>) -> TypeChange {
        match (self.is_enumeration(), new.is_enumeration()) {
            // PostgreSQL casts nothing to a type of its own.
            (_, true) if dialect == Some(Dialect::Postgres) && self.called != new.called => TypeChange::NoCast,
            (true, true) => {
                let gone: Vec<SmolStr> =
                    self.arguments.iter().filter(|value| !new.arguments.contains(value)).cloned().collect();
                if !gone.is_empty() {
                    TypeChange::RemovesValues(gone)
                } else if self.name == "set" && new.name == "enum" {
                    TypeChange::Converts
                } else {
                    TypeChange::Keeps
                }
            }
            (true, false) if new.is_text() => {
                let longest = self.arguments.iter().map(|value| value.chars().count() as u64);
                // A set holds several, with commas between.
                let all: u64 = longest.clone().map(|length| length + 1).sum();
                let needed = if self.name == "set" { all.saturating_sub(1) } else { longest.max().unwrap_or(0) };
                match new.room(dialect) {
                    Some(Room::Characters(room)) if room < needed => TypeChange::Narrows(Narrowing::Characters(room)),
                    _ => TypeChange::Keeps,
                }
            }
            (false, true) if self.is_text() => TypeChange::Narrows(Narrowing::Values(new.arguments.clone())),
            _ => TypeChange::Converts,
        }
    }

    /// Whether PostgreSQL asks how to convert (`USING`): Prisma drops such a column and makes it anew. Measured with Prisma's
    /// schema engine 8.1.
    fn needs_using(&self, new: &Self) -> bool {
        let is_text = |ty: &Self| matches!(ty.name.as_str(), "text" | "varchar" | "char" | "citext");
        let kind = |ty: &Self| match ty.name.as_str() {
            "boolean" => 1,
            _ if ty.is_number() => 2,
            _ if ty.is_time() => 3,
            "json" | "jsonb" => 4,
            "bytea" => 5,
            "uuid" => 6,
            "bit" | "varbit" | "bit varying" => 8,
            _ if is_text(ty) => 0,
            _ => 7,
        };
        // Everything becomes text; of types that only PostgreSQL has, some become others by themselves.
        let by_itself = kind(self) == 7 || (kind(new) == 7 && kind(self) != 0);
        !is_text(new) && kind(self) != kind(new) && !by_itself || self.name.ends_with("[]") != new.name.ends_with("[]")
    }
}

fn within(old: (i128, i128), new: (i128, i128)) -> TypeChange {
    if new.0 <= old.0 && old.1 <= new.1 {
        TypeChange::Keeps
    } else {
        TypeChange::Narrows(Narrowing::Range { least: new.0, greatest: new.1 })
    }
}

fn fits(old: Room, new: Room, bytes_each: u64) -> TypeChange {
    match (old, new) {
        (_, Room::Any) => TypeChange::Keeps,
        (Room::Any, Room::Characters(room)) => TypeChange::Narrows(Narrowing::Characters(room)),
        (Room::Characters(a), Room::Characters(b)) if a <= b => TypeChange::Keeps,
        // As many characters as bytes, where each takes one.
        (Room::Bytes(a), Room::Characters(b)) if a <= b => TypeChange::Keeps,
        (Room::Characters(_) | Room::Bytes(_), Room::Characters(b)) => TypeChange::Narrows(Narrowing::Characters(b)),
        (Room::Characters(a), Room::Bytes(b)) if a.saturating_mul(bytes_each) <= b => TypeChange::Keeps,
        (Room::Bytes(a), Room::Bytes(b)) if a <= b => TypeChange::Keeps,
        (_, Room::Bytes(b)) => TypeChange::Narrows(Narrowing::Bytes(b)),
    }
}

#[cfg(test)]
mod tests {
    use smol_str::SmolStr;

    use super::{Narrowing, TypeChange};
    use crate::{schema::ColumnType, target::Dialect};

    fn ty(written: &str) -> ColumnType {
        let (written, unsigned) = written.strip_suffix(" unsigned").map_or((written, false), |it| (it, true));
        let (name, arguments) = written.split_once('(').unwrap_or((written, ")"));
        let inner = arguments.trim_end_matches(')');
        let arguments = inner.split(',').filter(|it| !it.is_empty()).map(|it| SmolStr::new(it.trim_matches('\'')));
        ColumnType::new(Some(Dialect::MySql), name, arguments.collect(), unsigned)
    }

    fn change(old: &str, new: &str) -> TypeChange {
        ty(old).change_to(&ty(new), Some(Dialect::MySql), None)
    }

    #[test]
    fn what_holds_every_value_keeps_them() {
        for (old, new) in [
            ("int", "bigint"),
            ("int unsigned", "bigint"),
            ("tinyint(1)", "int"),
            ("varchar(50)", "varchar(51)"),
            ("varchar(191)", "text"),
            ("varchar(63)", "tinytext"),
            ("tinytext", "varchar(255)"),
            ("char(3)", "varchar(3)"),
            ("text", "longtext"),
            ("decimal(10,2)", "decimal(12,2)"),
            ("decimal(10,2)", "decimal(13,5)"),
            ("int", "double"),
            ("smallint", "float"),
            ("int", "decimal(10,0)"),
            ("datetime", "datetime(3)"),
            ("date", "datetime"),
            ("float", "double"),
            ("enum('a','b')", "enum('b','a','c')"),
            ("enum('a','bb')", "varchar(2)"),
        ] {
            assert_eq!(change(old, new), TypeChange::Keeps, "{old} -> {new}");
        }
    }

    #[test]
    fn what_holds_less_narrows() {
        for (old, new) in [
            ("bigint", "int"),
            ("int", "int unsigned"),
            ("bigint unsigned", "bigint"),
            ("varchar(51)", "varchar(50)"),
            ("varchar(64)", "tinytext"),
            ("text", "varchar(191)"),
            ("longtext", "text"),
            ("decimal(12,2)", "decimal(10,2)"),
            ("decimal(10,2)", "decimal(10,3)"),
            ("decimal(10,2)", "int"),
            ("bigint", "decimal(10,0)"),
            ("bigint", "double"),
            ("double", "float"),
            ("datetime(3)", "datetime"),
            ("datetime", "date"),
            ("datetime", "timestamp"),
            ("enum('a','bb')", "varchar(1)"),
            ("varchar(10)", "enum('a')"),
            ("longblob", "blob"),
        ] {
            assert!(matches!(change(old, new), TypeChange::Narrows(_)), "{old} -> {new}: {:?}", change(old, new));
        }
        assert_eq!(change("int", "tinyint"), TypeChange::Narrows(Narrowing::Range { least: -128, greatest: 127 }));
        assert_eq!(change("enum('a','b')", "enum('b')"), TypeChange::RemovesValues(vec!["a".into()]));
    }

    #[test]
    fn other_kinds_of_type_convert_or_cannot() {
        for (old, new) in [("varchar(10)", "int"), ("int", "varchar(10)"), ("json", "text"), ("blob", "text")] {
            assert_eq!(change(old, new), TypeChange::Converts, "{old} -> {new}");
        }
        assert_eq!(change("point", "varchar(10)"), TypeChange::NoCast);
    }

    #[test]
    fn digits_past_the_limits_of_servers_are_no_digits() {
        assert_eq!(change("decimal(300000001,0)", "decimal(300000000,0)"), TypeChange::Keeps);
        let narrowed = TypeChange::Narrows(Narrowing::Digits { before: 64, behind: 0 });
        assert_eq!(change("decimal(4294967295,0)", "decimal(64,0)"), narrowed);
    }

    #[test]
    fn postgres_has_other_times_and_bits() {
        let change = |old: &str, new: &str| ty(old).change_to(&ty(new), Some(Dialect::Postgres), None);
        assert_eq!(change("date", "timestamp(3)"), TypeChange::Keeps);
        assert_eq!(change("bit(8)", "bit(16)"), TypeChange::Converts);
        assert_eq!(change("bit(16)", "bit(8)"), TypeChange::Converts);
        assert_eq!(change("bit(8)", "int"), TypeChange::NoCast);
        assert_eq!(ty("bit(8)").change_to(&ty("bit(16)"), Some(Dialect::MySql), None), TypeChange::Keeps);
    }

    #[test]
    fn a_character_takes_as_many_bytes_as_its_character_set_says() {
        let change = |charset| ty("varchar(200)").change_to(&ty("tinytext"), Some(Dialect::MySql), charset);
        assert_eq!(change(Some("latin1")), TypeChange::Keeps);
        assert_eq!(change(Some("utf8mb4")), TypeChange::Narrows(Narrowing::Bytes(255)));
    }
}
