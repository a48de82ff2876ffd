//! The value of a default in the form of its column's type, as a server keeps it.

use crate::{
    schema::{Column, DefaultValue},
    target::Dialect,
};

/// Gives the default of a column the form that servers of MySQL's family give it. What is no value of the type stays as
/// it is.
pub(super) fn settle(column: &mut Column, dialect: Option<Dialect>) {
    if !dialect.is_none_or(Dialect::is_mysql_family) {
        return;
    }
    let Some(DefaultValue::Literal(value)) = &column.default else { return };
    let settled = match column.ty.name.as_str() {
        "decimal" => {
            let scale = column.ty.arguments.get(1).and_then(|it| it.parse().ok()).unwrap_or(0);
            rounded(value, scale)
        }
        _ if column.ty.is_integer() => rounded(value, 0),
        // Of so few bits no digit in quotes is one: those are characters (MySQL manual, "Bit-Value Literals").
        "bit"
            if column.ty.arguments.first().is_some_and(|bits| matches!(bits.as_str(), "1" | "2" | "3" | "4" | "5")) =>
        {
            value.parse::<u32>().ok().map(|number| format!("b'{number:b}'"))
        }
        "year" => year(value),
        "date" => date(value),
        "time" => time(value),
        "datetime" | "timestamp" => moment(value),
        _ => None,
    };
    // MariaDB knowledge base, "TIMESTAMP": where nothing is said, a required time that an update changes is zero, and the server
    // prints that. So it says nothing here.
    let is_moment = matches!(column.ty.name.as_str(), "datetime" | "timestamp");
    let is_zero = settled.as_deref().unwrap_or(value).starts_with("0000-00-00 00:00:00");
    let is_updated = column.details().on_update_now && !column.nullable;
    if dialect == Some(Dialect::MariaDb) && is_moment && is_zero && is_updated {
        column.default = None;
        return;
    }
    if let Some(settled) = settled {
        column.default = Some(DefaultValue::Literal(settled.into()));
    }
}

/// A number with so many digits behind the point at most, and none before it that mean nothing.
fn rounded(value: &str, scale: usize) -> Option<String> {
    let value = value.trim();
    let (sign, digits) = value.strip_prefix('-').map_or(("", value), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let mut kept: Vec<u8> = whole.bytes().chain(fraction.bytes().take(scale)).collect();
    let rounds_up = fraction.as_bytes().get(scale).is_some_and(|next| *next >= b'5');
    let mut carries = rounds_up;
    for digit in kept.iter_mut().rev() {
        if !carries {
            break;
        }
        carries = *digit == b'9';
        *digit = if carries { b'0' } else { *digit + 1 };
    }
    if carries {
        kept.insert(0, b'1');
    }
    let text = String::from_utf8(kept).ok()?;
    let shown = fraction.len().min(scale);
    let (whole, fraction) = text.split_at_checked(text.len().checked_sub(shown)?)?;
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    let is_zero = text.bytes().all(|byte| byte == b'0');
    Some(format!("{}{whole}{point}{fraction}", if is_zero { "" } else { sign }))
}

/// Two digits are a year between 1970 and 2069 (MySQL manual, "2-Digit Years in Dates").
fn year(value: &str) -> Option<String> {
    let number = value.parse::<u32>().ok().filter(|it| value.len() <= 2 && *it > 0)?;
    Some((number + if number < 70 { 2000 } else { 1900 }).to_string())
}

fn padded<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<String> {
    let parts: Vec<&str> = text.split(separator).collect();
    let fits = |(part, width): (&&str, &usize)| {
        (1..=*width).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit())
    };
    let is_whole = parts.len() == N && parts.iter().zip(&widths).all(fits);
    let parts = parts.iter().zip(&widths).map(|(part, width)| format!("{part:0>width$}"));
    is_whole.then(|| parts.collect::<Vec<_>>().join(&separator.to_string()))
}

fn date(value: &str) -> Option<String> {
    value.split('-').next().filter(|year| year.len() == 4)?;
    padded(value, '-', [4, 2, 2])
}

fn time(value: &str) -> Option<String> {
    let (whole, fraction) = value.split_once('.').map_or((value, ""), |(whole, fraction)| (whole, fraction));
    let settled = padded(whole, ':', [2, 2, 2])?;
    Some(if fraction.is_empty() { settled } else { format!("{settled}.{fraction}") })
}

/// A day alone is its beginning.
fn moment(value: &str) -> Option<String> {
    let (day, hour) = value.split_once([' ', 'T']).unwrap_or((value, "00:00:00"));
    Some(format!("{} {}", date(day)?, time(hour)?))
}

#[cfg(test)]
mod tests {
    use super::{date, moment, rounded, time, year};

    #[test]
    fn values_have_the_form_of_their_type() {
        for (value, scale, settled) in [
            ("1.5", 0, "2"),
            ("1.4", 0, "1"),
            ("-1.5", 0, "-2"),
            ("9.99", 1, "10.0"),
            ("007", 0, "7"),
            ("0.5", 2, "0.5"),
            (".005", 2, "0.01"),
            ("-0.001", 2, "0.00"),
            ("1.005", 2, "1.01"),
            ("0", 2, "0"),
        ] {
            assert_eq!(rounded(value, scale).as_deref(), Some(settled), "{value}");
        }
        assert_eq!(rounded("1e3", 0), None);
        assert_eq!(rounded("", 0), None);
        assert_eq!(
            (year("20"), year("70"), year("2020"), year("0")),
            (Some("2020".into()), Some("1970".into()), None, None)
        );
        assert_eq!(date("2020-1-2").as_deref(), Some("2020-01-02"));
        assert_eq!(date("x"), None);
        assert_eq!(time("1:2:3.5").as_deref(), Some("01:02:03.5"));
        assert_eq!(moment("2020-01-02").as_deref(), Some("2020-01-02 00:00:00"));
        assert_eq!(moment("2020-01-02 1:2:3").as_deref(), Some("2020-01-02 01:02:03"));
        assert_eq!(moment("now"), None);
    }
}
