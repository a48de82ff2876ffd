/** Pages and their workers: the module is fetched, so `init` comes first. */

import load, * as engine from './engine/library.js';
import { shoring } from './api.js';

export const { init, lint, diff, rules, explain, Workspace, ShoringError } = shoring(engine, load);
