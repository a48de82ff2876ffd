//! Datasources and generators.

use smol_str::SmolStr;

use super::{MAX_COMPARED, MAX_REJECTIONS, is_scalar};
use crate::{
    diagnostic::{Subject, SubjectKind},
    lower::prisma::without_item_of,
    schema::{PrismaSettings, Rejection, RejectionKind},
    syntax::prisma::ast::{Block, BlockKind, Member, Property, Value},
    text::{Location, SourceId, Span},
};

/// Preview features that can be switched on. Source: `preview_features` of `@prisma/prisma-schema-wasm`, and those that it hides.
const FEATURES: &str = "nativeDistinct partialIndexes postgresqlExtensions relationJoins schemaEngineDriverAdapters shardKeys \
    strictUndefinedChecks typedSql views reactNative ";

/// Those that are over: what they did is done without them. Source: prisma-engines, `preview_features.rs`.
const OVER: &str = "aggregateApi atomicNumberOperations clientExtensions cockroachdb connectOrCreate createMany dataProxy deno \
    distinct driverAdapters esm extendedIndexes extendedWhereUnique fieldReference filteredRelationCount filterJson fullTextIndex \
    fullTextSearch groupBy improvedQueryRaw interactiveTransactions jsonProtocol microsoftSqlServer middlewares mongoDb \
    multiSchema namedConstraints nApi nativeTypes omitApi orderByAggregateGroup orderByNulls orderByRelation prismaSchemaFolder \
    queryCompiler referentialActions referentialIntegrity selectRelationCount tracing transactionApi uncheckedScalarInputs ";

fn is_among(word: &str, words: &str) -> bool {
    words.split(' ').any(|it| !it.is_empty() && it.eq_ignore_ascii_case(word))
}

struct CheckSettings<'a> {
    settings: &'a PrismaSettings,
    /// The version of Prisma, where the project tells it.
    prisma: Option<u32>,
    source: SourceId,
    block: &'a Block,
    /// `datasource db`.
    owner: SmolStr,
    found: Vec<Rejection>,
}

/// What Prisma refuses of the datasources and generators of a schema. `prisma` is its version, where the project tells it: `url` is
/// needed before 7, and refused since.
pub fn check_settings(blocks: &[(SourceId, &Block)], settings: &PrismaSettings, prisma: Option<u32>) -> Vec<Rejection> {
    let mut found: Vec<Rejection> = Vec::new();
    let mut first: Option<Location> = None;
    let mut names: Vec<(&BlockKind, &str, Location)> = Vec::new();
    for (source, block) in blocks.iter().copied() {
        let keyword = match block.kind {
            BlockKind::Datasource => "datasource",
            BlockKind::Generator => "generator",
            _ => continue,
        };
        let Some(name) = &block.name else { continue };
        if found.len() >= MAX_REJECTIONS {
            break;
        }
        let owner = SmolStr::new(format!("{keyword} {}", name.text));
        let mut check = CheckSettings { settings, prisma, source, block, owner, found: Vec::new() };
        let location = Location { source, span: name.span };
        let same = names.iter().take(MAX_COMPARED).find(|(kind, other, _)| **kind == block.kind && *other == name.text);
        if is_scalar(&name.text) {
            check.tell(RejectionKind::NameReserved, name.span, "", "");
            if let Some(found) = check.found.last_mut() {
                found.words = [name.text.clone(), name.text.clone(), SmolStr::default()];
            }
        }
        if let (BlockKind::Datasource, Some(other)) = (&block.kind, first) {
            check.tell(RejectionKind::SecondDatasource, name.span, "", "");
            check.other(other);
        } else if let Some((_, _, other)) = same {
            check.tell(RejectionKind::BlockExists, name.span, "a generator", "");
            check.other(*other);
            if let Some(found) = check.found.last_mut() {
                found.words = [name.text.clone(), SmolStr::new_static("a generator"), SmolStr::default()];
            }
        }
        names.push((&block.kind, &name.text, location));
        if block.kind == BlockKind::Datasource {
            first.get_or_insert(location);
            check.datasource();
        } else {
            check.generator();
        }
        found.append(&mut check.found);
    }
    found
}

impl<'a> CheckSettings<'a> {
    fn properties(&self) -> impl Iterator<Item = &'a Property> + use<'a> {
        self.block.members.iter().filter_map(|member| match member {
            Member::Property(property) => Some(property),
            _ => None,
        })
    }

