//! SQL that makes a database, as the set of what it says: two texts that say the same are one set, whatever their order, spelling
//! and layout. It knows the statements that Prisma and Shoring write, for MySQL, PostgreSQL and SQLite, and refuses others.
//!
//! No reader of the core has a say in it: what is compared here is text.

use std::collections::BTreeSet;

/// One thing that a script says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// The table that it is about, as `schema.name` where one is said.
    pub table: String,
    /// `table`, `order`, `column`, `key`, `index`, `foreign key`, `enum`, `schema` or `extension`.
    pub kind: &'static str,
    /// The column, or the columns of a key; the name of an enum.
    pub about: String,
    /// All of it, in one spelling.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A word, lower case, a number or a sign.
    Word(String),
    /// A name in quotes.
    Name(String),
    /// A text in quotes.
    Text(String),
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Name(name) => format!("\"{name}\""),
            Self::Text(text) => format!("'{text}'"),
        }
    }

    fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(it) if it == word)
    }
}

/// What a script says.
///
/// # Panics
/// Where it holds a statement that is none of those known here.
pub fn facts(sql: &str, is_mysql: bool) -> BTreeSet<Fact> {
    let tokens = tokens(sql, is_mysql);
    let mut facts = BTreeSet::new();
    for statement in tokens.split(|token| token.is(";")).filter(|it| !it.is_empty()) {
        read(statement, is_mysql, &mut facts);
    }
    facts
}

fn tokens(sql: &str, is_mysql: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '-' if rest.peek() == Some(&'-') => while rest.next_if(|c| *c != '\n').is_some() {},
            _ if c.is_whitespace() => {}
            '\'' | '"' | '`' => {
                let mut text = String::new();
                while let Some(next) = rest.next() {
                    if next == c && rest.next_if_eq(&c).is_none() {
                        break;
                    }
                    let escaped = if is_mysql && c == '\'' && next == '\\' { rest.next() } else { None };
                    text.push(match escaped {
                        Some('n') => '\n',
                        Some('r') => '\r',
                        Some('0') => '\0',
                        Some('Z') => '\u{1a}',
                        Some(other) => other,
                        None => next,
                    });
                }
                tokens.push(if c == '\'' { Token::Text(text) } else { Token::Name(text) });
            }
            _ if is_of_word(c) => {
                let mut word = String::from(c);
                while let Some(next) = rest.next_if(|c| is_of_word(*c) || *c == '.') {
                    word.push(next);
                }
                tokens.push(Token::Word(word.to_lowercase()));
            }
            other => tokens.push(Token::Word(other.to_string())),
        }
    }
    tokens
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn read(statement: &[Token], is_mysql: bool, facts: &mut BTreeSet<Fact>) {
    let mut push = |table: &str, kind, about: &str, text: String| {
        facts.insert(Fact { table: table.to_owned(), kind, about: about.to_owned(), text });
    };
    let words: Vec<&str> =
        statement.iter().map(|it| if let Token::Word(word) = it { word.as_str() } else { "" }).take(6).collect();
    match words.as_slice() {
        ["create", "schema", ..] => push("", "schema", "", shown(statement)),
        ["create", "extension", ..] => push("", "extension", "", shown(statement)),
        ["create", "type", ..] => {
            let (name, rest) = name(&statement[2..]);
            push("", "enum", &name, shown(rest));
        }
        ["create", "table", ..] => {
            let (table, rest) = name(&statement[2..]);
            let (elements, options) = in_parentheses(rest);
            push(&table, "table", "", shown(options));
            let mut columns = Vec::new();
            for element in elements.split_commas() {
                match element.first() {
                    Some(Token::Name(column)) => {
                        columns.push(column.clone());
                        let mut text = shown(&column_words(element, is_mysql));
                        // SQLite's key of one column stands with it.
                        if text.contains(" primary key") {
                            text = text.replace(" primary key", "");
                            push(&table, "key", &format!("\"{column}\""), format!("primary index(\"{column}\")"));
                        }
                        push(&table, "column", column, text);
                    }
                    _ => element_of(&table, element, is_mysql, &mut push),
                }
            }
            push(&table, "order", "", columns.join(", "));
        }
        ["alter", "table", ..] => {
            let (table, rest) = name(&statement[2..]);
            for clause in rest.split_commas() {
                assert!(clause.first().is_some_and(|it| it.is("add")), "not known: {}", shown(clause));
                element_of(&table, &clause[1..], is_mysql, &mut push);
            }
        }
        ["create", ..] => {
            let at = statement.iter().position(|it| it.is("on")).unwrap_or_else(|| panic!("{}", shown(statement)));
            let (table, rest) = name(&statement[at + 1..]);
            let head = [&statement[1..at], rest].concat();
            let open = head.iter().position(|it| it.is("(")).unwrap_or(head.len());
            push(&table, "index", &columns_of(&head[open..]), shown(&head));
        }
        _ => panic!("not known: {}", shown(statement)),
    }
}

