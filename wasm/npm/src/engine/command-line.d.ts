import type { Loader } from '../engine.js';
import type { NodeHost } from '../node-host.js';

export declare const initSync: Loader['initSync'];
export declare function run(args: string[], host: NodeHost): number;
export declare function panicWords(): string;
