//! Which files make a state.
//!
//! - A `.prisma` file stands for the whole schema that it is a part of: its folder, when just one datasource is there.
//! - SQL files of one folder are one history, applied in the order of their numbers.
//! - A folder is searched. Where it has a Prisma schema, that is the state, and SQL is left aside: it tells the same
//!   database again. Where it has a dump (`schema.sql`, `structure.sql`), migrations are left aside for the same reason.

use std::io::Read;

use shoring_core::text::Language;

use crate::{Failure, Host, HostError, PathKind};

/// The files of one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StateFiles {
    /// What they are written in.
    pub(crate) language: Language,
    /// Their paths, in order; `-` is standard input.
    pub(crate) paths: Vec<String>,
    /// They were named, or belong to one that was: then not being readable is a failure.
    pub(crate) named: bool,
    /// They are the steps of a history: a fix does not edit what was applied already.
    pub(crate) history: bool,
}

/// What a command works on.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The states, in the order they were asked for.
    pub(crate) states: Vec<StateFiles>,
    /// What was left aside, one sentence each.
    pub(crate) notes: Vec<String>,
}

/// What a search of folders is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The state as its owner writes it: Prisma before SQL.
    Anything,
    /// SQL, because a Prisma schema is given beside it.
    Sql,
}

/// The files that the arguments of a command name.
pub(crate) fn find(
    paths: &[String],
    stdin_name: Option<&str>,
    wanted: Wanted,
    host: &mut dyn Host,
) -> Result<Found, Failure> {
    let mut found = Found::default();
    if paths.is_empty() {
        search(".", wanted, &mut found, host)?;
        return Ok(found);
    }
    for path in paths {
        if path == "-" {
            let language = stdin_name.and_then(Language::of_path);
            let language = language.unwrap_or(Language::Sql);
            found.states.push(StateFiles::named(language, vec![path.clone()]));
            continue;
        }
        match host.kind_of(path) {
            PathKind::Folder => search(path, wanted, &mut found, host)?,
            PathKind::File => named(path, &mut found, host)?,
            PathKind::Missing => {
                let help = "name a .prisma file, a .sql file or a folder, or nothing at all to search this folder";
                return Err(Failure::new(format!("{path}: {}", HostError::NotFound)).help(help));
            }
        }
    }
    Ok(found)
}

/// The files of the Prisma schema that a path names, file or folder.
pub(crate) fn prisma_schema(path: &str, host: &mut dyn Host) -> Result<Vec<String>, Failure> {
    let mut found = Found::default();
    match host.kind_of(path) {
        PathKind::Folder => search(path, Wanted::Anything, &mut found, host)?,
        PathKind::File => found.states.push(StateFiles::named(Language::Prisma, whole_schema(path, host))),
        PathKind::Missing => {
            return Err(Failure::new(format!("{path}: {}", HostError::NotFound))
                .help("--relations takes a .prisma file or its folder"));
        }
    }
    let schemas: Vec<&StateFiles> = found.states.iter().filter(|state| state.language == Language::Prisma).collect();
    match schemas.as_slice() {
        [one] => Ok(one.paths.clone()),
        [] => Err(Failure::new(format!("{path}: no Prisma schema is there"))
            .help("--relations takes a .prisma file or its folder")),
        many => Err(Failure::new(format!("{path}: {} Prisma schemas are there", many.len()))
            .help("name the one that describes this database")),
    }
}

/// The state that one file is a part of: its Prisma schema, its history of migrations, or itself; none where it is no schema.
pub(crate) fn state_of(path: &str, host: &dyn Host) -> Option<StateFiles> {
    let language = Language::of_path(path)?;
    let alone = || StateFiles::named(language, vec![path.to_owned()]);
    Some(match language {
        Language::Prisma => StateFiles::named(language, whole_schema(path, host)),
        Language::Sql if is_step(path) => {
            let mut of_folder = histories(root_of(path), host);
            let of_it = of_folder.iter().position(|state| state.paths.iter().any(|it| it == path));
            of_it.map_or_else(alone, |at| of_folder.swap_remove(at))
        }
        Language::Sql => alone(),
    })
}

