/** The worker in workerd, and around it what tests look into it by. */

import { start } from '../../worker/local.mjs';

/** Keeps the engine's newest instance at hand, and lets it panic where a request asks for it. */
const AROUND = {
  'watched.mjs': `
    import { engine } from './engines.mjs';
    import Worker from './entry.mjs';
    export default class extends Worker {
      async fetch(request) {
        if (request.headers.get('x-test') === 'memory') {
          return Response.json(engine.current.exports.memory.buffer.byteLength);
        }
        if (request.headers.get('x-test') === 'panic') engine.current.exports.panicOnNextCall();
        return super.fetch(request);
      }
    }`,
  'engines.mjs': `
    export const engine = {};
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class extends Instance {
      constructor(...given) {
        super(...given);
        engine.current = this;
      }
    };`,
};

/** Starts it without a limit that tests would meet, unless they ask for one. */
export async function serve({ limit = { limit: 1_000_000, period: 60 }, ...options } = {}) {
  const server = await start({ around: AROUND, limit, ...options });
  const ask = (path, options) => fetch(new URL(path, server.url), { redirect: 'manual', ...options });
  const post = (path, body, headers = {}, more = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      ...more,
    });
  const memory = async () => (await ask('/healthz', { headers: { 'x-test': 'memory' } })).json();
  return { ...server, ask, post, memory };
}
