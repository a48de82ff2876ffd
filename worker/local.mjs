/**
 * The worker on this machine, in the workerd that runs it in the cloud, set up by `wrangler.toml` and by nothing else.
 * `node local.mjs [PORT]` serves it and the playground until it is ended; tests call `start`.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Log, LogLevel, Miniflare } from 'miniflare';

process.env.WRANGLER_SEND_METRICS = 'false';
const { unstable_getMiniflareWorkerOptions: optionsOf } = await import('wrangler');

const here = import.meta.dirname;

/**
 * Starts it; `around` are modules that stand around the worker's own, the main one first; `vars` and `limit` stand in the place
 * of the variables and of the limit of `wrangler.toml`, `page` in the place of the folder of the playground.
 */
export async function start({ port = 0, around = {}, vars = {}, limit, page } = {}) {
  const { workerOptions } = optionsOf(join(here, 'wrangler.toml'));
  const file = (path) => ({ path: join(here, path), contents: readFileSync(join(here, path)) });
  const modules = [
    { type: 'ESModule', ...file('entry.mjs') },
    { type: 'ESModule', ...file('build/index.js') },
    { type: 'CompiledWasm', ...file('build/index_bg.wasm') },
  ];
  modules.unshift(
    ...Object.entries(around).map(([path, contents]) => ({ type: 'ESModule', path: join(here, path), contents })),
  );
  const ratelimits = Object.fromEntries(
    Object.entries(workerOptions.ratelimits).map(([name, it]) => [name, limit ? { ...it, simple: limit } : it]),
  );
  const told = [];
  const miniflare = new Miniflare({
    ...workerOptions,
    modulesRules: undefined,
    modulesRoot: here,
    modules,
    ratelimits,
    assets: page ? { ...workerOptions.assets, directory: page } : workerOptions.assets,
    bindings: { ...workerOptions.bindings, ...vars },
    host: '127.0.0.1',
    port,
    // Nobody is told of the clients of this machine, and nothing is fetched to pretend where they are.
    cf: false,
    log: new Log(LogLevel.WARN),
    handleRuntimeStdio(stdout, stderr) {
      for (const stream of [stdout, stderr]) stream.on('data', (piece) => told.push(String(piece)));
    },
  });
  const url = await miniflare.ready;
  return { url, stop: () => miniflare.dispose(), told: () => told.join('') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url, stop } = await start({ port: Number(process.argv[2] ?? 8787) });
  const page = existsSync(join(here, '../web/dist/index.html')) ? 'the playground and the interface' : 'the interface alone';
  console.log(`${page}: ${url.href} (end it with Ctrl+C)`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop().then(() => process.exit(0)));
}
