/** Pages and their workers: the module is fetched, so `init` comes first. */

import load, * as engine from './engine/language-server.js';
import { languageServer } from './language-server.js';

export const { init, LanguageServer, serve } = languageServer(engine, load);
