//! The server: what a client says, and what it is answered.

mod asked;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability,
    CodeActionResponse, Diagnostic, DiagnosticOptions, DiagnosticServerCapabilities, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWatchedFilesRegistrationOptions,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult, ExecuteCommandOptions,
    ExecuteCommandParams, FileSystemWatcher, FoldingRangeProviderCapability, FullDocumentDiagnosticReport, GlobPattern,
    HoverProviderCapability, InitializeParams, InitializeResult, MessageType, OneOf, PositionEncodingKind,
    PublishDiagnosticsParams, Registration, RegistrationParams, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, SaveOptions, ServerCapabilities, ServerInfo, ShowDocumentParams,
    ShowMessageParams, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFoldersServerCapabilities, WorkspaceFullDocumentDiagnosticReport, WorkspaceServerCapabilities,
    WorkspaceUnchangedDocumentDiagnosticReport,
    notification::{self, Notification as _},
    request::{self, Request as _},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use shoring_core::{
    config::{Config, FILE_NAME},
    edit::Editor,
    lint::is_silenced_at_its_place,
    report::{self, Edit, Finding, Report, Summary, markdown, rules},
    text::{Encoding, Language},
    workspace::{Fixes, Role, TextToMend, mend},
};

use crate::{
    Asked, Handed, HandedBase, Root, Run, Settings, Texts,
    actions::{self, EXPLAIN, Edits, FIX_ALL},
    diagnostics::{self, Files},
    documents::{Document, Lined},
    place::{Folder, Place},
    protocol::{
        self, BaseParams, BaseWantedParams, Counts, DiffBase, DiffResult, FilesParams, LintedWorkspace, Named, Page,
        StatusParams,
    },
    state::{Open, OpenState, Shown},
    uri::{plain, write_addresses},
};

/// How long nothing should have come before [`Server::settle`] is called.
pub const QUIET_MILLISECONDS: u64 = 150;

/// The command that looks at all states of all folders.
const LINT_WORKSPACE: &str = "shoring.lintWorkspace";

/// Files whose change on the disk may change what is told.
const WATCHED: [&str; 4] =
    ["**/*.{prisma,sql}", "**/{shoring.toml,package.json,.pscale.yml}", "**/.git/HEAD", "**/.gitignore"];

/// A language server.
pub struct Server {
    place: Box<dyn Place>,
    phase: Phase,
    client: Client,
    settings: Settings,
    folders: Vec<OpenFolder>,
    /// What the client has handed over, by addresses without escapes; none where the server reads the disk.
    handed: Option<BTreeMap<String, Handed>>,
    /// The client has said that it has handed over all that there is; so it is from the beginning where it hands nothing over.
    has_all_files: bool,
    /// By their addresses, as the client writes them.
    documents: BTreeMap<String, Document>,
    states: Vec<OpenState>,
    /// How many states were found, those that are forgotten included.
    found: u32,
    /// The configurations, and the mistakes that were told of each.
    configurations_told: BTreeMap<Uri, Vec<Diagnostic>>,
    /// What was said last of each document.
    statuses: BTreeMap<String, StatusParams>,
    /// What is told has changed by something else than an edit: a client that asks for diagnostics does not know.
    has_news: bool,
    /// What a person was warned of.
    warned: BTreeSet<String>,
    out: Vec<Message>,
    requests: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing was said yet.
    Fresh,
    Running,
    /// The client has said that it will go.
    ShutDown,
    /// It is gone; it had said so before.
    Ended {
        was_announced: bool,
    },
}

/// What the client can do.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the protocol asks of each whether a client can do it")]
struct Client {
    encoding: Encoding,
    /// It asks for diagnostics.
    pulls: bool,
    /// It can be told to ask again.
    refreshes: bool,
    /// It takes edits that name the version of a text.
    versioned_edits: bool,
    /// It watches files when it is asked to.
    watches: bool,
    /// It opens addresses.
    shows_documents: bool,
    /// It shows the pages of rules itself.
    has_pages: bool,
    /// It takes the parts of a text one in another.
    nests_symbols: bool,
    /// It can be told to ask again for what is shown beside the text.
    refreshes_hints: bool,
}

struct OpenFolder {
    root: Root,
    folder: Box<dyn Folder>,
    /// The client works in it; else it is there because a text of it is open.
    is_of_workspace: bool,
    base: Option<HandedBase>,
    /// What the client was told last to hand over of it.
    base_wanted: Option<BaseWantedParams>,
    /// The last configuration of each file that had no mistake.
    known_good: BTreeMap<String, Config>,
}

impl Server {
    /// A server that nobody has spoken to.
    pub fn new(place: Box<dyn Place>) -> Self {
        Self {
            place,
            phase: Phase::Fresh,
            client: Client::default(),
            settings: Settings::default(),
            folders: Vec::new(),
            handed: None,
            has_all_files: true,
            documents: BTreeMap::new(),
            states: Vec::new(),
            found: 0,
            configurations_told: BTreeMap::new(),
            statuses: BTreeMap::new(),
            has_news: false,
            warned: BTreeSet::new(),
            out: Vec::new(),
            requests: 0,
        }
    }

    /// Takes what has come, in order; answers what is to be sent.
    pub fn receive(&mut self, messages: Vec<Message>) -> Vec<Message> {
        let cancelled: BTreeSet<RequestId> = messages.iter().filter_map(cancelled_by).collect();
        for message in messages {
            match message {
                Message::Request(request) if cancelled.contains(&request.id) => {
                    self.refuse(request.id, ErrorCode::RequestCanceled, "it was cancelled");
                }
                Message::Request(request) => self.request(request),
                Message::Notification(notification) => self.notification(notification),
                // What this server asks of a client, it can do without.
                Message::Response(_) => {}
            }
        }
        std::mem::take(&mut self.out)
    }

    /// Tells what is due, after a pause; answers what is to be sent.
    pub fn settle(&mut self) -> Vec<Message> {
        // Of a schema in several files, half would be told as broken.
        if self.phase == Phase::Running && self.has_all_files {
            self.want_bases();
            self.look_again();
            self.leave_what_is_closed();
            self.tell();
        }
        std::mem::take(&mut self.out)
    }

    /// Whether something is to be told at the next pause.
    pub fn is_due(&self) -> bool {
        self.has_all_files && (self.has_news || self.states.iter().any(|state| state.is_due || state.is_stale))
    }

    /// The exit status, when the client has said that it is gone: 0 where it had said that it will go, else 1.
    pub fn ended(&self) -> Option<i32> {
        match self.phase {
            Phase::Ended { was_announced } => Some(i32::from(!was_announced)),
            _ => None,
        }
    }

