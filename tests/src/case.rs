//! A case: the files of a state, and what is expected of them.
//!
//! Expected findings are drawn under the line they are about, as comments that are taken out before the text is read:
//!
//! ```text
//!   author   User @relation(fields: [authorId], references: [id])
//! //^^^^^^ error[missing-foreign-key-index] Post.author has no index
//! ```
//!
//! The carets mark the place; `//@` instead of them means anywhere on the line above. The words behind the rule must
//! occur in the message. In SQL the comment begins with `--`. `label words` instead of a severity and a rule draws another
//! place that a finding points to; such places may be left out.

use std::collections::BTreeSet;

use shoring_core::{
    config::Config,
    diagnostic::Diagnostic,
    report::Report,
    target::Target,
    text::{Encoding, Language},
    workspace::{Options, Role, Workspace},
};

use crate::{
    fix_law::describe,
    markdown::{Fence, Section},
};

/// A state to be looked at.
#[derive(Clone, Debug)]
pub struct Case {
    /// The files.
    pub files: Vec<CaseFile>,
    /// `target=…` behind a fence.
    pub target: Option<Target>,
    /// What a fence of TOML says: a `shoring.toml`.
    pub config: Config,
    /// `today=…` behind a fence.
    pub today: Option<String>,
    /// The findings that are drawn.
    pub expected: Vec<Expected>,
    /// The other places of findings that are drawn: `rule` and `severity` are empty.
    pub labels: Vec<Expected>,
    /// `fixed`: the first file after its safe fixes; `fixed,unsafe`: after all.
    pub fixed: Vec<Fixed>,
    /// `statements`: the SQL that leads from the state before to the state after.
    pub statements: Option<String>,
    /// `notes`: what is said beside the findings, a line each.
    pub notes: Option<String>,
}

/// One file of a case.
#[derive(Clone, Debug)]
pub struct CaseFile {
    pub path: String,
    pub language: Language,
    pub role: Role,
    /// Without the drawn comments.
    pub text: String,
}

/// A finding that is drawn.
#[derive(Clone, Debug)]
pub struct Expected {
    pub path: String,
    /// From 1, in the text without the drawn comments.
    pub line: u32,
    /// From 1, first and one past the last, in characters; absent: anywhere on the line.
    pub columns: Option<(u32, u32)>,
    pub severity: String,
    pub rule: String,
    pub words: String,
}

/// What a file looks like after its fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    pub path: String,
    pub unsafe_fixes: bool,
    pub text: String,
}

const DATASOURCE: &str = "datasource.prisma";

impl Case {
    /// The case of a section.
    pub fn of(section: &Section) -> Self {
        let mut case = Self {
            files: Vec::new(),
            target: None,
            config: Config::default(),
            today: None,
            expected: Vec::new(),
            labels: Vec::new(),
            fixed: Vec::new(),
            statements: None,
            notes: None,
        };
        for fence in &section.fences {
            case.add(fence);
        }
        for is_base in [false, true] {
            case.add_datasource(section, is_base);
        }
        case
    }

    /// Models without a datasource are for PlanetScale: what most people here have.
    fn add_datasource(&mut self, section: &Section, is_base: bool) {
        let mut of_side =
            self.files.iter().filter(|file| file.language == Language::Prisma && (file.role == Role::Base) == is_base);
        let Some(role) = of_side.clone().next().map(|file| file.role) else { return };
        if of_side.any(|file| file.text.contains("datasource ")) {
            return;
        }
        let value = |key: &str, usual: &str| {
            // What stands behind one fence is true of both sides, unless the other fence says otherwise.
            let (own, others): (Vec<&Fence>, Vec<&Fence>) =
                section.fences.iter().partition(|fence| fence.says("base") == is_base);
            own.into_iter().chain(others).find_map(|fence| fence.value(key)).unwrap_or(usual).to_owned()
        };
        let text = format!(
            "datasource db {{\n  provider     = \"{}\"\n  relationMode = \"{}\"\n}}\n",
            value("provider", "mysql"),
            value("mode", "prisma")
        );
        let path = if is_base { format!("before-{DATASOURCE}") } else { DATASOURCE.to_owned() };
        self.files.push(CaseFile { path, language: Language::Prisma, role, text });
    }

    fn add(&mut self, fence: &Fence) {
        if fence.language == "toml" {
            self.config = Config::read(&fence.text).unwrap_or_else(|error| panic!("line {}: {error:?}", fence.line));
            return;
        }
        let language = if fence.language == "prisma" { Language::Prisma } else { Language::Sql };
        let usual = match (language, fence.says("base")) {
            (Language::Prisma, false) => "schema.prisma",
            (Language::Prisma, true) => "before.prisma",
            (Language::Sql, false) => "schema.sql",
            (Language::Sql, true) => "before.sql",
        };
        let usual = match () {
            () if fence.says("vschema") => "vschema.json",
            () if fence.says("routing-rules") => "routing-rules.json",
            () => usual,
        };
        let path = fence.value("path").unwrap_or(usual).to_owned();
        if let Some(target) = fence.value("target") {
            self.target = Some(Target::parse(target).unwrap_or_else(|error| panic!("line {}: {error}", fence.line)));
        }
        if let Some(today) = fence.value("today") {
            self.today = Some(today.to_owned());
        }
        // `crlf` turns the text's line breaks into those of Windows.
        let breaks = |text: String| if fence.says("crlf") { text.replace('\n', "\r\n") } else { text };
        if fence.says("statements") {
            self.statements = Some(fence.text.clone());
            return;
        }
        if fence.says("notes") {
            self.notes = Some(fence.text.clone());
            return;
        }
        if fence.says("fixed") {
            self.fixed.push(Fixed { path, unsafe_fixes: fence.says("unsafe"), text: breaks(fence.text.clone()) });
            return;
        }
        let (text, expected) = split_drawn(&fence.text, &path, language);
        let role = match () {
            () if fence.says("relations") => Role::Relations,
            () if fence.says("vschema") => Role::VSchema,
            () if fence.says("routing-rules") => Role::RoutingRules,
            () if fence.says("base") => Role::Base,
            () if fence.says("added") => Role::Added,
            () => Role::State,
        };
        let (labels, expected): (Vec<_>, Vec<_>) = expected.into_iter().partition(|it| it.rule.is_empty());
        self.expected.extend(expected);
        self.labels.extend(labels);
        self.files.push(CaseFile { path, language, role, text: breaks(text) });
    }

