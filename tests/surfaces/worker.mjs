// Answers questions through the worker: run by Node in the folder of the worker, once it is built.
// Reads [{ base, head, options }, …] from standard input and prints [[is a report, text], …].
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const { start } = await import(pathToFileURL(`${process.cwd()}/local.mjs`).href);
const server = await start({ limit: { limit: 1_000_000, period: 60 } });

async function answer({ base, head, options }) {
  const response = await fetch(new URL(base ? '/v1/diff' : '/v1/lint', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(base ? { base, head, options } : { files: head, options }),
  });
  const told = await response.json();
  if (response.ok) return [true, `${JSON.stringify(told, null, 2)}\n`];
  return [false, `error: ${told.detail}\n${told.help ? `  help: ${told.help}\n` : ''}`];
}

const answers = [];
for (const question of JSON.parse(await text(process.stdin))) answers.push(await answer(question));
await server.stop();
console.log(JSON.stringify(answers));
