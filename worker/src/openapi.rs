//! The document of the interface: OpenAPI 3.1, generated of the types and the routes. `cargo xtask codegen` writes it to
//! `docs/openapi.json`, which the worker answers with.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use shoring_core::report::{
    Report,
    call::InputLanguage,
    options::RunOptions,
    rules::{Rule, RulePage},
};

use crate::{
    accept::Format,
    input::{DiffRequest, LintRequest},
    problem::{Problem, title},
    request::DEFAULT_MAX_BODY_BYTES,
    routes::{Health, Route},
};

/// A schema to begin with.
const EXAMPLE: &str =
    "datasource db {\n  provider = \"mysql\"\n}\n\nmodel Post {\n  id    Int    @id\n  title String\n}\n";

/// The document.
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|it| it.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let paths: Map<String, Value> =
        Route::ALL.into_iter().map(|route| (route.path().to_owned(), path(route, &mut generator))).collect();
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Shoring",
            "summary": "Finds what a database, a platform or its data will refuse, before a deploy request does",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn path(route: Route, generator: &mut SchemaGenerator) -> Value {
    let mut item = Map::new();
    if route == Route::Rule {
        let name =
            json!({ "name": "name", "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } });
        item.insert("parameters".to_owned(), json!([name]));
    }
    if route.is_call() {
        item.insert("post".to_owned(), operation(route, "post", generator));
    } else {
        item.insert("get".to_owned(), operation(route, "get", generator));
        item.insert("head".to_owned(), operation(route, "head", generator));
    }
    item.insert(
        "options".to_owned(),
        json!({
            "operationId": format!("{}Options", name(route)),
            "summary": "Which methods and headers a page of the web may use",
            "responses": { "204": { "description": "What may be used" } },
        }),
    );
    Value::Object(item)
}

/// What operations of a route are called.
fn name(route: Route) -> &'static str {
    match route {
        Route::Lint => "lint",
        Route::Diff => "diff",
        Route::Rules => "rules",
        Route::Rule => "rule",
        Route::OpenApi => "openApi",
        Route::Health => "health",
    }
}

fn summary(route: Route) -> &'static str {
    match route {
        Route::Lint => "Looks at one state and says what is wrong with it",
        Route::Diff => {
            "Compares two states: what changes, what that does to data and to running code, and the SQL for it"
        }
        Route::Rules => "All rules, by name",
        Route::Rule => "The page of a rule",
        Route::OpenApi => "This document",
        Route::Health => "Whether it works, and which release it is",
    }
}

fn operation(route: Route, method: &str, generator: &mut SchemaGenerator) -> Value {
    let mut operation = json!({
        "operationId": if method == "head" { format!("{}Head", name(route)) } else { name(route).to_owned() },
        "summary": summary(route),
        "responses": responses(route, method, generator),
    });
    match route {
        Route::Lint => {
            operation["parameters"] = text_parameters(generator);
            operation["requestBody"] = body(&json!({
                "application/json": {
                    "schema": generator.subschema_for::<LintRequest>(),
                    "example": { "files": { "schema.prisma": EXAMPLE }, "options": { "target": "planetscale" } },
                },
                "text/plain": { "schema": { "type": "string", "description": "A schema; the query says its language." } },
            }));
        }
        Route::Diff => {
            let head = EXAMPLE.replace("title", "headline");
            operation["requestBody"] = body(&json!({
                "application/json": {
                    "schema": generator.subschema_for::<DiffRequest>(),
                    "example": {
                        "base": { "schema.prisma": EXAMPLE },
                        "head": { "schema.prisma": head },
                        "options": { "renames": ["Post.title=headline"] },
                    },
                },
            }));
        }
        _ => {}
    }
    operation
}

fn body(content: &Value) -> Value {
    json!({
        "required": true,
        "description": format!("At most {DEFAULT_MAX_BODY_BYTES} bytes, unless the worker is set up otherwise."),
        "content": content,
    })
}

