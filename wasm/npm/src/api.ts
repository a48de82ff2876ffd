/** The package around an engine: the same for every surrounding, and for both builds of the engine. */

import type { Engine, EngineWorkspace, Loader } from './engine.js';
import { ShoringError } from './error.js';
import { Guard } from './guard.js';
import type * as Public from './public.js';
import { Seen } from './seen.js';

export type Shoring = Omit<typeof Public, 'ShoringError'> & { ShoringError: typeof ShoringError };

/** The deepest value that options have. */
const MAX_DEPTH = 8;

/** A module that is not in the bundle of an entry: the pages of the rules. */
type Pages = () => Promise<{ default: readonly Public.RulePage[] }>;

const pages: Pages = () => import('./rules.js');

/** The package around an engine that is loaded already (`load` absent) or still has to be. */
export function shoring(engine: Engine, load?: Loader['default']): Shoring {
  const guard = new Guard(engine, load === undefined);
  let loading: Promise<unknown> | undefined;

  async function init(source?: Public.EngineSource): Promise<void> {
    if (!load) return;
    loading ??= load(source === undefined ? undefined : { module_or_path: source });
    try {
      await loading;
      guard.ready();
    } catch (error) {
      // It may go better another time.
      loading = undefined;
      throw error;
    }
  }

  /** Refuses too many bytes before they are copied: what would not fit would end the engine. */
  function checkSize(files: readonly unknown[]): void {
    const total = files.reduce((sum: number, file) => sum + lengthOf(file), 0);
    guard.call(() => engine.checkSize(total));
  }

  /** Files as a list. */
  function list(files: Public.Files): unknown {
    const isObject = typeof files === 'object' && files !== null;
    const all = !isObject || Array.isArray(files) ? files : Object.entries(files).map(([path, text]) => ({ path, text }));
    if (!Array.isArray(all)) return all;
    checkSize(all);
    return all.map(encoded);
  }

  class Workspace {
    #engine: EngineWorkspace | undefined;
    readonly #seen = new Seen();

    constructor(options?: Public.Options) {
      const asked = plain(options);
      this.#engine = guard.call(() => new engine.Workspace(asked));
    }

    configure(options?: Public.Options): void {
      const asked = plain(options);
      this.#call((it) => it.configure(asked));
    }

    open(file: Public.InputFile): void {
      checkSize([file]);
      const given = encoded(file);
      this.#call((it) => it.open(given));
    }

    change(path: string, edits: readonly Public.TextEdit[]): void {
      this.#call((it) => it.change(String(path), edits));
    }

    close(path: string): void {
      this.#call((it) => it.close(String(path)));
    }

    text(path: string): string | undefined {
      return this.#call((it) => it.text(String(path)));
    }

    base(files: Public.Files): void {
      const all = list(files);
      this.#call((it) => it.base(all));
    }

    lint(): Public.Report {
      return this.#seen.report(this.#call((it) => it.lint()));
    }

    diff(): Public.Report {
      return this.#call((it) => it.diff());
    }

    free(): void {
      const open = this.#engine;
      this.#engine = undefined;
      if (open) guard.call(() => open.free());
    }

    #call<T>(make: (engine: EngineWorkspace) => T): T {
      const open = this.#engine;
      if (!open) throw new ShoringError('not-open', 'this workspace was freed');
      return guard.call(() => make(open));
    }
  }

  return {
    init,
    lint(files, options) {
      const [asked, all] = [plain(options), list(files)];
      return guard.call(() => engine.lint(all, asked));
    },
    diff(base, head, options) {
      const [asked, before, after] = [plain(options), list(base), list(head)];
      return guard.call(() => engine.diff(before, after, asked));
    },
    rules: () => guard.call(() => engine.rules()),
    async explain(name) {
      const rule = guard.call(() => engine.rule(String(name)));
      const all = (await pages()).default;
      return { ...rule, page: all.find((it) => it.name === rule.name)?.page ?? '' };
    },
    Workspace,
    ShoringError,
  };
}

const encoder = new TextEncoder();

/** A file with its text as bytes: the glue would copy a string letter by letter. */
function encoded(file: unknown): unknown {
  if (typeof file !== 'object' || file === null || !('text' in file) || typeof file.text !== 'string') return file;
  // What is more than a plain object is read as it is.
  return Object.getPrototypeOf(file) === Object.prototype ? { ...file, text: encoder.encode(file.text) } : file;
}

/** The length of a file's text; 0 of what has none, which is refused later. */
function lengthOf(file: unknown): number {
  if (typeof file !== 'object' || file === null || !('text' in file)) return 0;
  const { text } = file;
  return typeof text === 'string' || text instanceof Uint8Array ? text.length : 0;
}

/** Options, once it is known that they end: one that holds itself would end the engine. */
function plain(options: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) {
    throw new ShoringError('invalid-options', `options nest at most ${MAX_DEPTH} deep`);
  }
  if (typeof options === 'object' && options !== null) {
    for (const value of Object.values(options)) plain(value, depth + 1);
  }
  return options;
}
