//! The models and views of a schema by number, and which of their relation fields belong together.

use std::{
    cmp::Ordering,
    ops::{Index, IndexMut},
};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{MAX_COLUMNS, check::Facts};
use crate::{
    order::sort_by,
    schema::{Origin, ReferentialAction},
    syntax::prisma::ast::Arity,
    text::Span,
};

/// Names a model or view: its number, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ModelId(u32);

/// A model or view.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) name: SmolStr,
    /// Other blocks know it by its name: that was read before any of them.
    is_known: bool,
    /// A block of its name was added.
    pub(super) has_block: bool,
    /// Its table, where that is no other model's before; of several blocks of its name, that of the first.
    pub(super) table: Option<SmolStr>,
    /// Its relation fields, in the order of the text.
    relations: Vec<Relation>,
    /// Their places, in the order of the models that they lead to and of the names of the relations.
    by_ends: Vec<usize>,
    /// The models that lead here, once for each of their relation fields.
    led_by: Vec<ModelId>,
    /// What it is made of, once its block was added.
    pub(super) facts: Option<Facts>,
}

/// A relation field, waiting for its other side.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// The model that it stands in, and that model's table.
    pub(super) model: ModelId,
    pub(super) table: SmolStr,
    pub(super) field: SmolStr,
    /// The model that it leads to.
    pub(super) other: ModelId,
    pub(super) arity: Arity,
    /// The name of the relation, where it has one.
    pub(super) name: Option<SmolStr>,
    /// `fields: […]`, by field name; empty on the side that is referred to.
    pub(super) fields: Vec<SmolStr>,
    /// `references: […]`, by field name.
    pub(super) references: Vec<SmolStr>,
    pub(super) on_delete: Option<ReferentialAction>,
    pub(super) on_update: Option<ReferentialAction>,
    pub(super) map: Option<SmolStr>,
    pub(super) ignored: bool,
    /// Whether `fields` and `references` are there, whatever they hold.
    pub(super) has_fields: bool,
    pub(super) has_references: bool,
    pub(super) attribute: Option<Span>,
    pub(super) references_span: Option<Span>,
    /// The first of `onDelete` and `onUpdate`.
    pub(super) action_span: Option<Span>,
    pub(super) type_span: Option<Span>,
    pub(super) origin: Origin,
}

impl Model {
    /// Its relation fields, in the order of the text.
    pub(super) fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// The models that have relation fields which lead here; one may be there several times.
    pub(super) fn led_by(&self) -> &[ModelId] {
        &self.led_by
    }

    /// Its relation fields that lead to a model by a name: their places among all of its own.
    pub(super) fn by_ends(&self, other: ModelId, name: Option<&SmolStr>) -> &[usize] {
        self.in_order(|it| it.ends().cmp(&(other, name)))
    }

    /// Its relation fields that lead to a model, whatever their names: their places among all of its own.
    pub(super) fn leading_to(&self, other: ModelId) -> &[usize] {
        self.in_order(|it| it.other.cmp(&other))
    }

    /// The relation fields that a comparison calls equal, of those in order.
    fn in_order(&self, compare: impl Fn(&Relation) -> Ordering) -> &[usize] {
        let compare = |at: &usize| self.relations.get(*at).map_or(Ordering::Equal, &compare);
        let from = self.by_ends.partition_point(|at| compare(at).is_lt());
        let rest = self.by_ends.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|at| compare(at).is_le())).unwrap_or_default()
    }

    fn put_in_order(&mut self) {
        self.by_ends = (0..self.relations.len()).collect();
        let ends = |at: &usize| self.relations.get(*at).map(Relation::ends);
        sort_by(&mut self.by_ends, |a, b| ends(a).cmp(&ends(b)));
    }
}

impl Relation {
    /// The model that it leads to, and the name of the relation.
    fn ends(&self) -> (ModelId, Option<&SmolStr>) {
        (self.other, self.name.as_ref())
    }
}

/// All models and views.
#[derive(Debug)]
pub(super) struct Models {
    all: Vec<Model>,
    ids: FxHashMap<SmolStr, ModelId>,
}

impl Models {
    /// By their names, in the order of the text.
    pub(super) fn new(names: impl IntoIterator<Item = SmolStr>) -> Self {
        let mut models = Self { all: Vec::new(), ids: FxHashMap::default() };
        for name in names {
            let id = models.id_of_block(&name);
            models[id].is_known = true;
        }
        models
    }

    /// The one that other blocks know by a name.
    pub(super) fn id(&self, name: &str) -> Option<ModelId> {
        self.ids.get(name).copied().filter(|id| self[*id].is_known)
    }

    /// The one whose block has a name, whether others know it or not.
    pub(super) fn id_of_block(&mut self, name: &SmolStr) -> ModelId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = ModelId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(Model { name: name.clone(), ..Model::default() });
        self.ids.insert(name.clone(), id);
        id
    }

    /// The names that blocks may know models by.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().filter(|it| it.is_known).map(|it| it.name.as_str())
    }

    /// All of them, in the order of the text.
    pub(super) fn ids(&self) -> impl Iterator<Item = ModelId> + use<> {
        (0..u32::try_from(self.all.len()).unwrap_or(u32::MAX)).map(ModelId)
    }

    /// Adds relation fields to those of a model, as long as all of its blocks have no more than one may have. Before their other sides are looked for, they are [put in
    /// order](Self::put_in_order).
    pub(super) fn add_relations(&mut self, id: ModelId, mut relations: Vec<Relation>) {
        relations.truncate(MAX_COLUMNS.saturating_sub(self[id].relations.len()));
        for relation in &relations {
            self[relation.other].led_by.push(id);
        }
        let model = &mut self[id];
        if model.relations.is_empty() {
            model.relations = relations;
        } else {
            model.relations.extend(relations);
        }
    }

    /// Puts the relation fields of all models in order.
    pub(super) fn put_all_in_order(&mut self) {
        self.all.iter_mut().for_each(Model::put_in_order);
    }

    /// Puts the relation fields of a model in order.
    pub(super) fn put_in_order(&mut self, id: ModelId) {
        self[id].put_in_order();
    }

    /// Takes the relation fields of a model away.
    pub(super) fn take_relations(&mut self, id: ModelId) -> Vec<Relation> {
        let relations = std::mem::take(&mut self[id].relations);
        for relation in &relations {
            let led_by = &mut self[relation.other].led_by;
            if let Some(at) = led_by.iter().position(|it| *it == id) {
                led_by.swap_remove(at);
            }
        }
        self[id].by_ends.clear();
        relations
    }

    /// The other side of a relation field: its place among those of its model, and itself.
    pub(super) fn opposite(&self, relation: &Relation, at: usize) -> Option<(usize, &Relation)> {
        let is_itself = |other: usize| relation.other == relation.model && other == at;
        let back = self[relation.other].by_ends(relation.model, relation.name.as_ref());
        let other = back.iter().copied().find(|other| !is_itself(*other))?;
        Some((other, self[relation.other].relations.get(other)?))
    }
}

#[expect(clippy::indexing_slicing, reason = "an id is made with its model, and no model ever goes")]
impl Index<ModelId> for Models {
    type Output = Model;

    fn index(&self, id: ModelId) -> &Model {
        &self.all[id.0 as usize]
    }
}

#[expect(clippy::indexing_slicing, reason = "an id is made with its model, and no model ever goes")]
impl IndexMut<ModelId> for Models {
    fn index_mut(&mut self, id: ModelId) -> &mut Model {
        &mut self.all[id.0 as usize]
    }
}
