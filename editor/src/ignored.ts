/** What git ignores, by the `.gitignore` files of a workspace's folder and of the folders above it in its repository. */

import ignore, { type Ignore } from 'ignore';
import { Uri, workspace } from 'vscode';
import { below, folderOf, nameOf } from './kinds';

/** How far above a workspace's folder its repository is looked for. */
const MAX_ABOVE = 32;

export class Ignored {
  readonly #of: readonly { folder: Uri; ignore: Ignore }[];

  private constructor(of: { folder: Uri; ignore: Ignore }[]) {
    // The nearest folder first: what it says counts.
    this.#of = of.sort((a, b) => b.folder.path.length - a.folder.path.length);
  }

  /** Reads those files, and those above the workspace's folders. */
  static async read(files: readonly Uri[]): Promise<Ignored> {
    const above = (workspace.workspaceFolders ?? []).map(({ uri }) => aboveIn(uri));
    const all = [...files, ...(await Promise.all(above)).flat()];
    const of = all.map(async (file) => ({ folder: folderOf(file), ignore: ignore().add(await text(file)) }));
    return new Ignored(await Promise.all(of));
  }

  /** Whether git ignores a file. A folder that is ignored takes along all that is in it. */
  has(file: Uri): boolean {
    const parts = file.path.split('/');
    for (let length = 2; length <= parts.length; length += 1) {
      const path = parts.slice(0, length).join('/') + (length < parts.length ? '/' : '');
      if (this.#hasItself(file.with({ path }))) return true;
    }
    return false;
  }

  #hasItself(uri: Uri): boolean {
    for (const { folder, ignore } of this.#of) {
      const inner = below(folder, uri);
      if (!inner) continue;
      const { ignored, unignored } = ignore.test(inner);
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}

/** The ignore files between a folder, itself left out, and the root of its repository. */
async function aboveIn(folder: Uri): Promise<Uri[]> {
  const found: Uri[] = [];
  let at = folder;
  for (let count = 0; count < MAX_ABOVE; count += 1) {
    if (await exists(Uri.joinPath(at, '.git'))) return found;
    const parent = folderOf(at);
    if (parent.path === at.path || nameOf(at) === '') return [];
    at = parent;
    found.push(Uri.joinPath(at, '.gitignore'));
  }
  return [];
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function text(uri: Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
