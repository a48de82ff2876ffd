#!/usr/bin/env node
/** `npx shoring`: the command line that is also built natively, on Node. */

import { readFileSync } from 'node:fs';
import * as engine from './engine/command-line.js';
import { NodeHost } from './node-host.js';

engine.initSync({ module: readFileSync(new URL('./engine/command-line_bg.wasm', import.meta.url)) });

try {
  process.exitCode = engine.run(['shoring', ...process.argv.slice(2)], new NodeHost());
} catch (error) {
  // A fault of ours. A native program prints its words and ends with 101.
  process.stderr.write(`${engine.panicWords() || String(error)}\n`);
  process.exitCode = 101;
}
