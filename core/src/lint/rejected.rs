//! Finds words for what Prisma refuses: each rule holds templates, and one function fills them in.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{LintContext, rules, survey::named_keys};
use crate::{
    diagnostic::Diagnostic,
    rule::{FixKind, Rule, Severity},
    schema::{IndexWalker, Rejection, RejectionKind, qualified},
    text::{Applicability, Edit, Fix, Location, Span},
};

/// What a rule says of a kind of rejection: `{0}`, `{1}` and `{2}` stand for its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// The kind.
    pub kind: RejectionKind,
    /// What is wrong.
    pub message: &'static str,
    /// Why it matters.
    pub note: &'static str,
    /// What to do. It is the title of the fix, too.
    pub help: &'static str,
    /// What to see at the other place, where there is one.
    pub other: &'static str,
}

/// A rule, and what it says.
pub(super) type Telling = (&'static Rule, &'static [Told]);

/// Tells what Prisma refuses.
pub(super) fn check(cx: &mut LintContext<'_>) {
    for rejection in cx.rejections() {
        tell(cx, rejection);
    }
    key_names(cx);
}

fn tell(cx: &mut LintContext<'_>, rejection: &Rejection) {
    let find = |rules: &'static [Telling]| {
        rules.iter().find_map(|(rule, told)| Some((*rule, told.iter().find(|it| it.kind == rejection.kind)?)))
    };
    if let Some((rule, told)) = find(rules::TOLD) {
        let finding = finding(cx, rule, told, rejection);
        // Of this, Prisma only warns.
        let finding =
            if rejection.kind == RejectionKind::NamedVariable { finding.severity(Severity::Warning) } else { finding };
        cx.report(finding);
    } else if let Some((rule, told)) = find(rules::TOLD_TOO) {
        // Elsewhere these rules may warn: this, Prisma refuses.
        let finding = finding(cx, rule, told, rejection).severity(Severity::Error);
        cx.report(finding);
    }
}

/// Keys of one name: within a table on MySQL, among all tables elsewhere.
fn key_names(cx: &mut LintContext<'_>) {
    let Some(dialect) = cx.target().dialect() else { return };
    let mut first: FxHashMap<SmolStr, IndexWalker<'_>> = FxHashMap::default();
    let mut told = Vec::new();
    for table in cx.surveyed_tables(|it| cx.survey().may_share_names(it)) {
        if dialect.is_mysql_family() {
            first.clear();
        }
        for key in named_keys(Some(dialect), table) {
            let name = &key.get().name;
            // Each schema of PostgreSQL has names of its own.
            let taken = qualified(table.get().namespace.as_ref(), name);
            let Some(other) = first.get(&taken) else {
                first.insert(taken, key);
                continue;
            };
            // Of two keys of the same columns, `duplicate-index` speaks.
            let is_same = key.get().parts == other.get().parts
                && key.get().kind == other.get().kind
                && other.table().get().name == table.get().name;
            if !is_same {
                let words = [SmolStr::new(table.label()), name.clone(), SmolStr::default()];
                let (here, there) = (key.get().origin.location(), other.get().origin.location());
                told.push(Rejection::new(RejectionKind::KeyNameTaken, key.subject(), words, here).beside(there));
            }
        }
    }
    for rejection in &told {
        tell(cx, rejection);
    }
}

fn finding(cx: &LintContext<'_>, rule: &'static Rule, told: &Told, rejection: &Rejection) -> Diagnostic {
    let say = |template: &str| filled(template, rejection);
    let optional = |template: &str| (!template.is_empty()).then(|| say(template));
    let mut finding = Diagnostic::new(rule, rejection.subject.clone(), rejection.location, say(told.message));
    finding.note = optional(told.note);
    finding.help = optional(told.help);
    if let Some(other) = rejection.other.filter(|_| !told.other.is_empty()) {
        finding = finding.label(other, say(told.other));
    }
    let edit = match &rejection.fix {
        // With the blanks before it, or its line.
        Some((at, text)) if text.is_empty() => cx.editor().remove_line(*at),
        Some((at, text)) => cx.editor().replace(*at, text.as_str()),
        None => made_of_schema(cx, rejection),
    };
    if let Some(edit) = edit.filter(|_| rule.fix != FixKind::None) {
        let applicability = if rule.fix == FixKind::Safe { Applicability::Safe } else { Applicability::Unsafe };
        finding.fixes.push(Fix { title: title(told, rejection), applicability, edits: vec![edit] });
    }
    finding
}

/// A word that is put in place of another is named; else it is the first of what the help tells to do.
fn title(told: &Told, rejection: &Rejection) -> String {
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '.');
    match &rejection.fix {
        Some((_, text)) if !text.is_empty() && text.chars().all(is_of_word) => ["Write ", text].concat(),
        _ => filled(told.help.split(", or ").next().unwrap_or_default(), rejection),
    }
}

/// What is put where no word stands that is wrong.
fn made_of_schema(cx: &LintContext<'_>, rejection: &Rejection) -> Option<Edit> {
    if rejection.kind != RejectionKind::FeatureMissing {
        return None;
    }
    let settings = cx.schema().prisma.as_ref()?;
    let [.., feature] = &rejection.words;
    let client = settings.client?;
    let Some(last) = settings.preview_features.iter().rfind(|it| it.location.source == client.source) else {
        return cx.editor().line_below(client, &["previewFeatures = [\"", feature, "\"]"].concat());
    };
    let end = Location { span: Span::at(last.location.span.end()), ..last.location };
    cx.editor().replace(end, [", \"", feature, "\""].concat())
}

/// A template with the words of a rejection in it.
fn filled(template: &str, rejection: &Rejection) -> String {
    let mut out = String::new();
    let mut pieces = template.split('{');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let at = piece.as_bytes().first().map_or(0, |digit| usize::from(digit.wrapping_sub(b'0')));
        out.push_str(rejection.words.get(at).map_or("", |word| word.as_str()));
        out.push_str(piece.get(2..).unwrap_or_default());
    }
    out
}
