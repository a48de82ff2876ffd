//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use shoring_core::{
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
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that a person types")]
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
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    pub(crate) format: Format,
    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,
    /// Show infos one by one instead of counting them
    #[arg(long)]
    pub(crate) info: bool,
    /// Apply the safe fixes
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix or --diff: apply also the fixes that change the database or Prisma's client
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,
    /// Print findings only, no summary and no notes
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    /// The name that findings in standard input are shown under; its ending tells the language
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Drawn over the source, for people
    Pretty,
    /// One line a finding
    Concise,
    /// The report, for programs (`shoring schema report`)
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table, for people
    Pretty,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
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

fn target(text: &str) -> Result<Target, String> {
    Target::parse(text).map_err(|UnknownTarget { help, .. }| help)
}
