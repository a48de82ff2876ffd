use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::judges_constraints},
    rule::Severity,
    schema::{ColumnWalker, ForeignKeyWalker, ReferentialAction, TableWalker},
    target::Dialect,
    text::{Applicability, Fix},
};

declare_rule! {
    /// ## What it does
    /// Finds foreign keys with `ON DELETE SET NULL` or `ON UPDATE SET NULL` over a column that is NOT NULL.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1830; MariaDB 1005 with errno 150), and Prisma the schema. PostgreSQL takes it, and refuses each
    /// delete or update that would set NULL.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int NOT NULL,
    ///   FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE SET NULL
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int NULL,
    ///   FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE SET NULL
    /// );
    /// ```
    static RULE: Rule = {
        name: "set-null-on-required",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a foreign key that sets NULL what must not be",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let of_prisma = cx.schema().prisma.is_some();
    let judges = judges_constraints(cx);
    if !of_prisma && !judges {
        cx.is_idle(&RULE);
        return;
    }
    let accepts = cx.target().accepts_foreign_keys();
    let is_judged = |it: &ForeignKeyWalker<'_>| match (it.is_emulated(), of_prisma) {
        (true, _) => of_prisma,
        (false, true) => accepts,
        (false, false) => judges,
    };
    let told: Vec<_> = table.foreign_keys().filter(is_judged).filter_map(|it| never_null(cx, it)).collect();
    for finding in told {
        cx.report(finding);
    }
}

fn never_null(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    let it = foreign_key.get();
    let (event, word) = match (it.on_delete, it.on_update) {
        (ReferentialAction::SetNull, _) => ("DELETE", "onDelete"),
        (_, ReferentialAction::SetNull) => ("UPDATE", "onUpdate"),
        _ => return None,
    };
    let mut columns = it.columns.iter().filter_map(|name| foreign_key.table().column(name));
    let column: ColumnWalker<'_> = columns.find(|column| !column.get().nullable)?;
    let message = format!("ON {event} SET NULL cannot set {}, which is NOT NULL", column.full_label());
    let place = cx.editor().action(it, word).unwrap_or(it.origin.location());
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), place, message)
        .label(column.get().origin.location(), "never NULL")
        .help("let the column be NULL, or choose CASCADE or RESTRICT");
    if !column.is_prisma() {
        return Some(finding.note("the server refuses the statement"));
    }
    let both = [("onDelete", it.on_delete), ("onUpdate", it.on_update)].into_iter();
    let actions = both.filter(|(_, action)| *action == ReferentialAction::SetNull).map(|(word, _)| (word, "Restrict"));
    let fix = cx.editor().set_actions(it, &actions.collect::<Vec<_>>()).map(|edits| Fix {
        title: "Say Restrict".to_owned(),
        applicability: Applicability::Unsafe,
        edits,
    });
    let finding = finding.fix(fix);
    Some(if cx.target().dialect() == Some(Dialect::Postgres) && !foreign_key.is_emulated() {
        // It takes the constraint, and refuses each delete that would set it.
        let note = "PostgreSQL takes the constraint, and then refuses what would set NULL";
        finding.severity(Severity::Warning).note(note).code("prisma", "postgres-set-null")
    } else {
        finding.note("Prisma refuses the schema")
    })
}
