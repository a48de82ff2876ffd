/** Cloudflare Workers: the module is a part of the bundle. */

import module from './engine/library_bg.wasm';
import * as engine from './engine/library.js';
import { shoring } from './api.js';

engine.initSync({ module });

export const { init, lint, diff, rules, explain, Workspace, ShoringError } = shoring(engine);
