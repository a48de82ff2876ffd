//! The one form of a view's query. A server prints every column with its table and a name of its own, `*` as the columns that there
//! were, joins in its own words. What is not followed has no form: such a view is compared by its text.

use super::{Kind, Node, Reader, joined, pieces};

/// What is read, by the name that it has in a query.
pub(super) struct Source {
    /// In small letters.
    alias: String,
    /// Its columns in small letters; none where they are not known.
    columns: Option<Vec<String>>,
}

/// What may be named in a query.
#[derive(Default)]
pub(super) struct Scope {
    sources: Vec<Source>,
    /// Columns of two tables that `USING` makes one: the first is meant.
    merged: Vec<String>,
    /// What the query shows, by name.
    shown: Vec<(String, Node)>,
}

/// How much is done for one view: names, columns that are shown, copies. More is not followed.
const MOST: usize = 50_000;

/// What a reader knows of the queries that it is in.
#[derive(Default)]
pub(super) struct Queries<'s> {
    /// How much was done.
    spent: usize,
    /// It is in a `GROUP BY`.
    groups: bool,
    scopes: Vec<Scope>,
    /// The queries that have names (`WITH`), and their columns.
    named: Vec<(String, Vec<String>)>,
    columns_of: Option<&'s ColumnsOf<'s>>,
}

/// The columns of a table or view, where they are known.
pub type ColumnsOf<'s> = dyn Fn(&str) -> Option<Vec<String>> + 's;

/// The form of a view that is equal for all spellings of its statement; none where that is not followed. Who defines it, and its
/// name, are no part.
pub fn normal_view(statement: &str, columns_of: &ColumnsOf<'_>) -> Option<String> {
    let pieces = pieces(statement);
    let queries = Queries { columns_of: Some(columns_of), ..Queries::default() };
    let mut reader = Reader { pieces: &pieces, text: statement, at: 0, depth: 0, queries };
    let mut form = String::new();
    while !reader.eat_word("view") {
        // Else they are what is usual.
        if reader.is_word(0, "merge") || reader.is_word(0, "temptable") || reader.is_word(0, "invoker") {
            form += &reader.words(1)?;
        } else {
            reader.kind(0)?;
            reader.at += 1;
        }
    }
    while !reader.is_sign(0, '(') && !reader.is_word(0, "as") {
        reader.kind(0)?;
        reader.at += 1;
    }
    let names = reader.names()?;
    if !reader.eat_word("as") {
        return None;
    }
    let (mut query, _) = reader.query(&names)?;
    if reader.eat_word("with") {
        form += if reader.eat_word("local") { "local" } else { "cascaded" };
        reader.eat_word("cascaded");
        if !(reader.eat_word("check") && reader.eat_word("option")) {
            return None;
        }
    }
    reader.eat_sign(';');
    query = Node::of(&form, vec![query]);
    form.clear();
    query.write(&mut form);
    (reader.at == pieces.len()).then_some(form)
}

/// The most tables that one query reads.
const MOST_SOURCES: usize = 100;

/// Words that are no alias behind what is read or shown.
#[rustfmt::skip]
const NO_ALIAS: [&str; 29] = [
    "from", "where", "group", "having", "window", "order", "limit", "for", "lock", "into", "procedure", "offset", "fetch", "union",
    "except", "intersect", "join", "natural", "inner", "cross", "straight_join", "left", "right", "on", "using", "use", "ignore",
    "force", "with",
];

/// Words that end what is shown.
const ENDS_SHOWN: [&str; 9] = ["from", "where", "group", "having", "order", "limit", "union", "except", "with"];

