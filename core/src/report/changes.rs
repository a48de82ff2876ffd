//! Changes as reports tell them: what, which, and how it was and is.

use super::{Change as ChangeOf, Place, Places, Rename};
use crate::{
    change::{Aspect, Change, Pair},
    ddl,
    diff::Renamed,
    schema::{CheckWalker, ColumnWalker, DefaultValue, ForeignKeyWalker, IndexWalker, Origin, Setting, TableWalker},
    target::Dialect,
    text::Location,
    workspace::Comparison,
};

/// A change in words: what, which, and how it was and is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `create`, `drop`, `alter` or `rename`.
    pub kind: &'static str,
    /// `table`, `column`, `index`, `foreign_key`, `check`, `view`, `routine` or `setting`.
    pub entity: &'static str,
    /// The table, by its name in the database.
    pub table: Option<String>,
    /// The name in the database.
    pub name: String,
    /// The name that its owner calls it by: `Post.title`.
    pub label: String,
    /// What of it differs, where one thing does.
    pub aspect: Option<&'static str>,
    /// As it was.
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
    base: Option<Location>,
    head: Option<Location>,
}

/// Tells a change.
pub fn tell(change: Change<'_>, dialect: Option<Dialect>) -> Told {
    let table = change.table().map(|table| table.get().name.to_string());
    match change {
        Change::Table(pair) => of_table(pair),
        Change::Column(pair) => {
            let definition = |it: ColumnWalker<'_>| ddl::column_definition(it, dialect);
            let place = |it: ColumnWalker<'_>| it.get().origin.location();
            let is_rename = matches!(pair, Pair::Renamed { .. });
            let words = |it: ColumnWalker<'_>| if is_rename { it.get().name.to_string() } else { definition(it) };
            Told {
                kind: pair.kind(),
                entity: "column",
                table,
                name: pair.either().get().name.to_string(),
                label: pair.either().full_label(),
                aspect: None,
                before: pair.base().map(words),
                after: pair.head().map(words),
                base: pair.base().map(place),
                head: pair.head().map(place),
            }
        }
        Change::ColumnAspect { base, head, aspect } => Told {
            kind: "alter",
            entity: "column",
            table,
            name: head.get().name.to_string(),
            label: head.full_label(),
            aspect: Some(aspect.name()),
            before: Some(of_aspect(base, aspect)),
            after: Some(of_aspect(head, aspect)),
            base: Some(base.get().origin.location()),
            head: Some(head.get().origin.location()),
        },
        Change::ColumnOrder { base, head } => {
            let order = |it: TableWalker<'_>| {
                it.get().columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
            };
            Told {
                kind: "alter",
                entity: "table",
                table: None,
                name: head.get().name.to_string(),
                label: head.label().to_owned(),
                aspect: Some("order"),
                before: Some(order(base)),
                after: Some(order(head)),
                base: Some(base.get().origin.location()),
                head: Some(head.get().origin.location()),
            }
        }
        Change::Index(pair) => {
            let words = |it: IndexWalker<'_>| ddl::index_element(it, dialect);
            let place = |it: IndexWalker<'_>| it.get().origin.location();
            Told {
                kind: pair.kind(),
                entity: "index",
                table,
                name: pair.either().get().name.to_string(),
                label: format!("{} of {}", pair.either().get().name, pair.either().table().label()),
                aspect: None,
                before: pair.base().map(words),
                after: pair.head().map(words),
                base: pair.base().map(place),
                head: pair.head().map(place),
            }
        }
        Change::ForeignKey(pair) => {
            let words = |it: ForeignKeyWalker<'_>| {
                let keeper = if it.is_emulated() { " (kept by the client)" } else { "" };
                format!("{}{keeper}", ddl::foreign_key_element(it, dialect))
            };
            let place = |it: ForeignKeyWalker<'_>| it.get().origin.location();
            Told {
                kind: pair.kind(),
                entity: "foreign_key",
                table,
                name: pair.either().label(),
                label: pair.either().label(),
                aspect: None,
                before: pair.base().map(words),
                after: pair.head().map(words),
                base: pair.base().map(place),
                head: pair.head().map(place),
            }
        }
        Change::Check(pair) => {
            let words = |it: CheckWalker<'_>| ddl::check_element(it);
            let place = |it: CheckWalker<'_>| it.get().origin.location();
            Told {
                kind: pair.kind(),
                entity: "check",
                table,
                name: pair.either().label().to_owned(),
                label: format!("{} of {}", pair.either().label(), pair.either().table().label()),
                aspect: None,
                before: pair.base().map(words),
                after: pair.head().map(words),
                base: pair.base().map(place),
                head: pair.head().map(place),
            }
        }
        Change::Partitioning { base, head } => {
            let words = |it: TableWalker<'_>| {
                let partitioning = it.get().partitioning.as_deref();
                partitioning.map_or("(none)".to_owned(), |it| ddl::partitioning(it).replace('\n', " "))
            };
            let place =
                |it: TableWalker<'_>| it.get().partitioning.as_ref().map_or(it.get().origin, |it| it.origin).location();
            Told {
                kind: "alter",
                entity: "table",
                table: None,
                name: head.get().name.to_string(),
                label: head.label().to_owned(),
                aspect: Some("partitioning"),
                before: Some(words(base)),
                after: Some(words(head)),
                base: Some(place(base)),
                head: Some(place(head)),
            }
        }
        Change::View(pair) => of_statement(
            "view",
            pair.kind(),
            pair.either().name.to_string(),
            [pair.base(), pair.head()].map(|it| it.map(|it| it.origin)),
        ),
        Change::Routine(pair) => {
            let it = pair.either();
            let label = format!("{} {}", it.kind.words(), it.name);
            of_statement("routine", pair.kind(), label, [pair.base(), pair.head()].map(|it| it.map(|it| it.origin)))
        }
        Change::RelationMode { base, head } => {
            let value = |it: Option<&Setting>| it.map_or("(none)".to_owned(), |it| it.value.to_string());
            Told {
                kind: "alter",
                entity: "setting",
                table: None,
                name: "relationMode".to_owned(),
                label: "relationMode".to_owned(),
                aspect: None,
                before: Some(value(base)),
                after: Some(value(head)),
                base: base.map(|it| it.location),
                head: head.map(|it| it.location),
            }
        }
    }
}

