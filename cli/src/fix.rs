//! Applies fixes to files, and shows what they change.

use shoring_core::{
    report::refusal::Refusal,
    text::Language,
    workspace::{Fixes, MendError, Options, Role, TextToMend, Workspace, mend},
};
use similar::TextDiff;

use crate::{Failure, Host};

/// The texts of one state, kept whole because they are to be mended.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    files: Vec<File>,
    texts: Vec<TextToMend>,
}

/// What is kept beside the text of a file.
#[derive(Debug)]
struct File {
    /// Where it is written to; `-` is standard output.
    path: String,
    before: String,
}

/// What fixing led to.
pub(crate) struct Mended {
    texts: Texts,
    before: Option<Workspace>,
    after: Workspace,
    /// How many findings were mended.
    pub(crate) fixed: usize,
}

impl Texts {
    pub(crate) fn add(&mut self, path: &str, name: &str, language: Language, role: Role, before: String) {
        let text = Ok(before.clone());
        self.files.push(File { path: path.to_owned(), before });
        self.texts.push(TextToMend { name: name.to_owned(), language, role, text });
    }

    /// A file that a search found and that cannot be read: told as a finding, and the rest goes on.
    pub(crate) fn add_unreadable(&mut self, path: &str, language: Language, role: Role, reason: String) {
        self.files.push(File { path: path.to_owned(), before: String::new() });
        self.texts.push(TextToMend { name: path.to_owned(), language, role, text: Err(reason) });
    }

    /// Each file, with its name and what it says now.
    fn each(&self) -> impl Iterator<Item = (&File, &str, &str)> {
        let both = self.files.iter().zip(&self.texts);
        both.map(|(file, text)| (file, text.name.as_str(), text.text.as_deref().unwrap_or_default()))
    }
}

/// Applies all fixes that may be applied.
pub(crate) fn settle(mut texts: Texts, options: &Options, fixes: Fixes) -> Result<Mended, Failure> {
    let mended = mend(&mut texts.texts, options, fixes).map_err(|error| match error {
        MendError::Read { name, error } => Refusal::of_file(&name, &error).into(),
        MendError::Edit { .. } => Failure::new(error.to_string()),
    })?;
    Ok(Mended { texts, before: mended.before, after: mended.after, fixed: mended.fixed })
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
        let changed = self.texts.each().filter(|(file, _, after)| file.before != *after);
        let diff = |(file, name, after): (&File, &str, &str)| {
            let diff = TextDiff::from_lines(file.before.as_str(), after);
            diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string()
        };
        changed.map(diff).collect()
    }

    /// Writes what changed; for standard input, all of it to standard output.
    pub(crate) fn write(&self, host: &mut dyn Host) -> Result<(), Failure> {
        for (file, _, after) in self.texts.each() {
            if file.path == "-" {
                host.out(after);
            } else if file.before != after {
                host.write(&file.path, after).map_err(|error| Failure::new(format!("{}: {error}", file.path)))?;
            }
        }
        Ok(())
    }
}
