/**
 * The package beside Prisma's own validator in one process, warm, on generated schemas:
 * `node bench.mjs PROJECT PEERS SCHEMA.prisma…`. Prints a table, and fails where the two find different things.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [project, peers, ...schemas] = process.argv.slice(2);
const dist = join(resolve(project), 'node_modules', 'shoring', 'dist');
const { lint, Workspace } = await import(pathToFileURL(join(dist, 'node.js')).href);
const { initSync } = await import(pathToFileURL(join(dist, 'engine', 'library.js')).href);
const prisma = createRequire(join(resolve(peers), 'x.js'))('@prisma/prisma-schema-wasm');

/** The engine is loaded already: this answers its exports. */
const memory = () => initSync().memory.buffer.byteLength / 2 ** 20;

const RULE = 'missing-foreign-key-index';
/** How Prisma words it. */
const WARNING = /relationMode = "prisma"/;
/** Below this, a run is repeated: the fastest counts, the others were disturbed. */
const ENOUGH_MS = 4_000;
const EDITS = 15;

/** Milliseconds of the processor that a piece of work takes: others may be at work on this machine. */
function measure(work) {
  const begun = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(begun);
  return { ms: (user + system) / 1_000, result };
}

function fastest(work) {
  let best = Infinity;
  let spent = 0;
  let result;
  do {
    const took = measure(work);
    result = took.result;
    best = Math.min(best, took.ms);
    spent += took.ms;
  } while (spent < ENOUGH_MS);
  return { ms: best, result };
}

/** The lines of what each finds. */
function lines(text, found) {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineOf = (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  return found.map(({ start }) => lineOf(start)).toSorted((a, b) => a - b);
}

const rows = [];
let differs = false;
for (const path of schemas) {
  // Since its version 7 Prisma refuses what it needed before.
  const text = readFileSync(path, 'utf8').replace(/^([ \t]*)(url|directUrl|shadowDatabaseUrl)([ \t]*=.*)$/gm, (line) =>
    ' '.repeat(line.length),
  );
  const files = { [basename(path)]: text };
  const asked = JSON.stringify([[basename(path), text]]);
  const ours = fastest(() => lint(files));
  const report = JSON.stringify(ours.result).length;
  const theirs = fastest(() => JSON.parse(prisma.lint(asked)));
  const warned = theirs.result.filter((it) => WARNING.test(it.text));
  const found = ours.result.findings.filter((it) => it.rule === RULE);
  const theirLines = lines(text, warned).join();
  const ourLines = found
    .map((it) => it.span.start.line)
    .toSorted((a, b) => a - b)
    .join();
  const errors = theirs.result.filter((it) => !it.is_warning).length;
  differs ||= theirLines !== ourLines || errors > 0;

  const workspace = new Workspace();
  workspace.open({ path: basename(path), text });
  workspace.lint();
  const middle = text.indexOf('String', text.length / 2) - 1;
  const edits = [];
  for (let nth = 0; nth < EDITS; nth += 1) {
    const edit = { start: middle, end: middle + (nth % 2), text: nth % 2 ? '' : ' ' };
    const answer = () => {
      workspace.change(basename(path), [edit]);
      return workspace.lint();
    };
    edits.push(measure(answer).ms);
  }
  edits.sort((a, b) => a - b);
  workspace.free();
  rows.push({
    models: text.match(/^model /gm).length,
    MB: (text.length / 1e6).toFixed(1),
    'shoring, CPU ms': ours.ms.toFixed(0),
    'Prisma, CPU ms': theirs.ms.toFixed(0),
    ratio: (theirs.ms / ours.ms).toFixed(1),
    'memory MiB': memory().toFixed(0),
    'edit ms, median': edits[EDITS >> 1].toFixed(1),
    'report KB': (report / 1e3).toFixed(0),
    findings: found.length,
    "Prisma's": warned.length,
    'same lines': theirLines === ourLines,
  });
}
const keys = Object.keys(rows[0]);
console.log(`| ${keys.join(' | ')} |\n|${keys.map(() => '--:').join('|')}|`);
for (const row of rows) console.log(`| ${keys.map((key) => row[key]).join(' | ')} |`);
if (differs) {
  console.error('the two find different things');
  process.exit(1);
}
