//! What programs hand over, files and options, and what they get: the same shape and the same refusals wherever a program calls.

use rustc_hash::FxHashSet;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{
    Report,
    options::{RunOptions, read_options},
    refusal::{Code, Refusal},
};
use crate::{
    config::Config,
    text::{Encoding, Language, Utf16Index},
    workspace::{Hint, Options, ReadError, Role, Workspace},
};

/// The most bytes of all files of one state together. The memory of a wasm module ends at 4 GiB, and a schema takes a few
/// times the bytes of its text.
pub const MAX_BYTES: usize = 256 << 20;

/// The most files of one state.
pub const MAX_FILES: usize = 20_000;

/// A file of a schema. Files of the project that tell the database (`package.json`, `.pscale.yml`, `migration_lock.toml`,
/// `wrangler.toml`) may be handed over with the others.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InputFile {
    /// Its path, as findings shall name it. Its ending tells the language: `.prisma` or `.sql`.
    pub path: String,
    /// Its text.
    pub text: Text,
    /// What it is written in, where the path does not tell.
    #[serde(default)]
    pub language: Option<InputLanguage>,
    /// What it is for.
    #[serde(default)]
    pub role: InputRole,
}

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum InputLanguage {
    /// A Prisma schema.
    Prisma,
    /// SQL statements.
    Sql,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum InputRole {
    /// It describes the state.
    #[default]
    State,
    /// It is a step of the migrations that lead to the state, and is never edited.
    History,
    /// It is a Prisma schema that tells the relations of an SQL state.
    Relations,
    /// It is the JSON that tells how Vitess spreads the tables over shards (`VSchema`).
    VSchema,
    /// It is the JSON of Vitess' routing rules.
    #[serde(rename = "routing-rules")]
    RoutingRules,
}

/// The text of a file: a string, or the bytes of one.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String", inline))]
pub struct Text(pub Vec<u8>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Of;

        impl Visitor<'_> for Of {
            type Value = Text;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.as_bytes().to_vec()))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Text, E> {
                Ok(Text(text.into_bytes()))
            }

            fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Text, E> {
                Ok(Text(bytes))
            }
        }

        deserializer.deserialize_any(Of)
    }
}

/// The files of one state: a list, in the order in which SQL is applied, or texts by path.
#[derive(Clone, Debug)]
pub struct InputFiles(pub Vec<InputFile>);

impl<'de> Deserialize<'de> for InputFiles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Of;

        impl<'de> Visitor<'de> for Of {
            type Value = InputFiles;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of files, or texts by path")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<InputFiles, A::Error> {
                let mut files = Vec::new();
                while let Some(file) = list.next_element()? {
                    files.push(file);
                }
                Ok(InputFiles(files))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<InputFiles, A::Error> {
                let mut files = Vec::new();
                while let Some((path, text)) = map.next_entry()? {
                    files.push(InputFile { path, text, language: None, role: InputRole::State });
                }
                Ok(InputFiles(files))
            }
        }

        deserializer.deserialize_any(Of)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for InputFiles {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Files".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "The files of one state: a list, in the order in which SQL is applied, or texts by path.",
            "anyOf": [
                { "type": "array", "maxItems": MAX_FILES, "items": generator.subschema_for::<InputFile>() },
                { "type": "object", "maxProperties": MAX_FILES, "additionalProperties": { "type": "string" } },
            ],
        })
    }
}

/// The files of a state, and what the files of its project tell.
#[derive(Clone, Debug, Default)]
pub struct Files {
    pub(super) files: Vec<File>,
    /// What each file of the project tells of the database, by its path.
    around: Vec<(String, Vec<Hint>)>,
}

/// A file that is read.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: Vec<u8>,
    language: Language,
    role: Role,
}

/// What a file is.
enum Sorted {
    Read(File),
    Around(String, Vec<Hint>),
}

impl Files {
    /// The files of a state.
    ///
    /// # Errors
    /// When there are too many, one is there twice, or its language is not known.
    pub fn of(InputFiles(list): InputFiles) -> Result<Self, Refusal> {
        if list.len() > MAX_FILES {
            return Err(Refusal::new(
                Code::TooLarge,
                format!("a state has at most {MAX_FILES} files, these are {}", list.len()),
            ));
        }
        let (mut files, mut paths, mut total) = (Self::default(), FxHashSet::default(), 0);
        for file in list {
            if !paths.insert(file.path.clone()) {
                return Err(Refusal::new(Code::DuplicatePath, format!("{}: it is there twice", file.path)));
            }
            match sort(file)? {
                Sorted::Read(file) => {
                    total += file.text.len();
                    check_size(total)?;
                    files.files.push(file);
                }
                Sorted::Around(path, hints) => files.around.push((path, hints)),
            }
        }
        Ok(files)
    }

