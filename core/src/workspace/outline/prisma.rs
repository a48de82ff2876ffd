//! The outline of a Prisma block.

use super::{Item, ItemKind, PieceOutline};
use crate::{
    lower::prisma::{mapped_name, mapped_name_of_block},
    syntax::{
        Name,
        prisma::ast::{Attribute, Block, BlockKind, Field, Member},
    },
};

impl PieceOutline<'_> {
    pub(super) fn block(&mut self, block: &Block) {
        self.fold_comments(block.comments.iter().map(|comment| comment.span));
        let kind = match block.kind {
            BlockKind::Model => ItemKind::Table,
            BlockKind::View => ItemKind::View,
            BlockKind::CompositeType => ItemKind::Type,
            BlockKind::Enum => ItemKind::Enum,
            BlockKind::Datasource => ItemKind::Datasource,
            BlockKind::Generator => ItemKind::Generator,
            BlockKind::Other(_) => return,
        };
        self.fold(block.span);
        for member in &block.members {
            self.fold(member.span());
        }
        let Some(name) = &block.name else { return };
        let Some(mut item) = self.item(kind, name.text.as_str(), block.span, name.span) else { return };
        let word = match block.kind {
            BlockKind::Model => "model",
            BlockKind::View => "view",
            BlockKind::CompositeType => "type",
            BlockKind::Enum => "enum",
            BlockKind::Datasource => "datasource",
            BlockKind::Generator | BlockKind::Other(_) => "generator",
        };
        item.detail = Some(with_mapped(word.to_owned(), mapped_name_of_block(block)));
        item.children = block.members.iter().filter_map(|member| self.member(member)).collect();
        self.add(Some(item));
    }

    fn member(&self, member: &Member) -> Option<Item> {
        match member {
            Member::Field(field) => self.field(field),
            Member::BlockAttribute(attribute) => self.attribute(attribute),
            Member::EnumValue(value) => {
                let mut item = self.item(ItemKind::EnumValue, value.name.text.as_str(), value.span, value.name.span)?;
                item.detail = mapped_name(&value.attributes).map(|name| name.text.to_string());
                Some(item)
            }
            Member::Property(property) => {
                let mut item =
                    self.item(ItemKind::Property, property.name.text.as_str(), property.span, property.name.span)?;
                item.detail = property.value.as_ref().map(|value| self.words(value.span()));
                Some(item)
            }
        }
    }

    fn field(&self, field: &Field) -> Option<Item> {
        let is_relation = field.attributes.iter().any(|attribute| attribute.name.text == "relation");
        let kind = if is_relation { ItemKind::Relation } else { ItemKind::Column };
        let mut item = self.item(kind, field.name.text.as_str(), field.span, field.name.span)?;
        let ty = field.ty.as_ref().map(|ty| self.words(ty.span)).unwrap_or_default();
        item.detail = Some(with_mapped(ty, mapped_name(&field.attributes))).filter(|detail| !detail.is_empty());
        Some(item)
    }

    fn attribute(&self, attribute: &Attribute) -> Option<Item> {
        if !matches!(attribute.name.text.as_str(), "id" | "unique" | "index" | "fulltext") {
            return None;
        }
        let name = format!("@@{}", attribute.name.text);
        let mut item = self.item(ItemKind::Key, name, attribute.span, attribute.name.span)?;
        let fields = attribute.argument("fields").or_else(|| attribute.positional(0));
        item.detail = fields.map(|fields| self.words(fields.span()));
        Some(item)
    }
}

fn with_mapped(words: String, mapped: Option<&Name>) -> String {
    match mapped {
        Some(name) if words.is_empty() => format!("\"{}\"", name.text),
        Some(name) => format!("{words} \"{}\"", name.text),
        None => words,
    }
}
