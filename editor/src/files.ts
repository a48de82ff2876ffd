/**
 * The files of the workspace, as they are on its disk: read here, handed to the server, and handed again when they
 * change. The server has no disk.
 */

import { type Disposable, EventEmitter, FileType, type LogOutputChannel, RelativePattern, Uri, workspace } from 'vscode';
import { Ignored } from './ignored';
import { below, folderOf, isIgnoreFile, isNever, isWanted, nameOf, NEVER, WANTED } from './kinds';
import type { Files as Handed, HandedFile } from './protocol';

/** The most files that are handed over. */
const MAX_FILES = 5_000;
/** The largest file, in bytes. A dump with its rows is larger; its schema alone is not. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** All files together, in bytes. */
const MAX_BYTES = 96 * 1024 * 1024;
/** How long the search of a file system that an extension brings may take, in milliseconds. */
const MAX_SEARCH = 3_000;
/** The most folders of one that cannot be searched. */
const MAX_FOLDERS = 2_000;
/** How many files are read at a time. */
const AT_A_TIME = 16;
/** How long it is waited for more changes, in milliseconds. */
const QUIET = 100;
/** From so many new files that are none of ours on, all is looked at again: a branch was changed, or something built. */
const MANY = 50;

interface Known {
  uri: Uri;
  bytes: number;
  /** When it was changed, in milliseconds; with the size it tells whether it must be read again. */
  changed: number;
}

export class WorkspaceFiles implements Disposable {
  readonly #log: LogOutputChannel;
  readonly #hand: (files: Handed) => void;
  readonly #known = new Map<string, Known>();
  readonly #leftOut = new Map<string, string>();
  #tooMany = 0;
  #ignored: Ignored | undefined;
  readonly #things: Disposable[] = [];
  /** The `shoring.toml` that the settings name, which may be called something else, and who watches it. */
  #named = new Map<string, Uri>();
  #namedThings: Disposable[] = [];
  readonly #changed = new EventEmitter<void>();
  /** Which files there are is not what it was. */
  readonly onDidChange = this.#changed.event;
  #dirty = new Set<string>();
  #isAllDirty = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One thing after another: what is handed over must be in the order of what happened. */
  #last: Promise<void> = Promise.resolve();

