//! Which database a state is for, and what tells so.

use crate::{
    schema::{PrismaSettings, RelationMode},
    syntax::json::{self, Node},
    target::{Dialect, Target, Version},
};

/// A target and what tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The database.
    pub target: Target,
    /// Why, as a person would say it: `relationMode = "prisma" on mysql`.
    pub reason: String,
    /// The server itself says so, at the head of its dump.
    pub told_by_server: bool,
}

impl Evidence {
    /// What tells it, other than the server.
    fn new(target: Target, reason: impl Into<String>) -> Self {
        Self { target, reason: reason.into(), told_by_server: false }
    }
}

/// Something that stands around the files and tells the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The database, where it tells one.
    pub target: Option<Target>,
    /// The version of Prisma, the first number of it, where it tells one.
    pub prisma: Option<u32>,
    /// What tells it: `@planetscale/database in package.json`.
    pub reason: String,
}

impl Hint {
    /// The files that tell something, by name.
    pub const PROJECT_FILES: &[&str] = &["migration_lock.toml", "wrangler.toml", ".pscale.yml", "package.json"];

    /// What a file of the project tells: `package.json` by its dependencies and scripts, the version of Prisma among them, `.pscale.yml` by being there,
    /// Prisma's `migration_lock.toml` by its provider, `wrangler.toml` by a D1 database.
    pub fn of_project_file(name: &str, text: &str) -> Option<Self> {
        let hint = |target: Target, reason: String| Some(Self { target: Some(target), prisma: None, reason });
        match name {
            ".pscale.yml" => hint(Target::planetscale(), ".pscale.yml".to_owned()),
            "package.json" => {
                let package = json::read(text).ok()?;
                let prisma = ["prisma", "@prisma/client"].iter().find_map(|name| {
                    let version = dependency(&package, name)?.as_str()?;
                    let numbers = version.trim_start_matches(|c: char| !c.is_ascii_digit());
                    numbers.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
                });
                let reason = platform_of_package(&package);
                if prisma.is_none() && reason.is_none() {
                    return None;
                }
                let target = reason.as_ref().map(|_| Target::planetscale());
                let reason = reason.unwrap_or_else(|| "prisma in package.json".to_owned());
                Some(Self { target, prisma, reason })
            }
            "wrangler.toml" => {
                let has_d1 = text.lines().any(|line| line.trim_start().starts_with("[[d1_databases]]"));
                if has_d1 { hint(Target::d1(), "d1_databases in wrangler.toml".to_owned()) } else { None }
            }
            "migration_lock.toml" => {
                let line =
                    text.lines().find_map(|line| line.trim().strip_prefix("provider")?.trim().strip_prefix('='))?;
                let provider = line.trim().trim_matches('"');
                let reason = format!("provider = \"{provider}\" in migration_lock.toml");
                hint(of_provider(provider).unwrap_or_else(Target::none), reason)
            }
            _ => None,
        }
    }

    /// As the evidence that it is.
    fn evidence(&self) -> Option<Evidence> {
        Some(Evidence::new(self.target.clone()?, self.reason.clone()))
    }

    fn is_planetscale(&self) -> bool {
        self.target.as_ref().is_some_and(Target::is_planetscale)
    }
}

/// A dependency of a `package.json`.
fn dependency<'p>(package: &'p Node, name: &str) -> Option<&'p Node> {
    ["dependencies", "devDependencies"].iter().find_map(|key| package.member(key)?.member(name))
}

/// What tells in a `package.json` that the project is on PlanetScale.
fn platform_of_package(package: &Node) -> Option<String> {
    let drivers = ["@planetscale/database", "@prisma/adapter-planetscale"];
    if let Some(name) = drivers.iter().find(|name| dependency(package, name).is_some()) {
        return Some(format!("{name} in package.json"));
    }
    let calls =
        |script: &Node| script.as_str().is_some_and(|script| script.split_whitespace().any(|word| word == "pscale"));
    package
        .member("scripts")?
        .members()
        .iter()
        .any(|(.., script)| calls(script))
        .then(|| "a pscale script in package.json".to_owned())
}

