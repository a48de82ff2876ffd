//! A state that documents of an editor are a part of: read once, and followed as they are edited.

use std::collections::{BTreeMap, BTreeSet};

use lsp_types::{Diagnostic, Uri};
use shoring_core::{
    report::{Base, Report},
    text::{Encoding, FileId},
    workspace::{Live, Role, Workspace},
};

use crate::{Before, ConfigFile, File, Found, documents::Replaced};

/// The most bytes of a text that are read. What no person writes by hand would keep an editor waiting.
const MAX_BYTES: usize = 64 << 20;

/// A state.
pub(crate) struct OpenState {
    /// The number of its folder.
    pub(crate) folder: usize,
    /// Its files; the texts of those that are not open, too.
    pub(crate) files: Vec<File>,
    pub(crate) config: Option<ConfigFile>,
    pub(crate) options: shoring_core::workspace::Options,
    /// The state before; the reason, where there is none.
    pub(crate) before: Result<Before, String>,
    /// Diagnostics are to be told at the next pause.
    pub(crate) is_due: bool,
    /// Its files, or what is around them, may have changed: it is to be found again.
    pub(crate) is_stale: bool,
    /// It was asked for, whether a document of it is open or not.
    pub(crate) is_pinned: bool,
    /// Which files have diagnostics that were told.
    pub(crate) told: BTreeSet<Uri>,
    /// What a client was told to show, where that is what was saved last.
    pub(crate) shown: Option<Shown>,
    /// Of what was told last; no other state of this server ever has the same.
    pub(crate) generation: u64,
    live: Option<Live>,
    /// The files that were edited since it was read: what is said of their texts here is not so any more.
    edited: BTreeSet<String>,
    ids: BTreeMap<String, FileId>,
    report: Option<Report>,
}

/// The diagnostics of each file, and a number that they keep as long as they are the same.
pub(crate) type Shown = (u64, BTreeMap<Uri, Vec<Diagnostic>>);

/// What is open of a state, by path.
pub(crate) type Open<'a> = BTreeMap<&'a str, &'a str>;

impl OpenState {
    /// The state that was found as the `nth` of all.
    pub(crate) fn new(nth: u32, folder: usize, found: Found, before: Result<Before, String>) -> Self {
        let Found { files, options, config, .. } = found;
        Self {
            folder,
            files,
            config,
            options,
            before,
            is_due: true,
            is_stale: false,
            is_pinned: false,
            told: BTreeSet::new(),
            shown: None,
            generation: u64::from(nth) << 32,
            live: None,
            edited: BTreeSet::new(),
            ids: BTreeMap::new(),
            report: None,
        }
    }

