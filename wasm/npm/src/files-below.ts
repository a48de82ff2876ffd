/**
 * The files below a folder as the native command line finds them: what git ignores, hidden files and folders and
 * `node_modules` left out. Ignore files count inside a repository only, from its root down.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The patterns of one folder. */
interface Patterns {
  folder: string;
  ignore: Ignore;
}

/** The paths of all files below a folder, spelt as the folder was; in no order. */
export function filesBelow(folder: string): string[] {
  const found: string[] = [];
  const start = resolve(folder);
  walk(start, folder === '.' ? '' : folder, above(start), found);
  return found;
}

function walk(absolute: string, shown: string, patterns: readonly Patterns[], found: string[]): void {
  const here = patterns.length > 0 || existsSync(join(absolute, '.git')) ? [...patterns, ...of(absolute)] : patterns;
  for (const entry of readdirSync(absolute, { withFileTypes: true })) {
    const { name } = entry;
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = join(absolute, name);
    const spelt = shown === '' ? name : `${shown.replace(/\/$/, '')}/${name}`;
    if (entry.isDirectory()) {
      if (isIgnored(path, true, here)) continue;
      try {
        walk(path, spelt, here, found);
      } catch {
        // A folder that may not be read is left out, as git does.
      }
    } else if (entry.isFile() && !isIgnored(path, false, here)) {
      found.push(spelt);
    }
  }
}

/** The patterns that are in force in a folder because of those above it, up to the repository's root. */
function above(folder: string): Patterns[] {
  let root = folder;
  while (!existsSync(join(root, '.git'))) {
    const parent = dirname(root);
    if (parent === root) return [];
    root = parent;
  }
  const all: Patterns[] = [];
  const everywhere = ignore()
    .add(text(globalFile()))
    .add(text(join(root, '.git', 'info', 'exclude')));
  all.push({ folder: root, ignore: everywhere });
  const parts = relative(root, folder).split(sep).filter(Boolean);
  let at = root;
  for (const part of parts) {
    all.push(...of(at));
    at = join(at, part);
  }
  return all;
}

function globalFile(): string {
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'git', 'ignore');
}

function of(folder: string): Patterns[] {
  const patterns = text(join(folder, '.gitignore')) + text(join(folder, '.ignore'));
  return patterns === '' ? [] : [{ folder, ignore: ignore().add(patterns) }];
}

function text(path: string): string {
  try {
    return `${readFileSync(path, 'utf8')}\n`;
  } catch {
    return '';
  }
}

/** What the nearest folder says counts. */
function isIgnored(path: string, isFolder: boolean, patterns: readonly Patterns[]): boolean {
  for (const { folder, ignore } of patterns.toReversed()) {
    const inner = relative(folder, path).split(sep).join('/') + (isFolder ? '/' : '');
    const { ignored, unignored } = ignore.test(inner);
    if (ignored || unignored) return ignored;
  }
  return false;
}
