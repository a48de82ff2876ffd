//! Whether a literal is a value of a type of MySQL and MariaDB.

use crate::{change::digits, schema::ColumnType, target::Dialect};

/// Why a literal is no value of a type, in words; none where it is one, or where that is not known.
pub(super) fn why_not_a_value(ty: &ColumnType, value: &str, dialect: Option<Dialect>) -> Option<String> {
    // Bits and bytes, as written.
    let is_bits = ["b'", "B'", "x'", "X'", "0x", "0X", "0b"].iter().any(|start| value.starts_with(start));
    if is_bits {
        return None;
    }
    match ty.name.as_str() {
        "enum" | "set" => of_list(ty, value),
        // Blanks at the end may go.
        "char" | "varchar" => {
            let (has, most) = (value.trim_end_matches(' ').chars().count() as u64, u64::from(ty.length()?));
            (has > most).then(|| format!("it has {has} characters, and {most} fit"))
        }
        "binary" | "varbinary" => {
            let (has, most) = (value.len() as u64, u64::from(ty.length()?));
            (has > most).then(|| format!("it has {has} bytes, and {most} fit"))
        }
        "date" | "datetime" | "timestamp" => why_no_date(value),
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float" | "double" => {
            of_number(ty, value, dialect)
        }
        _ => None,
    }
}

fn of_list(ty: &ColumnType, value: &str) -> Option<String> {
    // A number is the place of a value.
    if ty.arguments.is_empty() || value.parse::<u64>().is_ok() {
        return None;
    }
    let has = |wanted: &str| {
        let wanted = wanted.trim_end_matches(' ').to_lowercase();
        ty.arguments.iter().any(|it| it.to_lowercase() == wanted)
    };
    if ty.name == "set" {
        let missing = value.split(',').find(|it| !it.is_empty() && !has(it))?;
        return Some(format!("'{missing}' is not in the set"));
    }
    (!has(value)).then(|| format!("'{value}' is not in the enum"))
}

/// More digits than a whole number of any type has.
const MOST_DIGITS: i64 = 40;

fn of_number(ty: &ColumnType, value: &str, dialect: Option<Dialect>) -> Option<String> {
    let value = value.trim();
    // By its digits: to read fractions takes tables in every wasm module.
    let Some((is_negative, digits, point)) = digits(value) else {
        return Some(format!("'{value}' is no number"));
    };
    if let Some((least, greatest)) = ty.range(dialect) {
        // What stands behind the point is rounded, so a number this near to a limit is let pass.
        let before_point = usize::try_from(point.min(MOST_DIGITS)).unwrap_or_default();
        let whole = format!("{digits:0<before_point$}").get(..before_point)?.parse::<i128>();
        let whole = if before_point == 0 { Ok(0) } else { whole };
        let is_inside = |whole: i128| (least..=greatest).contains(&if is_negative { -whole } else { whole });
        return (!whole.is_ok_and(is_inside)).then(|| format!("{value} is outside {least} to {greatest}"));
    }
    if ty.unsigned && is_negative {
        return Some(format!("{value} is below 0"));
    }
    let (before, _) = ty.digits(dialect)?;
    (point > i64::from(before)).then(|| format!("{value} has more than {before} digits before the point"))
}

/// The year, month and day of a date, where it is written with all three.
fn parts_of_date(value: &str) -> Option<(u32, u32, u32)> {
    let date = value.trim().split([' ', 'T']).next()?;
    let mut parts = date.split(|c: char| !c.is_ascii_digit());
    let mut next = || parts.next()?.parse::<u32>().ok();
    let date = (next()?, next()?, next()?);
    parts.next().is_none().then_some(date)
}

fn why_no_date(value: &str) -> Option<String> {
    let value = value.trim();
    // Only what is certainly none: a date may be written in many ways.
    if value.is_empty() || value.chars().any(|c| c.is_alphabetic() && c != 'T') {
        return Some(format!("'{value}' is no date"));
    }
    let (_, month, day) = parts_of_date(value)?;
    (month > 12 || day > 31).then(|| format!("there is no day {value}"))
}

/// Whether a literal is a date of which the day, the month or all is zero.
pub(super) fn is_zero_date(ty: &ColumnType, value: &str) -> bool {
    let is_date = matches!(ty.name.as_str(), "date" | "datetime" | "timestamp");
    let is_zero = || value.trim() == "0" || parts_of_date(value).is_some_and(|(_, month, day)| month == 0 || day == 0);
    is_date && is_zero()
}

#[cfg(test)]
mod tests {
    use super::why_not_a_value;
    use crate::{schema::ColumnType, target::Dialect};

    #[test]
    fn numbers_are_held_to_the_limits_of_their_type_by_their_digits() {
        let refused = |name: &str, arguments: &[&str], is_unsigned: bool, value: &str| {
            let arguments = arguments.iter().map(|it| (*it).into()).collect();
            let ty = ColumnType::new(Some(Dialect::MySql), name, arguments, is_unsigned);
            why_not_a_value(&ty, value, Some(Dialect::MySql)).is_some()
        };
        for value in ["127", "-128", "127.4", "0", "-0", " 1 ", "+5", "1.2e2", ".5", "1.", "1e-999999999"] {
            assert!(!refused("tinyint", &[], false, value), "{value}");
        }
        for value in ["128", "-129", "128.0", "1.28e2", "1e999999999", "-1e40", "abc", "", "1e", "--1", "0.0.1"] {
            assert!(refused("tinyint", &[], false, value), "{value}");
        }
        assert!(
            refused("int", &[], true, "-1") && refused("int", &[], true, "-1.0") && !refused("int", &[], true, "-0")
        );
        assert!(refused("bigint", &[], true, "18446744073709551616"));
        assert!(!refused("bigint", &[], true, "18446744073709551615"));
        assert!(refused("decimal", &["4", "2"], false, "100") && !refused("decimal", &["4", "2"], false, "-99.994"));
        assert!(refused("decimal", &["4", "2"], true, "-0.01"));
    }
}
