/** Node: the module is read from beside this file, at once. */

import { readFileSync } from 'node:fs';
import * as engine from './engine/language-server.js';
import { languageServer } from './language-server.js';

engine.initSync({ module: readFileSync(new URL('./engine/language-server_bg.wasm', import.meta.url)) });

export const { init, LanguageServer, serve } = languageServer(engine);
