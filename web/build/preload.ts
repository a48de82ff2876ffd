/** Names what the page will need in its head, so that nothing waits for the script that asks for it. */

import type { Plugin } from 'vite';

export function preload(): Plugin {
  return {
    name: 'shoring-preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((it) => it.type === 'chunk');
        const page = chunks.find((it) => it.facadeModuleId?.endsWith('/src/page.tsx'));
        if (!page) throw new Error('the page has no chunk of its own');
        const entries = chunks.filter((it) => it.isEntry).map((it) => it.fileName);
        const needed = [page.fileName, ...page.imports].filter((name) => !entries.includes(name));
        return needed.map((name) => ({ tag: 'link', attrs: { rel: 'modulepreload', href: `/${name}` }, injectTo: 'head' }));
      },
    },
  };
}
