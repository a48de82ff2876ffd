//! Findings drawn over their source, for people at a terminal (miette).

use std::fmt::{self, Write};

use miette::{
    Diagnostic as Drawable, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use crate::{
    config::Mistake,
    diagnostic::{Diagnostic, Label},
    rule::Severity,
    text::{Applicability, Columns, Encoding, FileId, LineIndex, Source, SourceMap},
};

/// What the terminal can show.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Colours.
    pub color: bool,
    /// Box-drawing characters.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}

impl Look {
    fn theme(self) -> GraphicalTheme {
        match (self.unicode, self.color) {
            (true, true) => GraphicalTheme::unicode(),
            (true, false) => GraphicalTheme::unicode_nocolor(),
            (false, _) => GraphicalTheme::none(),
        }
    }

    fn handler(self) -> GraphicalReportHandler {
        GraphicalReportHandler::new_themed(self.theme())
            .with_width(self.width)
            .with_context_lines(1)
            .with_links(false)
            .without_cause_chain()
    }

    /// A line below a picture, wrapped.
    fn footer(self, word: &str, text: &str) -> String {
        let first = format!("  {}: ", self.theme().styles.help.style(word));
        let options =
            textwrap::Options::new(self.width.saturating_sub(2)).initial_indent(&first).subsequent_indent("        ");
        format!("{}\n", textwrap::fill(text, options))
    }
}

impl Look {
    /// A line below a footer that belongs to it.
    fn below(self, text: &str) -> String {
        let options = textwrap::Options::new(self.width.saturating_sub(2))
            .initial_indent("        ")
            .subsequent_indent("           ");
        format!("{}\n", textwrap::fill(text, options))
    }
}

/// Draws a mistake of a configuration: what is wrong, where, what to do.
pub fn render_mistake(path: &str, text: &str, mistake: &Mistake, look: Look) -> String {
    let file = FileId(0);
    let source = Source { file, offset: 0, line: 0, lead: Columns::default(), text: text.into() };
    let picture = Picture {
        path,
        source: Some(&source),
        code: None,
        message: mistake.message.clone(),
        severity: Severity::Error,
        labels: vec![LabeledSpan::new_primary_with_span(None, (mistake.span.start(), mistake.span.len()))],
        is_narrow: is_narrow(text),
    };
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = look.handler().render_report(&mut out, &picture);
    if !picture.is_narrow {
        let place = source.position(&LineIndex::new(text), mistake.span.start(), Encoding::Characters);
        let _ = writeln!(out, "    {path}:{}:{}", place.line + 1, place.column + 1);
    }
    if let Some(help) = &mistake.help {
        out.push_str(&look.footer("help", help));
    }
    out
}

/// Draws one finding: what is wrong, where, why it matters, what to do.
pub fn render(sources: &SourceMap, finding: &Diagnostic, look: Look) -> String {
    let handler = look.handler();
    let home = finding.primary.location.source;
    let mut pictures = vec![Picture::new(sources, finding, home, finding.message.clone())];
    for label in finding.labels.iter().filter(|label| label.location.source != home) {
        let picture = Picture::new(sources, finding, label.location.source, label.message.clone());
        // Its heading says it already.
        let span = (label.location.span.start(), label.location.span.len());
        pictures.push(Picture {
            severity: Severity::Info,
            labels: vec![LabeledSpan::new_primary_with_span(None, span)],
            ..picture
        });
    }
    let mut out = String::new();
    for (at, picture) in pictures.iter().enumerate() {
        let picture = Picture { code: (at == 0).then_some(finding.rule.name), ..picture.clone() };
        // Writing to a string cannot fail.
        let _ = handler.render_report(&mut out, &picture);
        if !picture.is_narrow {
            let label = if at == 0 {
                Some(&finding.primary)
            } else {
                finding.labels.iter().filter(|it| it.location.source != home).nth(at - 1)
            };
            let place = label.map(|label| {
                (super::Places::new(sources, Encoding::Characters).span(label.location).start, &label.message)
            });
            if let Some((start, message)) = place {
                let _ = writeln!(out, "    {}:{}:{} {message}", picture.path, start.line, start.column);
            }
        }
    }
    let mut footer = |word: &str, text: &str| out.push_str(&look.footer(word, text));
    if let Some(note) = &finding.note {
        footer(" why", note);
    }
    if let Some(proof) = &finding.proof {
        footer(" ask", &format!("{proof}  (safe where it answers 0 or no row)"));
    }
    match (&finding.help, finding.fixes.first()) {
        (Some(text), fix) => {
            // A question about a change is answered by its owner, not by --fix.
            let fix = fix.filter(|_| finding.changes.is_empty());
            let how = match fix.map(|fix| fix.applicability) {
                Some(Applicability::Safe) => "  (--fix does it)",
                Some(Applicability::Unsafe) => "  (--fix --unsafe-fixes does it)",
                None => "",
            };
            footer("help", &format!("{text}{how}"));
        }
        (None, Some(fix)) => footer("help", &fix.title),
        (None, None) => {}
    }
    for (number, step) in finding.steps.iter().enumerate() {
        let text = format!("{}. {step}", number + 1);
        out.push_str(&if number == 0 { look.footer(" how", &text) } else { look.below(&text) });
    }
    out
}

/// One source with what to see in it.
#[derive(Clone)]
struct Picture<'s> {
    path: &'s str,
    source: Option<&'s Source>,
    code: Option<&'s str>,
    message: String,
    severity: Severity,
    labels: Vec<LabeledSpan>,
    /// Its lines can be drawn: nobody reads a line of a thousand characters, and miette cannot draw one of 65,536.
    is_narrow: bool,
}

/// The most bytes of a line that is drawn.
const WIDEST: usize = 1_000;

impl<'s> Picture<'s> {
    fn new(sources: &'s SourceMap, finding: &Diagnostic, source: crate::text::SourceId, message: String) -> Self {
        let here = std::iter::once(&finding.primary).chain(&finding.labels);
        let labels =
            here.filter(|label| label.location.source == source).enumerate().map(|(at, label)| labeled(label, at == 0));
        Self {
            path: sources.file_of(source).map_or("", |file| &file.path),
            source: sources.source(source),
            code: None,
            message,
            severity: finding.severity,
            labels: labels.collect(),
            is_narrow: is_narrow(sources.text(source)),
        }
    }
}

fn is_narrow(text: &str) -> bool {
    text.split(['\n', '\r']).all(|line| line.len() <= WIDEST)
}

fn labeled(label: &Label, primary: bool) -> LabeledSpan {
    let text = Some(label.message.clone()).filter(|message| !message.is_empty());
    let span = (label.location.span.start(), label.location.span.len());
    if primary { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) }
}

impl Drawable for Picture<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.is_narrow.then_some(self as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().filter(|_| self.is_narrow).cloned()))
    }
}

impl SourceCode for Picture<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let source = self.source.ok_or(MietteError::OutOfBounds)?;
        let inner = source.text.read_span(span, context_lines_before, context_lines_after)?;
        let lead = if inner.line() == 0 { source.lead } else { Columns::default() };
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.to_owned(),
            inner.data(),
            *inner.span(),
            source.line as usize + inner.line(),
            lead.get(Encoding::Characters) as usize + inner.column(),
            inner.line_count(),
        )))
    }
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Picture<'_> {}
