//! Changes → statements in an order in which each one applies: constraints go before what they hold, tables and columns change,
//! new tables come after those that they refer to, and constraints come last.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::{
    Statement,
    mysql::{
        check, check_with, create_table, definition, foreign_key, index, kept, kept_check, kept_index,
        new_table_options, partitioning, partitions, quoted, settled, visibility,
    },
};
use crate::{
    change::{Aspect, Change, Pair, PartitionChange, partition_change},
    order::sort,
    schema::{
        CheckWalker, ColumnWalker, ForeignKey, ForeignKeyWalker, Index, IndexKind, IndexWalker, PartKey, Schema,
        TableWalker, named_columns, normal_expression, same_but_for_case,
    },
    target::{Dialect, Target},
};

/// The longest name of a table, in characters (MySQL manual, "Identifier Length Limits").
const LONGEST_NAME: usize = 64;

pub(super) struct Script<'a> {
    changes: &'a [Change<'a>],
    base: &'a Schema,
    head: &'a Schema,
    target: &'a Target,
    dialect: Dialect,
    /// The tables that have another name after.
    tables: FxHashMap<SmolStr, SmolStr>,
    /// The columns that have another name after, by their table's name before.
    columns: FxHashMap<(SmolStr, SmolStr), SmolStr>,
    /// The names before of those columns, by their table's name before and their own after.
    columns_before: FxHashMap<(SmolStr, SmolStr), SmolStr>,
    /// The indexes that stay behind a constraint which goes for a while, with their tables' names after.
    left_behind: Vec<(SmolStr, Clause)>,
    out: Vec<Statement>,
}

/// A clause of an `ALTER TABLE`, and the numbers of the changes that it makes.
type Clause = (String, Vec<usize>);

/// A column that comes, changes or moves.
struct WantedColumn<'a> {
    column: ColumnWalker<'a>,
    /// As it was, where it is changed.
    base: Option<ColumnWalker<'a>>,
    is_new: bool,
    is_moved: bool,
    /// It goes and comes back: no server makes a virtual column of another, nor another of a virtual one.
    is_replaced: bool,
    numbers: Vec<usize>,
}

