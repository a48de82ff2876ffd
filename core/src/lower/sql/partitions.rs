//! How the rows of a table are parted.

use smol_str::SmolStr;

use super::{At, faults::Faults};
use crate::{
    lower::MAX_PARTITIONS,
    schema::{
        Fault, FaultKind, Origin, Partition, PartitionMethod, Partitioning, Table, named_columns, same_but_for_case,
    },
    syntax::{
        Name,
        sql::ast::{ClauseKind, Partition as PartitionText, Partitioning as PartitioningText},
    },
    text::Span,
};

/// `PARTITION BY …`
pub(super) fn set(table: &mut Table, text: &PartitioningText, at: At) {
    let partitioning = lowered(text, at);
    let count =
        |of: &Partitioning| of.partitions.len() + of.partitions.iter().map(|it| it.subpartitions.len()).sum::<usize>();
    if count(&partitioning) > MAX_PARTITIONS {
        table.unknown.partitions = true;
        table.partitioning = None;
        return;
    }
    table.unknown.partitions = false;
    table.partitioning = Some(Box::new(partitioning));
}

fn lowered(text: &PartitioningText, at: At) -> Partitioning {
    let expression = text.expression.as_ref().map(|it| SmolStr::new(&it.text));
    let mut columns: Vec<SmolStr> = text.columns.iter().map(|it| it.text.clone()).collect();
    let mut understood = text.understood && text.expression.as_ref().is_none_or(|it| it.understood);
    if let Some(expression) = expression.as_ref().filter(|_| text.method != PartitionMethod::SystemTime) {
        let named = named_columns(expression);
        columns = named.columns;
        understood &= !named.more;
    }
    Partitioning {
        method: text.method,
        expression,
        columns,
        // 2 is the usual (MySQL manual, "KEY Partitioning").
        algorithm: text.algorithm.clone().filter(|it| it != "2"),
        count: text.count,
        partitions: text.partitions.iter().map(|it| partition(it, at)).collect(),
        subpartitioning: text.subpartitioning.as_ref().map(|it| Box::new(lowered(it, at))),
        understood,
        origin: Origin { source: at.source, span: text.span, name: text.span },
    }
}

fn partition(text: &PartitionText, at: At) -> Partition {
    let mut partition = Partition {
        name: text.name.text.clone(),
        bound: text.bound.clone(),
        engine: None,
        comment: None,
        options: Vec::new(),
        subpartitions: text.subpartitions.iter().map(|it| partition(it, at)).collect(),
        origin: Origin { source: at.source, span: text.span, name: text.name.span },
    };
    for option in &text.options {
        let value = SmolStr::new(&option.value);
        match option.name.as_str() {
            "ENGINE" => partition.engine = Some(value),
            "COMMENT" => partition.comment = Some(value).filter(|it| !it.is_empty()),
            _ => partition.options.push((option.name.clone(), value)),
        }
    }
    partition
}

/// Applies a clause of `ALTER TABLE` about partitions.
pub(super) fn alter(table: &mut Table, clause: &ClauseKind, span: Span, at: At, faults: &mut Faults) {
    match clause {
        ClauseKind::PartitionBy(text) => {
            set(table, text, at);
            return;
        }
        ClauseKind::RemovePartitioning => {
            if table.partitioning.is_none() {
                not_parted(table, span, at, faults);
            }
            (table.partitioning, table.unknown.partitions) = (None, false);
            return;
        }
        _ => {}
    }
    let is_about_partitions = matches!(
        clause,
        ClauseKind::AddPartitions { .. }
            | ClauseKind::AddPartitionCount(_)
            | ClauseKind::DropPartitions(_)
            | ClauseKind::CoalescePartitions(_)
            | ClauseKind::ReorganizePartitions { .. }
            | ClauseKind::ConvertPartition { .. }
            | ClauseKind::ConvertTable { .. }
            | ClauseKind::TendPartitions(_)
    );
    if !is_about_partitions {
        return;
    }
    let is_known = !table.unknown.partitions;
    let Some(mut partitioning) = table.partitioning.take() else { return not_parted(table, span, at, faults) };
    change(&mut partitioning, clause, span, &Of { table, is_known, at }, faults);
    table.partitioning = Some(partitioning);
}

/// The table whose partitions are changed, for what is said of it.
struct Of<'t> {
    table: &'t Table,
    is_known: bool,
    at: At,
}

impl Of<'_> {
    fn fault(&self, kind: FaultKind, name: &str, span: Span) -> Fault {
        self.at.fault(kind, self.table, name, span)
    }
}

