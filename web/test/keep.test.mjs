/** What lasts: links, reloads, a page without a network; and texts that the page does not take. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLEAN, FAULTY, messages, open, paste, settled, textOf } from './browser.mjs';

/** @param {import('playwright-core').Page} page */
async function link(page) {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByText('Link copied. The text is in the link itself, nothing was uploaded.').waitFor();
  return new URL(await page.evaluate(() => navigator.clipboard.readText())).hash;
}

test('a share link opens the same state, elsewhere', async (t) => {
  const page = await open(t);
  const text = FAULTY.replace('model User', '// 학교 🏫 Straße\nmodel User');
  await paste(page, text);
  await page.getByRole('combobox', { name: 'Database' }).selectOption('vitess');
  await settled(page);
  const hash = await link(page);

  const other = await open(t, { at: hash });
  await other.getByText('Opened from a link').waitFor();
  await settled(other);
  assert.equal(await textOf(other), text);
  assert.equal(await other.getByRole('combobox', { name: 'Database' }).inputValue(), 'vitess');
  assert.deepEqual(await messages(other), await messages(page));
  assert.equal(new URL(other.url()).hash, '');
});

test('a share link of a diff opens both texts', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: 'Diff', exact: true }).click();
  await page.locator('.question').waitFor();
  const hash = await link(page);
  const base = await textOf(page, 'Base: the state before');

  const other = await open(t, { at: hash });
  await other.locator('.question').waitFor();
  assert.equal(await textOf(other, 'Base: the state before'), base);
  assert.match(await other.locator('.question').innerText(), /Product\.title/);
});

test('a link does not cost the own text', async (t) => {
  const page = await open(t);
  await paste(page, FAULTY);
  const hash = await link(page);
  await paste(page, CLEAN);
  await page.evaluate((it) => (location.hash = it), hash);
  await page.getByText('Opened from a link. Your own text is kept.').waitFor();
  await settled(page);
  assert.equal(await textOf(page), FAULTY);
  await page.getByRole('button', { name: 'Go back to it' }).click();
  await settled(page);
  assert.equal(await textOf(page), CLEAN);
});

