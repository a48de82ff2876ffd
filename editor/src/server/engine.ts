/**
 * The language server in a thread of its own. The first message brings the engine's module, which the extension has read;
 * it is answered when the server listens. Everything after that is JSON-RPC.
 */

import { init, serve } from 'shoring/language-server';

/** The first message. */
export interface Begin {
  module: Uint8Array<ArrayBuffer>;
}

/** Its answer: nothing, or why there is no server. */
export interface Begun {
  failed?: string;
}

export type Port = Parameters<typeof serve>[0];

export async function begin(port: Port, { module }: Begin): Promise<void> {
  try {
    await init(module);
  } catch (error) {
    port.postMessage({ failed: error instanceof Error ? error.message : String(error) } satisfies Begun);
    return;
  }
  serve(port);
  port.postMessage({} satisfies Begun);
}