    // -- messages --

    fn request(&mut self, request: Request) {
        let Request { id, method, mut params } = request;
        write_addresses(&mut params);
        match (self.phase, method.as_str()) {
            (Phase::Fresh, request::Initialize::METHOD) => {
                let answer = self.answer::<request::Initialize>(params, |server, params| server.initialize(&params));
                self.respond(id, answer);
                return;
            }
            (Phase::Fresh, _) => {
                return self.refuse(id, ErrorCode::ServerNotInitialized, "`initialize` comes first");
            }
            (Phase::Running, request::Initialize::METHOD) => {
                return self.refuse(id, ErrorCode::InvalidRequest, "this server is initialized already");
            }
            (Phase::ShutDown | Phase::Ended { .. }, _) => {
                return self.refuse(id, ErrorCode::InvalidRequest, "this server is shut down");
            }
            (Phase::Running, _) => {}
        }
        let answer = match method.as_str() {
            request::Shutdown::METHOD => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            request::CodeActionRequest::METHOD => {
                self.answer::<request::CodeActionRequest>(params, |server, params| server.code_actions(&params))
            }
            request::DocumentDiagnosticRequest::METHOD => self
                .answer::<request::DocumentDiagnosticRequest>(params, |server, params| {
                    server.document_diagnostics(&params)
                }),
            request::WorkspaceDiagnosticRequest::METHOD => self
                .answer::<request::WorkspaceDiagnosticRequest>(params, |server, params| {
                    server.workspace_diagnostics(&params)
                }),
            request::HoverRequest::METHOD => {
                self.answer::<request::HoverRequest>(params, |server, params| server.hover(&params))
            }
            request::DocumentSymbolRequest::METHOD => {
                self.answer::<request::DocumentSymbolRequest>(params, |server, params| server.symbols(&params))
            }
            request::GotoDefinition::METHOD => {
                self.answer::<request::GotoDefinition>(params, |server, params| server.definition(&params))
            }
            request::References::METHOD => {
                self.answer::<request::References>(params, |server, params| server.references(&params))
            }
            request::FoldingRangeRequest::METHOD => {
                self.answer::<request::FoldingRangeRequest>(params, |server, params| server.foldings(&params))
            }
            request::InlayHintRequest::METHOD => {
                self.answer::<request::InlayHintRequest>(params, |server, params| server.inlay_hints(&params))
            }
            request::ExecuteCommand::METHOD => {
                self.answer::<request::ExecuteCommand>(params, |server, params| server.command(&params))
            }
            protocol::ReportOf::METHOD => self.answer::<protocol::ReportOf>(params, |server, params| {
                server.report_of(&params.uri).and_then(|report| serde_json::to_value(report).ok())
            }),
            protocol::LintWorkspace::METHOD => {
                self.answer::<protocol::LintWorkspace>(params, |server, _| server.lint_workspace())
            }
            protocol::DiffOf::METHOD => {
                self.answer::<protocol::DiffOf>(params, |server, params| server.diff_of(&params.uri))
            }
            protocol::Explain::METHOD => self.answer::<protocol::Explain>(params, |_, params| page_of(&params.rule)),
            _ => {
                let words = format!("there is no request {method}");
                return self.refuse(id, ErrorCode::MethodNotFound, &words);
            }
        };
        self.respond(id, answer);
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, mut params } = notification;
        write_addresses(&mut params);
        if method == notification::Exit::METHOD {
            self.phase = Phase::Ended { was_announced: self.phase == Phase::ShutDown };
            return;
        }
        if self.phase != Phase::Running {
            return;
        }
        // A notification that cannot be read changes nothing: the protocol has no answer to it.
        match method.as_str() {
            notification::Initialized::METHOD => self.watch(),
            notification::DidOpenTextDocument::METHOD => {
                if let Some(it) = read(params) {
                    self.opened(it);
                }
            }
            notification::DidChangeTextDocument::METHOD => {
                if let Some(it) = read(params) {
                    self.changed(it);
                }
            }
            notification::DidCloseTextDocument::METHOD => {
                if let Some(it) = read(params) {
                    self.closed(&it);
                }
            }
            notification::DidSaveTextDocument::METHOD => {
                if let Some(it) = read(params) {
                    self.saved(it);
                }
            }
            notification::DidChangeConfiguration::METHOD => {
                if let Some(it) = read(params) {
                    self.configured(&it);
                }
            }
            notification::DidChangeWatchedFiles::METHOD => {
                if let Some(it) = read(params) {
                    self.files_changed(&it);
                }
            }
            notification::DidChangeWorkspaceFolders::METHOD => {
                if let Some(it) = read(params) {
                    self.folders_changed(&it);
                }
            }
            protocol::Files::METHOD => {
                if let Some(it) = read(params) {
                    self.files_handed(it);
                }
            }
            protocol::BaseFiles::METHOD => {
                if let Some(it) = read(params) {
                    self.base_handed(it);
                }
            }
            _ => {}
        }
    }

    fn answer<R: request::Request>(
        &mut self,
        params: Value,
        work: impl FnOnce(&mut Self, R::Params) -> R::Result,
    ) -> Result<Value, ResponseError>
    where
        R::Params: DeserializeOwned,
        R::Result: Serialize,
    {
        let error = |code: ErrorCode, message: String| ResponseError { code: code as i32, message, data: None };
        let params = serde_json::from_value(params)
            .map_err(|wrong| error(ErrorCode::InvalidParams, format!("{}: {wrong}", R::METHOD)))?;
        serde_json::to_value(work(self, params)).map_err(|wrong| error(ErrorCode::InternalError, wrong.to_string()))
    }

    fn respond(&mut self, id: RequestId, answer: Result<Value, ResponseError>) {
        self.out.push(Response { id, response_result: answer }.into());
    }

    fn refuse(&mut self, id: RequestId, code: ErrorCode, words: &str) {
        self.respond(id, Err(ResponseError { code: code as i32, message: words.to_owned(), data: None }));
    }

    fn notify<N: notification::Notification>(&mut self, params: N::Params)
    where
        N::Params: Serialize,
    {
        self.out.push(Notification::new(N::METHOD.to_owned(), params).into());
    }

    fn ask<R: request::Request>(&mut self, params: R::Params)
    where
        R::Params: Serialize,
    {
        self.requests = self.requests.wrapping_add(1);
        let id = RequestId::from(format!("shoring-{}", self.requests));
        self.out.push(Request::new(id, R::METHOD.to_owned(), params).into());
    }

    /// Warns a person, once.
    fn warn(&mut self, message: String) {
        if self.warned.insert(message.clone()) {
            self.notify::<notification::ShowMessage>(ShowMessageParams { typ: MessageType::WARNING, message });
        }
    }

    // -- beginning --

    fn initialize(&mut self, params: &InitializeParams) -> InitializeResult {
        self.phase = Phase::Running;
        let said = params.initialization_options.clone().unwrap_or_default();
        self.client = client(&params.capabilities);
        self.client.has_pages = said.get("pages").and_then(Value::as_str) == Some("client");
        self.handed = (said.get("files").and_then(Value::as_str) == Some("client")).then(BTreeMap::new);
        self.has_all_files = self.handed.is_none();
        self.settings.take(&said);
        let folders = params.workspace_folders.clone().unwrap_or_default();
        #[expect(deprecated, reason = "clients of before say their one folder so")]
        let alone = params.root_uri.iter().filter(|_| folders.is_empty()).map(|uri| uri.as_str().to_owned());
        for uri in folders.iter().map(|folder| folder.uri.as_str().to_owned()).chain(alone) {
            self.add_folder(Root::new(&uri), true);
        }
        InitializeResult {
            capabilities: self.capabilities(),
            server_info: Some(ServerInfo {
                name: "shoring".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        }
    }

    fn capabilities(&self) -> ServerCapabilities {
        let encoding = match self.client.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Characters => PositionEncodingKind::UTF32,
        };
        let mut commands = vec![LINT_WORKSPACE.to_owned()];
        // A command of the server is one that the client must not have.
        commands.extend((!self.client.has_pages).then(|| EXPLAIN.to_owned()));
        ServerCapabilities {
            position_encoding: Some(encoding),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(true) })),
                ..TextDocumentSyncOptions::default()
            })),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::new(FIX_ALL)]),
                ..CodeActionOptions::default()
            })),
            diagnostic_provider: self.client.pulls.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: Some(diagnostics::SOURCE.to_owned()),
                    inter_file_dependencies: true,
                    workspace_diagnostics: true,
                    ..DiagnosticOptions::default()
                })
            }),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            inlay_hint_provider: Some(OneOf::Left(true)),
            execute_command_provider: Some(ExecuteCommandOptions { commands, ..ExecuteCommandOptions::default() }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                ..WorkspaceServerCapabilities::default()
            }),
            ..ServerCapabilities::default()
        }
    }

    fn watch(&mut self) {
        if !self.client.watches || self.handed.is_some() {
            return;
        }
        let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
        let options =
            DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.iter().map(|glob| watcher(glob)).collect() };
        let registration = Registration {
            id: "shoring-files".to_owned(),
            method: notification::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        self.ask::<request::RegisterCapability>(RegistrationParams { registrations: vec![registration] });
    }

    // -- folders and documents --

    fn add_folder(&mut self, root: Root, is_of_workspace: bool) -> usize {
        if let Some(number) = self.folders.iter().position(|folder| folder.root == root) {
            if let Some(folder) = self.folders.get_mut(number) {
                folder.is_of_workspace |= is_of_workspace;
            }
            return number;
        }
        let folder = self.place.folder(&root);
        self.folders.push(OpenFolder {
            root,
            folder,
            is_of_workspace,
            base: None,
            base_wanted: None,
            known_good: BTreeMap::new(),
        });
        self.folders.len() - 1
    }

    /// The folder of a file, and its path seen from there: the outermost one that the client works in, else its own. A schema may
    /// lie in a folder and in one within it; seen from within, the rest of it would be missing.
    fn home(&mut self, uri: &str) -> (usize, String) {
        let of_workspace = self.folders.iter().enumerate().filter(|(_, folder)| folder.is_of_workspace);
        let paths = of_workspace.filter_map(|(number, folder)| Some((number, folder.root.path_of(uri)?)));
        if let Some(outermost) = paths.max_by_key(|(_, path)| path.len()) {
            return outermost;
        }
        let root = Root::of_file(uri);
        let path = root.path_of(uri).unwrap_or_else(|| plain(uri));
        (self.add_folder(root, false), path)
    }

    fn folders_changed(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        for folder in &params.event.added {
            self.add_folder(Root::new(folder.uri.as_str()), true);
        }
        for gone in &params.event.removed {
            let root = Root::new(gone.uri.as_str());
            if let Some(folder) = self.folders.iter_mut().find(|folder| folder.root == root) {
                folder.is_of_workspace = false;
            }
        }
        // What is open may have another home now.
        let open: Vec<String> = self.documents.keys().cloned().collect();
        for uri in open {
            let (folder, path) = self.home(&uri);
            if let Some(document) = self.documents.get_mut(&uri) {
                let path = named_by_language(path, document.language);
                if (document.folder, &document.path) != (folder, &path) {
                    // Edits do not reach the states of where it was.
                    let of_old_home = self.states.iter_mut().filter(|state| state.folder == document.folder);
                    of_old_home.for_each(|state| state.close(&document.path));
                    (document.folder, document.path) = (folder, path);
                }
            }
        }
        // What was looked at because somebody works there, or is looked at from another folder now.
        for number in 0..self.states.len() {
            let is_at_home = self.is_at_home(number);
            if let Some(state) = self.states.get_mut(number) {
                state.is_pinned &= is_at_home;
            }
        }
        self.all_stale();
    }

    /// Whether a state is looked at from the folder that it was found from.
    fn is_at_home(&mut self, number: usize) -> bool {
        let Some(state) = self.states.get(number) else { return false };
        let folder = state.folder;
        let first = state.files.first().map(|file| file.path.clone());
        first.is_some_and(|path| self.is_of_folder(folder, &path))
    }

    /// Whether the client works in a folder, and a file of it is looked at from there.
    fn is_of_folder(&mut self, number: usize, path: &str) -> bool {
        let folder = self.folders.get(number).filter(|folder| folder.is_of_workspace);
        let uri = folder.and_then(|folder| folder.root.uri_of(path));
        uri.is_some_and(|uri| self.home(uri.as_str()).0 == number)
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let text = params.text_document;
        let (folder, path) = self.home(text.uri.as_str());
        let language = match text.language_id.as_str() {
            "prisma" => Some(Language::Prisma),
            "sql" | "mysql" | "mariadb" => Some(Language::Sql),
            _ => Language::of_path(&path),
        };
        let path = named_by_language(path, language);
        let lined = Lined::new(text.text);
        let key = text.uri.as_str().to_owned();
        let document = Document { uri: text.uri, version: text.version, folder, path, language, lined };
        let is_config = is_config(&document.path);
        // One that is opened twice is another text under the same name.
        if self.documents.contains_key(&key) {
            self.states.iter_mut().filter(|state| state.folder == folder).for_each(|state| state.close(&document.path));
        }
        self.documents.insert(key.clone(), document);
        if is_config {
            self.folder_stale(folder);
        } else if language.is_some() {
            // Its text may differ from that of the disk.
            self.find_state_of(&key);
        }
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let encoding = self.client.encoding;
        let on_type = self.settings.run == Run::OnType;
        let Some(document) = self.documents.get_mut(params.text_document.uri.as_str()) else { return };
        document.version = params.text_document.version;
        let (folder, path) = (document.folder, document.path.clone());
        let had_datasource = has_datasource(document);
        for change in params.content_changes {
            let replaced = document.change(change, encoding);
            for state in self.states.iter_mut().filter(|state| state.folder == folder && state.has(&path)) {
                state.edit(&path, &replaced);
                state.is_due |= on_type;
            }
        }
        // Which files are one schema hangs on where the datasources are.
        let moved_datasource = self
            .documents
            .get(params.text_document.uri.as_str())
            .is_some_and(|document| has_datasource(document) != had_datasource);
        if is_config(&path) || moved_datasource {
            self.folder_stale(folder);
        }
    }

    fn saved(&mut self, params: DidSaveTextDocumentParams) {
        let Some(document) = self.documents.get_mut(params.text_document.uri.as_str()) else { return };
        let (folder, path) = (document.folder, document.path.clone());
        if let Some(text) = params.text.filter(|text| *text != document.lined.text) {
            let replaced = document.become_text(&text);
            for state in self.states.iter_mut().filter(|state| state.folder == folder && state.has(&path)) {
                state.edit(&path, &replaced);
            }
        }
        for state in self.states.iter_mut().filter(|state| state.folder == folder && state.has(&path)) {
            state.is_due = true;
        }
        self.folder_stale(folder);
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) {
        let Some(document) = self.documents.remove(params.text_document.uri.as_str()) else { return };
        self.statuses.remove(params.text_document.uri.as_str());
        for state in self.states.iter_mut().filter(|state| state.folder == document.folder) {
            state.close(&document.path);
        }
        self.folder_stale(document.folder);
    }

    fn configured(&mut self, params: &DidChangeConfigurationParams) {
        self.settings.take(params.settings.get("shoring").unwrap_or(&params.settings));
        if self.client.refreshes_hints {
            self.ask::<request::InlayHintRefreshRequest>(());
        }
        self.states.iter_mut().for_each(OpenState::tell_again);
        self.all_stale();
    }

    fn files_changed(&mut self, params: &DidChangeWatchedFilesParams) {
        let changed: Vec<&str> = params.changes.iter().map(|change| change.uri.as_str()).collect();
        let touches = |root: &Root| changed.iter().any(|uri| root.path_of(uri).is_some());
        let folders = self.folders.iter().enumerate().filter(|(_, folder)| touches(&folder.root));
        for number in folders.map(|(number, _)| number).collect::<Vec<_>>() {
            self.folder_stale(number);
        }
    }

    fn files_handed(&mut self, params: FilesParams) {
        let handed = self.handed.get_or_insert_default();
        if params.complete {
            handed.clear();
            self.has_all_files = true;
        }
        for file in params.files {
            let uri = plain(&file.uri);
            match (file.text, file.unreadable) {
                (Some(text), _) => _ = handed.insert(uri, Handed::Text(text)),
                (None, Some(reason)) => _ = handed.insert(uri, Handed::Unreadable(reason)),
                (None, None) => _ = handed.remove(&uri),
            }
        }
        self.all_stale();
    }

    fn base_handed(&mut self, params: BaseParams) {
        let BaseParams { folder, name, commit, evidence, files, reason } = params;
        let root = Root::new(&folder);
        let number = self.add_folder(root.clone(), false);
        let files = files.map(|files| {
            let named = files.into_iter().filter_map(|file| Some((root.path_of(&file.uri)?, file)));
            let handed = named.filter_map(|(path, file)| match (file.text, file.unreadable) {
                (Some(text), _) => Some((path, Handed::Text(text))),
                (None, Some(reason)) => Some((path, Handed::Unreadable(reason))),
                (None, None) => None,
            });
            handed.collect()
        });
        let files = files.ok_or_else(|| reason.unwrap_or_else(|| "there is no base".to_owned()));
        if let Some(folder) = self.folders.get_mut(number) {
            folder.base = Some(HandedBase { name, commit, evidence, files });
        }
        self.folder_stale(number);
    }

    fn folder_stale(&mut self, folder: usize) {
        for state in self.states.iter_mut().filter(|state| state.folder == folder) {
            state.is_stale = true;
        }
        self.has_news = true;
    }

    fn all_stale(&mut self) {
        for state in &mut self.states {
            state.is_stale = true;
        }
        self.has_news = true;
    }

    // -- states --

    /// Asks the folder which state a file is a part of, and puts that in the place of what was known of it.
    fn find_state(&mut self, folder: usize, path: &str) -> Option<usize> {
        let (found, before) = self.ask_folder(folder, path, |folder, asked| {
            let found = folder.find(asked);
            let is_schema = !found.files.is_empty();
            is_schema.then(|| {
                let before = folder.before(&found, asked);
                (found, before)
            })
        })??;
        let refused = found.config_refused.clone();
        if let Some(config) = found.config.as_ref().filter(|config| config.mistakes.is_empty()) {
            let known_good = self.folders.get_mut(folder).map(|folder| &mut folder.known_good);
            known_good.and_then(|known| known.insert(config.path.clone(), found.options.config.clone()));
        }
        self.found = self.found.wrapping_add(1);
        let mut state = OpenState::new(self.found, folder, found, before);
        // A file is a part of one state.
        let (same, others): (Vec<OpenState>, Vec<OpenState>) = std::mem::take(&mut self.states)
            .into_iter()
            .partition(|it| it.folder == folder && it.files.iter().any(|file| state.has(&file.path)));
        let open = open_of(&self.documents, folder);
        let are_several = same.len() > 1;
        for old in same {
            state.replace(old, &open);
        }
        // What one of several told of files that it has no more is to be taken back.
        state.is_due |= are_several;
        self.states = others;
        self.states.push(state);
        if let Some(refused) = refused {
            self.warn(refused);
        }
        Some(self.states.len() - 1)
    }

    fn find_state_of(&mut self, uri: &str) -> Option<usize> {
        let document = self.documents.get(uri)?;
        document.language?;
        let (folder, path) = (document.folder, document.path.clone());
        self.find_state(folder, &path)
    }

    /// The state that a document is a part of, as it is now.
    pub(crate) fn state_of(&mut self, uri: &Uri) -> Option<usize> {
        let document = self.documents.get(uri.as_str())?;
        let is_it = |state: &OpenState| state.folder == document.folder && state.has(&document.path);
        match self.states.iter().position(is_it) {
            Some(number) if self.states.get(number).is_some_and(|state| !state.is_stale) => Some(number),
            _ => self.find_state_of(uri.as_str()),
        }
    }

    /// Finds again what is stale.
    fn look_again(&mut self) {
        // A file that was no part of a state may be now.
        let open: Vec<Uri> = self.documents.values().map(|document| document.uri.clone()).collect();
        for uri in open {
            self.state_of(&uri);
        }
        while let Some(number) = self.states.iter().position(|state| state.is_stale) {
            let Some(state) = self.states.get(number).filter(|state| state.is_pinned) else {
                self.forget_state(number);
                continue;
            };
            let (folder, paths) = (state.folder, state.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>());
            if !paths.iter().any(|path| self.find_state(folder, path).is_some()) {
                self.forget_state(number);
            }
        }
    }

    /// What nobody looks at any more is forgotten.
    fn leave_what_is_closed(&mut self) {
        let is_open = |state: &OpenState| {
            self.documents.values().any(|document| document.folder == state.folder && state.has(&document.path))
        };
        let closed: Vec<usize> = (0..self.states.len())
            .filter(|number| self.states.get(*number).is_some_and(|state| !state.is_pinned && !is_open(state)))
            .collect();
        for number in closed.into_iter().rev() {
            self.forget_state(number);
        }
    }

    fn forget_state(&mut self, number: usize) {
        if number < self.states.len() {
            let state = self.states.remove(number);
            let told_elsewhere: BTreeSet<&Uri> = self.states.iter().flat_map(|state| &state.told).collect();
            let gone: Vec<Uri> = state.told.into_iter().filter(|uri| !told_elsewhere.contains(uri)).collect();
            for uri in gone {
                self.publish(uri, Vec::new());
            }
            self.has_news = true;
        }
    }

    // -- what is told --

    fn tell(&mut self) {
        self.tell_states();
        self.tell_configurations();
        self.tell_statuses();
        if std::mem::take(&mut self.has_news) && self.client.pulls && self.client.refreshes {
            self.ask::<request::WorkspaceDiagnosticRefresh>(());
        }
    }

    fn tell_states(&mut self) {
        let is_due = |number: &usize| self.states.get(*number).is_some_and(|state| state.is_due);
        let due: Vec<usize> = (0..self.states.len()).filter(is_due).collect();
        let all: Vec<_> = due.into_iter().map(|number| (number, self.diagnostics_to_show(number).1)).collect();
        let mut gone: BTreeSet<Uri> = BTreeSet::new();
        for (number, diagnostics) in &all {
            let Some(state) = self.states.get_mut(*number) else { continue };
            state.is_due = false;
            gone.extend(state.told.iter().cloned());
            state.told = diagnostics.iter().filter(|(_, told)| !told.is_empty()).map(|(uri, _)| uri.clone()).collect();
        }
        // What a state had told of a file that is another's now, that one tells.
        gone.retain(|uri| {
            let is_told_now = all.iter().any(|(_, diagnostics)| diagnostics.contains_key(uri));
            !is_told_now && !self.states.iter().any(|state| state.told.contains(uri))
        });
        for uri in gone {
            self.publish(uri, Vec::new());
        }
        for (uri, told) in all.into_iter().flat_map(|(_, diagnostics)| diagnostics) {
            self.publish(uri, told);
        }
    }

    fn publish(&mut self, uri: Uri, diagnostics: Vec<Diagnostic>) {
        if !self.client.pulls {
            let version = self.documents.get(uri.as_str()).map(|document| document.version);
            self.notify::<notification::PublishDiagnostics>(PublishDiagnosticsParams { uri, diagnostics, version });
        }
    }

    /// The diagnostics of each file of a state that a client is to show, and a number that they keep as long as they are the same:
    /// those of now, or those of what was saved last, where that is wished for.
    fn diagnostics_to_show(&mut self, number: usize) -> Shown {
        let on_save = self.settings.run == Run::OnSave;
        let of_saved = self.states.get(number).filter(|state| on_save && !state.is_due);
        if let Some(shown) = of_saved.and_then(|state| state.shown.clone()) {
            return shown;
        }
        let told = self.diagnostics_of_state(number);
        let Some(state) = self.states.get_mut(number) else { return Shown::default() };
        let shown = (state.generation, told);
        state.shown = on_save.then(|| shown.clone());
        shown
    }

    /// The diagnostics of each file of a state, also of those that have none.
    fn diagnostics_of_state(&mut self, number: usize) -> BTreeMap<Uri, Vec<Diagnostic>> {
        let leaves_to_prisma = self.settings.leaves_to_prisma();
        self.with_files(number, |report, files, paths| {
            let mut told: BTreeMap<Uri, Vec<Diagnostic>> = BTreeMap::new();
            for path in paths {
                told.extend((files.uri)(path).map(|uri| (uri, Vec::new())));
            }
            for finding in &report.findings {
                if leaves_to_prisma && is_told_by_prisma(finding) {
                    continue;
                }
                let (file, diagnostic) = files.diagnostic(finding);
                if let Some(uri) = (files.uri)(&file) {
                    told.entry(uri).or_default().push(diagnostic);
                }
            }
            told
        })
        .unwrap_or_default()
    }

    /// Works with the report of a state, its files and their paths.
    fn with_files<T>(
        &mut self,
        number: usize,
        work: impl FnOnce(&Report, &mut Files<'_>, &[String]) -> T,
    ) -> Option<T> {
        let encoding = self.client.encoding;
        let state = self.states.get_mut(number)?;
        let open = open_of(&self.documents, state.folder);
        state.report(&open, encoding);
        let report = self.states.get(number)?.told_report()?;
        self.with_texts(number, |files, paths| work(report, files, paths))
    }

    /// Works with the files of a state and their paths.
    fn with_texts<T>(&self, number: usize, work: impl FnOnce(&mut Files<'_>, &[String]) -> T) -> Option<T> {
        let state = self.states.get(number)?;
        let root = &self.folders.get(state.folder)?.root;
        let documents = &self.documents;
        let of_folder =
            |path: &str| documents.values().find(|document| document.folder == state.folder && document.path == path);
        let uri = |path: &str| match of_folder(path) {
            Some(document) => Some(document.uri.clone()),
            None => root.uri_of(path),
        };
        let lined = |path: &str| match of_folder(path).filter(|_| state.has(path)) {
            Some(document) => Some(Cow::Borrowed(&document.lined)),
            // What cannot be read is told at its top.
            None => state.has(path).then(|| Cow::Owned(Lined::new(state.text(path).unwrap_or_default().to_owned()))),
        };
        let paths: Vec<String> = state.files.iter().map(|file| file.path.clone()).collect();
        let first = paths.first().map(String::as_str).unwrap_or_default();
        let mut files = Files::new(self.client.encoding, first, &uri, &lined);
        Some(work(&mut files, &paths))
    }

    /// The mistakes of the configurations that are in force or open.
    fn mistakes(&self) -> BTreeMap<Uri, Vec<Diagnostic>> {
        let encoding = self.client.encoding;
        let mut told = BTreeMap::new();
        for state in &self.states {
            let Some((config, folder)) = state.config.as_ref().zip(self.folders.get(state.folder)) else { continue };
            let Some(uri) = folder.root.uri_of(&config.path) else { continue };
            let lined = Lined::new(config.text.clone());
            let mistakes = config.mistakes.iter().map(|mistake| diagnostics::of_mistake(mistake, &lined, encoding));
            told.insert(uri, mistakes.collect());
        }
        for document in self.documents.values().filter(|document| is_config(&document.path)) {
            let mistakes = Config::read(&document.lined.text).err().map(|error| error.mistakes).unwrap_or_default();
            let mistakes = mistakes.iter().map(|it| diagnostics::of_mistake(it, &document.lined, encoding));
            // The client's own spelling of the address.
            told.retain(|uri, _| plain(uri.as_str()) != plain(document.uri.as_str()));
            told.insert(document.uri.clone(), mistakes.collect());
        }
        told
    }

    fn tell_configurations(&mut self) {
        let mut told = self.mistakes();
        // Of one without a mistake nothing was told before.
        told.retain(|uri, mistakes| !mistakes.is_empty() || self.configurations_told.contains_key(uri));
        let before = std::mem::replace(&mut self.configurations_told, told.clone());
        for uri in before.keys().filter(|uri| !told.contains_key(uri)) {
            self.publish(uri.clone(), Vec::new());
        }
        for (uri, mistakes) in told {
            if before.get(&uri) != Some(&mistakes) {
                self.publish(uri, mistakes);
            }
        }
    }

    fn tell_statuses(&mut self) {
        let open: Vec<Uri> = self.documents.values().map(|document| document.uri.clone()).collect();
        for uri in open {
            let Some(status) = self.status(&uri) else { continue };
            if self.statuses.get(uri.as_str()) != Some(&status) {
                self.statuses.insert(uri.as_str().to_owned(), status.clone());
                self.notify::<protocol::Status>(status);
            }
        }
    }

    fn status(&mut self, uri: &Uri) -> Option<StatusParams> {
        let number = self.state_of(uri)?;
        let target_refused = self.settings.target_refused.clone();
        let encoding = self.client.encoding;
        let state = self.states.get_mut(number)?;
        let open = open_of(&self.documents, state.folder);
        let report = state.report(&open, encoding);
        let mut target = report.target.as_ref().map(Named::from);
        if let Some((target, refused)) = target.as_mut().zip(target_refused) {
            target.evidence = format!("{}; the target that is set is not taken: {refused}", target.evidence);
        }
        let count = |of: fn(&report::File) -> u64| report.files.iter().map(of).sum();
        let (understood, total) = (count(|file| file.understood), count(|file| file.total));
        let (summary, base) = (report.summary.into(), report.base.as_ref().map(Named::from));
        let base_reason = state.unjudged().map(str::to_owned);
        Some(StatusParams { uri: uri.clone(), target, summary, base, base_reason, understood, total })
    }

    fn document_diagnostics(&mut self, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReportResult {
        let uri = &params.text_document.uri;
        let (generation, items) = self.diagnostics_of_document(uri);
        let result_id = generation.map(|generation| generation.to_string());
        let report = match result_id.filter(|id| params.previous_result_id.as_ref() == Some(id)) {
            Some(result_id) => DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
            }),
            None => DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: generation.map(|generation| generation.to_string()),
                    items,
                },
            }),
        };
        DocumentDiagnosticReportResult::Report(report)
    }

    /// The diagnostics of a document, and a number that they keep as long as they are the same.
    fn diagnostics_of_document(&mut self, uri: &Uri) -> (Option<u64>, Vec<Diagnostic>) {
        if !self.has_all_files {
            return (None, Vec::new());
        }
        if let Some(number) = self.state_of(uri) {
            let (generation, mut told) = self.diagnostics_to_show(number);
            return (Some(generation), told.remove(uri).unwrap_or_default());
        }
        (None, self.mistakes().remove(uri).unwrap_or_default())
    }

    fn workspace_diagnostics(&mut self, params: &WorkspaceDiagnosticParams) -> WorkspaceDiagnosticReportResult {
        if !self.has_all_files {
            return WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport::default());
        }
        self.look_again();
        let known: BTreeMap<&str, &str> =
            params.previous_result_ids.iter().map(|known| (known.uri.as_str(), known.value.as_str())).collect();
        let mut items = Vec::new();
        for number in 0..self.states.len() {
            let (generation, told) = self.diagnostics_to_show(number);
            let result_id = generation.to_string();
            for (uri, diagnostics) in told {
                items.push(self.of_workspace(uri, diagnostics, Some(&result_id), &known));
            }
        }
        for (uri, mistakes) in self.mistakes() {
            items.push(self.of_workspace(uri, mistakes, None, &known));
        }
        WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items })
    }

    fn of_workspace(
        &self,
        uri: Uri,
        items: Vec<Diagnostic>,
        result_id: Option<&String>,
        known: &BTreeMap<&str, &str>,
    ) -> WorkspaceDocumentDiagnosticReport {
        let version = self.documents.get(uri.as_str()).map(|document| i64::from(document.version));
        if let Some(result_id) = result_id.filter(|id| known.get(uri.as_str()) == Some(&id.as_str())) {
            let report = UnchangedDocumentDiagnosticReport { result_id: result_id.clone() };
            return WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: report,
            });
        }
        let report = FullDocumentDiagnosticReport { result_id: result_id.cloned(), items };
        WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
            uri,
            version,
            full_document_diagnostic_report: report,
        })
    }

    // -- what is asked --

    fn report_of(&mut self, uri: &Uri) -> Option<Report> {
        let number = self.state_of(uri)?;
        self.with_files(number, |report, _, _| report.clone())
    }

    fn lint_workspace(&mut self) -> LintedWorkspace {
        for number in 0..self.folders.len() {
            for path in self.states_of_folder(number) {
                if let Some(state) = self.find_state(number, &path).and_then(|state| self.states.get_mut(state)) {
                    state.is_pinned = true;
                }
            }
        }
        self.look_again();
        let mut linted = LintedWorkspace { states: self.states.len(), ..LintedWorkspace::default() };
        let mut summary = Summary::default();
        for number in 0..self.states.len() {
            summary = summary.plus(self.with_files(number, |report, _, _| report.summary).unwrap_or_default());
        }
        linted.summary = Counts::from(summary);
        self.has_news = true;
        self.tell();
        linted
    }

    fn states_of_folder(&mut self, number: usize) -> Vec<String> {
        let is_of_workspace = self.folders.get(number).is_some_and(|folder| folder.is_of_workspace);
        let states = is_of_workspace.then(|| self.ask_folder(number, ".", |folder, asked| folder.states(asked)));
        let mut paths = states.flatten().unwrap_or_default();
        // What is in a folder around this one, too, is looked at from there.
        paths.retain(|path| self.is_of_folder(number, path));
        paths
    }

    /// Tells the client which states before it is to hand over.
    fn want_bases(&mut self) {
        for number in 0..self.folders.len() {
            let is_of_workspace = self.folders.get(number).is_some_and(|folder| folder.is_of_workspace);
            if self.handed.is_none() || !is_of_workspace {
                continue;
            }
            let named = self.ask_folder(number, ".", |folder, asked| folder.base_wanted(asked)).flatten();
            let (revision, evidence) = named.map(|(revision, evidence)| (revision, evidence.to_owned())).unzip();
            let Some(folder) = self.folders.get_mut(number) else { continue };
            let wanted = BaseWantedParams { folder: folder.root.uri().to_owned(), revision, evidence };
            if folder.base_wanted.as_ref() != Some(&wanted) {
                folder.base_wanted = Some(wanted.clone());
                self.notify::<protocol::BaseWanted>(wanted);
            }
        }
    }

    /// Asks a folder about a path.
    fn ask_folder<T>(
        &mut self,
        number: usize,
        path: &str,
        ask: impl FnOnce(&mut dyn Folder, &Asked<'_>) -> T,
    ) -> Option<T> {
        let open = open_of(&self.documents, number);
        let of = self.folders.get_mut(number)?;
        let root = &of.root;
        let handed = self.handed.as_ref().map(|handed| {
            handed.iter().filter_map(|(uri, file)| Some((root.path_of(uri)?, file))).collect::<BTreeMap<_, _>>()
        });
        let texts = Texts { open, handed, base: of.base.as_ref() };
        let asked = Asked { path, texts: &texts, settings: &self.settings, known_good: &of.known_good };
        Some(ask(of.folder.as_mut(), &asked))
    }

    fn diff_of(&mut self, uri: &Uri) -> Option<DiffResult> {
        let number = self.state_of(uri)?;
        let path = self.documents.get(uri.as_str())?.path.clone();
        let mut report = self.with_files(number, |report, _, _| report.clone())?;
        let before = self.states.get(number)?.before.as_ref().ok()?;
        report.changes.as_ref()?;
        report.findings.retain(|finding| !finding.changes.is_empty());
        report.summary = Summary::of_findings(&report.findings);
        let sql = report
            .statements
            .as_ref()
            .map(|statements| statements.iter().map(|statement| format!("{}\n", statement.sql)).collect::<String>());
        let text = before.files.iter().find(|file| file.path == path).and_then(|file| file.text.clone().ok());
        let base = DiffBase { name: before.name.clone(), text };
        Some(DiffResult { base, markdown: markdown::render(&report), sql })
    }

    fn command(&mut self, params: &ExecuteCommandParams) -> Option<Value> {
        match params.command.as_str() {
            LINT_WORKSPACE => serde_json::to_value(self.lint_workspace()).ok(),
            EXPLAIN => {
                let rule = params.arguments.first()?.as_str()?;
                let page = page_of(rule)?;
                let url = rules::Rule::of_name(rule).ok().map(|rule| rule.url);
                match url.and_then(|url| url.parse().ok()).filter(|_| self.client.shows_documents) {
                    Some(uri) => self.ask::<request::ShowDocument>(ShowDocumentParams {
                        uri,
                        external: Some(true),
                        take_focus: None,
                        selection: None,
                    }),
                    None => self.notify::<notification::ShowMessage>(ShowMessageParams {
                        typ: MessageType::INFO,
                        message: page.markdown.clone(),
                    }),
                }
                serde_json::to_value(page).ok()
            }
            _ => None,
        }
    }

    fn code_actions(&mut self, params: &CodeActionParams) -> Option<CodeActionResponse> {
        let uri = &params.text_document.uri;
        let number = self.state_of(uri)?;
        let path = self.documents.get(uri.as_str())?.path.clone();
        let wants = |kind: &str| match &params.context.only {
            None => true,
            Some(only) => only.iter().any(|only| {
                kind == only.as_str() || kind.strip_prefix(only.as_str()).is_some_and(|rest| rest.starts_with('.'))
            }),
        };
        let leaves_to_prisma = self.settings.leaves_to_prisma();
        let silenced = self.silencing_edits(number, &path);
        let mended = if wants(FIX_ALL) { self.mended(number) } else { None };
        let versions = self.versions(number);
        let edits = Edits { versioned: self.client.versioned_edits, version: &|path| versions.get(path).copied() };
        self.with_files(number, |report, files, _| {
            let mut actions = Vec::new();
            let mut explained: BTreeSet<&str> = BTreeSet::new();
            if wants(CodeActionKind::QUICKFIX.as_str()) {
                let (mut fixes, mut ignores, mut pages) = (Vec::new(), Vec::new(), Vec::new());
                for (nth, finding) in report.findings.iter().enumerate() {
                    let (file, range) = files.place_of(finding);
                    if file != path || range.end < params.range.start || params.range.end < range.start {
                        continue;
                    }
                    // What is not told here is not mended here.
                    if leaves_to_prisma && is_told_by_prisma(finding) {
                        continue;
                    }
                    let (_, diagnostic) = files.diagnostic(finding);
                    fixes.extend(actions::fixes(finding, &diagnostic, &edits, files));
                    if let Some(edit) = silenced.get(&nth).and_then(|edit| edits.of(std::slice::from_ref(edit), files))
                    {
                        ignores.push(actions::ignore(finding, &diagnostic, edit));
                    }
                    if explained.insert(&finding.rule) {
                        pages.push(actions::explain(&finding.rule));
                    }
                }
                actions.extend(fixes.into_iter().chain(ignores).chain(pages));
            }
            if let Some((count, mended)) = mended
                && let Some(edit) = edits.of(&mended, files)
            {
                actions.push(actions::fix_all(count, edit));
            }
            actions
        })
    }

    /// The edits that silence the findings of a file, by the numbers of the findings.
    fn silencing_edits(&mut self, number: usize, path: &str) -> BTreeMap<usize, Edit> {
        let told = self.with_files(number, |report, _, _| {
            let is_read = report.files.iter().any(|file| file.path == path && file.understood > 0);
            (report.findings.clone(), is_read)
        });
        let Some((findings, is_read)) = told else { return BTreeMap::new() };
        let Some(state) = self.states.get_mut(number) else { return BTreeMap::new() };
        let may_edit = state.files.iter().any(|file| file.path == path && file.role != Role::History);
        let open = open_of(&self.documents, state.folder);
        let Some(id) = state.id(path).filter(|_| may_edit) else { return BTreeMap::new() };
        let live = state.live(&open);
        let sources = live.sources();
        let editor = Editor::new(sources);
        let edit = |finding: &Finding| {
            let (start, end) = (finding.span.start.offset, finding.span.end.offset);
            let location = sources.location_at(id, start, end)?;
            let edit = editor.silence(location, &finding.rule)?;
            Some(Edit { file: path.to_owned(), start: edit.start, end: edit.end, text: edit.text })
        };
        // In a text of which nothing is read, no comment is.
        let is_asked = |finding: &Finding| {
            finding.file == path
                && (is_read || finding.subject.kind != "file")
                && is_silenced_at_its_place(&finding.rule)
                && !actions::silences_itself(finding)
        };
        let of_file = findings.iter().enumerate().filter(|(_, finding)| is_asked(finding));
        of_file.filter_map(|(nth, finding)| Some((nth, edit(finding)?))).collect()
    }

    /// What all safe fixes of a state come to: how many findings they mend, and the edits.
    fn mended(&mut self, number: usize) -> Option<(usize, Vec<Edit>)> {
        let has_any = self.with_files(number, |report, _, _| {
            let safe = |fix: &report::Fix| fix.applicability == report::Applicability::Safe;
            report.findings.iter().any(|finding| finding.fixes.first().is_some_and(safe))
        });
        has_any.filter(|has_any| *has_any)?;
        let state = self.states.get(number)?;
        let open = open_of(&self.documents, state.folder);
        let text = |file: &crate::File| TextToMend {
            name: file.path.clone(),
            language: file.language,
            role: file.role,
            text: open.get(file.path.as_str()).map_or_else(|| file.text.clone(), |text| Ok((*text).to_owned())),
        };
        let before: Vec<TextToMend> = state.files.iter().map(text).collect();
        let mut after = before.clone();
        let mended = mend(&mut after, &state.options, Fixes::Safe).ok()?;
        let both = before.iter().zip(&after);
        let texts = both
            .filter_map(|(before, after)| Some((&before.name, before.text.as_ref().ok()?, after.text.as_ref().ok()?)));
        let edits = texts.flat_map(|(name, before, after)| actions::edits_between(name, before, after)).collect();
        Some((mended.fixed, edits))
    }

    fn versions(&self, number: usize) -> BTreeMap<String, i32> {
        let folder = self.states.get(number).map(|state| state.folder);
        let of_state = self.documents.values().filter(|document| Some(document.folder) == folder);
        of_state.map(|document| (document.path.clone(), document.version)).collect()
    }
}

