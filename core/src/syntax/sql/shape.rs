//! Whether a run of tokens has the shape of one expression: operands with operators between them.
//!
//! Nothing here judges an expression: the tree keeps it as text. It only tells an expression from a clause that was misread or
//! that this reader does not know. sqlparser's parser could tell it too, at the price of its whole tree of queries: 250 KB gzip
//! of wasm for a yes or no, and it refuses `MEMBER OF` and MySQL's `DIV`-like words in places.

use sqlparser::tokenizer::Token;

use super::reader::Reader;

/// Operators of one word that stand between two operands.
#[rustfmt::skip]
const BETWEEN_OPERANDS: [&str; 15] = [
    "AND", "OR", "XOR", "DIV", "MOD", "LIKE", "RLIKE", "REGEXP", "IN", "BETWEEN", "ESCAPE", "SIMILAR", "OVERLAPS", "ILIKE", "GLOB",
];

/// Words that stand between the arguments of functions that are not written with commas: `EXTRACT(YEAR FROM d)`,
/// `CAST(a AS CHAR(3))`, `GROUP_CONCAT(a ORDER BY b SEPARATOR ',')`, `JSON_VALUE(a, '$.b' RETURNING INT NULL ON EMPTY)`.
#[rustfmt::skip]
const BETWEEN_ARGUMENTS: [&str; 13] = [
    "FROM", "FOR", "AS", "USING", "IN", "ORDER", "SEPARATOR", "DISTINCT", "ALL", "RETURNING", "ON", "BOTH", "WITH",
];

/// Words that begin a query or a clause, and no operand.
#[rustfmt::skip]
const NO_OPERANDS: [&str; 22] = [
    "WHEN", "THEN", "ELSE", "END", "AND", "OR", "XOR", "DIV", "IN", "BETWEEN", "LIKE", "IS", "FROM", "WHERE", "AS", "ON", "USING",
    "ORDER", "GROUP", "HAVING", "LIMIT", "COLLATE",
];

/// Whether all that is left of a run is one expression.
pub(super) fn is_expression(mut reader: Reader<'_>) -> bool {
    expression(&mut reader).is_some() && reader.is_done()
}

/// Steps over one expression; none where there is none.
fn expression(reader: &mut Reader<'_>) -> Option<()> {
    loop {
        while prefix(reader) {}
        operand(reader)?;
        suffixes(reader)?;
        if !operator(reader) {
            return Some(());
        }
    }
}

fn prefix(reader: &mut Reader<'_>) -> bool {
    let is_sign = matches!(
        reader.peek(),
        Some(Token::Plus | Token::Minus | Token::Tilde | Token::ExclamationMark | Token::AtSign)
    );
    let is_word = reader.is_any(&["NOT", "BINARY", "PRIOR"]) && reader.peek_at(1) != Some(&Token::Comma);
    if is_sign || is_word {
        reader.bump();
    }
    is_sign || is_word
}

fn operand(reader: &mut Reader<'_>) -> Option<()> {
    match reader.peek()? {
        Token::LParen => {
            let inner = reader.parenthesised()?;
            is_query(inner) || is_list(inner)
        }
        Token::Word(word) if word.quote_style.is_none() && reader.is_any(&["CASE", "EXISTS", "INTERVAL"]) => match () {
            () if reader.eat("CASE") => case(reader)?,
            () if reader.eat("EXISTS") => is_query(reader.parenthesised()?),
            () => {
                reader.bump();
                // As a function: `INTERVAL(a, 1, 2)`. Before a unit: `INTERVAL 1 DAY`.
                expression(reader)?;
                reader.word().is_some_and(|_| reader.bump().is_some()) || reader.is_done()
            }
        },
        Token::Word(word) if word.quote_style.is_none() && reader.is_any(&NO_OPERANDS) => false,
        Token::Word(_) => named(reader),
        Token::Number(..) | Token::HexStringLiteral(_) | Token::Placeholder(_) => reader.bump().is_some(),
        _ => strings(reader),
    }
    .then_some(())
}

