//! Defaults: whether their value is one of the field.

use smol_str::SmolStr;

use super::{Check, FieldKind, Provider, nearest};
use crate::{
    schema::RejectionKind,
    syntax::{
        json,
        prisma::ast::{Argument, Arity, Attribute, Field, Value},
    },
};

/// The functions that Prisma knows, with the types that they are for and the numbers that they take.
const FUNCTIONS: &[(&str, &str)] = &[
    ("autoincrement", "Int BigInt"),
    ("cuid", "String"),
    ("ulid", "String"),
    ("uuid", "String"),
    ("nanoid", "String"),
    ("now", "DateTime"),
];

impl Check<'_> {
    pub(super) fn default_of(&mut self, field: &Field, kind: FieldKind, attribute: &Attribute) {
        let Some(ty) = &field.ty else { return };
        let provider = self.lowering.provider;
        if attribute.argument("map").is_some()
            && matches!(provider, Provider::MySql | Provider::Postgres | Provider::Sqlite)
        {
            let subject = self.subject_of(field);
            self.not_supported(subject, attribute.span, "named defaults");
        }
        let Some(value) = attribute.argument("value").or_else(|| attribute.positional(0)) else { return };
        let word = &ty.name.text;
        let span = value.span();
        let text = span.of(self.text).to_owned();
        if let Value::Call { name, arguments, .. } = value {
            if name.text == "dbgenerated" {
                self.arguments_of_function(field, value, arguments);
                return;
            }
            let known = FUNCTIONS.iter().find(|(it, _)| *it == name.text);
            match (kind, known) {
                (FieldKind::Unsupported, _) => {
                    self.tell_of_field(RejectionKind::DefaultFunction, field, span, &name.text, "Unsupported");
                }
                (FieldKind::Enum, _) => {
                    self.tell_of_field(RejectionKind::DefaultNotInEnum, field, span, &text, word);
                }
                (_, Some((_, types))) if kind == FieldKind::Scalar => {
                    if types.split(' ').any(|it| it == word) {
                        self.arguments_of_function(field, value, arguments);
                    } else {
                        self.tell_of_field(RejectionKind::DefaultFunction, field, span, &name.text, word);
                    }
                }
                (_, None) if provider == Provider::Other && matches!(name.text.as_str(), "auto" | "sequence") => {}
                (_, None) if name.text == "auto" => {
                    let subject = self.subject_of(field);
                    self.not_supported(subject, span, "auto()");
                }
                (_, None) if kind == FieldKind::Scalar => {
                    let all = FUNCTIONS.iter().filter(|(_, types)| types.split(' ').any(|it| it == word));
                    let near = nearest(&name.text, &mut all.map(|(it, _)| *it)).filter(|_| arguments.is_empty());
                    let found = self.tell_of_field(RejectionKind::UnknownFunction, field, span, &name.text, "");
                    if let Some(near) = near {
                        found.mend(name.span, SmolStr::new_static(near));
                    }
                }
                _ => {}
            }
            return;
        }
        match kind {
            FieldKind::Unsupported => {
                self.tell_of_field(RejectionKind::DefaultValue, field, span, &text, "Unsupported");
                return;
            }
            FieldKind::Composite | FieldKind::Relation | FieldKind::Unknown => return,
            FieldKind::Scalar | FieldKind::Enum => {}
        }
        let is_list = ty.arity == Arity::List;
        match value {
            Value::List(items, _) if is_list => {
                for item in items {
                    self.literal(field, kind, item);
                }
            }
            Value::List(..) => {
                let only = value.items().first().filter(|_| value.items().len() == 1);
                let only = only.filter(|it| self.is_literal(field, kind, it)).map(|it| it.span().of(self.text));
                let only = only.map(SmolStr::new);
                let found = self.tell_of_field(RejectionKind::DefaultIsList, field, span, "", "");
                found.fix = only.map(|only| (found.location, only));
            }
            _ if is_list => {
                let fits = self.is_literal(field, kind, value);
                let found = self.tell_of_field(RejectionKind::DefaultOfList, field, span, "", "");
                if fits {
                    found.mend(span, SmolStr::new(["[", &text, "]"].concat()));
                }
            }
            value => self.literal(field, kind, value),
        }
    }

    /// Whether nothing is wrong with a value.
    fn is_literal(&mut self, field: &Field, kind: FieldKind, value: &Value) -> bool {
        let before = self.found.len();
        self.literal(field, kind, value);
        let fits = self.found.len() == before;
        self.found.truncate(before);
        fits
    }

    fn literal(&mut self, field: &Field, kind: FieldKind, value: &Value) {
        let Some(ty) = &field.ty else { return };
        let word = &ty.name.text;
        let span = value.span();
        let text = span.of(self.text).to_owned();
        if kind == FieldKind::Enum {
            let values = self.lowering.enums.get(word);
            let is_one = |it: &str| values.is_some_and(|all| all.values.iter().any(|(name, _)| name == it));
            if !matches!(value, Value::Word(word) if is_one(&word.text)) {
                let mut names = values.into_iter().flat_map(|all| all.values.iter().map(|(name, _)| name.as_str()));
                let near = nearest(text.trim_matches('"'), &mut names).map(SmolStr::new);
                let found = self.tell_of_field(RejectionKind::DefaultNotInEnum, field, span, &text, word);
                found.fix = near.map(|near| (found.location, near));
            }
            return;
        }
        let fits = match (word.as_str(), value) {
            ("String", Value::String(_)) | ("Float" | "Decimal", Value::Number(_)) => true,
            ("Int" | "BigInt", Value::Number(number)) => number.text.parse::<i64>().is_ok(),
            ("Boolean", Value::Word(word)) => matches!(word.text.as_str(), "true" | "false"),
            ("Json", Value::String(text)) => json::read(&text.text).is_ok(),
            ("Bytes", Value::String(text)) => is_base64(&text.text),
            ("DateTime", Value::String(text)) => is_moment(&text.text),
            ("Decimal", Value::String(text)) => is_decimal(&text.text),
            _ => false,
        };
        if !fits {
            let plain = text.trim_matches('"');
            let meant = match (word.as_str(), value) {
                ("String", Value::Word(_) | Value::Number(_)) => Some(SmolStr::new(["\"", &text, "\""].concat())),
                ("Int" | "BigInt" | "Float" | "Decimal", Value::String(_)) if plain.parse::<i64>().is_ok() => {
                    Some(SmolStr::new(plain))
                }
                ("Boolean", _) => nearest(plain, &mut ["true", "false"].into_iter()).map(SmolStr::new_static),
                _ => None,
            };
            let found = self.tell_of_field(RejectionKind::DefaultValue, field, span, &text, word);
            found.fix = meant.map(|meant| (found.location, meant));
        }
    }

    fn arguments_of_function(&mut self, field: &Field, value: &Value, arguments: &[Argument]) {
        let Value::Call { name, span, .. } = value else { return };
        let argument = arguments.first().and_then(|it| it.value.as_ref());
        let number = match argument {
            Some(Value::Number(number)) => number.text.parse::<u8>().ok(),
            _ => None,
        };
        let is_one = arguments.len() == 1;
        let is_empty = arguments.is_empty();
        let takes = match name.text.as_str() {
            "dbgenerated" => match argument {
                None if is_empty => return,
                Some(Value::String(text)) if is_one && !text.text.is_empty() => return,
                _ => "no argument, or a string of SQL",
            },
            "cuid" if is_empty || (is_one && matches!(number, Some(1 | 2))) => return,
            "cuid" => "no argument, or 1 or 2",
            "uuid" if is_empty || (is_one && matches!(number, Some(4 | 7))) => return,
            "uuid" => "no argument, or 4 or 7",
            "nanoid" if is_empty || (is_one && number.is_some_and(|it| it >= 2)) => return,
            "nanoid" => "no argument, or a number from 2 to 255",
            _ if is_empty => return,
            _ => "no argument",
        };
        let name = name.text.clone();
        let found = self.tell_of_field(RejectionKind::FunctionArguments, field, *span, &name, takes);
        if takes == "no argument" {
            found.mend(*span, SmolStr::new([&name, "()"].concat()));
        }
    }
}

