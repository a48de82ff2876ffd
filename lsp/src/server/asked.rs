//! What an editor asks of a place in a text.

use std::collections::BTreeSet;

use lsp_types::{
    DocumentSymbolParams, DocumentSymbolResponse, FoldingRange, FoldingRangeParams, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverParams, InlayHint, InlayHintParams, Location, Position, ReferenceParams, Uri,
};
use shoring_core::{
    text::{Encoding, FileId, Language},
    workspace::{Live, definition_of, references_to},
};

use super::{Server, open_of};
use crate::{documents::Document, folding, hover, inlay, symbols};

/// A text in the state that it is a part of.
struct Place<'s> {
    live: &'s mut Live,
    file: FileId,
    document: &'s Document,
    encoding: Encoding,
}

impl Server {
    /// A text that is open, and the state that it is a part of.
    fn place(&mut self, uri: &Uri) -> Option<Place<'_>> {
        let number = self.state_of(uri)?;
        let document = self.documents.get(uri.as_str())?;
        let state = self.states.get_mut(number)?;
        let open = open_of(&self.documents, state.folder);
        state.live(&open);
        let file = state.id(&document.path)?;
        Some(Place { live: state.live(&open), file, document, encoding: self.client.encoding })
    }

    pub(super) fn hover(&mut self, params: &HoverParams) -> Option<Hover> {
        let asked = &params.text_document_position_params;
        let (uri, at) = (&asked.text_document.uri, asked.position);
        let place = self.place(uri)?;
        let (lined, encoding) = (&place.document.lined, place.encoding);
        let described = hover::described(place.live, place.file, lined.offset(at, encoding) as u64);
        let described = described.map(|(words, start, end)| (words, lined.range(start, end, encoding)));
        let path = place.document.path.clone();
        let leaves_to_prisma = self.settings.leaves_to_prisma();
        let number = self.state_of(uri)?;
        self.with_files(number, |report, files, _| {
            let mut findings = Vec::new();
            for finding in report.findings.iter().filter(|it| !(leaves_to_prisma && it.codes.contains_key("prisma"))) {
                let (file, range) = files.place_of(finding);
                if file == path && hover::holds(range, at) {
                    findings.push(hover::At { finding, range });
                }
            }
            hover::of(&findings, described)
        })?
    }

    pub(super) fn symbols(&mut self, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
        let uri = &params.text_document.uri;
        let nests = self.client.nests_symbols;
        let place = self.place(uri)?;
        let range = |start, end| place.document.lined.range(start, end, place.encoding);
        Some(symbols::answer(symbols::of(place.live, place.file, &range), uri, nests))
    }

    pub(super) fn foldings(&mut self, params: &FoldingRangeParams) -> Option<Vec<FoldingRange>> {
        let place = self.place(&params.text_document.uri)?;
        let range = |start, end| place.document.lined.range(start, end, place.encoding);
        Some(folding::of(place.live, place.file, &range))
    }

    pub(super) fn inlay_hints(&mut self, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
        if !self.settings.database_types {
            return None;
        }
        let place = self.place(&params.text_document.uri)?;
        let (lined, encoding) = (&place.document.lined, place.encoding);
        let byte = |at: Position| lined.offset(at, encoding) as u64;
        let bytes = (byte(params.range.start), byte(params.range.end));
        Some(inlay::of(place.live, place.file, bytes, &|at| lined.position(at, encoding)))
    }

    pub(super) fn definition(&mut self, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
        let asked = &params.text_document_position_params;
        let (definitions, _) = self.places_of(&asked.text_document.uri, asked.position)?;
        (!definitions.is_empty()).then_some(GotoDefinitionResponse::Array(definitions))
    }

    pub(super) fn references(&mut self, params: &ReferenceParams) -> Option<Vec<Location>> {
        let asked = &params.text_document_position;
        let (definitions, mut all) = self.places_of(&asked.text_document.uri, asked.position)?;
        if !params.context.include_declaration {
            all.retain(|it| !definitions.contains(it));
        }
        Some(all)
    }

    /// Where what is named at a place is defined, and all that names it, in all states of its database.
    fn places_of(&mut self, uri: &Uri, at: Position) -> Option<(Vec<Location>, Vec<Location>)> {
        let place = self.place(uri)?;
        let byte = place.document.lined.offset(at, place.encoding) as u64;
        let entity = place.live.names().at(place.file, byte)?.entity;
        let numbers = self.states_of_database(uri)?;
        let mut opens = Vec::new();
        for number in &numbers {
            opens.push(open_of(&self.documents, self.states.get(*number)?.folder));
        }
        let mut lives: Vec<(usize, &mut Live)> = Vec::new();
        for (number, state) in self.states.iter_mut().enumerate() {
            if let Some(open) = numbers.iter().position(|it| *it == number).and_then(|nth| opens.get(nth)) {
                lives.push((number, state.live(open)));
            }
        }
        // A Prisma schema is read before its migrations, so that an editor lists it first.
        lives.sort_by_key(|(_, live)| {
            live.sources().files().next().map(|(_, file)| file.language) != Some(Language::Prisma)
        });
        let mut found = Vec::new();
        for all in [false, true] {
            let states = lives.iter_mut().map(|(_, live)| &mut **live);
            let places = if all { references_to(&entity, states) } else { definition_of(&entity, states) };
            let places = places.into_iter().filter_map(|it| {
                let (number, live) = lives.get(it.state)?;
                let (file, start, end) = live.sources().place_of(it.mention.location)?;
                Some((*number, live.sources().file(file)?.path.clone(), start, end))
            });
            found.push(places.collect::<Vec<_>>());
        }
        let mut located = found.into_iter().map(|places| self.located(&places));
        Some((located.next()?, located.next()?))
    }

    /// Places of states, by their addresses.
    fn located(&self, places: &[(usize, String, u64, u64)]) -> Vec<Location> {
        let numbers: BTreeSet<usize> = places.iter().map(|(number, ..)| *number).collect();
        let mut located = vec![None; places.len()];
        for number in numbers {
            self.with_texts(number, |files, _| {
                for (place, (of, path, start, end)) in located.iter_mut().zip(places) {
                    if *of == number {
                        *place = files.range(path, *start, *end).zip((files.uri)(path));
                    }
                }
            });
        }
        located.into_iter().flatten().map(|(range, uri)| Location { uri, range }).collect()
    }

    /// The states of the database that a text is about: its own, and the one beside it, whether a text of that is open or not.
    fn states_of_database(&mut self, uri: &Uri) -> Option<Vec<usize>> {
        self.state_of(uri)?;
        let document = self.documents.get(uri.as_str())?;
        let (folder, path) = (document.folder, document.path.clone());
        let beside = self.ask_folder(folder, &path, |folder, asked| folder.beside(asked)).flatten();
        if let Some(path) = &beside {
            let is_there = |state: &super::OpenState| state.folder == folder && state.has(path) && !state.is_stale;
            if !self.states.iter().any(is_there) {
                self.find_state(folder, path);
            }
        }
        let has = |path: &String| self.states.iter().position(|it| it.folder == folder && it.has(path));
        let beside = beside.as_ref().and_then(has);
        Some(self.state_of(uri).into_iter().chain(beside).collect())
    }
}
