//! `shoring config`: what is in force, and from where.

use serde_json::{Value, json};
use shoring_core::{
    config::{FILE_NAME, known_rules},
    glob::Glob,
    level::{Level, Override, RuleLevel},
    rule::Rule,
    text::Span,
};

use super::InForce;
use crate::{
    Failure, Host, HostError, PathKind,
    arguments::{ConfigFile, ListFormat},
};

/// Prints what is in force, and from where.
pub(crate) fn show(
    path: Option<&str>,
    file: &ConfigFile,
    format: ListFormat,
    host: &mut dyn Host,
) -> Result<i32, Failure> {
    if let Some(path) = path.filter(|path| host.kind_of(path) == PathKind::Missing) {
        return Err(Failure::new(format!("{path}: {}", HostError::NotFound))
            .help("name a file or a folder, or nothing at all for this folder"));
    }
    let in_force = InForce::of(file, path, host)?;
    let of_file = path.filter(|path| host.kind_of(path) == PathKind::File);
    let text = match format {
        ListFormat::Pretty => in_force.pretty(of_file),
        ListFormat::Json => format!("{:#}\n", in_force.json(of_file)),
    };
    host.out(&text);
    Ok(0)
}

impl InForce {
    /// The rules that are not as they are by themselves: in a file, or where no override speaks.
    fn changed_rules(&self, of_file: Option<&str>) -> Vec<&RuleLevel> {
        let said = |rule: &Rule| match of_file {
            Some(path) => self.config.levels().said_of(rule, path),
            None => self.config.rules.of(rule),
        };
        known_rules().filter_map(said).filter(|said| said.level != Level::On).collect()
    }

    fn pretty(&self, of_file: Option<&str>) -> String {
        let config = &self.config;
        let from = |span: Option<Span>, default: &str| span.map_or(default.to_owned(), |span| self.place(span));
        let list = |values: Vec<&str>| if values.is_empty() { "none".to_owned() } else { values.join(", ") };
        let target = config.target.as_ref();
        let base = config.base.as_ref();
        let schema: Vec<&str> = config.schema.iter().map(|said| said.value.as_str()).collect();
        let ignored: Vec<&str> = config.ignored_tables().map(Glob::as_str).collect();
        let schema = if schema.is_empty() { "what the project has".to_owned() } else { schema.join(", ") };
        let rows = [
            (
                "target".to_owned(),
                target.map_or("not set", |said| said.value.name()).to_owned(),
                from(target.map(|said| said.span), "inferred from the schema"),
            ),
            ("schema".to_owned(), schema, from(config.schema.first().map(|said| said.span), "default")),
            (
                "base".to_owned(),
                base.map_or("not set", |said| &said.value).to_owned(),
                from(base.map(|said| said.span), "default"),
            ),
            (
                "ignore-tables".to_owned(),
                list(ignored),
                from(config.ignore_tables.first().map(|it| it.span), "default"),
            ),
        ];
        let row_of = |said: &RuleLevel| {
            let level = format!("{} (by itself {})", said.level.name(), said.rule.severity.name());
            (said.rule.name.to_owned(), level, self.place(said.span))
        };
        let changed: Vec<_> = self.changed_rules(of_file).into_iter().map(row_of).collect();
        let mut out = match &self.file {
            Some(file) => format!("{file}\n\n"),
            None => format!("no {FILE_NAME} from here up to the repository's root, so all is as by default\n\n"),
        };
        let overrides = config.overrides.iter().filter(|_| of_file.is_none());
        let overrides: Vec<(String, Vec<_>)> = overrides.map(|it| self.override_in_rows(it)).collect();
        // One width for all, so that the places stand in one column.
        let all = rows.iter().chain(&changed).chain(overrides.iter().flat_map(|(_, rows)| rows));
        let width = |of: fn(&(String, String, String)) -> usize| all.clone().map(of).max().unwrap_or_default();
        let (first, second) = (width(|row| row.0.chars().count()), width(|row| row.1.chars().count()));
        let line =
            |(name, value, from): &(String, String, String)| format!("  {name:first$}  {value:second$}  {from}\n");
        let lines = |rows: &[(String, String, String)]| rows.iter().map(line).collect::<String>();
        out.push_str(&lines(&rows));
        let of_file = of_file.map(|path| format!(" for {path}")).unwrap_or_default();
        out.push_str(&match changed.len() {
            0 => format!("\nrules{of_file}: all {} are on\n", known_rules().count()),
            _ => format!("\nrules{of_file}, all others are on\n{}", lines(&changed)),
        });
        for (paths, rows) in &overrides {
            out.push_str(&format!("\nrules in {paths}\n{}", lines(rows)));
        }
        out
    }

    fn override_in_rows(&self, of_files: &Override) -> (String, Vec<(String, String, String)>) {
        let row = |said: &RuleLevel| (said.rule.name.to_owned(), said.level.name().to_owned(), self.place(said.span));
        (
            of_files.paths.iter().map(Glob::as_str).collect::<Vec<_>>().join(", "),
            of_files.rules.0.iter().map(row).collect(),
        )
    }

    fn json(&self, of_file: Option<&str>) -> Value {
        let config = &self.config;
        let value = |value: Value, span: Option<Span>, default: &str| match span {
            Some(span) => json!({ "value": value, "source": "file", "line": self.line(span) }),
            None => json!({ "value": value, "source": default }),
        };
        let rule = |said: &RuleLevel| {
            json!({
                "rule": said.rule.name,
                "level": said.level.name(),
                "default": said.rule.severity.name(),
                "line": self.line(said.span),
            })
        };
        let overrides = config.overrides.iter().map(|it| {
            json!({
                "paths": it.paths.iter().map(Glob::as_str).collect::<Vec<_>>(),
                "rules": it.rules.0.iter().map(rule).collect::<Vec<_>>(),
                "line": self.line(it.span),
            })
        });
        let schema: Vec<&str> = config.schema.iter().map(|said| said.value.as_str()).collect();
        let ignored: Vec<&str> = config.ignored_tables().map(Glob::as_str).collect();
        let target = config.target.as_ref();
        let base = config.base.as_ref();
        json!({
            "file": self.file,
            "target": value(target.map(|it| it.value.name()).into(), target.map(|it| it.span), "inferred"),
            "schema": value(schema.into(), config.schema.first().map(|it| it.span), "default"),
            "base": value(base.map(|it| it.value.as_str()).into(), base.map(|it| it.span), "default"),
            "ignore-tables": value(ignored.into(), config.ignore_tables.first().map(|it| it.span), "default"),
            "rules": self.changed_rules(of_file).into_iter().map(rule).collect::<Vec<_>>(),
            "overrides": overrides.collect::<Vec<_>>(),
        })
    }
}
