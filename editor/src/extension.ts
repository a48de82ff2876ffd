/** The extension, wherever it runs: it starts the server, hands over what that cannot get by itself, and shows what it says. */

import { commands, type ExtensionContext, extensions, languages, type TextDocument, Uri, window, workspace } from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  DidChangeConfigurationNotification,
  ErrorAction,
  type MessageTransports,
  State,
} from 'vscode-languageclient';
import { Bases } from './bases';
import { Colours } from './colours';
import { register } from './commands';
import { WorkspaceFiles } from './files';
import { Gone } from './gone';
import { Pages } from './pages';
import type { BaseWanted, Diff, Explanation, InitializationOptions, Status, WorkspaceLinted } from './protocol';
import { PRISMA, settings } from './settings';
import { StatusItem } from './status';
import { connect, type Surroundings, type Thread } from './thread';

/** How often the server is started anew by itself, within `CALM` milliseconds. */
const MAX_DEATHS = 3;
const CALM = 3 * 60_000;

let running: Extension | undefined;

export function begin(context: ExtensionContext, surroundings: Surroundings): void {
  running = new Extension(context, surroundings);
  void running.start();
}

export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}

export class Extension {
  readonly #context: ExtensionContext;
  readonly #surroundings: Surroundings;
  readonly log = window.createOutputChannel('Shoring', { log: true });
  readonly files: WorkspaceFiles;
  readonly status: StatusItem;
  readonly #bases: Bases;
  readonly #pages: Pages;
  readonly #gone = new Gone(() => (this.#client?.isRunning() ? this.#client : undefined));
  #client: BaseLanguageClient | undefined;
  #thread: Thread | undefined;
  /** The server runs and knows the files, or will not. */
  #ready: Promise<void> = Promise.resolve();
  #deaths: number[] = [];
  /** What the server was told last, and the file systems that it was begun with. */
  #settings = '';
  #handed: Promise<void> = Promise.resolve();
  #schemes = '';

  constructor(context: ExtensionContext, surroundings: Surroundings) {
    this.#context = context;
    this.#surroundings = surroundings;
    this.files = new WorkspaceFiles(this.log, (files) => {
      this.#tell('shoring/files', files);
      void this.#gone.note(files.files);
    });
    this.#bases = new Bases(this.log, this.files, (base) => this.#tell('shoring/base', base));
    this.#pages = new Pages(this);
    this.status = new StatusItem(isOurs, () => this.files.leftOut);
    const again = () => void this.#sendSettings();
    context.subscriptions.push(
      this.log,
      this.files,
      this.#bases,
      this.#pages,
      this.status,
      new Colours(),
      ...register(this),
      this.files.onDidChange(() => this.status.show()),
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('shoring') && again()),
      extensions.onDidChange(again),
      // Prisma's extension begins with the first of its documents, and nothing tells that it has begun.
      workspace.onDidOpenTextDocument((document) => document.languageId === 'prisma' && again()),
      workspace.onDidChangeWorkspaceFolders(() => void this.#startWithOtherSchemes()),
    );
  }

  start(): Promise<void> {
    this.#ready = this.#start();
    return this.#ready;
  }

