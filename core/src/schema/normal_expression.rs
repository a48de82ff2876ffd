//! The one form of an expression that servers and people write in many.
//!
//! A server prints what it has understood: more parentheses (MySQL) or fewer (MariaDB), `current_timestamp()` for `NOW()`, `<>`
//! for `!=`, `or` for `||`. So two texts are compared as trees, of which the form of the words is no part. What is no
//! expression of this grammar is compared by its words.

mod query;

use super::expression::{Kind, Piece, pieces};
use query::Queries;
pub use query::{ColumnsOf, normal_view};

/// The most that an expression is nested and still read as a tree.
const DEEPEST: usize = 200;

/// Whether two expressions are one, as far as their text tells.
pub fn same_expression(a: &str, b: &str) -> bool {
    a == b || normal_expression(a) == normal_expression(b)
}

/// The words of a routine from its kind on, without blanks, quotes of names and cases of letters. Of what a function returns, the
/// width is no part, and neither are character sets: a server prints them where nobody has said them.
pub fn normal_words(text: &str, kind: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let pieces = pieces(text);
    let start = pieces.iter().position(|it| it.text.eq_ignore_ascii_case(kind)).unwrap_or_default();
    let mut reader = Reader { pieces: &pieces, text, at: start, depth: 0, queries: Queries::default() };
    let (mut returns, mut is_head) = (false, kind == "FUNCTION");
    while let Some(piece) = pieces.get(reader.at) {
        reader.at += 1;
        let word = match &piece.kind {
            Kind::Name(word) | Kind::Word(word) => &word.to_lowercase(),
            _ => piece.text,
        };
        out.push_str(word);
        out.push(' ');
        is_head &= word != "begin" && word != "return";
        if is_head {
            if returns && word.ends_with("int") && reader.is_sign(0, '(') {
                reader.at += 3;
            }
            while reader.is_word(0, "charset") || reader.is_word(0, "collate") {
                reader.at += 2;
            }
            returns = word == "returns";
        }
    }
    out
}

/// The form of an expression that is equal for all its spellings.
pub fn normal_expression(text: &str) -> String {
    let pieces = pieces(text);
    let mut reader = Reader { pieces: &pieces, text, at: 0, depth: 0, queries: Queries::default() };
    let mut out = String::new();
    match reader.expression(0).filter(|_| reader.at == pieces.len()) {
        Some(node) => node.write(&mut out),
        None => write_words(without_outer_parentheses(&pieces), &mut out),
    }
    out
}

/// A piece of an expression with what it works on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Leaf(String),
    Of(String, Vec<Node>),
}

impl Node {
    fn of(operator: &str, operands: Vec<Self>) -> Self {
        Self::Of(operator.to_owned(), operands)
    }

    /// How many pieces it has.
    fn size(&self) -> usize {
        match self {
            Self::Leaf(_) => 1,
            Self::Of(_, operands) => 1 + operands.iter().map(Self::size).sum::<usize>(),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Leaf(text) => out.push_str(text),
            Self::Of(operator, operands) => {
                out.push('(');
                out.push_str(operator);
                for operand in operands {
                    out.push(' ');
                    operand.write(out);
                }
                out.push(')');
            }
        }
    }

    /// What it is not, as far as the servers turn it round when they read it.
    fn negated(self) -> Self {
        const OPPOSITES: [(&str, &str); 3] = [("=", "<>"), ("<", ">="), (">", "<=")];
        let Self::Of(operator, mut operands) = self else {
            return Self::of("=", vec![self, Self::Leaf("0".to_owned())]);
        };
        let opposite = OPPOSITES.iter().find_map(|(a, b)| match operator.as_str() {
            it if it == *a => Some(*b),
            it if it == *b => Some(*a),
            _ => None,
        });
        match (opposite, operator.as_str()) {
            (Some(opposite), _) if operands.len() == 2 => Self::of(opposite, operands),
            (_, "not") if operands.len() == 1 => operands.remove(0),
            (_, "and") => joined("or", operands.into_iter().map(Self::negated).collect()),
            (_, "or") => joined("and", operands.into_iter().map(Self::negated).collect()),
            _ => Self::of("not", vec![Self::Of(operator, operands)]),
        }
    }
}

