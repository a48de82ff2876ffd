//! Floor 3: what differs between two states of a database.
//!
//! A change knows the state before (*base*) and the state after (*head*): a rule about changes never asks where the change
//! came from. What is part of a new or dropped table is no change of its own.

use smol_str::SmolStr;

use crate::order::sort;
use crate::schema::{
    CheckWalker, ColumnWalker, DefaultValue, ForeignKeyWalker, HeldOption, IndexWalker, Routine, Setting, Table,
    TableWalker, View, same_expression,
};

mod partitions;

pub use partitions::{PartitionChange, partition_change};

/// What became of a thing between two states.
#[derive(Clone, Copy, Debug)]
pub enum Pair<T> {
    /// Only the state after has it.
    Added(T),
    /// Only the state before has it.
    Dropped(T),
    /// Both have it, and it differs in more than its name.
    Altered {
        /// As it was.
        base: T,
        /// As it is.
        head: T,
    },
    /// Both have it, under two names: its owner says so, or (indexes) it is the same in all but the name.
    Renamed {
        /// As it was.
        base: T,
        /// As it is.
        head: T,
    },
}

impl<T: Copy> Pair<T> {
    /// As it was.
    pub fn base(self) -> Option<T> {
        match self {
            Self::Added(_) => None,
            Self::Dropped(base) | Self::Altered { base, .. } | Self::Renamed { base, .. } => Some(base),
        }
    }

    /// As it is.
    pub fn head(self) -> Option<T> {
        match self {
            Self::Dropped(_) => None,
            Self::Added(head) | Self::Altered { head, .. } | Self::Renamed { head, .. } => Some(head),
        }
    }

    /// As it is, or as it was where it is no more.
    pub fn either(self) -> T {
        match self {
            Self::Dropped(it) | Self::Added(it) | Self::Altered { head: it, .. } | Self::Renamed { head: it, .. } => it,
        }
    }

    /// The name in reports: `create`, `drop`, `alter`, `rename`.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Added(_) => "create",
            Self::Dropped(_) => "drop",
            Self::Altered { .. } => "alter",
            Self::Renamed { .. } => "rename",
        }
    }
}

