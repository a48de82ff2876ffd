/** Node: the module is read from beside this file, at once. */

import { readFileSync } from 'node:fs';
import * as engine from './engine/library.js';
import { shoring } from './api.js';

engine.initSync({ module: readFileSync(new URL('./engine/library_bg.wasm', import.meta.url)) });

export const { init, lint, diff, rules, explain, Workspace, ShoringError } = shoring(engine);
