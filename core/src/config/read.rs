//! Text → [`Config`]. Every mistake is told, each at its place.

use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::{Config, ConfigError, FILE_NAME, MAX_BYTES, Mistake, Said, known_rules};
use crate::{
    glob::Glob,
    level::{Level, Override, RuleLevel, RuleLevels},
    order::sort_by_key,
    rule::Rule,
    target::{Target, UnknownTarget, nearest},
    text::{LineIndex, Span},
};

/// The keys of the file.
const KEYS: [&str; 6] = ["target", "schema", "base", "ignore-tables", "rules", "overrides"];

/// The keys of an override.
const OVERRIDE_KEYS: [&str; 2] = ["paths", "rules"];

type Key<'t> = Spanned<DeString<'t>>;
type Value<'t> = Spanned<DeValue<'t>>;

pub(super) fn read(text: &str) -> Result<Config, ConfigError> {
    let mut reader = Reader::default();
    let config = reader.file(text);
    if reader.mistakes.is_empty() {
        return Ok(config);
    }
    sort_by_key(&mut reader.mistakes, |mistake| mistake.span);
    Err(ConfigError { mistakes: reader.mistakes })
}

/// What the keys of a table say, and what is wrong with them.
pub(super) fn read_table(table: &DeTable<'_>) -> (Config, Vec<Mistake>) {
    let mut reader = Reader::default();
    (reader.config(table), reader.mistakes)
}

/// Collects what is wrong.
#[derive(Default)]
struct Reader {
    mistakes: Vec<Mistake>,
}

impl Reader {
    fn wrong(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.mistakes.push(Mistake { span, message: message.into(), help: Some(help.into()) });
    }

    fn file(&mut self, text: &str) -> Config {
        if text.len() > MAX_BYTES {
            self.wrong(Span::at(0), format!("larger than {MAX_BYTES} bytes"), "is it really a configuration?");
            return Config::default();
        }
        let (table, errors) = DeTable::parse_recoverable(text);
        let is_read_whole = errors.iter().all(is_about_one_value);
        self.syntax(text, &errors);
        // Where a bracket or a quotation mark is missing, keys stand in wrong tables: nothing can be said of them.
        if is_read_whole { self.config(table.get_ref()) } else { Config::default() }
    }

    /// What is no TOML. One missing mark makes several errors: the first one of a line is told.
    fn syntax(&mut self, text: &str, errors: &[toml::de::Error]) {
        let lines = LineIndex::new(text);
        let mut seen = Vec::new();
        let mut errors: Vec<_> = errors.iter().map(|error| (error.span().unwrap_or_default(), error)).collect();
        sort_by_key(&mut errors, |(range, _)| (range.start, range.end));
        for (range, error) in errors {
            let (line, _) = lines.line_of(range.start);
            if seen.last() == Some(&line) {
                continue;
            }
            seen.push(line);
            let (message, help) = in_our_words(error.message(), text.get(range.clone()).unwrap_or_default());
            self.mistakes.push(Mistake { span: Span::new(range.start, range.end), message, help });
        }
    }

