/** The server's thread in Node: a worker of the extension host. */

import { parentPort } from 'node:worker_threads';
import { begin, type Begin, type Port } from './engine';

const parent = parentPort;
if (parent === null) throw new Error('this is started as a worker');
const port: Port = { postMessage: (message) => parent.postMessage(message), onmessage: null };
let first = true;
parent.on('message', (data: unknown) => {
  if (first) {
    first = false;
    void begin(port, data as Begin);
  } else {
    port.onmessage?.({ data: data as never });
  }
});
