//! Columns: name, type, and what follows.
//!
//! Read by hand over the tokens. sqlparser's `parse_column_def` gives no spans for types and options, loses
//! the whole column over one word that it does not know (`ZEROFILL`, `CHARSET`, `VISIBLE`), and its thousand
//! types would have to be turned back into the words that were written.

use smol_str::{SmolStr, SmolStrBuilder};
use sqlparser::tokenizer::Token;

use super::{
    ast::{Check, Column, ColumnOption, TypeName},
    expressions, keys, partitions,
    reader::{Notes, Reader},
};
use crate::{
    syntax::{Name, Touches},
    text::Span,
};

/// Reads a column whose name was just read. Stops where the column ends: at the end of the run, before
/// `FIRST` and `AFTER`, or before an element that begins without a comma.
pub(super) fn column(name: Name, reader: &mut Reader<'_>, notes: &mut Notes) -> Option<Column> {
    let start = name.span.start();
    let touches = Touches::Column(name.text.clone());
    let Some(ty) = type_name(reader, notes, &touches) else {
        let message = format!("the column `{}` has no type", name.text);
        if reader.is_done() {
            notes.error(name.span, message);
        }
        notes.skip(Span::new(start, reader.end()), "this column's type is not understood", touches);
        reader.go_to_end();
        return None;
    };
    let mut options = Vec::new();
    while !reader.is_done() && !is_place(reader) && !keys::starts_element(reader) {
        let before = *reader;
        match option(reader, notes, &touches) {
            Outcome::Option(option) => options.push(option),
            Outcome::WithoutEffect => {}
            Outcome::Serial(span) => {
                options.extend([ColumnOption::NotNull, ColumnOption::AutoIncrement, ColumnOption::Unique(span)]);
            }
            Outcome::Unknown(reason) => {
                *reader = before;
                reader.step();
                while !reader.is_done() && !is_place(reader) && !keys::starts_element(reader) && !starts_option(reader)
                {
                    reader.step();
                }
                if before.is_symbol(&Token::RParen) {
                    let span = before.here();
                    notes.error_with_fix(span, "this parenthesis closes nothing", "remove it", (span, ""));
                }
                notes.skip(reader.since(before.start()), reason, touches.clone());
            }
        }
    }
    Some(Column { name, ty, options, span: reader.since(start) })
}

/// `FIRST`, `AFTER c` and `PARTITION BY` end a column in `ALTER TABLE`.
fn is_place(reader: &Reader<'_>) -> bool {
    reader.is("FIRST") || reader.is("AFTER") || partitions::starts(reader)
}

// Types

/// The types of MySQL and MariaDB by their first word.
#[rustfmt::skip]
const TYPES: [&str; 69] = [
    "int", "varchar", "bigint", "tinyint", "datetime", "text", "timestamp", "decimal", "enum", "json", "char",
    "date", "double", "float", "smallint", "mediumint", "integer", "longtext", "mediumtext", "tinytext", "blob",
    "longblob", "mediumblob", "tinyblob", "binary", "varbinary", "boolean", "bool", "bit", "time", "year", "set",
    "numeric", "dec", "fixed", "real", "character", "serial", "point", "geometry", "linestring", "polygon",
    "multipoint", "multilinestring", "multipolygon", "geometrycollection", "geomcollection", "vector", "uuid",
    "inet4", "inet6", "int1", "int2", "int3", "int4", "int8", "middleint", "float4", "float8", "nchar", "nvarchar",
    "national", "varcharacter", "long", "varchar2", "number", "clob", "raw", "xmltype",
];

/// Whether the token so far ahead is a word that names a type.
pub(super) fn is_type_at(reader: &Reader<'_>, ahead: usize) -> bool {
    match reader.peek_at(ahead) {
        Some(Token::Word(word)) if word.quote_style.is_none() => {
            TYPES.iter().any(|ty| word.value.eq_ignore_ascii_case(ty))
        }
        _ => false,
    }
}

