import type { Engine, Loader } from '../engine.js';

declare const load: Loader['default'];
export default load;
export declare const initSync: Loader['initSync'];
export declare const lint: Engine['lint'];
export declare const diff: Engine['diff'];
export declare const rules: Engine['rules'];
export declare const rule: Engine['rule'];
export declare const Workspace: Engine['Workspace'];
export declare const checkSize: Engine['checkSize'];
export declare const panicWords: Engine['panicWords'];
