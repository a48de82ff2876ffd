/**
 * What a request costs: `node measure.mjs`. Processor time of the whole workerd, so of HTTP too; nothing is judged, for
 * machines are shared. Printed as a table.
 */

import { readFileSync, readdirSync } from 'node:fs';
import { serve } from './server.mjs';
import { prismaSchema, tables } from './schemas.mjs';

const ROUNDS = 5;
const REQUESTS = 40;

/** Milliseconds of processor time that the children of this process have used, all threads. */
function used() {
  let nanoseconds = 0;
  for (const id of readdirSync('/proc').filter((it) => /^\d+$/.test(it))) {
    try {
      const parent = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1].split(' ')[1];
      if (Number(parent) !== process.pid) continue;
      for (const thread of readdirSync(`/proc/${id}/task`)) {
        nanoseconds += Number(readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
      }
    } catch (error) {
      // It has ended.
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    }
  }
  return nanoseconds / 1e6;
}

async function measured(ask, times) {
  const before = used();
  for (let nth = 0; nth < times; nth += 1) {
    const response = await ask();
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
  return (used() - before) / times;
}

const prisma = prismaSchema(100);
const samples = [
  ['nothing: GET /healthz', (server) => server.ask('/healthz')],
  ['a Prisma schema of 100 models, linted', (server) => server.post('/v1/lint?language=prisma', prisma)],
  ['the same in JSON', (server) => server.post('/v1/lint', { files: { 'schema.prisma': prisma } })],
  [
    'the same compared with an edited one',
    (server) =>
      server.post('/v1/diff', {
        base: { 'schema.prisma': prisma },
        head: { 'schema.prisma': prisma.replace('title     String ', 'headline  String ') },
      }),
  ],
  ['a MySQL dump of 1 MiB, linted', (server) => server.post('/v1/lint?language=sql', tables(0, 100_000, (1 << 20) - 300))],
];

console.log('| what | KB | cold ms | warm ms |\n|---|--:|--:|--:|');
for (const [what, ask] of samples) {
  const server = await serve();
  try {
    const cold = await measured(() => ask(server), 1);
    await measured(() => ask(server), REQUESTS);
    // The round with the least was disturbed least.
    let warm = Infinity;
    for (let round = 0; round < ROUNDS; round += 1) warm = Math.min(warm, await measured(() => ask(server), REQUESTS));
    const size = what.includes('1 MiB') ? 1_048 : what.startsWith('nothing') ? 0 : prisma.length / 1e3;
    console.log(`| ${what} | ${size.toFixed(0)} | ${cold.toFixed(1)} | ${warm.toFixed(2)} |`);
  } finally {
    await server.stop();
  }
}
