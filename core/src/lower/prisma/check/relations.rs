//! Relations: what both of their sides say, and what they refer to.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Fact, Facts, MAX_COMPARED, Provider};
use crate::{
    diagnostic::{Subject, SubjectKind},
    lower::prisma::{
        PrismaLowering,
        models::{ModelId, Relation},
    },
    schema::{Rejection, RejectionKind, Schema},
    syntax::prisma::ast::Arity,
    text::{Location, Span},
};

impl PrismaLowering {
    /// What Prisma refuses of the relations that a model's fields begin.
    pub(in crate::lower::prisma) fn check_relations(&self, schema: &Schema, model: ModelId) -> Vec<Rejection> {
        let mut check =
            CheckRelations { lowering: self, schema, model, found: Vec::new(), others: FxHashMap::default() };
        let relations = self.models[model].relations();
        for (at, relation) in relations.iter().enumerate() {
            check.relation(relation, at);
            // A constraint is called after its columns.
            let before = relations.get(..at.min(MAX_COMPARED)).unwrap_or_default();
            let is_called =
                |it: &&Relation| it.fields == relation.fields && it.table == relation.table && it.map == relation.map;
            let first = before.iter().find(is_called).filter(|_| relation.has_fields && !relation.fields.is_empty());
            if let Some(first) = first.filter(|_| matches!(self.provider, Provider::MySql | Provider::Postgres)) {
                check.tell(RejectionKind::ConstraintTaken, relation, relation.map.as_deref().unwrap_or_default(), "");
                check.other(first);
            }
        }
        check.found
    }
}

struct CheckRelations<'a> {
    lowering: &'a PrismaLowering,
    schema: &'a Schema,
    model: ModelId,
    found: Vec<Rejection>,
    /// What was asked of the models that relations without another side lead to.
    others: FxHashMap<ModelId, Back<'a>>,
}

/// What another model says of the one that is checked.
#[derive(Clone, Copy)]
struct Back<'a> {
    /// It has several fields that lead here, and nothing tells them apart: that is told.
    is_confused: bool,
    /// Its first field that leads here and has no other side, either.
    alone: Option<&'a Relation>,
}

