/** Comparing two states. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messages, open, paste, settled, textOf } from './browser.mjs';

const BASE = 'Base: the state before';
const HEAD = 'Head: the state after';

/** @param {import('node:test').TestContext} t */
async function openDiff(t) {
  const page = await open(t);
  await page.getByRole('button', { name: 'Diff', exact: true }).click();
  await page.locator('.question').waitFor();
  await settled(page);
  return page;
}

/** @param {import('playwright-core').Page} page */
async function sql(page) {
  await page.getByRole('tab', { name: 'SQL' }).click();
  const text = await page.locator('.sql pre').innerText();
  await page.getByRole('tab', { name: 'What happens' }).click();
  return text;
}

test('a probable rename is a question, and "yes" is written into the text', async (t) => {
  const page = await openDiff(t);
  const question = page.locator('.question');
  assert.match(await question.innerText(), /Was Product\.title renamed to headline\?/);
  assert.match(await question.innerText(), /% sure: they have the same type/);
  assert.match(await sql(page), /DROP COLUMN `title`/);
  await question.getByRole('button', { name: 'It is title, renamed' }).click();
  await question.waitFor({ state: 'detached' });
  await settled(page);
  assert.match(await sql(page), /RENAME COLUMN `title` TO `headline`/);
  assert.match(await textOf(page, HEAD), /shoring:renamed-from title/);
});

test('"no" is written into the text too, and then the loss is told', async (t) => {
  const page = await openDiff(t);
  await page.getByRole('button', { name: 'It is not title' }).click();
  await page.locator('.question').waitFor({ state: 'detached' });
  await settled(page);
  assert.match(await textOf(page, HEAD), /shoring-ignore probable-column-rename/);
  assert.match(await page.locator('.group', { hasText: 'Will be lost' }).innerText(), /title/);
  assert.match(await sql(page), /DROP COLUMN `title`/);
});

test('what happens: hazards with their query and steps, and what nothing is found against', async (t) => {
  const page = await openDiff(t);
  const group = page.locator('.group', { hasText: 'Will fail, or may' });
  await group.getByRole('button', { name: /Product\.slug has no default/ }).click();
  assert.match(await group.innerText(), /may fail on rows/);
  assert.match(await group.locator('.proof pre').innerText(), /SELECT COUNT\(\*\) FROM `Product`/);
  assert.ok((await group.locator('.steps li').count()) >= 3);
  assert.match(await page.locator('.group', { hasText: 'Nothing found against' }).innerText(), /Product\.note/);
  await page.getByRole('tab', { name: 'SQL' }).click();
  await page.getByRole('button', { name: 'Copy SQL' }).click();
  await page.getByText('SQL copied.').waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^ALTER TABLE `Product`/);
});

test('both sides can be typed into, and two equal texts change nothing', async (t) => {
  const page = await openDiff(t);
  const text = 'datasource db {\n  provider = "mysql"\n}\n\nmodel A {\n  id Int @id\n}\n';
  await paste(page, text, BASE);
  await paste(page, text, HEAD);
  await page.getByText('The two texts mean the same database.').waitFor();
  await paste(page, text.replace('id Int @id', 'id Int @id\n  name String'), BASE);
  await settled(page);
  assert.match(await page.locator('.scroll').innerText(), /name/);
  assert.match(await sql(page), /DROP COLUMN `name`/);
  await page.getByRole('button', { name: 'Swap' }).click();
  await settled(page);
  assert.match(await sql(page), /ADD COLUMN `name`/);
});

test('a diff begins with the text of Lint', async (t) => {
  const page = await open(t);
  await page.locator('.finding').first().waitFor();
  await page.getByRole('button', { name: 'Diff from here' }).click();
  await page.getByText('The two texts mean the same database.').waitFor();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('model New {\nid Int @id\n}');
  await page.locator('.changes', { hasText: 'New' }).waitFor();
  assert.deepEqual(await messages(page), []);
});
