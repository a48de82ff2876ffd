//! Reads files into a workspace: streamed, so that a dump of any size costs the memory of its schema.

use std::io::{Cursor, Read};

use shoring_core::{
    report::refusal::Refusal,
    text::{FileId, Language},
    workspace::{
        Hint, MAX_PRISMA_BYTES, ReadError, Role, Workspace,
        pscale::{begins_like_json, sql_of_json, sql_of_text},
    },
};

use crate::{
    Failure, Host, HostError, PathKind,
    discover::{StateFiles, above, folder_of, in_folder, language_of_text},
};

/// How many bytes of a file are handed over at a time.
const CHUNK: usize = 1 << 20;

/// What stands around the files and tells the database: from their folder up to the project's.
pub(crate) fn hints(state: &StateFiles, host: &dyn Host) -> Vec<Hint> {
    let Some(first) = state.paths.first().filter(|path| *path != "-") else { return Vec::new() };
    let mut hints = Vec::new();
    let mut folder = folder_of(first).to_owned();
    for _ in 0..8 {
        for name in Hint::PROJECT_FILES {
            let mut text = String::new();
            let file = host.open(&in_folder(&folder, name)).ok();
            let read = file.and_then(|file| file.take(1 << 20).read_to_string(&mut text).ok());
            hints.extend(read.and_then(|_| Hint::of_project_file(name, &text)));
        }
        // A project ends where its repository does.
        if folder == "/" || host.kind_of(&in_folder(&folder, ".git")) != PathKind::Missing {
            break;
        }
        folder = above(&folder);
    }
    hints
}

pub(crate) enum Unreadable {
    File(HostError),
    Text(ReadError),
}

impl Unreadable {
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::File(error) => error.to_string(),
            Self::Text(error) => error.to_string(),
        }
    }
}

impl Unreadable {
    /// As the reason that a command cannot run.
    pub(crate) fn failure(&self, path: &str) -> Failure {
        match self {
            Self::File(error) => Failure::new(format!("{path}: {error}")),
            Self::Text(error) => unreadable(path, error),
        }
    }
}

fn io_error(error: &std::io::Error) -> Unreadable {
    Unreadable::File(HostError::from(error))
}

pub(crate) fn read_whole(path: &str, host: &dyn Host) -> Result<String, Unreadable> {
    let mut file = host.open(path).map_err(Unreadable::File)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|error| io_error(&error))?;
    String::from_utf8(bytes).map_err(|error| Unreadable::Text(error.into()))
}

pub(crate) fn stream(
    path: &str,
    language: Language,
    role: Role,
    workspace: &mut Workspace,
    host: &dyn Host,
) -> Result<(), (Option<FileId>, Unreadable)> {
    let file = host.open(path).map_err(|error| (None, Unreadable::File(error)))?;
    let id = workspace.open(path, language, role).map_err(|error| (None, Unreadable::Text(error)))?;
    feed(file, id, workspace).map_err(|error| (Some(id), error))
}

pub(crate) fn unreadable(path: &str, error: &ReadError) -> Failure {
    Refusal::of_file(path, error).into()
}

/// Reads a text whose language its first bytes tell, where its name does not: SQL, a Prisma schema, or what `pscale branch
/// schema` prints, as text or JSON.
pub(crate) fn read_any(
    mut reader: impl Read,
    name: &str,
    role: Role,
    language: Option<Language>,
    workspace: &mut Workspace,
) -> Result<(), Failure> {
    let cannot = |error: &std::io::Error| Failure::new(format!("{name}: {}", HostError::from(error)));
    let mut beginning = Vec::new();
    let first = (&mut reader).take(CHUNK as u64).read_to_end(&mut beginning);
    first.map_err(|error| cannot(&error))?;
    // An empty file is an empty database; an empty pipe is a command that failed.
    if language.is_none() && beginning.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::new(format!("{name}: it is empty")).help("did the command before it fail?"));
    }
    let is_json = begins_like_json(&beginning);
    let printed = is_json || sql_of_text(&String::from_utf8_lossy(&beginning)).is_some();
    if !printed {
        let start = String::from_utf8_lossy(beginning.get(..beginning.len().min(64 << 10)).unwrap_or_default());
        let language = language.or_else(|| language_of_text(&start)).unwrap_or(Language::Sql);
        let id = workspace.open(name, language, role).map_err(|error| unreadable(name, &error))?;
        let whole = Cursor::new(beginning).chain(reader);
        return feed(whole, id, workspace).map_err(|error| error.failure(name));
    }
    // What pscale prints holds no rows, and is read whole.
    let rest = reader.take(MAX_PRISMA_BYTES as u64).read_to_end(&mut beginning);
    rest.map_err(|error| cannot(&error))?;
    let text = String::from_utf8(beginning).map_err(|error| unreadable(name, &error.into()))?;
    let sql = if is_json {
        let help = "name SQL, a Prisma schema, or what `pscale branch schema` prints";
        sql_of_json(&text).map_err(|error| Failure::new(format!("{name}: {error}")).help(help))?
    } else {
        sql_of_text(&text).unwrap_or(text)
    };
    workspace.add(name, Language::Sql, role, sql.as_bytes()).map_err(|error| unreadable(name, &error))?;
    Ok(())
}

/// Reads the files of a state, each in its role and shown under a name. One that a search has found and that cannot be read
/// is a finding.
pub(crate) fn read_state(
    state: &StateFiles,
    role: impl Fn(&str) -> Role,
    shown: impl Fn(&str) -> String,
    workspace: &mut Workspace,
    host: &dyn Host,
) -> Result<(), Failure> {
    for path in &state.paths {
        let name = shown(path);
        let opened = host.open(path).map_err(Unreadable::File);
        let id = workspace.open(&name, state.language, role(path)).map_err(|error| unreadable(&name, &error))?;
        if let Err(error) = opened.and_then(|file| feed(file, id, workspace)) {
            if state.named {
                return Err(error.failure(&name));
            }
            workspace.fail(id, &error.reason());
        }
    }
    Ok(())
}

/// Hands all of a file over.
fn feed(mut reader: impl Read, id: FileId, workspace: &mut Workspace) -> Result<(), Unreadable> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => return workspace.close(id).map_err(Unreadable::Text),
            Ok(read) => workspace.feed(id, chunk.get(..read).unwrap_or_default()).map_err(Unreadable::Text)?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(io_error(&error)),
        }
    }
}