fn named(path: &str, found: &mut Found, host: &dyn Host) -> Result<(), Failure> {
    let language = match Language::of_path(path) {
        Some(language) => language,
        None => sniff(path, host)?,
    };
    let paths = match language {
        Language::Prisma => whole_schema(path, host),
        Language::Sql => vec![path.to_owned()],
    };
    match language {
        // Another file of a schema that is there already.
        _ if found.states.iter().any(|state| state.paths.contains(&path.to_owned())) => {}
        Language::Sql => {
            let same_history = |state: &&mut StateFiles| {
                state.language == Language::Sql
                    && state.named
                    && state.paths.iter().any(|other| root_of(other) == root_of(path))
            };
            if let Some(state) = found.states.iter_mut().find(same_history) {
                state.paths.extend(paths);
                state.in_order();
            } else {
                let mut state = StateFiles::named(language, paths);
                state.in_order();
                found.states.push(state);
            }
        }
        Language::Prisma => found.states.push(StateFiles::named(language, paths)),
    }
    Ok(())
}

/// The language of a file whose name does not tell: a pipe, a dump without an ending.
fn sniff(path: &str, host: &dyn Host) -> Result<Language, Failure> {
    // A pipe can be read once only: what is no regular name is taken for SQL, which is what people pipe.
    if path.starts_with("/dev/") || path.starts_with("/proc/") {
        return Ok(Language::Sql);
    }
    let mut beginning = Vec::new();
    let file = host.open(path).map_err(|error| Failure::new(format!("{path}: {error}")))?;
    // What cannot be read now cannot be read later either, and is told then.
    let _ = file.take(64 << 10).read_to_end(&mut beginning);
    language_of_text(&String::from_utf8_lossy(&beginning)).ok_or_else(|| {
        Failure::new(format!("{path}: neither a Prisma schema nor SQL")).help("files end in .prisma or .sql")
    })
}

/// The language that a text begins like.
pub(crate) fn language_of_text(text: &str) -> Option<Language> {
    let first_word = |line: &str| line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
    for line in text.lines().map(str::trim) {
        if line.is_empty()
            || line.starts_with("//")
            || line.starts_with("--")
            || line.starts_with("/*")
            || line.starts_with('#')
        {
            continue;
        }
        if matches!(first_word(line).as_str(), "datasource" | "generator" | "model" | "enum" | "view" | "type")
            && line.contains('{')
        {
            return Some(Language::Prisma);
        }
        let sql =
            ["CREATE", "ALTER", "DROP", "SET", "USE", "INSERT", "RENAME", "LOCK", "BEGIN", "START", "PRAGMA", "SELECT"];
        let word = first_word(line).to_ascii_uppercase();
        return sql.contains(&word.as_str()).then_some(Language::Sql);
    }
    None
}

/// The files of the schema that a `.prisma` file is a part of: the same from each of them, and those that a search finds together.
fn whole_schema(path: &str, host: &dyn Host) -> Vec<String> {
    let alone = vec![path.to_owned()];
    // The folder itself, or the one above it: Prisma's schema folders have folders of their own.
    let mut folder = folder_of(path).to_owned();
    for _ in 0..2 {
        let Ok(paths) = host.files_below(&folder) else { return alone };
        let files: Vec<String> =
            paths.into_iter().filter(|path| Language::of_path(path) == Some(Language::Prisma)).collect();
        // The search may spell a path another way than the person did.
        let of_search = |it: &String| it == path || path.strip_prefix("./") == Some(it);
        let states = group_prisma(&files.iter().collect::<Vec<_>>(), host);
        let Some(state) = states.into_iter().find(|state| state.paths.iter().any(of_search)) else { return alone };
        // Several files are one state only beside a datasource.
        if state.paths.len() > 1 || has_datasource(path, host) {
            let spelt = |file: String| if of_search(&file) { path.to_owned() } else { file };
            return state.paths.into_iter().map(spelt).collect();
        }
        if folder == "." {
            return alone;
        }
        folder = folder_of(&folder).to_owned();
    }
    alone
}

fn has_datasource(path: &str, host: &dyn Host) -> bool {
    let mut text = String::new();
    let Ok(file) = host.open(path) else { return false };
    let _ = file.take(shoring_core::workspace::MAX_PRISMA_BYTES as u64).read_to_string(&mut text);
    shoring_core::workspace::has_datasource(&text)
}

