/**
 * The worker. A panic in Rust ends the wasm instance without an answer: what worker-build writes makes a new one for the next
 * request, and what is here answers the requests that the old one took with it.
 */

import { WorkerEntrypoint } from 'cloudflare:workers';
import Engine from './build/index.js';

/** As `Problem::internal` of `src/problem.rs` says it; a test compares the two. */
const PROBLEM = {
  type: 'https://github.com/shoring/shoring/blob/main/docs/http.md#internal-error',
  title: 'Internal Server Error',
  status: 500,
  code: 'internal-error',
  detail: 'a fault of ours ended this request; the next one is answered again',
};

/** What ends each request that waits for the engine. */
const waiting = new Set();

// A fault in the middle of an asynchronous call reaches nobody who waits for it.
addEventListener('error', (event) => {
  for (const end of waiting) end(event.error);
  event.preventDefault();
});

export default class extends WorkerEntrypoint {
  async fetch(request) {
    let end;
    const ended = new Promise((_, reject) => waiting.add((end = reject)));
    try {
      return await Promise.race([new Engine(this.ctx, this.env).fetch(request), ended]);
    } catch (error) {
      // Also of faults that worker-build does not know: an instance that threw is not used again.
      if (globalThis.__worker_init_state) globalThis.__worker_init_state.criticalError = true;
      // Of the error its kind alone: its words may hold what was sent.
      console.error(`the engine ended: ${error?.name ?? 'unknown'}`);
      return Response.json(PROBLEM, {
        status: PROBLEM.status,
        headers: {
          'content-type': 'application/problem+json',
          'access-control-allow-origin': '*',
          'cache-control': 'no-store',
        },
      });
    } finally {
      waiting.delete(end);
    }
  }
}
