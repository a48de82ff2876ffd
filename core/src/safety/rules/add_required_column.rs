use crate::{
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    safety::{
        SafetyContext,
        wording::{asked, column_word, count, name, platform_code},
    },
    schema::{ColumnWalker, MissingValue, Refusal},
    text::Fix,
};

declare_rule! {
    /// ## What it does
    /// Finds a new column that must have a value, and that the database has no value for.
    ///
    /// ## Why is this bad?
    /// The rows that are there have no value for the new column. On PlanetScale and Vitess the rows are copied into a new
    /// table, and the first one that is copied is refused: the deploy request fails, sometimes hours after it began.
    /// PostgreSQL and SQLite refuse the change where the table has a row, and MySQL refuses it for dates and times while it
    /// is strict. And code that runs while the change is made does not know the column: its inserts fail.
    ///
    /// What Prisma's client fills in is no default to the database: `@default(cuid())`, `uuid()`, `ulid()`, `nanoid()` and
    /// `@updatedAt` are values for rows that the client writes from now on, not for those that are there.
    ///
    /// A column that the server counts up, a computed one, and a table that is new itself are fine.
    ///
    /// ## What to do
    /// Give it a default that is true for the rows that are there. Where there is none, do it in steps: add the column
    /// optional, deploy code that fills it, fill the old rows, then make it required.
    ///
    /// ## Example
    /// ```prisma,base
    /// model Post {
    ///   id Int @id
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model Post {
    ///   id        Int      @id
    ///   updatedAt DateTime @updatedAt
    /// }
    /// ```
    ///
    /// Use instead:
    /// ```prisma
    /// model Post {
    ///   id        Int      @id
    ///   updatedAt DateTime @updatedAt @default(now())
    /// }
    /// ```
    static RULE: Rule = {
        name: "add-required-column",
        category: Safety,
        severity: Error,
        fix: Unsafe,
        since: "0.1.0",
        summary: "a new required column without a default that the rows could get",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for (number, pair) in cx.columns() {
        if let (Some(column), None) = (pair.head(), pair.base())
            && lacks_value(column)
            && let MissingValue::Refused(why) = column.get().ty.missing_value(cx.target())
        {
            let finding = refused(cx, column, why);
            cx.report([number], finding);
        }
    }
}

/// Whether rows that do not name the column have no value for it.
pub(super) fn lacks_value(column: ColumnWalker<'_>) -> bool {
    let it = column.get();
    !it.nullable && it.default.is_none() && !it.auto_increment && it.generated.is_none()
}

/// Whether the change is refused, because the rows that are there have no value for the column.
pub(super) fn is_refused(cx: &SafetyContext<'_>, column: ColumnWalker<'_>) -> bool {
    lacks_value(column) && matches!(column.get().ty.missing_value(cx.target()), MissingValue::Refused(_))
}

fn refused(cx: &SafetyContext<'_>, column: ColumnWalker<'_>, why: Refusal) -> Diagnostic {
    let label = column.full_label();
    let table = column.table();
    let by_client = column.get().details().client_default.as_deref();
    let message = match by_client {
        Some(client) => format!(
            "new required {} {label} has no default in the database: {client} is Prisma's own",
            column_word(column)
        ),
        None => format!("new required {} {label} has no default for the rows that are there", column_word(column)),
    };
    let product = cx.target().product_name();
    let why = match why {
        Refusal::Copied => format!(
            "{product} copies the rows into a table that has the column: the first row is refused, since nothing gives it a value"
        ),
        Refusal::NotFilled => format!("{product} refuses it as soon as the table has a row"),
        Refusal::NoZero => format!(
            "{product} would give the rows the date 0000-00-00, which it refuses by default as soon as the table has a row"
        ),
    };
    let client = match by_client {
        Some("@updatedAt") => ", and @updatedAt is set by Prisma's client, in rows that it writes from now on",
        Some(_) => ", and Prisma's client fills in only the rows that it writes from now on",
        None => "",
    };
    let finding = Diagnostic::new(&RULE, column.subject(), column.get().origin.name_location(), message)
        .note(format!("{why}{client}"))
        .verdict(Verdict::MayFailOnRows)
        .verdict(Verdict::BreaksRunningCode)
        .proof(count(cx, table, ""))
        .help(what_to_write(column))
        .steps(steps(cx, column))
        .fix(fix(cx, column));
    platform_code(cx, finding, "column-has-no-default")
}

fn what_to_write(column: ColumnWalker<'_>) -> String {
    let label = column.label();
    match column.get().details().client_default.as_deref() {
        Some("@updatedAt") => {
            "write @default(now()) beside @updatedAt: the rows that are there get the time of the change".to_owned()
        }
        Some(_) => format!("make {label} optional, fill it in the rows that are there, then make it required"),
        None if column.is_prisma() => {
            format!("give {label} a @default(…) that is true for the rows that are there, or make it optional first")
        }
        None => format!("give {label} a DEFAULT that is true for the rows that are there, or make it NULL first"),
    }
}

pub(super) fn steps(cx: &SafetyContext<'_>, column: ColumnWalker<'_>) -> Vec<String> {
    let optional = if column.is_prisma() { "optional" } else { "as NULL" };
    let required = if column.is_prisma() { "required" } else { "NOT NULL" };
    let (table, label) = (name(cx, &column.table().get().name), name(cx, &column.get().name));
    vec![
        format!("add {} {optional}, and deploy that", column.full_label()),
        "deploy code that gives it a value in every row that it writes".to_owned(),
        format!("fill the rows that are there: UPDATE {table} SET {label} = … WHERE {label} IS NULL, in batches"),
        format!("make it {required} in a deploy of its own"),
    ]
}

fn fix(cx: &SafetyContext<'_>, column: ColumnWalker<'_>) -> Option<Fix> {
    let editor = cx.editor();
    match column.get().details().client_default.as_deref() {
        // Only a time with a day can be the time of the statement.
        Some("@updatedAt") if matches!(column.get().ty.name.as_str(), "datetime" | "timestamp" | "timestamptz") => {
            asked("Add @default(now())", editor.add_attribute(column.get(), "@default(now())"))
        }
        _ => make_optional(cx, column),
    }
}

/// Makes a field optional, where nothing else has to change with it: a relation over it, or a key of the client.
pub(super) fn make_optional(cx: &SafetyContext<'_>, column: ColumnWalker<'_>) -> Option<Fix> {
    let name = &column.get().name;
    let table = column.table();
    let is_of_relation = table.foreign_keys().any(|it| it.get().columns.contains(name));
    let is_key = table.primary_key().is_some_and(|key| key.column_names().contains(name));
    let edit = cx.editor().make_optional(column.get()).filter(|_| !is_of_relation && !is_key);
    asked(format!("Make {} optional", column.full_label()), edit)
}