/// What is open of a folder.
fn open_of(documents: &BTreeMap<String, Document>, folder: usize) -> Open<'_> {
    let of_folder = documents.values().filter(|document| document.folder == folder);
    of_folder.map(|document| (document.path.as_str(), document.lined.text.as_str())).collect()
}

/// The path of a text that has a language and no name that tells it: one that was never saved.
fn named_by_language(path: String, language: Option<Language>) -> String {
    match language.filter(|_| Language::of_path(&path).is_none()) {
        Some(language) => format!("{path}.{}", language.name()),
        None => path,
    }
}

/// Whether Prisma's own check reports the same case.
fn is_told_by_prisma(finding: &Finding) -> bool {
    finding.codes.contains_key("prisma")
}

/// Whether a text has what makes a schema of the files around it.
fn has_datasource(document: &Document) -> bool {
    document.language == Some(Language::Prisma) && shoring_core::workspace::has_datasource(&document.lined.text)
}

fn is_config(path: &str) -> bool {
    path.rsplit('/').next() == Some(FILE_NAME)
}

fn read<P: DeserializeOwned>(params: Value) -> Option<P> {
    serde_json::from_value(params).ok()
}

/// The request that a message cancels.
fn cancelled_by(message: &Message) -> Option<RequestId> {
    let Message::Notification(notification) = message else { return None };
    let is_it = notification.method == notification::Cancel::METHOD;
    is_it.then(|| serde_json::from_value(notification.params.get("id")?.clone()).ok())?
}

