use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::LintContext,
    schema::ForeignKeyWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds foreign key constraints in SQL where the Prisma schema beside it (`--relations`) leaves them to the client
    /// (`relationMode = "prisma"`).
    ///
    /// ## Why is this bad?
    /// The two describe different databases: the next `db push` drops the constraints, and until then both the database and
    /// the client keep the relations, each with its own actions. Where the platform takes no constraints,
    /// `foreign-key-not-allowed` says that instead.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE user (id int PRIMARY KEY);
    /// CREATE TABLE post (
    ///   id int PRIMARY KEY,
    ///   author_id int NOT NULL,
    ///   KEY (author_id),
    ///   CONSTRAINT post_author FOREIGN KEY (author_id) REFERENCES user (id)
    /// );
    /// ```
    /// ```prisma,relations
    /// datasource db {
    ///   provider     = "mysql"
    ///   relationMode = "prisma"
    /// }
    ///
    /// model user {
    ///   id    Int    @id
    ///   posts post[]
    /// }
    ///
    /// model post {
    ///   id        Int  @id
    ///   author_id Int
    ///   author    user @relation(fields: [author_id], references: [id])
    ///
    ///   @@index([author_id])
    /// }
    /// ```
    static RULE: Rule = {
        name: "sql-has-foreign-keys-but-emulated",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "constraints in SQL that the Prisma schema beside it does not have",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let described = |it: &ForeignKeyWalker<'_>| !it.is_emulated() && it.get().relation.is_some();
    let both: Vec<ForeignKeyWalker<'_>> = cx.foreign_keys().filter(described).collect();
    match both.first() {
        Some(first) if cx.target().accepts_foreign_keys() => cx.report(kept_twice(*first, &both)),
        _ => cx.is_idle(&RULE),
    }
}

fn kept_twice(first: ForeignKeyWalker<'_>, all: &[ForeignKeyWalker<'_>]) -> Diagnostic {
    let count = if all.len() == 1 { "1 relation".to_owned() } else { format!("{} relations", all.len()) };
    let subject =
        Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name: Some("relationMode".into()) };
    let message = format!("the database keeps {count} by a constraint that the Prisma schema leaves to its client");
    let mut finding = Diagnostic::new(&RULE, subject, first.get().origin.location(), message);
    for other in all.iter().skip(1).take(5) {
        finding = finding.label(other.get().origin.location(), "and this one");
    }
    finding
        .note("the two describe different databases, and a push of the schema drops the constraints")
        .help("say relationMode = \"foreignKeys\" in the schema, or drop the constraints and keep their indexes")
}
