//! What lines have in common that read alike.

/// The longest line that has a shape, in bytes.
const MAX_LINE: usize = 1_024;

/// The shape of a line, and where its pieces stand in it.
///
/// Lines of one shape have one tree, with other names at other places: the grammar looks at the letters of no word but
/// `Unsupported`, at no digit and at nothing within quotes.
#[derive(Debug, Default)]
pub struct Shape {
    text: Vec<u8>,
    edges: Vec<usize>,
}

impl Shape {
    /// Takes the next line, in which comments are spaces. False where it has no shape: the reader looks into strings with an
    /// escape, and long lines are rare.
    pub fn take(&mut self, line: &str) -> bool {
        self.text.clear();
        self.edges.clear();
        if line.len() > MAX_LINE {
            return false;
        }
        let bytes = line.as_bytes();
        let run = |from: usize, belongs: fn(&u8) -> bool| {
            let rest = bytes.get(from..).unwrap_or_default();
            from + rest.iter().position(|byte| !belongs(byte)).unwrap_or(rest.len())
        };
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if matches!(byte, b' ' | b'\t') {
                self.text.push(b' ');
                at = run(at, |byte| matches!(byte, b' ' | b'\t'));
                continue;
            }
            self.edge(at);
            let end = match byte {
                b'a'..=b'z' | b'A'..=b'Z' => {
                    let end = run(at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
                    let word = bytes.get(at..end).unwrap_or_default();
                    let word = if word.starts_with(b"Unsupported") { word } else { b"a" };
                    self.text.extend_from_slice(word);
                    end
                }
                b'0'..=b'9' => {
                    self.text.push(b'1');
                    run(at, u8::is_ascii_digit)
                }
                b'"' => {
                    let close = run(at + 1, |byte| !matches!(byte, b'"' | b'\\' | ..b' '));
                    if bytes.get(close) != Some(&b'"') {
                        return false;
                    }
                    // An empty one has a piece less.
                    self.text.extend_from_slice(if close == at + 1 { b"\"\"" } else { b"\"a\"" });
                    // What stands between the quotes is a piece, too.
                    self.edge(at + 1);
                    self.edge(close);
                    close + 1
                }
                other => {
                    self.text.push(*other);
                    at + 1
                }
            };
            self.edge(end);
            at = end;
        }
        true
    }

    fn edge(&mut self, at: usize) {
        if self.edges.last() != Some(&at) {
            self.edges.push(at);
        }
    }

    /// The shape: `a` for a word, `1` for a number, `"a"` for a string, one space for several blanks.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Where its pieces begin and end in the line, in order. Lines of one shape have as many.
    pub fn edges(&self) -> &[usize] {
        &self.edges
    }
}