/// The changes of one table, by their numbers.
#[derive(Default)]
struct OfTable<'a> {
    options: Option<(usize, TableWalker<'a>, TableWalker<'a>)>,
    order: Option<(usize, TableWalker<'a>, TableWalker<'a>)>,
    columns: Vec<(usize, Pair<ColumnWalker<'a>>)>,
    /// The columns before and after, and of what.
    aspects: Vec<(usize, ColumnWalker<'a>, ColumnWalker<'a>, Aspect)>,
    indexes: Vec<(usize, Pair<IndexWalker<'a>>)>,
    checks: Vec<(usize, Pair<CheckWalker<'a>>)>,
    partitioning: Option<(usize, TableWalker<'a>, TableWalker<'a>)>,
    left_behind: Vec<Clause>,
}

impl<'a> Script<'a> {
    pub(super) fn new(
        changes: &'a [Change<'a>],
        base: &'a Schema,
        head: &'a Schema,
        target: &'a Target,
        dialect: Dialect,
    ) -> Self {
        let mut tables = FxHashMap::default();
        let mut columns = FxHashMap::default();
        let mut columns_before = FxHashMap::default();
        for change in changes {
            match change {
                Change::Table(Pair::Renamed { base, head }) => {
                    tables.insert(base.get().name.clone(), head.get().name.clone());
                }
                Change::Column(Pair::Renamed { base, head }) => {
                    let (table, old, new) = (&base.table().get().name, &base.get().name, &head.get().name);
                    columns.insert((table.clone(), old.clone()), new.clone());
                    columns_before.insert((table.clone(), new.clone()), old.clone());
                }
                _ => {}
            }
        }
        Self {
            changes,
            base,
            head,
            target,
            dialect,
            tables,
            columns,
            columns_before,
            left_behind: Vec::new(),
            out: Vec::new(),
        }
    }

    pub(super) fn write(mut self) -> Vec<Statement> {
        self.drop_views();
        let returning = self.drop_foreign_keys();
        self.drop_tables();
        self.rename_tables();
        self.alter_tables();
        let late = self.create_tables();
        self.add_foreign_keys(returning, late);
        self.create_views();
        self.out
    }

    fn push(&mut self, sql: String, mut changes: Vec<usize>) {
        sort(&mut changes);
        changes.dedup();
        self.out.push(Statement { sql, changes });
    }

    fn numbered(&self) -> impl Iterator<Item = (usize, &'a Change<'a>)> + use<'a> {
        self.changes.iter().enumerate()
    }

    fn alter(&mut self, table: &str, clauses: &[String], changes: Vec<usize>) {
        let table = quoted(table);
        match clauses {
            [] => {}
            [one] => self.push(format!("ALTER TABLE {table} {one};"), changes),
            many => self.push(format!("ALTER TABLE {table}\n  {};", many.join(",\n  ")), changes),
        }
    }

    // Views

    fn drop_views(&mut self) {
        for (number, change) in self.numbered() {
            match change {
                Change::View(Pair::Dropped(view)) => self.drop("VIEW", &view.name, number),
                // Before the table that a trigger is of.
                Change::Routine(Pair::Dropped(it) | Pair::Altered { base: it, .. }) => {
                    self.drop(it.kind.words(), &it.name, number);
                }
                _ => {}
            }
        }
    }

    fn create_views(&mut self) {
        for (number, change) in self.numbered() {
            if let Change::View(Pair::Added(view) | Pair::Altered { head: view, .. }) = change {
                if matches!(change, Change::View(Pair::Altered { .. })) {
                    self.drop("VIEW", &view.name, number);
                }
                // In its owner's words.
                self.push(format!("{};", view.text), vec![number]);
            }
        }
        // One may ask views.
        for (number, change) in self.numbered() {
            if let Change::Routine(Pair::Added(it) | Pair::Altered { head: it, .. }) = change {
                self.push(format!("{};", it.text), vec![number]);
            }
        }
    }

    fn drop(&mut self, kind: &str, name: &str, number: usize) {
        self.push(format!("DROP {kind} {};", quoted(name)), vec![number]);
    }

    // Foreign keys

    /// Drops the constraints that go or change, and those that stand in the way of a change; answers what comes back.
    fn drop_foreign_keys(&mut self) -> Vec<(usize, ForeignKeyWalker<'a>)> {
        let mut going: Vec<(usize, ForeignKeyWalker<'a>)> = Vec::new();
        let mut returning = Vec::new();
        for (number, change) in self.numbered() {
            let Change::ForeignKey(pair) = change else { continue };
            going.extend(pair.base().filter(|it| !it.is_emulated()).map(|it| (number, it)));
            returning.extend(pair.head().filter(|it| !it.is_emulated()).map(|it| (number, it)));
        }
        let mut told: FxHashSet<*const ForeignKey> = going.iter().map(|(_, it)| std::ptr::from_ref(it.get())).collect();
        for (number, base) in self.in_the_way() {
            if told.insert(base.get()) {
                going.push((number, base));
                returning.extend(self.kept_as(base).map(|head| (number, head)));
            }
        }
        self.note_left_behind(&going);
        // Of tables that go and refer to each other in a circle, none could go first.
        let dropped = self.dropped_tables();
        let order = in_order(&dropped);
        let places: FxHashMap<SmolStr, usize> =
            order.iter().enumerate().map(|(place, (_, table))| (table.get().name.clone(), place)).collect();
        for (place, (number, table)) in order.iter().enumerate() {
            let goes_later = |it: &ForeignKeyWalker<'_>| {
                let to = it.referenced_table().and_then(|to| places.get(&to.get().name));
                to.is_some_and(|to| *to > place)
            };
            going
                .extend(table.foreign_keys().filter(|it| !it.is_emulated()).filter(goes_later).map(|it| (*number, it)));
        }
        let clauses = going.into_iter().filter_map(|(number, it)| {
            let clause = format!("DROP FOREIGN KEY {}", quoted(it.get().name.as_deref()?));
            Some((it.table().get().name.clone(), clause, number))
        });
        let clauses: Vec<_> = clauses.collect();
        self.alter_each(clauses);
        returning
    }

    /// The index that the server made for a constraint would go by itself for one that its owner writes. Without the
    /// constraint it is an index like others, and has to be told to go.
    fn note_left_behind(&mut self, going: &[(usize, ForeignKeyWalker<'a>)]) {
        let mut told: FxHashSet<*const Index> = self
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Index(pair) => pair.base().map(|it| std::ptr::from_ref(it.get())),
                _ => None,
            })
            .collect();
        let dropped: FxHashSet<(&SmolStr, &SmolStr)> = self
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Column(Pair::Dropped(column)) => Some((&column.table().get().name, &column.get().name)),
                _ => None,
            })
            .collect();
        for (number, foreign_key) in going {
            let table = foreign_key.table();
            let name = &table.get().name;
            // With the last of its columns, an index goes too.
            if foreign_key.get().columns.iter().all(|column| dropped.contains(&(name, column))) {
                continue;
            }
            let Some(after) = self.head.table(self.tables.get(name).unwrap_or(name)) else { continue };
            let made = table.indexes().filter(|it| it.get().implicit && it.column_names() == foreign_key.get().columns);
            for index in made.filter(|it| told.insert(it.get())) {
                let renamed =
                    |column: SmolStr| self.columns.get(&(name.clone(), column.clone())).cloned().unwrap_or(column);
                let columns: Vec<SmolStr> = index.column_names().into_iter().map(renamed).collect();
                let stays = after.indexes().any(|it| {
                    it.get().implicit && self.head.same_columns(&it.column_names(), &columns)
                        || same_but_for_case(&it.get().name, &index.get().name)
                });
                if !stays {
                    let clause = (format!("DROP INDEX {}", quoted(&index.get().name)), vec![*number]);
                    self.left_behind.push((after.get().name.clone(), clause));
                }
            }
        }
    }

    fn dropped_tables(&self) -> Vec<(usize, TableWalker<'a>)> {
        let dropped = self.numbered().filter_map(|(number, change)| match change {
            Change::Table(Pair::Dropped(table)) => Some((number, *table)),
            _ => None,
        });
        dropped.collect()
    }

    /// One statement a table, of the clauses for it.
    fn alter_each(&mut self, clauses: Vec<(SmolStr, String, usize)>) {
        let mut places: FxHashMap<SmolStr, usize> = FxHashMap::default();
        let mut by_table: Vec<(SmolStr, Vec<String>, Vec<usize>)> = Vec::new();
        for (table, clause, number) in clauses {
            let place = *places.entry(table.clone()).or_insert_with(|| {
                by_table.push((table, Vec::new(), Vec::new()));
                by_table.len() - 1
            });
            if let Some((_, clauses, numbers)) = by_table.get_mut(place) {
                clauses.push(clause);
                numbers.push(number);
            }
        }
        for (table, clauses, numbers) in by_table {
            self.alter(&table, &clauses, numbers);
        }
    }

    /// The constraints over columns whose type changes: MySQL refuses that while they are there (errors 1832 and 1833).
    fn in_the_way(&self) -> Vec<(usize, ForeignKeyWalker<'a>)> {
        let mut found: Vec<(usize, ForeignKeyWalker<'a>)> = Vec::new();
        for (number, change) in self.numbered() {
            let Change::ColumnAspect { base, aspect: Aspect::Type | Aspect::Collation, .. } = change else { continue };
            let name = &base.get().name;
            let own = base.table().foreign_keys().filter(|it| it.get().columns.contains(name));
            let to = self.base.foreign_keys_to(&base.table().get().name);
            let to =
                to.filter(|it| it.get().referenced_columns.is_empty() || it.get().referenced_columns.contains(name));
            found.extend(own.chain(to).filter(|it| !it.is_emulated()).map(|it| (number, it)));
        }
        found
    }

    /// What a foreign key that stays is in the state after.
    fn kept_as(&self, base: ForeignKeyWalker<'a>) -> Option<ForeignKeyWalker<'a>> {
        let table = &base.table().get().name;
        let after = self.head.table(self.tables.get(table).unwrap_or(table))?;
        let renamed = |column: &SmolStr| self.columns.get(&(table.clone(), column.clone())).unwrap_or(column).clone();
        let columns: Vec<SmolStr> = base.get().columns.iter().map(renamed).collect();
        let to = &base.get().referenced_table;
        let to = self.tables.get(to).unwrap_or(to);
        after.foreign_keys().find(|it| {
            !it.is_emulated()
                && self.head.same_columns(&it.get().columns, &columns)
                && self.head.same_table(&it.get().referenced_table, to)
        })
    }

    fn add_foreign_keys(
        &mut self,
        returning: Vec<(usize, ForeignKeyWalker<'a>)>,
        late: Vec<(usize, ForeignKeyWalker<'a>)>,
    ) {
        let clauses = returning
            .into_iter()
            .chain(late)
            .map(|(number, it)| (it.table().get().name.clone(), format!("ADD {}", foreign_key(it)), number));
        self.alter_each(clauses.collect());
    }

    // Tables

    /// Tables that refer to others go before those.
    fn drop_tables(&mut self) {
        let dropped = self.dropped_tables();
        for (number, table) in in_order(&dropped).into_iter().rev() {
            self.push(format!("DROP TABLE {};", quoted(&table.get().name)), vec![number]);
        }
    }

    /// A name is free when the table that has it has gone on to its own new one.
    fn rename_tables(&mut self) {
        let renamed: Vec<(usize, SmolStr, SmolStr)> = self
            .numbered()
            .filter_map(|(number, change)| match change {
                Change::Table(Pair::Renamed { base, head }) => {
                    Some((number, base.get().name.clone(), head.get().name.clone()))
                }
                _ => None,
            })
            .collect();
        let holders: FxHashMap<&SmolStr, usize> =
            renamed.iter().enumerate().map(|(at, (_, old, _))| (old, at)).collect();
        let mut done = vec![false; renamed.len()];
        for first in 0..renamed.len() {
            // From the table that takes a name to the one that has it, and so on.
            let mut chain: Vec<usize> = Vec::new();
            let mut next = Some(first);
            while let Some((at, done)) = next.and_then(|at| Some((at, done.get_mut(at).filter(|done| !**done)?))) {
                *done = true;
                chain.push(at);
                next = renamed.get(at).and_then(|(_, _, new)| holders.get(new)).copied();
            }
            let mut links: Vec<(usize, SmolStr, SmolStr)> =
                chain.iter().filter_map(|at| renamed.get(*at).cloned()).collect();
            // Of a circle, one gets a name for the time being.
            if links.len() > 1
                && next == Some(first)
                && let Some((number, old, _)) = links.first_mut()
            {
                let (number, between) = (*number, self.free_name(old));
                let from = std::mem::replace(old, between.clone());
                self.push(rename_table(&from, &between), vec![number]);
            }
            for (number, old, new) in links.into_iter().rev() {
                self.push(rename_table(&old, &new), vec![number]);
            }
        }
    }

    /// A name that no table or view has, before or after.
    fn free_name(&self, name: &str) -> SmolStr {
        let is_free = |name: &SmolStr| {
            let has = |it: &Schema| it.table(name).is_some() || it.views.contains_key(name);
            !has(self.base) && !has(self.head)
        };
        let numbered = (2_usize..).map(|number| format!("_renaming_{number}"));
        let mut candidates = std::iter::once("_renaming".to_owned()).chain(numbered).map(|ending| {
            let kept = LONGEST_NAME.saturating_sub(ending.chars().count());
            SmolStr::new(name.chars().take(kept).chain(ending.chars()).collect::<String>())
        });
        candidates.find(is_free).unwrap_or_default()
    }

    /// Tables come after those that they refer to; answers the foreign keys that have to wait.
    fn create_tables(&mut self) -> Vec<(usize, ForeignKeyWalker<'a>)> {
        let added: Vec<(usize, TableWalker<'a>)> = self
            .numbered()
            .filter_map(|(number, change)| match change {
                Change::Table(Pair::Added(table)) => Some((number, *table)),
                _ => None,
            })
            .collect();
        let new: FxHashSet<SmolStr> = added.iter().map(|(_, table)| table.get().name.clone()).collect();
        let mut made: FxHashSet<SmolStr> = FxHashSet::default();
        let mut late = Vec::new();
        for (number, table) in in_order(&added) {
            made.insert(table.get().name.clone());
            let refers_to_made = |it: &ForeignKeyWalker<'_>| {
                let to = it.referenced_table().map_or(it.get().referenced_table.clone(), |it| it.get().name.clone());
                !new.contains(&to) || made.contains(&to)
            };
            let all = table.foreign_keys().filter(|it| !it.is_emulated());
            let (now, later): (Vec<_>, Vec<_>) = all.partition(refers_to_made);
            self.push(create_table(table, &now, self.dialect), vec![number]);
            late.extend(later.into_iter().map(|it| (number, it)));
        }
        late
    }

    // Columns and keys

    fn alter_tables(&mut self) {
        let mut order: Vec<SmolStr> = Vec::new();
        let mut of_table: FxHashMap<SmolStr, OfTable<'a>> = FxHashMap::default();
        for (number, change) in self.numbered() {
            // By the name after: tables have their new names by now.
            let name = match change {
                Change::Table(Pair::Altered { head, .. })
                | Change::ColumnOrder { head, .. }
                | Change::Partitioning { head, .. } => head.get().name.clone(),
                Change::ColumnAspect { head, .. } => head.table().get().name.clone(),
                Change::Column(pair) => self.name_after(pair.base().map(ColumnWalker::table), pair.either().table()),
                Change::Index(pair) => self.name_after(pair.base().map(IndexWalker::table), pair.either().table()),
                Change::Check(pair) => self.name_after(pair.base().map(CheckWalker::table), pair.either().table()),
                _ => continue,
            };
            let entry = of_table.entry(name.clone()).or_insert_with(|| {
                order.push(name);
                OfTable::default()
            });
            match change {
                Change::Table(Pair::Altered { base, head }) => entry.options = Some((number, *base, *head)),
                Change::ColumnOrder { base, head } => entry.order = Some((number, *base, *head)),
                Change::Column(pair) => entry.columns.push((number, *pair)),
                Change::ColumnAspect { base, head, aspect } => entry.aspects.push((number, *base, *head, *aspect)),
                Change::Index(pair) => entry.indexes.push((number, *pair)),
                Change::Check(pair) => entry.checks.push((number, *pair)),
                Change::Partitioning { base, head } => entry.partitioning = Some((number, *base, *head)),
                _ => {}
            }
        }
        for (name, clause) in std::mem::take(&mut self.left_behind) {
            let entry = of_table.entry(name.clone()).or_insert_with(|| {
                order.push(name);
                OfTable::default()
            });
            entry.left_behind.push(clause);
        }
        for name in order {
            if let Some(changes) = of_table.remove(&name) {
                self.alter_table(&name, &changes);
            }
        }
    }

    fn name_after(&self, base: Option<TableWalker<'_>>, either: TableWalker<'_>) -> SmolStr {
        let name = base.map_or(&either.get().name, |base| &base.get().name);
        base.and_then(|_| self.tables.get(name)).unwrap_or(name).clone()
    }

    fn alter_table(&mut self, name: &str, changes: &OfTable<'a>) {
        let (taken, back) = self.drop_what_is_in_the_way(name, changes);
        let renamed = changes.columns.iter().filter_map(|(number, pair)| match pair {
            Pair::Renamed { base, head } => Some((self.rename_column(*base, *head), *number)),
            _ => None,
        });
        let (clauses, numbers): (Vec<_>, Vec<_>) = renamed.unzip();
        self.alter(name, &clauses, numbers);

        let mut clauses: Vec<Clause> = changes.left_behind.clone();
        let mut after: Vec<Clause> = Vec::new();
        for (number, pair) in &changes.indexes {
            self.index_clauses(*number, *pair, &mut clauses, &mut after);
        }
        for (number, pair) in &changes.checks {
            self.check_clauses(*number, *pair, &mut clauses, &mut after);
        }
        clauses.retain(|clause| !taken.contains(&clause.0));
        for (number, pair) in &changes.columns {
            if let Pair::Dropped(column) = pair
                && !taken.contains(&drop_column(*column))
            {
                clauses.push((drop_column(*column), vec![*number]));
            }
        }
        self.column_clauses(changes, &mut clauses);
        clauses.retain(|clause| !taken.contains(&clause.0));
        clauses.extend(after);
        clauses.extend(back);
        clauses.extend(self.indexes_in_place(name, changes));
        clauses.extend(changes.options.map(|(number, base, head)| (new_table_options(base, head), vec![number])));
        // MySQL makes one full-text index a statement (its manual, "Online DDL Limitations").
        let is_full_text = |clause: &Clause| clause.0.starts_with("ADD FULLTEXT");
        let first = clauses.iter().position(is_full_text);
        let (mut now, mut later) = (Vec::new(), Vec::new());
        for (at, clause) in clauses.into_iter().enumerate() {
            if is_full_text(&clause) && first != Some(at) { later.push(clause) } else { now.push(clause) }
        }
        let parted = changes.partitioning.map(|(number, base, head)| self.partition_clauses(number, base, head));
        let (mut clauses, mut numbers): (Vec<_>, Vec<_>) = now.into_iter().unzip();
        let mut single = Vec::new();
        for (clause, of) in parted.unwrap_or_default() {
            // It stands behind the other clauses without a comma.
            if clause.starts_with("PARTITION BY") || clause.starts_with("REMOVE PARTITIONING") {
                match clauses.last_mut() {
                    Some(last) => last.push_str(&format!("\n  {clause}")),
                    None => clauses.push(clause),
                }
                numbers.push(of);
            } else {
                single.push((clause, of));
            }
        }
        self.alter(name, &clauses, numbers.concat());
        for (clause, numbers) in later.into_iter().chain(single) {
            self.alter(name, &[clause], numbers);
        }
    }

    fn check_clauses(
        &self,
        number: usize,
        pair: Pair<CheckWalker<'a>>,
        now: &mut Vec<Clause>,
        after: &mut Vec<Clause>,
    ) {
        let word = if self.dialect == Dialect::MariaDb { "CONSTRAINT" } else { "CHECK" };
        // Tables have their new names by then, and a name that MySQL counts follows its table.
        let name = |it: CheckWalker<'_>| {
            let table = &it.table().get().name;
            let now = self.tables.get(table).filter(|_| self.dialect != Dialect::MariaDb).unwrap_or(table);
            quoted(&it.name_in(now))
        };
        // What a column has of its own is a part of its definition.
        let of_table = |it: &CheckWalker<'_>| it.get().column.is_none();
        if let Pair::Altered { base, head } = pair
            && base.get().enforced != head.get().enforced
            && normal_expression(&base.get().expression) == normal_expression(&head.get().expression)
        {
            let words = if head.get().enforced { "ENFORCED" } else { "NOT ENFORCED" };
            after.push((format!("ALTER CHECK {} {words}", name(base)), vec![number]));
            return;
        }
        now.extend(pair.base().filter(of_table).map(|it| (format!("DROP {word} {}", name(it)), vec![number])));
        after.extend(pair.head().filter(of_table).map(|it| (format!("ADD {}", check(it)), vec![number])));
    }

    /// The column whose own check comes, goes or changes, as it was and as it is.
    fn column_of_check(&self, pair: Pair<CheckWalker<'a>>) -> Option<(ColumnWalker<'a>, ColumnWalker<'a>)> {
        let of = pair.either().table();
        let name = pair.either().get().column.as_ref()?;
        if let Some(check) = pair.head() {
            let head = check.table().column(name)?;
            let table = self.base.table(&self.table_before(of))?;
            let before = self.columns_before(table, std::slice::from_ref(name));
            return Some((table.column(before.first()?)?, head));
        }
        let table = self.head.table(self.tables.get(&of.get().name).unwrap_or(&of.get().name))?;
        let after = self.columns.get(&(of.get().name.clone(), name.clone())).unwrap_or(name);
        Some((of.column(name)?, table.column(after)?))
    }

    /// The name before of a table of the state after.
    fn table_before(&self, table: TableWalker<'_>) -> SmolStr {
        let name = &table.get().name;
        self.tables.iter().find(|(_, new)| *new == name).map_or_else(|| name.clone(), |(old, _)| old.clone())
    }

    fn partition_clauses(&self, number: usize, base: TableWalker<'a>, head: TableWalker<'a>) -> Vec<Clause> {
        let numbers = || vec![number];
        let Some(new) = &head.get().partitioning else { return vec![("REMOVE PARTITIONING".to_owned(), numbers())] };
        match partition_change(base, head, &self.renames_of(base)) {
            Some(PartitionChange::Rotate { dropped, added }) => {
                let names: Vec<String> = dropped.iter().map(|name| quoted(name)).collect();
                let gone = (!names.is_empty()).then(|| (format!("DROP PARTITION {}", names.join(", ")), numbers()));
                let kept = new.partitions.len().saturating_sub(added);
                let last = new.partitions.get(kept..).filter(|it| !it.is_empty());
                let comes = last.map(|it| (format!("ADD PARTITION {}", partitions(it, "PARTITION")), numbers()));
                gone.into_iter().chain(comes).collect()
            }
            Some(PartitionChange::Count { before, after }) if before < after => {
                vec![(format!("ADD PARTITION PARTITIONS {}", after - before), numbers())]
            }
            Some(PartitionChange::Count { before, after }) => {
                vec![(format!("COALESCE PARTITION {}", before - after), numbers())]
            }
            Some(PartitionChange::Anew) | None => vec![(partitioning(new), numbers())],
        }
    }

    /// Whether an expression of the state before names a column that gets another name, which MySQL refuses.
    fn names_renamed(&self, base: TableWalker<'_>, columns: &[SmolStr]) -> bool {
        let is_renamed = |name: &SmolStr| self.columns.contains_key(&(base.get().name.clone(), name.clone()));
        let written = |name: &SmolStr| base.column(name).map_or_else(|| name.clone(), |it| it.get().name.clone());
        !self.target.renames_columns_in_expressions() && columns.iter().map(written).any(|it| is_renamed(&it))
    }

    /// Whether a column is computed from one that gets another name, and can go meanwhile: no key holds it.
    fn is_computed_from_renamed(&self, base: ColumnWalker<'_>) -> bool {
        let generated = base.get().generated.as_ref();
        let holds = |it: IndexWalker<'_>| it.column_names().contains(&base.get().name);
        generated.is_some_and(|it| self.names_renamed(base.table(), &named_columns(&it.expression).columns))
            && !base.table().keys().any(holds)
    }

    /// What stands in the way of new names goes before: columns that have these names, with their indexes, and expressions that
    /// name what is renamed. Answers the clauses, and those that bring checks back.
    fn drop_what_is_in_the_way(&mut self, name: &str, changes: &OfTable<'a>) -> (FxHashSet<String>, Vec<Clause>) {
        let key = |column: ColumnWalker<'_>| self.head.column_key(&column.get().name);
        let wanted: FxHashSet<SmolStr> = changes
            .columns
            .iter()
            .filter_map(|(_, pair)| if let Pair::Renamed { head, .. } = pair { Some(key(*head)) } else { None })
            .collect();
        let mut gone: Vec<(usize, ColumnWalker<'_>)> = Vec::new();
        for (number, pair) in &changes.columns {
            if let Pair::Dropped(column) = pair
                && wanted.contains(&key(*column))
            {
                gone.push((*number, *column));
            }
        }
        let mut clauses: Vec<Clause> = Vec::new();
        let holds = |it: IndexWalker<'_>| {
            it.column_names().iter().any(|name| gone.iter().any(|(_, of)| of.get().name == *name))
        };
        let is_over_renamed = |it: IndexWalker<'_>| {
            it.get().parts.iter().any(|part| match &part.key {
                PartKey::Expression(text) => self.names_renamed(it.table(), &named_columns(text).columns),
                PartKey::Column(_) => false,
            })
        };
        let goes = |it: IndexWalker<'_>| holds(it) || is_over_renamed(it);
        for (number, pair) in changes.indexes.iter().filter(|(_, pair)| pair.base().is_some_and(goes)) {
            self.index_clauses(*number, *pair, &mut clauses, &mut Vec::new());
        }
        let renamed = changes.columns.iter().find_map(|(number, pair)| match pair {
            Pair::Renamed { base, .. } => Some((*number, base.table())),
            _ => None,
        });
        let mut back: Vec<Clause> = Vec::new();
        if let Some((number, base)) = renamed {
            for it in base.checks().filter(|it| it.get().understood && self.names_renamed(base, &it.get().columns)) {
                let mut ours = (Vec::new(), Vec::new());
                self.check_clauses(number, Pair::Dropped(it), &mut ours.0, &mut ours.1);
                clauses.append(&mut ours.0);
                let is_changed =
                    |(_, pair): &(usize, Pair<CheckWalker<'_>>)| pair.base().is_some_and(|of| of.label() == it.label());
                if !changes.checks.iter().any(is_changed) {
                    let mut kept = it.get().clone();
                    kept.rename_columns(&self.renames_of(base));
                    back.push((format!("ADD {}", check_with(it, &kept)), vec![number]));
                }
            }
        }
        for (number, base, ..) in changes.aspects.iter().filter(|it| it.3 == Aspect::Generated) {
            if self.is_computed_from_renamed(*base) {
                clauses.push((drop_column(*base), vec![*number]));
            }
        }
        clauses.extend(gone.iter().map(|(number, column)| (drop_column(*column), vec![*number])));
        let (clauses, numbers): (Vec<_>, Vec<_>) = clauses.into_iter().unzip();
        self.alter(name, &clauses, numbers.concat());
        (clauses.into_iter().collect(), back)
    }

    fn rename_column(&self, base: ColumnWalker<'a>, head: ColumnWalker<'a>) -> String {
        let (old, new) = (quoted(&base.get().name), quoted(&head.get().name));
        if self.target.renames_columns() {
            return format!("RENAME COLUMN {old} TO {new}");
        }
        // Only the name changes here: the rest of the definition is that of before.
        let mut column = kept(base, base, &[]);
        column.name = head.get().name.clone();
        let renames = self.renames_of(base.table());
        column.rename_in_expressions(&renames);
        let mut check = base.own_check().cloned();
        if let Some(check) = &mut check {
            check.rename_columns(&renames);
        }
        format!("CHANGE COLUMN {old} {new} {}", definition(&column, check.as_ref(), self.dialect))
    }

    /// The columns of a table that have another name after, with both names.
    fn renames_of(&self, base: TableWalker<'_>) -> Vec<(SmolStr, SmolStr)> {
        let table = &base.get().name;
        let new_name = |name: &SmolStr| self.columns.get(&(table.clone(), name.clone())).cloned();
        let names = base.get().columns.iter().map(|column| &column.name);
        names.filter_map(|name| Some((name.clone(), new_name(name)?))).collect()
    }

    fn index_clauses(
        &self,
        number: usize,
        pair: Pair<IndexWalker<'a>>,
        now: &mut Vec<Clause>,
        after: &mut Vec<Clause>,
    ) {
        let drop = |it: IndexWalker<'_>| match it.get().kind {
            IndexKind::Primary => "DROP PRIMARY KEY".to_owned(),
            _ => format!("DROP INDEX {}", quoted(&it.get().name)),
        };
        let add = |it: &Index| format!("ADD {}", index(pair.either().table(), it, self.dialect));
        match pair {
            Pair::Added(head) => after.push((add(head.get()), vec![number])),
            Pair::Dropped(base) => now.push((drop(base), vec![number])),
            Pair::Altered { base, head } if only_visibility_differs(base, head) => {
                let word = visibility(head.get().visible, self.dialect);
                after.push((format!("ALTER INDEX {} {word}", quoted(&head.get().name)), vec![number]));
            }
            Pair::Renamed { base, head } if self.target.renames_indexes() => {
                let clause = format!("RENAME INDEX {} TO {}", quoted(&base.get().name), quoted(&head.get().name));
                after.push((clause, vec![number]));
            }
            Pair::Altered { base, head } | Pair::Renamed { base, head } => {
                now.push((drop(base), vec![number]));
                after.push((add(&kept_index(base, head)), vec![number]));
            }
        }
    }

    /// An index that a foreign key needs goes only while another comes (MySQL error 1553): where none is written, the one that
    /// the server would have made for a new table.
    fn indexes_in_place(&self, table: &str, changes: &OfTable<'a>) -> Vec<Clause> {
        let head = self.head.table(table).into_iter();
        let made = head.flat_map(TableWalker::indexes).filter(|it| it.get().implicit);
        let replaces = |made: IndexWalker<'a>| {
            let columns = made.column_names();
            changes.indexes.iter().find_map(|(number, pair)| match pair {
                Pair::Dropped(base) | Pair::Altered { base, .. } => {
                    let base_columns = self.columns_before(base.table(), &columns);
                    base.begins_with(&base_columns).then_some(*number)
                }
                _ => None,
            })
        };
        let clause = |it: IndexWalker<'a>| {
            Some((format!("ADD {}", index(it.table(), it.get(), self.dialect)), vec![replaces(it)?]))
        };
        made.filter_map(clause).collect()
    }

    /// The names before of columns of the state after.
    fn columns_before(&self, table: TableWalker<'_>, columns: &[SmolStr]) -> Vec<SmolStr> {
        let table = &table.get().name;
        let before = |name: &SmolStr| self.columns_before.get(&(table.clone(), name.clone())).unwrap_or(name).clone();
        columns.iter().map(before).collect()
    }

    /// Columns that come, change or move, in the order of the state after: what stands before one is there already.
    fn column_clauses(&self, changes: &OfTable<'a>, clauses: &mut Vec<Clause>) {
        // By the place in the table.
        let mut wanted: BTreeMap<usize, WantedColumn<'a>> = BTreeMap::new();
        for (number, pair) in &changes.columns {
            if let Pair::Added(column) = pair {
                want(&mut wanted, *column, *number).is_new = true;
            }
        }
        for (number, base, column, aspect) in &changes.aspects {
            let wanted = want(&mut wanted, *column, *number);
            wanted.base = Some(*base);
            wanted.is_replaced |= *aspect == Aspect::Generated
                && (is_virtual(*base) != is_virtual(*column) || self.is_computed_from_renamed(*base));
        }
        for (number, pair) in &changes.checks {
            if let Some((base, column)) = self.column_of_check(*pair) {
                want(&mut wanted, column, *number).base = Some(base);
            }
        }
        if let Some((number, base, head)) = &changes.order {
            for column in self.moved(*base, *head) {
                want(&mut wanted, column, *number).is_moved = true;
            }
        }
        for (place, WantedColumn { column, base, is_new, is_moved, is_replaced, numbers }) in wanted {
            let is_new = is_new || is_replaced;
            let name = quoted(&column.get().name);
            let (mut wanted, check) = match base {
                Some(base) => {
                    let renames = self.renames_of(base.table());
                    (kept(base, column, &renames), kept_check(base, column, &renames))
                }
                None => (column.get().clone(), column.own_check().cloned()),
            };
            if changes.options.is_some() {
                wanted = settled(wanted, column);
            }
            let word = if is_new { "ADD" } else { "MODIFY" };
            let definition = definition(&wanted, check.as_ref(), self.dialect);
            let columns = &column.table().get().columns;
            let is_last = is_new && columns.len() == place + 1;
            // Prisma does not say where a column stands.
            let is_placed = (is_new || is_moved) && !column.table().is_prisma() && !is_last;
            let before = place.checked_sub(1).and_then(|place| columns.get(place));
            let place = match before {
                _ if !is_placed => String::new(),
                Some(before) => format!(" AFTER {}", quoted(&before.name)),
                None => " FIRST".to_owned(),
            };
            if is_replaced {
                clauses.push((format!("DROP COLUMN {name}"), numbers.clone()));
            }
            clauses.push((format!("{word} COLUMN {name} {definition}{place}"), numbers));
        }
    }

    /// The fewest columns that have to move: all but the longest run that is in order already.
    fn moved(&self, base: TableWalker<'a>, head: TableWalker<'a>) -> Vec<ColumnWalker<'a>> {
        let table = &base.get().name;
        // What was renamed comes last: it may have the name of what is gone.
        let is_renamed = |it: &ColumnWalker<'_>| self.columns.contains_key(&(table.clone(), it.get().name.clone()));
        let (renamed, others): (Vec<_>, Vec<_>) = base.columns().partition(is_renamed);
        let before: FxHashMap<SmolStr, usize> = others
            .into_iter()
            .chain(renamed)
            .map(|it| {
                let name = &it.get().name;
                let after = self.columns.get(&(table.clone(), name.clone())).unwrap_or(name);
                (SmolStr::new(after.to_lowercase()), it.place())
            })
            .collect();
        let kept: Vec<(ColumnWalker<'a>, usize)> =
            head.columns().filter_map(|it| Some((it, *before.get(it.get().name.to_lowercase().as_str())?))).collect();
        let stays = longest_increasing(&kept.iter().map(|(_, place)| *place).collect::<Vec<_>>());
        kept.into_iter().enumerate().filter(|(at, _)| !stays.contains(at)).map(|(_, (column, _))| column).collect()
    }
}