fn type_name(reader: &mut Reader<'_>, notes: &mut Notes, touches: &Touches) -> Option<TypeName> {
    let start = reader.start();
    if !is_type_at(reader, 0) {
        // A word where the type stands is one, whether it is known or not; a word that starts an option is
        // none, nor is one that another type follows.
        if reader.word().is_none() || starts_option(reader) {
            return None;
        }
        notes.skip(reader.here(), "this type is not known", touches.clone());
    }
    let mut name = SmolStrBuilder::new();
    push_lower(&mut name, reader.word()?);
    let first = *reader;
    reader.bump();
    for word in more_type_words(&first) {
        if reader.eat(word) {
            name.push(' ');
            push_lower(&mut name, word);
        }
    }
    let mut ty = TypeName { name: name.finish(), ..TypeName::default() };
    if reader.is_unclosed() {
        unclosed_type(reader, &mut ty, notes, touches);
    } else if reader.is_symbol(&Token::LParen) {
        let open = reader.start();
        ty.arguments = arguments(reader).unwrap_or_else(|| {
            notes.skip(reader.since(open), "these arguments of a type are not understood", touches.clone());
            Vec::new()
        });
    }
    loop {
        if reader.eat("UNSIGNED") {
            ty.unsigned = true;
        } else if reader.eat("ZEROFILL") {
            ty.unsigned = true;
            ty.zerofill = true;
        } else if !reader.eat("SIGNED") {
            break;
        }
    }
    ty.span = reader.since(start);
    Some(ty)
}

