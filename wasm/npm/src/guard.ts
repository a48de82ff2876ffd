import type { Engine } from './engine.js';
import { isRefusal, ShoringError } from './error.js';

/**
 * Calls an engine until it ends. What the engine refuses becomes an error of its own. Anything else that it throws is a fault
 * of ours (a panic, a stack that overflowed): its memory may be broken, so that is told once, and no call is made any more.
 */
export class Guard {
  #ended: ShoringError | undefined;
  #isReady: boolean;
  readonly #engine: Pick<Engine, 'panicWords'>;

  constructor(engine: Pick<Engine, 'panicWords'>, isReady: boolean) {
    this.#engine = engine;
    this.#isReady = isReady;
  }

  ready(): void {
    this.#isReady = true;
  }

  call<T>(make: () => T): T {
    if (!this.#isReady) {
      throw new ShoringError('not-ready', 'the engine is not loaded yet', 'await init() first');
    }
    if (this.#ended) {
      const message = `this instance was ended by a fault before: ${this.#ended.message}`;
      throw new ShoringError('ended', message, 'load the package anew: a new process, worker or page');
    }
    try {
      return make();
    } catch (thrown) {
      if (isRefusal(thrown)) throw new ShoringError(thrown.code, thrown.message, thrown.help);
      this.#ended = new ShoringError('panicked', this.#words(thrown), 'please report it, with the input if you can');
      this.#ended.cause = thrown;
      throw this.#ended;
    }
  }

  #words(thrown: unknown): string {
    let words = '';
    try {
      words = this.#engine.panicWords();
    } catch {
      // Not even that can be called: what was thrown has to do.
    }
    return words || (thrown instanceof Error ? thrown.message : String(thrown));
  }
}