    /// Whether a file is a part of it.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path)
    }

    /// Takes the place of what was known of it. Where nothing of that is another now, it need not be read again.
    pub(crate) fn replace(&mut self, old: Self, open: &Open<'_>) {
        self.is_pinned |= old.is_pinned;
        let is_same = |(one, other): (&File, &File)| {
            let has_same_text = if old.edited.contains(&one.path) {
                open.contains_key(one.path.as_str())
            } else {
                one.text == other.text
            };
            (&one.path, one.language, one.role) == (&other.path, other.language, other.role) && has_same_text
        };
        let are_same = self.files.len() == old.files.len() && self.files.iter().zip(&old.files).all(is_same);
        if are_same && self.options == old.options && self.before == old.before {
            (self.live, self.ids, self.edited) = (old.live, old.ids, old.edited);
            // Without a report, something was edited since it was told.
            self.is_due = old.is_due || old.report.is_none();
            (self.report, self.generation, self.shown) = (old.report, old.generation, old.shown);
        }
        self.told.extend(old.told);
    }

    /// A file of it was closed: its text is that of the disk again.
    pub(crate) fn close(&mut self, path: &str) {
        if self.edited.contains(path) {
            self.live = None;
            self.report = None;
        }
    }

    /// Follows an edit of one of its files.
    pub(crate) fn edit(&mut self, path: &str, replaced: &Replaced) {
        self.report = None;
        if !self.edited.contains(path) {
            self.edited.insert(path.to_owned());
        }
        let taken = match (self.live.as_mut(), self.ids.get(path)) {
            (Some(live), Some(id)) => live.edit(*id, replaced.start, replaced.end, &replaced.text).is_some(),
            _ => false,
        };
        if !taken {
            self.live = None;
        }
    }

    /// The state, read.
    pub(crate) fn live(&mut self, open: &Open<'_>) -> &mut Live {
        if self.live.is_none() {
            self.read(open);
        }
        self.live.get_or_insert_with(|| Live::new(Workspace::new(), shoring_core::workspace::Options::default()))
    }

    /// The number of one of its files among those that were read.
    pub(crate) fn id(&self, path: &str) -> Option<FileId> {
        self.ids.get(path).copied()
    }

    fn read(&mut self, open: &Open<'_>) {
        let mut workspace = Workspace::new();
        let judged = self.before.as_ref().ok().filter(|before| before.judged_elsewhere.is_none());
        let added = judged.map(|before| &before.added);
        for file in judged.iter().flat_map(|before| &before.files) {
            let name = format!("{}:{}", judged.map_or("", |before| before.name.as_str()), file.path);
            add(&mut workspace, &name, file, Role::Base, file.text.as_deref());
        }
        self.ids.clear();
        for file in &self.files {
            let text = match open.get(file.path.as_str()) {
                Some(text) => Ok(*text),
                None => file.text.as_deref(),
            };
            let is_added = file.role == Role::History && added.is_some_and(|added| added.contains(&file.path));
            let role = if is_added { Role::Added } else { file.role };
            let id = add(&mut workspace, &file.path, file, role, text);
            self.ids.insert(file.path.clone(), id);
        }
        self.live = Some(Live::new(workspace, self.options.clone()));
    }

    /// Makes its report anew when it is asked next: what is told of it hangs on more than its texts.
    pub(crate) fn tell_again(&mut self) {
        self.report = None;
        self.is_due = true;
    }

    /// What is wrong with it, and what it changes since the state before, where that is judged.
    pub(crate) fn report(&mut self, open: &Open<'_>, encoding: Encoding) -> &Report {
        if self.report.is_none() {
            let base = self.base();
            let (analysis, comparison) = self.live(open).check();
            let mut report = Report::of_live(&analysis, comparison.as_ref(), encoding);
            report.base = base.filter(|_| comparison.is_some());
            self.generation += 1;
            self.report = Some(report);
        }
        self.report.get_or_insert_with(|| Report::join(Vec::new()))
    }

    /// The commit that it is compared with.
    fn base(&self) -> Option<Base> {
        let before = self.before.as_ref().ok()?;
        let (name, commit, evidence) = (before.name.clone(), before.commit.clone(), before.evidence.clone());
        Some(Base { name, commit, evidence })
    }

    /// Why its changes are not judged; none where they are.
    pub(crate) fn unjudged(&self) -> Option<&str> {
        match &self.before {
            Ok(before) => before.judged_elsewhere.as_deref(),
            Err(reason) => Some(reason),
        }
    }

    /// The report that was made last.
    pub(crate) fn told_report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    /// The text of one of its files that is not open.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path)?.text.as_deref().ok()
    }
}

/// Adds a file; one that cannot be read is told as a finding, and the rest goes on.
fn add(workspace: &mut Workspace, name: &str, file: &File, role: Role, text: Result<&str, &String>) -> FileId {
    let refused = match text {
        Ok(text) if text.len() > MAX_BYTES => format!("it is larger than {MAX_BYTES} bytes"),
        Ok(text) => match workspace.add(name, file.language, role, text.as_bytes()) {
            Ok(id) => return id,
            Err(error) => error.to_string(),
        },
        Err(reason) => reason.clone(),
    };
    workspace.add_unreadable(name, file.language, role, &refused)
}
