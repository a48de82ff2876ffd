//! What an editor offers at a place: the fixes of the findings there, to silence them, to read about them.

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, Command, Diagnostic, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::json;
use shoring_core::report::{Edit, Finding};
use similar::{DiffOp, TextDiff};

use crate::diagnostics::Files;

/// The command that shows the page of a rule.
pub(crate) const EXPLAIN: &str = "shoring.explain";

/// The kind of action that applies all safe fixes.
pub(crate) const FIX_ALL: &str = "source.fixAll.shoring";

/// Edits of one or more files, as a client takes them.
pub(crate) struct Edits<'a> {
    /// Whether the client takes edits that name the version of a text.
    pub(crate) versioned: bool,
    /// The version of an open text.
    pub(crate) version: &'a dyn Fn(&str) -> Option<i32>,
}

impl Edits<'_> {
    /// None where an edit is of a file that is not one of the state.
    pub(crate) fn of(&self, edits: &[Edit], files: &mut Files<'_>) -> Option<WorkspaceEdit> {
        let mut of_files: Vec<(Uri, &str, Vec<TextEdit>)> = Vec::new();
        for edit in edits {
            let range = files.range(&edit.file, edit.start, edit.end)?;
            let uri = (files.uri)(&edit.file)?;
            let new = TextEdit { range, new_text: edit.text.clone() };
            match of_files.iter_mut().find(|(_, file, _)| *file == edit.file) {
                Some((.., edits)) => edits.push(new),
                None => of_files.push((uri, &edit.file, vec![new])),
            }
        }
        if !self.versioned {
            let changes: HashMap<Uri, Vec<TextEdit>> =
                of_files.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
            return Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() });
        }
        let of_file = |(uri, file, edits): (Uri, &str, Vec<TextEdit>)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version: (self.version)(file) },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        };
        let changes = DocumentChanges::Edits(of_files.into_iter().map(of_file).collect());
        Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
    }
}

/// The fixes of a finding, the best first; that one is preferred.
pub(crate) fn fixes(
    finding: &Finding,
    diagnostic: &Diagnostic,
    edits: &Edits<'_>,
    files: &mut Files<'_>,
) -> Vec<CodeActionOrCommand> {
    let mut actions = Vec::new();
    for (nth, fix) in finding.fixes.iter().enumerate() {
        let Some(edit) = edits.of(&fix.edits, files) else { continue };
        actions.push(CodeActionOrCommand::CodeAction(CodeAction {
            title: fix.title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic.clone()]),
            edit: Some(edit),
            is_preferred: (nth == 0).then_some(true),
            ..CodeAction::default()
        }));
    }
    actions
}

/// Whether a fix of a finding is to silence it: then it is not offered once more.
pub(crate) fn silences_itself(finding: &Finding) -> bool {
    let comment = format!("shoring-ignore {}", finding.rule);
    finding.fixes.iter().flat_map(|fix| &fix.edits).any(|edit| edit.text.contains(&comment))
}

/// Writes a comment that silences a rule at a place.
pub(crate) fn ignore(finding: &Finding, diagnostic: &Diagnostic, edit: WorkspaceEdit) -> CodeActionOrCommand {
    CodeActionOrCommand::CodeAction(CodeAction {
        title: format!("Ignore {} here", finding.rule),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic.clone()]),
        edit: Some(edit),
        ..CodeAction::default()
    })
}

/// Shows the page of a rule.
pub(crate) fn explain(rule: &str) -> CodeActionOrCommand {
    let title = format!("Explain {rule}");
    let command = Command { title: title.clone(), command: EXPLAIN.to_owned(), arguments: Some(vec![json!(rule)]) };
    CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        command: Some(command),
        ..CodeAction::default()
    })
}

/// Applies all safe fixes.
pub(crate) fn fix_all(count: usize, edit: WorkspaceEdit) -> CodeActionOrCommand {
    let findings = if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") };
    CodeActionOrCommand::CodeAction(CodeAction {
        title: format!("Fix all that is safe to fix ({findings})"),
        kind: Some(CodeActionKind::new(FIX_ALL)),
        edit: Some(edit),
        ..CodeAction::default()
    })
}

/// The edits that make one text of another: line by line, so that what stays is not touched.
pub(crate) fn edits_between(file: &str, before: &str, after: &str) -> Vec<Edit> {
    let diff = TextDiff::from_lines(before, after);
    let starts = |text: &str| {
        let mut at = 0;
        let mut starts = vec![0];
        starts.extend(diff_lines(text).map(|line| {
            at += line.len();
            at
        }));
        starts
    };
    let (old, new) = (starts(before), starts(after));
    let at = |starts: &[usize], line: usize| starts.get(line).or(starts.last()).copied().unwrap_or_default();
    let edit = |op: &DiffOp| {
        let (of_old, of_new) = (op.old_range(), op.new_range());
        let text = after.get(at(&new, of_new.start)..at(&new, of_new.end)).unwrap_or_default();
        let (start, end) = (at(&old, of_old.start) as u64, at(&old, of_old.end) as u64);
        Edit { file: file.to_owned(), start, end, text: text.to_owned() }
    };
    diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).map(edit).collect()
}

/// The lines of a text as the diff cuts them.
fn diff_lines(text: &str) -> impl Iterator<Item = &str> {
    use similar::DiffableStr;
    text.tokenize_lines().into_iter()
}
