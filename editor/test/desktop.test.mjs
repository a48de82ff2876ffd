/**
 * The server's thread as the extension starts it on a desktop: in Node, spoken to as the client does. VS Code's desktop program itself
 * is not opened here.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

const EXTENSION = process.env.SHORING_EXTENSION ?? '';
const FOLDER = 'file:///home/somebody/project';
const SCHEMA = `${FOLDER}/prisma/schema.prisma`;
const TEXT = `datasource db {
  provider     = "mysql"
  relationMode = "prisma"
}

model Seller {
  id    Int    @id
  items Item[]
}

model Item {
  id       Int    @id
  sellerId Int
  seller   Seller @relation(fields: [sellerId], references: [id])
}
`;

/** @typedef {{ id?: number, method?: string, params?: any, result?: any, error?: any }} Message */

/**
 * Starts the thread, and hands over the engine.
 *
 * @param {import('node:test').TestContext} test
 * @param {Uint8Array} module
 */
async function start(test, module) {
  const worker = new Worker(join(EXTENSION, 'dist/server-node.js'));
  test.after(() => worker.terminate());
  /** @type {Message[]} */
  const come = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  worker.on('message', (message) => {
    come.push(message);
    for (const wake of waiting.splice(0)) wake();
  });
  /** Waits for the first message that fits, and takes it. */
  async function take(/** @type {(message: Message) => boolean} */ fits) {
    for (;;) {
      const at = come.findIndex(fits);
      if (at >= 0) return /** @type {Message} */ (come.splice(at, 1)[0]);
      await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    }
  }
  worker.postMessage({ module });
  const begun = /** @type {{ failed?: string }} */ (await take(() => true));
  let last = 0;
  return {
    begun,
    take,
    tell: (/** @type {string} */ method, /** @type {object} */ params) =>
      worker.postMessage({ jsonrpc: '2.0', method, params }),
    async ask(/** @type {string} */ method, /** @type {object} */ params) {
      last += 1;
      const id = last;
      worker.postMessage({ jsonrpc: '2.0', id, method, params });
      const { result, error } = await take((message) => message.id === id && message.method === undefined);
      assert.equal(error, undefined, JSON.stringify(error));
      return result;
    },
  };
}

test('the server listens, finds, mends and ends', async (t) => {
  const server = await start(t, readFileSync(join(EXTENSION, 'dist/language-server.wasm')));
  assert.deepEqual(server.begun, {});
  const initialized = await server.ask('initialize', {
    processId: null,
    rootUri: FOLDER,
    workspaceFolders: [{ uri: FOLDER, name: 'project' }],
    capabilities: {
      textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } } },
    },
    initializationOptions: {
      files: 'client',
      pages: 'client',
      run: 'onType',
      prismaIsActive: false,
      alsoReportedByPrisma: 'hide',
    },
  });
  assert.ok(initialized.capabilities.codeActionProvider, JSON.stringify(initialized));
  server.tell('initialized', {});
  server.tell('textDocument/didOpen', { textDocument: { uri: SCHEMA, languageId: 'prisma', version: 1, text: TEXT } });
  server.tell('shoring/files', { files: [{ uri: SCHEMA, text: TEXT }], complete: true });
  const published = await server.take(
    ({ method, params }) => method === 'textDocument/publishDiagnostics' && params.diagnostics.length > 0,
  );
  const [finding] = published.params.diagnostics;
  assert.equal(finding.code, 'missing-foreign-key-index');
  const actions = await server.ask('textDocument/codeAction', {
    textDocument: { uri: SCHEMA },
    range: finding.range,
    context: { diagnostics: [finding] },
  });
  const fix = actions.find((/** @type {any} */ it) => it.isPreferred);
  assert.ok(fix?.edit, JSON.stringify(actions));
  const status = await server.take(({ method, params }) => method === 'shoring/status' && params.summary.errors === 1);
  assert.equal(status.params.target.name, 'planetscale');
  assert.equal(await server.ask('shutdown', {}), null);
  server.tell('exit', {});
});

test('a module that is broken is refused with its reason', async (t) => {
  const server = await start(t, new Uint8Array([0, 1, 2, 3]));
  assert.match(server.begun.failed ?? '', /wasm|WebAssembly|magic/i);
});
