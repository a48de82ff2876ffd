//! Names that are derived: the way Prisma names constraints and indexes, which is also how new ones are proposed.

use smol_str::SmolStr;

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
    let mut stem = table.to_owned();
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