    /// Adds a file, or puts it in the place of the one of its path.
    ///
    /// # Errors
    /// When its language is not known, or all are too large then.
    pub fn replace(&mut self, file: InputFile) -> Result<(), Refusal> {
        match sort(file)? {
            Sorted::Read(file) => {
                check_size(self.size_without(&file.path) + file.text.len())?;
                match self.files.iter_mut().find(|it| it.path == file.path) {
                    Some(open) => *open = file,
                    None => self.files.push(file),
                }
            }
            Sorted::Around(path, hints) => match self.around.iter_mut().find(|(of, _)| *of == path) {
                Some((_, open)) => *open = hints,
                None => self.around.push((path, hints)),
            },
        }
        Ok(())
    }

    /// Takes a file out; whether it was there.
    pub fn remove(&mut self, path: &str) -> bool {
        let count = self.files.len() + self.around.len();
        self.files.retain(|file| file.path != path);
        self.around.retain(|(of, _)| of != path);
        self.files.len() + self.around.len() < count
    }

    /// The bytes of a file that is read.
    pub fn text(&self, path: &str) -> Option<&[u8]> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_slice())
    }

    /// Gives a file that is read another text.
    ///
    /// # Errors
    /// When it is not there, or all are too large then.
    pub fn set_text(&mut self, path: &str, text: Vec<u8>) -> Result<(), Refusal> {
        check_size(self.size_without(path) + text.len())?;
        let file = self.files.iter_mut().find(|file| file.path == path);
        file.ok_or_else(|| Refusal::of_file(path, &ReadError::NotOpen))?.text = text;
        Ok(())
    }

    pub(super) fn size_without(&self, path: &str) -> usize {
        self.files.iter().filter(|file| file.path != path).map(|file| file.text.len()).sum()
    }

    /// What the files of the project tell of the database.
    fn hints(&self) -> impl Iterator<Item = Hint> + '_ {
        self.around.iter().flat_map(|(_, hints)| hints).cloned()
    }
}

fn sort(file: InputFile) -> Result<Sorted, Refusal> {
    let InputFile { path, text: Text(text), language, role } = file;
    let name = path.rsplit('/').next().unwrap_or_default();
    if language.is_none() && Hint::PROJECT_FILES.contains(&name) {
        let hints = Hint::of_project_file(name, &String::from_utf8_lossy(&text)).into_iter().collect();
        return Ok(Sorted::Around(path, hints));
    }
    let language = match (language, role) {
        // Read as what they are, whatever language they are said to be.
        (_, InputRole::VSchema | InputRole::RoutingRules) | (Some(InputLanguage::Sql), _) => Language::Sql,
        (Some(InputLanguage::Prisma), _) => Language::Prisma,
        (None, _) => Language::of_path(&path).ok_or_else(|| {
            Refusal::new(Code::UnknownLanguage, format!("{path}: neither a Prisma schema nor SQL by its name"))
                .help("name files .prisma or .sql, or say language: \"prisma\" or \"sql\"")
        })?,
    };
    if language == Language::Sql && !cfg!(feature = "sql") {
        return Err(Refusal::new(Code::NotIncluded, format!("{path}: this entry reads Prisma schemas only"))
            .help("import from \"shoring\", not from \"shoring/prisma\""));
    }
    let role = match role {
        InputRole::State => Role::State,
        InputRole::History => Role::History,
        InputRole::Relations => Role::Relations,
        InputRole::VSchema => Role::VSchema,
        InputRole::RoutingRules => Role::RoutingRules,
    };
    Ok(Sorted::Read(File { path, text, language, role }))
}

/// Refuses a state of more bytes than are read.
///
/// # Errors
/// When there are more.
pub fn check_size(total: usize) -> Result<(), Refusal> {
    if total <= MAX_BYTES {
        return Ok(());
    }
    Err(Refusal::new(Code::TooLarge, format!("all files together are larger than {MAX_BYTES} bytes"))
        .help("leave the rows out of a dump, or use the command line, which streams"))
}

/// What is asked of one run.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What places count.
    pub positions: Encoding,
    options: Options,
}

impl Asked {
    /// What is usual, where places count `positions`.
    pub fn usual(positions: Encoding) -> Self {
        Self { positions, options: Options::default() }
    }

    /// Reads options; places count `positions` where they do not say.
    ///
    /// # Errors
    /// When anything in them is wrong: all of it.
    pub fn read(options: &Map<String, Value>, positions: Encoding) -> Result<Self, Refusal> {
        let (RunOptions { positions: said, today, renames }, config) = read_options(options)?;
        let Config { target, .. } = &config;
        let target = target.as_ref().map(|said| said.value.clone());
        let options = Options { target, today, renames, config, hints: Vec::new() };
        Ok(Self { positions: said.unwrap_or(positions), options })
    }

