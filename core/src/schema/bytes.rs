//! How many bytes a column takes, in a row and in a key.

use super::{ColumnType, ColumnWalker};
use crate::target::Target;

/// The bytes that a character of a character set takes at most; none of what is no character set of MySQL or MariaDB. Source:
/// MySQL manual, "Supported Character Sets and Collations".
pub fn bytes_of_character(charset: &str) -> Option<u64> {
    Some(match charset {
        "latin1" | "ascii" | "binary" | "latin2" | "latin5" | "latin7" | "cp1250" | "cp1251" | "cp1256" | "cp1257"
        | "cp850" | "cp852" | "cp866" | "dec8" | "hp8" | "swe7" | "koi8r" | "koi8u" | "greek" | "hebrew"
        | "armscii8" | "geostd8" | "keybcs2" | "macce" | "macroman" | "tis620" => 1,
        "ucs2" | "gbk" | "big5" | "sjis" | "cp932" | "euckr" | "gb2312" => 2,
        "utf8mb3" | "utf8" | "ujis" | "eucjpms" => 3,
        "utf8mb4" | "utf16" | "utf16le" | "utf32" | "gb18030" => 4,
        _ => return None,
    })
}

impl ColumnWalker<'_> {
    /// The bytes that a key holds of it: all of it, or of its first `length` characters (bytes, where it has no characters).
    /// None where that is not known. Source: MySQL manual, "Data Type Storage Requirements", "Column Indexes".
    pub fn bytes_in_key(self, length: Option<u32>, target: &Target) -> Option<u64> {
        let ty = &self.get().ty;
        let of_character = if ty.is_text() { self.bytes_of_character(target)? } else { 1 };
        if let Some(length) = length {
            return Some(u64::from(length) * of_character);
        }
        match ty.length() {
            Some(length) => Some(u64::from(length) * of_character),
            None => ty.fixed_bytes(),
        }
    }

    /// The bytes that it takes in a row at most, as the server counts them for its limit; what stands out of line is counted
    /// by what points to it. None where that is not known. Source: MySQL manual, "Limits on Table Column Count and Row Size".
    pub fn bytes_in_row(self, target: &Target) -> Option<u64> {
        let ty = &self.get().ty;
        match ty.name.as_str() {
            "varchar" | "varbinary" => {
                let bytes = self.bytes_in_key(None, target)?;
                Some(bytes + if bytes > 255 { 2 } else { 1 })
            }
            "tinytext" | "tinyblob" => Some(9),
            "text" | "blob" => Some(10),
            "mediumtext" | "mediumblob" => Some(11),
            _ if ty.is_blob_or_text() || ty.is_spatial() => Some(12),
            _ => self.bytes_in_key(None, target),
        }
    }

    /// The bytes that a row of InnoDB holds of it in its page at most, in the format DYNAMIC: of what is long, the rest may stand in
    /// pages of its own. None where that is not known. Source: InnoDB's check of the size of records, as `DYNAMIC Row Format` in
    /// MySQL's manual tells of it; measured on MariaDB 10.11.
    pub fn bytes_in_page(self, target: &Target) -> Option<u64> {
        let ty = &self.get().ty;
        let is_long = ty.is_blob_or_text() || ty.is_spatial();
        let bytes = if is_long { u64::MAX } else { self.bytes_in_key(None, target)? };
        let varies = match ty.name.as_str() {
            "varchar" | "varbinary" => true,
            "char" => self.bytes_of_character(target)? > 1,
            _ => is_long,
        };
        // With the byte of its length.
        Some(match target.keeps_texts_in_page() {
            _ if !varies => bytes,
            (most, _) if bytes <= most => bytes + 1,
            (_, rest) => rest + 1,
        })
    }

    /// The bytes that one of its characters takes at most; none where its character set is not known.
    fn bytes_of_character(self, target: &Target) -> Option<u64> {
        // Prisma makes its tables in utf8mb4.
        let usual = || if self.is_prisma() { Some("utf8mb4") } else { target.usual_charset() };
        match self.charset() {
            Some(charset) => bytes_of_character(&charset),
            None => bytes_of_character(usual()?),
        }
    }

    /// Whether two texts are told to have different character sets or collations; not where either says nothing.
    pub fn compares_differently_from(self, other: Self) -> bool {
        let differ = |a: Option<smol_str::SmolStr>, b: Option<smol_str::SmolStr>| a.zip(b).is_some_and(|(a, b)| a != b);
        differ(self.charset(), other.charset()) || differ(self.collation(), other.collation())
    }
}

impl ColumnType {
    /// The bytes of a type whose values all take as many. Source: MySQL manual, "Data Type Storage Requirements".
    fn fixed_bytes(&self) -> Option<u64> {
        let argument = |nth: usize| self.arguments.get(nth).and_then(|it| it.parse::<u64>().ok());
        // Fractions of seconds: two digits a byte.
        let fraction = argument(0).unwrap_or(0).min(6).div_ceil(2);
        Some(match self.name.as_str() {
            "tinyint" | "year" => 1,
            "smallint" => 2,
            "mediumint" | "date" => 3,
            "int" | "float" | "inet4" => 4,
            "bigint" | "double" => 8,
            "time" => 3 + fraction,
            "timestamp" => 4 + fraction,
            "datetime" => 5 + fraction,
            "bit" => argument(0)?.div_ceil(8),
            "enum" => {
                if self.arguments.len() > 255 {
                    2
                } else {
                    1
                }
            }
            "set" => match self.arguments.len().div_ceil(8) as u64 {
                bytes @ 0..=4 => bytes.max(1),
                _ => 8,
            },
            "decimal" => {
                // Nine digits are four bytes; what is left of each side takes these.
                let of_rest = [0, 1, 1, 2, 2, 3, 3, 4, 4];
                let (all, behind) = (argument(0)?.min(65), argument(1)?.min(65));
                let bytes = |digits: u64| {
                    let rest = usize::try_from(digits % 9).ok().and_then(|rest| of_rest.get(rest).copied());
                    digits / 9 * 4 + rest.unwrap_or(0)
                };
                bytes(all.saturating_sub(behind)) + bytes(behind)
            }
            "uuid" | "inet6" => 16,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ColumnType;
    use crate::target::Dialect;

    #[test]
    fn bytes_of_types_are_those_of_the_manual() {
        let bytes = |name: &str, arguments: &[&'static str]| {
            let arguments = arguments.iter().map(|it| (*it).into()).collect();
            ColumnType::new(Some(Dialect::MySql), name, arguments, false).fixed_bytes()
        };
        for (name, arguments, expected) in [
            ("int", &[][..], Some(4)),
            ("bool", &[], Some(1)),
            ("datetime", &["3"], Some(7)),
            ("time", &["6"], Some(6)),
            ("decimal", &["18", "9"], Some(8)),
            ("decimal", &["10", "2"], Some(5)),
            ("decimal", &["20", "6"], Some(10)),
            ("bit", &["9"], Some(2)),
            ("text", &[], None),
        ] {
            assert_eq!(bytes(name, arguments), expected, "{name}{arguments:?}");
        }
    }
}
