/** Node: the module is read from beside this file, at once. It is the one that is built for speed: nobody waits for its bytes. */

import { readFileSync } from 'node:fs';
import * as engine from './engine/node.js';
import { shoring } from './api.js';

engine.initSync({ module: readFileSync(new URL('./engine/node_bg.wasm', import.meta.url)) });

export const { init, lint, diff, rules, explain, Workspace, ShoringError } = shoring(engine);
