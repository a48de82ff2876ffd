/** The packed package, installed into an empty project, wherever it is said to run. Each gives the same answer. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { browse, folder, node, ofPackage, project, serve, tools, withoutChromium } from './project.mjs';

const SCHEMA = `datasource db {
  provider     = "mysql"
  relationMode = "prisma"
}

model User {
  id    Int    @id
  posts Post[]
}

model Post {
  id       Int  @id
  authorId Int
  author   User @relation(fields: [authorId], references: [id])
}
`;
const BEFORE = 'CREATE TABLE posts (id int PRIMARY KEY, title varchar(191));';
const AFTER = 'CREATE TABLE posts (id int PRIMARY KEY, title varchar(50) NOT NULL);';

/** What every surrounding is asked, as the body of a function of the two entries. */
const QUESTIONS = `async ({ lint, diff, rules, explain, Workspace, ShoringError }, prisma) => {
  const files = { 'schema.prisma': ${JSON.stringify(SCHEMA)} };
  const workspace = new Workspace({ target: 'planetscale' });
  workspace.open({ path: 'a.sql', text: ${JSON.stringify(AFTER)} });
  workspace.base({ 'b.sql': ${JSON.stringify(BEFORE)} });
  const compared = workspace.diff();
  workspace.free();
  let code = 'none';
  try { lint({ 'schema.txt': '' }); } catch (error) { code = [error instanceof ShoringError, error instanceof Error, error.code].join(' '); }
  return {
    lint: lint(files).findings.map((it) => it.rule + ':' + it.span.start.line),
    diff: diff({ 'a.sql': ${JSON.stringify(BEFORE)} }, { 'a.sql': ${JSON.stringify(AFTER)} }).findings.map((it) => it.rule),
    workspace: compared.findings.map((it) => it.rule),
    prisma: prisma.lint(files).findings.map((it) => it.rule + ':' + it.span.start.line),
    rules: rules().length > 20,
    explain: (await explain('missing-foreign-key-index')).page.split('\\n')[0],
    code,
  };
}`;

const ANSWER = {
  lint: ['missing-foreign-key-index:14'],
  diff: ['narrow-type', 'nullable-to-required'],
  workspace: ['narrow-type', 'nullable-to-required'],
  prisma: ['missing-foreign-key-index:14'],
  rules: true,
  explain: '## What it does',
  code: 'true true unknown-language',
};

/** The answer without the order of findings, which the target decides. */
const same = (answer) =>
  assert.deepEqual({ ...answer, diff: answer.diff.toSorted(), workspace: answer.workspace.toSorted() }, ANSWER);

test('the package holds what it needs and nothing else', () => {
  const manifest = JSON.parse(ofPackage('package.json'));
  assert.deepEqual(manifest.dependencies ?? {}, {});
  assert.equal(manifest.private, undefined);
  assert.equal(manifest.scripts, undefined);
  const paths = JSON.stringify(manifest.exports)
    .match(/\.\/(dist|package)[^"]*/g)
    .concat(manifest.bin.shoring, manifest.main, manifest.types);
  for (const path of paths.filter((it) => /\.\w+$/.test(it))) assert.ok(ofPackage(path).length > 0, path);
});

test('Node, ES modules', () => {
  const program = `import * as shoring from 'shoring';\nimport * as prisma from 'shoring/prisma';\nawait shoring.init();\nconsole.log(JSON.stringify(await (${QUESTIONS})(shoring, prisma)));\n`;
  same(JSON.parse(node(folder('esm', { 'main.mjs': program }), 'main.mjs')));
});

test('Node, CommonJS', () => {
  const program = `(${QUESTIONS})(require('shoring'), require('shoring/prisma')).then((answer) => console.log(JSON.stringify(answer)));\n`;
  same(JSON.parse(node(folder('cjs', { 'main.cjs': program }), 'main.cjs')));
});

const TYPED = `
const options: Options = { target: 'planetscale', rules: { 'duplicate-index': 'off' }, positions: 'utf-8' };
const report: Report = lint({ 'schema.prisma': '' }, options);
const finding: Finding | undefined = report.findings[0];
const line: number | undefined = finding?.span.start.line;
const text: string | undefined = finding?.fixes[0]?.edits[0]?.text;
const score: number | undefined = diff([{ path: 'a.sql', text: new Uint8Array(), language: 'sql' }], {}).renames?.[0]?.score;
const workspace = new Workspace(options);
workspace.change('a', [{ start: 0, end: 0, text: '' }]);
const page: Promise<string> = explain('duplicate-index').then((it) => it.page);
const names: string[] = rules().map((it) => it.name);
const code: 'too-large' | Code = new ShoringError('too-large', '').code;
const prisma: Report = small.lint({});
// @ts-expect-error -- no such option
lint({}, { targets: 'mysql' });
// @ts-expect-error -- files are no number
lint(3);
// @ts-expect-error -- a level is no number
lint({}, { rules: { 'duplicate-index': 3 } });
// @ts-expect-error -- no such code
const wrong: Code = 'no-such-code';
// @ts-expect-error -- nothing in a report is any
const any: string = report.summary.errors;
export { line, text, score, page, names, code, prisma, wrong, any };
`;
const IMPORTS = `import { diff, explain, lint, rules, ShoringError, Workspace, type Code, type Finding, type Options, type Report } from 'shoring';
import * as small from 'shoring/prisma';
`;

test('TypeScript, strict: ES modules, CommonJS and bundlers', () => {
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
  };
  const path = folder('types', {
    'esm.mts': IMPORTS + TYPED,
    'cjs.cts': IMPORTS + TYPED,
    'nodenext.json': JSON.stringify({ compilerOptions: { ...options, module: 'nodenext' }, files: ['esm.mts', 'cjs.cts'] }),
    'bundler.json': JSON.stringify({
      compilerOptions: { ...options, module: 'esnext', moduleResolution: 'bundler' },
      files: ['esm.mts'],
    }),
  });
  for (const kind of ['nodenext', 'bundler']) node(path, join(tools, 'typescript', 'bin', 'tsc'), '--project', `${kind}.json`);
});

test('no type of the package is any', () => {
  const code = ofPackage('dist/index.d.ts')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '');
  assert.doesNotMatch(code, /\bany\b/);
  assert.equal(ofPackage('dist/index.d.ts'), ofPackage('dist/index.d.cts'));
});

