/** `node schemathesis.mjs PROGRAM`: lets schemathesis try the worker by its own document. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { start } from '../../worker/local.mjs';

const server = await start({ limit: { limit: 1_000_000, period: 60 } });
const config = join(import.meta.dirname, 'schemathesis.toml');
const arguments_ = ['--no-color', '--config-file', config, 'run', new URL('/openapi.json', server.url).href, ...process.argv.slice(3)];
const child = spawn(process.argv[2], arguments_, { stdio: 'inherit' });
const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
await server.stop();
process.exitCode = status ?? 1;
