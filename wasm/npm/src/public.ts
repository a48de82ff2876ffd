/**
 * What the package offers, as its users see it. The entries implement it; `build.mjs` makes `index.d.ts` of this file and of
 * the generated types.
 */

import type { Code, Config, Report, Rule, RulePage, RunOptions } from './generated/types.js';

export * from './generated/types.js';

/**
 * A file of a schema. Files of the project that tell the database (`package.json`, `.pscale.yml`, `migration_lock.toml`,
 * `wrangler.toml`) may be handed over with the others.
 */
export interface InputFile {
  /** Its path, as findings shall name it. Its ending tells the language: `.prisma` or `.sql`. */
  path: string;
  /** Its text, or the bytes of it in UTF-8. */
  text: string | Uint8Array;
  /** What it is written in, where the path does not tell. */
  language?: 'prisma' | 'sql';
  /**
   * `state` (usual): it describes the state. `history`: it is a step of the migrations that lead to it, and is never edited.
   * `relations`: a Prisma schema that tells the relations of an SQL state.
   * `vschema`, `routing-rules`: the JSON that tells how Vitess spreads the tables over shards, and where it sends queries.
   */
  role?: 'state' | 'history' | 'relations' | 'vschema' | 'routing-rules';
}

/** The files of one state: a list, in the order in which SQL is applied, or texts by path. */
export type Files = readonly InputFile[] | Readonly<Record<string, string | Uint8Array>>;

/** What is asked of a run: the keys of `shoring.toml`, and what holds for this run alone. */
export interface Options extends Config, RunOptions {}

/** Replaces `start..end` of a text, in the unit of the positions that were asked for. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** What `init` loads: an address, a response, bytes, or a compiled module. */
export type EngineSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Loads the engine. Needed in browsers, once, before anything else is called; elsewhere the engine is loaded already and this
 * does nothing. Without an argument it takes the module that lies beside the script.
 */
export declare function init(source?: EngineSource): Promise<void>;

/**
 * Looks at one state and says what is wrong with it.
 *
 * @throws {ShoringError} Where the files or the options are not what they should be.
 */
export declare function lint(files: Files, options?: Options): Report;

/**
 * Compares two states: what changes, what that does to data and to running code, and the SQL for it. A file of the base that
 * has the path of one of the head is shown as `base:PATH`.
 *
 * @throws {ShoringError} Where the files or the options are not what they should be.
 */
export declare function diff(base: Files, head: Files, options?: Options): Report;

/** All rules, by name. */
export declare function rules(): Rule[];

/**
 * The page of a rule. The pages are loaded when the first one is asked for.
 *
 * @throws {ShoringError} Where there is no such rule.
 */
export declare function explain(rule: string): Promise<RulePage>;

/** A state that changes while it is looked at: an editor's, a playground's. */
export declare class Workspace {
  constructor(options?: Options);
  /** Takes other options. */
  configure(options?: Options): void;
  /** Opens a file, or replaces the text of an open one. */
  open(file: InputFile): void;
  /** Edits an open file. All edits name places of the text before them. */
  change(path: string, edits: readonly TextEdit[]): void;
  /** Closes a file. */
  close(path: string): void;
  /** The text of an open file. */
  text(path: string): string | undefined;
  /** Sets the state that `diff` compares the open files with. */
  base(files: Files): void;
  /** Looks at the open files. What an edit does not touch is not read again, and findings that stay are the same objects. */
  lint(): Report;
  /** Compares the open files with the base. */
  diff(): Report;
  /** Gives the memory back. Nothing of it can be called afterwards. */
  free(): void;
}

/** Why something was not done. */
export declare class ShoringError extends Error {
  constructor(code: Code, message: string, help?: string);
  readonly name: 'ShoringError';
  /** Which kind of reason: stable, unlike the words. */
  readonly code: Code;
  /** What to do. */
  readonly help?: string;
}