    /// What the core is asked, with what the files of the project tell.
    pub(super) fn options(&self, states: &[&Files]) -> Options {
        Options { hints: states.iter().flat_map(|files| files.hints()).collect(), ..self.options.clone() }
    }
}

/// Lints the files of one state.
///
/// # Errors
/// When one cannot be read.
pub fn lint(files: &Files, asked: &Asked) -> Result<Report, Refusal> {
    let mut read = Read::new(asked.positions);
    read.add(&files.files)?;
    let report = Report::new(&read.workspace.lint(&asked.options(&[files])), read.positions);
    Ok(read.placed(report))
}

/// Compares two states.
///
/// # Errors
/// When a file cannot be read, the two cannot be compared, or a rename that is asked for cannot be.
pub fn diff(base: &Files, head: &Files, asked: &Asked) -> Result<Report, Refusal> {
    let mut read = Read::new(asked.positions);
    read.add_base(&base.files, &head.files)?;
    read.add(&head.files)?;
    let options = asked.options(&[head, base]);
    let states = read.workspace.states(&options)?;
    let comparison = states.compare(&options);
    Refusal::check_renames(&comparison, &options.renames)?;
    let report = Report::of_comparison(&comparison, read.positions);
    Ok(read.placed(report))
}

/// Files that were read, and what turns their bytes into the places that are asked for.
pub(super) struct Read {
    pub(super) workspace: Workspace,
    positions: Encoding,
    pub(super) offsets: Offsets,
}

impl Read {
    pub(super) fn new(positions: Encoding) -> Self {
        Self { workspace: Workspace::new(), positions, offsets: Offsets::default() }
    }

    /// Adds the files of the state.
    pub(super) fn add(&mut self, files: &[File]) -> Result<(), Refusal> {
        files.iter().try_for_each(|file| self.add_file(&file.path, file, file.role))
    }

    /// Adds the files of the state before. One that has the path of a file of the state is shown as `base:PATH`.
    fn add_base(&mut self, files: &[File], head: &[File]) -> Result<(), Refusal> {
        let taken: FxHashSet<&str> = head.iter().map(|file| file.path.as_str()).collect();
        // How its rows were spread is not compared.
        let told = files.iter().filter(|file| !matches!(file.role, Role::VSchema | Role::RoutingRules));
        told.into_iter().try_for_each(|file| {
            let is_taken = taken.contains(file.path.as_str());
            let path = if is_taken { format!("base:{}", file.path) } else { file.path.clone() };
            let role = if file.role == Role::Relations { Role::Relations } else { Role::Base };
            self.add_file(&path, file, role)
        })
    }

    fn add_file(&mut self, path: &str, file: &File, role: Role) -> Result<(), Refusal> {
        let added = self.workspace.add(path, file.language, role, &file.text);
        added.map_err(|error| Refusal::of_file(path, &error))?;
        if self.positions == Encoding::Utf16 {
            self.offsets.add(path, &file.text);
        }
        Ok(())
    }

    fn placed(&self, mut report: Report) -> Report {
        if !self.offsets.is_empty() {
            report.map_offsets(|path, byte| self.offsets.units(path, byte));
        }
        report
    }
}

/// What turns bytes of files into UTF-16 code units. Of a file that is not here, both are the same.
#[derive(Debug, Default)]
pub(super) struct Offsets(Vec<(String, Utf16Index)>);

impl Offsets {
    /// Adds a file that was read, unless all of it is ASCII.
    pub(super) fn add(&mut self, path: &str, text: &[u8]) {
        if !text.is_ascii() {
            // It was read, so it is UTF-8.
            let text = std::str::from_utf8(text).unwrap_or_default();
            self.0.push((path.to_owned(), Utf16Index::new(text)));
        }
    }

    /// Takes a file out.
    pub(super) fn take(&mut self, path: &str) -> Option<Utf16Index> {
        let at = self.0.iter().position(|(of, _)| of == path)?;
        Some(self.0.swap_remove(at).1)
    }

    /// Whether bytes and code units are the same everywhere.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The code units before a byte of a file.
    pub(super) fn units(&self, path: &str, byte: u64) -> u64 {
        self.0.iter().find(|(of, _)| of == path).map_or(byte, |(_, index)| index.units(byte))
    }
}

/// What is asked of a run: the keys of `shoring.toml`, and what holds for this run alone. For its JSON Schema.
#[cfg(feature = "schema")]
#[derive(Debug)]
pub struct InputOptions;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for InputOptions {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Options".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = Config::json_schema(generator);
        let run = RunOptions::json_schema(generator).to_value();
        let of_run = run.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.extend(of_run);
        }
        schema.remove("title");
        schema.insert(
            "description".to_owned(),
            "What is asked of a run: the keys of `shoring.toml`, and what holds for this run alone.".into(),
        );
        schema
    }
}