  async #start(): Promise<void> {
    this.status.setServer('starting');
    await commands.executeCommand('setContext', 'shoring.isActive', true);
    this.#schemes = JSON.stringify(schemes());
    let client: BaseLanguageClient | undefined;
    try {
      await this.#waitForPrisma();
      // Before there is a client, so that what goes wrong is told once, and by us.
      let first: MessageTransports | undefined = await this.#connect();
      const connect = async () => {
        const transports = first ?? (await this.#connect());
        first = undefined;
        return transports;
      };
      client = this.#surroundings.createClient(connect, {
        documentSelector: selector(),
        diagnosticCollectionName: 'shoring',
        outputChannel: this.log,
        initializationOptions: (): InitializationOptions => ({ ...this.#current(), files: 'client', pages: 'client' }),
        middleware: this.#gone.middleware,
        markdown: { isTrusted: { enabledCommands: ['shoring.explain'] } },
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => this.#afterDeath(),
        },
      });
      this.#client = client;
      this.#listen(client);
      await client.start();
      await this.#handed;
    } catch (error) {
      // One that was stopped meanwhile, to begin anew, is nobody's any more.
      if (this.#client === client) this.#stopped(error instanceof Error ? error.message : String(error));
    }
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      // One that is starting cannot be stopped, one that has died need not be.
      if (client?.needsStop()) await client.stop();
    } catch (error) {
      this.log.warn('stopping:', String(error));
    }
    this.#thread?.end();
    this.#thread = undefined;
  }

  async restart(): Promise<void> {
    this.#deaths = [];
    await this.stop();
    await this.start();
  }

  diff(uri: string): Promise<Diff | null> {
    return this.#ask('shoring/diff', { uri });
  }

  explain(rule: string): Promise<Explanation | null> {
    return this.#ask('shoring/explain', { rule });
  }

  lintWorkspace(): Promise<WorkspaceLinted> {
    return this.#ask('shoring/lintWorkspace', {});
  }

  async #ask<Answer>(method: string, params: object): Promise<Answer> {
    await this.#ready;
    await this.files.settle();
    if (!this.#client) throw new Error('the language server is not running');
    return this.#client.sendRequest<Answer>(method, params);
  }

  #tell(method: string, params: object): void {
    if (!this.#client?.isRunning()) return;
    this.#client.sendNotification(method, params).catch((error: unknown) => this.log.error(`${method}:`, String(error)));
  }

  async #connect() {
    this.#thread?.end();
    const root = this.#context.extensionUri;
    const module = await workspace.fs.readFile(Uri.joinPath(root, 'dist/language-server.wasm'));
    this.#thread = this.#surroundings.start(Uri.joinPath(root, this.#surroundings.server).toString(true));
    // A copy of our own: it is given away.
    return connect(this.#thread, new Uint8Array(module));
  }

  #listen(client: BaseLanguageClient): void {
    client.onNotification('shoring/status', (status: Status) => {
      this.status.set(status);
      this.#pages.refresh(status.uri);
    });
    client.onNotification('shoring/baseWanted', (wanted: BaseWanted) => this.#bases.want(wanted));
    client.onDidChangeState(({ newState }) => {
      if (client !== this.#client) return;
      if (newState === State.Starting) this.status.setServer('starting');
      if (newState === State.Running) this.#handed = this.#handAll();
    });
  }

  /** A new server knows nothing. */
  async #handAll(): Promise<void> {
    this.status.setServer('running');
    this.#bases.forget();
    this.#gone.forget();
    await this.files.handAll();
    this.#bases.look();
  }

  #current() {
    const current = settings();
    this.#settings = JSON.stringify(current);
    return current;
  }

  async #sendSettings(): Promise<void> {
    await this.#waitForPrisma();
    const before = this.#settings;
    const shoring = this.#current();
    if (before === this.#settings || !this.#client?.isRunning()) return;
    await this.#client.sendNotification(DidChangeConfigurationNotification.type, { settings: { shoring } });
  }

  /** Where a Prisma schema is open, Prisma's extension begins anyway; only then it is known whether it looks at it. */
  async #waitForPrisma(): Promise<void> {
    const prisma = extensions.getExtension(PRISMA);
    if (!prisma || prisma.isActive || !workspace.textDocuments.some(({ languageId }) => languageId === 'prisma')) return;
    try {
      await prisma.activate();
    } catch (error) {
      this.log.warn("Prisma's extension did not start:", String(error));
    }
  }

  async #startWithOtherSchemes(): Promise<void> {
    if (JSON.stringify(schemes()) !== this.#schemes) await this.restart();
  }

  #afterDeath() {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((it) => now - it < CALM), now];
    if (this.#deaths.length <= MAX_DEATHS) {
      this.log.warn('the language server has ended and is started anew');
      return { action: CloseAction.Restart, handled: true };
    }
    this.#stopped(`the language server ended ${this.#deaths.length} times within three minutes`);
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  #stopped(reason: string): void {
    this.log.error(reason);
    this.status.setServer('stopped', reason);
    void window.showErrorMessage(`Shoring has stopped: ${reason}`, 'Restart', 'Show the Log').then((choice) => {
      if (choice === 'Restart') void this.restart();
      if (choice === 'Show the Log') this.log.show();
    });
  }
}

/** File systems that documents are looked at in. Others show what is none of the user's: versions of git, outputs, our own pages. */
function schemes(): string[] {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return [...new Set(['file', 'untitled', 'vscode-vfs', ...folders])].sort();
}

function selector(): { scheme: string; language?: string; pattern?: string }[] {
  return schemes().flatMap((scheme) => [
    { scheme, language: 'prisma' },
    { scheme, pattern: '**/*.prisma' },
    { scheme, pattern: '**/*.sql' },
    { scheme, pattern: '**/shoring.toml' },
  ]);
}

function isOurs(document: TextDocument): boolean {
  return languages.match(selector(), document) > 0;
}
