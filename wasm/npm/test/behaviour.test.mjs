/** What is refused and how, what places count, what a workspace keeps, and what happens after a fault of ours. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folder, load, node, ofPackage } from './project.mjs';

const shoring = await load();
const prisma = await load('prisma-node.js');
const { diff, explain, lint, rules, ShoringError, Workspace } = shoring;

const MEBIBYTE = 1 << 20;
const MODEL = 'model A {\n  id Int @id\n}\n';
const workspace = (options) => new Workspace(options);

/** A way to each code, with what the message must hold. */
const REFUSALS = {
  'invalid-argument': [() => lint(3), /^files: /],
  'invalid-options': [
    () => lint({}, { targets: 'mysql', positions: 'utf-17', rules: { 'duplicate-indx': 'off' } }),
    /targets.*duplicate-index|duplicate-index.*targets/s,
  ],
  'invalid-edit': [
    () => {
      const it = workspace();
      it.open({ path: 'a.prisma', text: '// 🥕\n' });
      it.change('a.prisma', [{ start: 4, end: 4, text: 'x' }]);
    },
    /^a\.prisma: /,
  ],
  'too-large': [
    () => lint([{ path: 'a.prisma', text: new Uint8Array(64 * MEBIBYTE + 1).fill(32) }]),
    /larger than 67108864 bytes/,
  ],
  'not-utf8': [() => lint({ 'a.sql': Uint8Array.of(0x2d, 0x2d, 0xff) }), /byte 2/],
  'unknown-language': [() => lint({ 'a.txt': '' }), /^a\.txt: /],
  'mixed-languages': [() => lint({ 'a.sql': '', 'a.prisma': '' }), /one language/],
  'dialects-differ': [
    () =>
      diff({ 'a.sql': 'CREATE TABLE t (id int PRIMARY KEY) ENGINE=InnoDB;' }, { 'b.sql': 'CREATE TABLE t (id BIGSERIAL);' }),
    /cannot be compared/,
  ],
  'unresolved-rename': [() => diff({}, {}, { renames: ['a.b=c'] }), /^rename a\.b=c: /],
  'duplicate-path': [
    () =>
      lint([
        { path: 'a.sql', text: '' },
        { path: 'a.sql', text: '' },
      ]),
    /^a\.sql: /,
  ],
  'not-open': [() => workspace().close('a.prisma'), /^a\.prisma: /],
  'unknown-rule': [() => explain('duplicate-indx'), /`duplicate-indx`/],
  'not-included': [() => prisma.lint({ 'a.sql': '' }), /Prisma/],
};

/** These need an instance of their own: below, and in `surroundings.test.mjs`. */
const ELSEWHERE = ['not-ready', 'panicked', 'ended'];

test('every code has its way there', async (t) => {
  const codes = /export type Code = ([^;]*);/.exec(ofPackage('dist/index.d.ts'))[1].match(/[\w-]+/g);
  assert.deepEqual([...Object.keys(REFUSALS), ...ELSEWHERE].toSorted(), codes.toSorted());
  for (const [code, [provoke, words]] of Object.entries(REFUSALS)) {
    await t.test(code, async () => {
      const refused = (error) => {
        assert.ok(error instanceof Error && /ShoringError/.test(error.stack), String(error));
        assert.equal(error.name, 'ShoringError');
        assert.equal(error.code, code);
        assert.match(error.message, words);
        return true;
      };
      await assert.rejects(async () => provoke(), refused);
      assert.equal(lint({ 'a.prisma': MODEL }).files.length, 1, 'the instance goes on');
    });
  }
});

test('the small entry compares nothing, and says so', () => {
  assert.throws(() => prisma.diff({}, {}), { code: 'not-included' });
  const it = new prisma.Workspace();
  assert.throws(() => it.base({}), { code: 'not-included' });
  assert.throws(() => it.diff(), { code: 'not-included' });
});

test('too many bytes or files together are refused before they are copied, with the limit', () => {
  const text = new Uint8Array(100 * MEBIBYTE).fill(32);
  const many = Array.from({ length: 200 }, (_, nth) => ({ path: `${nth}.sql`, text }));
  const refused = { code: 'too-large', message: /268435456 bytes/ };
  assert.throws(() => lint(many), refused);
  assert.throws(() => diff([], many), refused);
  assert.throws(() => workspace().base(many), refused);
  const open = workspace();
  open.open({ path: '0.sql', text });
  open.open({ path: '1.sql', text });
  assert.throws(() => open.open({ path: '2.sql', text }), refused);
  const files = Array.from({ length: 20_001 }, (_, nth) => ({ path: `${nth}.sql`, text: '' }));
  assert.throws(() => lint(files), { code: 'too-large', message: /20000 files/ });
});

