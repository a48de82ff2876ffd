use smol_str::SmolStr;

use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    edit::{self, NewIndex},
    lint::{LintContext, fixes},
    rule::Severity,
    schema::{Coverage, ForeignKeyWalker, IndexWalker, TableWalker},
    target::Dialect,
};

declare_rule! {
    /// ## What it does
    /// Finds foreign keys whose columns no index can look up.
    ///
    /// ## Why is this bad?
    /// Reading the rows that belong to another row (a user's posts), and checking them when that row is deleted or its
    /// key changes, looks them up by the foreign key's columns. Without an index that starts with these columns, each of
    /// those looks at every row of the table.
    ///
    /// MySQL and MariaDB make such an index together with the constraint. With `relationMode = "prisma"`, as on
    /// PlanetScale, there is no constraint, so nobody makes the index. PostgreSQL and SQLite make none in any case.
    ///
    /// ## When an index counts
    /// - A primary key and a unique key count as well as a plain index.
    /// - The columns may stand in any order, as long as they are the first ones of the index.
    /// - FULLTEXT and SPATIAL indexes, indexes on a prefix of a text (`title(10)`), partial indexes (`WHERE …`), BRIN,
    ///   GIN and GiST indexes, and invisible ones do not: the finding points at the index that almost serves.
    ///
    /// ## Severity
    /// An error where the client keeps the relation (`relationMode = "prisma"`), a warning on PostgreSQL and SQLite and
    /// where an index serves the first of several columns; silent where the server makes the index itself.
    ///
    /// ## The fix
    /// It adds a plain index. Where a plain index on the first of several columns is there, it is widened instead, when
    /// unsafe fixes are asked for: beside the wider one it would serve nothing.
    ///
    /// ## Example
    /// ```prisma,expect_finding
    /// model User {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int  @id
    ///   authorId Int
    ///   author   User @relation(fields: [authorId], references: [id])
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model User {
    ///   id    Int    @id
    ///   posts Post[]
    /// }
    ///
    /// model Post {
    ///   id       Int  @id
    ///   authorId Int
    ///   author   User @relation(fields: [authorId], references: [id])
    ///
    ///   @@index([authorId])
    /// }
    /// ```
    static RULE: Rule = {
        name: "missing-foreign-key-index",
        category: Performance,
        severity: Error,
        fix: Safe,
        since: "0.1.0",
        summary: "foreign key columns that no index can look up",
    }
}

/// What Prisma's own check warns of has no code: this is the page that its warning links to
/// (`https://pris.ly/d/relation-mode-prisma-indexes`).
const PRISMA_CODE: &str = "relation-mode-prisma-indexes";

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let target = cx.target();
    let makes_all = target.indexes_foreign_keys_itself() && !cx.emulates_foreign_keys();
    if target.dialect().is_none() || (makes_all && cx.schema().prisma.is_none()) {
        // A dump without relations laid over it has nothing that could lack an index.
        cx.is_idle(&RULE);
        return;
    }
    let mut said: Vec<&[SmolStr]> = Vec::new();
    for foreign_key in table.foreign_keys() {
        let columns = foreign_key.get().columns.as_slice();
        let made_by_server = !foreign_key.is_emulated() && target.indexes_foreign_keys_itself();
        let unused = table.get().ignored || foreign_key.get().ignored;
        if columns.is_empty() || made_by_server || unused || !table.keys_are_known() || foreign_key.is_covered() {
            continue;
        }
        // Two relations over the same columns lack the same index: one cause, one finding.
        if said.iter().any(|said| cx.schema().same_columns(said, columns))
            || columns.iter().any(|name| table.column(name).is_none())
        {
            continue;
        }
        said.push(columns);
        let finding = uncovered(cx, foreign_key);
        cx.report(finding);
    }
}

