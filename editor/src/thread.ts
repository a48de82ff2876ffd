/** What a thread that runs the server must be able to do, in a browser and in Node. */

import type { Disposable } from 'vscode';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type BaseLanguageClient,
  type DataCallback,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  type LanguageClientOptions,
  type Message,
  type MessageReader,
  type MessageTransports,
  type MessageWriter,
} from 'vscode-languageclient';
import type { Begun } from './server/engine';

/** A thread, of whatever kind. */
export interface Thread {
  post(message: unknown, transfer?: ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Its end that nobody asked for, with the reason. */
  onDeath(listener: (reason: string) => void): void;
  end(): void;
}

/** What differs between the extension in a browser and in Node. */
export interface Surroundings {
  /** The program of the server's thread, below the extension's folder. */
  server: string;
  /** Starts it. */
  start(program: string): Thread;
  createClient(transports: () => Promise<MessageTransports>, options: LanguageClientOptions): BaseLanguageClient;
}

export type Feature = Parameters<BaseLanguageClient['registerFeature']>[0];

/**
 * Features of the client that are left out. Commands: ours are there before a server is, and say more where there is nothing to show; the client would
 * make those of the server besides, and two of one name cannot be. Asking for diagnostics: what is found changes also by what the client does not see as
 * a change (files and the base that are handed over), and the server knows best when it is quiet enough to tell.
 */
const LEFT_OUT: readonly string[] = [ExecuteCommandRequest.method, DocumentDiagnosticRequest.method];

export function isLeftOut(feature: Feature): boolean {
  return 'registrationType' in feature && LEFT_OUT.includes(feature.registrationType.method);
}

/** Gives the engine to a thread, and connects with it when it listens. */
export async function connect(thread: Thread, module: Uint8Array<ArrayBuffer>): Promise<MessageTransports> {
  const reader = new Reader();
  const writer = new Writer(thread);
  let settle: (begun: Begun) => void;
  const begun = new Promise<Begun>((resolve) => {
    settle = resolve;
  });
  let isBegun = false;
  thread.onMessage((message) => {
    if (isBegun) return reader.take(message as Message);
    isBegun = true;
    settle(message as Begun);
  });
  thread.onDeath((reason) => {
    settle({ failed: reason });
    reader.end(reason);
  });
  thread.post({ module }, [module.buffer]);
  const { failed } = await begun;
  if (failed !== undefined) throw new Error(`the engine did not start: ${failed}`);
  return { reader, writer };
}

/** What comes is kept until somebody listens. */
class Reader extends AbstractMessageReader implements MessageReader {
  #callback: DataCallback | undefined;
  #early: Message[] = [];

  take(message: Message): void {
    if (this.#callback) this.#callback(message);
    else this.#early.push(message);
  }

  end(reason: string): void {
    this.fireError(new Error(reason));
    this.fireClose();
  }

  override listen(callback: DataCallback): Disposable {
    this.#callback = callback;
    for (const message of this.#early.splice(0)) callback(message);
    return { dispose: () => (this.#callback = undefined) };
  }
}

class Writer extends AbstractMessageWriter implements MessageWriter {
  readonly #thread: Thread;

  constructor(thread: Thread) {
    super();
    this.#thread = thread;
  }

  async write(message: Message): Promise<void> {
    this.#thread.post(message);
  }

  end(): void {}
}
