//! Which database a state is for, and what tells so.

use crate::{
    schema::{PrismaSettings, RelationMode},
    target::{Target, Version},
};

/// A target and what tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The database.
    pub target: Target,
    /// Why, as a person would say it: `relationMode = "prisma" on mysql`.
    pub reason: String,
}

/// Something that stands around the files and tells the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What tells it: `@planetscale/database in package.json`.
    pub reason: String,
}

impl Hint {
    /// What a file of the project tells: `package.json` by its dependencies and scripts, `.pscale.yml` by being there.
    pub fn of_project_file(name: &str, text: &str) -> Option<Self> {
        match name {
            ".pscale.yml" => Some(Self { reason: ".pscale.yml".to_owned() }),
            "package.json" => {
                let package: serde_json::Value = serde_json::from_str(text).ok()?;
                let has = |key: &str, name: &str| package.get(key).and_then(|it| it.get(name)).is_some();
                for name in ["@planetscale/database", "@prisma/adapter-planetscale"] {
                    if ["dependencies", "devDependencies"].iter().any(|key| has(key, name)) {
                        return Some(Self { reason: format!("{name} in package.json") });
                    }
                }
                let scripts = package.get("scripts")?.as_object()?;
                let calls = |script: &serde_json::Value| {
                    script.as_str().is_some_and(|script| script.split_whitespace().any(|word| word == "pscale"))
                };
                scripts.values().any(calls).then(|| Self { reason: "a pscale script in package.json".to_owned() })
            }
            _ => None,
        }
    }
}

/// The target of a Prisma schema.
pub(super) fn of_prisma(settings: &PrismaSettings, hints: &[Hint]) -> Evidence {
    let Some(provider) = settings.provider.as_ref().map(|it| it.value.as_str()) else {
        let reason = if settings.datasource.is_some() { "the datasource names no provider" } else { "there is no datasource block" };
        return Evidence { target: Target::none(), reason: reason.to_owned() };
    };
    let by_provider = |target: Target| Evidence { target, reason: format!("provider = \"{provider}\"") };
    match provider {
        "mysql" if settings.mode() == RelationMode::Prisma => {
            let key = if settings.relation_mode.is_some() { "relationMode" } else { "referentialIntegrity" };
            Evidence { target: Target::planetscale(), reason: format!("{key} = \"prisma\" on mysql") }
        }
        "mysql" => match hints.first() {
            Some(hint) => Evidence { target: Target::planetscale(), reason: hint.reason.clone() },
            None => by_provider(Target::mysql()),
        },
        "postgresql" | "postgres" => by_provider(Target::postgres()),
        "sqlite" => by_provider(Target::sqlite()),
        other => Evidence { target: Target::none(), reason: format!("no rules for provider = \"{other}\" yet") },
    }
}

/// The target of SQL, from its text: `texts` are its statements with the comments above them, the first ones are
/// enough.
pub(super) fn of_sql<'t>(
    texts: impl Iterator<Item = &'t str>,
    relations: Option<&PrismaSettings>,
    hints: &[Hint],
) -> Evidence {
    let mut by_style = None;
    let mut has_backticks = false;
    for text in texts.take(200) {
        if let Some(found) = of_dump_header(text) {
            let is_vitess = found.target == Target::vitess();
            return match hints.first().filter(|_| is_vitess) {
                Some(hint) => Evidence { target: Target::planetscale(), reason: hint.reason.clone() },
                None => found,
            };
        }
        has_backticks |= text.contains('`');
        by_style = by_style.or_else(|| of_style(text));
    }
    if let Some(hint) = hints.first() {
        return Evidence { target: Target::planetscale(), reason: hint.reason.clone() };
    }
    if let Some(found) = by_style {
        return found;
    }
    let emulated = relations.filter(|settings| settings.mode() == RelationMode::Prisma);
    if emulated.is_some_and(|settings| settings.provider.as_ref().is_some_and(|it| it.value == "mysql")) {
        return Evidence { target: Target::planetscale(), reason: "relationMode = \"prisma\" in the schema of the relations".to_owned() };
    }
    let reason = if has_backticks { "names in back-ticks" } else { "nothing tells another database" };
    Evidence { target: Target::mysql(), reason: reason.to_owned() }
}

/// What the head of a dump says.
fn of_dump_header(text: &str) -> Option<Evidence> {
    let versioned = |product: &str, version: &str, line: &str| {
        let target = Version::parse(version).and_then(|_| {
            let numbers = version.split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
            Target::parse(&format!("{product}-{}", numbers.trim_end_matches('.'))).ok()
        })?;
        Some(Evidence { target, reason: format!("\"{}\" in the dump", line.trim_start_matches("--").trim()) })
    };
    for line in text.lines().take_while(|line| line.starts_with("--") || line.starts_with("/*") || line.trim().is_empty()) {
        let spaced = line.replace('\t', " ");
        if let Some((_, version)) = spaced.split_once("Server version ") {
            let version = version.trim();
            if version.to_ascii_lowercase().contains("vitess") || version.contains("PlanetScale") {
                return Some(Evidence { target: Target::vitess(), reason: format!("\"Server version {version}\" in the dump") });
            }
            let product = if version.contains("MariaDB") { "mariadb" } else { "mysql" };
            return versioned(product, version, &spaced);
        }
        if let Some((_, version)) = spaced.split_once("Dumped from database version ") {
            let major = version.trim().split('.').next().unwrap_or_default();
            return versioned("postgres", major, &spaced);
        }
    }
    None
}

/// What the words of a statement say.
fn of_style(text: &str) -> Option<Evidence> {
    let upper = text.to_ascii_uppercase();
    let says = |word: &str| upper.contains(word);
    let evidence = |target: Target, word: &str| Some(Evidence { target, reason: format!("{word} in the SQL") });
    let mysql = ["ENGINE=", "ENGINE =", "AUTO_INCREMENT", "/*!"].into_iter().find(|word| says(word));
    if let Some(word) = mysql {
        return evidence(Target::mysql(), if word == "/*!" { "/*! … */" } else { word });
    }
    if text.contains('`') {
        return None;
    }
    if text.contains("[dbo].") || upper.contains("CREATE TABLE [") {
        return evidence(Target::none(), "names in square brackets, as SQL Server has them,");
    }
    if let Some(word) = ["PRAGMA ", "AUTOINCREMENT", "WITHOUT ROWID"].into_iter().find(|word| says(word)) {
        return evidence(Target::sqlite(), word.trim());
    }
    let words = [
        "BIGSERIAL", " SERIAL", "JSONB", "TIMESTAMPTZ", "WITH TIME ZONE", "WITHOUT TIME ZONE", "CREATE EXTENSION", "AS ENUM", "USING BTREE (",
        "CREATE SEQUENCE", "SET SEARCH_PATH", "BYTEA", "DOUBLE PRECISION", "ONLY PUBLIC.", "ADD CONSTRAINT \"", "CREATE TABLE \"",
    ];
    // SERIAL is a word of MySQL too; beside no back-tick and no engine it is PostgreSQL's.
    match words.into_iter().find(|word| says(word)) {
        Some("CREATE TABLE \"" | "ADD CONSTRAINT \"") => evidence(Target::postgres(), "names in double quotes"),
        Some(word) => evidence(Target::postgres(), word.trim()),
        None => None,
    }
}
