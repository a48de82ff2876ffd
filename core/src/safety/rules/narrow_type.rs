use crate::{
    change::Aspect,
    declare_rule,
    diagnostic::{Diagnostic, Verdict},
    safety::{
        SafetyContext,
        wording::{column_word, count, name, platform_code, string},
    },
    schema::{ColumnWalker, Narrowing, TypeChange},
};

declare_rule! {
    /// ## What it does
    /// Finds a column that gets a type in which some values of the old type do not fit.
    ///
    /// ## Why is this bad?
    /// If one row has such a value, the change fails: on PlanetScale when that row is copied, elsewhere when the server gets
    /// to it. Without strict mode MySQL cuts the value instead, and says so in a warning that nobody reads.
    ///
    /// ## What counts
    /// Both types are looked at, in what they hold: the range of integers (a sign that goes is a narrower range), the
    /// characters and bytes of texts (a `varchar(20000)` of utf8mb4 may be 80,000 bytes, a `text` holds 65,535), the digits
    /// of decimals before and behind the point, fractions of seconds. A display width is no length.
    ///
    /// ## What to do
    /// Ask the database with the query of the finding. If it answers 0, and code cannot write such values any more, the
    /// change is safe.
    ///
    /// ## Example
    /// ```prisma,base
    /// model Post {
    ///   id    Int    @id
    ///   title String
    /// }
    /// ```
    /// ```prisma,expect_finding
    /// model Post {
    ///   id    Int    @id
    ///   title String @db.VarChar(50)
    /// }
    /// ```
    static RULE: Rule = {
        name: "narrow-type",
        category: Safety,
        severity: Error,
        fix: None,
        since: "0.1.0",
        summary: "a type in which values of the old type may not fit",
    }
}

pub(super) fn check(cx: &mut SafetyContext<'_>) {
    for (number, base, head) in cx.altered(Aspect::Type) {
        if let Some(TypeChange::Narrows(narrowing)) = change(cx, base, head) {
            let finding = narrowed(cx, base, head, &narrowing);
            cx.report([number], finding);
        }
    }
}

/// What becomes of the values of a column; none where the database is not known, or does not keep to types.
pub(super) fn change(cx: &SafetyContext<'_>, base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> Option<TypeChange> {
    let dialect = cx.dialect().filter(|_| cx.target().keeps_to_types())?;
    let charset = base.charset();
    Some(base.get().ty.change_to(&head.get().ty, Some(dialect), charset.as_deref()))
}

/// What does not fit, in words and as a condition.
fn what(cx: &SafetyContext<'_>, base: ColumnWalker<'_>, narrowing: &Narrowing) -> (String, Option<String>) {
    let column = name(cx, &base.get().name);
    match narrowing {
        Narrowing::Range { least: 0, greatest: i128::MAX } => {
            ("negative numbers do not fit".to_owned(), Some(format!("{column} < 0")))
        }
        Narrowing::Range { least, greatest } => {
            (format!("only {least} to {greatest} fit"), Some(format!("{column} NOT BETWEEN {least} AND {greatest}")))
        }
        Narrowing::Characters(most) => (
            if *most == 1 { "at most 1 character fits".to_owned() } else { format!("at most {most} characters fit") },
            Some(format!("CHAR_LENGTH({column}) > {most}")),
        ),
        Narrowing::Bytes(most) => (format!("at most {most} bytes fit"), Some(format!("LENGTH({column}) > {most}"))),
        Narrowing::Digits { before, behind } => {
            let places = match (before, behind) {
                (before, 0) => format!("at most {before} digits fit"),
                (before, _) => format!("at most {before} digits before the point fit"),
            };
            (places, Some(format!("ABS({column}) >= 1{}", "0".repeat(*before as usize))))
        }
        Narrowing::Rounded(behind) => {
            let what = match behind {
                0 => "what stands behind the point is rounded away".to_owned(),
                1 => "1 digit behind the point is kept, the others are rounded".to_owned(),
                many => format!("{many} digits behind the point are kept, the others are rounded"),
            };
            (what, Some(format!("{column} <> ROUND({column}, {behind})")))
        }
        Narrowing::Precision => ("digits behind the first ones are rounded".to_owned(), None),
        Narrowing::Time => ("a part of the time is cut off".to_owned(), None),
        Narrowing::Years => (
            "only 1970 to 2038-01-19 fit".to_owned(),
            Some(format!("{column} NOT BETWEEN '1970-01-02' AND '2038-01-18'")),
        ),
        Narrowing::Values(values) => {
            let list: Vec<String> = values.iter().map(|value| string(value)).collect();
            ("only the values of the enum fit".to_owned(), Some(format!("{column} NOT IN ({})", list.join(", "))))
        }
    }
}

fn narrowed(
    cx: &SafetyContext<'_>,
    base: ColumnWalker<'_>,
    head: ColumnWalker<'_>,
    narrowing: &Narrowing,
) -> Diagnostic {
    let label = head.full_label();
    let (old, new) = (&base.get().ty, &head.get().ty);
    let (what, condition) = what(cx, base, narrowing);
    let is_cut = matches!(narrowing, Narrowing::Precision | Narrowing::Time | Narrowing::Rounded(_));
    let product = cx.target().product_name();
    let then_code_fails = "code that still writes such values fails afterwards";
    let (why, verdict) = if is_cut {
        let why = format!("{product} rounds or cuts the values and says nothing");
        (format!("{why}, and does the same with those that code writes afterwards"), Verdict::LosesData)
    } else if cx.target().alters_by_copying_rows() {
        (
            format!("{product} copies the rows: the first value that does not fit ends the change; {then_code_fails}"),
            Verdict::MayFailOnRows,
        )
    } else {
        let why = format!("{product} refuses the change when it meets a value that does not fit; {then_code_fails}");
        (why, Verdict::MayFailOnRows)
    };
    let proof = condition.map(|condition| count(cx, base.table(), &condition));
    let check = proof.as_ref().map(|query| format!("see that every value fits: {query}"));
    let finding = Diagnostic::new(
        &RULE,
        head.subject(),
        head.get().origin.name_location(),
        format!("{} {label} goes from {old} to {new}: {what}", column_word(head)),
    )
    .label(base.get().origin.name_location(), format!("{old} here"))
    .note(why)
    .verdict(verdict)
    .help("ask the database whether every value fits, before you deploy it")
    .steps(
        [
            Some(format!("deploy code that writes only values of {label} that fit")),
            check,
            Some("then change the type".to_owned()),
        ]
        .into_iter()
        .flatten(),
    );
    let finding = match proof {
        Some(proof) => finding.proof(proof),
        None => finding,
    };
    if is_cut { finding } else { platform_code(cx, finding, "value-does-not-fit-column") }
}
