/** Settings, other extensions, and the server itself. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, until } from './vscode.mjs';

const SCHEMA = '/project/schema.prisma';
const RULE = 'missing-foreign-key-index';
const ONE = `datasource db {
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

test('the target can be chosen, and inferred again', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: ONE } });
  await code.ask('open', SCHEMA);
  await code.statusSays(/planetscale/);
  await code.status().click();
  await code.page.locator('.quick-input-list').getByText('Choose the Target').click();
  await code.page.locator('.quick-input-list').getByText('mariadb', { exact: true }).click();
  await code.statusSays(/mariadb/);
  assert.equal(await code.ask('setting', 'shoring.target'), 'mariadb');
  await until(async () => /mariadb-[\d.]+ \(asked for\)/.test(await code.tooltip()), 'the tooltip does not say what set it');
  await code.command('shoring.chooseTarget');
  await code.page.locator('.quick-input-list').getByText('Infer it').click();
  await code.statusSays(/planetscale/);
});

test('a target that nobody knows is told', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: ONE } });
  await code.ask('open', SCHEMA);
  await code.ask('set', 'shoring.target', 'oracle-23');
  await until(async () => /oracle-23/.test(await code.tooltip()), 'the tooltip does not say it');
  await code.shows(SCHEMA, RULE);
});

test('a configuration of another name, where it is named', async (t) => {
  const config = '/project/config/lint.toml';
  const code = await open(t, { files: { [SCHEMA]: ONE, [config]: `[rules]\n${RULE} = "off"\n` } });
  await code.ask('open', SCHEMA);
  await code.shows(SCHEMA, RULE);
  await code.ask('set', 'shoring.config', 'config/lint.toml');
  await code.shows(SCHEMA);
  await code.ask('write', config, '');
  await code.shows(SCHEMA, RULE);
});

test('on saving only, where that is asked for', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: ONE }, settings: { 'files.autoSave': 'off' } });
  await code.ask('set', 'shoring.run', 'onSave');
  await code.ask('open', SCHEMA);
  await code.shows(SCHEMA, RULE);
  // All has been handed over: what comes later is a reason to look again, too.
  await until(async () => /git extension is not here/.test(await code.tooltip()), 'the tooltip does not say it');
  await code.ask('replace', SCHEMA, 'references: [id])\n', 'references: [id])\n\n  @@index([sellerId])\n');
  // What would be shown while typing is shown within this time; that it is not cannot be waited for.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await code.shows(SCHEMA, RULE);
  await code.ask('save', SCHEMA);
  await code.shows(SCHEMA);
});

test('types of the database are shown behind fields, where that is asked for', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: ONE } });
  await code.ask('open', SCHEMA);
  await code.shows(SCHEMA, RULE);
  assert.deepEqual(await code.ask('inlayHints', SCHEMA), []);
  await code.ask('set', 'shoring.inlayHints.databaseTypes', true);
  await until(
    async () => (await code.ask('inlayHints', SCHEMA)).some(({ line, label }) => line === 13 && /int/i.test(label)),
    'no hints',
  );
});

test('what Prisma reports in the same case is told once', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: ONE }, with: ['prisma'] });
  await code.ask('open', SCHEMA);
  await code.statusSays(/planetscale/);
  assert.equal(await code.ask('active', 'Prisma.prisma'), true);
  await code.shows(SCHEMA);
  await code.ask('set', 'shoring.alsoReportedByPrisma', 'show');
  await code.shows(SCHEMA, RULE);
  await code.ask('set', 'shoring.alsoReportedByPrisma', 'hide');
  await code.shows(SCHEMA);
});

test('the server begins anew, and knows everything again', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: ONE } });
  await code.ask('open', SCHEMA);
  await code.shows(SCHEMA, RULE);
  await code.ask('run', 'shoring.restart');
  await code.shows(SCHEMA, RULE);
  await code.statusSays(/planetscale/);
  await code.ask('replace', SCHEMA, 'references: [id])\n', 'references: [id])\n\n  @@index([sellerId])\n');
  await code.shows(SCHEMA);
});

test('a server that dies is started anew, and not for ever', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: ONE }, extension: 'mortal' });
  await code.ask('open', SCHEMA);
  await code.shows(SCHEMA, RULE);
  await code.ask('replace', SCHEMA, 'Seller @', 'Seller /* BOOM */ @');
  await code.shows(SCHEMA);
  // It is told the same text again, and dies again.
  await code.isTold(/Shoring has stopped: the language server ended 4 times within three minutes/);
  await code.ask('replace', SCHEMA, '/* BOOM */ ', '');
  await code.page.locator('.notification-list-item').getByText('Restart', { exact: true }).click();
  await code.shows(SCHEMA, RULE);
  await code.statusSays(/planetscale/);
});

test('an engine that is broken is told, once', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: ONE }, extension: 'broken' });
  await code.ask('open', SCHEMA);
  await code.isTold(/Shoring has stopped: the engine did not start/);
  assert.equal((await code.notifications()).length, 1, JSON.stringify(await code.notifications()));
  await until(async () => /has stopped/.test(await code.tooltip()), 'the tooltip does not say it');
});

test('the walkthrough shows its pages', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: ONE } });
  await code.ask('open', SCHEMA);
  await code.command('workbench.action.openWalkthrough', 'shoring.shoring#start', false);
  await code.page.getByText('Start with Shoring').first().waitFor();
  await code.page.getByText('Open a schema').first().waitFor();
  await until(async () => /has no index on sellerId/.test(await code.preview()), 'the first step has no page');
});
