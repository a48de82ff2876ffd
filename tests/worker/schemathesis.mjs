/** `node schemathesis.mjs PROGRAM`: lets schemathesis try the worker by its own document. */

import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { start } from '../../worker/local.mjs';

const server = await start({ limit: { limit: 1_000_000, period: 60 } });
const config = join(import.meta.dirname, 'schemathesis.toml');
const arguments_ = [
  '--no-color',
  '--config-file',
  config,
  'run',
  new URL('/openapi.json', server.url).href,
  ...process.argv.slice(3),
];
// What it remembers it leaves beside itself.
const child = spawn(process.argv[2], arguments_, { stdio: 'inherit', cwd: dirname(process.argv[2]) });
const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
await server.stop();
process.exitCode = status ?? 1;