fn page_of(rule: &str) -> Option<Page> {
    rules::page(rule).ok().map(|page| Page { markdown: page.to_markdown() })
}

/// What a client says it can do.
fn client(capabilities: &ClientCapabilities) -> Client {
    let encodings = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    let known = |kind: &PositionEncodingKind| match kind.as_str() {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Characters),
        _ => None,
    };
    let workspace = capabilities.workspace.as_ref();
    let text_document = capabilities.text_document.as_ref();
    Client {
        // The client's order is its wish.
        encoding: encodings.and_then(|kinds| kinds.iter().find_map(known)).unwrap_or(Encoding::Utf16),
        pulls: text_document.is_some_and(|it| it.diagnostic.is_some()),
        refreshes: workspace
            .and_then(|it| it.diagnostic.as_ref())
            .is_some_and(|it| it.refresh_support.unwrap_or_default()),
        versioned_edits: workspace
            .and_then(|it| it.workspace_edit.as_ref())
            .is_some_and(|it| it.document_changes.unwrap_or_default()),
        watches: workspace
            .and_then(|it| it.did_change_watched_files.as_ref())
            .is_some_and(|it| it.dynamic_registration.unwrap_or_default()),
        shows_documents: capabilities
            .window
            .as_ref()
            .and_then(|it| it.show_document.as_ref())
            .is_some_and(|it| it.support),
        has_pages: false,
        nests_symbols: text_document
            .and_then(|it| it.document_symbol.as_ref())
            .is_some_and(|it| it.hierarchical_document_symbol_support.unwrap_or_default()),
        refreshes_hints: workspace
            .and_then(|it| it.inlay_hint.as_ref())
            .is_some_and(|it| it.refresh_support.unwrap_or_default()),
    }
}
