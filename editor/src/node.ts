/** The extension on a desktop, and on the machine that a desktop is connected to. */

import { Worker } from 'node:worker_threads';
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { begin } from './extension';
import { type Feature, isLeftOut, type Thread } from './thread';

export { deactivate } from './extension';

export function activate(context: ExtensionContext): void {
  begin(context, {
    server: 'dist/server-node.js',
    start: (program) => thread(new Worker(Uri.parse(program).fsPath)),
    createClient: (transports, options) => new Client('shoring', 'Shoring', transports, options),
  });
}

class Client extends LanguageClient {
  override registerFeature(feature: Feature): void {
    if (!isLeftOut(feature)) super.registerFeature(feature);
  }
}

function thread(worker: Worker): Thread {
  let isWanted = true;
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.on('message', listener),
    onDeath(listener) {
      let reason = 'the thread ended';
      worker.on('error', (error) => (reason = error.message));
      worker.on('exit', () => isWanted && listener(reason));
    },
    end() {
      isWanted = false;
      void worker.terminate();
    },
  };
}
