//! The report of a state that is edited, told by what has changed since it was told last.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{
    Finding, Places, Report, Summary,
    call::{Asked, Files, Offsets, Read, check_size},
    finding,
    refusal::Refusal,
};
use crate::{
    lint::fingerprint,
    text::{Encoding, FileId, Moved},
    workspace::{Live, LiveAnalysis},
};

/// The findings that were told, by number.
#[derive(Clone, Debug, Default)]
pub struct Told(FxHashMap<u32, Fingerprint>);

/// The fingerprint of a finding that was told.
#[derive(Clone, Copy, Debug)]
struct Fingerprint {
    /// The hash of the names in it, which stays what it is.
    names: u64,
    number: u64,
}

/// A report, and which of its findings are new.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportUpdate {
    /// Nothing was told before: numbers of earlier answers mean nothing any more.
    pub is_anew: bool,
    /// All of it but the findings.
    pub report: Report,
    /// The findings by number, in their order.
    pub order: Vec<u32>,
    /// Those that were not told before, or differ in more than their place, in the order of the text.
    pub new: Vec<NumberedFinding>,
    /// Where the text behind each edit has gone since: the places of findings that were told before move with it, in this
    /// order.
    pub moved: Vec<MovedIn>,
}

/// A finding, and the number that it keeps.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NumberedFinding {
    /// Its number.
    pub number: u32,
    /// The finding.
    pub finding: Finding,
}

/// Where the text behind an edit has gone. Offsets are in the unit that the caller counts in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedIn {
    /// The file.
    pub file: String,
    /// Where it was.
    pub from: u64,
    /// How much further behind it is.
    pub by: i64,
    /// How many lines further down it is.
    pub lines: i64,
}

impl MovedIn {
    /// In bytes.
    pub fn new(file: impl Into<String>, moved: Moved) -> Self {
        Self { file: file.into(), from: moved.from, by: moved.bytes, lines: moved.lines }
    }
}

impl ReportUpdate {
    /// What differs from what was `told`, which is told by this.
    pub fn new(analysis: &LiveAnalysis<'_>, moved: Vec<MovedIn>, told: &mut Told, encoding: Encoding) -> Self {
        let mut places = Places::new(analysis.sources, encoding);
        let all = || analysis.findings.iter().map(|it| &it.diagnostic);
        let names: Vec<u64> = analysis
            .findings
            .iter()
            .map(|it| {
                let told = told.0.get(&it.number).map(|told| told.names);
                told.unwrap_or_else(|| fingerprint::names(&it.diagnostic, &analysis.target.target))
            })
            .collect();
        let fingerprints = fingerprint::numbers(names.iter().copied());
        let is_anew = told.0.is_empty();
        let mut now = FxHashMap::with_capacity_and_hasher(fingerprints.len(), rustc_hash::FxBuildHasher);
        let mut new = Vec::new();
        for ((it, names), number) in analysis.findings.iter().zip(names).zip(fingerprints) {
            if told.0.get(&it.number).is_none_or(|told| told.number != number) {
                let finding = finding(&it.diagnostic, fingerprint::text(number), &mut places);
                new.push(NumberedFinding { number: it.number, finding });
            }
            now.insert(it.number, Fingerprint { names, number });
        }
        told.0 = now;
        let report = Report::of_state(analysis.target, analysis.files, analysis.notes, &mut places);
        Self {
            is_anew,
            report: Report { summary: Summary::of(all()), ..report },
            order: analysis.findings.iter().map(|it| it.number).collect(),
            new,
            moved,
        }
    }

    /// The same with every offset counted otherwise, but for where text has gone.
    pub fn map_offsets(&mut self, convert: impl FnMut(&str, u64) -> u64) {
        let new = self.new.iter_mut().map(|it| &mut it.finding);
        self.report.map_offsets_with(new, convert);
    }
}

/// How much room a file that is typed into gets at once, in bytes.
const ROOM: usize = 64 << 10;

/// Files that were read, and what was told of them.
#[derive(Debug)]
pub struct LiveFiles {
    live: Live,
    positions: Encoding,
    offsets: Offsets,
    told: Told,
    moved: Vec<MovedIn>,
}

impl LiveFiles {
    /// Reads files.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn read(files: &Files, asked: &Asked) -> Result<Self, Refusal> {
        let mut read = Read::new(asked.positions);
        read.add(&files.files)?;
        Ok(Self {
            live: Live::new(read.workspace, asked.options(&[files])),
            positions: asked.positions,
            offsets: read.offsets,
            told: Told::default(),
            moved: Vec::new(),
        })
    }

    /// Replaces `start..end` of one of these files by other text, here and in the file itself. Answers false where it is not
    /// taken: then the file is what it was, and these have to be read anew.
    ///
    /// # Errors
    /// When all files are too large then.
    pub fn edit(&mut self, files: &mut Files, path: &str, start: u64, end: u64, text: &str) -> Result<bool, Refusal> {
        let others = files.size_without(path);
        let Some((number, file)) = files.files.iter_mut().enumerate().find(|(_, it)| it.path == path) else {
            return Ok(false);
        };
        check_size(others + file.text.len() + text.len())?;
        let before = self.offsets.take(path);
        let is_ascii = before.is_none();
        let before = before.unwrap_or_default();
        let (from, to) = (before.bytes(start), before.bytes(end));
        let (Ok(id), Ok(first), Ok(last)) = (u32::try_from(number), usize::try_from(from), usize::try_from(to)) else {
            return Ok(false);
        };
        let Some(moved) = self.live.edit(FileId(id), from, to, text) else { return Ok(false) };
        // It was taken, so these are bytes of the file. Its room grows by some letters, not by as much as there is.
        if file.text.capacity() - file.text.len() < text.len() {
            file.text.reserve_exact(text.len() + ROOM);
        }
        file.text.splice(first..last, text.bytes());
        let mut moved_in = MovedIn::new(path, moved);
        // As long as all of it is ASCII, bytes and code units are the same.
        if self.positions == Encoding::Utf16 && !(is_ascii && text.is_ascii()) {
            self.offsets.add(path, &file.text);
            let units = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
            moved_in.from = before.units(moved.from);
            let now = self.offsets.units(path, moved.from.saturating_add_signed(moved.bytes));
            moved_in.by = units(now) - units(moved_in.from);
        }
        self.moved.push(moved_in);
        Ok(true)
    }

    /// What has changed since this was asked last.
    pub fn update(&mut self) -> ReportUpdate {
        let moved = std::mem::take(&mut self.moved);
        let mut update = ReportUpdate::new(&self.live.lint(), moved, &mut self.told, self.positions);
        if !self.offsets.is_empty() {
            update.map_offsets(|path, byte| self.offsets.units(path, byte));
        }
        update
    }
}