/// A key, an index or a constraint of a table.
fn element_of(table: &str, element: &[Token], is_mysql: bool, push: &mut impl FnMut(&str, &'static str, &str, String)) {
    let mut element = element.to_vec();
    // Two words for one thing.
    element.iter_mut().filter(|it| it.is("key")).for_each(|it| *it = Token::Word("index".to_owned()));
    let open = element.iter().position(|it| it.is("(")).unwrap_or(element.len());
    let kind = match element.iter().take(open).find(|it| it.is("primary") || it.is("foreign")) {
        Some(it) if it.is("primary") => "key",
        Some(_) => "foreign key",
        None => "index",
    };
    // What is meant where nothing is said.
    let mut words = shown(&element).replace(" on delete no action", "").replace(" on update no action", "");
    if is_mysql {
        // InnoDB checks nothing late: the same by another name.
        words = words.replace(" on delete restrict", "").replace(" on update restrict", "");
    }
    push(table, kind, &columns_of(&element[open..]), words);
}

fn columns_of(parts: &[Token]) -> String {
    let (inside, _) = in_parentheses(parts);
    let first = |part: &&[Token]| part.first().map(Token::shown).unwrap_or_default();
    inside.split_commas().iter().map(first).collect::<Vec<_>>().join(", ")
}

/// A column in one spelling: what two names of a type and of a default mean alike.
fn column_words(element: &[Token], is_mysql: bool) -> Vec<Token> {
    let word = |text: &str| Token::Word(text.to_owned());
    let mut out: Vec<Token> = Vec::new();
    let mut rest = element.iter().peekable();
    while let Some(token) = rest.next() {
        let is_behind = |before: &str| out.last().is_some_and(|it| it.is(before));
        match token {
            Token::Word(it) if is_mysql && it == "boolean" => out.extend(["tinyint", "(", "1", ")"].map(word)),
            Token::Word(it) if is_mysql && it == "integer" => out.push(word("int")),
            // NULL is usual, and so is a default of NULL.
            Token::Word(it) if it == "null" && !is_behind("not") && !is_behind("default") => {}
            Token::Word(it) if it == "now" || it == "current_timestamp" => {
                out.push(word("current_timestamp"));
                // `now()`
                let mut ahead = rest.clone();
                if ahead.next().is_some_and(|it| it.is("(")) && ahead.next().is_some_and(|it| it.is(")")) {
                    rest = ahead;
                }
            }
            Token::Word(it) if is_mysql && is_behind("default") && (it == "true" || it == "false") => {
                out.push(word(if it == "true" { "1" } else { "0" }));
            }
            // A number is the same number in quotes.
            Token::Text(text) if is_behind("default") && text.parse::<f64>().is_ok() => out.push(number(text)),
            Token::Word(it) if it.starts_with(|c: char| c.is_ascii_digit()) && is_behind("default") => {
                out.push(number(it));
            }
            Token::Word(it) if it == "-" && is_behind("default") => {
                let digits = rest.next().map(Token::shown).unwrap_or_default();
                out.push(number(&format!("-{digits}")));
            }
            other => out.push(other.clone()),
        }
    }
    // `CHAR` is one character, `DATETIME(0)` has no digits, and MySQL's expressions stand in parentheses or do not.
    let text = shown(&out);
    let text = text.replace("char(1)", "char").replace("time(0)", "time");
    vec![Token::Word(text)]
}

/// A number without zeros that mean nothing.
fn number(text: &str) -> Token {
    let trimmed = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    Token::Word(trimmed.to_owned())
}

fn name(tokens: &[Token]) -> (String, &[Token]) {
    let of = |token: &Token| match token {
        Token::Name(name) => name.clone(),
        other => panic!("no name: {}", other.shown()),
    };
    match tokens {
        [namespace, dot, own, rest @ ..] if dot.is(".") => (format!("{}.{}", of(namespace), of(own)), rest),
        [own, rest @ ..] => (of(own), rest),
        [] => panic!("no name"),
    }
}

/// What stands in the first parentheses, and what stands behind them.
fn in_parentheses(tokens: &[Token]) -> (&[Token], &[Token]) {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        depth += i32::from(token.is("(")) - i32::from(token.is(")"));
        if depth == 0 && at > 0 {
            return (&tokens[1..at], &tokens[at + 1..]);
        }
    }
    (&[], &[])
}

trait Commas {
    fn split_commas(&self) -> Vec<&[Token]>;
}

impl Commas for [Token] {
    /// The pieces between the commas that stand in no parentheses.
    fn split_commas(&self) -> Vec<&[Token]> {
        let mut depth = 0;
        let is_comma = |token: &Token| {
            depth += i32::from(matches!(token, Token::Word(it) if it == "(" || it == "["));
            depth -= i32::from(matches!(token, Token::Word(it) if it == ")" || it == "]"));
            depth == 0 && token.is(",")
        };
        self.split(is_comma).filter(|piece| !piece.is_empty()).collect()
    }
}

/// Tokens with one blank between words.
fn shown(tokens: &[Token]) -> String {
    let mut out = String::new();
    let mut glued = true;
    for token in tokens {
        let is_sign = matches!(token, Token::Word(it) if !it.starts_with(is_of_word) && it.len() == 1);
        if !glued && !is_sign {
            out.push(' ');
        }
        out.push_str(&token.shown());
        glued = is_sign && !token.is(")");
    }
    out
}
