/** The empty project into which the packed package was installed, and what is done in it. */

import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the package is installed; `cargo xtask test` makes it and says so. */
export const project = process.env.SHORING_NPM;
if (!project) throw new Error('SHORING_NPM names no project: it is made and named by `cargo xtask wasm --test`');

/** The tools of this folder, for what is done in the project. */
export const tools = resolve(import.meta.dirname, '..', 'node_modules');

/** A fresh folder in the project, with these files. */
export function folder(name, files) {
  const path = join(project, name);
  rmSync(path, { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return path;
}

/** Runs Node in a folder; answers what it printed. Another exit status than 0 throws. */
export function node(cwd, ...args) {
  const done = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`node ${args.join(' ')} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

/** The package, as a program in the project imports it: a fresh instance each time. */
export async function load(entry = 'node.js') {
  const path = join(project, 'node_modules', 'shoring', 'dist', entry);
  return import(pathToFileURL(path).href);
}

/** A file of the project's package. */
export const ofPackage = (path) => readFileSync(join(project, 'node_modules', 'shoring', path), 'utf8');

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };

/** Serves a folder on the loopback until the test ends; answers its address. */
export async function serve(test, root) {
  const server = createServer(async (request, response) => {
    const path = resolve(root, `.${decodeURIComponent(new URL(request.url, 'http://localhost').pathname)}`);
    try {
      if (!path.startsWith(resolve(root) + sep)) throw new Error('outside');
      const bytes = await readFile(path);
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why a page cannot be opened here, for a test to say so. In CI it must be. */
export const withoutChromium =
  process.env.CI || existsSync(CHROMIUM) ? false : `${CHROMIUM} is not there: \`cargo xtask setup\` installs it for root`;

/** Opens a page in Chromium and answers what it calls `answer`, once it is there. */
export async function browse(test, address) {
  const { chromium } = await import('playwright-core');
  const args =
    '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: args.split(' ') });
  test.after(() => browser.close());
  const page = await browser.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  await page.goto(address);
  try {
    await page.waitForFunction(() => globalThis.answer !== undefined, undefined, { timeout: 30_000 });
  } catch (error) {
    throw new Error(`${address} gave no answer: ${wrong.join('; ')}`, { cause: error });
  }
  return page.evaluate(() => globalThis.answer);
}
