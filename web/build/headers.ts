/** `vite preview` and the development server answer with the headers of `public/_headers`, so that tests see the page's real policy. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Rule {
  matches: (path: string) => boolean;
  headers: [string, string][];
}

/** Reads the format of Cloudflare's static assets: a path, then its headers, indented. */
function rules(): Rule[] {
  const found: Rule[] = [];
  for (const line of readFileSync(join(import.meta.dirname, '..', 'public', '_headers'), 'utf8').split('\n')) {
    if (/^\S/.test(line)) {
      const start = line.replace(/\*$/, '');
      found.push({ matches: (path) => path.startsWith(start), headers: [] });
    } else if (line.trim() !== '') {
      const [, name, value] = line.match(/^\s+([^:]+):\s*(.*)$/) ?? [];
      if (name === undefined || value === undefined) throw new Error(`_headers: ${line}`);
      found.at(-1)?.headers.push([name, value]);
    }
  }
  return found;
}

export function headers(): Plugin {
  return {
    name: 'shoring-headers',
    configurePreviewServer(server) {
      const all = rules();
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        for (const rule of all.filter((it) => it.matches(path))) {
          for (const [name, value] of rule.headers) response.setHeader(name, value);
        }
        next();
      });
    },
  };
}
