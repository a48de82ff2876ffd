/** Looking at one schema. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, CLEAN, FAULTY, messages, open, paste, settled, textOf } from './browser.mjs';

test('the first visit shows an example with faults, and the cursor is on the first', async (t) => {
  const page = await open(t);
  await page.locator('.finding').first().waitFor();
  await settled(page);
  const seen = await page
    .locator('.finding')
    .evaluateAll((rows) => rows.filter((it) => it.getBoundingClientRect().bottom <= innerHeight).length);
  assert.ok(seen >= 2, `${seen} findings are seen without scrolling`);
  assert.equal(await page.locator('.sh-selected').innerText(), 'seller');
  assert.match((await messages(page))[0] ?? '', /Product\.seller has no index on sellerId/);
  // What, why, what to do.
  const details = await page.locator('.finding.now .details').innerText();
  assert.match(details, /the whole table is read/);
  assert.match(details, /What to do: add @@index\(\[sellerId\]\)/);
  assert.match(await page.locator('.target').innerText(), /planetscale/);
  assert.match(await page.locator('.evidence').innerText(), /relationMode = "prisma" on mysql/);
  assert.match(await page.locator('.foot').innerText(), /Nothing you type leaves this page/);
});

test('a fault is typed, underlined, mended, and gone', async (t) => {
  const page = await open(t);
  await paste(page, CLEAN);
  assert.deepEqual(await messages(page), []);
  assert.match(await page.locator('.state').innerText(), /Nothing to fix on planetscale/);
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('model Note {\nid Int @id\npostId Int\npost Post @relation(fields: [postId], references: [id])\n}');
  await page.getByText('Note.post has no index on postId').waitFor();
  await settled(page);
  assert.equal(await page.locator('.cm-lintRange-error').last().innerText(), 'post');
  await page.locator('.finding').filter({ hasText: 'Note.post' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Add @@index([postId]) to Note', exact: true }).click();
  await page.getByText('Note.post has no index on postId').waitFor({ state: 'detached' });
  await settled(page);
  assert.match(await textOf(page), /@@index\(\[postId\]\)/);
  // One step takes it back.
  await page.getByRole('textbox', { name: 'Schema' }).focus();
  await page.keyboard.press('ControlOrMeta+z');
  await page.getByText('Note.post has no index on postId').first().waitFor();
  assert.doesNotMatch(await textOf(page), /@@index\(\[postId\]\)/);
});

test('all safe fixes at once, and one step takes them back', async (t) => {
  const page = await open(t);
  await page.locator('.finding').first().waitFor();
  await page.getByRole('button', { name: 'Fix all safe (3)' }).click();
  await page.getByRole('button', { name: /Fix all safe/ }).waitFor({ state: 'detached' });
  await settled(page);
  const left = await messages(page);
  assert.equal(left.length, 5, left.join('\n'));
  assert.ok(
    left.every((it) => !it.includes('has no index')),
    left.join('\n'),
  );
  await page.keyboard.press('ControlOrMeta+z');
  await page.getByRole('button', { name: 'Fix all safe (3)' }).waitFor();
});

test('the squiggle tells what is wrong and mends it', async (t) => {
  const page = await open(t);
  await paste(page, FAULTY);
  await page.locator('.cm-lintRange-error').first().hover();
  await page.mouse.move(1, 1, { steps: 2 });
  await page.locator('.cm-lintRange-error').first().hover();
  const tooltip = page.locator('.cm-tooltip');
  await tooltip.getByText('Post.author has no index on authorId').waitFor();
  await tooltip.getByRole('button', { name: 'Add @@index([authorId]) to Post' }).click();
  await page.getByText('Nothing to fix on planetscale').waitFor();
});

test('the list and the text move together', async (t) => {
  const page = await open(t);
  await page.locator('.finding').first().waitFor();
  await settled(page);
  await page.getByRole('button', { name: /Following\.followeeId may occur only once/ }).click();
  assert.equal(await page.locator('.sh-selected').innerText(), '@unique');
  await page.locator('.cm-line', { hasText: 'model Following' }).click();
  await page.locator('.cm-lintRange-warning', { hasText: '@unique' }).first().click();
  assert.match(await page.locator('.finding.now').innerText(), /Following\.followeeId/);
});

test('the target that is chosen decides', async (t) => {
  const page = await open(t);
  await paste(page, FAULTY.replace('  relationMode = "prisma"\n', ''));
  const database = page.getByRole('combobox', { name: 'Database' });
  assert.match(await database.innerText(), /Inferred: mysql/);
  assert.deepEqual(await messages(page), []);
  await database.selectOption('planetscale');
  await settled(page);
  assert.notDeepEqual(await messages(page), []);
});

test('SQL is read as SQL', async (t) => {
  const page = await open(t);
  await page.getByRole('combobox', { name: 'Language of the schema' }).selectOption('sql');
  await paste(page, 'CREATE TABLE logs (message text) ENGINE=InnoDB;\n');
  await page.getByRole('combobox', { name: 'Database' }).selectOption('planetscale');
  await page.locator('.finding').first().waitFor();
  assert.match((await messages(page))[0] ?? '', /logs/);
});

test('an empty text is asked for, a broken one is still looked at', async (t) => {
  const page = await open(t);
  await paste(page, 'x');
  await page.keyboard.press('Backspace');
  await page.getByText('Paste a Prisma schema or a dump').waitFor();
  await page.getByRole('button', { name: 'Diff', exact: true }).click();
  await page.locator('.question').waitFor();
  await page.getByRole('button', { name: 'Lint', exact: true }).click();
  await page.getByText('Paste a Prisma schema or a dump').waitFor();
  await paste(page, `${FAULTY}\nmodel Broken {\n  id Int @id\n  ?? %%\n}\n`);
  assert.ok((await messages(page)).some((it) => it.includes('Post.author')));
  assert.ok((await messages(page)).length > 1);
});

test('the page comes with a strict policy and asks nobody else', async (t) => {
  const page = await open(t);
  await page.locator('.finding').first().waitFor();
  const policy = (await (await fetch(address)).headers.get('content-security-policy')) ?? '';
  for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "connect-src 'self'"]) {
    assert.ok(policy.includes(part), policy);
  }
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
});

test('what is copied says what is seen', async (t) => {
  const page = await open(t);
  await page.locator('.finding').first().waitFor();
  for (const [name, expected] of /** @type {const} */ ([
    ['the command line', /^npx shoring lint schema\.prisma$/],
    ['curl', /^curl '?http.*\/v1\/lint\?language=prisma'?[\s\S]*@schema\.prisma/],
    ['CI', /npx shoring check/],
    ['shoring.toml', /^target = "planetscale"/],
  ])) {
    await page.getByRole('button', { name: 'Copy as…' }).click();
    await page.locator('.menu.up').getByRole('button', { name }).click();
    await page.getByText(`Copied for ${name}:`).waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), expected);
  }
});
