/**
 * The workspace of a test: a file system in memory, and what a test asks of VS Code, each by a command. What is answered is what any
 * extension would be told.
 */

const vscode = require('vscode');

exports.activate = async (context) => {
  const files = new Map();
  const changed = new vscode.EventEmitter();
  let session;
  const loaded = (async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const name = (folder?.uri ?? vscode.workspace.workspaceFile).authority;
    session = await (await fetch(`${context.extensionUri.scheme}://${context.extensionUri.authority}/session/${name}`)).json();
    for (const [path, text] of Object.entries(session.files)) files.set(path, encode(text));
    if (session.folders) {
      const folders = session.folders.map((path) => ({ uri: `memfs://${name}${path}`, name: path.slice(1) }));
      files.set('/all.code-workspace', encode({ folders }));
    }
    if (session.isSearchable ?? true) {
      const search = {
        provideFileSearchResults: async (_, { folder }) =>
          [...files.keys()].filter((path) => path.startsWith(`${folder.path}/`)).map((path) => folder.with({ path })),
      };
      context.subscriptions.push(vscode.workspace.registerFileSearchProvider('memfs', search));
    }
  })();
  const encode = (text) => new TextEncoder().encode(typeof text === 'string' ? text : JSON.stringify(text));
  const stamps = new Map();
  const isFolder = (path) => path === '/' || [...files.keys()].some((it) => it.startsWith(`${path}/`));
  const missing = (uri) => vscode.FileSystemError.FileNotFound(uri);
  const tell = (type, ...uris) => changed.fire(uris.map((uri) => ({ type, uri })));
  const provider = {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose() {} }),
    async stat(uri) {
      await loaded;
      const content = files.get(uri.path);
      if (content) return { type: vscode.FileType.File, ctime: 0, mtime: stamps.get(uri.path) ?? 0, size: content.length };
      if (isFolder(uri.path)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      throw missing(uri);
    },
    async readDirectory(uri) {
      await loaded;
      const start = uri.path === '/' ? '/' : `${uri.path}/`;
      const entries = new Map();
      for (const path of files.keys()) {
        if (!path.startsWith(start)) continue;
        const [name, ...rest] = path.slice(start.length).split('/');
        entries.set(name, rest.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
      }
      return [...entries];
    },
    async readFile(uri) {
      await loaded;
      const content = files.get(uri.path);
      if (!content) throw missing(uri);
      return content;
    },
    writeFile(uri, content) {
      const type = files.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
      files.set(uri.path, content);
      stamps.set(uri.path, (stamps.get(uri.path) ?? 0) + 1);
      tell(type, uri);
    },
    createDirectory() {},
    // Of a folder one event tells, as on a disk.
    delete(uri) {
      for (const path of [...files.keys()]) if (path === uri.path || path.startsWith(`${uri.path}/`)) files.delete(path);
      tell(vscode.FileChangeType.Deleted, uri);
    },
    rename(from, to) {
      for (const [path, content] of [...files]) {
        if (path !== from.path && !path.startsWith(`${from.path}/`)) continue;
        files.delete(path);
        files.set(to.path + path.slice(from.path.length), content);
      }
      tell(vscode.FileChangeType.Deleted, from);
      tell(vscode.FileChangeType.Created, to);
    },
  };
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('memfs', provider, { isCaseSensitive: true }));

  const root = () => (vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.workspace.workspaceFile).with({ path: '/' });
  const uriOf = (path) => (path.includes(':') ? vscode.Uri.parse(path) : root().with({ path }));
  const document = (path) => vscode.workspace.openTextDocument(uriOf(path));
  const place = (text, at) => {
    const offset = text.getText().indexOf(at);
    if (offset < 0) throw new Error(`there is no ${JSON.stringify(at)} in ${text.uri}`);
    return text.positionAt(offset);
  };
  const words = (message) => (typeof message === 'string' ? message : message.value);
  const told = ({ source, code, severity, message, range, relatedInformation }) => ({
    source,
    rule: typeof code === 'object' ? code.value : code,
    page: typeof code === 'object' ? code.target.toString(true) : undefined,
    severity: ['error', 'warning', 'info', 'hint'][severity],
    message,
    line: range.start.line + 1,
    column: range.start.character + 1,
    related: relatedInformation?.map(
      ({ location, message }) => `${location.uri.path}:${location.range.start.line + 1}: ${message}`,
    ),
  });
  const asked = {
    async open(path, options) {
      await vscode.commands.executeCommand('vscode.open', uriOf(path), { preview: false, ...options });
    },
    async untitled(language, content) {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
    },
    text: async (path) => (await document(path)).getText(),
    disk: async (path) => new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(path))),
    async write(path, text) {
      await vscode.workspace.fs.writeFile(uriOf(path), typeof text === 'string' ? encode(text) : new Uint8Array(text));
    },
    delete: async (path) => vscode.workspace.fs.delete(uriOf(path), { recursive: true }),
    async rename(from, to) {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(uriOf(from), uriOf(to));
      return vscode.workspace.applyEdit(edit);
    },
    async renameBehind(from, to) {
      provider.rename(uriOf(from), uriOf(to));
    },
    async replace(path, from, to) {
      const text = await document(path);
      const start = place(text, from);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(text.uri, new vscode.Range(start, text.positionAt(text.offsetAt(start) + from.length)), to);
      return vscode.workspace.applyEdit(edit);
    },
    save: async (path) => (await document(path)).save(),
    findings: (path) => vscode.languages.getDiagnostics(uriOf(path)).map(told),
    allFindings: () => vscode.languages.getDiagnostics().flatMap(([, all]) => all.map(told)),
    async hover(path, at) {
      const text = await document(path);
      const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', text.uri, place(text, at));
      return hovers.flatMap(({ contents }) => contents.map(words));
    },
    async actions(path, at) {
      const found = await actionsAt(path, at);
      return found.map(({ title, isPreferred, kind, command }) => ({
        title,
        isPreferred,
        kind: kind?.value,
        command: command?.command,
      }));
    },
    async act(path, at, title) {
      const found = (await actionsAt(path, at)).find((it) => it.title.startsWith(title));
      if (!found) throw new Error(`no action ${title}`);
      if (found.edit) await vscode.workspace.applyEdit(found.edit);
      if (found.command) await vscode.commands.executeCommand(found.command.command, ...(found.command.arguments ?? []));
    },
    async inlayHints(path) {
      const text = await document(path);
      const all = new vscode.Range(0, 0, text.lineCount, 0);
      const hints = await vscode.commands.executeCommand('vscode.executeInlayHintProvider', text.uri, all);
      return hints.map(({ label, position }) => ({
        line: position.line + 1,
        label: typeof label === 'string' ? label : label.map((it) => it.value).join(''),
      }));
    },
    async colours(path) {
      const text = await document(path);
      const legend = await vscode.commands.executeCommand('vscode.provideDocumentSemanticTokensLegend', text.uri);
      // Who gives colours comes with an extension, in its time.
      if (!legend) return [];
      const tokens = await vscode.commands.executeCommand('vscode.provideDocumentSemanticTokens', text.uri);
      const words = [];
      let [line, start] = [0, 0];
      for (let at = 0; at < (tokens?.data.length ?? 0); at += 5) {
        const [lines, columns, length, type] = tokens.data.slice(at, at + 4);
        line += lines;
        start = lines > 0 ? columns : start + columns;
        words.push(`${legend.tokenTypes[type]} ${text.lineAt(line).text.slice(start, start + length)}`);
      }
      return words;
    },
    async symbols(path) {
      const found = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', uriOf(path));
      return found.map(({ name, children }) => ({ name, children: children.map((it) => it.name) }));
    },
    async definition(path, at) {
      const text = await document(path);
      const found = await vscode.commands.executeCommand('vscode.executeDefinitionProvider', text.uri, place(text, at));
      return found.map((it) => `${(it.uri ?? it.targetUri).path}:${(it.range ?? it.targetRange).start.line + 1}`);
    },
    async set(key, value) {
      await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
    },
    setting: (key) => vscode.workspace.getConfiguration().get(key),
    async select(path, at) {
      const editor = await vscode.window.showTextDocument(await document(path), { preview: false });
      const start = place(editor.document, at);
      editor.selection = new vscode.Selection(start, start);
      editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
    },
    tabs: () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
    editors: () =>
      vscode.window.visibleTextEditors.map(({ document }) => ({
        uri: document.uri.toString(true),
        text: document.getText(),
        language: document.languageId,
      })),
    active: (id) => vscode.extensions.getExtension(id)?.isActive,
    async git(change) {
      const extension = vscode.extensions.getExtension('vscode.git');
      (await extension.activate()).change(change);
    },
    async run(command, ...given) {
      await vscode.commands.executeCommand(command, ...given);
    },
    async addFolder(path) {
      vscode.workspace.updateWorkspaceFolders(vscode.workspace.workspaceFolders.length, 0, { uri: uriOf(path) });
    },
  };
  async function actionsAt(path, at) {
    const text = await document(path);
    const start = place(text, at);
    return vscode.commands.executeCommand(
      'vscode.executeCodeActionProvider',
      text.uri,
      new vscode.Range(start, start),
      undefined,
      100,
    );
  }
  for (const [name, run] of Object.entries(asked)) {
    context.subscriptions.push(
      vscode.commands.registerCommand(`test.${name}`, async (...given) => {
        await loaded;
        return run(...given);
      }),
    );
  }
  exports.session = () => session;
};