fn change(partitioning: &mut Partitioning, clause: &ClauseKind, span: Span, of: &Of<'_>, faults: &mut Faults) {
    let at = of.at;
    match clause {
        ClauseKind::AddPartitions { partitions, if_not_exists } => {
            for text in partitions {
                let text_name = &text.name;
                if partitioning.partition(&text_name.text).is_some() {
                    if *if_not_exists {
                        continue;
                    }
                    faults.note(of.fault(FaultKind::PartitionExists, &text_name.text, text_name.span));
                    continue;
                }
                name_counted(partitioning);
                partitioning.partitions.push(partition(text, at));
            }
        }
        ClauseKind::AddPartitionCount(more) => change_count(partitioning, |count| count.saturating_add(*more)),
        ClauseKind::CoalescePartitions(fewer) => {
            if partitioning.len() <= *fewer as usize && of.is_known {
                faults.note(of.fault(FaultKind::NoPartitionLeft, "", span));
                return;
            }
            change_count(partitioning, |count| count.saturating_sub(*fewer));
        }
        ClauseKind::DropPartitions(names) => drop(partitioning, of, names, faults),
        ClauseKind::ConvertPartition { name, .. } => drop(partitioning, of, std::slice::from_ref(name), faults),
        ClauseKind::ReorganizePartitions { old, new } => {
            all_there(partitioning, of, old, faults);
            let first = old.iter().filter_map(|it| partitioning.position(&it.text)).min();
            let Some(first) = first else { return };
            let goes = |it: &Partition| old.iter().any(|old| same_but_for_case(&old.text, &it.name));
            partitioning.partitions.retain(|it| !goes(it));
            let place = first.min(partitioning.partitions.len());
            let new: Vec<Partition> = new.iter().map(|it| partition(it, at)).collect();
            partitioning.partitions.splice(place..place, new);
        }
        ClauseKind::ConvertTable { partition: text, .. } => {
            if partitioning.partition(&text.name.text).is_some() {
                faults.note(of.fault(FaultKind::PartitionExists, &text.name.text, text.name.span));
                return;
            }
            partitioning.partitions.push(partition(text, at));
        }
        ClauseKind::TendPartitions(names) => all_there(partitioning, of, names, faults),
        _ => {}
    }
}

fn not_parted(table: &Table, span: Span, at: At, faults: &mut Faults) {
    faults.missing(table.unknown.partitions, at.fault(FaultKind::NotPartitioned, table, "", span));
}

/// Gives the partitions that the server counts their names.
fn name_counted(partitioning: &mut Partitioning) {
    if partitioning.partitions.is_empty() && partitioning.method.is_spread() {
        let origin = partitioning.origin;
        let count = partitioning.len().min(MAX_PARTITIONS);
        partitioning.partitions = (0..count).map(|number| Partition::counted(number, origin)).collect();
    }
}

fn change_count(partitioning: &mut Partitioning, change: impl Fn(u32) -> u32) {
    let before = u32::try_from(partitioning.len()).unwrap_or(u32::MAX);
    let after = change(before);
    partitioning.count = Some(after);
    let kept = partitioning.partitions.len();
    if kept > 0 {
        let origin = partitioning.origin;
        partitioning.partitions.truncate(after as usize);
        let more = kept..(after as usize).min(MAX_PARTITIONS);
        partitioning.partitions.extend(more.map(|number| Partition::counted(number, origin)));
    }
}

fn all_there(partitioning: &Partitioning, of: &Of<'_>, names: &[Name], faults: &mut Faults) {
    for name in names {
        let is_counted = || {
            let number = name.text.strip_prefix(['p', 'P']).and_then(|it| it.parse::<usize>().ok());
            partitioning.partitions.is_empty() && number.is_some_and(|it| it < partitioning.len())
        };
        let is_subpartition = partitioning
            .partitions
            .iter()
            .flat_map(|it| &it.subpartitions)
            .any(|it| same_but_for_case(&it.name, &name.text))
            || partitioning.subpartitioning.is_some();
        if partitioning.partition(&name.text).is_none() && !is_counted() && !is_subpartition {
            let may_be_there = !of.is_known || !partitioning.understood;
            faults.missing(may_be_there, of.fault(FaultKind::NoPartition, &name.text, name.span));
        }
    }
}

fn drop(partitioning: &mut Partitioning, of: &Of<'_>, names: &[Name], faults: &mut Faults) {
    all_there(partitioning, of, names, faults);
    let goes = |it: &Partition| names.iter().any(|name| same_but_for_case(&name.text, &it.name));
    if partitioning.partitions.iter().all(goes)
        && let Some(last) = names.last().filter(|_| of.is_known)
    {
        // MySQL error 1508.
        faults.note(of.fault(FaultKind::NoPartitionLeft, &last.text, last.span));
        return;
    }
    partitioning.partitions.retain(|it| !goes(it));
}
