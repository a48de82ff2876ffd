//! The JSON Schema of `shoring.toml`, for editors: made of the types that it is read into.

use std::{borrow::Cow, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::{Map, Value, json};

use super::{Config, known_rules};
use crate::{
    glob::Glob,
    level::{Level, RuleLevels},
    target::Target,
};

/// The JSON Schema of `shoring.toml`.
pub fn json_schema() -> Value {
    // Draft 7 is what the editors' TOML extensions read.
    SchemaSettings::draft07().into_generator().into_root_schema_for::<Config>().to_value()
}

impl JsonSchema for RuleLevels {
    fn schema_name() -> Cow<'static, str> {
        "Rules".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<Level>();
        let rules = known_rules().map(|rule| {
            (rule.name.to_owned(), json!({ "description": rule.summary, "allOf": [level.clone().to_value()] }))
        });
        json_schema!({
            "type": "object",
            "properties": rules.collect::<Map<String, Value>>(),
            "additionalProperties": false,
        })
    }
}

/// A text that is not empty.
pub(super) struct Text;

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"\S" })
    }
}

/// One, or a list of them.
pub(super) struct OneOrMany<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

impl JsonSchema for Level {
    fn schema_name() -> Cow<'static, str> {
        "Level".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`off`, a severity, or `on`: as severe as the rule itself says",
            "enum": Level::ALL.map(Level::name),
        })
    }
}

impl JsonSchema for Glob {
    fn schema_name() -> Cow<'static, str> {
        "Glob".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`*` is any text without `/`, `**` any folders, `?` one character, `[ab]` one of these, `{a,b}` one of these texts",
            "type": "string",
            "pattern": r"^[^!\\][^\\]*$",
            "maxLength": 256,
        })
    }
}

impl JsonSchema for Target {
    fn schema_name() -> Cow<'static, str> {
        "TargetName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = Target::names().collect();
        json_schema!({
            "anyOf": [
                { "enum": names },
                { "type": "string", "pattern": "^[a-z]+-[0-9]+(\\.[0-9]+){0,2}$" },
            ],
        })
    }
}
