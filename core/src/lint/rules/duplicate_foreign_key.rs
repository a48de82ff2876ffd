use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::judges_constraints},
    schema::{ForeignKeyWalker, TableWalker},
    text::{Applicability, Fix},
};

declare_rule! {
    /// ## What it does
    /// Finds a foreign key over the same columns, to the same columns of the same table, as another one of its table.
    ///
    /// ## Why is this bad?
    /// Every write is checked twice. Where the two say different things of deletes, which of them wins is not what their text says.
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT note_author FOREIGN KEY (author_id) REFERENCES author (id),
    ///   CONSTRAINT note_writer FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id int PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   CONSTRAINT note_author FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "duplicate-foreign-key",
        category: Performance,
        severity: Warning,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a foreign key that its table has already",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    if !judges_constraints(cx) {
        cx.is_idle(&RULE);
        return;
    }
    let enforced: Vec<_> = table.foreign_keys().filter(|it| !it.is_emulated()).collect();
    for (nth, foreign_key) in enforced.iter().enumerate() {
        let same = |it: &&ForeignKeyWalker<'_>| refers_like(**it, *foreign_key);
        if let Some(first) = enforced.iter().take(nth).find(same) {
            let finding = twice(cx, *first, *foreign_key);
            cx.report(finding);
        }
    }
}

fn refers_like(a: ForeignKeyWalker<'_>, b: ForeignKeyWalker<'_>) -> bool {
    let schema = a.table().schema();
    let same = |a: &[smol_str::SmolStr], b: &[smol_str::SmolStr]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| schema.same_column(a, b))
    };
    let (a, b) = (a.get(), b.get());
    schema.same_table(&a.referenced_table, &b.referenced_table)
        && same(&a.columns, &b.columns)
        && same(&a.referenced_columns, &b.referenced_columns)
}

fn twice(cx: &LintContext<'_>, first: ForeignKeyWalker<'_>, second: ForeignKeyWalker<'_>) -> Diagnostic {
    let table = second.table();
    let edit = cx.editor().remove_foreign_key(table.get(), second.get(), None);
    let fix = edit.map(|edit| Fix {
        title: "Remove the second foreign key".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![edit],
    });
    let message = format!(
        "{} has two foreign keys of {} to {}",
        table.label(),
        second.columns_label(),
        second.get().referenced_table
    );
    let differs = first.get().on_delete != second.get().on_delete || first.get().on_update != second.get().on_update;
    let note = if differs {
        "every write is checked twice, and the two say different things of deletes or updates"
    } else {
        "every write is checked twice"
    };
    Diagnostic::new(&RULE, second.subject(), second.get().origin.location(), message)
        .here("the second")
        .label(first.get().origin.location(), "the first")
        .note(note)
        .help("keep the one that says what is meant")
        .fix(fix)
}
