use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, fixes},
    schema::{ColumnWalker, DefaultValue, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds literals as defaults of TEXT, BLOB, JSON and geometry columns.
    ///
    /// ## Why is this bad?
    /// MySQL refuses the statement (error 1101). Since 8.0.13 it takes an expression there, also one that is a literal in parentheses. MariaDB takes literals.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   body text NOT NULL DEFAULT 'nothing yet'
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   body text NOT NULL DEFAULT ('nothing yet')
    /// );
    /// ```
    static RULE: Rule = {
        name: "text-literal-default",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a literal as the default of a TEXT, BLOB or JSON column",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if cx.target().takes_literal_defaults_of_texts() {
        cx.is_idle(&RULE);
        return;
    }
    let is_literal = |column: &ColumnWalker<'_>| {
        let ty = &column.get().ty;
        (ty.is_blob_or_text() || ty.is_spatial()) && matches!(column.get().default, Some(DefaultValue::Literal(_)))
    };
    for column in table.columns().filter(is_literal) {
        let finding = literal(cx, column);
        cx.report(finding);
    }
}

fn literal(cx: &LintContext<'_>, column: ColumnWalker<'_>) -> Diagnostic {
    let ty = &column.get().ty;
    let words = cx.target().takes_expression_defaults().then(|| {
        let place = column.get().origin.location();
        cx.editor().replace_words(place, &["DEFAULT"], true, |text| format!("DEFAULT ({text})"))
    });
    let message = format!("{} is {ty}, and has a literal as its default", column.full_label());
    Diagnostic::new(&RULE, column.subject(), column.get().origin.location(), message)
        .note("the server refuses the statement: of such a type, only an expression may be the default")
        .help("put the literal in parentheses: DEFAULT ('…'), which MySQL takes since 8.0.13")
        .fix(fixes::risky("Put the literal in parentheses", words.flatten()))
}
