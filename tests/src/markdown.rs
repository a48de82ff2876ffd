//! Cases out of Markdown: a heading names a case, its fences are the files.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// A fence with the words behind its language.
#[derive(Clone, Debug)]
pub struct Fence {
    /// `prisma`, `sql` or `toml`.
    pub language: String,
    /// `expect_finding`, `target=mysql`, …
    pub words: Vec<String>,
    /// What stands in it.
    pub text: String,
    /// The line of the Markdown on which its text begins, from 1.
    pub line: usize,
}

impl Fence {
    /// Whether a word stands behind the language.
    pub fn says(&self, word: &str) -> bool {
        self.words.iter().any(|it| it == word)
    }

    /// The values of each `key=value` behind the language.
    pub fn values<'f>(&'f self, key: &'f str) -> impl Iterator<Item = &'f str> {
        self.words.iter().filter_map(move |word| word.strip_prefix(key)?.strip_prefix('='))
    }

    /// The value of `key=value` behind the language.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.words.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }
}

/// The fences under one heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The headings above, joined.
    pub name: String,
    /// The fences, in order.
    pub fences: Vec<Fence>,
}

impl Section {
    /// Each text of a documented example on its own, with the state before it and the schema beside it.
    pub fn each_alone(&self) -> Vec<Self> {
        let (before, texts): (Vec<_>, Vec<_>) =
            self.fences.iter().cloned().partition(|fence| fence.says("base") || fence.says("relations"));
        let alone = |text| Self { name: String::new(), fences: before.iter().cloned().chain([text]).collect() };
        texts.into_iter().map(alone).collect()
    }
}

/// The sections of a page that have fences in a language that Shoring reads.
pub fn sections(page: &str) -> Vec<Section> {
    sections_with(page, &["prisma", "sql", "toml", "json"])
}

/// The sections of a page that have fences in one of some languages.
pub fn sections_with(page: &str, languages: &[&str]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut headings: Vec<(HeadingLevel, String)> = Vec::new();
    let mut heading: Option<(HeadingLevel, String)> = None;
    let mut fence: Option<Fence> = None;
    let mut fresh = true;
    for (event, range) in Parser::new(page).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, text)) = heading.take() {
                    headings.retain(|(above, _)| *above < level);
                    headings.push((level, text));
                    fresh = true;
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let mut words = info.split(',').map(|word| word.trim().to_owned());
                let language = words.next().unwrap_or_default();
                if languages.contains(&language.as_str()) {
                    let line = page.get(..range.start).unwrap_or_default().lines().count() + 2;
                    fence = Some(Fence { language, words: words.collect(), text: String::new(), line });
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some(done) = fence.take() {
                    if fresh {
                        let name =
                            headings.iter().skip(1).map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(": ");
                        sections.push(Section { name, fences: Vec::new() });
                        fresh = false;
                    }
                    if let Some(section) = sections.last_mut() {
                        section.fences.push(done);
                    }
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(fence) = &mut fence {
                    fence.text.push_str(&text);
                } else if let Some((_, heading)) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    sections
}

/// The fences of a rule's documentation: each example with the text to use instead.
pub fn examples(docs: &str) -> Vec<Section> {
    let page: String = docs.lines().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect();
    let mut examples: Vec<Section> = Vec::new();
    for fence in sections(&page).into_iter().flat_map(|section| section.fences) {
        // A state before belongs to the example behind it.
        let goes_on = |example: &&mut Section| {
            let waits = example.fences.iter().all(|fence| fence.says("base"));
            waits || !(fence.says("expect_finding") || fence.says("base"))
        };
        match examples.last_mut().filter(goes_on) {
            Some(example) => example.fences.push(fence),
            None => examples.push(Section { name: String::new(), fences: vec![fence] }),
        }
    }
    examples
}
