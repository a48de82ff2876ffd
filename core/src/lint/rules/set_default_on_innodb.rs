use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::report_each, fixes, rejected::Told},
    rule::Severity,
    schema::{ForeignKeyWalker, ReferentialAction, RejectionKind, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds foreign keys with `ON DELETE SET DEFAULT` or `ON UPDATE SET DEFAULT` on tables that InnoDB keeps.
    ///
    /// ## Why is this bad?
    /// InnoDB has no such action: MySQL's manual says that it refuses the statement. MariaDB takes it for `NO ACTION`, so the delete is refused instead: there it is a
    /// warning.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int DEFAULT 1,
    ///   FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE SET DEFAULT
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int DEFAULT 1,
    ///   FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE NO ACTION
    /// );
    /// ```
    static RULE: Rule = {
        name: "set-default-on-innodb",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a foreign key with SET DEFAULT, which InnoDB does not keep",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    report_each(cx, table, &RULE, to_default);
}

fn to_default(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    let it = foreign_key.get();
    let is_default = [it.on_delete, it.on_update].contains(&ReferentialAction::SetDefault);
    if !is_default || !foreign_key.table().is_in_innodb() {
        return None;
    }
    let words = cx.editor().replace_words(it.origin.location(), &["SET", "DEFAULT"], false, |_| "NO ACTION".to_owned());
    let message = format!(
        "{}'s foreign key to {} says SET DEFAULT, which InnoDB does not do",
        foreign_key.table().label(),
        it.referenced_table
    );
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), it.origin.location(), message)
        .help("choose SET NULL, CASCADE or RESTRICT")
        .fix(fixes::risky("Write NO ACTION", words));
    Some(if cx.target().refuses_set_default() {
        finding.note("the server refuses the statement")
    } else {
        finding
            .severity(Severity::Warning)
            .note("the server takes it for NO ACTION: the delete or update is refused instead")
    })
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::SetDefault,
    message: "{0} sets a default, which InnoDB does not do",
    note: "InnoDB refuses the action, or MySQL reads it as NO ACTION; Prisma warns",
    help: "use another action",
    other: "",
}];
