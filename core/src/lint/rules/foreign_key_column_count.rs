use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::report_each, rejected::Told},
    schema::{ForeignKeyWalker, RejectionKind, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds foreign keys that name another number of columns than they refer to, and such that name no columns of the table they refer to, where the server
    /// does not take that for its primary key (MySQL does since 9.0).
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1239; MariaDB also 1005 with errno 150).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (country char(2), number int, PRIMARY KEY (country, number));
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_number int,
    ///   FOREIGN KEY (author_number) REFERENCES author (country, number)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (country char(2), number int, PRIMARY KEY (country, number));
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_country char(2),
    ///   author_number int,
    ///   FOREIGN KEY (author_country, author_number) REFERENCES author (country, number)
    /// );
    /// ```
    static RULE: Rule = {
        name: "foreign-key-column-count",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a foreign key of more or fewer columns than it refers to",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    report_each(cx, table, &RULE, uneven);
}

fn uneven(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    let it = foreign_key.get();
    let own = it.columns.len();
    let message = if it.referenced_columns.is_empty() {
        let key = foreign_key.referenced_table().and_then(TableWalker::primary_key).map(|key| key.get().parts.len());
        let is_taken = cx.target().takes_implicit_references();
        if is_taken && key.is_none_or(|others| others == own) {
            return None;
        }
        format!(
            "{}'s foreign key does not say which columns of `{}` it refers to",
            foreign_key.table().label(),
            it.referenced_table
        )
    } else if it.referenced_columns.len() == own {
        return None;
    } else {
        let columns = |count: usize| if count == 1 { "1 column".to_owned() } else { format!("{count} columns") };
        format!(
            "{}'s foreign key is over {}, and refers to {}",
            foreign_key.table().label(),
            columns(own),
            it.referenced_columns.len()
        )
    };
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), it.origin.location(), message)
        .note("the server refuses the statement: each column refers to one")
        .help("name one column there for each column here, in the same order");
    Some(cx.with_code(finding, "FOREIGN_KEYS_UNRESOLVED"))
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::FieldCount,
    message: "{0} has {1} in `fields` and {2} in `references`",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "name as many in both",
    other: "",
}];