test('a broken link says so, and one that grows without end too', async (t) => {
  const page = await open(t, { at: '#s1=AAAA_broken' });
  await page.getByText('This link is broken').waitFor();
  await page.locator('.finding').first().waitFor();

  const bomb = await page.evaluate(async () => {
    const zeros = new Blob([' '.repeat(60_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(zeros).arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  });
  await page.getByRole('button', { name: 'Close this message' }).click();
  await page.evaluate((it) => (location.hash = `#s1=${it}`), bomb);
  await page.getByText('This link is broken').waitFor();
});

test('a reload keeps the text, the mode and the target', async (t) => {
  const page = await open(t);
  await paste(page, FAULTY);
  await page.getByRole('combobox', { name: 'Database' }).selectOption('mysql');
  await page.getByRole('textbox', { name: 'Schema' }).focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('// typed at the very end');
  await page.reload();
  await settled(page);
  assert.equal(await textOf(page), `${FAULTY}// typed at the very end`);
  assert.equal(await page.getByRole('combobox', { name: 'Database' }).inputValue(), 'mysql');
  await page.getByRole('button', { name: 'Diff', exact: true }).click();
  await page.locator('.question').waitFor();
  await page.reload();
  await page.locator('.question').waitFor();
});

test('without a network the page goes on working, and opens again', async (t) => {
  const page = await open(t);
  await page.locator('.finding').first().waitFor();
  // Everything is kept, and the page is served from it.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.context().setOffline(true);
  await paste(page, CLEAN);
  assert.deepEqual(await messages(page), []);
  await paste(page, FAULTY);
  assert.equal((await messages(page)).length, 1);
  await page.reload();
  await page.getByText('Post.author has no index on authorId').first().waitFor();
  await page.getByRole('button', { name: 'Diff', exact: true }).click();
  await page.locator('.question').waitFor();
});

test('an engine that could not be loaded is told, and loaded anew with the next edit', async (t) => {
  const page = await open(t, { expected: /Failed to load resource/ });
  await page.locator('.finding').first().waitFor();
  const context = page.context();
  await context.route('**/*.wasm', (route) => route.abort());
  // Past the service worker, which has the module.
  await page.evaluate(async () => {
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await page.reload();
  await page.getByRole('alert').getByText('load the page again').waitFor();
  await context.unroute('**/*.wasm');
  await paste(page, FAULTY);
  await page.getByText('Post.author has no index on authorId').first().waitFor();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('// more');
  await settled(page);
  assert.equal(await page.locator('.cm-lintRange-error').first().innerText(), 'author');
});

test('five megabytes are refused, and nothing is changed', async (t) => {
  const page = await open(t);
  await paste(page, FAULTY);
  await paste(page, '-- five megabytes\n'.repeat(5_000_000 / 18));
  await page
    .getByRole('alert')
    .getByText(/This text has 5\.0 million characters, the playground takes 2 million\. Nothing was changed/)
    .waitFor();
  assert.match(await page.getByRole('alert').innerText(), /npx shoring lint FILE/);
  assert.equal(await textOf(page), FAULTY);
});

/** Drops a file on the page. @param {import('playwright-core').Page} page @param {{ name: string; bytes: number[] }[]} files */
async function drop(page, files, at = '.host') {
  await page.locator(at).evaluate((element, given) => {
    const data = new DataTransfer();
    for (const { name, bytes } of given) data.items.add(new File([new Uint8Array(bytes)], name));
    const box = element.getBoundingClientRect();
    for (const type of ['dragover', 'drop']) {
      element.dispatchEvent(
        new DragEvent(type, {
          dataTransfer: data,
          bubbles: true,
          cancelable: true,
          composed: true,
          clientX: box.left + 40,
          clientY: box.top + 40,
        }),
      );
    }
  }, files);
}

/** @param {string} text */
const bytes = (text) => [...new TextEncoder().encode(text)];

test('files are dropped: one to look at, two to compare', async (t) => {
  const page = await open(t);
  await page.locator('.finding').first().waitFor();
  await drop(page, [{ name: 'own.prisma', bytes: bytes(FAULTY.replaceAll('\n', '\r\n')) }]);
  await page.getByText('own.prisma').waitFor();
  await settled(page);
  assert.equal(await textOf(page), FAULTY);
  assert.match((await messages(page)).join(), /Post\.author/);

  const sql = 'CREATE TABLE a (id int PRIMARY KEY);\n';
  await drop(page, [
    { name: 'before.sql', bytes: bytes(sql) },
    {
      name: 'after.sql',
      bytes: [
        0xff,
        0xfe,
        ...new Uint8Array(new Uint16Array([...sql.replace('id int', 'id bigint')].map((it) => it.charCodeAt(0))).buffer),
      ],
    },
  ]);
  await page.getByText('before.sql is the base, after.sql the head.').waitFor();
  await page.locator('.changes, .finding').first().waitFor();
  assert.equal(await textOf(page, 'Head: the state after'), sql.replace('id int', 'id bigint'));

  await drop(
    page,
    [1, 2, 3].map((it) => ({ name: `${it}.sql`, bytes: [] })),
  );
  await page.getByText('Drop one file to look at it, or two to compare them.').waitFor();
});

test('a file that is no text is refused with its name', async (t) => {
  const page = await open(t);
  await paste(page, FAULTY);
  await drop(page, [{ name: 'schema.sqlite', bytes: [...bytes('SQLite format 3'), 0, 16, 0, 1, 1] }]);
  await page.getByRole('alert').getByText('schema.sqlite is no text').waitFor();
  await drop(page, [{ name: 'picture.png', bytes: [0x89, 0x50, 0x4e, 0x47, 0xff, 0xfa] }]);
  await page.getByRole('alert').getByText('picture.png is no text').waitFor();
  assert.equal(await textOf(page), FAULTY);
});