/// A column, a function, a constant, or a string behind a word that tells its type or character set.
fn named(reader: &mut Reader<'_>) -> bool {
    reader.bump();
    if strings(reader) || matches!(reader.peek(), Some(Token::HexStringLiteral(_))) && reader.bump().is_some() {
        return true;
    }
    while reader.eat_symbol(&Token::Period) {
        if reader.bump().is_none() {
            return false;
        }
    }
    if reader.peek() != Some(&Token::LParen) {
        return true;
    }
    let Some(inner) = reader.parenthesised() else { return false };
    let is_called = inner.is_done() || inner.cut_at_commas().into_iter().all(|(argument, _)| is_argument(argument));
    // `MATCH (a) AGAINST (…)`, `SUM(a) OVER (…)`
    let is_followed = !reader.eat_any(&["AGAINST", "OVER"])
        || reader.parenthesised().is_some_and(|inner| inner.is_done() || inner.peek().is_some())
        || reader.name().is_some();
    is_called && is_followed
}

fn is_argument(argument: Reader<'_>) -> bool {
    let is_star = argument.peek() == Some(&Token::Mul) && argument.peek_at(1).is_none();
    if is_star || is_query(argument) || is_expression(argument) {
        return true;
    }
    // Words between arguments: what stands around them is looked at no further.
    let mut rest = argument;
    while rest.peek().is_some() {
        if rest.is_any(&BETWEEN_ARGUMENTS) {
            return argument.peek_at(1).is_some();
        }
        if rest.peek() == Some(&Token::LParen) && rest.parenthesised().is_some() {
            continue;
        }
        rest.bump();
    }
    false
}

/// `CASE` is passed.
fn case(reader: &mut Reader<'_>) -> Option<bool> {
    if !reader.is("WHEN") {
        expression(reader)?;
    }
    let mut any = false;
    while reader.eat("WHEN") {
        expression(reader)?;
        if !reader.eat("THEN") {
            return None;
        }
        expression(reader)?;
        any = true;
    }
    if reader.eat("ELSE") {
        expression(reader)?;
    }
    Some(any && reader.eat("END"))
}

fn strings(reader: &mut Reader<'_>) -> bool {
    let mut any = false;
    while matches!(
        reader.peek(),
        Some(
            Token::SingleQuotedString(_)
                | Token::DoubleQuotedString(_)
                | Token::NationalStringLiteral(_)
                | Token::SingleQuotedByteStringLiteral(_)
                | Token::DoubleQuotedByteStringLiteral(_)
        )
    ) {
        reader.bump();
        any = true;
    }
    any
}

/// What stands behind an operand; none where it is broken off.
fn suffixes(reader: &mut Reader<'_>) -> Option<()> {
    loop {
        if reader.eat("COLLATE") {
            reader.bump()?;
        } else if reader.eat("IS") {
            reader.eat("NOT");
            if !reader.eat_any(&["NULL", "TRUE", "FALSE", "UNKNOWN"]) {
                return None;
            }
        } else {
            return Some(());
        }
    }
}

/// Steps over an operator between two operands, if one stands here.
fn operator(reader: &mut Reader<'_>) -> bool {
    let negates = reader.is("NOT") && ["LIKE", "RLIKE", "REGEXP", "IN", "BETWEEN"].iter().any(|it| reader.is_at(1, it));
    if negates {
        reader.bump();
    }
    if reader.eat_all(&["SOUNDS", "LIKE"]) || reader.eat_all(&["MEMBER", "OF"]) || reader.eat_any(&BETWEEN_OPERANDS) {
        return true;
    }
    let is_sign = matches!(
        reader.peek(),
        Some(
            Token::Eq
                | Token::DoubleEq
                | Token::Neq
                | Token::Lt
                | Token::Gt
                | Token::LtEq
                | Token::GtEq
                | Token::Spaceship
                | Token::Plus
                | Token::Minus
                | Token::Mul
                | Token::Div
                | Token::Mod
                | Token::StringConcat
                | Token::Ampersand
                | Token::Pipe
                | Token::Caret
                | Token::ShiftLeft
                | Token::ShiftRight
                | Token::Overlap
                | Token::Arrow
                | Token::LongArrow
                | Token::Assignment
        )
    );
    if is_sign {
        reader.bump();
    }
    // `<<` and `>>` come as two tokens each.
    if is_sign && matches!(reader.peek(), Some(Token::Lt | Token::Gt)) {
        reader.bump();
    }
    is_sign
}

/// Expressions with commas between them: a row, the list behind `IN`.
fn is_list(reader: Reader<'_>) -> bool {
    !reader.is_done() && reader.cut_at_commas().into_iter().all(|(item, _)| is_expression(item))
}

/// A query: what it says is looked at no further.
fn is_query(reader: Reader<'_>) -> bool {
    reader.is_any(&["SELECT", "WITH", "VALUES", "TABLE"]) && reader.peek_at(1).is_some()
}
