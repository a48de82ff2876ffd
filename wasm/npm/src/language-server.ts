/** The language server around its engine: the same for every surrounding. */

import type { Loader } from './engine.js';
import { Guard } from './guard.js';
import type * as Public from './language-server-public.js';

/** What the module exports. */
export interface Engine {
  LanguageServer: new (today?: string) => {
    receive(messages: string): string;
    settle(): string;
    isDue(): boolean;
    hasEnded(): boolean;
  };
  quietMilliseconds(): number;
  panicWords(): string;
}

/** The entry around an engine that is loaded already (`load` absent) or still has to be. */
export function languageServer(engine: Engine, load?: Loader['default']): typeof Public {
  const guard = new Guard(engine, load === undefined);
  let loading: Promise<unknown> | undefined;

  async function init(source?: unknown): Promise<void> {
    if (!load) return;
    loading ??= load(source === undefined ? undefined : { module_or_path: source as BufferSource });
    try {
      await loading;
      guard.ready();
    } catch (error) {
      // It may go better another time.
      loading = undefined;
      throw error;
    }
  }

  class LanguageServer {
    readonly #server: InstanceType<Engine['LanguageServer']>;

    constructor({ today = new Date().toISOString().slice(0, 10) }: { today?: string } = {}) {
      this.#server = guard.call(() => new engine.LanguageServer(today));
    }

    receive(messages: readonly Public.Message[]): Public.Message[] {
      const text = JSON.stringify(messages);
      return JSON.parse(guard.call(() => this.#server.receive(text)));
    }

    settle(): Public.Message[] {
      return JSON.parse(guard.call(() => this.#server.settle()));
    }

    get isDue(): boolean {
      return guard.call(() => this.#server.isDue());
    }

    get hasEnded(): boolean {
      return guard.call(() => this.#server.hasEnded());
    }

    get quietMilliseconds(): number {
      return guard.call(() => engine.quietMilliseconds());
    }
  }

  function serve(port: Public.Port, options?: { today?: string }): void {
    const server = new LanguageServer(options);
    let come: Public.Message[] = [];
    let turn: ReturnType<typeof setTimeout> | undefined;
    let pause: ReturnType<typeof setTimeout> | undefined;
    const send = (messages: Public.Message[]): void => messages.forEach((message) => port.postMessage(message));
    const wait = (): void => {
      clearTimeout(pause);
      if (server.isDue) {
        pause = setTimeout(() => {
          send(server.settle());
          wait();
        }, server.quietMilliseconds);
      }
    };
    port.onmessage = ({ data }: { data: Public.Message }) => {
      come.push(data);
      turn ??= setTimeout(() => {
        turn = undefined;
        const messages = come;
        come = [];
        send(server.receive(messages));
        wait();
      });
    };
  }

  return { init, LanguageServer, serve };
}
