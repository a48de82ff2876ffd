/** What the entry `shoring/language-server` offers, as its users see it. */

/**
 * Loads the engine. Needed in browsers, once, before a server is made; elsewhere the engine is loaded already and this does
 * nothing. Without an argument it takes the module that lies beside the script; else an address, a response, bytes, or a
 * compiled `WebAssembly.Module`.
 */
export declare function init(source?: unknown): Promise<void>;

/** A message of JSON-RPC: a request, a response or a notification. */
export type Message = object;

/** A language server. Files are handed over to it (`shoring/files`): it reads none itself. */
export declare class LanguageServer {
  /** `today` as `2027-03-01`, for suppressions with an end; the clock's day where it is not said. */
  constructor(options?: { today?: string });
  /** Takes messages, in order; answers those to be sent to the client. */
  receive(messages: readonly Message[]): Message[];
  /** To be called when nothing has come for `quietMilliseconds`: answers what is due, diagnostics first of all. */
  settle(): Message[];
  /** Whether something is due at the next pause. */
  readonly isDue: boolean;
  /** The client has said that it is gone. */
  readonly hasEnded: boolean;
  /** How long a pause is. */
  readonly quietMilliseconds: number;
}

/** What messages travel over: a worker's `self`, a `MessagePort`. */
export interface Port {
  postMessage(message: Message): void;
  onmessage: ((event: { data: never }) => unknown) | null;
}

/**
 * Serves a client: what comes in one turn is taken at once, what is due is told after a pause. A fault of ours is thrown where
 * nobody catches it, so that whoever started the worker sees it fail.
 */
export declare function serve(port: Port, options?: { today?: string }): void;
