//! What a Prisma block names.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Block, Field, OfSource, Said, Use};
use crate::{
    lower::prisma::{mapped_name, mapped_name_of_block, name_in_database},
    syntax::{
        Name,
        prisma::ast::{Arity, Attribute, Block as BlockText, BlockKind, Field as FieldText, Member, Value},
    },
};

/// Reads a block.
pub(super) fn read(block: &BlockText) -> OfSource {
    let mut of_block = OfSource::default();
    let Some(name) = &block.name else { return of_block };
    let mut reader = Reader { model: &name.text, out: &mut of_block };
    match block.kind {
        BlockKind::Model | BlockKind::View => reader.model(block, name),
        BlockKind::Enum => reader.values(block, name),
        // A composite type is no table.
        _ => {}
    }
    of_block
}

struct Reader<'b> {
    /// The block's own name.
    model: &'b SmolStr,
    out: &'b mut OfSource,
}

impl Reader<'_> {
    fn say(&mut self, name: &Name, used: Use, said: Said) {
        self.out.said.push((name.span, used, said));
    }

    fn block_name(&mut self, block: &BlockText, name: &Name) -> SmolStr {
        self.say(name, Use::Describes, Said::Block(name.text.clone()));
        let mapped = mapped_name_of_block(block);
        if let Some(mapped) = mapped {
            self.say(mapped, Use::Refers, Said::Block(name.text.clone()));
        }
        name_in_database(block, name).1
    }

    fn model(&mut self, block: &BlockText, name: &Name) {
        let table = self.block_name(block, name);
        for member in &block.members {
            match member {
                Member::Field(field) => self.field(field),
                Member::BlockAttribute(attribute) => self.block_attribute(attribute),
                Member::EnumValue(_) | Member::Property(_) => {}
            }
        }
        let fields = block.members.iter().enumerate().filter_map(|(place, member)| match member {
            Member::Field(field) => Some((field.name.text.clone(), described(field, place)?)),
            _ => None,
        });
        let fields = fields.collect();
        self.out.block = Some(Block::Model { name: name.text.clone(), table, fields });
    }

    fn field(&mut self, field: &FieldText) {
        let said = field_of(self.model, &field.name);
        self.say(&field.name, Use::Describes, said.clone());
        let Some(ty) = field.ty.as_ref().filter(|ty| !ty.unsupported) else { return };
        self.say(&ty.name, Use::Refers, Said::Block(ty.name.text.clone()));
        for attribute in &field.attributes {
            match attribute.name.text.as_str() {
                "map" => {
                    if let Some(name) = mapped_name(&field.attributes) {
                        self.say(name, Use::Refers, said.clone());
                    }
                }
                "unique" => self.index_name(attribute.argument("map")),
                "default" => {
                    let value = attribute.argument("value").or_else(|| attribute.positional(0));
                    let words = value.map(Value::items).unwrap_or_default().iter().filter_map(|value| match value {
                        Value::Word(word) => Some(word),
                        _ => None,
                    });
                    for word in words {
                        let said = Said::EnumValue { of: ty.name.text.clone(), value: word.text.clone() };
                        self.say(word, Use::Refers, said);
                    }
                }
                "relation" => {
                    self.fields_of(self.model, attribute.argument("fields"));
                    self.fields_of(&ty.name.text, attribute.argument("references"));
                    if let Some(name) = attribute.argument("map").and_then(Value::as_string) {
                        self.say(name, Use::Refers, said.clone());
                    }
                }
                _ => {}
            }
        }
    }

    fn block_attribute(&mut self, attribute: &Attribute) {
        let kind = attribute.name.text.as_str();
        if !matches!(kind, "id" | "unique" | "index" | "fulltext" | "shardKey") {
            return;
        }
        self.fields_of(self.model, attribute.argument("fields").or_else(|| attribute.positional(0)));
        if let Some(Value::Object(conditions, _)) = attribute.argument("where") {
            for (name, _) in conditions {
                let said = field_of(self.model, name);
                self.say(name, Use::Refers, said);
            }
        }
        // `name` is the old spelling of `map` on an index; on a unique key, it is the client's.
        let old_name = || (kind == "index").then(|| attribute.argument("name")).flatten();
        match kind {
            "unique" | "index" | "fulltext" => self.index_name(attribute.argument("map").or_else(old_name)),
            _ => {}
        }
    }

    fn index_name(&mut self, value: Option<&Value>) {
        if let Some(name) = value.and_then(Value::as_string) {
            let said = Said::Index { model: self.model.clone(), name: name.text.clone() };
            self.say(name, Use::Describes, said);
        }
    }

    /// `[a, b(sort: Desc)]`
    fn fields_of(&mut self, model: &SmolStr, list: Option<&Value>) {
        for name in list.map(Value::items).unwrap_or_default().iter().filter_map(Value::as_word) {
            let said = field_of(model, name);
            self.say(name, Use::Refers, said);
        }
    }

    fn values(&mut self, block: &BlockText, name: &Name) {
        let database = self.block_name(block, name);
        let mut values = FxHashMap::default();
        for member in &block.members {
            let Member::EnumValue(value) = member else { continue };
            let said = Said::EnumValue { of: name.text.clone(), value: value.name.text.clone() };
            self.say(&value.name, Use::Describes, said.clone());
            let mapped = mapped_name(&value.attributes);
            if let Some(mapped) = mapped {
                self.say(mapped, Use::Refers, said);
            }
            let in_database = mapped.unwrap_or(&value.name).text.clone();
            let place = values.len();
            values.entry(value.name.text.clone()).or_insert((place, in_database));
        }
        self.out.block = Some(Block::Enum { name: name.text.clone(), database, values });
    }
}

fn field_of(model: &SmolStr, name: &Name) -> Said {
    Said::Field { model: model.clone(), field: name.text.clone() }
}

/// A field with what other places need of it; none without a type: nobody knows what it is.
fn described(field: &FieldText, place: usize) -> Option<Field> {
    let ty = field.ty.as_ref()?;
    let relation = field.attributes.iter().find(|attribute| attribute.name.text == "relation");
    let name = relation.and_then(|it| it.argument("name").or_else(|| it.positional(0))).and_then(Value::as_string);
    Some(Field {
        column: mapped_name(&field.attributes).unwrap_or(&field.name).text.clone(),
        ty: if ty.unsupported { SmolStr::default() } else { ty.name.text.clone() },
        relation: name.map(|name| name.text.clone()),
        refers: relation.is_some_and(|it| it.argument("fields").is_some_and(|fields| !fields.items().is_empty())),
        is_list: ty.arity == Arity::List,
        place,
    })
}