    fn config(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "target" => config.target = self.target(value),
                "schema" => config.schema = self.texts(key, value, "prisma/schema.prisma"),
                "base" => config.base = self.base(value),
                "ignore-tables" => {
                    let names = self.texts(key, value, "legacy_*");
                    config.ignore_tables = names.iter().filter_map(|name| self.glob(name)).collect();
                }
                "rules" => config.rules = self.rules(value),
                "overrides" => config.overrides = self.overrides(value),
                name => self.unknown_key(name, span_of(key)),
            }
        }
        config
    }

    fn unknown_key(&mut self, name: &str, span: Span) {
        let help = match nearest(name, KEYS) {
            Some(near) => format!("did you mean `{near}`?"),
            None if rule_of_name(name).is_some() => "rules stand below a line `[rules]`".to_owned(),
            None => format!("the keys are {}", KEYS.join(", ")),
        };
        self.wrong(span, format!("there is no key `{name}`"), help);
    }

    /// A value of another type than the key takes.
    fn other_type(&mut self, value: &Value<'_>, wanted: &str, help: &str) {
        let is = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.wrong(span_of(value), format!("this is {is}, and {wanted} belongs here"), help);
    }

    /// A text; none where it is no text, or where nothing is written, which is told already.
    fn text(&mut self, value: &Value<'_>, help: &str) -> Option<Said<String>> {
        let span = span_of(value);
        match value.get_ref() {
            DeValue::String(_) if span.is_empty() => None,
            DeValue::String(text) if text.trim().is_empty() => {
                self.wrong(span, "this text is empty", help);
                None
            }
            DeValue::String(text) => Some(Said { value: text.to_string(), span }),
            _ => {
                self.other_type(value, "a text", help);
                None
            }
        }
    }

    /// A text, or a list of texts.
    fn texts(&mut self, key: &Key<'_>, value: &Value<'_>, example: &str) -> Vec<Said<String>> {
        let help = format!("for example {} = [\"{example}\"]", key.get_ref());
        match value.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(|item| self.text(item, &help)).collect(),
            DeValue::String(_) => self.text(value, &help).into_iter().collect(),
            _ => {
                self.other_type(value, "a text or a list of texts", &help);
                Vec::new()
            }
        }
    }

    fn target(&mut self, value: &Value<'_>) -> Option<Said<Target>> {
        let Said { value: name, span } = self.text(value, "for example target = \"planetscale\"")?;
        match Target::parse(&name) {
            Ok(target) => Some(Said { value: target, span }),
            Err(error) => {
                let message = error.to_string();
                let UnknownTarget { help, .. } = error;
                self.wrong(span, message, help);
                None
            }
        }
    }

    fn base(&mut self, value: &Value<'_>) -> Option<Said<String>> {
        let base = self.text(value, "for example base = \"origin/main\"")?;
        // git would take it for an option.
        if base.value.starts_with('-') {
            self.wrong(base.span, "a revision cannot begin with `-`", "for example base = \"origin/main\"");
            return None;
        }
        Some(base)
    }

    fn glob(&mut self, text: &Said<String>) -> Option<Said<Glob>> {
        match Glob::parse(&text.value) {
            Ok(glob) => Some(Said { value: glob, span: text.span }),
            Err(error) => {
                self.wrong(text.span, error.reason, error.help);
                None
            }
        }
    }

    fn rules(&mut self, value: &Value<'_>) -> RuleLevels {
        let DeValue::Table(table) = value.get_ref() else {
            self.other_type(value, "a table of rules", "for example [rules] and below it redundant-index = \"off\"");
            return RuleLevels::default();
        };
        RuleLevels(table.iter().filter_map(|(key, value)| self.rule_level(key, value)).collect())
    }

    fn rule_level(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<RuleLevel> {
        let span = span_of(key);
        let name = key.get_ref().as_ref();
        let Some(rule) = rule_of_name(name) else {
            // TOML counts every key below a `[table]` to it.
            let help = match nearest(name, known_rules().map(|rule| rule.name)) {
                _ if KEYS.contains(&name) => format!("the key `{name}` stands above the first `[…]` line"),
                Some(near) => format!("did you mean `{near}`?"),
                None => "`shoring rules` lists their names".to_owned(),
            };
            self.wrong(span, format!("there is no rule `{name}`"), help);
            return None;
        };
        self.level(value).map(|level| RuleLevel { rule, level, span })
    }

    fn level(&mut self, value: &Value<'_>) -> Option<Level> {
        let names = Level::ALL.map(|level| format!("\"{}\"", level.name())).join(", ");
        let help = match value.get_ref() {
            DeValue::Boolean(true) => "write \"on\"".to_owned(),
            DeValue::Boolean(false) => "write \"off\"".to_owned(),
            _ => format!("a level is one of {names}"),
        };
        let text = self.text(value, &help)?;
        let level = Level::of_name(&text.value);
        if level.is_none() {
            let near = nearest(&text.value, Level::ALL.map(Level::name));
            let help = near.map_or(help, |near| format!("did you mean \"{near}\"? A level is one of {names}"));
            self.wrong(text.span, format!("there is no level `{}`", text.value), help);
        }
        level
    }

    fn overrides(&mut self, value: &Value<'_>) -> Vec<Override> {
        let help = "write it as a table of its own, below a line `[[overrides]]`";
        let DeValue::Array(list) = value.get_ref() else {
            self.other_type(value, "a list of tables", help);
            return Vec::new();
        };
        let mut overrides = Vec::new();
        for item in list {
            match item.get_ref() {
                DeValue::Table(table) => overrides.push(self.one_override(table, span_of(item))),
                _ => self.other_type(item, "a table", help),
            }
        }
        overrides
    }

    fn one_override(&mut self, table: &DeTable<'_>, span: Span) -> Override {
        let mut of_files = Override { paths: Vec::new(), rules: RuleLevels::default(), span };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "paths" => of_files.paths = self.paths(key, value),
                "rules" => of_files.rules = self.rules(value),
                name => {
                    let help = match nearest(name, OVERRIDE_KEYS) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("the keys of an override are {}", OVERRIDE_KEYS.join(", ")),
                    };
                    self.wrong(span_of(key), format!("there is no key `{name}` in an override"), help);
                }
            }
        }
        for (name, example) in [("paths", "paths = [\"packages/legacy/**\"]"), ("rules", "rules = { … = \"off\" }")] {
            if !table.iter().any(|(key, _)| key.get_ref() == name) {
                self.wrong(span, format!("this override has no `{name}`"), format!("add {example}"));
            }
        }
        of_files
    }

    fn paths(&mut self, key: &Key<'_>, value: &Value<'_>) -> Vec<Glob> {
        match value.get_ref() {
            DeValue::Array(list) if list.is_empty() => {
                let message = "this list is empty, so the override speaks of no file";
                self.wrong(span_of(value), message, "name files or folders");
            }
            DeValue::String(_) if !span_of(value).is_empty() => {
                self.other_type(value, "a list of texts", "put it in brackets: paths = [\"packages/legacy/**\"]");
                return Vec::new();
            }
            _ => {}
        }
        let mut globs = Vec::new();
        for text in self.texts(key, value, "packages/legacy/**") {
            let leads_out = text.value.starts_with('/') || text.value.split('/').any(|part| part == "..");
            if leads_out {
                let help = format!("paths begin at the folder of {FILE_NAME}, without `/` or `..`");
                self.wrong(text.span, format!("`{}` leads out of the folder", text.value), help);
            } else {
                globs.extend(self.glob(&text).map(|said| said.value));
            }
        }
        globs
    }
}

