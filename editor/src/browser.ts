/** The extension in a browser. */

import type { ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { begin } from './extension';
import { type Feature, isLeftOut, type Thread } from './thread';

export { deactivate } from './extension';

export function activate(context: ExtensionContext): void {
  begin(context, {
    server: 'dist/server-browser.js',
    start: (program) => thread(new Worker(program)),
    createClient: (transports, options) => new Client('shoring', 'Shoring', transports, options),
  });
}

class Client extends LanguageClient {
  override registerFeature(feature: Feature): void {
    if (!isLeftOut(feature)) super.registerFeature(feature);
  }
}

function thread(worker: Worker): Thread {
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.addEventListener('message', ({ data }: MessageEvent) => listener(data)),
    onDeath(listener) {
      worker.addEventListener('error', ({ message }) => {
        worker.terminate();
        listener(message ?? 'the worker failed');
      });
    },
    end: () => worker.terminate(),
  };
}