/// One difference between two states.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// A table, with all that belongs to it where it is new or gone.
    Table(Pair<TableWalker<'a>>),
    /// A column of a table that both states have: it comes, goes or has another name.
    Column(Pair<ColumnWalker<'a>>),
    /// One thing about a column that both states have.
    ColumnAspect {
        /// As it was.
        base: ColumnWalker<'a>,
        /// As it is.
        head: ColumnWalker<'a>,
        /// What of it.
        aspect: Aspect,
    },
    /// The columns that a table has kept stand in another order.
    ColumnOrder {
        /// As it was.
        base: TableWalker<'a>,
        /// As it is.
        head: TableWalker<'a>,
    },
    /// A primary key, unique key or index of a table that both states have.
    Index(Pair<IndexWalker<'a>>),
    /// A foreign key of a table that both states have.
    ForeignKey(Pair<ForeignKeyWalker<'a>>),
    /// A check of a table that both states have. What a column has of its own comes and goes with it.
    Check(Pair<CheckWalker<'a>>),
    /// How the rows of a table are parted.
    Partitioning {
        /// As it was.
        base: TableWalker<'a>,
        /// As it is.
        head: TableWalker<'a>,
    },
    /// A view.
    View(Pair<&'a View>),
    /// What the server runs: a routine, trigger or event.
    Routine(Pair<&'a Routine>),
    /// Who keeps the relations of a Prisma schema. The setting is absent where the state leaves it to Prisma.
    RelationMode {
        /// As it was.
        base: Option<&'a Setting>,
        /// As it is.
        head: Option<&'a Setting>,
    },
}

impl<'a> Change<'a> {
    /// The table that it belongs to, as it is, or as it was where it is no more.
    pub fn table(self) -> Option<TableWalker<'a>> {
        match self {
            Self::Table(pair) => Some(pair.either()),
            Self::Column(pair) => Some(pair.either().table()),
            Self::ColumnAspect { head, .. } => Some(head.table()),
            Self::ColumnOrder { head, .. } | Self::Partitioning { head, .. } => Some(head),
            Self::Check(pair) => Some(pair.either().table()),
            Self::Index(pair) => Some(pair.either().table()),
            Self::ForeignKey(pair) => Some(pair.either().table()),
            Self::View(_) | Self::Routine(_) | Self::RelationMode { .. } => None,
        }
    }
}

/// What may differ between two states of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Its type.
    Type,
    /// Whether it may be NULL.
    Nullability,
    /// Its default.
    Default,
    /// Whether the server counts it up.
    AutoIncrement,
    /// The expression it is computed from.
    Generated,
    /// `ON UPDATE CURRENT_TIMESTAMP`
    OnUpdate,
    /// Its character set or collation.
    Collation,
    /// Its comment.
    Comment,
    /// Whether `SELECT *` shows it.
    Visibility,
    /// Its spatial reference system.
    Srid,
}

impl Aspect {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Nullability => "nullability",
            Self::Default => "default",
            Self::AutoIncrement => "auto_increment",
            Self::Generated => "generated",
            Self::OnUpdate => "on_update",
            Self::Collation => "collation",
            Self::Comment => "comment",
            Self::Visibility => "visibility",
            Self::Srid => "srid",
        }
    }
}

/// In what two states of one column differ. What one of the two languages cannot say is no difference.
pub fn column_differences(base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> Vec<Aspect> {
    let (old, new) = (base.get(), head.get());
    let (old_details, new_details) = (old.details(), new.details());
    // Prisma has no words for these.
    let both_sql = !base.table().is_prisma() && !head.table().is_prisma();
    let (old_table, new_table) = (base.table().get(), head.table().get());
    let same_words = old_details == new_details
        && old_table.charset == new_table.charset
        && old_table.collation == new_table.collation;
    let collation_differs = || {
        let differs = |a: Option<SmolStr>, b: Option<SmolStr>| a.zip(b).is_some_and(|(a, b)| a != b);
        differs(base.charset(), head.charset()) || differs(base.collation(), head.collation())
    };
    let differences = [
        (Aspect::Type, old.ty != new.ty && (both_sql || old.ty.as_prisma_says() != new.ty.as_prisma_says())),
        (Aspect::Nullability, old.nullable != new.nullable),
        (Aspect::Default, !same_default(base, head)),
        (Aspect::AutoIncrement, old.auto_increment != new.auto_increment),
        (Aspect::Generated, both_sql && !same_generated(base, head)),
        (Aspect::OnUpdate, both_sql && old_details.on_update_now != new_details.on_update_now),
        (Aspect::Collation, both_sql && !same_words && collation_differs()),
        (Aspect::Comment, both_sql && old_details.comment != new_details.comment),
        (Aspect::Visibility, both_sql && old_details.invisible != new_details.invisible),
        (Aspect::Srid, both_sql && old_details.srid != new_details.srid),
    ];
    differences.into_iter().filter_map(|(aspect, differs)| differs.then_some(aspect)).collect()
}

/// In what two states of one table differ, its columns and keys aside.
pub fn table_options_differ(base: TableWalker<'_>, head: TableWalker<'_>) -> bool {
    if base.is_prisma() || head.is_prisma() {
        return false;
    }
    let (old, new) = (base.get(), head.get());
    let said_and_other = |a: &Option<SmolStr>, b: &Option<SmolStr>| {
        a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| !a.eq_ignore_ascii_case(b))
    };
    said_and_other(&old.engine, &new.engine)
        || said_and_other(&old.charset, &new.charset)
        || said_and_other(&old.collation, &new.collation)
        || old.comment != new.comment
        || held_options(old, new)
            .any(|(option, a, b)| !made_of(option, a, old).eq_ignore_ascii_case(made_of(option, b, new)))
}

/// What an engine makes of an option that is said, or not. InnoDB's usual row format is a known one (MySQL manual,
/// "InnoDB Row Formats"; `innodb_default_row_format`), but for tables whose pages have a size of their own.
fn made_of<'t>(option: HeldOption, value: Option<&'t str>, table: &Table) -> &'t str {
    let is_innodb = table.engine.as_ref().is_none_or(|engine| engine.eq_ignore_ascii_case("InnoDB"));
    match value {
        None if option.name == "ROW_FORMAT" && is_innodb && !table.options.contains_key("KEY_BLOCK_SIZE") => "DYNAMIC",
        _ => value.unwrap_or(option.usual),
    }
}