/// How the reader of TOML says that a text has no quotation marks, and that a key is there twice.
const UNQUOTED: &str = "string values must be quoted";
const DUPLICATE: &str = "duplicate key";

/// Whether an error leaves all other keys where they belong.
fn is_about_one_value(error: &toml::de::Error) -> bool {
    error.message().starts_with(UNQUOTED) || error.message() == DUPLICATE
}

/// What the reader of TOML says about a piece of text: what is wrong, and what to do.
fn in_our_words(message: &str, written: &str) -> (String, Option<String>) {
    if message == DUPLICATE {
        let message = format!("`{written}` is said above already");
        return (message, Some("keep one of them, with all that belongs to it".to_owned()));
    }
    if message.starts_with(UNQUOTED) && written.is_empty() {
        return ("nothing stands behind the `=`".to_owned(), Some("write a value, or remove the key".to_owned()));
    }
    if message.starts_with(UNQUOTED) {
        return ("a text stands in quotation marks".to_owned(), Some(format!("write \"{written}\"")));
    }
    match message.split_once(", expected ") {
        Some((message, expected)) => (message.to_owned(), Some(format!("expected here: {expected}"))),
        None => (message.to_owned(), None),
    }
}

fn rule_of_name(name: &str) -> Option<&'static Rule> {
    known_rules().find(|rule| rule.name == name)
}

fn span_of<T>(spanned: &Spanned<T>) -> Span {
    Span::new(spanned.span().start, spanned.span().end)
}
