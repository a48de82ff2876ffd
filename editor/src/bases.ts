/**
 * The state that changes are compared with, for each folder of the workspace: the files at the commit where HEAD and the
 * base parted, as VS Code's git extension tells. Which revision is the base: see `cli/src/git/base.rs`, whose rules
 * these are, without those for CI.
 */

import {
  type Disposable,
  type Extension,
  extensions,
  type LogOutputChannel,
  Uri,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import { inTurns, type WorkspaceFiles } from './files';
import { type Git, type GitExtension, type Repository, saysItIsNotThere } from './git';
import { below, isIgnoreFile, isNever, isWanted } from './kinds';
import type { Base, BaseWanted } from './protocol';

/** How long it is waited for more news of a repository, in milliseconds. */
const QUIET = 300;

/** The revision of a base, and what tells it. */
interface Tip {
  commit: string;
  name: string;
  evidence: string;
}

/** Why there is no base; shown as it is. */
class NoBase extends Error {}

export class Bases implements Disposable {
  readonly #log: LogOutputChannel;
  readonly #files: WorkspaceFiles;
  readonly #hand: (base: Base) => void;
  readonly #things: Disposable[] = [];
  readonly #wanted = new Map<string, BaseWanted>();
  /** What was handed over of each folder, so that the same is not handed over twice. */
  readonly #handed = new Map<string, string>();
  /** Texts at commits, by commit and path; null where there is none. They never change. */
  readonly #texts = new Map<string, string | null>();
  readonly #watched = new Set<unknown>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: Promise<void> = Promise.resolve();

  /** `hand` takes what is to be handed to the server. */
  constructor(log: LogOutputChannel, files: WorkspaceFiles, hand: (base: Base) => void) {
    this.#log = log;
    this.#files = files;
    this.#hand = hand;
    const look = () => this.look();
    this.#things.push(files.onDidChange(look), extensions.onDidChange(look), workspace.onDidChangeWorkspaceFolders(look));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const thing of this.#things.splice(0)) thing.dispose();
  }

  /** The server says which revision a folder's configuration names. */
  want(wanted: BaseWanted): void {
    this.#wanted.set(wanted.folder, wanted);
    this.look();
  }

  /** A new server knows nothing. */
  forget(): void {
    this.#handed.clear();
    this.#wanted.clear();
  }

  /** Looks again, when it has become quiet. */
  look(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#last = this.#last.then(() => this.#handAll()).catch((error: unknown) => this.#log.error('base:', String(error)));
    }, QUIET);
  }

  async #handAll(): Promise<void> {
    const commits = new Set<string>();
    for (const folder of workspace.workspaceFolders ?? []) {
      const base = await this.#of(folder);
      if (base.files !== null) commits.add(base.commit);
      // A commit and a path have one text for ever.
      const { files, ...rest } = base;
      const same = JSON.stringify([rest, files?.map(({ uri }) => uri)]);
      if (this.#handed.get(base.folder) === same) continue;
      this.#handed.set(base.folder, same);
      this.#log.info(
        base.files === null
          ? `${folder.name}: no base: ${base.reason}`
          : `${folder.name}: the base is ${base.name} at ${base.commit.slice(0, 12)} (${base.evidence}), ${base.files.length} file(s)`,
      );
      this.#hand(base);
    }
    for (const key of this.#texts.keys()) if (!commits.has(key.slice(0, key.indexOf(':')))) this.#texts.delete(key);
  }

  async #of(folder: WorkspaceFolder): Promise<Base> {
    const name = folder.uri.toString();
    try {
      const repository = await this.#repository(folder.uri);
      const tip = await tipOf(repository, this.#wanted.get(name));
      const commit = await mergeBase(repository, tip);
      return {
        folder: name,
        name: tip.name,
        commit,
        evidence: tip.evidence,
        files: await this.#at(commit, repository, folder.uri),
      };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { folder: name, files: null, reason: error instanceof NoBase ? reason : `git could not tell: ${reason}` };
    }
  }

  async #repository(folder: Uri): Promise<Repository> {
    const git = await this.#git(extensions.getExtension<GitExtension>('vscode.git'));
    if (git.state === 'uninitialized') throw new NoBase('git is still starting');
    const repository = git.getRepository(folder);
    if (!repository) throw new NoBase('the folder is in no git repository that VS Code has opened');
    // VS Code makes a new repository for each who asks, around one state.
    this.#once(repository.rootUri.toString(), () => [repository.state.onDidChange(() => this.look())]);
    return repository;
  }

  #once(of: unknown, listen: () => Disposable[]): void {
    if (this.#watched.has(of)) return;
    this.#watched.add(of);
    this.#things.push(...listen());
  }

  async #git(extension: Extension<GitExtension> | undefined): Promise<Git> {
    if (!extension) throw new NoBase("VS Code's git extension is not here");
    const exports = extension.isActive ? extension.exports : await extension.activate();
    const look = () => this.look();
    this.#once(exports, () => [exports.onDidChangeEnablement(look)]);
    if (!exports.enabled) throw new NoBase('git is switched off in VS Code (git.enabled), or not installed');
    const git = exports.getAPI(1);
    this.#once(git, () => [git.onDidChangeState(look), git.onDidOpenRepository(look), git.onDidCloseRepository(look)]);
    return git;
  }

  /** The files of a folder at a commit: those that are there now and were then, and those that have gone since. */
  async #at(commit: string, repository: Repository, folder: Uri): Promise<{ uri: string; text: string }[]> {
    const gone = (await repository.diffWith(commit)).map(({ originalUri }) => originalUri);
    const candidates = new Map<string, Uri>();
    for (const uri of [...this.#files.of(folder), ...gone]) {
      // git tells of files of the disk; the folder may be known by another scheme.
      const own = uri.with({ scheme: folder.scheme, authority: folder.authority });
      const isOurs = isWanted(own) && !isIgnoreFile(own) && !isNever(own) && below(folder, own) !== undefined;
      if (isOurs) candidates.set(own.toString(), own);
    }
    const read = await inTurns([...candidates], async ([uri, own]) => ({
      uri,
      text: await this.#text(commit, repository, own),
    }));
    return read.flatMap(({ uri, text }) => (text === null ? [] : [{ uri, text }])).sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  async #text(commit: string, repository: Repository, file: Uri): Promise<string | null> {
    const key = `${commit}:${file.toString()}`;
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    let text: string | null;
    try {
      text = (await repository.show(commit, file.fsPath)).replace(/^\uFEFF/, '');
    } catch (error) {
      if (!saysItIsNotThere(error)) throw error;
      text = null;
    }
    this.#texts.set(key, text);
    return text;
  }
}

