/** A schema in the editor: what is shown of it, and what mends it. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesOf } from './host/serve.mjs';
import { open, until } from './vscode.mjs';

const MARKET = filesOf(join(import.meta.dirname, '../../examples/carrot-market'), '/project');
const SCHEMA = '/project/prisma/schema.prisma';
const SELLER = 'seller      Seller';

test('findings are underlined, listed, and lead to the pages of their rules', async (t) => {
  const code = await open(t, { files: MARKET });
  await code.ask('open', SCHEMA);
  await until(async () => (await code.findings(SCHEMA)).length > 0, 'nothing is found');
  await code.page.locator('.squiggly-error').first().waitFor();
  const [finding] = (await code.findings(SCHEMA)).filter(({ line }) => line === 16);
  assert.equal(finding?.rule, 'missing-foreign-key-index');
  assert.equal(finding.severity, 'error');
  assert.equal(finding.source, 'shoring');
  assert.match(finding.message, /Product\.seller has no index on sellerId/);
  assert.match(finding.page ?? '', /missing-foreign-key-index/);
  await code.page.keyboard.press('Control+Shift+M');
  await code.page.getByText('Product.seller has no index on sellerId').first().waitFor();
  await code.statusSays(/planetscale/);
});

test('the hover shows what is found, and what the database has there', async (t) => {
  const code = await open(t, { files: MARKET });
  await code.ask('open', SCHEMA);
  await until(async () => (await code.findings(SCHEMA)).length > 0, 'nothing is found');
  await code.ask('select', SCHEMA, SELLER);
  await code.page.keyboard.press('Control+K');
  await code.page.keyboard.press('Control+I');
  const hover = code.page.locator('.monaco-hover:not(.hidden)').first();
  await hover.waitFor();
  await until(async () => /no index on sellerId/.test(await hover.innerText()), 'the hover does not tell the finding');
  assert.match((await code.ask('hover', SCHEMA, 'sellerId ')).join('\n'), /sellerId/);
});

test('the light bulb mends: the text changes, the finding goes', async (t) => {
  const code = await open(t, { files: MARKET });
  await code.ask('open', SCHEMA);
  await until(async () => (await code.findings(SCHEMA)).some(({ line }) => line === 16), 'nothing is found');
  await code.ask('select', SCHEMA, SELLER);
  await code.page.keyboard.press('Control+.');
  const menu = code.page.locator('.action-widget');
  await menu.getByText(/@@index\(\[sellerId\]\)/).waitFor();
  const offered = await menu.innerText();
  assert.match(offered, /Ignore missing-foreign-key-index here/);
  assert.match(offered, /Explain missing-foreign-key-index/);
  // The one that is preferred comes first.
  await code.page.keyboard.press('Enter');
  await until(async () => /@@index\(\[sellerId\]\)/.test(await code.ask('text', SCHEMA)), 'the text has not changed');
  await until(
    async () => !(await code.findings(SCHEMA)).some(({ message }) => /no index on sellerId/.test(message)),
    'the finding is still there',
  );
});

test('a finding is silenced where it stands', async (t) => {
  const code = await open(t, { files: MARKET });
  await code.ask('open', SCHEMA);
  await until(async () => (await code.findings(SCHEMA)).some(({ line }) => line === 16), 'nothing is found');
  await code.ask('act', SCHEMA, SELLER, 'Ignore missing-foreign-key-index here');
  assert.match(await code.ask('text', SCHEMA), /\/\/ shoring-ignore missing-foreign-key-index.*\n {2}seller {6}Seller/);
  await until(
    async () => !(await code.findings(SCHEMA)).some(({ message }) => /no index on sellerId/.test(message)),
    'the finding is still there',
  );
});

test('all that is safe to mend is mended at once, also on saving', async (t) => {
  const code = await open(t, {
    files: MARKET,
    settings: { 'editor.codeActionsOnSave': { 'source.fixAll.shoring': 'explicit' } },
  });
  await code.ask('open', SCHEMA);
  await until(async () => (await code.findings(SCHEMA)).length > 0, 'nothing is found');
  const before = (await code.findings(SCHEMA)).length;
  // A document without changes is not saved.
  await code.ask('replace', SCHEMA, SELLER, `${SELLER} `);
  await code.ask('select', SCHEMA, SELLER);
  await code.page.keyboard.press('Control+S');
  await until(async () => /@@index\(\[sellerId\]\)/.test(await code.ask('disk', SCHEMA)), 'nothing was mended');
  await until(async () => (await code.findings(SCHEMA)).length < before, 'the findings are still there');
});

test('the page of a rule opens from a finding', async (t) => {
  const code = await open(t, { files: MARKET });
  await code.ask('open', SCHEMA);
  await until(async () => (await code.findings(SCHEMA)).some(({ line }) => line === 16), 'nothing is found');
  await code.ask('act', SCHEMA, SELLER, 'Explain missing-foreign-key-index');
  assert.match(await code.preview(), /missing-foreign-key-index[\s\S]*Why is this bad/i);
});

test('the page of a rule can be chosen among those that found something', async (t) => {
  const code = await open(t, { files: MARKET });
  await code.ask('open', SCHEMA);
  await until(async () => (await code.findings(SCHEMA)).some(({ line }) => line === 16), 'nothing is found');
  await code.ask('select', SCHEMA, SELLER);
  await code.command('shoring.explain');
  const rows = code.page.locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  assert.match(await rows.first().innerText(), /^missing-foreign-key-index/);
  await code.page.keyboard.press('Enter');
  assert.match(await code.preview(), /missing-foreign-key-index/);
});

test('one can go to what a name stands for, and see what there is', async (t) => {
  const code = await open(t, { files: MARKET });
  await code.ask('open', SCHEMA);
  await code.statusSays(/planetscale/);
  const text = await code.ask('text', SCHEMA);
  const line = text.split('\n').findIndex((/** @type {string} */ it) => it.startsWith('model Seller')) + 1;
  assert.deepEqual(await code.ask('definition', SCHEMA, 'Seller        @relation'), [`${SCHEMA}:${line}`]);
  const symbols = await code.ask('symbols', SCHEMA);
  const product = symbols.find(({ name }) => name === 'Product');
  assert.ok(product?.children.includes('sellerId'), JSON.stringify(symbols));
});

