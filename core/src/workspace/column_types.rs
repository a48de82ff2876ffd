//! The types that the database has for the fields of a Prisma schema, to be shown beside them.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Live;
use crate::{
    lower::prisma::name_in_database,
    schema::ColumnType,
    syntax::prisma::{
        ast::{BlockKind, Member},
        read_block,
    },
    text::{FileId, Language, Location, Span},
};

/// The type of a field in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseType {
    /// The place behind the field, before a comment at the end of its line: an empty span.
    pub location: Location,
    /// `varchar(191)`
    pub ty: String,
}

impl Live {
    /// The types of the fields that stand between two bytes of a Prisma file. A field whose text names its type
    /// (`@db.VarChar(50)`) needs no telling; where the database is not known, nothing is told.
    pub fn database_types(&self, file: FileId, from: u64, until: u64) -> Vec<DatabaseType> {
        let (sources, schema) = (&self.workspace.sources, &self.state.schema);
        let mut types = Vec::new();
        let is_prisma = sources.file(file).is_some_and(|file| file.language == Language::Prisma);
        if !is_prisma || self.state.target.target.dialect().is_none() {
            return types;
        }
        let is_between = |start: u64, end: u64| start < until && from < end;
        for (id, source) in sources.sources().filter(|(_, source)| source.file == file) {
            if !is_between(source.offset, source.offset + source.text.len() as u64) {
                continue;
            }
            let block = read_block(&source.text);
            let name = block.name.as_ref().filter(|_| block.kind == BlockKind::Model);
            let table = name
                .and_then(|name| schema.table(&name_in_database(&block, name).1))
                .filter(|it| it.get().origin.source == id);
            let Some(table) = table else { continue };
            let columns: FxHashMap<&SmolStr, &ColumnType> =
                table.get().columns.iter().filter_map(|it| Some((it.field.as_ref()?, &it.ty))).collect();
            for member in &block.members {
                let Member::Field(field) = member else { continue };
                let says_it = field.ty.as_ref().is_none_or(|ty| ty.unsupported)
                    || field.attributes.iter().any(|attribute| attribute.name.text.contains('.'));
                let at = |byte: u32| source.offset + u64::from(byte);
                if says_it || !is_between(at(field.span.start), at(field.span.end)) {
                    continue;
                }
                if let Some(ty) = columns.get(&field.name.text) {
                    let location = Location { source: id, span: Span::at(field.span.end()) };
                    types.push(DatabaseType { location, ty: ty.to_string() });
                }
            }
        }
        types
    }
}
