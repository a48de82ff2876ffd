/**
 * The examples menu, made of `examples/` when the page is built: `import examples from 'virtual:examples'`. A folder is
 * found by what lies in it, so a new example needs no line here.
 */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { Example, Text } from '../src/example.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'examples');
const ID = 'virtual:examples';
const SCHEMA = /\.(prisma|sql)$/;

export function examples(): Plugin {
  return {
    name: 'shoring-examples',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      for (const file of below(FOLDER)) this.addWatchFile(file);
      return `export default ${JSON.stringify(all())};`;
    },
  };
}

/** All entries, the ones of one text first: the first of them is what a first visit shows. */
export function all(): Example[] {
  const found = readdirSync(FOLDER)
    .filter((name) => statSync(join(FOLDER, name)).isDirectory())
    .sort()
    .flatMap((name) => of(join(FOLDER, name)));
  if (found.length === 0) throw new Error(`no examples in ${FOLDER}`);
  return [...found.filter((it) => !it.base), ...found.filter((it) => it.base)];
}

function of(folder: string): Example[] {
  // Prisma first: it is what most come with.
  const files = below(folder)
    .filter((file) => SCHEMA.test(file))
    .sort((a, b) => Number(b.endsWith('.prisma')) - Number(a.endsWith('.prisma')) || (a < b ? -1 : 1));
  const title = readFileSync(join(folder, 'README.md'), 'utf8').match(/^# (.+)$/m)?.[1] ?? relative(FOLDER, folder);
  const path = (file: string) => relative(folder, file).split(sep).join('/');
  const text = (file: string): Text => ({ name: path(file).split('/').at(-1) ?? '', text: readFileSync(file, 'utf8') });
  const entries: Example[] = [];
  const paired = new Set<string>();
  for (const base of files) {
    // Two branches of one database lie beside each other.
    const head = base.replace(/main\.(prisma|sql)$/, 'dev.$1');
    if (head === base || !existsSync(head)) continue;
    paired.add(base).add(head);
    entries.push({
      title: `${title}: ${languageOf(base)}`,
      about: `${path(base)} → ${path(head)}`,
      base: text(base),
      head: text(head),
    });
  }
  for (const file of files) {
    if (!paired.has(file)) entries.push({ title: `${title}: ${languageOf(file)}`, about: path(file), head: text(file) });
  }
  return entries;
}

function languageOf(file: string): string {
  return file.endsWith('.prisma') ? 'Prisma' : 'SQL';
}

function below(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
