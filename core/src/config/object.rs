//! An object of the shape of a `shoring.toml` → [`Config`], by the same reader: what programs hand over instead of a file.

use std::ops::Range;

use serde_json::{Map, Value};
use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue},
};

use super::{Config, Mistake};
use crate::text::Span;

/// The deepest value that a configuration has: `overrides[0].rules.name`. What is deeper is wrong, and not looked into.
const MAX_DEPTH: usize = 8;

/// One thing that is wrong with an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectMistake {
    /// Where: `rules.redundant-index`, `overrides[0].paths`.
    pub path: String,
    /// What is wrong, without a final stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Reads an object without the keys of others; all of its mistakes where there are any.
pub(super) fn read(object: &Map<String, Value>, others: &[&str]) -> Result<Config, Vec<ObjectMistake>> {
    let mut values = Values::default();
    let mut members = object.iter().filter(|(key, _)| !others.contains(&key.as_str()));
    let table = values.table(&mut members, "", 0);
    let (config, found) = super::read::read_table(&table);
    let mut mistakes = values.mistakes;
    mistakes.extend(found.into_iter().map(|Mistake { span, message, help }| {
        let path = values.paths.get(span.start()).cloned().unwrap_or_default();
        ObjectMistake { path, message, help }
    }));
    if mistakes.is_empty() { Ok(config) } else { Err(mistakes) }
}

/// Makes TOML's values of JSON's. Where TOML has bytes of a file, these have the number of a path.
#[derive(Default)]
struct Values {
    paths: Vec<String>,
    mistakes: Vec<ObjectMistake>,
}

impl Values {
    fn place(&mut self, path: &str) -> Range<usize> {
        let number = self.paths.len();
        self.paths.push(path.to_owned());
        let span = Span::new(number, number + 1);
        span.start()..span.end()
    }

    fn table<'o>(
        &mut self,
        members: &mut dyn Iterator<Item = (&'o String, &'o Value)>,
        path: &str,
        depth: usize,
    ) -> DeTable<'static> {
        let mut table = DeTable::new();
        for (key, value) in members {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let place = self.place(&path);
            if let Some(value) = self.value(value, &path, depth + 1) {
                table.insert(Spanned::new(place, key.clone().into()), value);
            }
        }
        table
    }

    /// A value; none for `null`, which is as good as absent, and for what no key takes.
    fn value(&mut self, value: &Value, path: &str, depth: usize) -> Option<Spanned<DeValue<'static>>> {
        let place = self.place(path);
        if depth > MAX_DEPTH {
            self.wrong(path, "this is deeper than any value of a configuration");
            return None;
        }
        let value = match value {
            Value::Null => return None,
            Value::Number(_) => {
                self.wrong(path, "this is a number, and no key takes one");
                return None;
            }
            Value::Bool(value) => DeValue::Boolean(*value),
            Value::String(text) => DeValue::String(text.clone().into()),
            Value::Object(object) => DeValue::Table(self.table(&mut object.iter(), path, depth)),
            Value::Array(list) => {
                let mut items = DeArray::new();
                for (nth, item) in list.iter().enumerate() {
                    if let Some(item) = self.value(item, &format!("{path}[{nth}]"), depth + 1) {
                        items.push(item);
                    }
                }
                DeValue::Array(items)
            }
        };
        Some(Spanned::new(place, value))
    }

    fn wrong(&mut self, path: &str, message: &str) {
        self.mistakes.push(ObjectMistake { path: path.to_owned(), message: message.to_owned(), help: None });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Config, ObjectMistake};

    fn read(value: &serde_json::Value) -> Result<Config, Vec<ObjectMistake>> {
        let Some(object) = value.as_object() else { panic!("{value} is no object") };
        Config::of_object(object, &[])
    }

    #[test]
    fn an_object_says_what_the_file_says() {
        let object = json!({
            "target": "planetscale", "schema": "a.prisma", "ignore-tables": ["legacy_*"],
            "rules": { "redundant-index": "off" },
            "overrides": [{ "paths": ["old/**"], "rules": { "duplicate-index": "info" } }],
        });
        let text = "target = 'planetscale'\nschema = 'a.prisma'\nignore-tables = ['legacy_*']\n[rules]\nredundant-index = 'off'\n[[overrides]]\npaths = ['old/**']\nrules = { duplicate-index = 'info' }\n";
        let (Ok(of_object), Ok(of_text)) = (read(&object), Config::read(text)) else { panic!("both are right") };
        let said = |config: &Config| -> (Option<_>, Vec<_>) {
            let rules = config.rules.0.iter().map(|it| (it.rule.name, it.level)).collect();
            (config.target.as_ref().map(|it| it.value.clone()), rules)
        };
        assert_eq!(said(&of_object), said(&of_text));
        assert_eq!(of_object.overrides.len(), of_text.overrides.len());
    }

    #[test]
    fn mistakes_name_their_path() {
        let object = json!({ "rules": { "redundand-index": "off" }, "overrides": [{ "paths": [3], "rules": {} }] });
        let Err(mistakes) = read(&object) else { panic!("it has mistakes") };
        let paths: Vec<&str> = mistakes.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths[..2], ["overrides[0].paths[0]", "overrides[0].paths"]);
        let misspelt = mistakes.iter().find(|it| it.path == "rules.redundand-index");
        assert_eq!(misspelt.and_then(|it| it.help.as_deref()), Some("did you mean `redundant-index`?"));
    }

    #[test]
    fn what_nests_too_deep_is_not_looked_into() {
        let mut value = json!({});
        for _ in 0..100 {
            value = json!({ "rules": value });
        }
        let Err(mistakes) = read(&value) else { panic!("it has mistakes") };
        assert!(mistakes.iter().any(|it| it.message.contains("deeper")));
    }
}
