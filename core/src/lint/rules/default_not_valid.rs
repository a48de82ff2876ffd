use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, literals, rejected::Told},
    schema::{ColumnWalker, DefaultValue, RejectionKind, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds defaults that their column cannot hold: a value that is not in its ENUM or SET, a text that is too long, a number out of range, a word where a number
    /// or a date is wanted, any default beside AUTO_INCREMENT.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 1067).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   state enum('draft', 'open') NOT NULL DEFAULT 'new'
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   state enum('draft', 'open') NOT NULL DEFAULT 'draft'
    /// );
    /// ```
    static RULE: Rule = {
        name: "default-not-valid",
        category: Correctness,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a default that is no value of its column",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    let told: Vec<_> = table.columns().filter_map(|column| Some(invalid(column, &why(cx, column)?))).collect();
    for finding in told {
        cx.report(finding);
    }
}

/// Why the default of a column is none of its values.
fn why(cx: &LintContext<'_>, column: ColumnWalker<'_>) -> Option<String> {
    let DefaultValue::Literal(value) = column.get().default.as_ref()? else { return None };
    if column.get().auto_increment {
        return Some("a column that counts up has no default".to_owned());
    }
    literals::why_not_a_value(&column.get().ty, value, cx.target().dialect())
}

fn invalid(column: ColumnWalker<'_>, why: &str) -> Diagnostic {
    let message = format!("the default of {} is no value of it: {why}", column.full_label());
    Diagnostic::new(&RULE, column.subject(), column.get().origin.location(), message)
        .note("the server refuses the statement")
        .help("give it a default that it can hold, or none")
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[
    Told {
        kind: RejectionKind::DefaultValue,
        message: "the default {1} of {0} is no {2}",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give it a default of its type, or none",
        other: "",
    },
    Told {
        kind: RejectionKind::DefaultNotInEnum,
        message: "the default {1} of {0} is no value of {2}",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "name a value of the enum",
        other: "",
    },
    Told {
        kind: RejectionKind::DefaultFunction,
        message: "{1}() of {0} gives no {2}",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "use a function of its type, or a value",
        other: "",
    },
    Told {
        kind: RejectionKind::UnknownFunction,
        message: "there is no function {1}(), which {0} has as its default",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "use one that Prisma has; dbgenerated(\"…\") passes SQL on",
        other: "",
    },
    Told {
        kind: RejectionKind::FunctionArguments,
        message: "{1}() of {0} takes {2}",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "give it that",
        other: "",
    },
    Told {
        kind: RejectionKind::DefaultOfList,
        message: "{0} is a list, and its default is none",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "put brackets around it",
        other: "",
    },
    Told {
        kind: RejectionKind::DefaultIsList,
        message: "{0} is no list, and its default is one",
        note: "Prisma refuses the whole schema, and generates no client",
        help: "remove the brackets, or make the field a list",
        other: "",
    },
];