test('values of other shapes are refused, whatever they are', () => {
  const circle = {};
  circle.rules = circle;
  const wrong = [
    null,
    undefined,
    3,
    'text',
    true,
    [3],
    [[]],
    [{}],
    [{ path: 3, text: '' }],
    { a: 3 },
    [{ path: 'a.sql', text: '', role: 'other' }],
    Symbol('a'),
    () => {},
  ];
  for (const files of wrong) assert.throws(() => lint(files), { code: 'invalid-argument' }, String(files));
  for (const options of [3, 'mysql', [3], circle, { rules: 3 }, { target: {} }, { today: 'soon' }, { renames: 'a=b' }]) {
    assert.throws(() => lint({}, options), { code: /invalid-(options|argument)/ });
  }
  for (const edits of [3, [3], [{ start: -1, end: 0, text: '' }], [{ start: 0.5, end: 1, text: '' }], [{ start: 0, end: 1 }]]) {
    const it = workspace();
    it.open({ path: 'a.prisma', text: MODEL });
    assert.throws(() => it.change('a.prisma', edits), { code: 'invalid-argument' });
    assert.equal(it.text('a.prisma'), MODEL, 'nothing changed');
  }
  assert.throws(
    () =>
      lint({
        get 'a.sql'() {
          throw new RangeError('mine');
        },
      }),
    RangeError,
  );
});

/** A finding behind characters of one, two, three and four bytes. */
const WIDE = `datasource db {
  provider     = "mysql"
  relationMode = "prisma"
}
// é 한 🥕
model Post { // 🥕
  id Int @id
  authorId Int // 🥕🥕
  /* é한🥕 */ author User @relation(fields: [authorId], references: [id])
}
model User {
  id Int @id
  posts Post[]
}
`;

/** The same, without the comment in the field: it is not edited. */
const MENDABLE = WIDE.replace('/* é한🥕 */ ', '');

test('places count what was asked for', () => {
  const where = (positions) => {
    const [finding] = lint({ 'a.prisma': WIDE }, { positions }).findings;
    const [mendable] = lint({ 'a.prisma': MENDABLE }, { positions }).findings;
    return [finding.span.start, finding.span.end, mendable.fixes[0].edits[0].start];
  };
  const bytes = new TextEncoder().encode(WIDE);
  const line = WIDE.split('\n')[8];
  const [start, end, edit] = where('utf-16');
  assert.equal(WIDE.slice(start.offset, end.offset), 'author');
  assert.equal(line.slice(start.column - 1, end.column - 1), 'author');
  const [bStart, bEnd, bEdit] = where('utf-8');
  const text = (from, to, of = bytes) => new TextDecoder().decode(of.slice(from, to));
  assert.equal(text(bStart.offset, bEnd.offset), 'author');
  assert.equal(text(0, bEdit, new TextEncoder().encode(MENDABLE)), MENDABLE.slice(0, edit));
  assert.equal(new TextDecoder().decode(new TextEncoder().encode(line).slice(bStart.column - 1, bEnd.column - 1)), 'author');
  const [cStart, cEnd] = where('characters');
  assert.deepEqual([cStart.offset, cEnd.offset], [bStart.offset, bEnd.offset]);
  assert.equal([...line].slice(cStart.column - 1, cEnd.column - 1).join(''), 'author');
  assert.deepEqual(where(undefined), [start, end, edit], 'UTF-16 is usual');
});

test('changes, labels and skipped text count the same way', () => {
  const before = '-- 🥕\nCREATE TABLE `한` (id int PRIMARY KEY, `t🥕` varchar(191));';
  const after = '-- 🥕🥕\nCREATE TABLE `한` (id int PRIMARY KEY, `t🥕` varchar(50));';
  const report = diff({ 'a.sql': before }, { 'b.sql': after }, { target: 'mysql' });
  const [change] = report.changes;
  assert.match(before.slice(change.base.span.start.offset, change.base.span.end.offset), /^`t🥕`/);
  assert.match(after.slice(change.head.span.start.offset, change.head.span.end.offset), /^`t🥕`/);
  const unknown = `${before} FLY /* 🥕 */ AWAY; -- 🥕`;
  const [{ span }] = lint({ 'a.sql': unknown }).files[0].skipped;
  assert.equal(unknown.slice(span.start.offset, span.end.offset), 'FLY /* 🥕 */ AWAY');
});