fn is_base64(text: &str) -> bool {
    let plain = text.trim_end_matches('=');
    let padding = text.len() - plain.len();
    let is_letter = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/');
    text.len().is_multiple_of(4) && padding <= 2 && plain.bytes().all(is_letter)
}

fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (number, exponent) = text.split_once(['e', 'E']).map_or((text, "0"), |(number, exponent)| (number, exponent));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let is_digits = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    whole.len() + fraction.len() > 0
        && is_digits(whole)
        && is_digits(fraction)
        && !exponent.is_empty()
        && is_digits(exponent)
}

/// RFC 3339: `2020-01-31T12:30:00.5+09:00`.
fn is_moment(text: &str) -> bool {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits.bytes().all(|it| it.is_ascii_digit()).then(|| digits.parse::<u32>().ok()).flatten()
    };
    let is_at = |at: usize, marks: &str| text.get(at..=at).is_some_and(|it| marks.contains(it));
    let moment = || {
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let marks = is_at(4, "-") && is_at(7, "-") && is_at(10, "Tt ") && is_at(13, ":") && is_at(16, ":");
        let fits = (1..=12).contains(&month) && (1..=days).contains(&day) && hour < 24 && minute < 60 && second <= 60;
        let rest = text.get(19..)?;
        let zone = match rest.strip_prefix('.') {
            Some(fraction) => {
                let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
                fraction.get(digits..).filter(|_| digits > 0)?
            }
            None => rest,
        };
        let is_zone = matches!(zone, "Z" | "z") || {
            let at = text.len() - zone.len();
            zone.len() == 6
                && zone.starts_with(['+', '-'])
                && number(at + 1, at + 3)? < 24
                && is_at(at + 3, ":")
                && number(at + 4, at + 6)? < 60
        };
        Some(marks && fits && is_zone)
    };
    moment().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::{is_base64, is_decimal, is_moment};

    #[test]
    fn values_that_prisma_takes() {
        for text in ["2020-01-31T12:30:00Z", "2024-02-29T00:00:00.123456+09:00", "2020-01-01t00:00:00z"] {
            assert!(is_moment(text), "{text}");
        }
        for text in ["2020-01-31", "2023-02-29T00:00:00Z", "2020-01-31T12:30:00", "2020-01-31T12:30Z", "", "한국어"]
        {
            assert!(!is_moment(text), "{text}");
        }
        assert!(is_base64("aGk=") && is_base64("") && !is_base64("aGk") && !is_base64("a!k="));
        assert!(is_decimal("1.5") && is_decimal("-1e10") && !is_decimal("") && !is_decimal("x") && !is_decimal("1e"));
    }
}
