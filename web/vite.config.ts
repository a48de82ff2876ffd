/** How the page is built: plain files for any static server, below one folder. */

import { defineConfig, type Plugin } from 'vite';
import { examples } from './build/examples.ts';
import { serviceWorker } from './build/service-worker.ts';
import { headers } from './build/headers.ts';
import { preload } from './build/preload.ts';

const plugins: Plugin[] = [examples(), serviceWorker(), headers(), preload()];

export default defineConfig({
  plugins,
  // Pre-bundling would separate the engine's script from its module.
  optimizeDeps: { exclude: ['shoring'] },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // A `data:` address of a script or module would be refused by the page's own policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
