//! `shoring sql`.

use shoring_core::{
    report::{Report, concise},
    rule::Severity,
    target::Dialect,
    text::{Encoding, Language},
    workspace::{Analysis, Options, Role, Workspace},
};

use crate::{
    Failure, Host,
    arguments::{Sql, SqlFormat},
    config::{self, InForce},
    diff::{load, one_state},
    lint::plural,
    read::{hints, read_state},
};

/// Prints the SQL of a state; answers the exit status.
pub(crate) fn run(options: &Sql, host: &mut dyn Host) -> Result<i32, Failure> {
    let on_disk = options.path.as_deref().filter(|path| *path != "-" && !path.starts_with("git:"));
    let in_force = InForce::of(&options.config, on_disk, host)?;
    let mut workspace = Workspace::new();
    let hints = if let Some(path) = &options.path {
        load(path, ".", Role::State, options.stdin_filename.as_deref(), &mut workspace, host)?
    } else {
        let paths = config::paths(&[], None, &in_force, host)?;
        let state = one_state("this folder", &paths, host)?;
        read_state(&state, |_| Role::State, str::to_owned, &mut workspace, host)?;
        hints(&state, host)
    };
    let settings = Options {
        config: in_force.config.clone(),
        target: options.target.clone(),
        today: host.today(),
        hints,
        renames: Vec::new(),
    };
    let (analysis, statements) = workspace.sql(&settings);
    let Some(statements) = statements else { return Err(no_sql(&analysis)) };
    let is_mysql = analysis.target.target.dialect().is_some_and(Dialect::is_mysql_family);
    let reads_sql = workspace.sources().files().any(|(_, file)| file.language == Language::Sql);
    if reads_sql && !is_mysql {
        let name = analysis.target.target.product_name();
        return Err(Failure::new(format!("the SQL of {name} is not read yet")).help("a Prisma schema is"));
    }
    let text = match options.format {
        SqlFormat::Sql => statements.iter().map(|sql| format!("{sql}\n")).collect::<Vec<_>>().join("\n"),
        SqlFormat::Json => {
            format!("{}\n", Report::of_sql(&analysis, &statements, Encoding::Characters).to_json())
        }
    };
    if let Some(path) = &options.output {
        host.write(path, &text).map_err(|error| Failure::new(format!("{path}: {error}")))?;
    } else {
        host.out(&text);
    }
    let not_read = analysis.findings.iter().any(|it| it.severity == Severity::Error);
    if options.format == SqlFormat::Sql {
        host.err(&concise::render(analysis.sources, analysis.findings.iter()));
        for note in analysis.notes.iter().cloned().chain(not_written(&analysis)) {
            host.err(&format!("note: {note}\n"));
        }
    }
    Ok(i32::from(not_read))
}

/// Why there is no SQL for a database, and what to do.
fn no_sql(analysis: &Analysis<'_>) -> Failure {
    let written = "it is written for MySQL, MariaDB, PostgreSQL and SQLite: --target names one";
    let provider = analysis.schema.prisma.as_ref().and_then(|it| it.provider.as_ref());
    let reason = match provider {
        Some(provider) => format!("there is no SQL for the provider \"{}\"", provider.value),
        None => "nothing here tells the database".to_owned(),
    };
    Failure::new(reason).help(written)
}

/// What the state has and the statements do not.
fn not_written(analysis: &Analysis<'_>) -> Vec<String> {
    let schema = &analysis.schema;
    let views = schema.views.values().filter(|view| view.text.is_empty()).count();
    let mut notes = Vec::new();
    if views > 0 {
        notes.push(format!("{} left out: Prisma does not say what is in a view", plural(views, "view")));
    }
    if !schema.routines.is_empty() {
        let count = plural(schema.routines.len(), "routine");
        notes.push(format!("{count} left out: bodies of procedures, triggers and events are not read"));
    }
    if !schema.is_known() {
        notes.push("not all of the state was understood: what was not is left out".to_owned());
    }
    notes
}
