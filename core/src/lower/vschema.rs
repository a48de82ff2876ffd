//! The JSON of a `VSchema` and of routing rules → the model.

use smol_str::SmolStr;

use crate::{
    schema::{ColumnVindex, VSchema, VTable, Vindex},
    syntax::json::{Node, Value, read},
    text::{Location, SourceId, Span},
};

/// Reads a `VSchema`. Source: Vitess documentation, "VSchema"; `vtgate/vindexes/vschema.go`.
pub fn vschema(source: SourceId, text: &str) -> VSchema {
    let mut vschema = VSchema::default();
    let at = |span: Span| Location { source, span };
    let root = match read(text) {
        Ok(root) => root,
        Err(mistake) => {
            vschema.mistakes.push((at(mistake.span), mistake.message.to_owned()));
            return vschema;
        }
    };
    if !matches!(root.value, Value::Object(_)) {
        vschema.mistakes.push((at(root.span), "a VSchema is an object".to_owned()));
    }
    vschema.sharded = root.member("sharded").is_some_and(|it| it.value == Value::Bool(true));
    for (name, span, node) in root.member("vindexes").map(Node::members).unwrap_or_default() {
        match node.member("type").and_then(Node::as_str) {
            Some(kind) => {
                vschema.vindexes.insert(name.into(), Vindex { kind: kind.into() });
            }
            None => vschema.mistakes.push((at(*span), format!("vindex {name} has no type"))),
        }
    }
    for (name, span, node) in root.member("tables").map(Node::members).unwrap_or_default() {
        let kind = node.member("type").and_then(Node::as_str).unwrap_or_default();
        let mut table = VTable {
            name: name.into(),
            is_spread: !matches!(kind, "sequence" | "reference"),
            vindexes: Vec::new(),
            counted: None,
            location: at(*span),
        };
        if let Some(counted) = node.member("auto_increment") {
            let part = |name: &str| counted.member(name).and_then(Node::as_str);
            table.counted = part("column").map(SmolStr::new);
            if part("column").is_none() || part("sequence").is_none() {
                let message = format!("auto_increment of {name} needs a column and a sequence");
                vschema.mistakes.push((at(counted.span), message));
            }
        }
        for of_columns in node
            .member("column_vindexes")
            .or_else(|| node.member("columnVindexes"))
            .map(Node::items)
            .unwrap_or_default()
        {
            column_vindex(&mut vschema, &mut table, of_columns, at);
        }
        if vschema.sharded && table.is_spread && node.member("pinned").is_none() && table.vindexes.is_empty() {
            vschema.mistakes.push((at(*span), format!("table {name} of a sharded keyspace has no primary vindex")));
        }
        vschema.tables.insert(table.name.clone(), table);
    }
    vschema
}

fn column_vindex(vschema: &mut VSchema, table: &mut VTable, node: &Node, at: impl Fn(Span) -> Location) {
    let (one, several) = (node.member("column"), node.member("columns"));
    if one.is_some() && several.is_some() {
        vschema.mistakes.push((at(node.span), format!("a vindex of {} has both column and columns", table.name)));
    }
    let several = several.map(Node::items).unwrap_or_default();
    let columns = one.into_iter().chain(several).filter_map(|it| Some((SmolStr::new(it.as_str()?), at(it.span))));
    let columns: Vec<_> = columns.collect();
    let name = node.member("name").and_then(Node::as_str);
    let Some(name) = name.filter(|_| !columns.is_empty()) else {
        vschema
            .mistakes
            .push((at(node.span), format!("a vindex of {} needs a column and the name of a vindex", table.name)));
        return;
    };
    if vschema.vindex(name).is_none() {
        let place = node.member("name").map_or(node.span, |it| it.span);
        vschema.mistakes.push((at(place), format!("vindex {name} of table {} is not there", table.name)));
    }
    if let Some((twice, place)) = columns.iter().enumerate().find_map(|(nth, (name, place))| {
        columns.iter().take(nth).any(|(other, _)| other == name).then_some((name, place))
    }) {
        vschema.mistakes.push((*place, format!("a vindex of {} names {twice} twice", table.name)));
    }
    table.vindexes.push(ColumnVindex { columns, vindex: name.into(), location: at(node.span) });
}

/// What is wrong with routing rules, in words without a final stop. Source: Vitess documentation, "Routing rules".
pub fn mistakes_of_routing(source: SourceId, text: &str) -> Vec<(Location, String)> {
    let at = |span: Span| Location { source, span };
    let root = match read(text) {
        Ok(root) => root,
        Err(mistake) => return vec![(at(mistake.span), mistake.message.to_owned())],
    };
    let Some(rules) = root.member("rules").filter(|it| matches!(it.value, Value::List(_))) else {
        return vec![(at(root.span), "routing rules are an object with a list of rules".to_owned())];
    };
    let mut mistakes = Vec::new();
    for rule in rules.items() {
        let Some(from) = rule.member("from_table").or_else(|| rule.member("fromTable")).and_then(Node::as_str) else {
            mistakes.push((at(rule.span), "this rule does not say from which table".to_owned()));
            continue;
        };
        let targets = rule.member("to_tables").or_else(|| rule.member("toTables"));
        match targets.map(Node::items).unwrap_or_default() {
            [] => mistakes.push((at(rule.span), format!("the rule for {from} has no target"))),
            [one] => {
                if one.as_str().and_then(|to| to.split_once('.')).is_none_or(|(a, b)| a.is_empty() || b.is_empty()) {
                    mistakes.push((at(one.span), format!("the target of {from} needs its keyspace: keyspace.table")));
                }
            }
            [_, second, ..] => {
                mistakes.push((at(second.span), format!("the rule for {from} has more than one target")));
            }
        }
    }
    mistakes
}