impl Reader<'_, '_, '_> {
    /// Whether a query stands here.
    pub(super) fn is_query(&self) -> bool {
        self.queries.columns_of.is_some() && (self.is_word(0, "select") || self.is_word(0, "with"))
    }

    /// A query up to the parenthesis that closes it, or the end. `names` are those of its columns, where others name them.
    pub(super) fn query(&mut self, names: &[String]) -> Option<(Node, Vec<String>)> {
        // One query within another costs more room than one expression.
        self.depth += 10;
        if self.depth > super::DEEPEST {
            return None;
        }
        let known_around = self.queries.named.len();
        let mut all = Vec::new();
        if self.is_word(0, "with") && !self.is_word(1, "check") {
            self.at += 1;
            let is_recursive = self.eat_word("recursive");
            loop {
                let name = self.name()?;
                let names = self.names()?;
                if !self.eat_word("as") || !self.eat_sign('(') {
                    return None;
                }
                if is_recursive {
                    self.queries.named.push((name.clone(), names.clone()));
                }
                let (query, columns) = self.query(&names)?;
                if is_recursive {
                    self.queries.named.pop();
                }
                self.spend(100 * self.queries.named.len())?;
                all.push(Node::of(&name, vec![query]));
                self.queries.named.push((name, columns));
                if !self.eat_sign(')') {
                    return None;
                }
                if !self.eat_sign(',') {
                    break;
                }
            }
        }
        let mut columns: Option<Vec<String>> = None;
        let mut operators = "query".to_owned();
        loop {
            let (part, shown) = if self.eat_sign('(') {
                let inner = self.query(names)?;
                if !self.eat_sign(')') {
                    return None;
                }
                self.queries.scopes.push(Scope::default());
                inner
            } else {
                // The first of several names the columns.
                self.select(if columns.is_none() { names } else { &[] })?
            };
            all.push(part);
            columns.get_or_insert(shown);
            let Some(word) = ["union", "except", "intersect"].into_iter().find(|word| self.eat_word(word)) else {
                break;
            };
            self.queries.scopes.pop();
            operators += word;
            if self.eat_word("all") {
                operators += " all";
            }
            self.eat_word("distinct");
        }
        let columns = columns.unwrap_or_default();
        if operators != "query" {
            // What is behind several speaks of their columns.
            let shown = columns.iter().map(|name| (name.clone(), Node::Leaf(name.clone()))).collect();
            *self.queries.scopes.last_mut()? = Scope { shown, ..Scope::default() };
        }
        if self.eat_word("order") {
            all.push(self.sorted("order")?);
        }
        if self.eat_word("limit") {
            let first = self.words(1)?;
            let (skipped, most) = if self.eat_sign(',') {
                (first, self.words(1)?)
            } else if self.eat_word("offset") {
                (self.words(1)?, first)
            } else {
                ("0".to_owned(), first)
            };
            all.push(Node::of("limit", vec![Node::Leaf(skipped), Node::Leaf(most)]));
        }
        self.queries.scopes.pop();
        self.queries.named.truncate(known_around);
        self.depth -= 10;
        let node = if all.len() == 1 { all.pop()? } else { Node::Of(operators, all) };
        Some((node, columns))
    }

    /// A query in an expression, up to the parenthesis that closes it and over that: what it shows has no names.
    pub(super) fn query_within(&mut self) -> Option<Node> {
        let (mut node, columns) = self.query(&[])?;
        node.take_names(columns.len());
        self.eat_sign(')').then_some(node)
    }

    /// The query of `EXISTS`: the servers print that any row is enough.
    pub(super) fn exists(&mut self) -> Option<Node> {
        let (mut node, columns) = self.query(&[])?;
        if let Node::Of(form, all) = &mut node
            && form == "query"
        {
            all.pop_if(|it| matches!(it, Node::Of(of, _) if of == "limit"));
            if all.len() == 1 {
                node = all.pop()?;
            }
        }
        if let Node::Of(form, all) = &mut node
            && form.starts_with("select")
        {
            all.drain(..columns.len().min(all.len()));
        }
        self.eat_sign(')').then(|| Node::of("exists", vec![node]))
    }

    /// `SELECT … HAVING …`. What it reads stays the last scope.
    fn select(&mut self, names: &[String]) -> Option<(Node, Vec<String>)> {
        if !self.eat_word("select") {
            return None;
        }
        let mut form = "select".to_owned();
        loop {
            if self.eat_word("distinct") || self.eat_word("distinctrow") {
                form += " distinct";
            } else if self.is_word(0, "straight_join")
                || matches!(self.kind(0), Some(Kind::Word(it)) if it.starts_with("sql_"))
            {
                form += &self.words(1)?;
            } else if !self.eat_word("all") {
                break;
            }
        }
        self.queries.scopes.push(Scope::default());
        // What is read says what is shown.
        let shown_at = self.at;
        self.step_to(&ENDS_SHOWN);
        let shown_to = self.at;
        let mut parts = Vec::new();
        if self.eat_word("from") && !self.eat_word("dual") {
            parts.push(self.joins()?);
        }
        let behind = std::mem::replace(&mut self.at, shown_at);
        let mut items = Vec::new();
        loop {
            self.item(&mut items)?;
            if !self.eat_sign(',') {
                break;
            }
        }
        if self.at != shown_to {
            return None;
        }
        self.at = behind;
        for ((name, _), given) in items.iter_mut().zip(names) {
            name.clone_from(given);
        }
        let columns: Vec<String> = items.iter().map(|(name, _)| name.clone()).collect();
        let as_shown = |(name, node): &(String, Node)| Node::of(name, vec![node.clone()]);
        let mut all: Vec<Node> = items.iter().map(as_shown).collect();
        all.append(&mut parts);
        if self.eat_word("where") {
            all.push(Node::of("where", vec![self.expression(0)?]));
        }
        self.queries.scopes.last_mut()?.shown = items;
        if self.eat_word("group") {
            self.queries.groups = true;
            all.push(self.sorted("group")?);
            self.queries.groups = false;
            if self.eat_word("with") {
                all.push(Node::Leaf(self.words(1)?));
            }
        }
        if self.eat_word("having") {
            all.push(Node::of("having", vec![self.expression(0)?]));
        }
        Some((Node::Of(form, all), columns))
    }

    /// One thing that is shown, or all of a table.
    fn item(&mut self, items: &mut Vec<(String, Node)>) -> Option<()> {
        let is_all = self.is_sign(0, '*');
        if is_all || (self.is_sign(1, '.') && self.is_sign(2, '*')) {
            let of = if is_all { None } else { Some(self.name()?) };
            self.at += if is_all { 1 } else { 2 };
            let scope = self.queries.scopes.last()?;
            if !scope.merged.is_empty() {
                return None;
            }
            let before = items.len();
            for source in scope.sources.iter().filter(|it| of.as_ref().is_none_or(|of| *of == it.alias)) {
                let column = |name: &String| (name.clone(), Node::Leaf(format!("{}.{name}", source.alias)));
                items.extend(source.columns.as_ref()?.iter().map(column));
            }
            return self.spend(items.len() - before + 1);
        }
        let began = self.at;
        let node = self.expression(0)?;
        let of_it = self.pieces.get(began..self.at)?;
        let (first, last) = (of_it.first()?, of_it.last()?);
        let is_column = of_it.iter().enumerate().all(|(nth, it)| (it.kind == Kind::Sign('.')) == (nth % 2 == 1));
        let alias = self.alias(true)?;
        let name = match &last.kind {
            _ if !alias.is_empty() => alias,
            Kind::Name(name) | Kind::Word(name) if is_column => name.to_lowercase(),
            Kind::Text(text) if is_column => text.to_lowercase(),
            // The server takes its text.
            _ => self.text.get(first.start..last.start + last.text.len())?.to_lowercase(),
        };
        items.push((name, node));
        Some(())
    }

    /// `[AS] name`: of what is shown, a text, too. Empty where there is none.
    fn alias(&mut self, is_shown: bool) -> Option<String> {
        let is_said = self.eat_word("as");
        if is_shown && let Some(Kind::Text(text)) = self.kind(0) {
            let text = text.to_lowercase();
            self.at += 1;
            return Some(text);
        }
        let is_name = match self.kind(0) {
            Some(Kind::Name(_)) => true,
            Some(Kind::Word(word)) => !NO_ALIAS.contains(&word.as_str()),
            _ => false,
        };
        if is_name { self.name() } else { (!is_said).then(String::new) }
    }

    /// A name, in small letters.
    fn name(&mut self) -> Option<String> {
        let (Kind::Name(name) | Kind::Word(name)) = self.kind(0)? else { return None };
        let name = name.to_lowercase();
        self.at += 1;
        Some(name)
    }

    /// `(a, b)`, or nothing.
    fn names(&mut self) -> Option<Vec<String>> {
        let mut names = Vec::new();
        if self.eat_sign('(') {
            loop {
                names.push(self.name()?);
                if self.eat_sign(')') {
                    break;
                }
                if !self.eat_sign(',') {
                    return None;
                }
            }
        }
        Some(names)
    }

    /// The list behind `ORDER BY`, `GROUP BY`, or `PARTITION BY`, from `BY` on.
    fn sorted(&mut self, form: &str) -> Option<Node> {
        if !self.eat_word("by") {
            return None;
        }
        let mut list = Vec::new();
        loop {
            let (began, mut node) = (self.at, self.expression(0)?);
            // `ORDER BY 1` is the first that is shown.
            if let Node::Leaf(number) = &node
                && matches!(self.pieces.get(began).map(|it| &it.kind), Some(Kind::Number))
                && let Some((_, shown)) = number
                    .parse::<usize>()
                    .ok()
                    .and_then(|nth| self.queries.scopes.last()?.shown.get(nth.checked_sub(1)?))
            {
                node = shown.clone();
                self.spend(node.size())?;
            }
            list.push(if self.eat_word("desc") { Node::of("desc", vec![node]) } else { node });
            self.eat_word("asc");
            if !self.eat_sign(',') {
                return Some(Node::of(form, list));
            }
        }
    }

    /// What stands behind `OVER`.
    pub(super) fn window(&mut self) -> Option<Node> {
        if !self.eat_sign('(') {
            return Some(Node::Leaf(self.name()?));
        }
        let mut all = Vec::new();
        for word in ["partition", "order"] {
            if self.eat_word(word) {
                all.push(self.sorted(word)?);
            }
        }
        while !self.eat_sign(')') {
            all.push(Node::Leaf(self.words(1)?));
        }
        Some(Node::of("over", all))
    }

    /// What is read: tables that are joined. Inner joins are one group with all of its conditions.
    fn joins(&mut self) -> Option<Node> {
        let mut all = self.chain_of_joins()?;
        while self.eat_sign(',') {
            all = inner(all, self.chain_of_joins()?, None);
        }
        Some(all)
    }

    fn chain_of_joins(&mut self) -> Option<Node> {
        let mut left = self.source()?;
        loop {
            let is_natural = self.eat_word("natural");
            let is_inner = self.eat_word("inner") || self.eat_word("cross");
            let outer = ["left", "right"].into_iter().find(|word| !is_inner && self.eat_word(word));
            if outer.is_some() {
                self.eat_word("outer");
            }
            let is_straight = !is_inner && outer.is_none() && self.eat_word("straight_join");
            if !is_straight && !self.eat_word("join") {
                return (!is_natural && !is_inner && outer.is_none()).then_some(left);
            }
            let before = self.queries.scopes.last()?.sources.len();
            let right = self.source()?;
            let on = if is_natural {
                let (left, right) = self.queries.scopes.last()?.sources.split_at_checked(before)?;
                let [right] = right else { return None };
                let is_shared = |name: &&String| right.columns.as_ref().is_some_and(|of| of.contains(name));
                let mut shared = Vec::new();
                for source in left {
                    shared.extend(source.columns.as_ref()?.iter().filter(is_shared).cloned());
                }
                right.columns.as_ref()?;
                if shared.is_empty() { None } else { Some(self.equal(before, shared)?) }
            } else if self.eat_word("on") {
                Some(self.expression(0)?)
            } else if self.eat_word("using") {
                let names = self.names()?;
                Some(self.equal(before, names)?)
            } else {
                None
            };
            left = match outer {
                Some("left") => Node::of("left join", vec![left, right, on?]),
                // The servers turn it round.
                Some(_) => Node::of("left join", vec![right, left, on?]),
                None if is_straight => {
                    Node::of("straight join", std::iter::once(left).chain([right]).chain(on).collect())
                }
                None => inner(left, right, on),
            };
        }
    }

    /// Columns of both sides that are equal and one: `USING (a, b)`. The right side begins with the source of a number.
    fn equal(&mut self, before: usize, names: Vec<String>) -> Option<Node> {
        let mut all = Vec::new();
        for name in names {
            let scope = self.queries.scopes.last_mut()?;
            let has = |it: &&Source| it.columns.as_ref().is_some_and(|of| of.contains(&name));
            let (left, right) = scope.sources.split_at_checked(before)?;
            let pair = [left.iter().find(has)?, right.iter().find(has)?];
            let column = |it: &Source| Node::Leaf(format!("{}.{name}", it.alias));
            all.push(Node::of("=", pair.map(column).into()));
            scope.merged.push(name);
        }
        Some(if all.len() == 1 { all.pop()? } else { joined("and", all) })
    }

    /// One table, query, or several in parentheses.
    fn source(&mut self) -> Option<Node> {
        let (node, alias, columns);
        if self.eat_sign('(') {
            if !self.is_query() {
                self.depth += 5;
                if self.depth > super::DEEPEST {
                    return None;
                }
                node = self.joins()?;
                self.depth -= 5;
                return self.eat_sign(')').then_some(node);
            }
            // What it reads is known by its own names only.
            let around = std::mem::take(&mut self.queries.scopes);
            let (query, shown) = self.query(&[])?;
            self.queries.scopes = around;
            if !self.eat_sign(')') {
                return None;
            }
            alias = self.alias(false).filter(|it| !it.is_empty())?;
            (node, columns) = (Node::of(&alias, vec![query]), Some(shown));
        } else {
            let piece = self.pieces.get(self.at)?;
            let (Kind::Name(_) | Kind::Word(_)) = piece.kind else { return None };
            let table = piece.text.trim_matches('`').replace("``", "`");
            let name = self.name()?;
            // Of another database, or a call.
            if self.is_sign(0, '.') || self.is_sign(0, '(') || self.is_word(0, "partition") {
                return None;
            }
            let own = self.queries.named.iter().rev().find(|(own, _)| *own == name);
            columns = match own {
                Some((_, columns)) => Some(columns.clone()).filter(|it| !it.is_empty()),
                None => self.queries.columns_of.and_then(|of| of(&table)),
            };
            alias = Some(self.alias(false)?).filter(|it| !it.is_empty()).unwrap_or(name);
            let mut all = vec![Node::Leaf(table)];
            while ["use", "ignore", "force"].iter().any(|word| self.is_word(0, word)) {
                while !self.is_sign(0, ')') {
                    all.push(Node::Leaf(self.words(1)?));
                }
                self.at += 1;
            }
            node = Node::of(&alias, all);
        }
        // Each is asked for each name, and outer joins nest.
        let sources = &mut self.queries.scopes.last_mut()?.sources;
        sources.push(Source { alias, columns });
        (sources.len() <= MOST_SOURCES).then_some(node)
    }

    /// The form of a column: with what it is of, where several may have it. `name` is in small letters.
    pub(super) fn column(&mut self, of: Option<String>, name: String) -> Option<Node> {
        if self.queries.columns_of.is_none() {
            return Some(Node::Leaf(name));
        }
        let bare = |name: String| name.trim_matches('`').to_lowercase();
        let (of, name) = (of.map(bare), bare(name));
        self.spend(1)?;
        let scopes = self.queries.scopes.iter().rev();
        if let Some(of) = of {
            let is_there = scopes.flat_map(|it| &it.sources).any(|it| it.alias == of);
            return is_there.then(|| Node::Leaf(format!("{of}.{name}")));
        }
        let shown = self.queries.scopes.last().and_then(|it| it.shown.iter().find(|(of, _)| *of == name));
        let shown = shown.map(|(_, it)| it);
        let mut found = None;
        for scope in scopes {
            let has = |it: &&Source| it.columns.as_ref().is_none_or(|columns| columns.contains(&name));
            let mut having = scope.sources.iter().filter(has);
            let Some(first) = having.next() else { continue };
            let is_sure = having.next().is_none() || scope.merged.contains(&name);
            // Nothing tells which of them it is, or that it is of none.
            if !is_sure || (first.columns.is_none() && self.queries.scopes.len() > 1) {
                return None;
            }
            found = Some(Node::Leaf(format!("{}.{name}", first.alias)));
            break;
        }
        match (shown, found) {
            // Rows are put together by columns first.
            (Some(shown), Some(found)) if *shown != found && !self.queries.groups => None,
            (Some(shown), None) => {
                let shown = shown.clone();
                self.spend(shown.size())?;
                Some(shown)
            }
            (_, found) => found,
        }
    }

    fn spend(&mut self, much: usize) -> Option<()> {
        self.queries.spent += much;
        (self.queries.spent <= MOST).then_some(())
    }
}