    fn property(&self, name: &str) -> Option<&'a Property> {
        self.properties().find(|it| it.name.text == name)
    }

    fn tell(&mut self, kind: RejectionKind, span: Span, word: &str, more: &str) {
        let name = Some(SmolStr::new(word)).filter(|it| !it.is_empty());
        let subject = Subject { kind: SubjectKind::Setting, table: None, columns: Vec::new(), name };
        let words = [self.owner.clone(), super::shortened(word), super::shortened(more)];
        self.found.push(Rejection::new(kind, subject, words, Location { source: self.source, span }));
    }

    fn other(&mut self, other: Location) {
        if let Some(found) = self.found.last_mut() {
            found.other = Some(other);
        }
    }

    fn mend(&mut self, span: Span, text: SmolStr) {
        if let Some(found) = self.found.last_mut() {
            found.mend(span, text);
        }
    }

    fn value(&mut self, property: &Property, takes: &'static str) {
        let span = property.value.as_ref().map_or(property.span, Value::span);
        self.tell(RejectionKind::PropertyValue, span, &property.name.text, takes);
    }

    fn repeated(&mut self) {
        let all: Vec<&Property> = self.properties().collect();
        for (nth, property) in all.iter().enumerate() {
            let before = all.get(..nth.min(MAX_COMPARED)).unwrap_or_default();
            if let Some(first) = before.iter().find(|it| it.name.text == property.name.text) {
                self.tell(RejectionKind::PropertyTwice, property.name.span, &property.name.text, "");
                self.other(Location { source: self.source, span: first.name.span });
            }
        }
    }

    fn missing(&mut self, name: &str) {
        let at = self.block.name.as_ref().map_or(self.block.span, |it| it.span);
        // A line that could not be read may be it.
        if self.block.errors.is_empty() {
            self.tell(RejectionKind::PropertyMissing, at, name, "");
        }
    }

    fn datasource(&mut self) {
        self.repeated();
        let text = |property: &Property| property.value.as_ref().and_then(Value::as_string).map(|it| it.text.clone());
        let provider = self.property("provider");
        match provider {
            None => self.missing("provider"),
            Some(provider) => {
                const PROVIDERS: &str = "mysql postgresql postgres sqlite sqlserver cockroachdb mongodb";
                let known = text(provider).is_some_and(|it| PROVIDERS.split(' ').any(|known| known == it));
                if !known && provider.value.is_some() {
                    let takes = "\"mysql\", \"postgresql\", \"sqlite\", \"sqlserver\", \"cockroachdb\" or \"mongodb\"";
                    self.value(provider, takes);
                }
            }
        }
        let is_postgres = provider.and_then(text).is_some_and(|it| it.starts_with("postgres"));
        let has_schemas =
            is_postgres || provider.and_then(text).is_some_and(|it| matches!(it.as_str(), "sqlserver" | "cockroachdb"));
        let since_7 = self.prisma.is_some_and(|it| it >= 7);
        for property in self.properties() {
            let span = property.name.span;
            let name = property.name.text.as_str();
            match name {
                "provider" => {}
                "url" | "directUrl" | "shadowDatabaseUrl" if since_7 => {
                    self.tell(RejectionKind::PropertyMoved, property.span, name, "");
                }
                "url" | "directUrl" | "shadowDatabaseUrl" => {
                    if let Some(value) = property.value.as_ref().filter(|it| !is_text_or_env(it)) {
                        let span = value.span();
                        self.tell(RejectionKind::PropertyValue, span, name, "a string, or env(\"…\")");
                    }
                }
                "relationMode" | "referentialIntegrity" => {
                    let modes = ["prisma", "foreignKeys"];
                    if property.value.is_some() && text(property).is_none_or(|it| !modes.contains(&it.as_str())) {
                        self.value(property, "\"prisma\" or \"foreignKeys\"");
                    }
                }
                "schemas" => self.schemas(property, has_schemas),
                "extensions" if is_postgres => self.extensions(property),
                "previewFeatures" => {
                    self.tell(RejectionKind::PropertyUnknown, span, name, "it belongs into a generator");
                }
                _ => {
                    self.tell(RejectionKind::PropertyUnknown, span, name, "");
                    let all = ["provider", "url", "directUrl", "shadowDatabaseUrl", "relationMode"];
                    let free = all.into_iter().filter(|it| self.property(it).is_none());
                    // What stands under each other still does.
                    let near = super::nearest(name, &mut { free }).filter(|it| it.len() <= name.len());
                    if let Some(near) = near {
                        let blanks = " ".repeat(name.len() - near.len());
                        self.mend(span, SmolStr::new([near, &blanks].concat()));
                    }
                }
            }
        }
        let needs_url = self.prisma.is_some_and(|it| it < 7);
        if needs_url && self.property("url").is_none() {
            self.missing("url");
        }
    }

    fn schemas(&mut self, property: &Property, has_schemas: bool) {
        let Some(value) = &property.value else { return };
        let items = value.items();
        if items.is_empty() || items.iter().any(|it| it.as_string().is_none()) {
            self.value(property, "a list of strings that is not empty");
        } else if !has_schemas {
            self.tell(RejectionKind::PropertyUnknown, property.name.span, "schemas", "this database has none");
        }
        let texts: Vec<&crate::syntax::Name> = items.iter().filter_map(Value::as_string).collect();
        for (nth, text) in texts.iter().enumerate() {
            let before = texts.get(..nth.min(MAX_COMPARED)).unwrap_or_default();
            if let Some(first) = before.iter().find(|it| it.text == text.text) {
                self.tell(RejectionKind::ArgumentTwice, text.span, &text.text, "");
                self.other(Location { source: self.source, span: first.span });
            }
        }
    }

    fn extensions(&mut self, property: &Property) {
        let has_feature = self.settings.preview_features.iter().any(|it| it.name == "postgresqlExtensions");
        if !has_feature {
            self.tell(RejectionKind::FeatureMissing, property.span, "`extensions`", "postgresqlExtensions");
            return;
        }
        let Some(value) = &property.value else { return };
        let takes = "names of extensions, each perhaps with `map`, `schema` and `version`";
        for item in value.items() {
            let (name, arguments) = match item {
                Value::Word(name) => (name, [].as_slice()),
                Value::Call { name, arguments, .. } => (name, arguments.as_slice()),
                _ => {
                    self.tell(RejectionKind::PropertyValue, item.span(), "extensions", takes);
                    continue;
                }
            };
            if let Some(kind) = super::fault_of_name(&name.text) {
                self.tell(kind, name.span, &name.text, "");
            }
            let mut seen: Vec<&str> = Vec::new();
            // Of one without a value, Prisma sees nothing here.
            for argument in arguments.iter().filter(|it| it.value.is_some()) {
                let key = argument.name.as_ref().map_or("", |it| it.text.as_str());
                let is_text = argument.value.as_ref().is_none_or(|it| it.as_string().is_some());
                if !matches!(key, "map" | "schema" | "version") || !is_text || seen.contains(&key) {
                    self.tell(RejectionKind::PropertyValue, argument.span, "extensions", takes);
                }
                seen.push(key);
            }
        }
    }

    fn generator(&mut self) {
        self.repeated();
        match self.property("provider") {
            None => self.missing("provider"),
            Some(provider) => {
                if provider.value.as_ref().is_some_and(|it| !is_text_or_env(it)) {
                    self.value(provider, "a string, or env(\"…\")");
                }
            }
        }
        for property in self.properties() {
            let Some(value) = &property.value else { continue };
            if let Value::Call { arguments, .. } = value
                && let Some(name) = arguments.first().and_then(|it| it.name.as_ref()).filter(|_| is_text_or_env(value))
            {
                self.tell(RejectionKind::NamedVariable, name.span, &property.name.text, &name.text);
                if let Some(value) = arguments.first().and_then(|it| it.value.as_ref()) {
                    self.mend(Span::new(name.span.start(), value.span().start()), SmolStr::default());
                }
            }
            match property.name.text.as_str() {
                "engineType" if value.as_string().is_none() => self.value(property, "a string"),
                "output" if !is_text_or_env(value) => self.value(property, "a string, or env(\"…\")"),
                "binaryTargets" if !value.items().iter().all(is_text_or_env) => {
                    self.value(property, "a list of strings");
                }
                "previewFeatures" => self.features(property, value),
                "provider" | "engineType" | "output" | "binaryTargets" => {}
                // What a generator of another kind takes is its own.
                _ => {
                    let is_env = matches!(value, Value::Call { name, .. } if name.text == "env");
                    if is_env && !is_text_or_env(value) {
                        self.value(property, "env(\"…\") of one string");
                    }
                }
            }
        }
    }

    fn features(&mut self, property: &Property, value: &Value) {
        let is_postgres = self.settings.provider.as_ref().is_some_and(|it| it.value.starts_with("postgres"));
        for (nth, item) in value.items().iter().enumerate() {
            let Some(name) = item.as_string() else {
                self.value(property, "a list of strings");
                return;
            };
            let is_known =
                is_among(&name.text, FEATURES) || (is_postgres && is_among(&name.text, "fullTextSearchPostgres"));
            // `referentialIntegrity` is told with the property of that name.
            let is_told = name.text == "referentialIntegrity" && self.settings.referential_integrity.is_some();
            // It was one until Prisma 7.
            let is_metrics = name.text == "metrics" && self.prisma.is_none_or(|it| it < 7);
            if is_postgres && name.text.eq_ignore_ascii_case("fullTextSearch") {
                self.tell(RejectionKind::FeatureRenamed, name.span, &name.text, "fullTextSearchPostgres");
                self.mend(name.span, SmolStr::new_static("\"fullTextSearchPostgres\""));
                continue;
            }
            let kind = match () {
                () if is_known || is_told || is_metrics => continue,
                () if is_among(&name.text, OVER) => RejectionKind::FeatureOver,
                () => RejectionKind::UnknownFeature,
            };
            self.tell(kind, name.span, &name.text, "");
            if kind == RejectionKind::FeatureOver {
                self.mend(without_item_of(property, nth), SmolStr::default());
            } else if let Some(near) = super::nearest(&name.text, &mut FEATURES.split(' ').filter(|it| !it.is_empty()))
            {
                self.mend(name.span, SmolStr::new(["\"", near, "\""].concat()));
            }
        }
    }
}

/// A string, or `env("NAME")`.
fn is_text_or_env(value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Call { name, arguments, .. } => {
            let argument = arguments.first().and_then(|it| it.value.as_ref());
            name.text == "env" && arguments.len() == 1 && argument.is_some_and(|it| it.as_string().is_some())
        }
        _ => false,
    }
}
