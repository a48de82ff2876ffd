//! `shoring lint`.

use std::io::Read;

use anstyle::{AnsiColor, Style};
use shoring_core::{
    diagnostic::Diagnostic,
    report::{Report, Summary, concise, planetscale, terminal},
    rule::Severity,
    target::Target,
    text::{Encoding, Language},
    workspace::{Analysis, Fixes, Options, Role, Workspace},
};

use crate::{
    Failure, Host,
    arguments::{Format, Lint},
    config::{self, InForce},
    discover::{self, StateFiles, Wanted, language_of_text},
    fix::{self, Texts},
    read::{Unreadable, hints, read_whole, stream, unreadable},
};

/// Lints and prints; answers the exit status.
pub(crate) fn run(options: &Lint, host: &mut dyn Host) -> Result<i32, Failure> {
    if options.unsafe_fixes && !options.fix && !options.diff {
        return Err(
            Failure::new("--unsafe-fixes alone changes nothing").help("add --fix to apply them, or --diff to see them")
        );
    }
    let wanted = if options.relations.is_some() { Wanted::Sql } else { Wanted::Anything };
    let first = options.paths.first().filter(|path| *path != "-").or(options.stdin_filename.as_ref());
    let in_force = InForce::of(&options.config, first.map(String::as_str), host)?;
    let paths = config::paths(&options.paths, options.relations.as_deref(), &in_force, host)?;
    let mut found = discover::find(&paths, options.stdin_filename.as_deref(), wanted, host)?;
    if options.relations.is_some()
        && found.states.iter().any(|state| state.language == Language::Prisma && state.named && state.paths != ["-"])
    {
        return Err(Failure::new("a Prisma schema has its relations already")
            .help("--relations is for SQL: shoring lint production.sql --relations prisma/schema.prisma"));
    }
    let relations = match &options.relations {
        Some(path) => discover::prisma_schema(path, host)?,
        None => Vec::new(),
    };
    let settings = |state: &StateFiles, host: &dyn Host| Options {
        config: in_force.config.clone(),
        target: target(options, &in_force),
        today: host.today(),
        hints: hints(state, host),
        renames: Vec::new(),
    };
    // All is read before anything is written or printed: what cannot run leaves nothing half-done.
    let mut ready = Vec::new();
    for state in &mut found.states {
        let texts = load(state, &relations, options, host)?;
        let settings = settings(state, host);
        ready.push(match texts {
            Loaded::Streamed(workspace) => (settings, Ready::Read(workspace)),
            Loaded::Kept(texts) => {
                let mended =
                    fix::settle(texts, &settings, if options.unsafe_fixes { Fixes::All } else { Fixes::Safe })?;
                (settings, Ready::Mended(Box::new(mended)))
            }
        });
    }
    let mut reports = Vec::new();
    let mut refusals = Vec::new();
    let rules = shoring_core::lint::rules().filter(|rule| !in_force.is_off(rule)).count();
    let mut totals = Totals { rules, ..Totals::default() };
    let mut status = 0;
    for (settings, state) in ready {
        let workspace = match state {
            Ready::Read(workspace) => workspace,
            Ready::Mended(mended) => {
                if options.diff {
                    host.out(&mended.unified());
                } else {
                    mended.write(host)?;
                }
                totals.fixed += mended.fixed;
                // What is told is what stands on the disk.
                if options.diff { mended.into_before() } else { mended.into_after() }
            }
        };
        let analysis = workspace.lint(&settings);
        let fails = |it: &Diagnostic| options.telling.fail_on.includes(it.severity);
        if options.format != Format::PlanetscaleLint && analysis.findings.iter().any(fails) {
            status = 1;
        }
        totals.add(&analysis);
        match options.format {
            Format::PlanetscaleLint => refusals.extend(planetscale::rows(&analysis)),
            Format::Json => reports.push(Report::new(&analysis, Encoding::Characters)),
            _ if options.diff => {}
            Format::Concise => {
                print(host, options, &concise::render(analysis.sources, options.telling.shown(&analysis.findings)));
            }
            Format::Pretty => pretty(&analysis, options, host),
        }
    }
    if options.format == Format::Json && !options.diff {
        let report = Report::join(reports).to_json();
        print(host, options, &format!("{report}\n"));
    }
    if options.format == Format::PlanetscaleLint {
        // `pscale` exits with 0 here, and a job that reads its rows passes.
        status = i32::from(!refusals.is_empty());
        print(host, options, &format!("{}\n", planetscale::to_json(&refusals)));
    }
    if !options.telling.quiet && options.format == Format::Concise {
        for note in &totals.notes {
            host.err(&format!("note: {note}\n"));
        }
    }
    if !options.telling.quiet && host.terminal().err {
        for note in &found.notes {
            host.err(&format!("note: {note}\n"));
        }
    }
    if options.format == Format::Pretty && !options.telling.quiet {
        let text = totals.render(options, host);
        if options.diff || writes_fixed_stdin(options) { host.err(&text) } else { host.out(&text) }
    }
    Ok(status)
}

