/** A real VS Code with the built extension in it, in Chromium: `SHORING_EXTENSION` names the unpacked extension. */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './host/serve.mjs';

const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** How long VS Code may take for anything, in milliseconds: much, for machines that do other things as well. */
const PATIENCE = Number(process.env.SHORING_PATIENCE ?? 60_000);

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  const extension = process.env.SHORING_EXTENSION;
  assert.ok(extension, 'SHORING_EXTENSION names no extension: cargo xtask editor --test');
  server = await serve(extension);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS.split(' ') });
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * @typedef {object} Finding what VS Code shows as a problem
 * @property {string} source
 * @property {string} rule
 * @property {string} [page]
 * @property {string} severity
 * @property {string} message
 * @property {number} line
 * @property {number} column
 * @property {string[]} [related]
 */

/**
 * What the extension `host/workspace` can be asked for, and what it answers.
 *
 * @typedef {object} Answers
 * @property {boolean | undefined} active whether an extension is
 * @property {{ title: string, isPreferred?: boolean, kind?: string, command?: string }[]} actions
 * @property {void} act does what an action offers
 * @property {void} addFolder
 * @property {Finding[]} allFindings
 * @property {string[]} colours what semantic tokens say, each as its kind and its text
 * @property {string[]} definition
 * @property {void} delete
 * @property {string} disk the text of a file as it is saved
 * @property {{ uri: string, text: string, language: string }[]} editors
 * @property {Finding[]} findings
 * @property {void} git makes a repository another one
 * @property {string[]} hover
 * @property {{ line: number, label: string }[]} inlayHints
 * @property {void} open
 * @property {boolean} rename as a user does
 * @property {void} renameBehind as another program does
 * @property {boolean} replace
 * @property {void} run
 * @property {boolean} save
 * @property {void} select
 * @property {void} set
 * @property {unknown} setting
 * @property {{ name: string, children: string[] }[]} symbols
 * @property {string[]} tabs
 * @property {string} text of a document as it is in the editor
 * @property {void} untitled
 * @property {void} write
 */

/**
 * Opens VS Code on a workspace.
 *
 * @param {import('node:test').TestContext} test
 * @param {import('./host/serve.mjs').Session} session
 */
export async function open(test, session) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  /** @type {string[]} */
  const wrong = [];
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !/(^|\.)localhost$/.test(hostname)) wrong.push(`asked: ${request.url()}`);
  });
  test.after(async () => {
    const shots = process.env.SHORING_SHOTS;
    if (shots) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${test.name.replace(/\W+/g, '-').slice(0, 80)}.png`) });
    }
    await context.close();
    assert.deepEqual(wrong, []);
  });
  await page.goto(server.begin(session));
  await page.waitForFunction(() => 'vscode' in self);
  /** @type {<Name extends keyof Answers>(command: Name, ...given: unknown[]) => Promise<Answers[Name]>} */
  const ask = (command, ...given) =>
    page.evaluate(
      ([command, given]) => /** @type {any} */ (self).vscode.commands.executeCommand(command, ...given),
      /** @type {const} */ ([`test.${command}`, given]),
    );
  // The extension that answers is there when its file system was asked for.
  await until(async () => {
    try {
      await ask('tabs');
      return true;
    } catch {
      return false;
    }
  }, 'VS Code does not answer');

  const code = {
    page,
    ask,
    findings: (/** @type {string} */ path) => ask('findings', path),
    /** Waits until the findings of a file are those of these rules, in the order of their places. */
    async shows(/** @type {string} */ path, /** @type {string[]} */ ...rules) {
      /** @type {Finding[]} */
      let found = [];
      const wanted = rules.join(', ');
      const words = () => `${path}: found are ${JSON.stringify(rulesOf(found))}, and not ${JSON.stringify(wanted)}`;
      await until(async () => {
        found = await code.findings(path);
        return rulesOf(found) === wanted;
      }, words);
      return found;
    },
    /** The status item. */
    status: () => page.locator('[id="shoring.shoring.shoring.target"]'),
    /** Waits until the status item says something. */
    async statusSays(/** @type {RegExp} */ words) {
      await until(
        async () => words.test(await code.status().innerText()),
        () => `the status item does not say ${words}`,
      );
    },
    /** What it says when the pointer is on it; nothing where it was drawn anew meanwhile, and the pointer must come again. */
    async tooltip() {
      await page.mouse.move(400, 300);
      await code.status().hover();
      const hover = page.locator('.monaco-hover.workbench-hover, .workbench-hover-container .monaco-hover').last();
      try {
        await hover.waitFor({ timeout: 3_000 });
        return (await hover.innerText({ timeout: 3_000 })).replace(/\u00a0/g, ' ');
      } catch {
        return '';
      }
    },
    /** The words of the notifications that are shown. */
    async notifications() {
      return page.locator('.notification-list-item-message').allInnerTexts();
    },
    async isTold(/** @type {RegExp} */ words) {
      await until(
        async () => (await code.notifications()).some((it) => words.test(it)),
        () => `nothing told ${words}`,
      );
    },
    /** Runs a command of ours; does not wait for what it asks the user. */
    async command(/** @type {string} */ name, /** @type {unknown[]} */ ...given) {
      void ask('run', name, ...given).catch(() => undefined);
    },
    /** The words in the Markdown preview that is in front. */
    async preview() {
      const outer = page.frameLocator('iframe.webview.ready');
      const inner = outer.frameLocator('iframe#active-frame');
      return inner.locator('body').innerText();
    },
  };
  return code;
}

/** @param {Finding[]} found */
export function rulesOf(found) {
  const sorted = found.filter(({ source }) => source === 'shoring').sort((a, b) => a.line - b.line || a.column - b.column);
  return sorted.map(({ rule }) => rule).join(', ');
}

/**
 * Waits until something is so.
 *
 * @param {() => Promise<boolean>} isSo
 * @param {string | (() => string)} words what is wrong where it never is
 */
export async function until(isSo, words) {
  const begun = Date.now();
  while (!(await isSo())) {
    if (Date.now() - begun > PATIENCE) assert.fail(typeof words === 'string' ? words : words());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
