use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject},
    lint::{LintContext, rejected::Told},
    rule::Severity,
    schema::{ForeignKeyWalker, RejectionKind, TableWalker},
    target::NameLimit,
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds names of tables, columns, indexes and constraints with more than 64 characters (MySQL, MariaDB) or 63 bytes (PostgreSQL).
    ///
    /// ## Why is this bad?
    /// MySQL and MariaDB refuse the statement (errors 1059 and 1103). PostgreSQL cuts the name and says so in a notice: there it is a warning, because
    /// two long names may become one, and tools that compare names find another one than was written.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   this_is_when_somebody_who_was_allowed_to_do_it_looked_at_this_note datetime
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   looked_at_by_reviewer datetime
    /// );
    /// ```
    static RULE: Rule = {
        name: "identifier-too-long",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a name that is longer than the server takes",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let Some(limit) = cx.target().name_limit() else {
        cx.is_idle(&RULE);
        return;
    };
    let mut found = Vec::new();
    let mut judge = |what: &str, name: &str, subject: &dyn Fn() -> Subject, location: Location| {
        if limit.is_exceeded_by(name) {
            let finding = too_long(what, name, limit, subject(), location);
            found.push(if what == "check" { cx.with_code(finding, "UNSUPPORTED_FEATURE") } else { finding });
        }
    };
    let it = table.get();
    judge("table", &it.name, &|| table.subject(), it.origin.name_location());
    for column in table.columns() {
        judge("column", &column.get().name, &|| column.subject(), column.get().origin.name_location());
    }
    // Prisma cuts the names that it makes itself, and refuses others that are cut: that is told.
    let is_told = limit.is_cut && cx.schema().prisma.is_some();
    for index in table.keys().filter(|index| !index.get().implicit && !is_told) {
        judge("index", &index.get().name, &|| index.subject(), index.get().origin.name_location());
    }
    for check in &it.checks {
        let name = check.name.as_deref().unwrap_or_default();
        judge("check", name, &|| table.subject(), check.origin.name_location());
    }
    for partition in it.partitioning.iter().flat_map(|it| &it.partitions) {
        judge("partition", &partition.name, &|| table.subject(), partition.origin.name_location());
    }
    let enforced = table.foreign_keys().filter(|it| !it.is_emulated() && !is_told && ForeignKeyWalker::is_named(*it));
    for foreign_key in enforced {
        let name = foreign_key.get().name.as_deref().unwrap_or_default();
        judge("constraint", name, &|| foreign_key.subject(), foreign_key.get().origin.name_location());
    }
    for finding in found {
        cx.report(finding);
    }
}

fn too_long(what: &str, name: &str, limit: NameLimit, subject: Subject, location: Location) -> Diagnostic {
    let (has, unit) = (limit.measure(name), limit.unit());
    let message = format!("the name of this {what} has {has} {unit}, and {} is the most: `{name}`", limit.most);
    let finding = Diagnostic::new(&RULE, subject, location, message);
    if limit.is_cut {
        let note = "the server cuts the name: two long ones may become one, and what compares names finds another";
        finding.severity(Severity::Warning).note(note).help("give it a shorter name")
    } else {
        finding.note("the server refuses the statement").help("give it a shorter name")
    }
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::NameTooLong,
    message: "`{1}` of {0} has more than {2} bytes",
    note: "the database refuses such a name, or cuts it; Prisma refuses the schema",
    help: "give it a shorter name",
    other: "",
}];
