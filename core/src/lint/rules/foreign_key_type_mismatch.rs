use crate::{
    declare_rule,
    diagnostic::Diagnostic,
    lint::{LintContext, constraints::report_each, rejected::Told},
    schema::{ColumnType, ColumnWalker, ForeignKeyWalker, RejectionKind, TableWalker},
};

declare_rule! {
    /// ## What it does
    /// Finds foreign keys whose columns are of another kind than those they refer to: whole numbers of another size or sign, text and bytes, text in another
    /// character set or collation. The lengths of texts need not be the same.
    ///
    /// ## Why is this bad?
    /// The server refuses the statement (error 3780; MariaDB 1005 with errno 150).
    ///
    /// ## Example
    /// ```sql,expect_finding,target=mysql
    /// CREATE TABLE author (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id int,
    ///   FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    ///
    /// Use instead:
    /// ```sql,target=mysql
    /// CREATE TABLE author (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY);
    /// CREATE TABLE note (
    ///   id int PRIMARY KEY,
    ///   author_id bigint unsigned,
    ///   FOREIGN KEY (author_id) REFERENCES author (id)
    /// );
    /// ```
    static RULE: Rule = {
        name: "foreign-key-type-mismatch",
        category: Correctness,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a foreign key between columns of types that do not fit",
    }
}

pub(super) fn check<'a>(cx: &mut LintContext<'a>, table: TableWalker<'a>) {
    report_each(cx, table, &RULE, mismatch);
}

/// How InnoDB compares values: two columns of one kind may refer to each other. Source: `cmp_cols_are_equal` of InnoDB, which
/// MySQL and MariaDB ask alike; measured on MariaDB 10.11.
#[derive(PartialEq, Eq)]
enum Kind {
    /// Of so many bytes, signed or not.
    Whole(u8, bool),
    Text,
    /// Bytes, and what is kept as bytes: exact numbers, times.
    Bytes,
    Float,
    Double,
}

fn kind(ty: &ColumnType) -> Option<Kind> {
    Some(match ty.name.as_str() {
        "tinyint" => Kind::Whole(1, ty.unsigned),
        "smallint" => Kind::Whole(2, ty.unsigned),
        "mediumint" => Kind::Whole(3, ty.unsigned),
        "int" => Kind::Whole(4, ty.unsigned),
        "bigint" => Kind::Whole(8, ty.unsigned),
        "date" => Kind::Whole(3, false),
        "char" | "varchar" => Kind::Text,
        "binary" | "varbinary" | "decimal" | "datetime" | "timestamp" | "time" => Kind::Bytes,
        "float" => Kind::Float,
        "double" => Kind::Double,
        // Of enums, sets, bits and years, nothing is said.
        _ => return None,
    })
}

fn mismatch(cx: &LintContext<'_>, foreign_key: ForeignKeyWalker<'_>) -> Option<Diagnostic> {
    if foreign_key.get().columns.len() != foreign_key.get().referenced_columns.len() {
        return None;
    }
    let differ = |(own, other): &(ColumnWalker<'_>, ColumnWalker<'_>)| {
        let (Some(a), Some(b)) = (kind(&own.get().ty), kind(&other.get().ty)) else { return false };
        a != b || (a == Kind::Text && own.compares_differently_from(*other))
    };
    let (own, other) = foreign_key.column_pairs().find(differ)?;
    let message = format!(
        "{} is {}, and {}, which it refers to, is {}",
        own.full_label(),
        described(own, other),
        other.full_label(),
        described(other, own)
    );
    let finding = Diagnostic::new(&RULE, foreign_key.subject(), foreign_key.get().origin.location(), message)
        .label(own.get().origin.location(), own.get().ty.to_string())
        .label(other.get().origin.location(), other.get().ty.to_string())
        .note("the server refuses the statement: sizes and signs of whole numbers, character sets and collations must be the same")
        .help(format!("give {} the type of {}", own.label(), other.full_label()));
    Some(cx.with_code(finding, "FOREIGN_KEYS_UNRESOLVED"))
}

fn described(column: ColumnWalker<'_>, beside: ColumnWalker<'_>) -> String {
    let ty = column.get().ty.to_string();
    if column.compares_differently_from(beside) {
        return format!("{ty} in {}", column.collation().or_else(|| column.charset()).unwrap_or_default());
    }
    ty
}

/// What is said of a Prisma schema.
pub(super) static TOLD: &[Told] = &[Told {
    kind: RejectionKind::OtherType,
    message: "{0} has {1}, which refers to {2}",
    note: "Prisma refuses the whole schema, and generates no client",
    help: "give both the same type",
    other: "",
}];