/// What is one statement.
fn of_statement(entity: &'static str, kind: &'static str, name: String, [base, head]: [Option<Origin>; 2]) -> Told {
    Told {
        kind,
        entity,
        table: None,
        label: name.clone(),
        name,
        aspect: None,
        before: None,
        after: None,
        base: base.map(Origin::location),
        head: head.map(Origin::location),
    }
}

fn of_table(pair: Pair<TableWalker<'_>>) -> Told {
    let place = |it: TableWalker<'_>| it.get().origin.location();
    let (before, after) = match pair {
        Pair::Renamed { base, head } => (Some(base.get().name.to_string()), Some(head.get().name.to_string())),
        Pair::Altered { base, head } => (Some(ddl::table_options(base)), Some(ddl::table_options(head))),
        Pair::Added(_) | Pair::Dropped(_) => (None, None),
    };
    Told {
        kind: pair.kind(),
        entity: "table",
        table: None,
        name: pair.either().get().name.to_string(),
        label: pair.either().label().to_owned(),
        aspect: matches!(pair, Pair::Altered { .. }).then_some("options"),
        before,
        after,
        base: pair.base().map(place),
        head: pair.head().map(place),
    }
}

/// One thing about a column, in the words of SQL.
fn of_aspect(column: ColumnWalker<'_>, aspect: Aspect) -> String {
    let it = column.get();
    let details = it.details();
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "(none)".to_owned());
    match aspect {
        Aspect::Type => it.ty.to_string(),
        Aspect::Nullability => if it.nullable { "NULL" } else { "NOT NULL" }.to_owned(),
        Aspect::Default => or_none(it.default.as_ref().map(|default| match default {
            DefaultValue::Null => "NULL".to_owned(),
            DefaultValue::Literal(value) => format!("'{value}'"),
            DefaultValue::CurrentTimestamp => "CURRENT_TIMESTAMP".to_owned(),
            DefaultValue::Expression(text) => text.to_string(),
        })),
        Aspect::AutoIncrement => or_none(it.auto_increment.then(|| "AUTO_INCREMENT".to_owned())),
        Aspect::Generated => or_none(it.generated.as_ref().map(|generated| {
            format!("AS ({}) {}", generated.expression, if generated.stored { "STORED" } else { "VIRTUAL" })
        })),
        Aspect::OnUpdate => or_none(details.on_update_now.then(|| "ON UPDATE CURRENT_TIMESTAMP".to_owned())),
        Aspect::Collation => {
            let words: Vec<String> = column.charset().into_iter().chain(column.collation()).map(Into::into).collect();
            words.join(" ")
        }
        Aspect::Comment => or_none(details.comment.as_ref().map(|comment| format!("'{comment}'"))),
        Aspect::Visibility => if details.invisible { "INVISIBLE" } else { "VISIBLE" }.to_owned(),
        Aspect::Srid => or_none(details.srid.as_ref().map(ToString::to_string)),
    }
}

