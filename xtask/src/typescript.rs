//! TypeScript of JSON Schemas: the types of the npm package are those of the report and the configuration.
//!
//! Made here, not by derives in the core (`tsify`, `ts-rs`): one source for both languages, and nothing in the shipped module.
//! What the generator does not know, it refuses: a type is never `any`.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const BANNER: &str = "// Generated from the code, do not edit: cargo xtask codegen\n";

/// Names that mean something else in TypeScript, or that two schemas have.
const RENAMED: [(&str, &str, &str); 3] = [
    ("Report", "File", "ReadFile"),
    ("Report", "Target", "TargetWithEvidence"),
    ("shoring.toml", "shoring.toml", "Config"),
];

/// The types of some schemas, each name once.
pub(crate) fn types(schemas: &[Value]) -> Result<String> {
    let mut types = BTreeMap::new();
    for schema in schemas {
        let root = schema["title"].as_str().context("a schema without a title")?;
        let of = Schema { root };
        let definitions = schema.get("$defs").or_else(|| schema.get("definitions")).and_then(Value::as_object);
        let all = definitions.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema));
        for (name, schema) in all.chain([(root, schema)]) {
            let name = of.name(name);
            let text = of.declaration(&name, schema).with_context(|| format!("in the type {name}"))?;
            if let Some(other) = types.insert(name.clone(), text.clone())
                && other != text
            {
                bail!("two types are called {name}: name one of them otherwise in RENAMED");
            }
        }
    }
    let types: Vec<String> = types.into_values().collect();
    Ok(format!("{BANNER}\n{}", types.join("\n")))
}

/// A schema with definitions of its own.
struct Schema<'s> {
    root: &'s str,
}

impl Schema<'_> {
    fn name(&self, name: &str) -> String {
        let renamed = RENAMED.iter().find(|(root, old, _)| *root == self.root && *old == name);
        renamed.map_or(name, |(_, _, new)| *new).to_owned()
    }

    fn declaration(&self, name: &str, schema: &Value) -> Result<String> {
        let doc = doc(schema, "");
        Ok(match schema.get("properties").and_then(Value::as_object) {
            Some(properties) => format!("{doc}export interface {name} {}\n", self.object(schema, properties, "")?),
            None => format!("{doc}export type {name} = {};\n", self.ty(schema, "")?),
        })
    }

    fn object(&self, schema: &Value, properties: &Map<String, Value>, indent: &str) -> Result<String> {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let inner = format!("{indent}  ");
        let mut text = "{\n".to_owned();
        for (key, property) in properties {
            text.push_str(&doc(property, &inner));
            let is_required = required.contains(&key.as_str());
            let ty = self.ty(property, &inner).with_context(|| format!("in the property {key}"))?;
            // An absent property is not printed, so it is never null.
            let ty = if is_required { ty } else { ty.replace(" | null", "") };
            let is_word = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let key = if is_word { key.clone() } else { format!("\"{key}\"") };
            let _ = writeln!(text, "{inner}{key}{}: {ty};", if is_required { "" } else { "?" });
        }
        let _ = write!(text, "{indent}}}");
        Ok(text)
    }

    fn ty(&self, schema: &Value, indent: &str) -> Result<String> {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return Ok(self.name(reference.rsplit('/').next().unwrap_or(reference)));
        }
        if let Some(one) = schema.get("const") {
            return Ok(one.to_string());
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return Ok(values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "));
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            let Some(parts) = schema.get(key).and_then(Value::as_array) else { continue };
            if key == "allOf" && parts.len() > 1 {
                bail!("allOf of several schemas is not known");
            }
            let mut types: Vec<String> = parts.iter().map(|part| self.ty(part, indent)).collect::<Result<_>>()?;
            // A text beside names of texts: TypeScript would forget the names.
            if let Some(text) =
                types.iter_mut().find(|ty| *ty == "string").filter(|_| parts.iter().any(|it| it["enum"].is_array()))
            {
                "(string & {})".clone_into(text);
            }
            return Ok(types.join(" | "));
        }
        match schema.get("type") {
            Some(Value::Array(names)) => {
                let each = names.iter().map(|name| {
                    let mut one = schema.clone();
                    one["type"] = name.clone();
                    self.ty(&one, indent)
                });
                Ok(each.collect::<Result<Vec<_>>>()?.join(" | "))
            }
            Some(Value::String(name)) => match name.as_str() {
                "string" | "boolean" | "null" => Ok(name.clone()),
                "integer" | "number" => Ok("number".to_owned()),
                "array" => {
                    let item = self.ty(schema.get("items").context("a list of nothing")?, indent)?;
                    Ok(if item.contains(' ') { format!("({item})[]") } else { format!("{item}[]") })
                }
                "object" => {
                    match (schema.get("properties").and_then(Value::as_object), schema.get("additionalProperties")) {
                        (Some(properties), _) => self.object(schema, properties, indent),
                        (None, Some(value)) => Ok(format!("Record<string, {}>", self.ty(value, indent)?)),
                        (None, None) => bail!("an object of anything"),
                    }
                }
                other => bail!("the type {other} is not known"),
            },
            _ => bail!("{schema} says no type"),
        }
    }
}

fn doc(schema: &Value, indent: &str) -> String {
    let Some(text) = schema.get("description").and_then(Value::as_str) else { return String::new() };
    let lines: Vec<String> = text.replace("*/", "* /").lines().map(ToOwned::to_owned).collect();
    match lines.as_slice() {
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String =
                lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::types;
    use serde_json::json;

    #[test]
    fn a_schema_becomes_types() {
        let schema = json!({
            "title": "Thing", "type": "object", "required": ["name"],
            "properties": {
                "name": { "type": "string", "description": "What it is called." },
                "parts-of": { "type": ["array", "null"], "items": { "anyOf": [{ "$ref": "#/$defs/Part" }, { "type": "integer" }] } },
            },
            "$defs": { "Part": { "oneOf": [{ "const": "a", "type": "string" }, { "const": "b", "type": "string" }] } },
        });
        let text = types(&[schema]).unwrap();
        assert!(text.contains("export type Part = \"a\" | \"b\";"), "{text}");
        assert!(
            text.contains("  /** What it is called. */\n  name: string;\n  \"parts-of\"?: (Part | number)[];\n"),
            "{text}"
        );
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(types(&[json!({ "title": "Thing", "properties": { "a": {} } })]).is_err());
        assert!(types(&[json!({ "title": "Thing", "properties": { "a": { "type": "object" } } })]).is_err());
    }
}
