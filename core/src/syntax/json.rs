//! JSON with the places of all that is in it, so that findings point into the file. `serde_json` tells no places of values.

use super::quoted::unescape;
use crate::text::Span;

/// A value may be nested so deep.
const DEEPEST: usize = 100;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// All of it.
    pub span: Span,
}

/// A value of JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, or a number, of which nothing is asked.
    Other,
    /// `true`, `false`
    Bool(bool),
    /// A string, escapes resolved.
    String(String),
    /// A list.
    List(Vec<Node>),
    /// An object: names with their places, and values, in the order of the text.
    Object(Vec<(String, Span, Node)>),
}

/// What is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub span: Span,
    /// What is wrong, without a final stop.
    pub message: &'static str,
}

impl Node {
    /// The member of an object.
    pub fn member(&self, name: &str) -> Option<&Node> {
        self.members().iter().find(|(of, ..)| of == name).map(|(.., node)| node)
    }

    /// The members of an object; none of what is no object.
    pub fn members(&self) -> &[(String, Span, Node)] {
        if let Value::Object(members) = &self.value { members } else { &[] }
    }

    /// The items of a list; none of what is no list.
    pub fn items(&self) -> &[Node] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// A string.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }
}

/// Reads a text that is one value.
///
/// # Errors
/// The first place that is no JSON.
pub fn read(text: &str) -> Result<Node, Mistake> {
    let mut reader = Reader { text, at: if text.starts_with('\u{feff}') { 3 } else { 0 } };
    let node = reader.node(0)?;
    reader.blanks();
    if reader.at < text.len() { Err(reader.mistake("nothing may follow the value")) } else { Ok(node) }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn eat(&mut self, sign: char) -> bool {
        self.blanks();
        let is_here = self.rest().starts_with(sign);
        self.at += if is_here { sign.len_utf8() } else { 0 };
        is_here
    }

    fn mistake(&self, message: &'static str) -> Mistake {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        Mistake { span: Span::new(self.at, self.at + length), message }
    }

    fn node(&mut self, depth: usize) -> Result<Node, Mistake> {
        self.blanks();
        if depth > DEEPEST {
            return Err(self.mistake("this is nested too deep"));
        }
        let start = self.at;
        let value = if self.eat('{') {
            self.object(depth)?
        } else if self.eat('[') {
            self.list(depth)?
        } else if self.rest().starts_with('"') {
            Value::String(self.string()?)
        } else {
            self.word()?
        };
        Ok(Node { value, span: Span::new(start, self.at) })
    }

    fn object(&mut self, depth: usize) -> Result<Value, Mistake> {
        let mut members = Vec::new();
        if self.eat('}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.blanks();
            let start = self.at;
            if !self.rest().starts_with('"') {
                return Err(self.mistake("a name in double quotes is missing here"));
            }
            let name = self.string()?;
            let span = Span::new(start, self.at);
            if !self.eat(':') {
                return Err(self.mistake("a colon is missing here"));
            }
            members.push((name, span, self.node(depth + 1)?));
            if self.eat('}') {
                return Ok(Value::Object(members));
            }
            if !self.eat(',') {
                return Err(self.mistake("a comma or a closing brace is missing here"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, Mistake> {
        let mut items = Vec::new();
        if self.eat(']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.node(depth + 1)?);
            if self.eat(']') {
                return Ok(Value::List(items));
            }
            if !self.eat(',') {
                return Err(self.mistake("a comma or a closing bracket is missing here"));
            }
        }
    }

    fn string(&mut self) -> Result<String, Mistake> {
        let start = self.at;
        let mut is_escaped = false;
        let end = self.rest().char_indices().skip(1).find_map(|(at, c)| match c {
            '"' if !is_escaped => Some(at + 1),
            c => {
                is_escaped = c == '\\' && !is_escaped;
                None
            }
        });
        let Some(end) = end else { return Err(self.mistake("this string is not closed")) };
        let (text, errors) = unescape(self.rest().get(1..end - 1).unwrap_or_default());
        self.at += end;
        if errors.is_empty() {
            return Ok(text);
        }
        Err(Mistake { span: Span::new(start, self.at), message: "this is no string of JSON" })
    }

    fn word(&mut self) -> Result<Value, Mistake> {
        let rest = self.rest();
        let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
        let word = rest.get(..rest.find(|c| !is_of_word(c)).unwrap_or(rest.len())).unwrap_or_default();
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Other,
            word if is_number(word) => Value::Other,
            _ => return Err(self.mistake("this is no value of JSON")),
        };
        self.at += word.len();
        Ok(value)
    }
}

fn is_number(word: &str) -> bool {
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    let (number, exponent) = word.split_once(['e', 'E']).unwrap_or((word, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    are_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && are_digits(fraction)
        && are_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
}

#[cfg(test)]
mod tests {
    use super::{Value, read};

    #[test]
    fn what_is_told_from_what_is_no_json_is_what_serde_json_tells() {
        for text in [
            "0",
            "-0",
            "7",
            "10.50",
            "1e5",
            "1E+5",
            "-1.5e-3",
            "null",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "1e+",
            "+1",
            "0x1",
            "1-2",
            "nul",
            "Null",
            r#""""#,
            r#""\u00e9""#,
            r#""\ud83d\ude00""#,
            r#""\ud83d""#,
            r#""\ude00x""#,
            r#""\u12""#,
            r#""\x""#,
            r#""\/\b\f\n\r\t""#,
            "\"\t\"",
            r#""\""#,
            "\"한 😀\"",
        ] {
            let told: Option<serde_json::Value> = serde_json::from_str(text).ok();
            let ours = read(text).ok();
            assert_eq!(ours.is_some(), told.is_some(), "{text}");
            let string = |it: &serde_json::Value| it.as_str().map(ToOwned::to_owned);
            assert_eq!(
                ours.and_then(|it| it.as_str().map(ToOwned::to_owned)),
                told.as_ref().and_then(string),
                "{text}"
            );
        }
    }

    #[test]
    fn values_have_their_places() {
        let text = "{ \"한\" : [true, \"a\\\"b\"], \"n\": -1.5e3 }";
        let node = read(text).ok();
        let list = node.as_ref().and_then(|it| it.member("한"));
        assert_eq!(list.map(|it| it.span.of(text)), Some("[true, \"a\\\"b\"]"));
        assert_eq!(list.and_then(|it| it.items().get(1)).and_then(|it| it.as_str()), Some("a\"b"));
        assert_eq!(node.and_then(|it| it.member("n").map(|it| it.value.clone())), Some(Value::Other));
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (text, rest, message) in [
            ("{\"a\": 1,}", "}", "a name in double quotes is missing here"),
            ("[1 2]", "2]", "a comma or a closing bracket is missing here"),
            ("{\"a\" 1}", "1}", "a colon is missing here"),
            ("{} x", "x", "nothing may follow the value"),
            ("[tru]", "tru]", "this is no value of JSON"),
            ("\"a", "\"a", "this string is not closed"),
            ("", "", "this is no value of JSON"),
        ] {
            let mistake = read(text).err();
            let told = mistake.map(|it| (text.get(it.span.start()..).unwrap_or_default(), it.message));
            assert_eq!(told, Some((rest, message)), "{text}");
        }
        assert!(read(&"[".repeat(100_000)).is_err());
    }
}