/// The database that is asked for: PlanetScale, where its rows are and nothing names another.
fn target(options: &Lint, in_force: &InForce) -> Option<Target> {
    let usual = || {
        let wanted = options.format == Format::PlanetscaleLint && in_force.config.target.is_none();
        wanted.then(Target::planetscale)
    };
    options.target.clone().or_else(usual)
}

/// A state that was read whole.
enum Ready {
    Read(Workspace),
    Mended(Box<fix::Mended>),
}

/// Whether standard output carries the mended text of standard input, so that findings go elsewhere.
fn writes_fixed_stdin(options: &Lint) -> bool {
    options.fix && !options.diff && options.paths.iter().any(|path| path == "-")
}

fn print(host: &mut dyn Host, options: &Lint, text: &str) {
    if writes_fixed_stdin(options) { host.err(text) } else { host.out(text) }
}

fn pretty(analysis: &Analysis<'_>, options: &Lint, host: &mut dyn Host) {
    let look = terminal::Look { color: options.telling.color.is_on(host), unicode: true, width: host.terminal().width };
    for finding in options.telling.shown(&analysis.findings) {
        let picture = terminal::render(analysis.sources, finding, look);
        print(host, options, &format!("{picture}\n"));
    }
}

/// The texts of a state: streamed where they are only looked at, kept where they are mended.
enum Loaded {
    Streamed(Workspace),
    Kept(Texts),
}

fn load(state: &mut StateFiles, relations: &[String], options: &Lint, host: &mut dyn Host) -> Result<Loaded, Failure> {
    let keep = options.fix || options.diff;
    let mut workspace = Workspace::new();
    let mut texts = Texts::default();
    let name = options.stdin_filename.clone().unwrap_or_else(|| "<stdin>".to_owned());
    if state.paths == ["-"] {
        let mut bytes = Vec::new();
        let read = host.stdin().read_to_end(&mut bytes);
        read.map_err(|error| {
            Failure::new(format!("standard input cannot be read: {}", crate::HostError::from(&error)))
        })?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Failure::new("standard input is empty").help("did the command before it fail?"));
        }
        if options.stdin_filename.as_deref().and_then(Language::of_path).is_none() {
            let beginning = String::from_utf8_lossy(bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default());
            state.language = language_of_text(&beginning).unwrap_or(Language::Sql);
        }
        if keep {
            let text = String::from_utf8(bytes).map_err(|error| unreadable(&name, &error.into()))?;
            texts.add("-", &name, state.language, Role::State, text);
        } else {
            workspace.add(&name, state.language, Role::State, &bytes).map_err(|error| unreadable(&name, &error))?;
        }
    } else {
        for path in &state.paths {
            let role = if state.history { Role::History } else { Role::State };
            let file = (path.as_str(), state.language, role, state.named);
            read_file(file, keep, &mut workspace, &mut texts, host)?;
        }
    }
    if state.language == Language::Sql {
        for path in relations {
            read_file((path, Language::Prisma, Role::Relations, true), keep, &mut workspace, &mut texts, host)?;
        }
    }
    for (path, role) in [(&options.vschema, Role::VSchema), (&options.routing_rules, Role::RoutingRules)] {
        if let Some(path) = path {
            read_file((path, Language::Sql, role, true), keep, &mut workspace, &mut texts, host)?;
        }
    }
    Ok(if keep { Loaded::Kept(texts) } else { Loaded::Streamed(workspace) })
}

fn read_file(
    (path, language, role, named): (&str, Language, Role, bool),
    keep: bool,
    workspace: &mut Workspace,
    texts: &mut Texts,
    host: &mut dyn Host,
) -> Result<(), Failure> {
    let outcome = if keep {
        read_whole(path, host).map(|text| texts.add(path, path, language, role, text)).map_err(|error| (None, error))
    } else {
        stream(path, language, role, workspace, host)
    };
    match outcome {
        Ok(()) => {}
        Err((_, Unreadable::Text(error))) if named => return Err(unreadable(path, &error)),
        Err((_, Unreadable::File(error))) if named => return Err(Failure::new(format!("{path}: {error}"))),
        // Found by a search: told as a finding, and the rest goes on.
        Err((_, error)) if keep => texts.add_unreadable(path, language, role, error.reason()),
        Err((Some(id), error)) => workspace.fail(id, &error.reason()),
        Err((None, error)) => _ = workspace.add_unreadable(path, language, role, &error.reason()),
    }
    Ok(())
}

