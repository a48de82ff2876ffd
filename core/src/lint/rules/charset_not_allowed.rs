use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Subject},
    lint::LintContext,
    rule::Severity,
    schema::TableWalker,
    text::Location,
};

declare_rule! {
    /// ## What it does
    /// Finds tables and columns in a character set other than utf8mb4, utf8mb3, latin1 and ascii.
    ///
    /// ## Why is this bad?
    /// PlanetScale refuses the branch (`INVALID_CHARSET`): there it is an error. Elsewhere it is kept, but joins with other tables convert each value, and
    /// most text of today has no place in it.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=planetscale
    /// CREATE TABLE note (id int PRIMARY KEY, word varchar(20)) DEFAULT CHARSET=cp1251;
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=planetscale
    /// CREATE TABLE note (id int PRIMARY KEY, word varchar(20)) DEFAULT CHARSET=utf8mb4;
    /// ```
    static RULE: Rule = {
        name: "charset-not-allowed",
        category: Compatibility,
        severity: Warning,
        fix: None,
        since: "0.1.0",
        summary: "a character set that few servers and tools take",
    }
}

/// PlanetScale documentation, "Schema lint errors".
const ALLOWED: &[&str] = &["utf8mb4", "utf8mb3", "latin1", "ascii"];

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    // Bytes without characters: no text is lost in them.
    let is_allowed = |name: &str| ALLOWED.contains(&name) || (name == "binary" && !cx.target().is_planetscale());
    let of_table = table.get().charset.as_deref().filter(|name| !is_allowed(name));
    let mut told = Vec::new();
    if let Some(name) = of_table {
        told.push(other(cx, table.label(), name, table.subject(), table.get().origin.name_location()));
    }
    for column in table.columns() {
        let own = column.get().details().charset.as_deref();
        if let Some(name) = own.filter(|name| !is_allowed(name) && of_table != Some(name)) {
            told.push(other(cx, &column.full_label(), name, column.subject(), column.get().origin.location()));
        }
    }
    for finding in told {
        cx.report(finding);
    }
}

fn other(cx: &LintContext<'_>, label: &str, charset: &str, subject: Subject, location: Location) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, subject, location, format!("{label} is in the character set {charset}"))
        .help("use utf8mb4");
    if cx.target().is_planetscale() {
        let finding = finding.severity(Severity::Error).note("PlanetScale takes utf8mb4, utf8mb3, latin1 and ascii");
        return cx.with_code(finding, "INVALID_CHARSET");
    }
    finding.note("joins with other character sets convert each value, and most characters have no place in it")
}