/// The options that either of two states of a table has, with their values.
pub fn held_options<'t>(
    base: &'t Table,
    head: &'t Table,
) -> impl Iterator<Item = (HeldOption, Option<&'t str>, Option<&'t str>)> {
    let value = |table: &'t Table, name| table.options.get(name).map(SmolStr::as_str);
    let mut names: Vec<&'static str> = base.options.keys().chain(head.options.keys()).copied().collect();
    sort(&mut names);
    names.dedup();
    let options = names.into_iter().filter_map(HeldOption::of);
    options.map(move |option| (option, value(base, option.name), value(head, option.name)))
}

fn same_default(base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> bool {
    match (&base.get().default, &head.get().default) {
        (Some(DefaultValue::Literal(a)), Some(DefaultValue::Literal(b))) => {
            // `DEFAULT '0.00'` is `@default(0)`: a number is the same with more digits behind the point.
            a == b || (head.get().ty.is_number() && same_number(a, b)) || (head.get().ty.is_time() && same_time(a, b))
        }
        (Some(DefaultValue::Expression(a)), Some(DefaultValue::Expression(b))) => same_expression(a, b),
        (a, b) => a == b,
    }
}

fn same_generated(base: ColumnWalker<'_>, head: ColumnWalker<'_>) -> bool {
    match (&base.get().generated, &head.get().generated) {
        (Some(a), Some(b)) => a.stored == b.stored && same_expression(&a.expression, &b.expression),
        (a, b) => a.is_none() == b.is_none(),
    }
}

/// Whether two numbers are one: digit by digit, since a `bigint` has more of them than a float keeps.
fn same_number(a: &str, b: &str) -> bool {
    digits(a).zip(digits(b)).is_some_and(|(a, b)| a == b)
}

/// A number as whether it is below 0, its digits without zeros around them, and how many of its digits stand before its point.
pub fn digits(number: &str) -> Option<(bool, String, i64)> {
    let number = number.trim();
    let (is_negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (number, power) = match number.split_once(['e', 'E']) {
        Some((number, power)) => (number, power.parse::<i32>().ok()?),
        None => (number, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || !all.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let shown = all.trim_start_matches('0');
    if shown.is_empty() {
        return Some((false, String::new(), 0));
    }
    let zeros = i64::try_from(all.len() - shown.len()).ok()?;
    let point = i64::try_from(whole.len()).ok()? - zeros + i64::from(power);
    Some((is_negative, shown.trim_end_matches('0').to_owned(), point))
}

/// `2020-01-01 00:00:00` and `2020-01-01 00:00:00.000` are one time.
fn same_time(a: &str, b: &str) -> bool {
    let whole = |text: &str| match text.split_once('.') {
        Some((whole, fraction)) => format!("{whole}.{}", fraction.trim_end_matches('0')),
        None => format!("{text}."),
    };
    whole(a) == whole(b)
}

#[cfg(test)]
mod tests {
    use super::{same_number, same_time};

    #[test]
    fn numbers_and_times_are_the_same_with_more_zeros() {
        assert!(same_number("0.00", "0"));
        assert!(!same_number("0.01", "0"));
        assert!(!same_number("9223372036854775807", "9223372036854775806"));
        assert!(same_number("-0", "0.0") && same_number("1e3", "1000") && same_number("0.010", "1E-2"));
        assert!(!same_number("-1", "1") && !same_number("1", "10") && !same_number("a", "a") && !same_number("", ""));
        assert!(same_time("2020-01-01 00:00:00.000", "2020-01-01 00:00:00"));
        assert!(!same_time("2020-01-01 00:00:00.001", "2020-01-01 00:00:00"));
    }
}