/// The folder above a folder, also above the current one.
pub(crate) fn above(folder: &str) -> String {
    if folder == "." {
        "..".to_owned()
    } else if folder.split('/').all(|part| part == "..") {
        format!("../{folder}")
    } else {
        folder_of(folder).to_owned()
    }
}

/// The path of a file in a folder.
pub(crate) fn in_folder(folder: &str, name: &str) -> String {
    match folder {
        "." => name.to_owned(),
        "/" => format!("/{name}"),
        folder => format!("{folder}/{name}"),
    }
}

pub(crate) fn folder_of(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => ".",
    }
}

/// The histories of migrations below a folder.
pub(crate) fn histories(folder: &str, host: &dyn Host) -> Vec<StateFiles> {
    let paths = host.files_below(folder).unwrap_or_default();
    let sql: Vec<&String> = paths.iter().filter(|path| Language::of_path(path) == Some(Language::Sql)).collect();
    group_sql(&sql, &mut Found::default())
}

/// The folder of a Prisma schema's migrations: beside it, or beside its folder.
pub(crate) fn migrations_folder(schema: &StateFiles, host: &dyn Host) -> Option<String> {
    let first = schema.paths.first().filter(|_| schema.language == Language::Prisma)?;
    let folder = folder_of(first);
    let folders = [in_folder(folder, "migrations"), in_folder(folder_of(folder), "migrations")];
    folders.into_iter().find(|folder| host.kind_of(folder) == PathKind::Folder)
}

/// The history of migrations in a folder of them.
pub(crate) fn history_in(folder: &str, host: &dyn Host) -> Option<StateFiles> {
    let mut states = histories(folder, host);
    states.retain(|state| state.history);
    states.pop()
}

/// The Prisma schema of a history of migrations: beside them, or in a folder beside them.
pub(crate) fn schema_beside(history: &StateFiles, host: &dyn Host) -> Option<String> {
    let first = history.paths.first().filter(|_| history.history)?;
    let mut folder = folder_of(first).to_owned();
    // `prisma/migrations/0001_init/migration.sql`
    (0..3).find_map(|_| {
        folder = above(&folder);
        let paths = ["schema.prisma", "schema/schema.prisma"].map(|name| in_folder(&folder, name));
        paths.into_iter().find(|path| host.kind_of(path) == PathKind::File)
    })
}

/// The states below a folder.
fn search(folder: &str, wanted: Wanted, found: &mut Found, host: &dyn Host) -> Result<(), Failure> {
    let paths = host.files_below(folder).map_err(|error| Failure::new(format!("{folder}: {error}")))?;
    let of = |language: Language| paths.iter().filter(move |path| Language::of_path(path) == Some(language));
    let prisma: Vec<&String> = of(Language::Prisma).collect();
    let sql: Vec<&String> = of(Language::Sql).collect();
    if !prisma.is_empty() && wanted == Wanted::Anything {
        found.states.extend(group_prisma(&prisma, host));
        if !sql.is_empty() {
            found.notes.push(left_aside(&sql, "the Prisma schema describes the same database"));
        }
        return Ok(());
    }
    let histories = group_sql(&sql, found);
    if histories.is_empty() {
        let looked =
            format!("looked at {} files below {}", paths.len(), if folder == "." { "this folder" } else { folder });
        let help =
            format!("{looked} for *.prisma and *.sql; hidden folders, node_modules and what git ignores are left out");
        return Err(Failure::new(format!("{folder}: no schema is there")).help(help));
    }
    found.states.extend(histories);
    Ok(())
}

fn left_aside(paths: &[&String], why: &str) -> String {
    let (files, name) = if paths.len() == 1 { ("SQL file", "it") } else { ("SQL files", "one") };
    format!("left aside {} {files}: {why}; name {name} to look at it", paths.len())
}