async function tipOf(repository: Repository, wanted: BaseWanted | undefined): Promise<Tip> {
  if (!repository.state.HEAD?.commit) throw new NoBase('the repository has no commit yet');
  if (wanted?.revision) {
    const { revision, evidence } = wanted;
    const commit = await commitOf(repository, revision);
    if (commit === undefined)
      throw new NoBase(`${evidence ?? 'the base'} says \`${revision}\`, and git knows no such revision`);
    return { commit, name: revision, evidence: evidence ?? '' };
  }
  const commit = await commitOf(repository, 'refs/remotes/origin/HEAD');
  if (commit !== undefined) return { commit, name: await defaultBranch(repository), evidence: 'origin/HEAD' };
  if (repository.state.remotes.length > 0) {
    throw new NoBase(
      'it is not clear what to compare with: there is no origin/HEAD (`git remote set-head origin --auto` sets it)',
    );
  }
  for (const name of ['main', 'master']) {
    if (repository.state.HEAD.name === name) continue;
    const commit = await commitOf(repository, `refs/heads/${name}`);
    if (commit !== undefined) return { commit, name, evidence: 'there is no remote' };
  }
  throw new NoBase('it is not clear what to compare with: there is no remote, and no other branch main or master');
}

async function commitOf(repository: Repository, revision: string): Promise<string | undefined> {
  try {
    return (await repository.getCommit(revision)).hash;
  } catch {
    return undefined;
  }
}

/** What `origin/HEAD` stands for. git keeps it in a file; where it keeps it elsewhere, it has that name alone. */
async function defaultBranch(repository: Repository): Promise<string> {
  try {
    const file = Uri.joinPath(repository.rootUri, '.git/refs/remotes/origin/HEAD');
    const text = new TextDecoder().decode(await workspace.fs.readFile(file));
    return /^ref: refs\/remotes\/(\S+)/.exec(text)?.[1] ?? 'origin/HEAD';
  } catch {
    return 'origin/HEAD';
  }
}

async function mergeBase(repository: Repository, tip: Tip): Promise<string> {
  let commit: string | undefined;
  try {
    commit = await repository.getMergeBase('HEAD', tip.commit);
  } catch {
    commit = undefined;
  }
  if (!commit) throw new NoBase(`HEAD and ${tip.name} have no commit in common in this clone`);
  return commit;
}
