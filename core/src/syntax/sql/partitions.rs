//! `PARTITION BY`, and the clauses of `ALTER TABLE` about partitions.

use smol_str::SmolStr;
use sqlparser::tokenizer::Token;

use super::{
    ast::{ClauseKind, Expression, ExpressionKind, Partition, Partitioning},
    expressions, keys, options,
    reader::{Notes, Reader},
};
use crate::{
    schema::{PartitionBound, PartitionMethod},
    syntax::{Name, Touches},
    text::Span,
};

/// Whether `PARTITION BY` or `REMOVE PARTITIONING` starts here.
pub(super) fn starts(reader: &Reader<'_>) -> bool {
    reader.are(&["PARTITION", "BY"]) || reader.are(&["REMOVE", "PARTITIONING"])
}

/// Reads `PARTITION BY …`; none, and a note, where it is not understood.
pub(super) fn partitioning(reader: &mut Reader<'_>, notes: &mut Notes) -> Option<Partitioning> {
    let before = *reader;
    reader.eat_all(&["PARTITION", "BY"]);
    let partitioning = known_partitioning(reader, notes, before.start());
    if partitioning.is_none() {
        *reader = before;
        while !reader.is_done() && !options::starts_query(reader) {
            reader.step();
        }
        notes.skip(reader.since(before.start()), "this partitioning is not understood", Touches::Partitions);
    }
    partitioning
}

fn known_partitioning(reader: &mut Reader<'_>, notes: &mut Notes, start: usize) -> Option<Partitioning> {
    let skipped = notes.skipped.len();
    let mut partitioning = method(reader, notes, start)?;
    if reader.eat("PARTITIONS") {
        partitioning.count = Some(count(reader)?);
    }
    if reader.is("SUBPARTITION") {
        let start = reader.start();
        reader.bump();
        if !reader.eat("BY") {
            return None;
        }
        let mut sub = method(reader, notes, start)?;
        if reader.eat("SUBPARTITIONS") {
            sub.count = Some(count(reader)?);
        }
        sub.span = reader.since(start);
        partitioning.subpartitioning = Some(Box::new(sub));
    }
    if reader.is_symbol(&Token::LParen) && !options::starts_query(reader) {
        partitioning.partitions = definitions(reader, "PARTITION")?;
    }
    partitioning.understood = notes.skipped.len() == skipped;
    partitioning.span = reader.since(start);
    Some(partitioning)
}

/// `[LINEAR] HASH (e)`, `[LINEAR] KEY [ALGORITHM = n] (c, d)`, `RANGE (e)`, `LIST COLUMNS (c)`, `SYSTEM_TIME …`
fn method(reader: &mut Reader<'_>, notes: &mut Notes, start: usize) -> Option<Partitioning> {
    let is_linear = reader.eat("LINEAR");
    let method = if reader.eat("HASH") {
        if is_linear { PartitionMethod::LinearHash } else { PartitionMethod::Hash }
    } else if reader.eat("KEY") {
        if is_linear { PartitionMethod::LinearKey } else { PartitionMethod::Key }
    } else if is_linear {
        return None;
    } else if reader.eat("RANGE") {
        if reader.eat("COLUMNS") { PartitionMethod::RangeColumns } else { PartitionMethod::Range }
    } else if reader.eat("LIST") {
        if reader.eat("COLUMNS") { PartitionMethod::ListColumns } else { PartitionMethod::List }
    } else if reader.eat("SYSTEM_TIME") {
        PartitionMethod::SystemTime
    } else {
        return None;
    };
    let mut partitioning = Partitioning {
        method,
        expression: None,
        columns: Vec::new(),
        algorithm: None,
        count: None,
        subpartitioning: None,
        partitions: Vec::new(),
        understood: true,
        span: Span::at(start),
    };
    if method == PartitionMethod::SystemTime {
        partitioning.expression = system_time(reader);
        return Some(partitioning);
    }
    if reader.eat("ALGORITHM") {
        reader.eat_symbol(&Token::Eq);
        partitioning.algorithm = Some(SmolStr::new(reader.number()?));
    }
    if method.is_of_columns() {
        // `KEY ()` is over the primary key.
        let mut ahead = *reader;
        if ahead.parenthesised()?.is_done() {
            *reader = ahead;
        } else {
            partitioning.columns = keys::names(reader)?;
        }
    } else {
        let inner = reader.parenthesised()?;
        partitioning.expression = Some(expressions::whole(inner, notes, &Touches::Partitions));
    }
    Some(partitioning)
}

