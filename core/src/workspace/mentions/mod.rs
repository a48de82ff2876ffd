//! Every place of a text that names something of the database, by the database's own names: so a Prisma schema and the SQL
//! of one database meet. What cannot be told for certain is no mention.
//!
//! A source is read into what it says by itself ([`Said`]); what its words mean is looked up in all sources when it is
//! asked for. So an edit costs the reading of one block.

mod navigate;
mod prisma;
mod sql;

use std::hash::Hasher;

use fnv::FnvHasher;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

pub use navigate::{Found, definition_of, references_to};

use super::{Live, Role, read::dialect_read};
use crate::{
    lower::prisma::{is_scalar, name_of_pairs},
    order::{sort, sort_by_key},
    schema::Schema,
    syntax::{prisma::read_block, sql::read_statement},
    target::Dialect,
    text::{FileId, Language, Location, SourceId, SourceMap, Span},
};

/// Something of a database, by its names there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A table or a view.
    Table(SmolStr),
    /// A column.
    Column {
        /// Its table.
        table: SmolStr,
        /// Its name.
        name: SmolStr,
    },
    /// An index or a unique key.
    Index {
        /// Its table.
        table: SmolStr,
        /// Its name.
        name: SmolStr,
    },
    /// A foreign key.
    ForeignKey {
        /// The table whose rows refer.
        table: SmolStr,
        /// The name of the constraint; where there is none, because the client keeps it, the owner's: `Post.author`.
        name: SmolStr,
    },
    /// A type of values that a Prisma schema lists.
    Enum(SmolStr),
    /// One of these values.
    EnumValue {
        /// The enum.
        of: SmolStr,
        /// The value.
        name: SmolStr,
    },
}

/// What a place says of the entity that it names. The first is where its owner looks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// It describes it: a Prisma block, field or value.
    Describes,
    /// It makes it, with its table: `CREATE TABLE` and what stands in it.
    Creates,
    /// It adds it to what is there, or gives it this name: `ALTER TABLE … ADD`, `RENAME … TO`.
    Adds,
    /// It speaks of it.
    Refers,
}

impl Use {
    /// Whether the place defines what it names.
    pub fn defines(self) -> bool {
        self != Self::Refers
    }
}

/// A place that names something of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it names.
    pub entity: Entity,
    /// What it says of it.
    pub used: Use,
    /// The name, with its quotes.
    pub location: Location,
}

/// What a place names, as its text says it.
#[derive(Clone, Debug)]
enum Said {
    /// It says so itself: SQL does.
    Entity(Entity),
    /// A column of one of these tables: of the one that has it, where just one does.
    ColumnOf { tables: Vec<SmolStr>, name: SmolStr },
    /// A word of Prisma's for a model, a view or an enum.
    Block(SmolStr),
    /// A field of a model.
    Field { model: SmolStr, field: SmolStr },
    /// The name of an index of a model.
    Index { model: SmolStr, name: SmolStr },
    /// A value of an enum.
    EnumValue { of: SmolStr, value: SmolStr },
}

/// What a Prisma block tells the others.
#[derive(Debug)]
enum Block {
    Model {
        name: SmolStr,
        table: SmolStr,
        fields: FxHashMap<SmolStr, Field>,
    },
    /// The values by Prisma's names: their places in the list, and the database's names.
    Enum {
        name: SmolStr,
        database: SmolStr,
        values: FxHashMap<SmolStr, (usize, SmolStr)>,
    },
}

/// A field, as far as other places need it.
#[derive(Debug)]
struct Field {
    column: SmolStr,
    /// The word for its type; empty for one that Prisma does not support.
    ty: SmolStr,
    /// The name of its relation, where it has one.
    relation: Option<SmolStr>,
    /// It holds the columns of the relation.
    refers: bool,
    is_list: bool,
    /// Its place in the block.
    place: usize,
}

