/** Who reaches what: by keyboard alone, on a small screen, with a screen reader. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, CLEAN, FAULTY, open, paste, settled, textOf } from './browser.mjs';

/** What has the focus, also within the shadow root: its role or tag, and its words. @param {import('playwright-core').Page} page */
const focused = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.getAttribute('aria-label') ?? at?.textContent ?? '';
  });

/** Presses Tab until that has the focus. @param {import('playwright-core').Page} page @param {RegExp} wanted */
async function tabTo(page, wanted, key = 'Tab') {
  const seen = [];
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (wanted.test(now)) return;
    seen.push(now.slice(0, 30));
  }
  assert.fail(`Tab does not come to ${wanted}: ${seen.join(' | ')}`);
}

test('every action by keyboard alone', async (t) => {
  const page = await open(t);
  await page.locator('.finding').first().waitFor();
  await settled(page);

  // An example, by its menu.
  await tabTo(page, /^Examples/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  assert.match(await focused(page), /Carrot market/);
  await page.keyboard.press('Escape');
  assert.match(await focused(page), /^Examples/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await settled(page);

  // The text, in it and out of it again.
  await tabTo(page, /^Schema$/);
  await page.keyboard.press('F8');
  assert.match(await page.locator('.finding.now').innerText(), /index on \(status\)/);
  await page.keyboard.press('Shift+F8');
  assert.match(await page.locator('.finding.now').innerText(), /Product\.seller/);

  // All safe fixes, and back.
  await tabTo(page, /^Fix all safe/);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Fix all safe/ }).waitFor({ state: 'detached' });
  assert.equal(await focused(page), 'Schema');
  await page.keyboard.press('ControlOrMeta+z');
  await page.getByRole('button', { name: /Fix all safe/ }).waitFor();
  await settled(page);

  // Down the list; Enter opens, then mends, and goes on to the next.
  await tabTo(page, /Product\.seller has no index/);
  await page.keyboard.press('Enter');
  await page.locator('.finding.now', { hasText: 'Product.seller' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Product.seller has no index').waitFor({ state: 'detached' });
  await settled(page);
  assert.match(await focused(page), /index on \(status\)/);
  await page.keyboard.press('ArrowDown');
  assert.match(await focused(page), /ProductImage/);
  await page.keyboard.press('ArrowUp');
  // Its fix is no safe one: it is asked for by its own button.
  await tabTo(page, /^Remove index Product_status_idx/);
  await page.keyboard.press('Enter');
  await page.getByText('index on (status) is the beginning').waitFor({ state: 'detached' });
  await page.keyboard.press('F8');

  // The database, the language, the colours.
  await tabTo(page, /^Database$/, 'Shift+Tab');
  await page.keyboard.press('p');
  assert.equal(await page.getByRole('combobox', { name: 'Database' }).inputValue(), 'planetscale');
  await tabTo(page, /^Language of the schema$/);
  await page.keyboard.press('s');
  assert.equal(await page.getByRole('combobox', { name: 'Language of the schema' }).inputValue(), 'sql');
  await page.keyboard.press('p');
  await tabTo(page, /^Colours: system/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'light');

  // A link, a command, and away with the word about it.
  await tabTo(page, /^Share$/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Link copied').waitFor();
  await tabTo(page, /^Close this message$/);
  await page.keyboard.press('Enter');
  await page.getByText('Link copied').waitFor({ state: 'detached' });
  await tabTo(page, /^Copy as/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('Copied for curl:').waitFor();

  // A file is chosen by a button that opens the system's own window.
  await tabTo(page, /^Open…$/);
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'mine.prisma', mimeType: 'text/plain', buffer: Buffer.from(FAULTY) });
  await page.getByText('mine.prisma').first().waitFor();

  // The other mode, its question, its SQL.
  await tabTo(page, /^Diff$/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.locator('.question').waitFor();
  await tabTo(page, /^What happens$/);
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(page), 'SQL');
  await tabTo(page, /^Copy SQL$/);
  await page.keyboard.press('Enter');
  await page.getByText('SQL copied.').waitFor();
  await tabTo(page, /^SQL$/, 'Shift+Tab');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await focused(page), 'What happens');
  await tabTo(page, /^It is title, renamed$/);
  await page.keyboard.press('Enter');
  await page.locator('.question').waitFor({ state: 'detached' });
  await settled(page);
  assert.match(await textOf(page, 'Head: the state after'), /shoring:renamed-from title/);
});

/** @param {import('playwright-core').Page} page */
const overflow = (page) =>
  page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth);

