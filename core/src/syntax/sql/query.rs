//! Queries of views: what they show, which tables they read, which columns they name.
//!
//! Read by hand over the tokens. A view needs names and no plan; sqlparser's parser of queries weighs 250 KB gzip of wasm,
//! overflows the stack where many are joined, and its tree would have to be walked for the same names.

use smol_str::SmolStr;
use sqlparser::tokenizer::Token;

use super::{
    ast::{ObjectName, Query},
    reader::Reader,
};
use crate::{
    schema::{ViewColumn, ViewName, ViewTable, columns_in, same_but_for_case},
    text::Span,
};

/// The most queries within each other that are followed.
const DEEPEST: usize = 50;
/// The most tables that one query reads: each is looked at for each name.
const MOST_SOURCES: usize = 100;

/// Reads the query of a view, up to `WITH CHECK OPTION` or the end.
pub(super) fn of_view(reader: &mut Reader<'_>) -> Query {
    let mut ahead = *reader;
    let mut tokens = 0;
    while !ahead.is_done() && !starts_check_option(&ahead) {
        ahead.bump();
        tokens += 1;
    }
    let body = reader.take(tokens);
    let mut walk =
        Walk { query: Query { understood: true, ..Query::default() }, scopes: Vec::new(), named: Vec::new(), depth: 0 };
    let columns = walk.query(body);
    walk.query.columns = columns;
    reader.eat("WITH");
    reader.eat_any(&["CASCADED", "LOCAL"]);
    reader.eat_all(&["CHECK", "OPTION"]);
    walk.query
}

fn starts_check_option(reader: &Reader<'_>) -> bool {
    let mut ahead = *reader;
    ahead.eat("WITH") && {
        ahead.eat_any(&["CASCADED", "LOCAL"]);
        ahead.are(&["CHECK", "OPTION"])
    }
}

/// What a query reads from, by the name that it has there.
#[derive(Clone)]
struct Source {
    alias: SmolStr,
    /// The table or view; none where it is a query.
    table: Option<SmolStr>,
    /// The columns of a query.
    columns: Vec<ViewColumn>,
}

struct Walk {
    query: Query,
    /// What may be named here: the sources of this query last, those of the queries around it before.
    scopes: Vec<Vec<Source>>,
    /// The queries that have names (`WITH`), with what they show.
    named: Vec<(SmolStr, Vec<ViewColumn>)>,
    depth: usize,
}

/// Words that end what stands before them in a query.
const CLAUSES: [&str; 13] = [
    "FROM",
    "WHERE",
    "GROUP",
    "HAVING",
    "WINDOW",
    "ORDER",
    "LIMIT",
    "FOR",
    "LOCK",
    "INTO",
    "PROCEDURE",
    "OFFSET",
    "FETCH",
];

const SET_OPERATORS: [&str; 3] = ["UNION", "EXCEPT", "INTERSECT"];

impl Walk {
    fn give_up(&mut self) -> Vec<ViewColumn> {
        self.query.understood = false;
        Vec::new()
    }

    /// A whole query: `[WITH …] SELECT … [UNION …] [ORDER BY …]`. Answers its columns.
    fn query(&mut self, mut reader: Reader<'_>) -> Vec<ViewColumn> {
        self.depth += 1;
        if self.depth > DEEPEST {
            self.depth -= 1;
            return self.give_up();
        }
        let named = self.named.len();
        if reader.is("WITH") && !self.with(&mut reader) {
            self.query.understood = false;
        }
        let mut columns: Option<Vec<ViewColumn>> = None;
        loop {
            let part = self.part(&mut reader);
            columns.get_or_insert(part);
            if !reader.eat_any(&SET_OPERATORS) {
                break;
            }
            reader.eat_any(&["ALL", "DISTINCT"]);
        }
        let columns = columns.unwrap_or_default();
        if !reader.is_done() {
            self.tail(&mut reader);
        }
        self.named.truncate(named);
        self.depth -= 1;
        columns
    }

    /// `WITH [RECURSIVE] name [(a, b)] AS (query), …`
    fn with(&mut self, reader: &mut Reader<'_>) -> bool {
        reader.bump();
        let is_recursive = reader.eat("RECURSIVE");
        loop {
            let Some(name) = reader.name() else { return false };
            let mut columns = Vec::new();
            if reader.is_symbol(&Token::LParen) {
                let Some(names) = super::keys::names(reader) else { return false };
                columns.extend(names.into_iter().map(|it| ViewColumn::Named(it.text)));
            }
            if !reader.eat("AS") {
                return false;
            }
            let Some(inner) = reader.parenthesised() else { return false };
            if is_recursive {
                self.named.push((name.text.clone(), columns.clone()));
            }
            let shown = self.query(inner);
            if is_recursive {
                self.named.pop();
            }
            self.named.push((name.text, if columns.is_empty() { shown } else { columns }));
            if !reader.eat_symbol(&Token::Comma) {
                return true;
            }
        }
    }

