//! A state that changes while it is looked at: an editor's, a playground's.

use serde::Deserialize;
use shoring_core::{
    report::{
        call::{Asked, Files, InputFile},
        live::LiveFiles,
        refusal::{Code, Refusal},
    },
    text::{Edit, Encoding, FileId, Utf16Index, apply},
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[cfg(feature = "diff")]
use crate::input::files;
use crate::input::{asked, give, invalid, thrown};
#[cfg(not(feature = "diff"))]
use crate::library::compares_nothing;

/// An edit of an open file, in the unit of the positions that were asked for.
#[derive(Deserialize)]
struct InputEdit {
    start: u64,
    end: u64,
    text: String,
}

/// Open files, and the state that they are compared with.
#[wasm_bindgen]
pub struct Workspace {
    asked: Asked,
    files: Files,
    #[cfg(feature = "diff")]
    base: Option<Files>,
    /// What was read of the files, as long as each edit was taken.
    live: Option<LiveFiles>,
}

#[wasm_bindgen]
impl Workspace {
    /// Without files.
    ///
    /// # Errors
    /// A `Refusal`, where the options are wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Self, JsValue> {
        Ok(Self {
            asked: asked(options).map_err(|it| thrown(&it))?,
            files: Files::default(),
            #[cfg(feature = "diff")]
            base: None,
            live: None,
        })
    }

    /// Takes other options.
    ///
    /// # Errors
    /// A `Refusal`; the options are then those of before.
    pub fn configure(&mut self, options: JsValue) -> Result<(), JsValue> {
        self.asked = asked(options).map_err(|it| thrown(&it))?;
        self.live = None;
        Ok(())
    }

    /// Opens a file, or replaces the text of one that is open.
    ///
    /// # Errors
    /// A `Refusal`.
    pub fn open(&mut self, file: JsValue) -> Result<(), JsValue> {
        let file: InputFile = serde_wasm_bindgen::from_value(file).map_err(|error| thrown(&invalid("file", &error)))?;
        self.live = None;
        self.files.replace(file).map_err(|it| thrown(&it))
    }

    /// Edits an open file; all edits name places of the text before them.
    ///
    /// # Errors
    /// A `Refusal`; the text is then the one of before.
    pub fn change(&mut self, path: &str, edits: JsValue) -> Result<(), JsValue> {
        let edits: Vec<InputEdit> =
            serde_wasm_bindgen::from_value(edits).map_err(|error| thrown(&invalid("edits", &error)))?;
        self.edited(path, edits).map_err(|it| thrown(&it))
    }

    /// Closes a file.
    ///
    /// # Errors
    /// A `Refusal` where it is not open.
    pub fn close(&mut self, path: &str) -> Result<(), JsValue> {
        self.live = None;
        if self.files.remove(path) { Ok(()) } else { Err(thrown(&not_open(path))) }
    }

    /// The text of an open file; none where it is not open.
    pub fn text(&self, path: &str) -> Option<String> {
        self.files.text(path).map(|text| String::from_utf8_lossy(text).into_owned())
    }

    /// Lints the open files: what has changed since this was asked last.
    ///
    /// # Errors
    /// A `Refusal`.
    pub fn lint(&mut self) -> Result<JsValue, JsValue> {
        let live = match self.live.take() {
            Some(live) => live,
            None => LiveFiles::read(&self.files, &self.asked).map_err(|it| thrown(&it))?,
        };
        Ok(give(&self.live.insert(live).update()))
    }
}

#[cfg(not(feature = "diff"))]
#[wasm_bindgen]
impl Workspace {
    /// Nothing is compared.
    ///
    /// # Errors
    /// A `Refusal`, always.
    pub fn base(&mut self, _files: JsValue) -> Result<(), JsValue> {
        Err(thrown(&compares_nothing()))
    }

    /// Nothing is compared.
    ///
    /// # Errors
    /// A `Refusal`, always.
    pub fn diff(&self) -> Result<JsValue, JsValue> {
        Err(thrown(&compares_nothing()))
    }
}

#[cfg(feature = "diff")]
#[wasm_bindgen]
impl Workspace {
    /// Sets the state that the open files are compared with.
    ///
    /// # Errors
    /// A `Refusal`.
    pub fn base(&mut self, of_state: JsValue) -> Result<(), JsValue> {
        self.base = Some(files(of_state).map_err(|it| thrown(&it))?);
        Ok(())
    }

    /// Compares the open files with the base.
    ///
    /// # Errors
    /// A `Refusal`.
    pub fn diff(&self) -> Result<JsValue, JsValue> {
        let nothing = Files::default();
        let base = self.base.as_ref().unwrap_or(&nothing);
        let report = shoring_core::report::call::diff(base, &self.files, &self.asked);
        report.map(|report| give(&report)).map_err(|it| thrown(&it))
    }
}

impl Workspace {
    fn edited(&mut self, path: &str, edits: Vec<InputEdit>) -> Result<(), Refusal> {
        if let (Some(mut live), [edit]) = (self.live.take(), edits.as_slice())
            && live.edit(&mut self.files, path, edit.start, edit.end, &edit.text)?
        {
            self.live = Some(live);
            return Ok(());
        }
        let text = self.files.text(path).ok_or_else(|| not_open(path))?;
        let text = std::str::from_utf8(text).map_err(|_| {
            Refusal::new(Code::NotUtf8, format!("{path}: it is no text, so nothing in it can be edited"))
        })?;
        let bytes: Box<dyn Fn(u64) -> u64> = match self.asked.positions {
            Encoding::Utf16 => {
                let index = Utf16Index::new(text);
                Box::new(move |unit| index.bytes(unit))
            }
            Encoding::Utf8 | Encoding::Characters => Box::new(|byte| byte),
        };
        let edit = |it: InputEdit| Edit { file: FileId(0), start: bytes(it.start), end: bytes(it.end), text: it.text };
        let edits: Vec<Edit> = edits.into_iter().map(edit).collect();
        let edited = apply(text, &edits).map_err(|error| Refusal::of_edit(path, &error))?;
        self.files.set_text(path, edited.into_bytes())
    }
}

fn not_open(path: &str) -> Refusal {
    Refusal::new(Code::NotOpen, format!("{path}: no file of this path is open"))
}