test('other scripts, line ends of Windows and emoji do not move what is underlined', async (t) => {
  const korean = [
    'datasource db {',
    '  provider     = "mysql"',
    '  relationMode = "prisma"',
    '}',
    '',
    'model Seller {',
    '  id    Int    @id',
    '  items Item[]',
    '}',
    '',
    'model Item {',
    '  id       Int    @id',
    '  /// 판매자 🥕',
    '  sellerId Int /* 당근 🥕 */',
    '  /* 판매자 🥕 */ seller Seller @relation(fields: [sellerId], references: [id])',
    '}',
    '',
  ].join('\r\n');
  const code = await open(t, { files: { '/project/schema.prisma': korean } });
  await code.ask('open', '/project/schema.prisma');
  const [finding] = await code.shows('/project/schema.prisma', 'missing-foreign-key-index');
  assert.equal(finding?.line, 15);
  const line = korean.split('\r\n')[14] ?? '';
  assert.equal(line.slice(finding.column - 1).startsWith('seller Seller'), true, `column ${finding.column}`);
  await code.ask('act', '/project/schema.prisma', 'seller Seller', 'Ignore missing-foreign-key-index here');
  await code.shows('/project/schema.prisma');
  assert.equal(
    (await code.ask('text', '/project/schema.prisma')).replace(/\r\n/g, '').includes('\n'),
    false,
    'line ends are mixed',
  );
});

test('DDL for MySQL is looked at as well', async (t) => {
  const sql =
    'CREATE TABLE a (\n  id INT NOT NULL,\n  b INT NOT NULL,\n  PRIMARY KEY (id),\n  KEY one (b),\n  KEY two (b)\n) ENGINE=InnoDB;\n';
  const code = await open(t, { files: { '/project/schema.sql': sql } });
  await code.ask('open', '/project/schema.sql');
  await code.shows('/project/schema.sql', 'duplicate-index');
  await code.ask('replace', '/project/schema.sql', ',\n  KEY two (b)', '');
  await code.shows('/project/schema.sql');
});

const COLOURED = `datasource db {
  provider = "mysql" // "here"
}

/* model
   Not { } */
model 상품 {
  id   Int     @id @default(dbgenerated("uuid(\\"//\\")"))
  kind 종류?   @map("k") @db.VarChar(20)
  @@index([kind], map: "one")
}

enum 종류 {
  A
}
`;

test("schemas have colours where Prisma's extension is not installed, and only there", async (t) => {
  const path = '/project/schema.prisma';
  const code = await open(t, { files: { [path]: COLOURED } });
  await code.ask('open', path);
  await until(async () => (await code.ask('colours', path)).length > 0, 'no colours');
  assert.deepEqual(await code.ask('colours', path), [
    ...['keyword datasource', 'type db', 'property provider', 'string "mysql"', 'comment // "here"'],
    ...['comment /* model', 'comment    Not { } */', 'keyword model', 'type 상품'],
    ...['property id', 'type Int', 'decorator @id', 'decorator @default', 'function dbgenerated', 'string "uuid(\\"//\\")"'],
    ...['property kind', 'type 종류', 'decorator @map', 'string "k"', 'decorator @db.VarChar', 'number 20'],
    ...['decorator @@index', 'parameter map', 'string "one"', 'keyword enum', 'type 종류', 'enumMember A'],
  ]);
});

test("schemas have the colours of Prisma's extension where that is installed", async (t) => {
  const path = '/project/schema.prisma';
  const code = await open(t, { files: { [path]: COLOURED }, with: ['prisma'] });
  await code.ask('open', path);
  await code.statusSays(/mysql/);
  assert.deepEqual(await code.ask('colours', path), []);
});
