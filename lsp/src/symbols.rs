//! What a text is made of.

use lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, Range, SymbolInformation, SymbolKind, Uri};
use shoring_core::{
    text::{FileId, SourceMap, Span},
    workspace::{Item, ItemKind, Live},
};

/// The outline of a file. `range` tells where some bytes of it are.
pub(crate) fn of(live: &mut Live, file: FileId, range: &dyn Fn(u64, u64) -> Range) -> Vec<DocumentSymbol> {
    let items = live.outline(file).items;
    let sources = live.sources();
    items.into_iter().filter_map(|item| symbol(sources, item, range)).collect()
}

fn symbol(sources: &SourceMap, item: Item, range: &dyn Fn(u64, u64) -> Range) -> Option<DocumentSymbol> {
    let of_span = |span: Span| {
        let (_, start, end) = sources.place_of(shoring_core::text::Location { span, ..item.location })?;
        Some(range(start, end))
    };
    let (whole, name) = (of_span(item.location.span)?, of_span(item.name_span)?);
    let children: Vec<_> = item.children.into_iter().filter_map(|child| symbol(sources, child, range)).collect();
    #[expect(deprecated, reason = "the type has a field for clients of before")]
    Some(DocumentSymbol {
        name: item.name,
        detail: item.detail,
        kind: kind(item.kind),
        tags: None,
        deprecated: None,
        range: whole,
        selection_range: name,
        children: Some(children).filter(|children| !children.is_empty()),
    })
}

/// The protocol has no kinds of databases; these are those that editors draw alike.
fn kind(kind: ItemKind) -> SymbolKind {
    match kind {
        ItemKind::Datasource | ItemKind::Generator => SymbolKind::MODULE,
        ItemKind::Table => SymbolKind::CLASS,
        ItemKind::View => SymbolKind::INTERFACE,
        ItemKind::Type => SymbolKind::STRUCT,
        ItemKind::Enum => SymbolKind::ENUM,
        ItemKind::EnumValue => SymbolKind::ENUM_MEMBER,
        ItemKind::Property => SymbolKind::PROPERTY,
        ItemKind::Column => SymbolKind::FIELD,
        ItemKind::Relation | ItemKind::ForeignKey => SymbolKind::OBJECT,
        ItemKind::Key => SymbolKind::KEY,
        ItemKind::Check => SymbolKind::BOOLEAN,
        ItemKind::Routine => SymbolKind::FUNCTION,
        ItemKind::Change | ItemKind::Drop => SymbolKind::EVENT,
    }
}

/// As the client takes it: one in another, or one after another.
pub(crate) fn answer(symbols: Vec<DocumentSymbol>, uri: &Uri, nests: bool) -> DocumentSymbolResponse {
    if nests {
        return DocumentSymbolResponse::Nested(symbols);
    }
    let mut flat = Vec::new();
    flatten(symbols, uri, None, &mut flat);
    DocumentSymbolResponse::Flat(flat)
}

fn flatten(symbols: Vec<DocumentSymbol>, uri: &Uri, container: Option<&str>, flat: &mut Vec<SymbolInformation>) {
    for symbol in symbols {
        let location = Location { uri: uri.clone(), range: symbol.range };
        #[expect(deprecated, reason = "the type has a field for clients of before")]
        flat.push(SymbolInformation {
            name: symbol.name.clone(),
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location,
            container_name: container.map(str::to_owned),
        });
        flatten(symbol.children.unwrap_or_default(), uri, Some(&symbol.name), flat);
    }
}