/// `a AND (b AND c)` is `a AND b AND c`.
fn joined(operator: &str, operands: Vec<Node>) -> Node {
    let mut all = Vec::with_capacity(operands.len());
    for operand in operands {
        match operand {
            Node::Of(of, inner) if of == operator => all.extend(inner),
            other => all.push(other),
        }
    }
    Node::of(operator, all)
}

/// How tightly an operator binds, from 1 on (MySQL manual, "Operator Precedence").
const OR: u8 = 1;
const XOR: u8 = 2;
const AND: u8 = 3;
const NOT: u8 = 4;
const COMPARISON: u8 = 5;
const BITS: u8 = 6;
const UNARY: u8 = 12;
const BANG: u8 = 13;

/// Functions under several names; the one that servers print comes last.
#[rustfmt::skip]
const SYNONYMS: [(&str, &str); 25] = [
    ("now", "current_timestamp"), ("localtime", "current_timestamp"), ("localtimestamp", "current_timestamp"),
    ("curdate", "current_date"), ("curtime", "current_time"), ("substr", "substring"), ("mid", "substring"),
    ("lcase", "lower"), ("ucase", "upper"), ("character_length", "char_length"), ("octet_length", "length"), ("pow", "power"),
    ("ceil", "ceiling"), ("day", "dayofmonth"), ("schema", "database"), ("sha", "sha1"), ("std", "stddev"), ("stddev_pop", "stddev"),
    ("var_pop", "variance"), ("session_user", "user"), ("system_user", "user"), ("adddate", "date_add"), ("subdate", "date_sub"),
    ("st_geomfromwkb", "st_geometryfromwkb"), ("st_geomfromtext", "st_geometryfromtext"),
];

/// Words that stand for a call without parentheses.
const CALLS: [&str; 7] = [
    "current_timestamp",
    "current_date",
    "current_time",
    "current_user",
    "localtime",
    "localtimestamp",
    "utc_timestamp",
];

/// Words between arguments that are written without commas.
const BETWEEN_ARGUMENTS: [&str; 14] = [
    "from",
    "for",
    "using",
    "in",
    "order",
    "by",
    "separator",
    "distinct",
    "all",
    "both",
    "leading",
    "trailing",
    "desc",
    "on",
];

struct Reader<'p, 't, 's> {
    pieces: &'p [Piece<'t>],
    text: &'t str,
    at: usize,
    depth: usize,
    queries: Queries<'s>,
}