    /// What stands between set operators.
    fn part(&mut self, reader: &mut Reader<'_>) -> Vec<ViewColumn> {
        if reader.is_symbol(&Token::LParen) {
            return match reader.parenthesised() {
                Some(inner) => self.query(inner),
                None => self.give_up(),
            };
        }
        let mut ahead = *reader;
        let mut tokens = 0;
        while !ahead.is_done() && !ahead.is_any(&SET_OPERATORS) {
            let before = ahead;
            ahead.step();
            tokens += ahead.passed_since(&before).rest().len();
        }
        let mut part = reader.take(tokens);
        if part.eat("SELECT") {
            return self.select(part);
        }
        if part.eat("TABLE") {
            let Some(name) = part.object_name() else { return self.give_up() };
            self.note_table(&name);
            return vec![ViewColumn::AllOf(name.name.text)];
        }
        if part.eat("VALUES") {
            return Vec::new();
        }
        self.give_up()
    }

    /// A query from its `SELECT` on.
    fn select(&mut self, mut reader: Reader<'_>) -> Vec<ViewColumn> {
        while reader.eat_any(&[
            "ALL",
            "DISTINCT",
            "DISTINCTROW",
            "HIGH_PRIORITY",
            "STRAIGHT_JOIN",
            "SQL_SMALL_RESULT",
            "SQL_BIG_RESULT",
            "SQL_BUFFER_RESULT",
            "SQL_NO_CACHE",
            "SQL_CACHE",
            "SQL_CALC_FOUND_ROWS",
        ]) {}
        let items = up_to(&mut reader, |it| it.is_any(&CLAUSES));
        let mut conditions = Vec::new();
        let mut sources = Vec::new();
        if reader.eat("FROM") && !reader.eat("DUAL") {
            let from = up_to(&mut reader, |it| it.is_any(&CLAUSES) && !it.is("FOR"));
            // What a query within reads is known by its own names only.
            if !self.sources(from, &mut sources, &mut conditions) || sources.len() > MOST_SOURCES {
                self.query.understood = false;
            }
        }
        self.scopes.push(sources);
        let mut columns = Vec::new();
        let mut aliases = Vec::new();
        for (item, _) in items.cut_at_commas() {
            self.item(item, &mut columns, &mut aliases);
        }
        for condition in conditions {
            self.expression(condition, &[]);
        }
        // Names that the query gives its own columns may stand in what follows, and are none of the tables'.
        if reader.is("WHERE") {
            let condition = up_to(&mut reader, |it| it.is_any(&CLAUSES) && !it.is("WHERE"));
            self.expression(condition, &[]);
        }
        if reader.is_any(&["INTO", "PROCEDURE"]) {
            self.query.understood = false;
        }
        self.expression(reader, &aliases);
        self.scopes.pop();
        columns
    }

    /// What stands behind the last of several queries: `ORDER BY`, `LIMIT`. It names their columns.
    fn tail(&mut self, reader: &mut Reader<'_>) {
        if !reader.is_any(&["ORDER", "LIMIT", "FOR", "LOCK"]) {
            self.query.understood = false;
        }
        reader.go_to_end();
    }

