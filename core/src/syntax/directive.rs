//! Comments that speak to Shoring, in any language.
//!
//! ```text
//! // shoring-ignore missing-foreign-key-index: the table has ten rows
//! -- shoring-ignore redundant-index, duplicate-index until 2027-03-01: measured next quarter
//! # shoring-ignore-file missing-primary-key: a log
//! ```

use smol_str::SmolStr;

use super::Name;
use crate::text::Span;

/// What a comment asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The comment, markers included.
    pub comment: Span,
    /// Whether it speaks of the whole file.
    pub whole_file: bool,
    /// The rules that it silences.
    pub rules: Vec<Name>,
    /// The last day it holds, as written: `2027-03-01`; empty when `until` stands alone.
    pub until: Option<SmolStr>,
    /// Why.
    pub reason: Option<String>,
}

/// Reads a comment; none when it does not speak to Shoring.
pub fn read_directive(text: &str, comment: Span) -> Option<Directive> {
    let written = comment.of(text);
    let body = written.trim_start_matches(['/', '-', '#', '*', ' ', '\t']);
    let rest = body.strip_prefix("shoring-ignore")?;
    let (whole_file, rest) = rest.strip_prefix("-file").map_or((false, rest), |rest| (true, rest));
    // `shoring-ignore-next-line` is a word of other tools: it speaks to us and names no rule, and is told.
    let is_other = rest.starts_with('-');
    if !is_other && rest.starts_with(|c: char| !c.is_whitespace() && c != ':' && c != '*') {
        return None;
    }
    let rest = if is_other { "" } else { rest };
    let start = comment.start() + written.len() - rest.len();
    let rest = rest.trim_end().trim_end_matches("*/").trim_end();
    // Further lines of a `/* … */` are for people.
    let rest = rest.split(['\n', '\r']).next().unwrap_or(rest);
    let (list, reason) =
        rest.split_once(':').map_or((rest, None), |(list, reason)| (list, Some(reason.trim().to_owned())));
    let mut rules = Vec::new();
    let mut until = None;
    let mut expects_date = false;
    let mut at = start;
    for word in list.split_inclusive([',', ' ', '\t']) {
        let name = word.trim_matches([',', ' ', '\t']);
        if expects_date && !name.is_empty() {
            until = Some(SmolStr::new(name));
            expects_date = false;
        } else if name == "until" {
            expects_date = true;
        } else if !name.is_empty() {
            let lead = word.find(name).unwrap_or(0);
            rules.push(Name { text: SmolStr::new(name), span: Span::new(at + lead, at + lead + name.len()) });
        }
        at += word.len();
    }
    if expects_date {
        until = Some(SmolStr::default());
    }
    Some(Directive { comment, whole_file, rules, until, reason: reason.filter(|reason| !reason.is_empty()) })
}

/// Whether a text may have a comment that speaks to Shoring: a quick look before a slow one.
pub fn may_speak(text: &str) -> bool {
    text.contains("shoring") || RENAMES.iter().any(|words| text.contains(words))
}

/// How a comment declares a rename: our own words, sqldef's and Atlas'.
const RENAMES: [&str; 3] = ["shoring:renamed-from", "@renamed from=", "atlas:renamed_from"];

/// Reads the name before of a comment that declares a rename; none when it does not.
///
/// ```text
/// // shoring:renamed-from title
/// -- @renamed from=title
/// -- atlas:renamed_from title
/// ```
pub fn read_rename(text: &str, comment: Span) -> Option<Name> {
    let written = comment.of(text);
    let body = written.trim_start_matches(['/', '-', '#', '*', ' ', '\t']);
    let rest = RENAMES.iter().find_map(|words| body.strip_prefix(words))?;
    let name = rest.trim_start_matches([':', ' ', '\t']);
    let start = comment.start() + written.len() - name.len();
    let (open, close) = match name.chars().next()? {
        quote @ ('`' | '"' | '\'') => (1, name.get(1..)?.find(quote)? + 1),
        _ => (0, name.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '*' | ':')).unwrap_or(name.len())),
    };
    let found = name.get(open..close).filter(|found| !found.is_empty())?;
    Some(Name { text: SmolStr::new(found), span: Span::new(start + open, start + close) })
}

