/** The page's side of the engine: one question at a time, asked again when something changed meanwhile. */

import type { Options, Report, TextEdit } from 'shoring';
import { takeWorker } from './start';
import type { Answer, DocName, Language, Mode, Request, Trouble } from './protocol';

/** The longest that a question waits for the typing to pause, in milliseconds. */
const LONGEST_PAUSE = 400;

/** What is asked. */
export interface Question {
  mode: Mode;
  options: Options;
}

export interface Listener {
  /** What the texts, as they are now, mean. */
  report(mode: Mode, report: Report, milliseconds: number): void;
  trouble(mode: Mode, trouble: Trouble): void;
  /** What the engine has to know to begin anew: all texts. */
  texts(): Iterable<{ doc: DocName; language: Language; text: string }>;
  question(): Question;
}

export class Engine {
  #worker: Worker | undefined;
  #id = 0;
  /** The question that was asked last and has no answer yet. */
  #asked: { id: number; mode: Mode; isStale: boolean } | undefined;
  #settling: { id: number; done: (rounds: TextEdit[][]) => void } | undefined;
  #timer = 0;
  /** What the last answer took: a large schema is looked at when the typing pauses. */
  #pause = 0;
  readonly #listener: Listener;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#begin();
  }

  open(doc: DocName, language: Language, text: string): void {
    this.#say({ kind: 'open', doc, language, text });
    this.look();
  }

  change(doc: DocName, edits: TextEdit[]): void {
    // A new worker is given the texts as they are now, this change in them.
    if (this.#worker) this.#say({ kind: 'change', doc, edits });
    else this.#begin();
    this.look();
  }

  /** Asks what the texts mean, soon. */
  look(): void {
    if (this.#asked) {
      this.#asked.isStale = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), this.#pause);
  }

  /** The edits of all safe fixes of the schema, in rounds. */
  settle(): Promise<TextEdit[][]> {
    const id = ++this.#id;
    const { options } = this.#listener.question();
    this.#say({ kind: 'settle', id, options });
    return new Promise((done) => (this.#settling = { id, done }));
  }

  #ask(): void {
    const { mode, options } = this.#listener.question();
    const id = ++this.#id;
    this.#asked = { id, mode, isStale: false };
    this.#say({ kind: 'look', id, mode, options });
  }

  #begin(): void {
    const worker = takeWorker();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.#take(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#end({
        code: 'not-loaded',
        message: event.message || 'the engine could not be loaded',
        help: 'load the page again',
      });
    });
    for (const { doc, language, text } of this.#listener.texts()) this.#say({ kind: 'open', doc, language, text });
  }

  #say(request: Request): void {
    if (!this.#worker) this.#begin();
    this.#worker?.postMessage(request);
  }

  #take(answer: Answer): void {
    if (answer.kind === 'ended') {
      this.#end(answer.trouble);
      return;
    }
    if (answer.kind === 'settled') {
      if (this.#settling?.id === answer.id) this.#settling.done(answer.rounds);
      return;
    }
    const asked = this.#asked;
    if (asked?.id !== answer.id) return;
    this.#asked = undefined;
    if (answer.kind === 'report') this.#pause = Math.min(LONGEST_PAUSE, answer.milliseconds);
    // An answer about texts that are no more is not shown: its places would be wrong.
    if (asked.isStale) this.look();
    else if (answer.kind === 'report') this.#listener.report(asked.mode, answer.report, answer.milliseconds);
    else this.#listener.trouble(asked.mode, answer.trouble);
  }

  /** The engine's memory may be broken: what is asked next is asked of a new one. */
  #end(trouble: Trouble): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const mode = this.#asked?.mode ?? this.#listener.question().mode;
    this.#asked = undefined;
    this.#settling?.done([]);
    this.#settling = undefined;
    this.#listener.trouble(mode, trouble);
  }
}
