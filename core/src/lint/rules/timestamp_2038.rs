use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::{LintContext, survey::is_timestamp},
    schema::ColumnWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds columns of type TIMESTAMP, where that ends on 2038-01-19. A schema is told once, with the number of such columns.
    ///
    /// ## Why is this bad?
    /// MySQL keeps a TIMESTAMP as the seconds since 1970 in 32 bits. What comes after 03:14:07 UTC on 19 January 2038 is refused, and dates that lie ahead
    /// (a subscription, a mortgage, a certificate) come there first. MariaDB's go on to 2106 since 11.5.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE loan (
    ///   id int PRIMARY KEY,
    ///   paid_back_at timestamp NULL
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE loan (
    ///   id int PRIMARY KEY,
    ///   paid_back_at datetime NULL
    /// );
    /// ```
    static RULE: Rule = {
        name: "timestamp-2038",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "columns whose times end in the year 2038",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    if !cx.target().timestamps_end_in_2038() {
        cx.is_idle(&RULE);
        return;
    }
    let first = cx.surveyed_tables(|it| it.timestamps > 0).next();
    let first = first.and_then(|table| table.columns().find(|it| is_timestamp(*it)));
    if let Some(first) = first {
        let count = cx.survey().sum(|it| it.timestamps);
        cx.report(ends(first, count));
    }
}

fn ends(first: ColumnWalker<'_>, count: usize) -> Diagnostic {
    let others = match count {
        1 => String::new(),
        2 => ", and those of another column".to_owned(),
        count => format!(", and those of {} other columns", count - 1),
    };
    let message = format!("the times of {} end on 2038-01-19{others}", first.full_label());
    // The schema is told once, whichever column comes first.
    let subject =
        Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name: Some("TIMESTAMP".into()) };
    let help = if first.is_prisma() {
        "use DateTime without @db.Timestamp, which is DATETIME; times are UTC to Prisma's client either way"
    } else {
        "use DATETIME and keep UTC in it: a TIMESTAMP is converted to the session's time zone, a DATETIME is not"
    };
    Diagnostic::new(&RULE, subject, first.get().origin.location(), message)
        .note("a TIMESTAMP is the seconds since 1970 in 32 bits; later times are refused")
        .help(help)
}