/// What a comment speaks of: `whole` when it stands before it or ends its first line, the member that it follows on
/// its line, else the next member.
pub fn scope_of(text: &str, comment: Span, whole: Span, members: &[Span]) -> Option<Span> {
    if comment.end <= whole.start {
        return Some(whole);
    }
    let no_break = |from: usize, to: usize| text.get(from..to).is_some_and(|between| !between.contains(['\n', '\r']));
    if comment.start >= whole.end {
        return no_break(whole.end(), comment.start()).then_some(whole);
    }
    let ends_line =
        text.get(comment.end()..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']));
    let is_first = members.first().is_none_or(|member| member.start >= comment.end);
    if ends_line && is_first && no_break(whole.start(), comment.start()) {
        return Some(whole);
    }
    let after = members.partition_point(|member| member.end <= comment.start);
    let same_line = |member: &&Span| no_break(member.end(), comment.start());
    let before = after.checked_sub(1).and_then(|at| members.get(at)).filter(same_line);
    before.or_else(|| members.get(after)).copied()
}

#[cfg(test)]
mod tests {
    use super::{Directive, read_directive, read_rename, scope_of};
    use crate::text::Span;

    fn read(text: &str) -> Option<Directive> {
        read_directive(text, Span::new(0, text.len()))
    }

    fn rules(text: &str) -> Vec<String> {
        let directive = read(text);
        directive.iter().flat_map(|it| &it.rules).map(|name| format!("{}={}", name.text, name.span.of(text))).collect()
    }

    #[test]
    fn any_comment_of_any_language_may_speak() {
        for text in [
            "// shoring-ignore a-b: why",
            "/// shoring-ignore a-b: why",
            "-- shoring-ignore a-b: why",
            "# shoring-ignore a-b: why",
            "/* shoring-ignore a-b: why */",
            "//shoring-ignore a-b:why",
        ] {
            assert_eq!(rules(text), ["a-b=a-b"], "{text}");
            assert_eq!(read(text).and_then(|it| it.reason).as_deref(), Some("why"), "{text}");
        }
    }

    #[test]
    fn several_rules_and_an_end_may_be_named() {
        let text = "-- shoring-ignore a, b c until 2027-03-01: one: two";
        assert_eq!(rules(text), ["a=a", "b=b", "c=c"]);
        assert_eq!(read(text).and_then(|it| it.until).as_deref(), Some("2027-03-01"));
        assert_eq!(read(text).and_then(|it| it.reason).as_deref(), Some("one: two"));
    }

    #[test]
    fn a_file_may_be_meant() {
        assert!(read("// shoring-ignore-file a").is_some_and(|it| it.whole_file));
        assert!(read("// shoring-ignore a").is_some_and(|it| !it.whole_file));
    }

    #[test]
    fn other_words_are_other_words() {
        for text in ["// shoring-ignored a", "// not shoring-ignore a", "// shoring", "", "-- shoring-ignorex"] {
            assert_eq!(read(text), None, "{text}");
        }
        for text in ["// shoring-ignore", "// shoring-ignore-next-line a"] {
            assert!(read(text).is_some_and(|it| it.rules.is_empty()), "{text}");
        }
    }

    #[test]
    fn a_rename_is_declared_in_three_ways() {
        let name = |text: &str| {
            let name = read_rename(text, Span::new(0, text.len()))?;
            assert_eq!(name.text, name.span.of(text), "{text}");
            Some(name.text.to_string())
        };
        for text in [
            "// shoring:renamed-from title",
            "-- shoring:renamed-from title: because",
            "/* shoring:renamed-from title */",
            "/* shoring:renamed-from title*/",
            "-- shoring:renamed-from: `title`",
            "-- @renamed from=title",
            "-- atlas:renamed_from title",
            "# shoring:renamed-from \"title\"",
        ] {
            assert_eq!(name(text).as_deref(), Some("title"), "{text}");
        }
        assert_eq!(name("// shoring:renamed-from `old title`").as_deref(), Some("old title"));
        for text in
            ["// renamed from title", "// shoring:renamed-from", "// shoring-ignore a", "-- shoring:renamed-from `x"]
        {
            assert_eq!(name(text), None, "{text}");
        }
    }

    #[test]
    fn a_comment_speaks_of_its_line_else_of_what_follows() {
        let text = "{\n a // 1\n // 2\n b\n // 3\n}";
        let at = |word: &str| {
            let start = text.find(word).unwrap_or_default();
            Span::new(start, start + word.len())
        };
        let whole = Span::new(0, text.len());
        let members = [at("a"), at("b")];
        let scope = |comment: &str| scope_of(text, at(comment), whole, &members);
        assert_eq!(scope("// 1"), Some(at("a")));
        assert_eq!(scope("// 2"), Some(at("b")));
        assert_eq!(scope("// 3"), None);
        assert_eq!(scope_of(text, Span::new(0, 0), Span::new(0, text.len()), &members), Some(whole));
    }
}