    /// The workspace of the case.
    pub fn workspace(&self) -> Workspace {
        let mut workspace = Workspace::new();
        for file in &self.files {
            let added = workspace.add(&file.path, file.language, file.role, file.text.as_bytes());
            added.unwrap_or_else(|error| panic!("{}: {error}", file.path));
        }
        workspace
    }

    /// What is asked of the analysis.
    pub fn options(&self) -> Options {
        Options {
            config: self.config.clone(),
            target: self.target.clone(),
            today: self.today.clone(),
            ..Options::default()
        }
    }

    /// Whether it has a state before.
    pub fn compares(&self) -> bool {
        self.files.iter().any(|file| file.role == Role::Base)
    }

    /// Lints the case, or compares its two states.
    pub fn look(&self) -> Looked {
        Looked::at(self, &self.workspace())
    }

    /// The case with other texts in its files.
    pub fn with_texts(&self, change: impl Fn(&CaseFile) -> String) -> Self {
        let mut case = self.clone();
        for (file, before) in case.files.iter_mut().zip(&self.files) {
            file.text = change(before);
        }
        case
    }
}

/// What is found in a case.
#[derive(Debug)]
pub struct Looked {
    pub report: Report,
    pub findings: Vec<Diagnostic>,
    /// The state, or the state after, as lines.
    pub schema: BTreeSet<String>,
}

impl Looked {
    /// Looks at a workspace that was filled with the files of a case.
    pub fn at(case: &Case, workspace: &Workspace) -> Self {
        if !case.compares() {
            let analysis = workspace.lint(&case.options());
            let report = Report::new(&analysis, Encoding::Characters);
            return Self { report, schema: describe(&analysis.schema), findings: analysis.findings };
        }
        let states = workspace.states(&case.options()).unwrap_or_else(|error| panic!("{error}"));
        let comparison = states.compare(&case.options());
        let report = Report::of_comparison(&comparison, Encoding::Characters);
        Self { report, schema: describe(states.head()), findings: comparison.findings }
    }
}

/// Takes the drawn comments out of a text.
fn split_drawn(text: &str, path: &str, language: Language) -> (String, Vec<Expected>) {
    let marker = if language == Language::Prisma { "//" } else { "--" };
    let mut kept = String::new();
    let mut expected = Vec::new();
    let mut line = 0;
    for written in text.split_inclusive('\n') {
        if let Some((columns, rest)) = drawn(written.trim_end(), marker) {
            if let Some(words) = rest.strip_prefix("label ") {
                let (severity, rule, words) = (String::new(), String::new(), words.trim().to_owned());
                expected.push(Expected { path: path.to_owned(), line, columns, severity, rule, words });
                continue;
            }
            let (severity, rest) =
                rest.split_once('[').unwrap_or_else(|| panic!("{path}: `severity[rule] words`, not `{rest}`"));
            let (rule, words) =
                rest.split_once(']').unwrap_or_else(|| panic!("{path}: `severity[rule] words`, not `{rest}`"));
            expected.push(Expected {
                path: path.to_owned(),
                line,
                columns,
                severity: severity.trim().to_owned(),
                rule: rule.to_owned(),
                words: words.trim().to_owned(),
            });
        } else {
            kept.push_str(written);
            line += 1;
        }
    }
    (kept, expected)
}

/// From 1, first and one past the last, in characters; absent: anywhere on the line.
pub type Columns = Option<(u32, u32)>;

/// The columns and the words of a drawn comment.
pub fn drawn<'t>(line: &'t str, marker: &str) -> Option<(Columns, &'t str)> {
    let indent = line.chars().take_while(|c| *c == ' ').count();
    let rest = line.trim_start().strip_prefix(marker)?;
    if let Some(rest) = rest.strip_prefix('@') {
        return Some((None, rest.trim_start()));
    }
    let blanks = rest.chars().take_while(|c| *c == ' ').count();
    let rest = rest.trim_start();
    let carets = rest.chars().take_while(|c| *c == '^').count();
    if carets == 0 {
        return None;
    }
    let start = indent + marker.len() + blanks + 1;
    let columns = (u32::try_from(start).ok()?, u32::try_from(start + carets).ok()?);
    Some((Some(columns), rest.get(carets..)?.trim_start()))
}
