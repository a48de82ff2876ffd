//! A report as Markdown, for a comment on a pull request.

use std::fmt::Write;

use super::{Change, Finding, Report, Severity};

/// The most characters of a comment: GitHub takes 65,536.
pub const MAX_CHARACTERS: usize = 65_536;

/// What is kept free for the last words.
const RESERVE: usize = 600;

/// Renders a report.
pub fn render(report: &Report) -> String {
    let mut page = Page { out: String::new(), left_out: 0 };
    page.always(&headline(report));
    findings(report, &mut page);
    changes(report, &mut page);
    statements(report, &mut page);
    for note in &report.notes {
        page.line(&format!("- {}\n", cell(note)));
    }
    if page.left_out > 0 {
        let more = page.left_out;
        page.always(&format!(
            "\n**{more} more lines are left out**: a comment holds {MAX_CHARACTERS} characters. `shoring` prints them all.\n"
        ));
    }
    page.out
}

/// Text that grows up to a limit, and counts what did not fit.
struct Page {
    out: String,
    left_out: usize,
}

impl Page {
    fn always(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn fits(&self, text: &str) -> bool {
        // Bytes are at least as many as characters.
        self.out.len() + text.len() + RESERVE <= MAX_CHARACTERS
    }

    fn line(&mut self, text: &str) {
        if self.fits(text) { self.out.push_str(text) } else { self.left_out += 1 }
    }
}

fn headline(report: &Report) -> String {
    let summary = report.summary;
    let count = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        many => Some(format!("{many} {word}s")),
    };
    let found = [count(summary.errors, "error"), count(summary.warnings, "warning"), count(summary.infos, "info")];
    let found: Vec<String> = found.into_iter().flatten().collect();
    let found = if found.is_empty() { "nothing to worry about".to_owned() } else { found.join(", ") };
    let changes = report.changes.as_ref().map(|changes| match changes.len() {
        0 => " in no change of the schema".to_owned(),
        1 => " in 1 change of the schema".to_owned(),
        many => format!(" in {many} changes of the schema"),
    });
    let mut text = format!("### Shoring: {found}{}\n\n", changes.unwrap_or_default());
    if let Some(base) = &report.base {
        let _ = writeln!(
            text,
            "Compared with **{}** (`{}`).  ",
            cell(&base.name),
            base.commit.get(..10).unwrap_or(&base.commit)
        );
    }
    if let Some(target) = &report.target {
        let _ = writeln!(text, "For **{}** ({}).\n", cell(&target.name), cell(&target.evidence));
    }
    text
}

fn findings(report: &Report, page: &mut Page) {
    if report.findings.is_empty() {
        return;
    }
    page.always("| | what | what it does | where |\n|---|---|---|---|\n");
    let mut sorted: Vec<&Finding> = report.findings.iter().collect();
    // What matters most comes first: it is what is left when the comment is cut.
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in &sorted {
        page.line(&row(finding));
    }
    page.always("\n");
    for finding in sorted.iter().filter(|it| it.help.is_some() || !it.steps.is_empty() || it.proof.is_some()) {
        let text = details(finding);
        page.line(&text);
    }
}

fn row(finding: &Finding) -> String {
    let sign = match finding.severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Info => "ℹ️",
    };
    let verdicts = finding.verdicts.iter().map(|it| it.replace('-', " ")).collect::<Vec<_>>().join(", ");
    format!(
        "| {sign} | {} [`{}`]({}) | {verdicts} | `{}:{}` |\n",
        cell(&finding.message),
        finding.rule,
        finding.url,
        code(&finding.file),
        finding.span.start.line
    )
}

fn details(finding: &Finding) -> String {
    let mut text = format!("<details><summary>{}</summary>\n\n", cell(&finding.message));
    if let Some(note) = &finding.note {
        let _ = writeln!(text, "{}\n", cell(note));
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "**What to do:** {}\n", cell(help));
    }
    for (number, step) in finding.steps.iter().enumerate() {
        let _ = writeln!(text, "{}. {}", number + 1, cell(step));
    }
    if let Some(proof) = &finding.proof {
        let _ = writeln!(text, "\nSafe where this answers 0, or no row:\n{}", fenced(proof));
    }
    text.push_str("\n</details>\n");
    text
}

fn changes(report: &Report, page: &mut Page) {
    let Some(changes) = report.changes.as_ref().filter(|changes| !changes.is_empty()) else { return };
    page.always("\n<details><summary>All changes</summary>\n\n| | what | before | after |\n|---|---|---|---|\n");
    for change in changes {
        page.line(&change_row(change));
    }
    page.always("\n</details>\n");
}

fn change_row(change: &Change) -> String {
    let of = change.table.as_ref().map(|table| format!("{table}.")).unwrap_or_default();
    let aspect = change.aspect.as_ref().map(|aspect| format!(" ({})", aspect.replace('_', " "))).unwrap_or_default();
    let name = if change.name.contains('.') { change.name.clone() } else { format!("{of}{}", change.name) };
    let value = |text: &Option<String>| text.as_ref().map(|text| format!("`{}`", code(text))).unwrap_or_default();
    format!(
        "| {} | {} `{}`{aspect} | {} | {} |\n",
        change.kind,
        change.entity.replace('_', " "),
        code(&name),
        value(&change.before),
        value(&change.after)
    )
}

fn statements(report: &Report, page: &mut Page) {
    let Some(statements) = report.statements.as_ref().filter(|statements| !statements.is_empty()) else { return };
    let sql: Vec<&str> = statements.iter().map(|statement| statement.sql.as_str()).collect();
    let text = format!(
        "\n<details><summary>SQL, in an order that applies</summary>\n{}\n</details>\n",
        fenced(&sql.join("\n"))
    );
    if page.fits(&text) {
        page.always(&text);
    } else {
        page.left_out += statements.len();
    }
}

/// SQL in a fence that nothing in it closes.
fn fenced(sql: &str) -> String {
    let mut fence = "```".to_owned();
    while sql.contains(&fence) {
        fence.push('`');
    }
    format!("\n{fence}sql\n{sql}\n{fence}\n")
}

/// Words in a cell of a table: neither columns nor tags of their own.
fn cell(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('|', "\\|");
    text.replace(['\n', '\r'], " ")
}

/// Words between back-ticks.
fn code(text: &str) -> String {
    text.replace('`', "'").replace('|', "\\|").replace(['\n', '\r'], " ")
}
