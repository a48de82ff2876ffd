/** What the wasm modules export, as wasm-bindgen writes it. Values are checked inside. */

import type { EngineSource, Report, Rule } from './public.js';
import type { Update } from './seen.js';

export interface EngineWorkspace {
  configure(options: unknown): void;
  open(file: unknown): void;
  change(path: string, edits: unknown): void;
  close(path: string): void;
  text(path: string): string | undefined;
  base(files: unknown): void;
  lint(): Update;
  diff(): Report;
  free(): void;
}

export interface Engine {
  lint(files: unknown, options: unknown): Report;
  diff(base: unknown, head: unknown, options: unknown): Report;
  rules(): Rule[];
  rule(name: string): Rule;
  Workspace: new (options: unknown) => EngineWorkspace;
  checkSize(total: number): void;
  panicWords(): string;
}

/** The part of the glue that loads a module. */
export interface Loader {
  default(source?: { module_or_path: EngineSource | Promise<Response> }): Promise<unknown>;
  initSync(source: { module: BufferSource | WebAssembly.Module }): unknown;
}
