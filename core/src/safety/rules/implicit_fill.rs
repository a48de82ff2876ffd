use super::add_required_column::lacks_value;
use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    rule::Severity,
    safety::{
        SafetyContext,
        wording::{column_word, count},
    },
    schema::{ColumnWalker, MissingValue},
};

declare_rule! {
    /// ## What it does
    /// Finds a new required column without a default that MySQL or MariaDB fill in by themselves.
    ///
    /// ## Why is this bad?
    /// An `ALTER TABLE` that runs directly on MySQL or MariaDB gives each row that is there a value that nobody chose: 0, an
    /// empty text, the first value of an enum. No query can tell such a row from one whose value is meant. And code that runs
    /// while the change is made does not name the column: in strict mode its inserts fail.
    ///
    /// On PlanetScale and Vitess the same change fails instead: see `add-required-column`. Where a foreign key constraint comes
    /// with the column it is an error here too: the value that is filled in refers to no row.
    ///
    /// ## What to do
    /// Write the default down if it is the right value, or go in steps: optional first, then filled, then required.
    ///
    /// ## Example
    /// ```sql,base,target=mysql
    /// CREATE TABLE post (id int NOT NULL PRIMARY KEY) ENGINE=InnoDB;
    /// ```
    /// ```sql,expect_finding
    /// CREATE TABLE post (id int NOT NULL PRIMARY KEY, rating int NOT NULL) ENGINE=InnoDB;
    /// ```
    ///
    /// Use instead:
    /// ```sql
    /// CREATE TABLE post (id int NOT NULL PRIMARY KEY, rating int NOT NULL DEFAULT 0) ENGINE=InnoDB;
    /// ```
    static RULE: Rule = {
        name: "implicit-fill",
        category: Safety,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a new required column that the server fills with a value that nobody chose",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for (number, pair) in cx.columns() {
        if let (Some(column), None) = (pair.head(), pair.base())
            && lacks_value(column)
            && let MissingValue::Filled(value) = column.get().ty.missing_value(cx.target())
        {
            // Prisma's booleans are small numbers to the server.
            let ty = &column.get().ty;
            let is_boolean =
                column.is_prisma() && ty.name == "tinyint" && ty.arguments.first().is_some_and(|it| it == "1");
            let finding = filled(cx, column, if is_boolean { "false" } else { &value });
            cx.report([number], finding);
        }
    }
}

fn filled(cx: &SafetyContext<'_>, column: ColumnWalker<'_>, value: &str) -> Diagnostic {
    let label = column.full_label();
    let by_client = column.get().details().client_default.as_deref();
    let client =
        by_client.map(|it| format!("; {it} is Prisma's own, the database knows nothing of it")).unwrap_or_default();
    let message = format!("new required {} {label} gives every row that is there {value}", column_word(column));
    let default = if column.is_prisma() { "@default(…)" } else { "DEFAULT" };
    // The value refers to no row: the constraint that comes with the column cannot be made.
    let constraint =
        column.table().foreign_keys().find(|it| !it.is_emulated() && it.get().columns.contains(&column.get().name));
    let finding = Diagnostic::new(&RULE, column.subject(), column.get().origin.name_location(), message);
    let finding = match constraint {
        Some(constraint) => finding.severity(Severity::Error).verdict(Verdict::MayFailOnRows).label(
            constraint.get().origin.name_location(),
            format!("{value} refers to no row of {}: this constraint fails", constraint.get().referenced_table),
        ),
        None => finding,
    };
    finding
        .note(format!(
            "{} fills a required column without a default by itself{client}; and code that does not name the column yet fails to insert",
            cx.target().product_name()
        ))
        .verdict(Verdict::ChangesValues)
        .verdict(Verdict::BreaksRunningCode)
        .proof(count(cx, column.table(), ""))
        .help(format!("write the value as a {default} if it is the right one, or make the {} optional first", column_word(column)))
        .steps(super::add_required_column::steps(cx, column))
}
