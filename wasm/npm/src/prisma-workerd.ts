/** Cloudflare Workers: the module is a part of the bundle. */

import module from './engine/prisma_bg.wasm';
import * as engine from './engine/prisma.js';
import { shoring } from './api.js';

engine.initSync({ module });

export const { init, lint, diff, rules, explain, Workspace, ShoringError } = shoring(engine);
