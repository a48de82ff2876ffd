/**
 * Writes `sw.js`: the page's files are kept in the browser, so that it opens without a network. The list of files and its
 * version are known only when everything else is built.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const PUBLIC = join(import.meta.dirname, '..', 'public');

export function serviceWorker(): Plugin {
  return {
    name: 'shoring-service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const kept = readdirSync(PUBLIC).filter((name) => !name.startsWith('_'));
      const files = ['', ...Object.keys(bundle).filter((name) => name !== 'index.html'), ...kept].map((name) => `/${name}`);
      const hash = createHash('sha256');
      for (const [name, item] of Object.entries(bundle)) hash.update(name).update('code' in item ? item.code : item.source);
      for (const name of kept) hash.update(readFileSync(join(PUBLIC, name)));
      const program = readFileSync(join(import.meta.dirname, 'service-worker.js'), 'utf8');
      const filled = [
        ["'VERSION'", hash.digest('hex').slice(0, 16)],
        ["['FILES']", files.sort()],
      ] as const;
      let source = program;
      for (const [blank, value] of filled) {
        if (!source.includes(blank)) this.error(`service-worker.js has no ${blank}`);
        source = source.replace(blank, JSON.stringify(value));
      }
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}
