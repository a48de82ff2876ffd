/** The server's thread in a browser: a web worker. */

import { begin, type Begin, type Port } from './engine';

const port: Port = { postMessage: (message) => postMessage(message), onmessage: null };
let first = true;
addEventListener('message', (event: MessageEvent) => {
  if (first) {
    first = false;
    void begin(port, event.data as Begin);
  } else {
    port.onmessage?.({ data: event.data as never });
  }
});