fn drop_column(column: ColumnWalker<'_>) -> String {
    format!("DROP COLUMN {}", quoted(&column.get().name))
}

fn rename_table(old: &str, new: &str) -> String {
    format!("RENAME TABLE {} TO {};", quoted(old), quoted(new))
}

fn want<'w, 'a>(
    wanted: &'w mut BTreeMap<usize, WantedColumn<'a>>,
    column: ColumnWalker<'a>,
    number: usize,
) -> &'w mut WantedColumn<'a> {
    let fresh =
        || WantedColumn { column, base: None, is_new: false, is_moved: false, is_replaced: false, numbers: Vec::new() };
    let wanted = wanted.entry(column.place()).or_insert_with(fresh);
    wanted.numbers.push(number);
    wanted
}

/// Whether its values are computed when it is read.
fn is_virtual(column: ColumnWalker<'_>) -> bool {
    column.get().generated.as_ref().is_some_and(|generated| !generated.stored)
}

fn only_visibility_differs(base: IndexWalker<'_>, head: IndexWalker<'_>) -> bool {
    let (old, new) = (base.get(), head.get());
    old.visible != new.visible
        && old.kind == new.kind
        && old.method == new.method
        && old.predicate == new.predicate
        && old.parts == new.parts
        && old.comment == new.comment
        && old.key_block_size == new.key_block_size
        && same_but_for_case(&old.name, &new.name)
}

