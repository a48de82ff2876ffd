import type { Loader } from '../engine.js';
import type { Engine } from '../language-server.js';

declare const load: Loader['default'];
export default load;
export declare const initSync: Loader['initSync'];
export declare const LanguageServer: Engine['LanguageServer'];
export declare const quietMilliseconds: Engine['quietMilliseconds'];
export declare const panicWords: Engine['panicWords'];
