use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::judges_constraints, rings::Ways},
    rule::Severity,
    schema::ForeignKeyWalker,
};

declare_rule! {
    /// ## What it does
    /// Finds tables that refer to each other in a ring by foreign keys none of which may be NULL. On Vitess and PlanetScale every ring of several tables is an
    /// error. A table that refers to itself is none.
    ///
    /// ## Why is this bad?
    /// No first row can be written: each needs one of the others. PlanetScale refuses the branch (`FOREIGN_KEYS_CIRCULAR_DEPENDENCY`).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE team (id int PRIMARY KEY, leader_id int NOT NULL);
    /// CREATE TABLE person (id int PRIMARY KEY, team_id int NOT NULL, FOREIGN KEY (team_id) REFERENCES team (id));
    /// ALTER TABLE team ADD FOREIGN KEY (leader_id) REFERENCES person (id);
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE team (id int PRIMARY KEY, leader_id int NULL);
    /// CREATE TABLE person (id int PRIMARY KEY, team_id int NOT NULL, FOREIGN KEY (team_id) REFERENCES team (id));
    /// ALTER TABLE team ADD FOREIGN KEY (leader_id) REFERENCES person (id);
    /// ```
    static RULE: Rule = {
        name: "foreign-key-cycle",
        category: Correctness,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "tables whose foreign keys lead around in a ring",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    if !judges_constraints(cx) {
        cx.is_idle(&RULE);
        return;
    }
    let any = cx.target().refuses_foreign_key_cycles();
    let of_ring = |it: ForeignKeyWalker<'_>| {
        let is_other = !cx.schema().same_table(&it.get().referenced_table, &it.table().get().name);
        !it.is_emulated() && is_other && (any || is_required(it))
    };
    let ways = Ways::of(cx.schema(), cx.tables(), of_ring);
    for mut ring in ways.rings(cx.schema()) {
        // Named from the table that comes first in the alphabet: so one ring has one name.
        let first = (0..ring.len()).min_by_key(|at| ring.get(*at).map(|it| &it.table().get().name));
        ring.rotate_left(first.unwrap_or(0));
        if let Some(one) = ring.first() {
            let finding = around(cx, *one, &ring);
            cx.report(finding);
        }
    }
}

/// Whether every row must refer to another.
fn is_required(foreign_key: ForeignKeyWalker<'_>) -> bool {
    let table = foreign_key.table();
    foreign_key.get().columns.iter().all(|name| table.column(name).is_some_and(|column| !column.get().nullable))
}

fn around(cx: &LintContext<'_>, one: ForeignKeyWalker<'_>, ring: &[ForeignKeyWalker<'_>]) -> Diagnostic {
    let names: Vec<&str> = ring.iter().map(|it| it.table().label()).collect();
    let way = format!("{} → {}", names.join(" → "), names.first().copied().unwrap_or_default());
    let (subject, location) = (one.subject(), one.get().origin.location());
    let mut finding = Diagnostic::new(&RULE, subject, location, format!("foreign keys lead around in a ring: {way}"));
    for other in ring.iter().skip(1) {
        finding = finding.label(other.get().origin.location(), format!("to {}", other.get().referenced_table));
    }
    if cx.target().refuses_foreign_key_cycles() {
        let note = format!("{} refuses foreign keys that depend on each other in a ring", cx.target().product_name());
        let finding = finding.severity(Severity::Error).note(note).help("remove one of them");
        return cx.with_code(finding, "FOREIGN_KEYS_CIRCULAR_DEPENDENCY");
    }
    finding
        .note("no row can be the first: each must refer to one of the others")
        .help("let one of the columns be NULL, or remove one of the foreign keys")
}
