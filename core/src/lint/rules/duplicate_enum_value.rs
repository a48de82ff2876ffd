use rustc_hash::FxHashSet;

use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, rejected::Told},
    schema::{ColumnWalker, RejectionKind, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds a value that stands in an ENUM or SET twice. Blanks at the end do not count, nor does the case of letters, unless the column's collation
    /// tells it apart.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement in strict mode (error 1291), and PlanetScale the branch (`DUPLICATE_ENUM_VALUE`).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   state enum('draft', 'open', 'draft') NOT NULL
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   state enum('draft', 'open') NOT NULL
    /// );
    /// ```
    static RULE: Rule = {
        name: "duplicate-enum-value",
        category: Correctness,
        severity: Error,
        fix: Safe,
        since: "0.1.0",
        summary: "a value that is in an enum twice",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let of_values = table.columns().filter(|column| matches!(column.get().ty.name.as_str(), "enum" | "set"));
    let told: Vec<_> = of_values.filter_map(|column| Some(twice(cx, column, repeated(column)?))).collect();
    for finding in told {
        cx.report(finding);
    }
}

fn repeated(column: ColumnWalker<'_>) -> Option<&str> {
    let is_told_apart = |collation: &str| collation.ends_with("_bin") || collation.ends_with("_cs");
    let tells_case = column.collation().is_some_and(|it| is_told_apart(&it) || it == "binary");
    let mut seen = FxHashSet::default();
    let mut values = column.get().ty.arguments.iter();
    let is_new =
        |value: &&smol_str::SmolStr| !seen.insert(if tells_case { value.to_string() } else { value.to_lowercase() });
    values.find(is_new).map(smol_str::SmolStr::as_str)
}

fn twice(cx: &LintContext<'_>, column: ColumnWalker<'_>, value: &str) -> Diagnostic {
    let message = format!("the value '{value}' is in {} twice", column.full_label());
    let finding = Diagnostic::new(&RULE, column.subject(), column.get().origin.location(), message)
        .note("the server refuses the statement; blanks at the end and, in most collations, the case of letters do not tell values apart")
        .help("name each value once");
    cx.with_code(finding, "DUPLICATE_ENUM_VALUE")
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::ValueExists,
    message: "the enum {0} has the value {1} already",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "remove one of them",
    other: "the first one",
}];