impl<'a> CheckRelations<'a> {
    fn facts(&self, model: ModelId) -> Option<&'a Facts> {
        self.lowering.models[model].facts.as_ref()
    }

    fn name(&self, model: ModelId) -> &'a SmolStr {
        &self.lowering.models[model].name
    }

    fn tell(&mut self, kind: RejectionKind, relation: &Relation, word: &str, more: &str) {
        self.tell_at(kind, relation, relation.origin.name, word, more);
    }

    fn tell_at(&mut self, kind: RejectionKind, relation: &Relation, span: Span, word: &str, more: &str) {
        let owner = self.lowering.label(relation);
        let columns = super::super::columns_of(self.schema, &relation.table, &relation.fields);
        let (table, name) = (Some(relation.table.clone()), Some(owner.clone()));
        let subject = Subject { kind: SubjectKind::ForeignKey, table, columns, name };
        let words = [owner, super::shortened(word), super::shortened(more)];
        let location = Location { source: relation.origin.source, span };
        self.found
            .push(Rejection { of: self.name(self.model).clone(), ..Rejection::new(kind, subject, words, location) });
    }

    fn other(&mut self, other: &Relation) {
        if let Some(found) = self.found.last_mut() {
            found.other = Some(other.origin.name_location());
        }
    }

    /// Takes out `@relation(…)` where it says nothing else.
    fn without_attribute(&mut self, it: &Relation) {
        let says_more = it.name.is_some() || it.map.is_some() || it.action_span.is_some();
        if let (Some(found), Some(span)) = (self.found.last_mut(), it.attribute.filter(|_| !says_more)) {
            found.mend(span, SmolStr::default());
        }
    }

    fn relation(&mut self, relation: &'a Relation, at: usize) {
        let lowering = self.lowering;
        let (Some(own), Some(others)) = (self.facts(relation.model), self.facts(relation.other)) else { return };
        let (own_name, other_name) = (self.name(relation.model), self.name(relation.other));
        // One of a group that leads to one model by one name.
        let group = lowering.models[relation.model].by_ends(relation.other, relation.name.as_ref());
        let is_self = relation.model == relation.other;
        let most = if is_self && relation.name.is_some() { 2 } else { 1 };
        if group.len() > most {
            if group.first() == Some(&at) {
                let all = lowering.models[relation.model].relations();
                let fields = group.iter().filter_map(|it| all.get(*it)).map(|it| it.field.as_str());
                let fields = fields.collect::<Vec<_>>().join("`, `");
                let second = group.get(1).and_then(|it| all.get(*it));
                self.tell(RejectionKind::Ambiguous, relation, &fields, other_name);
                if let Some(second) = second {
                    self.other(second);
                }
            }
            return;
        }
        if others.ignored && !relation.ignored && !own.ignored {
            self.tell(RejectionKind::ToIgnored, relation, other_name, "");
        }
        let opposite = lowering.models.opposite(relation, at).map(|(_, it)| it);
        let Some(opposite) = opposite else {
            // The other side may be among several, or a line that could not be read.
            let back = lowering.models[relation.other].by_ends(relation.model, relation.name.as_ref());
            let Back { is_confused, alone } = self.back_from(relation.other);
            let is_there = !is_self && !back.is_empty() || is_confused;
            if !is_there && !others.has_errors && !own.has_errors {
                // Where the other model leads here by another name, the first of the two tells of both.
                let place = |it: &Relation| (it.origin.source, it.origin.name);
                if alone.is_none_or(|it| place(relation) < place(it)) {
                    self.tell(RejectionKind::NoOpposite, relation, other_name, own_name);
                    if let Some(alone) = alone {
                        self.other(alone);
                    }
                }
            }
            if relation.arity != Arity::List {
                self.columns(relation, own, others);
            }
            return;
        };
        let comes_first = || {
            let place = |it: &'a Relation| (&lowering.models[it.model].name, &it.field);
            place(relation) <= place(opposite)
        };
        match (relation.arity, opposite.arity) {
            (Arity::List, Arity::List) if comes_first() => self.many_to_many(relation, opposite),
            (Arity::List, _) => {}
            (_, Arity::List) => {
                self.columns(relation, own, others);
                self.one_to_many(relation, opposite, own);
            }
            (Arity::Required, Arity::Optional) => self.one_to_one(relation, opposite, own, others),
            (Arity::Required, _) if comes_first() => self.one_to_one(relation, opposite, own, others),
            (Arity::Optional, Arity::Optional) => {
                let is_forward = match (relation.has_fields, opposite.has_fields) {
                    (true, false) => true,
                    (false, true) => false,
                    _ => comes_first(),
                };
                if is_forward {
                    self.one_to_one(relation, opposite, own, others);
                }
            }
            _ => {}
        }
    }

    /// What the other model says of this one: asked once, however many relations lead there.
    fn back_from(&mut self, other: ModelId) -> Back<'a> {
        let (lowering, model) = (self.lowering, self.model);
        let ask = || {
            let of_other = &lowering.models[other];
            let here =
                || of_other.leading_to(model).iter().filter_map(|at| Some((*at, of_other.relations().get(*at)?)));
            let is_confused = here().any(|(_, it)| {
                let most = if other == model && it.name.is_some() { 2 } else { 1 };
                of_other.by_ends(model, it.name.as_ref()).len() > most
            });
            let alone = here().filter(|(at, it)| lowering.models.opposite(it, *at).is_none());
            let first = alone.filter(|_| other != model).min_by_key(|(at, _)| *at);
            Back { is_confused, alone: first.map(|(_, it)| it) }
        };
        *self.others.entry(other).or_insert_with(ask)
    }

    /// The columns that a side is kept in, and those that they refer to.
    fn columns(&mut self, relation: &Relation, own: &Facts, others: &Facts) {
        let mut is_known = true;
        for name in relation.references.iter().take(MAX_COMPARED) {
            let kind = match others.field(name) {
                None if others.has_errors => {
                    is_known = false;
                    continue;
                }
                None => RejectionKind::NoFieldOfRelation,
                Some(fact) if fact.is_relation => RejectionKind::RelationInRelation,
                Some(_) if relation.references.iter().take(MAX_COMPARED).filter(|it| *it == name).count() > 1 => {
                    RejectionKind::FieldTwice
                }
                Some(_) => continue,
            };
            let span = relation.references_span.unwrap_or(relation.origin.name);
            self.tell_at(kind, relation, span, name, self.name(relation.other));
            is_known = false;
            break;
        }
        let fields = || relation.fields.iter().map(|it| own.field(it));
        is_known &= fields().all(|it| it.is_some_and(|it| !it.is_relation));
        if !is_known {
            return;
        }
        let span = relation.attribute.unwrap_or(relation.origin.name);
        let (given, referred) = (relation.fields.len(), relation.references.len());
        if given != referred && given > 0 && referred > 0 {
            self.tell_at(RejectionKind::FieldCount, relation, span, &given.to_string(), &referred.to_string());
            return;
        }
        if referred > 0 && !others.has_errors && !others.is_unique(&relation.references) {
            let span = relation.references_span.unwrap_or(span);
            self.tell_at(
                RejectionKind::NotUnique,
                relation,
                span,
                &relation.references.join(", "),
                self.name(relation.other),
            );
        }
        let types = relation.fields.iter().zip(&relation.references);
        let differ = types.filter_map(|(field, other)| Some((own.field(field)?, others.field(other)?)));
        if let Some((field, other)) = differ.into_iter().find(|(field, other)| field.ty != other.ty) {
            let ty =
                |fact: &Fact| if fact.ty.is_empty() { SmolStr::new_static("Unsupported") } else { fact.ty.clone() };
            let (one, two) = (format!("{} {}", field.name, ty(field)), format!("{} {}", other.name, ty(other)));
            self.tell_at(RejectionKind::OtherType, relation, span, &one, &two);
        }
        let optional = fields().flatten().find(|it| it.arity == Arity::Optional);
        if let Some(optional) = optional.filter(|_| relation.arity == Arity::Required) {
            self.tell(RejectionKind::RequiredOverOptional, relation, &optional.name, self.name(relation.other));
            if let (Some(found), Some(ty)) = (self.found.last_mut(), relation.type_span) {
                let end = Span::at(ty.end());
                found.fix = Some((Location { span: end, ..found.location }, SmolStr::new_static("?")));
            }
        }
    }

    fn one_to_many(&mut self, relation: &Relation, opposite: &Relation, own: &Facts) {
        if own.has_errors {
            return;
        }
        self.sides(relation, opposite);
        if opposite.has_fields || opposite.has_references {
            self.tell(RejectionKind::BackSide, opposite, "`fields` and `references`", &self.lowering.label(relation));
            self.other(relation);
            if relation.has_fields && relation.has_references {
                self.without_attribute(opposite);
            }
        }
        if opposite.action_span.is_some() {
            self.actions(opposite, relation);
        }
    }

    /// `fields` and `references` on the side with columns.
    fn sides(&mut self, relation: &Relation, opposite: &Relation) {
        let missing = match (relation.fields.is_empty(), relation.references.is_empty()) {
            (true, true) => "`fields` and `references`",
            (true, false) => "`fields`",
            (false, true) => "`references`",
            (false, false) => return,
        };
        // They stand on the wrong side: that is told.
        if opposite.has_fields || opposite.has_references {
            return;
        }
        self.tell(RejectionKind::NoRelationFields, relation, missing, self.name(relation.other));
        self.other(opposite);
    }

    fn actions(&mut self, back: &Relation, forward: &Relation) {
        let span = back.action_span.unwrap_or(back.origin.name);
        self.tell_at(RejectionKind::BackSide, back, span, "`onDelete` and `onUpdate`", &self.lowering.label(forward));
        self.other(forward);
    }

    fn one_to_one(&mut self, relation: &'a Relation, opposite: &'a Relation, own: &'a Facts, others: &'a Facts) {
        self.columns(relation, own, others);
        if own.has_errors || others.has_errors {
            return;
        }
        let before = self.found.len();
        let says = |it: &Relation| (!it.fields.is_empty(), !it.references.is_empty());
        let ((fields, references), (back_fields, back_references)) = (says(relation), says(opposite));
        match () {
            () if (fields && back_fields) || (references && back_references) => {
                let what = if fields && back_fields { "`fields`" } else { "`references`" };
                self.tell(RejectionKind::BothSides, opposite, what, &self.lowering.label(relation));
                self.other(relation);
            }
            () if !(fields || back_fields) || !(references || back_references) => {
                let missing = match (fields || back_fields, references || back_references) {
                    (false, false) => "`fields` and `references`",
                    (false, true) => "`fields`",
                    _ => "`references`",
                };
                self.tell(RejectionKind::NoRelationFields, relation, missing, self.name(relation.other));
                self.other(opposite);
            }
            // On two sides, each one of them; or on the side that cannot be kept in columns.
            () if fields != references || (back_fields && relation.arity == Arity::Required) => {
                self.tell(
                    RejectionKind::BackSide,
                    opposite,
                    "`fields` or `references`",
                    &self.lowering.label(relation),
                );
                self.other(relation);
            }
            () if opposite.arity == Arity::Required => {
                self.tell(RejectionKind::BackRequired, opposite, self.name(relation.model), "");
                self.other(relation);
                if let (Some(found), Some(ty)) = (self.found.last_mut(), opposite.type_span) {
                    let end = Span::at(ty.end());
                    found.fix = Some((Location { span: end, ..found.location }, SmolStr::new_static("?")));
                }
            }
            () => {}
        }
        if opposite.action_span.is_some() && self.found.len() == before {
            self.actions(opposite, relation);
        }
        let is_known = relation.fields.iter().all(|it| own.field(it).is_some_and(|it| !it.is_relation));
        if fields && is_known && !own.uniques.contains(&relation.fields) && self.found.len() == before {
            self.tell(RejectionKind::OneToOneNotUnique, relation, &relation.fields.join(", "), "");
        }
    }

    fn many_to_many(&mut self, one: &'a Relation, two: &'a Relation) {
        for (it, other) in [(one, two), (two, one)] {
            if it.has_fields {
                self.tell(RejectionKind::ManyToMany, it, "`fields`", "");
                return;
            }
            let Some(facts) = self.facts(it.other) else { continue };
            if facts.is_view {
                self.tell(RejectionKind::ManyToManyWithoutId, it, self.name(it.other), "");
            } else if facts.id.len() != 1 && !facts.has_errors {
                self.tell(RejectionKind::ManyToManyWithoutId, it, self.name(it.other), "");
                self.other(other);
            } else if it.has_references {
                self.tell(RejectionKind::ManyToMany, it, "`references`", "");
            }
            if let Some(span) = it.action_span {
                self.tell_at(RejectionKind::ManyToMany, it, span, "`onDelete` and `onUpdate`", "");
            }
        }
    }
}
