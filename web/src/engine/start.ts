/** The first worker is made before the page itself is loaded: its module is compiled meanwhile. */

function newWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}

let first: Worker | undefined = newWorker();
// Nobody listens yet: then another one is made, which tells.
first.addEventListener('error', () => (first = undefined));

/** The worker that was made ahead, once; then new ones. */
export function takeWorker(): Worker {
  const worker = first ?? newWorker();
  first = undefined;
  return worker;
}
