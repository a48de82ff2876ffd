use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::report_each, rejected::Told},
    rule::Severity,
    schema::{ForeignKeyWalker, IndexPart, IndexWalker, RejectionKind, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds foreign keys to columns that are not the first columns, in the same order, of any key of their table: an error. Where they are, but of no key that
    /// is unique over just these columns, it is a warning, and an error on MySQL since 8.4.
    ///
    /// ## Why is this bad?
    /// Without a key the server refuses the statement (error 1822; MariaDB 1005 with errno 150). With one that is not unique, a row may refer to several, and
    /// what "ON DELETE" means is left to chance: MySQL refuses that since 8.4 (`restrict_fk_on_non_standard_key`).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY, email varchar(100) NOT NULL);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author varchar(100),
    ///   FOREIGN KEY (author) REFERENCES author (email)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY, email varchar(100) NOT NULL, UNIQUE (email));
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author varchar(100),
    ///   FOREIGN KEY (author) REFERENCES author (email)
    /// );
    /// ```
    static RULE: Rule = {
        name: "foreign-key-target-not-unique",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a foreign key to columns that no key begins with, or no unique key is",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    report_each(cx, table, &RULE, not_unique);
}

fn not_unique(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    let it = foreign_key.get();
    let other = foreign_key.referenced_table()?;
    let columns = &it.referenced_columns;
    let is_whole = columns.len() == it.columns.len() && columns.iter().all(|name| other.column(name).is_some());
    if columns.is_empty() || !is_whole || !other.keys_are_known() {
        return None;
    }
    let label = format!(
        "{}'s foreign key refers to {}.{}",
        foreign_key.table().label(),
        other.label(),
        other.column_labels(columns)
    );
    let begins: Vec<IndexWalker<'_>> = other.keys().filter(|key| begins_with(*key, columns)).collect();
    if begins.is_empty() {
        let finding = Diagnostic::new(
            &RULE,
            foreign_key.subject(),
            it.origin.location(),
            format!("{label}, and no key there begins with that"),
        )
        .label(other.get().origin.name_location(), "the table")
        .note("the server refuses the statement: it looks the rows up by a key")
        .help(format!("make {} unique there", other.column_labels(columns)));
        return Some(cx.with_code(finding, "FOREIGN_KEYS_UNRESOLVED"));
    }
    let is_unique = |key: &&IndexWalker<'_>| key.is_unique() && key.get().parts.len() == columns.len();
    if begins.iter().any(|key| is_unique(&key)) {
        return None;
    }
    let finding =
        Diagnostic::new(&RULE, foreign_key.subject(), it.origin.location(), format!("{label}, which is not unique"))
            .help(format!("make {} unique there, or refer to a unique key", other.column_labels(columns)));
    let finding = begins
        .iter()
        .fold(finding, |finding, key| finding.label(key.get().origin.location(), "this key begins with it"));
    Some(if cx.target().wants_unique_targets() {
        finding.note("MySQL refuses it since 8.4 (restrict_fk_on_non_standard_key)")
    } else {
        finding.severity(Severity::Warning).note("a row may refer to several; MySQL refuses it since 8.4")
    })
}

/// Whether a key, with the columns of the primary key that InnoDB appends to it, begins with these columns.
fn begins_with(key: IndexWalker<'_>, columns: &[smol_str::SmolStr]) -> bool {
    let appended = key.table().primary_key().filter(|_| !key.is_primary());
    let of_primary = appended.into_iter().flat_map(|key| &key.get().parts);
    let parts = key.get().parts.iter().chain(of_primary);
    let same = |(part, column): (&IndexPart, &smol_str::SmolStr)| {
        part.length.is_none() && part.column_name().is_some_and(|name| key.table().schema().same_column(name, column))
    };
    let is_tree = key.begins_with(&[]);
    is_tree && parts.clone().count() >= columns.len() && parts.zip(columns).all(same)
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::NotUnique,
    message: "{0} refers to {1} of {2}, which is no unique key",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "refer to an id or a unique key, or make {1} unique",
    other: "",
}];
