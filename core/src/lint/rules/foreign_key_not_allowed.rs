use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::{LintContext, fixes},
    schema::{Coverage, ForeignKeyWalker, PrismaSettings},
    text::{Applicability, Fix},
};

declare_rule! {
    /// ## What it does
    /// Finds foreign key constraints on a platform that does not take them.
    ///
    /// ## Why is this bad?
    /// PlanetScale refuses a branch with a foreign key constraint (`FOREIGN_KEYS_DISALLOWED`) unless the database was set
    /// to allow them, which only unsharded databases can be. For such a database say `--target planetscale-fk`.
    ///
    /// With Prisma, `relationMode = "prisma"` lets the client keep the relations, and then every relation needs an index
    /// of its own (`missing-foreign-key-index`). Where a schema makes constraints, it is told once.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=planetscale
    /// CREATE TABLE post (
    ///   id int NOT NULL,
    ///   author_id int NOT NULL,
    ///   PRIMARY KEY (id),
    ///   CONSTRAINT post_author FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=planetscale
    /// CREATE TABLE post (
    ///   id int NOT NULL,
    ///   author_id int NOT NULL,
    ///   PRIMARY KEY (id),
    ///   KEY post_author_id_idx (author_id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "foreign-key-not-allowed",
        category: Compatibility,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a foreign key constraint that the platform refuses",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    if cx.target().accepts_foreign_keys() {
        cx.is_idle(&RULE);
        return;
    }
    if let Some(settings) = &cx.schema().prisma {
        // The cause is one line of the datasource, however many relations there are.
        let first = cx.enforced_foreign_keys().next();
        if let Some(first) = first {
            let count = cx.survey().sum(|it| it.enforced);
            cx.report(whole_schema(settings, first, count));
        }
        return;
    }
    let enforced: Vec<ForeignKeyWalker<'_>> = cx.enforced_foreign_keys().collect();
    for foreign_key in enforced {
        let finding = one_constraint(cx, foreign_key);
        cx.report(finding);
    }
}

const NOTE: &str =
    "PlanetScale refuses a branch with foreign key constraints unless the database was set to allow them";

fn whole_schema(settings: &PrismaSettings, first: ForeignKeyWalker<'_>, count: usize) -> Diagnostic {
    let setting = settings.relation_mode.as_ref().or(settings.referential_integrity.as_ref());
    let place = setting.map(|it| it.location).or(settings.datasource).unwrap_or(first.get().origin.location());
    // A table of pairs that Prisma makes itself is one relation and two constraints: constraints are what is refused.
    let made = if count == 1 { "1 foreign key".to_owned() } else { format!("{count} foreign keys") };
    let subject =
        Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name: Some("relationMode".into()) };
    let message = format!("this schema makes {made}, which PlanetScale refuses");
    Diagnostic::new(&RULE, subject, place, message)
        .here("without relationMode = \"prisma\", Prisma makes a foreign key of each relation")
        .note(NOTE)
        .help("set relationMode = \"prisma\" in the datasource and index every relation (shoring will name them), or, for a database that allows foreign keys, use --target planetscale-fk")
        .code("planetscale", "FOREIGN_KEYS_DISALLOWED")
}

fn one_constraint(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Diagnostic {
    let table = foreign_key.table();
    // The index that came with the constraint stays needed.
    let index = fixes::new_index(cx, table, &foreign_key.get().columns, None);
    let without = |leave| cx.editor().remove_foreign_key(table.get(), foreign_key.get(), leave);
    let is_invisible = matches!(foreign_key.nearest_index(), Some((_, Coverage::Invisible)));
    let (title, edits) = match foreign_key.outgrown_index() {
        _ if foreign_key.has_own_index() => {
            ("Remove the constraint; its index stays", without(None).map(|edit| vec![edit]))
        }
        // A new index would be the same again.
        _ if is_invisible => ("", None),
        Some(narrow) => {
            let wider = cx.editor().replace_index(table.get(), narrow.get(), &index);
            (
                "Widen the index and remove the constraint",
                wider.zip(without(None)).map(|(wider, edit)| vec![wider, edit]),
            )
        }
        None => ("Keep an index instead of the constraint", without(Some(&index)).map(|edit| vec![edit])),
    };
    let fix = edits.map(|edits| Fix { title: title.to_owned(), applicability: Applicability::Unsafe, edits });
    let message =
        format!("{}'s foreign key to {} is refused by PlanetScale", table.label(), foreign_key.get().referenced_table);
    Diagnostic::new(&RULE, foreign_key.subject(), foreign_key.get().origin.location(), message)
        .note(NOTE)
        .help("drop the constraint, keep an index on its columns, and let the application keep the relation; or, for a database that allows foreign keys, use --target planetscale-fk")
        .code("planetscale", "FOREIGN_KEYS_DISALLOWED")
        .fix(fix)
}