/// Each file with a datasource is a schema of its own, but for one that is alone in its folder: then the folder is the
/// schema, with what lies below it.
fn group_prisma(paths: &[&String], host: &dyn Host) -> Vec<StateFiles> {
    let roots: Vec<&String> = paths.iter().copied().filter(|path| has_datasource(path, host)).collect();
    let in_folder = |path: &str, folder: &str| folder == "." || path.starts_with(&format!("{folder}/"));
    let owner = |path: &String| {
        // The nearest folder above that holds just one datasource.
        let mut folder = folder_of(path);
        loop {
            let here: Vec<&&String> = roots.iter().filter(|root| folder_of(root) == folder).collect();
            match here.as_slice() {
                [one] => return Some(**one),
                [] if folder == "." || folder == "/" => return None,
                [] => folder = folder_of(folder),
                _ => return None,
            }
        }
    };
    let mut states: Vec<StateFiles> = Vec::new();
    for root in &roots {
        let folder = folder_of(root);
        let mut files = vec![(*root).clone()];
        let others = paths.iter().filter(|path| **path != *root && in_folder(path, folder) && !roots.contains(path));
        files.extend(others.filter(|path| owner(path) == Some(*root)).map(|path| (*path).clone()));
        files.sort();
        states.push(StateFiles::searched(Language::Prisma, files));
    }
    for path in paths.iter().filter(|path| !states.iter().any(|state| state.paths.contains(path))).collect::<Vec<_>>() {
        states.push(StateFiles::searched(Language::Prisma, vec![(*path).clone()]));
    }
    states
}

fn group_sql(paths: &[&String], found: &mut Found) -> Vec<StateFiles> {
    let is_dump =
        |path: &&String| matches!(name_of(path).to_ascii_lowercase().as_str(), "schema.sql" | "structure.sql");
    let is_down = |path: &&String| {
        let name = name_of(path).to_ascii_lowercase();
        name == "down.sql" || name.ends_with(".down.sql") || name.ends_with("_down.sql")
    };
    let dumps: Vec<&String> = paths.iter().copied().filter(is_dump).collect();
    let steps: Vec<&String> = paths.iter().copied().filter(|path| !is_dump(path) && !is_down(path)).collect();
    if !dumps.is_empty() {
        if !steps.is_empty() {
            found.notes.push(left_aside(&steps, "a dump describes the same database"));
        }
        let one = |path: &String| StateFiles::searched(Language::Sql, vec![path.clone()]);
        return dumps.into_iter().map(one).collect();
    }
    let mut states: Vec<StateFiles> = Vec::new();
    for path in steps {
        match states.iter_mut().find(|state| state.paths.iter().any(|other| root_of(other) == root_of(path))) {
            Some(state) => state.paths.push(path.clone()),
            None => states.push(StateFiles::searched(Language::Sql, vec![path.clone()])),
        }
    }
    states.iter_mut().for_each(StateFiles::in_order);
    states
}

impl StateFiles {
    /// Files that were named, or belong to one that was.
    pub(crate) fn named(language: Language, paths: Vec<String>) -> Self {
        Self { language, paths, named: true, history: false }
    }

    /// Files that a search has found.
    fn searched(language: Language, paths: Vec<String>) -> Self {
        Self { named: false, ..Self::named(language, paths) }
    }

    /// Puts the steps of a history into the order of their numbers. Files that are no steps keep their order, and may be
    /// edited as long as there is one.
    fn in_order(&mut self) {
        let are_steps = self.paths.iter().all(|path| is_step(path));
        if are_steps {
            self.paths.sort_by(|a, b| alphanumeric_sort::compare_str(a, b));
        }
        self.history = are_steps || self.paths.len() > 1;
    }
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a folder is the step, not the file: `migrations/0001_init/migration.sql`.
fn is_in_step_folder(path: &str) -> bool {
    matches!(name_of(path).to_ascii_lowercase().as_str(), "migration.sql" | "up.sql")
}

/// Whether a file is a step of a history: it may be applied somewhere already.
fn is_step(path: &str) -> bool {
    let name = name_of(path);
    let numbered = name.strip_prefix(['V', 'v']).unwrap_or(name).starts_with(|first: char| first.is_ascii_digit());
    numbered || is_in_step_folder(path)
}

/// The folder whose files make one history.
fn root_of(path: &str) -> &str {
    if is_in_step_folder(path) { folder_of(folder_of(path)) } else { folder_of(path) }
}