/// What is told at the end.
#[derive(Default)]
struct Totals {
    /// How many rules are not off everywhere.
    rules: usize,
    summary: Summary,
    tables: usize,
    targets: Vec<String>,
    without_target: bool,
    coverage: Vec<(Language, u64, u64)>,
    notes: Vec<String>,
    fixed: usize,
    fixable: usize,
    fixable_unsafely: usize,
}

impl Totals {
    fn add(&mut self, analysis: &Analysis<'_>) {
        self.summary = self.summary.plus(Summary::of(&analysis.findings));
        self.tables += analysis.schema.tables().count();
        self.without_target |= analysis.target.target.dialect().is_none();
        let target = format!("{} ({})", analysis.target.target, analysis.target.reason);
        if !self.targets.contains(&target) {
            self.targets.push(target);
        }
        for file in &analysis.files {
            let Some(language) = analysis.sources.file(file.file).map(|file| file.language) else { continue };
            match self.coverage.iter_mut().find(|(of, ..)| *of == language) {
                Some((_, understood, total)) => {
                    *understood += file.understood;
                    *total += file.total;
                }
                None => self.coverage.push((language, file.understood, file.total)),
            }
        }
        self.notes.extend(analysis.notes.iter().cloned());
        for finding in &analysis.findings {
            match finding.fixes.first().map(|fix| fix.applicability) {
                Some(shoring_core::text::Applicability::Safe) => self.fixable += 1,
                Some(shoring_core::text::Applicability::Unsafe) => self.fixable_unsafely += 1,
                None => {}
            }
        }
    }

    fn render(&self, options: &Lint, host: &dyn Host) -> String {
        let color = options.telling.color.is_on(host);
        let paint = |style: Style, text: String| if color { format!("{style}{text}{style:#}") } else { text };
        let quiet = Style::new().dimmed();
        let mut out = String::new();
        for note in &self.notes {
            out.push_str(&format!("note: {note}\n"));
        }
        if self.without_target {
            out.push_str("note: without a target no rule about tables runs: look at the folder with the datasource, or say --target\n");
        }
        if self.fixed > 0 {
            let verb = if options.diff { "would mend" } else { "mended" };
            out.push_str(&format!("{verb} {}\n", plural(self.fixed, "finding")));
        }
        let Summary { errors, warnings, infos } = self.summary;
        if errors + warnings + infos == 0 {
            let text = format!("nothing to fix: {}, {}", plural(self.rules, "rule"), plural(self.tables, "table"));
            out.push_str(&paint(Style::new().fg_color(Some(AnsiColor::Green.into())).bold(), text));
        } else {
            let mut parts = Vec::new();
            let mut part = |count: usize, word: &str, color: AnsiColor| {
                if count > 0 {
                    parts.push(paint(Style::new().fg_color(Some(color.into())).bold(), plural(count, word)));
                }
            };
            part(errors, "error", AnsiColor::Red);
            part(warnings, "warning", AnsiColor::Yellow);
            part(infos, "info", AnsiColor::Cyan);
            out.push_str(&parts.join(", "));
            let hidden = infos > 0 && !options.telling.shows(Severity::Info);
            out.push_str(if hidden { " (--info shows the infos)" } else { "" });
        }
        out.push('\n');
        if self.fixable > 0 && !options.fix && !options.diff {
            out.push_str(&format!("{} can be mended safely: --fix (or --diff to see how)\n", self.fixable));
        } else if self.fixable_unsafely > 0 && !options.unsafe_fixes && options.fix {
            out.push_str(&format!("{} more with --unsafe-fixes\n", self.fixable_unsafely));
        }
        let coverage = self.coverage.iter().map(|(language, understood, total)| {
            let what = if *language == Language::Prisma { "blocks" } else { "statements" };
            format!("{understood} of {total} {what} understood")
        });
        let coverage: Vec<String> = coverage.collect();
        out.push_str(&paint(quiet, format!("target {}; {}", self.targets.join(", "), coverage.join(", "))));
        out.push('\n');
        out
    }
}

pub(crate) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("{count} {word}") } else { format!("{count} {word}s") }
}
