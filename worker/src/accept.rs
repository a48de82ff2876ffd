//! What the client takes, and what it gets of that.

use mediatype::{MediaType, MediaTypeList, ReadParams};

/// How something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Markdown,
    Text,
}

impl Format {
    /// All of them, the usual one first.
    pub(crate) const ALL: [Self; 3] = [Self::Json, Self::Markdown, Self::Text];

    /// Its media type, as a header says it.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("application", "json"),
            Self::Markdown => ("text", "markdown"),
            Self::Text => ("text", "plain"),
        }
    }

    /// The name of its type, without parameters.
    pub(crate) fn name(self) -> String {
        let (ty, subty) = self.parts();
        format!("{ty}/{subty}")
    }
}

/// What of `offered` a client likes best that sends this `Accept`; none where it takes nothing of it. The first where it likes
/// several equally, or says nothing.
pub(crate) fn choose(accept: Option<&str>, offered: &[Format]) -> Option<Format> {
    let Some(accept) = accept.filter(|it| !it.is_empty()) else { return offered.first().copied() };
    // What is no media range is not taken for one.
    let ranges: Vec<Range> =
        MediaTypeList::new(accept).filter_map(Result::ok).filter_map(|it| Range::of(&it)).collect();
    let mut best: Option<(Format, u16)> = None;
    for format in offered {
        let quality = quality(&ranges, *format);
        if quality > best.map_or(0, |(_, quality)| quality) {
            best = Some((*format, quality));
        }
    }
    best.map(|(format, _)| format)
}

/// A range of media types, and how much it is liked.
struct Range {
    ty: String,
    subty: String,
    /// In thousandths.
    quality: u16,
}

impl Range {
    fn of(range: &MediaType<'_>) -> Option<Self> {
        let suffix = range.suffix.map(|it| format!("+{it}")).unwrap_or_default();
        let quality = range.params().find(|(name, _)| name.as_str().eq_ignore_ascii_case("q"));
        let quality = quality.map_or(Some(1_000), |(_, value)| thousandths(value.as_str()))?;
        // A parameter beside `q` asks for a variant; ours are all in UTF-8.
        let is_ours = range.params().all(|(name, value)| {
            let is_charset = name.as_str().eq_ignore_ascii_case("charset");
            !is_charset || value.unquoted_str().eq_ignore_ascii_case("utf-8")
        });
        is_ours.then(|| Self {
            ty: range.ty.as_str().to_ascii_lowercase(),
            subty: format!("{}{suffix}", range.subty).to_ascii_lowercase(),
            quality,
        })
    }

    /// How exactly it names a type: 0 `*/*`, 1 `text/*`, 2 itself; none where it does not.
    fn names(&self, (ty, subty): (&str, &str)) -> Option<u8> {
        match (self.ty.as_str(), self.subty.as_str()) {
            ("*", "*") => Some(0),
            (of, "*") if of == ty => Some(1),
            (of, name) if of == ty && name == subty => Some(2),
            _ => None,
        }
    }
}

/// The most exact range decides.
fn quality(ranges: &[Range], format: Format) -> u16 {
    let named = ranges.iter().filter_map(|range| Some((range.names(format.parts())?, range.quality)));
    named.max().map_or(0, |(_, quality)| quality)
}

/// `1`, `0.8`, `0.333` in thousandths.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: u16 = whole.parse().ok().filter(|it| *it <= 1)?;
    if part.len() > 3 || !part.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    Some((whole * 1_000 + part).min(1_000))
}

#[cfg(test)]
mod tests {
    use super::{Format, choose};

    #[test]
    fn the_client_gets_what_it_likes_best() {
        for (accept, format) in [
            ("*/*", Some(Format::Json)),
            ("text/markdown", Some(Format::Markdown)),
            ("text/*", Some(Format::Markdown)),
            ("text/*;q=0.5, text/plain;q=0.9", Some(Format::Text)),
            ("text/plain, text/markdown;q=0.9, */*;q=0.1", Some(Format::Text)),
            ("application/json;q=0, */*;q=0.1", Some(Format::Markdown)),
            ("TEXT/Plain; Q=0.3", Some(Format::Text)),
            ("text/plain; charset=UTF-8", Some(Format::Text)),
            ("text/plain; charset=latin1", None),
            ("text/html, image/*", None),
            ("application/json;q=0", None),
            ("application/vnd.api+json", None),
            ("nonsense", None),
            ("application/json;q=nonsense", None),
            ("text/plain;x=\"a, text/markdown\"", Some(Format::Text)),
        ] {
            assert_eq!(choose(Some(accept), &Format::ALL), format, "{accept}");
        }
        assert_eq!(choose(None, &Format::ALL), Some(Format::Json));
        assert_eq!(choose(Some(""), &Format::ALL), Some(Format::Json));
        assert_eq!(choose(Some("text/markdown"), &[Format::Json]), None);
    }
}
