//! What can be typed.

use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use shoring_core::{
    diagnostic::Diagnostic,
    diff::RenameHint,
    rule::Severity,
    target::{Target, UnknownTarget},
};

/// Finds what a database, a platform or its data will refuse, before a deploy request does.
#[derive(Debug, Parser)]
#[command(name = "shoring", version, max_term_width = 100)]
#[command(after_help = "Exit status: 0 nothing to report, 1 findings, 2 could not run.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Look at a state: a Prisma schema, a dump, a folder of migrations
    Lint(Lint),
    /// Compare two states: what changes, what that does, and the SQL for it
    Diff(Diff),
    /// Look at what this git branch adds: its changes, and what is newly wrong. For CI
    Check(Check),
    /// Print the SQL that makes a state from nothing
    Sql(Sql),
    /// Show the page of a rule
    Explain {
        /// The rule's name, as findings show it
        rule: String,
    },
    /// List the rules
    Rules {
        /// How to print them
        #[arg(long, value_enum, default_value_t = ListFormat::Pretty)]
        format: ListFormat,
    },
    /// Show what is configured, and where it is said
    Config {
        /// The file or folder that it is in force for; without one, this folder
        path: Option<String>,
        #[command(flatten)]
        file: ConfigFile,
        /// How to print it
        #[arg(long, value_enum, default_value_t = ListFormat::Pretty)]
        format: ListFormat,
    },
    /// Print the JSON Schema of what Shoring writes and reads
    Schema {
        /// Which
        #[arg(value_enum)]
        of: SchemaOf,
    },
    /// Speak the Language Server Protocol over standard input and output: for editors
    Lsp {
        /// What many editors say; there is no other way
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Print a script that completes commands in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Which configuration is in force, for every command that looks at a project.
#[derive(Debug, Args)]
pub(crate) struct ConfigFile {
    /// The configuration; else the nearest shoring.toml from the first path up to the repository's root
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  shoring lint                              what this project has
  shoring lint prisma/schema.prisma
  shoring lint production.sql --relations prisma/schema.prisma
  pscale database dump … | shoring lint -   standard input
  shoring lint --fix                        apply the safe fixes
  shoring lint --diff                       show them

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 could not run.")]
pub(crate) struct Lint {
    /// Files and folders; `-` is standard input. Without one, what shoring.toml says, else what the project has
    pub(crate) paths: Vec<String>,
    #[command(flatten)]
    pub(crate) config: ConfigFile,
    /// The database: planetscale, planetscale-fk, vitess, mysql-8.0.34, mariadb-10.11, postgres-16, sqlite, d1, none
    #[arg(long, value_parser = target)]
    pub(crate) target: Option<Target>,
    /// A Prisma schema that tells the relations of an SQL state (file or folder)
    #[arg(long, value_name = "SCHEMA.prisma")]
    pub(crate) relations: Option<String>,
    /// The JSON that tells how Vitess spreads the tables over shards
    #[arg(long, value_name = "FILE")]
    pub(crate) vschema: Option<String>,
    /// The JSON of Vitess' routing rules
    #[arg(long, value_name = "FILE")]
    pub(crate) routing_rules: Option<String>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) telling: Telling,
    /// Apply the safe fixes
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix or --diff: apply also the fixes that change the database or Prisma's client
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,
    /// The name that findings in standard input are shown under; its ending tells the language
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
BASE and HEAD are each a .prisma file, a .sql file, a folder, `-` for standard input, a commit as git:REV or
git:REV:PATH, or what `pscale branch schema` prints, as text or JSON.

Examples:
  shoring diff old.prisma new.prisma
  shoring diff production.sql prisma/schema.prisma
  shoring diff git:main prisma/schema.prisma
  shoring diff <(pscale branch schema db main) <(pscale branch schema db dev)
  shoring diff a.sql b.sql --rename posts.title=headline --format sql

Exit status: 0 nothing at or above --fail-on, 1 findings (with --exit-code: the two differ), 2 could not run.")]
pub(crate) struct Diff {
    /// The state before
    pub(crate) base: String,
    /// The state after
    pub(crate) head: String,
    #[command(flatten)]
    pub(crate) comparing: Comparing,
    /// Exit with 1 where the two differ, whatever the changes do, and where what could not be read may differ
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Tell on standard error how long reading, comparing and printing took
    #[arg(long)]
    pub(crate) timing: bool,
    /// The name that findings in standard input are shown under; its ending tells the language
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The base is the merge base with the branch that this one will be merged into: what --base says, else `base` of
shoring.toml, else the target branch that the CI tells, else origin/HEAD.

Examples:
  shoring check                             what this branch adds
  shoring check prisma/schema.prisma --base origin/release
  shoring check --format markdown           for a comment on the pull request

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 could not run.")]
pub(crate) struct Check {
    /// Files and folders. Without one, what the project has
    pub(crate) paths: Vec<String>,
    /// What to compare with: a branch, a tag, a commit. Its merge base with this branch is meant
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,
    /// Compare with the commit itself, not with the merge base
    #[arg(long)]
    pub(crate) base_exact: bool,
    #[command(flatten)]
    pub(crate) comparing: Comparing,
}

#[derive(Debug, Args)]
#[command(after_help = "\
PATH is a .prisma file, a .sql file, a folder, `-` for standard input, a commit as git:REV or git:REV:PATH, or what
`pscale branch schema` prints. A Prisma schema becomes the database that Prisma would make of it: for MySQL and MariaDB,
PostgreSQL, or SQLite.

Examples:
  shoring sql prisma/schema.prisma
  shoring sql prisma/schema.prisma --output schema.sql
  shoring sql prisma/migrations             the state that migrations lead to
  shoring sql git:main:prisma/schema.prisma --format json

Exit status: 0 all of it, 1 but for what could not be read, 2 could not run.")]
pub(crate) struct Sql {
    /// The state. Without one, what shoring.toml says, else what the project has
    pub(crate) path: Option<String>,
    #[command(flatten)]
    pub(crate) config: ConfigFile,
    /// The database: planetscale, planetscale-fk, vitess, mysql-8.0.34, mariadb-10.11, postgres-16, sqlite, d1
    #[arg(long, value_parser = target)]
    pub(crate) target: Option<Target>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = SqlFormat::Sql)]
    pub(crate) format: SqlFormat,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<String>,
    /// The name that what standard input holds is shown under; its ending tells the language
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SqlFormat {
    /// The statements, in an order in which each applies
    Sql,
    /// The report, for programs (`shoring schema report`)
    Json,
}

/// How findings are told, by all commands that have some.
#[derive(Debug, Args)]
pub(crate) struct Telling {
    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,
    /// Show infos one by one instead of counting them
    #[arg(long)]
    pub(crate) info: bool,
    /// Print findings only: no overview, no summary, no notes
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

impl Telling {
    /// Whether findings of this severity are printed one by one.
    pub(crate) fn shows(&self, severity: Severity) -> bool {
        severity > Severity::Info || self.info || self.fail_on.includes(Severity::Info)
    }

    /// The findings that are printed one by one.
    pub(crate) fn shown<'a>(&'a self, findings: &'a [Diagnostic]) -> impl Iterator<Item = &'a Diagnostic> {
        findings.iter().filter(|finding| self.shows(finding.severity))
    }
}

/// What all commands about changes take.
#[derive(Debug, Args)]
pub(crate) struct Comparing {
    /// The database: planetscale, planetscale-fk, vitess, mysql-8.0.34, mariadb-10.11, postgres-16, sqlite, d1, none
    #[arg(long, value_parser = target)]
    pub(crate) target: Option<Target>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = ChangeFormat::Pretty)]
    pub(crate) format: ChangeFormat,
    /// A rename: TABLE.OLD=NEW for a column, OLD=NEW for a table
    #[arg(long, value_name = "T.OLD=NEW", value_parser = RenameHint::from_str)]
    pub(crate) rename: Vec<RenameHint>,
    #[command(flatten)]
    pub(crate) telling: Telling,
    #[command(flatten)]
    pub(crate) config: ConfigFile,
}

/// How changes are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChangeFormat {
    /// An overview, and each finding drawn over the source, for people
    Pretty,
    /// One line a finding
    Concise,
    /// The report, for programs (`shoring schema report`)
    Json,
    /// The statements, in an order in which each applies
    Sql,
    /// A unified diff of each table
    Unified,
    /// For a comment on a pull request
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Drawn over the source, for people
    Pretty,
    /// One line a finding
    Concise,
    /// The report, for programs (`shoring schema report`)
    Json,
    /// What PlanetScale would refuse, as `pscale branch lint --format json` prints it; status 1 where that is anything
    PlanetscaleLint,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table, for people
    Pretty,
    /// For programs
    Json,
}

/// What a JSON Schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// What `--format json` prints
    Report,
    /// What may stand in shoring.toml
    Config,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    pub(crate) fn includes(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Whether colours are printed.
    pub(crate) fn is_on(self, host: &dyn crate::Host) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => host.terminal().color,
        }
    }
}

fn target(text: &str) -> Result<Target, String> {
    Target::parse(text).map_err(|UnknownTarget { help, .. }| help)
}