impl Reader<'_, '_, '_> {
    fn kind(&self, ahead: usize) -> Option<&Kind> {
        self.pieces.get(self.at + ahead).map(|piece| &piece.kind)
    }

    fn is_word(&self, ahead: usize, word: &str) -> bool {
        matches!(self.kind(ahead), Some(Kind::Word(it)) if it == word)
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let is = self.is_word(0, word);
        self.at += usize::from(is);
        is
    }

    fn is_sign(&self, ahead: usize, sign: char) -> bool {
        self.kind(ahead) == Some(&Kind::Sign(sign))
    }

    fn eat_sign(&mut self, sign: char) -> bool {
        let is = self.is_sign(0, sign);
        self.at += usize::from(is);
        is
    }

    /// Signs without a blank between them.
    fn are_signs(&self, signs: &str) -> bool {
        let starts_at = |ahead: usize| self.pieces.get(self.at + ahead).map(|it| it.start);
        signs
            .chars()
            .enumerate()
            .all(|(ahead, sign)| self.is_sign(ahead, sign) && starts_at(ahead) == starts_at(0).map(|it| it + ahead))
    }

    /// The operator here: its name, how tightly it binds, and how many pieces it is long.
    fn operator(&self) -> Option<(&'static str, u8, usize)> {
        const SIGNS: [(&str, &str, u8); 23] = [
            ("<=>", "<=>", COMPARISON),
            ("->>", "->>", UNARY),
            ("<<", "<<", 8),
            (">>", ">>", 8),
            ("<=", "<=", COMPARISON),
            (">=", ">=", COMPARISON),
            ("<>", "<>", COMPARISON),
            ("!=", "<>", COMPARISON),
            ("||", "or", OR),
            ("&&", "and", AND),
            ("->", "->", UNARY),
            ("=", "=", COMPARISON),
            ("<", "<", COMPARISON),
            (">", ">", COMPARISON),
            ("|", "|", BITS),
            ("&", "&", 7),
            ("+", "+", 9),
            ("-", "-", 9),
            ("*", "*", 10),
            ("/", "/", 10),
            ("%", "%", 10),
            ("^", "^", 11),
            (":=", ":=", 1),
        ];
        const WORDS: [(&str, &str, u8); 10] = [
            ("or", "or", OR),
            ("xor", "xor", XOR),
            ("and", "and", AND),
            ("like", "like", COMPARISON),
            ("rlike", "regexp", COMPARISON),
            ("regexp", "regexp", COMPARISON),
            ("in", "in", COMPARISON),
            ("between", "between", COMPARISON),
            ("div", "div", 10),
            ("mod", "%", 10),
        ];
        let sign = SIGNS.iter().find(|(sign, ..)| self.are_signs(sign));
        if let Some((sign, name, power)) = sign {
            return Some((name, *power, sign.len()));
        }
        let Some(Kind::Word(word)) = self.kind(0) else { return None };
        let found = WORDS.iter().find(|(it, ..)| word == it);
        found.map(|(_, name, power)| (*name, *power, 1))
    }

    /// An expression of operators that bind at least so tightly.
    fn expression(&mut self, least: u8) -> Option<Node> {
        self.depth += 1;
        let node = if self.depth > DEEPEST { None } else { self.known_expression(least) };
        self.depth -= 1;
        node
    }

    fn known_expression(&mut self, least: u8) -> Option<Node> {
        let mut left = self.operand()?;
        // Each turn nests what is read so far once more.
        for _ in 0..DEEPEST {
            if self.eat_word("collate") {
                let name = self.words(1)?;
                left = Node::of("collate", vec![left, Node::Leaf(name)]);
                continue;
            }
            if self.is_word(0, "is") && least <= COMPARISON {
                left = self.is(left)?;
                continue;
            }
            let negates = self.is_word(0, "not")
                && ["like", "rlike", "regexp", "in", "between"].iter().any(|it| self.is_word(1, it));
            if negates && least <= COMPARISON {
                self.at += 1;
            }
            let Some((name, power, length)) = self.operator().filter(|(_, power, _)| *power >= least) else {
                return Some(left);
            };
            self.at += length;
            left = self.operation(left, name, power)?;
            if negates {
                left = left.negated();
            }
        }
        None
    }

    /// What stands behind an operator that is passed.
    fn operation(&mut self, left: Node, name: &'static str, power: u8) -> Option<Node> {
        Some(match name {
            "and" | "or" => {
                let mut all = vec![left, self.expression(power + 1)?];
                while self.operator().is_some_and(|(again, ..)| again == name) {
                    let (_, _, length) = self.operator()?;
                    self.at += length;
                    all.push(self.expression(power + 1)?);
                }
                joined(name, all)
            }
            "between" => {
                let low = self.expression(BITS)?;
                if !self.eat_word("and") {
                    return None;
                }
                Node::of(name, vec![left, low, self.expression(BITS)?])
            }
            "in" => {
                let mut list = vec![left];
                if !self.eat_sign('(') {
                    return None;
                }
                if self.is_query() {
                    list.push(self.query_within()?);
                    return Some(Node::of("in query", list));
                }
                list.extend(self.list()?);
                // A list of one is that one.
                Node::of(if list.len() == 2 { "=" } else { "in" }, list)
            }
            "like" => {
                let pattern = self.expression(BITS)?;
                let mut all = vec![left, pattern];
                if self.eat_word("escape") {
                    all.push(self.expression(BITS)?);
                }
                Node::of(name, all)
            }
            "->" | "->>" => {
                let part = Node::of("json_extract", vec![left, self.operand()?]);
                if name == "->" { part } else { Node::of("json_unquote", vec![part]) }
            }
            "+" | "-" if self.is_word(0, "interval") && !self.is_sign(1, '(') => {
                let interval = self.interval()?;
                Node::of(if name == "+" { "date_add" } else { "date_sub" }, vec![left, interval])
            }
            _ => self.chain(left, name, power)?,
        })
    }

    /// `a + b - c`: one node, however long it is.
    fn chain(&mut self, left: Node, name: &'static str, power: u8) -> Option<Node> {
        let mut names = name.to_owned();
        let mut all = vec![left, self.expression(power + 1)?];
        while let Some((next, same, length)) = self.operator() {
            let stands_alone = ["between", "in", "like", "->", "->>"].contains(&next);
            let interval = matches!(self.kind(length), Some(Kind::Word(word)) if word == "interval");
            if same != power || stands_alone || interval {
                break;
            }
            self.at += length;
            names.push_str(next);
            all.push(self.expression(power + 1)?);
        }
        Some(Node::Of(names, all))
    }

    fn is(&mut self, left: Node) -> Option<Node> {
        self.at += 1;
        let negates = self.eat_word("not");
        let word = self.words(1)?;
        let node =
            if word == "null" { Node::of("isnull", vec![left]) } else { Node::of("is", vec![left, Node::Leaf(word)]) };
        Some(if negates { node.negated() } else { node })
    }

    /// The next pieces as they are.
    fn words(&mut self, count: usize) -> Option<String> {
        let pieces = self.pieces.get(self.at..self.at + count)?;
        self.at += count;
        let mut out = String::new();
        write_words(pieces, &mut out);
        Some(out)
    }

    fn operand(&mut self) -> Option<Node> {
        if self.eat_word("not") {
            return Some(self.expression(NOT)?.negated());
        }
        if self.is_sign(0, '!') && !self.is_sign(1, '=') {
            self.at += 1;
            return Some(self.expression(BANG)?.negated());
        }
        if self.eat_sign('+') {
            return self.expression(UNARY);
        }
        for (sign, name) in [('-', "negative"), ('~', "~")] {
            if self.eat_sign(sign) {
                return Some(Node::of(name, vec![self.expression(UNARY)?]));
            }
        }
        if self.is_word(0, "binary") && !self.is_sign(1, '(') {
            self.at += 1;
            return Some(Node::of("cast", vec![self.expression(UNARY)?, Node::Leaf("char charset binary".to_owned())]));
        }
        if self.eat_sign('(') {
            if self.is_query() {
                return self.query_within();
            }
            let mut list = self.list()?;
            return match list.len() {
                1 => list.pop(),
                _ => Some(Node::of("row", list)),
            };
        }
        if self.is_word(0, "case") {
            return self.case();
        }
        if self.is_word(0, "interval") && !self.is_sign(1, '(') {
            return self.interval();
        }
        match self.kind(0)? {
            Kind::Text(_) | Kind::Number => self.literal(),
            Kind::Name(_) => self.named(),
            Kind::Word(word) => {
                let introduces =
                    word.starts_with('_') || ["n", "x", "b", "date", "time", "timestamp"].contains(&word.as_str());
                if introduces && matches!(self.kind(1), Some(Kind::Text(_))) {
                    let word = word.clone();
                    self.at += 1;
                    // The character set that servers print before texts of their own.
                    let is_usual = ["_utf8mb4", "_utf8mb3", "_utf8", "n"].contains(&word.as_str());
                    let literal = self.literal()?;
                    return Some(if is_usual { literal } else { Node::of(&word, vec![literal]) });
                }
                if word == "true" || word == "false" {
                    let value = if word == "true" { "1" } else { "0" };
                    self.at += 1;
                    return Some(Node::Leaf(value.to_owned()));
                }
                if CALLS.contains(&word.as_str()) && !self.is_sign(1, '(') {
                    let name = synonym(word).to_owned();
                    self.at += 1;
                    return Some(Node::of(&name, Vec::new()));
                }
                self.named()
            }
            Kind::Sign('@' | '?' | ':') => {
                let is_long = self.is_sign(1, '@');
                Some(Node::Leaf(self.words(if is_long { 3 } else { 2 })?))
            }
            Kind::Sign(_) => None,
        }
    }

    /// A number, or texts beside each other, which are one.
    fn literal(&mut self) -> Option<Node> {
        if self.kind(0) == Some(&Kind::Number) {
            return Some(Node::Leaf(self.number()?));
        }
        let mut text = String::new();
        while let Some(Kind::Text(value)) = self.kind(0) {
            text.push_str(value);
            self.at += 1;
        }
        Some(Node::Leaf(format!("{text:?}")))
    }

    /// `1.50e3`: the scanner takes a point for a sign.
    fn number(&mut self) -> Option<String> {
        let mut number = self.words(1)?;
        if self.is_sign(0, '.') && self.kind(1) == Some(&Kind::Number) {
            self.at += 1;
            number = format!("{number}.{}", self.words(1)?);
        }
        Some(number)
    }

    /// A column, or a call.
    fn named(&mut self) -> Option<Node> {
        let (mut of, mut name) = (None, self.words(1)?);
        // Of which table it is says nothing where there is one.
        while self.is_sign(0, '.') {
            self.at += 1;
            of = Some(std::mem::replace(&mut name, self.words(1)?));
        }
        if !self.is_sign(0, '(') {
            return self.column(of, name.to_lowercase());
        }
        self.at += 1;
        let name = name.trim_matches('`').to_lowercase();
        let name = synonym(&name);
        if name == "exists" && self.is_query() {
            return self.exists();
        }
        let arguments = if name == "position" { self.position()? } else { self.arguments(name == "convert")? };
        let node = call(name, arguments);
        Some(if self.eat_word("over") { Node::of("over", vec![node, self.window()?]) } else { node })
    }

    /// `position(a IN b)`
    fn position(&mut self) -> Option<Vec<Node>> {
        let first = self.expression(BITS)?;
        if !self.eat_word("in") && !self.eat_sign(',') {
            return None;
        }
        let second = self.expression(0)?;
        self.eat_sign(')').then(|| vec![first, second])
    }

    /// Up to the parenthesis that closes, and over it.
    fn arguments(&mut self, is_convert: bool) -> Option<Vec<Node>> {
        let mut arguments = Vec::new();
        loop {
            if self.eat_sign(')') {
                return Some(arguments);
            }
            if self.eat_sign(',') {
                // `convert(a, char)` is a cast.
                if is_convert {
                    arguments.push(Node::Leaf(self.cast_type()?));
                }
                continue;
            }
            if self.eat_word("as") {
                arguments.push(Node::Leaf(self.cast_type()?));
                continue;
            }
            if self.is_sign(0, '*') {
                arguments.push(Node::Leaf(self.words(1)?));
                continue;
            }
            if self.is_query() {
                arguments.push(self.query_within()?);
                return Some(arguments);
            }
            // It is the usual order.
            if self.eat_word("asc") {
                continue;
            }
            let is_between = BETWEEN_ARGUMENTS.iter().any(|word| self.is_word(0, word));
            if is_between {
                arguments.push(Node::Leaf(self.words(1)?));
                continue;
            }
            arguments.push(self.expression(0)?);
        }
    }

    /// Steps up to the parenthesis that closes, or to one of some words outside of others.
    fn step_to(&mut self, words: &[&str]) {
        let mut open = 0_usize;
        while let Some(kind) = self.kind(0) {
            match kind {
                Kind::Sign('(') => open += 1,
                Kind::Sign(')') if open == 0 => break,
                Kind::Sign(')') => open -= 1,
                Kind::Word(word) if open == 0 && words.contains(&word.as_str()) => break,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// A type behind `AS`, up to the parenthesis that closes the call.
    fn cast_type(&mut self) -> Option<String> {
        let start = self.at;
        self.step_to(&[]);
        let mut text = String::new();
        write_words(self.pieces.get(start..self.at)?, &mut text);
        // Of one word alone, which is no name here.
        let text = text.trim_matches('`').replace("character set", "charset");
        // The character set that a text has anyway, and words that mean nothing.
        let text = text.trim_end_matches(" charset utf8mb4").trim_end_matches(" charset utf8mb3");
        Some(match text {
            "signed integer" | "integer" | "int" => "signed".to_owned(),
            "unsigned integer" => "unsigned".to_owned(),
            "decimal" => "decimal ( 10 , 0 )".to_owned(),
            other => other.to_owned(),
        })
    }

    /// Expressions up to the parenthesis that closes, and over it.
    fn list(&mut self) -> Option<Vec<Node>> {
        let mut list = Vec::new();
        loop {
            list.push(self.expression(0)?);
            if self.eat_sign(')') {
                return Some(list);
            }
            if !self.eat_sign(',') {
                return None;
            }
        }
    }

    fn interval(&mut self) -> Option<Node> {
        self.at += 1;
        let count = self.expression(BITS)?;
        let Some(Kind::Word(_)) = self.kind(0) else { return None };
        Some(Node::of("interval", vec![count, Node::Leaf(self.words(1)?)]))
    }

    fn case(&mut self) -> Option<Node> {
        self.at += 1;
        let mut all = Vec::new();
        let mut words = Vec::new();
        if !self.is_word(0, "when") {
            all.push(self.expression(0)?);
            words.push("of");
        }
        loop {
            let word = ["when", "then", "else"].into_iter().find(|word| self.is_word(0, word));
            let Some(word) = word else { break };
            self.at += 1;
            words.push(word);
            all.push(self.expression(0)?);
        }
        self.eat_word("end").then(|| Node::of(&format!("case {}", words.join(" ")), all))
    }
}

fn synonym(name: &str) -> &str {
    SYNONYMS.iter().find(|(other, _)| *other == name).map_or(name, |(_, usual)| usual)
}

/// A call, in the form of what it comes to.
fn call(name: &str, mut arguments: Vec<Node>) -> Node {
    match (name, arguments.as_mut_slice()) {
        ("count", [Node::Leaf(all)]) if all == "*" => "0".clone_into(all),
        ("group_concat", all) if !all.iter().any(|it| matches!(it, Node::Leaf(word) if word == "`separator`")) => {
            arguments.extend(["`separator`", "\",\""].map(|it| Node::Leaf(it.to_owned())));
        }
        _ => {}
    }
    match (name, arguments.len()) {
        ("isnull", 1) => Node::of("isnull", arguments),
        ("mod", 2) => Node::of("%", arguments),
        ("position", 2) => Node::of("locate", arguments),
        // `convert(a, char)` is a cast; `convert(a using latin1)` has three parts.
        ("convert", 2) => Node::of("cast", arguments),
        _ => Node::of(name, arguments),
    }
}

fn write_words(pieces: &[Piece<'_>], out: &mut String) {
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        match &piece.kind {
            Kind::Name(name) => out.push_str(&format!("`{}`", name.to_lowercase())),
            // A name without quotes is a name.
            Kind::Word(word) if pieces.len() == 1 && !["null", "default", "maxvalue"].contains(&word.as_str()) => {
                out.push_str(&format!("`{word}`"));
            }
            Kind::Word(word) => out.push_str(word),
            Kind::Text(text) => out.push_str(&format!("{text:?}")),
            Kind::Number => out.push_str(&piece.text.to_lowercase()),
            Kind::Sign(sign) => out.push(*sign),
        }
    }
}

fn without_outer_parentheses<'p, 't>(pieces: &'p [Piece<'t>]) -> &'p [Piece<'t>] {
    // Where each parenthesis is closed.
    let mut closed_at: Vec<Option<usize>> = vec![None; pieces.len()];
    let mut open = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece.kind {
            Kind::Sign('(') => open.push(at),
            Kind::Sign(')') => {
                if let Some(closed) = open.pop().and_then(|opened| closed_at.get_mut(opened)) {
                    *closed = Some(at);
                }
            }
            _ => {}
        }
    }
    let last = |layers: usize| pieces.len().checked_sub(layers + 1);
    let layers = (0..pieces.len() / 2)
        .take_while(|layer| closed_at.get(*layer).copied().flatten().is_some_and(|at| Some(at) == last(*layer)))
        .count();
    pieces.get(layers..pieces.len() - layers).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::same_expression;

    #[track_caller]
    fn same(a: &str, b: &str) {
        assert!(same_expression(a, b), "{} / {}", super::normal_expression(a), super::normal_expression(b));
    }

    #[track_caller]
    fn other(a: &str, b: &str) {
        assert!(!same_expression(a, b), "{}", super::normal_expression(a));
    }

    #[test]
    fn blanks_quotes_cases_and_parentheses_say_nothing() {
        same("(`a` + 1)", "a+1");
        same("((UUID()))", "uuid()");
        same("((`a` > 0) and (`b` < 3))", "a > 0 AND b < 3");
        same("(((`a` > 0) and (`b` < 3)) or (`c` = 1))", "a > 0 AND b < 3 OR c = 1");
        same("a AND (b AND c)", "a and b and c");
        same("`a` * (`b` + 1) - 1", "((`a` * (`b` + 1)) - 1)");
        other("a * b + 1", "a * (b + 1)");
        other("(a) + (b)", "a) + (b");
        other("a - (b - c)", "a - b - c");
        other("(a and b) or c", "a and (b or c)");
        other("a b", "ab");
        other("((a)", "a");
    }

    #[test]
    fn texts_are_what_they_hold() {
        other("concat('A ', b)", "concat('a', b)");
        other("concat(\"A\",j)", "concat(\"a\",j)");
        same("concat('it\\'s', j)", "concat('it''s', j)");
        same("concat(_utf8mb4'x',`j`)", "concat('x', j)");
        other("concat(_latin1'x',`j`)", "concat('x', j)");
        same("(concat(')', j))", "concat(')', j)");
        same("'a' 'b'", "'ab'");
        other("'a'", "a");
    }

    #[test]
    fn words_of_one_meaning() {
        same("a != b", "`a` <> `b`");
        same("NOT (a = b)", "a <> b");
        same("not (a > 1 and b is null)", "a <= 1 or b is not null");
        same("a NOT IN (1, 2)", "not(a in (1,2))");
        same("a IN (1)", "a = 1");
        same("a not between 1 and 2 and b", "(not(`a` between 1 and 2)) and `b`");
        same("now()", "CURRENT_TIMESTAMP");
        same("current_timestamp(3)", "now(3)");
        same("substr(a, 1, 2)", "substring(`a`,1,2)");
        same("d + INTERVAL 1 DAY", "(`d` + interval 1 day)");
        same("date_add(d, interval 1 day)", "d + interval 1 day");
        same("a->'$.b'", "json_extract(`a`,'$.b')");
        same("a ->> '$.b'", "json_unquote(json_extract(`a`,_utf8mb4'$.b'))");
        same("mod(a, 2)", "a % 2");
        same("a || b && c", "a or (b and c)");
        same("isnull(a)", "a is null");
        same("cast(a as char(3) charset utf8mb4)", "CAST(`a` AS CHAR(3))");
        same("cast(a as char charset utf8mb4)", "CAST(`a` AS CHAR)");
        same("convert(a, signed)", "cast(a as signed integer)");
        same("convert(a using latin1)", "convert(`a` USING latin1)");
        same("case when a then 1 else 2 end", "(case when `a` then 1 else 2 end)");
        same("t.a > 0", "`a` > 0");
        same("TRUE", "1");
        same("extract(year from d)", "extract(YEAR FROM `d`)");
        same("if(a, 'x', NULL)", "if(`a`,_utf8mb4'x',NULL)");
        same("1.50 + a", "(1.50 + `a`)");
    }

    #[test]
    fn what_is_other_stays_other() {
        other("a > 0", "a >= 0");
        other("a > 0", "b > 0");
        other("a like 'x'", "a not like 'x'");
        other("a in (1, 2)", "a in (2, 3)");
        other("d + interval 1 day", "d + interval 1 month");
        other("lower(a)", "upper(a)");
        other("cast(a as signed)", "cast(a as unsigned)");
        other("case when a then 1 end", "case when a then 2 end");
        other("case a when 1 then 2 end", "case when a then 1 else 2 end");
        other("", "a");
        other("1.5", "1.50");
    }

    #[test]
    fn long_and_deep_ones_come_to_an_end() {
        let long = format!("a{}", " + 1".repeat(50_000));
        assert!(same_expression(&long, &long.replace(' ', "")));
        let deep = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
        assert!(same_expression(&deep, "`a`"));
        for link in
            [" is null", " between 1 and 2", " collate x", " like 'x'", "->'$.a'", " + interval 1 day", " in (1)"]
        {
            let long = format!("a{}", link.repeat(20_000));
            assert!(same_expression(&long, &format!("({long})")));
        }
        let nots = format!("{}a", "not ".repeat(20_000));
        assert!(same_expression(&nots, &format!("({nots})")));
    }
}
