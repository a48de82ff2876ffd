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
const { initSync } = await import(pathToFileURL(join(dist, 'engine', 'node.js')).href);
const prisma = createRequire(join(resolve(peers), 'x.js'))('@prisma/prisma-schema-wasm');

/** The engine is loaded already: this answers its exports. */
const memory = () => initSync().memory.buffer.byteLength / 2 ** 20;

const RULE = 'missing-foreign-key-index';
/** How Prisma words it. */
const WARNING = /relationMode = "prisma"/;
/** Rounds are added until Prisma's side has taken as long as this, and until there are three, but where one alone takes that long. */
const ENOUGH_MS = 4_000;
/** How often this package runs in a round. */
const OURS = 3;
const EDITS = 45;

/** Milliseconds of the processor that a piece of work takes: others may be at work on this machine. */
function measure(work) {
  const begun = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(begun);
  return { ms: (user + system) / 1_000, result };
}

/** The medians of both, which take turns: what disturbs one disturbs the other. */
function compare(ours, theirs) {
  const took = { ours: [], theirs: [] };
  const results = {};
  // Warm: what runs first is compiled meanwhile.
  results.ours = ours();
  do {
    for (let nth = 0; nth < OURS; nth += 1) {
      const run = measure(ours);
      took.ours.push(run.ms);
      results.ours = run.result;
    }
    const run = measure(theirs);
    took.theirs.push(run.ms);
    results.theirs = run.result;
  } while (took.theirs.at(-1) < ENOUGH_MS && (sum(took.theirs) < ENOUGH_MS || took.theirs.length < 3));
  return { ours: median(took.ours), theirs: median(took.theirs), results };
}

const sum = (numbers) => numbers.reduce((total, it) => total + it, 0);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

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
  const { ours, theirs, results } = compare(
    () => lint(files),
    () => JSON.parse(prisma.lint(asked)),
  );
  const report = JSON.stringify(results.ours).length;
  const warned = results.theirs.filter((it) => WARNING.test(it.text));
  const found = results.ours.findings.filter((it) => it.rule === RULE);
  const theirLines = lines(text, warned).join();
  const ourLines = found
    .map((it) => it.span.start.line)
    .toSorted((a, b) => a - b)
    .join();
  const errors = results.theirs.filter((it) => !it.is_warning).length;
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
  workspace.free();
  rows.push({
    models: text.match(/^model /gm).length,
    MB: (text.length / 1e6).toFixed(1),
    'shoring, CPU ms': ours.toFixed(0),
    'Prisma, CPU ms': theirs.toFixed(0),
    ratio: (theirs / ours).toFixed(1),
    'memory MiB': memory().toFixed(0),
    'edit ms, median': median(edits).toFixed(1),
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
