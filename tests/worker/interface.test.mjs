/** Every route, every method and every error, in workerd over HTTP. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { serve } from './server.mjs';

const here = import.meta.dirname;
const read = (path) => readFileSync(`${here}/../../${path}`, 'utf8');

/** A relation without an index. */
const SCHEMA = `datasource db {
  provider     = "mysql"
  relationMode = "prisma"
}

model User {
  id    Int    @id
  posts Post[]
}

model Post {
  id       Int  @id
  authorId Int
  author   User @relation(fields: [authorId], references: [id])
}
`;

let server;
before(async () => (server = await serve()));
after(() => server.stop());

/** Holds a response to what every problem has. */
async function problem(response, status, code) {
  assert.equal(response.status, status);
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const body = await response.json();
  assert.equal(body.status, status);
  assert.equal(body.code, code);
  assert.ok(body.type.endsWith(`#${code}`) && body.title && body.detail, JSON.stringify(body));
  assert.ok(!/\.rs\b|\.js\b|wasm/.test(JSON.stringify(body)), 'it tells of our insides');
  return body;
}

describe('POST /v1/lint', () => {
  test('files and options in JSON give the report', async () => {
    const response = await server.post('/v1/lint', {
      files: [{ path: 'schema.prisma', text: SCHEMA }],
      options: { target: 'planetscale', rules: { 'missing-foreign-key-index': 'warning' } },
    });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('etag'), null);
    const report = await response.json();
    assert.deepEqual(
      report.findings.map((it) => [it.rule, it.severity, it.span.start.line]),
      [['missing-foreign-key-index', 'warning', 14]],
    );
  });

  test('texts by path are files too', async () => {
    const report = await (await server.post('/v1/lint', { files: { 'schema.prisma': SCHEMA } })).json();
    assert.equal(report.findings.length, 1);
  });

  test('a schema is the whole body', async () => {
    const response = await server.post('/v1/lint?language=prisma&target=planetscale&path=db/a.prisma', SCHEMA);
    assert.equal(response.status, 200);
    const report = await response.json();
    assert.equal(report.findings[0].file, 'db/a.prisma');
    assert.equal(report.target.name, 'planetscale');
  });

  test('places count what is asked for', async () => {
    const text = 'CREATE TABLE `가😀` (a int) ENGINE=InnoDB; CREATE TABLE b (a int) ENGINE=InnoDB;';
    const column = async (positions) => {
      const response = await server.post(`/v1/lint?language=sql&target=planetscale${positions}`, text);
      const { findings } = await response.json();
      return findings.filter((it) => it.rule === 'missing-primary-key' || it.rule === 'no-usable-unique-key')[1].span.start
        .column;
    };
    const [characters, utf8, utf16] = await Promise.all(['', '&positions=utf-8', '&positions=utf-16'].map(column));
    assert.equal(utf8 - characters, 5);
    assert.equal(utf16 - characters, 1);
  });

  test('Accept chooses how it is written', async () => {
    const as = (accept) => server.post('/v1/lint?language=prisma', SCHEMA, { accept });
    const markdown = await as('text/markdown');
    assert.equal(markdown.headers.get('content-type'), 'text/markdown; charset=utf-8');
    assert.match(await markdown.text(), /^### Shoring: 1 error/);
    const text = await as('text/markdown;q=0.5, text/plain');
    assert.equal(text.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.match(await text.text(), /^schema\.prisma:14:3: error\[missing-foreign-key-index\] /);
    assert.equal((await as('*/*')).headers.get('content-type'), 'application/json');
    const body = await problem(await as('text/html, application/json;q=0'), 406, 'not-acceptable');
    assert.match(body.help, /application\/json, text\/markdown, text\/plain/);
  });

  test('an empty schema has no findings', async () => {
    const report = await (await server.post('/v1/lint?language=sql', '')).json();
    assert.deepEqual(report.findings, []);
  });

  test('what is no JSON is told with its place', async () => {
    const body = await problem(
      await server.post('/v1/lint', new TextEncoder().encode('{\n  "files": [,]\n}')),
      400,
      'malformed-json',
    );
    assert.deepEqual(body.at, { line: 2, column: 13 });
    await problem(await server.post('/v1/lint', new Uint8Array()), 400, 'malformed-json');
    await problem(await server.post('/v1/lint', Uint8Array.of(0x7b, 0xff)), 400, 'malformed-json');
    const deep = new TextEncoder().encode(`{"files":${'['.repeat(100_000)}`);
    assert.equal((await server.post('/v1/lint', deep)).status, 400);
  });

  test('what is no text is told with its place', async () => {
    const bytes = Uint8Array.of(0x6d, 0xe9, 0x20);
    const response = await server.post('/v1/lint?language=prisma', bytes, { 'content-type': 'text/plain' });
    const body = await problem(response, 400, 'not-utf8');
    assert.match(body.detail, /byte 1\b|byte 2\b/);
  });

  test('what is well-formed and means nothing is refused', async () => {
    const file = { path: 'a.prisma', text: SCHEMA };
    for (const [body, code] of [
      [{}, 'invalid-argument'],
      [[], 'invalid-argument'],
      [{ files: 3 }, 'invalid-argument'],
      [{ files: [{ path: 'a.sql' }] }, 'invalid-argument'],
      [{ files: [{ ...file, text: [1, 2] }] }, 'invalid-argument'],
      [{ files: [{ ...file, role: 'boss' }] }, 'invalid-argument'],
      [{ files: [file], option: {} }, 'invalid-argument'],
      [{ files: [file, file] }, 'duplicate-path'],
      [{ files: [{ path: 'a.txt', text: '' }] }, 'unknown-language'],
      [{ files: [file, { path: 'b.sql', text: '' }] }, 'mixed-languages'],
      [{ files: [file], options: { target: 'oracle' } }, 'invalid-options'],
      [{ files: [file], options: { rules: { 'missing-foreign-key-inde': 'off' } } }, 'invalid-options'],
      [{ files: [file], options: { positions: 'bytes' } }, 'invalid-options'],
      [{ files: [file], options: { target: null } }, 'invalid-options'],
    ]) {
      await problem(await server.post('/v1/lint', body), 422, code);
    }
    for (const query of [
      '',
      '?language=yaml',
      '?language=sql&language=sql',
      '?language=sql&tarket=mysql',
      '?language=sql&target=oracle',
    ]) {
      const response = await server.post(`/v1/lint${query}`, SCHEMA);
      assert.equal(response.status, 422, query);
    }
    await problem(await server.post('/v1/lint?language=sql', { files: [file] }), 422, 'invalid-argument');
  });

  test('bodies of other kinds are refused', async () => {
    for (const headers of [
      { 'content-type': 'application/xml' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'text/plain; charset=latin1' },
      { 'content-type': 'nonsense' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    ]) {
      const response = await server.post('/v1/lint?language=sql', SCHEMA, headers);
      assert.equal(response.headers.get('accept-post'), 'application/json, text/plain');
      await problem(response, 415, 'unsupported-media-type');
    }
    const without = await server.ask('/v1/lint', { method: 'POST', body: new Blob(['{}']) });
    await problem(without, 415, 'unsupported-media-type');
    const json = await server.post('/v1/lint', { files: [] }, { 'content-type': 'Application/JSON; charset="UTF-8"' });
    assert.equal(json.status, 200);
  });
});

describe('POST /v1/diff', () => {
  const base = { 'schema.prisma': read('examples/branches/prisma/main.prisma') };
  const head = { 'schema.prisma': read('examples/branches/prisma/dev.prisma') };

  test('two states give changes, hazards and SQL', async () => {
    const report = await (await server.post('/v1/diff', { base, head })).json();
    assert.ok(report.changes.length === 4 && report.statements.length > 0 && report.renames.length === 1);
    assert.ok(report.changes.some((it) => it.base?.file === 'base:schema.prisma'));
  });

  test('a rename that is meant so is one', async () => {
    const options = { renames: ['Product.title=headline'] };
    const report = await (await server.post('/v1/diff', { base, head, options })).json();
    assert.ok(report.renames[0].declared);
    const wrong = await server.post('/v1/diff', { base, head, options: { renames: ['Product.titel=headline'] } });
    await problem(wrong, 422, 'unresolved-rename');
  });

  test('Accept chooses how it is written', async () => {
    const as = async (accept) => (await server.post('/v1/diff', { base, head }, { accept })).text();
    assert.match(await as('text/markdown'), /All changes/);
    assert.match(await as('text/plain'), /probable-column-rename/);
  });

  test('two databases that speak otherwise cannot be compared', async () => {
    const sql = (text) => ({ 'a.sql': text });
    const body = { base: sql('CREATE TABLE t (id int) ENGINE=InnoDB;'), head: sql('CREATE TABLE t (id BIGSERIAL);') };
    await problem(await server.post('/v1/diff', body), 422, 'dialects-differ');
  });

  test('a text alone is no two states', async () => {
    await problem(await server.post('/v1/diff?language=sql', 'x'), 415, 'unsupported-media-type');
    await problem(await server.post('/v1/diff', { head }), 422, 'invalid-argument');
  });
});

describe('GET', () => {
  const paths = ['/v1/rules', '/v1/rules/missing-foreign-key-index', '/openapi.json', '/healthz'];

  test('rules are listed and told', async () => {
    const rules = await (await server.ask('/v1/rules')).json();
    assert.ok(rules.length > 30);
    for (const { name } of rules) {
      const response = await server.ask(`/v1/rules/${name}`);
      const page = await response.json();
      assert.ok(page.name === name && page.page.includes('## '), name);
    }
    const as = async (path, accept) => (await server.ask(path, { headers: { accept } })).text();
    assert.match(await as('/v1/rules', 'text/plain'), /^[a-z-]+ +(error|warning|info) /);
    assert.match(await as('/v1/rules', 'text/markdown'), /^\| rule \| finds /);
    assert.match(await as('/v1/rules/missing-foreign-key-index', 'text/markdown'), /^# missing-foreign-key-index\n/);
  });

  test('a rule that is not there is told with the one that is meant', async () => {
    const body = await problem(await server.ask('/v1/rules/missing-foreign-key-inde'), 404, 'unknown-rule');
    assert.match(JSON.stringify(body), /missing-foreign-key-index/);
    for (const name of ['%00', '%ff', '..%2f..', 'é', '\'"<script>']) {
      await problem(await server.ask(`/v1/rules/${name}`), 404, 'unknown-rule');
    }
  });

  test('the document of the interface names every route', async () => {
    const document = await (await server.ask('/openapi.json')).json();
    assert.equal(document.openapi, '3.1.0');
    assert.deepEqual(Object.keys(document.paths).sort(), [
      '/healthz',
      '/openapi.json',
      '/v1/diff',
      '/v1/lint',
      '/v1/rules',
      '/v1/rules/{name}',
    ]);
  });

  test('a client that has it gets it not again', async () => {
    for (const path of paths) {
      const first = await server.ask(path);
      const tag = first.headers.get('etag');
      assert.match(tag, /^"[0-9a-f-]+"$/);
      assert.ok(first.headers.get('cache-control') && first.headers.get('vary') === 'accept');
      assert.equal((await server.ask(path)).headers.get('etag'), tag);
      for (const has of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const again = await server.ask(path, { headers: { 'if-none-match': has } });
        assert.equal(again.status, 304, `${path} ${has}`);
        assert.equal(await again.text(), '');
        assert.equal(again.headers.get('etag'), tag);
        assert.equal(again.headers.get('access-control-allow-origin'), '*');
      }
      assert.equal((await server.ask(path, { headers: { 'if-none-match': '"other"' } })).status, 200);
    }
    const text = await server.ask('/v1/rules', { headers: { accept: 'text/plain' } });
    assert.notEqual(text.headers.get('etag'), (await server.ask('/v1/rules')).headers.get('etag'));
  });

  test('HEAD says what GET would', async () => {
    for (const path of paths) {
      const [head, get] = await Promise.all([server.ask(path, { method: 'HEAD' }), server.ask(path)]);
      assert.equal(head.status, 200);
      const body = await get.arrayBuffer();
      assert.equal((await head.arrayBuffer()).byteLength, 0);
      for (const name of ['content-type', 'etag', 'cache-control', 'vary']) {
        assert.equal(head.headers.get(name), get.headers.get(name), `${path} ${name}`);
      }
      assert.equal(head.headers.get('content-length'), String(body.byteLength), path);
    }
    assert.equal((await server.ask('/nowhere', { method: 'HEAD' })).status, 404);
  });

  test('formats that are not there are refused', async () => {
    for (const path of paths) {
      await problem(await server.ask(path, { headers: { accept: 'image/png' } }), 406, 'not-acceptable');
    }
    await problem(await server.ask('/openapi.json', { headers: { accept: 'text/plain' } }), 406, 'not-acceptable');
  });
});

describe('all routes', () => {
  const routes = {
    '/v1/lint': 'POST, OPTIONS',
    '/v1/diff': 'POST, OPTIONS',
    '/v1/rules': 'GET, HEAD, OPTIONS',
    '/v1/rules/missing-primary-key': 'GET, HEAD, OPTIONS',
    '/openapi.json': 'GET, HEAD, OPTIONS',
    '/healthz': 'GET, HEAD, OPTIONS',
  };

  test('other methods are told which there are', async () => {
    for (const [path, allow] of Object.entries(routes)) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY']) {
        if (allow.includes(method)) continue;
        const response = await server.ask(path, { method });
        assert.equal(response.headers.get('allow'), allow, `${method} ${path}`);
        await problem(response, 405, 'method-not-allowed');
      }
    }
    assert.equal((await server.ask('/v1/lint', { method: 'HEAD' })).status, 405);
  });

  test('any page of the web may ask', async () => {
    for (const [path, allow] of Object.entries(routes)) {
      const response = await server.ask(path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://example.org',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
      assert.equal(response.status, 204);
      assert.equal(await response.text(), '');
      assert.equal(response.headers.get('allow'), allow);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.equal(response.headers.get('access-control-allow-methods'), allow);
      assert.match(response.headers.get('access-control-allow-headers'), /content-type/);
    }
  });

  test('what is nowhere is not found', async () => {
    for (const path of ['/v1', '/v1/', '/v1/lint/', '/V1/lint', '/v2/lint', '/v1/rules/', '/v1/rules/a/b', '/nowhere']) {
      await problem(await server.ask(path), 404, 'not-found');
      await problem(await server.post(path, SCHEMA), 404, 'not-found');
    }
  });

  test('a request in pieces that never says its length is read', async () => {
    const { hostname, port } = server.url;
    const pieces = SCHEMA.match(/[^]{1,40}/g);
    const answer = await new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let told = '';
      socket.on('error', reject).on('data', (piece) => {
        told += piece;
        // The connection stays open: the report ends with its summary.
        if (/"summary":\{[^}]*\}\}/.test(told)) resolve(told) ?? socket.destroy();
      });
      socket.write(
        'POST /v1/lint?language=prisma HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n',
      );
      for (const piece of pieces) socket.write(`${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`);
      socket.write('0\r\n\r\n');
    });
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, /missing-foreign-key-index/);
  });
});

test('the playground is served from the same worker, and hides nothing of the interface', async () => {
  const page = mkdtempSync(join(tmpdir(), 'shoring-page-'));
  mkdirSync(join(page, 'v1'));
  writeFileSync(join(page, 'index.html'), '<title>Shoring</title>');
  writeFileSync(join(page, 'v1/rules'), 'not these');
  writeFileSync(join(page, 'healthz'), 'not this');
  const served = await serve({ page });
  try {
    const index = await served.ask('/');
    assert.equal(index.status, 200);
    assert.match(index.headers.get('content-type'), /^text\/html/);
    assert.match(await index.text(), /<title>Shoring/);
    const has = await served.ask('/', { headers: { 'if-none-match': index.headers.get('etag') } });
    assert.equal(has.status, 304);
    assert.equal((await (await served.ask('/healthz')).json()).status, 'ok');
    assert.ok((await (await served.ask('/v1/rules')).json()).length > 30);
    await problem(await served.ask('/assets/gone.js'), 404, 'not-found');
  } finally {
    await served.stop();
    rmSync(page, { recursive: true });
  }
});