    /// One thing that a query shows.
    fn item(&mut self, mut item: Reader<'_>, columns: &mut Vec<ViewColumn>, aliases: &mut Vec<SmolStr>) {
        if item.is_symbol(&Token::Mul) {
            for source in self.scopes.last().into_iter().flatten() {
                match &source.table {
                    Some(table) => columns.push(ViewColumn::AllOf(table.clone())),
                    None if source.columns.is_empty() => columns.push(ViewColumn::Unnamed),
                    None => columns.extend(source.columns.iter().cloned()),
                }
            }
            return;
        }
        let tokens = item.rest();
        let length = tokens.len();
        let at = |back: usize| length.checked_sub(back).and_then(|index| tokens.get(index)).map(|it| &it.token);
        if at(1) == Some(&Token::Mul) && at(2) == Some(&Token::Period) {
            let Some(name) = item.object_name() else { return };
            let of =
                if item.is_symbol(&Token::Period) { item.rest().get(1).map(|_| name.name) } else { Some(name.name) };
            let of = of.map(|it| it.text).unwrap_or_default();
            let source = self.scopes.last().and_then(|it| it.iter().find(|it| same_but_for_case(&it.alias, &of)));
            match source {
                Some(Source { table: Some(table), .. }) => columns.push(ViewColumn::AllOf(table.clone())),
                Some(Source { columns: of, .. }) if !of.is_empty() => columns.extend(of.iter().cloned()),
                _ => columns.push(ViewColumn::Unnamed),
            }
            return;
        }
        let is_word = |token: Option<&Token>, words: &[&str]| matches!(token, Some(Token::Word(it)) if it.quote_style.is_none() && words.iter().any(|word| it.value.eq_ignore_ascii_case(word)));
        let text_of = |token: Option<&Token>| match token {
            Some(Token::Word(word)) => Some(SmolStr::new(&word.value)),
            Some(Token::SingleQuotedString(text) | Token::DoubleQuotedString(text)) => Some(SmolStr::new(text)),
            _ => None,
        };
        let is_string =
            |token: Option<&Token>| matches!(token, Some(Token::SingleQuotedString(_) | Token::DoubleQuotedString(_)));
        let ends_operand = |token: Option<&Token>| match token {
            Some(Token::Word(word)) => {
                word.quote_style.is_some()
                    || is_word(token, &["END", "NULL", "TRUE", "FALSE"])
                    || columns_in(&word.value).len() == 1
            }
            Some(Token::RParen | Token::Number(..) | Token::SingleQuotedString(_) | Token::DoubleQuotedString(_)) => {
                true
            }
            _ => false,
        };
        let has_as = length > 2 && is_word(at(2), &["AS"]);
        let is_bare = length > 1
            && text_of(at(1)).is_some()
            && ends_operand(at(2))
            && !(is_string(at(1)) && is_string(at(2)))
            && !is_word(at(3), &["INTERVAL", "COLLATE"])
            && !is_word(at(1), &["END", "NULL", "TRUE", "FALSE", "UNKNOWN"]);
        if has_as || is_bare {
            let alias = text_of(at(1));
            let expression = item.take(length - if has_as { 2 } else { 1 });
            self.expression(expression, &[]);
            aliases.extend(alias.clone());
            columns.push(alias.map_or(ViewColumn::Unnamed, ViewColumn::Named));
            return;
        }
        let is_name = tokens.iter().enumerate().all(|(index, it)| match (&it.token, index % 2) {
            (Token::Word(word), 0) => index > 0 || word.quote_style.is_some() || columns_in(&word.value).len() == 1,
            (Token::Period, 1) => true,
            _ => false,
        });
        let name = text_of(at(1)).filter(|_| is_name);
        columns.push(name.map_or(ViewColumn::Unnamed, ViewColumn::Named));
        self.expression(item, &[]);
    }

