/** The built page in Chromium, served as `vite preview` serves it, with its own policy. Loopback only. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** @type {import('playwright-core').Browser} */
let browser;
/** Where the page is. */
export let address = '';
/** @type {import('vite').PreviewServer} */
let server;

before(async () => {
  server = await preview({ root: `${import.meta.dirname}/..`, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
  address = server.resolvedUrls?.local[0] ?? '';
  assert.ok(address, 'the server has no address');
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS.split(' ') });
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * Opens the page as somebody who was never here. What the console says and what is asked of other hosts fails the test.
 *
 * @param {import('node:test').TestContext} test
 * @param {import('playwright-core').BrowserContextOptions & { at?: string; script?: () => void; expected?: RegExp }} [options]
 *   `script` runs before the page's own; `expected` is what the console may say
 */
export async function open(test, { at = '', script, expected, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  /** @type {string[]} */
  const wrong = [];
  page.on('console', (message) => {
    if ((message.type() === 'error' || message.type() === 'warning') && !expected?.test(message.text()))
      wrong.push(`console: ${message.text()}`);
  });
  // Choosers of files are caught from here on: who begins with that when one is about to open is too late now and then.
  page.on('filechooser', () => {});
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  context.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) wrong.push(`asked: ${request.url()}`);
  });
  test.after(async () => {
    await context.close();
    assert.deepEqual(wrong, []);
  });
  if (script) await page.addInitScript(script);
  await page.goto(address + at);
  return page;
}

/** The findings as the list tells them. @param {import('playwright-core').Page} page */
export const messages = (page) => page.locator('.finding .message').allInnerTexts();

/** Waits until the engine has looked at what is there now. @param {import('playwright-core').Page} page */
export async function settled(page) {
  await page.locator('.results[aria-busy="false"]').waitFor();
  // Squiggles come in a task after the list.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done)))));
}

/** Puts a text in place of the one in an editor, as a person pastes it. @param {import('playwright-core').Page} page @param {string} text */
export async function paste(page, text, label = 'Schema') {
  const editor = page.getByRole('textbox', { name: label });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await editor.evaluate((element, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  await settled(page);
}

/** The text of an editor, all of it. @param {import('playwright-core').Page} page */
export async function textOf(page, label = 'Schema') {
  const editor = page.getByRole('textbox', { name: label });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+c');
  return page.evaluate(() => navigator.clipboard.readText());
}

/** axe-core's own program. */
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A schema without a fault. */
export const CLEAN = `datasource db {
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

  @@index([authorId])
}
`;

/** The same without the index that the relation needs. */
export const FAULTY = CLEAN.replace('\n  @@index([authorId])\n', '');

/** Many tables; every fourth lacks an index. @param {number} count */
export function largeSchema(count) {
  let text = 'datasource db {\n  provider     = "mysql"\n  relationMode = "prisma"\n}\n';
  for (let at = 0; at < count; at++) {
    // Each belongs to the next one; the last to none, or they would lead around in a ring.
    const owner = `  owner     Table${at + 1} @relation("R${at}", fields: [ownerId], references: [id])\n`;
    const owned = `  owned     Table${at - 1}[] @relation("R${at - 1}")\n`;
    text += `
model Table${at} {
  id        Int      @id @default(autoincrement())
  name      String   @db.VarChar(100)
  email     String   @unique
  status    String   @default("new")
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  price     Decimal  @db.Decimal(10, 2)
  note      String?  @db.Text
  ownerId   Int
${at + 1 < count ? owner : ''}${at > 0 ? owned : ''}${at % 4 === 0 ? '' : '\n  @@index([ownerId])'}
  @@index([status, createdAt])
}
`;
  }
  return text;
}
