//! What rules found, by what they looked at: after an edit, only what is around it is looked at again.

use std::collections::BTreeMap;

use super::{LintContext, LintInput, in_text, rules, suppress, survey::Survey};
use crate::{
    diagnostic::Diagnostic,
    order::sort_by,
    rule::Rule,
    schema::TableId,
    text::{Edit, FileId},
};

/// A finding, and the number that it keeps as long as it is the same.
#[derive(Debug)]
pub struct Numbered {
    /// No two findings of one [`Found`] ever have the same.
    pub number: u32,
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The project has switched its rule off where it stands.
    is_off: bool,
}

/// What rules found in a state.
#[derive(Debug, Default)]
pub struct Found {
    /// Of what could not be read, and of the state as a whole.
    of_state: Vec<Numbered>,
    of_tables: BTreeMap<TableId, Vec<Numbered>>,
    /// Of the comments that silence rules.
    of_comments: Vec<Numbered>,
    /// The rules that had nothing to look at.
    idle: Vec<&'static Rule>,
    survey: Survey,
    next: u32,
}

impl Found {
    /// Looks at all of a state.
    pub fn look(input: LintInput<'_>) -> Self {
        let mut found = Self::default();
        found.look_again(input, input.schema.ids(), |_| true);
        found
    }

    /// Looks again at the state as a whole, and at some of its tables: those that an edit touched, and those around them.
    /// Fixes with an edit that may not be made are left out.
    pub fn look_again(
        &mut self,
        input: LintInput<'_>,
        tables: impl IntoIterator<Item = TableId>,
        may_be_made: impl Fn(&Edit) -> bool,
    ) {
        let tables: Vec<TableId> = tables.into_iter().collect();
        let mut survey = std::mem::take(&mut self.survey);
        survey.ask(input, tables.iter().copied());
        let mut context = LintContext::new(input).with_survey(survey);
        for check in rules::checks_of_reading(input.schema).chain(rules::checks_of_state(input.schema)) {
            check(&mut context);
        }
        self.of_state = self.numbered(context.take_found(), input, &may_be_made);
        for id in tables {
            // What was found of it before goes, by what is found now.
            let before = self.of_tables.get_mut(&id);
            before.into_iter().for_each(Vec::clear);
            let Some(table) = input.schema.walk(id).filter(|it| !input.left_out.contains(&it.get().name)) else {
                continue;
            };
            context.next_table();
            for check in rules::checks_of_tables(input.schema) {
                check(&mut context, table);
            }
            let found = self.numbered(context.take_found(), input, &may_be_made);
            if !found.is_empty() {
                self.of_tables.insert(id, found);
            }
        }
        self.idle.clear();
        self.idle.extend(context.idle());
        self.survey = context.take_survey();
    }

    fn numbered(
        &mut self,
        mut found: Vec<Diagnostic>,
        input: LintInput<'_>,
        may_be_made: &impl Fn(&Edit) -> bool,
    ) -> Vec<Numbered> {
        input.levels.weigh(&mut found, input.sources);
        let number = |mut diagnostic: Diagnostic| {
            self.next += 1;
            diagnostic.fixes.retain(|fix| fix.edits.iter().all(may_be_made));
            let is_off = input.levels.is_off(&diagnostic, input.sources);
            Numbered { number: self.next, diagnostic, is_off }
        };
        found.into_iter().map(number).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Numbered> {
        self.of_state.iter().chain(self.of_tables.values().flatten())
    }

    /// The findings that stand, in the order of the text: what comments silence and what is off is left out, and what the
    /// comments themselves do wrong is told. Fixes with an edit that may not be made are left out.
    pub fn standing(&mut self, input: LintInput<'_>, may_be_made: impl Fn(&Edit) -> bool) -> Vec<&Numbered> {
        let stays = self.settle(input, may_be_made);
        let mut standing: Vec<&Numbered> =
            self.all().chain(&self.of_comments).zip(stays).filter(|(_, stays)| *stays).map(|(it, _)| it).collect();
        sort_by(&mut standing, |a, b| in_text(&a.diagnostic, &b.diagnostic));
        standing
    }

    /// The same for one who looks once.
    pub(super) fn into_standing(mut self, input: LintInput<'_>) -> Vec<Diagnostic> {
        let stays = self.settle(input, |_| true);
        let all = self.of_state.into_iter().chain(self.of_tables.into_values().flatten()).chain(self.of_comments);
        let mut standing: Vec<Diagnostic> =
            all.zip(stays).filter(|(_, stays)| *stays).map(|(it, _)| it.diagnostic).collect();
        super::sort(&mut standing);
        standing
    }

    /// Which findings stay: those of the state, of its tables, and of its comments, which are looked at here.
    fn settle(&mut self, input: LintInput<'_>, may_be_made: impl Fn(&Edit) -> bool) -> Vec<bool> {
        let found = self.all().map(|it| &it.diagnostic);
        let (mut stays, unused) = suppress::apply(input.suppressions, input.sources, input.today, found);
        let mut context = LintContext::new(input).with_unused(unused, &self.idle);
        for check in rules::checks_of_suppressions() {
            check(&mut context);
        }
        self.of_comments = self.numbered(context.into_found(), input, &may_be_made);
        stays.extend(self.of_comments.iter().map(|_| true));
        // After the comments: one that silences a rule that is off is not for nothing.
        for (stays, it) in stays.iter_mut().zip(self.all().chain(&self.of_comments)) {
            *stays &= !it.is_off;
        }
        stays
    }

    /// Moves the edits of fixes that stand behind a place of a file, where text before them has come or gone.
    pub fn shift(&mut self, file: FileId, from: u64, by: i64) {
        let all = self.of_state.iter_mut().chain(self.of_tables.values_mut().flatten());
        let fixes = all.flat_map(|it| &mut it.diagnostic.fixes).flat_map(|fix| &mut fix.edits);
        for Edit { start, end, .. } in fixes.filter(|edit| edit.file == file && edit.start >= from) {
            *start = start.saturating_add_signed(by);
            *end = end.saturating_add_signed(by);
        }
    }
}
