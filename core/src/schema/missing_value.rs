//! What a row has for a new column that must have a value and has no default.

use super::ColumnType;
use crate::target::{Fills, Target};

/// What becomes of the rows that are there when a column comes that must have a value and has no default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MissingValue {
    /// The change is refused, as soon as there is a row.
    Refused(Refusal),
    /// They get this value, in words.
    Filled(String),
    /// Nobody knows.
    Unknown,
}

/// Why a row without a value is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is copied into a table that wants one.
    Copied,
    /// Nothing is filled in.
    NotFilled,
    /// The value would be the date 0000-00-00, or there is none for the type.
    NoZero,
}

impl ColumnType {
    /// What the rows that are there get for a new column of this type. Source: MySQL manual, "Data Type Default Values" and
    /// "Server SQL Modes" (`NO_ZERO_DATE` is part of MySQL's default, not of MariaDB's; measured there, on 10.11).
    pub fn missing_value(&self, target: &Target) -> MissingValue {
        match target.fills_new_columns() {
            None => MissingValue::Unknown,
            Some(Fills::NothingAndCopies) => MissingValue::Refused(Refusal::Copied),
            Some(Fills::Nothing) => MissingValue::Refused(Refusal::NotFilled),
            Some(Fills::ZerosButDates) if matches!(self.name.as_str(), "date" | "datetime") || self.is_spatial() => {
                MissingValue::Refused(Refusal::NoZero)
            }
            Some(Fills::ZerosButDates | Fills::Zeros) => MissingValue::Filled(self.zero()),
        }
    }

    fn zero(&self) -> String {
        let words = match self.name.as_str() {
            "enum" => {
                let first = self.arguments.first();
                return first.map_or("the first value".to_owned(), |value| format!("'{value}'"));
            }
            "set" => "the empty set",
            // MariaDB's is a text.
            "json" => "the JSON value null",
            "date" => "0000-00-00",
            "datetime" => "0000-00-00 00:00:00",
            // MySQL manual, "explicit_defaults_for_timestamp": which of the two, that setting says.
            "timestamp" => "0000-00-00 00:00:00 or the time of the change",
            "time" => "00:00:00",
            "year" => "0000",
            "bit" => "0",
            "uuid" => "the UUID of zeros",
            "inet6" => "the address ::",
            "inet4" => "the address 0.0.0.0",
            _ if self.is_number() => "0",
            _ if self.is_text() => "an empty text",
            _ => "an empty value",
        };
        words.to_owned()
    }
}