/** Numbers that look random and are the same each time. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('a workspace says after any edits what a fresh look says', () => {
  const random = numbers(7);
  const pieces = [
    'model B {\n  id Int @id\n}\n',
    '🥕',
    '}',
    '{',
    '\r\n',
    '@@index([authorId])\n',
    'x',
    '',
    '/*',
    '*/',
    '"',
    '// shoring-ignore missing-primary-key: a\n',
  ];
  for (const positions of ['utf-16', 'utf-8']) {
    const it = workspace({ positions });
    const size = (text) => (positions === 'utf-16' ? text.length : Buffer.byteLength(text));
    let text = WIDE;
    it.open({ path: 'a.prisma', text });
    for (let round = 0; round < 150; round += 1) {
      const characters = [...text];
      const at = random(characters.length + 1);
      const until = Math.min(characters.length, at + random(4));
      const put = pieces[random(pieces.length)];
      const start = size(characters.slice(0, at).join(''));
      const end = size(characters.slice(0, until).join(''));
      it.change('a.prisma', [{ start, end, text: put }]);
      text = characters.slice(0, at).join('') + put + characters.slice(until).join('');
      assert.equal(it.text('a.prisma'), text);
      assert.deepEqual(it.lint(), lint({ 'a.prisma': text }, { positions }), `round ${round}`);
    }
    it.free();
    assert.throws(() => it.lint(), { code: 'not-open' });
  }
});

test('a workspace forgets what was closed and replaces what was opened again', () => {
  const it = workspace({ target: 'planetscale' });
  it.open({ path: 'a.sql', text: 'CREATE TABLE a (id int);' });
  it.open({ path: 'b.sql', text: 'CREATE TABLE b (id int);' });
  assert.equal(it.lint().findings.length, 2);
  it.close('b.sql');
  assert.equal(it.lint().findings.length, 1);
  it.open({ path: 'a.sql', text: 'CREATE TABLE a (id int PRIMARY KEY);' });
  assert.equal(it.lint().findings.length, 0);
  assert.equal(it.text('b.sql'), undefined);
  it.base({ 'a.sql': 'CREATE TABLE a (id int PRIMARY KEY, b int);' });
  assert.deepEqual(
    it.diff().findings.map((finding) => finding.rule),
    ['drop-column'],
  );
  assert.equal(it.diff().changes[0].base.file, 'base:a.sql');
  it.configure({ target: 'planetscale', rules: { 'drop-column': 'off' } });
  assert.deepEqual(it.diff().findings, []);
  assert.throws(() => it.configure({ target: 'x' }), { code: 'invalid-options' });
  assert.deepEqual(it.diff().findings, [], 'the options of before hold');
});

test('what the project has around a schema tells the database, until it is closed', () => {
  const it = workspace();
  it.open({ path: 'schema.prisma', text: 'datasource db {\n  provider = "mysql"\n}\n' });
  it.open({ path: 'package.json', text: '{ "dependencies": { "@planetscale/database": "1" } }' });
  assert.equal(it.lint().target.name, 'planetscale');
  it.open({ path: 'package.json', text: '{}' });
  assert.match(it.lint().target.name, /^mysql/);
  it.open({ path: '.pscale.yml', text: 'org: a\ndatabase: b\n' });
  assert.equal(it.lint().target.name, 'planetscale');
  it.close('.pscale.yml');
  assert.match(it.lint().target.name, /^mysql/);
});

test('rules and their pages', async () => {
  const all = rules();
  assert.deepEqual(
    JSON.parse(ofPackage('dist/rules.json')).map((it) => it.name),
    all.map((it) => it.name),
  );
  for (const rule of all) assert.match((await explain(rule.name)).page, /^## What it does/);
});

test('a fault of ours is told once, and then nothing is answered any more', () => {
  // `lint` of the shipped module, led to the panic that it holds on purpose.
  const program = `
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class {
      constructor(module, imports) {
        const real = new Instance(module, imports);
        this.exports = { ...real.exports, lint: () => real.exports.panicOnPurpose() };
      }
    };
    const { lint, rules, Workspace } = await import('shoring');
    const workspace = new Workspace();
    const told = (call) => { try { call(); return 'nothing'; } catch (error) { return [error.name, error.code, error.message]; } };
    console.log(JSON.stringify([rules().length > 0, told(() => lint({})), told(() => rules()), told(() => workspace.lint()), told(() => workspace.free())]));
  `;
  const [before, first, ...later] = JSON.parse(node(folder('panic', { 'main.mjs': program }), 'main.mjs'));
  assert.equal(before, true);
  assert.deepEqual(first.slice(0, 2), ['ShoringError', 'panicked']);
  assert.match(first[2], /on purpose/);
  assert.match(first[2], /panic\.rs/);
  for (const answer of later) assert.deepEqual(answer.slice(0, 2), ['ShoringError', 'ended']);
});
