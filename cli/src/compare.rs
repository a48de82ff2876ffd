//! What `diff` and `check` print.

use anstyle::{AnsiColor, Style};
use shoring_core::{
    change::Change,
    ddl::Statement,
    diagnostic::{Diagnostic, Verdict},
    report::{Base, Report, Summary, changes::tell, concise, markdown, terminal, unified},
    rule::Severity,
    safety::is_judged,
    text::Encoding,
    workspace::Comparison,
};

use crate::{
    Host,
    arguments::{ChangeFormat, Comparing},
    lint::plural,
};

/// How a person calls the two states.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) base: String,
    pub(crate) head: String,
    /// Only what is newly wrong with the state is told, not its changes.
    pub(crate) of_state: bool,
}

/// The most lines of an overview in one group.
const MAX_LINES: usize = 20;

/// The most statements that are printed below the findings.
const MAX_STATEMENTS: usize = 20;

/// Prints comparisons; answers the exit status.
pub(crate) fn print(
    comparisons: &[(Names, Comparison<'_>)],
    options: &Comparing,
    base: Option<&Base>,
    host: &mut dyn Host,
) -> i32 {
    let all = || comparisons.iter().flat_map(|(_, comparison)| &comparison.findings);
    let status = i32::from(all().any(|finding| options.telling.fail_on.includes(finding.severity)));
    let report = || {
        let of = |(_, comparison): &(Names, Comparison<'_>)| Report::of_comparison(comparison, Encoding::Characters);
        Report { base: base.cloned(), ..Report::join(comparisons.iter().map(of).collect()) }
    };
    match options.format {
        ChangeFormat::Json => host.out(&format!("{}\n", report().to_json())),
        ChangeFormat::Markdown => host.out(&markdown::render(&report())),
        ChangeFormat::Concise => {
            for (_, comparison) in comparisons {
                host.out(&concise::render(comparison.sources, options.telling.shown(&comparison.findings)));
            }
        }
        ChangeFormat::Unified => comparisons.iter().for_each(|(_, it)| host.out(&unified::render(it))),
        ChangeFormat::Sql => {
            for (_, comparison) in comparisons {
                sql(comparison, host);
            }
        }
        ChangeFormat::Pretty => {
            for (names, comparison) in comparisons {
                let paint = Paint { color: options.telling.color.is_on(host) };
                if !options.telling.quiet {
                    host.out(&overview(names, comparison, paint));
                }
                let look = terminal::Look { color: paint.color, unicode: true, width: host.terminal().width };
                for finding in options.telling.shown(&comparison.findings) {
                    host.out(&format!("{}\n", terminal::render(comparison.sources, finding, look)));
                }
                if !options.telling.quiet {
                    host.out(&statements(comparison, paint));
                    host.out(&totals(comparison, options, paint));
                }
            }
        }
    }
    let tells_notes = matches!(options.format, ChangeFormat::Concise | ChangeFormat::Sql | ChangeFormat::Unified);
    if tells_notes && !options.telling.quiet {
        for note in comparisons.iter().flat_map(|(_, comparison)| &comparison.notes) {
            host.err(&format!("note: {note}\n"));
        }
    }
    status
}

fn sql(comparison: &Comparison<'_>, host: &mut dyn Host) {
    match &comparison.statements {
        Some(statements) if statements.is_empty() && !comparison.diff.changes.is_empty() => {
            host.err("note: the new migrations are the SQL\n");
        }
        Some(statements) => {
            for Statement { sql, changes } in statements {
                let is_routine =
                    |number: &usize| matches!(comparison.diff.changes.get(*number), Some(Change::Routine(_)));
                let body = sql.strip_suffix(';').unwrap_or(sql);
                // MySQL's client would end it at the first semicolon.
                if body.contains(';') && changes.iter().any(is_routine) {
                    host.out(&format!("DELIMITER ;;\n{body};;\nDELIMITER ;\n"));
                } else {
                    host.out(&format!("{sql}\n"));
                }
            }
        }
        None => host.err(&format!(
            "note: SQL for {} is not written yet, only MySQL's and MariaDB's\n",
            comparison.target.target.product_name()
        )),
    }
}

#[derive(Clone, Copy)]
struct Paint {
    color: bool,
}

impl Paint {
    fn text(self, style: Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn bold(self, color: AnsiColor, text: &str) -> String {
        self.text(Style::new().fg_color(Some(color.into())).bold(), text)
    }

    fn quiet(self, text: &str) -> String {
        self.text(Style::new().dimmed(), text)
    }
}

/// The groups of an overview: what findings are in it by the worst that they say, and its heading.
const GROUPS: [(&str, AnsiColor, &[Verdict]); 4] = [
    ("will be lost", AnsiColor::Red, &[Verdict::LosesData]),
    ("will fail, or may", AnsiColor::Red, &[Verdict::PlatformRefuses, Verdict::MayFailOnRows]),
    (
        "breaks code that runs",
        AnsiColor::Red,
        &[Verdict::BreaksRunningCode, Verdict::BlocksReads, Verdict::BlocksWrites],
    ),
    ("gets values that nobody chose", AnsiColor::Yellow, &[Verdict::ChangesValues]),
];

/// What is lost, what fails, what is fine: what a person sees first.
fn overview(names: &Names, comparison: &Comparison<'_>, paint: Paint) -> String {
    let changes = &comparison.diff.changes;
    let count = if changes.is_empty() { "no changes".to_owned() } else { plural(changes.len(), "change") };
    if names.of_state {
        return format!(
            "{} in {} since {}\n\n",
            paint.text(Style::new().bold(), "newly wrong"),
            names.head,
            names.base
        );
    }
    let mut out = format!("{} from {} to {}\n\n", paint.text(Style::new().bold(), &count), names.base, names.head);
    let dialect = comparison.target.target.dialect();
    let about_changes: Vec<&Diagnostic> =
        comparison.findings.iter().filter(|finding| !finding.changes.is_empty()).collect();
    let mut left = about_changes;
    let mut group = |heading: String, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        out.push_str(&format!("{heading}\n"));
        for line in lines.iter().take(MAX_LINES) {
            out.push_str(&format!("  {line}\n"));
        }
        if lines.len() > MAX_LINES {
            out.push_str(&format!("  … and {} more\n", lines.len() - MAX_LINES));
        }
        out.push('\n');
    };
    for (heading, color, verdicts) in GROUPS {
        let (of_group, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            left.into_iter().partition(|finding| finding.verdicts.iter().any(|it| verdicts.contains(it)));
        left = others;
        group(paint.bold(color, heading), of_group.into_iter().map(|it| line_of(it, paint)).collect());
    }
    group(paint.bold(AnsiColor::Yellow, "look at"), left.into_iter().map(|it| line_of(it, paint)).collect());
    let tell = |change: &Change<'_>| line_of_change(&tell(*change, dialect), paint);
    let (fine, unjudged): (Vec<_>, Vec<_>) = comparison.without_finding().partition(|change| is_judged(change));
    group(paint.bold(AnsiColor::Green, "fine"), fine.into_iter().map(tell).collect());
    group(paint.bold(AnsiColor::Cyan, "changes that no rule judges yet"), unjudged.into_iter().map(tell).collect());
    out
}

fn line_of(finding: &Diagnostic, paint: Paint) -> String {
    format!("{}  {}", finding.message, paint.quiet(finding.rule.name))
}

fn line_of_change(told: &shoring_core::report::changes::Told, paint: Paint) -> String {
    let sign = match told.kind {
        "create" => "+",
        "drop" => "-",
        _ => "~",
    };
    let entity = told.entity.replace('_', " ");
    let aspect = told.aspect.map(|aspect| format!(" {}", aspect.replace('_', " "))).unwrap_or_default();
    let value = match (&told.before, &told.after) {
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (None, Some(one)) | (Some(one), None) => one.clone(),
        (None, None) => String::new(),
    };
    let value = if value.is_empty() { value } else { format!("  {}", paint.quiet(&value)) };
    format!("{sign} {entity} {}{aspect}{value}", told.label)
}

fn statements(comparison: &Comparison<'_>, paint: Paint) -> String {
    let Some(statements) = comparison.statements.as_ref().filter(|statements| !statements.is_empty()) else {
        return String::new();
    };
    let mut out = format!("{}\n", paint.text(Style::new().bold(), "the SQL, in an order that applies"));
    for statement in statements.iter().take(MAX_STATEMENTS) {
        for line in statement.sql.lines() {
            out.push_str(&format!("  {line}\n"));
        }
    }
    if statements.len() > MAX_STATEMENTS {
        out.push_str(&format!("  … and {} more: --format sql prints all\n", statements.len() - MAX_STATEMENTS));
    }
    out.push('\n');
    out
}

fn totals(comparison: &Comparison<'_>, options: &Comparing, paint: Paint) -> String {
    let mut out = String::new();
    for note in &comparison.notes {
        out.push_str(&format!("note: {note}\n"));
    }
    let target = &comparison.target;
    if target.target.dialect().is_none() {
        out.push_str(
            "note: without a target no change is judged: look at the folder with the datasource, or say --target\n",
        );
    } else if comparison.statements.is_none() {
        out.push_str(&format!("note: SQL for {} is not written yet\n", target.target.product_name()));
    }
    let Summary { errors, warnings, infos } = Summary::of(&comparison.findings);
    let counts =
        [(errors, "error", AnsiColor::Red), (warnings, "warning", AnsiColor::Yellow), (infos, "info", AnsiColor::Cyan)];
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, word, color)| paint.bold(color, &plural(count, word)))
        .collect();
    if parts.is_empty() {
        out.push_str(&paint.bold(AnsiColor::Green, "nothing found"));
    } else {
        out.push_str(&parts.join(", "));
        let hidden = infos > 0 && !options.telling.shows(Severity::Info);
        out.push_str(if hidden { " (--info shows the infos)" } else { "" });
    }
    let files = comparison.files.iter();
    let (understood, total) =
        files.fold((0, 0), |(understood, total), file| (understood + file.understood, total + file.total));
    out.push_str(&format!(
        "\n{}\n",
        paint
            .quiet(&format!("target {} ({}); {understood} of {total} pieces understood", target.target, target.reason))
    ));
    out
}
