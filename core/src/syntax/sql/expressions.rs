//! Expressions. The tree keeps them as text; sqlparser says whether the text is one.
//!
//! sqlparser's trees of long chains (`1+1+1…`) are dropped recursively and overflow the stack, which nothing
//! can catch. So an expression is measured on its tokens first, and a huge one is not handed over.

use smol_str::SmolStr;
use sqlparser::tokenizer::Token;

use super::{
    ast::{Expression, ExpressionKind},
    reader::{Notes, Reader},
    shape,
};
use crate::syntax::Touches;

/// The links of a chain are at most so many. sqlparser stands 2,000 in a stack of 1 MiB.
const LONGEST_CHAIN: usize = 500;
/// `JOIN` and `UNION` cost more: it stands 200.
const MOST_JOINS: usize = 100;
const DEEPEST_NESTING: usize = 100;

/// Reads the expression that a whole run is, and notes when it is not understood.
pub(super) fn whole(reader: Reader<'_>, notes: &mut Notes, touches: &Touches) -> Expression {
    let span = reader.rest_span();
    let mut understood = false;
    if reader.is_done() {
        notes.error(span, "an expression is missing here");
    } else if let Err(reason) = check(&reader) {
        notes.skip(span, reason, touches.clone());
    } else {
        understood = true;
    }
    Expression { kind: kind(&reader), text: span.of(reader.code()).to_owned(), understood, span }
}

/// Reads the value after `DEFAULT` or `ON UPDATE`: a literal, a function, or any expression in parentheses.
/// None, and no step, where there is none.
pub(super) fn value(reader: &mut Reader<'_>, notes: &mut Notes, touches: &Touches) -> Option<Expression> {
    let before = *reader;
    let mut unknown = None;
    match reader.peek()? {
        Token::LParen => {
            let inner = reader.parenthesised()?;
            if inner.is_done() {
                notes.error(reader.since(before.start()), "an expression is missing between the parentheses");
            }
            unknown = check(&inner).err();
        }
        Token::Plus | Token::Minus => {
            reader.bump();
            if reader.number().is_none() {
                *reader = before;
                return None;
            }
        }
        Token::Word(word) if word.quote_style.is_none() => {
            if is_introduced(reader) {
                reader.bump();
                literals(reader);
            } else if literals(reader) {
                // `0b101`
            } else if reader.eat_all(&["NEXT", "VALUE", "FOR"]) {
                // MariaDB: the next number of a sequence.
                reader.object_name()?;
            } else if call_word(reader) {
                reader.bump();
                if let Some(inner) = reader.parenthesised()
                    && !inner.is_done()
                {
                    unknown = inner.cut_at_commas().iter().find_map(|(argument, _)| check(argument).err());
                }
            } else {
                return None;
            }
        }
        _ if !literals(reader) => return None,
        _ => {}
    }
    let span = reader.since(before.start());
    if let Some(reason) = unknown {
        notes.skip(span, reason, touches.clone());
    }
    let kind = kind(&reader.passed_since(&before));
    Some(Expression { kind, text: span.of(reader.code()).to_owned(), understood: unknown.is_none(), span })
}

/// Whether the word here may stand as a value: a constant, or a function with its parentheses.
fn call_word(reader: &Reader<'_>) -> bool {
    #[rustfmt::skip]
    const BARE: [&str; 15] = [
        "NULL", "TRUE", "FALSE", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP", "CURRENT_DATE", "CURRENT_TIME",
        "CURRENT_USER", "CURRENT_ROLE", "SESSION_USER", "SYSTEM_USER", "UTC_DATE", "UTC_TIME", "UTC_TIMESTAMP",
    ];
    reader.is_any(&BARE) || reader.peek_at(1) == Some(&Token::LParen)
}

/// Whether a string follows that the word here tells the type of: `_utf8mb4'x'`, `DATE '2020-01-01'`.
fn is_introduced(reader: &Reader<'_>) -> bool {
    let introduces =
        reader.word().is_some_and(|word| word.starts_with('_')) || reader.is_any(&["DATE", "TIME", "TIMESTAMP"]);
    let literal =
        reader.peek_at(1).is_some_and(|token| is_string(token) || matches!(token, Token::HexStringLiteral(_)));
    introduces && literal
}