/// The places of the longest run of numbers that grow.
fn longest_increasing(numbers: &[usize]) -> FxHashSet<usize> {
    // `ends[n]`: the place of the smallest number that a run of n + 1 numbers ends in.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    let value = |place: usize| numbers.get(place).copied().unwrap_or_default();
    for (place, number) in numbers.iter().enumerate() {
        let at = ends.partition_point(|end| value(*end) < *number);
        previous.push(at.checked_sub(1).and_then(|before| ends.get(before)).copied());
        match ends.get_mut(at) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut run = FxHashSet::default();
    let mut place = ends.last().copied();
    while let Some(at) = place {
        run.insert(at);
        place = previous.get(at).copied().flatten();
    }
    run
}

/// Tables after those among them that they refer to, as far as that goes; else in their own order.
fn in_order<'a>(tables: &[(usize, TableWalker<'a>)]) -> Vec<(usize, TableWalker<'a>)> {
    let places: FxHashMap<SmolStr, usize> =
        tables.iter().enumerate().map(|(place, (_, table))| (table.get().name.clone(), place)).collect();
    let refers_to = |table: TableWalker<'a>| -> Vec<usize> {
        let to = table.foreign_keys().filter(|it| !it.is_emulated()).filter_map(ForeignKeyWalker::referenced_table);
        to.filter_map(|other| places.get(&other.get().name).copied()).collect()
    };
    let mut done = vec![false; tables.len()];
    let mut order = Vec::with_capacity(tables.len());
    for first in 0..tables.len() {
        // Without recursion: chains of tables may be long.
        let mut waiting = vec![(first, false)];
        while let Some((place, is_left)) = waiting.pop() {
            let Some((number, table)) = tables.get(place) else { continue };
            if is_left {
                order.push((*number, *table));
                continue;
            }
            if done.get_mut(place).is_none_or(|done| std::mem::replace(done, true)) {
                continue;
            }
            waiting.push((place, true));
            waiting.extend(refers_to(*table).into_iter().rev().map(|other| (other, false)));
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::longest_increasing;

    #[test]
    fn as_few_as_possible_move() {
        let stays = |numbers: &[usize]| {
            let mut places: Vec<usize> = longest_increasing(numbers).into_iter().collect();
            places.sort_unstable();
            places
        };
        assert_eq!(stays(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(stays(&[2, 0, 1]), [1, 2]);
        assert_eq!(stays(&[0, 3, 1, 2]), [0, 2, 3]);
        assert!(stays(&[]).is_empty());
    }
}
