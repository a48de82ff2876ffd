//! Applies fixes until nothing is left to apply.

use shoring_core::{
    diagnostic::Diagnostic,
    text::{Applicability, Edit, Language, SourceMap, apply},
    workspace::{Options, Role, Workspace},
};
use similar::TextDiff;

use crate::{Failure, Host, read::unreadable};

/// The most rounds of fixing. Each applies at least one fix; a fix brings no finding, so this is never reached.
const MAX_ROUNDS: usize = 1_000;

/// The texts of one state, kept whole because they are to be mended.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    files: Vec<Text>,
}

#[derive(Clone, Debug)]
struct Text {
    /// Where it is written to; `-` is standard output.
    path: String,
    /// What it is shown as.
    name: String,
    language: Language,
    role: Role,
    before: String,
    after: String,
    /// Why it could not be read, where a search found it.
    unreadable: Option<String>,
}

/// What fixing led to.
pub(crate) struct Mended {
    files: Vec<Text>,
    /// The state as it was; absent where nothing was mended.
    before: Option<Workspace>,
    /// The state as it is with the fixes.
    after: Workspace,
    /// How many findings were mended.
    pub(crate) fixed: usize,
}

impl Texts {
    pub(crate) fn add(&mut self, path: &str, name: &str, language: Language, role: Role, before: String) {
        let (path, name, after) = (path.to_owned(), name.to_owned(), before.clone());
        self.files.push(Text { path, name, language, role, before, after, unreadable: None });
    }

    /// A file that a search found and that cannot be read: told as a finding, and the rest goes on.
    pub(crate) fn add_unreadable(&mut self, path: &str, language: Language, role: Role, reason: String) {
        self.add(path, path, language, role, String::new());
        if let Some(file) = self.files.last_mut() {
            file.unreadable = Some(reason);
        }
    }

    fn workspace(&self) -> Result<Workspace, Failure> {
        let mut workspace = Workspace::new();
        for file in &self.files {
            if let Some(reason) = &file.unreadable {
                workspace.add_unreadable(&file.name, file.language, file.role, reason);
                continue;
            }
            let added = workspace.add(&file.name, file.language, file.role, file.after.as_bytes());
            added.map_err(|error| unreadable(&file.name, &error))?;
        }
        Ok(workspace)
    }
}

/// Applies all fixes that may be applied.
pub(crate) fn settle(mut texts: Texts, options: &Options, unsafe_fixes: bool) -> Result<Mended, Failure> {
    let mut before: Option<(Workspace, usize)> = None;
    let mut rounds = 0;
    loop {
        let workspace = texts.workspace()?;
        let (found, edits) = {
            let findings = workspace.lint(options).findings;
            (findings.len(), edits_of_a_round(&findings, unsafe_fixes))
        };
        if edits.is_empty() || rounds == MAX_ROUNDS {
            // A fix that takes two findings away has mended two.
            let fixed = before.as_ref().map_or(0, |(_, at_first)| at_first.saturating_sub(found));
            let before = before.map(|(workspace, _)| workspace);
            return Ok(Mended { files: texts.files, before, after: workspace, fixed });
        }
        mend(&mut texts, workspace.sources(), &edits)?;
        before.get_or_insert((workspace, found));
        rounds += 1;
    }
}

/// The fixes that can be applied at once: no two change or fill the same place.
fn edits_of_a_round(findings: &[Diagnostic], unsafe_fixes: bool) -> Vec<Vec<Edit>> {
    let mut taken: Vec<Edit> = Vec::new();
    let mut round = Vec::new();
    for finding in findings {
        let fix = finding.fixes.first().filter(|fix| unsafe_fixes || fix.applicability == Applicability::Safe);
        let Some(fix) = fix else { continue };
        let touches = |a: &Edit, b: &Edit| a.file == b.file && a.start <= b.end && b.start <= a.end;
        // Two findings of one place may come with one edit.
        let overlap = |a: &Edit, b: &Edit| a.file == b.file && a.start < b.end && b.start < a.end;
        let in_itself = fix.edits.iter().enumerate();
        let mut in_itself =
            in_itself.flat_map(|(at, edit)| fix.edits.iter().skip(at + 1).map(move |other| (edit, other)));
        if in_itself.any(|(edit, other)| overlap(edit, other)) {
            continue;
        }
        if fix.edits.iter().any(|edit| taken.iter().any(|other| touches(edit, other))) {
            continue;
        }
        taken.extend(fix.edits.iter().cloned());
        round.push(fix.edits.clone());
    }
    round
}

fn mend(texts: &mut Texts, sources: &SourceMap, round: &[Vec<Edit>]) -> Result<(), Failure> {
    // The files of a workspace are numbered in the order in which they were added.
    for ((id, file), text) in sources.files().zip(&mut texts.files) {
        let edits: Vec<Edit> = round.iter().flatten().filter(|edit| edit.file == id).cloned().collect();
        if !edits.is_empty() {
            let after = apply(&text.after, &edits);
            text.after =
                after.map_err(|error| Failure::new(format!("{}: a fix cannot be applied: {error}", file.path)))?;
        }
    }
    Ok(())
}

impl Mended {
    /// The state as it was.
    pub(crate) fn into_before(self) -> Workspace {
        self.before.unwrap_or(self.after)
    }

    /// The state as it is with the fixes.
    pub(crate) fn into_after(self) -> Workspace {
        self.after
    }

    /// What changes, as a unified diff.
    pub(crate) fn unified(&self) -> String {
        let changed = self.files.iter().filter(|file| file.before != file.after);
        let diff = |file: &Text| {
            let diff = TextDiff::from_lines(&file.before, &file.after);
            diff.unified_diff().header(&format!("a/{}", file.name), &format!("b/{}", file.name)).to_string()
        };
        changed.map(diff).collect()
    }

    /// Writes what changed; for standard input, all of it to standard output.
    pub(crate) fn write(&self, host: &mut dyn Host) -> Result<(), Failure> {
        for file in &self.files {
            if file.path == "-" {
                host.out(&file.after);
            } else if file.before != file.after {
                host.write(&file.path, &file.after).map_err(|error| Failure::new(format!("{}: {error}", file.path)))?;
            }
        }
        Ok(())
    }
}
