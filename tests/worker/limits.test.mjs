/** Sizes, numbers, faults: what must hold when it gets tight. */

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { serve } from './server.mjs';
import { prismaSchema, tables } from './schemas.mjs';

const LIMIT = 1 << 20;

let server;
before(async () => (server = await serve()));
after(() => server.stop());

/** A text of exactly so many bytes. */
const ofLength = (bytes) => `-- ${'x'.repeat(bytes - 4)}\n`;

describe('the size of a body', () => {
  test('one of exactly the limit is read, one byte more is not', async () => {
    const post = (bytes) => server.post('/v1/lint?language=sql', ofLength(bytes));
    assert.equal((await post(LIMIT)).status, 200);
    const response = await post(LIMIT + 1);
    assert.equal(response.status, 413);
    const body = await response.json();
    assert.equal(body.code, 'too-large');
    assert.match(body.detail, /1048576/);
  });

  test('the same without a length, and the rest is not waited for', async () => {
    const { hostname, port } = server.url;
    const head =
      'POST /v1/lint?language=sql HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunk = (text) => `${text.length.toString(16)}\r\n${text}\r\n`;
    const status = (bytes, end) =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(port), hostname);
        socket.setTimeout(20_000, () => reject(new Error('it waits for the rest of the body')));
        socket.on('error', reject).on('data', (piece) => {
          socket.destroy();
          resolve(Number(String(piece).split(' ')[1]));
        });
        socket.write(head);
        const text = ofLength(bytes);
        for (let at = 0; at < text.length; at += 65_536) socket.write(chunk(text.slice(at, at + 65_536)));
        if (end) socket.write('0\r\n\r\n');
      });
    assert.equal(await status(LIMIT, true), 200);
    assert.equal(await status(LIMIT + 1, true), 413);
    // The body goes on and on, and never ends: it is refused as soon as it is too large.
    assert.equal(await status(LIMIT + 1, false), 413);
  });

  test('the limit is a variable', async () => {
    const small = await serve({ vars: { MAX_BODY_BYTES: '100' } });
    try {
      assert.equal((await small.post('/v1/lint?language=sql', ofLength(100))).status, 200);
      assert.equal((await small.post('/v1/lint?language=sql', ofLength(101))).status, 413);
    } finally {
      await small.stop();
    }
  });

  test('a schema of 1 MiB is linted and compared', async () => {
    const prisma = prismaSchema(2_720);
    assert.ok(prisma.length > LIMIT - 10_000 && prisma.length <= LIMIT, `${prisma.length}`);
    const linted = await server.post('/v1/lint?language=prisma', prisma);
    assert.equal(linted.status, 200);
    const { findings } = await linted.json();
    assert.equal(findings.filter((it) => it.rule === 'missing-foreign-key-index').length, Math.ceil(2_720 / 3));
    const sql = tables(0, 100_000, LIMIT - 300);
    assert.ok(sql.length > LIMIT - 700 && sql.length < LIMIT, `${sql.length}`);
    const response = await server.post('/v1/lint?language=sql&target=planetscale', sql);
    assert.equal(response.status, 200);
    const { files } = await response.json();
    assert.equal(files[0].understood, files[0].total);
    assert.ok(files[0].total > 2_000);
    const half = tables(0, 100_000, LIMIT / 2 - 40_000);
    const diff = await server.post('/v1/diff', {
      base: { 'a.sql': half },
      head: { 'a.sql': half.replace('`note` text', '`note` longtext') },
    });
    assert.equal(diff.status, 200);
    assert.equal((await diff.json()).changes.length, 1);
  });
});

test('1,000 requests, 50 at a time, are all answered rightly', async () => {
  // Each asks about a table of its own, in its own way; what is said of one must not be said of another.
  const ask = async (nth) => {
    const name = `t${nth}`;
    if (nth % 10 === 9) {
      const { status, statusText } = await server.post('/v1/lint', new TextEncoder().encode(`{${name}`));
      assert.equal(status, 400, statusText);
      return;
    }
    if (nth % 10 === 8) {
      const response = await server.ask('/v1/rules/missing-foreign-key-index');
      assert.equal((await response.json()).name, 'missing-foreign-key-index');
      return;
    }
    const sql = `CREATE TABLE ${name} (a int) ENGINE=InnoDB;`;
    const response = await server.post('/v1/lint?language=sql&target=planetscale', `${'\n'.repeat(nth)}${sql}`);
    assert.equal(response.status, 200);
    const { findings } = await response.json();
    assert.deepEqual(
      findings.map((it) => [it.subject.table, it.span.start.line]),
      [[name, nth + 1]],
      name,
    );
  };
  let next = 0;
  const worker = async () => {
    while (next < 1_000) await ask(next++);
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  assert.equal(next, 1_000);
});

test('10,000 tables in pieces take at most 100 MB of memory', async (t) => {
  let sent = 0;
  while (sent < 10_000) {
    const piece = tables(sent, sent + 1_000);
    const response = await server.post('/v1/lint?language=sql&target=planetscale', piece);
    assert.equal(response.status, 200);
    assert.equal((await response.json()).files[0].total, 1_000);
    sent += 1_000;
  }
  const bytes = await server.memory();
  t.diagnostic(`linear memory after ${sent} tables: ${(bytes / 1e6).toFixed(1)} MB`);
  assert.ok(bytes > 1e6 && bytes <= 100e6, `${bytes}`);
});

test('who asks too often is told when to come again', async () => {
  const strict = await serve({ limit: { limit: 3, period: 60 } });
  try {
    const statuses = [];
    for (let nth = 0; nth < 5; nth += 1) {
      const response = await strict.post('/v1/lint?language=sql', '');
      statuses.push(response.status);
      if (response.status === 429) {
        assert.equal(response.headers.get('retry-after'), '60');
        assert.equal((await response.json()).code, 'rate-limited');
      }
    }
    assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
    assert.equal((await strict.ask('/v1/rules')).status, 200, 'what is cached is not counted');
  } finally {
    await strict.stop();
  }
});

describe('a panic', () => {
  const SECRET = 'a_table_that_nobody_shall_read_of';
  const sql = `CREATE TABLE ${SECRET} (a int) ENGINE=InnoDB;`;
  const call = (headers) => server.post('/v1/lint?language=sql&target=planetscale', sql, headers);

  test('is a problem like others, and the next request is answered', async () => {
    for (let nth = 0; nth < 3; nth += 1) {
      const response = await call({ 'x-test': 'panic' });
      assert.equal(response.status, 500);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      const body = await response.json();
      assert.equal(body.code, 'internal-error');
      assert.ok(!JSON.stringify(body).includes(SECRET));
      const next = await call({});
      assert.equal(next.status, 200);
      assert.equal((await next.json()).findings.length, 1);
    }
  });

  test('amid others ends none of them without an answer', async () => {
    const responses = await Promise.all(Array.from({ length: 40 }, (_, nth) => call(nth === 20 ? { 'x-test': 'panic' } : {})));
    const statuses = responses.map((it) => it.status);
    assert.ok(
      statuses.every((it) => it === 200 || it === 500),
      String(statuses),
    );
    assert.ok(statuses.includes(200) && statuses.includes(500), String(statuses));
    assert.equal((await call({})).status, 200);
  });

  test('tells its place and nothing of what was sent', async () => {
    const told = server.told();
    assert.match(told, /panicked at worker\/src\/edge\.rs:\d+/);
    assert.ok(!told.includes(SECRET), told);
  });
});
