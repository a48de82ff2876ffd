// Reads [{ name, provider, files: [[path, text], …] }, …] from standard input and prints, for each, the SQL with which Prisma's own engine
// makes the database of a schema from nothing, or why it does not. It can do so for PostgreSQL and SQLite.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { bindMigrationAwareSqlAdapterFactory } = require('@prisma/driver-adapter-utils');
const folder = new URL('node_modules/@prisma/schema-engine-wasm/', import.meta.url);
let glue;
const compiled = new WebAssembly.Module(fs.readFileSync(new URL('schema_engine_bg.wasm', folder)));

// After a fault, its glue holds what is no more: each instance has its own.
let instances = 0;
async function begin() {
  glue = await import(new URL(`schema_engine_bg.js?${instances++}`, folder).href);
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    message: '',
    set_message(message) {
      this.message = message;
    },
  };
  const instance = new WebAssembly.Instance(compiled, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

// Nothing is asked of a database: the engine only wants to know one that could be.
function database(provider) {
  const nothing = async () => ({ columnNames: [], columnTypes: [], rows: [] });
  const about = { provider: provider === 'sqlite' ? 'sqlite' : 'postgres', adapterName: 'none' };
  const connection = {
    ...about,
    queryRaw: nothing,
    executeRaw: async () => 0,
    executeScript: async () => {},
    dispose: async () => {},
    startTransaction: nothing,
    getConnectionInfo: () => ({ supportsRelationJoins: false }),
  };
  const connect = async () => connection;
  return bindMigrationAwareSqlAdapterFactory({ ...about, connect, connectToShadowDb: connect });
}

// Refused in a schema since Prisma 7, and needed before: blanked.
const withoutAddresses = (text) =>
  text.replace(/^([ \t]*)(url|directUrl|shadowDatabaseUrl)([ \t]*=[^\r\n]*)/gm, (line) => ' '.repeat(line.length));

// A fault of the engine's ends the call that it happens in without an answer.
let ended;
process.on('uncaughtException', (error) => ended(error));

let input = '';
for await (const chunk of process.stdin) input += chunk;
await begin();
const answers = [];
for (const { name, provider, files } of JSON.parse(input)) {
  const texts = files.map(([path, text]) => [path, withoutAddresses(text)]);
  const fault = new Promise((_, reject) => (ended = reject));
  const unlessFault = (answer) => Promise.race([answer, fault]);
  try {
    const engine = await unlessFault(glue.SchemaEngine.new({ datamodels: texts }, () => {}, database(provider)));
    const to = { tag: 'schemaDatamodel', files: texts.map(([path, content]) => ({ path, content })) };
    const asked = {
      from: { tag: 'empty' },
      to,
      script: true,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    };
    answers.push({ name, sql: (await unlessFault(engine.diff(asked))).stdout, error: '' });
    engine.free();
  } catch (error) {
    answers.push({ name, sql: '', error: `${error?.message ?? error} ${globalThis.PRISMA_WASM_PANIC_REGISTRY.message}` });
    await begin();
  }
}
console.log(JSON.stringify(answers));