fn uncovered(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Diagnostic {
    let table = foreign_key.table();
    let columns = foreign_key.columns_label();
    let nearest = foreign_key.nearest_index();
    let invisible = matches!(nearest, Some((_, Coverage::Invisible)));
    let partly = foreign_key.is_partly_covered();
    let severity = if foreign_key.is_emulated() && !partly { Severity::Error } else { Severity::Warning };
    let index = fixes::index_for(cx, foreign_key);
    let too_long = fixes::too_long_to_index(cx, table, &index);
    let fits = too_long.is_none();
    let label = foreign_key.label();
    // A relation laid over a dump is written in another language than the table that lacks the index.
    let is_laid_over = foreign_key.get().relation.is_some() && !table.is_prisma();
    let all_of = if partly { "all of " } else { "" };
    let message = if is_laid_over {
        format!("`{}` has no index on {all_of}{columns} for relation {label}", table.label())
    } else {
        format!("{label} has no index on {all_of}{columns}")
    };
    let place =
        if is_laid_over { table.get().origin.name_location() } else { foreign_key.get().origin.name_location() };
    let mut finding = Diagnostic::new(&RULE, foreign_key.subject(), place, message)
        .severity(severity)
        .here(format!("looks rows up by {columns}"))
        .note(why(cx, foreign_key, partly))
        .help(too_long.unwrap_or_else(|| what_to_do(cx, foreign_key, &index)));
    if is_laid_over {
        finding = finding.here(format!("no index here looks rows up by {all_of}{columns}")).label(
            foreign_key.get().origin.name_location(),
            match &foreign_key.get().index_elsewhere {
                Some(index) => {
                    format!("this relation looks rows up by {columns}; its schema has `{}` for it", index.name)
                }
                None => format!("this relation looks rows up by {columns}"),
            },
        );
    }
    if foreign_key.lacks_an_index_for_prisma() {
        finding = finding.code("prisma", PRISMA_CODE);
    }
    if let Some((index, coverage)) = nearest {
        finding = finding.label(index.get().origin.location(), almost(index, coverage, &columns));
    }
    finding.fix(match foreign_key.outgrown_index() {
        // A second index would be the same again: the one that is there needs to be made visible.
        _ if invisible || !fits => None,
        Some(narrow) => fixes::widen_index(cx, narrow, &index),
        None => fixes::add_index(cx, table, &index),
    })
}

fn why(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>, partly: bool) -> String {
    let table = foreign_key.table().label();
    let other = foreign_key.referenced_table().map_or(foreign_key.get().referenced_table.as_str(), |it| it.label());
    let is_laid_over = foreign_key.get().relation.is_some() && !foreign_key.table().is_prisma();
    let maker = if is_laid_over {
        format!(
            "there is no foreign key constraint here, so {} made no index for the relation",
            cx.target().product_name()
        )
    } else if foreign_key.is_emulated() {
        format!(
            "with relationMode = \"prisma\" there is no foreign key constraint, so {} makes no index for it",
            cx.target().product_name()
        )
    } else {
        format!("{} makes no index for a foreign key", cx.target().product_name())
    };
    let cost = if partly { "all rows with the same first columns are read" } else { "the whole table is read" };
    format!(
        "{maker}; to find the `{table}` rows of one `{other}`, for a query or when that `{other}` is deleted, {cost}"
    )
}

fn what_to_do(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>, index: &NewIndex) -> String {
    let table = foreign_key.table();
    if let Some((index, Coverage::Invisible)) = foreign_key.nearest_index() {
        let visible = if cx.target().dialect() == Some(Dialect::MariaDb) { "NOT IGNORED" } else { "VISIBLE" };
        return format!(
            "make it visible: ALTER TABLE {} ALTER INDEX {} {visible}",
            edit::quoted(cx.target().dialect(), &table.get().name),
            edit::quoted(cx.target().dialect(), &index.get().name)
        );
    }
    let narrow = foreign_key.outgrown_index().map(IndexWalker::parts_label);
    if table.is_prisma() {
        let columns = index.labels.join(", ");
        return match narrow {
            Some(narrow) => format!("widen the index on {narrow} to @@index([{columns}])"),
            None => format!("add @@index([{columns}]) to model {}", table.label()),
        };
    }
    let create = edit::create_index_statement(cx.target().dialect(), &table.get().name, index);
    match narrow {
        Some(narrow) => format!("add the index: {create}; the one on {narrow} can go then"),
        None => format!("add the index: {create}"),
    }
}

/// What the index that comes nearest lacks.
fn almost(index: IndexWalker<'_>, coverage: Coverage, columns: &str) -> String {
    let first =
        |some: usize| index.table().column_labels(&index.column_names().into_iter().take(some).collect::<Vec<_>>());
    match coverage {
        Coverage::OnlyFirst(some) => format!("this index serves {} only", first(some)),
        Coverage::NotFirst => {
            format!("this index has {columns}, but not first: it cannot be searched by {columns} alone")
        }
        Coverage::Prefix(length) => format!(
            "this index holds only the first {length} characters or bytes, so it finds rows with other values too"
        ),
        Coverage::Partial => "this index holds only some of the rows".to_owned(),
        Coverage::WrongKind => "this index is for searching words or places, not for looking up values".to_owned(),
        Coverage::WrongMethod => format!("an index of this type does not look rows up by {columns}"),
        Coverage::Invisible => "this index would serve, but it is invisible: queries do not use it".to_owned(),
        Coverage::Serves | Coverage::Unrelated => String::new(),
    }
}
