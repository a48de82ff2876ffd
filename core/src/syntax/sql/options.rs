//! Table options, of `CREATE TABLE` and `ALTER TABLE` alike.

use smol_str::SmolStr;
use sqlparser::tokenizer::Token;

use super::{ast::TableOption, partitions, reader::Reader};

/// Options of two words. Any other word is an option where a value stands behind it.
const TWO_WORDS: [[&str; 2]; 2] = [["DATA", "DIRECTORY"], ["INDEX", "DIRECTORY"]];

/// Options that may leave out the `=`, from the manuals of MySQL 9 and MariaDB 11.
#[rustfmt::skip]
const KNOWN: [&str; 38] = [
    "ENGINE", "TYPE", "AUTO_INCREMENT", "COMMENT", "ROW_FORMAT", "CHARSET", "COLLATE", "AUTOEXTEND_SIZE",
    "AVG_ROW_LENGTH", "CHECKSUM", "COMPRESSION", "CONNECTION", "DELAY_KEY_WRITE", "ENCRYPTION", "ENGINE_ATTRIBUTE",
    "INSERT_METHOD", "KEY_BLOCK_SIZE", "MAX_ROWS", "MIN_ROWS", "PACK_KEYS", "PASSWORD", "SECONDARY_ENGINE_ATTRIBUTE",
    "SECONDARY_ENGINE", "STATS_AUTO_RECALC", "STATS_PERSISTENT", "STATS_SAMPLE_PAGES", "TABLE_CHECKSUM",
    "TABLESPACE", "STORAGE", "TRANSACTIONAL", "PAGE_CHECKSUM", "PAGE_COMPRESSED", "PAGE_COMPRESSION_LEVEL",
    "ENCRYPTED", "ENCRYPTION_KEY_ID", "IETF_QUOTES", "SEQUENCE", "UNION",
];

/// How many parentheses may stand before the SELECT of a query.
const MOST_PARENTHESES: usize = 10;

/// Reads one table option. None, and no step, where there is none.
pub(super) fn option(reader: &mut Reader<'_>) -> Option<TableOption> {
    let before = *reader;
    let option = known_option(reader);
    if option.is_none() {
        *reader = before;
    }
    option
}

fn known_option(reader: &mut Reader<'_>) -> Option<TableOption> {
    let start = reader.start();
    // MariaDB keeps the history of the rows; MySQL prints the transaction that made the table.
    for words in [["WITH", "SYSTEM", "VERSIONING"].as_slice(), &["START", "TRANSACTION"]] {
        if reader.eat_all(words) {
            return Some(TableOption { name: words.join(" ").into(), value: String::new(), span: reader.since(start) });
        }
    }
    reader.eat("DEFAULT");
    if partitions::starts(reader) {
        return None;
    }
    let name = name(reader)?;
    let value = value(reader)?;
    Some(TableOption { name, value, span: reader.since(start) })
}

fn name(reader: &mut Reader<'_>) -> Option<SmolStr> {
    if let Some(words) = TWO_WORDS.iter().find(|words| reader.eat_all(*words)) {
        reader.eat_symbol(&Token::Eq);
        return Some(words.join(" ").into());
    }
    if reader.eat_all(&["CHARACTER", "SET"]) || reader.eat_all(&["CHAR", "SET"]) || reader.eat("CHARSET") {
        reader.eat_symbol(&Token::Eq);
        return Some(SmolStr::new_static("CHARSET"));
    }
    // Engines may have options of their own; these have an `=`, and MariaDB quotes their names.
    let known = reader.is_any(&KNOWN);
    let Some(Token::Word(word)) = reader.bump() else { return None };
    let equals = reader.eat_symbol(&Token::Eq);
    (known || equals).then(|| SmolStr::new(word.value.to_ascii_uppercase()))
}

fn value(reader: &mut Reader<'_>) -> Option<String> {
    if let Some(value) = reader.string() {
        return Some(value.to_owned());
    }
    let start = reader.start();
    match reader.peek()? {
        Token::LParen => {
            reader.parenthesised()?;
        }
        Token::Word(word) => {
            reader.bump();
            return Some(word.value.clone());
        }
        Token::Number(..) => {
            reader.bump();
        }
        _ => return None,
    }
    Some(reader.since(start).of(reader.code()).to_owned())
}

/// Whether the query of a `CREATE TABLE … AS SELECT` starts here.
pub(super) fn starts_query(reader: &Reader<'_>) -> bool {
    let mut ahead = *reader;
    ahead.eat_any(&["IGNORE", "REPLACE"]);
    ahead.eat("AS");
    for _ in 0..MOST_PARENTHESES {
        if !ahead.eat_symbol(&Token::LParen) {
            break;
        }
    }
    ahead.is("SELECT") || ahead.is("VALUES") || ahead.is("TABLE") || ahead.is("WITH") && !ahead.is_at(1, "SYSTEM")
}
