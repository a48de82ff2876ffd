//! Names that are derived: the way Prisma names constraints and indexes, which is also how new ones are proposed.

use smol_str::SmolStr;

use super::{
    expression::{end_of_quoted, is_of_word},
    same_but_for_case,
};
use crate::target::Dialect;

/// The longest name in bytes. Source: each server's manual, "Identifiers"; Prisma cuts SQLite's at 10,000.
fn limit(dialect: Option<Dialect>) -> usize {
    match dialect {
        Some(Dialect::Postgres) => 63,
        Some(Dialect::Sqlite) => 10_000,
        Some(Dialect::MySql | Dialect::MariaDb) | None => 64,
    }
}

/// `{table}_{columns}{suffix}`, the part before the suffix cut to the server's limit. Prisma adds no hash, so two
/// long names may be one (prisma/prisma#9415).
pub fn derived_name(dialect: Option<Dialect>, table: &str, columns: &[SmolStr], suffix: &str) -> SmolStr {
    let length = table.len() + columns.iter().map(|it| it.len() + 1).sum::<usize>() + suffix.len();
    let mut stem = String::with_capacity(length);
    stem.push_str(table);
    for column in columns {
        stem.push('_');
        stem.push_str(column);
    }
    let mut end = limit(dialect).saturating_sub(suffix.len()).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    stem.truncate(end);
    stem.push_str(suffix);
    SmolStr::new(stem)
}

/// The name of a constraint without the ending that Vitess adds on each deploy: `_` and 25 letters or digits (schemadiff's
/// `ConstraintNamesIgnoreVitess`).
pub fn without_vitess_ending(name: &str) -> &str {
    let is_ending = |ending: &str| {
        ending.len() == 25 && ending.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
    };
    name.rsplit_once('_').filter(|(_, ending)| is_ending(ending)).map_or(name, |(name, _)| name)
}

/// An expression with the columns of it called by their new names, as MariaDB writes it when they are renamed.
pub(super) fn renamed_in(expression: &str, renames: &[(SmolStr, SmolStr)]) -> String {
    let new_name = |name: &str| renames.iter().find(|(old, _)| same_but_for_case(old, name)).map(|(_, new)| new);
    let quoted = |name: &str| format!("`{}`", name.replace('`', "``"));
    let mut out = String::with_capacity(expression.len());
    let mut rest = expression;
    // What stands before a word: behind a point or `@` it is no column.
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '\'' | '"' | '`' => end_of_quoted(rest, first),
            _ if is_of_word(first) => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let name = match first {
            '`' => Some(piece.trim_matches('`').replace("``", "`")),
            _ if is_of_word(first) && !first.is_ascii_digit() => Some(piece.to_owned()),
            _ => None,
        };
        let is_call = first != '`' && after.trim_start().starts_with('(');
        let new = name.filter(|_| !is_call && !matches!(before, '.' | '@')).and_then(|name| new_name(&name));
        match new {
            Some(new) => out.push_str(&quoted(new)),
            None => out.push_str(piece),
        }
        before = piece.chars().next_back().filter(|c| !c.is_whitespace()).unwrap_or(before);
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::derived_name;
    use crate::target::Dialect;

    #[test]
    fn a_long_name_loses_its_stem_and_keeps_its_suffix() {
        let table = "t".repeat(70);
        let name = derived_name(Some(Dialect::MySql), &table, &["c".into()], "_idx");
        assert_eq!(name, format!("{}_idx", "t".repeat(60)));
        assert_eq!(derived_name(Some(Dialect::Postgres), &table, &[], "_pkey").len(), 63);
    }

    #[test]
    fn a_cut_never_halves_a_character() {
        let name = derived_name(Some(Dialect::MySql), &"한".repeat(30), &["열".into()], "_idx");
        assert_eq!(name, format!("{}_idx", "한".repeat(20)));
    }
}

#[cfg(test)]
mod rename_tests {
    use super::renamed_in;

    #[test]
    fn only_columns_get_their_new_names() {
        let renames = [("a".into(), "b 2".into()), ("lower".into(), "x".into())];
        let written = |text: &str| renamed_in(text, &renames);
        assert_eq!(written("a > 0 AND `A` < aa"), "`b 2` > 0 AND `b 2` < aa");
        assert_eq!(written("lower(a) = 'a \\' a' OR \"a\" = 1.a"), "lower(`b 2`) = 'a \\' a' OR \"a\" = 1.a");
        assert_eq!(written("t.a + @a + größe"), "t.a + @a + größe");
    }
}
