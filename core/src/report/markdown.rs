//! A report as Markdown, for a comment on a pull request.

use crate::order::sort_by_key;
use std::fmt::Write;

use super::{Change, Finding, Report, Severity};

/// The most characters of a comment: GitHub takes 65,536.
pub const MAX_CHARACTERS: usize = 65_536;

/// How many lines that do not fit are written before no other is tried.
const MAX_TRIED: usize = 200;

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
        page.line(|| format!("- {}\n", cell(note)));
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

    fn line(&mut self, text: impl FnOnce() -> String) {
        // Where so many did not fit, no other is even written.
        let text = if self.left_out < MAX_TRIED { Some(text()) } else { None };
        match text.filter(|text| self.fits(text)) {
            Some(text) => self.out.push_str(&text),
            None => self.left_out += 1,
        }
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
            "Compared with **{}** ({}).  ",
            cell(&base.name),
            code(base.commit.get(..10).unwrap_or(&base.commit))
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
    sort_by_key(&mut sorted, |finding| std::cmp::Reverse(finding.severity));
    for finding in &sorted {
        page.line(|| row(finding));
    }
    page.always("\n");
    for finding in sorted.iter().filter(|it| it.help.is_some() || !it.steps.is_empty() || it.proof.is_some()) {
        page.line(|| details(finding));
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
        "| {sign} | {} [`{}`]({}) | {verdicts} | {} |\n",
        cell(&finding.message),
        finding.rule,
        finding.url,
        code(&format!("{}:{}", finding.file, finding.span.start.line))
    )
}

fn details(finding: &Finding) -> String {
    let mut text = format!("<details><summary>{}</summary>\n\n", in_tags(&finding.message));
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
        page.line(|| change_row(change));
    }
    page.always("\n</details>\n");
}

fn change_row(change: &Change) -> String {
    let of = change.table.as_ref().map(|table| format!("{table}.")).unwrap_or_default();
    let aspect = change.aspect.as_ref().map(|aspect| format!(" ({})", aspect.replace('_', " "))).unwrap_or_default();
    let name = if change.name.contains('.') { change.name.clone() } else { format!("{of}{}", change.name) };
    let value = |text: &Option<String>| text.as_ref().map(|text| code(text)).unwrap_or_default();
    format!(
        "| {} | {} {}{aspect} | {} | {} |\n",
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
pub(super) fn fenced(sql: &str) -> String {
    let longest = sql.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("\n{fence}sql\n{sql}\n{fence}\n")
}

/// Words of others in Markdown, which mean nothing there: no columns, tags, links, images, mentions or references. What they
/// have between back-ticks is code; where a name has back-ticks of its own it is other words that are, and nothing else.
fn cell(text: &str) -> String {
    let words = |text: &str| {
        plain(text, |c, out| {
            out.push('\\');
            out.push(c);
        })
    };
    if text.bytes().filter(|byte| *byte == b'`').count() % 2 == 1 {
        return words(text);
    }
    let mut out = String::with_capacity(text.len());
    for (nth, part) in text.split('`').enumerate() {
        let is_code = nth % 2 == 1;
        // Two back-ticks side by side are one sign.
        let is_between = nth > 0 && !is_code && part.is_empty();
        out.push_str(&if is_between {
            APART.to_owned()
        } else if is_code {
            code(part)
        } else {
            words(part)
        });
    }
    out.strip_suffix(APART).unwrap_or(&out).to_owned()
}

/// The same within tags, where GitHub reads no Markdown, or may.
fn in_tags(text: &str) -> String {
    plain(text, |c, out| {
        let _ = write!(out, "&#{};", u32::from(c));
    })
}

/// What stands between the parts of a word that GitHub would make a link of: nothing is seen of it.
const APART: &str = "<!-- -->";

fn plain(text: &str, escape: impl Fn(char, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let next = rest.as_str().chars().next();
        let is_in_word = before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric);
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\r' => out.push(' '),
            '_' if is_in_word => out.push(c),
            '\\' | '`' | '*' | '_' | '[' | ']' | '!' | '#' | '~' | '|' => escape(c, &mut out),
            _ => out.push(c),
        }
        // `@org/team`, `#12`, `GH-12`, `https://…`, `www.…`
        let ends = |word: &str| {
            let start = out.len().checked_sub(word.len());
            start.and_then(|start| out.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
        };
        let is_link = match c {
            '@' => next.is_some_and(|it| !it.is_whitespace()),
            '#' => next.is_some_and(char::is_alphanumeric),
            '-' => ends("gh-"),
            ':' => rest.as_str().starts_with("//"),
            '.' => ends("www."),
            _ => false,
        };
        if is_link {
            out.push_str(APART);
        }
        before = c;
    }
    out
}

/// Words as code.
fn code(text: &str) -> String {
    // Of these no back-ticks make code for certain: within a table, a back-slash is not always one.
    if text.contains(['`', '|', '\\', '\n', '\r']) || text.trim().is_empty() {
        return format!("<code>{}</code>", in_tags(text));
    }
    format!("`{text}`")
}

#[cfg(test)]
mod tests {
    use super::{cell, code, fenced, in_tags};

    #[test]
    fn words_of_others_mean_nothing() {
        let image = "![x](https://evil.example/p.png) @org/team #12 a*b*c ~~d~~ GH-3 www.evil.example \\ `";
        assert_eq!(
            cell(image),
            "\\!\\[x\\](https:<!-- -->//evil.example/p.png) @<!-- -->org/team \\#<!-- -->12 a\\*b\\*c \\~\\~d\\~\\~ GH-<!-- -->3 www.<!-- -->evil.example \\\\ \\`"
        );
        assert_eq!(in_tags("[a](b) <b>|"), "&#91;a&#93;(b) &lt;b&gt;&#124;");
        assert_eq!(cell("column user.first_name goes"), "column user.first_name goes");
        assert_eq!(cell("_a_ | b"), "\\_a\\_ \\| b");
        assert_eq!(cell("`a` and `b|c`, not `*`"), "`a` and <code>b&#124;c</code>, not `*`");
        assert_eq!(cell("`a``@b` `"), "\\`a\\`\\`@<!-- -->b\\` \\`");
        assert_eq!(cell("`a``@b`"), "`a`<!-- -->`@b`");
    }

    #[test]
    fn code_stays_code() {
        assert_eq!(code("user.name"), "`user.name`");
        assert_eq!(code("a`![x](y)"), "<code>a&#96;&#33;&#91;x&#93;(y)</code>");
        assert_eq!(code("a\\|b"), "<code>a&#92;&#124;b</code>");
    }

    #[test]
    fn nothing_closes_a_fence() {
        assert_eq!(fenced("SELECT 1"), "\n```sql\nSELECT 1\n```\n");
        let long = "`".repeat(1_000_000);
        assert!(fenced(&long).starts_with(&format!("\n{long}`sql\n")));
    }
}