  /** `hand` takes what is to be handed to the server. */
  constructor(log: LogOutputChannel, hand: (files: Handed) => void) {
    this.#log = log;
    this.#hand = hand;
    const ours = workspace.createFileSystemWatcher(WANTED);
    const all = workspace.createFileSystemWatcher('**/*', false, true, false);
    this.#things.push(
      ours,
      ours.onDidCreate((uri) => this.#note(uri)),
      ours.onDidChange((uri) => this.#note(uri)),
      ours.onDidDelete((uri) => this.#note(uri)),
      all,
      // A folder comes and goes with its files, of which nothing is told.
      all.onDidCreate((uri) => this.#noteFolder(uri)),
      all.onDidDelete((uri) => this.#noteFolder(uri)),
      workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) for (const uri of [oldUri, newUri]) this.#noteFolder(uri);
      }),
      workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => this.#noteFolder(uri))),
      workspace.onDidChangeWorkspaceFolders(() => this.#noteAll()),
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('shoring.config') && this.#noteAll()),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const thing of [...this.#things.splice(0), ...this.#namedThings.splice(0)]) thing.dispose();
    this.#changed.dispose();
  }

  /** What was handed over of a folder, by name. */
  of(folder: Uri): Uri[] {
    return [...this.#known.values()].map(({ uri }) => uri).filter((uri) => below(folder, uri) !== undefined);
  }

  /** A sentence about each file that was left out. */
  get leftOut(): string[] {
    const sentences = [...this.#leftOut].map(([uri, why]) => `${workspace.asRelativePath(Uri.parse(uri))}: ${why}`);
    if (this.#tooMany > 0) sentences.push(`${this.#tooMany} more files: ${MAX_FILES} are looked at`);
    return sentences;
  }

  /** Hands all of them over, to a server that knows none; answered when that is done. */
  handAll(): Promise<void> {
    return this.#next(() => this.#readAll(true));
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work).catch((error: unknown) => this.#log.error('files:', String(error)));
    return this.#last;
  }

  #note(uri: Uri): void {
    if (isNever(uri) && !this.#named.has(uri.toString())) return;
    if (isIgnoreFile(uri)) return this.#noteAll();
    this.#dirty.add(uri.toString());
    this.#wait();
  }

  #isWanted(uri: Uri): boolean {
    return isWanted(uri) || this.#named.has(uri.toString());
  }

  #noteFolder(uri: Uri): void {
    if (this.#isWanted(uri)) return this.#note(uri);
    if (isNever(uri)) return;
    this.#dirty.add(uri.toString());
    this.#wait();
  }

  #noteAll(): void {
    this.#isAllDirty = true;
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.settle(), QUIET);
  }

  /** Reads at once what has changed, for who asks about it now. */
  settle(): Promise<void> {
    clearTimeout(this.#timer);
    return this.#next(() => (this.#isAllDirty || this.#dirty.size > 0 ? this.#readDirty() : Promise.resolve()));
  }

  async #readDirty(): Promise<void> {
    const dirty = [...this.#dirty].map((uri) => Uri.parse(uri));
    const isAllDirty = this.#isAllDirty || (await this.#hasFolder(dirty.filter((uri) => !this.#isWanted(uri))));
    this.#dirty = new Set();
    this.#isAllDirty = false;
    if (isAllDirty) return this.#readAll(false);
    const gone = new Set(dirty.flatMap((uri) => (this.#isWanted(uri) ? [] : this.of(uri).map(String))));
    const read = await this.#read(dirty.filter((uri) => this.#isWanted(uri) && !this.#ignored?.has(uri)));
    const files = read.map(({ file }) => file);
    for (const uri of gone) {
      this.#forget(uri);
      files.push({ uri, text: null });
    }
    this.#tell({ files, complete: false });
  }

  /** Whether one of them is a folder that has come. */
  async #hasFolder(others: readonly Uri[]): Promise<boolean> {
    if (others.length > MANY) return true;
    const stats = await inTurns(others, async (uri) => {
      try {
        return ((await workspace.fs.stat(uri)).type & FileType.Directory) !== 0;
      } catch {
        return false;
      }
    });
    return stats.includes(true);
  }

  /** Looks for files, and reads those that are new or changed, or all. */
  async #readAll(isFirst: boolean): Promise<void> {
    const begun = Date.now();
    const { files: found, more } = await find();
    this.#ignored = await Ignored.read(found.filter(isIgnoreFile));
    const ignored = this.#ignored;
    const wanted = found.filter((uri) => !isIgnoreFile(uri) && !isNever(uri) && !ignored.has(uri));
    this.#watchNamed();
    const kept = [...this.#named.values(), ...wanted].slice(0, MAX_FILES);
    const before = isFirst ? new Map<string, Known>() : new Map(this.#known);
    this.#tooMany = this.#named.size + wanted.length - kept.length + (more ? 1 : 0);
    this.#known.clear();
    this.#leftOut.clear();
    const read = await this.#read(kept, before);
    const files = read.map(({ file }) => file);
    for (const uri of before.keys()) if (!this.#known.has(uri)) files.push({ uri, text: null });
    this.#log.info(`${this.#known.size} file(s) in ${Date.now() - begun} ms`);
    for (const sentence of this.leftOut) this.#log.warn(`left out: ${sentence}`);
    this.#tell({ files, complete: isFirst });
  }

  /** Whoever names a configuration wants it read, wherever it lies. */
  #watchNamed(): void {
    for (const thing of this.#namedThings.splice(0)) thing.dispose();
    this.#named = new Map();
    const path = workspace.getConfiguration('shoring').get('config', '');
    if (path === '') return;
    for (const { uri: folder } of workspace.workspaceFolders ?? []) {
      const uri = /^(\/|[A-Za-z]:)/.test(path)
        ? Uri.file(path).with({ scheme: folder.scheme, authority: folder.authority })
        : Uri.joinPath(folder, path);
      this.#named.set(uri.toString(), uri);
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(folderOf(uri), nameOf(uri)));
      const note = () => this.#note(uri);
      this.#namedThings.push(watcher, watcher.onDidCreate(note), watcher.onDidChange(note), watcher.onDidDelete(note));
    }
  }

  #tell(handed: Handed): void {
    if (handed.files.length === 0 && !handed.complete) return;
    this.#hand(handed);
    this.#changed.fire();
  }

  #forget(uri: string): void {
    this.#known.delete(uri);
    this.#leftOut.delete(uri);
  }

  /** Reads files; those that are as they were before are not read again. */
  async #read(uris: readonly Uri[], before?: ReadonlyMap<string, Known>): Promise<{ file: HandedFile }[]> {
    let bytes = [...this.#known.values()].reduce((sum, known) => sum + known.bytes, 0);
    const read = await inTurns(uris, async (uri) => {
      const key = uri.toString();
      this.#forget(key);
      const refuse = (why: string) => {
        this.#leftOut.set(key, why);
        return { file: { uri: key, text: null, unreadable: why } };
      };
      let stat;
      try {
        stat = await workspace.fs.stat(uri);
      } catch {
        return { file: { uri: key, text: null } };
      }
      if (stat.type & FileType.Directory) return undefined;
      const known = { uri, bytes: stat.size, changed: stat.mtime };
      if (stat.size > MAX_FILE_BYTES) return refuse(`it is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB`);
      if (bytes + stat.size > MAX_BYTES) return refuse(`all files together are larger than ${MAX_BYTES / 1024 / 1024} MB`);
      bytes += stat.size;
      const old = before?.get(key);
      if (old && old.bytes === known.bytes && old.changed === known.changed) {
        this.#known.set(key, known);
        return undefined;
      }
      try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(await workspace.fs.readFile(uri));
        this.#known.set(key, known);
        return { file: { uri: key, text } };
      } catch (error) {
        return refuse(error instanceof TypeError ? 'it is not UTF-8' : String(error));
      }
    });
    return read.filter((it) => it !== undefined);
  }
}

/** The files of the workspace, by name, and whether there are more. */
async function find(): Promise<{ files: Uri[]; more: boolean }> {
  const files = new Map<string, Uri>();
  let more = false;
  for (const { uri: folder } of workspace.workspaceFolders ?? []) {
    // More than are looked at, so that it is told; what git ignores is among them.
    const search = workspace.findFiles(new RelativePattern(folder, WANTED), NEVER, 2 * MAX_FILES);
    const found = folder.scheme === 'file' ? await search : ((await within(search, MAX_SEARCH)) ?? (await walk(folder)));
    if (found.length >= 2 * MAX_FILES) more = true;
    for (const uri of found) files.set(uri.toString(), uri);
  }
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, uri]) => uri);
  return { files: sorted, more };
}

/** An answer, if it comes in time. Of a file system that cannot be searched, VS Code waits for ever for somebody who can. */
async function within<Answer>(answer: Thenable<Answer>, milliseconds: number): Promise<Answer | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The files below a folder, found by looking into each. */
async function walk(folder: Uri): Promise<Uri[]> {
  const found: Uri[] = [];
  const folders = [folder];
  for (let count = 0; count < MAX_FOLDERS; count += 1) {
    const next = folders.shift();
    if (!next) break;
    let entries: [string, FileType][];
    try {
      entries = await workspace.fs.readDirectory(next);
    } catch {
      continue;
    }
    for (const [name, type] of entries) {
      const uri = Uri.joinPath(next, name);
      if (type & FileType.Directory) {
        // A link may lead back.
        if (name !== 'node_modules' && !name.startsWith('.') && !(type & FileType.SymbolicLink)) folders.push(uri);
      } else if (isWanted(uri)) found.push(uri);
    }
  }
  return found;
}

/** Does something with each, a few at a time; answers in their order. */
export async function inTurns<In, Out>(all: readonly In[], work: (one: In) => Promise<Out>): Promise<Out[]> {
  const answers: Out[] = [];
  for (let start = 0; start < all.length; start += AT_A_TIME) {
    answers.push(...(await Promise.all(all.slice(start, start + AT_A_TIME).map(work))));
  }
  return answers;
}
