/**
 * Makes the package out of the TypeScript here and the modules that `cargo xtask wasm` has built:
 * `node build.mjs FOLDER`. FOLDER has `dist/engine/` already; everything else is written here.
 */

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const folder = process.argv[2];
const dist = join(folder, 'dist');
const types = join(folder, '..', 'types');
const read = (path) => readFileSync(path, 'utf8');

// Types are checked and written by TypeScript, JavaScript by esbuild.
rmSync(types, { recursive: true, force: true });
const tsc = join(here, 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '--project', here, '--emitDeclarationOnly', '--outDir', types], { stdio: 'inherit' });

/** One file of types that imports nothing: it fits ES modules and CommonJS alike. */
const declarations = [join(types, 'generated', 'types.d.ts'), join(types, 'public.d.ts')]
  .map((path) =>
    read(path)
      .replace(/^(import|export \*) .*;\n/gm, '')
      .replace(/^export \{\};\n/gm, ''),
  )
  .join('\n');
writeFileSync(join(dist, 'index.d.ts'), declarations);
writeFileSync(join(dist, 'index.d.cts'), declarations);

copyFileSync(join(types, 'language-server-public.d.ts'), join(dist, 'language-server.d.ts'));
copyFileSync(join(types, 'language-server-public.d.ts'), join(dist, 'language-server.d.cts'));

const entries = ['', 'prisma-'].flatMap((of) => ['browser', 'node', 'workerd'].map((where) => `${of}${where}`));
entries.push('language-server-browser', 'language-server-node');
const shared = {
  bundle: true,
  target: 'es2022',
  // Modules of their own: the engine's glue is shared, the pages of the rules are loaded on demand.
  external: ['./engine/*', './rules.js', 'node:*'],
  legalComments: 'none',
  logLevel: 'warning',
};
/** Where the sources name the glue, wasm-bindgen has put it into the package. */
const glueInside = {
  name: 'glue-inside',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/engine\/.*\.js$/ }, ({ path }) => ({ path: join(dist, path) })),
};
await build({
  ...shared,
  entryPoints: entries.map((name) => join(here, 'src', `${name}.ts`)),
  outdir: dist,
  format: 'esm',
});
// CommonJS in one file, its glue inside: Node 20 cannot require an ES module.
await build({
  ...shared,
  entryPoints: ['node', 'prisma-node', 'language-server-node'].map((name) => join(here, 'src', `${name}.ts`)),
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['./rules.js', 'node:*'],
  plugins: [glueInside],
  define: { 'import.meta.url': 'addressOfThisFile' },
  banner: { js: "const addressOfThisFile = require('node:url').pathToFileURL(__filename).href;" },
});
await build({
  ...shared,
  entryPoints: [join(here, 'src', 'bin.ts')],
  outdir: dist,
  format: 'esm',
  platform: 'node',
  target: 'node20',
});
chmodSync(join(dist, 'bin.js'), 0o755);

// The pages of the rules, as data and as a module.
writeFileSync(join(dist, 'rules.js'), `export default ${read(join(dist, 'rules.json')).trimEnd()};\n`);

for (const name of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE']) {
  mkdirSync(folder, { recursive: true });
  copyFileSync(name === 'README.md' ? join(here, name) : join(here, '..', '..', name), join(folder, name));
}

/** The conditions of an entry. Bundlers and runtimes take the first that they know. */
function conditions(of, types, surroundings) {
  const esm = (name) => ({ types: `./dist/${types}.d.ts`, default: `./dist/${of}${name}.js` });
  return {
    ...Object.fromEntries(surroundings.map((name) => [name, esm(name)])),
    node: { import: esm('node'), require: { types: `./dist/${types}.d.cts`, default: `./dist/${of}node.cjs` } },
    default: esm('browser'),
  };
}

const { name, version, description, license, keywords } = JSON.parse(read(join(here, 'package.json')));
const manifest = {
  name,
  version,
  description,
  license,
  keywords,
  type: 'module',
  engines: { node: '>=20' },
  bin: { shoring: './dist/bin.js' },
  main: './dist/node.cjs',
  types: './dist/index.d.ts',
  exports: {
    '.': conditions('', 'index', ['workerd', 'browser']),
    './prisma': conditions('prisma-', 'index', ['workerd', 'browser']),
    './language-server': conditions('language-server-', 'language-server', ['browser']),
    './engine.wasm': './dist/engine/library_bg.wasm',
    './prisma.wasm': './dist/engine/prisma_bg.wasm',
    './language-server.wasm': './dist/engine/language-server_bg.wasm',
    './rules.json': './dist/rules.json',
    './report.schema.json': './dist/report.schema.json',
    './config.schema.json': './dist/config.schema.json',
    './package.json': './package.json',
  },
  // These load the engine when they are imported: a bundler that drops them drops that too.
  sideEffects: [
    './dist/node.js',
    './dist/node.cjs',
    './dist/workerd.js',
    './dist/prisma-node.js',
    './dist/prisma-node.cjs',
    './dist/prisma-workerd.js',
    './dist/language-server-node.js',
    './dist/language-server-node.cjs',
    './dist/bin.js',
  ],
  files: ['dist'],
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
