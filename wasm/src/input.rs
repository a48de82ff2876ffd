//! JavaScript's values → what the core takes. Everything that can be wrong with them is refused, with the reason.

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, Visitor},
};
use serde_json::{Map, Value};
use shoring_core::{
    config::Config,
    report::{
        options::{RunOptions, read_options},
        refusal::{Code, Refusal},
    },
    text::{Encoding, Language},
    workspace::{Hint, Options, Role},
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// The most bytes of all files of one state together. The memory of a module ends at 4 GiB, and a schema takes a few times
/// the bytes of its text.
const MAX_BYTES: usize = 256 << 20;

/// The most files of one state.
const MAX_FILES: usize = 20_000;

/// A file as JavaScript hands it over.
#[derive(Deserialize)]
pub(crate) struct InputFile {
    pub(crate) path: String,
    pub(crate) text: Text,
    #[serde(default)]
    language: Option<InputLanguage>,
    #[serde(default)]
    role: InputRole,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum InputLanguage {
    Prisma,
    Sql,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum InputRole {
    #[default]
    State,
    History,
    Relations,
}

/// The text of a file: a string, or the bytes of one.
pub(crate) struct Text(pub(crate) Vec<u8>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Of;

        impl Visitor<'_> for Of {
            type Value = Text;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or a Uint8Array")
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

/// The files of a state, and what the files of its project tell.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) files: Vec<File>,
    /// What each file of the project tells of the database, by its path.
    around: Vec<(String, Vec<Hint>)>,
}

/// A file that is read.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: Vec<u8>,
    pub(crate) language: Language,
    pub(crate) role: Role,
}

impl Files {
    /// Reads the files of a state.
    pub(crate) fn read(files: JsValue) -> Result<Self, Refusal> {
        let list: Vec<InputFile> = serde_wasm_bindgen::from_value(files).map_err(|error| invalid("files", &error))?;
        if list.len() > MAX_FILES {
            return Err(Refusal::new(
                Code::TooLarge,
                format!("a state has at most {MAX_FILES} files, these are {}", list.len()),
            ));
        }
        let mut read = Self::default();
        for file in list {
            read.add(file)?;
        }
        Ok(read)
    }

    /// Adds a file, unless it is one of the project's that tells something.
    pub(crate) fn add(&mut self, file: InputFile) -> Result<(), Refusal> {
        let InputFile { path, text: Text(text), language, role } = file;
        let name = path.rsplit('/').next().unwrap_or_default();
        if self.is_there(&path) {
            return Err(Refusal::new(Code::DuplicatePath, format!("{path}: it is there twice")));
        }
        if language.is_none() && Hint::PROJECT_FILES.contains(&name) {
            let hints = Hint::of_project_file(name, &String::from_utf8_lossy(&text)).into_iter().collect();
            self.around.push((path, hints));
            return Ok(());
        }
        let language = match language {
            Some(InputLanguage::Prisma) => Language::Prisma,
            Some(InputLanguage::Sql) => Language::Sql,
            None => Language::of_path(&path).ok_or_else(|| {
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
        };
        check_size(self.size() + text.len())?;
        self.files.push(File { path, text, language, role });
        Ok(())
    }

    /// Adds a file, or puts it in the place of the one of its path.
    pub(crate) fn replace(&mut self, file: InputFile) -> Result<(), Refusal> {
        let mut alone = Self::default();
        alone.add(file)?;
        for file in alone.files {
            let others = self.files.iter().filter(|it| it.path != file.path).map(|it| it.text.len()).sum::<usize>();
            check_size(others + file.text.len())?;
            match self.files.iter_mut().find(|it| it.path == file.path) {
                Some(open) => *open = file,
                None => self.files.push(file),
            }
        }
        for (path, hints) in alone.around {
            match self.around.iter_mut().find(|(of, _)| *of == path) {
                Some((_, open)) => *open = hints,
                None => self.around.push((path, hints)),
            }
        }
        Ok(())
    }

    /// Takes a file out; whether it was there.
    pub(crate) fn remove(&mut self, path: &str) -> bool {
        let was_there = self.is_there(path);
        self.files.retain(|file| file.path != path);
        self.around.retain(|(of, _)| of != path);
        was_there
    }

    fn is_there(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path) || self.around.iter().any(|(of, _)| of == path)
    }

    fn size(&self) -> usize {
        self.files.iter().map(|file| file.text.len()).sum()
    }

    /// What the files of the project tell of the database.
    pub(crate) fn hints(&self) -> impl Iterator<Item = Hint> + '_ {
        self.around.iter().flat_map(|(_, hints)| hints).cloned()
    }
}

/// Refuses a state of more bytes than are read.
pub(crate) fn check_size(total: usize) -> Result<(), Refusal> {
    if total <= MAX_BYTES {
        return Ok(());
    }
    Err(Refusal::new(Code::TooLarge, format!("all files together are larger than {MAX_BYTES} bytes"))
        .help("leave the rows out of a dump, or use the command line, which streams"))
}

/// The same, asked before the texts are copied into this memory: of the length of strings, which have at least as many bytes.
///
/// # Errors
/// A `Refusal`.
#[wasm_bindgen(js_name = checkSize)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length; what is larger is too large too"
)]
pub fn check_size_of_texts(total: f64) -> Result<(), JsValue> {
    check_size(total as usize).map_err(|it| thrown(&it))
}

/// What is asked of one run.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) positions: Encoding,
    options: Options,
}

impl Default for Asked {
    fn default() -> Self {
        // What the strings of a JavaScript program count.
        Self { positions: Encoding::Utf16, options: Options::default() }
    }
}

impl Asked {
    /// Reads options; absent ones ask for what is usual.
    pub(crate) fn read(options: JsValue) -> Result<Self, Refusal> {
        if options.is_undefined() || options.is_null() {
            return Ok(Self::default());
        }
        let object: Map<String, Value> =
            serde_wasm_bindgen::from_value(options).map_err(|error| invalid("options", &error))?;
        let (RunOptions { positions, today, renames }, config) = read_options(object)?;
        let Config { target, .. } = &config;
        let target = target.as_ref().map(|said| said.value.clone());
        let options = Options { target, today, renames, config, hints: Vec::new() };
        Ok(Self { positions: positions.unwrap_or(Encoding::Utf16), options })
    }

    /// What the core is asked, with what the files of the project tell.
    pub(crate) fn options(&self, states: &[&Files]) -> Options {
        Options { hints: states.iter().flat_map(|files| files.hints()).collect(), ..self.options.clone() }
    }
}

/// Of a value of another shape.
pub(crate) fn invalid(what: &str, error: &serde_wasm_bindgen::Error) -> Refusal {
    Refusal::new(Code::InvalidArgument, format!("{what}: {error}"))
}

/// A value for JavaScript.
pub(crate) fn give(value: &impl Serialize) -> JsValue {
    // Plain objects, and numbers where they fit: the types of the core hold nothing that JavaScript cannot say.
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// A refusal as a value to throw: the TypeScript around makes an `Error` of it.
pub(crate) fn thrown(refusal: &Refusal) -> JsValue {
    give(refusal)
}