impl Node {
    /// Takes the names of as many columns away from a query.
    fn take_names(&mut self, count: usize) {
        let Self::Of(form, all) = self else { return };
        if form.starts_with("query") {
            for it in all {
                it.take_names(count);
            }
        } else if form.starts_with("select") {
            for item in all.iter_mut().take(count) {
                if let Self::Of(name, _) = item {
                    name.clear();
                }
            }
        }
    }
}

/// A group of inner joins.
fn inner(left: Node, right: Node, on: Option<Node>) -> Node {
    let (mut sources, mut conditions) = (Vec::new(), Vec::new());
    for side in [left, right] {
        match side {
            Node::Of(form, mut all) if form == "join" => {
                if let Some(Node::Of(_, of)) = all.pop() {
                    conditions.extend(of);
                }
                sources.extend(all);
            }
            other => sources.push(other),
        }
    }
    conditions.extend(on);
    if let Node::Of(_, conditions) = joined("and", conditions) {
        sources.push(Node::of("on", conditions));
    }
    Node::of("join", sources)
}

#[cfg(test)]
mod tests {
    use super::normal_view;

    fn form(query: &str) -> Option<String> {
        let columns_of = |table: &str| match table {
            "t" => Some(vec!["id".to_owned(), "a".to_owned()]),
            "u" => Some(vec!["id".to_owned(), "b".to_owned()]),
            _ => None,
        };
        normal_view(&format!("CREATE VIEW v AS {query}"), &columns_of)
    }