/// The words that may follow the first word of a type, in order.
fn more_type_words(first: &Reader<'_>) -> &'static [&'static str] {
    if first.is("NATIONAL") {
        &["CHARACTER", "CHAR", "VARCHARACTER", "VARCHAR", "VARYING"]
    } else if first.is_any(&["CHAR", "CHARACTER"]) {
        &["VARYING", "BYTE"]
    } else if first.is("NCHAR") {
        &["VARYING", "VARCHARACTER", "VARCHAR"]
    } else if first.is("LONG") {
        &["VARBINARY", "VARCHARACTER", "VARCHAR", "CHARACTER", "CHAR", "VARYING"]
    } else if first.is("DOUBLE") {
        &["PRECISION"]
    } else {
        &[]
    }
}

fn push_lower(name: &mut SmolStrBuilder, word: &str) {
    word.chars().for_each(|character| name.push(character.to_ascii_lowercase()));
}

fn arguments(reader: &mut Reader<'_>) -> Option<Vec<SmolStr>> {
    let inner = reader.parenthesised()?;
    inner
        .cut_at_commas()
        .into_iter()
        .map(|(mut argument, _)| {
            let value = argument.number().or_else(|| argument.string()).or_else(|| {
                let word = argument.word()?;
                argument.bump();
                Some(word)
            });
            let value = value.map(SmolStr::new).or_else(|| byte_string(&mut argument))?;
            argument.is_done().then_some(value)
        })
        .collect()
}

/// `X'6162'`, `0x6162` or `b'01'`, as written: SHOW CREATE TABLE prints enum values that are not text so.
fn byte_string(reader: &mut Reader<'_>) -> Option<SmolStr> {
    let written = SmolStr::new(reader.here().of(reader.code()));
    match reader.bump()? {
        Token::HexStringLiteral(_) | Token::SingleQuotedByteStringLiteral(_) => Some(written),
        _ => None,
    }
}

/// `varchar(10 NOT NULL`: the length is there, its parenthesis is not.
fn unclosed_type(reader: &mut Reader<'_>, ty: &mut TypeName, notes: &mut Notes, touches: &Touches) {
    let open = reader.here();
    reader.bump();
    while let Some(value) = reader.number().or_else(|| reader.string()) {
        ty.arguments.push(SmolStr::new(value));
        if !reader.eat_symbol(&Token::Comma) {
            break;
        }
    }
    if ty.arguments.is_empty() {
        notes.error(open, "this parenthesis is not closed");
        notes.skip(reader.rest_span(), "it stands in an open parenthesis", touches.clone());
        reader.go_to_end();
    } else {
        let end = Span::at(reader.previous_end());
        notes.error_with_fix(open, "this parenthesis is not closed", "close it", (end, ")"));
    }
}

// Options

enum Outcome {
    Option(ColumnOption),
    WithoutEffect,
    /// `SERIAL DEFAULT VALUE`
    Serial(Span),
    Unknown(&'static str),
}

#[rustfmt::skip]
const OPTIONS: [&str; 36] = [
    "COMPRESSED", "NOT", "NULL", "DEFAULT", "AUTO_INCREMENT", "COMMENT", "COLLATE", "CHARACTER", "CHARSET", "CHAR",
    "PRIMARY", "KEY", "UNIQUE", "ON", "GENERATED", "AS", "CHECK", "CONSTRAINT", "REFERENCES", "INVISIBLE", "VISIBLE",
    "SRID", "REF_SYSTEM_ID", "COLUMN_FORMAT", "STORAGE", "ENGINE_ATTRIBUTE", "SECONDARY_ENGINE_ATTRIBUTE", "ASCII",
    "UNICODE", "BINARY", "BYTE", "SERIAL", "VIRTUAL", "STORED", "WITH", "WITHOUT",
];

pub(super) fn starts_option(reader: &Reader<'_>) -> bool {
    reader.is_any(&OPTIONS)
}

fn option(reader: &mut Reader<'_>, notes: &mut Notes, touches: &Touches) -> Outcome {
    let start = reader.start();
    let option = if reader.eat_all(&["NOT", "NULL"]) {
        ColumnOption::NotNull
    } else if reader.eat("NULL") {
        ColumnOption::Null
    } else if reader.eat("DEFAULT") {
        if reader.is_done() {
            notes.error(reader.since(start), "a value is missing after DEFAULT");
            return Outcome::WithoutEffect;
        }
        match expressions::value(reader, notes, touches) {
            Some(value) => ColumnOption::Default(value),
            None => return Outcome::Unknown("this default is not understood"),
        }
    } else if reader.eat_all(&["ON", "UPDATE"]) {
        match expressions::value(reader, notes, touches) {
            Some(value) => ColumnOption::OnUpdate(value),
            None => return Outcome::Unknown("this ON UPDATE is not understood"),
        }
    } else if reader.eat("AUTO_INCREMENT") {
        ColumnOption::AutoIncrement
    } else if reader.eat_all(&["PRIMARY", "KEY"]) || reader.eat("KEY") {
        ColumnOption::PrimaryKey(reader.since(start))
    } else if reader.eat("UNIQUE") {
        reader.eat("KEY");
        ColumnOption::Unique(reader.since(start))
    } else if reader.eat("COMMENT") {
        match reader.string() {
            Some(comment) => ColumnOption::Comment(comment.to_owned()),
            None => return Outcome::Unknown("this comment is not a string"),
        }
    } else if reader.eat("COLLATE") {
        reader.eat_symbol(&Token::Eq);
        match expressions::character_name(reader) {
            Some(name) => ColumnOption::Collation(name),
            None => return Outcome::Unknown("a collation is missing here"),
        }
    } else if reader.eat("CHARSET") || reader.eat_all(&["CHARACTER", "SET"]) || reader.eat_all(&["CHAR", "SET"]) {
        reader.eat_symbol(&Token::Eq);
        match expressions::character_name(reader) {
            Some(name) => ColumnOption::CharacterSet(name),
            None => return Outcome::Unknown("a character set is missing here"),
        }
    } else if reader.eat("ASCII") {
        // The manual: ASCII is short for CHARACTER SET latin1, UNICODE for CHARACTER SET ucs2.
        ColumnOption::CharacterSet(SmolStr::new_static("latin1"))
    } else if reader.eat("UNICODE") {
        ColumnOption::CharacterSet(SmolStr::new_static("ucs2"))
    } else if reader.eat("BINARY") {
        ColumnOption::Binary
    } else if reader.is("GENERATED") || reader.is("AS") {
        return generated(reader, notes, touches);
    } else if reader.is("CHECK") || reader.is("CONSTRAINT") {
        return match check(reader, notes) {
            Some(check) => Outcome::Option(ColumnOption::Check(check)),
            None => Outcome::Unknown("this constraint is not understood"),
        };
    } else if reader.is("REFERENCES") {
        match keys::references(reader, notes, None, Vec::new(), start) {
            Some(key) => ColumnOption::References(key),
            None => return Outcome::Unknown("this reference is not understood"),
        }
    } else if reader.eat("INVISIBLE") {
        ColumnOption::Invisible
    } else if reader.eat("SRID") || reader.eat("REF_SYSTEM_ID") {
        reader.eat_symbol(&Token::Eq);
        match reader.number() {
            Some(number) => ColumnOption::Srid(SmolStr::new(number)),
            None => return Outcome::Unknown("a number is missing here"),
        }
    } else if reader.eat_all(&["SERIAL", "DEFAULT", "VALUE"]) {
        return Outcome::Serial(reader.since(start));
    } else if reader.eat("VISIBLE") {
        // It is, unless it says INVISIBLE.
        return Outcome::WithoutEffect;
    } else {
        return match storage(reader) {
            Ok(()) => Outcome::Option(ColumnOption::Storage(reader.since(start).of(reader.code()).to_owned())),
            Err(reason) => Outcome::Unknown(reason),
        };
    };
    Outcome::Option(option)
}

/// Steps over an option that says how a column is stored.
fn storage(reader: &mut Reader<'_>) -> Result<(), &'static str> {
    let found = |is_there: bool, reason| if is_there { Ok(()) } else { Err(reason) };
    // Where NDB keeps the column; InnoDB ignores it.
    if reader.eat("COLUMN_FORMAT") || reader.eat("STORAGE") {
        return found(reader.bump().is_some(), "a word is missing here");
    }
    // How MariaDB stores the column, and whether it keeps the history of its values.
    if reader.eat("COMPRESSED") {
        return found(!reader.eat_symbol(&Token::Eq) || reader.bump().is_some(), "a word is missing here");
    }
    if reader.eat_all(&["WITHOUT", "SYSTEM", "VERSIONING"]) || reader.eat_all(&["WITH", "SYSTEM", "VERSIONING"]) {
        return Ok(());
    }
    // Hints for a storage engine, opaque to the server.
    if reader.eat_any(&["ENGINE_ATTRIBUTE", "SECONDARY_ENGINE_ATTRIBUTE"]) {
        reader.eat_symbol(&Token::Eq);
        return found(reader.string().is_some(), "a string is missing here");
    }
    Err("this column option is not known")
}

/// `[GENERATED ALWAYS] AS (…) [VIRTUAL | STORED | PERSISTENT]`
fn generated(reader: &mut Reader<'_>, notes: &mut Notes, touches: &Touches) -> Outcome {
    const UNKNOWN: Outcome = Outcome::Unknown("this generated column is not understood");
    if reader.eat("GENERATED") && !reader.eat("ALWAYS") {
        return UNKNOWN;
    }
    if !reader.eat("AS") {
        return UNKNOWN;
    }
    let Some(inner) = reader.parenthesised() else { return UNKNOWN };
    let expression = expressions::whole(inner, notes, touches);
    let stored = reader.eat_any(&["STORED", "PERSISTENT"]);
    if !stored {
        reader.eat("VIRTUAL");
    }
    Outcome::Option(ColumnOption::Generated { expression, stored })
}

/// `[CONSTRAINT [name]] CHECK (…) [[NOT] ENFORCED]`
pub(super) fn check(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<Check> {
    let start = reader.start();
    let name = if reader.eat("CONSTRAINT") && !reader.is("CHECK") {
        reader.eat_all(&["IF", "NOT", "EXISTS"]);
        Some(reader.name()?)
    } else {
        None
    };
    if !reader.eat("CHECK") {
        return None;
    }
    let expression = expressions::whole(reader.parenthesised()?, notes, &Touches::Checks);
    let enforced = !reader.eat_all(&["NOT", "ENFORCED"]);
    if enforced {
        reader.eat("ENFORCED");
    }
    Some(Check { name, expression, enforced, span: reader.since(start) })
}