/// What the query says of a schema that is the whole body. With JSON there is no query.
fn text_parameters(generator: &mut SchemaGenerator) -> Value {
    let run = RunOptions::json_schema(generator).to_value();
    let target = generator.subschema_for::<shoring_core::target::Target>();
    let language = generator.subschema_for::<InputLanguage>();
    let of_run = |key: &str| run["properties"][key].clone();
    let parameter = |name: &str, description: &str, schema: Value| json!({ "name": name, "in": "query", "description": description, "schema": schema });
    json!([
        parameter(
            "language",
            "Of a body that is text: what it is written in. Required there, and nowhere else.",
            json!(language)
        ),
        parameter("path", "Of a body that is text: its path, as findings shall name it.", json!({ "type": "string" })),
        parameter("target", "Of a body that is text: the database.", json!(target)),
        parameter("positions", "Of a body that is text: what places count.", of_run("positions")),
        parameter("today", "Of a body that is text: today.", of_run("today")),
    ])
}

fn responses(route: Route, method: &str, generator: &mut SchemaGenerator) -> Value {
    let schema = match route {
        Route::Lint | Route::Diff => json!(generator.subschema_for::<Report>()),
        Route::Rules => json!({ "type": "array", "items": generator.subschema_for::<Rule>() }),
        Route::Rule => json!(generator.subschema_for::<RulePage>()),
        Route::OpenApi => json!({ "type": "object" }),
        Route::Health => json!(generator.subschema_for::<Health>()),
    };
    let mut ok = json!({ "description": summary(route) });
    let is_head = method == "head";
    if !is_head {
        let content: Map<String, Value> = route
            .formats()
            .iter()
            .map(|format| {
                let schema = if *format == Format::Json { schema.clone() } else { json!({ "type": "string" }) };
                (format.name(), json!({ "schema": schema }))
            })
            .collect();
        ok["content"] = Value::Object(content);
    }
    let mut responses = Map::new();
    if !route.is_call() {
        let tag = json!({ "description": "Names this representation.", "schema": { "type": "string" } });
        ok["headers"] = json!({ "ETag": tag });
        responses
            .insert("304".to_owned(), json!({ "description": "The client has it: `If-None-Match` names its tag" }));
    }
    responses.insert("200".to_owned(), ok);
    let of_call: &[u16] = if route.is_call() { &[400, 413, 415, 422, 429] } else { &[] };
    let of_name: &[u16] = if route == Route::Rule { &[404] } else { &[] };
    for status in [&[406_u16, 500][..], of_call, of_name].concat() {
        let mut problem = json!({ "description": title(status) });
        if !is_head {
            let schema = generator.subschema_for::<Problem>();
            problem["content"] = json!({ "application/problem+json": { "schema": schema } });
        }
        responses.insert(status.to_string(), problem);
    }
    Value::Object(responses)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::document;

    /// The values of an `enum` or of several `const`s, wherever they are below.
    fn names(schemas: &Value, name: &str) -> Vec<String> {
        let schema = &schemas[name];
        let one_of = schema["oneOf"].as_array().into_iter().flatten();
        let consts = one_of.flat_map(|it| it["enum"].as_array().into_iter().flatten().chain(it.get("const")));
        let all = consts.chain(schema["enum"].as_array().into_iter().flatten());
        all.filter_map(Value::as_str).map(ToOwned::to_owned).collect()
    }

    #[test]
    fn the_page_tells_of_every_code() {
        let page = include_str!("../../docs/http.md");
        let document = document();
        let schemas = &document["components"]["schemas"];
        let codes = [names(schemas, "HttpCode"), names(schemas, "Code")].concat();
        assert!(codes.len() > 20, "{codes:?}");
        for code in codes {
            assert!(page.contains(&format!("\n### {code}\n")), "docs/http.md does not tell of {code}");
        }
    }
}