    #[track_caller]
    fn same(a: &str, b: &str) {
        assert_eq!(form(a), form(b));
        assert!(form(a).is_some(), "{a}");
    }

    #[track_caller]
    fn other(a: &str, b: &str) {
        assert_ne!(form(a), form(b));
        assert!(form(a).is_some() && form(b).is_some(), "{a} / {b}");
    }

    #[test]
    fn names_have_their_tables() {
        same("SELECT a, b FROM t, u", "select `t`.`a` AS `a`,`u`.`b` AS `b` from (`t` join `u`)");
        same("SELECT x.a FROM t x", "select a from t as x");
        other("SELECT t.id FROM t, u", "SELECT u.id FROM t, u");
        other("SELECT a FROM t x", "SELECT a FROM t");
        same("SELECT * FROM t JOIN u ON t.id = u.id", "SELECT t.id, a, u.id, b FROM t INNER JOIN u ON t.id = u.id");
        other("SELECT * FROM t", "SELECT a, id FROM t");
    }

    #[test]
    fn what_is_not_sure_has_no_form() {
        for query in [
            "SELECT id FROM t, u",
            "SELECT a FROM t, elsewhere",
            "SELECT * FROM elsewhere",
            "SELECT a FROM shop.t",
            "SELECT z.a FROM t",
            "SELECT a FROM t FOR UPDATE",
            "SELECT a FROM t PARTITION (p)",
            "SELECT sum(a) OVER w FROM t WINDOW w AS (ORDER BY id)",
            "SELECT a FROM t )",
            "SELECT",
            "",
        ] {
            assert_eq!(form(query), None, "{query}");
        }
    }

    #[test]
    fn long_and_deep_ones_come_to_an_end() {
        let many = |one: &str, count: usize| one.repeat(count);
        for query in [
            format!("SELECT a FROM t{}", many(" JOIN u ON 1", 20_000)),
            format!("SELECT a FROM t{}", many(" LEFT JOIN u ON 1", 20_000)),
            format!("SELECT a FROM {}t{}", many("(", 20_000), many(")", 20_000)),
            format!("{}SELECT 1{}", many("SELECT * FROM (", 20_000), many(") x", 20_000)),
            format!("SELECT {}1{}", many("(SELECT ", 20_000), many(")", 20_000)),
            format!("SELECT 1{}", many(" UNION SELECT 1", 20_000)),
            format!("SELECT {}1 FROM t", many("*, ", 100_000)),
            format!("SELECT a + 1 AS x FROM t ORDER BY {}x", many("x, ", 100_000)),
            format!("WITH {}z AS (SELECT 1) SELECT 1", many("y AS (SELECT 1), ", 20_000)),
            format!("SELECT exists({}", many("SELECT exists(", 20_000)),
        ] {
            drop(form(&query));
        }
    }
}
