//! Applies fixes until none is left that may be applied: one fix can make room for another.

use super::{Options, ReadError, Role, Workspace};
use crate::{
    diagnostic::Diagnostic,
    text::{Applicability, Edit, EditError, Language, apply},
};

/// The most rounds of fixing. Each applies at least one fix; a fix brings no finding, so this is never reached.
const MAX_ROUNDS: usize = 1_000;

/// A text of a state that is to be mended.
#[derive(Clone, Debug)]
pub struct TextToMend {
    /// What it is shown as.
    pub name: String,
    /// What it is written in.
    pub language: Language,
    /// What it is for.
    pub role: Role,
    /// What it says; why it cannot be read, where it cannot.
    pub text: Result<String, String>,
}

/// What fixing led to; the texts that were given hold what they say now.
#[derive(Debug)]
pub struct Mended {
    /// The state as it was; absent where nothing was mended.
    pub before: Option<Workspace>,
    /// The state as it is with the fixes.
    pub after: Workspace,
    /// How many findings were mended.
    pub fixed: usize,
}

/// Why texts cannot be mended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MendError {
    /// A text cannot be read.
    #[error("{name}: {error}")]
    Read {
        /// The text.
        name: String,
        /// Why.
        error: ReadError,
    },
    /// A fix does not fit the text that it was made for.
    #[error("{name}: a fix cannot be applied: {error}")]
    Edit {
        /// The text.
        name: String,
        /// Why.
        error: EditError,
    },
}

/// Applies all fixes that may be applied.
///
/// # Errors
/// When a text cannot be read, or a fix does not fit it.
pub fn mend(texts: &mut [TextToMend], options: &Options, fixes: Fixes) -> Result<Mended, MendError> {
    let mut before: Option<(Workspace, usize)> = None;
    let mut rounds = 0;
    loop {
        let workspace = read(texts)?;
        let (found, edits) = {
            let findings = workspace.lint(options).findings;
            (findings.len(), edits_of_a_round(&findings, fixes))
        };
        if edits.is_empty() || rounds == MAX_ROUNDS {
            // A fix that takes two findings away has mended two.
            let gone = before.as_ref().map_or(0, |(_, at_first)| at_first.saturating_sub(found));
            return Ok(Mended { before: before.map(|(workspace, _)| workspace), after: workspace, fixed: gone });
        }
        // The files of a workspace are numbered in the order in which they were added.
        for ((id, _), file) in workspace.sources().files().zip(texts.iter_mut()) {
            let edits: Vec<Edit> = edits.iter().flatten().filter(|edit| edit.file == id).cloned().collect();
            if let Ok(text) = &mut file.text
                && !edits.is_empty()
            {
                let name = &file.name;
                *text = apply(text, &edits).map_err(|error| MendError::Edit { name: name.clone(), error })?;
            }
        }
        before.get_or_insert((workspace, found));
        rounds += 1;
    }
}

/// Which fixes may be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixes {
    /// Those that are safe.
    Safe,
    /// All.
    All,
}

fn read(texts: &[TextToMend]) -> Result<Workspace, MendError> {
    let mut workspace = Workspace::new();
    for file in texts {
        match &file.text {
            Ok(text) => {
                let added = workspace.add(&file.name, file.language, file.role, text.as_bytes());
                added.map_err(|error| MendError::Read { name: file.name.clone(), error })?;
            }
            Err(reason) => _ = workspace.add_unreadable(&file.name, file.language, file.role, reason),
        }
    }
    Ok(workspace)
}

/// The fixes that can be applied at once: no two change or fill the same place.
fn edits_of_a_round(findings: &[Diagnostic], fixes: Fixes) -> Vec<Vec<Edit>> {
    let mut taken: Vec<Edit> = Vec::new();
    let mut round = Vec::new();
    for finding in findings {
        let may_be = |applicability| fixes == Fixes::All || applicability == Applicability::Safe;
        let Some(fix) = finding.fixes.first().filter(|fix| may_be(fix.applicability)) else { continue };
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
