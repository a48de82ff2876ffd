use rustc_hash::FxHashMap;

use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject},
    lint::LintContext,
    schema::{Fault, FaultKind},
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds a foreign key under a name that another foreign key has, of the same table or of another one.
    ///
    /// ## Why is this bad?
    /// The names of foreign keys are those of the whole database: the server refuses the second one (error 1826; MariaDB 1005 with errno 121).
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

fn taken(subject: Subject, name: &str, location: Location, other: Option<Location>) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, subject, location, format!("there is a constraint `{name}` already"))
        .note("the server refuses the second: the names of constraints are those of the whole database")
        .help("give it another name, or none: the server finds one");
    match other {
        Some(other) => finding.label(other, "the constraint of this name"),
        None => finding,
    }
}