fn is_string(token: &Token) -> bool {
    matches!(
        token,
        Token::SingleQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::NationalStringLiteral(_)
            | Token::SingleQuotedByteStringLiteral(_)
            | Token::DoubleQuotedByteStringLiteral(_)
    )
}

/// Eats a number, or one string or more: strings beside each other are one.
fn literals(reader: &mut Reader<'_>) -> bool {
    if matches!(reader.peek(), Some(Token::Number(..) | Token::HexStringLiteral(_))) {
        reader.bump();
        return true;
    }
    // The tokenizer takes `0b101` for a word.
    if reader.word().is_some_and(|word| word.starts_with("0b")) {
        reader.bump();
        return true;
    }
    let mut any = false;
    while reader.peek().is_some_and(is_string) {
        reader.bump();
        any = true;
    }
    any
}

/// The words for the time of the statement.
const TIMES: [&str; 4] = ["CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP"];

fn kind(reader: &Reader<'_>) -> ExpressionKind {
    if reader.is("NULL") && reader.peek_at(1).is_none() {
        return ExpressionKind::Null;
    }
    // `(now())` is the same time as `now()`.
    let mut ahead = *reader;
    let inner = ahead.parenthesised().filter(|inner| ahead.is_done() && inner.is_any(&TIMES));
    let mut ahead = inner.unwrap_or(*reader);
    if ahead.eat_any(&TIMES) {
        let with_arguments = ahead.parenthesised();
        let plain =
            with_arguments.is_none_or(|mut inner| inner.is_done() || inner.number().is_some() && inner.is_done());
        if ahead.is_done() && plain {
            return ExpressionKind::CurrentTimestamp;
        }
        return ExpressionKind::Other;
    }
    if matches!(ahead.peek(), Some(Token::Plus | Token::Minus)) || is_introduced(&ahead) {
        ahead.bump();
    }
    if (ahead.eat_any(&["TRUE", "FALSE"]) || literals(&mut ahead)) && ahead.is_done() {
        return ExpressionKind::Literal;
    }
    ExpressionKind::Other
}

/// Whether a run is one expression; if not, why.
fn check(reader: &Reader<'_>) -> Result<(), &'static str> {
    measure(reader)?;
    if shape::is_expression(*reader) { Ok(()) } else { Err("this expression is not understood") }
}

/// Counts what would become recursion. Every link of a chain takes two tokens or more that are neither
/// comma nor parenthesis, and a comma or a parenthesis ends the chain.
fn measure(reader: &Reader<'_>) -> Result<(), &'static str> {
    // The tokens since the last comma, for each open parenthesis.
    let mut runs: Vec<usize> = vec![0];
    let mut joins = 0;
    for token in reader.rest() {
        match &token.token {
            Token::LParen if runs.len() > DEEPEST_NESTING => return Err("this expression is nested too deeply"),
            Token::LParen => runs.push(0),
            Token::RParen if runs.len() > 1 => {
                runs.pop();
            }
            Token::Comma => {
                if let Some(run) = runs.last_mut() {
                    *run = 0;
                }
            }
            _ => {}
        }
        let Some(run) = runs.last_mut() else { continue };
        *run += 1;
        if *run > 2 * LONGEST_CHAIN {
            return Err("this expression is too long");
        }
        if let Token::Word(word) = &token.token
            && word.quote_style.is_none()
            && ["JOIN", "UNION", "EXCEPT", "INTERSECT"].iter().any(|join| word.value.eq_ignore_ascii_case(join))
        {
            joins += 1;
            if joins > MOST_JOINS {
                return Err("this expression is too long");
            }
        }
    }
    Ok(())
}

/// The name of a character set or collation, as a word or a string: `utf8mb4`, `'utf8mb4'`, `binary`.
pub(super) fn character_name(reader: &mut Reader<'_>) -> Option<SmolStr> {
    if let Some(name) = reader.string() {
        return Some(SmolStr::new(name));
    }
    reader.name().map(|name| name.text)
}