/// What a source says.
#[derive(Debug, Default)]
struct OfSource {
    /// Of its text: another text is read again.
    hash: u64,
    /// In the order of the text.
    said: Vec<(Span, Use, Said)>,
    block: Option<Block>,
}

/// What the sources of a state say, kept from one question to the next.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Numbered as the sources are.
    of_sources: Vec<OfSource>,
    /// Which source says what a model or enum is; the first does, as in the schema.
    blocks: FxHashMap<SmolStr, SourceId>,
    /// The fields of a model that lead to another by the name of a relation.
    relations: FxHashMap<Ends, Vec<SmolStr>>,
}

/// A model, the one that its field leads to, and the name of the relation.
type Ends = (SmolStr, SmolStr, Option<SmolStr>);

impl Mentions {
    /// Reads the sources whose text is another than before.
    fn follow(&mut self, sources: &SourceMap, dialect: Option<Dialect>, is_read: impl Fn(FileId) -> bool) {
        let mut differs = false;
        let mut count = 0;
        for (at, (_, source)) in sources.sources().enumerate() {
            count = at + 1;
            if self.of_sources.len() <= at {
                self.of_sources.push(OfSource::default());
            }
            let Some(of_source) = self.of_sources.get_mut(at) else { break };
            let text = if is_read(source.file) { &*source.text } else { "" };
            let hash = hash_of(text);
            if of_source.hash == hash {
                continue;
            }
            let language = sources.file(source.file).map(|file| file.language);
            *of_source = match (language, dialect) {
                (Some(Language::Prisma), _) => prisma::read(&read_block(text)),
                (Some(Language::Sql), Some(dialect)) => sql::read(&read_statement(text, dialect), text),
                _ => OfSource::default(),
            };
            of_source.hash = hash;
            sort_by_key(&mut of_source.said, |(span, used, _)| (*span, *used));
            differs = true;
        }
        differs |= self.of_sources.len() > count;
        self.of_sources.truncate(count);
        if differs {
            self.look_up();
        }
    }

    /// Makes anew what is looked up.
    fn look_up(&mut self) {
        self.blocks.clear();
        self.relations.clear();
        for (id, of_source) in (0..).map(SourceId).zip(&self.of_sources) {
            let Some(Block::Model { name, .. } | Block::Enum { name, .. }) = &of_source.block else { continue };
            self.blocks.entry(name.clone()).or_insert(id);
        }
        let mut relations: FxHashMap<Ends, Vec<SmolStr>> = FxHashMap::default();
        for (id, of_source) in (0..).map(SourceId).zip(&self.of_sources) {
            let Some(Block::Model { name, fields, .. }) = &of_source.block else { continue };
            if self.blocks.get(name) != Some(&id) {
                continue;
            }
            for (field, it) in in_order(fields).into_iter().filter(|(_, it)| self.model(&it.ty).is_some()) {
                let ends = (name.clone(), it.ty.clone(), it.relation.clone());
                relations.entry(ends).or_default().push(field.clone());
            }
        }
        self.relations = relations;
    }

    fn block(&self, name: &str) -> Option<&Block> {
        let id = self.blocks.get(name)?;
        self.of_sources.get(id.0 as usize)?.block.as_ref()
    }

    /// The table and the fields of a model or view.
    fn model(&self, name: &str) -> Option<(&SmolStr, &FxHashMap<SmolStr, Field>)> {
        if let Block::Model { table, fields, .. } = self.block(name)? { Some((table, fields)) } else { None }
    }
}

/// The fields of a model in the order of its text.
fn in_order(fields: &FxHashMap<SmolStr, Field>) -> Vec<(&SmolStr, &Field)> {
    let mut fields: Vec<_> = fields.iter().collect();
    sort_by_key(&mut fields, |(_, field)| field.place);
    fields
}

/// Tells texts apart: another text has another. 0 of none.
pub(super) fn hash_of(text: &str) -> u64 {
    // What has no text says nothing, and is never read.
    if text.is_empty() {
        return 0;
    }
    let mut hasher = FnvHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish().max(1)
}

