//! What is checked of every case, whatever it is about.

use std::{collections::BTreeMap, fmt::Write};

use shoring_core::{
    report::{Report, Severity},
    text::Language,
    workspace::Workspace,
};

use crate::{
    case::{Case, CaseFile, Looked},
    fix_law,
};

/// Checks a case: its findings are those that are drawn, and all laws hold.
///
/// # Errors
/// What differs, in words that its author can work with.
pub fn check(case: &Case) -> Result<(), String> {
    let report = case.look().report;
    expected_findings(case, &report)?;
    expected_labels(case, &report)?;
    spans_lie_in_the_text(case, &report)?;
    one_finding_a_verdict(&report)?;
    expected_statements(case, &report)?;
    expected_notes(case, &report)?;
    same_in_pieces_of_any_size(case, &report)?;
    same_with_windows_line_breaks(case, &report)?;
    for finding in &report.findings {
        for nth in 0..finding.fixes.len() {
            fix_law::check(case, &finding.fingerprint, nth).map_err(|error| {
                let title = finding.fixes.get(nth).map_or("", |fix| &fix.title);
                format!("the fix \"{title}\" of {} breaks the law of fixes: {error}", finding.rule)
            })?;
        }
    }
    for fixed in &case.fixed {
        let after = fix_law::settle(case, fixed.unsafe_fixes);
        let text = after.files.iter().find(|file| file.path == fixed.path).map(|file| file.text.as_str());
        if text != Some(&fixed.text) {
            return Err(format!(
                "after its fixes {} should be\n{}\nand is\n{}",
                fixed.path,
                fixed.text,
                text.unwrap_or_default()
            ));
        }
    }
    Ok(())
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// The findings that are drawn, and no others.
fn expected_findings(case: &Case, report: &Report) -> Result<(), String> {
    let mut missing = Vec::new();
    let mut left: Vec<_> = report.findings.iter().collect();
    for expected in &case.expected {
        let fits = left.iter().position(|finding| {
            let start = finding.span.start;
            let end = finding.span.end;
            let on_line = finding.file == expected.path && start.line == expected.line;
            let columns = expected
                .columns
                .is_none_or(|(first, last)| start.column == first && (end.line > start.line || end.column == last));
            on_line
                && columns
                && finding.rule == expected.rule
                && name(finding.severity) == expected.severity
                && finding.message.contains(&expected.words)
        });
        match fits {
            Some(at) => {
                left.remove(at);
            }
            None => missing.push(expected),
        }
    }
    if missing.is_empty() && left.is_empty() {
        return Ok(());
    }
    let mut text = String::new();
    for it in missing {
        let _ = writeln!(
            text,
            "expected and not found: {}:{} {:?} {}[{}] {}",
            it.path, it.line, it.columns, it.severity, it.rule, it.words
        );
    }
    for it in &left {
        let _ = writeln!(text, "found and not expected:");
        let _ = writeln!(text, "{}:{}", it.file, it.span.start.line);
        let shown = case.files.iter().find(|file| file.path == it.file);
        let line = shown.and_then(|file| file.text.lines().nth(it.span.start.line as usize - 1)).unwrap_or_default();
        let marker = if shown.is_some_and(|file| file.language == Language::Sql) { "--" } else { "//" };
        let width = if it.span.end.line == it.span.start.line {
            it.span.end.column - it.span.start.column
        } else {
            u32::try_from(line.chars().count()).unwrap_or(0) + 1 - it.span.start.column
        };
        let carets = "^".repeat(width.max(1) as usize);
        let blanks = " ".repeat((it.span.start.column as usize).saturating_sub(3));
        let _ = writeln!(text, "{line}\n{marker}{blanks}{carets} {}[{}] {}", name(it.severity), it.rule, it.message);
    }
    Err(text)
}

/// The other places of findings that are drawn.
fn expected_labels(case: &Case, report: &Report) -> Result<(), String> {
    for it in &case.labels {
        let mut labels = report.findings.iter().flat_map(|finding| &finding.labels);
        let found = labels.any(|label| {
            let (start, end) = (label.span.start, label.span.end);
            let columns = it
                .columns
                .is_none_or(|(first, last)| start.column == first && (end.line > start.line || end.column == last));
            label.file == it.path && start.line == it.line && columns && label.message.contains(&it.words)
        });
        if !found {
            let all: Vec<_> = report.findings.iter().flat_map(|finding| &finding.labels).collect();
            return Err(format!(
                "no finding points to {}:{} {:?} {}; labels are {all:#?}",
                it.path, it.line, it.columns, it.words
            ));
        }
    }
    Ok(())
}

/// One change has at most one finding for each verdict.
fn one_finding_a_verdict(report: &Report) -> Result<(), String> {
    let mut told = BTreeMap::new();
    for finding in &report.findings {
        for (change, verdict) in
            finding.changes.iter().flat_map(|change| finding.verdicts.iter().map(move |it| (change, it)))
        {
            if let Some(other) = told.insert((change, verdict), &finding.rule) {
                return Err(format!("both {other} and {} say of change {change}: {verdict}", finding.rule));
            }
        }
    }
    Ok(())
}

/// The statements that are drawn.
fn expected_statements(case: &Case, report: &Report) -> Result<(), String> {
    let Some(expected) = &case.statements else { return Ok(()) };
    let statements = report.statements.iter().flatten();
    let written: String = statements.map(|statement| format!("{}\n", statement.sql)).collect();
    if written == *expected { Ok(()) } else { Err(format!("the statements should be\n{expected}\nand are\n{written}")) }
}

/// The notes that are drawn.
fn expected_notes(case: &Case, report: &Report) -> Result<(), String> {
    let Some(expected) = &case.notes else { return Ok(()) };
    let told: String = report.notes.iter().map(|note| format!("{note}\n")).collect();
    if told == *expected { Ok(()) } else { Err(format!("the notes should be\n{expected}\nand are\n{told}")) }
}

fn spans_lie_in_the_text(case: &Case, report: &Report) -> Result<(), String> {
    let mut spans = Vec::new();
    for finding in &report.findings {
        spans.push((&finding.file, finding.span));
        spans.extend(finding.labels.iter().map(|label| (&label.file, label.span)));
    }
    for file in &report.files {
        spans.extend(file.skipped.iter().map(|skipped| (&file.path, skipped.span)));
    }
    for (path, span) in spans {
        let text = case.files.iter().find(|file| file.path == *path).map(|file| file.text.as_str());
        let range = usize::try_from(span.start.offset).ok().zip(usize::try_from(span.end.offset).ok());
        let inside = text.zip(range).and_then(|(text, (start, end))| text.get(start..end));
        if inside.is_none() {
            return Err(format!("{path}: a span is outside the text, or cuts a character: {span:?}"));
        }
    }
    Ok(())
}

fn same_in_pieces_of_any_size(case: &Case, report: &Report) -> Result<(), String> {
    for size in [1, 7, 64] {
        let mut workspace = Workspace::new();
        for file in &case.files {
            let id = workspace.open(&file.path, file.language, file.role).map_err(|error| error.to_string())?;
            for piece in file.text.as_bytes().chunks(size) {
                workspace.feed(id, piece).map_err(|error| error.to_string())?;
            }
            workspace.close(id).map_err(|error| error.to_string())?;
        }
        let in_pieces = Looked::at(case, &workspace).report;
        if in_pieces != *report {
            return Err(format!("another report when the text comes in pieces of {size} bytes"));
        }
    }
    Ok(())
}

/// A report without what line breaks move.
fn without_offsets(report: &Report) -> Vec<(String, String, u32, u32, String)> {
    let of = |it: &shoring_core::report::Finding| {
        (it.rule.clone(), it.file.clone(), it.span.start.line, it.span.start.column, it.message.clone())
    };
    report.findings.iter().map(of).collect()
}

fn same_with_windows_line_breaks(case: &Case, report: &Report) -> Result<(), String> {
    let windows = |file: &CaseFile| file.text.replace("\r\n", "\n").replace('\n', "\r\n");
    let other = case.with_texts(windows).look().report;
    if without_offsets(&other) == without_offsets(report) {
        return Ok(());
    }
    Err(format!("other findings with CRLF:\n{:#?}\nwith LF:\n{:#?}", without_offsets(&other), without_offsets(report)))
}