/// The target of a Prisma provider, where there is one.
fn of_provider(provider: &str) -> Option<Target> {
    match provider {
        "mysql" => Some(Target::mysql()),
        "postgresql" | "postgres" => Some(Target::postgres()),
        "sqlite" => Some(Target::sqlite()),
        _ => None,
    }
}

/// The one database that two states are for. What is more particular decides: the platform, then the server of a dump.
///
/// # Errors
/// When the two are for databases that do not speak the same SQL.
pub(super) fn of_both(base: Evidence, head: Evidence) -> Result<Evidence, DialectsDiffer> {
    let family = |evidence: &Evidence| {
        let dialect = evidence.target.dialect()?;
        Some(if dialect.is_mysql_family() { Dialect::MySql } else { dialect })
    };
    match (family(&base), family(&head)) {
        (None, _) => return Ok(head),
        (_, None) => return Ok(base),
        (a, b) if a != b => return Err(DialectsDiffer { base: base.into(), head: head.into() }),
        _ => {}
    }
    let ranks: [fn(&Evidence) -> bool; 4] = [
        // Prisma says "mysql" for MariaDB too; its server knows better.
        |it| it.told_by_server && it.target.dialect() == Some(Dialect::MariaDb),
        |it| it.target.is_planetscale(),
        |it| it.target.needs_unique_row_key(),
        |it| it.told_by_server,
    ];
    let [base, head] = [base, head];
    for rank in ranks {
        if rank(&base) {
            return Ok(base);
        }
        if rank(&head) {
            return Ok(head);
        }
    }
    Ok(head)
}

/// Two states that are for databases of different SQL, with what tells so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the state before is for {} ({}), the state after for {} ({})", .base.target, .base.reason, .head.target, .head.reason)]
pub struct DialectsDiffer {
    /// The state before.
    pub base: Box<Evidence>,
    /// The state after.
    pub head: Box<Evidence>,
}

/// MySQL with a hint of PlanetScale around it is PlanetScale.
fn with_platform(found: Evidence, hints: &[Hint]) -> Evidence {
    let is_plain = found.target == Target::vitess() || found.target == Target::mysql();
    let platform = hints.iter().find(|hint| hint.is_planetscale()).filter(|_| is_plain);
    platform.and_then(Hint::evidence).unwrap_or(found)
}

/// The target of a Prisma schema.
pub(super) fn of_prisma(settings: &PrismaSettings, hints: &[Hint]) -> Evidence {
    let Some(provider) = settings.provider.as_ref().map(|it| it.value.as_str()) else {
        let reason = if settings.datasource.is_some() {
            "the datasource names no provider"
        } else {
            "there is no datasource block"
        };
        return Evidence::new(Target::none(), reason);
    };
    if provider == "mysql" && settings.mode() == RelationMode::Prisma {
        let key = if settings.relation_mode.is_some() { "relationMode" } else { "referentialIntegrity" };
        return Evidence::new(Target::planetscale(), format!("{key} = \"prisma\" on mysql"));
    }
    match of_provider(provider) {
        Some(target) => with_platform(Evidence::new(target, format!("provider = \"{provider}\"")), hints),
        None => Evidence::new(Target::none(), format!("no rules for provider = \"{provider}\" yet")),
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
            return with_platform(found, hints);
        }
        let code = without_comments_above(text);
        has_backticks |= code.contains('`');
        // What only MySQL says wins over words that others say too.
        match of_style(code) {
            Some(found) if found.target == Target::mysql() => {
                by_style = Some(found);
                break;
            }
            found => by_style = by_style.or(found),
        }
    }
    let by_lock = hints.iter().filter(|hint| !hint.is_planetscale()).find_map(Hint::evidence);
    let says_mysql = by_style.as_ref().is_some_and(|found| found.target == Target::mysql());
    let found = if says_mysql { by_style } else { by_lock.or(by_style) };
    if let Some(found) = found.filter(|_| !(says_mysql && is_emulated(relations))) {
        return with_platform(found, hints);
    }
    if is_emulated(relations) {
        return Evidence::new(Target::planetscale(), "relationMode = \"prisma\" in the schema of the relations");
    }
    let reason = if has_backticks { "names in back-ticks" } else { "nothing tells another database" };
    with_platform(Evidence::new(Target::mysql(), reason), hints)
}