/// All changes of a comparison.
pub(super) fn all(comparison: &Comparison<'_>, places: &mut Places<'_>) -> Vec<ChangeOf> {
    let dialect = comparison.target.target.dialect();
    let mut place = |at: Location| Place { file: places.path(at.source), span: places.span(at) };
    let told = comparison.diff.changes.iter().enumerate().map(|(id, change)| {
        let told = tell(*change, dialect);
        ChangeOf {
            id,
            kind: told.kind.to_owned(),
            entity: told.entity.to_owned(),
            table: told.table,
            name: told.name,
            aspect: told.aspect.map(ToOwned::to_owned),
            before: told.before,
            after: told.after,
            base: told.base.map(&mut place),
            head: told.head.map(&mut place),
        }
    });
    told.collect()
}

/// What was renamed: what its owner says, then what is probable.
pub(super) fn renames(comparison: &Comparison<'_>) -> Vec<Rename> {
    let declared = comparison.diff.changes.iter().filter_map(|change| {
        let renamed = match change {
            Change::Table(Pair::Renamed { base, head }) => Renamed::Table { base: *base, head: *head },
            Change::Column(Pair::Renamed { base, head }) => Renamed::Column { base: *base, head: *head },
            _ => return None,
        };
        Some(Rename { declared: true, ..rename(renamed, 1.0, &["its owner says so"]) })
    });
    let probable = comparison.diff.candidates.iter();
    declared.chain(probable.map(|it| rename(it.renamed, it.score, &it.reasons))).collect()
}

fn rename(renamed: Renamed<'_>, score: f64, reasons: &[&str]) -> Rename {
    let (entity, tables, from, to) = match renamed {
        Renamed::Table { base, head } => ("table", None, &base.get().name, &head.get().name),
        Renamed::Column { base, head } => {
            let tables = (base.table().get().name.to_string(), head.table().get().name.to_string());
            ("column", Some(tables), &base.get().name, &head.get().name)
        }
    };
    let (base_table, table) = tables.unzip();
    Rename {
        entity: entity.to_owned(),
        base_table: base_table.filter(|name| Some(name) != table.as_ref()),
        table,
        from: from.to_string(),
        to: to.to_string(),
        score: (score * 100.0).round() / 100.0,
        reasons: reasons.iter().map(|it| (*it).to_owned()).collect(),
        declared: false,
    }
}
