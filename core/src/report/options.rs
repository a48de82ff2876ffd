//! What programs ask for: the configuration's own keys, and what holds for one run alone.

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::{
    config::{Config, ObjectMistake},
    diff::RenameHint,
    text::Encoding,
};

/// What is asked of one run, beside the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(default))]
pub struct RunOptions {
    /// What places count. `utf-16`: offsets and columns are indexes of JavaScript's strings. `utf-8`: both are bytes.
    /// `characters`, as the command line prints: columns are characters, offsets are bytes.
    #[cfg_attr(feature = "schema", schemars(with = "Positions"))]
    pub positions: Option<Encoding>,
    /// Today, as `2027-03-01`: for comments that silence a rule until a day. Without it none has ended.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub today: Option<String>,
    /// Renames that are meant so: `TABLE.OLD=NEW` for a column, `OLD=NEW` for a table.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub renames: Vec<RenameHint>,
}

/// The keys that hold for one run alone.
const KEYS: [&str; 3] = ["positions", "today", "renames"];

/// Reads the options of a run: the keys of [`RunOptions`], and those of a `shoring.toml`.
///
/// # Errors
/// When anything in them is wrong: all of it.
pub fn read_options(object: &Map<String, Value>) -> Result<(RunOptions, Config), Refusal> {
    let mut run = RunOptions::default();
    let mut mistakes = Vec::new();
    for key in KEYS {
        let Some(value) = object.get(key).filter(|value| !value.is_null()) else { continue };
        let mut wrong = |path: String, message: String, help: &str| {
            mistakes.push(ObjectMistake { path, message, help: Some(help.to_owned()) });
        };
        match key {
            "positions" => {
                run.positions = value.as_str().and_then(Encoding::of_name);
                if run.positions.is_none() {
                    let names = Encoding::ALL.map(Encoding::name).join(", ");
                    wrong(
                        key.to_owned(),
                        format!("positions do not count {}", shown(value)),
                        &format!("they count one of {names}"),
                    );
                }
            }
            "today" => {
                run.today = value.as_str().filter(|day| is_day(day)).map(ToOwned::to_owned);
                if run.today.is_none() {
                    wrong(key.to_owned(), format!("{} is no day", shown(value)), "write it as 2027-03-01");
                }
            }
            _ => {
                let Some(list) = value.as_array() else {
                    wrong(
                        key.to_owned(),
                        "this is no list".to_owned(),
                        "for example renames: [\"posts.title=headline\"]",
                    );
                    continue;
                };
                for (nth, item) in list.iter().enumerate() {
                    match item.as_str().unwrap_or_default().parse() {
                        Ok(hint) => run.renames.push(hint),
                        Err(help) => wrong(format!("{key}[{nth}]"), format!("{} is no rename", shown(item)), help),
                    }
                }
            }
        }
    }
    let config = match Config::of_object(object, &KEYS) {
        Ok(config) if mistakes.is_empty() => return Ok((run, config)),
        Ok(_) => Vec::new(),
        Err(more) => more,
    };
    mistakes.extend(config);
    Err(Refusal::of_options(&mistakes))
}

/// A value for a message. Not all of it as JSON: to write fractions that way takes tables in every wasm module.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => whole.to_string(),
            (None, Some(whole)) => whole.to_string(),
            (None, None) => "a fraction".to_owned(),
        },
        // A text has no part that JSON cannot say.
        Value::String(text) => serde_json::to_string(text).unwrap_or_default(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// `2027-03-01`; whether a calendar has it does not matter, days are compared as texts.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str, count: usize| part.len() == count && part.bytes().all(|it| it.is_ascii_digit());
    matches!(parts.as_slice(), [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

/// The names of encodings, for the JSON Schema.
#[cfg(feature = "schema")]
struct Positions;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Positions {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Positions".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "What places count", "enum": Encoding::ALL.map(Encoding::name) })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Encoding, read_options};
    use crate::report::refusal::{Code, Refusal};

    fn read(value: &serde_json::Value) -> Result<Encoding, Refusal> {
        let read = read_options(value.as_object().unwrap_or(&serde_json::Map::new()));
        read.map(|(run, _)| run.positions.unwrap_or_default())
    }

    #[test]
    fn options_are_those_of_a_run_and_of_the_configuration() {
        let options =
            json!({ "positions": "utf-16", "today": "2027-03-01", "renames": ["a=b"], "target": "planetscale" });
        assert_eq!(read(&options), Ok(Encoding::Utf16));
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let options = json!({ "positions": "utf-17", "today": "soon", "renames": ["a"], "targets": "mysql" });
        let Err(refusal) = read(&options) else { return };
        assert_eq!(refusal.code, Code::InvalidOptions);
        for path in ["positions: ", "today: ", "renames[0]: ", "targets: "] {
            assert!(refusal.message.contains(path), "{path} in {}", refusal.message);
        }
    }
}