/// Whether the schema of the relations is for MySQL, and keeps them itself.
fn is_emulated(relations: Option<&PrismaSettings>) -> bool {
    relations.is_some_and(|settings| {
        settings.mode() == RelationMode::Prisma && settings.provider.as_ref().is_some_and(|it| it.value == "mysql")
    })
}

/// What the head of a dump says.
fn of_dump_header(text: &str) -> Option<Evidence> {
    let versioned = |product: &str, version: &str, line: &str| {
        let target = Version::parse(version).and_then(|_| {
            let numbers = version.split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
            Target::parse(&format!("{product}-{}", numbers.trim_end_matches('.'))).ok()
        })?;
        let reason = format!("\"{}\" in the dump", line.trim_start_matches("--").trim());
        Some(Evidence { told_by_server: true, ..Evidence::new(target, reason) })
    };
    for line in
        text.lines().take_while(|line| line.starts_with("--") || line.starts_with("/*") || line.trim().is_empty())
    {
        let spaced = line.replace('\t', " ");
        if let Some((_, version)) = spaced.split_once("Server version ") {
            let version = version.trim();
            if version.to_ascii_lowercase().contains("vitess") || version.contains("PlanetScale") {
                let reason = format!("\"Server version {version}\" in the dump");
                return Some(Evidence { told_by_server: true, ..Evidence::new(Target::vitess(), reason) });
            }
            let product = if version.contains("MariaDB") { "mariadb" } else { "mysql" };
            // What MariaDB says first for the sake of old replicas.
            let version = version.strip_prefix("5.5.5-").unwrap_or(version);
            return versioned(product, version, &spaced);
        }
        if let Some((_, version)) = spaced.split_once("Dumped from database version ") {
            let major = version.trim().split('.').next().unwrap_or_default();
            return versioned("postgres", major, &spaced);
        }
    }
    None
}

/// A statement without the comments above it: what they quote (Prisma's warnings put names in back-ticks) tells nothing.
fn without_comments_above(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let end = if rest.starts_with("--") || rest.starts_with('#') {
            rest.find(['\n', '\r'])
        } else if rest.starts_with("/*") && !rest.starts_with("/*!") && !rest.starts_with("/*M!") {
            rest.find("*/").map(|at| at + 2)
        } else {
            return rest;
        };
        rest = end.and_then(|at| rest.get(at..)).unwrap_or_default().trim_start();
    }
}

