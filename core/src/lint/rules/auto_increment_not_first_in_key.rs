use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, fixes, rejected::Told},
    schema::{ColumnWalker, IndexKind, IndexPart, RejectionKind, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds AUTO_INCREMENT on a column that is the first one of no key, and on a second column of a table.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1075): "there can be only one auto column and it must be defined as a key". InnoDB looks the next number
    /// up in an index that begins with it.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   author_id int NOT NULL,
    ///   id int NOT NULL AUTO_INCREMENT,
    ///   PRIMARY KEY (author_id, id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   author_id int NOT NULL,
    ///   id int NOT NULL AUTO_INCREMENT,
    ///   PRIMARY KEY (author_id, id),
    ///   KEY `note_id_idx` (`id`)
    /// );
    /// ```
    static RULE: Rule = {
        name: "auto-increment-not-first-in-key",
        category: Correctness,
        severity: Error,
        fix: Safe,
        since: "0.1.0",
        summary: "AUTO_INCREMENT without a key that begins with it",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let mut counted = table.columns().filter(|it| it.get().auto_increment);
    let Some(first) = counted.next() else { return };
    for second in counted {
        cx.report(another(first, second));
    }
    let begins = |part: Option<&IndexPart>| {
        part.and_then(IndexPart::column_name).is_some_and(|name| table.schema().same_column(name, &first.get().name))
    };
    let mut trees = table.keys().filter(|it| !matches!(it.get().kind, IndexKind::FullText | IndexKind::Spatial));
    if table.keys_are_known() && table.is_in_innodb() && !trees.any(|key| begins(key.get().parts.first())) {
        let finding = without_key(cx, first);
        cx.report(finding);
    }
}

fn another(first: ColumnWalker<'_>, second: ColumnWalker<'_>) -> Diagnostic {
    let message = format!("{} counts up, and {} does already", second.full_label(), first.label());
    Diagnostic::new(&RULE, second.subject(), second.get().origin.location(), message)
        .label(first.get().origin.location(), "the first one")
        .note("the server refuses the statement: one column of a table counts up at most")
        .help("remove AUTO_INCREMENT from one of them")
}

fn without_key(cx: &LintContext<'_>, column: ColumnWalker<'_>) -> Diagnostic {
    let table = column.table();
    let index = fixes::new_index(cx, table, std::slice::from_ref(&column.get().name), None);
    let message = format!("{} counts up, and no key begins with it", column.full_label());
    Diagnostic::new(&RULE, column.subject(), column.get().origin.location(), message)
        .note("the server refuses the statement: it looks the next number up in a key that begins with the column")
        .help(format!("make it the primary key, or add an index on ({})", column.label()))
        .fix(fixes::add_index(cx, table, &index))
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::CountsTwice,
        message: "{0} counts up, and another field of the model does already",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "let one of them count",
        other: "the first one",
    },
    Told {
        kind: RejectionKind::CountsWithoutKey,
        message: "{0} counts up, and no key starts with it",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "add @id or @unique to it, or an index that starts with it",
        other: "",
    },
    Told {
        kind: RejectionKind::CountsBesideId,
        message: "{0} counts up, and is not the id",
        note: "SQLite counts in the primary key only; Prisma refuses the schema",
        help: "make it the id, or remove autoincrement()",
        other: "",
    },
];
