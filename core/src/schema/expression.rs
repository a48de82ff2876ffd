//! Expressions as text: which columns they name.

use smol_str::SmolStr;

/// The columns that an expression names.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct NamedColumns {
    /// Each once, in the order of the text, as written.
    pub columns: Vec<SmolStr>,
    /// It holds what was not followed (a query): there may be more.
    pub more: bool,
}

/// A column where an expression names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnName {
    /// The table's name or alias, where it stands before.
    pub qualifier: Option<SmolStr>,
    /// The column.
    pub name: SmolStr,
    /// The byte where it begins, its table excluded.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
}

/// Words that are no columns where they stand without quotes: reserved in MySQL and MariaDB, or parts of expressions.
#[rustfmt::skip]
const NO_COLUMNS: [&str; 70] = [
    "and", "or", "xor", "not", "is", "null", "true", "false", "unknown", "in", "between", "like", "rlike", "regexp", "escape", "div",
    "mod", "case", "when", "then", "else", "end", "interval", "binary", "collate", "as", "from", "for", "using", "distinct", "all",
    "on", "both", "leading", "trailing", "current_timestamp", "current_date", "current_time", "current_user", "localtime",
    "localtimestamp", "utc_date", "utc_time", "utc_timestamp", "member", "sounds", "select", "where", "group", "having", "order", "by",
    "limit", "asc", "desc", "separator", "over", "window", "partition", "rows", "range", "row", "with", "exists", "match", "against",
    "default", "distinctrow", "maxvalue", "current_role",
];

/// Words behind which a word of its own stands that is no column: a type, a character set, a mode, a window.
const BEFORE_OTHER_WORDS: [&str; 9] = ["as", "collate", "charset", "using", "set", "in", "over", "window", "with"];

/// Functions whose first argument is a unit of time or the like.
const OF_UNITS: [&str; 4] = ["extract", "timestampdiff", "timestampadd", "get_format"];

/// The columns that an expression names.
pub fn named_columns(expression: &str) -> NamedColumns {
    let pieces = pieces(expression);
    let mut named =
        NamedColumns { columns: Vec::new(), more: pieces.iter().any(|it| it.kind == Kind::Word("select".into())) };
    for column in column_names(&pieces) {
        if !named.columns.contains(&column.name) {
            named.columns.push(column.name);
        }
    }
    named
}

/// The columns of an expression wherever it names them, queries in it included.
pub fn columns_in(expression: &str) -> Vec<ColumnName> {
    column_names(&pieces(expression))
}

fn column_names(pieces: &[Piece<'_>]) -> Vec<ColumnName> {
    let kind_at = |index: usize| pieces.get(index).map(|piece| &piece.kind);
    let mut names = Vec::new();
    let mut index = 0;
    while let Some(piece) = pieces.get(index) {
        let first = index;
        let before = |back: usize| first.checked_sub(back).and_then(kind_at);
        index += 1;
        let mut name = match &piece.kind {
            Kind::Name(name) => name.clone(),
            Kind::Word(word) if !is_no_column(word, before(1), before(2), kind_at(index)) => SmolStr::new(piece.text),
            _ => continue,
        };
        let (mut qualifier, mut last) = (None, piece);
        // `table.column`, `database.table.column`
        while let (Some(Kind::Sign('.')), Some(next)) = (kind_at(index), pieces.get(index + 1)) {
            let part = match &next.kind {
                Kind::Name(part) => part.clone(),
                Kind::Word(_) => SmolStr::new(next.text),
                _ => break,
            };
            qualifier = Some(std::mem::replace(&mut name, part));
            (last, index) = (next, index + 2);
        }
        let is_call = kind_at(index) == Some(&Kind::Sign('('));
        let is_star = kind_at(index) == Some(&Kind::Sign('.'));
        let is_variable = before(1) == Some(&Kind::Sign('@'));
        if !is_call && !is_variable && !is_star {
            names.push(ColumnName { qualifier, name, start: last.start, end: last.start + last.text.len() });
        }
    }
    names
}

/// Whether a word without quotes is no column, by what stands around it.
fn is_no_column(word: &str, before: Option<&Kind>, before_that: Option<&Kind>, after: Option<&Kind>) -> bool {
    let is_word_of =
        |words: &[&str], kind: Option<&Kind>| matches!(kind, Some(Kind::Word(it)) if words.contains(&it.as_str()));
    let introduces = word.starts_with('_') && matches!(after, Some(Kind::Text(_) | Kind::Number));
    let is_literal =
        ["date", "time", "timestamp", "n", "x", "b"].contains(&word) && matches!(after, Some(Kind::Text(_)));
    let is_unit = before == Some(&Kind::Sign('(')) && is_word_of(&OF_UNITS, before_that);
    let is_of_frame = word == "current" && is_word_of(&["row"], after)
        || word == "unbounded" && is_word_of(&["preceding", "following"], after);
    NO_COLUMNS.contains(&word)
        || introduces
        || is_literal
        || is_unit
        || is_of_frame
        || is_word_of(&BEFORE_OTHER_WORDS, before)
        // Two operands never stand beside each other: `INTERVAL 1 DAY`, `CAST(a AS CHAR CHARSET binary)`.
        || before.is_some_and(ends_operand)
}

/// Whether an operand ends with this piece.
fn ends_operand(kind: &Kind) -> bool {
    match kind {
        Kind::Name(_) | Kind::Text(_) | Kind::Number | Kind::Sign(')') => true,
        Kind::Word(word) => !NO_COLUMNS.contains(&word.as_str()) || word == "null" || word == "end",
        Kind::Sign(_) => false,
    }
}

/// A piece of an expression.
#[derive(Debug)]
pub(super) struct Piece<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    /// The byte where it begins.
    pub(super) start: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name in back-ticks, without them.
    Name(SmolStr),
    /// A word without quotes, in lower case.
    Word(SmolStr),
    /// What a text in quotes holds.
    Text(String),
    /// A number.
    Number,
    /// Any other sign.
    Sign(char),
}

pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '\'' | '"' | '`' => end_of_quoted(rest, first),
            _ if is_of_word(first) => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let kind = match first {
            _ if first.is_whitespace() => None,
            '`' => {
                let name = piece.strip_prefix('`').unwrap_or(piece);
                Some(Kind::Name(name.strip_suffix('`').unwrap_or(name).replace("``", "`").into()))
            }
            '\'' | '"' => Some(Kind::Text(unquoted(piece, first))),
            _ if first.is_ascii_digit() => Some(Kind::Number),
            _ if is_of_word(first) => Some(Kind::Word(piece.to_lowercase().into())),
            sign => Some(Kind::Sign(sign)),
        };
        let start = text.len() - rest.len();
        pieces.extend(kind.map(|kind| Piece { kind, text: piece, start }));
        rest = after;
    }
    pieces
}

/// What a text in quotes holds: a quote is written twice or behind a back-slash. Other escapes stay as they are.
fn unquoted(text: &str, quote: char) -> String {
    let inner = text.strip_prefix(quote).unwrap_or(text);
    let mut chars = inner.strip_suffix(quote).unwrap_or(inner).chars();
    let mut held = String::with_capacity(inner.len());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(escaped @ ('\'' | '"')) => held.push(escaped),
                escaped => held.extend(std::iter::once(c).chain(escaped)),
            },
            _ if c == quote => {
                chars.next();
                held.push(quote);
            }
            _ => held.push(c),
        }
    }
    held
}

pub(super) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$') || !c.is_ascii()
}

/// The byte behind what stands in quotes at the start of a text. A quote that is written twice is one of the text.
pub(super) fn end_of_quoted(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote != '`' {
            chars.next();
        } else if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::named_columns;

    fn names(expression: &str) -> Vec<String> {
        named_columns(expression).columns.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn columns_are_told_from_functions_words_and_texts() {
        assert_eq!(names("`a` > 0 AND b < 'c' OR d IS NOT NULL"), ["a", "b", "d"]);
        assert_eq!(names("lower(`name`) = 'x' and A = a"), ["name", "A", "a"]);
        assert_eq!(names("t.a + `u`.`b c` + @x + 0x1F + 1e3"), ["a", "b c"]);
        assert_eq!(names("d > now() - INTERVAL 1 DAY"), ["d"]);
        assert_eq!(names("extract(year from d) > timestampdiff(month, a, b)"), ["d", "a", "b"]);
        assert_eq!(names("cast(j as char charset utf8mb4) collate utf8mb4_bin = _utf8mb4'x'"), ["j"]);
        assert_eq!(names("case when a then b else c end + date'2020-01-01'"), ["a", "b", "c"]);
        assert_eq!(names("größe > 0 and `表` <> \"it's\" and `x``y`"), ["größe", "表", "x`y"]);
        assert_eq!(names("year(created) * 100 + month(created)"), ["created"]);
        assert_eq!(names("year between 1900 and 2100 and `order` in (1, 2)"), ["year", "order"]);
        assert_eq!(names("convert(a using latin1) like 'x%' escape '!'"), ["a"]);
        assert_eq!(names(""), [""; 0]);
    }

    #[test]
    fn what_a_query_names_is_not_known() {
        assert!(named_columns("a in (select b from c)").more);
        assert!(!named_columns("values(a) > 0").more);
        assert_eq!(
            names("rank() over (partition by a order by b desc rows between unbounded preceding and current row)"),
            ["a", "b"]
        );
        assert_eq!(names("match (a, b) against ('x' in natural language mode)"), ["a", "b"]);
    }
}
