use crate::{
    change::{Change, Pair},
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind, Verdict},
    safety::SafetyContext,
    schema::{RelationMode, Setting},
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds a Prisma schema whose relations are kept by somebody else than before: `relationMode` has changed.
    ///
    /// ## Why is this bad?
    /// From `"foreignKeys"` to `"prisma"`, all constraints are dropped: from then on only Prisma's client keeps rows from
    /// referring to nothing, and other programs do not. From `"prisma"` to `"foreignKeys"`, all constraints are made: rows that
    /// refer to nothing end that change, and PlanetScale refuses constraints unless the database allows them.
    ///
    /// ## What to do
    /// Do it in a deploy of its own, with nothing else in it. Towards constraints: look for rows that refer to nothing first.
    /// Towards `"prisma"`: keep an index on the columns of each relation (`missing-foreign-key-index`).
    ///
    /// ## Example
    /// ```prisma,base,mode=foreignKeys
    /// datasource db {
    ///   provider     = "mysql"
    ///   relationMode = "foreignKeys"
    /// }
    ///
    /// model User {
    ///   id Int @id
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// datasource db {
    ///   provider     = "mysql"
    ///   relationMode = "prisma"
    /// }
    ///
    /// model User {
    ///   id Int @id
    /// }
    /// ```
    static RULE: Rule = {
        name: "relation-mode-changed",
        category: Safety,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "relations that the database kept and the client keeps now, or the other way round",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    let mode = cx.changes().find_map(|(number, change)| match change {
        Change::RelationMode { base, head } => Some((number, base, head)),
        _ => None,
    });
    let Some((number, base, head)) = mode else { return };
    let (Some(before), Some(after)) = (&cx.base().prisma, &cx.head().prisma) else { return };
    let place = head.map(|it| it.location).or(after.datasource).or(base.map(|it| it.location));
    let Some(place) = place else { return };
    let moved: Vec<usize> = cx
        .foreign_keys()
        .filter_map(|(number, pair)| match pair {
            Pair::Altered { base, head } if base.is_emulated() != head.is_emulated() => Some(number),
            _ => None,
        })
        .collect();
    let finding = changed(cx, before.mode(), moved.len(), place, base);
    cx.report(std::iter::once(number).chain(moved), finding);
}

fn changed(
    cx: &SafetyContext<'_>,
    before: RelationMode,
    relations: usize,
    place: Location,
    base: Option<&Setting>,
) -> Diagnostic {
    let count = if relations == 1 { "1 relation".to_owned() } else { format!("{relations} relations") };
    let subject =
        Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name: Some("relationMode".into()) };
    let leaves = before == RelationMode::ForeignKeys;
    let message = match (leaves, relations) {
        (true, 0) => "relations are left to Prisma's client, and not kept by the database any more".to_owned(),
        (false, 0) => "relations are kept by the database, and not by Prisma's client any more".to_owned(),
        (true, 1) => format!("{count} is left to Prisma's client: its constraint is dropped"),
        (true, _) => format!("{count} are left to Prisma's client: their constraints are dropped"),
        (false, 1) => format!("{count} that Prisma's client kept gets a constraint in the database"),
        (false, _) => format!("{count} that Prisma's client kept get constraints in the database"),
    };
    let mut finding = Diagnostic::new(&RULE, subject, place, message);
    if let Some(base) = base.filter(|base| base.location != place) {
        finding = finding.label(base.location, "as it was");
    }
    if leaves {
        return finding
            .note("other programs than Prisma's client may then leave rows that refer to nothing; the indexes that MySQL made with the constraints are not in the schema")
            .verdict(Verdict::NotRevertible)
            .help("deploy it on its own, and keep an index on the columns of each relation");
    }
    let refused = if cx.target().accepts_foreign_keys() {
        String::new()
    } else {
        format!(", and {} refuses them unless the database allows foreign keys", cx.target().product_name())
    };
    finding
        .note(format!("rows that refer to nothing end the change{refused}"))
        .verdict(Verdict::MayFailOnRows)
        .help("look for rows that refer to nothing first, and deploy it on its own")
}