/** A page that asks the questions itself, and in a worker whose first message comes before the engine is there. */
const WORKER = `import * as shoring from 'shoring';
import * as prisma from 'shoring/prisma';
addEventListener('message', async () => {
  await Promise.all([shoring.init(), prisma.init()]);
  postMessage(await (${QUESTIONS})(shoring, prisma));
});
`;
const PAGE = `import * as shoring from 'shoring';
import * as prisma from 'shoring/prisma';
let early = 'none';
try { shoring.rules(); } catch (error) { early = error.code; }
await Promise.all([shoring.init(), shoring.init(), prisma.init()]);
const answer = await (${QUESTIONS})(shoring, prisma);
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.addEventListener('message', ({ data }) => { globalThis.answer = { early, page: answer, worker: data }; });
worker.postMessage('begin');
`;

test('Vite: a build opened in Chromium, with a worker', { skip: withoutChromium }, async (t) => {
  const root = folder('vite', {
    'index.html': '<script type="module" src="/main.js"></script>',
    'main.js': PAGE,
    'worker.js': WORKER,
  });
  const { build } = await import('vite');
  await build({ root, logLevel: 'error', configFile: false, build: { target: 'es2022' }, worker: { format: 'es' } });
  const answer = await browse(t, `${await serve(t, join(root, 'dist'))}/index.html`);
  assert.equal(answer.early, 'not-ready');
  same(answer.page);
  same(answer.worker);
});

test('a plain script in Chromium', { skip: withoutChromium }, async (t) => {
  const program = `import * as shoring from '/node_modules/shoring/dist/browser.js';
import * as prisma from '/node_modules/shoring/dist/prisma-browser.js';
await shoring.init();
await prisma.init(fetch('/node_modules/shoring/dist/engine/prisma_bg.wasm'));
globalThis.answer = await (${QUESTIONS})(shoring, prisma);
`;
  folder('plain', { 'index.html': `<script type="module">${program}</script>` });
  same(await browse(t, `${await serve(t, project)}/plain/index.html`));
});

test('Cloudflare Workers', async (t) => {
  const program = `import * as shoring from 'shoring';
import * as prisma from 'shoring/prisma';
export default { fetch: async () => Response.json(await (${QUESTIONS})(shoring, prisma)) };
`;
  const root = folder('worker', { 'main.js': program });
  const { build } = await import('esbuild');
  const modules = [];
  // As wrangler does: the worker becomes one script, and each module a part of its own.
  const parts = {
    name: 'wasm-parts',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
        const name = basename(path);
        copyFileSync(join(resolveDir, path), join(root, name));
        modules.push({ type: 'CompiledWasm', path: join(root, name) });
        return { path: `./${name}`, external: true };
      }),
  };
  const bundle = join(root, 'bundle.js');
  await build({
    entryPoints: [join(root, 'main.js')],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    plugins: [parts],
    logLevel: 'error',
  });
  const { Miniflare } = await import('miniflare');
  const worker = new Miniflare({
    modulesRoot: root,
    modules: [{ type: 'ESModule', path: bundle }, ...modules],
    compatibilityDate: '2026-01-01',
  });
  t.after(() => worker.dispose());
  const response = await worker.dispatchFetch('http://localhost/');
  const text = await response.text();
  assert.equal(response.status, 200, text);
  same(JSON.parse(text));
});

test('npx runs the command line', () => {
  const done = spawnSync('npx', ['--no-install', 'shoring', 'rules'], {
    cwd: project,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /^add-required-column /m);
});