/// `[INTERVAL n unit [STARTS …]] [LIMIT n] [AUTO]`: what stands before the partitions.
fn system_time(reader: &mut Reader<'_>) -> Option<Expression> {
    let before = *reader;
    while !reader.is_done() && !reader.is_any(&["PARTITIONS", "SUBPARTITION"]) && !reader.is_symbol(&Token::LParen) {
        reader.step();
    }
    let span = reader.since(before.start());
    let text = span.of(reader.code()).to_owned();
    (!span.is_empty()).then_some(Expression { kind: ExpressionKind::Other, text, understood: true, span })
}

fn count(reader: &mut Reader<'_>) -> Option<u32> {
    reader.number()?.parse().ok()
}

/// `(PARTITION p …, PARTITION q …)`
fn definitions(reader: &mut Reader<'_>, word: &str) -> Option<Vec<Partition>> {
    let inner = reader.parenthesised()?;
    inner.cut_at_commas().into_iter().map(|(mut piece, _)| definition(&mut piece, word)).collect()
}

fn definition(reader: &mut Reader<'_>, word: &str) -> Option<Partition> {
    let start = reader.start();
    if !reader.eat(word) {
        return None;
    }
    let mut partition = named(reader, start)?;
    if reader.is_symbol(&Token::LParen) && word == "PARTITION" {
        partition.subpartitions = definitions(reader, "SUBPARTITION")?;
    }
    partition.span = reader.since(start);
    reader.is_done().then_some(partition)
}

/// A partition from its name on.
fn named(reader: &mut Reader<'_>, start: usize) -> Option<Partition> {
    let name = reader.name()?;
    let mut partition =
        Partition { name, bound: None, options: Vec::new(), subpartitions: Vec::new(), span: Span::at(start) };
    partition.bound = bound(reader)?;
    while !reader.is_done() && !reader.is_symbol(&Token::LParen) {
        if reader.is("STORAGE") && reader.is_at(1, "ENGINE") {
            reader.bump();
        }
        partition.options.push(options::option(reader)?);
    }
    partition.span = reader.since(start);
    Some(partition)
}

/// `VALUES LESS THAN (…)`, `VALUES IN (…)`, `HISTORY`, `CURRENT`, or nothing; none where it is not understood.
#[expect(clippy::option_option, reason = "not understood, nothing said, and said are three")]
fn bound(reader: &mut Reader<'_>) -> Option<Option<PartitionBound>> {
    if reader.eat("DEFAULT") {
        // MariaDB: what is in no other list.
        return Some(Some(PartitionBound::In(vec![SmolStr::new_static("DEFAULT")])));
    }
    if reader.eat("HISTORY") {
        return Some(Some(PartitionBound::History));
    }
    if reader.eat("CURRENT") {
        return Some(Some(PartitionBound::Current));
    }
    if !reader.eat("VALUES") {
        return Some(None);
    }
    if reader.eat("IN") {
        return Some(Some(PartitionBound::In(values(reader)?)));
    }
    if !reader.eat_all(&["LESS", "THAN"]) {
        return None;
    }
    if reader.eat("MAXVALUE") {
        return Some(Some(PartitionBound::LessThan(vec![SmolStr::new_static("MAXVALUE")])));
    }
    Some(Some(PartitionBound::LessThan(values(reader)?)))
}

fn values(reader: &mut Reader<'_>) -> Option<Vec<SmolStr>> {
    let inner = reader.parenthesised()?;
    let value = |(piece, _): (Reader<'_>, _)| {
        let text = SmolStr::new(piece.rest_span().of(piece.code()));
        (!piece.is_done()).then_some(text)
    };
    inner.cut_at_commas().into_iter().map(value).collect()
}

