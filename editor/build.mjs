/**
 * Makes the extension: `node build.mjs FOLDER`. FOLDER becomes the unpacked extension, and `shoring.vsix` beside it what is
 * installed. The npm package `shoring`, of which the language server is a part, lies in `node_modules`.
 */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { build } from 'esbuild';

const here = import.meta.dirname;
const folder = process.argv[2];
if (folder === undefined) throw new Error('node build.mjs FOLDER');
const require = createRequire(import.meta.url);
const read = (/** @type {string} */ path) => readFileSync(join(here, path), 'utf8');

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'dist'), { recursive: true });

/** @satisfies {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify: true,
  // Functions are known by their names in what the log shows.
  keepNames: true,
  target: 'es2022',
  absWorkingDir: here,
  legalComments: /** @type {const} */ ('none'),
  logLevel: /** @type {const} */ ('warning'),
  metafile: /** @type {const} */ (true),
  outdir: join(folder, 'dist'),
};
const browser = { ...shared, platform: /** @type {const} */ ('browser') };
const node = { ...shared, platform: /** @type {const} */ ('node'), target: 'node20' };
const built = await Promise.all([
  // VS Code loads one CommonJS file, in a browser too.
  build({ ...browser, entryPoints: ['src/browser.ts'], format: 'cjs', external: ['vscode'] }),
  build({ ...node, entryPoints: ['src/node.ts'], format: 'cjs', external: ['vscode'] }),
  // A classic worker: VS Code starts those of other origins by importScripts.
  build({ ...browser, entryPoints: { 'server-browser': 'src/server/browser.ts' }, format: 'iife' }),
  // The engine is handed over here too, so the package's entry for browsers serves both.
  build({ ...node, entryPoints: { 'server-node': 'src/server/node.ts' }, format: 'cjs', conditions: ['browser'] }),
]);
cpSync(require.resolve('shoring/language-server.wasm'), join(folder, 'dist', 'language-server.wasm'));

await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
writeFileSync(join(folder, 'icon.png'), new Resvg(read('icon.svg'), { fitTo: { mode: 'width', value: 128 } }).render().asPng());

for (const name of ['README.md', 'CHANGELOG.md', 'language-configuration.json', 'media']) {
  cpSync(join(here, name), join(folder, name), { recursive: true });
}
for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) cpSync(join(here, '..', name), join(folder, name));
writeFileSync(join(folder, 'THIRD-PARTY.txt'), thirdParty(built.flatMap(({ metafile }) => Object.keys(metafile.inputs))));

const { devDependencies: _unshipped, private: _unpublished, ...manifest } = JSON.parse(read('package.json'));
manifest.files = readdirSync(folder);
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

const flags = ['--no-dependencies', '--skip-license', '--allow-missing-repository', '--no-rewrite-relative-links'];
const vsce = join(dirname(require.resolve('@vscode/vsce/package.json')), 'vsce');
const packed = join(dirname(folder), 'shoring.vsix');
execFileSync(process.execPath, [vsce, 'package', ...flags, '--out', packed], { cwd: folder, stdio: 'inherit' });

/**
 * The licences of what is bundled, as they ask for.
 *
 * @param {string[]} inputs
 */
function thirdParty(inputs) {
  const packages = new Map();
  for (const input of inputs) {
    const at = input.lastIndexOf('node_modules/');
    if (at < 0) continue;
    const [first = '', second] = input.slice(at + 'node_modules/'.length).split('/');
    const name = first.startsWith('@') ? `${first}/${second}` : first;
    const root = join(here, input.slice(0, at), 'node_modules', name);
    if (name !== 'shoring') packages.set(relative(here, root), { name, root });
  }
  const texts = [...packages.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, root }) => {
      const licence = readdirSync(root).find((it) => /^licen[cs]e/i.test(it));
      if (licence === undefined) throw new Error(`${name} has no licence`);
      return `${name} ${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}\n\n${readFileSync(join(root, licence), 'utf8').trim()}\n`;
    });
  return `What Shoring's extension is built of, beside Shoring itself.\n\n${[...new Set(texts)].join(`\n${'-'.repeat(80)}\n\n`)}`;
}