/** Whether it can be seen and clicked where it is, after scrolling to it. @param {import('playwright-core').Locator} locator */
async function reachable(locator) {
  await locator.scrollIntoViewIfNeeded();
  await locator.click({ trial: true, timeout: 3000 });
}

test('on a telephone nothing is wider than the screen, and findings, fix and share are there', async (t) => {
  const page = await open(t, { viewport: { width: 375, height: 667 }, hasTouch: true });
  await page.locator('.finding').first().waitFor();
  await settled(page);
  assert.ok((await overflow(page)) <= 0, 'lint is wider than the screen');
  await reachable(page.locator('.finding .what').last());
  await reachable(page.getByRole('button', { name: 'Add @@index([sellerId]) to Product', exact: true }));
  await reachable(page.getByRole('button', { name: 'Fix all safe (3)' }));
  await reachable(page.getByRole('combobox', { name: 'Database' }));
  await page.getByRole('button', { name: 'Examples' }).click();
  assert.ok((await overflow(page)) <= 0, 'the menu is wider than the screen');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByText('Link copied').waitFor();
  assert.ok((await overflow(page)) <= 0, 'the word about a link is wider than the screen');
  await page.getByRole('button', { name: 'Copy as…' }).click();
  await page.locator('.menu.up').getByRole('button', { name: 'CI' }).click();
  assert.ok((await overflow(page)) <= 0, 'what was copied is wider than the screen');
  await page.getByRole('button', { name: 'Close this message' }).click();
  await page.getByRole('button', { name: 'Diff', exact: true }).click();
  await page.locator('.question').waitFor();
  assert.ok((await overflow(page)) <= 0, 'diff is wider than the screen');
  await reachable(page.getByRole('button', { name: 'It is title, renamed' }));
  await page.getByRole('button', { name: 'Base', exact: true }).click();
  await page.getByRole('textbox', { name: 'Base: the state before' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Head: the state after' }).isVisible(), false);
  await page.getByRole('tab', { name: 'SQL' }).click();
  await reachable(page.getByRole('button', { name: 'Copy SQL' }));
  assert.ok((await overflow(page)) <= 0, 'the SQL is wider than the screen');
});

/** What axe-core finds. @param {import('playwright-core').Page} page @param {string} state */
async function violations(page, state) {
  const found = await page.evaluate(async (program) => {
    if (!('axe' in globalThis)) (0, eval)(program);
    // @ts-expect-error it is there now
    const { violations: all } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return all.map(
      (/** @type {any} */ it) =>
        `${it.impact} ${it.id}: ${it.nodes.length} times, ${it.nodes
          .slice(0, 2)
          .map((/** @type {any} */ node) => node.html)
          .join(' ')}`,
    );
  }, axe);
  return found.map((/** @type {string} */ it) => `${state}: ${it}`);
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`axe-core finds nothing, ${colorScheme}`, async (t) => {
    // Its program is evaluated; the page itself may not do that.
    const page = await open(t, { colorScheme, bypassCSP: true });
    await page.locator('.finding').first().waitFor();
    await settled(page);
    const found = await violations(page, 'lint');
    await page.locator('.finding .what').nth(6).click();
    found.push(...(await violations(page, 'another finding')));
    await page.getByRole('button', { name: 'Examples' }).click();
    found.push(...(await violations(page, 'menu')));
    await page.keyboard.press('Escape');
    await paste(page, CLEAN);
    found.push(...(await violations(page, 'clean')));
    await paste(page, 'model Broken {\n  id Int @id\n  ?? %%\n}\n');
    found.push(...(await violations(page, 'broken')));
    await paste(page, 'x'.repeat(5_000_000));
    found.push(...(await violations(page, 'refused')));
    await page.getByRole('button', { name: 'Diff', exact: true }).click();
    await page.locator('.question').waitFor();
    await settled(page);
    found.push(...(await violations(page, 'diff')));
    await page.getByRole('tab', { name: 'SQL' }).click();
    found.push(...(await violations(page, 'SQL')));
    assert.deepEqual(found, []);
  });
}
