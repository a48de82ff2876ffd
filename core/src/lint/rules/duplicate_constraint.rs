use rustc_hash::FxHashMap;

use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject, SubjectKind},
    lint::{LintContext, rejected::Told},
    schema::{Fault, FaultKind, RejectionKind},
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds a foreign key under a name that another foreign key has, and a check under that of another check, of the same table or of another one. On MariaDB,
    /// the names of checks are those of their table.
    ///
    /// ## Why is this bad?
    /// The names of constraints are those of the whole database: the server refuses the second one (errors 1826 and 3822; MariaDB 1005 with errno 121).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT by_author FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// CREATE TABLE letter (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT by_author FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT note_by_author FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// CREATE TABLE letter (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT letter_by_author FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "duplicate-constraint",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a constraint name that is taken",
    }
}

pub(super) fn check(cx: &mut LintContext<'_>) {
    let faults: Vec<&Fault> = cx.faults(&[FaultKind::ConstraintExists]).collect();
    for fault in faults {
        cx.report(taken(fault.subject(), &fault.name, fault.location, fault.other));
    }
    if cx.target().check_names_are_of_database() {
        check_names(cx);
    }
    if !cx.target().accepts_foreign_keys() {
        return;
    }
    let mut first: FxHashMap<String, Location> = FxHashMap::default();
    let enforced: Vec<_> = cx.foreign_keys().filter(|it| !it.is_emulated() && it.is_named()).collect();
    for foreign_key in enforced {
        let Some(name) = &foreign_key.get().name else { continue };
        let origin = foreign_key.get().origin;
        match first.get(&name.to_lowercase()) {
            Some(other) => cx.report(taken(foreign_key.subject(), name, origin.name_location(), Some(*other))),
            None => {
                first.insert(name.to_lowercase(), origin.location());
            }
        }
    }
}

/// Of checks of two tables that have one name, the second. Of two of one table, the statement is refused already.
fn check_names(cx: &mut LintContext<'_>) {
    let mut first: FxHashMap<String, Location> = FxHashMap::default();
    let mut told = Vec::new();
    for table in cx.tables() {
        for check in &table.get().checks {
            let Some(name) = &check.name else { continue };
            let subject = Subject {
                kind: SubjectKind::Table,
                table: Some(table.get().name.clone()),
                columns: Vec::new(),
                name: Some(name.clone()),
            };
            match first.get(&name.to_lowercase()) {
                Some(other) => told.push(taken(subject, name, check.origin.name_location(), Some(*other))),
                None => {
                    first.insert(name.to_lowercase(), check.origin.location());
                }
            }
        }
    }
    for finding in told {
        cx.report(finding);
    }
}

fn taken(subject: Subject, name: &str, location: Location, other: Option<Location>) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, subject, location, format!("there is a constraint `{name}` already"))
        .note("the server refuses the second: the names of constraints are those of the whole database")
        .help("give it another name, or none: the server finds one");
    match other {
        Some(other) => finding.label(other, "the constraint of this name"),
        None => finding,
    }
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::ConstraintTaken,
    message: "{0} makes a constraint of the same name as another relation",
    note: "a constraint is called after its columns, unless `map` says otherwise, and Prisma refuses two of one name",
    help: "give one of them a name: @relation(…, map: \"…\")",
    other: "the other relation",
}];