/// What the words of a statement say.
fn of_style(text: &str) -> Option<Evidence> {
    let upper = text.to_ascii_uppercase();
    let says = |word: &str| upper.contains(word);
    let evidence = |target: Target, word: &str| Some(Evidence::new(target, format!("{word} in the SQL")));
    let mysql = ["ENGINE=", "ENGINE =", "AUTO_INCREMENT", "FULLTEXT KEY", "/*!"].into_iter().find(|word| says(word));
    if let Some(word) = mysql {
        return evidence(Target::mysql(), if word == "/*!" { "/*! … */" } else { word });
    }
    if says("TEXT PRIMARY KEY") {
        // SQLite takes back-ticks too, and tools write them (Drizzle).
        return evidence(Target::sqlite(), "a TEXT primary key, which MySQL refuses,");
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
        "BIGSERIAL",
        "JSONB",
        "TIMESTAMPTZ",
        "WITH TIME ZONE",
        "WITHOUT TIME ZONE",
        "CREATE EXTENSION",
        "AS ENUM",
        "CREATE SEQUENCE",
        "SET SEARCH_PATH",
        "BYTEA",
        "ONLY PUBLIC.",
        "ADD CONSTRAINT \"",
        "CREATE TABLE \"",
        "ALTER TABLE \"",
    ];
    // SERIAL, DOUBLE PRECISION and USING BTREE are words of MySQL too.
    match words.into_iter().find(|word| says(word)) {
        Some("CREATE TABLE \"" | "ADD CONSTRAINT \"" | "ALTER TABLE \"") => {
            evidence(Target::postgres(), "names in double quotes")
        }
        Some(word) => evidence(Target::postgres(), word.trim()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Hint, of_sql};

    fn sql(texts: &[&str], hints: &[Hint]) -> String {
        let found = of_sql(texts.iter().copied(), None, hints);
        format!("{} ({})", found.target, found.reason)
    }

    #[test]
    fn the_head_of_a_dump_tells() {
        let head = |line: &str| sql(&[&format!("-- MySQL dump 10.13\n--\n{line}\nSET x = 1")], &[]);
        assert_eq!(head("-- Server version\t8.0.36"), "mysql-8.0.36 (\"Server version 8.0.36\" in the dump)");
        assert!(head("-- Server version\t8.0.34-Vitess").starts_with("vitess "));
        assert!(head("-- Server version\t10.11.6-MariaDB-0+deb12u1").starts_with("mariadb-10.11.6 "));
        assert!(head("-- Server version\t5.5.5-10.11.6-MariaDB").starts_with("mariadb-10.11.6 "));
        assert!(head("-- Dumped from database version 15.6 (Debian)").starts_with("postgres-15.15 "));
    }

    #[test]
    fn else_the_words_of_the_statements_tell() {
        for (text, target) in [
            ("CREATE TABLE `t` (a int) ENGINE=InnoDB", "mysql-8.4.7 (ENGINE= in the SQL)"),
            ("CREATE TABLE `t` (a int)", "mysql-8.4.7 (names in back-ticks)"),
            ("CREATE TABLE t (a int)", "mysql-8.4.7 (nothing tells another database)"),
            ("CREATE TABLE t (id BIGSERIAL)", "postgres-18.1 (BIGSERIAL in the SQL)"),
            ("-- `old` names\nALTER TABLE \"T\" ADD COLUMN x int", "postgres-18.1 (names in double quotes in the SQL)"),
            (
                "CREATE TABLE `t` (`id` text PRIMARY KEY NOT NULL)",
                "sqlite (a TEXT primary key, which MySQL refuses, in the SQL)",
            ),
            ("PRAGMA foreign_keys=OFF", "sqlite (PRAGMA in the SQL)"),
        ] {
            assert_eq!(sql(&[text], &[]), target, "{text}");
        }
    }

    #[test]
    fn files_around_tell_the_platform_of_mysql_only() {
        let package = |text: &str| Hint::of_project_file("package.json", text);
        let planetscale = package(r#"{ "dependencies": { "@planetscale/database": "1" } }"#);
        assert!(planetscale.is_some());
        let hints: Vec<Hint> = planetscale.into_iter().collect();
        assert!(sql(&["CREATE TABLE `t` (a int) ENGINE=InnoDB"], &hints).starts_with("planetscale "));
        assert!(sql(&["CREATE TABLE t (id BIGSERIAL)"], &hints).starts_with("postgres-18.1 "));
        assert!(package(r#"{ "scripts": { "db": "pscale connect db main" } }"#).is_some());
        assert!(package(r#"{ "scripts": { "db": "my-pscale" } }"#).is_none());
        assert!(package("not json").is_none());
        let prisma = package(r#"{ "devDependencies": { "prisma": "^6.19.0" } }"#);
        assert_eq!(prisma.map(|it| (it.target, it.prisma)), Some((None, Some(6))));
        let lock = Hint::of_project_file("migration_lock.toml", "# x\nprovider = \"postgresql\"\n");
        assert!(sql(&["CREATE TABLE t (a int)"], &lock.into_iter().collect::<Vec<_>>()).starts_with("postgres-18.1 "));
    }
}