/// What the texts of a state name.
#[derive(Clone, Copy, Debug)]
pub struct Names<'l> {
    mentions: &'l Mentions,
    sources: &'l SourceMap,
    schema: &'l Schema,
}

/// A Prisma block that lists values.
pub(super) struct EnumBlock<'l> {
    pub(super) name: &'l SmolStr,
    /// Prisma's name of each, and the database's, in the order of the text.
    pub(super) values: Vec<(&'l SmolStr, &'l SmolStr)>,
}

impl Live {
    /// What the texts name, as they are now.
    pub fn names(&mut self) -> Names<'_> {
        let files = &self.workspace.files;
        let is_read = |file: FileId| files.get(file.0 as usize).is_some_and(|it| it.role != Role::Base);
        let dialect = dialect_read(&self.state.target.target);
        self.mentions.follow(&self.workspace.sources, dialect, is_read);
        Names { mentions: &self.mentions, sources: &self.workspace.sources, schema: &self.state.schema }
    }
}

impl<'l> Names<'l> {
    /// The schema of the state.
    pub fn schema(self) -> &'l Schema {
        self.schema
    }

    /// The texts.
    pub fn sources(self) -> &'l SourceMap {
        self.sources
    }

    /// What is named at a byte of a file; right behind a name is still at it.
    pub fn at(self, file: FileId, offset: u64) -> Option<Mention> {
        let first = self.sources.source_at(file, offset, offset)?;
        // Where two sources meet, it may be the second one's.
        [first, SourceId(first.0 + 1)].into_iter().find_map(|id| {
            let source = self.sources.source(id).filter(|it| it.file == file)?;
            let at = u32::try_from(offset.checked_sub(source.offset)?).ok()?;
            let said = self.said(id).filter(|(span, ..)| span.start <= at && at <= span.end);
            // Of two that meet there, the one that begins.
            said.filter_map(|it| self.mention(id, it)).max_by_key(|it| it.location.span.start)
        })
    }

    /// All that a file names, in the order of its text.
    pub fn of_file(self, file: FileId) -> impl Iterator<Item = Mention> + use<'l> {
        self.all().filter(move |it| self.sources.source(it.location.source).is_some_and(|it| it.file == file))
    }

    /// All that the state names, in the order of its texts.
    pub fn all(self) -> impl Iterator<Item = Mention> + use<'l> {
        let sources = self.sources.sources().map(|(id, _)| id);
        sources.flat_map(move |id| self.said(id).filter_map(move |it| self.mention(id, it)))
    }

    /// What lists the values of an enum.
    pub(super) fn enum_of(self, database: &str) -> Option<EnumBlock<'l>> {
        let of_sources = self.mentions.of_sources.iter();
        let (name, values) = of_sources.filter_map(|it| it.block.as_ref()).find_map(|block| match block {
            Block::Enum { name, database: it, values } if it == database => Some((name, values)),
            _ => None,
        })?;
        let mut values: Vec<_> = values.iter().map(|(name, (place, value))| (*place, name, value)).collect();
        sort(&mut values);
        Some(EnumBlock { name, values: values.into_iter().map(|(_, name, value)| (name, value)).collect() })
    }

    /// The columns that hold values of an enum, by its block's name: each with its table.
    pub(super) fn columns_of_enum(self, name: &str) -> impl Iterator<Item = (&'l SmolStr, &'l SmolStr)> {
        self.mentions.of_sources.iter().flat_map(move |it| {
            let Some(Block::Model { table, fields, .. }) = &it.block else { return Vec::new() };
            let of_enum = in_order(fields).into_iter().filter(|(_, field)| field.ty == name);
            of_enum.map(|(_, field)| (table, &field.column)).collect()
        })
    }

    fn said(self, id: SourceId) -> impl Iterator<Item = &'l (Span, Use, Said)> + use<'l> {
        self.mentions.of_sources.get(id.0 as usize).into_iter().flat_map(|it| &it.said)
    }

    fn mention(self, source: SourceId, (span, used, said): &(Span, Use, Said)) -> Option<Mention> {
        let (entity, used) = self.meaning(said, *used)?;
        Some(Mention { entity, used, location: Location { source, span: *span } })
    }

    /// What a word means, and what its place says of it.
    fn meaning(self, said: &Said, used: Use) -> Option<(Entity, Use)> {
        let mentions = self.mentions;
        Some(match said {
            Said::Entity(entity) => (entity.clone(), used),
            Said::ColumnOf { tables, name } => {
                let table = |table: &SmolStr| self.schema.table(table);
                let mut of = tables.iter().filter_map(table).filter(|it| it.column(name).is_some());
                let (table, None) = (of.next()?, of.next()) else { return None };
                (Entity::Column { table: table.get().name.clone(), name: name.clone() }, used)
            }
            Said::Block(name) => match mentions.block(name)? {
                Block::Model { table, .. } => (Entity::Table(table.clone()), used),
                Block::Enum { database, .. } => (Entity::Enum(database.clone()), used),
            },
            Said::Field { model, field } => {
                let (table, fields) = mentions.model(model)?;
                let it = fields.get(field)?;
                let is_column = match mentions.block(&it.ty) {
                    Some(Block::Model { .. }) => return self.relation(model, field, it, used),
                    Some(Block::Enum { .. }) => true,
                    // A type that no text here tells may be a model.
                    None => it.ty.is_empty() || is_scalar(&it.ty),
                };
                is_column.then(|| (Entity::Column { table: table.clone(), name: it.column.clone() }, used))?
            }
            Said::Index { model, name } => {
                (Entity::Index { table: mentions.model(model)?.0.clone(), name: name.clone() }, used)
            }
            Said::EnumValue { of, value } => match mentions.block(of)? {
                Block::Enum { database, values, .. } => {
                    (Entity::EnumValue { of: database.clone(), name: values.get(value)?.1.clone() }, used)
                }
                Block::Model { .. } => return None,
            },
        })
    }

    /// The foreign key that a relation field stands for, or the table of pairs.
    fn relation(self, model: &SmolStr, field: &SmolStr, it: &Field, used: Use) -> Option<(Entity, Use)> {
        if it.refers {
            return Some((self.foreign_key(model, field)?, used));
        }
        // The other side holds the columns, where there is just one other side.
        let back = (it.ty.clone(), model.clone(), it.relation.clone());
        let is_itself = |other: &&SmolStr| it.ty == *model && *other == field;
        let mut others = self.mentions.relations.get(&back)?.iter().filter(|other| !is_itself(other));
        let (other, None) = (others.next()?, others.next()) else { return None };
        let (_, fields) = self.mentions.model(&it.ty)?;
        let of_other = fields.get(other)?;
        if of_other.refers {
            return Some((self.foreign_key(&it.ty, other)?, Use::Refers));
        }
        let name = name_of_pairs(it.relation.as_ref(), model, &it.ty);
        let table = self.schema.table(&name).filter(|_| it.is_list && of_other.is_list)?.get();
        // No text makes it: both sides do.
        table.model.is_none().then(|| (Entity::Table(table.name.clone()), used))
    }

    fn foreign_key(self, model: &SmolStr, field: &SmolStr) -> Option<Entity> {
        let (table, _) = self.mentions.model(model)?;
        let table = self.schema.table(table)?;
        let is_it = |relation: &SmolStr| relation.split_once('.') == Some((model, field));
        let foreign_key = table.get().foreign_keys.iter().find(|it| it.relation.as_ref().is_some_and(is_it))?;
        let name = foreign_key.name.clone().or_else(|| foreign_key.relation.clone())?;
        Some(Entity::ForeignKey { table: table.get().name.clone(), name })
    }
}