    /// The tables behind `FROM`, with what they are joined by.
    fn sources<'t>(&mut self, mut from: Reader<'t>, into: &mut Vec<Source>, conditions: &mut Vec<Reader<'t>>) -> bool {
        loop {
            if !self.source(&mut from, into, conditions) {
                return false;
            }
            loop {
                if from.eat("ON") {
                    conditions
                        .push(up_to(&mut from, |it| starts_join(it) || it.is_symbol(&Token::Comma) || it.is("ON")));
                } else if from.is("USING") {
                    from.bump();
                    // Columns of both sides.
                    if from.parenthesised().is_none() {
                        return false;
                    }
                } else {
                    break;
                }
            }
            if from.is_done() {
                return true;
            }
            if from.eat_symbol(&Token::Comma) {
                continue;
            }
            if !starts_join(&from) {
                return false;
            }
            while from.eat_any(&["NATURAL", "INNER", "CROSS", "LEFT", "RIGHT", "OUTER"]) {}
            if !from.eat_any(&["JOIN", "STRAIGHT_JOIN"]) {
                return false;
            }
        }
    }

    /// One table, query, or several in parentheses.
    fn source<'t>(&mut self, from: &mut Reader<'t>, into: &mut Vec<Source>, conditions: &mut Vec<Reader<'t>>) -> bool {
        from.eat("LATERAL");
        if from.is_symbol(&Token::LParen) {
            let Some(inner) = from.parenthesised() else { return false };
            if is_query(&inner) {
                let columns = self.query(inner);
                let Some(alias) = alias(from) else { return false };
                let mut columns = columns;
                if from.is_symbol(&Token::LParen)
                    && let Some(names) = super::keys::names(from)
                {
                    columns = names.into_iter().map(|it| ViewColumn::Named(it.text)).collect();
                }
                into.push(Source { alias, table: None, columns });
                return true;
            }
            self.depth += 1;
            let fits = self.depth <= DEEPEST && self.sources(inner, into, conditions);
            self.depth -= 1;
            return fits;
        }
        let Some(name) = from.object_name() else { return false };
        if from.is_symbol(&Token::LParen) {
            // `JSON_TABLE(…)`: a query of its own, whose columns are told in it.
            from.parenthesised();
            let Some(alias) = alias(from) else { return false };
            into.push(Source { alias, table: None, columns: Vec::new() });
            return true;
        }
        if from.eat("PARTITION") && from.parenthesised().is_none() {
            return false;
        }
        let alias = alias(from);
        while from.is_any(&["USE", "IGNORE", "FORCE"]) && (from.is_at(1, "INDEX") || from.is_at(1, "KEY")) {
            while !from.is_done() && !from.is_symbol(&Token::LParen) {
                from.bump();
            }
            from.parenthesised();
        }
        let own = self
            .named
            .iter()
            .rev()
            .find(|(own, _)| name.qualifier.is_none() && same_but_for_case(own, &name.name.text));
        if let Some((_, columns)) = own {
            into.push(Source { alias: alias.unwrap_or(name.name.text), table: None, columns: columns.clone() });
            return true;
        }
        self.note_table(&name);
        let table = name.name.text;
        into.push(Source { alias: alias.unwrap_or_else(|| table.clone()), table: Some(table), columns: Vec::new() });
        true
    }

    fn note_table(&mut self, name: &ObjectName) {
        let table = ViewTable {
            name: name.name.text.clone(),
            database: name.qualifier.as_ref().map(|it| it.text.clone()),
            span: name.name.span,
        };
        if !self.query.tables.iter().any(|it| it.name == table.name) {
            self.query.tables.push(table);
        }
    }

    /// Notes the columns that an expression names, and follows the queries in it.
    fn expression(&mut self, mut reader: Reader<'_>, aliases: &[SmolStr]) {
        let mut segment = reader.start();
        while !reader.is_done() {
            if reader.is_symbol(&Token::LParen) {
                let mut ahead = reader;
                if let Some(inner) = ahead.parenthesised()
                    && is_query(&inner)
                {
                    self.segment(reader.code(), Span::new(segment, reader.start()), aliases);
                    self.query(inner);
                    reader = ahead;
                    segment = reader.previous_end();
                    continue;
                }
            }
            reader.bump();
        }
        self.segment(reader.code(), Span::new(segment, reader.previous_end().max(segment)), aliases);
    }

    fn segment(&mut self, code: &str, span: Span, aliases: &[SmolStr]) {
        for found in columns_in(span.of(code)) {
            let span = Span::new(span.start() + found.start, span.start() + found.end);
            let is_alias = found.qualifier.is_none() && aliases.iter().any(|it| same_but_for_case(it, &found.name));
            if !is_alias {
                self.name(found.qualifier.as_deref(), found.name, span);
            }
        }
    }

    fn name(&mut self, qualifier: Option<&str>, column: SmolStr, span: Span) {
        let mut tables: Vec<SmolStr> = Vec::new();
        if let Some(qualifier) = qualifier {
            let sources = self.scopes.iter().rev().flatten();
            let source = sources.into_iter().find(|it| same_but_for_case(&it.alias, qualifier));
            match source {
                // A query's own columns are its own.
                Some(Source { table: None, .. }) => return,
                Some(Source { table: Some(table), .. }) => tables.push(table.clone()),
                None => {
                    self.query.understood = false;
                    return;
                }
            }
        } else {
            for source in self.scopes.iter().flatten() {
                // It may be the query's.
                let Some(table) = &source.table else { return };
                if !tables.contains(table) {
                    tables.push(table.clone());
                }
            }
            if tables.is_empty() || tables.len() > MOST_SOURCES {
                return;
            }
        }
        self.query.names.push(ViewName { column, tables, span });
    }
}

/// What stands up to some place outside parentheses.
fn up_to<'t>(reader: &mut Reader<'t>, ends: impl Fn(&Reader<'t>) -> bool) -> Reader<'t> {
    let mut ahead = *reader;
    let mut is_first = true;
    while !ahead.is_done() && (is_first && ahead.is("WHERE") || !ends(&ahead)) {
        ahead.step();
        is_first = false;
    }
    let count = ahead.passed_since(reader).rest().len();
    reader.take(count)
}

fn starts_join(reader: &Reader<'_>) -> bool {
    reader.is_any(&["JOIN", "NATURAL", "INNER", "CROSS", "STRAIGHT_JOIN"])
        || reader.is_any(&["LEFT", "RIGHT"]) && (reader.is_at(1, "JOIN") || reader.is_at(1, "OUTER"))
}

fn is_query(reader: &Reader<'_>) -> bool {
    let mut ahead = *reader;
    while ahead.is_symbol(&Token::LParen) {
        ahead.bump();
    }
    ahead.is_any(&["SELECT", "WITH", "VALUES", "TABLE"])
        && ahead.peek_at(1).is_some_and(|it| *it != Token::LParen || ahead.is("SELECT"))
}

/// `[AS] name`
fn alias(reader: &mut Reader<'_>) -> Option<SmolStr> {
    if !reader.eat("AS")
        && (starts_join(reader) || reader.is_any(&["ON", "USING", "USE", "IGNORE", "FORCE", "PARTITION", "FOR"]))
    {
        return None;
    }
    reader.name().map(|it| it.text).or_else(|| reader.string().map(SmolStr::new))
}