// Clauses of ALTER TABLE

/// Whether a clause about single partitions starts here.
pub(super) fn starts_clause(reader: &Reader<'_>) -> bool {
    #[rustfmt::skip]
    const VERBS: [&str; 14] = [
        "ADD", "DROP", "DISCARD", "IMPORT", "TRUNCATE", "COALESCE", "REORGANIZE", "EXCHANGE", "ANALYZE", "CHECK",
        "OPTIMIZE", "REBUILD", "REPAIR", "CONVERT",
    ];
    reader.is_any(&VERBS) && reader.is_at(1, "PARTITION") || reader.are(&["CONVERT", "TABLE"])
}

/// Reads a clause about single partitions, which takes all that is left, and whether it says `IF EXISTS`. None where it
/// is not understood.
pub(super) fn clause(reader: &mut Reader<'_>) -> Option<(ClauseKind, bool)> {
    let verb = reader.word()?.to_ascii_uppercase();
    reader.bump();
    if verb == "CONVERT" && reader.eat("TABLE") {
        let table = reader.object_name()?;
        if !reader.eat_all(&["TO", "PARTITION"]) {
            return None;
        }
        let start = reader.start();
        let partition = named(reader, start)?;
        validation(reader);
        return Some((ClauseKind::ConvertTable { table, partition }, false));
    }
    reader.eat("PARTITION");
    // Whether replicas hear of it.
    reader.eat_any(&["NO_WRITE_TO_BINLOG", "LOCAL"]);
    let kind = match verb.as_str() {
        "ADD" => {
            let if_not_exists = reader.eat_all(&["IF", "NOT", "EXISTS"]);
            reader.eat_any(&["NO_WRITE_TO_BINLOG", "LOCAL"]);
            if reader.eat("PARTITIONS") {
                ClauseKind::AddPartitionCount(count(reader)?)
            } else {
                ClauseKind::AddPartitions { partitions: definitions(reader, "PARTITION")?, if_not_exists }
            }
        }
        "DROP" => {
            let if_exists = reader.eat_all(&["IF", "EXISTS"]);
            return Some((ClauseKind::DropPartitions(list(reader)?), if_exists));
        }
        "COALESCE" => ClauseKind::CoalescePartitions(count(reader)?),
        "REORGANIZE" => {
            if reader.is_done() {
                return Some((ClauseKind::ReorganizePartitions { old: Vec::new(), new: Vec::new() }, false));
            }
            let old = list(reader)?;
            if !reader.eat("INTO") {
                return None;
            }
            ClauseKind::ReorganizePartitions { old, new: definitions(reader, "PARTITION")? }
        }
        "EXCHANGE" => {
            let name = reader.name()?;
            if !reader.eat_all(&["WITH", "TABLE"]) {
                return None;
            }
            reader.object_name()?;
            validation(reader);
            ClauseKind::TendPartitions(vec![name])
        }
        "CONVERT" => {
            let name = reader.name()?;
            if !reader.eat_all(&["TO", "TABLE"]) {
                return None;
            }
            ClauseKind::ConvertPartition { name, table: reader.object_name()? }
        }
        _ => {
            let names = if reader.eat("ALL") { Vec::new() } else { list(reader)? };
            reader.eat("TABLESPACE");
            // How it is looked at: `QUICK`, `EXTENDED`, `FOR UPGRADE`.
            while reader.word().is_some() {
                reader.bump();
            }
            ClauseKind::TendPartitions(names)
        }
    };
    Some((kind, false))
}

fn validation(reader: &mut Reader<'_>) {
    let _ = reader.eat_all(&["WITH", "VALIDATION"]) || reader.eat_all(&["WITHOUT", "VALIDATION"]);
}

fn list(reader: &mut Reader<'_>) -> Option<Vec<Name>> {
    let mut names = vec![reader.name()?];
    while reader.eat_symbol(&Token::Comma) {
        names.push(reader.name()?);
    }
    Some(names)
}
