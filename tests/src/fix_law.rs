//! The law of fixes, the only way in which a fix is tested: apply it → the text still parses → the finding is gone and
//! no other appears → nothing else changed → a second run changes nothing.

use std::collections::BTreeSet;

use shoring_core::{
    ddl,
    report::{Report, Severity},
    schema::{IndexKind, Schema},
    text::{Applicability, Edit, Fix, apply},
};

use crate::case::{Case, Looked};

/// What one analysis says, as far as the law asks.
struct Before {
    fix: Fix,
    schema: BTreeSet<String>,
    findings: Vec<(String, String)>,
    errors: usize,
    mended: (String, String),
}

/// Checks one fix of one finding.
///
/// # Errors
/// Which part of the law it breaks.
pub fn check(case: &Case, fingerprint: &str, nth: usize) -> Result<(), String> {
    let before = look(&case.look(), fingerprint, nth).ok_or("the finding is not there")?;
    let after = with_edits(case, &before.fix.edits)?.look();
    let (schema, findings, errors) = (after.schema, told(&after.report), syntax_errors(&after.report));
    if errors > before.errors {
        return Err("the text does not parse any more".to_owned());
    }
    // The fingerprints of equal findings are numbered: compare how often each finding is told.
    let mut left = findings;
    for finding in before.findings.iter().filter(|finding| **finding != before.mended) {
        if let Some(at) = left.iter().position(|it| it == finding) {
            left.remove(at);
        }
    }
    let times = |all: &[(String, String)]| all.iter().filter(|it| **it == before.mended).count();
    if times(&left) >= times(&before.findings) {
        return Err("the finding is still there".to_owned());
    }
    left.retain(|it| *it != before.mended);
    // An answer to a question leads to what follows from the answer.
    let is_answer = ["It is ", "Keep the "].iter().any(|answer| before.fix.title.starts_with(answer));
    if !left.is_empty() && !is_answer {
        return Err(format!("other findings appear: {left:?}"));
    }
    // A text with a mistake has no schema that a server would make: there is nothing to compare with.
    if before.fix.applicability == Applicability::Safe && before.mended.0 != "syntax-error" {
        let gone: Vec<&String> = before.schema.difference(&schema).collect();
        let new: Vec<&String> = schema.difference(&before.schema).collect();
        let one_plain_index = matches!(new.as_slice(), [one] if one.contains(" plain "));
        if !gone.is_empty() || !(new.is_empty() || one_plain_index) {
            return Err(format!("it is called safe, but the schema changes: gone {gone:?}, new {new:?}"));
        }
    }
    Ok(())
}

/// The case after all its fixes, and the check that fixing once more changes nothing.
pub fn settle(case: &Case, unsafe_fixes: bool) -> Case {
    let mut case = case.clone();
    for _ in 0..100 {
        let findings = case.look().findings;
        let mut fixes = findings.iter().filter_map(|finding| finding.fixes.first());
        let wanted = |fix: &&Fix| unsafe_fixes || fix.applicability == Applicability::Safe;
        let edits = fixes.find(wanted).map(|fix| fix.edits.clone());
        let Some(edits) = edits else { return case };
        case = with_edits(&case, &edits).unwrap_or_else(|error| panic!("{error}"));
    }
    panic!("fixing does not come to an end")
}

fn look(looked: &Looked, fingerprint: &str, nth: usize) -> Option<Before> {
    let report = &looked.report;
    let at = report.findings.iter().position(|finding| finding.fingerprint == fingerprint)?;
    let mended = told(report).get(at)?.clone();
    Some(Before {
        fix: looked.findings.get(at)?.fixes.get(nth)?.clone(),
        schema: looked.schema.clone(),
        findings: told(report),
        errors: syntax_errors(report),
        mended,
    })
}

/// Findings as the law compares them: by what they are about, not by where it stands.
fn told(report: &Report) -> Vec<(String, String)> {
    let subject = |finding: &shoring_core::report::Finding| {
        let names = format!("{:?}", finding.subject);
        // Problems of the text have no names: their message tells them apart.
        if finding.subject.kind == "file" { finding.message.clone() } else { names }
    };
    report.findings.iter().map(|finding| (finding.rule.clone(), subject(finding))).collect()
}

fn syntax_errors(report: &Report) -> usize {
    report
        .findings
        .iter()
        .filter(|finding| finding.rule == "syntax-error" && finding.severity == Severity::Error)
        .count()
}

/// The case with the edits of a fix in its texts.
///
/// # Errors
/// When they cannot be applied.
pub fn with_edits(case: &Case, edits: &[Edit]) -> Result<Case, String> {
    let workspace = case.workspace();
    let mut case = case.clone();
    for (id, file) in workspace.sources().files() {
        let edits: Vec<Edit> = edits.iter().filter(|edit| edit.file == id).cloned().collect();
        for text in case.files.iter_mut().filter(|it| it.path == file.path) {
            text.text = apply(&text.text, &edits).map_err(|error| error.to_string())?;
        }
    }
    Ok(case)
}

/// All that a schema says about its database, one line each.
pub fn describe(schema: &Schema) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for table in schema.tables() {
        let name = &table.get().name;
        lines.insert(format!("{name} table {:?}", table.get().engine));
        for check in &table.get().checks {
            lines.insert(format!(
                "{name} check {:?} {} enforced={} of={:?}",
                check.name, check.expression, check.enforced, check.column
            ));
        }
        if let Some(partitioning) = &table.get().partitioning {
            lines.insert(format!("{name} {}", ddl::partitioning(partitioning)));
        }
        for column in &table.get().columns {
            lines.insert(format!(
                "{name} column {} {} null={} default={:?} counts={} generated={:?} client={:?}",
                column.name,
                column.ty,
                column.nullable,
                column.default,
                column.auto_increment,
                column.generated,
                column.field
            ));
        }
        for index in table.keys() {
            let index = index.get();
            let kind = match index.kind {
                IndexKind::Plain => " plain ",
                _ => " key ",
            };
            lines.insert(format!(
                "{name}{kind}{:?} {} {:?} {:?} {:?} visible={}",
                index.kind, index.name, index.parts, index.method, index.predicate, index.visible
            ));
        }
        for foreign_key in table.foreign_keys() {
            let it = foreign_key.get();
            lines.insert(format!(
                "{name} foreign key {:?} {:?} -> {} {:?} {:?} {:?} {:?}",
                it.name,
                it.columns,
                it.referenced_table,
                it.referenced_columns,
                it.on_delete,
                it.on_update,
                it.enforcement
            ));
        }
    }
    lines
}
